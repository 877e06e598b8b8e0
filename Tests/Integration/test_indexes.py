"""Secondary index definitions of every kind: made, listed, made again, removed.

The client waits two seconds for each index that it makes, so those of the table are made at the same time."""

from concurrent.futures import ThreadPoolExecutor

import aerospike
import pytest
from aerospike import exception
from aerospike_helpers import cdt_ctx
from aerospike_helpers import expressions as exp

from cluster import eventually, indexes, info_of_one, remove_index

NUMERIC, STRING, BLOB, GEO = (
    aerospike.INDEX_NUMERIC,
    aerospike.INDEX_STRING,
    aerospike.INDEX_BLOB,
    aerospike.INDEX_GEO2DSPHERE,
)
CONTEXT = [cdt_ctx.cdt_ctx_map_key("k"), cdt_ctx.cdt_ctx_list_index(-1)]
#: [0x22, "k", 0x10, -1] in MessagePack, where a string begins with its type, 3.
CONTEXT_TEXT = "lCKiA2sQ/w=="
EXPRESSION = exp.Add(exp.IntBin("a"), exp.IntBin("b")).compile()


def defined(bin_name, data_type, index_type="default", context="null"):
    return {"bin": bin_name, "type": data_type, "indextype": index_type, "context": context}


#: name -> (call, arguments behind namespace and set, what the server lists)
KINDS = {
    "numeric": ("index_single_value_create", ("b1", NUMERIC), defined("b1", "numeric")),
    "string": ("index_single_value_create", ("b2", STRING), defined("b2", "string")),
    "blob": ("index_single_value_create", ("b3", BLOB), defined("b3", "blob")),
    "geo": ("index_single_value_create", ("b4", GEO), defined("b4", "geo2dsphere")),
    "older integer": ("index_integer_create", ("b5",), defined("b5", "numeric")),
    "older string": ("index_string_create", ("b6",), defined("b6", "string")),
    "older blob": ("index_blob_create", ("b7",), defined("b7", "blob")),
    "older geo": ("index_geo2dsphere_create", ("b8",), defined("b8", "geo2dsphere")),
    "list of numbers": ("index_list_create", ("b1", NUMERIC), defined("b1", "numeric", "list")),
    "list of strings": ("index_list_create", ("b1", STRING), defined("b1", "string", "list")),
    "list of blobs": ("index_list_create", ("b1", BLOB), defined("b1", "blob", "list")),
    "list of regions": ("index_list_create", ("b1", GEO), defined("b1", "geo2dsphere", "list")),
    "numeric map keys": ("index_map_keys_create", ("b1", NUMERIC), defined("b1", "numeric", "mapkeys")),
    "string map keys": ("index_map_keys_create", ("b1", STRING), defined("b1", "string", "mapkeys")),
    "blob map keys": ("index_map_keys_create", ("b1", BLOB), defined("b1", "blob", "mapkeys")),
    "numeric map values": ("index_map_values_create", ("b1", NUMERIC), defined("b1", "numeric", "mapvalues")),
    "string map values": ("index_map_values_create", ("b1", STRING), defined("b1", "string", "mapvalues")),
    "geo map values": ("index_map_values_create", ("b1", GEO), defined("b1", "geo2dsphere", "mapvalues")),
    "odd bin name": ("index_single_value_create", ("é ✓", STRING), defined("é ✓", "string")),
}
WITH_CONTEXT = {
    "default": aerospike.INDEX_TYPE_DEFAULT,
    "list": aerospike.INDEX_TYPE_LIST,
    "mapkeys": aerospike.INDEX_TYPE_MAPKEYS,
    "mapvalues": aerospike.INDEX_TYPE_MAPVALUES,
}


@pytest.fixture(scope="module")
def listed(client, set_name):
    """Every kind of index, made through the client and as listed by the server."""
    with ThreadPoolExecutor(40) as pool:
        made = [
            pool.submit(getattr(client, call), "test", set_name, *arguments, name)
            for name, (call, arguments, _) in KINDS.items()
        ]
        made += [
            pool.submit(client.index_cdt_create, "test", set_name, "b9", kind, STRING, f"context {name}", CONTEXT)
            for name, kind in WITH_CONTEXT.items()
        ]
        made.append(
            pool.submit(
                client.index_expr_create,
                "test",
                set_name,
                aerospike.INDEX_TYPE_DEFAULT,
                NUMERIC,
                EXPRESSION,
                "expression",
            )
        )
        made.append(pool.submit(client.index_single_value_create, "test", None, "b1", NUMERIC, "without a set"))
    for one in made:
        one.result()
    yield {index["indexname"]: index for index in indexes(client, "test")}
    remove_all(client)


def remove_all(client):
    for index in indexes(client, "test"):
        remove_index(client, "test", index["indexname"])
    eventually(lambda: not indexes(client, "test"), "indexes are gone")


@pytest.mark.parametrize("name", KINDS)
def test_kind(listed, set_name, name):
    expected = {"ns": "test", "set": set_name, "indexname": name, **KINDS[name][2]}
    assert {field: listed[name][field] for field in expected} == expected


@pytest.mark.parametrize("index_type", WITH_CONTEXT)
def test_context(listed, index_type):
    expected = defined("b9", "string", index_type, CONTEXT_TEXT)
    found = listed[f"context {index_type}"]
    assert {field: found[field] for field in expected} == expected


def test_expression(client, listed):
    found = listed["expression"]
    assert (found["bin"], found["type"], found["indextype"], found["context"]) == ("null", "numeric", "default", "null")
    assert found["exp"] == client.get_expression_base64(EXPRESSION)


def test_without_a_set(listed):
    assert listed["without a set"]["set"] == "null"


def test_nothing_else_is_listed(listed):
    assert len(listed) == len(KINDS) + len(WITH_CONTEXT) + 2


def test_states(client, listed):
    def states():
        return {index["state"] for index in indexes(client, "test")}

    eventually(lambda: states() == {"RW"}, "all indexes are readable")
    for name in listed:
        statistics = info_of_one(client, f"sindex-stat:namespace=test;indexname={name}").split(";")
        assert "load_pct=100" in statistics


# From here on the indexes of the table are gone.


@pytest.fixture
def none(client):
    remove_all(client)
    yield
    remove_all(client)


def create(client, set_name, name="i1", data_type="numeric", bin_name="b", more=""):
    return info_of_one(
        client, f"sindex-create:namespace=test;set={set_name};indexname={name};bin={bin_name};type={data_type}{more}"
    )


def test_created_and_removed_by_the_client(client, set_name, none):
    client.index_single_value_create("test", set_name, "b", NUMERIC, "i1")
    assert info_of_one(client, "sindex-exists:namespace=test;indexname=i1") == "true"
    client.index_remove("test", "i1")
    eventually(lambda: not indexes(client, "test"), "the index is gone")
    assert info_of_one(client, "sindex-exists:namespace=test;indexname=i1") == "false"


def test_same_definition_again(client, set_name, none):
    assert create(client, set_name).lower() == "ok"
    assert create(client, set_name).lower() == "ok"
    assert len(indexes(client, "test")) == 1


def test_same_definition_with_another_name_renames(client, set_name, none):
    create(client, set_name, "i1")
    assert create(client, set_name, "i2").lower() == "ok"
    eventually(lambda: [index["indexname"] for index in indexes(client, "test")] == ["i2"], "the index is renamed")


def test_same_name_with_another_definition(client, set_name, none):
    create(client, set_name)
    with pytest.raises(exception.IndexFoundError):
        create(client, set_name, data_type="string")
    (found,) = indexes(client, "test")
    assert found["type"] == "numeric"


def test_same_name_in_another_namespace(client, set_name, none):
    create(client, set_name)
    info_of_one(client, f"sindex-create:namespace=prod;set={set_name};indexname=i1;bin=b;type=string")
    assert [index["type"] for index in indexes(client, "prod")] == ["string"]
    remove_index(client, "prod", "i1")
    eventually(lambda: not indexes(client, "prod"), "the index is gone")


def test_older_spelling(client, set_name, none):
    answer = info_of_one(client, f"sindex-create:ns=test;set={set_name};indexname=i1;indextype=LIST;indexdata=b,STRING")
    assert answer.lower() == "ok"
    (found,) = indexes(client, "test")
    assert (found["bin"], found["type"], found["indextype"]) == ("b", "string", "list")


@pytest.mark.parametrize(
    "parameters",
    [
        "namespace=test;set=s;bin=b;type=numeric",
        "namespace=test;set=s;indexname=i1",
        "namespace=test;set=s;indexname=i1;bin=b;type=nothing",
        "namespace=test;set=s;indexname=i1;bin=b;type=numeric;indextype=nothing",
        "namespace=test;set=s;indexname=i1;bin=b;type=numeric;context=no base64",
        "namespace=test;set=s;indexname=i1;bin=b;type=geo2dsphere;indextype=mapkeys",
    ],
)
def test_bad_definition(client, none, parameters):
    with pytest.raises(exception.InvalidRequest):
        info_of_one(client, f"sindex-create:{parameters}")
    assert indexes(client, "test") == []


def test_remove_absent(client):
    client.index_remove("test", "no such index")


def test_unknown_namespace(client):
    with pytest.raises(exception.NamespaceNotFound):
        info_of_one(client, "sindex-list:namespace=nowhere")
    with pytest.raises(exception.NamespaceNotFound):
        info_of_one(client, "sindex-create:indexname=i1;bin=b;type=numeric")
