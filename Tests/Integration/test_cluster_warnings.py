"""What the tools say of a cluster that cannot be trusted (`Spec/reliability.md` §2, §3), against three nodes of `aslocal`."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

import clients
from cluster import eventually
from conftest import RELEASE
from processes import LocalCluster, LocalServer, Tools

pytestmark = [
    pytest.mark.skipif("AEROSPIKE_HOST" in os.environ, reason="nodes of a real cluster are not ours to break"),
    pytest.mark.skipif("ORIGINAL_TOOLS" in os.environ, reason="tells of our tools"),
]


def cluster_of(*arguments: str) -> LocalCluster:
    return LocalCluster(RELEASE / "aslocal", ["test"], "--load", "3000", *arguments)


def tools_of(cluster) -> Tools:
    return Tools(cluster, RELEASE / "asbackup", RELEASE / "asrestore")


def backup(cluster, path, *options: str):
    return tools_of(cluster).backup("-n", "test", "-d", path, "--json", *options)


def test_a_healthy_cluster_is_no_news(tmp_path):
    with cluster_of() as cluster:
        run = backup(cluster, tmp_path / "b").ok()
        assert json.loads(run.stdout)["warnings"] == [] and "may lack" not in run.stderr
        assert json.loads(run.stdout)["records"] == 3000
        run = tools_of(cluster).restore("-d", tmp_path / "b", "--json").ok()
        assert json.loads(run.stdout)["warnings"] == [] and "may lack" not in run.stderr


@pytest.mark.parametrize("fault", ["2/connection=reset", "2/info=result:4", "2/info=garble@9"])
def test_a_node_that_cannot_be_reached_is_told(tmp_path, fault):
    """The two others list it, and count three nodes."""
    with cluster_of("--fault", fault) as cluster:
        run = backup(cluster, tmp_path / "b").ok()
        message = f"the others list node {cluster.node_ids[1]}, which could not be reached"
        assert json.loads(run.stdout)["warnings"] == [message]
        assert run.stderr.count(f"The backup may lack records: {message}") == 1
        assert message in (tmp_path / "b" / "test.manifest.yaml").read_text()


def test_a_node_that_does_not_tell_its_cluster_does_not_count(tmp_path):
    """The looks with which the backup begins are whole, and everything behind them is an error."""
    with cluster_of("--fault", "3/info#7-=result:4") as cluster:
        run = backup(cluster, tmp_path / "b", "--cluster-size", "3")
        # Where the machine is slow it is an earlier question that is refused, which is an error too.
        assert run.exit == 1 and not list((tmp_path / "b").glob("*.manifest.yaml"))


@pytest.mark.parametrize("number", range(2, 12))
def test_one_lost_answer_ends_no_tool(tmp_path, number):
    """Whichever question at the start it is, but for the first: of a server that does not even tell who it is nobody knows another."""
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "200") as healthy:
        tools_of(healthy).backup("-n", "test", "-o", tmp_path / "b.asb").ok()
    fault = ["--fault", f"info#{number}=reset"]
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "200", *fault) as server:
        backup(server, tmp_path / "b").ok()
    with LocalServer(RELEASE / "aslocal", ["test"], *fault) as server:
        tools_of(server).restore("-i", tmp_path / "b.asb", "-n", "test").ok()


def records_of(cluster) -> int:
    client = clients.connected(cluster)
    try:
        return len(client.scan("test").results())
    finally:
        client.close()


def is_filled(client, node_id: str) -> bool:
    """Whether a node says that it has records."""
    _, answer = client.info_all("namespace/test")[node_id]
    return int(dict(pair.split("=", 1) for pair in answer.strip().split(";") if "=" in pair)["objects"]) > 0


def test_records_that_a_node_takes_with_it_are_told_by_a_restore(tmp_path):
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "3000") as healthy:
        tools_of(healthy).backup("-n", "test", "-d", tmp_path / "b").ok()
    with LocalCluster(RELEASE / "aslocal", ["test"], "--replication-factor", "1", "--delay-factor", "0.2") as cluster:
        command = [str(RELEASE / "asrestore"), "--host", cluster.host, "--port", str(cluster.port), "--json"]
        process = subprocess.Popen(
            [*command, "-d", str(tmp_path / "b"), "--nice", "100,500"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        client = clients.connected(cluster)
        eventually(lambda: is_filled(client, cluster.node_ids[1]), "records on the second node")
        client.close()
        assert process.poll() is None
        cluster.do("kill 2")
        output, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        summary = json.loads(output)
        assert summary["inserted"] == 3000 > records_of(cluster)
        assert summary["warnings"] and f"node {cluster.node_ids[1]}" in " ".join(summary["warnings"])
        assert b"The namespace may lack records: " in errors
