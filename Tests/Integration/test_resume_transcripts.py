"""Runs of the C tools that were interrupted and continued (Fixtures/cli/resume.jsonl): ours end with the same exit status and
print the same lines where scripts read them, unless DIFFERENT says why not."""

import json
import os
import re
import shutil
from pathlib import Path

import aerospike
import pytest

import clients
from conftest import RELEASE, ROOT
from interruptions import run_interrupted
from processes import LocalServer, Run

ROWS = {
    row["name"]: row
    for row in map(json.loads, (ROOT / "Fixtures/cli/resume.jsonl").read_text().splitlines())
    # Those with 12,000 records have tests of their own.
    if not row["name"].startswith("12000: ")
}

#: What the C tools do and these do not: the exit status here, and a word of the line that says why.
DIFFERENT = {
    "continue again after success": (1, "Failed to load backup state file"),  # the state is removed after success
    "continue with a garbage state file": (1, "Unable to read all data from the backup state file"),
    "continue with zstd added": (1, "--compress was not given and is zstd"),
    "continue with a file removed": (1, "not there any more"),
    "continue with a file grown": (0, "cut to these"),
    "continue with max-records 3000": (0, "Backed up 3000 record(s)"),
    "continue to another directory": (1, "Expected 3 incomplete backup files per the backup state, but found 0"),
    "remove artifacts stdout": (1, "Standard output cannot be deleted"),
}

#: What is done to the files between two runs.
CHANGES = {
    "continue with a file removed": lambda folder: (folder / "bk/bar_00000.asb").unlink(),
    "continue with a file added": lambda folder: (folder / "bk/zz.asb").touch(),
    "continue with a file grown": lambda folder: (folder / "bk/bar_00000.asb").open("ab").write(b"x"),
}

#: The lines that scripts read.
READ = re.compile(
    r"Created backup state file .*|Backup was interrupted, to resume, .*|### Backup interrupted ###|Backed up 3000 record\(s\), "
    r"|Expected \d+ (backup|incomplete|backup file).*|Failed to open .*|Error while (narrowing|deleting|opening local).*"
    r"|Deleting .*"
)

pytestmark = pytest.mark.skipif(
    "AEROSPIKE_HOST" in os.environ or "ORIGINAL_TOOLS" in os.environ, reason="needs a server of its own, and our state"
)


@pytest.fixture(scope="module")
def bar():
    """A server with the records of the transcripts."""
    with LocalServer(RELEASE / "aslocal", ["bar"]) as server:
        client = clients.connected(server)
        for i in range(3000):
            client.put(("bar", "many", i), {"n": i, "s": "x" * 1000}, policy={"key": aerospike.POLICY_KEY_SEND})
        client.close()
        yield server


@pytest.fixture(scope="module")
def perform(tools, bar, tmp_path_factory):
    """Runs a row in what the rows before it left; gives the run and the folder afterwards."""
    done: dict[str, tuple[Run, Path]] = {}

    def perform(name: str) -> tuple[Run, Path]:
        if name in done:
            return done[name]
        row = ROWS[name]
        folder = tmp_path_factory.mktemp("row") / "work"
        if "starts_from" in row:
            shutil.copytree(perform(row["starts_from"])[1], folder)
        else:
            folder.mkdir()
        for directory in row.get("dirs", []):
            (folder / directory).mkdir()
        for path in row.get("files", {}):
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(b"garbage")
        if name in CHANGES:
            CHANGES[name](folder)
        words = [word.replace("HOST", bar.host).replace("PORT", str(bar.port)) for word in row["argv"][1:]]
        trigger = "Starting backup for" if "interrupt_after_s" in row else None
        done[name] = (run_interrupted([tools.asbackup, *words], folder, trigger), folder)
        return done[name]

    return perform


@pytest.mark.parametrize("name", ROWS)
def test_row(perform, name):
    row = ROWS[name]
    run, folder = perform(name)
    if name in DIFFERENT:
        status, words = DIFFERENT[name]
        assert run.exit == status, run.stderr
        assert words in run.stderr
        return
    assert run.exit == row["exit"], run.stderr
    for line in row["stderr"].splitlines():
        text = line.partition("] [<TID>] ")[2]
        found = READ.match(text)
        assert not found or found[0] in run.stderr, f"{found[0]!r} is not in\n{run.stderr}"
    states = {path for path in row.get("tree_after", {}) if path.endswith(".state")}
    if run.exit == 1 and states:
        assert all((folder / path).exists() for path in states), run.stderr
