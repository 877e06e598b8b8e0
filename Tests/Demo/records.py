"""The demo's records: `records.py load PORT COUNT` writes them into the namespace test, `records.py compare PORT COUNT` holds the
namespaces test and prod against each other and against the count."""

import random
import sys
import tempfile
import time
from pathlib import Path

import aerospike
from aerospike_helpers import HyperLogLog
from aerospike_helpers.batch import records as batch
from aerospike_helpers.operations import operations

BATCH = 500
SETS = ("people", "orders", "set with space", None)
NEVER = 4294967295
MODULE = """-- adds n to a bin
function add(rec, bin, n)
  rec[bin] = (rec[bin] or 0) + n
  aerospike:update(rec)
  return rec[bin]
end
"""
WORDS = "amber birch cedar delta ember fjord grove heath islet jetty knoll lagoon meadow nook".split()


def bins_of(number: int, chance: random.Random) -> dict:
    """Some bins of each type, among them odd names and deep values."""
    words = chance.choices(WORDS, k=4)
    candidates = {
        "name": " ".join(words[:2]),
        "score": chance.uniform(-1e6, 1e6),
        "active": chance.random() < 0.5,
        "photo": chance.randbytes(chance.randrange(0, 200)),
        "tags": [words[0], chance.randrange(256), [words[1], {"deep": chance.random()}], None, True],
        "attributes": {"a": chance.randrange(1 << 40), "b c": words[2], 7: [1, 2, 3], b"k": chance.randbytes(8)},
        "place": aerospike.GeoJSON(
            {"type": "Point", "coordinates": [round(chance.uniform(-180, 180), 6), round(chance.uniform(-90, 90), 6)]}
        ),
        "sketch": HyperLogLog(bytes([0, 4, 0]) + bytes(8) + bytes(12)),
        "odd \\ name": "line\nfeed, back\\slash, ✓",
        "long": "".join(chance.choices("abcdefghijklmnopqrstuvwxyz \\\n", k=chance.randrange(1, 600))),
    }
    chosen = chance.sample(sorted(candidates), chance.randrange(2, len(candidates)))
    return {"number": number} | {name: candidates[name] for name in chosen}


def write_of(number: int, chance: random.Random) -> batch.Write:
    set_name = SETS[number % len(SETS)]
    key = (number, f"key {number}", bytearray(number.to_bytes(8, "big")))[number % 3]
    policy = {
        "key": aerospike.POLICY_KEY_SEND if chance.random() < 0.7 else aerospike.POLICY_KEY_DIGEST,
        "ttl": chance.randrange(3600, 3 * 10**8) if chance.random() < 0.4 else aerospike.TTL_NEVER_EXPIRE,
    }
    rows = [operations.write(name, value) for name, value in bins_of(number, chance).items()]
    return batch.Write(("test", set_name, key), rows, policy=policy)


def load(client, count: int) -> None:
    chance = random.Random(20260101)
    for begin in range(0, count, BATCH):
        rows = [write_of(number, chance) for number in range(begin, min(begin + BATCH, count))]
        client.batch_write(batch.BatchRecords(rows), {"total_timeout": 30_000})
        failed = [row.result for row in rows if row.result != 0]
        if failed:
            sys.exit(f"demo: {len(failed)} records could not be written, result {failed[0]}")
    client.index_single_value_create("test", "people", "number", aerospike.INDEX_NUMERIC, "people_by_number")
    client.index_map_keys_create("test", None, "attributes", aerospike.INDEX_STRING, "all_by_attribute")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "add.lua"
        path.write_text(MODULE)
        client.udf_put(str(path))
    print(f"{count} records, 2 indexes, 1 UDF module")


def comparable(value):
    """A value with its type, so that 1, 1.0 and True differ."""
    if isinstance(value, aerospike.GeoJSON):
        return ("geo", value.dumps())
    if isinstance(value, list):
        return ("list", [comparable(item) for item in value])
    if isinstance(value, dict):
        return ("map", [(comparable(key), comparable(item)) for key, item in value.items()])
    return (type(value).__name__, repr(value))


def scanned(client, namespace: str, handle) -> None:
    policy = {"total_timeout": 0, "socket_timeout": 30_000}
    client.scan(namespace).foreach(lambda record: handle(*record), policy)


def contents(client, namespace: str) -> dict:
    found = {}

    def keep(key, meta, bins):
        user_key = bytes(key[2]) if isinstance(key[2], bytearray) else key[2]
        digest = bytes(key[3])
        if digest in found:
            sys.exit(f"demo: record {digest.hex()} was scanned twice in {namespace}")
        found[digest] = (key[1], user_key, meta["ttl"], {name: comparable(value) for name, value in bins.items()})

    scanned(client, namespace, keep)
    return found


def same_life(first: int, second: int, seconds: int) -> bool:
    """Times to live may differ by what passed between the two scans."""
    if NEVER in (first, second):
        return first == second
    return abs(first - second) <= seconds


def differences(test: dict, prod: dict, seconds: int):
    for digest, (set_name, key, life, bins) in test.items():
        if digest not in prod:
            yield digest, "is missing in prod"
            continue
        other_set, other_key, other_life, other_bins = prod[digest]
        if set_name != other_set:
            yield digest, f"set {set_name!r} became {other_set!r}"
        if key != other_key:
            yield digest, f"key {key!r} became {other_key!r}"
        if not same_life(life, other_life, seconds):
            yield digest, f"time to live {life} became {other_life}"
        if bins != other_bins:
            yield digest, f"bins {bins!r} became {other_bins!r}"
    for digest in prod.keys() - test.keys():
        yield digest, "is in prod only"


def definitions(client, namespace: str) -> list[str]:
    _, answer = next(iter(client.info_all(f"sindex-list:namespace={namespace};b64=true").values()))
    kept = []
    for entry in answer.strip().split(";"):
        fields = dict(pair.split("=", 1) for pair in entry.split(":") if pair)
        kept.append(
            " ".join(
                f"{name}={fields[name]}"
                for name in ("indexname", "set", "bin", "type", "indextype", "context")
                if name in fields
            )
        )
    return sorted(kept)


def compare(client, count: int) -> None:
    begin = time.monotonic()
    test = contents(client, "test")
    prod = contents(client, "prod")
    seconds = 2 + round(time.monotonic() - begin)
    found = list(differences(test, prod, seconds))
    if len(test) != count:
        found.append((b"", f"test holds {len(test)} records, not {count}"))
    if definitions(client, "test") != definitions(client, "prod"):
        found.append((b"", f"indexes {definitions(client, 'test')} became {definitions(client, 'prod')}"))
    if client.udf_get("add.lua") != MODULE:
        found.append((b"", "the UDF module differs"))
    for digest, what in found[:10]:
        print(f"demo: {digest.hex()} {what}"[:500], file=sys.stderr)
    if found:
        sys.exit(f"demo: {len(found)} differences between test and prod")
    expiring = sum(life != NEVER for _, _, life, _ in prod.values())
    keys = sum(key is not None for _, key, _, _ in prod.values())
    bins = sum(len(bins) for _, _, _, bins in prod.values())
    print(
        f"equal: {len(prod)} records with {bins} bins, {keys} stored keys and {expiring} void times; 2 indexes, 1 UDF module"
    )


def main() -> None:
    command, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    # The client keeps a copy of each module that it sends, by default in the working directory.
    with tempfile.TemporaryDirectory() as modules:
        client = aerospike.client({"hosts": [("127.0.0.1", port)], "lua": {"user_path": modules}})
        {"load": load, "compare": compare}[command](client, count)
        client.close()


main()
