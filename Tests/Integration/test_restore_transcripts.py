"""Runs of the original asrestore about places, indexes, modules and limits: ours must end as they do and say the same
where scripts read it (`Fixtures/cli/restore-extras-runs.jsonl`)."""

from __future__ import annotations

import base64
import json
import os
import re
from pathlib import Path

import pytest

from cluster import eventually, info, indexes
from processes import COUNTERS, RESTORED, Run

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "Fixtures" / "cli" / "restore-extras-runs.jsonl").read_text().splitlines()
]
BASE = base64.b64decode(next(row for row in ROWS if "base.asb" in row.get("files", {}))["files"]["base.asb"])

#: What ours does otherwise; `Spec/differences.md` says why.
EXIT = {
    "index of another namespace, no -n": 1,
    "index with bad context": 1,
    "index that the server refuses": 1,
    "module with a syntax error": 1,
}
#: The indexes that match: one without a set does not with the original, and an index that was created just now is not
#: always listed yet.
MATCHED = {
    "file again: everything is fresher, indexes match": 4,
    "stdin with size": 4,
    "stdin size -:0": 4,
    "indexes-last again": 4,
    "wait again": 4,
    "same index twice": 1,
}
#: What aslocal is too kind to refuse.
NEEDS_SERVER = {"module with a syntax error", "index that the server refuses", "index with bad context"}
#: The lines that scripts read.
COUNTED = re.compile(r"Found \d+ backup|Skipped \d+ (?!matched)|Restoring UDF file|Processing|Finished")


def lines(messages: list[str]) -> list[str]:
    return sorted(message for message in messages if COUNTED.match(message))


def summary(messages: list[str]) -> list[str]:
    """The last of the two counting lines, without rates."""
    counts = [re.sub(r" \(.*", "", message) for message in messages if " UDF file(s), " in message]
    records = [message for message in messages if message.startswith("Expired ")]
    return [counts[-1], records[-1]] if counts else []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_ends_like_the_original(client, tools, empty, tmp_path, row):
    setup = row.get("setup") or ""
    if row["name"] in NEEDS_SERVER and not os.environ.get("AEROSPIKE_HOST"):
        pytest.skip("aslocal takes what the server refuses")
    if setup == "base.asb restored":
        (tmp_path / "setup.asb").write_bytes(BASE)
        tools.restore("-i", tmp_path / "setup.asb", "--wait").ok()
    elif "idx_age" in setup:
        info(client, "sindex-create:namespace=test;set=people;indexname=idx_age;bin=other;type=string")
        eventually(lambda: indexes(client, "test"), "the index is there")
    for directory in row.get("dirs", []):
        (tmp_path / directory).mkdir()
    for name, content in row.get("files", {}).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(base64.b64decode(content))
    run = tools.run(
        [tools.asrestore, *arguments(row, tools.server)],
        stdin=base64.b64decode(row.get("stdin") or ""),
        cwd=tmp_path,
    )
    compare(row, run)


def arguments(row: dict, server) -> list[str]:
    words = [word.replace("HOST", server.host).replace("PORT", str(server.port)) for word in row["argv"][1:]]
    if "-m" in words:
        # The machine file is another matter.
        place = words.index("-m")
        del words[place : place + 2]
    return words


def compare(row: dict, run: Run) -> None:
    expected = [re.sub(r"^<TIME> GMT \[\w+\] \[<TID>\] ", "", line) for line in row["stderr"].splitlines()]
    shown = f"{row['name']}\n{run.stderr}\ninstead of\n" + "\n".join(expected)
    assert run.exit == EXIT.get(row["name"], row["exit"]), shown
    if run.exit == 0:
        assert lines(run.messages) == lines(expected), shown
        assert summary(run.messages) == summary(expected), shown
        matched = sum(int(number) for number in re.findall(r"Skipped (\d+) matched", "\n".join(run.messages)))
        assert run.original or matched == MATCHED.get(row["name"], 0), shown
    else:
        assert run.errors, shown


def test_progress_is_over_all_directories(tools, client, empty, tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.asb").write_bytes(BASE)
    run = tools.restore("--directory-list", "x,y", "--parent-directory", tmp_path).ok()
    assert any(message.startswith("100% complete") for message in run.messages), run.stderr
    assert len(RESTORED.findall(run.stderr)) == len(COUNTERS.findall(run.stderr)) == 1


def test_a_missing_directory_is_found_before_anything_is_restored(tools, client, empty, tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "a.asb").write_bytes(BASE)
    tools.restore("--directory-list", f"{tmp_path}/x,{tmp_path}/absent").failed("absent", "does not exist")
    assert client.scan("test").results() == []
