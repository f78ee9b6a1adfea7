"""The table of all trials that somebody is screened for together: outcome, what fails or is open.

Its last lines are for machines: ``start-net: #eligible``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.messages import Button, Line, Message
from bot.presentation.sentences import Speaker
from bot.presentation.statuses import outcome_said
from bot.presentation.summary.headline import labels
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dialogs.together.machine import Group
    from bot.dialogs.together.next_question import Candidate
    from bot.texts.words import Texts
    from criteria.verdict.verdict import Verdict

LONGEST = 3600
"""Room is left for what is above the table in a message of 4,096 characters."""


def table_of(group: Group, lead: Candidate, texts: Texts) -> Message:
    """Return the table, with a button for each trial's own summary.

    Args:
        group: the screenings.
        lead: the one whose answers are changed first.
        texts: the bot's words.
    """
    for labelled in (True, False):
        lines = tuple(_lines(group, lead, texts, labelled=labelled))
        if sum(len(line.text) + 1 for line in lines) < LONGEST:
            break
    opening = tuple((_opening(one, texts),) for one in group.members)
    change = Button(texts.dialog.change, f"c:{lead.session.token}")
    return Message(lines, (*opening, (change,)))


def acronym_of(one: Candidate) -> str:
    """Return what a screening's trial is called."""
    return one.script.trial.protocol.acronym


def outcome_of(one: Candidate) -> Outcome:
    """Return the outcome of a screening as far as it is."""
    return one.script.verdict(one.session).outcome


def _opening(one: Candidate, texts: Texts) -> Button:
    label = texts.together.say("summary_of", acronym=acronym_of(one))
    return Button(label, f"r:{one.session.token}")


def _lines(group: Group, lead: Candidate, texts: Texts, *, labelled: bool) -> Iterator[Line]:
    for one in group.members:
        yield from _row(one, texts, labelled=labelled)
        yield Line("")
    say, day = texts.together, lead.session.reference_date
    yield Line(say.say("footer", count=len(group.members), date=day))
    yield Line(texts.summary.decides)
    yield from (Line(f"{one.session.trial}: #{outcome_of(one).value}") for one in group.members)


def _row(one: Candidate, texts: Texts, *, labelled: bool) -> Iterator[Line]:
    """Return what the table has of one trial."""
    verdict, speaker = one.script.verdict(one.session), Speaker(one.script.trial, texts)
    details = {"acronym": acronym_of(one), "version": one.session.version}
    outcome = outcome_said(verdict.outcome, texts)
    row = texts.together.say("row", **details, token=one.session.token, outcome=outcome)
    yield Line(row, strong=True)
    for name, criteria in _telling(verdict):
        if criteria:
            written = labels(criteria, speaker) if labelled else ", ".join(criteria)
            yield Line(texts.together.say(name, criteria=written))


def _telling(verdict: Verdict) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Return what a row tells: why somebody is out, else what is open."""
    yield "fails", verdict.failing
    if verdict.outcome is Outcome.PENDING:
        yield "open", verdict.pending
