"""What a backup writes to: two runs at one destination, places of the state among the files, devices and links."""

import contextlib
import fcntl
import os
import signal
import subprocess
from pathlib import Path

import pytest

import asb
from conftest import RELEASE
from processes import LocalServer, Tools, backup_summary

COUNT = 20_000

pytestmark = pytest.mark.skipif(
    "AEROSPIKE_HOST" in os.environ or "ORIGINAL_TOOLS" in os.environ, reason="needs a server of its own, and our locks"
)


@pytest.fixture(scope="module")
def loaded():
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", str(COUNT)) as server:
        yield server


@pytest.fixture
def source(tools, loaded):
    return Tools(loaded, tools.asbackup, tools.asrestore)


class Running:
    """A backup that takes as long as the test wants."""

    def __init__(self, tools: Tools, *arguments):
        command = [tools.asbackup, "-h", tools.server.host, "-p", str(tools.server.port), "-n", "test", "-w", "2"]
        command += ["--records-per-second", "200", *map(str, arguments)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.lines = []
        for line in self.process.stderr:
            self.lines.append(line)
            # The files are made behind this line.
            if line.count("Starting backup for"):
                break

    def __enter__(self) -> "Running":
        return self

    def interrupt(self) -> str:
        self.process.send_signal(signal.SIGINT)
        self.lines.append(self.process.communicate(timeout=300)[1])
        return "".join(self.lines)

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def options(mode: str, folder) -> list:
    return ["-d", folder / "b"] if mode == "directory" else ["-o", folder / "b.asb"]


def state_of(mode: str, folder):
    return folder / "b" / "test.asb.state" if mode == "directory" else folder / "b.asb.state"


@pytest.mark.parametrize("mode", ["directory", "file"])
def test_a_backup_that_runs_is_not_removed(source, tmp_path, mode):
    where = options(mode, tmp_path)
    with Running(source, *where) as running:
        source.backup("-n", "test", "-r", *where).failed("another backup is writing to")
        source.run([source.asbackup, "--remove-artifacts", "-n", "test", *map(str, where)]).failed("another backup")
        assert "Created backup state file" in running.interrupt()
    rest = source.backup("-n", "test", *where, "--continue", state_of(mode, tmp_path)).ok()
    assert backup_summary(rest).records == COUNT


@pytest.mark.parametrize("mode", ["directory", "file"])
def test_a_backup_is_continued_once(source, tmp_path, mode):
    where, state = options(mode, tmp_path), state_of(mode, tmp_path)
    with Running(source, *where) as running:
        running.interrupt()
    earlier = tmp_path / "earlier.state"
    earlier.write_bytes(state.read_bytes())
    with Running(source, *where, "--continue", state) as running:
        for again in (state, earlier):
            source.backup("-n", "test", *where, "--continue", again).failed()
        assert "Created backup state file" in running.interrupt()
    rest = source.backup("-n", "test", *where, "--continue", state).ok()
    assert backup_summary(rest).records == COUNT
    found = asb.read_directory(tmp_path / "b") if mode == "directory" else asb.read_file(tmp_path / "b.asb")
    assert len({record.digest for record in found.records}) == len(found.records) == COUNT


def test_a_file_that_is_removed_meanwhile_is_missed(source, tmp_path):
    with Running(source, "-d", tmp_path / "b", "--max-records", "400") as running:
        # Behind the line that says so the files are there.
        names = []
        while not names and running.process.poll() is None:
            names = list((tmp_path / "b").glob("*.asb"))
        names[0].unlink()
        _, errors = running.process.communicate(timeout=300)
    assert running.process.returncode == 1, errors
    assert "somebody else removed or replaced it" in errors
    assert not list((tmp_path / "b").glob("*.manifest.yaml")) and not list((tmp_path / "b").glob("*.state"))


def contents(place: Path) -> dict[str, bytes]:
    """What is in a directory, or in the file and in those beside it."""
    places = place.iterdir() if place.is_dir() else place.parent.glob(f"{place.name}*")
    return {path.name: path.read_bytes() for path in places}


@pytest.mark.parametrize("mode", ["directory", "file"])
def test_a_destination_that_somebody_else_took_is_left(source, tmp_path, mode):
    """As by log rotation: what has the path by now is another backup, which has ended."""
    where = options(mode, tmp_path)
    with Running(source, *where) as running:
        where[1].rename(tmp_path / "earlier")
        source.backup("-n", "test", *where).ok()
        before = contents(where[1])
        errors = running.interrupt()
    assert running.process.returncode == 1
    assert "somebody else removed or replaced it" in errors
    assert "--continue" not in errors
    assert contents(where[1]) == before
    assert not state_of(mode, tmp_path).exists()


def test_a_link_that_leads_elsewhere_by_now(source, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    link = tmp_path / "b"
    link.symlink_to("one")
    with Running(source, "-d", link, "--max-records", "400") as running:
        link.unlink()
        link.symlink_to("two")
        _, errors = running.process.communicate(timeout=300)
    assert running.process.returncode == 1, errors
    assert "is not the one that was written to" in errors
    assert not list((tmp_path / "two").iterdir())


def test_two_backups_under_one_lock_do_not_both_end_well(source, tmp_path):
    """Each has the lock of their caller, so that only the files tell."""
    folder = tmp_path / "b"
    folder.mkdir()
    with held(folder, fcntl.LOCK_EX):
        with Running(source, "-d", folder, "--max-records", "1000") as running:
            source.backup("-n", "test", "-r", "-d", folder).ok()
            before = contents(folder)
            _, errors = running.process.communicate(timeout=300)
    assert running.process.returncode == 1, errors
    assert contents(folder) == before
    source.restore("-n", "test", "--validate", "-d", folder).ok()


@pytest.mark.parametrize(
    "where, state",
    [("-o x.asb", "./x.asb"), ("-d b", "b/other.asb"), ("-d ./b/", "b/test.manifest.yaml"), ("-o x.asb", "../{}/x.asb")],
)
def test_a_state_takes_no_place_of_records(source, tmp_path, where, state):
    (tmp_path / "b").mkdir()
    words = [*where.split(), "--state-file-dst", state.format(tmp_path.name)]
    source.backup("-n", "test", *words, cwd=tmp_path).failed("Invalid state file")
    assert [path.name for path in tmp_path.iterdir()] == ["b"] and not list((tmp_path / "b").iterdir())


@pytest.mark.parametrize("directory, state", [("b/", "b"), ("b", "b/"), ("b", "./b//")])
def test_a_state_in_a_directory_to_be_made(source, tmp_path, directory, state):
    folder = os.getcwd()
    os.chdir(tmp_path)
    try:
        with Running(source, "-d", directory, "--state-file-dst", state) as running:
            assert "Created backup state file" in running.interrupt()
    finally:
        os.chdir(folder)
    assert (tmp_path / "b" / "test.asb.state").exists()


def test_pipes_and_links_are_left(source, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/proc/self/fd/1")
    for name in ("pipe", "link"):
        command = [source.asbackup, "--remove-artifacts", "-n", "test", "-o", str(tmp_path / name)]
        source.run(command).failed("no regular file")
    with open(tmp_path / "out.asb", "wb") as target:
        source.backup("-n", "test", "-r", "-o", tmp_path / "link", stdout=target).failed("is a link to a file")
    assert (tmp_path / "link").is_symlink()
    # Into a pipe it leads as it does without `-r`.
    run = source.backup("-n", "test", "-r", "-o", tmp_path / "link").ok()
    assert run.stdout.startswith(b"Version 3.1\n")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("mode", ["directory", "file"])
def test_a_lock_of_the_caller_is_no_other_backup(source, tmp_path, mode):
    """As in crontabs: `flock -n DIRECTORY asbackup -r -d DIRECTORY`."""
    place = options(mode, tmp_path)
    source.backup("-n", "test", *place).ok()
    host = ["-h", source.server.host, "-p", source.server.port]
    command = ["flock", "-n", place[1], source.asbackup, *host, "-n", "test", "-r", *place]
    assert backup_summary(source.run([*map(str, command)]).ok()).records == COUNT


@contextlib.contextmanager
def held(path, operation):
    """A lock of this process, which no tool has from it."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@pytest.mark.parametrize("mode", ["directory", "file"])
@pytest.mark.parametrize("how", ["flock -o", "script", "script behind others"])
def test_a_lock_that_the_caller_keeps_is_no_other_backup(source, tmp_path, mode, how):
    """Scripts close their descriptors for the command that they call, and so do `flock -o` and `sudo`."""
    place = options(mode, tmp_path)
    source.backup("-n", "test", *place).ok()
    command = [source.asbackup, "-h", source.server.host, "-p", source.server.port, "-n", "test", "-r", *place]
    if how == "flock -o":
        run = source.run([*map(str, ["flock", "-n", "-o", place[1], *command])])
    else:
        before = [] if how == "script" else ["sh", "-c", '"$@"; exit $?', "sh", "env"]
        with held(place[1], fcntl.LOCK_EX):
            run = source.run([*map(str, before + command)])
    assert backup_summary(run.ok()).records == COUNT


def test_a_lock_that_the_caller_shares_is_not_ours_alone(source, tmp_path):
    folder = tmp_path / "b"
    source.backup("-n", "test", "-d", folder).ok()
    before = contents(folder)
    with held(folder, fcntl.LOCK_SH):
        # A lock of a process that called nobody here, which says when it has it.
        other = subprocess.Popen(
            ["flock", "-s", folder, "sh", "-c", "echo; read line"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        with other:
            other.stdout.readline()
            source.backup("-n", "test", "-r", "-d", folder).failed("another backup is writing to")
            assert contents(folder) == before
            other.stdin.close()
        source.backup("-n", "test", "-r", "-d", folder).ok()
        # What this process holds it holds still.
        refused = subprocess.run(["flock", "-n", "-x", folder, "true"], capture_output=True)
        assert refused.returncode == 1


@pytest.mark.parametrize("name", ["link", "."])
def test_a_directory_that_stays_is_no_error(source, tmp_path, name):
    """A link, or somewhere to mount a file system, cannot be removed, as what is in it can."""
    folder = tmp_path / "b"
    (tmp_path / "link").symlink_to("b")
    source.backup("-n", "test", "-d", folder).ok()
    words = [source.asbackup, "--remove-artifacts", "-n", "test", "-d", name]
    run = source.run(words, cwd=folder if name == "." else tmp_path).ok()
    assert f"The backup is removed, but not its directory {name}" in run.stderr
    assert not list(folder.iterdir())
    source.backup("-n", "test", "-d", tmp_path / "link").ok()


def test_a_file_that_was_made_for_nothing_is_removed(source, tmp_path):
    """A state of an earlier backup that cannot be removed, as a directory cannot."""
    (tmp_path / "b.asb.state").mkdir()
    source.backup("-n", "test", "-o", tmp_path / "b.asb").failed("removing backup state file")
    assert [path.name for path in tmp_path.iterdir()] == ["b.asb.state"]


@pytest.fixture
def somebody(source):
    """Runs a tool as a user who may do little. Only root can, and only where that user may run the tools."""
    if os.geteuid() != 0:
        pytest.skip("only root may become somebody else")
    try:
        subprocess.run([source.asbackup, "--version"], user="nobody", capture_output=True, check=True)
    except (OSError, KeyError, subprocess.CalledProcessError) as error:
        pytest.skip(f"nobody may not run the tools: {error}")

    def run(folder, *arguments):
        command = [source.asbackup, "-h", source.server.host, "-p", source.server.port, "-n", "test", *arguments]
        return subprocess.run(
            [*map(str, command)], user="nobody", group="nogroup", extra_groups=[], cwd=folder, capture_output=True, timeout=300
        )

    return run


@pytest.mark.parametrize("place", ["-d", "-o"])
def test_a_working_directory_that_may_not_be_looked_at(somebody, tmp_path, place):
    """`sudo -u` leaves the tool in the home of root."""
    folder = tmp_path / "private"
    folder.mkdir(mode=0o700)
    run = somebody(folder, place, "b", "--state-file-dst", "b")
    assert run.returncode == 1, run.stderr
    assert not list(folder.iterdir())


@pytest.mark.parametrize("option", ["-r", "--remove-artifacts"])
def test_a_file_that_may_not_be_opened_may_be_removed(source, somebody, tmp_path, option):
    folder = tmp_path / "theirs"
    folder.mkdir()
    old = folder / "b.asb"
    source.backup("-n", "test", "-o", old).ok()
    old.chmod(0o600)
    folder.chmod(0o777)
    # By its name in the folder, for the folders above are closed to them.
    run = somebody(folder, option, "-o", "b.asb")
    assert run.returncode == 0, run.stderr
    assert old.exists() == (option == "-r")
