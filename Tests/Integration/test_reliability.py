"""Both tools against servers that fail: what `Spec/reliability.md` promises, seen from outside."""

import json
import os
import signal
import socket
import subprocess

import pytest
from aerospike_helpers import expressions
from aerospike_helpers.batch import records as batch
from aerospike_helpers.operations import operations

import clients
import asb
from conftest import RELEASE
from processes import LocalServer, Tools, backup_summary, restore_summary

COUNT = 2000

pytestmark = pytest.mark.skipif("AEROSPIKE_HOST" in os.environ, reason="needs servers of its own")


@pytest.fixture
def start(tools):
    """Starts a server, with faults or without, and gives the tools for it."""
    open_ones = []

    def server(*rules: str) -> Tools:
        local = LocalServer(RELEASE / "aslocal", ["test"], *(word for rule in rules for word in ("--fault", rule)))
        open_ones.append(local.__enter__())
        return Tools(local, tools.asbackup, tools.asrestore)

    yield server
    for one in open_ones:
        one.__exit__()


def client_of(tools: Tools):
    return clients.connected(tools.server)


def fill(tools: Tools) -> None:
    client = client_of(tools)
    writes = [batch.Write(("test", "s", n), [operations.write("bin", f"{n} " * 100)]) for n in range(COUNT)]
    client.batch_write(batch.BatchRecords(writes))
    assert all(write.result == 0 for write in writes)
    client.close()


@pytest.fixture
def directory(start, tmp_path):
    """A backup of some records, all of generation 1."""
    healthy = start()
    fill(healthy)
    healthy.backup("-n", "test", "-d", tmp_path / "backup").ok()
    return tmp_path / "backup"


def contents(tools: Tools) -> dict[bytes, str]:
    client = client_of(tools)
    found = {bytes(key[3]): bins["bin"] for key, _, bins in client.scan("test", "s").results()}
    client.close()
    return found


@pytest.mark.parametrize("form", [(), ("--disable-batch-writes",)], ids=["batches", "single"])
@pytest.mark.parametrize("policy", [(), ("--unique",), ("--replace",)], ids=["merge", "unique", "replace"])
def test_records_whose_answer_was_lost_count_as_inserted(start, directory, form, policy):
    rules = ["batch%3=cut:close@0", "record%100=cut:close@0"] if form else ["batch%3=cut:close@0", "batch%7=applied:9"]
    target = start(*rules)
    run = target.restore("-d", directory, *form, *policy, "--json").ok()
    assert restore_summary(run).counters == {"inserted": COUNT}
    assert restore_summary(run).retries > 0
    assert json.loads(run.stdout)["in_doubt"] == 0 and "In doubt" not in run.stderr
    assert len(contents(target)) == COUNT


@pytest.mark.parametrize(
    "rules",
    [
        # One bit makes an end of the first row, or of it another one, whose own answer, overloaded, would be missed.
        ("batch#1=garble:1@11",),
        ("batch#1=garble:2@25", "write#3=result:18"),
        ("batch#2-4=garble:1@25", "write#200=result:18"),
        ("batch#1=garble:128@22",),
        ("batch#1=garble:1@29",),
        ("batch#1=garble@8",),
        ("batch#1-3=half-close",),
        ("batch#1-3=cut:half-close@100",),
        ("batch#1=cut:reset@40",),
        ("batch#1=length:281474976710655",),
        ("batch#1=type:9",),
    ],
)
def test_damaged_answers_leave_no_record_out(start, directory, rules):
    target = start(*rules)
    run = target.restore("-d", directory, "--json").ok()
    assert len(contents(target)) == COUNT
    assert restore_summary(run).counters == {"inserted": COUNT}
    assert restore_summary(run).retries > 0


@pytest.mark.parametrize("code", [1, 2, 7, 8, 9, 11, 14, 15, 18, 22, 83, 151, 152])
@pytest.mark.parametrize("place", ["batch#2", "write#5", "write#5-", "applied"])
def test_no_result_of_a_write_leaves_a_record_out(start, directory, code, place):
    rule = f"batch#2=applied:{code}" if place == "applied" else f"{place}=result:{code}"
    target = start(rule)
    run = target.restore("-d", directory, "--max-retries", 2, "--retry-scale-factor", 1000)
    # What passes (Spec/semantics.md B5): of a batch all but writes that are stopped (8), of a record not what says no reason.
    lasts = (8,) if place in ("batch#2", "applied") else (1, 2, 8, 22)
    passes = place != "write#5-" and code not in lasts
    if passes:
        run.ok()
        assert len(contents(target)) == COUNT
    else:
        assert run.exit == 1
        assert f"code {code}: " in run.stderr
        assert ("digest " in run.stderr) == (code in lasts)


def test_damage_does_not_make_our_own_of_what_was_there(start, directory, eventually):
    """Behind the damaged answers each row is asked for; the first restore has fewer batches than the damage waits for."""
    target = start("batch#10-12=garble:2@25")
    target.restore("-d", directory, "--batch-size", 1000).ok()
    client = client_of(target)
    old = {"expressions": expressions.GT(expressions.SinceUpdateTime(), 1100).compile()}
    eventually(lambda: len(client.scan("test", "s").results(old)) == COUNT, "records over a second old")
    client.close()
    run = target.restore("-d", directory, "--unique", "--batch-size", 16, "--json").ok()
    assert restore_summary(run).counters == {"failed": COUNT, "existed": COUNT}
    assert restore_summary(run).retries > 0
    assert json.loads(run.stdout)["in_doubt"] == 0


def test_what_was_there_before_is_not_taken_for_our_own(start, directory, eventually):
    target = start("batch%2=cut:close@0")
    target.restore("-d", directory).ok()
    # The records are over a second old when the second restore begins: that is what tells them apart.
    client = client_of(target)
    old = {"expressions": expressions.GT(expressions.SinceUpdateTime(), 1100).compile()}
    eventually(lambda: len(client.scan("test", "s").results(old)) == COUNT, "records over a second old")
    client.close()
    run = target.restore("-d", directory).ok()
    assert restore_summary(run).counters == {"failed": COUNT, "fresher": COUNT}


def test_records_that_stay_in_doubt_are_told(start, directory, tmp_path):
    target = start("batch=cut:close@0")
    machine = tmp_path / "machine"
    run = target.restore(
        "-d", directory, "--max-retries", 1, "--retry-scale-factor", 1000, "--machine", machine, "--json"
    )
    assert run.exit == 1
    doubtful = json.loads(run.stdout)["in_doubt"]
    assert 0 < doubtful <= COUNT
    assert f"In doubt: {doubtful} record(s)" in run.stderr
    assert f"IN_DOUBT:{doubtful}" in machine.read_text().splitlines()


@pytest.mark.parametrize(
    "rule",
    [
        "scan#1=cut:reset@50000",
        "scan#1=cut:close@0",
        "scan#1=result:18",
        "scan#1-3=result:1",
        "scan#1=garble@30",
        # The partition in the digest of the first record: now one that another worker has asked for.
        "scan#1=garble:8@45",
        "scan#1=length:281474976710655",
        "scan#1=type:9",
        "scan#1=half-close",
        "scan#1=cut:half-close@50000",
        "partition%5=result:11@0",
        "partition%100=result:11@1",
        # One bit makes an end of a record: of the answer, or of a partition.
        "scan#1=garble:1@11",
        "scan#1=garble:4@11",
        "scan#1=garble:2@13",
    ],
)
def test_every_record_comes_once(start, tmp_path, rule):
    source = start(rule)
    fill(source)
    run = source.backup("-n", "test", "-d", tmp_path / "backup", "--parallel", 2).ok()
    assert backup_summary(run).records == COUNT
    digests = [record.digest for record in asb.read_directory(tmp_path / "backup").records]
    assert len(digests) == len(set(digests)) == COUNT


def test_the_partition_that_is_unavailable_is_another_one(tools, tmp_path):
    """The number of the partition that is told unavailable is damaged: that of one with records."""
    rules = ["--fault", "partition#1=result:11", "--fault", "scan#1=garble:1@17"]
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "20000", *rules) as local:
        source = Tools(local, tools.asbackup, tools.asrestore)
        damaged = source.backup("-n", "test", "-d", tmp_path / "damaged", "-X", "0-8", "-w", "1").ok()
        whole = source.backup("-n", "test", "-d", tmp_path / "whole", "-X", "0-8").ok()
    assert backup_summary(damaged).records == backup_summary(whole).records > 0


def test_a_scan_that_is_refused_ends_the_others(tools, tmp_path):
    """The others would take minutes."""
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "20000", "--fault", "scan#3=result:4") as local:
        source = Tools(local, tools.asbackup, tools.asrestore)
        run = source.backup("-n", "test", "-d", tmp_path / "b", "-w", "3", "--records-per-second", "300")
        run.failed("the scan was refused, result code 4")
        assert run.stderr.index("Ending all scans") < run.stderr.index("Created backup state file")
        assert backup_summary(run).records < 10_000
        state = tmp_path / "b" / "test.asb.state"
        rest = source.backup("-n", "test", "-d", tmp_path / "b", "--continue", state).ok()
    assert backup_summary(rest).records == 20_000


@pytest.mark.parametrize("rule", ["scan=result:2", "scan=cut:reset@0", "partition#100-=result:11"])
def test_nothing_is_missing_without_a_word(start, tmp_path, rule):
    source = start(rule)
    fill(source)
    run = source.backup("-n", "test", "-d", tmp_path / "backup", "--max-retries", 1)
    assert run.exit == 1
    assert not list((tmp_path / "backup").glob("*.manifest.yaml"))


def test_records_out_of_order_end_the_backup(tools, tmp_path):
    """The first digest of a partition is damaged and low: behind it nothing would be read of those in between."""
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "40000", "--fault", "scan#1=garble:240@45") as local:
        source = Tools(local, tools.asbackup, tools.asrestore)
        run = source.backup("-n", "test", "-d", tmp_path / "backup")
    assert run.exit == 1
    assert "came out of order, so that some may be missing" in run.stderr
    assert "the backup has to be made again" in run.stderr
    assert not list((tmp_path / "backup").glob("*.manifest.yaml"))
    assert not list((tmp_path / "backup").glob("*.state"))


def test_a_cluster_that_is_too_small_is_refused(start, tmp_path):
    source = start()
    fill(source)
    run = source.backup("-n", "test", "-d", tmp_path / "backup", "--cluster-size", 2)
    run.failed("--cluster-size", "1 node(s)", "2 were asked for", lines=3)
    assert not list((tmp_path / "backup").glob("*"))
    source.backup("-n", "test", "-d", tmp_path / "backup", "--cluster-size", 1).ok()
    assert "cluster:" in (tmp_path / "backup" / "test.manifest.yaml").read_text()


@pytest.mark.parametrize("tool", ["backup", "restore"])
def test_one_signal_ends_a_tool_that_connects(tools, directory, tool):
    """The server takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = str(silent.getsockname()[1])
        words = ["-n", "test", "-o", "/dev/null"] if tool == "backup" else ["-d", str(directory)]
        process = subprocess.Popen(
            [getattr(tools, f"as{tool}"), "--host", "127.0.0.1", "--port", port, *words], stderr=subprocess.PIPE
        )
        silent.accept()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 1, errors
        # It gives up by itself too, but later.
        assert b"nterrupted" in errors and b"no answer" not in errors, errors


def backup_of_slow_scans(tools: Tools, path, *options: str):
    """A backup of 200 records that takes two seconds, in which the server says nothing: they are less than a MiB."""
    client = client_of(tools)
    for number in range(200):
        client.put(("test", "s", number), {"bin": number})
    client.close()
    return tools.backup("-n", "test", "-o", path, "-w", "1", "-L", "100", "--socket-timeout", "300", *options)


def test_a_server_that_is_silent_and_reads_on_is_waited_for(start, tmp_path):
    run = backup_of_slow_scans(start(), tmp_path / "b.asb", "--max-retries", "0").ok()
    assert len(asb.read_file(tmp_path / "b.asb").records) == 200, run.stderr


def test_a_silent_server_is_not_waited_for_beyond_the_total_timeout(start, tmp_path):
    run = backup_of_slow_scans(start(), tmp_path / "b.asb", "--max-retries", "0", "--total-timeout", "100")
    run.failed(lines=1)
    # On a busy machine the time is over before the request is sent.
    assert "no answer in time" in run.stderr or "no time was left" in run.stderr, run.stderr


def test_the_total_timeout_ends_a_scan_whose_records_keep_coming(start, tmp_path):
    """Eight MB at one MiB each second. What was read before is in the state."""
    tools = start()
    client = client_of(tools)
    for number in range(80):
        client.put(("test", "s", number), {"bin": f"{number:05} " * 17_000})
    client.close()
    command = ["-n", "test", "-d", tmp_path / "b", "-w", "1"]
    run = tools.backup(*command, "--nice", "1", "--total-timeout", "1500")
    run.failed("--total-timeout", lines=1)
    assert not (tmp_path / "b" / "test.manifest.yaml").exists()
    tools.backup(*command, "--continue", tmp_path / "b" / "test.asb.state").ok()
    assert len(asb.read_directory(tmp_path / "b").records) == 80


def test_a_server_that_says_nothing_at_all_is_given_up(start, tmp_path):
    run = backup_of_slow_scans(start("scan=cut:silence@0"), tmp_path / "b.asb", "--max-retries", "0")
    run.failed("no answer in time", lines=1)
