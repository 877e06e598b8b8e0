"""Files are exchanged with the original asmt (ORIGINAL_ASMT), and what it does wrong is not done here (Spec/asmt.md §10)."""

import os

import pytest

import shared_memory
from shared_memory import Node, table


@pytest.mark.parametrize("options", [(), ("-z",), ("-c",), ("-z", "-c")])
def test_original_restores_ours(asmt, original_asmt, tmp_path, options):
    # It loses stripe 001 when it lists the directory, so there is only stripe 000.
    node = Node().fill(stripes=1)
    asmt("-b", "-p", tmp_path, *options).ok()
    shared_memory.remove_all()
    status, output = original_asmt("-r", "-v", "-c", "-p", tmp_path)
    assert status == 0, output
    assert node.missing_or_changed() == []


@pytest.mark.parametrize("options", [(), ("-z",), ("-c",), ("-z", "-c")])
def test_ours_restores_the_original(asmt, original_asmt, tmp_path, options):
    node = Node().fill(stripes=1)
    status, output = original_asmt("-b", "-v", "-p", tmp_path, *options)
    assert status == 0, output
    asmt("--verify", "-p", tmp_path).ok()
    shared_memory.remove_all()
    asmt("-r", "-c", "-p", tmp_path).ok()
    assert node.missing_or_changed() == []


def test_original_restores_a_sparse_segment_of_ours(asmt, original_asmt, tmp_path):
    """One member of gzip of many pieces, most of them zeros."""
    node = Node().fill(stages=0, secondary=0, stripes=0, count=1)
    stage = shared_memory.create(node.key(0xAE, 0x100), 64 << 20)
    shared_memory.write(stage, b"near the end", (60 << 20) + 7)
    asmt("-b", "-z", "-p", tmp_path).ok()
    shared_memory.remove_all()
    status, output = original_asmt("-r", "-v", "-c", "-p", tmp_path)
    assert status == 0, output
    row = table()[node.key(0xAE, 0x100)]
    content = shared_memory.read(row["shmid"], 64 << 20)
    assert content.count(0) == (64 << 20) - 12 and content[(60 << 20) + 7 :].startswith(b"near the end")


def test_original_does_not_see_an_unfinished_backup(asmt, original_asmt, tmp_path):
    Node().fill()
    asmt("-b", "-p", tmp_path).ok()
    for name in os.listdir(tmp_path):
        os.rename(tmp_path / name, tmp_path / (name + ".unfinished"))
    shared_memory.remove_all()
    original_asmt("-r", "-v", "-p", tmp_path)
    assert table() == {}
