"""Every bin type comes back as it was put, from `get`, `select` and a scan."""

import aerospike
import pytest
from aerospike import KeyOrderedDict, exception
from aerospike_helpers import HyperLogLog

from cluster import truncate

POINT = {"type": "Point", "coordinates": [12.5, -0.0000001]}
CIRCLE = {"type": "AeroCircle", "coordinates": [[-122.250629, 37.871022], 300]}

#: The sketch of an empty set with 4 index bits: 0, 4, 0, a cache of 8 bytes, 12 bytes of registers.
EMPTY_SKETCH = HyperLogLog(bytes([0, 4, 0]) + bytes(8) + bytes(12))

VALUES = {
    "zero": 0,
    "one": 1,
    "minus one": -1,
    "byte": 255,
    "largest integer": 2**63 - 1,
    "smallest integer": -(2**63),
    "float": 3.141592653589793,
    "negative zero": -0.0,
    "tiny float": 5e-324,
    "largest float": 1.7976931348623157e308,
    "infinity": float("inf"),
    "minus infinity": float("-inf"),
    "empty string": "",
    "string": "hello",
    "string of many scripts": "é✓\U0001f600 Ελληνικά\n\t\\ end",
    "long string": "x" * 100_000,
    "empty bytes": b"",
    "bytes": bytes(range(256)),
    "true": True,
    "false": False,
    "empty list": [],
    "list": [1, -1, 2**40, 1.5, "a", b"\x00\xff", True, False, None],
    "nested list": [[], [[1], [[2]]], {"a": []}],
    "long list": list(range(-500, 70_000, 7)),
    "empty map": {},
    "map": {"a": 1, "b": [1, 2], 3: "three", b"k": b"v", -1: None},
    "nested map": {"outer": {"inner": {"deep": [1.25, {"x": "y"}]}}},
    "large map": {f"key {i}": i * i for i in range(2_000)},
    "deep list": [[[[[[[[[["bottom"]]]]]]]]]],
    "sketch": EMPTY_SKETCH,
}


@pytest.mark.parametrize("name", VALUES)
def test_value_round_trip(client, key, name):
    value = VALUES[name]
    client.put(key, {"b": value, "other": 7})
    _, _, bins = client.get(key)
    assert bins == {"b": value, "other": 7}
    assert type(bins["b"]) is type(value)
    _, _, bins = client.select(key, ["b"])
    assert bins == {"b": value}
    assert type(value) is not float or repr(bins["b"]) == repr(value)


def test_not_a_number(client, key):
    client.put(key, {"b": float("nan")})
    _, _, bins = client.get(key)
    assert repr(bins["b"]) == "nan"


@pytest.mark.parametrize("region", [POINT, CIRCLE], ids=["point", "circle"])
def test_geo_json(client, key, region):
    client.put(key, {"b": aerospike.GeoJSON(region), "l": [aerospike.GeoJSON(region)]})
    _, _, bins = client.get(key)
    assert isinstance(bins["b"], aerospike.GeoJSON)
    assert bins["b"].unwrap() == region
    assert bins["l"][0].unwrap() == region


def test_bytearray_is_bytes(client, key):
    client.put(key, {"b": bytearray(b"\x01\x02\x00")})
    assert client.get(key)[2] == {"b": b"\x01\x02\x00"}


def test_key_ordered_map(client, key):
    client.put(key, {"b": KeyOrderedDict({"z": 1, "a": 2, "m": 3})})
    assert list(client.get(key)[2]["b"].items()) == [("a", 2), ("m", 3), ("z", 1)]


def test_many_bins(client, key):
    bins = {f"bin{i}": i for i in range(300)}
    client.put(key, bins)
    assert client.get(key)[2] == bins


@pytest.mark.parametrize("name", ["a", "with space", "back\\slash", "line\nfeed", "é✓", "fifteen bytes..", "x=y;z:"])
def test_bin_names(client, key, name):
    client.put(key, {name: 1})
    assert client.get(key)[2] == {name: 1}
    assert client.select(key, [name])[2] == {name: 1}


def test_bin_name_of_sixteen_bytes_is_refused(client, key):
    with pytest.raises(exception.BinNameError):
        client.put(key, {"sixteen bytes...": 1})


def test_bins_are_added_and_changed(client, key):
    client.put(key, {"a": 1, "b": 2})
    client.put(key, {"b": "changed", "c": [3]})
    assert client.get(key)[2] == {"a": 1, "b": "changed", "c": [3]}


def test_null_removes_a_bin(client, key):
    client.put(key, {"a": 1, "b": 2})
    client.put(key, {"a": aerospike.null()})
    assert client.get(key)[2] == {"b": 2}


def test_null_removes_the_last_bin_and_so_the_record(client, key):
    client.put(key, {"a": 1})
    client.put(key, {"a": aerospike.null()})
    with pytest.raises(exception.RecordNotFound):
        client.get(key)


def test_remove_bin(client, key):
    client.put(key, {"a": 1, "b": 2, "c": 3})
    client.remove_bin(key, ["a", "c", "absent"])
    assert client.get(key)[2] == {"b": 2}


def test_record_that_is_too_big_is_refused(client, key):
    with pytest.raises(exception.RecordTooBig):
        client.put(key, {"b": bytes(8 * 1024 * 1024 + 1)})
    with pytest.raises(exception.RecordNotFound):
        client.get(key)


@pytest.mark.parametrize("text", ["{}", '{"type": "Point"}', "no JSON at all"])
def test_bad_geo_json_is_refused(client, key, text):
    with pytest.raises(exception.ServerError) as error:
        client.put(key, {"b": aerospike.geojson('{"type": "Point", "coordinates": [1, 2]}')})
        value = aerospike.GeoJSON({})
        value.loads('{"type": "Nothing"}')
        client.put(key, {"b": value})
    assert error.value.code == 160


VALUES_IN_SCAN = {f"k{i}": value for i, value in enumerate(VALUES.values())}


def test_scan_gives_the_same_values(client, set_name):
    truncate(client, "test", set_name)
    for name, value in VALUES_IN_SCAN.items():
        client.put(("test", set_name, name), {"b": value}, policy={"key": aerospike.POLICY_KEY_SEND})
    found = {record_key[2]: bins["b"] for record_key, _, bins in client.scan("test", set_name).results()}
    assert found == VALUES_IN_SCAN
