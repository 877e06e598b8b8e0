"""Our tools alone against a server in memory: what each kind of run costs."""

import os
import shutil

from . import warm
from .server import in_memory
from .table import show
from .tools import variants
from .usage import run

HEADS = ["run", "wall s", "user s", "system s", "records/s", "MB/s", "CPU us/record", "peak MiB"]


def size_of(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(entry.stat().st_size for entry in os.scandir(path) if entry.name.endswith(".asb"))


def row(name, usage, records, size):
    cpu = usage.cpu / records * 1e6
    return [name, usage.wall, usage.user, usage.system, f"{records / usage.wall:,.0f}",
            f"{size / usage.wall / 1e6:,.0f}", cpu, f"{usage.peak:.0f}"]


def restored(server, records):
    """Stops if prod does not hold all records; empties it."""
    found = server.objects("prod")
    if found != records:
        raise SystemExit(f"end-to-end: {found} records were restored, {records} were expected")
    server.truncate("prod")


def to_directory(tools, server, directory, records, options=()):
    """Backs up to a new directory; returns what it used, and the bytes written."""
    shutil.rmtree(directory, ignore_errors=True)
    warm.memory(os.path.dirname(directory), records * 800)
    usage, = run(tools.backup(server, "-d", directory, options=options))
    return usage, size_of(directory)


def forms(tools, server, records, work):
    """Backup and restore of a directory in each form, then /dev/null and a pipe from one tool to the other."""
    rows, directory = [], os.path.join(work, "alone")
    plain_size = 0
    for name, (backup_options, restore_options) in variants(tools).items():
        usage, size = to_directory(tools, server, directory, records, backup_options)
        plain_size = plain_size or size
        rows.append(row(f"backup, {name}", usage, records, size))
        usage, = run(tools.restore(server, "-d", directory, options=restore_options))
        restored(server, records)
        rows.append(row(f"restore, {name}", usage, records, size))
    shutil.rmtree(directory, ignore_errors=True)
    warm.memory(work, plain_size)
    usage, = run(["dd", "if=/dev/zero", f"of={directory}", "bs=1M", f"count={plain_size >> 20}", "conv=fsync"])
    os.remove(directory)
    rows.append(row("floor: dd writes as much", usage, records, plain_size))
    usage, = run(tools.backup(server, "-o", "-"))
    rows.append(row("backup to /dev/null", usage, records, plain_size))
    both = run(tools.backup(server, "-o", "-"), tools.restore(server, "-i", "-"))
    restored(server, records)
    rows += [row(f"pipe, {name}", usage, records, plain_size) for name, usage in zip(("backup", "restore"), both)]
    return rows


def measure(tools, aslocal, records, work):
    with in_memory(aslocal, records) as server:
        rows = forms(tools, server, records, work)
    show(f"{records:,} sample records, server in memory on the same machine", HEADS, rows)


def growth(tools, aslocal, records, work):
    """How cost grows with the number of records, of workers and of files."""
    rows = []
    for count in (records // 4, records // 2, records):
        with in_memory(aslocal, count) as server:
            rows += _pair(tools, server, count, work, f"{count:,} records")
            if count < records:
                continue
            for workers in (1, 2, 4):
                rows += _pair(tools.with_parallel(workers), server, count, work, f"{workers} workers")
            for limit in (1, 16):
                rows += _pair(tools, server, count, work, f"files of {limit} MiB", ("--file-limit", str(limit)))
    show("Growth", HEADS, rows)


def _pair(tools, server, records, work, name, options=()):
    directory = os.path.join(work, "growth")
    backup, size = to_directory(tools, server, directory, records, options)
    restore, = run(tools.restore(server, "-d", directory))
    restored(server, records)
    shutil.rmtree(directory)
    return [row(f"backup, {name}", backup, records, size), row(f"restore, {name}", restore, records, size)]


def memory(tools, aslocal, work):
    """Peak memory of a small and a large run, which should not differ."""
    rows = []
    for records in (200_000, 2_000_000):
        with in_memory(aslocal, records) as server:
            rows += _pair(tools, server, records, work, f"{records:,} records")
    show("Peak memory", HEADS, rows)
