"""Info commands that clients and tools send, and truncation."""

import re
import time

import pytest
from aerospike import exception

from cluster import eventually, info_of_one


def pairs(text):
    return dict(pair.split("=", 1) for pair in text.split(";") if pair)


def test_node_and_build(client):
    assert re.fullmatch(r"[0-9A-F]{1,16}", info_of_one(client, "node"))
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+.*", info_of_one(client, "build"))


def test_node_names(client, server):
    assert client.get_nodes() == [(server.host, server.port)]
    (node,) = client.get_node_names()
    assert node["node_name"] == info_of_one(client, "node")


def test_namespaces(client):
    assert {"test", "prod"} <= set(info_of_one(client, "namespaces").split(";"))


def test_namespace(client):
    found = pairs(info_of_one(client, "namespace/test"))
    assert found["effective_replication_factor"] == "1"
    assert found["objects"].isdigit()
    assert {"nsup-period", "default-ttl", "replication-factor", "stop_writes"} <= found.keys()


def test_unknown_namespace(client):
    assert "type=unknown" in info_of_one(client, "namespace/nowhere")


def test_object_counts(client, set_name):
    for i in range(25):
        client.put(("test", set_name, i), {"a": i})

    def counted():
        answer = info_of_one(client, f"sets/test/{set_name}")
        return re.search(r"\bobjects=25\b", answer)

    eventually(counted, "25 objects are counted in the set")
    (entry,) = [part for part in info_of_one(client, "sets/test").split(";") if f"set={set_name}:" in part]
    assert entry.startswith(f"ns=test:set={set_name}:objects=25:")


def test_status_and_edition(client):
    assert info_of_one(client, "status") == "ok"
    assert "Aerospike" in info_of_one(client, "edition")


def test_service_configuration(client):
    found = pairs(info_of_one(client, "get-config:context=service"))
    assert int(found["batch-index-threads"]) > 0


def test_statistics(client):
    found = pairs(info_of_one(client, "statistics"))
    assert found["cluster_size"] == "1"
    assert re.fullmatch(r"[0-9A-F]+", found["cluster_key"])


def test_partitions(client):
    assert info_of_one(client, "partition-generation").isdigit()
    replicas = info_of_one(client, "replicas")
    entries = dict(entry.split(":", 1) for entry in replicas.split(";"))
    for namespace in ("test", "prod"):
        _, copies, bitmap = entries[namespace].split(",")
        assert int(copies) >= 1
        assert bitmap == "/" * 682 + "8="


def test_peers(client):
    assert re.fullmatch(r"\d+,\d*,\[\]", info_of_one(client, "peers-clear-std"))


def test_unknown_command(client):
    with pytest.raises(exception.InvalidRequest):
        info_of_one(client, "no-such-command")


# Truncation


def test_truncate_a_set(client, set_name):
    other = ("test", f"{set_name} other", 1)
    client.put(other, {"a": 1})
    for i in range(10):
        client.put(("test", set_name, i), {"a": i})
    time.sleep(0.002)
    client.truncate("test", set_name, 0)
    eventually(lambda: client.scan("test", set_name).results() == [], "the set is empty")
    assert client.get(other)[2] == {"a": 1}
    client.remove(other)


def test_truncate_up_to_a_moment(client, set_name):
    client.put(("test", set_name, "old"), {"a": 1})
    time.sleep(0.02)
    moment = time.time_ns()
    time.sleep(0.02)
    client.put(("test", set_name, "new"), {"a": 2})
    client.truncate("test", set_name, moment)
    eventually(
        lambda: [bins for _, _, bins in client.scan("test", set_name).results()] == [{"a": 2}],
        "only the new record is left",
    )


def test_truncated_set_can_be_written(client, set_name):
    key = ("test", set_name, "again")
    client.put(key, {"a": 1})
    time.sleep(0.002)
    client.truncate("test", set_name, 0)
    client.put(key, {"b": 2})
    assert client.get(key)[2] == {"b": 2}


def test_truncate_an_absent_set(client):
    client.truncate("test", "no such set", 0)


def test_truncate_in_the_future_is_refused(client, set_name):
    with pytest.raises(exception.AerospikeError):
        client.truncate("test", set_name, time.time_ns() + 3_600_000_000_000)
