"""`aslocal` as a cluster of three: the stock client and the tools meet what Spec/wire-protocol.md §21 describes."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import time
from pathlib import Path

import aerospike
import pytest

import asb
from cluster import eventually, info
from conftest import RELEASE
from interruptions import run_struck
from processes import LocalCluster, Run, Tools

COUNT = 600
KEYS = [("test", "s", number) for number in range(COUNT)]

pytestmark = [
    pytest.mark.skipif("AEROSPIKE_HOST" in os.environ, reason="nodes of a real cluster are not ours to kill"),
    pytest.mark.skipif("ORIGINAL_TOOLS" in os.environ, reason="tells of our tools"),
]


@pytest.fixture
def cluster():
    with LocalCluster(RELEASE / "aslocal", ["test"], "--racks", "1,1,2", "--delay-factor", "0.2") as local:
        yield local


@pytest.fixture
def client(cluster):
    connected = aerospike.client({"hosts": [(cluster.host, cluster.port)]})
    for key in KEYS:
        connected.put(key, {"a": key[2]})
    yield connected
    connected.close()


@pytest.fixture
def tools(cluster):
    return Tools(cluster, RELEASE / "asbackup", RELEASE / "asrestore")


def scanned(client) -> list[int]:
    return sorted(bins["a"] for _, _, bins in client.scan("test", "s").results())


def is_written(client, number: int) -> bool:
    try:
        client.put(KEYS[number], {"a": number}, policy={"total_timeout": 300})
    except aerospike.exception.AerospikeError:
        return False
    return True


def masters(client) -> dict[str, set[int]]:
    """The partitions that each node says it is master of."""
    found = {}
    for node, value in info(client, "replicas:max=1").items():
        bits = base64.b64decode(value.split(",")[-1])
        found[node] = {number for number in range(4096) if bits[number >> 3] & 0x80 >> (number & 7)}
    return found


def partition(digest: bytes) -> int:
    return int.from_bytes(digest[:2], "little") & 4095


def backup(tools: Tools, *arguments: str) -> list[bytes]:
    run = tools.backup("--namespace", "test", "--output-file", "-", *arguments).ok()
    return sorted(record.digest for record in asb.parse(run.stdout).records)


def test_the_client_sees_all_nodes_and_all_records(client):
    assert len(client.get_node_names()) == 3
    assert scanned(client) == list(range(COUNT))
    assert [client.get(key)[2]["a"] for key in KEYS] == list(range(COUNT))
    rows = client.batch_read(KEYS).batch_records
    assert [row.record[2]["a"] for row in rows] == list(range(COUNT))
    assert set().union(*masters(client).values()) == set(range(4096))
    assert sum(map(len, masters(client).values())) == 4096


def test_the_client_goes_on_without_a_node_and_finds_it_again(client, cluster):
    cluster.do("kill 2")
    eventually(lambda: len(client.get_node_names()) == 2, "the client knows that a node is gone")
    eventually(lambda: all(is_written(client, number) for number in range(0, COUNT, 5)), "all records are written")
    assert scanned(client) == list(range(COUNT))
    assert [client.get(key)[2]["a"] for key in KEYS] == list(range(COUNT))
    cluster.do("start 2")
    eventually(lambda: len(client.get_node_names()) == 3, "the client knows that it is back")
    eventually(lambda: sum(map(len, masters(client).values())) == 4096, "each partition has one master")
    eventually(lambda: scanned(client) == list(range(COUNT)), "all records are found")
    cluster.do("freeze 3")
    eventually(lambda: all(is_written(client, number) for number in range(0, COUNT, 5)), "all records are written")
    cluster.do("thaw 3")
    eventually(lambda: scanned(client) == list(range(COUNT)), "all records are found")


def test_what_is_said_wrongly_is_answered_by_a_line(cluster):
    assert "expected" in cluster.say("kill 9")
    assert "expected" in cluster.say("hug 2")


def test_what_would_change_nothing_is_answered_by_an_error(cluster):
    assert cluster.say("start 1 43399") == "error: start 1 43399: node 1 runs already"
    assert cluster.say("rejoin 2") == "error: rejoin 2: node 2 is not cut off"
    cluster.do("kill 2")
    assert cluster.say("kill 2") == "error: kill 2: node 2 does not run"
    cluster.do("start 2")
    assert cluster.say("start 2") == "error: start 2: node 2 runs already"


def test_a_last_line_without_its_end_is_carried_out():
    with LocalCluster(RELEASE / "aslocal", ["test"]) as cluster:
        cluster.process.stdin.write("kill 2\nkill 3")
        cluster.process.stdin.close()
        assert [cluster.process.stdout.readline() for _ in range(2)] == ["done: kill 2\n", "done: kill 3\n"]


def test_a_node_list_takes_the_partitions_of_these_nodes_only(client, cluster, tools):
    everything = backup(tools)
    assert len(everything) == COUNT
    by_port = {cluster.ports[index]: node for index, node in enumerate(cluster.node_ids)}
    found = []
    for port, node in by_port.items():
        digests = backup(tools, "--node-list", f"127.0.0.1:{port}")
        assert {partition(digest) for digest in digests} <= masters(client)[node]
        found += digests
    assert sorted(found) == everything
    two = backup(tools, "--node-list", f"127.0.0.1:{cluster.ports[0]};127.0.0.1:{cluster.ports[2]}")
    assert {partition(digest) for digest in everything} - masters(client)[cluster.node_ids[1]] == {
        partition(digest) for digest in two
    }


@pytest.mark.parametrize("racks, scanned_nodes", [("2", {2}), ("1", {0, 1}), ("7,2", {2})])
def test_a_preferred_rack_is_asked_for_all_it_has(client, cluster, tools, racks, scanned_nodes):
    before = info(client, "query-show")
    assert len(backup(tools, "--prefer-racks", racks)) == COUNT
    after = info(client, "query-show")
    assert {index for index, node in enumerate(cluster.node_ids) if before[node] != after[node]} == scanned_nodes


def start_backup(tools: Tools, path, *arguments: str) -> subprocess.Popen:
    """A backup that takes some seconds, of which records have come already."""
    words = ["--namespace", "test", "--output-file", str(path), "--records-per-second", "60", *arguments]
    process = subprocess.Popen(
        [tools.asbackup, "--host", tools.server.host, "--port", str(tools.server.port), *words],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    eventually(lambda: path.exists() and process.poll() is None, "the backup has begun")
    time.sleep(0.5)
    return process


def end(process: subprocess.Popen) -> Run:
    _, errors = process.communicate(timeout=60)
    return Run(process.args, process.returncode, b"", errors.decode())


@pytest.mark.parametrize("happens", ["kill 2", "freeze 3"])
def test_a_backup_goes_on_with_the_replicas_of_a_lost_node(client, cluster, tools, tmp_path, happens):
    process = start_backup(tools, tmp_path / "b.asb", "--socket-timeout", "2000")
    cluster.do(happens)
    end(process).ok()
    digests = [record.digest for record in asb.parse((tmp_path / "b.asb").read_bytes()).records]
    assert sorted(digests) == sorted(set(digests)), "no record twice"
    assert len(digests) == COUNT


def test_a_backup_is_not_disturbed_by_a_node_that_comes_back(client, cluster, tools, tmp_path):
    cluster.do("kill 2")
    eventually(lambda: scanned(client) == list(range(COUNT)), "all records are found")
    process = start_backup(tools, tmp_path / "b.asb")
    cluster.do("start 2")
    end(process).ok()
    digests = [record.digest for record in asb.parse((tmp_path / "b.asb").read_bytes()).records]
    assert len(digests) == len(set(digests)) == COUNT


@pytest.mark.parametrize("happens", ["kill 2", "start 3"])
def test_a_change_of_the_cluster_ends_a_backup_that_forbids_it(client, cluster, tools, tmp_path, happens):
    if happens == "start 3":
        cluster.do("kill 3")
        eventually(lambda: len(client.get_node_names()) == 2, "the client knows that a node is gone")
        eventually(lambda: scanned(client) == list(range(COUNT)), "all records are found")
    process = start_backup(tools, tmp_path / "b.asb", "--no-cluster-change")
    cluster.do(happens)
    run = end(process).failed("--no-cluster-change", "the cluster changed", lines=4)
    assert "the backup has to be made again" in run.stderr
    assert not list(tmp_path.glob("*.state")) and not (Path("test.asb.state")).exists()


def test_a_cluster_that_is_too_small_in_the_end(tmp_path):
    """The continuation finds it behind the last record: what it went on from is as good as it was."""
    slow = ["--load", "300", "--delay-factor", "0.2", "--fault", "scan=delay:700"]
    with LocalCluster(RELEASE / "aslocal", ["test"], *slow) as cluster:
        host = ["--host", cluster.host, "--port", str(cluster.port)]
        command = [str(RELEASE / "asbackup"), *host, "-n", "test", "-d", "b", "-w", "1", "--cluster-size", "3"]
        folder = tmp_path / "work"
        folder.mkdir()
        begun = lambda said: "Starting backup for" in said
        run_struck(command, folder, begun, lambda process: process.send_signal(signal.SIGINT)).failed(lines=2)
        state = folder / "b" / "test.asb.state"
        before = state.read_bytes()
        run = run_struck([*command, "--continue", "b/test.asb.state"], folder, begun, lambda _: cluster.do("kill 3"))
        run.failed("--cluster-size", lines=10)
        assert "made again, or continued from the earlier `b/test.asb.state`" in run.stderr
        assert state.read_bytes() == before
        assert not list((folder / "b").glob("*.manifest.yaml"))
