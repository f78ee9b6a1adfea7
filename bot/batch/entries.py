"""JSON as entries need it: numbers as they were written, and keys that stand there twice."""

from __future__ import annotations

import json
from typing import Any


class Repeating(dict[str, Any]):
    """An object with the texts of keys that were given more than once."""

    repeated: dict[str, list[Any]]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; keep every text of a key that stands in it twice (policy P20)."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = Repeating(found)
    twice.repeated = {}
    for key, value in pairs:
        twice.repeated.setdefault(key, []).append(value)
    return twice


class AsWritten(str):
    """A number as it was written: read as the same text in quotes would be."""

    __slots__ = ()


DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=AsWritten, parse_float=AsWritten)
