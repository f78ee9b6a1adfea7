"""The first line of a summary: the outcome, in words that claim no more than is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.summary.assumptions import undated
from criteria.known.values import Choice, Doubt, Quantity, Several
from criteria.verdict.findings import findings
from criteria.verdict.judgements import outcome_rests_on
from criteria.verdict.notes import notes
from criteria.verdict.openness import Openness, counts, is_awaited, openness, shortest_way
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.presentation.sentences import Speaker
    from criteria.verdict.findings import Finding
    from criteria.verdict.verdict import Verdict

_LABELS_SHOWN = 5
_MUCH_IS_OPEN = ("little", "some")
"""Sentences of what is far from decided: they claim nothing that could rest on anything."""


def headline(verdict: Verdict, speaker: Speaker, confirmed: Collection[str] = ()) -> str:
    """Return the outcome and what it rests on, in one line.

    Args:
        verdict: the verdict on the answers.
        speaker: the words of a language.
        confirmed: the items whose answers an investigator has confirmed.
    """
    kind = _kind_of_open(verdict)
    first = _outcome(verdict, speaker, kind)
    if kind in _MUCH_IS_OPEN:
        return first
    parts = (*_provisional(verdict, speaker, confirmed), *_rests(verdict, speaker))
    return " ".join((first, *parts))


def provisional_said(
    verdict: Verdict, speaker: Speaker, confirmed: Collection[str] = ()
) -> Iterator[str]:
    """Say whose confirmation the outcome still needs; of an open one only where little is open."""
    if _kind_of_open(verdict) not in _MUCH_IS_OPEN:
        yield from _provisional(verdict, speaker, confirmed)


def _provisional(verdict: Verdict, speaker: Speaker, confirmed: Collection[str]) -> Iterator[str]:
    criteria = outcome_rests_on(verdict, confirmed)
    if criteria:
        yield speaker.texts.headline.say("provisional", criteria=labels(criteria, speaker))


def labels(criteria: tuple[str, ...], speaker: Speaker) -> str:
    """Write criteria with their labels, at most five and how many more there are."""
    shown = [f"{name} {speaker.criterion(name)}" for name in criteria[:_LABELS_SHOWN]]
    rest = len(criteria) - len(shown)
    more = [speaker.texts.summary.say("more", count=rest)] if rest else []
    return ", ".join(shown + more)


def running(verdict: Verdict, speaker: Speaker, first: Sequence[str] = ()) -> str:
    """Return in one line how far a screening is, and what can settle it soonest.

    What does not concern the candidate has nothing against it, so that the count stays the same.

    Args:
        verdict: the verdict.
        speaker: speaks of the trial.
        first: what is asked before everything else, in its order.
    """
    found, count = counts(verdict), len(verdict.statuses)
    way = ", ".join(map(speaker.criterion, shortest_way(verdict, first)))
    say = speaker.texts.headline
    clear = count - found.failed - found.open
    details = {"clear": clear, "count": count, "failed": found.failed, "open": found.open}
    text = say.say("running", **details)
    decided = found.failed or not way
    return text if decided else say.say("running_way", running=text, way=way)


def _outcome(verdict: Verdict, speaker: Speaker, kind: str) -> str:
    say = speaker.texts.headline
    if verdict.outcome is Outcome.ELIGIBLE:
        return say.say("eligible", acronym=verdict.facts.trial.protocol.acronym)
    if verdict.outcome is Outcome.NOT_ELIGIBLE:
        changes = "not_eligible_changes" if _can_change(verdict) else "not_eligible"
        return say.say(changes, failing=labels(verdict.failing, speaker))
    found = counts(verdict)
    way = shortest_way(verdict)
    return say.say(
        "little_way" if kind == "little" and way else kind,
        pending=labels(verdict.pending, speaker),
        count=found.open,
        total=found.total,
        way=", ".join(map(speaker.criterion, way)),
    )


def _can_change(verdict: Verdict) -> bool:
    """Whether every criterion that fails could come to be met."""
    items = verdict.facts.trial.items
    behind = [items[one.item].change for name in verdict.failing for one in findings(verdict, name)]
    return all(change not in (None, "fixed") for change in behind)


def _kind_of_open(verdict: Verdict) -> str:
    """Name the sentence of a verdict that nothing decides yet; empty where something does."""
    if verdict.outcome is not Outcome.PENDING:
        return ""
    pending = verdict.pending
    if all(openness(verdict, name) is Openness.AWAITED for name in pending):
        return "awaited"
    missing = [found for name in pending for found in findings(verdict, name)]
    if missing and all(_is_judgement(found, verdict) for found in missing):
        return "judgement"
    if len(pending) == 1:
        return "only_one"
    found = counts(verdict)
    return "little" if found.open * 2 > found.total else "some"


def _is_judgement(found: Finding, verdict: Verdict) -> bool:
    """Whether only somebody's judgement is missing: nothing to be done or measured before it."""
    judged = verdict.facts.trial.items[found.item].judgement
    if not judged or is_awaited(found) or found.reason == "at_odds":
        return False
    if isinstance(found.value, Choice):
        return found.value.code != "not_done"
    return not isinstance(found.value, Doubt | Quantity | Several)


def _rests(verdict: Verdict, speaker: Speaker) -> Iterator[str]:
    """Say that the outcome rests on results that are old or have no date."""
    decisive = _decisive(verdict)
    say = speaker.texts.headline
    old = [
        f"{speaker.label(note.item)} ({speaker.dates(note.value)})"
        for note in notes(verdict)
        if note.code == "old_result" and note.item in decisive
    ]
    if old:
        yield say.say("rests_old", items=", ".join(old))
    count = sum(item in decisive for item in undated(verdict))
    if count:
        yield say.say("rests_undated", count=count)


def _decisive(verdict: Verdict) -> set[str]:
    """Return the items that the outcome rests on: those that fail it, else all that settle it."""
    wanted = Status.NOT_MET if verdict.outcome is Outcome.NOT_ELIGIBLE else Status.MET
    statuses = verdict.statuses.items()
    chosen = [name for name, status in statuses if status is wanted]
    return {found.item for name in chosen for found in findings(verdict, name)}
