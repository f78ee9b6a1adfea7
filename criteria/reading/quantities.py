"""A typed answer to one question for a number: what it means, or what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.reading.cleaning import clean
from criteria.reading.context import method_of
from criteria.reading.grammar import parse
from criteria.reading.judging import SURFACE_UNIT, judge, with_method, written_units
from criteria.reading.names import names_of
from criteria.reading.numbers import candidates
from criteria.reading.pieces import Number
from criteria.reading.printed import Parsed, Printed
from criteria.reading.scanning import Scanner
from criteria.units import standard_unit
from criteria.values import (
    Comparator,
    Doubt,
    NotKnown,
    Quantity,
    Refusal,
    RefusalCode,
    Several,
)

if TYPE_CHECKING:
    from criteria.protocol import NumberItem
    from criteria.reading.context import Found
    from criteria.trial import Trial

LONGEST = 300
"""More characters than any answer to one question has."""

_COMPARATORS = {
    "": Comparator.EQUAL,
    **{sign.value: sign for sign in Comparator if sign is not Comparator.EQUAL},
}
_SIMPLE = re.compile(
    r"([<>≤≥]?) ?([0-9]{1,6}(?:[.,][0-9]{1,4})?)"
    r"(?: ?([a-zA-Zµμåäö%/][^\n\t|;:()\[\]⁰¹²³]{0,19})| ((?:x ?)?10\^[^\n\t|;:()\[\]⁰¹²³]{1,9}))?"
)
_NOTHING = re.compile(r"[-.?/ ]+")
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_SEPARATOR = re.compile(r"[;\n]+")
_IDENTIFIER = re.compile(r"[0-9]{6,8}[-+ ]?[0-9]{4}")
_REFUSALS: dict[str, RefusalCode] = {
    "negative": "negative",
    "not_whole": "not_whole",
    "out_of_range": "out_of_range",
    "range_not_value": "range_not_value",
    "too_long": "too_long",
    "unit_not_known": "unit_not_known",
}
"""What a problem of the grammar is called when it is refused; anything else is no number."""

Answer = Quantity | Doubt | NotKnown | Several | Refusal


def read_quantity(text: str, item: NumberItem, trial: Trial) -> Answer:
    """Read a typed number in any of the item's units.

    Everything in the text must be understood, otherwise a `Refusal` says what to write. Several
    results are separated by semicolons or lines. What is likely but not certain is a `Doubt`.
    """
    text = text.strip()
    simple = _simple(text, item)
    if simple is not None:
        return judge(simple, item, trial, text)
    return _read(text, item, trial)


def _simple(text: str, item: NumberItem) -> Printed | None:
    """Recognise what is typed most: one number with one of the item's units, nothing else.

    A short cut only: what it leaves out, and what it takes, means the same without it.
    """
    match = _SIMPLE.fullmatch(text)
    if match is None:
        return None
    sign, written = match[1], match[2]
    unit = match[3] or match[4]
    name = standard_unit(unit, written_units(item)) if unit else None
    meant = candidates(written)
    if not meant or (unit and name in (None, SURFACE_UNIT)):
        return None
    return Printed(Number(written, meant), _COMPARATORS[sign], 0, len(text), unit=name)


def _read(text: str, item: NumberItem, trial: Trial) -> Answer:
    if len(text) > LONGEST:
        return Refusal("too_long", text[:20], (("longest", str(LONGEST)),))
    shown = "" if _IDENTIFIER.search(text) else text
    plain = clean(text).strip()
    parts = [part.strip() for part in _SEPARATOR.split(plain) if part.strip()]
    if len(parts) > 1:
        several = _several(parts, item, trial, shown)
        if several is not None:
            return several
    return _one(plain, item, trial, shown)


def _several(parts: list[str], item: NumberItem, trial: Trial, text: str) -> Answer | None:
    """Read each part by itself; None if they are not results of their own."""
    answers = [_one(part, item, trial, part) for part in parts]
    results = tuple(answer for answer in answers if isinstance(answer, Quantity))
    if len(results) == len(answers):
        return Several(results, text)
    numbers = [answer for answer in answers if isinstance(answer, Quantity | Doubt)]
    return Refusal("one_at_a_time", text) if len(numbers) > 1 else None


def _one(plain: str, item: NumberItem, trial: Trial, text: str) -> Answer:
    """Read one result."""
    if _BRACKETED.fullmatch(plain):
        plain = plain[1:-1]
    if _NOTHING.fullmatch(plain):
        return NotKnown(text)
    found = list(names_of(trial).find(plain))
    foreign = next((name for name in found if not _own(name, item)), None)
    if foreign is not None:
        return Refusal("other_analyte", text, (("name", plain[foreign.start : foreign.end]),))
    rest = _without(plain, found)
    parsed = parse(Scanner(rest, written_units(item)).pieces())
    answer = _answer(parsed, rest, item, trial, text)
    if isinstance(answer, Quantity | Doubt):
        return with_method(answer, method_of(found))
    return answer


def _own(found: Found, item: NumberItem) -> bool:
    """Whether a name is the item's own, or that of the result it is the upper limit of."""
    fits = found.name.item in (item.id, item.upper_limit_of or item.id)
    return fits and not found.misleading and not found.name.part


def _without(text: str, found: list[Found]) -> str:
    """Leave out the item's own names."""
    for name in reversed(found):
        text = text[: name.start] + text[name.end :]
    return text.strip(" :\t")


def _answer(parsed: Parsed, rest: str, item: NumberItem, trial: Trial, text: str) -> Answer:
    values = parsed.values or _limit_as_value(parsed, item)
    if parsed.problem is not None:
        return _refused(parsed.problem, rest[parsed.at :], item, text)
    if parsed.missing and not values:
        return NotKnown(text)
    if parsed.loose or parsed.rest:
        return _refused("not_understood", rest, item, text)
    if len(values) != 1:
        return _no_single(parsed, item, text)
    flags = values[0].flags
    if item.upper_limit_of and (flags or (parsed.limits and parsed.values)):
        return _refused("not_understood", rest, item, text)
    return judge(values[0], item, trial, text)


def _limit_as_value(parsed: Parsed, item: NumberItem) -> tuple[Printed, ...]:
    """Take a reference interval as the answer where its upper end is asked for."""
    limits = parsed.limits
    if not item.upper_limit_of or parsed.problem or limits is None or limits.high is None:
        return ()
    unit = None if limits.unit == "?" else limits.unit
    return (Printed(limits.high, Comparator.EQUAL, 0, 0, unit=unit),)


def _no_single(parsed: Parsed, item: NumberItem, text: str) -> Answer:
    if parsed.values:
        return Refusal("one_at_a_time", text)
    if parsed.limits is not None:
        return Refusal("range_not_value", text)
    return _refused("not_a_number", "", item, text)


def _refused(code: str, part: str, item: NumberItem, text: str) -> Refusal:
    """Say what to write instead: the units that are possible, or which part is not understood."""
    if code == "unit_not_known":
        return Refusal("unit_not_known", text, (("units", ", ".join(item.units)),))
    detail = (("part", part[:30].strip()),) if part and text else ()
    return Refusal(_REFUSALS.get(code, "not_a_number"), text, detail)
