"""seeds.py FIXTURES FOLDER: writes the seed corpus of each fuzzer into a folder of its name."""
import base64
import json
import pathlib
import re
import sys

fixtures, target = map(pathlib.Path, sys.argv[1:])


def write(fuzzer, number, data):
    folder = target / fuzzer
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number:06d}").write_bytes(data)


def texts():
    for path in sorted((fixtures / "asb").rglob("*.asb")):
        data = path.read_bytes()
        if not data.startswith(b"Version 3.1\n"):
            continue
        blocks = re.split(rb"(?=\n\+ [kn] )|(?<=\n)(?=\* [iu] )", data)
        yield blocks[0] + b"\n"
        for block in blocks[1:]:
            if len(block) < 2000:
                yield b"Version 3.1\n" + block.strip(b"\n") + b"\n"
    damaged = fixtures / "cli" / "damaged-files.jsonl"
    if damaged.exists():
        for line in damaged.read_text().splitlines():
            for data in json.loads(line).get("files", {}).values():
                yield base64.b64decode(data)


def configurations():
    rows = (fixtures / "cli" / "config-files.jsonl").read_text().splitlines()
    for row in rows:
        for name, data in json.loads(row).get("files", {}).items():
            if name.endswith(".conf"):
                yield base64.b64decode(data)
    yield b"'a'.\"b\" = [1_0, 0x1f, { c = 1.5e3, d.e = inf }]\n[[t.u]]\nv = true\n[t.u.x]\n[[t.u]]\n"
    for quote in (b"'", b'"'):
        yield b"a = " + quote * 3 + b"\n" + quote + b"b\\\n \\u00e9" + quote * 3 + b"\n"


def messages():
    for path in sorted((fixtures / "wire").glob("*.jsonl")):
        for line in path.read_text().splitlines():
            row = json.loads(line)
            yield row["type"], bytes.fromhex(row["hex"])[8:]


for number, data in enumerate(texts()):
    write("FuzzBackupText", number, bytes([number % 256]) + data)
for number, data in enumerate(configurations()):
    write("FuzzTOML", number, data)
for number, (kind, body) in enumerate(messages()):
    if kind == 1:
        write("FuzzInfo", number, body)
    if kind == 2:
        write("FuzzWire", number, b"\x03" + body)
    if kind == 3:
        for selector in (0, 2, 130):
            write("FuzzWire", number * 1000 + selector, bytes([selector]) + body[:4000])
        if len(body) > 60:
            write("FuzzWire", number * 1000 + 1, b"\x01" + body[27:4000])
            # Lists and maps stand behind their type and the name of their bin.
            for place, at in enumerate(re.finditer(rb"\x00\x00..[\x01\x02][\x13\x14]\x00", body, re.S)):
                start = at.end() + 1 + body[at.end()]
                size = int.from_bytes(body[at.start() : at.start() + 4], "big")
                write("FuzzMessagePack", number * 1000 + place, body[start : at.start() + 4 + size])
