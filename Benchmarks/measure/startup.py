"""The time from the start of a process to its first connection."""

import socket
import statistics
import subprocess
import time

from .server import Server
from .table import show

RUNS = 20


def first_connection(command_for):
    """Seconds until the command, made for the server it is given, connects to it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(10)
        command = command_for(Server(*listener.getsockname()))
        start = time.monotonic()
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            connection, _ = listener.accept()
            seconds = time.monotonic() - start
            connection.close()
            process.kill()
        return seconds


def measure(*all_tools):
    rows = []
    for tools in all_tools:
        for name, command in (("asbackup", lambda server: tools.backup(server, "-o", "-")),
                              ("asrestore", lambda server: tools.restore(server, "-i", "-"))):
            times = [1000 * first_connection(command) for _ in range(RUNS)]
            rows.append([f"{name}, {tools.name}", min(times), statistics.median(times), max(times)])
    show(f"Start to first connection, ms, {RUNS} runs", ["tool", "least", "median", "most"], rows)
