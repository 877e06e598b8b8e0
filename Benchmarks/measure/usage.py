"""Runs processes and tells what the kernel says they used."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Usage:
    """What a process, or several together, used: seconds, and MiB at the peak (the largest of several)."""

    wall: float
    user: float
    system: float
    peak: float

    @property
    def cpu(self):
        return self.user + self.system


def run(*commands, output=None, env=None):
    """Runs commands joined by pipes, the last one's output going to `output` or nowhere; returns a Usage for each."""
    errors = [tempfile.TemporaryFile() for _ in commands]
    processes, source, start = [], subprocess.DEVNULL, time.monotonic()
    for number, command in enumerate(commands):
        is_last = number + 1 == len(commands)
        target = (output or subprocess.DEVNULL) if is_last else subprocess.PIPE
        process = subprocess.Popen(command, stdin=source, stdout=target, stderr=errors[number], env=env)
        if number > 0:
            source.close()
        source = process.stdout
        processes.append(process)
    return [_wait(process, start, error) for process, error in zip(processes, errors)]


def _wait(process, start, error):
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        error.seek(0)
        lines = error.read().decode(errors="replace").splitlines()[-15:]
        sys.exit("\n".join(["end-to-end: exit code %d of: %s" % (process.returncode, " ".join(process.args)), *lines]))
    return Usage(wall, used.ru_utime, used.ru_stime, used.ru_maxrss / 1024)
