"""Names of indexes, sets and bins with colons, which nothing marks in the server's list; and indexes that a backup cannot carry."""

import json
import os

import pytest

import asb
from cluster import eventually, info_of_one, remove_index

pytestmark = pytest.mark.skipif("ORIGINAL_TOOLS" in os.environ, reason="what the C tools make of them is not promised")


def listing(client) -> str:
    return info_of_one(client, "sindex-list:ns=test;b64=true")


def create(client, set_name: str, name: str, bin_name: str, more: str = "") -> None:
    answer = info_of_one(
        client, f"sindex-create:namespace=test;set={set_name};indexname={name};bin={bin_name};type=string{more}"
    )
    assert answer.lower() == "ok"


def remove(client, *names: str) -> None:
    for name in names:
        remove_index(client, "test", name)
    eventually(lambda: not listing(client).strip(";"), "indexes are gone")


@pytest.fixture
def none(client, empty):
    """The indexes are removed again before anybody reads a list with such names."""
    yield
    remove(client, "by:name", "plain", "long", "odd:bin=x")


def test_colons_in_names(client, tools, none, tmp_path):
    create(client, "user:profile", "by:name", "a:b")
    create(client, "user", "plain", "c")
    path = tmp_path / "b.asb"
    tools.backup("--namespace", "test", "--output-file", path).ok()
    lines = [b"* i test user:profile by:name N 1 a:b S\n", b"* i test user plain N 1 c S\n"]
    assert sorted(asb.read_file(path).indexes) == sorted(lines)
    one = tmp_path / "one.asb"
    tools.backup("--namespace", "test", "--set", "user:profile", "--output-file", one).ok()
    assert asb.read_file(one).indexes == lines[:1]

    run = tools.restore("--input-file", path).ok()
    assert "Skipped 2 matched index(es)" in run.stderr
    remove(client, "by:name", "plain")
    tools.restore("--input-file", path, "--wait").ok()
    eventually(
        lambda: "indexname=by:name:set=user:profile:bin=a:b:type=string:" in listing(client), "the index is there"
    )


def test_long_context(client, tools, none, tmp_path):
    """A long key makes it: 1,204 characters, more than the C tools read."""
    key = b"\x03" + b"k" * 896
    context = asb.base64.b64encode(b"\x92\x22\xda" + len(key).to_bytes(2) + key).decode()
    assert len(context) == 1204
    create(client, "demo", "long", "m", f";context={context}")
    path = tmp_path / "b.asb"
    run = tools.backup("--namespace", "test", "--output-file", path).ok()
    assert "Index long has a context of more than 999 characters" in run.stderr
    remove(client, "long")
    tools.restore("--input-file", path, "--wait").ok()
    assert f":context={context}:" in listing(client)


def test_index_that_is_left_out(client, tools, none, tmp_path):
    """Its name looks like another field of the list."""
    create(client, "demo", "odd:bin=x", "b")
    run = tools.backup("--namespace", "test", "--directory", tmp_path / "b", "--json").ok()
    (warning,) = json.loads(run.stdout)["warnings"]
    assert "odd:bin=x" in warning and warning.endswith("it is left out of the backup") and warning in run.stderr
    assert "indexes-left-out:" in (tmp_path / "b" / "test.manifest.yaml").read_text()
    assert warning in tools.restore("--directory", tmp_path / "b").ok().stderr
