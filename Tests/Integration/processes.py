"""The executables under test, run as a user would run them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Server:
    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class LocalServer(Server):
    """`aslocal` on a free port, until the end of the `with` block."""

    def __init__(self, executable: Path, namespaces, *arguments: str):
        super().__init__("127.0.0.1", 0)
        self.namespaces = ",".join(namespaces)
        self.command = [
            str(executable),
            "--host",
            self.host,
            "--port",
            "0",
            "--namespaces",
            self.namespaces,
            *arguments,
        ]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        found = re.fullmatch(rf"aslocal listening on 127\.0\.0\.1:(\d+) \(namespaces: {self.namespaces}\)\n", line)
        assert found, f"aslocal said {line!r}"
        self.port = int(found[1])
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            assert self.process.wait(300) == 0, "aslocal must end with 0 on SIGTERM"
        finally:
            self.process.kill()
            self.process.stdout.close()


class LocalCluster(Server):
    """`aslocal` with three nodes on free ports, until the end of the `with` block. Things happen to its nodes as `do` says."""

    NODES = 3

    def __init__(self, executable: Path, namespaces, *arguments: str):
        super().__init__("127.0.0.1", 0)
        nodes = ["--nodes", str(self.NODES), "--port", "0", "--namespaces", ",".join(namespaces)]
        self.command = [str(executable), *nodes, *arguments]
        self.ports: list[int] = []
        #: The ids of the nodes in the order of their ports.
        self.node_ids = [f"BB9{number + 1:02X}0011AC4202" for number in range(1, self.NODES + 1)]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("aslocal listening on "), f"aslocal said {line!r}"
        self.ports = [int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", line)]
        assert len(self.ports) == self.NODES, line
        self.port = self.ports[0]
        return self

    def say(self, line: str) -> str:
        """Writes a line to the cluster and gives its answer."""
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip("\n")

    def do(self, event: str) -> None:
        assert self.say(event) == f"done: {event}"

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            assert self.process.wait(300) == 0, "aslocal must end with 0 on SIGTERM"
        finally:
            self.process.kill()
            self.process.stdin.close()
            self.process.stdout.close()


@dataclass
class Run:
    """What a tool did."""

    arguments: list[str]
    exit: int
    stdout: bytes
    stderr: str
    original: bool = False

    @property
    def messages(self) -> list[str]:
        """The lines of standard error without date, level and thread."""
        return [
            re.sub(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ \[\w+\] \[[\s\d]+\] ", "", line)
            for line in self.stderr.splitlines()
        ]

    @property
    def errors(self) -> list[str]:
        """The lines that say what went wrong: those marked as errors, or without any mark."""
        silent = re.compile(r"\[(INF|VER)\]|^Run with --help for usage information")
        return [line for line in self.stderr.splitlines() if line and not silent.search(line)]

    def ok(self) -> "Run":
        assert self.exit == 0, f"{' '.join(self.arguments)}\nexit {self.exit}\n{self.stderr}"
        return self

    def failed(self, *words: str, lines: int = 1) -> "Run":
        """Exit 1 with one line of error, or a few, that has all of the words, and without any trace of a crash."""
        shown = f"{' '.join(self.arguments)}\nexit {self.exit}\n{self.stderr}"
        assert self.exit == 1, shown
        assert self.errors, f"no error was printed\n{shown}"
        assert self.original or len(self.errors) <= lines, f"too many lines of error\n{shown}"
        for word in words:
            assert word.lower() in "\n".join(self.errors).lower(), f"{word!r} is not in\n{shown}"
        for trace in ("Fatal error", "Crash", "Thread 0", "stack trace"):
            assert trace not in self.stderr, shown
        return self


@dataclass
class BackupSummary:
    records: int
    indexes: int
    modules: int
    bytes: int
    bytes_per_record: int


@dataclass
class RestoreSummary:
    modules: int
    indexes: int
    records: int
    expired: int
    skipped: int
    ignored: int
    inserted: int
    failed: int
    existed: int
    fresher: int
    retries: int = field(compare=False, default=0)

    @property
    def counters(self) -> dict[str, int]:
        """The second line's counters that are not zero."""
        names = ("expired", "skipped", "ignored", "inserted", "failed", "existed", "fresher")
        return {name: getattr(self, name) for name in names if getattr(self, name)}


#: Spec/cli.md §5: the log line's head, then the summary lines.
HEAD = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:GMT|UTC) \[INF\] \[[\s\d]{5}\] "
BACKED_UP = re.compile(
    HEAD
    + r"Backed up (\d+) record\(s\), (\d+) secondary index\(es\), (\d+) UDF file\(s\), (\d+) byte\(s\) in total \(~(\d+) B/rec\)$",
    re.MULTILINE,
)
RESTORED = re.compile(
    HEAD + r"(\d+) UDF file\(s\), (\d+) secondary index\(es\), (\d+) record\(s\) "
    r"\(\d+ rec/s, \d+ KiB/s, \d+ B/rec, retries: (\d+)\)$",
    re.MULTILINE,
)
COUNTERS = re.compile(
    HEAD
    + r"Expired (\d+) : skipped (\d+) : err_ignored (\d+) : inserted (\d+): failed (\d+) \(existed (\d+) , fresher (\d+)\)$",
    re.MULTILINE,
)


def backup_summary(run: Run) -> BackupSummary:
    found = BACKED_UP.findall(run.stderr)
    assert len(found) == 1, run.stderr
    return BackupSummary(*map(int, found[0]))


def restore_summary(run: Run) -> RestoreSummary:
    """The last of the summaries, which are also printed while the tool runs."""
    totals, counters = RESTORED.findall(run.stderr), COUNTERS.findall(run.stderr)
    assert totals and counters, run.stderr
    modules, indexes, records, retries = map(int, totals[-1])
    return RestoreSummary(modules, indexes, records, *map(int, counters[-1]), retries=retries)


class Tools:
    """asbackup and asrestore against one server."""

    def __init__(self, server: Server, asbackup, asrestore):
        self.server = server
        self.asbackup = str(asbackup)
        self.asrestore = str(asrestore)
        self.original = bool(os.environ.get("ORIGINAL_TOOLS"))

    def backup(self, *arguments, **options) -> Run:
        return self.run([self.asbackup, *self._host(), *map(str, arguments)], **options)

    def restore(self, *arguments, **options) -> Run:
        return self.run([self.asrestore, *self._host(), *map(str, arguments)], **options)

    def _host(self) -> list[str]:
        return ["--host", self.server.host, "--port", str(self.server.port)]

    def run(
        self, arguments: list[str], stdin: bytes = b"", timeout: float = 1200, stdout=subprocess.PIPE, **options
    ) -> Run:
        done = subprocess.run(arguments, input=stdin, stdout=stdout, stderr=subprocess.PIPE, timeout=timeout, **options)
        return Run(arguments, done.returncode, done.stdout or b"", done.stderr.decode(errors="replace"), self.original)


# Runs a command and writes its peak memory in KiB to a file. A process begins with the peak of the one that started it, and
# that of the tests is large.
LAUNCHER = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
sys.exit(status if status >= 0 else 128 - status)
"""


def launched(peak, command: list) -> list[str]:
    """A command that runs another and writes its peak memory in KiB to the file `peak`."""
    return [sys.executable, "-c", LAUNCHER, str(peak), *map(str, command)]


def run_measured(first: list[str], second: list[str]) -> tuple[tuple[Run, int], tuple[Run, int]]:
    """Runs `first | second`; gives each run and its peak memory in bytes."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as others:
        peaks = [Path(folder, name) for name in ("first", "second")]
        writer = subprocess.Popen(
            launched(peaks[0], first), stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.DEVNULL
        )
        reader = subprocess.Popen(
            launched(peaks[1], second), stdin=writer.stdout, stdout=subprocess.DEVNULL, stderr=others
        )
        writer.stdout.close()
        results = []
        for process, arguments, text, peak in ((writer, first, errors, peaks[0]), (reader, second, others, peaks[1])):
            process.wait()
            text.seek(0)
            run = Run(arguments, process.returncode, b"", text.read().decode(errors="replace"))
            results.append((run, int(peak.read_text()) * 1024))
        return results[0], results[1]


class Asmt:
    """asmt on the segments of the tests' instance and namespace."""

    def __init__(self, executable, is_private: bool):
        self.executable = str(executable)
        # A node that runs on this machine sees the tests' segments only if they are in no namespace of their own.
        self.common = ["-i15", "-ntest"] + ([] if is_private else ["--allow-asd"])

    def command(self, *arguments) -> list[str]:
        return [self.executable, *self.common, *map(str, arguments)]

    def __call__(self, *arguments, **options) -> Run:
        return self.plain(*self.common, *arguments, **options)

    def plain(self, *arguments, timeout: float = 1200, **options) -> Run:
        """Without instance and namespace."""
        return self.run([self.executable, *map(str, arguments)], timeout, **options)

    @staticmethod
    def run(command: list, timeout: float = 1200, **options) -> Run:
        done = subprocess.run(command, capture_output=True, timeout=timeout, **options)
        return Run(command, done.returncode, done.stdout, done.stderr.decode(errors="replace"))
