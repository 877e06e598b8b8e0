"""Restores that are interrupted and go on: nothing is left out, whatever stopped them.

`RESTORE_INTERRUPTIONS` is the number of seeded runs, `RESTORE_SEED` the first of their seeds."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import clients
import asb
from cluster import info_of_one, truncate
from conftest import RELEASE
from processes import LocalServer, Run, restore_summary

RUNS = int(os.environ.get("RESTORE_INTERRUPTIONS", "8"))
SEED = int(os.environ.get("RESTORE_SEED", "1"))
COUNT = 2500
SIZE = 1700  # of a record's text: several pieces of 1 MiB
RESUME = re.compile(r"`--continue (\S+)`")
KEY = "AAECAwQFBgcICQoLDA0ODw=="

if os.environ.get("ORIGINAL_TOOLS"):
    pytest.skip("the C tools cannot go on with a restore", allow_module_level=True)


def digest(number: int) -> bytes:
    return random.Random(number).randbytes(20)


@pytest.fixture(scope="module")
def backups(tools, client, tmp_path_factory) -> dict[str, list[str]]:
    """The same records in files of every kind: the options that restore them."""
    place = tmp_path_factory.mktemp("backups")
    noise = random.Random(0)
    text = b"".join(
        asb.record_text(digest(i), {b"i": i, b"s": noise.randbytes(SIZE // 2).hex()}, set_name=b"resumed")
        for i in range(COUNT)
    )
    plain = place / "plain.asb"
    plain.write_bytes(asb.head() + b"* i test resumed by_i N 1 i N\n" + text)
    for namespace in ("test", "prod"):
        truncate(client, namespace)
    tools.restore("--input-file", plain, "--no-generation").ok()
    encrypted = ["--encrypt", "aes128", "--encryption-key-env", "K"]
    containers = {
        "directory": [],
        "zstd": ["--compress", "zstd"],
        "aes": encrypted,
        "zstd-aes": ["--compress", "zstd", *encrypted],
    }
    options = {"file": ["--input-file", str(plain)], "stdin": ["--input-file", "-"]}
    for name, container in containers.items():
        directory = place / name
        tools.backup(
            "--namespace", "test", "--directory", directory, "--file-limit", "1", "--parallel", "3", *container,
            env=os.environ | {"K": KEY},
        ).ok()  # fmt: skip
        options[name] = ["--directory", str(directory), *container]
    single = place / "zstd-aes.asb"
    tools.backup(
        "--namespace", "test", "--output-file", single, *containers["zstd-aes"], env=os.environ | {"K": KEY}
    ).ok()
    options["zstd-aes-file"] = ["--input-file", str(single), *containers["zstd-aes"]]
    options["plain"] = [str(plain)]
    return options


@pytest.fixture(scope="module")
def target():
    """A server that may be stopped and let go on."""
    if os.environ.get("AEROSPIKE_HOST"):
        pytest.skip("servers that are not ours are not stopped")
    with LocalServer(RELEASE / "aslocal", ["test", "prod"]) as server:
        yield server


@pytest.fixture(scope="module")
def target_client(target):
    connected = clients.connected(target)
    yield connected
    connected.close()


def objects(client) -> int:
    values = dict(pair.split("=", 1) for pair in info_of_one(client, "namespace/test").split(";") if "=" in pair)
    return int(values["objects"])


@dataclass
class Restore:
    """A restore into a server, run again and again until it is through."""

    executable: str
    server: LocalServer
    client: object
    options: list[str]
    place: Path
    standard_input: Path | None = None
    journal: str | None = None
    runs: list[Run] = field(default_factory=list)

    def start(self, *more: str) -> subprocess.Popen:
        arguments = [self.executable, "--host", str(self.server), *self.options, *more]
        return subprocess.Popen(
            arguments,
            stdin=open(self.standard_input, "rb") if self.standard_input else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.place,
            env=os.environ | {"K": KEY},
        )

    def finish(self, process: subprocess.Popen) -> Run:
        _, stderr = process.communicate(timeout=120)
        run = Run(process.args, process.returncode, b"", stderr.decode())
        self.runs.append(run)
        return run

    def going_on(self) -> list[str]:
        """The options for the next run: one that was ended before it knew of the server left no journal."""
        if not self.journal or not self.runs:
            return []
        if (self.place / self.journal).exists():
            return ["--continue", self.journal]
        assert objects(self.client) == 0, "the journal of a restore that has written is gone"
        return ["--journal", self.journal]

    def stopped(self, how: str, after: int, *more: str) -> Run:
        """Runs the restore until the server holds so many records, then stops it; it may also come to its end."""
        begins = self.going_on()
        if how in ("kill", "server") and not self.runs:
            self.journal = str(self.place / "named.journal")
            begins = ["--journal", self.journal]
        process = self.start(*begins, *more)
        while process.poll() is None and objects(self.client) < after:
            pass
        if how == "server":
            os.kill(self.server.process.pid, signal.SIGSTOP)
            try:
                run = self.finish(process)
            finally:
                os.kill(self.server.process.pid, signal.SIGCONT)
        else:
            number = {"interrupt": signal.SIGINT, "terminate": signal.SIGTERM, "kill": signal.SIGKILL}[how]
            process.send_signal(number)
            run = self.finish(process)
        if found := RESUME.search(run.stderr):
            self.journal = found[1]
        return run

    def complete(self) -> Run:
        return self.finish(self.start(*self.going_on())).ok()


def contents(client) -> dict[bytes, int]:
    return {bytes(key[3]): bins["i"] for key, _, bins in client.scan("test", "resumed").results()}


EXPECTED = {digest(i): i for i in range(COUNT)}
#: Times so short that a server that is stopped is given up on within two seconds.
IMPATIENT = ["--timeout", "500", "--socket-timeout", "500", "--max-retries", "1"]
KINDS = ["file", "stdin", "directory", "zstd", "aes", "zstd-aes", "zstd-aes-file"]
POLICIES = [[], ["--unique"], ["--no-generation"], ["--replace"], ["--replace", "--no-generation"]]


@pytest.mark.parametrize("seed", range(SEED, SEED + RUNS))
def test_interrupted_at_random(tools, target, target_client, backups, tmp_path, seed):
    chance = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    # A server that stops answering loses what was sent last, so that nobody knows what became of it.
    hows = [chance.choice(["interrupt", "terminate", "kill", "kill", "server"]) for _ in range(chance.randint(1, 3))]
    points = sorted(chance.randrange(1, COUNT) for _ in hows)
    policy = chance.choice(POLICIES)
    options = [*backups[kind], *policy, "--batch-size", str(chance.choice([1, 16, 128])), "--parallel", "3"]
    if chance.random() < 0.3:
        options.append("--disable-batch-writes")
    print(f"seed {seed}: {kind} {policy} {hows} at {points}")
    truncate(target_client, "test")
    restore = Restore(tools.asrestore, target, target_client, options, tmp_path)
    restore.standard_input = Path(backups["plain"][0]) if kind == "stdin" else None
    for how, point in zip(hows, points):
        run = restore.stopped(how, point, *(IMPATIENT if how == "server" else []), "--nice", "1000,1500")
        print(run.stderr)
        if run.exit == 0:
            break
        if restore.journal is None:
            assert objects(target_client) < COUNT, "interrupted in front of its first record"
    else:
        restore.complete()
    print(restore.runs[-1].stderr)
    assert contents(target_client) == EXPECTED
    assert restore.journal is None or not (tmp_path / restore.journal).exists(), "a journal outlives its restore"
    summary = restore_summary(restore.runs[-1])
    settled = summary.inserted + summary.existed + summary.fresher
    assert summary.records == settled == COUNT, "counters are those of all runs together"
    if set(hows) <= {"interrupt", "terminate"}:
        assert summary.inserted == COUNT, "no record was sent twice"


def test_signals_leave_a_journal_in_the_working_directory(tools, target, target_client, backups, tmp_path):
    truncate(target_client, "test")
    restore = Restore(tools.asrestore, target, target_client, backups["file"], tmp_path)
    run = restore.stopped("interrupt", 100, "--nice", "1000,200")
    run.failed("Restore interrupted", "not complete", lines=2)
    assert restore.journal == "asrestore.journal"
    text = (tmp_path / "asrestore.journal").read_text()
    assert text.startswith("asrestore journal 1\n")
    done = restore_summary(run)
    assert f"done 0 - {done.records} 0 0 0 {done.inserted} 0 0 0 0 0\n" in text
    run = restore.complete()
    assert restore_summary(run).counters == {"inserted": COUNT}
    assert contents(target_client) == EXPECTED
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def begun(tools, target, target_client, backups, tmp_path):
    """A restore that was interrupted."""
    truncate(target_client, "test")
    restore = Restore(tools.asrestore, target, target_client, backups["file"], tmp_path)
    run = restore.stopped("interrupt", 300, "--nice", "1000,500")
    assert restore.journal, run.stderr
    return restore


@pytest.mark.parametrize(
    "options, words",
    [
        (["--unique"], ["existing-records merge", "keep"]),
        (["--set-list", "resumed"], ["sets (none)", "resumed"]),
        (["--namespace", "test,prod"], ["source-namespace", "test"]),
        (["--extra-ttl", "5"], ["extra-ttl 0", "5"]),
        (["--no-records"], ["parts"]),
    ],
    ids=lambda value: " ".join(value),
)
def test_other_options_are_refused(begun, options, words):
    begun.finish(begun.start("--continue", begun.journal, *options)).failed("journal", *words)
    assert (begun.place / begun.journal).exists()


def test_another_file_is_refused(begun, backups, tmp_path):
    other = tmp_path / "other" / "plain.asb"
    other.parent.mkdir()
    data = bytearray(Path(backups["plain"][0]).read_bytes())
    data[100:104] = b"AAAA"
    other.write_bytes(data)
    begun.options = ["--input-file", str(other)]
    begun.finish(begun.start("--continue", begun.journal)).failed("plain.asb", "begins otherwise")
    other.write_bytes(data[:-1])
    begun.finish(begun.start("--continue", begun.journal)).failed("plain.asb", "bytes")


def test_another_directory_is_refused(begun, backups):
    begun.options = backups["directory"]
    begun.finish(begun.start("--continue", begun.journal)).failed("1 backup file(s)")


def test_a_moved_file_is_the_same(begun, backups, target_client, tmp_path):
    moved = tmp_path / "moved" / "plain.asb"
    moved.parent.mkdir()
    moved.write_bytes(Path(backups["plain"][0]).read_bytes())
    begun.options = ["--input-file", str(moved)]
    begun.complete()
    assert contents(target_client) == EXPECTED


@pytest.mark.parametrize("text", [b"", b"asb", b"asrestore journal 2\n", b"asrestore journal 1\ndone 0 0-1\n"])
def test_what_is_no_journal_is_refused(begun, text, tmp_path):
    path = tmp_path / "wrong.journal"
    path.write_bytes(text)
    begun.finish(begun.start("--continue", str(path))).failed("wrong.journal", "journal")
    assert path.read_bytes() == text


def test_a_missing_journal(begun):
    begun.finish(begun.start("--continue", "absent.journal")).failed("absent.journal")


def test_an_existing_journal_is_not_overwritten(begun):
    before = (begun.place / begun.journal).read_bytes()
    begun.finish(begun.start("--journal", begun.journal)).failed("exists already")
    assert (begun.place / begun.journal).read_bytes() == before


def test_a_full_disk_under_the_journal(tools, target, target_client, backups, tmp_path):
    truncate(target_client, "test")
    restore = Restore(tools.asrestore, target, target_client, backups["file"], tmp_path)
    restore.finish(restore.start("--journal", "/dev/full")).failed("/dev/full")
    restore.finish(restore.start("--journal", str(tmp_path / "absent" / "j"))).failed("absent")
    assert objects(target_client) == 0


@pytest.mark.parametrize("name", ["journal", "continue", "rejected-file"])
def test_nothing_of_it_fits_validate(tools, backups, name):
    tools.restore(*backups["file"], "--validate", f"--{name}", "x").failed(name, "validate")


def test_a_journal_is_either_new_or_gone_on_with(tools, backups):
    tools.restore(*backups["file"], "--journal", "x", "--continue", "y").failed("journal", "continue")
