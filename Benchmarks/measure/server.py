"""Asks servers by the info protocol, and starts one in memory."""

import contextlib
import re
import socket
import struct
import subprocess
import time


class Server:
    """A server at host and port."""

    def __init__(self, host, port):
        self.host, self.port = host, int(port)

    def info(self, command):
        """The answer to one info command (Spec/wire-protocol.md §3)."""
        question = command.encode() + b"\n"
        with socket.create_connection((self.host, self.port), 10) as connection:
            connection.sendall(struct.pack(">Q", 2 << 56 | 1 << 48 | len(question)) + question)
            with connection.makefile("rb") as reply:
                size = struct.unpack(">Q", reply.read(8))[0] & 0xFFFF_FFFF_FFFF
                return reply.read(size).decode().rstrip("\n").partition("\t")[2]

    def build(self):
        return self.info("build")

    def objects(self, namespace, set_name=None):
        """The records of a namespace or of one of its sets."""
        subject = f"sets/{namespace}/{set_name}" if set_name else f"namespace/{namespace}"
        found = re.search(r"(?:^|[;:])objects=(\d+)", self.info(subject))
        return int(found.group(1)) if found else 0

    def truncate(self, namespace, set_name=None):
        """Removes all records of a namespace or set and waits until they are gone."""
        of_set = f";set={set_name}" if set_name else ""
        command = "truncate" if set_name else "truncate-namespace"
        answer = self.info(f"{command}:namespace={namespace}{of_set}")
        if answer.lower() != "ok":
            raise SystemExit(f"end-to-end: the server does not truncate {namespace}: {answer}")
        while self.objects(namespace, set_name) > 0:
            time.sleep(0.05)


@contextlib.contextmanager
def in_memory(aslocal, records):
    """An aslocal of its own with the namespaces test and prod, sample records in test/perf."""
    command = [aslocal, "--port", "0", "--namespaces", "test,prod", "--load", str(records)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            found = re.search(r"listening on ([\d.]+):(\d+)", process.stdout.readline())
            if not found:
                raise SystemExit("end-to-end: aslocal did not start")
            yield Server(*found.groups())
        finally:
            process.terminate()
