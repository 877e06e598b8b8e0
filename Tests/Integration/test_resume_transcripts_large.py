"""Runs of the C tools over 12,000 records, with signals, full disks and a server that stops (the rows `12000: ...` of
Fixtures/cli/resume.jsonl): ours end with the same exit status and print the same lines where scripts read them, unless
DIFFERENT says why not."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import aerospike
import pytest

import clients
import asb
from conftest import RELEASE, ROOT
from interruptions import KilledServer, run_struck
from processes import LocalServer, Run, backup_summary, restore_summary

RECORDS = 12_000
PREFIX = "12000: "
ROWS = {
    row["name"].removeprefix(PREFIX): row
    for row in map(json.loads, (ROOT / "Fixtures/cli/resume.jsonl").read_text().splitlines())
    if row["name"].startswith(PREFIX)
}

#: What the C tools do and these do not: the exit status here, words of the line that says why, and the place in
#: Spec/differences.md.
DIFFERENT = {
    "max-records 9000, continued": (0, "Backed up 9000 record(s)", "3.3"),
    "disk full, directory": (1, "No space left on device", "1.12"),
    "disk full, file": (1, "No space left on device", "1.12"),
    "disk full, state file elsewhere": (1, "No space left on device", "1.12"),
    "disk full at close": (1, "No space left on device", "1.4"),
    "disk full at close, three threads": (1, "No space left on device", "1.12"),
    "disk full, three threads, file limit": (1, "No space left on device", "1.12"),
}

#: The lines that scripts read, without what differs from run to run. Of an interrupted run every count does.
READ = re.compile(
    r"Created backup state file .*|Backup was interrupted, to resume, .*|### Backup interrupted ###"
    r"|Backed up (?:9|12)000 record\(s\), |Continuing backup with|Found \d+ backup file|Finished validating .*"
)

#: The size in KiB of the file system `disk`.
DISK = {name: int(found[1]) for name, row in ROWS.items() if (found := re.search(r"disk is a file system of (\d+) KiB", row.get("setup") or ""))}

#: Rows that go on from another one than with the C tools, whose continuation fails and keeps its state (3.3).
STARTS = {
    "max-records 1000 below what is done": "max-records 9000, interrupted",
    "continue without max-records": "max-records 9000, interrupted",
}

#: The bytes that a run has written when it is struck, far from both ends.
STRUCK_AT = 2 << 20

pytestmark = pytest.mark.skipif(
    "AEROSPIKE_HOST" in os.environ or "ORIGINAL_TOOLS" in os.environ, reason="needs a server of its own, and our state"
)


def fill(server: LocalServer) -> None:
    client = clients.connected(server)
    for i in range(RECORDS):
        client.put(("bar", "many", i), {"n": i, "s": "x" * 1000}, policy={"key": aerospike.POLICY_KEY_SEND})
    client.close()


@pytest.fixture(scope="module")
def bar():
    with LocalServer(RELEASE / "aslocal", ["bar"]) as server:
        fill(server)
        yield server


@dataclass
class Place:
    """A folder in which rows run one after the other."""

    folder: Path
    size: int | None = None

    @property
    def disk(self) -> Path:
        return self.folder / "disk"

    def mount(self) -> None:
        self.disk.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={self.size}k", "tmpfs", self.disk]
        if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("needs to mount a file system")

    def enlarge(self) -> None:
        subprocess.run(["mount", "-o", "remount,size=64m", self.disk], check=True)

    def unmount(self) -> None:
        if self.size and self.disk.is_mount():
            subprocess.run(["umount", self.disk], check=True)

    def written(self) -> int:
        return sum(path.stat().st_size for path in self.folder.rglob("*.asb"))


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path / "work")
    place.folder.mkdir()
    yield place
    place.unmount()


@pytest.fixture
def perform(tools, place):
    """Runs a row, and those that it begins with, in one place."""

    def perform(name: str, server: LocalServer) -> Run:
        row = ROWS[name]
        if "starts_from" in row:
            perform(STARTS.get(name, row["starts_from"].removeprefix(PREFIX)), server)
        if name in DISK and place.size is None:
            place.size = DISK[name]
            place.mount()
        for path in row.get("dirs", []):
            (place.folder / path).mkdir(exist_ok=True)
        return run(row, name, server, place, tools)

    return perform


def run(row, name, server, place, tools) -> Run:
    tool = tools.asbackup if row["argv"][0] == "asbackup" else tools.asrestore
    words = [word.replace("HOST", server.host).replace("PORT", str(server.port)) for word in row["argv"][1:]]
    if "interrupt_after_s" not in row:
        return run_struck([tool, *words], place.folder, lambda said: False, lambda process: None)
    before = place.written()
    early = "estimate" in name

    def is_time(said: str) -> bool:
        return "Starting backup for" in said and (early or place.written() >= before + STRUCK_AT)

    def strike(process: subprocess.Popen) -> None:
        process.send_signal(signal.SIGTERM if "SIGTERM" in name else signal.SIGINT)
        if "twice" in name:
            process.send_signal(signal.SIGINT)

    return run_struck([tool, *words], place.folder, is_time, strike)


def check(row, run: Run, place: Place) -> None:
    read = {found[0] for line in row["stderr"].splitlines() if (found := READ.match(line.partition("] [<TID>] ")[2]))}
    # How many files there are depends on the cores (4.11, 4.13).
    missing = [line for line in read if line not in run.stderr and not line.startswith("Found")]
    assert run.exit == row["exit"] and not missing, f"{missing} not in\n{run.stderr}"
    for path in row.get("tree_after") or {}:
        if path.endswith(".state"):
            assert (place.folder / path).exists() == (run.exit == 1), path


#: Rows with tests of their own below.
ALONE = {"progress every ten seconds", "server stops during the backup", *DISK}


@pytest.mark.parametrize("name", [name for name in ROWS if name not in ALONE])
def test_row(perform, bar, place, name):
    run = perform(name, bar)
    if name in DIFFERENT:
        status, words, _ = DIFFERENT[name]
        assert run.exit == status and words in run.stderr, run.stderr
        return
    check(ROWS[name], run, place)
    if name == "validate what three runs made":
        assert restore_summary(run).records == RECORDS


def go_on(tools, row, server, place) -> Run:
    """Continues what a row has left, or runs it once more if it has left nothing."""
    states = [str(path.relative_to(place.folder)) for path in place.folder.rglob("*.state")]
    words = [word.replace("HOST", server.host).replace("PORT", str(server.port)) for word in row["argv"][1:]]
    words += ["--continue", states[0]] if states else ["--remove-files"]
    return run_struck([tools.asbackup, *words], place.folder, lambda said: False, lambda process: None)


@pytest.mark.parametrize("name", DISK)
def test_full_disk(perform, bar, place, tools, name):
    status, words, _ = DIFFERENT[name]
    run = perform(name, bar)
    assert run.exit == status and words in run.stderr, run.stderr
    state = "Created backup state file" in run.stderr
    assert state or "Nothing was written; the backup can be run again" in run.stderr, run.stderr
    # What is there is whole, however little.
    assert backup_summary(run).bytes == place.written(), run.stderr
    place.enlarge()
    again = go_on(tools, ROWS[name], bar, place).ok()
    found = [asb.read_file(path) for path in place.folder.rglob("*.asb")]
    digests = {record.digest for file in found for record in file.records}
    assert len(digests) == sum(len(file.records) for file in found) == backup_summary(again).records
    if "-X" not in ROWS[name]["argv"]:
        assert len(digests) == RECORDS


def test_server_that_stops(tools, place):
    """The row's server was stopped after 1.5 s; this one is killed, and another one has the same data."""
    row = ROWS["server stops during the backup"]
    server = KilledServer(RELEASE / "aslocal", ["bar"], "--load", str(RECORDS))
    with server:
        words = [word.replace("HOST", server.host).replace("PORT", str(server.port)) for word in row["argv"][1:]]
        run = run_struck(
            [tools.asbackup, *words], place.folder, lambda said: place.written() >= STRUCK_AT, lambda _: server.process.kill()
        )
    check(row, run, place)
    with KilledServer(RELEASE / "aslocal", ["bar"], "--load", str(RECORDS)) as server:
        again = go_on(tools, {"argv": row["argv"][:-2]}, server, place).ok()
    assert backup_summary(again).records == RECORDS


def test_progress_every_ten_seconds(perform, bar, place):
    """13 MB at 1 MiB a second: lines after one and after ten seconds, and what programs are told each second."""
    run = perform("progress every ten seconds", bar).ok()
    row = ROWS["progress every ten seconds"]
    assert len([line for line in run.messages if "% complete" in line]) >= row["stderr"].count("% complete")
    machine = (place.folder / "m.txt").read_text().splitlines()
    percents = [int(line.removeprefix("PROGRESS:")) for line in machine if line.startswith("PROGRESS:")]
    assert percents == sorted(percents) and len(percents) >= 10 and percents[-1] < 100
    summary = backup_summary(run)
    assert machine[-1] == f"SUMMARY:{RECORDS}:0:0:{summary.bytes}:{summary.bytes_per_record}"
    # As the row, but for the heads of further files (4.13).
    records, size = re.search(r"SUMMARY:(\d+):0:0:(\d+):", row["machine"]).groups()
    assert summary.records == int(records) and 0 <= summary.bytes - int(size) < 100 * len(list(place.folder.rglob("*.asb")))
