"""asmt on real segments (Spec/asmt.md): what it saves and restores, and what it says."""

import gzip
import json
import os
import stat
import struct
import zlib
from pathlib import Path

import pytest

import shared_memory
from shared_memory import Node, data_header, key, table

NAMES = {
    "aef20000.dat",
    "aef20001.dat",
    "aef20100.dat",
    "aef20101.dat",
    "a2f20000.dat",
    "a2f20100.dat",
    "adf20000.dat",
    "adf20001.dat",
    "adf20002.dat",
}
MANIFEST = "asmt-15-test.manifest.yaml"
NEVER_COMPRESSED = {"aef20000.dat", "a2f20000.dat"}


def lines(run) -> list[str]:
    return run.stdout.decode().splitlines()


@pytest.mark.parametrize("options", [(), ("-c",), ("-z",), ("-z", "-c"), ("-t1",), ("-z", "-t", "8")])
def test_round_trip(asmt, tmp_path, options):
    node = Node().fill()
    backup = asmt("-b", "-v", "-p", tmp_path, *options).ok()
    assert lines(backup)[-1] == "Successfully backed up 9 Aerospike database segments."
    expected = {name + ".gz" if "-z" in options and name not in NEVER_COMPRESSED else name for name in NAMES}
    assert set(os.listdir(tmp_path)) == expected | {MANIFEST}
    for segment, content in node.contents.items():
        plain = tmp_path / f"{segment:08x}.dat"
        stored = plain.read_bytes() if plain.exists() else unpacked(tmp_path / f"{segment:08x}.dat.gz", len(content))
        assert stored == content
    shared_memory.remove_all()
    restore = asmt("-r", "-v", "-p", tmp_path, *(option for option in options if option != "-z")).ok()
    assert lines(restore)[-1] == "Successfully restored 9 Aerospike database segment files."
    assert node.missing_or_changed() == []
    assert len(table()) == 9, "the restore left something behind"


def unpacked(path, size) -> bytes:
    """Spec/asmt.md §6: a header, then one member of gzip."""
    stored = path.read_bytes()
    content = gzip.decompress(stored[24:])
    assert struct.unpack_from("<4sIQQ", stored) == (b"ASMT", 1, size, zlib.crc32(content))
    member = zlib.decompressobj(31)
    assert member.decompress(stored[24:]) == content and member.unused_data == b"", "there must be one member only"
    return content


def test_owner_and_mode(asmt, tmp_path):
    is_root = os.geteuid() == 0
    owner = (1234, 4321) if is_root else (os.geteuid(), os.getegid())
    node = Node().fill(stripes=0)
    node.add(0xAD, 0, 1 << 20, data_header("test"), mode=0o640, owner=owner)
    asmt("-b", "-p", tmp_path).ok()
    status = (tmp_path / "adf20000.dat").stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (*owner, 0o640)
    shared_memory.remove_all()
    asmt("-r", "-p", tmp_path).ok()
    row = table()[key(0xAD, 0)]
    assert (row["uid"], row["gid"], row["perms"] & 0o777) == (*owner, 0o640)
    if not is_root:
        pytest.skip("owners of files and segments can only be changed by root: only the mode was compared")


def test_table(asmt, tmp_path):
    node = Node().fill()
    printed = lines(asmt("-b", "-v", "-c", "-p", tmp_path).ok())
    assert printed[0].startswith("Aerospike Shared Memory Tool, Version ")
    assert "Performing backup operation with crc32 checking." in printed
    heads = next(number for number, line in enumerate(printed) if line.startswith("key "))
    assert printed[heads].split() == "key shmid user group mode natt segsz inst nsid name type stage crc32".split()
    rows = [line.split() for line in printed[heads + 2 : heads + 11]]
    assert [row[0] for row in rows] == sorted(f"{segment:#010x}" for segment in node.contents)
    assert [row[10] for row in rows] == ["si-meta", "si-stage"] + ["data-stage"] * 3 + [
        "pi-base",
        "pi-treex",
        "pi-stage",
        "pi-stage",
    ]
    assert [row[12] for row in rows] == [f"{zlib.crc32(node.contents[int(row[0], 16)]):#010x}" for row in rows]
    shared_memory.remove_all()
    printed = lines(asmt("-r", "-v", "-p", tmp_path).ok())
    heads = next(number for number, line in enumerate(printed) if line.startswith("key "))
    assert printed[heads].split() == "key user group mode filsz segsz inst nsid name type stage".split()
    assert printed[heads + 2].split()[3] == "0100600"
    assert any(line.startswith("Transferred 100% of data in ") for line in printed)


def test_silent_without_v(asmt, tmp_path):
    Node().fill()
    run = asmt("-b", "-p", tmp_path).ok()
    assert (run.stdout, run.stderr) == (b"", "")


def test_directory_is_made(asmt, tmp_path):
    Node().fill()
    target = tmp_path / "new"
    assert f"Created backup directory '{target}'." in lines(asmt("-b", "-v", "-p", target).ok())
    assert stat.S_IMODE(target.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("-n", "test", "-p", "/tmp"), "Must specify exactly one of backup ('-b') or restore ('-r')"),
        (("-b", "-r", "-n", "test", "-p", "/tmp"), "Must specify exactly one of backup ('-b') or restore ('-r')"),
        (("-b", "-n", "test"), "Must specify pathname of file directory (use '-p')."),
        (("-r", "-a", "-n", "test"), "Must specify pathname of file directory (use '-p')."),
        (("-b", "-p", "/tmp"), "Failed to extract namespace names from list."),
        (("-b", "-p", "/tmp", "-n", ","), "Failed to extract namespace names from list."),
        (("-b", "-p", "/tmp", "-n", "test", "-i", "16"), "Instance must be from 0..15 (use '-i')."),
        (("-b", "-p", "/tmp", "-n", "test", "-i", "65535"), "Instance must be from 0..15 (use '-i')."),
        (("-b", "-p", "/tmp", "-n", "test", "-i", "x"), "Instance must be from 0..15 (use '-i')."),
        (("-b", "-p", "/tmp", "-n", "test", "-t", "0"), "Max threads must be in the range 1..1024 (use '-t')."),
        (("-b", "-p", "/tmp", "-n", "test", "-t", "1025"), "Max threads must be in the range 1..1024 (use '-t')."),
        (("-x",), "asmt: invalid option -- 'x'"),
        (("-b", "-n", "test", "-p", "/tmp", "rest"), "rest"),
    ],
)
def test_command_lines_that_are_refused(asmt, arguments, message):
    run = asmt.plain(*arguments).failed(message)
    assert run.stdout == b""


def test_help_and_version(asmt):
    assert b"--verify" in asmt.plain("-h").ok().stdout
    head, version = lines(asmt.plain("--version").ok())
    assert head == "Aerospike Shared Memory Tool"
    asbackup = Path(asmt.executable).with_name("asbackup")
    if asbackup.exists():
        assert lines(asmt.run([asbackup, "--version"]).ok())[1] == version, "all tools have one version"


def test_nothing_there(asmt, tmp_path):
    text = "Did not find any Aerospike database segments, instance 15, namespace 'test'."
    asmt("-b", "-p", tmp_path).failed(text)
    asmt("-r", "-p", tmp_path).failed("Did not find any Aerospike database segment files, instance 15, namespace 'test'.")
    asmt("-r", "-p", tmp_path / "none").failed("Cannot read from directory")
    asmt("-a", "-b", "-p", tmp_path / "none").failed("or we're running with '-a'.")


def test_several_namespaces(asmt, tmp_path):
    Node().fill()
    run = asmt("-b", "-p", tmp_path, "-n", "none,,test").failed("namespace 'none'")
    assert (tmp_path / "aef20000.dat").exists(), run.stderr


def test_analysis(asmt, tmp_path):
    Node().fill()
    asmt("-b", "-a").ok()
    printed = lines(asmt("-b", "-a", "-v", "-z", "-c", "-p", tmp_path).ok())
    assert printed[-1] == f"asmt -b -i 15 -p {tmp_path} -n test -z -c"
    assert os.listdir(tmp_path) == []
    asmt("-b", "-p", tmp_path).ok()
    asmt("-r", "-a", "-p", tmp_path).failed("Found existing Aerospike primary index segment 0xaef20000", lines=99)
    shared_memory.remove_all()
    printed = lines(asmt("-r", "-a", "-v", "-p", tmp_path).ok())
    assert printed[-1] == f"asmt -r -i 15 -p {tmp_path} -n test"
    assert table() == {}


@pytest.mark.parametrize(
    "missing, in_memory, in_files",
    [
        (key(0xAE, 1), "Missing treex segment for", "Missing treex segment file for"),
        (key(0xAE, 0x100), "Missing primary stage segment 100 for", "Missing primary stage segment file 100 for"),
        (key(0xA2, 0x100), "No secondary stage segments for", "No secondary stage segment files for"),
        (key(0xA2, 0), "Missing meta segment of the secondary index", "Missing meta segment file of the secondary index"),
        (key(0xAE, 0x101), "Wrong number of primary arena stages: expecting 2, found 1.", "expecting 2, found 1."),
    ],
)
def test_incomplete_sets(asmt, tmp_path, missing, in_memory, in_files):
    Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    (tmp_path / MANIFEST).unlink()
    (tmp_path / f"{missing:08x}.dat").unlink()
    shared_memory.remove(table()[missing]["shmid"])
    asmt("-b", "-p", tmp_path / "new").failed(in_memory, lines=2)
    shared_memory.remove_all()
    asmt("-r", "-p", tmp_path).failed(in_files, lines=2)
    asmt("--verify", "-p", tmp_path).failed(in_files, lines=2)
    assert table() == {}


@pytest.mark.parametrize(
    "fault, message",
    [
        ({"version": 13}, "Invalid version number in base segment 0xaef20000: expecting version in range 10 to 12, found version 13."),
        ({"shutdown": 0}, "Shutdown status in base segment 0xaef20000: expecting status 1, found status 0."),
        ({"count": 3}, "Wrong number of primary arena stages: expecting 3, found 2."),
    ],
)
def test_sanity(asmt, tmp_path, fault, message):
    Node().fill(**fault)
    asmt("-b", "-p", tmp_path).failed(
        message, "Failed backup sanity check for instance 15, namespace 'test' (nsid 32).", lines=2
    )
    assert os.listdir(tmp_path) == []


def test_existing_files_and_segments(asmt, tmp_path):
    Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    asmt("-b", "-z", "-p", tmp_path).failed(
        f"Found existing Aerospike file '{tmp_path}/aef20000.dat' with instance 15, namespace 'test' (nsid 32): "
        "cannot back up associated segment.",
        lines=99,
    )
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    run = asmt("-r", "-p", tmp_path).failed("Failed restore sanity check", lines=99)
    for kind in ("primary index segment 0xaef20100", "secondary index segment 0xa2f20000", "data segment 0xadf20001"):
        assert f"Found existing Aerospike {kind} with instance 15" in run.stderr


def test_all_kinds_of_segments(asmt, tmp_path):
    """Data stripes of any sub-key and of another number than the index, and the second segment of the secondary index."""
    node = Node().fill(stripes=1)
    for sub_key in (0x001, 0x0FF, 0x100, 0x8FF, 0xFFF):
        node.add(0xAD, sub_key, 70_000, data_header("test"))
    node.add(0xA2, 1, 50_000)
    other = Node(namespace_id=31, seed=7)
    other.add(0xAD, 7, 60_000, data_header("test"))
    try:
        asmt("-b", "-z", "-p", tmp_path).ok()
        assert len(list(tmp_path.glob("*.dat*"))) == 14
        shared_memory.remove_all()
        shared_memory.remove_all(namespace_id=31)
        asmt("-r", "-p", tmp_path).ok()
        assert node.missing_or_changed() == other.missing_or_changed() == []
    finally:
        shared_memory.remove_all(namespace_id=31)


def test_data_without_index(asmt, tmp_path):
    """After a crash only data are left."""
    node = Node()
    for stripe in range(3):
        node.add(0xAD, stripe, 100_000, data_header("test"))
    asmt("-b", "-p", tmp_path).ok()
    shared_memory.remove_all()
    asmt("-r", "-p", tmp_path).ok()
    assert node.missing_or_changed() == []


def test_list(asmt):
    Node().fill()
    run = asmt.plain("--list").ok()
    rows = [line.split() for line in lines(run)[2:]]
    assert sum(row[7:9] == ["15", "32"] and row[9] == "test" for row in rows) == 9 or len(rows) >= 9, run.stdout


def test_json(asmt, tmp_path):
    node = Node().fill()
    done = json.loads(asmt("-b", "-v", "--json", "-p", tmp_path).ok().stdout)
    (result,) = done["results"]
    assert (done["operation"], done["exit"], result["result"], result["namespace"]) == ("backup", 0, "saved", "test")
    assert {segment["key"]: segment["size"] for segment in result["segments"]} == {
        f"{segment:#010x}": len(content) for segment, content in node.contents.items()
    }
    run = asmt("-b", "--json", "-p", tmp_path)
    (result,) = json.loads(run.stdout)["results"]
    assert (run.exit, result["result"]) == (1, "failed")
    assert result["errors"][-1] == "Failed backup sanity check for instance 15, namespace 'test' (nsid 32)."


def test_verify(asmt, tmp_path):
    Node().fill()
    asmt("-b", "-z", "-p", tmp_path).ok()
    shared_memory.remove_all()
    printed = lines(asmt.plain("--verify", "-v", "-p", tmp_path).ok())
    assert printed[-1] == "Successfully verified 9 Aerospike database segment files."
    assert table() == {}


def test_more_than_4_gib(asmt, tmp_path):
    """The original keeps the size modulo 4 GiB and reports success (Spec/asmt.md §10). The segment is empty in its middle."""
    size = (4 << 30) + (128 << 10)
    Node().fill(stages=0, secondary=0, stripes=0, count=1)
    stage = shared_memory.create(key(0xAE, 0x100), size)
    marks = {0: os.urandom(100_000), 3 << 30: b"middle", size - 5: b"end!!"}
    for offset, content in marks.items():
        shared_memory.write(stage, content, offset)
    asmt("-b", "-z", "-c", "-p", tmp_path).ok()
    assert struct.unpack_from("<Q", (tmp_path / "aef20100.dat.gz").read_bytes(), 8) == (size,)
    asmt("--verify", "-p", tmp_path).ok()
    shared_memory.remove_all()
    asmt("-r", "-c", "-p", tmp_path).ok()
    row = table()[key(0xAE, 0x100)]
    assert row["size"] == size
    assert row["rss"] < 64 << 20, "the middle was filled with zeros"
    for offset, content in marks.items():
        assert shared_memory.read(row["shmid"], len(content), offset) == content
