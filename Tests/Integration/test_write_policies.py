"""Existence, generation, time to live, key and commit policies of writes and removes."""

import aerospike
import pytest
from aerospike import exception

NEVER = 4294967295


def put(client, key, bins, generation=0, ttl=None, **policy):
    meta = {"gen": generation}
    if ttl is not None:
        meta["ttl"] = ttl
    client.put(key, bins, meta, policy)


def meta_of(client, key):
    return client.get(key)[1]


# Existence


def test_create_refuses_an_existing_record(client, key):
    put(client, key, {"a": 1}, exists=aerospike.POLICY_EXISTS_CREATE)
    with pytest.raises(exception.RecordExistsError):
        put(client, key, {"a": 2}, exists=aerospike.POLICY_EXISTS_CREATE)
    assert client.get(key)[2] == {"a": 1}


def test_update_refuses_an_absent_record(client, key):
    with pytest.raises(exception.RecordNotFound):
        put(client, key, {"a": 1}, exists=aerospike.POLICY_EXISTS_UPDATE)
    put(client, key, {"a": 1})
    put(client, key, {"b": 2}, exists=aerospike.POLICY_EXISTS_UPDATE)
    assert client.get(key)[2] == {"a": 1, "b": 2}


def test_replace_refuses_an_absent_record(client, key):
    with pytest.raises(exception.RecordNotFound):
        put(client, key, {"a": 1}, exists=aerospike.POLICY_EXISTS_REPLACE)
    put(client, key, {"a": 1})
    put(client, key, {"b": 2}, exists=aerospike.POLICY_EXISTS_REPLACE)
    assert client.get(key)[2] == {"b": 2}


def test_create_or_replace(client, key):
    put(client, key, {"a": 1}, exists=aerospike.POLICY_EXISTS_CREATE_OR_REPLACE)
    put(client, key, {"b": 2}, exists=aerospike.POLICY_EXISTS_CREATE_OR_REPLACE)
    assert client.get(key)[2] == {"b": 2}


def test_ignore_merges(client, key):
    put(client, key, {"a": 1}, exists=aerospike.POLICY_EXISTS_IGNORE)
    put(client, key, {"b": 2}, exists=aerospike.POLICY_EXISTS_IGNORE)
    assert client.get(key)[2] == {"a": 1, "b": 2}


# Generation


def test_generation_counts_writes(client, key):
    for expected in (1, 2, 3):
        put(client, key, {"a": expected})
        assert meta_of(client, key)["gen"] == expected


def test_replace_goes_on_counting(client, key):
    put(client, key, {"a": 1})
    put(client, key, {"b": 1}, exists=aerospike.POLICY_EXISTS_REPLACE)
    assert meta_of(client, key)["gen"] == 2


def test_removed_record_begins_again(client, key):
    put(client, key, {"a": 1})
    put(client, key, {"a": 2})
    client.remove(key)
    put(client, key, {"a": 3})
    assert meta_of(client, key)["gen"] == 1


def test_equal_generation(client, key):
    put(client, key, {"a": 1})
    put(client, key, {"a": 2}, generation=1, gen=aerospike.POLICY_GEN_EQ)
    with pytest.raises(exception.RecordGenerationError):
        put(client, key, {"a": 3}, generation=1, gen=aerospike.POLICY_GEN_EQ)
    with pytest.raises(exception.RecordGenerationError):
        put(client, key, {"a": 3}, generation=3, gen=aerospike.POLICY_GEN_EQ)
    assert client.get(key)[1:] == ({"gen": 2, "ttl": NEVER}, {"a": 2})


def test_absent_record_has_generation_zero(client, key):
    with pytest.raises(exception.RecordGenerationError):
        put(client, key, {"a": 1}, generation=1, gen=aerospike.POLICY_GEN_EQ)
    put(client, key, {"a": 1}, generation=0, gen=aerospike.POLICY_GEN_EQ)
    assert client.get(key)[2] == {"a": 1}


@pytest.mark.parametrize("generation, written", [(1, False), (2, False), (3, True), (60000, True)])
def test_greater_generation(client, key, generation, written):
    put(client, key, {"a": 1})
    put(client, key, {"a": 2})
    if written:
        put(client, key, {"a": 3}, generation=generation, gen=aerospike.POLICY_GEN_GT)
        assert client.get(key)[1:] == ({"gen": 3, "ttl": NEVER}, {"a": 3})
    else:
        with pytest.raises(exception.RecordGenerationError):
            put(client, key, {"a": 3}, generation=generation, gen=aerospike.POLICY_GEN_GT)
        assert client.get(key)[1:] == ({"gen": 2, "ttl": NEVER}, {"a": 2})


def test_create_is_checked_before_the_generation(client, key):
    put(client, key, {"a": 1})
    with pytest.raises(exception.RecordExistsError):
        put(client, key, {"a": 2}, generation=0, gen=aerospike.POLICY_GEN_GT, exists=aerospike.POLICY_EXISTS_CREATE)


def test_remove_with_a_generation(client, key):
    put(client, key, {"a": 1})
    with pytest.raises(exception.RecordGenerationError):
        client.remove(key, {"gen": 5}, {"gen": aerospike.POLICY_GEN_EQ})
    client.remove(key, {"gen": 1}, {"gen": aerospike.POLICY_GEN_EQ})
    assert client.exists(key)[1] is None


# Time to live


def test_never_expires(client, key):
    put(client, key, {"a": 1}, ttl=aerospike.TTL_NEVER_EXPIRE)
    assert meta_of(client, key)["ttl"] == NEVER


def test_default_of_the_namespace_is_never(client, key):
    put(client, key, {"a": 1}, ttl=aerospike.TTL_NAMESPACE_DEFAULT)
    assert meta_of(client, key)["ttl"] == NEVER


@pytest.mark.parametrize("seconds", [100, 86400, 315360000])
def test_seconds(client, key, seconds):
    put(client, key, {"a": 1}, ttl=seconds)
    assert seconds - 5 <= meta_of(client, key)["ttl"] <= seconds


def test_more_than_ten_years_are_refused(client, key):
    with pytest.raises(exception.InvalidRequest):
        put(client, key, {"a": 1}, ttl=315360001)


def test_left_as_it_is(client, key):
    put(client, key, {"a": 1}, ttl=5000)
    put(client, key, {"a": 2}, ttl=aerospike.TTL_DONT_UPDATE)
    assert 4990 <= meta_of(client, key)["ttl"] <= 5000
    put(client, key, {"a": 3}, ttl=aerospike.TTL_NEVER_EXPIRE)
    put(client, key, {"a": 4}, ttl=aerospike.TTL_DONT_UPDATE)
    assert meta_of(client, key) == {"gen": 4, "ttl": NEVER}


def test_write_takes_the_time_to_live_away(client, key):
    put(client, key, {"a": 1}, ttl=5000)
    put(client, key, {"a": 2}, ttl=aerospike.TTL_NAMESPACE_DEFAULT)
    assert meta_of(client, key)["ttl"] == NEVER


def test_expired_record_is_gone(client, key, eventually):
    put(client, key, {"a": 1}, ttl=1)
    eventually(lambda: client.exists(key)[1] is None, "the record has expired")
    with pytest.raises(exception.RecordNotFound):
        client.get(key)
    put(client, key, {"b": 2})
    assert client.get(key)[1:] == ({"gen": 1, "ttl": NEVER}, {"b": 2})


def test_touch_sets_the_time_to_live(client, key):
    put(client, key, {"a": 1})
    client.touch(key, 1000)
    meta = meta_of(client, key)
    assert meta["gen"] == 2 and 990 <= meta["ttl"] <= 1000


# Others


@pytest.mark.parametrize("level", [aerospike.POLICY_COMMIT_LEVEL_ALL, aerospike.POLICY_COMMIT_LEVEL_MASTER])
def test_commit_levels(client, key, level):
    put(client, key, {"a": 1}, commit_level=level)
    assert client.get(key)[2] == {"a": 1}


@pytest.mark.parametrize(
    "replica", [aerospike.POLICY_REPLICA_MASTER, aerospike.POLICY_REPLICA_ANY, aerospike.POLICY_REPLICA_SEQUENCE]
)
def test_read_policies(client, key, replica):
    put(client, key, {"a": 1})
    policy = {
        "replica": replica,
        "read_mode_ap": aerospike.POLICY_READ_MODE_AP_ALL,
        "total_timeout": 5000,
        "max_retries": 1,
    }
    assert client.get(key, policy)[2] == {"a": 1}
