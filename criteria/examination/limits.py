"""Whether a trial's limits are where they must be: usual on both sides, tried, worded alike."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.examination.specimens import items_of, tried
from criteria.known.truth import Truth
from criteria.known.values import Refusal
from criteria.reading.languages.wordlists import named_lists
from criteria.reading.spelling.unit_scanner import unit_at
from criteria.rules.limits import Between, Limit
from criteria.rules.rules import MonthsBefore, OlderThan, Single, Window, plain
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criteria.reading.answers.answers import AnswerReader
    from criteria.trial.catalog import Case
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
    for words in trial.words.values():
        for criterion in trial.protocol.criteria:
            where = f"criteria[{criterion.id}].text"
            own = words.criteria[criterion.id].text
            place = f"protocol.toml: {where}" if own is None else f"{words.language}.toml: {where}"
            items = [trial.items[name] for name in items_of(criterion, trial)]
            if any(item.to_word for item in items):
                continue  # a number may be that of a question which is still to be worded
            numbers = [item for item in items if isinstance(item, NumberItem)]
            for what in _strange(own or criterion.text, numbers, trial):
                yield place, what
        yield from _items_worded(trial, words)


def _items_worded(trial: Trial, words: Words) -> Iterator[tuple[str, str]]:
    for item in trial.protocol.items:
        said = words.items[item.id]
        for key in ("label", "question", "needed", "failed"):
            text = getattr(said, key) or ""
            if isinstance(item, NumberItem):
                for what in _strange(text, [item], trial):
                    yield f'{words.language}.toml: items."{item.id}".{key}', what


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
    said = [word for words in named_lists("comparators").values() for word in words]
    words = "|".join(re.escape(word) for word in sorted(said, key=len, reverse=True))
    return re.compile(rf"(?:[{''.join(_SIGNS)}]|(?<!\w)(?:{words})(?!\w)){_NUMBER}", re.IGNORECASE)


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
