"""The manifest of a backup: what it says, and that nothing is restored from files that are not what it says."""

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time

import pytest

import asb
from cluster import clear
from processes import backup_summary, restore_summary

KEY = "AAECAwQFBgcICQoLDA0ODw=="
CONTAINERS = {
    "plain": [],
    "zstd": ["--compress", "zstd"],
    "aes": ["--encrypt", "aes128", "--encryption-key-env", "MANIFEST_KEY"],
    "both": ["--compress", "zstd", "--encrypt", "aes256", "--encryption-key-env", "MANIFEST_KEY"],
}


@pytest.fixture(autouse=True)
def only_ours(tools, monkeypatch):
    if tools.original:
        pytest.skip("the original tools have no manifest")
    monkeypatch.setenv("MANIFEST_KEY", KEY)


@pytest.fixture(scope="module")
def records(client):
    clear(client)
    for i in range(200):
        client.put(("test", ("people", "other", None)[i % 3], i), {"i": i, "s": f"text {i}"}, {"ttl": 1000 if i % 2 else -1})
    yield 200
    clear(client)


@pytest.fixture(scope="module", params=CONTAINERS)
def backups(request, tools, records, tmp_path_factory):
    """A directory with a backup of four files, and the options that its container needs."""
    directory = tmp_path_factory.mktemp("backup") / "b"
    options = CONTAINERS[request.param]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MANIFEST_KEY", KEY)
        tools.backup("-n", "test", "-d", directory, "--parallel", "4", *options).ok()
    return directory, options


@pytest.fixture
def backup(backups, tmp_path):
    """A copy of the backup to be damaged."""
    directory, options = backups
    return shutil.copytree(directory, tmp_path / "b"), options


def value(directory, key, name="test"):
    """The value of a key that stands only once in the manifest."""
    found = re.findall(rf"^ *{key}: (.*)$", (directory / f"{name}.manifest.yaml").read_text(), re.MULTILINE)
    assert len(found) == 1, found
    return found[0].strip('"')


def test_manifest_says_what_the_backup_is(tools, backups, tmp_path):
    directory, _ = backups
    text = (directory / "test.manifest.yaml").read_text()
    files = sorted(directory.glob("*.asb"))
    assert re.findall(r"^- name: (.*)$", text, re.MULTILINE) == [path.name for path in files]
    sizes = [int(number) for number in re.findall(r"^  bytes: (\d+)$", text, re.MULTILINE)]
    assert sizes == [sum(sizes[1:])] + [path.stat().st_size for path in files]
    counts = [int(number) for number in re.findall(r"^  records: (\d+)$", text, re.MULTILINE)]
    assert counts[0] == 200 == sum(counts[1:])
    assert value(directory, "covered") == '["0-4095"]'
    assert value(directory, "complete") == "true"
    assert value(directory, "namespace") == "test"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value(directory, "started"))
    assert value(directory, "started") <= value(directory, "ended")
    assert KEY not in text and sorted(path.name for path in directory.iterdir()) == sorted(
        [path.name for path in files] + ["test.manifest.yaml"]
    )


def test_filters_stand_in_the_manifest(tools, records, tmp_path):
    tools.backup(
        *("-n", "test", "-d", tmp_path / "b", "-q", "odd name", "-s", "people,other", "-B", "i", "-M", "5", "--no-udfs")
    ).ok()
    name = "odd name"
    assert value(tmp_path / "b", "sets", name) == "[people, other]"
    assert value(tmp_path / "b", "bins", name) == "[i]"
    assert value(tmp_path / "b", "complete", name) == "false"
    text = (tmp_path / "b" / "odd name.manifest.yaml").read_text()
    assert re.findall(r"- option: (\S+)\n  value: \"(\w+)\"", text) == [("no-udfs", "true"), ("max-records", "5")]
    run = tools.restore("--validate", "-d", tmp_path / "b").ok()
    assert "not complete, for the number of records was limited" in run.stderr


def test_whole_backup_is_restored(client, tools, backups):
    directory, options = backups
    clear_prod(client)
    run = tools.restore("-d", directory, "-n", "test,prod", *options).ok()
    assert restore_summary(run).inserted == 200
    assert "All 4 file(s) are as the manifest says" in run.messages


def test_validation_tells_what_the_backup_holds(tools, backups):
    directory, options = backups
    run = tools.restore("--validate", "-d", directory, *options).ok()
    assert restore_summary(run).records == 200
    said = run.messages
    assert said[-7:-4] == [
        "Records of namespace test, no set: 66",
        "Records of namespace test, set other: 67",
        "Records of namespace test, set people: 67",
    ]
    assert said[-4:-2] == ["Secondary indexes: none", "UDF files: none"]
    assert re.fullmatch(r"Void times: 100 record\(s\) from 20\S+Z to 20\S+Z, 100 record\(s\) never expire", said[-2])
    assert re.fullmatch(r"Partitions: 4096 of 4096 covered and complete, records of \d+", said[-1])


def cut(directory, chosen, _):
    path = chosen.choice(sorted(directory.iterdir()))
    path.write_bytes(path.read_bytes()[: chosen.randrange(path.stat().st_size)])
    return [path], ["truncated", "line "]


def flip(directory, chosen, _):
    path = chosen.choice(sorted(directory.iterdir()))
    bytes_ = bytearray(path.read_bytes())
    bytes_[chosen.randrange(len(bytes_))] ^= 1 << chosen.randrange(8)
    path.write_bytes(bytes_)
    return [path], ["changed", "line "]


def append(directory, chosen, _):
    path = chosen.choice(sorted(directory.iterdir()))
    path.write_bytes(path.read_bytes() + chosen.randbytes(7))
    return [path], ["changed", "line "]


def delete(directory, chosen, files):
    path = chosen.choice(files)
    path.unlink()
    return [path], ["missing"]


def duplicate(directory, chosen, files):
    one, other = chosen.sample(files, 2)
    other = chosen.choice([other, directory / "more.asb"])
    shutil.copy(one, other)
    return [one, other], ["duplicated"]


def swap(directory, chosen, files):
    one, other = chosen.sample(files, 2)
    one.rename(directory / "x")
    other.rename(one)
    (directory / "x").rename(other)
    return [one, other], ["reordered"]


def rename(directory, chosen, files):
    path = chosen.choice(sorted(directory.iterdir()))
    new = directory / path.name.replace("test", "best")
    path.rename(new)
    return [path, new], ["renamed"]


def add(directory, chosen, files):
    path = directory / "foreign.asb"
    path.write_bytes(asb.head())
    return [path], ["extra"]


@pytest.mark.parametrize("number", range(2))
@pytest.mark.parametrize("damage", [cut, flip, append, delete, duplicate, swap, rename, add], ids=lambda d: d.__name__)
def test_damage_is_found_before_anything_is_restored(client, tools, backup, damage, number):
    directory, options = backup
    clear_prod(client)
    chosen = random.Random(f"{damage.__name__} {number} {options}")
    paths, words = damage(directory, chosen, sorted(directory.glob("*.asb")))
    for arguments in (["--validate"], ["-n", "test,prod"]):
        run = tools.restore("-d", directory, *arguments, *options)
        run.failed(*(path.name for path in paths), lines=5)
        assert any(word in run.stderr for word in words), run.stderr
    assert not client.scan("prod").results()


def clear_prod(client):
    for key, _, _ in client.scan("prod").results():
        client.remove(key)


def test_flipped_byte_of_one_file(client, tools, backup):
    directory, options = backup
    one, other = sorted(directory.glob("*.asb"))[:2]
    bytes_ = bytearray(one.read_bytes())
    bytes_[-20] ^= 1
    one.write_bytes(bytes_)
    tools.restore("--validate", "-i", one, *options).failed(one.name, "changed", lines=2)
    run = tools.restore("--validate", "-i", other, *options).ok()
    assert f"{other} is as the manifest says, one of 4 file(s) of the backup" in run.messages


def test_backup_without_a_manifest_is_restored(client, tools, backup):
    directory, options = backup
    (directory / "test.manifest.yaml").unlink()
    line = f"{directory} has no manifest: it cannot be proven that the backup is complete"
    run = tools.restore("-d", directory, "-n", "test,prod", "--no-generation", *options).ok()
    assert run.messages.count(line) == 1 and "[ERR]" not in run.stderr
    run = tools.restore("-d", directory, "--validate", *options).ok()
    assert run.messages.count(line) == 1
    assert "without a manifest it cannot be proven" in run.messages[-1]


def test_manifest_of_a_later_version(tools, backup):
    directory, options = backup
    path = directory / "test.manifest.yaml"
    path.write_text(path.read_text().replace("format: 1", "format: 2"))
    tools.restore("--validate", "-d", directory, *options).failed("test.manifest.yaml, line 3, column 9", "format 1")


# The manifest and the files of earlier backups


def test_directory_with_only_a_manifest_is_a_backup(tools, backup):
    directory, _ = backup
    for path in directory.glob("*.asb"):
        path.unlink()
    tools.backup("-n", "test", "-d", directory).failed("seems to contain an existing backup")
    assert (directory / "test.manifest.yaml").exists()


def test_removed_with_the_files(tools, backup):
    directory, _ = backup
    (directory / "notes.yaml").write_text("stays")
    tools.backup("-n", "test", "-d", directory, "-q", "new", "--remove-files").ok()
    assert sorted(path.name for path in directory.glob("*.yaml")) == ["new.manifest.yaml", "notes.yaml"]
    assert not (directory / "test.manifest.yaml").exists()
    tools.restore("--validate", "-d", directory).ok()


def limited_files():
    """No file may grow beyond 2 KiB: a write then fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))


def test_failed_backup_has_no_manifest(tools, records, tmp_path):
    tools.backup("-n", "test", "-d", tmp_path / "b", preexec_fn=limited_files).failed()
    assert not list((tmp_path / "b").glob("*.manifest.yaml*"))


def test_single_file_has_no_manifest(tools, records, tmp_path):
    path = tmp_path / "b.asb"
    assert backup_summary(tools.backup("-n", "test", "-o", path).ok()).records == 200
    assert list(tmp_path.iterdir()) == [path]
    run = tools.restore("--validate", "-i", path).ok()
    assert f"No manifest names {path}: it cannot be proven that it is complete" in run.messages


def test_nothing_behind_the_last_bytes(tools, records, tmp_path):
    """Past the page cache pages are written whole; where the last one is cut, its bytes go another way, without the rest."""
    for number in range(200, 100, -1):
        path = tmp_path / f"{number}.asb"
        arguments = ["-n", "test", "--parallel", 1, "--max-records", number]
        tools.backup(*arguments, "-o", path).ok()
        size = path.stat().st_size
        limit = (size + 511) // 512 * 512 + 512
        if size // 4096 == limit // 4096:
            break

    def limit_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    limited = tmp_path / "limited.asb"
    tools.backup(*arguments, "-o", limited, preexec_fn=limit_files).ok()
    assert limited.stat().st_size <= size + 512
    assert b"\0" not in limited.read_bytes()
    tools.restore("--validate", "-i", limited).ok()


# Without the comparison, or slowly


def test_no_comparison(tools, backup):
    directory, options = backup
    first, *others = sorted(directory.glob("*.asb"))
    tools.restore("--validate", "-d", directory, *options).ok()
    first.rename(directory / "renamed.asb")
    (directory / "test.manifest.yaml").write_text("no manifest")
    tools.restore("--validate", "-d", directory, *options).failed("test.manifest.yaml")
    sources = [["-d", directory], ["-i", others[0]], ["--directory-list", directory]]
    for source in sources:
        run = tools.restore("--validate", "--no-manifest-check", *source, *options).ok()
        assert "--no-manifest-check: it is not proven that the backup is complete" in run.messages
    run = tools.restore("--no-manifest-check", "-d", directory, "-n", "test,prod", *options).ok()
    assert restore_summary(run).records == 200


def test_comparison_keeps_to_the_limit(tools, client, empty, tmp_path):
    """2 MiB at 1 MiB a second, of which the first is free, take a second to compare and one to parse."""
    for i in range(32):
        client.put(("test", "s", i), {"s": "x" * 65_536})
    tools.backup("-n", "test", "-d", tmp_path / "b", "-w", 1).ok()
    for option, seconds in (("--validate", 1.9), ("--no-manifest-check", 0.9)):
        begin = time.monotonic()
        tools.restore("--validate", option, "-d", tmp_path / "b", "-N", "1,1000000").ok()
        assert time.monotonic() - begin > seconds


@pytest.mark.parametrize("change", ["goes", "comes"])
@pytest.mark.parametrize("option", ["--directory", "--directory-list"])
def test_a_file_that_goes_or_comes_behind_its_check(tools, client, empty, eventually, tmp_path, change, option):
    """While the second file is compared something happens to the first one or beside it."""
    for i in range(64):
        client.put(("test", "s", i), {"s": "x" * 65_536})
    directory = tmp_path / "b"
    tools.backup("-n", "test", "-d", directory, "-w", 2).ok()
    first, second = sorted(directory.glob("*.asb"))
    arguments = ["--validate", option, str(directory), "-N", "1,1000000"]
    process = subprocess.Popen([tools.asrestore, *arguments], stderr=subprocess.PIPE, text=True)

    def open_files():
        place = f"/proc/{process.pid}/fd"
        try:
            return {os.readlink(f"{place}/{name}") for name in os.listdir(place)}
        except FileNotFoundError:
            return set()

    eventually(lambda: str(second) in open_files() or process.poll() is not None, "the second file is read")
    path = first if change == "goes" else directory / "test_00009.asb"
    if change == "goes":
        first.unlink()
    else:
        shutil.copy(first, path)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 1, stderr
    assert "All 2 file(s) are as the manifest says" in stderr
    assert f"File {path} {'is gone' if change == 'goes' else 'was not there'}" in stderr
