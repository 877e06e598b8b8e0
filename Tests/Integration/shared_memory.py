"""System V shared-memory segments like those of a stopped node (Spec/asmt.md §2, §3), made and read through libc."""

from __future__ import annotations

import ctypes
import os
import random
import struct
from contextlib import contextmanager
from pathlib import Path

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
libc.shmdt.argtypes = [ctypes.c_void_p]
libc.shmget.argtypes = [ctypes.c_uint32, ctypes.c_size_t, ctypes.c_int]
libc.shmctl.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]

IPC_CREAT, IPC_EXCL, IPC_RMID, IPC_SET, IPC_STAT = 0o1000, 0o2000, 0, 1, 2
SHM_RDONLY = 0o10000
CLONE_NEWIPC = 0x08000000
TABLE = Path("/proc/sysvipc/shm")

#: What the tests use: no node has them.
INSTANCE, NAMESPACE_ID = 15, 32


def check(result: int) -> int:
    if result in (-1, None):
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def enter_private_namespace() -> bool:
    """Gives this process and its children segments of their own; False if the system does not permit that."""
    return libc.unshare(CLONE_NEWIPC) == 0


def key(kind: int, sub_key: int, instance: int = INSTANCE, namespace_id: int = NAMESPACE_ID) -> int:
    return kind << 24 | instance << 20 | namespace_id << 12 | sub_key


def create(key: int, size: int, mode: int = 0o600) -> int:
    return check(libc.shmget(key, size, IPC_CREAT | IPC_EXCL | mode))


@contextmanager
def attached(identifier: int, read_only: bool = False):
    """The address of a segment."""
    address = libc.shmat(identifier, None, SHM_RDONLY if read_only else 0)
    if address == ctypes.c_void_p(-1).value:
        check(-1)
    try:
        yield address
    finally:
        libc.shmdt(address)


def write(identifier: int, content: bytes, offset: int = 0) -> None:
    with attached(identifier) as address:
        ctypes.memmove(address + offset, content, len(content))


def read(identifier: int, size: int, offset: int = 0) -> bytes:
    with attached(identifier, read_only=True) as address:
        return ctypes.string_at(address + offset, size)


def remove(identifier: int) -> None:
    check(libc.shmctl(identifier, IPC_RMID, None))


def table() -> dict[int, dict[str, int]]:
    """The segments of the kernel by key."""
    names, *rows = (line.split() for line in TABLE.read_text().splitlines())
    segments = (dict(zip(names, map(int, row[:2] + [str(int(row[2], 8))] + row[3:]))) for row in rows)
    return {segment["key"] & 0xFFFFFFFF: segment for segment in segments}


def set_owner(identifier: int, owner: int, group: int, mode: int) -> None:
    # struct ipc_perm: key, uid, gid, cuid, cgid, mode; the rest of shmid_ds is not looked at.
    status = ctypes.create_string_buffer(256)
    check(libc.shmctl(identifier, IPC_STAT, status))
    struct.pack_into("<II", status, 4, owner, group)
    struct.pack_into("<I", status, 20, mode)
    check(libc.shmctl(identifier, IPC_SET, status))


def base_header(namespace: str, stages: int, version: int = 11, shutdown: int = 1) -> bytes:
    header = bytearray(2156)
    struct.pack_into("<II", header, 0, version, shutdown)
    header[1024 : 1024 + len(namespace)] = namespace.encode()
    struct.pack_into("<I", header, 2152, stages)
    return bytes(header)


def meta_header(stages: int) -> bytes:
    return bytes(20) + struct.pack("<I", stages)


def data_header(namespace: str) -> bytes:
    return bytes(12) + namespace.encode().ljust(32, b"\0")


class Node:
    """The segments of one namespace of a stopped node, with contents that a seed gives."""

    def __init__(self, namespace="test", instance=INSTANCE, namespace_id=NAMESPACE_ID, seed=6):
        self.namespace, self.instance, self.namespace_id = namespace, instance, namespace_id
        self.random = random.Random(seed)
        self.contents: dict[int, bytes] = {}

    def key(self, kind: int, sub_key: int) -> int:
        return key(kind, sub_key, self.instance, self.namespace_id)

    def add(self, kind: int, sub_key: int, size: int, header: bytes = b"", mode=0o600, owner=None) -> int:
        """A segment of which one half is random and the other repeats."""
        repeated = (b"%08x" % self.random.getrandbits(32)) * (size // 16 + 1)
        body = self.random.randbytes(size // 2) + repeated
        content = header + body[len(header) : size]
        segment = self.key(kind, sub_key)
        identifier = create(segment, size, mode)
        self.contents[segment] = content
        write(identifier, content)
        if owner:
            set_owner(identifier, *owner, mode)
        return identifier

    def fill(self, stages=2, secondary=1, stripes=3, stage_size=3 << 20, version=11, shutdown=1, count=None) -> "Node":
        """A full set: base, treex, primary stages, and what secondary index and data need."""
        self.add(0xAE, 0, 65536, base_header(self.namespace, stages if count is None else count, version, shutdown))
        self.add(0xAE, 1, 100_000)
        for stage in range(stages):
            self.add(0xAE, 0x100 + stage, stage_size + 5 * stage)
        if secondary:
            self.add(0xA2, 0, 4096, meta_header(secondary))
            for stage in range(secondary):
                self.add(0xA2, 0x100 + stage, stage_size)
        for stripe in range(stripes):
            self.add(0xAD, stripe, stage_size, data_header(self.namespace))
        return self

    def missing_or_changed(self) -> list[str]:
        """The segments that are not in the kernel with the contents that they had."""
        found = table()
        return [
            f"{segment:#x}"
            for segment, content in self.contents.items()
            if segment not in found
            or found[segment]["size"] != len(content)
            or read(found[segment]["shmid"], len(content)) != content
        ]


def remove_all(instance: int = INSTANCE, namespace_id: int = NAMESPACE_ID) -> None:
    """Removes every segment of an instance and namespace, those of interrupted restores too."""
    for segment, status in table().items():
        if segment >> 24 in (0xAE, 0xA2, 0xAD, 0x4D) and segment >> 12 & 0xFFF == instance << 8 | namespace_id:
            remove(status["shmid"])
