"""List operations through `operate`: what each returns, and what it leaves."""

import aerospike
import pytest
from aerospike import exception
from aerospike_helpers import cdt_ctx
from aerospike_helpers.operations import list_operations as lists

VALUE = aerospike.LIST_RETURN_VALUE
COUNT = aerospike.LIST_RETURN_COUNT
INDEX = aerospike.LIST_RETURN_INDEX
RANK = aerospike.LIST_RETURN_RANK
NONE = aerospike.LIST_RETURN_NONE
EXISTS = aerospike.LIST_RETURN_EXISTS

#: name -> (operation on [4, 1, 3, 1, 5], what it returns, what is left)
START = [4, 1, 3, 1, 5]
CASES = {
    "size": (lists.list_size("l"), 5, START),
    "get": (lists.list_get("l", 0), 4, START),
    "get from the end": (lists.list_get("l", -1), 5, START),
    "get range": (lists.list_get_range("l", 1, 3), [1, 3, 1], START),
    "get range past the end": (lists.list_get_range("l", 3, 10), [1, 5], START),
    "append": (lists.list_append("l", 9), 6, [4, 1, 3, 1, 5, 9]),
    "append a list": (lists.list_append("l", [7, 8]), 6, [4, 1, 3, 1, 5, [7, 8]]),
    "append items": (lists.list_append_items("l", [7, 8]), 7, [4, 1, 3, 1, 5, 7, 8]),
    "insert": (lists.list_insert("l", 1, "x"), 6, [4, "x", 1, 3, 1, 5]),
    "insert at the end": (lists.list_insert("l", 5, "x"), 6, [4, 1, 3, 1, 5, "x"]),
    "insert before the last": (lists.list_insert("l", -1, "x"), 6, [4, 1, 3, 1, "x", 5]),
    "insert past the end": (lists.list_insert("l", 7, "x"), 8, [4, 1, 3, 1, 5, None, None, "x"]),
    "insert items": (lists.list_insert_items("l", 0, [7, 8]), 7, [7, 8, 4, 1, 3, 1, 5]),
    "set": (lists.list_set("l", 2, "three"), None, [4, 1, "three", 1, 5]),
    "increment": (lists.list_increment("l", 0, 10), 14, [14, 1, 3, 1, 5]),
    "pop": (lists.list_pop("l", 2), 3, [4, 1, 1, 5]),
    "pop the last": (lists.list_pop("l", -1), 5, [4, 1, 3, 1]),
    "pop range": (lists.list_pop_range("l", 0, 2), [4, 1], [3, 1, 5]),
    "remove": (lists.list_remove("l", 0), 1, [1, 3, 1, 5]),
    "remove range": (lists.list_remove_range("l", 1, 3), 3, [4, 5]),
    "trim": (lists.list_trim("l", 1, 2), 3, [1, 3]),
    "clear": (lists.list_clear("l"), None, []),
    "sort": (lists.list_sort("l"), None, [1, 1, 3, 4, 5]),
    "sort without duplicates": (lists.list_sort("l", aerospike.LIST_SORT_DROP_DUPLICATES), None, [1, 3, 4, 5]),
    "set order": (lists.list_set_order("l", aerospike.LIST_ORDERED), None, [1, 1, 3, 4, 5]),
    "get by index": (lists.list_get_by_index("l", 2, VALUE), 3, START),
    "rank by index": (lists.list_get_by_index("l", 0, RANK), 3, START),
    "get by index range": (lists.list_get_by_index_range("l", 3, VALUE), [1, 5], START),
    "count of an index range": (lists.list_get_by_index_range("l", 1, COUNT, count=2), 2, START),
    "get by index range, inverted": (
        lists.list_get_by_index_range("l", 1, VALUE, count=3, inverted=True),
        [4, 5],
        START,
    ),
    "get by rank, lowest": (lists.list_get_by_rank("l", 0, VALUE), 1, START),
    "get by rank, highest": (lists.list_get_by_rank("l", -1, VALUE), 5, START),
    "index of the highest": (lists.list_get_by_rank("l", -1, INDEX), 4, START),
    "get by rank range": (lists.list_get_by_rank_range("l", -2, VALUE, count=2), [4, 5], START),
    "get by value": (lists.list_get_by_value("l", 1, INDEX), [1, 3], START),
    "count of a value": (lists.list_get_by_value("l", 1, COUNT), 2, START),
    "existence of a value": (lists.list_get_by_value("l", 3, EXISTS), True, START),
    "existence of no value": (lists.list_get_by_value("l", 33, EXISTS), False, START),
    "get by value list": (lists.list_get_by_value_list("l", [1, 5], COUNT), 3, START),
    "get by value range": (lists.list_get_by_value_range("l", VALUE, 3, 5), [4, 3], START),
    "remove by index": (lists.list_remove_by_index("l", 0, VALUE), 4, [1, 3, 1, 5]),
    "remove by index range": (lists.list_remove_by_index_range("l", 3, COUNT), 2, [4, 1, 3]),
    "remove by rank": (lists.list_remove_by_rank("l", -1, VALUE), 5, [4, 1, 3, 1]),
    "remove by value": (lists.list_remove_by_value("l", 1, COUNT), 2, [4, 3, 5]),
    "remove by value, inverted": (lists.list_remove_by_value("l", 1, COUNT, inverted=True), 3, [1, 1]),
    "remove by value list": (lists.list_remove_by_value_list("l", [4, 5, 6], COUNT), 2, [1, 3, 1]),
    "remove by value range": (lists.list_remove_by_value_range("l", VALUE, 3, 5), [4, 3], [1, 1, 5]),
    "remove silently": (lists.list_remove_by_value("l", 4, NONE), None, [1, 3, 1, 5]),
}


@pytest.mark.parametrize("name", CASES)
def test_list_operation(client, key, name):
    operation, returned, left = CASES[name]
    client.put(key, {"l": START, "other": 1})
    _, _, bins = client.operate(key, [operation])
    assert bins.get("l") == returned
    assert client.get(key)[2] == {"l": left, "other": 1}


@pytest.mark.parametrize(
    "name, operation",
    [
        ("get", lists.list_get("l", 5)),
        ("pop", lists.list_pop("l", 9)),
        ("get by index", lists.list_get_by_index("l", 17, VALUE)),
        ("get by rank", lists.list_get_by_rank("l", -6, VALUE)),
    ],
)
def test_outside_of_the_list(client, key, name, operation):
    client.put(key, {"l": START})
    with pytest.raises(exception.OpNotApplicable):
        client.operate(key, [operation])
    assert client.get(key)[2] == {"l": START}


@pytest.mark.parametrize(
    "operation", [lists.list_append("s", 1), lists.list_size("s"), lists.list_get("s", 0), lists.list_pop("s", 0)]
)
def test_no_list(client, key, operation):
    client.put(key, {"s": "text"})
    with pytest.raises(exception.BinIncompatibleType):
        client.operate(key, [operation])


def test_append_creates_record_and_bin(client, key):
    _, _, bins = client.operate(key, [lists.list_append("l", "first")])
    assert bins == {"l": 1}
    assert client.get(key)[2] == {"l": ["first"]}


def test_reads_of_an_absent_bin(client, key):
    client.put(key, {"other": 1})
    _, _, bins = client.operate(key, [lists.list_size("l")])
    assert bins.get("l") is None


def test_several_operations_on_one_bin(client, key):
    client.put(key, {"l": [1]})
    _, _, results = client.operate_ordered(
        key,
        [lists.list_append("l", 2), lists.list_append_items("l", [3, 4]), lists.list_pop("l", 0), lists.list_size("l")],
    )
    assert results == [("l", 2), ("l", 4), ("l", 1), ("l", 3)]
    assert client.get(key)[2] == {"l": [2, 3, 4]}


def test_ordered_list_stays_ordered(client, key):
    policy = {"list_order": aerospike.LIST_ORDERED}
    for value in (5, 1, "a", 3, None, [1], 2.5, True, b"x"):
        client.operate(key, [lists.list_append("l", value, policy)])
    assert client.get(key)[2] == {"l": [None, True, 1, 3, 5, "a", [1], b"x", 2.5]}


def test_unique_values_only(client, key):
    policy = {"write_flags": aerospike.LIST_WRITE_ADD_UNIQUE}
    client.put(key, {"l": [1, 2]})
    with pytest.raises(exception.ElementExistsError):
        client.operate(key, [lists.list_append("l", 2, policy)])
    silent = {"write_flags": aerospike.LIST_WRITE_ADD_UNIQUE | aerospike.LIST_WRITE_NO_FAIL}
    client.operate(key, [lists.list_append("l", 2, silent), lists.list_append("l", 3, silent)])
    assert client.get(key)[2] == {"l": [1, 2, 3]}


def test_insert_within_bounds_only(client, key):
    client.put(key, {"l": [1, 2]})
    with pytest.raises(exception.OpNotApplicable):
        client.operate(key, [lists.list_insert("l", 5, 9, {"write_flags": aerospike.LIST_WRITE_INSERT_BOUNDED})])
    assert client.get(key)[2] == {"l": [1, 2]}


def test_nested_lists(client, key):
    client.put(key, {"l": [1, [2, [3, 4]]]})
    inner = [cdt_ctx.cdt_ctx_list_index(1), cdt_ctx.cdt_ctx_list_index(-1)]
    _, _, bins = client.operate(key, [lists.list_append("l", 5, ctx=inner)])
    assert bins == {"l": 3}
    assert client.get(key)[2] == {"l": [1, [2, [3, 4, 5]]]}
    _, _, bins = client.operate(key, [lists.list_get("l", 0, ctx=inner)])
    assert bins == {"l": 3}


def test_list_inside_a_map(client, key):
    client.put(key, {"m": {"a": [1], "b": [2]}})
    client.operate(key, [lists.list_append("m", 3, ctx=[cdt_ctx.cdt_ctx_map_key("b")])])
    assert client.get(key)[2] == {"m": {"a": [1], "b": [2, 3]}}


def test_values_of_all_types(client, key):
    values = [1, -1, 2.5, "text", b"bytes", True, [1, [2]], {"a": {"b": 1}}, None]
    client.operate(key, [lists.list_append_items("l", values)])
    assert client.get(key)[2] == {"l": values}
    for index, value in enumerate(values):
        assert client.operate(key, [lists.list_get("l", index)])[2].get("l") == value
