"""Options of asrestore: what is read, what is left out, and in which order."""

import re
import time

import aerospike
import pytest

import asb
from cluster import indexes
from processes import COUNTERS, HEAD, restore_summary

SETS = ("people", "other", "odd set")
MODULE = b"function one() return 1 end"


def digest(set_name: str, number: int) -> bytes:
    return bytes(aerospike.calc_digest("test", set_name, number))


def records(set_name: str, numbers, namespace=b"test") -> bytes:
    return b"".join(
        asb.record_text(
            digest(set_name, i),
            {b"i": i, b"s": f"text {i}", b"t": "more"},
            set_name=set_name.encode(),
            namespace=namespace,
        )
        for i in numbers
    )


INDEXES = b"* i test people by_i N 1 i N\n* i test other by_s N 1 s S\n"
MODULES = b"* u L one.lua %d %s\n" % (len(MODULE), MODULE)


@pytest.fixture
def backup(tmp_path):
    """Ten records in each of three sets, two indexes, a module: in two files of a directory."""
    directory = tmp_path / "backup"
    directory.mkdir()
    (directory / "test_00000.asb").write_bytes(asb.head() + INDEXES + MODULES + records("people", range(10)))
    (directory / "test_00001.asb").write_bytes(
        asb.head(first_file=False) + records("other", range(10)) + records("odd set", range(10))
    )
    return directory


def numbers(client, namespace="test"):
    """The record numbers of each set."""
    found = {}
    for key, _, bins in client.scan(namespace).results():
        found.setdefault(key[1], set()).add(bins["i"])
    return found


EVERYTHING = {name: set(range(10)) for name in SETS}


def test_everything(client, tools, empty, backup):
    run = tools.restore("--directory", backup).ok()
    assert numbers(client) == EVERYTHING
    summary = restore_summary(run)
    assert (summary.records, summary.indexes, summary.modules, summary.counters) == (30, 2, 1, {"inserted": 30})


@pytest.mark.parametrize("parallel", ["1", "2", "50"])
def test_parallel(client, tools, empty, backup, parallel):
    tools.restore("--directory", backup, "--parallel", parallel).ok()
    assert numbers(client) == EVERYTHING


def test_other_files_of_the_directory_are_left_alone(client, tools, empty, backup):
    for name in ("notes.txt", "test.asb.state", "test_00002.ASB", ".asb"):
        (backup / name).write_text("not a backup")
    (backup / "below").mkdir()
    (backup / "below" / "test_00009.asb").write_bytes(asb.head() + records("people", [99]))
    tools.restore("--directory", backup).ok()
    assert numbers(client) == EVERYTHING


def test_standard_input(client, tools, empty, backup):
    tools.restore("--input-file", "-", stdin=(backup / "test_00000.asb").read_bytes()).ok()
    assert numbers(client) == {"people": set(range(10))}


def test_short_options(client, tools, empty, backup):
    run = tools.run(
        [tools.asrestore, "-h", tools.server.host, f"-p{tools.server.port}", "-d", str(backup), "-t1", "-IF"]
    )
    run.ok()
    assert numbers(client) == EVERYTHING
    assert indexes(client, "test") == []


def test_abbreviated_options(client, tools, empty, backup):
    tools.restore("--input", backup / "test_00000.asb", "--paral=2", "--no-i", "--no-u").ok()
    assert numbers(client) == {"people": set(range(10))}


@pytest.mark.parametrize("chosen", [["people"], ["people", "odd set"], ["absent"]], ids=",".join)
def test_sets(client, tools, empty, backup, chosen):
    run = tools.restore("--directory", backup, "--set-list", ",".join(chosen)).ok()
    assert numbers(client) == {name: set(range(10)) for name in chosen if name in SETS}
    kept = sum(10 for name in chosen if name in SETS)
    counters = {"skipped": 30 - kept} | ({"inserted": kept} if kept else {})
    assert restore_summary(run).counters == counters
    assert {index["set"] for index in indexes(client, "test")} == {"people", "other"} & set(chosen)


def test_bins(client, tools, empty, backup):
    tools.restore("--directory", backup, "--bin-list", "i,t").ok()
    found = sorted((bins for _, _, bins in client.scan("test", "people").results()), key=lambda bins: bins["i"])
    assert found == [{"i": i, "t": "more"} for i in range(10)]


def test_records_with_none_of_the_bins_are_skipped(client, tools, empty, backup):
    run = tools.restore("--directory", backup, "--bin-list", "absent").ok()
    assert numbers(client) == {}
    assert restore_summary(run).counters == {"skipped": 30}


def test_no_records(client, tools, empty, backup):
    run = tools.restore("--directory", backup, "--no-records", "--wait").ok()
    assert numbers(client) == {}
    assert {index["indexname"] for index in indexes(client, "test")} == {"by_i", "by_s"}
    assert [module["name"] for module in client.udf_list()] == ["one.lua"]
    assert restore_summary(run).counters == {}


def test_no_indexes(client, tools, empty, backup):
    tools.restore("--directory", backup, "--no-indexes").ok()
    assert indexes(client, "test") == []
    assert [module["name"] for module in client.udf_list()] == ["one.lua"]
    assert numbers(client) == EVERYTHING


def test_no_modules(client, tools, empty, backup):
    tools.restore("--directory", backup, "--no-udfs", "--wait").ok()
    assert client.udf_list() == []
    assert {index["indexname"] for index in indexes(client, "test")} == {"by_i", "by_s"}


@pytest.mark.parametrize("last", [[], ["--indexes-last"]], ids=["first", "last"])
def test_waits_for_indexes_and_modules(client, tools, empty, backup, last):
    tools.restore("--directory", backup, "--wait", *last).ok()
    assert {index["indexname"]: index["state"] for index in indexes(client, "test")} == {"by_i": "RW", "by_s": "RW"}
    assert client.udf_get("one.lua") == MODULE.decode()
    assert numbers(client) == EVERYTHING


def test_matching_indexes_stay_and_others_are_replaced(client, tools, empty, backup):
    client.index_single_value_create("test", "people", "i", aerospike.INDEX_NUMERIC, "by_i")
    client.index_single_value_create("test", "other", "s", aerospike.INDEX_NUMERIC, "by_s")
    tools.restore("--directory", backup, "--wait").ok()
    assert {index["indexname"]: index["type"] for index in indexes(client, "test")} == {
        "by_i": "numeric",
        "by_s": "string",
    }


def test_module_is_overwritten(client, tools, empty, backup, tmp_path):
    older = tmp_path / "one.lua"
    older.write_text("function one() return 2 end")
    client.udf_put(str(older))
    tools.restore("--directory", backup, "--wait").ok()
    assert client.udf_get("one.lua") == MODULE.decode()


# Namespaces


def test_rename(client, tools, empty, backup):
    run = tools.restore("--directory", backup, "--namespace", "test,prod", "--wait").ok()
    assert numbers(client, "prod") == EVERYTHING
    assert numbers(client, "test") == {}
    assert {index["indexname"] for index in indexes(client, "prod")} == {"by_i", "by_s"}
    assert indexes(client, "test") == []
    assert restore_summary(run).counters == {"inserted": 30}
    digests = {bytes(key[3]) for key, _, _ in client.scan("prod", "people").results()}
    assert digests == {digest("people", i) for i in range(10)}


def test_right_name(client, tools, empty, backup):
    tools.restore("--directory", backup, "--namespace", "test").ok()
    assert numbers(client) == EVERYTHING


def test_wrong_name(client, tools, empty, tmp_path):
    path = tmp_path / "one.asb"
    path.write_bytes(asb.head() + records("people", [1]))
    tools.restore("--input-file", path, "--namespace", "prod").failed("namespace", "test", "prod", "line 4")
    assert numbers(client) == {}
    assert numbers(client, "prod") == {}


def test_wrong_name_to_be_renamed(client, tools, empty, tmp_path):
    path = tmp_path / "one.asb"
    path.write_bytes(asb.head() + records("people", [1]))
    tools.restore("--input-file", path, "--namespace", "other,prod").failed("namespace", "test", "other")
    assert numbers(client, "prod") == {}


# Validation


def test_validate_a_good_backup(client, tools, empty, backup):
    run = tools.run([tools.asrestore, "--validate", "--directory", str(backup), "--host", "127.0.0.1:1"]).ok()
    assert numbers(client) == {}
    summary = restore_summary(run)
    assert (summary.records, summary.indexes, summary.modules) == (30, 2, 1)


def test_validate_a_damaged_backup(client, tools, empty, backup):
    path = backup / "test_00001.asb"
    path.write_bytes(path.read_bytes()[:-3])
    tools.run([tools.asrestore, "--validate", "--directory", str(backup)]).failed("test_00001.asb")
    assert numbers(client) == {}


# Sending


@pytest.mark.parametrize(
    "options",
    [
        ["--batch-size", "1"],
        ["--batch-size", "7", "--max-async-batches", "1"],
        ["--batch-size", "1000", "--max-async-batches", "100"],
        ["--disable-batch-writes", "--batch-size", "3", "--max-async-batches", "2"],
        ["--max-retries", "0", "--retry-scale-factor", "1000"],
        ["--timeout", "5000", "--socket-timeout", "4000", "--total-timeout", "8000"],
        ["--nice", "100,100000"],
        ["--event-loops", "2", "--verbose"],
    ],
    ids=" ".join,
)
def test_sending(client, tools, empty, tmp_path, options):
    path = tmp_path / "many.asb"
    path.write_bytes(asb.head() + records("people", range(1000)))
    run = tools.restore("--input-file", path, *options).ok()
    assert numbers(client) == {"people": set(range(1000))}
    assert restore_summary(run).counters == {"inserted": 1000}


def test_rate(client, tools, empty, tmp_path):
    """500 records a second: 2,000 records take some seconds."""
    path = tmp_path / "many.asb"
    path.write_bytes(asb.head() + records("people", range(2000)))
    begin = time.monotonic()
    run = tools.restore("--input-file", path, "--nice", "100,500").ok()
    assert len(COUNTERS.findall(run.stderr)) >= 2, "a summary after one second, and one at the end"
    assert re.search(HEAD + r"\d+% complete, ~\d+s remaining$", run.stderr, re.M)
    assert 1.5 < time.monotonic() - begin
    assert numbers(client) == {"people": set(range(2000))}
