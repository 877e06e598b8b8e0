"""Scenarios of the simulation whose process the machine stops again and again, as a busy one does: time is over at any point, between a
connection and the question on it, say. Each must end as it must without that (Spec/reliability.md §4)."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from conftest import RELEASE

SCENARIOS = 48
#: How often a scenario is stopped; then it may end in peace.
STOPS = 40
#: For how long, in seconds: about the time limits of a look and of a question.
LENGTHS = (0.2, 1.3)

pytestmark = pytest.mark.skipif(
    "AEROSPIKE_HOST" in os.environ or "ORIGINAL_TOOLS" in os.environ, reason="has servers and tools of its own"
)


def stalled(seed: int) -> tuple[int, str]:
    """Runs a scenario, and stops it at random moments."""
    chance = random.Random(seed)
    command = [RELEASE / "simulation", "--seed", str(seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for _ in range(STOPS):
            try:
                process.wait(chance.uniform(0.0005, 0.01))
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGSTOP)
                time.sleep(chance.uniform(*LENGTHS))
                process.send_signal(signal.SIGCONT)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output
    finally:
        process.kill()


def test_scenarios_of_a_process_that_is_stopped():
    with ThreadPoolExecutor(SCENARIOS) as pool:
        ends = list(pool.map(stalled, range(SCENARIOS)))
    findings = [output for status, output in ends if status != 0]
    assert not findings, f"{len(findings)} of {SCENARIOS}\n" + "\n".join(findings)[:20_000]
