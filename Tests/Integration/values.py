"""The form in which Fixtures/asb/real-4.5.8/contents.json has values: `{type: value}` (Fixtures/README.md)."""

from __future__ import annotations

import base64
import json

import aerospike


def normalised(value):
    if value is None:
        return {"none": None}
    if isinstance(value, bool):
        return {"bool": value}
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": repr(value)}
    if isinstance(value, str):
        return {"str": value}
    if isinstance(value, aerospike.GeoJSON):
        return {"geo": value.unwrap()}
    if isinstance(value, (bytes, bytearray)):
        return {"bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, (list, tuple)):
        return {"list": [normalised(item) for item in value]}
    if isinstance(value, dict):
        pairs = [[json.dumps(normalised(key)), normalised(item)] for key, item in value.items()]
        return {"map": sorted(pairs, key=lambda pair: pair[0])}
    raise TypeError(f"no form for {type(value)}")


def normalised_bins(bins: dict) -> dict:
    return {name: normalised(value) for name, value in bins.items()}
