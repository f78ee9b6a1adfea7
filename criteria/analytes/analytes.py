"""The library of analytes: what an item takes from it by naming one."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import Field

from criteria.known.frozen import Frozen
from criteria.known.ranges import Factor, Offset, PrintedRanges, Range

_FILES = (
    *("blood_count", "kidney", "electrolytes", "liver", "metabolism", "heart"),
    *("coagulation", "measurements"),
)


class LimitOfNormal(Frozen):
    """What laboratories print as a limit of normal."""

    soft: Range
    hard: Range
    printed_ranges: dict[str, PrintedRanges] = Field(default_factory=dict)


class Analyte(Frozen):
    """One thing that is measured."""

    name: str
    label: dict[str, str]
    """Its short name, by language."""
    units: dict[str, Factor] = Field(min_length=1)
    offsets: dict[str, Offset] = Field(default_factory=dict)
    whole: bool = False
    unit_in_question: bool = False
    soft: Range
    hard: Range
    upper: LimitOfNormal | None = None
    lower: LimitOfNormal | None = None
    printed_ranges: dict[str, PrintedRanges] = Field(default_factory=dict)
    names: tuple[str, ...]
    names_to_confirm: tuple[str, ...] = ()
    summed_names: tuple[tuple[str, ...], ...] = ()
    codes: tuple[str, ...] = ()
    factors: str
    """Where the factors come from."""
    example: str


_OWN = {"name", "units", "offsets", "whole", "unit_in_question", "soft", "hard", "printed_ranges"}
_OWN |= {"names", "names_to_confirm", "summed_names", "codes"}
_SHARED = ("units", "offsets")


@cache
def analytes() -> dict[str, Analyte]:
    """Return every analyte by its key."""
    return {
        key: Analyte.model_validate_json(json.dumps(entry, default=str), strict=True)
        for key, entry in written().items()
    }


@cache
def written() -> dict[str, dict[str, Any]]:
    """Return every analyte as its file has it."""
    found: dict[str, dict[str, Any]] = {}
    for name in _FILES:
        text = files("criteria.analytes").joinpath(f"{name}.toml").read_text("utf-8")
        found.update(tomllib.loads(text, parse_float=Decimal))
    return found


def as_item(key: str) -> dict[str, Any]:
    """Return what an item takes from an analyte, as a trial's file would have it."""
    entry = written()[key]
    return {"kind": "number", **{name: entry[name] for name in _OWN if name in entry}}


def as_limit(key: str, side: str) -> dict[str, Any] | None:
    """Return what the item of a limit of normal takes from an analyte; None where it has none."""
    entry = written()[key]
    if side not in entry:
        return None
    shared = {name: entry[name] for name in _SHARED if name in entry}
    name = f"Lab {side} limit of normal: {entry['name']}"
    return {"kind": "number", "name": name, **shared, **entry[side]}


@cache
def ucum() -> dict[str, str]:
    """Return the code in UCUM of each unit that has one."""
    return tomllib.loads(files("criteria.analytes").joinpath("units.toml").read_text("utf-8"))
