"""Key types, stored keys, digests."""

import aerospike
import pytest
from aerospike import exception

from cluster import truncate

SEND = {"key": aerospike.POLICY_KEY_SEND}
KEYS = {
    "integer": 42,
    "zero": 0,
    "negative": -(2**63),
    "string": "a key",
    "odd string": "é ✓\\\n",
    "bytes": bytearray(b"\x00\x01\xff"),
}


@pytest.fixture(params=KEYS)
def user_key(request):
    return KEYS[request.param]


def stored_keys(client, set_name):
    return [key[2] for key, _, _ in client.scan("test", set_name).results()]


@pytest.fixture(autouse=True)
def nothing_in_the_set(client, set_name):
    truncate(client, "test", set_name)


def test_key_types(client, set_name, user_key):
    key = ("test", set_name, user_key)
    client.put(key, {"a": 1})
    assert client.get(key)[2] == {"a": 1}
    assert client.exists(key)[1] is not None
    client.remove(key)
    assert client.exists(key)[1] is None


def test_stored_key_comes_back_from_a_scan(client, set_name, user_key):
    client.put(("test", set_name, user_key), {"a": 1}, policy=SEND)
    assert stored_keys(client, set_name) == [user_key]


def test_key_is_not_stored_unless_sent(client, set_name, user_key):
    client.put(("test", set_name, user_key), {"a": 1}, policy={"key": aerospike.POLICY_KEY_DIGEST})
    assert stored_keys(client, set_name) == [None]


def test_key_stored_by_a_later_write(client, set_name):
    key = ("test", set_name, "later")
    client.put(key, {"a": 1})
    client.put(key, {"a": 2}, policy=SEND)
    assert stored_keys(client, set_name) == ["later"]


def test_stored_key_stays(client, set_name):
    key = ("test", set_name, "stays")
    client.put(key, {"a": 1}, policy=SEND)
    client.put(key, {"a": 2}, policy={"key": aerospike.POLICY_KEY_DIGEST})
    assert stored_keys(client, set_name) == ["stays"]


def test_digest_of_each_key_type_is_its_own(client, set_name):
    digests = {bytes(aerospike.calc_digest("test", set_name, key)) for key in (1, "1", bytearray(b"1"), "\x01")}
    assert len(digests) == 4


def test_access_by_digest_alone(client, set_name):
    key = ("test", set_name, "by digest")
    client.put(key, {"a": 1})
    digest = aerospike.calc_digest(*key)
    by_digest = ("test", set_name, None, digest)
    assert client.get(by_digest)[2] == {"a": 1}
    client.put(by_digest, {"b": 2})
    assert client.get(key)[2] == {"a": 1, "b": 2}
    client.remove(by_digest)
    with pytest.raises(exception.RecordNotFound):
        client.get(key)


def test_scan_reports_digest_set_and_namespace(client, set_name):
    key = ("test", set_name, 7)
    client.put(key, {"a": 1})
    ((found, _, _),) = client.scan("test", set_name).results()
    assert found == ("test", set_name, None, aerospike.calc_digest(*key))


def test_record_without_a_set(client):
    key = ("test", None, "no set, test_keys")
    client.put(key, {"a": 1})
    try:
        found, _, bins = client.get(key)
        assert bins == {"a": 1}
        with pytest.raises(exception.InvalidRequest):
            client.put(("test", "another", None, found[3]), {"a": 2})
        assert client.get(key)[2] == {"a": 1}
    finally:
        client.remove(key)


def test_same_digest_with_another_set_is_refused(client, set_name):
    key = ("test", set_name, "right")
    client.put(key, {"a": 1})
    pretender = ("test", "another", None, aerospike.calc_digest(*key))
    with pytest.raises(exception.InvalidRequest):
        client.put(pretender, {"a": 2})
    with pytest.raises(exception.InvalidRequest):
        client.get(pretender)
    with pytest.raises(exception.InvalidRequest):
        client.remove(pretender)


def test_unknown_namespace(client):
    with pytest.raises(exception.NamespaceNotFound):
        client.put(("nowhere", "s", 1), {"a": 1})
    with pytest.raises(exception.NamespaceNotFound):
        client.get(("nowhere", "s", 1))
