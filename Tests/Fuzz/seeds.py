"""seeds.py FIXTURES FOLDER: writes the seed corpus of each fuzzer into a folder of its name: what is derived from the fixtures, and
what earlier runs left in Corpora."""
import base64
import json
import pathlib
import re
import struct
import sys
import zlib

sys.dont_write_bytecode = True
import corpora

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


MANIFEST = b"""format: 1
tool: "asbackup 0.1.0"
namespace: test
prefix: "odd prefix"
sets: [people, "", "a, b: \\"c\\"\\n"]
bins: [int, "true"]
filters:
- option: no-bins
  value: "true"
started: "2000-02-29T12:34:56Z"
ended: "2000-02-29T12:35:00Z"
container:
  compression: zstd
  encryption: aes256
totals:
  files: 2
  bytes: 120
  records: 3
  indexes: 3
  modules: 4
partitions:
  covered: ["0-3999", "4095"]
  complete: true
files:
- name: "odd prefix_00000.asb"
  bytes: 100
  records: 2
  checksum: "00000000000000000000000000000000"
- name: "odd prefix_00001.asb"
  bytes: 20
  records: 1
  checksum: ffffffffffffffffffffffffffffffff
"""

JOURNAL = b"""asrestore journal 1
# a comment
option policy merge
option sets a%20b,%25
node BB9010011AC4202
file 0 1000 test_00000.asb
file 1 - -
rejected no%20thanks.asb
text 0 cbf29ce484222325
done 0 - 10 1 2 3 4 0 0 0 0 0
done 0 23-500,600-1000 7 0 0 0 7 0 0 1 120 40
done 1 0-18446744073709551615 1 0 0 0 0 0 1 2 240 80
"""


SEGMENTS = b"""format: 1
namespace: test
instance: 3
piece: 2097152
files:
- name: ae321000.dat
  size: 4096
  segment: 4096
  hash: 0123456789abcdef
  pieces: ""
- name: ae321100.dat.gz
  size: 1042
  segment: 3145728
  hash: ffffffffffffffff
  pieces: 500 500
"""


def states():
    """The examples of the specification, each also with one kind of destination or another."""
    example = re.search(r"```yaml\n(.*?)```", (fixtures / "../Spec/state-file.md").read_text(), re.S)[1].encode()
    yield example
    yield example.replace(b"kind: directory", b"kind: file\n  path: backup.asb")
    yield example.replace(b"kind: directory", b'kind: stdout\n  start: "AAECAwQFBgcICQ=="')


def keys():
    """The PEM files of the unit tests, and the bytes in them behind the number of their label."""
    source = (fixtures / "../Tests/BackupStorageTests/Filters/KeyVectors.swift").read_text()
    for pem in re.findall(r"-----BEGIN [^-]*-----.*?-----END [^-]*-----", source, re.S):
        lines = [line.strip() for line in pem.splitlines()]
        yield b"\xff" + "\n".join(lines).encode() + b"\n"
        labels = ("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY")
        label = lines[0].removeprefix("-----BEGIN ").removesuffix("-----")
        if label in labels and not any(":" in line for line in lines):
            yield bytes([labels.index(label)]) + base64.b64decode("".join(lines[1:-1]))


def cluster_texts():
    """What recorded nodes said of their peers and partitions, and each as a reply among others."""
    for name in ("replicas.txt", "scans.txt"):
        for line in (fixtures / "wire-cluster" / name).read_text().splitlines():
            words = line.split(" ")
            if name == "replicas.txt" or words[1] in ("map", "peers"):
                yield words[-1].encode()
    yield b"1,3000,[[BB9,cluster-a,[[::1]:4333,db1]],[BB8,,[127.0.0.1:3010]]]"
    yield b"10.0.0.1:3000,[::1]:cluster-a:4333,db1"
    yield b"ns=test:set=people:objects=10:tombstones=0;"
    yield b"node\tBB9\npartition-generation\t5\nbuild\t8.1.0.3\npeers-generation\t2\n"
    yield (
        b"statistics\tcluster_key=ABC;cluster_size=3\nnamespace/test\tunavailable_partitions=1;dead_partitions=2\n"
        b"peers-clear-std\t1,3000,[]\ncluster-stable:ignore-migrations=true\tERROR::unstable-cluster\n"
    )


def segments():
    """What asmt reads, each behind the byte that says what it is."""
    base = struct.pack("<II", 11, 1) + bytes(1016) + b"test".ljust(1128, b"\0") + struct.pack("<I", 2)
    stripe = bytes(12) + b"test".ljust(32, b"\0") + bytes(1000)
    deflate = zlib.compressobj(1, zlib.DEFLATED, 31)
    member = deflate.compress(stripe) + deflate.flush()
    raw = zlib.compressobj(1, zlib.DEFLATED, -15)
    piece = raw.compress(stripe) + raw.flush(zlib.Z_SYNC_FLUSH)
    row = "0 0 600 1 8 9 0 0 0 0 0 1 2 3 4096 0\n"
    head = "key shmid perms size cpid lpid nattch uid gid cuid cgid atime dtime ctime rss swap\n"
    for name in (b"ae001000.dat", b"ADF20FFF.dat.gz", b"a2001001.dat.unfinished"):
        yield b"\x00" + name
    yield b"\x01" + base
    yield b"\x01" + struct.pack("<4sIQQ", b"ASMT", 1, len(stripe), zlib.crc32(stripe)) + member
    for kind in (b"\x02", b"\x03"):
        yield kind + SEGMENTS
    yield b"\x04" + piece
    yield b"\x05" + (head + row).encode()


for number, data in enumerate(sorted(set(cluster_texts()))):
    write("FuzzCluster", number, data)
for number, data in enumerate(keys()):
    write("FuzzKeys", number, data)
for number, data in enumerate(segments()):
    write("FuzzSegments", number, data)
for number, data in enumerate((b"\x01" + MANIFEST, b"\x00" + MANIFEST)):
    write("FuzzManifest", number, data)
for number, data in enumerate(states()):
    write("FuzzState", number, data)
write("FuzzJournal", 0, JOURNAL)
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
for kept in sorted(pathlib.Path(__file__).parent.glob("Corpora/*.txt")):
    corpora.unpack(kept, target / kept.stem)
