"""Makes free memory warm before runs that write files.

A hypervisor that takes free pages back makes their next use cost ten times as much as the write itself, above all for large
writes, which get large free pages. As that says nothing about the tools, as many bytes as a run will write are written and
removed right before each run, ours and the reference's alike. BENCH_WARM=0 leaves it out.
"""

import os


def files(path):
    """Reads a file, or all files of a directory, so that who restores them first finds them in the page cache as the others do."""
    for name in [entry.path for entry in os.scandir(path)] if os.path.isdir(path) else [path]:
        with open(name, "rb", buffering=0) as file:
            while file.read(1 << 20):
                pass


def memory(directory, size):
    """Writes and removes a quarter more than `size` bytes in `directory`."""
    if os.environ.get("BENCH_WARM") == "0":
        return
    path, block = os.path.join(directory, "warm"), bytes(1 << 20)
    with open(path, "wb", buffering=0) as file:
        for _ in range((size + size // 4 >> 20) + 1):
            file.write(block)
    os.remove(path)
