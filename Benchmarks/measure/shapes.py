"""Backup files of records of other shapes than the sample records', to be restored into the source namespace."""

import base64
import hashlib
import random

# Records of each shape for one record of the profile.
SHARE = {"profile": 1.0, "tiny": 1.0, "large": 0.004}


def write_file(shape, records, path):
    """Writes a backup of the namespace test with records of the set bench-<shape>."""
    pool = random.Random(42).randbytes(1 << 20)
    with open(path, "wb", buffering=1 << 20) as file:
        file.write(b"Version 3.1\n# namespace test\n# first-file\n")
        for number in range(records):
            bins = _tiny(number) if shape == "tiny" else _large(number, pool)
            digest = base64.b64encode(hashlib.sha1(b"%s %d" % (shape.encode(), number)).digest())
            file.write(b"+ n test\n+ d %s\n+ s bench-%s\n+ g 1\n+ t 0\n" % (digest, shape.encode()))
            file.write(b"+ b %d\n" % len(bins) + b"".join(bins))


def _tiny(number):
    return [b"- I id %d\n" % number]


def _large(number, pool):
    size = 100 << 10
    offset = number * 7919 % (len(pool) - size)
    blob = base64.b64encode(pool[offset : offset + size])
    tree = base64.b64encode(_tree(3, number))
    branch = base64.b64encode(_tree(2, number))
    return [b"- %s %s %d %s\n" % (letter, name, len(text), text)
            for letter, name, text in ((b"B", b"blob", blob), (b"M", b"tree", tree), (b"M", b"branch", branch))]


def _tree(depth, number):
    """A map of eight pairs as MessagePack: four scalars, and four maps of the next level if there is one."""
    parts = [b"\x88"]
    for place in range(8):
        parts.append(b"\xa5\x03key%d" % place)
        if place >= 4 and depth > 0:
            parts.append(_tree(depth - 1, number * 31 + place))
        elif place % 2 == 0:
            parts.append(b"\xcf" + (number * 0x9E3779B97F4A7C15 >> place & (1 << 64) - 1 | 1 << 63).to_bytes(8, "big"))
        else:
            parts.append(b"\xaf\x03" + b"%014d" % (number % 10**14))
    return b"".join(parts)
