"""Batch reads, writes, operations and removes, with a result for each row."""

import aerospike
import pytest
from aerospike import exception
from aerospike_helpers import expressions as exp
from aerospike_helpers.batch import records as batch
from aerospike_helpers.operations import list_operations as lists
from aerospike_helpers.operations import map_operations as maps
from aerospike_helpers.operations import operations

OK, NOT_FOUND, GENERATION, EXISTS, BIN_TYPE, FILTERED_OUT = 0, 2, 3, 5, 12, 27


@pytest.fixture
def keys(set_name, request):
    """Ten keys of the test's own; nothing is stored under them."""
    return [("test", set_name, f"{request.node.name} {i}") for i in range(10)]


def put_all(client, keys):
    for i, key in enumerate(keys):
        client.put(key, {"i": i, "s": f"text {i}"})


def results(records):
    return [record.result for record in records.batch_records]


def bins(records):
    return [record.record[2] if record.record and len(record.record) > 2 else None for record in records.batch_records]


# Reads


def test_read_all_bins(client, keys):
    put_all(client, keys)
    records = client.batch_read(keys)
    assert results(records) == [OK] * 10
    assert bins(records) == [{"i": i, "s": f"text {i}"} for i in range(10)]
    assert [record.record[1]["gen"] for record in records.batch_records] == [1] * 10


def test_read_some_bins(client, keys):
    put_all(client, keys)
    assert bins(client.batch_read(keys, ["i"])) == [{"i": i} for i in range(10)]


def test_read_no_bins(client, keys):
    put_all(client, keys)
    records = client.batch_read(keys, [])
    assert results(records) == [OK] * 10
    assert [record.record[1]["gen"] for record in records.batch_records] == [1] * 10


def test_absent_records_are_told_apart(client, keys):
    put_all(client, keys[:5])
    records = client.batch_read(keys)
    assert results(records) == [OK] * 5 + [NOT_FOUND] * 5
    assert bins(records)[5:] == [None] * 5


def test_same_key_twice(client, keys):
    put_all(client, keys[:1])
    assert bins(client.batch_read([keys[0]] * 3, ["i"])) == [{"i": 0}] * 3


def test_many_keys(client, set_name):
    keys = [("test", set_name, i) for i in range(5000)]
    rows = [batch.Write(key, [operations.write("i", i)]) for i, key in enumerate(keys)]
    client.batch_write(batch.BatchRecords(rows))
    assert [row.result for row in rows] == [OK] * 5000
    assert bins(client.batch_read(keys)) == [{"i": i} for i in range(5000)]


def test_read_with_a_filter(client, keys):
    put_all(client, keys)
    wanted = exp.LT(exp.IntBin("i"), 3).compile()
    records = client.batch_read(keys, None, {"expressions": wanted})
    assert results(records) == [OK] * 3 + [FILTERED_OUT] * 7


# Writes


def test_write(client, keys):
    rows = [batch.Write(key, [operations.write("a", i), operations.write("l", [i])]) for i, key in enumerate(keys)]
    client.batch_write(batch.BatchRecords(rows))
    assert [row.result for row in rows] == [OK] * 10
    assert [client.get(key)[2] for key in keys] == [{"a": i, "l": [i]} for i in range(10)]


def test_mixed_rows(client, keys):
    put_all(client, keys[:4])
    rows = [
        batch.Read(keys[0], None, read_all_bins=True),
        batch.Read(keys[1], [operations.read("s")]),
        batch.Write(keys[2], [operations.write("new", 1), operations.read("i")]),
        batch.Remove(keys[3]),
        batch.Read(keys[4], None, read_all_bins=True),
        batch.Write(keys[5], [operations.write("created", True)]),
        batch.Remove(keys[6]),
    ]
    client.batch_write(batch.BatchRecords(rows))
    assert [row.result for row in rows] == [OK, OK, OK, OK, NOT_FOUND, OK, NOT_FOUND]
    assert rows[0].record[2] == {"i": 0, "s": "text 0"}
    assert rows[1].record[2] == {"s": "text 1"}
    assert rows[2].record[2]["i"] == 2
    assert client.get(keys[2])[2] == {"i": 2, "s": "text 2", "new": 1}
    assert client.exists(keys[3])[1] is None
    assert client.get(keys[5])[2] == {"created": True}


def test_failing_rows_do_not_stop_others(client, keys):
    put_all(client, keys[:3])
    rows = [
        batch.Write(keys[0], [operations.write("i", 9)], policy={"exists": aerospike.POLICY_EXISTS_CREATE}),
        batch.Write(keys[1], [operations.increment("s", 1)]),
        batch.Write(keys[2], [operations.write("i", 9)], meta={"gen": 5}, policy={"gen": aerospike.POLICY_GEN_EQ}),
        batch.Write(keys[3], [operations.write("i", 9)], policy={"exists": aerospike.POLICY_EXISTS_UPDATE}),
        batch.Write(keys[4], [operations.write("i", 9)]),
    ]
    client.batch_write(batch.BatchRecords(rows))
    assert [row.result for row in rows] == [EXISTS, BIN_TYPE, GENERATION, NOT_FOUND, OK]
    assert [client.get(key)[2]["i"] for key in keys[:3]] == [0, 1, 2]
    assert client.get(keys[4])[2] == {"i": 9}


def test_write_policies_of_rows(client, keys):
    put_all(client, keys[:3])
    rows = [
        batch.Write(keys[0], [operations.write("n", 1)], policy={"exists": aerospike.POLICY_EXISTS_CREATE_OR_REPLACE}),
        batch.Write(keys[1], [operations.write("n", 1)], meta={"gen": 2}, policy={"gen": aerospike.POLICY_GEN_GT}),
        batch.Write(keys[2], [operations.write("n", 1)], meta={"gen": 1}, policy={"gen": aerospike.POLICY_GEN_GT}),
        batch.Write(keys[3], [operations.write("n", 1)], policy={"key": aerospike.POLICY_KEY_SEND, "ttl": 1000}),
    ]
    client.batch_write(batch.BatchRecords(rows))
    assert [row.result for row in rows] == [OK, OK, GENERATION, OK]
    assert client.get(keys[0])[2] == {"n": 1}
    assert client.get(keys[1])[2] == {"i": 1, "s": "text 1", "n": 1}
    assert client.get(keys[2])[2] == {"i": 2, "s": "text 2"}
    assert 990 <= client.get(keys[3])[1]["ttl"] <= 1000
    stored = [key[2] for key, _, _ in client.scan("test", keys[3][1]).results() if key[2] == keys[3][2]]
    assert stored == [keys[3][2]]


def test_values_of_all_types(client, keys):
    value = {"list": [1, 2.5, "x", b"y", True, None], "map": {"k": {"n": [1]}}}
    client.batch_write(
        batch.BatchRecords([batch.Write(keys[0], [operations.write("v", value), operations.write("b", b"\x00")])])
    )
    assert client.get(keys[0])[2] == {"v": value, "b": b"\x00"}


def test_rows_of_two_namespaces(client, keys, set_name):
    there = ("prod", set_name, "test_rows_of_two_namespaces")
    rows = [batch.Write(keys[0], [operations.write("a", 1)]), batch.Write(there, [operations.write("a", 2)])]
    client.batch_write(batch.BatchRecords(rows))
    assert [client.get(key)[2]["a"] for key in (keys[0], there)] == [1, 2]
    client.remove(there)


# Operations


def test_operate(client, keys):
    put_all(client, keys)
    records = client.batch_operate(keys, [operations.increment("i", 100), operations.read("i")])
    assert results(records) == [OK] * 10
    assert [found["i"] for found in bins(records)] == [100 + i for i in range(10)]


def test_operate_on_collections(client, keys):
    for key in keys:
        client.put(key, {"l": [1], "m": {"a": 1}})
    records = client.batch_operate(keys, [lists.list_append("l", 2), maps.map_put("m", "b", 2)])
    assert bins(records) == [{"l": 2, "m": 2}] * 10
    assert bins(client.batch_read(keys)) == [{"l": [1, 2], "m": {"a": 1, "b": 2}}] * 10


def test_operate_with_a_policy(client, keys):
    put_all(client, keys[:2])
    records = client.batch_operate(
        keys[:3], [operations.write("i", 7)], None, {"exists": aerospike.POLICY_EXISTS_UPDATE}
    )
    assert results(records) == [OK, OK, NOT_FOUND]


# Removes


def test_remove(client, keys):
    put_all(client, keys[:7])
    assert results(client.batch_remove(keys)) == [OK] * 7 + [NOT_FOUND] * 3
    assert results(client.batch_read(keys)) == [NOT_FOUND] * 10


def test_remove_with_a_generation(client, keys):
    put_all(client, keys[:2])
    client.put(keys[1], {"i": 5})
    records = client.batch_remove(keys[:2], None, {"gen": aerospike.POLICY_GEN_EQ, "generation": 1})
    assert results(records) == [OK, GENERATION]


def test_unknown_namespace(client, set_name):
    records = None
    try:
        records = client.batch_read([("nowhere", set_name, 1)])
    except exception.AerospikeError as error:
        assert error.code == 20
    if records is not None:
        assert results(records) == [20]
