"""What the tools tell programs and terminals: --machine, --json, the live line, warnings."""

import json
import os
import pty
import re
import select
import subprocess

import pytest

from processes import backup_summary

RECORDS = 200
#: Enough for more than two seconds at so many records a second, of which each holds more than the MiB that a real server gathers
#: before it sends anything.
MANY, RATE = 5000, 2000


@pytest.fixture
def records(client, empty):
    for i in range(RECORDS):
        client.put(("test", "reports", i), {"i": i, "s": "x" * 1000})


@pytest.fixture
def many(client, empty):
    for i in range(MANY):
        client.put(("test", "reports", i), {"i": i, "s": "x" * 1000})


def lines(path) -> list[str]:
    return path.read_text().splitlines()


def percentages(path) -> list[int]:
    """What PROGRESS lines tell, which must rise: one a second, and one at the end."""
    found = [int(line.removeprefix("PROGRESS:")) for line in lines(path) if line.startswith("PROGRESS:")]
    assert found == sorted(found)
    return found


def test_machine_lines_of_a_backup(tools, records, tmp_path):
    machine = tmp_path / "machine"
    machine.write_text("before\n")
    run = tools.backup("-n", "test", "-d", tmp_path / "d", "-m", machine).ok()
    summary = backup_summary(run)
    assert lines(machine)[0] == "before"
    assert lines(machine)[-1] == f"SUMMARY:{RECORDS}:0:0:{summary.bytes}:{summary.bytes_per_record}"


def test_machine_lines_while_running(tools, many, tmp_path):
    tools.backup("-n", "test", "-o", tmp_path / "f.asb", "-L", RATE, "-w", 1, "-m", tmp_path / "backup").ok()
    found = lines(tmp_path / "backup")
    assert re.fullmatch(r"PROGRESS:\d\d?", found[0])
    assert any(re.fullmatch(r"REMAINING:\d+s", line) for line in found)
    tools.restore("-i", tmp_path / "f.asb", "-m", tmp_path / "restore").ok()
    assert lines(tmp_path / "restore")[-1] == f"SUMMARY:0:0:{MANY}:0:0:0 :0:0:{MANY}"
    assert percentages(tmp_path / "restore")[-1] == 100


def test_machine_lines_of_a_validation(tools, records, tmp_path):
    tools.backup("-n", "test", "-o", tmp_path / "f.asb").ok()
    tools.restore("-i", tmp_path / "f.asb", "--validate", "-m", tmp_path / "m").ok()
    assert percentages(tmp_path / "m")[-1] == 100
    assert lines(tmp_path / "m")[-1] == f"SUMMARY:0:0:{RECORDS}:0:0:0 :0:0:0"


def test_machine_file_that_cannot_be_opened(tools, records, tmp_path):
    machine = tmp_path / "no" / "machine"
    tools.backup("-n", "test", "-d", tmp_path / "d", "-m", machine).failed("machine-readable", str(machine), "error 2")
    assert not (tmp_path / "d").exists()
    (tmp_path / "f.asb").write_text("Version 3.1\n# namespace test\n# first-file\n")
    run = tools.restore("-i", tmp_path / "f.asb", "--validate", "-m", machine).failed("machine-readable", str(machine))
    assert "Expired" not in run.stderr


def test_json(tools, records, tmp_path):
    if tools.original:
        pytest.skip("not an option of the C tools")
    run = tools.backup("-n", "test", "-o", tmp_path / "f.asb", "--json").ok()
    summary = json.loads(run.stdout)
    assert (summary["tool"], summary["success"], summary["error"]) == ("asbackup", True, None)
    assert (summary["records"], summary["bytes"]) == (RECORDS, (tmp_path / "f.asb").stat().st_size)
    run = tools.restore("-i", tmp_path / "f.asb", "--json").ok()
    summary = json.loads(run.stdout)
    assert (summary["success"], summary["fresher"], summary["inserted"]) == (True, RECORDS, 0)


def test_json_of_failures(tools, records, tmp_path):
    if tools.original:
        pytest.skip("not an option of the C tools")
    for run in (
        tools.backup("-n", "missing", "-d", tmp_path / "d", "--json"),
        tools.backup("-n", "test", "-d", tmp_path / "no" / "d", "--json"),
        tools.backup("-n", "test", "-d", tmp_path / "d", "--json", "-w", "0"),
        tools.restore("-i", tmp_path / "no", "--json"),
    ):
        summary = json.loads(run.failed().stdout)
        assert (run.exit, summary["success"]) == (1, False)
        assert summary["error"] and summary["error"] in run.stderr
    run = tools.backup("-n", "test", "-o", "-", "--json").failed("--json")
    assert run.stdout == b""


def test_disk_space(tools, records, tmp_path):
    limit = 1 << 40
    run = tools.backup("-n", "test", "-d", tmp_path / "d", "-w", 1, "-F", limit >> 20).ok()
    free = os.statvfs(tmp_path)
    if free.f_bavail * free.f_frsize >= limit:
        pytest.skip("the disk is too large to be full")
    warning = re.compile(r"Warning: \d+ bytes of disk space remaining, but (.*)")
    found = [warning.fullmatch(message)[1] for message in run.messages if message.startswith("Warning")]
    assert f"the expected total backup size is {limit}" in found
    assert f"expected file size is {limit} bytes" in found


def on_terminal(command, columns=100) -> tuple[int, str]:
    """Runs a command with a terminal as standard error; gives its exit status and everything it wrote there."""
    master, slave = pty.openpty()
    subprocess.run(["stty", "cols", str(columns), "rows", "25"], stdin=slave, check=True)
    environment = dict(os.environ, TERM="xterm")
    process = subprocess.Popen(command, stderr=slave, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=environment)
    os.close(slave)
    written = b""
    while True:
        select.select([master], [], [])
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        written += piece
    os.close(master)
    return process.wait(60), written.decode()


def test_live_line(tools, many, tmp_path):
    if tools.original:
        pytest.skip("not in the C tools")
    server = tools.server
    command = [tools.asbackup, "-h", server.host, "-p", str(server.port), "-n", "test", "-w", "1", "-L", str(RATE)]
    for columns, shown in ((100, "rec/s"), (30, "remaining")):
        status, written = on_terminal([*command, "-o", str(tmp_path / f"{columns}.asb")], columns)
        assert status == 0
        live = [piece for line in written.split("\n") for piece in line.rstrip("\r").split("\r\x1b[K")]
        live = [piece for piece in live if "%  " in piece]
        assert live and all(len(piece) < columns for piece in live), written
        assert any(shown in piece for piece in live)
        # A log line never stands behind the live line, and nothing is left of it at the end.
        assert all(re.match(r"\d{4}-", line.split("\x1b[K")[-1]) for line in written.splitlines() if "INF" in line)
        assert re.search(r"Backed up \d+ record\(s\).*\r\n$", written)


def test_no_live_line_in_pipes(tools, records, tmp_path):
    run = tools.backup("-n", "test", "-o", tmp_path / "f.asb", "-w", 1, "-L", 130).ok()
    assert "\x1b" not in run.stderr and "\r" not in run.stderr
