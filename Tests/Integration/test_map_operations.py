"""Map operations through `operate`: what each returns, and what it leaves."""

import aerospike
import pytest
from aerospike import exception
from aerospike_helpers import cdt_ctx
from aerospike_helpers.operations import map_operations as maps

VALUE = aerospike.MAP_RETURN_VALUE
KEY = aerospike.MAP_RETURN_KEY
PAIR = aerospike.MAP_RETURN_KEY_VALUE
COUNT = aerospike.MAP_RETURN_COUNT
INDEX = aerospike.MAP_RETURN_INDEX
RANK = aerospike.MAP_RETURN_RANK
NONE = aerospike.MAP_RETURN_NONE
EXISTS = aerospike.MAP_RETURN_EXISTS

#: name -> (operation on the map, what it returns, what is left)
START = {"a": 4, "b": 1, "c": 3, "d": 1, "e": 5}


def without(*keys):
    return {key: value for key, value in START.items() if key not in keys}


CASES = {
    "size": (maps.map_size("m"), 5, START),
    "get by key": (maps.map_get_by_key("m", "c", VALUE), 3, START),
    "pair by key": (maps.map_get_by_key("m", "c", PAIR), ["c", 3], START),
    "get by absent key": (maps.map_get_by_key("m", "x", VALUE), None, START),
    "count of a key": (maps.map_get_by_key("m", "c", COUNT), 1, START),
    "existence of a key": (maps.map_get_by_key("m", "c", EXISTS), True, START),
    "index of a key": (maps.map_get_by_key("m", "c", INDEX), 2, START),
    "rank of a key": (maps.map_get_by_key("m", "a", RANK), 3, START),
    "get by key list": (maps.map_get_by_key_list("m", ["e", "a", "x"], COUNT), 2, START),
    "get by key range": (maps.map_get_by_key_range("m", "b", "d", KEY), ["b", "c"], START),
    "get by index": (maps.map_get_by_index("m", 0, KEY), "a", START),
    "pair by index from the end": (maps.map_get_by_index("m", -1, PAIR), ["e", 5], START),
    "get by index range": (maps.map_get_by_index_range("m", 1, 3, KEY), ["b", "c", "d"], START),
    "get by rank, lowest": (maps.map_get_by_rank("m", 0, VALUE), 1, START),
    "get by rank, highest": (maps.map_get_by_rank("m", -1, KEY), "e", START),
    "get by rank range": (maps.map_get_by_rank_range("m", -2, 2, KEY), ["a", "e"], START),
    "get by value": (maps.map_get_by_value("m", 1, KEY), ["b", "d"], START),
    "get by value list": (maps.map_get_by_value_list("m", [1, 5], COUNT), 3, START),
    "get by value range": (maps.map_get_by_value_range("m", 3, 5, COUNT), 2, START),
    "put a new key": (maps.map_put("m", "f", 9), 6, {**START, "f": 9}),
    "put an old key": (maps.map_put("m", "a", [1]), 5, {**START, "a": [1]}),
    "put items": (maps.map_put_items("m", {"a": 0, "z": {}}), 6, {**START, "a": 0, "z": {}}),
    "increment": (maps.map_increment("m", "a", 10), 14, {**START, "a": 14}),
    "increment a new key": (maps.map_increment("m", "n", 10), 10, {**START, "n": 10}),
    "decrement": (maps.map_decrement("m", "a", 10), -6, {**START, "a": -6}),
    "clear": (maps.map_clear("m"), None, {}),
    "remove by key": (maps.map_remove_by_key("m", "a", VALUE), 4, without("a")),
    "remove by absent key": (maps.map_remove_by_key("m", "x", VALUE), None, START),
    "remove by key list": (maps.map_remove_by_key_list("m", ["a", "e", "x"], COUNT), 2, without("a", "e")),
    "remove by key range": (maps.map_remove_by_key_range("m", "b", "d", COUNT), 2, without("b", "c")),
    "remove by index": (maps.map_remove_by_index("m", 0, KEY), "a", without("a")),
    "remove by index range": (maps.map_remove_by_index_range("m", 1, 2, COUNT), 2, without("b", "c")),
    "remove by rank": (maps.map_remove_by_rank("m", -1, KEY), "e", without("e")),
    "remove by rank range": (maps.map_remove_by_rank_range("m", -2, 2, COUNT), 2, without("a", "e")),
    "remove by value": (maps.map_remove_by_value("m", 1, KEY), ["b", "d"], without("b", "d")),
    "remove by value list": (maps.map_remove_by_value_list("m", [4, 5], COUNT), 2, without("a", "e")),
    "remove by value range": (maps.map_remove_by_value_range("m", 3, 5, COUNT), 2, without("a", "c")),
    "remove silently": (maps.map_remove_by_key("m", "a", NONE), None, without("a")),
}

ORDERS = {
    "unordered": aerospike.MAP_UNORDERED,
    "key ordered": aerospike.MAP_KEY_ORDERED,
    "key and value ordered": aerospike.MAP_KEY_VALUE_ORDERED,
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("name", CASES)
def test_map_operation(client, key, name, order):
    operation, returned, left = CASES[name]
    client.operate(key, [maps.map_put_items("m", START, {"map_order": ORDERS[order]})])
    _, _, bins = client.operate(key, [operation])
    found = bins.get("m")
    if order == "unordered" and isinstance(returned, list) and "pair" not in name:
        found = sorted(found)
    assert found == returned
    assert client.get(key)[2] == {"m": left}


@pytest.mark.parametrize(
    "operation", [maps.map_put("s", "a", 1), maps.map_size("s"), maps.map_get_by_key("s", "a", VALUE)]
)
def test_no_map(client, key, operation):
    client.put(key, {"s": "text"})
    with pytest.raises(exception.BinIncompatibleType):
        client.operate(key, [operation])


def test_outside_of_the_map(client, key):
    client.put(key, {"m": START})
    with pytest.raises(exception.OpNotApplicable):
        client.operate(key, [maps.map_get_by_index("m", 5, VALUE)])


def test_put_creates_record_and_bin(client, key):
    _, _, bins = client.operate(key, [maps.map_put("m", "k", "v")])
    assert bins == {"m": 1}
    assert client.get(key)[2] == {"m": {"k": "v"}}


def test_create_only(client, key):
    client.put(key, {"m": {"a": 1}})
    policy = {"map_write_flags": aerospike.MAP_WRITE_FLAGS_CREATE_ONLY}
    with pytest.raises(exception.ElementExistsError):
        client.operate(key, [maps.map_put("m", "a", 2, policy)])
    client.operate(key, [maps.map_put("m", "b", 2, policy)])
    assert client.get(key)[2] == {"m": {"a": 1, "b": 2}}


def test_update_only(client, key):
    client.put(key, {"m": {"a": 1}})
    policy = {"map_write_flags": aerospike.MAP_WRITE_FLAGS_UPDATE_ONLY}
    with pytest.raises(exception.ElementNotFoundError):
        client.operate(key, [maps.map_put("m", "b", 2, policy)])
    client.operate(key, [maps.map_put("m", "a", 2, policy)])
    assert client.get(key)[2] == {"m": {"a": 2}}


def test_no_fail(client, key):
    client.put(key, {"m": {"a": 1}})
    flags = (
        aerospike.MAP_WRITE_FLAGS_CREATE_ONLY | aerospike.MAP_WRITE_FLAGS_NO_FAIL | aerospike.MAP_WRITE_FLAGS_PARTIAL
    )
    client.operate(key, [maps.map_put_items("m", {"a": 9, "b": 2}, {"map_write_flags": flags})])
    assert client.get(key)[2] == {"m": {"a": 1, "b": 2}}


def test_keys_of_all_types_in_order(client, key):
    items = {5: "int", "text": "str", b"bytes": "bytes", -7: "negative"}
    client.operate(key, [maps.map_put_items("m", items, {"map_order": aerospike.MAP_KEY_ORDERED})])
    assert client.get(key)[2] == {"m": items}
    found = [client.operate(key, [maps.map_get_by_index("m", i, KEY)])[2]["m"] for i in range(4)]
    assert found == [-7, 5, "text", b"bytes"]


def test_set_policy(client, key):
    client.put(key, {"m": {"z": 1, "a": 2}})
    client.operate(key, [maps.map_set_policy("m", {"map_order": aerospike.MAP_KEY_ORDERED})])
    assert list(client.get(key)[2]["m"].items()) == [("a", 2), ("z", 1)]


def test_nested_maps(client, key):
    client.put(key, {"m": {"outer": {"inner": {"a": 1}}}})
    inner = [cdt_ctx.cdt_ctx_map_key("outer"), cdt_ctx.cdt_ctx_map_key("inner")]
    client.operate(key, [maps.map_put("m", "b", 2, ctx=inner)])
    assert client.get(key)[2] == {"m": {"outer": {"inner": {"a": 1, "b": 2}}}}
    _, _, bins = client.operate(key, [maps.map_get_by_key("m", "a", VALUE, ctx=inner)])
    assert bins == {"m": 1}
    _, _, bins = client.operate(
        key, [maps.map_remove_by_key("m", "a", VALUE, ctx=inner), maps.map_size("m", ctx=inner)]
    )
    assert client.get(key)[2] == {"m": {"outer": {"inner": {"b": 2}}}}


def test_absent_context(client, key):
    client.put(key, {"m": {"a": {}}})
    with pytest.raises(exception.OpNotApplicable):
        client.operate(key, [maps.map_put("m", "k", 1, ctx=[cdt_ctx.cdt_ctx_map_key("absent")])])


def test_context_that_is_created(client, key):
    client.put(key, {"m": {}})
    context = [cdt_ctx.cdt_ctx_map_key_create("new", aerospike.MAP_KEY_ORDERED)]
    client.operate(key, [maps.map_put("m", "k", 1, ctx=context)])
    assert client.get(key)[2] == {"m": {"new": {"k": 1}}}
