"""Backups that are stopped at a place of one's choosing, by a signal, a lost server or a full disk, and continued."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from processes import LocalServer, Run

#: The key of encrypted backups.
KEY = {"BACKUP_KEY": "AAECAwQFBgcICQoLDA0ODw=="}

CONTAINERS = {
    "plain": [],
    "zstd": ["--compress", "zstd"],
    "aes": ["--encrypt", "aes128", "--encryption-key-env", "BACKUP_KEY"],
    "zstd and aes": ["--compress", "zstd", "--encrypt", "aes256", "--encryption-key-env", "BACKUP_KEY"],
}


class KilledServer(LocalServer):
    """A server that is expected to be killed."""

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@dataclass
class Stop:
    """What ends a run: a signal, the server's end, or a limit on the size of files, and when."""

    kind: str
    #: The bytes that the backup has by then; of a limit the bytes a file may have.
    at: int

    def __str__(self) -> str:
        return f"{self.kind} at {self.at}"


@dataclass
class Backup:
    """One backup, in as many runs as it takes."""

    asbackup: str
    aslocal: Path
    load: int
    folder: Path
    mode: str
    container: str = "plain"
    #: Of each run: what stopped it, the tool's exit and what it said.
    runs: list[tuple[str, Run]] = field(default_factory=list)

    @property
    def output(self) -> Path:
        return self.folder / {"directory": "backup", "file": "backup.asb", "stdout": "stdout.asb"}[self.mode]

    @property
    def state(self) -> Path:
        name = {"directory": "backup/test.asb.state", "file": "backup.asb.state", "stdout": "test.asb.state"}[self.mode]
        return self.folder / name

    @property
    def size(self) -> int:
        files = self.output.glob("*.asb") if self.mode == "directory" else [self.output]
        return sum(file.stat().st_size for file in files if file.exists())

    def log(self) -> str:
        return "\n".join(f"--- {what}: {run.arguments}, exit {run.exit}\n{run.stderr}" for what, run in self.runs)

    def run(self, *arguments, stop: Stop | None = None) -> Run:
        """Begins the backup or goes on with it. A lost server comes back with the same data for the next run."""
        with KilledServer(self.aslocal, ["test"], "--load", str(self.load)) as server:
            command = [self.asbackup, "--host", str(server), "--namespace", "test"]
            command += {
                "directory": ["--directory", "backup", "--file-limit", "1"],
                "file": ["--output-file", "backup.asb"],
                "stdout": ["--output-file", "-"],
            }[self.mode]
            command += [*CONTAINERS[self.container], *map(str, arguments)]
            if self.state.exists():
                command += ["--continue", str(self.state.relative_to(self.folder))]
            run = self._run(command, server, stop)
        self.runs.append((str(stop or "to the end"), run))
        return run

    def _run(self, command: list[str], server: LocalServer, stop: Stop | None) -> Run:
        limit = stop.at if stop and stop.kind == "full disk" else None

        def prepare() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        # A file, so that what was written before a failure can be taken back; appended to as `>>` does.
        target = open(self.output, "ab") if self.mode == "stdout" else subprocess.DEVNULL
        with open(self.folder / "stderr", "w+b") as errors:
            process = subprocess.Popen(
                command,
                stdout=target,
                stderr=errors,
                stdin=subprocess.DEVNULL,
                cwd=self.folder,
                env=os.environ | KEY,
                preexec_fn=prepare,
            )
            if stop and limit is None:
                self._strike(process, server, stop)
            process.wait(120)
            errors.seek(0)
            text = errors.read().decode(errors="replace")
        if self.mode == "stdout":
            target.close()
        return Run(command, process.returncode, b"", text)

    def _strike(self, process: subprocess.Popen, server: LocalServer, stop: Stop) -> None:
        said = self.folder / "stderr"
        while process.poll() is None and (b"Starting backup for" not in said.read_bytes() or self.size < stop.at):
            time.sleep(0.001)
        if process.poll() is not None:
            return
        if stop.kind == "lost server":
            server.process.kill()
        else:
            process.send_signal(getattr(signal, stop.kind))


def random_stop(source: random.Random, whole: int, done: int) -> Stop:
    kind = source.choice(["SIGINT", "SIGTERM", "lost server", "full disk"])
    at = source.randrange(done, max(done + 1, whole))
    # Room for a state file of 160 KiB, whatever the limit is.
    return Stop(kind, max(at, 200 << 10) if kind == "full disk" else at)


def run_struck(command: list[str], folder: Path, is_time, strike) -> Run:
    """Runs a tool in a folder; `strike` gets the process as soon as `is_time` is true of what it said, which is asked again and
    again. Standard output goes nowhere."""
    said = folder.parent / "stderr"
    with open(said, "wb") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=errors, stdin=subprocess.DEVNULL, cwd=folder, env=os.environ | KEY
        )
        while process.poll() is None and not is_time(said.read_text(errors="replace")):
            time.sleep(0.001)
        if process.poll() is None:
            strike(process)
        process.wait(120)
    return Run(command, process.returncode, b"", said.read_text(errors="replace"))


def run_interrupted(command: list[str], folder: Path, trigger: str | None, count: int = 1) -> Run:
    """Runs a tool in a folder; SIGINT follows, `count` times, the line that has the trigger in it. Standard output goes
    into a file beside the folder."""
    with open(folder.parent / "stdout", "ab") as target:
        process = subprocess.Popen(
            command, stdout=target, stderr=subprocess.PIPE, cwd=folder, text=True, env=os.environ | KEY
        )
        lines = []
        for line in process.stderr:
            lines.append(line)
            if trigger and (trigger in line or "### Backup interrupted ###" in line) and count > 0:
                process.send_signal(signal.SIGINT)
                count -= 1
        process.wait()
        process.stderr.close()
    return Run(command, process.returncode, b"", "".join(lines))
