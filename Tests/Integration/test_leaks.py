"""What is opened is closed, and memory does not grow with the runs: of a server that many tools use one after the other, and of
a tool that opens many files. `LEAK_CYCLES` says how often (default 20; `make test-deep` takes more)."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from cluster import eventually
from conftest import RELEASE
from processes import LocalServer, Tools, backup_summary, restore_summary

CYCLES = int(os.environ.get("LEAK_CYCLES", 20))
RECORDS = 10_000

pytestmark = pytest.mark.skipif(
    "AEROSPIKE_HOST" in os.environ or "ORIGINAL_TOOLS" in os.environ, reason="looks into a server of its own"
)


def descriptors(process: int) -> int:
    return len(os.listdir(f"/proc/{process}/fd"))


def resident(process: int) -> int:
    """The memory that a process has, in bytes."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmRSS:"))


def test_a_server_gives_everything_back(tools, tmp_path):
    with LocalServer(RELEASE / "aslocal", ["test", "prod"], "--load", str(RECORDS)) as server:
        own = Tools(server, tools.asbackup, tools.asrestore)
        before = descriptors(server.process.pid)
        sizes = []
        for _ in range(CYCLES):
            assert backup_summary(own.backup("-n", "test", "-d", tmp_path / "b", "-r").ok()).records == RECORDS
            run = own.restore("-d", tmp_path / "b", "-n", "test,prod", "-r", "-g").ok()
            assert restore_summary(run).counters == {"inserted": RECORDS}
            own.backup("-n", "missing", "-d", tmp_path / "m").failed("missing")
            eventually(lambda: descriptors(server.process.pid) == before, "all connections are closed")
            sizes.append(resident(server.process.pid))
        # The first cycles fill the second namespace and the buffers of all threads.
        settled = max(sizes[: CYCLES // 2])
        assert max(sizes) < settled + (16 << 20), f"{[size >> 20 for size in sizes]} MiB"


def test_a_tool_closes_its_files(tools, tmp_path):
    """60,000 records are some 45 files of 1 MiB. Each core has threads, whose events take descriptors."""
    cores = os.cpu_count() or 1
    if cores > 8:
        pytest.skip("the events of so many threads hide files that are not closed")
    with LocalServer(RELEASE / "aslocal", ["test", "prod"], "--load", "60000") as server:
        host = ["-h", str(server.host), "-p", str(server.port)]
        for command in (
            [tools.asbackup, *host, "-n", "test", "-d", tmp_path / "b", "-F", "1", "-w", "2", "-L", "60000"],
            [tools.asrestore, *host, "-d", tmp_path / "b", "-n", "test,prod", "-t", "2", "-N", "200,60000"],
        ):
            process = subprocess.Popen([str(word) for word in command], stderr=subprocess.DEVNULL)
            most = samples = 0
            while process.poll() is None:
                try:
                    most = max(most, descriptors(process.pid))
                except (FileNotFoundError, PermissionError):
                    break
                samples += 1
                time.sleep(0.005)
            assert process.wait(300) == 0
            # Two files, connections, the events of the threads; with the files that were not closed there would be 45 more.
            assert samples > 10 and most < 60 + 3 * cores, (samples, most)
        assert len(list((tmp_path / "b").glob("*.asb"))) > 40
