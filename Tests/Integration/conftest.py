"""Fixtures: a server, the stock Python client, and the tools.

The server is the release build of `aslocal`, started for the session, or the one that `AEROSPIKE_HOST=host:port` names. **The suite empties
the namespaces `test` and `prod` of that server, its indexes and its UDF modules.** It refuses a server that has records in them unless
`AEROSPIKE_EMPTY=1` is set.

`ASMT` names another executable than the release build's, and `ORIGINAL_ASMT` the original asmt, if its files are to be exchanged with ours.

`ASBACKUP` and `ASRESTORE` name other executables than the release build's, `ORIGINAL_TOOLS=1` says that these are the C tools 4.5.8: what
those do wrong is then expected to fail."""

from __future__ import annotations

import fcntl
import os
import subprocess
import tempfile
from pathlib import Path

import pytest

import clients
import cluster
import shared_memory
from cluster import NAMESPACES, clear, truncate
from processes import Asmt, LocalServer, Server, Tools

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / ".build" / "release"


@pytest.fixture(scope="session")
def server():
    named = os.environ.get("AEROSPIKE_HOST")
    if named:
        host, _, port = named.rpartition(":")
        yield Server(host.strip("[]"), int(port))
        return
    if not (RELEASE / "aslocal").exists():
        pytest.exit(f"{RELEASE / 'aslocal'} is not there; build it with: make release", returncode=1)
    with LocalServer(RELEASE / "aslocal", NAMESPACES) as local:
        yield local


@pytest.fixture(scope="session")
def client(server, tmp_path_factory):
    # The client keeps a copy of each module that it sends, by default in the working directory.
    modules = tmp_path_factory.mktemp("modules")
    connected = clients.connected(server, lua={"user_path": str(modules)})
    for namespace in NAMESPACES:
        if connected.scan(namespace).results({"max_records": 1}) and not os.environ.get("AEROSPIKE_EMPTY"):
            pytest.exit(
                f"namespace {namespace} of {server} holds records, which these tests would remove; "
                "set AEROSPIKE_EMPTY=1 if that is meant",
                returncode=1,
            )
    clear(connected)
    yield connected
    clear(connected)
    connected.close()


@pytest.fixture(scope="session")
def tools(server):
    return Tools(
        server,
        os.environ.get("ASBACKUP", RELEASE / "asbackup"),
        os.environ.get("ASRESTORE", RELEASE / "asrestore"),
    )


@pytest.fixture(scope="module")
def set_name(client, request):
    """A set of the module's own, empty before and after."""
    name = request.module.__name__
    truncate(client, "test", name)
    yield name
    truncate(client, "test", name)


@pytest.fixture
def key(set_name, request):
    """A key of the test's own."""
    return ("test", set_name, request.node.name)


@pytest.fixture
def empty(client):
    """Both namespaces without records, indexes and modules, before and after."""
    clear(client)
    yield
    clear(client)


@pytest.fixture
def original_fault(request, tools):
    """Call it with what the C tools do wrong here: the rest of the test must then fail with them."""

    def expect_failure(what: str) -> None:
        if tools.original:
            request.node.add_marker(pytest.mark.xfail(reason=f"C tools: {what}", strict=True))

    return expect_failure


@pytest.fixture(scope="session")
def eventually():
    return cluster.eventually


@pytest.fixture(scope="session")
def kernel():
    """Segments of the tests' own: in a namespace of their own if the system permits that, else those of an instance and a
    namespace that no node has. True if they are in a namespace of their own."""
    return shared_memory.enter_private_namespace()


@pytest.fixture
def asmt(kernel):
    """Our asmt, and no segments of the tests before and after."""
    with open(Path(tempfile.gettempdir()) / "asmt-tests.lock", "a") as lock:
        if kernel:
            shared_memory.remove_all()
        else:
            # Tests that run at the same time would see these segments, and what is there now is somebody else's.
            fcntl.flock(lock, fcntl.LOCK_EX)
            taken = [key for key in shared_memory.table() if key >> 12 & 0xFFF == 0xF20]
            if taken:
                pytest.skip(f"there are segments of instance 15, namespace 32: {taken}")
        yield Asmt(os.environ.get("ASMT", RELEASE / "asmt"), kernel)
        shared_memory.remove_all()


@pytest.fixture
def original_asmt():
    path = os.environ.get("ORIGINAL_ASMT")
    if not path:
        pytest.skip("ORIGINAL_ASMT does not name the original asmt")

    def run(*arguments):
        done = subprocess.run([path, "-i15", "-ntest", *map(str, arguments)], capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout

    return run
