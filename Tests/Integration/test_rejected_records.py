"""Records that the server refuses: written into a file of their own, to be restored another time."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
from pathlib import Path

import aerospike
import pytest

import asb
from cluster import info_of_one, truncate
from processes import restore_summary

KEY = {"K": "AAECAwQFBgcICQoLDA0ODw=="}
ENCRYPTED = ["--encrypt", "aes256", "--encryption-key-env", "K"]

if os.environ.get("ORIGINAL_TOOLS"):
    pytest.skip("the C tools end at the first record that is refused", allow_module_level=True)


def digest(number: int) -> bytes:
    return bytes(aerospike.calc_digest("test", "rejects", number))


def good(number: int) -> bytes:
    return asb.record_text(digest(number), {b"i": number}, set_name=b"rejects")


def nil_only(number: int) -> bytes:
    """A record with a nil bin only: absent, it is code 2."""
    return good(number).replace(b"- I i %d\n" % number, b"- N i\n")


def bad_geo(number: int) -> bytes:
    """No GeoJSON: code 160."""
    return good(number).replace(b"- I i %d\n" % number, b"- G i 4 nope\n")


@pytest.fixture
def backup(tmp_path) -> Path:
    """A hundred records; every tenth one is refused."""
    path = tmp_path / "b.asb"
    text = [nil_only(i) if i % 20 == 0 else bad_geo(i) if i % 10 == 0 else good(i) for i in range(100)]
    path.write_bytes(asb.head() + b"".join(text))
    return path


REFUSED = {digest(i) for i in range(0, 100, 10)}


def numbers(client) -> set[int]:
    return {bins["i"] for _, _, bins in client.scan("test", "rejects").results()}


def check(run, path: Path, count: int = 10) -> None:
    run.failed(f"refused {count} record(s)", str(path), f"{path}.reasons")
    assert restore_summary(run).counters == {"inserted": 90, "ignored": count}


def large(number: int) -> bytes:
    """A record of 2.5 KB, so that there are many pieces of a MiB."""
    return asb.record_text(digest(number), {b"i": number, b"s": "x" * 2500}, set_name=b"rejects")


def reasons(path: Path) -> dict[bytes, int]:
    lines = Path(f"{path}.reasons").read_text().splitlines()
    return {base64.b64decode(line.split(" ")[0]): int(line.split(" ")[1]) for line in lines}


@pytest.mark.parametrize(
    "options",
    [[], ["--batch-size", "1"], ["--disable-batch-writes", "--max-retries", "1"], ["--ignore-record-error"]],
    ids=" ".join,
)
def test_refused_records_are_kept(tools, client, empty, backup, tmp_path, options):
    path = tmp_path / "rejected.asb"
    check(tools.restore("--input-file", backup, "--rejected-file", path, *options), path)
    assert numbers(client) == {i for i in range(100) if i % 10}
    assert set(reasons(path)) == REFUSED
    assert set(reasons(path).values()) == {2, 160}
    data = path.read_bytes()
    assert data.startswith(b"Version 3.1\n# namespace test\n+ ")
    assert set(asb.parse(data).by_digest()) == REFUSED
    originals = asb.parse(backup.read_bytes()).by_digest()
    whole = backup.read_bytes()
    for record in asb.parse(data).records:
        original = originals[record.digest]
        assert data[record.start : record.end] == whole[original.start : original.end]
    tools.restore("--input-file", path, "--validate").ok()


def test_a_second_run_restores_them(tools, client, empty, backup, tmp_path):
    path = tmp_path / "rejected.asb"
    check(tools.restore("--input-file", backup, "--rejected-file", path), path)
    # The reason is gone: nil bins of a record that is there are no error any longer.
    for i in range(0, 100, 10):
        client.put(("test", "rejects", i), {"i": i, "j": 1})
    path.write_bytes(path.read_bytes().replace(b"- G i 4 nope\n", b"- N i\n"))
    run = tools.restore("--input-file", path, "--no-generation").ok()
    assert restore_summary(run).counters == {"inserted": 10}


def test_no_file_without_refused_records(tools, client, empty, tmp_path):
    backup = tmp_path / "b.asb"
    backup.write_bytes(asb.head() + good(1))
    tools.restore("--input-file", backup, "--rejected-file", tmp_path / "r.asb").ok()
    assert [path.name for path in tmp_path.iterdir()] == ["b.asb"]


@pytest.mark.parametrize("name", ["r.asb", "r.asb.reasons"])
def test_existing_files_are_not_overwritten(tools, client, empty, backup, tmp_path, name):
    (tmp_path / name).write_text("mine")
    tools.restore("--input-file", backup, "--rejected-file", tmp_path / "r.asb").failed(name, "already exists")
    assert (tmp_path / name).read_text() == "mine"
    assert {path.name for path in tmp_path.iterdir()} == {"b.asb", name}
    assert client.scan("test").results() == []


def test_a_missing_directory(tools, client, empty, backup, tmp_path):
    tools.restore("--input-file", backup, "--rejected-file", tmp_path / "absent" / "r.asb").failed("absent")
    assert client.scan("test").results() == []


def test_renamed_namespaces(tools, client, empty, backup, tmp_path):
    """The file is of the namespace that the backup was of, for the same options to fit it."""
    path = tmp_path / "r.asb"
    run = tools.restore("--input-file", backup, "--namespace", "test,prod", "--rejected-file", path)
    check(run, path)
    assert path.read_bytes().startswith(b"Version 3.1\n# namespace test\n+ ")
    assert b"+ n test\n" in path.read_bytes()


def test_containers_stay(tools, client, empty, backup, tmp_path):
    """What was encrypted stays encrypted."""
    environment = os.environ | KEY
    for i in range(100):
        if i % 10:
            client.put(("test", "rejects", i), {"i": i})
    encrypted = tmp_path / "e.asb"
    container = ["--compress", "zstd", *ENCRYPTED]
    tools.backup("--namespace", "test", "--output-file", encrypted, *container, env=environment).ok()
    path = tmp_path / "r.asb"
    # A time to live of 0 generations is nothing: unique records that exist are no refusals.
    tools.restore("--input-file", encrypted, "--unique", "--rejected-file", path, *container, env=environment).ok()
    assert not path.exists()


def test_a_whole_server_that_is_wrong_ends_the_run(tools, client, empty, tmp_path):
    backup = tmp_path / "b.asb"
    backup.write_bytes(asb.head(b"absent") + asb.record_text(digest(1), {b"i": 1}, namespace=b"absent"))
    run = tools.restore("--input-file", backup, "--rejected-file", tmp_path / "r.asb")
    run.failed("absent")
    assert not (tmp_path / "r.asb").exists()


def objects(client) -> int:
    values = dict(pair.split("=", 1) for pair in info_of_one(client, "namespace/test").split(";") if "=" in pair)
    return int(values["objects"])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_goes_on_with_the_file(tools, client, empty, tmp_path, number):
    """Every refused record is in the file once, whenever the tool was killed."""
    backup, path, journal = tmp_path / "b.asb", tmp_path / "r.asb", tmp_path / "j"
    padding = "x" * 2500
    text = b"".join(
        nil_only(i) if i % 10 == 0 else asb.record_text(digest(i), {b"i": i, b"s": padding}, set_name=b"rejects")
        for i in range(1500)
    )
    backup.write_bytes(asb.head() + text)
    options = ["--input-file", str(backup), "--rejected-file", str(path)]
    process = subprocess.Popen(
        [tools.asrestore, "-h", str(tools.server), *options, "--journal", str(journal), "--nice", "1000,300"],
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    while process.poll() is None and objects(client) < 300:
        pass
    process.send_signal(number)
    assert process.wait(30) != 0
    run = tools.restore(*options, "--continue", journal)
    run.failed("refused 150 record(s)", str(path))
    refused = [digest(i) for i in range(0, 1500, 10)]
    assert sorted(record.digest for record in asb.parse(path.read_bytes()).records) == sorted(refused)
    assert sorted(reasons(path)) == sorted(refused)
    assert numbers(client) == {i for i in range(1500) if i % 10}
    assert restore_summary(run).ignored == 150
    assert not journal.exists()


@pytest.mark.parametrize("other", [False, True])
def test_what_earlier_runs_refused_is_told(tools, client, empty, backup, tmp_path, other):
    """Damage ends the first run behind a hundred records; the second one, which names another file or none, restores the rest."""
    path, journal = tmp_path / "r.asb", tmp_path / "j"
    text = backup.read_bytes()
    last = bad_geo(101) if other else good(101)
    backup.write_bytes(text + last.replace(b"+ g ", b"? g "))
    options = ["--input-file", backup]
    tools.restore(*options, "--journal", journal, "--rejected-file", path).failed("b.asb")
    kept = path.read_bytes()
    assert set(asb.parse(kept).by_digest()) == REFUSED
    backup.write_bytes(text + last)
    more = ["--rejected-file", tmp_path / "other.asb"] if other else []
    run = tools.restore(*options, "--continue", journal, *more)
    run.failed(f"refused {11 if other else 10} record(s)", str(path), *map(str, more[1:]))
    assert path.read_bytes() == kept
    assert not journal.exists()
    assert numbers(client) == {i for i in range(100) if i % 10} | (set() if other else {101})


def test_a_journal_that_exists_leaves_no_files(tools, client, empty, backup, tmp_path):
    journal = tmp_path / "j"
    journal.write_text("mine")
    options = ["--input-file", backup, "--rejected-file", tmp_path / "r.asb"]
    tools.restore(*options, "--journal", journal).failed(str(journal), "exists already")
    assert {path.name for path in tmp_path.iterdir()} == {"b.asb", "j"}
    check(tools.restore(*options, "--journal", tmp_path / "k"), tmp_path / "r.asb")


CONTAINERS = {"plain": [], "zstd": ["--compress", "zstd"], "both": ["--compress", "zstd", *ENCRYPTED]}


@pytest.mark.parametrize("signals", [["SIGKILL"], ["SIGINT"], ["SIGINT", "SIGINT"]], ids=" ".join)
@pytest.mark.parametrize("container", CONTAINERS)
def test_a_run_that_ended_before_anything_was_refused_goes_on(tools, client, empty, tmp_path, container, signals):
    """Whatever ended it, the same options go on; only a tool that is killed leaves empty files."""
    environment = os.environ | KEY
    for i in range(1500):
        client.put(("test", "rejects", i), {"i": i, "s": "x" * 2500})
    backup, path, journal = tmp_path / "b.asb", tmp_path / "r.asb", tmp_path / "j"
    container = CONTAINERS[container]
    tools.backup("--namespace", "test", "--output-file", backup, *container, env=environment).ok()
    truncate(client, "test")
    options = ["--input-file", str(backup), "--rejected-file", str(path), *container]
    process = subprocess.Popen(
        [tools.asrestore, "-h", str(tools.server), *options, "--journal", str(journal), "--nice", "1000,200"],
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
        env=environment,
    )
    while process.poll() is None and objects(client) < 200:
        pass
    for name in signals:
        process.send_signal(getattr(signal, name))
    assert process.wait(30) != 0
    left = {path.name for path in tmp_path.iterdir()} - {"b.asb", "j"}
    assert left == ({"r.asb", "r.asb.reasons"} if signals == ["SIGKILL"] else set())
    tools.restore(*options, "--continue", journal, env=environment).ok()
    assert numbers(client) == set(range(1500))
    assert {path.name for path in tmp_path.iterdir()} == {"b.asb"}


def test_a_file_that_took_the_name_since_is_not_cut(tools, client, empty, backup, tmp_path):
    """The first run ends at damage with nothing refused; then another one has the file."""
    path, journal = tmp_path / "r.asb", tmp_path / "j"
    whole = asb.head() + b"".join(good(i) for i in range(100, 200))
    other = tmp_path / "other.asb"
    other.write_bytes(whole + good(200).replace(b"+ g ", b"? g "))
    options = ["--input-file", other, "--rejected-file", path]
    tools.restore(*options, "--journal", journal).failed("other.asb")
    check(tools.restore("--input-file", backup, "--rejected-file", path), path)
    kept = path.read_bytes()
    other.write_bytes(whole + good(200))
    tools.restore(*options, "--continue", journal).failed(str(path), "already exists")
    assert path.read_bytes() == kept
    tools.restore("--input-file", other, "--continue", journal).ok()


def test_a_journal_is_not_written_over_the_refused_records(tools, client, empty, backup, tmp_path):
    journal = tmp_path / "j"
    whole = asb.head() + b"".join(good(i) for i in range(100, 200))
    behind = backup.read_bytes().removeprefix(asb.head())
    backup.write_bytes(whole + good(200).replace(b"+ g ", b"? g ") + behind)
    options = ["--input-file", backup]
    tools.restore(*options, "--journal", journal).failed("b.asb")
    backup.write_bytes(whole + good(200) + behind)
    path = tmp_path / "j.new"
    run = tools.restore(*options, "--continue", journal, "--rejected-file", path)
    run.failed("refused 10 record(s)", str(path))
    assert set(asb.parse(path.read_bytes()).by_digest()) == REFUSED


@pytest.mark.parametrize("number", (signal.SIGKILL, signal.SIGINT, None), ids=lambda number: number and number.name)
def test_a_second_restore_from_one_journal(tools, client, empty, tmp_path, number):
    """The first only seems to be dead. What it keeps of refused records is whole, and the journal goes on."""
    backup, path, journal = tmp_path / "b.asb", tmp_path / "r.asb", tmp_path / "j"
    text = [bad_geo(i) if i % 10 == 0 else large(i) for i in range(4000)]
    backup.write_bytes(asb.head() + b"".join(text))
    options = ["--input-file", str(backup), "--rejected-file", str(path)]
    # Slow enough for the others to come and go meanwhile; one that is ended by a signal need not come to its end.
    rate = 200 if number else 800
    process = subprocess.Popen(
        [tools.asrestore, "-h", str(tools.server), *options, "--journal", str(journal), "--nice", f"1000,{rate}"],
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    while process.poll() is None and objects(client) < 300:
        pass
    for others in (options, [*options[:2], "--rejected-file", str(tmp_path / "other.asb")], options[:2]):
        tools.restore(*others, "--continue", journal).failed(f"Another restore is using journal {journal}")
    assert process.poll() is None and not (tmp_path / "other.asb").exists()
    if number:
        process.send_signal(number)
    assert process.wait(60) != 0
    if number:
        tools.restore(*options, "--continue", journal).failed("refused 400 record(s)")
    assert not journal.exists()
    refused = {digest(i) for i in range(0, 4000, 10)}
    assert set(asb.parse(path.read_bytes()).by_digest()) == set(reasons(path)) == refused
    assert len(Path(f"{path}.reasons").read_text().splitlines()) == 400


def killed_with_refused_records(tools, client, backup, path, journal) -> list:
    """Restores until some records were refused and noted, and kills the tool; gives the options for going on."""
    text = [bad_geo(i) if i % 10 == 0 else large(i) for i in range(4000)]
    backup.write_bytes(asb.head() + b"".join(text))
    options = ["--input-file", str(backup)]
    process = subprocess.Popen(
        [tools.asrestore, "-h", str(tools.server), *options, "--rejected-file", str(path), "--journal", str(journal)]
        + ["--nice", "1000,300"],
        stderr=subprocess.DEVNULL,
        cwd=path.parent,
    )
    while process.poll() is None and not (path.exists() and path.stat().st_size):
        pass
    while process.poll() is None and f" {path.stat().st_size} " not in journal.read_text():
        pass
    process.kill()
    process.wait()
    return options


def test_records_of_another_restore_under_the_name_are_not_cut(tools, client, empty, backup, tmp_path):
    """The first one's were moved by somebody who clears up."""
    path, moved, journal = tmp_path / "r.asb", tmp_path / "moved.asb", tmp_path / "j"
    options = killed_with_refused_records(tools, client, tmp_path / "large.asb", path, journal)
    first = set(asb.parse(path.read_bytes()).by_digest())
    for suffix in ("", ".reasons"):
        Path(f"{path}{suffix}").rename(f"{moved}{suffix}")
    others = tmp_path / "others.asb"
    others.write_bytes(asb.head() + b"".join(bad_geo(i) for i in range(5000, 6000)))
    tools.restore("--input-file", others, "--rejected-file", path).failed("refused 1000 record(s)")
    kept = path.read_bytes(), Path(f"{path}.reasons").read_bytes()
    tools.restore(*options, "--rejected-file", path, "--continue", journal).failed("r.asb does not hold the", "name another one")
    run = tools.restore(*options, "--rejected-file", tmp_path / "rest.asb", "--continue", journal)
    run.failed("refused 400 record(s)", "r.asb does not hold the", lines=2)
    assert (path.read_bytes(), Path(f"{path}.reasons").read_bytes()) == kept
    rest = set(asb.parse((tmp_path / "rest.asb").read_bytes()).by_digest())
    assert rest | first == {digest(i) for i in range(0, 4000, 10)}


def test_a_file_that_took_the_name_since_is_not_removed(tools, client, empty, backup, tmp_path):
    path, other = tmp_path / "r.asb", tmp_path / "large.asb"
    other.write_bytes(asb.head() + b"".join(large(i) for i in range(100, 2000)))
    process = subprocess.Popen(
        [tools.asrestore, "-h", str(tools.server), "--input-file", str(other), "--rejected-file", str(path)]
        + ["--nice", "1000,300"],
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
    )
    while process.poll() is None and objects(client) < 100:
        pass
    for suffix in ("", ".reasons"):
        Path(f"{path}{suffix}").unlink()
    tools.restore("--input-file", backup, "--rejected-file", path).failed("refused 10 record(s)")
    kept = path.read_bytes()
    assert process.poll() is None
    assert process.wait(60) == 0
    assert path.read_bytes() == kept and set(reasons(path)) == REFUSED


@pytest.mark.parametrize("option", ["--rejected-file", "--journal"])
@pytest.mark.parametrize("name", ["r.asb", "r.manifest.yaml"])
def test_nothing_that_would_count_as_a_part_of_the_backup(tools, client, empty, backup, tmp_path, option, name):
    folder = tmp_path / "d"
    folder.mkdir()
    backup.rename(folder / "b.asb")
    run = tools.restore("--directory", folder, option, tmp_path / "d" / ".." / "d" / name)
    run.failed(name, "it would count as a part of the backup", "another directory")
    assert [path.name for path in folder.iterdir()] == ["b.asb"] and objects(client) == 0
