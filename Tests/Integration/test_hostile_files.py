"""Files that somebody else made: pipes, devices and links where a backup's files should be, sizes that no file has, and
structures without end. The tools say one line and end with 1: nothing hangs, memory stays small, and nothing is written
through a link (Spec/differences.md §9)."""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path

import pytest

import asb
from processes import Run, launched

#: The most memory of a run that is refused, in bytes: the tool itself, its windows, and a little.
MEMORY = 150 << 20
#: The same where a document of the most values that are read was made.
DOCUMENT = 1 << 30
#: The seconds after which a refusal is taken for a hang.
PATIENCE = 300


@pytest.fixture(autouse=True)
def only_ours(tools):
    if tools.original:
        pytest.skip("what the C tools do with such files is their own business")


def restore(tools, folder: Path, *words) -> Run:
    return measured(tools, [tools.asrestore, "--validate", *words], folder)


def measured(tools, command: list, folder: Path, memory: int = MEMORY) -> Run:
    """Runs a tool without input; fails if it takes long, or more memory."""
    peak = folder / "peak"
    with open(folder / "errors", "w+b") as errors:
        done = subprocess.run(
            launched(peak, ["timeout", "-s", "KILL", str(PATIENCE), *command]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        errors.seek(0)
        run = Run([str(word) for word in command], done.returncode, b"", errors.read().decode(errors="replace"))
    size = int(peak.read_text()) * 1024
    peak.unlink()
    assert size < memory, f"{size} bytes\n{run.stderr[-2000:]}"
    return run


def make(kind: str, path: Path) -> None:
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "directory":
            path.mkdir()
        case "link to a device":
            path.symlink_to("/dev/zero")
        case "link to itself":
            path.symlink_to(path)
        case "socket":
            # A socket's path is short; the folder's may not be.
            here = os.open(path.parent, os.O_RDONLY)
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(f"/proc/self/fd/{here}/{path.name}")
            os.close(here)


KINDS = ("pipe", "directory", "link to a device", "link to itself", "socket")


@pytest.fixture
def backup(tools, client, empty, tmp_path) -> Path:
    client.put(("test", "s", 1), {"a": 1})
    tools.backup("-n", "test", "-d", tmp_path / "b", "-w", 1).ok()
    return tmp_path / "b"


@pytest.mark.parametrize("manifest", (True, False), ids=("manifest", "no manifest"))
@pytest.mark.parametrize("kind", KINDS)
def test_among_the_files(tools, backup, tmp_path, kind, manifest):
    if not manifest:
        (backup / "test.manifest.yaml").unlink()
    make(kind, backup / "test_00001.asb")
    restore(tools, tmp_path, "-d", backup).failed("test_00001.asb")


@pytest.mark.parametrize("kind", KINDS)
def test_instead_of_a_manifest(tools, backup, tmp_path, kind):
    (backup / "test.manifest.yaml").unlink()
    make(kind, backup / "test.manifest.yaml")
    restore(tools, tmp_path, "-d", backup).failed("test.manifest.yaml")


@pytest.mark.parametrize("kind", KINDS)
def test_instead_of_a_journal_or_a_state(tools, backup, tmp_path, kind):
    make(kind, tmp_path / "saved")
    server = ["-h", tools.server.host, "-p", tools.server.port]
    measured(tools, [tools.asrestore, *server, "-d", backup, "--continue", tmp_path / "saved"], tmp_path).failed("saved")
    command = [tools.asbackup, *server, "-n", "test", "-d", backup, "--continue", tmp_path / "saved"]
    measured(tools, command, tmp_path).failed("saved")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "pipe"])
def test_as_the_file(tools, tmp_path, kind):
    """A pipe that is named is waited for."""
    make(kind, tmp_path / "x.asb")
    restore(tools, tmp_path, "-i", tmp_path / "x.asb").failed("x.asb")


def test_pipe_that_is_named(tools, backup, tmp_path):
    """It is read like any other file, and a signal ends the wait for somebody who writes."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen([tools.asrestore, "--validate", "-i", pipe], stderr=subprocess.PIPE, text=True)
    lines = iter(process.stderr.readline, "")
    assert any("Opened backup file" in line for line in lines)
    process.terminate()
    assert process.wait(300) == 1
    process.stderr.close()
    process = subprocess.Popen([tools.asrestore, "--validate", "-i", pipe], stderr=subprocess.PIPE, text=True)
    pipe.write_bytes(next(backup.glob("*.asb")).read_bytes())
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0 and "1 record(s)" in errors, errors


VICTIM = b"somebody else's\n"


@pytest.fixture
def victim(tmp_path) -> Path:
    path = tmp_path / "victim"
    path.write_bytes(VICTIM)
    return path


def test_links_where_a_backup_writes(tools, client, empty, tmp_path, victim):
    folder = tmp_path / "b"
    folder.mkdir()
    for name in ("test.manifest.yaml", "test.manifest.yaml.part", "test.asb.state.new", "test.asb.state.reserve"):
        (folder / name).symlink_to(victim)
    # Links to manifests count as a backup that is there.
    tools.backup("-n", "test", "-d", folder, "-w", 1).failed()
    (folder / "test.manifest.yaml").unlink()
    tools.backup("-n", "test", "-d", folder, "-w", 1).ok()
    assert not (folder / "test.manifest.yaml").is_symlink()
    assert all((folder / f"test.{name}").is_symlink() for name in ("manifest.yaml.part", "asb.state.new", "asb.state.reserve"))
    assert victim.read_bytes() == VICTIM


def test_links_that_lead_nowhere(tools, client, empty, backup, tmp_path):
    nowhere = tmp_path / "nowhere"
    for name in ("new.asb", "new.journal", "rejected.asb"):
        (tmp_path / name).symlink_to(nowhere)
    tools.backup("-n", "test", "-o", tmp_path / "new.asb").failed("new.asb")
    tools.restore("-d", backup, "--journal", tmp_path / "new.journal").failed("new.journal")
    tools.restore("-d", backup, "--rejected-file", tmp_path / "rejected.asb").failed("rejected.asb")
    tools.restore("-d", backup, "--rejected-file", tmp_path / "r.asb", "--journal", tmp_path / "j").ok()
    assert not nowhere.exists()


def test_link_in_place_of_a_file_to_be_continued(tools, client, empty, tmp_path, victim):
    """The state says that so many bytes are in the file, behind which the tool would write."""
    client.put(("test", "s", 1), {"a": 1})
    folder = tmp_path / "b"
    folder.mkdir()
    victim.write_bytes(asb.head())
    (folder / "test_00000.asb").symlink_to(victim)
    (folder / "test.asb.state").write_text(
        "asbackup-state: 1\noptions: {namespace: [test]}\ndestination: {kind: directory}\n"
        "done: {records: 0, bytes: %d, indexes: 0, modules: 0, left-out: 0, metadata-written: true, indexes-written: 0}\n"
        "files: [{name: test_00000.asb, length: %d, records: 0, finished: false}]\n"
        "partitions: {complete: [], not-started: [0-4095], after: {}}\n" % (len(asb.head()), len(asb.head()))
    )
    command = ["-n", "test", "-d", folder, "--continue", folder / "test.asb.state"]
    tools.backup(*command).failed("test_00000.asb", "regular file")
    assert victim.read_bytes() == asb.head()
    (folder / "test_00000.asb").unlink()
    (folder / "test_00000.asb").write_bytes(asb.head())
    tools.backup(*command).ok()


def test_names_in_a_state_are_no_paths(tools, client, empty, tmp_path, victim):
    folder = tmp_path / "b"
    folder.mkdir()
    victim = tmp_path / "victim.asb"
    victim.write_bytes(asb.head())
    (folder / "s").write_text(
        "asbackup-state: 1\noptions: {namespace: [test]}\ndestination: {kind: directory}\n"
        "done: {records: 0, bytes: 1, indexes: 0, modules: 0, left-out: 0, metadata-written: true, indexes-written: 0}\n"
        'files: [{name: "../victim.asb", length: 1, records: 0, finished: false}]\n'
        "partitions: {complete: [], not-started: [0-4095], after: {}}\n"
    )
    tools.backup("-n", "test", "-d", folder, "--continue", folder / "s").failed("../victim.asb")
    assert victim.read_bytes() == asb.head()


RECORD = asb.record_text(b"\0" * 20, {b"i": 1}, set_name=b"s")
LARGE = ("1048576", "2147483647", "4294967296", "1125899906842624", "9223372036854775807", "9223372036854775808", "9" * 40)


@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("what", ("string", "blob", "compact blob", "list", "key", "module", "bins"))
def test_sizes_that_no_file_has(tools, tmp_path, what, size):
    line = {
        "string": b"- S i %s x",
        "blob": b"- B i %s eA==",
        "compact blob": b"- B! i %s x",
        "list": b"- L i %s eA==",
    }
    size = size.encode()
    text = RECORD
    if what in line:
        text = RECORD.replace(b"- I i 1", line[what] % size)
    elif what == "key":
        text = b"+ k S %s x\n" % size + RECORD
    elif what == "module":
        text = b"* u L m.lua %s x\n" % size
    else:
        text = RECORD.replace(b"+ b 1", b"+ b " + size)
    assert size in text
    (tmp_path / "x.asb").write_bytes(asb.head() + text)
    restore(tools, tmp_path, "-i", tmp_path / "x.asb").failed("x.asb")


def write(path: Path, start: bytes, piece: bytes, count: int) -> None:
    """Piece by piece: a process counts the memory of the one that started it as its own."""
    with open(path, "wb") as file:
        file.write(start)
        for _ in range(count):
            file.write(piece)


@pytest.mark.parametrize("container", ([], ["--compress", "zstd"]), ids=("plain", "zstd"))
def test_endless_lines(tools, tmp_path, container):
    """100 MB of the same byte where a number, a name or the head should be."""
    for start in (b"", asb.head() + b"+ k S ", asb.head() + b"+ n ", asb.head() + b"* i test ", asb.head() + b"+ d "):
        path = tmp_path / "x.asb"
        write(path, start, b"1" * (1 << 20), 100)
        if container:
            if subprocess.run(["zstd", "-q", "-f", path, "-o", tmp_path / "y.asb"]).returncode:
                pytest.skip("needs the command zstd")
            path = tmp_path / "y.asb"
        restore(tools, tmp_path, "-i", path, *container).failed(path.name)


DEEP = 300_000


#: The start of a document, a piece of it, and how often that stands there.
@pytest.mark.parametrize(
    "start, piece, count",
    (
        (b"format: 1\nsets: ", b"[", DEEP),
        (b"", b"{a: ", DEEP),
        (b"", b"- ", DEEP),
        (b"", b"? ", DEEP),
        (b"&a [*a, *a]\n", b"", 0),
        (b"a: &a [b]\nc: *a\n", b"", 0),
        (b"a: ", b"x" * (1 << 20), 20),
        (b"a: [", b"1," * (1 << 19), 18),
        (b"", b"%YAML 1.1\n---\n", 1000),
        (b"!!python/object:x {}\n", b"", 0),
        (b"\xff\xfe" + "format: 1\n".encode("utf-16-le"), b"", 0),
    ),
    ids=("lists", "mappings", "sequences", "keys", "alias of itself", "alias", "long text", "many values", "documents", "tag", "UTF-16"),
)
def test_yaml_without_end(tools, backup, tmp_path, start, piece, count):
    write(backup / "test.manifest.yaml", start, piece, count)
    measured(tools, [tools.asrestore, "--validate", "-d", backup], tmp_path, DOCUMENT).failed("test.manifest.yaml")
    write(tmp_path / "s", start, piece, count)
    server = ["-h", tools.server.host, "-p", tools.server.port]
    command = [tools.asbackup, *server, "-n", "test", "-d", tmp_path / "d", "--continue", tmp_path / "s"]
    measured(tools, command, tmp_path, DOCUMENT).failed("state file")


@pytest.mark.parametrize("line", (b"\n", b"done 0 0-1,2-3 0 0 0 0 0 0 0 0 0 0\n", b"file 0 1 a\n", b"x"), ids=("empty", "done", "file", "one line"))
def test_large_journals(tools, backup, tmp_path, line):
    write(tmp_path / "j", b"asrestore journal 1\n", line * ((1 << 20) // len(line)), 20)
    server = ["-h", tools.server.host, "-p", tools.server.port]
    run = measured(tools, [tools.asrestore, *server, "-d", backup, "--continue", tmp_path / "j"], tmp_path)
    run.failed("journal" if line != b"\n" else "j")


#: What a text of 20 MiB may cost, which is kept in a few forms one after the other.
LONG = 400 << 20


def test_words_without_end(tools, backup, tmp_path):
    """Lines and ranges of millions of words; each once took fifty times its size."""
    server = ["-h", tools.server.host, "-p", tools.server.port]
    for piece in (b" ", b"x ", b"done 0 "):
        write(tmp_path / "j", b"asrestore journal 1\n# ", piece * ((1 << 20) // len(piece)), 20)
        with open(tmp_path / "j", "ab") as file:
            file.write(b"\nfile 0 1 a\n")
        command = [tools.asrestore, *server, "-d", backup, "--continue", tmp_path / "j"]
        measured(tools, command, tmp_path, LONG).failed("cannot go on")
    for piece, end in ((b"x ", b"\n"), (b"0-1-", b" 0\n")):
        write(tmp_path / "j", b"asrestore journal 1\nfile 0 1 a\ndone 0 ", piece * ((1 << 20) // len(piece)), 20)
        with open(tmp_path / "j", "ab") as file:
            file.write(end)
        measured(tools, command, tmp_path, LONG).failed("line 3: not a line of a journal")
    manifest = backup / "test.manifest.yaml"
    head, _, rest = manifest.read_bytes().partition(b'"0-4095"')
    write(manifest, head + b'"', b"-" * (1 << 20), 20)
    with open(manifest, "ab") as file:
        file.write(b'"' + rest)
    command = [tools.asrestore, "--validate", "-d", backup]
    measured(tools, command, tmp_path, LONG).failed("partitions must be like 17 or 0-4095")
    example = (Path(__file__).parents[2] / "Spec/state-file.md").read_text().split("```yaml\n")[1].split("```")[0].encode()
    head, _, rest = example.partition(b"0-6")
    write(tmp_path / "s", head + b'"', b"-" * (1 << 20), 20)
    with open(tmp_path / "s", "ab") as file:
        file.write(b'"' + rest)
    command = [tools.asbackup, *server, "-n", "test", "-d", tmp_path / "d", "--continue", tmp_path / "s"]
    measured(tools, command, tmp_path, LONG).failed("not a partition, nor a range of partitions")


def test_a_state_with_thousands_of_options(tools, tmp_path):
    example = (Path(__file__).parents[2] / "Spec/state-file.md").read_text().split("```yaml\n")[1].split("```")[0]
    options = "".join(f"  o{number}: [x]\n" for number in range(60_000))
    (tmp_path / "s").write_text(example.replace("  encrypt: [aes256]\n", options))
    command = [tools.asbackup, "-h", tools.server.host, "-p", tools.server.port, "-n", "test", "-d", tmp_path / "d"]
    run = measured(tools, [*command, "--continue", tmp_path / "s"], tmp_path).failed('unknown key "o0"')
    assert len(run.stderr) < 5000


HEAD = "Version 3.1\n# namespace prod\n# first-file\n"
COMMAND = "truncate-namespace:namespace=test"


@pytest.mark.parametrize(
    "line",
    (
        f"* i prod  i\\\n{COMMAND}\\\nx N 1 b N\n",
        f"* i prod s\\\n{COMMAND}\\\nx i N 1 b N\n",
        f"* i prod  i N 1 b\\\n{COMMAND}\\\nx N\n",
        "* i prod  i;ns=test N 1 b N\n",
        f"* u L a.lua;content=;\\\n{COMMAND}\\\nx 2 --\n",
    ),
    ids=("index", "set", "bin", "parameter", "module"),
)
def test_names_are_no_commands(tools, client, empty, tmp_path, line):
    """A backup of one namespace empties no other: what would be a second command is refused."""
    client.put(("test", "s", 1), {"a": 1})
    (tmp_path / "x.asb").write_text(HEAD + line)
    run = tools.restore("-i", tmp_path / "x.asb")
    assert run.exit == 1 and "no command to a server can carry" in run.stderr
    assert client.get(("test", "s", 1))[2] == {"a": 1}


def test_names_steer_no_terminal_and_begin_no_line(tools, tmp_path):
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "a\x1b]0;x\x07\n2026-01-01 00:00:00 GMT [INF] [00001] all is well.asb").write_text("Version 3.1\n# \x1b[2J\n")
    run = tools.run([tools.asrestore, "--validate", "-d", folder])
    assert run.exit == 1
    assert not any(ord(character) < 32 and character != "\n" for character in run.stderr)
    assert "\\x1b]0;x\\x07\\x0a2026" in run.stderr
    assert not any(line.endswith("all is well.asb") and line.startswith("2026-01-01") for line in run.stderr.split("\n"))
