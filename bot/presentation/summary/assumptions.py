"""What a verdict takes for granted, as sentences: dates, limits, derived values, applicability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.sentences import Speaker, shortened
from criteria.formulas.formulas import formulas
from criteria.known.values import ABOUT, Choice, DateSpan, Quantity, Several
from criteria.rules.tree import mentioned
from criteria.trial.protocol import NumberItem
from criteria.verdict.derived import FORMULA
from criteria.verdict.facts import LimitOrigin, printed_limits
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.protocol import Criterion, Derived
    from criteria.verdict.verdict import Verdict

_UNDATED_SHOWN = 5


def assumptions(verdict: Verdict, speaker: Speaker, *, today: bool = False) -> Iterator[str]:
    """Return what a verdict takes for granted.

    Args:
        verdict: what was judged.
        speaker: whose words it is said in.
        today: the reference date is today's because none was given.
    """
    say = speaker.texts.summary
    if today:
        yield say.say("assumed_date", date=verdict.facts.reference_date)
    yield from _derived(verdict, speaker)
    yield from _ages(verdict, speaker)
    labels = [speaker.label(item) for item in undated(verdict)]
    if len(labels) > _UNDATED_SHOWN:
        yield say.say("assumed_undated_many", count=len(labels))
    elif labels:
        yield say.say("assumed_undated", items=", ".join(labels))
    yield from _male(verdict, speaker)


def _derived(verdict: Verdict, speaker: Speaker) -> Iterator[str]:
    """Say which limits were not given, and what is not exact or was worked out."""
    for item, known in verdict.facts.trial.items.items():
        value = verdict.facts.value(item)
        if not isinstance(known, NumberItem) or not isinstance(value, Quantity):
            continue
        yield from _limit(item, value, verdict, speaker)
        if ABOUT in value.flags and verdict.facts.measured(item, value) is not None:
            told = {"item": speaker.label(item), "value": speaker.value(item, value)}
            yield speaker.texts.summary.say("assumed_exact", **told)
        if FORMULA in value.flags and known.derived is not None:
            yield _formula(known, known.derived, value, verdict, speaker)
        elif "derived" in value.flags:
            yield from _worked_out(known, value, verdict, speaker)


def _worked_out(
    item: NumberItem, value: Quantity, verdict: Verdict, speaker: Speaker
) -> Iterator[str]:
    """Say what a result was worked out from; nothing where what it needs is missing."""
    found = verdict.facts.measured(item.id, value)
    if found is None:
        return
    exact = found.low if found.low == found.high else None
    yield speaker.texts.summary.say(
        "assumed_from" if exact is None else "assumed_derived",
        item=speaker.label(item.id),
        value=shortened(value.text),
        amount="" if exact is None else speaker.amount(exact, item.canonical),
    )


def _formula(
    item: NumberItem, derived: Derived, value: Quantity, verdict: Verdict, speaker: Speaker
) -> str:
    """Say by which formula a quantity was worked out, and what went in."""
    written = formulas()[derived.by].written
    inputs = [
        f"{speaker.label(source)} {speaker.value(source, verdict.facts.value(source))}"
        for source in dict.fromkeys(derived.from_.values())
    ]
    return speaker.texts.summary.say(
        "assumed_formula",
        item=speaker.label(item.id),
        value=speaker.value(item.id, value),
        formula=written.get(speaker.texts.language) or next(iter(written.values())),
        inputs=", ".join(inputs),
    )


def _limit(item: str, value: Quantity, verdict: Verdict, speaker: Speaker) -> Iterator[str]:
    facts = verdict.facts
    limit = facts.trial.upper_limits.get(item)
    if limit is None or printed_limits(facts, limit, value):
        return
    found = facts.upper_limit_found(item, value)
    low, high = found.interval.low, found.interval.high
    unit = speaker.unit(limit.canonical)
    since = facts.site.limits_dated.get(item)
    name = "assumed_limit"
    if found.origin is LimitOrigin.SITE:
        name = "site_limit" if since is None else "site_limit_dated"
    yield speaker.texts.summary.say(
        name,
        item=speaker.label(item),
        limit=speaker.span(low, low if high is None else high, limit.canonical),
        low=speaker.number(low),
        high="" if high is None else speaker.number(high),
        unit=unit,
        site=facts.site.code,
        date=since,
    )


def uses_site(verdict: Verdict) -> bool:
    """Whether a limit or a maximum age of the site had a part in the verdict."""
    facts = verdict.facts
    return bool(_aged(verdict)) or any(
        isinstance(value := facts.value(item), Quantity)
        and not printed_limits(facts, limit, value)
        and item in facts.site.upper_limits
        for item, limit in facts.trial.upper_limits.items()
    )


def _aged(verdict: Verdict) -> dict[int, list[str]]:
    """Return the items with a result whose age the site limits, by the days."""
    found: dict[int, list[str]] = {}
    for item, days in verdict.facts.site.maximum_age_days.items():
        if isinstance(verdict.facts.answers.get(item), Quantity | Choice | DateSpan | Several):
            found.setdefault(days, []).append(item)
    return found


def _ages(verdict: Verdict, speaker: Speaker) -> Iterator[str]:
    """Say how long the site counts results (policy P15)."""
    say = speaker.texts.summary
    ages = [
        say.say("site_age", items=", ".join(map(speaker.label, items)), count=days)
        for days, items in sorted(_aged(verdict).items())
    ]
    if ages:
        yield say.say("site_ages", site=verdict.facts.site.code, ages="; ".join(ages))


def undated(verdict: Verdict) -> Iterator[str]:
    """Return the items that a result is too old for some day, and whose result has no date."""
    for item, known in verdict.facts.trial.items.items():
        if known.age_warning is None:
            continue
        value = verdict.facts.value(item)
        results = value.results if isinstance(value, Several) else (value,)
        judged = [r for r in results if isinstance(r, Quantity | Choice) and not _not_done(r)]
        if any(result.date is None for result in judged):
            yield item


def _not_done(result: Quantity | Choice) -> bool:
    return isinstance(result, Choice) and result.code == "not_done"


def _male(verdict: Verdict, speaker: Speaker) -> Iterator[str]:
    """Say that a man was taken not to be able to become pregnant (policy P9)."""
    facts = verdict.facts
    roles = facts.trial.protocol.roles
    sex, asked = roles.get("sex"), roles.get("child_bearing")
    if not sex or facts.code(sex) != "male":
        return
    away = [name for name, status in verdict.statuses.items() if status is Status.NOT_APPLICABLE]
    names = [name for name in away if _goes_by(sex, facts.trial.criteria[name])]
    if not names:
        return
    say, criteria = speaker.texts.summary, ", ".join(names)
    if asked is None:
        yield say.say("assumed_male_only", criteria=criteria)
    else:
        question = speaker.words.items[asked].question
        yield say.say("assumed_male", criteria=criteria, question=question)


def _goes_by(item: str, criterion: Criterion) -> bool:
    """Whether an item has a part in whether a criterion applies."""
    return criterion.applies is not None and item in mentioned(criterion.applies)
