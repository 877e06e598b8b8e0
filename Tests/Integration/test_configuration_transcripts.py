"""Runs of the C tools with configuration files: ours must end with the same status and back up the same bytes."""

import base64
import json
import os
import re
from pathlib import Path

import pytest

from conftest import RELEASE
from processes import LocalServer, Tools

FIXTURES = Path(__file__).resolve().parents[2] / "Fixtures" / "cli"
ROWS = [json.loads(line) for line in (FIXTURES / "config-files.jsonl").read_text().splitlines()]

#: Rows in which ours does something else, by Spec/differences.md §6: a word of the message.
DIFFERENT = {"asbackup parallel = 101": "c.conf, line 11"}


@pytest.fixture(scope="module")
def local(tools):
    """A server with the namespaces and records of the transcripts."""
    with LocalServer(RELEASE / "aslocal", ["test", "bar"]) as server:
        tools = Tools(server, tools.asbackup, tools.asrestore)
        tools.restore("--input-file", FIXTURES / "base.asb").ok()
        yield server


@pytest.mark.parametrize("row", [row for row in ROWS if row.get("core")], ids=lambda row: row["name"])
def test_core_row(row, tools, local, tmp_path):
    def filled(text: str) -> str:
        text = re.sub(r"\bPORT\b", str(local.port), text)
        return re.sub(r"\bHOST\b", local.host, text).replace("DIR", str(tmp_path))

    for name in row.get("dirs") or []:
        (tmp_path / name).mkdir(parents=True)
    for name, data in (row.get("files") or {}).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        content = base64.b64decode(data)
        path.write_bytes(filled(content.decode()).encode() if name.endswith(".conf") else content)
    executable = {"asbackup": tools.asbackup, "asrestore": tools.asrestore}[row["argv"][0]]
    environment = dict(os.environ, HOME=str(tmp_path / "home"), TZ="UTC", **(row.get("env") or {}))
    arguments = [executable, *map(filled, row["argv"][1:])]
    run = tools.run(arguments, cwd=tmp_path, env=environment, stdin=base64.b64decode(row.get("stdin") or ""))
    if row["name"] in DIFFERENT and not tools.original:
        run.failed(DIFFERENT[row["name"]])
        return
    if "not in this version yet" in run.stderr and row["exit"] == 0:
        pytest.skip("an option of a later version")
    assert run.exit == row["exit"], run.stderr
    if run.exit == 0 and row.get("stdout"):
        # Records come in any order.
        assert sorted(run.stdout.decode().splitlines()) == sorted(row["stdout"].splitlines())
    assert "Fatal error" not in run.stderr
