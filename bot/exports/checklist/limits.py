"""The upper limits of normal that a verdict used: how high, where from, and of which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.known.values import Quantity
from criteria.verdict.facts import LimitOrigin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.presentation.sentences import Speaker
    from criteria.trial.protocol import NumberItem
    from criteria.verdict.facts import Facts
    from criteria.verdict.verdict import Verdict

Limit = tuple[str, str, str, str]
"""The test, its limit, where that comes from, and its day."""


def limits_of(verdict: Verdict, speaker: Speaker) -> list[Limit]:
    """Return the limits that results were compared with, in the order of the items."""
    facts = verdict.facts
    return [
        _limit(item, known, value, facts, speaker)
        for item, known in facts.trial.upper_limits.items()
        if isinstance(value := facts.value(item), Quantity) and value.unit in known.units
    ]


def _limit(item: str, known: NumberItem, value: Quantity, facts: Facts, speaker: Speaker) -> Limit:
    found = facts.upper_limit_found(item, value)
    low, high = found.interval.low, found.interval.high
    factor = known.units[value.unit]
    limit = speaker.span(low / factor, (low if high is None else high) / factor, value.unit)
    words = speaker.texts.checklist
    if found.origin is LimitOrigin.SITE:
        since = facts.site.limits_dated.get(item)
        return speaker.label(item), limit, words.at_site, "" if since is None else str(since)
    if found.origin is LimitOrigin.ASSUMED:
        return speaker.label(item), limit, words.assumed, ""
    origins, days = zip(*_printed(known, value, facts, speaker), strict=True)
    day = ", ".join(dict.fromkeys(filter(None, days)))
    return speaker.label(item), limit, ", ".join(origins), day


def _printed(
    known: NumberItem, value: Quantity, facts: Facts, speaker: Speaker
) -> Iterator[tuple[str, str]]:
    """Return where a printed limit comes from, beside the result or by itself, and its day."""
    words = speaker.texts.checklist
    upper = None if value.reference is None else value.reference.upper
    if upper is not None and known.hard.holds(upper):
        yield words.printed, speaker.dates(value)
    given = facts.value(known.id)
    if isinstance(given, Quantity) and given.interval is not None:
        yield words.given, speaker.dates(given)
