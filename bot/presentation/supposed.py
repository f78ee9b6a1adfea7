"""What a supposition amounts to, in words: what would change, and that nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.effects import Refused
from bot.presentation.sentences import Speaker
from bot.presentation.statuses import outcome_said, status_said
from criteria.known.values import Doubt
from criteria.verdict.findings import findings
from criteria.verdict.notes import Note
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dialogs.effects import Unclear
    from bot.dialogs.supposing import Supposition
    from bot.texts.words import Texts

_SAYS_WHAT_FAILS = ("choice", "gate")
"""Reasons whose sentence names what the answer should be: not said of one that is."""


def supposed_lines(supposed: Supposition, texts: Texts) -> Iterator[str]:
    """Return the lines that say what a supposition would change."""
    say, trial = texts.supposing, supposed.before.facts.trial
    speaker = Speaker(trial, texts)
    yield from (_problem(problem, supposed, speaker) for problem in supposed.problems)
    if not supposed.values:
        if not supposed.problems:
            yield say.how_to_write
        return
    told = [f"{speaker.label(i)} {speaker.value(i, v)}" for i, v in supposed.values.items()]
    yield say.say("what_if", answers="; ".join(told))
    changes = list(supposed.changes)
    for criterion, was, now in changes:
        known = trial.criteria[criterion]
        label = speaker.words.criteria[criterion].label
        before, after = (status_said(known, status, texts) for status in (was, now))
        yield texts.recheck.say(
            "criterion", criterion=criterion, label=label, before=before, after=after
        )
        for found in findings(supposed.after, criterion):
            fits = now is Status.MET and found.reason in _SAYS_WHAT_FAILS
            if found.item in supposed.values and not fits:
                yield f"  {speaker.finding(found)}"
    if not changes:
        yield say.no_change
    before, after = (outcome_said(one.outcome, texts) for one in (supposed.before, supposed.after))
    same = supposed.before.outcome is supposed.after.outcome
    yield say.say("outcome_same" if same else "outcome", before=before, after=after)
    yield say.nothing_kept


def _problem(problem: Refused | Unclear, supposed: Supposition, speaker: Speaker) -> str:
    if isinstance(problem, Refused):
        if problem.refusal.code == "empty":
            return speaker.texts.supposing.how_to_write
        return f"{speaker.label(problem.item)}: {speaker.refusal(problem.item, problem.refusal)}"
    code = problem.value.code if isinstance(problem.value, Doubt) else "contradiction"
    if code == "unit_ambiguous":
        label, ways = speaker.label(problem.item), speaker.candidates(problem.item, problem.value)
        return speaker.texts.supposing.say("with_unit", item=label, candidates=ways)
    return speaker.note(Note(problem.item, code, problem.value), supposed.before)
