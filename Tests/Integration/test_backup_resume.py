"""Backups that are interrupted and continued: every record is there once in the end, wherever they were stopped.

`RESUME_RUNS` backups are stopped at random places (default 6); `RESUME_SEED` chooses the places."""

import os
import random
import shutil
import subprocess

import pytest

import asb
from cluster import eventually, indexes, info_of_one
from conftest import RELEASE
from interruptions import CONTAINERS, KEY, Backup, Stop, random_stop, run_interrupted
from processes import backup_summary, restore_summary

RECORDS = 6_000
RUNS = int(os.environ.get("RESUME_RUNS", 6))
SEED = int(os.environ.get("RESUME_SEED", 1))
MODES = ("directory", "file", "stdout")

pytestmark = pytest.mark.skipif(
    "AEROSPIKE_HOST" in os.environ or "ORIGINAL_TOOLS" in os.environ, reason="needs servers of its own, and our state"
)


@pytest.fixture
def begin(tools, tmp_path):
    """Prepares a backup of a server that is loaded with records."""

    def begin(mode: str, container: str = "plain", load: int = RECORDS) -> Backup:
        return Backup(tools.asbackup, RELEASE / "aslocal", load, tmp_path, mode, container)

    return begin


@pytest.fixture(scope="module")
def whole(tools, tmp_path_factory):
    """The records of a backup that nobody interrupted, as bytes."""
    backup = Backup(tools.asbackup, RELEASE / "aslocal", RECORDS, tmp_path_factory.mktemp("whole"), "file")
    assert backup.run().exit == 0, backup.log()
    return records(asb.read_file(backup.output))


def records(found: asb.Backup) -> dict[bytes, list[bytes]]:
    by_digest = {record.digest: sorted(record.bins.values()) for record in found.records}
    assert len(by_digest) == len(found.records), "a record is there twice"
    return by_digest


def contents(tools, client, backup: Backup) -> dict[bytes, list[bytes]]:
    """What is in a backup: read by the independent reader, or by that of another backup of what it restores to."""
    if backup.container == "plain":
        read = asb.read_directory if backup.mode == "directory" else asb.read_file
        found = read(backup.output)
        assert found.first_file
        return records(found)
    source = "--directory" if backup.mode == "directory" else "--input-file"
    options = [source, backup.output, "--namespace", "test,prod", "--unique", *CONTAINERS[backup.container]]
    run = tools.restore(*options, env=os.environ | KEY).ok()
    # None existed: no record is in the backup twice.
    assert set(restore_summary(run).counters) == {"inserted"}, run.stderr
    again = backup.folder / "again.asb"
    tools.backup("--namespace", "prod", "--output-file", again).ok()
    return records(asb.read_file(again))


def finish(backup: Backup, *arguments) -> None:
    run = backup.run(*arguments)
    assert run.exit == 0, backup.log()
    assert backup_summary(run).records == RECORDS, backup.log()
    assert backup_summary(run).bytes == backup.size, backup.log()
    assert not backup.state.exists()


@pytest.mark.parametrize("seed", range(SEED, SEED + RUNS))
def test_stopped_at_random_places(begin, tools, client, empty, whole, seed):
    source = random.Random(seed)
    mode = MODES[seed % len(MODES)]
    backup = begin(mode, source.choice(list(CONTAINERS)))
    size = RECORDS * (430 if "zstd" in backup.container else 760)
    print(f"seed {seed}: {mode}, {backup.container}")
    for _ in range(source.randint(1, 4)):
        stop = random_stop(source, size * 2 // 3, backup.size)
        slow = ["--records-per-second", 6_000] if stop.kind != "full disk" and source.random() < 0.7 else []
        run = backup.run("--parallel", source.randint(1, 5), "--max-retries", 1, *slow, stop=stop)
        print(f"  {stop}: exit {run.exit}, {backup.size} bytes")
        if run.exit == 0:
            break
        # A lost server is also told by who looks after the nodes.
        run.failed(lines=3 if stop.kind == "lost server" else 1)
        assert backup.state.exists(), backup.log()
        assert f"Created backup state file {backup.state.relative_to(backup.folder)}" in run.messages
        assert backup_summary(run).bytes == backup.size, backup.log()
    else:
        finish(backup, "--parallel", source.randint(1, 5))
    assert contents(tools, client, backup) == whole, backup.log()


def disk_in_memory(folder):
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder]).returncode:
        pytest.skip("needs to mount a file system")
    return lambda size: subprocess.run(["mount", "-o", f"remount,size={size}m", folder], check=True)


def disk_in_a_file(folder):
    """Written to past the page cache, which file systems in memory do not have."""
    image, ballast = folder.with_suffix(".image"), folder / "ballast"
    with open(image, "wb") as file:
        file.truncate(96 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
    if os.geteuid() or subprocess.run(["mount", "-o", "loop", image, folder]).returncode:
        pytest.skip("needs to mount a file system")

    def enlarge(size):
        """Leaves so many MiB free besides what the backup holds by now."""
        ballast.unlink(missing_ok=True)
        os.sync()
        status = os.statvfs(folder)
        with open(ballast, "wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(4096, status.f_bfree * status.f_frsize - (size << 20)))

    return enlarge


@pytest.fixture(params=[disk_in_memory, disk_in_a_file])
def small_disk(tmp_path, request):
    """A folder on a file system of its own, and a way to make that larger."""
    folder = tmp_path / "disk"
    folder.mkdir()
    yield folder, request.param(folder)
    subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("mode", MODES)
def test_disk_of_three_mebibytes(begin, tools, client, whole, small_disk, mode):
    backup = begin(mode)
    backup.folder, enlarge = small_disk
    for size in (3, 4):
        enlarge(size)
        run = backup.run("--parallel", 3).failed("No space left on device")
        assert backup.state.exists(), backup.log()
        assert backup_summary(run).bytes == backup.size, backup.log()
    enlarge(64)
    finish(backup)
    assert contents(tools, client, backup) == whole, backup.log()


def test_max_records_counts_over_all_runs(begin):
    backup = begin("file")
    backup.run("--max-records", 4000, "--parallel", 2, "--records-per-second", 1000, stop=Stop("SIGINT", 1)).failed()
    run = backup.run("--max-records", 4000).ok()
    assert backup_summary(run).records == 4000
    assert len(records(asb.read_file(backup.output))) == 4000


def test_files_that_no_worker_goes_on_with(begin, tools, client, whole):
    """What a killed run wrote behind the state is cut in them, too."""
    backup = begin("directory")
    # One worker is at its end, and its file is written, long before the others: a worker reads 100 records in a second.
    pieces = ["--partition-list", "0-150,150-1000,1150-1000,2150-1000,3150-946"]
    backup.run(*pieces, "--parallel", 5, "--records-per-second", 500, stop=Stop("SIGINT", 10_000)).failed()
    unfinished = sorted(backup.output.glob("*.asb"), key=lambda path: path.stat().st_size)[:3]
    for path in unfinished:
        with open(path, "ab") as file:
            file.write(asb.record_text(bytes(20), {b"i": 1}) + b"+ n te")
    finish(backup, *pieces, "--parallel", 1, "--file-limit", 100)
    assert contents(tools, client, backup) == whole, backup.log()
    assert backup.runs[-1][1].stderr.count("cut to these") == len(unfinished)


def test_manifest_that_cannot_be_written(begin, tools, client, whole):
    """All records are in their files by then, and the state says so."""
    backup = begin("directory")
    obstacles = [backup.output / f"test.manifest.yaml.part{number and f'.{number}' or ''}" for number in range(100)]
    for obstacle in obstacles:
        obstacle.mkdir(parents=True)
    for _ in range(2):
        backup.run().failed("test.manifest.yaml")
        assert backup.state.exists(), backup.log()
        assert "not-started: []" in backup.state.read_text()
    for obstacle in obstacles:
        obstacle.rmdir()
    finish(backup)
    assert (backup.output / "test.manifest.yaml").exists()
    assert contents(tools, client, backup) == whole, backup.log()


def test_another_start_within_a_partition(begin):
    backup = begin("directory")
    partition = ["--partition-list", "AAABAQEBAQEBAQEBAQEBAQEBAQE=,1-4000"]
    backup.run(*partition, "--records-per-second", 3000, stop=Stop("SIGINT", 1)).failed()
    for other in (["--partition-list", "0-4001"], []):
        backup.run(*other).failed("--partition-list was AAABAQEBAQEBAQEBAQEBAQEBAQE= and is without a digest")
    backup.run(*partition).ok()
    manifest = (backup.output / "test.manifest.yaml").read_text()
    assert '- option: partition-list\n  value: "AAABAQEBAQEBAQEBAQEBAQEBAQE="' in manifest


def test_a_backup_begun_anew_forgets_its_state(tools, client, empty, tmp_path):
    for i in range(1000):
        client.put(("test", "s", i), {"i": i})
    folder = tmp_path / "work"
    folder.mkdir()
    command = [tools.asbackup, "--host", str(tools.server), "-n", "test", "-d", "b"]
    run_interrupted([*command, "--records-per-second", "300"], folder, "Starting backup for").failed()
    state = folder / "b" / "test.asb.state"
    shutil.copy(state, folder / "copy.state")
    run_interrupted(command, folder, None).failed("seems to contain an existing backup")
    assert state.exists()
    run_interrupted([*command, "--remove-files"], folder, None).ok()
    assert not state.exists()
    before = {path.name: path.read_bytes() for path in (folder / "b").iterdir()}
    run_interrupted([*command, "--continue", "copy.state"], folder, None).failed("has ended", "test.manifest.yaml")
    assert {path.name: path.read_bytes() for path in (folder / "b").iterdir()} == before


def test_another_key(begin, tmp_path, monkeypatch):
    backup = begin("directory", "zstd and aes")
    backup.run("--parallel", 2, "--records-per-second", 3000, stop=Stop("SIGINT", 1)).failed()
    before = {path: path.read_bytes() for path in backup.folder.rglob("*") if path.name != "stderr" and path.is_file()}
    assert len(before) == 3
    monkeypatch.setitem(KEY, "BACKUP_KEY", "AAAA")
    backup.run().failed("encrypted with another key")
    assert before == {path: path.read_bytes() for path in before}


def test_state_of_the_original_tool(begin):
    backup = begin("file")
    backup.state.write_bytes(bytes(83_649))
    backup.run().failed("made by the original asbackup")
    assert not backup.output.exists()


def test_pipe_whose_reader_left(tools, client, empty, tmp_path):
    """What the reader kept is unknown, so there is nothing to go on with."""
    for i in range(100):
        client.put(("test", "large", i), {"s": "x" * 65_000})
    reader, writer = os.pipe()
    os.close(reader)
    run = tools.backup("--namespace", "test", "--output-file", "-", stdout=writer, cwd=tmp_path)
    os.close(writer)
    run.failed("Broken pipe")
    assert "backup state is likely unrecoverable" in run.stderr
    assert list(tmp_path.iterdir()) == []


def test_indexes_and_modules_are_written_once(tools, client, empty, tmp_path):
    for i in range(1000):
        client.put(("test", "s", i), {"i": i})
    info_of_one(client, "sindex-create:namespace=test;set=s;indexname=by_i;bin=i;type=numeric")
    info_of_one(client, "udf-put:filename=one.lua;content=ZnVuY3Rpb24gb25lKCkgcmV0dXJuIDEgZW5k;content-len=36;udf-type=LUA;")
    eventually(lambda: indexes(client, "test") and client.udf_list(), "index and module are there")
    folder = tmp_path / "work"
    folder.mkdir()
    command = [tools.asbackup, "--host", str(tools.server), "-n", "test", "-d", "b", "--records-per-second", "300"]
    for count in (1, 3):
        run = run_interrupted(command, folder, "Starting backup for", count)
        run.failed(lines=count)
        # Each signal is told, and changes nothing more.
        assert run.stderr.count("### Backup interrupted ###") in range(1, count + 1)
        command += ["--continue", "b/test.asb.state"] if count == 1 else []
    run = run_interrupted(command, folder, None).ok()
    summary = backup_summary(run)
    assert (summary.records, summary.indexes, summary.modules) == (1000, 1, 1)
    found = asb.read_directory(folder / "b")
    assert (len(records(found)), len(found.indexes), len(found.modules)) == (1000, 1, 1)
    assert [path.name for path in (folder / "b").glob("*.state*")] == []
