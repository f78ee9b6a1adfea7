"""A screening as a record for import into REDCap: the fields of the dictionary, one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exports.redcap.dictionary import COMPARATORS, PRINTED_LIMITS, RECORD, keeps_limits
from bot.exports.redcap.logic import code, variable
from criteria.known.values import (
    DateSpan,
    Doubt,
    Interval,
    NotApplicable,
    Quantity,
    Several,
)
from criteria.trial.protocol import ChoiceItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from criteria.known.values import Value
    from criteria.verdict.facts import Facts
    from criteria.verdict.verdict import Verdict

_DIGITS = 6
"""Digits behind the point of a number that was converted."""

_NAMES = {sign: name for name, sign in COMPARATORS.items()}


def record(verdict: Verdict, number: str) -> dict[str, str]:
    """Return the fields of a screening that are filled in.

    Args:
        verdict: the verdict on the answers.
        number: the screening number.
    """
    facts = verdict.facts
    found = {
        RECORD: number,
        "trial_version": facts.trial.protocol.version,
        "reference_date": facts.reference_date.isoformat(),
    }
    dated = facts.trial.protocol.roles.get("reference_date")
    for item in facts.trial.items:
        if item != dated:
            found |= _fields(facts, item)
    for name, status in verdict.statuses.items():
        found[f"status_{name.lower()}"] = status.value
    return {**found, "outcome": verdict.outcome.value}


def result(number: str, version: str, outcome: str) -> dict[str, str]:
    """Return the fields of a screening whose answers were deleted."""
    return {RECORD: number, "trial_version": version, "outcome": outcome}


def _fields(facts: Facts, item: str) -> Mapping[str, str]:
    name, value = variable(item), facts.value(item)
    known = facts.trial.items[item]
    if isinstance(known, ChoiceItem):
        chosen = facts.code(item)
        return {} if chosen is None else {name: code(chosen)}
    match value:
        case Quantity():
            return _quantity(facts, item, value)
        case DateSpan():
            return {name: str(value)}
        case Several():
            several = [_printed(each) for each in value.results if isinstance(each, Quantity)]
            printed = {f"{name}_printed": "; ".join(several)} if several else {}
            return {**printed, f"{name}_absent": "several"}
        case None:
            return {}
        case _:
            return {f"{name}_absent": _why(facts.answers.get(item), value)}


def _dated(name: str, value: Value | None) -> dict[str, str]:
    when = value.date if isinstance(value, Quantity) else None
    return {} if when is None else {f"{name}_date": str(when)}


def _limits(facts: Facts, item: str, value: Quantity) -> Iterator[tuple[str, str]]:
    """Return the limits that were printed beside a result, in the canonical unit."""
    known, printed = facts.trial.items[item], value.reference
    if printed is None or not isinstance(known, NumberItem) or not keeps_limits(known):
        return
    if value.unit not in known.units:
        return
    for end, number in zip(PRINTED_LIMITS, (printed.low, printed.high), strict=True):
        if number is not None:
            canonical = known.in_canonical(number, value.unit)
            yield f"{variable(item)}_{end}", _decimal(canonical)


def _why(answer: Value | None, counts: Value) -> str:
    if isinstance(answer, Doubt):
        return "to_confirm"
    return "not_applicable" if isinstance(counts, NotApplicable) else "unknown"


def _quantity(facts: Facts, item: str, value: Quantity) -> dict[str, str]:
    name = variable(item)
    made = {
        f"{name}_cmp": _NAMES[value.comparator.value],
        f"{name}_printed": _printed(value),
        **_dated(name, value),
        **dict(_limits(facts, item, value)),
    }
    number = _number(facts.measured(item, value))
    return made if number is None else {**made, name: _decimal(number)}


def _number(measured: Interval | None) -> Fraction | None:
    """Return the number that was reported, in the canonical unit; None for a range or none."""
    if measured is None:
        return None
    if measured.high is None:
        return measured.low
    return measured.high if measured.low in (measured.high, 0) else None


def _decimal(number: Fraction) -> str:
    text = f"{float(round(number, _DIGITS)):.{_DIGITS}f}"
    return text.rstrip("0").rstrip(".")


def _printed(value: Quantity) -> str:
    """Write a result as it was printed, from what was understood of it."""
    sign = "" if value.comparator.value == "=" else value.comparator.value
    text = f"{sign}{value.number} {value.unit}".strip()
    return text if value.date is None else f"{text} {value.date}"
