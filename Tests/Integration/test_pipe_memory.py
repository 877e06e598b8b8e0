"""A million records from one server to another through a pipe, within the memory that the tools may use."""

import os

import pytest

import clients
from cluster import info_of_one
from conftest import RELEASE
from processes import LocalServer, backup_summary, restore_summary, run_measured

RECORDS = 1_000_000
LIMIT = 128 * 1024 * 1024

pytestmark = pytest.mark.skipif("AEROSPIKE_HOST" in os.environ, reason="needs two servers of its own")


def objects(server) -> int:
    client = clients.connected(server)
    try:
        values = dict(pair.split("=", 1) for pair in info_of_one(client, "namespace/test").split(";"))
        return int(values["objects"])
    finally:
        client.close()


def test_million_records_through_a_pipe(tools):
    with LocalServer(RELEASE / "aslocal", ["test"], "--load", str(RECORDS)) as source:
        with LocalServer(RELEASE / "aslocal", ["test"]) as target:
            assert objects(source) == RECORDS
            (backup, backup_peak), (restore, restore_peak) = run_measured(
                [tools.asbackup, "--host", str(source), "--namespace", "test", "--output-file", "-"],
                [tools.asrestore, "--host", str(target), "--input-file", "-"],
            )
            print(f"peak memory: asbackup {backup_peak / 2**20:.0f} MiB, asrestore {restore_peak / 2**20:.0f} MiB")
            assert backup_summary(backup.ok()).records == RECORDS
            assert restore_summary(restore.ok()).counters == {"inserted": RECORDS}
            assert objects(target) == RECORDS
    assert backup_peak < LIMIT
    assert restore_peak < LIMIT
