"""A backup into a pipe whose reader has stopped reading: a signal ends it soon, and it can be continued (Spec/state-file.md §1)."""

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
