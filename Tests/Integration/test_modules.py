"""UDF modules: put, listed, got, replaced, removed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from aerospike import exception

from cluster import eventually, info

ADD = """-- adds
function add(rec, bin, n)
  rec[bin] = (rec[bin] or 0) + n
  aerospike:update(rec)
  return rec[bin]
end
"""
ONE = "function one() return 1 end"


@pytest.fixture(autouse=True)
def no_module_is_left(client):
    yield
    for module in client.udf_list():
        info(client, f"udf-remove:filename={module['name']};")
    eventually(lambda: not client.udf_list(), "modules are gone")


@pytest.fixture
def module(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


def names(client):
    return sorted(found["name"] for found in client.udf_list())


@pytest.mark.parametrize("text", [ADD, ONE, "-- é✓\n", " \n"], ids=["lines", "no line feed", "not ASCII", "blank"])
def test_round_trip(client, module, text):
    client.udf_put(module("m.lua", text))
    assert client.udf_get("m.lua") == text
    assert names(client) == ["m.lua"]


def test_list(client, module):
    assert client.udf_list() == []
    with ThreadPoolExecutor() as pool:
        list(pool.map(client.udf_put, [module("a.lua", ADD), module("b c.lua", ONE)]))
    assert names(client) == ["a.lua", "b c.lua"]
    assert all(len(found["hash"]) == 40 for found in client.udf_list())


def test_replace(client, module):
    client.udf_put(module("m.lua", ADD))
    client.udf_put(module("m.lua", ONE))
    eventually(lambda: client.udf_get("m.lua") == ONE, "the module is replaced")
    assert names(client) == ["m.lua"]


def test_large(client, module):
    text = "".join(f"-- line {i}\n" for i in range(20_000)) + ONE
    client.udf_put(module("m.lua", text))
    assert client.udf_get("m.lua") == text


def test_remove(client, module):
    client.udf_put(module("m.lua", ONE))
    client.udf_remove("m.lua")
    eventually(lambda: client.udf_list() == [], "the module is gone")


def test_absent(client):
    with pytest.raises(exception.AerospikeError):
        client.udf_get("absent.lua")
    client.udf_remove("absent.lua")
