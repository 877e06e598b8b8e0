"""The write policy table of Spec/semantics.md §B3, row by row, and what is never written."""

import time

import aerospike
import pytest

import asb
from processes import restore_summary

#: The generation in the file, and those of the records in the namespace (0: absent).
IN_FILE = 5
GENERATIONS = {"absent": 0, "lower": 3, "equal": 5, "higher": 7}

BACKED_UP = {"a": "backup", "c": "backup"}
IN_NAMESPACE = {"a": "namespace", "b": "namespace"}
MERGED = IN_NAMESPACE | BACKED_UP

#: options -> what is there afterwards for an absent record, and for a lower, equal and higher generation in the namespace; the counters.
TABLE = {
    (): (BACKED_UP, MERGED, IN_NAMESPACE, IN_NAMESPACE, {"inserted": 2, "failed": 2, "fresher": 2}),
    ("--no-generation",): (BACKED_UP, MERGED, MERGED, MERGED, {"inserted": 4}),
    ("--replace",): (BACKED_UP, BACKED_UP, IN_NAMESPACE, IN_NAMESPACE, {"inserted": 2, "failed": 2, "fresher": 2}),
    ("--replace", "--no-generation"): (BACKED_UP, BACKED_UP, BACKED_UP, BACKED_UP, {"inserted": 4}),
    ("--unique",): (BACKED_UP, IN_NAMESPACE, IN_NAMESPACE, IN_NAMESPACE, {"inserted": 1, "failed": 3, "existed": 3}),
}


@pytest.fixture(params=["batch", "single"])
def mode(request):
    return [] if request.param == "batch" else ["--disable-batch-writes"]


@pytest.fixture
def key_of(set_name):
    def key(name: str):
        return ("test", set_name, name)

    return key


def digest(key) -> bytes:
    return bytes(aerospike.calc_digest(*key))


def in_file(key, bins, stored_key=b"", **more) -> bytes:
    bins = {name.encode(): value for name, value in bins.items()}
    return asb.record_text(digest(key), bins, set_name=key[1].encode(), key=stored_key, **more)


@pytest.mark.parametrize("options", TABLE, ids=lambda options: " ".join(options) or "no option")
def test_policy(client, tools, empty, key_of, tmp_path, options, mode):
    *afterwards, counters = TABLE[options]
    for name, generation in GENERATIONS.items():
        for _ in range(generation):
            client.put(key_of(name), IN_NAMESPACE)
    path = tmp_path / "policy.asb"
    path.write_bytes(
        asb.head() + b"".join(in_file(key_of(name), BACKED_UP, generation=IN_FILE) for name in GENERATIONS)
    )

    run = tools.restore("--input-file", path, *options, *mode).ok()

    for (name, generation), bins in zip(GENERATIONS.items(), afterwards, strict=True):
        _, meta, found = client.get(key_of(name))
        assert found == bins, name
        assert meta["gen"] == (generation if bins is IN_NAMESPACE else generation + 1), name
    assert restore_summary(run).counters == counters
    assert restore_summary(run).records == 4


def test_generation_zero_is_fresher_even_if_absent(client, tools, empty, key_of, tmp_path, mode):
    path = tmp_path / "zero.asb"
    path.write_bytes(asb.head() + in_file(key_of("zero"), BACKED_UP, generation=0))
    run = tools.restore("--input-file", path, *mode).ok()
    assert client.exists(key_of("zero"))[1] is None
    assert restore_summary(run).counters == {"failed": 1, "fresher": 1}
    run = tools.restore("--input-file", path, "--no-generation", *mode).ok()
    assert client.get(key_of("zero"))[2] == BACKED_UP


def test_bin_of_another_type_is_replaced(client, tools, empty, key_of, tmp_path, mode):
    client.put(key_of("type"), {"a": [1, 2], "b": 1})
    path = tmp_path / "type.asb"
    path.write_bytes(asb.head() + in_file(key_of("type"), BACKED_UP, generation=2))
    tools.restore("--input-file", path, *mode).ok()
    assert client.get(key_of("type"))[2] == {"a": "backup", "b": 1, "c": "backup"}


def test_nil_bin_removes_the_bin(client, tools, empty, key_of, tmp_path, mode):
    client.put(key_of("nil"), {"a": 1, "b": 2})
    path = tmp_path / "nil.asb"
    path.write_bytes(asb.head() + in_file(key_of("nil"), {"a": None, "c": 3}, generation=9))
    tools.restore("--input-file", path, *mode).ok()
    assert client.get(key_of("nil"))[2] == {"b": 2, "c": 3}


def test_expired_records_are_never_written(client, tools, empty, key_of, tmp_path, mode):
    now = int(time.time()) - asb.EPOCH
    times = {"long ago": 1, "an hour ago": now - 3600, "in an hour": now + 3600, "never": 0}
    path = tmp_path / "expired.asb"
    path.write_bytes(
        asb.head() + b"".join(in_file(key_of(name), BACKED_UP, void_time=at) for name, at in times.items())
    )

    run = tools.restore("--input-file", path, *mode).ok()
    assert restore_summary(run).counters == {"expired": 2, "inserted": 2}
    assert client.exists(key_of("long ago"))[1] is None
    assert client.exists(key_of("an hour ago"))[1] is None
    assert 3300 <= client.get(key_of("in an hour"))[1]["ttl"] <= 3601
    assert client.get(key_of("never"))[1]["ttl"] == 4294967295

    run = tools.restore("--input-file", path, "--extra-ttl", "7200", "--no-generation", *mode).ok()
    assert restore_summary(run).counters == {"expired": 1, "inserted": 3}
    assert client.exists(key_of("long ago"))[1] is None
    assert 3300 <= client.get(key_of("an hour ago"))[1]["ttl"] <= 3601
    assert 10500 <= client.get(key_of("in an hour"))[1]["ttl"] <= 10801
    assert client.get(key_of("never"))[1]["ttl"] == 4294967295


def test_key_is_stored_if_the_file_has_it(client, tools, empty, key_of, tmp_path, mode):
    path = tmp_path / "keys.asb"
    path.write_bytes(
        asb.head()
        + in_file(key_of("stored"), BACKED_UP, stored_key=b"+ k S 6 stored")
        + in_file(key_of("digest only"), BACKED_UP)
    )
    tools.restore("--input-file", path, *mode).ok()
    assert {key[2] for key, _, _ in client.scan("test").results()} == {"stored", None}


def test_record_without_a_set(client, tools, empty, tmp_path, mode):
    key = ("test", None, "no set")
    path = tmp_path / "no-set.asb"
    client.put(key, {"x": 1})
    without_set = client.get(key)[0][3]
    client.remove(key)
    path.write_bytes(asb.head() + asb.record_text(bytes(without_set), {b"a": 1}))
    tools.restore("--input-file", path, *mode).ok()
    ((found, _, bins),) = client.scan("test").results()
    assert (found[1], bins) == (None, {"a": 1})
    assert client.get(key)[2] == {"a": 1}


def test_record_error_stops_the_restore(client, tools, empty, key_of, tmp_path, mode):
    """A record of over eight MiB cannot be written; `--ignore-record-error` goes on and counts it."""
    too_big = in_file(key_of("big"), {"b": "x" * (8 * 1024 * 1024 + 100)})
    path = tmp_path / "error.asb"
    path.write_bytes(asb.head() + too_big + in_file(key_of("good"), BACKED_UP))
    tools.restore("--input-file", path, *mode).failed("13")
    run = tools.restore("--input-file", path, "--ignore-record-error", "--no-generation", *mode).ok()
    assert restore_summary(run).counters == {"ignored": 1, "inserted": 1}
    assert client.get(key_of("good"))[2] == BACKED_UP
    assert client.exists(key_of("big"))[1] is None
