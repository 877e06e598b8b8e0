"""Runs of the C tool that select records or estimate: ours must read the same records and print the same lines."""

import base64
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import asb
from cluster import clear, eventually
from processes import restore_summary

FIXTURES = Path(__file__).resolve().parents[2] / "Fixtures" / "cli"
ROWS = [json.loads(line) for line in (FIXTURES / "backup-selection.jsonl").read_text().splitlines()]

#: Rows in which ours is meant to do something else, by Spec/differences.md: the exit status and a line of ours.
DIFFERENT = {
    "partition-list 0-0": (1, "Invalid partition filter '0-0'"),
    "partition-list 5-0": (1, "Invalid partition filter '5-0'"),
    "partition-list ddRmYV4SsIaf3hnrsxdm7DjGAGo=,1141": (1, "Range overlap in partition list"),
    "max-records 3 parallel 4 directory": (0, "Backed up 3 record(s), 0 secondary index(es), 0 UDF file(s), "),
    # The original reckons with all ten records.
    "estimate with partition-list": (0, "Estimated overall record size is 114 byte(s)"),
    # Our frames are larger, for they carry checksums.
    "estimate zstd": (0, "Estimated overall record size before compression is 149 byte(s)"),
    "compression level out of bounds, estimate": (1, "Compression level 23 is outside zstd compression level bounds"),
    "node-list HOST:1": (1, "HOST:1"),
    "node-list [::1]:PORT": (1, "[::1]:PORT"),
}

#: Lines that must be the same, as often as they come, in whatever order.
SAME = re.compile(r"^(Starting backup for .*|Completed backup for .*, records: \d+|Warning: --parallel.*|Estimated .*|Backed up .*)")


@pytest.fixture(scope="module")
def base(client, tools):
    """The ten records, four indexes and the module of the transcripts."""
    clear(client)
    run = tools.restore("--input-file", FIXTURES / "base.asb", "--wait").ok()
    assert restore_summary(run).records == 10
    eventually(client.udf_list, "the module is there")
    yield
    clear(client)


def lines(stderr: str) -> list[str]:
    return [line.split("] ", 2)[2] for line in stderr.splitlines() if line.count("] ") >= 2]


def same(stderr: str) -> Counter:
    return Counter(found.group(1) for line in lines(stderr) if (found := SAME.match(line)))


def digests(data: bytes) -> list[bytes]:
    return sorted(record.digest for record in asb.parse(data).records)


def command(row: dict, tools, server) -> list[str]:
    """The row's command line for our server. The C tool has one worker unless told otherwise, ours has more."""
    words = list(row["argv"][1:])
    if "-m" in words:
        del words[words.index("-m") : words.index("-m") + 2]
    if "-w" not in words and "-l" not in words and "-e" not in words:
        words += ["-w", "1"]
    if "bar" in words:
        words[words.index("bar")] = "prod"
    return [tools.asbackup] + [place(word, server) for word in words]


def place(text: str, server) -> str:
    return text.replace("HOST", server.host).replace("PORT", str(server.port))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_as_the_original(row, base, tools, server, tmp_path, original_fault):
    if row["name"] in DIFFERENT:
        original_fault(row["name"])
    for name, content in row.get("files", {}).items():
        (tmp_path / name).write_bytes(base64.b64decode(content))
    environment = {"TZ": "UTC", "HOME": str(tmp_path), **row.get("env", {})}
    run = tools.run(command(row, tools, server), cwd=tmp_path, env=environment)
    if row["name"] in DIFFERENT:
        status, line = DIFFERENT[row["name"]]
        assert run.status == status, run.stderr
        assert place(line, server) in run.stderr
        return
    assert run.status == row["exit"], run.stderr
    if row["exit"] != 0:
        error = next(line for line in lines(row["stderr"]) if "Starting backup of" not in line and SAME.match(line) is None)
        if "Processing" not in row["stderr"]:
            assert place(error, server) in run.stderr
        return
    assert same(run.stderr) == Counter({line.replace("bar", "prod"): n for line, n in same(row["stderr"]).items()})
    if row["stdout"] and "-M" not in row["argv"]:
        assert digests(run.stdout) == digests(row["stdout"].encode())
    start = place(lines(row["stderr"])[0 if "Starting backup of" in lines(row["stderr"])[0] else -1], server)
    if "Starting backup of" in start and "-l" not in row["argv"]:
        assert start.replace("(namespace: bar", "(namespace: prod") in lines(run.stderr)
    if "bk" in row["argv"]:
        files = {f"bk/{file.name}" for file in (tmp_path / "bk").glob("*.asb")}
        assert files == {name for name in row.get("tree_after", files) if name.endswith(".asb")}
