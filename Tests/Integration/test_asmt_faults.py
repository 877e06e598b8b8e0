"""asmt when something is wrong: damaged files, kills, full disks, and others who use the segments (Spec/asmt.md §8, §11)."""

import os
import resource
import shutil
import signal
import struct
import subprocess
from pathlib import Path

import pytest

import shared_memory
from shared_memory import Node, attached, key, table

MANIFEST = "asmt-15-test.manifest.yaml"
STAGE = "aef20100.dat"


def cut(path):
    os.truncate(path, path.stat().st_size - 1000)


def cut_to_nothing(path):
    os.truncate(path, 0)


def extend(path):
    with path.open("ab") as file:
        file.write(b"more")


def change_at(offset):
    def change(path):
        content = bytearray(path.read_bytes())
        content[offset] ^= 1
        path.write_bytes(content)

    change.__name__ = f"change_at_{offset}"
    return change


def remove(path):
    path.unlink()


DAMAGES = [cut, cut_to_nothing, extend, change_at(0), change_at(9), change_at(15), change_at(100), change_at(1_000_000), change_at(-1), remove]


@pytest.mark.parametrize("compression", [(), ("-z",)], ids=["plain", "compressed"])
@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_is_found(asmt, tmp_path, compression, damage):
    Node().fill()
    asmt("-b", "-p", tmp_path, *compression).ok()
    shared_memory.remove_all()
    damage(tmp_path / (STAGE + (".gz" if compression else "")))
    asmt("--verify", "-p", tmp_path).failed("aef20100", lines=9) if damage is not remove else None
    asmt("-r", "-p", tmp_path).failed(lines=9)
    assert table() == {}, "a failed restore must leave nothing"


@pytest.mark.parametrize(
    "damage", [cut, cut_to_nothing, extend, change_at(5), change_at(9), change_at(15), change_at(16), change_at(1_000_000), change_at(-6)]
)
def test_damage_of_compressed_files_without_manifest(asmt, tmp_path, damage):
    """What the original restores as if it were whole."""
    Node().fill()
    asmt("-b", "-z", "-p", tmp_path).ok()
    (tmp_path / MANIFEST).unlink()
    asmt("--verify", "-p", tmp_path).ok()
    shared_memory.remove_all()
    damage(tmp_path / (STAGE + ".gz"))
    asmt("--verify", "-p", tmp_path).failed("aef20100", lines=9)
    asmt("-r", "-p", tmp_path).failed(lines=9)
    assert table() == {}


def test_damaged_manifest(asmt, tmp_path):
    Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    shared_memory.remove_all()
    change_at(200)(tmp_path / MANIFEST)
    asmt("-r", "-p", tmp_path).failed(MANIFEST)


def test_no_manifest_is_said(asmt, tmp_path):
    Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    (tmp_path / MANIFEST).unlink()
    assert "There is no manifest" in asmt("--verify", "-v", "-p", tmp_path).ok().stderr


def test_both_forms_of_a_file(asmt, tmp_path):
    Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    shared_memory.remove_all()
    shutil.copy(tmp_path / STAGE, tmp_path / (STAGE + ".gz"))
    asmt("-r", "-p", tmp_path).failed("holds both")


def test_links_are_not_followed(asmt, tmp_path):
    Node().fill()
    asmt("-b", "-p", tmp_path / "backup").ok()
    shared_memory.remove_all()
    (tmp_path / "backup" / STAGE).rename(tmp_path / "elsewhere")
    (tmp_path / "backup" / STAGE).symlink_to(tmp_path / "elsewhere")
    asmt("-r", "-p", tmp_path / "backup").failed(f"Could not open segment file '{tmp_path}/backup/{STAGE}'")


def test_links_in_the_way_of_a_backup(asmt, tmp_path):
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    target = tmp_path / "backup"
    target.mkdir()
    (target / (STAGE + ".unfinished")).symlink_to(victim)
    Node().fill()
    asmt("-b", "-p", target).ok()
    assert victim.read_bytes() == b"precious"


def two_namespaces(asmt, directory):
    """`test` and `bar`, compressed in one directory; the segments of `bar`, to be removed at the end."""
    node, other = Node().fill(), Node("bar", namespace_id=31, seed=7).fill()
    asmt("-b", "-z", "-n", "test,bar", "-p", directory).ok()
    shared_memory.remove_all()
    shared_memory.remove_all(namespace_id=31)
    return node, other


@pytest.mark.parametrize("manifests", [True, False])
@pytest.mark.parametrize("name", ["aef20001.dat.gz", "adf20001.dat.gz"])
def test_bad_header_stops_only_its_namespace(asmt, tmp_path, manifests, name):
    node, other = two_namespaces(asmt, tmp_path)
    try:
        change_at(0)(tmp_path / name)
        if not manifests:
            for path in tmp_path.glob("*.yaml"):
                path.unlink()
        message = f"{tmp_path}/{name}: Compressed file header bad magic number"
        asmt.plain("--verify", "-p", tmp_path).failed(message, lines=9)
        run = asmt("-r", "-n", "test,bar", "-p", tmp_path).failed(message, lines=9)
        assert len(node.missing_or_changed()) == 9
        # Without a manifest only the header could tell whose a stripe is.
        is_bars_too = not manifests and name.startswith("ad")
        assert len(other.missing_or_changed()) == (9 if is_bars_too else 0), run.stderr
        assert len(table()) == (0 if is_bars_too else 9)
    finally:
        shared_memory.remove_all(namespace_id=31)


def test_bad_header_of_a_file_that_nobody_lists(asmt, tmp_path):
    """It does not stop a restore, but a directory that holds it is not as it should be."""
    node = Node().fill()
    asmt("-b", "-z", "-p", tmp_path).ok()
    shared_memory.remove_all()
    (tmp_path / "adf10000.dat.gz").write_bytes(b"nonsense")
    asmt("-r", "-p", tmp_path).ok()
    assert node.missing_or_changed() == []
    asmt("--verify", "-n", "test", "-p", tmp_path).ok()
    asmt.plain("--verify", "-p", tmp_path).failed("adf10000.dat.gz: a compressed file begins with a header of 24 bytes")


def test_attached_segments(asmt, tmp_path):
    Node().fill()
    with attached(table()[key(0xAE, 0x100)]["shmid"]):
        asmt("-b", "-p", tmp_path).failed("Segment 0xaef20100", "is attached", "asd")
    assert os.listdir(tmp_path) == []


def test_running_server(asmt, tmp_path, kernel):
    if not kernel:
        pytest.skip("the system permits no namespace of segments of one's own, where only the test's server counts")
    Node().fill()
    server = tmp_path / "asd"
    shutil.copy(shutil.which("sleep"), server)
    with subprocess.Popen([server, "100"]) as process:
        try:
            asmt("-b", "-p", tmp_path / "backup").failed(f"The server asd runs (process {process.pid})")
            asmt("-r", "-p", tmp_path / "backup").failed(f"The server asd runs (process {process.pid})")
            asmt("-b", "--allow-asd", "-p", tmp_path / "backup").ok()
        finally:
            process.kill()


def test_no_room(asmt, tmp_path):
    """A file that may not grow; files of others stay."""
    Node().fill()
    (tmp_path / "other").write_bytes(b"other")
    for options in ((), ("-z",)):
        run = asmt(
            "-b",
            "-p",
            tmp_path,
            *options,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20)),
        )
        run.failed("File too large", "Failed to back up 9 Aerospike database segments.", lines=2)
        assert os.listdir(tmp_path) == ["other"]


@pytest.fixture
def small_disk(tmp_path):
    """Makes a file system of a few bytes."""
    places = []

    def make(size):
        place = tmp_path / size
        place.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "asmt-tests", place], capture_output=True).returncode:
            pytest.skip("only root may make a file system that is small")
        places.append(place)
        return place

    yield make
    for place in places:
        subprocess.run(["umount", place], check=True)


def test_room_is_looked_at_before(asmt, small_disk):
    """21 MB, of which half is random: 64 KiB cannot do, in 1 MiB they might, in 40 MiB they do."""
    Node().fill()
    tiny, small, large = map(small_disk, ("64k", "1m", "40m"))
    asmt("-b", "-p", small).failed(f"Directory '{small}' has room for 1048576 bytes, ", " are needed.")
    for options in ((), ("-a",)):
        asmt("-b", "-z", "-p", tiny, *options).failed("has room for 65536 bytes, ", " are needed at least.")
    run = asmt("-b", "-z", "-p", small).failed("that may be too little.", "No space left on device", lines=3)
    assert "error was 28" in run.stderr
    assert "that may be too little." in asmt("-b", "-z", "-a", "-p", small).ok().stderr
    assert os.listdir(tiny) == os.listdir(small) == []
    assert asmt("-b", "-z", "-p", large).ok().stderr == ""


def interrupted(asmt, number, is_begun, *arguments):
    """Runs asmt slowly and sends it a signal once it has begun."""
    process = subprocess.Popen(asmt.command(*arguments, "--rate", "1"), stderr=subprocess.PIPE)
    while process.poll() is None and not is_begun():
        pass
    assert process.poll() is None, "it was over before it could be interrupted"
    process.send_signal(number)
    errors = process.stderr.read().decode()
    process.stderr.close()
    return process.wait(300), errors


def test_killed_backup(asmt, tmp_path):
    node = Node().fill()
    begun = lambda: any(name.endswith(".unfinished") for name in os.listdir(tmp_path))
    interrupted(asmt, signal.SIGKILL, begun, "-b", "-p", tmp_path)
    assert begun() and not [name for name in os.listdir(tmp_path) if name.endswith((".dat", ".yaml"))]
    asmt("-r", "-p", tmp_path).failed("Did not find any")
    assert "of an interrupted backup" in asmt("-b", "-p", tmp_path).ok().stderr
    shared_memory.remove_all()
    asmt("-r", "-p", tmp_path).ok()
    assert node.missing_or_changed() == []


@pytest.mark.parametrize("operation", ["-b", "-r"])
def test_backup_killed_between_its_last_names(asmt, tmp_path, operation):
    """The manifest has its name, some files do not yet: all was written, and the next run finishes it."""
    node = Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    for name in ("aef20000.dat", STAGE):
        (tmp_path / name).rename(tmp_path / (name + ".unfinished"))
    if operation == "-b":
        run = asmt("-b", "-p", tmp_path).failed("Found existing Aerospike file", lines=99)
    else:
        shared_memory.remove_all()
        run = asmt("-r", "-p", tmp_path).ok()
    assert "Completed the backup of instance 15, namespace 'test'" in run.stderr
    assert not list(tmp_path.glob("*.unfinished"))
    assert node.missing_or_changed() == []


def test_stopped_backup(asmt, tmp_path):
    Node().fill()
    status, errors = interrupted(asmt, signal.SIGTERM, lambda: os.listdir(tmp_path), "-b", "-p", tmp_path)
    assert status == 1 and "Interrupted by a signal" in errors
    assert os.listdir(tmp_path) == []


def test_killed_restore(asmt, tmp_path):
    node = Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    shared_memory.remove_all()
    stage = key(0xA2, 0x100)
    interrupted(asmt, signal.SIGKILL, lambda: table().get(stage, {"rss": 0})["rss"], "-r", "-p", tmp_path)
    left = table()
    assert stage in left
    if key(0xAE, 0) in left:
        assert shared_memory.read(left[key(0xAE, 0)]["shmid"], 8) == bytes(8), "nobody may take the base for a whole one"
    assert "of an interrupted restore" in asmt("-r", "-p", tmp_path).ok().stderr
    assert node.missing_or_changed() == []
    assert len(table()) == 9


def test_restore_killed_at_its_very_end(asmt, tmp_path):
    """Only the marker is left: the segments are whole, and a node may have changed them since."""
    node = Node().fill(stages=1, secondary=0, stripes=0)
    entries = b"".join(struct.pack("<Ii", segment, table()[segment]["shmid"]) for segment in node.contents)
    asmt("-b", "-p", tmp_path).ok()
    marker = shared_memory.create(key(0x4D, 0), 24 + len(entries))
    shared_memory.write(marker, struct.pack("<8sQQ", b"ASMTMARK", 0, len(node.contents)) + entries)
    asmt("-r", "-p", tmp_path).failed("Found existing Aerospike primary index segment", lines=99)
    assert node.missing_or_changed() == []
    assert set(table()) == set(node.contents)


def test_stopped_restore(asmt, tmp_path):
    Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    shared_memory.remove_all()
    status, errors = interrupted(asmt, signal.SIGINT, table, "-r", "-p", tmp_path)
    assert status == 1 and "Interrupted by a signal" in errors
    assert table() == {}


def test_memory_of_the_process(asmt, tmp_path):
    """It does not grow with the segments."""
    peaks = []
    for size in (16 << 20, 256 << 20):
        shared_memory.remove_all()
        Node().fill(stages=0, secondary=0, stripes=0, count=1)
        stage = shared_memory.create(key(0xAE, 0x100), size)
        block = os.urandom(1 << 20)
        with attached(stage) as address:
            for offset in range(0, size, 1 << 20):
                shared_memory.ctypes.memmove(address + offset, block, 1 << 20)
        target = tmp_path / str(size)
        for arguments in (("-b", "-c", "-p", target), ("-r", "-c", "-p", target)):
            if arguments[0] == "-r":
                shared_memory.remove_all()
            process = subprocess.Popen(asmt.command(*arguments))
            # What wait4 reports also counts the memory of this process before it became asmt.
            while process.poll() is None:
                status = Path(f"/proc/{process.pid}/status").read_text()
                if "Name:\tasmt" in status and "VmHWM" in status:
                    peaks.append(int(status.split("VmHWM:")[1].split()[0]) * 1024)
            assert process.returncode == 0
        shutil.rmtree(target)
    assert peaks and max(peaks) < 64 << 20, max(peaks)
