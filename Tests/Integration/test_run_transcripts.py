"""Runs of the C tools with nothing special about them: ours must end alike and print the lines that scripts read.

Options, selections, configuration files, resumption and the extras of restores have transcripts and tests of their own."""

import base64
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

import asb
from cluster import clear, eventually, info_of_one

FIXTURES = Path(__file__).resolve().parents[2] / "Fixtures" / "cli"


def rows(name: str) -> list[dict]:
    return [json.loads(line) for line in (FIXTURES / f"{name}.jsonl").read_text().splitlines()]


BACKUPS, RESTORES = rows("backup-runs"), rows("restore-runs")

#: Root without the right to pass over the modes of files.
WITHOUT_ROOTS_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search")

#: Rows whose inputs or servers are not part of the transcripts, with the test that stands for it, or the reason.
ELSEWHERE = {
    "stdout closed by the reader": "test_backup_resume",
    "restore interrupted": "test_restore_resume",
    "restore with progress every ten seconds": "test_reports",
    "server stops during the restore": "test_restore_resume",
}

#: What ours does better, by Spec/differences.md: the exit status and words of it.
DIFFERENT = {
    "record too big": (1, "Error while storing record - code 13", "4.35"),
    "expiration 4294967295": (0, "inserted 1", "4.16"),
    "namespace unknown on the server, single writes": (1, "", "2.1"),
    "directory: an index that fails loses the rest of its file": (1, "inserted 10", "1.3"),
}
# The embedded server takes modules as they are.
DIFFERENT["directory: a module that fails loses the rest of its file"] = (int("AEROSPIKE_HOST" in os.environ), "inserted 10", "1.3")

#: A record of 1.1 MB in front of one that fits: the transcripts describe it, for it is too large for them.
TOO_BIG = (
    b"Version 3.1\n# namespace test\n# first-file\n"
    b"+ k I 1\n+ n test\n+ d nYCmPADV5xt/1vTudXyHDJonkm8=\n+ s t\n+ g 1\n+ t 0\n+ b 1\n- S s 1100000 " + b"x" * 1_100_000 + b"\n"
    b"+ k I 2\n+ n test\n+ d LP+/FdOZvz5iNGstzbdgnQeXkac=\n+ s t\n+ g 1\n+ t 0\n+ b 1\n- I a 1\n"
)

#: The lines that scripts read, without what differs from run to run: bytes, rates and what is left.
READ = [
    (re.compile(r"Backed up (\d+ record\(s\), \d+ secondary index\(es\), \d+ UDF file\(s\)).*"), r"\1"),
    (re.compile(r"(\d+ UDF file\(s\), \d+ secondary index\(es\), \d+ record\(s\)) \(.*retries: (.*)\)"), r"\1 \2"),
    (re.compile(r"(Expired .* fresher \d+\))"), r"\1"),
    (re.compile(r"(No backup files found|Found \d+ backup file\(s\) in .*|Skipped \d+ .*index\(es\).*)"), r"\1"),
]


def read_lines(stderr: str) -> list[str]:
    """The last of each kind: summaries are also printed while a tool runs."""
    found = {}
    for line in stderr.splitlines():
        text = line.split("] ", 2)[-1]
        for number, (pattern, form) in enumerate(READ):
            if pattern.fullmatch(text):
                found[number] = pattern.sub(form, text)
    return list(found.values())


def perform(row, tools, server, folder):
    if row["name"] in ELSEWHERE:
        pytest.skip(f"see {ELSEWHERE[row['name']]}")
    prefix = ()
    if os.geteuid() == 0 and row.get("modes"):
        if not shutil.which("setpriv"):
            pytest.skip("root may write everywhere, and there is no setpriv")
        prefix = WITHOUT_ROOTS_RIGHTS
    for name in row.get("dirs") or []:
        (folder / name).mkdir(parents=True)
    if row["name"].startswith("record too big"):
        (folder / "a.asb").write_bytes(TOO_BIG)
    for name, content in (row.get("files") or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(base64.b64decode(content))
    for name, mode in (row.get("modes") or {}).items():
        (folder / name).chmod(int(mode, 8))
    words = [word.replace("HOST", server.host).replace("PORT", str(server.port)) for word in row["argv"][1:]]
    words = ["prod" if word == "bar" else word.replace("test,bar", "test,prod").replace("bar,test", "prod,test") for word in words]
    program = tools.asbackup if row["argv"][0] == "asbackup" else tools.asrestore
    environment = {"TZ": "UTC", "HOME": str(folder), "PATH": os.environ["PATH"], **(row.get("env") or {})}
    done = subprocess.run([*prefix, program, *words], cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
    return done.returncode, done.stdout, done.stderr.decode()


def check(row, status, stderr):
    if row["name"] in DIFFERENT:
        expected, words, _ = DIFFERENT[row["name"]]
        assert status == expected, stderr
        assert words in stderr
        return
    assert status == row["exit"], stderr
    if status != 0:
        assert "[ERR]" in stderr or "Run with --help" in stderr, stderr
    if status == 0:
        assert sorted(read_lines(stderr)) == sorted(read_lines(row["stderr"])), stderr


@pytest.fixture(scope="module")
def base(client, tools):
    """The ten records, four indexes and the module of the transcripts."""
    clear(client)
    tools.restore("--input-file", FIXTURES / "base.asb", "--wait").ok()
    eventually(client.udf_list, "the module is there")
    yield
    clear(client)


@pytest.mark.parametrize("row", BACKUPS, ids=lambda row: row["name"])
def test_backup(row, base, tools, server, tmp_path):
    if tools.original:
        pytest.skip("the transcripts are the C tools' own")
    status, stdout, stderr = perform(row, tools, server, tmp_path)
    check(row, status, stderr)
    if status == 0 and row.get("stdout"):
        ours, theirs = asb.parse(stdout), asb.parse(row["stdout"].encode())
        assert sorted(record.digest for record in ours.records) == sorted(record.digest for record in theirs.records)
    for name in row.get("files") or {}:
        kept = name in [entry if isinstance(entry, str) else entry[0] for entry in row.get("tree_after", [])]
        if kept and not (name.endswith(".asb") and "-r" in row["argv"]):
            assert (tmp_path / name).read_bytes() == base64.b64decode(row["files"][name])


def test_estimate_for_programs(base, tools, server, tmp_path):
    machine = tmp_path / "m.txt"
    tools.backup("--namespace", "test", "--estimate", "--machine", machine).ok()
    # Row `estimate` of the transcripts.
    assert "ESTIMATE:10:149" in machine.read_text().splitlines()


@pytest.fixture
def setup(row, empty, client):
    """What the server must hold or be like for a row."""
    setup = row.get("setup") or ""
    if setup.startswith("record has generation 3"):
        for _ in range(3):
            client.put(("test", "ps", "pk"), {"a": 1, "b": 2})
    if "nsup-period 0 on test" not in setup:
        yield
        return
    change = "set-config:context=namespace;id=test;nsup-period={}"
    parameters = info_of_one(client, "get-config:context=namespace;id=test").split(";")
    before = dict(pair.split("=", 1) for pair in parameters)["nsup-period"]
    assert info_of_one(client, change.format(0)) == "ok"
    yield
    assert info_of_one(client, change.format(before)) == "ok"


@pytest.mark.parametrize("row", RESTORES, ids=lambda row: row["name"])
def test_restore(row, setup, client, tools, server, tmp_path):
    if tools.original:
        pytest.skip("the transcripts are the C tools' own")
    status, _, stderr = perform(row, tools, server, tmp_path)
    check(row, status, stderr)
    after = row.get("db_after") or {}
    if row["name"] in DIFFERENT:
        return
    namespace = {"bar": "prod"}.get(after.get("ns"), after.get("ns"))
    for expected in after.get("records", []):
        digest = bytearray(base64.b64decode(expected["digest"]))
        _, meta, bins = client.get((namespace, expected["set"], None, digest))
        assert meta["gen"] == expected["gen"]
        assert sorted(bins) == sorted(expected["bins"])
    if after:
        assert len(client.scan(namespace).results()) == len(after["records"])
