"""The embedded server as a command: where it listens, how it ends, what it refuses, what it holds."""

import os
import re
import signal
import subprocess

import pytest

import clients
from cluster import info_of_one
from conftest import RELEASE
from processes import LocalServer

ASLOCAL = str(RELEASE / "aslocal")

pytestmark = pytest.mark.skipif("AEROSPIKE_HOST" in os.environ, reason="another server is tested")


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run([ASLOCAL, *arguments], capture_output=True, text=True, timeout=300)


def connected(server):
    return clients.connected(server)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ends_on_a_signal(number):
    process = subprocess.Popen([ASLOCAL, "--port", "0", "--namespaces", "test"], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().startswith("aslocal listening on 127.0.0.1:")
    process.send_signal(number)
    assert process.wait(300) in (0, 128 + number)
    assert process.stdout.read() == ""
    process.stdout.close()


def test_ends_while_clients_are_connected():
    with LocalServer(RELEASE / "aslocal", ["test"]) as server:
        client = connected(server)
        client.put(("test", "s", 1), {"a": 1})


def test_namespaces():
    with LocalServer(RELEASE / "aslocal", ["one", "two", "three"]) as server:
        client = connected(server)
        assert sorted(info_of_one(client, "namespaces").split(";")) == ["one", "three", "two"]
        for namespace in ("one", "two", "three"):
            client.put((namespace, "s", 1), {"in": namespace})
        for namespace in ("one", "two", "three"):
            assert client.get((namespace, "s", 1))[2] == {"in": namespace}
        client.close()


def test_two_servers_are_two_clusters():
    with LocalServer(RELEASE / "aslocal", ["test"]) as first, LocalServer(RELEASE / "aslocal", ["test"]) as second:
        clients = [connected(first), connected(second)]
        clients[0].put(("test", "s", 1), {"a": 1})
        assert clients[1].exists(("test", "s", 1))[1] is None
        for client in clients:
            client.close()


def test_loaded_records():
    """The profile of the benchmarks: ten bins, the key stored, in the set `perf`."""
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "1000") as server:
        client = connected(server)
        found = {key[2]: bins for key, _, bins in client.scan("test").results()}
        assert set(found) == set(range(1000))
        for number, bins in found.items():
            hashed = (number * 0x9E3779B97F4A7C15) & 0x7FFFFFFFFFFFFFFF
            assert set(bins) == {"id", "cnt", "score", "active", "name", "descr", "blob", "data", "tags", "attr"}
            assert (bins["id"], bins["cnt"], bins["active"]) == (number, hashed, bool(hashed & 1))
            assert bins["score"] == hashed / 3.7e11
            assert [len(bins[name]) for name in ("name", "descr", "blob", "data")] == [24, 120, 64, 128]
            assert bins["tags"][:2] == [hashed & 255, hashed >> 40] and bins["tags"][4] == number
            assert (bins["attr"]["a"], bins["attr"]["c"]) == (number, hashed >> 33)
            assert client.get(("test", "perf", number))[2] == bins
        client.close()


def test_memory_of_two_million_records():
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "2000000") as server:
        client = connected(server)
        assert "objects=2000000" in info_of_one(client, "namespace/test").split(";")
        client.close()
        status = open(f"/proc/{server.process.pid}/status").read()
        peak = int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) * 1024
        print(f"peak memory: {peak / 2**20:.0f} MiB")
        assert peak < 2 * 1024**3


def test_help_and_version():
    assert "--namespaces" in run("--help").stdout
    assert run("--help").returncode == 0


def test_port_in_use():
    with LocalServer(RELEASE / "aslocal", ["test"]) as server:
        done = run("--port", str(server.port), "--namespaces", "test")
        assert done.returncode == 1
        assert str(server.port) in done.stderr and "in use" in done.stderr.lower()
        assert len(done.stderr.strip().splitlines()) == 1
        assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "65536", "--namespaces", "test"],
        ["--port", "x", "--namespaces", "test"],
        ["--port", "0", "--namespaces", ""],
        ["--port", "0", "--namespaces", "n" * 32],
        ["--port", "0", "--namespaces", "test,test"],
        ["--port", "0", "--namespaces", "test", "--load", "-1"],
        ["--port", "0", "--namespaces", "test", "--host", "no-such-host.invalid"],
        ["--port", "0", "--namespaces", "test", "--no-such-option"],
        ["--port", "0", "--nodes", "0", "--fault", "scan=reset"],
        ["--port", "0", "--nodes", "33"],
        ["--port", "0", "--replication-factor", "0"],
        ["--port", "0", "--nodes", "2", "--replication-factor", "0"],
        *(["--port", "0", "--nodes", "2", "--delay-factor", factor] for factor in ("inf", "nan", "1e300", "1000.1")),
    ],
    ids=" ".join,
)
def test_bad_option(arguments):
    done = run(*arguments)
    assert done.returncode > 0
    assert done.stderr.strip()
    assert "Fatal error" not in done.stderr
    assert done.stdout == ""
