"""Pipes whose reader has stopped reading, or has not come yet: a signal ends the tools soon, and a backup can be continued
(Spec/state-file.md §1, Spec/reliability.md §4)."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess

import pytest

import asb
from cluster import eventually
from conftest import RELEASE
from interruptions import CONTAINERS, KEY
from processes import LocalServer, backup_summary

RECORDS = 8_000
#: What the reader takes before it stops: some pieces of 1 MiB, and a part of one.
TAKEN = 3_300_000

pytestmark = pytest.mark.skipif(
    "AEROSPIKE_HOST" in os.environ or "ORIGINAL_TOOLS" in os.environ, reason="needs a server of its own, and our state"
)


def is_full(pipe: int) -> bool:
    """Whether a pipe takes nothing more."""
    return not select.select([], [pipe], [], 0)[1]


def read(pipe: int, count: int) -> bytes:
    taken = b""
    while len(taken) < count and (piece := os.read(pipe, min(65536, count - len(taken)))):
        taken += piece
    return taken


@pytest.mark.parametrize("container", ("plain", "aes"))
@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM), ids=lambda number: number.name)
def test_a_signal_while_nobody_reads(tools, tmp_path, number, container):
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", str(RECORDS)) as server:
        command = [tools.asbackup, "-h", server.host, "-p", str(server.port), "-n", "test", "-o", "-", *CONTAINERS[container]]
        reader, writer = os.pipe()
        environment = os.environ | KEY
        process = subprocess.Popen(
            command, stdout=writer, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment
        )
        first = read(reader, TAKEN)
        eventually(lambda: is_full(writer), "the pipe is full")
        os.close(writer)
        process.send_signal(number)
        # Nobody reads the pipe, so that nothing but the signal ends the tool.
        _, errors = process.communicate(timeout=300)
        first += read(reader, 1 << 20)
        os.close(reader)
        assert process.returncode == 1 and "Created backup state file test.asb.state" in errors, errors
        excess, size = map(int, re.search(r"got (\d+) byte\(s\) more than the state knows of: .* to (\d+) byte", errors).groups())
        assert len(first) == size + excess
        run = tools.run([*command, "--continue", "test.asb.state"], cwd=tmp_path, env=environment).ok()
        assert backup_summary(run).records == RECORDS
        (tmp_path / "whole.asb").write_bytes(first[:size] + run.stdout)
    checked = tools.run(
        [tools.asrestore, "--validate", "-i", "whole.asb", *CONTAINERS[container]], cwd=tmp_path, env=environment
    ).ok()
    assert f"{RECORDS} record(s)" in checked.stderr
    if container == "plain":
        found = asb.read_file(tmp_path / "whole.asb").records
        assert len({record.digest for record in found}) == len(found) == RECORDS


@pytest.mark.parametrize("tool", ["asbackup", "asrestore"])
@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM), ids=lambda number: number.name)
def test_a_signal_while_a_named_pipe_has_no_other_end(tools, tmp_path, number, tool):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    words, begun = (["-o"], "Namespace test contains") if tool == "asbackup" else (["-i"], "Restoring ")
    command = [getattr(tools, tool), "-h", tools.server.host, "-p", str(tools.server.port), "-n", "test", *words, pipe]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    for line in process.stderr:
        if begun in line:
            break
    process.send_signal(number)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 1, errors
    assert pipe.is_fifo()


def test_a_named_pipe_is_waited_for(tools, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "100") as server:
        command = [tools.asbackup, "-h", server.host, "-p", str(server.port), "-n", "test", "-o", pipe]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if "contains 100 record(s)" in line:
                break
        assert len(asb.parse(pipe.read_bytes()).records) == 100
        process.communicate(timeout=300)
        assert process.returncode == 0


def fill(pipe) -> int:
    """Fills a pipe, given by the path of its writing end, to the last byte; gives the number of bytes."""
    writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    count = 0
    for size in (4096, 1):
        try:
            while True:
                count += os.write(writer, b"x" * size)
        except BlockingIOError:
            pass
    os.close(writer)
    return count


@pytest.mark.parametrize("tool", ["asbackup", "asrestore"])
@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM), ids=lambda number: number.name)
def test_a_signal_while_nobody_has_opened_the_machine_pipe(tools, tmp_path, number, tool):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "100") as server:
        words = ["-h", server.host, "-p", str(server.port), "-n", "test", "-d", tmp_path / "d"]
        begun = "contains 100 record(s)"
        if tool == "asrestore":
            tools.run([tools.asbackup, *words]).ok()
            begun = "Add node"
        process = subprocess.Popen([getattr(tools, tool), *words, "-m", pipe], stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if begun in line:
                break
        process.send_signal(number)
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 1 and "Interrupted by a signal" in errors, errors
        assert pipe.is_fifo() and (tmp_path / "d").exists() == (tool == "asrestore")


def test_a_machine_pipe_is_waited_for(tools, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", "100") as server:
        command = [tools.asbackup, "-h", server.host, "-p", str(server.port), "-n", "test", "-d", tmp_path / "d", "-m", pipe]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if "contains 100 record(s)" in line:
                break
        assert re.fullmatch(r"SUMMARY:100:0:0:\d+:\d+", pipe.read_text().splitlines()[-1])
        process.communicate(timeout=300)
        assert process.returncode == 0


def test_a_machine_pipe_whose_reader_has_stopped(tools, tmp_path):
    """It neither delays the backup nor, interrupted, its state; what it takes is whole."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    held = fill(pipe)
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", str(RECORDS)) as server:
        command = [tools.asbackup, "-h", server.host, "-p", str(server.port), "-n", "test", "-w", "1", "-L", str(RECORDS // 3)]
        command += ["-m", str(pipe), "-d"]
        run = tools.run([*command, tmp_path / "d"]).ok()
        assert run.stderr.count("lines are left out") == 1
        process = subprocess.Popen([*command, tmp_path / "e"], stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if "lines are left out" in line:
                break
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 1 and "Created backup state file" in errors, errors
        assert read(reader, held) == b"x" * held
        tools.run([*command, tmp_path / "e", "--continue", tmp_path / "e" / "test.asb.state"]).ok()
        assert read(reader, 1 << 16).decode().splitlines()[-1].startswith(f"SUMMARY:{RECORDS}:")
    os.close(reader)


@pytest.mark.parametrize("number", (signal.SIGINT, signal.SIGTERM), ids=lambda number: number.name)
def test_a_signal_while_nobody_reads_standard_error(tools, tmp_path, number):
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", str(RECORDS)) as server:
        command = [tools.asbackup, "-h", server.host, "-p", str(server.port), "-n", "test", "-d", tmp_path / "d", "-w", "1"]
        reader, writer = os.pipe()
        process = subprocess.Popen([*command, "-L", str(RECORDS // 100)], stderr=writer)
        with open(reader, "rb", buffering=0) as errors:
            text = b""
            while b"Starting backup for" not in text:
                text += errors.read(4096)
            # Another description of the pipe: the tool's own is one that waits.
            fill(f"/proc/self/fd/{writer}")
            os.close(writer)
            process.send_signal(number)
            assert process.wait(300) == 1
        tools.run([*command, "--continue", tmp_path / "d" / "test.asb.state"]).ok()
