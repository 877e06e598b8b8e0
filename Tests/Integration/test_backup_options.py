"""Options of asbackup: what is read, and where and how it is written."""

import re
import time

import aerospike
import pytest
from aerospike_helpers import expressions as exp

import asb
from cluster import clear, eventually, indexes, info_of_one, truncate
from processes import HEAD, backup_summary, restore_summary

SETS = ("people", "other", "odd set")


@pytest.fixture
def records(client):
    """Ten records in each of three sets and five without a set, one index for each of two sets and one for all, a module."""
    clear(client)
    for name in SETS:
        for i in range(10):
            client.put(("test", name, i), {"i": i, "s": f"text {i}", "l": [i]})
    for i in range(5):
        client.put(("test", None, i), {"i": i, "only": True})
    for name, set_name in (("by_i", "people"), ("by_s", "other")):
        info_of_one(client, f"sindex-create:namespace=test;set={set_name};indexname={name};bin=i;type=numeric")
    info_of_one(
        client, "udf-put:filename=one.lua;content=ZnVuY3Rpb24gb25lKCkgcmV0dXJuIDEgZW5k;content-len=36;udf-type=LUA;"
    )
    eventually(lambda: len(indexes(client, "test")) == 2 and client.udf_list(), "indexes and module are there")
    yield
    clear(client)


@pytest.fixture
def backup(tools, records, tmp_path):
    """Runs asbackup into a new file and reads that."""

    def run(*arguments) -> asb.Backup:
        path = tmp_path / "backup.asb"
        done = tools.backup("--namespace", "test", "--output-file", path, *arguments).ok()
        summary = backup_summary(done)
        found = asb.read_file(path)
        assert (summary.records, summary.bytes) == (len(found.records), path.stat().st_size)
        return found

    return run


def sets(found: asb.Backup) -> dict[bytes | None, int]:
    counts: dict[bytes | None, int] = {}
    for record in found.records:
        counts[record.set] = counts.get(record.set, 0) + 1
    return counts


EVERYTHING = {b"people": 10, b"other": 10, b"odd set": 10, None: 5}


def test_everything(backup):
    found = backup()
    assert sets(found) == EVERYTHING
    assert sorted(found.indexes) == [b"* i test other by_s N 1 i N\n", b"* i test people by_i N 1 i N\n"]
    assert found.modules == {b"one.lua": b"function one() return 1 end"}
    assert found.first_file and found.version == b"3.1" and found.namespaces == [b"test"]


def test_lines_of_a_record(backup, client):
    found = backup("--set", "people").by_digest()
    record = found[bytes(aerospike.calc_digest("test", "people", 3))]
    assert record.key is None
    assert (record.namespace, record.set, record.generation, record.void_time) == (b"test", b"people", 1, 0)
    assert record.bins == {b"i": b"- I i 3\n", b"s": b"- S s 6 text 3\n", b"l": b"- L l 4 kQM=\n"}


def test_compact(backup):
    found = backup("--compact", "--set", "people").by_digest()
    record = found[bytes(aerospike.calc_digest("test", "people", 3))]
    assert record.bins == {b"i": b"- I i 3\n", b"s": b"- S s 6 text 3\n", b"l": b"- L! l 2 \x91\x03\n"}


@pytest.mark.parametrize(
    "chosen", [["people"], ["odd set"], ["people", "odd set"], ["absent"], ["people", "absent"]], ids=",".join
)
def test_sets(backup, chosen):
    found = backup("--set", ",".join(chosen))
    assert sets(found) == {name.encode(): 10 for name in chosen if name in SETS}
    kept = {line.split(b" ")[3] for line in found.indexes}
    assert kept == {b"people", b"other"} & {name.encode() for name in chosen}
    assert found.modules


def test_bins(backup):
    found = backup("--bin-list", "i,s")
    assert sets(found) == EVERYTHING
    assert {frozenset(record.bins) for record in found.records} == {frozenset({b"i", b"s"}), frozenset({b"i"})}


def test_records_with_none_of_the_bins_are_left_out(backup):
    assert sets(backup("--bin-list", "only")) == {None: 5}


def test_no_bins(backup):
    found = backup("--no-bins")
    assert sets(found) == EVERYTHING
    assert all(not record.bins for record in found.records)


def test_no_records(backup):
    found = backup("--no-records")
    assert found.records == []
    assert (len(found.indexes), len(found.modules)) == (2, 1)


def test_no_indexes(backup):
    found = backup("--no-indexes")
    assert (found.indexes, len(found.modules)) == ([], 1)


def test_no_modules(backup):
    found = backup("--no-udfs")
    assert (len(found.indexes), found.modules) == (2, {})


@pytest.mark.parametrize("limit", [1, 10, 35, 1000])
def test_max_records(backup, limit):
    assert len(backup("--max-records", limit).records) == min(limit, 35)


@pytest.mark.parametrize("limit", [3, 5, 6, 20, 1000])
def test_max_records_of_those_with_a_bin(backup, limit):
    """A server counts the other thirty, too, and stops at the limit without a word (Spec/wire-protocol.md §11.1)."""
    assert sets(backup("--bin-list", "only", "--max-records", limit, "--parallel", 2)) == {None: min(limit, 5)}


def test_empty_namespace(tools, records, tmp_path):
    path = tmp_path / "empty.asb"
    tools.backup("--namespace", "prod", "--output-file", path).ok()
    assert (
        path.read_bytes()
        == b"Version 3.1\n# namespace prod\n# first-file\n* u L one.lua 27 function one() return 1 end\n"
    )


def test_void_times(client, tools, empty, tmp_path):
    now = int(time.time()) - asb.EPOCH
    client.put(("test", "ttl", "expires"), {"a": 1}, {"ttl": 5000})
    client.put(("test", "ttl", "never"), {"a": 1}, {"ttl": aerospike.TTL_NEVER_EXPIRE})
    tools.backup("--namespace", "test", "--output-file", tmp_path / "b.asb").ok()
    found = asb.read_file(tmp_path / "b.asb").by_digest()
    assert found[bytes(aerospike.calc_digest("test", "ttl", "never"))].void_time == 0
    assert now + 4999 <= found[bytes(aerospike.calc_digest("test", "ttl", "expires"))].void_time <= now + 5300


def test_generations(client, tools, empty, tmp_path):
    for i in range(1, 6):
        for _ in range(i):
            client.put(("test", "generations", i), {"a": 1})
    tools.backup("--namespace", "test", "--output-file", tmp_path / "b.asb").ok()
    found = asb.read_file(tmp_path / "b.asb").by_digest()
    assert [found[bytes(aerospike.calc_digest("test", "generations", i))].generation for i in range(1, 6)] == [
        1,
        2,
        3,
        4,
        5,
    ]


# Where it goes


def test_standard_output(tools, records):
    run = tools.backup("--namespace", "test", "--output-file", "-").ok()
    assert sets(asb.parse(run.stdout)) == EVERYTHING
    assert backup_summary(run).bytes == len(run.stdout)


def test_piped_into_a_restore(client, tools, records):
    stream = tools.backup("--namespace", "test", "--output-file", "-").ok().stdout
    run = tools.restore("--namespace", "test,prod", "--input-file", "-", "--no-indexes", stdin=stream).ok()
    assert restore_summary(run).counters == {"inserted": 35}
    for name in SETS:
        assert {bins["i"] for _, _, bins in client.scan("prod", name).results()} == set(range(10))
    truncate(client, "prod")


@pytest.mark.parametrize("parallel", [1, 3, 16])
def test_directory(tools, records, tmp_path, parallel):
    directory = tmp_path / "new"
    run = tools.backup("--namespace", "test", "--directory", directory, "--parallel", parallel).ok()
    assert sets(asb.read_directory(directory)) == EVERYTHING
    names = sorted(file.name for file in directory.glob("*.asb"))
    assert names == [f"test_{i:05}.asb" for i in range(len(names))]
    assert 1 <= len(names) <= parallel
    firsts = [asb.read_file(directory / name).first_file for name in names]
    assert firsts.count(True) == 1
    assert backup_summary(run).bytes == sum(file.stat().st_size for file in directory.glob("*.asb"))
    of_jobs = [int(number) for number in re.findall(r"Completed backup for .*, records: (\d+)", run.stderr)]
    assert (len(of_jobs), sum(of_jobs)) == (parallel, 35)


def test_existing_empty_directory(tools, records, tmp_path):
    (tmp_path / "notes.txt").write_text("stays")
    tools.backup("--namespace", "test", "--directory", tmp_path).ok()
    assert (tmp_path / "notes.txt").read_text() == "stays"
    assert sets(asb.read_directory(tmp_path)) == EVERYTHING


def test_prefix(tools, records, tmp_path):
    tools.backup("--namespace", "test", "--directory", tmp_path, "--output-file-prefix", "nightly", "--parallel", 1).ok()
    assert sorted(file.name for file in tmp_path.glob("*.asb")) == ["nightly_00000.asb"]


def test_remove_files(tools, records, tmp_path):
    for name in ("test_00000.asb", "test_00007.asb", "other.asb"):
        (tmp_path / name).write_text("an older backup")
    (tmp_path / "notes.txt").write_text("stays")
    tools.backup("--namespace", "test", "--directory", tmp_path, "--remove-files", "--parallel", 1).ok()
    assert {file.name for file in tmp_path.glob("*.asb")} == {"test_00000.asb"}
    assert sets(asb.read_directory(tmp_path)) == EVERYTHING
    assert (tmp_path / "notes.txt").read_text() == "stays"


def test_remove_file(tools, records, tmp_path):
    path = tmp_path / "b.asb"
    path.write_text("an older backup")
    tools.backup("--namespace", "test", "--output-file", path, "--remove-files").ok()
    assert sets(asb.read_file(path)) == EVERYTHING


def test_split_at_the_file_limit(client, tools, empty, tmp_path):
    """Four MiB of records and a limit of one MiB: each file is a backup file of its own, no record is cut or lost."""
    count, text = 64, "x" * 65_000
    for i in range(count):
        client.put(("test", "large", i), {"i": i, "s": text})
    tools.backup("--namespace", "test", "--directory", tmp_path, "--file-limit", 1, "--parallel", 1).ok()
    files = sorted(tmp_path.glob("*.asb"))
    assert len(files) in (4, 5)
    for file in files:
        assert file.read_bytes().startswith(b"Version 3.1\n# namespace test\n")
    sizes = [file.stat().st_size for file in files]
    # A file ends at a record's end, next to the limit: a record or a buffer before or behind it.
    assert all(abs(size - 1024 * 1024) < 65_000 + 131_072 for size in sizes[:-1])
    found = asb.read_directory(tmp_path)
    assert len(found.records) == len(found.by_digest()) == count
    client.truncate("test", "large", 0)
    run = tools.restore("--directory", tmp_path).ok()
    assert restore_summary(run).counters == {"inserted": count}
    assert {bins["i"] for _, _, bins in client.scan("test", "large").results()} == set(range(count))


# How fast


def test_records_per_second(client, tools, empty, tmp_path):
    for i in range(600):
        client.put(("test", "many", i), {"i": i})
    begin = time.monotonic()
    run = tools.backup("--namespace", "test", "--output-file", tmp_path / "b.asb", "--records-per-second", 200).ok()
    assert re.search(HEAD + r"\d+% complete \(~\d+ KiB/s, ~\d+ rec/s, ~\d+ B/rec\)$", run.stderr, re.M)
    assert 1.5 < time.monotonic() - begin
    assert len(asb.read_file(tmp_path / "b.asb").records) == 600


def test_nice(client, tools, empty, tmp_path):
    """One MiB a second: four MiB take some seconds."""
    for i in range(64):
        client.put(("test", "large", i), {"s": "x" * 65_000})
    begin = time.monotonic()
    tools.backup("--namespace", "test", "--directory", tmp_path / "d", "--nice", 1).ok()
    assert 1.5 < time.monotonic() - begin
    assert len(asb.read_directory(tmp_path / "d").records) == 64


# What it says


def test_messages(tools, records, tmp_path):
    directory = tmp_path / "new"
    run = tools.backup("--namespace", "test", "--directory", directory, "--set", "people", "--parallel", 1).ok()
    text = "\n".join(run.messages)
    assert re.search(
        r"^Starting backup of .*\(namespace: test, set: \[people\], bins: \[all\], .*limit: 0\) to "
        + re.escape(str(directory))
        + "$",
        text,
        re.M,
    )
    assert "Processing 1 node(s)" in run.messages
    assert "Set people contains 10 record(s)" in run.messages
    assert f"Directory {directory} does not exist, creating" in run.messages
    assert f"Directory {directory} prepared for backup" in run.messages
    assert "Backing up 2 secondary index(es)" in run.messages
    assert "Skipped 1 index(es) with unwanted set(s)" in run.messages
    assert "Backing up 1 UDF file(s)" in run.messages
    completed = r"^Completed backup for 4096 partitions from 0 to 4095, records: 10, size: \d+ \(~\d+ B/rec\)$"
    assert re.search(completed, text, re.M)
    assert run.messages[-1].startswith("Backed up 10 record(s), 2 secondary index(es), 1 UDF file(s), ")
    assert run.stdout == b""


def test_verbose(tools, records, tmp_path):
    tools.backup("--namespace", "test", "--output-file", tmp_path / "b.asb", "--verbose").ok()


@pytest.mark.parametrize("option", ["--help", "--usage", "--options", "-Z"])
def test_help(tools, option):
    for tool in (tools.asbackup, tools.asrestore):
        run = tools.run([tool, option]).ok()
        assert b"--namespace" in run.stdout and b"--directory" in run.stdout
        assert run.stderr == ""


def test_help_as_a_value(tools, empty, tmp_path):
    """A namespace may be called so, says getopt."""
    run = tools.backup("-n", "--help", "-d", tmp_path / "b").failed("--help")
    assert run.stdout == b"" and "(namespace: --help," in run.stderr
    tools.restore("-n", "--version", "-i", tmp_path / "no").failed("--version")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(tools, option):
    assert tools.run([tools.asbackup, option]).ok().stdout.startswith(b"Aerospike Backup\nVersion ")
    assert tools.run([tools.asrestore, option]).ok().stdout.startswith(b"Aerospike Restore\nVersion ")


# Indexes that the C tool writes wrongly


def test_index_without_a_set(client, tools, empty, tmp_path, original_fault):
    original_fault("the set of an index without a set is written as null")
    client.index_single_value_create("test", None, "i", aerospike.INDEX_NUMERIC, "all")
    client.put(("test", "s", 1), {"i": 1})
    path = tmp_path / "b.asb"
    tools.backup("--namespace", "test", "--output-file", path).ok()
    assert asb.read_file(path).indexes == [b"* i test  all N 1 i N\n"]


def test_restored_index_without_a_set_holds_records(client, tools, empty, tmp_path, original_fault):
    """As entries of the index: an index on a set called null would hold none."""
    original_fault("the index is restored on a set called null")
    path = tmp_path / "b.asb"
    record = asb.record_text(bytes(aerospike.calc_digest("test", "s", 1)), {b"i": 1}, set_name=b"s")
    path.write_bytes(asb.head() + b"* i test null all N 1 i N\n" + record)
    tools.restore("--input-file", path, "--wait").ok()
    eventually(
        lambda: "entries=1" in info_of_one(client, "sindex-stat:namespace=test;indexname=all").split(";"),
        "one entry",
    )


def test_expression_index(client, tools, empty, tmp_path, original_fault):
    original_fault("an expression index is written as an index on a bin called null")
    expression = exp.Add(exp.IntBin("a"), exp.IntBin("b")).compile()
    client.index_expr_create("test", "s", aerospike.INDEX_TYPE_DEFAULT, aerospike.INDEX_NUMERIC, expression, "sum")
    text = client.get_expression_base64(expression)
    path = tmp_path / "b.asb"
    run = tools.backup("--namespace", "test", "--output-file", path).ok()
    assert asb.read_file(path).indexes == [b"* e test s sum N 1 null N " + text.encode() + b"\n"]
    assert "asrestore" in run.stderr
    clear(client)
    tools.restore("--input-file", path, "--wait").ok()
    (found,) = indexes(client, "test")
    assert (found["indexname"], found["set"], found["type"], found["exp"]) == ("sum", "s", "numeric", text)
