"""The faults that `aslocal --fault` brings, as the stock client sees them. What goes over the wire is tested beside the server."""

import os

import pytest
from aerospike import exception

import clients
from conftest import RELEASE
from processes import LocalServer, Tools
from test_aslocal import run

pytestmark = pytest.mark.skipif("AEROSPIKE_HOST" in os.environ, reason="another server is tested")

KEY = ("test", "s", 1)


@pytest.fixture
def faulty():
    """Starts a server with faults and connects a client that tries everything once."""
    open_ones = []

    def start(*rules: str):
        server = LocalServer(RELEASE / "aslocal", ["test"], *(word for rule in rules for word in ("--fault", rule)))
        server.__enter__()
        open_ones.append(server)
        limits = {"total_timeout": clients.PATIENCE, "socket_timeout": clients.PATIENCE}
        once = {"max_retries": 0, **limits}
        client = clients.connected(server, policies={"read": once, "write": once, "batch": once})
        open_ones.insert(0, client)
        return client

    yield start
    for one in open_ones:
        one.close() if hasattr(one, "close") else one.__exit__()


@pytest.mark.parametrize(
    "code, error",
    [
        (1, exception.ServerError),
        (8, exception.ServerFull),
        (9, exception.TimeoutError),
        (11, exception.ClusterError),
        (14, exception.RecordBusy),
        (18, exception.DeviceOverload),
        (22, exception.ForbiddenError),
    ],
)
def test_one_write_is_refused(faulty, code, error):
    client = faulty(f"write#2=result:{code}")
    client.put(KEY, {"a": 1})
    with pytest.raises(exception.AerospikeError) as caught:
        client.put(KEY, {"a": 2})
    assert caught.value.code == code
    assert isinstance(caught.value, error) or code in (1, 11)
    assert client.get(KEY)[2] == {"a": 1}
    client.put(KEY, {"a": 3})
    assert client.get(KEY)[2] == {"a": 3}


def test_an_answer_is_lost_after_its_write(faulty):
    client = faulty("record#2=cut:close@0")
    client.put(KEY, {"a": 1})
    with pytest.raises(exception.AerospikeError):
        client.put(KEY, {"a": 2})
    assert client.get(KEY)[2] == {"a": 2}


def test_a_write_is_lost_with_its_connection(faulty):
    client = faulty("record#2=reset")
    client.put(KEY, {"a": 1})
    with pytest.raises(exception.AerospikeError):
        client.put(KEY, {"a": 2})
    assert client.get(KEY)[2] == {"a": 1}


def test_a_batch_is_refused(faulty):
    client = faulty("batch#1=result:152")
    client.put(KEY, {"a": 1})
    refused = client.batch_read([KEY, ("test", "s", 2)])
    assert refused.result == 152
    assert [row.record for row in refused.batch_records] == [None, None]
    assert client.batch_read([KEY]).batch_records[0].record[2] == {"a": 1}


def test_a_silent_node_times_out(faulty):
    client = faulty("record#1=silence")
    with pytest.raises(exception.TimeoutError):
        client.put(KEY, {"a": 1}, policy={"total_timeout": 300, "socket_timeout": 300})
    client.put(KEY, {"a": 2})


def test_seeded_faults_are_told():
    with LocalServer(RELEASE / "aslocal", ["test"], "--fault-seed", "7"):
        pass


@pytest.mark.parametrize(
    "rule, problem",
    [("scan=explode", "no fault 'explode'"), ("scam=reset", "no event 'scam'"), ("write=result:999", "CODE '999'")],
)
def test_bad_rules(rule, problem):
    done = run("--port", "0", "--fault", rule)
    assert done.returncode == 1
    assert rule in done.stderr and problem in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    "rule, problem",
    [("9/scan=reset", "there is no node 9, only 1 to 2"), ("scan=delay:held", "expected a number of milliseconds")],
)
def test_rules_that_never_come_or_never_end(rule, problem):
    done = run("--port", "0", "--nodes", "2", "--fault", rule)
    assert done.returncode == 1
    assert rule in done.stderr and problem in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize("code", [1, 2, 7, 9, 11, 14, 15, 18, 22, 83, 151, 152])
@pytest.mark.parametrize("event", ["scan#1", "scan#1=@5", "partition#1-3"])
def test_no_result_of_a_scan_makes_a_backup_incomplete(code, event, tmp_path):
    """A result that ends a scan early is never taken for its end; 2 was, though no set had been asked for."""
    place, _, records = event.partition("=")
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "500", "--fault", f"{place}=result:{code}{records}") as server:
        tools = Tools(server, RELEASE / "asbackup", RELEASE / "asrestore")
        directory = tmp_path / "backup"
        done = tools.backup("-n", "test", "-d", str(directory), "--sleep-between-retries", "10")
        if done.exit == 0:
            text = b"".join(file.read_bytes() for file in directory.glob("*.asb"))
            assert text.count(b"\n+ d ") == 500
        else:
            done.failed(lines=3)
