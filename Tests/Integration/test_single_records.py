"""get, select, exists, touch, remove and the scalar operations."""

import aerospike
import pytest
from aerospike import exception
from aerospike_helpers.operations import operations

NEVER = 4294967295


def test_absent_record(client, key):
    with pytest.raises(exception.RecordNotFound):
        client.get(key)
    with pytest.raises(exception.RecordNotFound):
        client.select(key, ["a"])
    with pytest.raises(exception.RecordNotFound):
        client.remove(key)
    with pytest.raises(exception.RecordNotFound):
        client.touch(key, 0)
    assert client.exists(key)[1] is None


def test_exists_gives_generation_and_time_to_live(client, key):
    client.put(key, {"a": 1})
    client.put(key, {"a": 2})
    assert client.exists(key)[1] == {"gen": 2, "ttl": NEVER}


def test_select(client, key):
    client.put(key, {"a": 1, "b": "two", "c": [3]})
    assert client.select(key, ["c", "a"])[2] == {"a": 1, "c": [3]}
    assert client.select(key, ["a", "absent"])[2] == {"a": 1}
    assert client.select(key, ["absent"])[2] == {}


def test_remove(client, key):
    client.put(key, {"a": 1})
    client.remove(key)
    assert client.exists(key)[1] is None


def test_touch(client, key):
    client.put(key, {"a": 1})
    client.touch(key, 0)
    assert client.get(key)[1:] == ({"gen": 2, "ttl": NEVER}, {"a": 1})


def test_append_and_prepend(client, key):
    client.put(key, {"s": "middle"})
    client.append(key, "s", " end")
    client.prepend(key, "s", "begin ")
    assert client.get(key)[2] == {"s": "begin middle end"}


def test_append_creates(client, key):
    client.append(key, "s", "new")
    client.prepend(key, "t", "also ")
    assert client.get(key)[2] == {"s": "new", "t": "also "}


def test_append_bytes(client, key):
    client.put(key, {"b": b"\x01"})
    client.operate(key, [operations.append("b", b"\x02"), operations.prepend("b", b"\x00")])
    assert client.get(key)[2] == {"b": b"\x00\x01\x02"}


def test_increment(client, key):
    client.put(key, {"i": 40, "f": 1.5})
    client.increment(key, "i", 2)
    client.increment(key, "f", -0.25)
    client.increment(key, "new", -7)
    assert client.get(key)[2] == {"i": 42, "f": 1.25, "new": -7}


@pytest.mark.parametrize(
    "operation",
    [
        operations.append("i", "x"),
        operations.increment("s", 1),
        operations.prepend("l", "x"),
        operations.increment("i", 1.5),
    ],
    ids=["append to an integer", "increment a string", "prepend to a list", "float onto an integer"],
)
def test_wrong_bin_type(client, key, operation):
    bins = {"i": 1, "s": "text", "l": [1]}
    client.put(key, bins)
    with pytest.raises(exception.BinIncompatibleType):
        client.operate(key, [operation])
    assert client.get(key)[2] == bins
    assert client.exists(key)[1]["gen"] == 1


def test_operate_in_order(client, key):
    client.put(key, {"i": 1, "s": "a"})
    _, meta, bins = client.operate(
        key,
        [
            operations.increment("i", 5),
            operations.read("i"),
            operations.append("s", "b"),
            operations.read("s"),
            operations.write("new", [1, 2]),
            operations.read("new"),
        ],
    )
    assert bins == {"i": 6, "s": "ab", "new": [1, 2]}
    assert meta["gen"] == 2


def test_operate_only_reads(client, key):
    client.put(key, {"a": 1, "b": 2})
    _, meta, bins = client.operate(key, [operations.read("a"), operations.read("absent")])
    assert (meta["gen"], bins) == (1, {"a": 1})


def test_operate_ordered(client, key):
    client.put(key, {"i": 1})
    _, _, results = client.operate_ordered(
        key, [operations.read("i"), operations.increment("i", 1), operations.read("i")]
    )
    assert [pair for pair in results if pair[1] is not None] == [("i", 1), ("i", 2)]


def test_operate_touch(client, key):
    client.put(key, {"a": 1})
    _, meta, bins = client.operate(key, [operations.touch(), operations.read("a")], {"ttl": 3000})
    assert bins == {"a": 1}
    assert 2990 <= client.exists(key)[1]["ttl"] <= 3000


def test_operate_delete(client, key):
    client.put(key, {"a": 1})
    _, _, bins = client.operate(key, [operations.read("a"), operations.delete()])
    assert bins == {"a": 1}
    assert client.exists(key)[1] is None


def test_operate_replaces_after_delete(client, key):
    client.put(key, {"a": 1, "b": 2})
    client.operate(key, [operations.delete(), operations.write("c", 3)])
    assert client.get(key)[2] == {"c": 3}


def test_failed_operate_changes_nothing(client, key):
    client.put(key, {"i": 1, "s": "a"})
    with pytest.raises(exception.BinIncompatibleType):
        client.operate(key, [operations.increment("i", 1), operations.increment("s", 1)])
    assert client.get(key)[1:] == ({"gen": 1, "ttl": NEVER}, {"i": 1, "s": "a"})


def test_operate_with_policies(client, key):
    client.put(key, {"i": 1})
    with pytest.raises(exception.RecordGenerationError):
        client.operate(key, [operations.increment("i", 1)], {"gen": 7}, {"gen": aerospike.POLICY_GEN_EQ})
    client.operate(key, [operations.increment("i", 1)], {"gen": 1}, {"gen": aerospike.POLICY_GEN_EQ})
    with pytest.raises(exception.RecordExistsError):
        client.operate(key, [operations.increment("i", 1)], None, {"exists": aerospike.POLICY_EXISTS_CREATE})
    assert client.get(key)[2] == {"i": 2}


def test_large_integer_wraps(client, key):
    client.put(key, {"i": 2**63 - 1})
    client.increment(key, "i", 1)
    assert client.get(key)[2] == {"i": -(2**63)}
