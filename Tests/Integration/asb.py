"""A small reader of the .asb text format, written from Spec/asb-format.md alone and sharing no code with the tools.

It keeps every block as the bytes it was written with, so that two backups can be compared byte for byte."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from pathlib import Path

#: 2010-01-01T00:00:00Z, the epoch of void times, in Unix seconds.
EPOCH = 1262304000

BYTES_TYPES = b"BJCPRHEYML"


class FormatError(Exception):
    pass


@dataclass
class Record:
    key: bytes | None = None  # the whole line
    namespace: bytes = b""
    digest: bytes = b""
    set: bytes | None = None
    generation: int = 0
    void_time: int = 0
    bins: dict[bytes, bytes] = field(default_factory=dict)  # name -> the whole line
    start: int = 0  # offsets into the file
    void_time_span: tuple[int, int] = (0, 0)
    end: int = 0


@dataclass
class Backup:
    version: bytes = b""
    namespaces: list[bytes] = field(default_factory=list)
    first_file: bool = False
    indexes: list[bytes] = field(default_factory=list)  # whole lines
    modules: dict[bytes, bytes] = field(default_factory=dict)  # name -> content
    records: list[Record] = field(default_factory=list)

    def by_digest(self) -> dict[bytes, Record]:
        return {record.digest: record for record in self.records}


class _Reader:
    def __init__(self, data: bytes):
        self.data = data
        self.at = 0

    def done(self) -> bool:
        return self.at == len(self.data)

    def starts(self, text: bytes) -> bool:
        return self.data.startswith(text, self.at)

    def expect(self, text: bytes) -> None:
        if not self.starts(text):
            raise FormatError(f"offset {self.at}: expected {text!r}, found {self.data[self.at:self.at + 20]!r}")
        self.at += len(text)

    def take(self, count: int) -> bytes:
        if self.at + count > len(self.data):
            raise FormatError(f"offset {self.at}: {count} bytes expected, the file ends")
        self.at += count
        return self.data[self.at - count : self.at]

    def token(self, delimiters: bytes = b" \n") -> bytes:
        """Reads up to a delimiter, which stays, and takes the escapes away."""
        text = bytearray()
        while True:
            byte = self.take(1)
            if byte == b"\\":
                byte = self.take(1)
            elif byte in delimiters and byte:
                self.at -= 1
                return bytes(text)
            text += byte

    def number(self) -> int:
        return int(self.token())

    def line_from(self, start: int) -> bytes:
        self.expect(b"\n")
        return self.data[start : self.at]


def read_file(path: Path | str) -> Backup:
    return parse(Path(path).read_bytes())


def read_directory(path: Path | str) -> Backup:
    """Joins all files of a backup directory."""
    whole = Backup()
    for name in sorted(Path(path).glob("*.asb")):
        part = read_file(name)
        whole.version = part.version
        whole.namespaces += part.namespaces
        whole.first_file |= part.first_file
        whole.indexes += part.indexes
        whole.modules |= part.modules
        whole.records += part.records
    return whole


def parse(data: bytes) -> Backup:
    backup = Backup()
    reader = _Reader(data)
    reader.expect(b"Version ")
    backup.version = reader.token()
    reader.expect(b"\n")
    while reader.starts(b"#"):
        _meta(reader, backup)
    while not reader.done():
        if reader.starts(b"* i ") or reader.starts(b"* e "):
            _index(reader, backup)
        elif reader.starts(b"* u "):
            _module(reader, backup)
        else:
            backup.records.append(_record(reader))
    return backup


def _meta(reader: _Reader, backup: Backup) -> None:
    reader.expect(b"# ")
    if reader.starts(b"first-file"):
        reader.expect(b"first-file\n")
        backup.first_file = True
        return
    reader.expect(b"namespace ")
    backup.namespaces.append(reader.token(b"\n"))
    reader.expect(b"\n")


def _index(reader: _Reader, backup: Backup) -> None:
    start = reader.at
    reader.take(3)
    while not reader.starts(b"\n"):
        reader.expect(b" ")
        reader.token()
    backup.indexes.append(reader.line_from(start))


def _module(reader: _Reader, backup: Backup) -> None:
    reader.expect(b"* u L ")
    name = reader.token()
    reader.expect(b" ")
    length = reader.number()
    reader.expect(b" ")
    backup.modules[name] = reader.take(length)
    reader.expect(b"\n")


def _record(reader: _Reader) -> Record:
    record = Record(start=reader.at)
    if reader.starts(b"+ k "):
        record.key = _value_line(reader, reader.at, 4)
    reader.expect(b"+ n ")
    record.namespace = reader.token(b"\n")
    reader.expect(b"\n+ d ")
    record.digest = base64.b64decode(reader.take(28), validate=True)
    reader.expect(b"\n")
    if reader.starts(b"+ s "):
        reader.expect(b"+ s ")
        record.set = reader.token(b"\n")
        reader.expect(b"\n")
    reader.expect(b"+ g ")
    record.generation = reader.number()
    reader.expect(b"\n+ t ")
    begin = reader.at
    record.void_time = reader.number()
    record.void_time_span = (begin, reader.at)
    reader.expect(b"\n+ b ")
    count = reader.number()
    reader.expect(b"\n")
    for _ in range(count):
        start = reader.at
        reader.expect(b"- ")
        name, line = _bin(reader, start)
        record.bins[name] = line
    record.end = reader.at
    return record


def _value_line(reader: _Reader, start: int, skip: int) -> bytes:
    """A key line: type letter and value."""
    reader.take(skip)
    letter = reader.take(1)
    raw = reader.starts(b"!")
    reader.take(int(raw))
    reader.expect(b" ")
    _value(reader, letter, raw)
    return reader.line_from(start)


def _bin(reader: _Reader, start: int) -> tuple[bytes, bytes]:
    letter = reader.take(1)
    raw = reader.starts(b"!")
    reader.take(int(raw))
    reader.expect(b" ")
    name = reader.token()
    if letter != b"N":
        reader.expect(b" ")
        _value(reader, letter, raw)
    return name, reader.line_from(start)


def _value(reader: _Reader, letter: bytes, raw: bool) -> None:
    if letter == b"I":
        reader.number()
    elif letter == b"D":
        float(reader.token())
    elif letter == b"Z":
        if reader.take(1) not in (b"T", b"F"):
            raise FormatError(f"offset {reader.at}: neither T nor F")
    elif letter in (b"S", b"G") or letter in BYTES_TYPES:
        length = reader.number()
        reader.expect(b" ")
        text = reader.take(length)
        if letter in BYTES_TYPES and not raw:
            base64.b64decode(text, validate=True)
    else:
        raise FormatError(f"offset {reader.at}: unknown type {letter!r}")


def escaped(text: bytes) -> bytes:
    return re.sub(rb"([\\ \n])", rb"\\\1", text)


def head(namespace: bytes = b"test", first_file: bool = True) -> bytes:
    return b"Version 3.1\n# namespace " + escaped(namespace) + b"\n" + (b"# first-file\n" if first_file else b"")


def record_text(
    digest: bytes,
    bins: dict[bytes, object],
    *,
    namespace: bytes = b"test",
    set_name: bytes | None = None,
    key: bytes = b"",
    generation: int = 1,
    void_time: int = 0,
) -> bytes:
    """A record block. Values are int, str, None, or bytes, which are taken as the finished rest of the line behind `- `."""
    lines = [key] if key else []
    lines += [b"+ n " + escaped(namespace), b"+ d " + base64.b64encode(digest)]
    lines += [b"+ s " + escaped(set_name)] if set_name is not None else []
    lines += [b"+ g %d" % generation, b"+ t %d" % void_time, b"+ b %d" % len(bins)]
    for name, value in bins.items():
        if value is None:
            lines.append(b"- N " + escaped(name))
        elif isinstance(value, int):
            lines.append(b"- I " + escaped(name) + b" %d" % value)
        elif isinstance(value, str):
            lines.append(b"- S " + escaped(name) + b" %d " % len(value.encode()) + value.encode())
        else:
            lines.append(b"- " + value)
    return b"".join(line + b"\n" for line in lines)


def shift_void_times(data: bytes, seconds: int) -> bytes:
    """The same file with every void time moved, so that a recorded file has records that live on any day."""
    pieces = []
    last = 0
    for record in parse(data).records:
        if record.void_time:
            begin, end = record.void_time_span
            pieces += [data[last:begin], str(record.void_time + seconds).encode()]
            last = end
    return b"".join(pieces) + data[last:]
