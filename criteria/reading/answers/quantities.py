"""A typed answer to one question for a number: what it means, or what to write instead."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from criteria.known.values import Comparator, Doubt, NotKnown, Quantity, Refusal, Several
from criteria.reading.answers.choices import YES_NO, key
from criteria.reading.answers.surplus import AXES
from criteria.reading.reports.context import method_of, methods_of
from criteria.reading.reports.names import names_of
from criteria.reading.results.judging import judge, with_method, written_units
from criteria.reading.results.parser import parse
from criteria.reading.results.printed import Parsed, Printed
from criteria.reading.results.scanner import Scanner
from criteria.reading.spelling.cleaning import clean

if TYPE_CHECKING:
    from criteria.known.codes import RefusalCode
    from criteria.reading.reports.context import Found
    from criteria.trial.protocol import NumberItem
    from criteria.trial.trial import Trial

LONGEST = 300
"""More characters than any answer to one question has."""

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
    if len(text) > LONGEST:
        return Refusal("too_long", text[:20], (("longest", str(LONGEST)),))
    shown = shown_text(text)
    plain = clean(text).strip()
    parts = [part.strip() for part in _SEPARATOR.split(plain) if part.strip()]
    if len(parts) > 1:
        several = _several(parts, item, trial, shown)
        if several is not None:
            return several
    return _one(plain, item, trial, shown)


def shown_text(text: str) -> str:
    """The text as it is kept with the value; nothing where it may hold an identity number."""
    return "" if _IDENTIFIER.search(text) else text


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
    other_way = _of_another_axis(plain, item, trial)
    if other_way:
        return Refusal("other_analyte", text, (("name", other_way),))
    foreign = next((name for name in found if not _own(name, item)), None)
    if foreign is not None:
        return Refusal("other_analyte", text, (("name", plain[foreign.start : foreign.end]),))
    rest = _without(plain, found)
    if "?" in rest and (doubted := rest.replace("?", " ").strip()):
        rest = f"~{doubted}"
    if len(methods_of(found)) > 1:
        return _refused("not_understood", plain, item, text)
    parsed = parse(Scanner(rest, written_units(item)).lexemes())
    answer = _answer(parsed, rest, item, trial, text)
    method = method_of(found)
    if isinstance(answer, Several):
        results = (each for each in answer.results if isinstance(each, Quantity))
        return Several(tuple(replace(each, method=method) for each in results), text)
    return with_method(answer, method) if isinstance(answer, Quantity | Doubt) else answer


def _own(found: Found, item: NumberItem) -> bool:
    """Whether a name is the item's own, or that of the result it is the upper limit of."""
    fits = found.name.item in (item.id, item.limit_of or item.id)
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
        return _refused("not_understood", rest, item, text) if _says_yes(rest) else NotKnown(text)
    if parsed.loose or parsed.rest:
        return _refused("not_understood", rest, item, text)
    if len(values) != 1:
        dated = _dated(parsed, rest, item, trial) if text else ()
        return Several(dated, text) if dated else _no_single(parsed, item, text)
    flags = values[0].flags
    if item.limit_of and (flags or (parsed.limits and parsed.values)):
        return _refused("not_understood", rest, item, text)
    return judge(values[0], item, trial, text)


def _says_yes(text: str) -> bool:
    """Whether a yes is among the words: then they say something of another question as well."""
    return any(YES_NO.get(key(word)) == "yes" for word in text.split())


def _limit_as_value(parsed: Parsed, item: NumberItem) -> tuple[Printed, ...]:
    """Take a reference interval as the answer where one of its ends is asked for."""
    limits = parsed.limits
    if not item.limit_of or parsed.problem or limits is None:
        return ()
    end = limits.high if item.upper_limit_of else limits.low
    if end is None:
        return ()
    unit = None if limits.unit == "?" else limits.unit
    return (Printed(end, Comparator.EQUAL, 0, unit=unit),)


def _dated(parsed: Parsed, rest: str, item: NumberItem, trial: Trial) -> tuple[Quantity, ...]:
    """The results where each of several has a day of its own; otherwise none."""
    values = parsed.values
    days = {value.date for value in values if value.date}
    if len(values) == 1 or len(days) != len(values) or not days or parsed.extra:
        return ()
    ends = [*(value.start for value in values[1:]), len(rest)]
    judged = [
        judge(value, item, trial, rest[value.start : end].strip(" ,;→"))
        for value, end in zip(values, ends, strict=True)
    ]
    results = tuple(each for each in judged if isinstance(each, Quantity))
    return results if len(results) == len(judged) else ()


def _no_single(parsed: Parsed, item: NumberItem, text: str) -> Answer:
    if parsed.values:
        return Refusal("one_at_a_time", text)
    if parsed.limits is not None:
        return Refusal("range_not_value", text)
    return _refused("not_a_number", "", item, text)


def _refused(code: str, part: str, item: NumberItem, text: str) -> Refusal:
    """What to write instead: the units that are possible, or which part is not understood."""
    if code == "unit_not_known":
        return Refusal("unit_not_known", text, (("units", ", ".join(item.units)),))
    detail = (("part", part[:30].strip()),) if part and text else ()
    return Refusal(_REFUSALS.get(code, "not_a_number"), text, detail)


def _of_another_axis(plain: str, item: NumberItem, trial: Trial) -> str:
    """Return the words for another axis of a size than the one that is asked for: "long axis"."""
    said = [axis for axis in AXES if axis.search(plain)]
    if len(said) != 1:
        return ""
    asked = " ".join(wording.items[item.id].question for wording in trial.words.values())
    own = [axis for axis in AXES if axis.search(asked)]
    found = said[0].search(plain)
    return found.group() if found and own and said[0] not in own else ""
