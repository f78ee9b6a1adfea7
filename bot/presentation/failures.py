"""Why a criterion is not met, as lines: each reason once, and then what could change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.trial.protocol import ChoiceItem
from criteria.verdict.findings import findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.presentation.sentences import Speaker
    from criteria.trial.protocol import Item
    from criteria.verdict.findings import Finding
    from criteria.verdict.verdict import Verdict


def why_failed(
    criterion: str, verdict: Verdict, speaker: Speaker, *, explained: bool = True
) -> Iterator[str]:
    """Return what fails a criterion, and below it what could change the criterion.

    Args:
        criterion: a criterion that is not met.
        verdict: the verdict that says so.
        speaker: whose words it is said in.
        explained: with what the trial says of each reason.
    """
    found = findings(verdict, criterion)
    for one in found:
        yield speaker.finding(one)
        told = speaker.words.why_failed(one.item, one.code) if explained else None
        if told:
            yield told
    yield from _advice(found, verdict, speaker)


def _advice(found: tuple[Finding, ...], verdict: Verdict, speaker: Speaker) -> Iterator[str]:
    """Return what could change the criterion: nothing can while one of its reasons is fixed."""
    items = verdict.facts.trial.items
    fixed = [one for one in found if items[one.item].change == "fixed"]
    told = (_change(one, items[one.item], speaker) for one in fixed or found)
    yield from dict.fromkeys(one for one in told if one)


def _change(found: Finding, known: Item, speaker: Speaker) -> str | None:
    """Return what could change one reason: what the trial says of it, else of its kind."""
    own = speaker.words.could_change(found.item, None, found.code)
    if own is None and known.change == "treatable" and isinstance(known, ChoiceItem):
        return speaker.texts.summary.assess_again
    return own or speaker.words.could_change(found.item, known.change)
