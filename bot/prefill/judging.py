"""A matched result as a value: the same number with its unit, judged as a typed one is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.prefill.units import UnitProblem, unit_of
from criteria.known.values import Doubt, Quantity, Refusal
from criteria.reading.results.judging import judge, with_method
from criteria.reading.results.printed import Limits, Printed

if TYPE_CHECKING:
    from bot.prefill.matching import Match
    from bot.prefill.reported import LeftOutCode, Measured, Reported
    from criteria.reading.reports.combining import Source
    from criteria.trial.protocol import NumberItem
    from criteria.trial.trial import Trial

_REFUSED: dict[str, LeftOutCode] = {
    "not_whole": "not_whole",
    "out_of_range": "out_of_range",
    "range_not_value": "range_not_value",
}


class Judged(NamedTuple):
    """A value, and where its unit comes from."""

    value: Quantity | Doubt
    unit_source: Source


def judged(
    reported: Reported, match: Match, item: NumberItem, trial: Trial
) -> Judged | LeftOutCode:
    """Return the value of a result for an item, or why it has none."""
    measured = reported.value
    if isinstance(measured, str):
        return measured
    if item.method and match.method and match.method not in trial.gates.get(item.method, ()):
        return "estimated" if match.method.startswith("eGFR") else "method"
    unit = unit_of(measured.units, item) if measured.units else None
    if isinstance(unit, UnitProblem):
        return unit.code
    printed = Printed(
        measured.number,
        measured.comparator,
        start=0,
        unit=unit,
        limits=_limits(measured, unit, item),
        date=reported.day,
    )
    value = judge(printed, item, trial, _text(measured, unit))
    if isinstance(value, Refusal):
        return _REFUSED.get(value.code, "not_understood")
    value = with_method(value, match.method)
    if match.unsure:
        candidates = value.candidates if isinstance(value, Doubt) else (value,)
        value = Doubt("analyte_unsure", candidates, value.text)
    assumed = unit is None and not item.unit_in_question and len(item.units) > 1
    return Judged(value, "assumed" if assumed else "printed")


def _limits(measured: Measured, unit: str | None, item: NumberItem) -> Limits | None:
    """Return the interval beside a result where it is in the same unit, or says none."""
    limits = measured.limits
    if limits is None or not measured.limit_units:
        return limits
    own = unit_of(measured.limit_units, item)
    return replace(limits, unit=own) if own == unit and isinstance(own, str) else None


def _text(measured: Measured, unit: str | None) -> str:
    """What is shown of a result: its number with sign and unit, and nothing else of the file."""
    sign = "" if measured.comparator.value == "=" else measured.comparator.value
    return f"{sign}{measured.number.text} {unit or ''}".strip()
