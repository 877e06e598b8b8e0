"""Real backups are restored, read back with the Python client, and backed up again.

What the restore of a real backup cannot preserve, and these comparisons leave out: the generation, for an inserted record begins at 1; and
a second or two of the void time, for the protocol carries the seconds that are left."""

import base64
import json
import time
from pathlib import Path

import pytest

import asb
from cluster import indexes
from processes import backup_summary, restore_summary
from values import normalised_bins

FIXTURES = Path(__file__).resolve().parents[2] / "Fixtures" / "asb" / "real-4.5.8"

#: When the fixtures were made, in seconds since 2010. Their void times, 30 and 3620 days later, are moved by what has passed since.
MADE_AT = 532_913_043
PASSED = int(time.time()) - asb.EPOCH - MADE_AT

WHOLE = ["directory", "single.asb", "compact.asb"]


@pytest.fixture(scope="module")
def contents():
    return json.loads((FIXTURES / "contents.json").read_text())


@pytest.fixture
def recorded(tmp_path):
    """A copy of a fixture, as if it had been made just now."""

    def copy(name: str) -> Path:
        source, target = FIXTURES / name, tmp_path / name
        if source.is_dir():
            target.mkdir()
            for file in source.iterdir():
                (target / file.name).write_bytes(asb.shift_void_times(file.read_bytes(), PASSED))
        else:
            target.write_bytes(asb.shift_void_times(source.read_bytes(), PASSED))
        return target

    return copy


def source_of(path: Path) -> tuple[str, str]:
    return ("--directory" if path.is_dir() else "--input-file", str(path))


def read(path: Path) -> asb.Backup:
    return asb.read_directory(path) if path.is_dir() else asb.read_file(path)


def stored(client, namespace="test"):
    """Everything in the namespace, in the form of contents.json and by digest."""
    found = {}
    for key, meta, bins in client.scan(namespace).results():
        digest = base64.b64encode(key[3]).decode()
        found[digest] = {
            "set": key[1],
            "never": meta["ttl"] == 4294967295,
            "gen": meta["gen"],
            "bins": normalised_bins(bins),
        }
    return found


def expected(contents, bins=None):
    """The records of contents.json after a restore into an empty namespace, perhaps with some bins only."""
    wanted = {}
    for record in contents:
        kept = {name: value for name, value in record["bins"].items() if bins is None or name in bins}
        if kept:
            wanted[record["digest"]] = {"set": record["set"], "never": record["never"], "gen": 1, "bins": kept}
    return wanted


def assert_same_backup(found: asb.Backup, wanted: asb.Backup, namespace=b"test"):
    """Equal but for the order of records and bins, for generations, and for void times that are later by the time a restore takes."""
    found_records, wanted_records = found.by_digest(), wanted.by_digest()
    assert len(found.records) == len(found_records)
    assert found_records.keys() == wanted_records.keys()
    for digest, wanted_record in wanted_records.items():
        record = found_records[digest]
        assert record.namespace == namespace
        assert (record.key, record.set, record.bins) == (wanted_record.key, wanted_record.set, wanted_record.bins)
        assert record.generation == 1
        if wanted_record.void_time:
            assert wanted_record.void_time <= record.void_time <= wanted_record.void_time + 300
        else:
            assert record.void_time == 0
    assert found.modules == wanted.modules


def index_lines(backup: asb.Backup, tools) -> list[bytes]:
    """The fixture's index lines as they must be written again. The C tool writes the missing set of an index as `null`; ours does not."""
    if tools.original:
        return sorted(backup.indexes)
    return sorted(line.replace(b"* i test null idx_blob ", b"* i test  idx_blob ") for line in backup.indexes)


@pytest.mark.parametrize(
    "mode",
    [[], ["--disable-batch-writes"], ["--parallel", "1", "--batch-size", "1"]],
    ids=["batch", "single", "one by one"],
)
@pytest.mark.parametrize("name", WHOLE)
def test_restore(client, tools, empty, contents, recorded, name, mode):
    run = tools.restore(*source_of(recorded(name)), *mode).ok()
    assert stored(client) == expected(contents)
    summary = restore_summary(run)
    assert (summary.records, summary.indexes, summary.modules, summary.counters) == (150, 8, 2, {"inserted": 150})


#: Fixtures in containers and the options that open them (Fixtures/README.md).
CONTAINERS = {
    "zstd.asb": ["--compress", "zstd"],
    "aes128.asb": ["--encrypt", "aes128", "--encryption-key-file", str(FIXTURES.parent / "test_key.pem")],
    "aes256-env.asb": ["--encrypt", "aes256", "--encryption-key-env", "FIXTURE_KEY"],
    "zstd-aes256.asb": [
        *("--compress", "zstd", "--encrypt", "aes256", "--encryption-key-file"),
        str(FIXTURES.parent / "test_key.pem"),
    ],
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_restore_of_containers(client, tools, empty, contents, monkeypatch, name):
    # The base64 of the key file, which is in the traditional form.
    lines = (FIXTURES.parent / "test_key.pem").read_text().splitlines()
    monkeypatch.setenv("FIXTURE_KEY", "".join(lines[1:-1]))
    # Their void times cannot be moved in the file, but by the option.
    run = tools.restore("--input-file", FIXTURES / name, "--extra-ttl", max(0, PASSED), *CONTAINERS[name]).ok()
    assert stored(client) == expected(contents)
    assert restore_summary(run).counters == {"inserted": 150}


def test_keys_are_restored(client, tools, empty, recorded):
    path = recorded("single.asb")
    tools.restore(*source_of(path)).ok()
    keys = {bytes(key[3]): key[2] for key, _, _ in client.scan("test").results()}
    for record in read(path).records:
        key = keys[record.digest]
        if record.key is None:
            assert key is None
        elif record.key.startswith(b"+ k I "):
            assert key == int(record.key[6:])
        elif record.key.startswith(b"+ k S "):
            assert record.key == b"+ k S %d %s\n" % (len(key.encode()), key.encode())
        else:
            text = base64.b64encode(key)
            assert record.key == b"+ k B %d %s\n" % (len(text), text)


def test_indexes_and_modules_are_restored(client, tools, empty, recorded):
    path = recorded("single.asb")
    tools.restore(*source_of(path), "--wait").ok()
    found = {
        index["indexname"]: (index["set"], index["bin"], index["type"], index["indextype"], index["context"])
        for index in indexes(client, "test")
    }
    assert found == {
        "idx_int": ("people", "int", "numeric", "default", "null"),
        "idx str": ("people", "str", "string", "default", "null"),
        "idx_blob": ("null", "a", "blob", "default", "null"),
        "idx_geo": ("set with space", "geo", "geo2dsphere", "default", "null"),
        "idx_list": ("people", "b c", "string", "list", "null"),
        "idx_mapkeys": ("people", "map", "string", "mapkeys", "null"),
        "idx_mapvalues": ("people", "map", "numeric", "mapvalues", "null"),
        "idx_ctx": ("people", "map", "numeric", "default", "khAC"),
    }
    modules = read(path).modules
    assert {module["name"].encode() for module in client.udf_list()} == set(modules)
    for name, content in modules.items():
        assert client.udf_get(name.decode()).encode() == content


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("target", ["directory", "file", "stream"])
def test_backup_of_the_restored(tools, empty, recorded, tmp_path, name, target):
    path = recorded(name)
    tools.restore(*source_of(path)).ok()
    compact = ["--compact"] if name == "compact.asb" else []
    again = tmp_path / "again"
    output = {
        "directory": ["--directory", again, "--parallel", 3],
        "file": ["--output-file", again],
        "stream": ["--output-file", "-"],
    }
    run = tools.backup("--namespace", "test", *output[target], *compact).ok()
    if target == "stream":
        again.write_bytes(run.stdout)
    found, wanted = read(again), read(path)
    assert_same_backup(found, wanted)
    assert sorted(found.indexes) == index_lines(wanted, tools)
    assert found.version == b"3.1"
    assert set(found.namespaces) == {b"test"}
    assert found.first_file
    summary = backup_summary(run)
    sizes = sum(file.stat().st_size for file in ([again] if again.is_file() else again.glob("*.asb")))
    assert (summary.records, summary.indexes, summary.modules, summary.bytes) == (150, 8, 2, sizes)


def test_backup_in_the_compact_form(tools, empty, recorded, tmp_path):
    """What is restored from the usual form is backed up in the compact one, byte for byte what the C tool wrote."""
    tools.restore(*source_of(recorded("single.asb"))).ok()
    tools.backup("--namespace", "test", "--output-file", tmp_path / "again.asb", "--compact").ok()
    assert_same_backup(asb.read_file(tmp_path / "again.asb"), read(recorded("compact.asb")))


def test_some_bins_of_one_set(client, tools, empty, contents, recorded, tmp_path):
    path = recorded("set-people-bins.asb")
    run = tools.restore(*source_of(path)).ok()
    people = [record for record in contents if record["set"] == "people"]
    wanted = expected(people, {"int", "str", "map"})
    assert stored(client) == wanted
    assert restore_summary(run).counters == {"inserted": len(wanted)}


def test_backup_of_some_bins_of_one_set(tools, empty, recorded, tmp_path):
    tools.restore(*source_of(recorded("single.asb"))).ok()
    again = tmp_path / "again.asb"
    tools.backup("--namespace", "test", "--set", "people", "--bin-list", "int,str,map", "--output-file", again).ok()
    found, wanted = read(again), read(recorded("set-people-bins.asb"))
    assert_same_backup(found, wanted)
    assert sorted(found.indexes) == sorted(wanted.indexes)


def test_backup_without_bins_restores_nothing(client, tools, empty, recorded):
    run = tools.restore(*source_of(recorded("no-bins.asb"))).ok()
    assert stored(client) == {}
    summary = restore_summary(run)
    assert (summary.records, summary.counters) == (150, {"skipped": 150})


def test_backup_without_bins(tools, empty, recorded, tmp_path):
    tools.restore(*source_of(recorded("single.asb"))).ok()
    again = tmp_path / "again.asb"
    tools.backup("--namespace", "test", "--no-bins", "--output-file", again).ok()
    assert_same_backup(read(again), read(recorded("no-bins.asb")))


def test_second_restore_finds_everything_fresher(client, tools, empty, contents, recorded):
    path = recorded("single.asb")
    tools.restore(*source_of(path)).ok()
    higher = sum(record["gen"] > 1 for record in contents)
    run = tools.restore(*source_of(path)).ok()
    assert restore_summary(run).counters == {"inserted": higher, "failed": 150 - higher, "fresher": 150 - higher}
    found = stored(client)
    for record in contents:
        assert found[record["digest"]]["bins"] == record["bins"]
        assert found[record["digest"]]["gen"] == (2 if record["gen"] > 1 else 1)


def test_restore_into_another_namespace(client, tools, empty, contents, recorded):
    path = recorded("directory")
    tools.restore(*source_of(path), "--namespace", "test,prod").ok()
    assert stored(client, "prod") == expected(contents)
    assert stored(client, "test") == {}
    assert len(indexes(client, "prod")) == 8
    assert indexes(client, "test") == []
