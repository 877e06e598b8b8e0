"""Filter expressions on single records and scans: comparison, logic, metadata, bins."""

import aerospike
import pytest
from aerospike import exception
from aerospike_helpers import expressions as exp

POINT = aerospike.GeoJSON({"type": "Point", "coordinates": [12.5, 41.9]})
BINS = {
    "i": 7,
    "f": 2.5,
    "s": "hello",
    "b": b"\x01\x02",
    "t": True,
    "l": [1, 2, 3],
    "m": {"a": 1, "b": 2},
    "g": POINT,
}

MATCHING = {
    "equal integers": exp.Eq(exp.IntBin("i"), 7),
    "unequal integers": exp.NE(exp.IntBin("i"), 8),
    "greater": exp.GT(exp.IntBin("i"), 6),
    "greater or equal": exp.GE(exp.IntBin("i"), 7),
    "less": exp.LT(exp.IntBin("i"), 8),
    "less or equal": exp.LE(exp.IntBin("i"), 7),
    "equal strings": exp.Eq(exp.StrBin("s"), "hello"),
    "string order": exp.LT(exp.StrBin("s"), "help"),
    "floats": exp.GT(exp.FloatBin("f"), 2.25),
    "blobs": exp.Eq(exp.BlobBin("b"), b"\x01\x02"),
    "booleans": exp.Eq(exp.BoolBin("t"), True),
    "boolean alone": exp.BoolBin("t"),
    "lists": exp.Eq(exp.ListBin("l"), [1, 2, 3]),
    "regular expression": exp.CmpRegex(aerospike.REGEX_EXTENDED, "^hel+o$", exp.StrBin("s")),
    "regular expression, any case": exp.CmpRegex(
        aerospike.REGEX_EXTENDED | aerospike.REGEX_ICASE, "HELLO", exp.StrBin("s")
    ),
    "and": exp.And(exp.Eq(exp.IntBin("i"), 7), exp.Eq(exp.StrBin("s"), "hello")),
    "or": exp.Or(exp.Eq(exp.IntBin("i"), 0), exp.Eq(exp.StrBin("s"), "hello")),
    "not": exp.Not(exp.Eq(exp.IntBin("i"), 0)),
    "exclusive": exp.Exclusive(exp.Eq(exp.IntBin("i"), 7), exp.Eq(exp.IntBin("i"), 8)),
    "or with an absent bin": exp.Or(exp.Eq(exp.IntBin("i"), 7), exp.Eq(exp.IntBin("absent"), 1)),
    "bin exists": exp.BinExists("s"),
    "bin does not exist": exp.Not(exp.BinExists("absent")),
    "bin type": exp.Eq(exp.BinType("m"), aerospike.AS_BYTES_MAP),
    "sum": exp.Eq(exp.Add(exp.IntBin("i"), 3), 10),
    "difference": exp.Eq(exp.Sub(exp.IntBin("i"), 3), 4),
    "product": exp.Eq(exp.Mul(exp.IntBin("i"), 3), 21),
    "quotient": exp.Eq(exp.Div(exp.IntBin("i"), 2), 3),
    "remainder": exp.Eq(exp.Mod(exp.IntBin("i"), 4), 3),
    "list size": exp.Eq(exp.ListSize(None, exp.ListBin("l")), 3),
    "list element": exp.Eq(
        exp.ListGetByIndex(None, aerospike.LIST_RETURN_VALUE, exp.ResultType.INTEGER, 1, exp.ListBin("l")), 2
    ),
    "map size": exp.Eq(exp.MapSize(None, exp.MapBin("m")), 2),
    "map value": exp.Eq(
        exp.MapGetByKey(None, aerospike.MAP_RETURN_VALUE, exp.ResultType.INTEGER, "b", exp.MapBin("m")), 2
    ),
    "set name": exp.Eq(exp.SetName(), "test_filter_expressions"),
    "never expires": exp.Eq(exp.TTL(), -1),
    "void time": exp.Eq(exp.VoidTime(), -1),
    "updated after 2010": exp.GT(exp.LastUpdateTime(), 1_262_304_000_000_000_000),
    "updated before 2100": exp.LT(exp.LastUpdateTime(), 4_102_444_800_000_000_000),
    "updated within a minute": exp.LT(exp.SinceUpdateTime(), 60_000),
    "digest": exp.GE(exp.DigestMod(3), 0),
    "digest below": exp.LT(exp.DigestMod(3), 3),
    "key is stored": exp.KeyExists(),
    "stored key": exp.Eq(exp.KeyStr(), "the key"),
    "no tombstone": exp.Not(exp.IsTombstone()),
    "record size": exp.GT(exp.RecordSize(), 0),
    "condition": exp.Eq(exp.Cond(exp.GT(exp.IntBin("i"), 5), "big", "small"), "big"),
    "variable": exp.Let(exp.Def("x", exp.IntBin("i")), exp.Eq(exp.Add(exp.Var("x"), exp.Var("x")), 14)),
}

OTHERS = {
    "equal integers": exp.Eq(exp.IntBin("i"), 8),
    "greater": exp.GT(exp.IntBin("i"), 7),
    "equal strings": exp.Eq(exp.StrBin("s"), "Hello"),
    "regular expression": exp.CmpRegex(aerospike.REGEX_EXTENDED, "^x", exp.StrBin("s")),
    "and": exp.And(exp.Eq(exp.IntBin("i"), 7), exp.Eq(exp.StrBin("s"), "other")),
    "or": exp.Or(exp.Eq(exp.IntBin("i"), 0), exp.Eq(exp.StrBin("s"), "other")),
    "not": exp.Not(exp.Eq(exp.IntBin("i"), 7)),
    "absent bin": exp.Eq(exp.IntBin("absent"), 1),
    "bin of another type": exp.Eq(exp.IntBin("s"), 1),
    "and with an absent bin": exp.And(exp.Eq(exp.IntBin("i"), 7), exp.Eq(exp.IntBin("absent"), 1)),
    "set name": exp.Eq(exp.SetName(), "another"),
    "time to live": exp.GT(exp.TTL(), 0),
    "updated before 2010": exp.LT(exp.LastUpdateTime(), 1_262_304_000_000_000_000),
    "stored key": exp.Eq(exp.KeyStr(), "another"),
    "tombstone": exp.IsTombstone(),
}


@pytest.fixture(scope="module")
def record(client, set_name):
    key = ("test", set_name, "the key")
    client.put(key, BINS, policy={"key": aerospike.POLICY_KEY_SEND})
    return key


@pytest.mark.parametrize("name", MATCHING)
def test_matching(client, record, set_name, name):
    wanted = {"expressions": MATCHING[name].compile()}
    assert client.get(record, wanted)[1]["gen"] == 1
    assert len(client.scan("test", set_name).results(wanted)) == 1


@pytest.mark.parametrize("name", OTHERS)
def test_not_matching(client, record, set_name, name):
    wanted = {"expressions": OTHERS[name].compile()}
    with pytest.raises(exception.FilteredOut):
        client.get(record, wanted)
    assert client.scan("test", set_name).results(wanted) == []


def test_filtered_write(client, key):
    client.put(key, {"a": 1})
    with pytest.raises(exception.FilteredOut):
        client.put(key, {"a": 2}, policy={"expressions": exp.Eq(exp.IntBin("a"), 5).compile()})
    client.put(key, {"a": 3}, policy={"expressions": exp.Eq(exp.IntBin("a"), 1).compile()})
    assert client.get(key)[2] == {"a": 3}
    client.remove(key)


def test_filtered_remove(client, key):
    client.put(key, {"a": 1})
    with pytest.raises(exception.FilteredOut):
        client.remove(key, policy={"expressions": exp.Eq(exp.IntBin("a"), 5).compile()})
    client.remove(key, policy={"expressions": exp.Eq(exp.IntBin("a"), 1).compile()})


def test_several_sets_at_once(client, set_name, record):
    """What asbackup sends for a list of sets."""
    other = ("test", f"{set_name} 2", 1)
    client.put(other, {"a": 1})
    wanted = exp.Or(exp.Eq(exp.SetName(), set_name), exp.Eq(exp.SetName(), f"{set_name} 2")).compile()
    found = client.scan("test").results({"expressions": wanted})
    assert {key[1] for key, _, _ in found} == {set_name, f"{set_name} 2"}
    client.remove(other)
