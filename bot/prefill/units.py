"""Units as records code them: UCUM, and spellings beside it, as one of an item's units."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from criteria.analytes.analytes import ucum
from criteria.known.unit_spellings import standard_unit
from criteria.reading.results.judging import written_units

if TYPE_CHECKING:
    from criteria.trial.protocol import NumberItem


class UnitProblem(NamedTuple):
    """Why a unit cannot be used."""

    code: Literal["unit_not_known", "two_units"]


_ANNOTATION = re.compile(r"\{(?!1\.73)[^{}]{0,40}\}")
_POWER = re.compile(r"[.·]([A-Za-z]{1,4})-1$")
_AREA = re.compile(r"\{1\.73_?[mM]2\}")


@cache
def _coded() -> dict[str, str]:
    return {code: name for name, code in ucum().items()}


def unit_of(spellings: tuple[str, ...], item: NumberItem) -> str | UnitProblem:
    """Return the unit that is meant: the first spelling decides, the others may not differ.

    ``unit_not_known`` if the first is none of the item's, ``two_units`` if another one differs.
    """
    first = _one(spellings[0], item)
    if first is None:
        return UnitProblem("unit_not_known")
    others = {_one(spelling, item) for spelling in spellings[1:]} - {None, first}
    return UnitProblem("two_units") if others else first


def _one(spelling: str, item: NumberItem) -> str | None:
    """Return one of the item's units: by its code in UCUM, else as laboratories spell it."""
    units = written_units(item)
    name = _coded().get(spelling)
    if name in units:
        return name
    plain = _AREA.sub("1.73m2", _ANNOTATION.sub("", spelling.strip()))
    return standard_unit(_POWER.sub(r"/\1", plain), units)
