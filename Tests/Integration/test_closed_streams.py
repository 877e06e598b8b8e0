"""Standard streams that the caller has closed, and words of a command line that are no text."""

from __future__ import annotations

import os
import subprocess

import pytest

from conftest import RELEASE
from processes import LocalServer

RECORDS = 300

pytestmark = pytest.mark.skipif(
    "AEROSPIKE_HOST" in os.environ or "ORIGINAL_TOOLS" in os.environ, reason="needs a server of its own, and our tools"
)


def run(*command: object, closed: str = "", **options: object) -> subprocess.CompletedProcess[bytes]:
    """Runs a command with some of the standard streams closed, as `2>&-` does."""
    words = [word if isinstance(word, bytes) else str(word).encode() for word in command]
    return subprocess.run(
        [b"sh", b"-c", f'exec "$@" {closed}'.encode(), b"sh", *words], capture_output=True, timeout=120, **options
    )


@pytest.fixture(scope="module")
def loaded():
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", str(RECORDS)) as server:
        yield server


@pytest.mark.parametrize("closed", ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"))
def test_a_stream_that_is_not_needed_may_be_closed(tools, loaded, tmp_path, closed):
    host = ["-h", loaded.host, "-p", loaded.port]
    directory = tmp_path / "backup"
    assert run(tools.asbackup, *host, "-n", "test", "-d", directory, closed=closed).returncode == 0
    assert run(tools.asrestore, *host, "-d", directory, closed=closed).returncode == 0
    restored = run(tools.asrestore, "--validate", "-d", directory)
    assert restored.returncode == 0 and f"{RECORDS} record(s)".encode() in restored.stderr, restored.stderr


def test_a_backup_into_a_closed_stream_fails(tools, loaded):
    backup = run(tools.asbackup, "-h", loaded.host, "-p", loaded.port, "-n", "test", "-o", "-", closed=">&-")
    assert backup.returncode == 1 and b"Bad file descriptor" in backup.stderr, backup.stderr


def test_a_restore_from_a_closed_stream_fails(tools, loaded):
    restore = run(tools.asrestore, "-h", loaded.host, "-p", loaded.port, "-i", "-", closed="<&-")
    assert restore.returncode == 1 and b"Bad file descriptor" in restore.stderr, restore.stderr


@pytest.mark.parametrize("tool", ("asbackup", "asrestore"))
@pytest.mark.parametrize("option", (b"-s", b"-B", b"-d"))
def test_a_word_that_is_not_text_is_refused(tools, loaded, tmp_path, tool, option):
    """Its bytes would become others: no record selected and exit 0, or a directory of another name."""
    place = [] if option == b"-d" else ["-d", "backup"]
    words = [getattr(tools, tool), "-h", loaded.host, "-p", loaded.port, "-n", "test", *place, option, b"caf\xe9"]
    refused = run(*words, cwd=tmp_path)
    assert refused.returncode == 1
    assert refused.stderr == f"{tool}: word {len(words) - 1} of the command line is not UTF-8; names of other bytes cannot be given\n".encode()
    assert list(tmp_path.iterdir()) == []
