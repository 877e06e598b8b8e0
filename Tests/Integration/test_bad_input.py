"""Bad input: exit 1, one clear line on standard error, what was there untouched, and nothing restored from behind a cut."""

import os
import resource
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import aerospike
import pytest

import asb


def digest(number: int) -> bytes:
    return bytes(aerospike.calc_digest("test", "s", number))


def records(numbers) -> bytes:
    return b"".join(asb.record_text(digest(i), {b"i": i, b"s": f"text\n{i}"}, set_name=b"s") for i in numbers)


def found(client, namespace="test") -> set[int]:
    return {bins["i"] for _, _, bins in client.scan(namespace).results()}


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.asb"
    path.write_bytes(asb.head() + records(range(5)))
    return path


@pytest.fixture(scope="module")
def closed_port():
    """A port of this machine on which nobody listens, and nobody else will."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


# Paths


def test_missing_file(tools, tmp_path):
    tools.restore("--input-file", tmp_path / "absent.asb").failed("absent.asb", "No such file")


def test_missing_directory(tools, tmp_path):
    tools.restore("--directory", tmp_path / "absent").failed("absent")


def test_directory_without_backup_files(tools, tmp_path):
    (tmp_path / "notes.txt").write_text("no backup")
    tools.restore("--directory", tmp_path).failed("No backup files found")


def test_directory_given_as_a_file(tools, tmp_path):
    tools.restore("--input-file", tmp_path).failed()


def test_file_given_as_a_directory(tools, good):
    tools.restore("--directory", good).failed(good.name)


@pytest.fixture
def public_directory():
    """A directory that every user can enter."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


@pytest.fixture
def without_rights(tools):
    """Options to run a tool without root's rights, for root reads and writes everything."""
    options = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    try:
        tools.run([tools.asrestore, "--version"], **options)
    except PermissionError:
        pytest.skip("the tools cannot be run without root's rights where they are")
    return options


def test_unreadable_file(tools, public_directory, without_rights):
    path = public_directory / "secret.asb"
    path.write_bytes(asb.head() + records([1]))
    path.chmod(0)
    tools.restore("--input-file", path, **without_rights).failed("secret.asb", "denied")


def test_unreadable_directory(tools, public_directory, without_rights):
    path = public_directory / "secret"
    path.mkdir(mode=0)
    tools.restore("--directory", path, **without_rights).failed("secret", "denied")


def test_directory_that_cannot_be_written(tools, public_directory, without_rights):
    path = public_directory / "locked"
    path.mkdir()
    path.chmod(0o555)
    tools.backup("--namespace", "test", "--directory", path, **without_rights).failed("locked", "denied")
    tools.backup("--namespace", "test", "--directory", path / "new", **without_rights).failed("locked", "denied")
    tools.backup("--namespace", "test", "--output-file", path / "b.asb", **without_rights).failed("locked", "denied")
    assert os.listdir(path) == []


def test_occupied_directory(tools, tmp_path):
    (tmp_path / "test_00000.asb").write_text("an older backup")
    tools.backup("--namespace", "test", "--directory", tmp_path).failed(str(tmp_path), "existing backup", "-r")
    assert (tmp_path / "test_00000.asb").read_text() == "an older backup"
    assert os.listdir(tmp_path) == ["test_00000.asb"]


def test_existing_output_file(tools, tmp_path):
    path = tmp_path / "b.asb"
    path.write_text("an older backup")
    tools.backup("--namespace", "test", "--output-file", path).failed("b.asb", "already exists", "-r")
    assert path.read_text() == "an older backup"


def test_parent_of_the_directory_is_missing(tools, tmp_path):
    tools.backup("--namespace", "test", "--directory", tmp_path / "absent" / "new").failed("absent", "No such file")
    assert os.listdir(tmp_path) == []


def test_parent_of_the_file_is_missing(tools, tmp_path):
    tools.backup("--namespace", "test", "--output-file", tmp_path / "absent" / "b.asb").failed("absent", "No such file")
    assert os.listdir(tmp_path) == []


def test_output_directory_is_a_file(tools, tmp_path):
    path = tmp_path / "file"
    path.write_text("stays")
    tools.backup("--namespace", "test", "--directory", path).failed("file")
    assert path.read_text() == "stays"


# Servers


def test_unreachable_host(tools, tmp_path, good, closed_port):
    at = f"127.0.0.1:{closed_port}"
    tools.run([tools.asbackup, "-h", at, "-n", "test", "-d", str(tmp_path / "new")]).failed(str(closed_port))
    assert not (tmp_path / "new").exists()
    tools.run([tools.asrestore, "-h", at, "-i", str(good)]).failed(str(closed_port))


def test_unknown_host_name(tools, tmp_path, good):
    tools.run([tools.asbackup, "-h", "no-such-host.invalid", "-n", "test", "-d", str(tmp_path / "new")]).failed(
        "no-such-host.invalid"
    )
    tools.run([tools.asrestore, "-h", "no-such-host.invalid", "-i", str(good)]).failed("no-such-host.invalid")


def test_other_seeds_are_tried(client, tools, empty, good, closed_port, original_fault):
    original_fault("a dead seed in front of a live one is fatal")
    seeds = f"127.0.0.1:{closed_port},{tools.server}"
    tools.run([tools.asrestore, "-h", seeds, "-i", str(good)]).ok()
    assert found(client) == set(range(5))


def test_unknown_namespace_of_a_backup(tools, tmp_path):
    tools.backup("--namespace", "nowhere", "--directory", tmp_path / "new").failed(
        "nowhere" if not tools.original else "namespace"
    )
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("mode", ["batch", "single"])
def test_unknown_namespace_of_a_restore(tools, good, mode, original_fault):
    if mode == "single":
        original_fault("hangs for ever")
    options = ["--disable-batch-writes"] if mode == "single" else []
    words = [] if tools.original else ["nowhere"]
    tools.restore("--input-file", good, "--namespace", "test,nowhere", *options, timeout=300).failed(*words)


# Options

BAD_BACKUP_OPTIONS = [
    (["-d", "DIR"], ["namespace", "-n"]),
    (["-n", "test"], ["directory", "-d"]),
    (["-n", "test", "-d", "DIR", "-o", "DIR/b"], ["mutually exclusive"]),
    (["-n", "test", "-d", "DIR", "--port", "0"], ["port", "0"]),
    (["-n", "test", "-d", "DIR", "--port", "65536"], ["port", "65536"]),
    (["-n", "test", "-d", "DIR", "--port", "3000x"], ["port", "3000x"]),
    (["-n", "test", "-d", "DIR", "--parallel", "0"], ["0"]),
    (["-n", "test", "-d", "DIR", "--parallel", "101"], ["101"]),
    (["-n", "test", "-d", "DIR", "--parallel", ""], []),
    (["-n", "test", "-d", "DIR", "--file-limit", "0"], ["0"]),
    (["-n", "test", "-d", "DIR", "--file-limit", "1.5"], ["1.5"]),
    (["-n", "test", "-d", "DIR", "--records-per-second", "-1"], ["-1"]),
    (["-n", "test", "-d", "DIR", "--max-records", "-1"], ["-1"]),
    (["-n", "test", "-d", "DIR", "--nice", "0"], ["0"]),
    (["-n", "test", "-d", "DIR", "--bin-list", "sixteen bytes..."], ["sixteen bytes..."]),
    (["-n", "test", "-d", "DIR", "--set", "s" * 64], ["63"]),
    (["-n", "test", "-d", "DIR", "--no-such-option"], ["no-such-option"]),
    (["-n", "test", "-d", "DIR", "--no-"], ["ambiguous"]),
    (["-n", "test", "-d", "DIR", "--compact=yes"], ["compact"]),
    (["-n", "test", "-d"], []),
    (["-n", "test", "-d", "DIR", "operand"], ["operand"]),
]
BAD_RESTORE_OPTIONS = [
    ([], ["directory", "-d"]),
    (["-d", "DIR", "-i", "DIR/b"], ["mutually exclusive"]),
    (["-i", "GOOD", "--unique", "--replace"], ["mutually exclusive"]),
    (["-i", "GOOD", "--unique", "--no-generation"], ["mutually exclusive"]),
    (["-i", "GOOD", "--parallel", "0"], ["0"]),
    (["-i", "GOOD", "--parallel", "4097"], ["4097"]),
    (["-i", "GOOD", "--namespace", "a,b,c"], ["namespace"]),
    (["-i", "GOOD", "--namespace", ""], ["namespace"]),
    (["-i", "GOOD", "--namespace", "n" * 32], ["namespace"]),
    (["-i", "GOOD", "--set-list", "s" * 64], ["set"]),
    (["-i", "GOOD", "--bin-list", "a,sixteen bytes..."], ["bin"]),
    (["-i", "GOOD", "--extra-ttl", "-1"], ["-1"]),
    (["-i", "GOOD", "--extra-ttl", "2147483648"], ["2147483648"]),
    (["-i", "GOOD", "--nice", "5"], ["nice"]),
    (["-i", "GOOD", "--nice", "0,5"], []),
    (["-i", "GOOD", "--nice", "5,0"], []),
    (["-i", "GOOD", "--timeout", "soon"], ["soon"]),
    (["-i", "GOOD", "--max-retries", "-1"], ["-1"]),
    (["-i", "GOOD", "--par", "2"], ["ambiguous"]),
    (["-i", "GOOD", "--no-such-option"], ["no-such-option"]),
    (["-i"], []),
    (["-i", "GOOD", "operand"], ["operand"]),
]


def filled(arguments, directory, good):
    return [argument.replace("DIR", str(directory)).replace("GOOD", str(good)) for argument in arguments]


@pytest.mark.parametrize("arguments, words", BAD_BACKUP_OPTIONS, ids=lambda value: " ".join(value)[:60])
def test_bad_option_of_a_backup(tools, tmp_path, arguments, words, original_fault):
    if "operand" in arguments:
        original_fault("the operand is not named")
    if arguments[-1].startswith("sixteen"):
        original_fault("a backup file with its head only is left behind")
    tools.backup(*filled(arguments, tmp_path / "new", "")).failed(*words)
    assert os.listdir(tmp_path) in ([], ["new"])
    assert not list(tmp_path.glob("new/*"))


@pytest.mark.parametrize("arguments, words", BAD_RESTORE_OPTIONS, ids=lambda value: " ".join(value)[:60])
def test_bad_option_of_a_restore(client, tools, empty, tmp_path, good, arguments, words, original_fault):
    if "operand" in arguments:
        original_fault("the operand is not named")
    tools.restore(*filled(arguments, tmp_path, good)).failed(*words)
    assert found(client) == set()


@pytest.mark.parametrize("option", ["--batch-size", "--max-async-batches"])
def test_zero_is_refused(client, tools, empty, good, option, original_fault):
    original_fault("crashes or hangs")
    tools.restore("--input-file", good, option, "0", timeout=300).failed("0")
    assert found(client) == set()


# Malformed files


@dataclass
class Damage:
    """A file that is right up to a place, and what must be said about that place."""

    text: bytes
    words: tuple[str, ...]


BEFORE = asb.head() + records([0])  # 12 lines: 3 of the head, 9 of the record (its string has a line feed)
RECORD = asb.record_text(b"\0" * 20, {b"i": 1}, set_name=b"s")


def damaged(what: bytes, by: bytes) -> bytes:
    assert RECORD.count(what) == 1
    return BEFORE + RECORD.replace(what, by) + records([2])


DAMAGED_HEADS = {
    "empty file": Damage(b"", ()),
    "no backup at all": Damage(b"\x7fELF\x02\x01\x01" + bytes(100), ("version",)),
    "unknown version": Damage(b"Version 9.9\n" + records([1]), ("9.9",)),
    "line feed is missing": Damage(b"Version 3.1 \n" + records([1]), ("version",)),
    "carriage returns": Damage(b"Version 3.1\r\n# namespace test\r\n", ("version",)),
    "unknown meta line": Damage(b"Version 3.1\n# something\n" + records([1]), ("something",)),
    "endless meta line": Damage(b"Version 3.1\n# " + b"x" * 5000 + b"\n", ("too long",)),
}

DAMAGED_BLOCKS = {
    "start of a block": Damage(BEFORE + b"? x\n", ("line 13, col 1", "?")),
    "blank line": Damage(BEFORE + b"\n" + records([2]), ("line 13, col 1",)),
    "second header": Damage(BEFORE + asb.head(), ("line 13, col 1", "V")),
    "unknown line": Damage(damaged(b"+ g 1", b"+ q 1"), ("line 16, col 3", "q")),
    "no blank behind the plus": Damage(damaged(b"+ g 1", b"+g 1"), ("line 16, col 2", "g")),
    "missing line": Damage(damaged(b"+ t 0\n", b""), ("line 17, col 3", "b")),
    "short digest": Damage(damaged(b"+ d AAAAAAAAAAAAAAAAAAAAAAAAAAA=", b"+ d AAAA"), ("base-64",)),
    "bad base64": Damage(damaged(b"+ d AAAA", b"+ d A!AA"), ("line 14", "base-64")),
    "generation too large": Damage(damaged(b"+ g 1", b"+ g 65536"), ("line 16", "65536")),
    "generation is no number": Damage(damaged(b"+ g 1", b"+ g one"), ("line 16", "o")),
    "bin count too large": Damage(damaged(b"+ b 1", b"+ b 65536"), ("line 18", "65536")),
    "too few bins": Damage(damaged(b"+ b 1", b"+ b 2"), ("line 20, col 1", "+")),
    "too many bins": Damage(damaged(b"+ b 1", b"+ b 0"), ("line 19, col 1", "-")),
    "unknown bin type": Damage(damaged(b"- I i 1", b"- Q i 1"), ("line 19", "Q")),
    "integer overflow": Damage(damaged(b"- I i 1", b"- I i 9223372036854775808"), ("line 19", "9223372036854775808")),
    "no integer": Damage(damaged(b"- I i 1", b"- I i 1x"), ("line 19", "x")),
    "no double": Damage(damaged(b"- I i 1", b"- D i 1.2.3"), ("line 19",)),
    "no boolean": Damage(damaged(b"- I i 1", b"- Z i Y"), ("line 19", "Y")),
    "string is shorter": Damage(damaged(b"- I i 1", b"- S i 5 abc"), ("line 20",)),
    "string is longer": Damage(damaged(b"- I i 1", b"- S i 2 abc"), ("line 19", "c")),
    "size too large": Damage(damaged(b"- I i 1", b"- S i 2000000000000000 x"), ("line 19", "2000000000000000")),
    "bytes of a wrong length": Damage(damaged(b"- I i 1", b"- B i 3 AAA"), ("line 19", "3")),
    "unknown key type": Damage(damaged(b"+ n test\n", b"+ k Q 1\n+ n test\n"), ("line 13", "Q")),
    "namespace too long": Damage(damaged(b"+ n test", b"+ n " + b"n" * 32), ("line 13",)),
    "set too long": Damage(damaged(b"+ s s", b"+ s " + b"s" * 64), ("line 15",)),
    "unknown global": Damage(BEFORE + b"* x test\n", ("line 13, col 3", "x")),
    "unknown index type": Damage(BEFORE + b"* i test s by_i Q 1 i N\n", ("line 13", "Q")),
    "unknown index data type": Damage(BEFORE + b"* i test s by_i N 1 i Q\n", ("line 13", "Q")),
    "unknown module type": Damage(BEFORE + b"* u P one.py 1 x\n", ("line 13", "P")),
    "trailing zeros": Damage(BEFORE + bytes(512), ("line 13, col 1",)),
}


@pytest.mark.parametrize("name", DAMAGED_HEADS)
def test_damaged_head(client, tools, empty, tmp_path, name):
    path = tmp_path / "damaged.asb"
    path.write_bytes(DAMAGED_HEADS[name].text)
    tools.restore("--input-file", path).failed("damaged.asb", *DAMAGED_HEADS[name].words)
    assert found(client) == set()
    tools.restore("--validate", "--input-file", path).failed("damaged.asb", *DAMAGED_HEADS[name].words)


@pytest.mark.parametrize("name", DAMAGED_BLOCKS)
def test_damaged_block(client, tools, empty, tmp_path, name):
    path = tmp_path / "damaged.asb"
    path.write_bytes(DAMAGED_BLOCKS[name].text)
    tools.restore("--input-file", path, "--parallel", "1").failed("damaged.asb", *DAMAGED_BLOCKS[name].words)
    assert found(client) <= {0}
    tools.restore("--validate", "--directory", tmp_path).failed("damaged.asb", *DAMAGED_BLOCKS[name].words)


def test_size_that_cannot_be_allocated(client, tools, empty, tmp_path):
    path = tmp_path / "damaged.asb"
    path.write_bytes(damaged(b"- I i 1", b"- S i 900000000000000 x"))
    # The value is taken to reach beyond the end of the file: the place named is where its record begins.
    words = [] if tools.original else ["damaged.asb", "the block that begins in line 13"]
    tools.restore("--input-file", path).failed(*words)


# Cut files

SMALL = asb.head() + b"* i test s by_i N 1 i N\n* u L one.lua 27 function one() return 1 end\n" + records(range(6))
#: Where the file may end: behind the head, the index, the module, and each record.
WHOLE_AT = {len(b"Version 3.1\n"), len(asb.head()), SMALL.index(b"* u L")} | {
    len(SMALL) - len(records(range(i, 6))) for i in range(7)
}


@pytest.mark.parametrize("cut", sorted({round(i * (len(SMALL) - 1) / 39) for i in range(40)}))
def test_cut_file(client, tools, empty, tmp_path, cut):
    path = tmp_path / "cut.asb"
    path.write_bytes(SMALL[:cut])
    run = tools.restore("--input-file", path, "--no-generation")
    if cut in WHOLE_AT:
        run.ok()
    else:
        run.failed("cut.asb")
    before = {i for i in range(6) if len(SMALL) - len(records(range(i + 1, 6))) <= cut}
    restored = {bins["i"]: bins for _, _, bins in client.scan("test").results()}
    assert set(restored) <= before
    assert all(bins == {"i": i, "s": f"text\n{i}"} for i, bins in restored.items())


def test_cut_stream(client, tools, empty):
    tools.restore("--input-file", "-", stdin=SMALL[:-1]).failed("line")
    assert found(client) <= set(range(5))


def test_cut_file_in_a_directory(client, tools, empty, tmp_path):
    (tmp_path / "test_00000.asb").write_bytes(asb.head() + records(range(5)))
    (tmp_path / "test_00001.asb").write_bytes((asb.head(first_file=False) + records(range(5, 10)))[:-1])
    tools.restore("--directory", tmp_path).failed("test_00001.asb")
    assert found(client) <= set(range(9))


# Things that cannot be restored


@pytest.mark.parametrize("source", ["file", "directory"])
def test_index_that_cannot_be_created(client, tools, empty, tmp_path, source, original_fault):
    original_fault("records behind it may be lost, and the exit code is 0")
    path = tmp_path / "b.asb"
    path.write_bytes(asb.head() + b"* i test s by_i N 1 i N no+context\n" + records(range(10)))
    arguments = ["--input-file", path] if source == "file" else ["--directory", tmp_path]
    tools.restore(*arguments, "--parallel", "1").failed("by_i", lines=2)
    assert found(client) == set(range(10))


def test_module_that_cannot_be_put(client, tools, empty, tmp_path, original_fault):
    original_fault("records behind it may be lost, and the exit code is 0")
    path = tmp_path / "b.asb"
    path.write_bytes(asb.head() + b"* u L noextension 27 function one() return 1 end\n" + records(range(10)))
    tools.restore("--input-file", path, "--parallel", "1").failed("noextension", lines=2)
    assert found(client) == set(range(10))


# Full disks and closed pipes


@pytest.fixture
def eight_mebibytes(client, empty):
    for i in range(128):
        client.put(("test", "large", i), {"i": i, "s": "x" * 65_000})


def limited_files():
    """No file may grow beyond two MiB: a write then fails as on a full disk."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * 1024 * 1024, 2 * 1024 * 1024))


def test_full_disk_under_a_directory(tools, eight_mebibytes, tmp_path):
    older = tmp_path / "notes.txt"
    older.write_text("stays")
    run = tools.backup("--namespace", "test", "--directory", tmp_path / "new", preexec_fn=limited_files)
    run.failed(*([] if tools.original else ["new"]))
    assert older.read_text() == "stays"


def test_full_disk_under_a_file(tools, eight_mebibytes, tmp_path):
    tools.backup("--namespace", "test", "--output-file", tmp_path / "b.asb", preexec_fn=limited_files).failed(
        "b.asb" if not tools.original else ""
    )


def test_full_device_behind_standard_output(tools, eight_mebibytes):
    with open("/dev/full", "wb") as full:
        tools.backup("--namespace", "test", "--output-file", "-", stdout=full).failed("space")


def test_disk_full_with_the_last_bytes(client, tools, empty, original_fault):
    """So few bytes that they are written only when the output is closed."""
    original_fault("the exit code is 0")
    client.put(("test", "s", 1), {"i": 1})
    with open("/dev/full", "wb") as full:
        tools.backup("--namespace", "test", "--output-file", "-", stdout=full).failed("space")


def test_closed_pipe(tools, eight_mebibytes, original_fault):
    original_fault("killed by SIGPIPE without a message")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        tools.backup("--namespace", "test", "--output-file", "-", stdout=writing).failed("pipe")
    finally:
        os.close(writing)


# Interruption


def test_interrupted_restore(tools, empty, tmp_path):
    path = tmp_path / "many.asb"
    path.write_bytes(asb.head() + records(range(3000)))
    process = subprocess.Popen(
        [tools.asrestore, "-h", str(tools.server), "-i", str(path), "--nice", "100,200"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    )
    for line in process.stderr:
        if "Restoring records" in line:
            break
    time.sleep(1.2)
    process.send_signal(signal.SIGINT)
    rest = process.stderr.read()
    assert process.wait(300) == 1
    assert "### Restore interrupted ###" in rest


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_while_a_pipe_gives_nothing(tools, empty, number):
    if tools.original:
        pytest.skip("not tried with the original")
    process = subprocess.Popen(
        [tools.asrestore, "-h", str(tools.server), "-i", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for line in process.stderr:
        if "Restoring records" in line:
            break
    process.send_signal(number)
    # Standard input stays open: only the signal can end the process.
    assert process.wait(300) == 1
    assert "the restore is not complete" in process.stderr.read()
