"""Whether a trial's limits are where they must be: usual on both sides, tried, worded alike."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from criteria.examination.specimens import items_of, tried
from criteria.known.truth import Truth
from criteria.known.values import Refusal
from criteria.reading.languages.wordlists import named_lists, tables, words
from criteria.reading.spelling.unit_scanner import unit_at
from criteria.rules.limits import Between, Limit
from criteria.rules.rules import MonthsBefore, OlderThan, Single, Window, plain
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criteria.reading.answers.answers import AnswerReader
    from criteria.trial.catalog import Case
    from criteria.trial.protocol import Item
    from criteria.trial.trial import Trial
    from criteria.trial.wording import Words

_NUMBER = r"\s*([0-9]{1,9}(?:[.,][0-9]{1,6})?)(?![0-9.,]*[0-9])\s*"
_SIGNS = ("≥", "≤", ">", "<")


def outside_usual(trial: Trial) -> Iterator[tuple[str, str]]:
    """Return each limit outside the soft range: every answer beyond it is asked back."""
    for item in trial.protocol.items:
        if not isinstance(item, NumberItem) or item.soft is None:
            continue
        for limit in dict.fromkeys(_limits(item, trial)):
            if not item.soft.holds(limit):
                usual = f"{item.soft.low} to {item.soft.high} {item.canonical}"
                what = f"the limit {float(limit):g} lies outside what is usual, {usual}"
                yield item.id, f"{what}: every answer on one side of it is asked back"


def _limits(item: NumberItem, trial: Trial) -> Iterator[Fraction]:
    """Return the protocol's limits on a number, wherever it is judged, in the canonical unit."""
    for rule in tried(item.id, trial):
        for end in rule.ends if isinstance(rule, Single | Between) else ():
            if isinstance(end, Limit):
                yield item.in_canonical(end.limit, end.unit or item.canonical)


def otherwise_worded(trial: Trial) -> Iterator[tuple[str, str]]:
    """Return where a text compares with a number that is no limit of the items it is about."""
    for spoken in trial.words.values():
        for criterion in trial.protocol.criteria:
            where = f"criteria[{criterion.id}].text"
            own = spoken.criteria[criterion.id].text
            place = f"protocol.toml: {where}" if own is None else f"{spoken.language}.toml: {where}"
            items = [trial.items[name] for name in items_of(criterion, trial)]
            if any(item.to_word for item in items):
                continue  # a number may be that of a question which is still to be worded
            numbers = [item for item in items if isinstance(item, NumberItem)]
            text = own or criterion.text
            for what in (
                *_strange(text, numbers, trial),
                *_ranged_otherwise(text, numbers, trial),
                *_lasting_otherwise(text, items, trial),
            ):
                yield place, what
        yield from _items_worded(trial, spoken)


def _lasting_otherwise(text: str, items: list[Item], trial: Trial) -> Iterator[str]:
    """Return the windows of time of which a text that names lengths names none."""
    aged = any(item.id.partition(".")[2].startswith("age") for item in items)
    said = {days: words for words, unit, days in _lengths(text) if not (aged and unit == "year")}
    for window in dict.fromkeys(_windows(items, trial)):
        if said and not any(abs(days - window.days) <= window.days / 25 for days in said):
            yield f"says {_quoted(said.values())}, and the rule has {window.words}"


class _Length(NamedTuple):
    """A length of time, about how many days it has."""

    words: str
    days: Fraction


def _windows(items: list[Item], trial: Trial) -> Iterator[_Length]:
    """Return how long the windows are that items are judged by."""
    for item in items:
        for rule in tried(item.id, trial):
            if isinstance(rule, Window) and rule.half_lives is None:
                days, months = rule.in_days, rule.in_months
                if months is not None:
                    yield _Length(f"{months} months", _DAYS["month"] * months)
                elif days is not None:
                    yield _Length(f"{days} days", Fraction(days))


def _lengths(text: str) -> Iterator[tuple[str, str, Fraction]]:
    """Return the lengths of time that a text names, with their unit and about how many days."""
    units = tables("relative_dates", "units")
    numbers = {word: int(n) for n, said in _number_words().items() for word in said}
    unit_of = {word: unit for unit, said in units.items() for word in said if len(word) > 1}
    pattern = rf"(?<![\w.,])(\d{{1,3}}|{_any(numbers)})(?: \(\d+\))?[ -]({_any(unit_of)})(?!\w)"
    for found in re.finditer(pattern, text, re.IGNORECASE):
        number = found[1].lower()
        many = int(number) if number.isdigit() else numbers[number]
        unit = unit_of[found[2].lower()]
        yield found[0], unit, _DAYS[unit] * many


_DAYS = {
    "day": Fraction(1),
    "week": Fraction(7),
    "month": Fraction(3044, 100),
    "year": Fraction(36525, 100),
}


def _number_words() -> dict[str, tuple[str, ...]]:
    return tables("relative_dates", "numbers")


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _items_worded(trial: Trial, spoken: Words) -> Iterator[tuple[str, str]]:
    for item in trial.protocol.items:
        said = spoken.items[item.id]
        for key in ("label", "question", "needed", "failed"):
            text = getattr(said, key) or ""
            if isinstance(item, NumberItem):
                for what in _strange(text, [item], trial):
                    yield f'{spoken.language}.toml: items."{item.id}".{key}', what


def _strange(text: str, items: list[NumberItem], trial: Trial) -> Iterator[str]:
    """Return the comparisons in a text whose number no item with that unit has as a limit."""
    for found in _comparison().finditer(text):
        end = min(len(text), found.end() + 40)
        limits: dict[Fraction, str] = {}
        named: set[Fraction] = set()
        for item in items:
            unit = unit_at(text, found.end(), end, tuple(item.units))
            known = dict.fromkeys(_limits(item, trial)) if unit else {}
            if unit and known:
                named |= {item.in_canonical(number, unit[1]) for number in _readings(found[1])}
                limits |= {one: f"{float(one):g} {item.canonical}" for one in known}
        if named and not named & set(limits):
            yield f"says “{found[0].strip()}”, and the rule has {', '.join(limits.values())}"


def _ranged_otherwise(text: str, items: list[NumberItem], trial: Trial) -> Iterator[str]:
    """Return the ranges of which a rule has one end, and the comparisons behind a number."""
    between = _any(words("comparing", "between"))
    behind = _any(words("comparing", "behind"))
    number = r"(?<![\w.,<>≤≥])([0-9]{1,9}(?:[.,][0-9]{1,6})?)"
    unit = r"[ ]?([^\W\d_][^\s,;()]{0,18}|%)?"
    ranges = re.compile(rf"{number}{unit}\s?(?:{between})\s?([0-9.,]*[0-9]){unit}", re.IGNORECASE)
    singles = re.compile(rf"{number}{unit},? (?:{behind})(?!\w)", re.IGNORECASE)
    for item in items:
        limits = sorted(set(_limits(item, trial)))
        for found in ranges.finditer(text) if len(limits) <= _ENDS else ():
            unit = _unit(found[4] or found[2], item)
            held = [_near(found[n], unit, limits, item) for n in (1, 3)] if unit else []
            if held.count(True) == 1:
                yield _otherwise(found[0], unit, limits, item)
        for found in singles.finditer(text) if len(items) == 1 and limits else ():
            unit = _unit(found[2], item)
            if unit and not _near(found[1], unit, limits, item):
                yield _otherwise(found[0], unit, limits, item)


_ENDS = 2
"""A range has so many; of more limits each may be that of another range."""


def _unit(written: str | None, item: NumberItem) -> str:
    """Return which of an item's units was written; nothing where it is none of them."""
    known = unit_at(written, 0, len(written), tuple(item.units)) if written else None
    return known[1] if known else ""


def _near(number: str, unit: str, limits: list[Fraction], item: NumberItem) -> bool:
    """Whether a number is a limit of an item, but for how it was rounded in another unit."""
    ends = [item.in_canonical(one, unit) for one in _readings(number)]
    return any(abs(end - limit) <= abs(limit) / 100 for end in ends for limit in limits)


def _otherwise(said: str, unit: str, limits: list[Fraction], item: NumberItem) -> str:
    shown = (f"{float(item.printed(limit, unit)):.4g} {unit}" for limit in limits)
    return f"says “{said.strip()}”, and the rule has {', '.join(shown)}"


def _readings(number: str) -> set[Fraction]:
    """Return what a number can be: the comma of “1,500” may stand between thousands."""
    thousands = re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", number)
    both = (
        {number.replace(",", "."), number.replace(",", "")}
        if thousands
        else {number.replace(",", ".")}
    )
    return {Fraction(each) for each in both}


def _comparison() -> re.Pattern[str]:
    """Return the pattern of a sign or a word that compares, with the number behind it."""
    said = _any(word for listed in named_lists("comparators").values() for word in listed)
    return re.compile(rf"(?:[{''.join(_SIGNS)}]|(?<!\w)(?:{said})(?!\w)){_NUMBER}", re.IGNORECASE)


def untried(
    trial: Trial, cases: Iterable[Case], reader: AnswerReader
) -> Iterator[tuple[str, tuple[Truth, ...]]]:
    """Return each item with a limit or window that the worked cases do not try on both sides.

    With it come the sides that are missing: that it is satisfied, that it is violated.
    """
    reached: dict[str, set[Truth]] = {item: set() for item in trial.items}
    for case in cases:
        read = {
            item: reader.read(item, text, case.reference_date)
            for item, text in case.answers.items()
        }
        given = {item: value for item, value in read.items() if not isinstance(value, Refusal)}
        facts = Facts(trial, given, case.reference_date)
        for item, truths in reached.items():
            truths.add(facts.item_truth(item))
    for item in limited(trial):
        missing = tuple(truth for truth in _sides(trial, item) if truth not in reached[item])
        if missing:
            yield item, missing


def limited(trial: Trial) -> tuple[str, ...]:
    """Return the items that a limit or a window decides."""
    return tuple(
        item.id
        for item in trial.protocol.items
        if any(isinstance(rule, _DECIDED) for rule in plain(item.rule))
    )


def _sides(trial: Trial, item: str) -> tuple[Truth, ...]:
    rules = plain(trial.items[item].rule)
    waits = any(isinstance(rule, Window) and rule.wait for rule in rules)
    return (Truth.YES,) if waits else (Truth.YES, Truth.NO)


_DECIDED = (Single, Between, MonthsBefore, OlderThan, Window)
