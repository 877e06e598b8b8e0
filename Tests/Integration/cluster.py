"""What tests ask of a cluster beyond the client's own calls."""

from __future__ import annotations

import time

NAMESPACES = ("test", "prod")


def info(client, command: str) -> dict[str, str]:
    """The answer of each node, without the line feed."""
    return {node: (answer or "").strip("\n") for node, (_, answer) in client.info_all(command).items()}


def info_of_one(client, command: str) -> str:
    return next(iter(info(client, command).values()))


def clear(client) -> None:
    for namespace in NAMESPACES:
        for index in indexes(client, namespace):
            remove_index(client, namespace, index["indexname"])
        truncate(client, namespace)
    for module in client.udf_list():
        info(client, f"udf-remove:filename={module['name']};")
    eventually(lambda: not any(indexes(client, namespace) for namespace in NAMESPACES), "indexes are gone")
    eventually(lambda: not client.udf_list(), "modules are gone")


def remove_index(client, namespace: str, name: str) -> None:
    """Without the seconds for which the client's own call waits."""
    info(client, f"sindex-delete:namespace={namespace};indexname={name}")


def truncate(client, namespace: str, set_name: str | None = None) -> None:
    """Removes all records. Those written within the millisecond of the command stay, hence the repetition."""

    def is_empty() -> bool:
        if set_name is None:
            info(client, f"truncate-namespace:namespace={namespace}")
        else:
            client.truncate(namespace, set_name, 0)
        return not client.scan(namespace, set_name).results({"max_records": 1})

    eventually(is_empty, f"records of {namespace} {set_name} are gone")


def indexes(client, namespace: str) -> list[dict[str, str]]:
    """The definitions, as the server describes them."""
    answer = info_of_one(client, f"sindex-list:namespace={namespace};b64=true")
    return [dict(pair.split("=", 1) for pair in entry.split(":")) for entry in answer.split(";") if entry]


def eventually(condition, what: str, seconds: float = 300) -> None:
    """Waits for what a server does after it has answered; the time only tells that it never will."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not in {seconds} s: {what}"
        time.sleep(0.02)
