"""corpora.py pack FOLDER FILE: writes the inputs in a folder into one file, a line of base64 each, the shortest first.
corpora.py unpack FILE FOLDER: the way back; the names are numbers."""
import base64
import pathlib
import sys


def pack(folder, file):
    inputs = {path.read_bytes() for path in folder.iterdir()}
    lines = [base64.b64encode(data) for data in sorted(inputs, key=lambda data: (len(data), data))]
    file.write_bytes(b"".join(line + b"\n" for line in lines))


def unpack(file, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number, line in enumerate(file.read_bytes().splitlines()):
        (folder / f"kept-{number:06d}").write_bytes(base64.b64decode(line, validate=True))


if __name__ == "__main__":
    {"pack": pack, "unpack": unpack}[sys.argv[1]](*map(pathlib.Path, sys.argv[2:4]))
