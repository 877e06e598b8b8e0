"""Scans, and queries without a condition: sets, bins, limits, partitions."""

import time

import aerospike
import pytest
from aerospike import exception
from aerospike_helpers import expressions as exp

from cluster import truncate

COUNT = 200


@pytest.fixture(scope="module")
def records(client, set_name):
    """200 records: bins i and s, with the key stored for even numbers."""
    for i in range(COUNT):
        policy = {"key": aerospike.POLICY_KEY_SEND if i % 2 == 0 else aerospike.POLICY_KEY_DIGEST}
        client.put(("test", set_name, i), {"i": i, "s": f"text {i}", "l": [i, [i]]}, policy=policy)
    client.put(("test", f"{set_name} other", 1), {"i": -1})
    yield {i: {"i": i, "s": f"text {i}", "l": [i, [i]]} for i in range(COUNT)}
    truncate(client, "test", f"{set_name} other")


@pytest.fixture(params=["scan", "query"])
def scanned(request, client, records):
    """Both ways to read a set."""
    return getattr(client, request.param)


def by_number(found):
    return {bins["i"]: bins for _, _, bins in found}


def test_whole_set(scanned, set_name, records):
    found = scanned("test", set_name).results()
    assert len(found) == COUNT
    assert by_number(found) == records


def test_metadata_and_keys(scanned, set_name, records):
    for key, meta, bins in scanned("test", set_name).results():
        assert key[:2] == ("test", set_name)
        assert key[2] == (bins["i"] if bins["i"] % 2 == 0 else None)
        assert key[3] == aerospike.calc_digest("test", set_name, bins["i"])
        assert meta == {"gen": 1, "ttl": 4294967295}


def test_whole_namespace(client, scanned, set_name, records):
    found = scanned("test").results()
    ours = [bins for key, _, bins in found if key[1] == set_name]
    other = [bins for key, _, bins in found if key[1] == f"{set_name} other"]
    assert len(ours) == COUNT
    assert other == [{"i": -1}]


def test_absent_set(scanned):
    assert scanned("test", "no such set").results() == []


def test_unknown_namespace(scanned):
    with pytest.raises(exception.AerospikeError) as error:
        scanned("nowhere", "s").results()
    assert error.value.code == 20


def test_some_bins(scanned, set_name, records):
    reader = scanned("test", set_name)
    reader.select("i", "l")
    assert by_number(reader.results()) == {i: {"i": i, "l": [i, [i]]} for i in range(COUNT)}


def test_records_without_the_bins_are_left_out(scanned, set_name, records):
    reader = scanned("test", set_name)
    reader.select("no such bin")
    assert reader.results() == []


def test_no_bins(client, set_name, records):
    reader = client.scan("test", set_name)
    seen = []
    reader.foreach(lambda record: seen.append(record), {}, {"nobins": True})
    assert len(seen) == COUNT
    assert {tuple(record[0][3]) for record in seen} == {
        tuple(aerospike.calc_digest("test", set_name, i)) for i in range(COUNT)
    }
    assert all(not record[2] for record in seen)


def test_foreach_can_stop(scanned, set_name, records):
    seen = []

    def callback(record):
        seen.append(record)
        return len(seen) < 10

    scanned("test", set_name).foreach(callback)
    assert len(seen) == 10


@pytest.mark.parametrize("limit", [1, 7, 50])
def test_max_records(client, set_name, records, limit):
    assert len(client.scan("test", set_name).results({"max_records": limit})) == limit


def test_max_records_beyond_the_set(client, set_name, records):
    assert len(client.scan("test", set_name).results({"max_records": 100_000})) == COUNT


def test_max_records_of_a_query(client, set_name, records):
    query = client.query("test", set_name)
    query.max_records = 9
    assert len(query.results()) == 9


def test_pages_cover_the_set(client, set_name, records):
    scan = client.scan("test", set_name)
    scan.paginate()
    seen = []
    for _ in range(100):
        seen += scan.results({"max_records": 30})
        if scan.is_done():
            break
    assert by_number(seen) == records
    assert len(seen) == COUNT


def test_records_per_second(client, set_name, records):
    begin = time.monotonic()
    assert len(client.scan("test", set_name).results({"records_per_second": 100})) == COUNT
    assert time.monotonic() - begin > 0.5


def test_one_partition(scanned, set_name, records):
    partition = partition_of(set_name, 0)
    wanted = {i for i in range(COUNT) if partition_of(set_name, i) == partition}
    found = scanned("test", set_name).results({"partition_filter": {"begin": partition, "count": 1}})
    assert set(by_number(found)) == wanted
    assert 0 in wanted


def partition_of(set_name, number):
    digest = aerospike.calc_digest("test", set_name, number)
    return int.from_bytes(digest[:2], "little") % 4096


@pytest.mark.parametrize("begin, count", [(0, 1024), (1024, 2048), (3072, 1024), (0, 4096), (4095, 1)])
def test_partition_ranges(scanned, set_name, records, begin, count):
    wanted = {i for i in range(COUNT) if begin <= partition_of(set_name, i) < begin + count}
    found = scanned("test", set_name).results({"partition_filter": {"begin": begin, "count": count}})
    assert set(by_number(found)) == wanted


def test_order_within_a_partition(client, set_name, records):
    """Within a partition records come in descending order of their digests."""
    partitions = {}
    for i in range(COUNT):
        partitions.setdefault(partition_of(set_name, i), []).append(i)
    partition, numbers = max(partitions.items(), key=lambda item: len(item[1]))
    assert len(numbers) > 1
    ordered = sorted(numbers, key=lambda i: bytes(aerospike.calc_digest("test", set_name, i)), reverse=True)
    found = client.scan("test", set_name).results({"partition_filter": {"begin": partition, "count": 1}})
    assert [bins["i"] for _, _, bins in found] == ordered


def test_filter_of_a_scan(scanned, set_name, records):
    wanted = exp.And(exp.GE(exp.IntBin("i"), 10), exp.LT(exp.IntBin("i"), 20)).compile()
    found = scanned("test", set_name).results({"expressions": wanted})
    assert set(by_number(found)) == set(range(10, 20))
