"""Connections of the stock client that bear a machine with much else to do."""

from __future__ import annotations

import aerospike

#: How long anything may take, in milliseconds: the client's own limit is a second.
PATIENCE = 120_000
COMMANDS = ("read", "write", "operate", "remove", "apply", "batch", "scan", "query")


def connected(server, **config) -> aerospike.Client:
    """A client of a server, with more of its configuration."""
    limits = {"total_timeout": PATIENCE, "socket_timeout": PATIENCE}
    policies = {command: dict(limits) for command in COMMANDS} | {"info": {"timeout": PATIENCE}}
    policies |= config.pop("policies", {})
    hosts = [(server.host, server.port)]
    return aerospike.client({"hosts": hosts, "policies": policies, "connect_timeout": PATIENCE, **config})
