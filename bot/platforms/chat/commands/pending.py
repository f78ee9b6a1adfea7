"""``/pending``: the screenings that are open, and what each waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.fitting import MOST
from bot.presentation.messages import Button
from bot.screenings.status import is_open, waits_for
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.platforms.chat.commands.context import Context
    from bot.store import Stored

_LISTED = MOST // 2
"""Screenings in one list; each has two buttons."""
_ITEMS = 6


def pending(context: Context, _argument: str) -> None:
    """List the open screenings and what each waits for, with buttons to go on with them."""
    list_open(context)


def list_open(context: Context, at_hand: str | None = None) -> None:
    """List the open screenings; the one at hand can be gone on with even if it is decided."""
    words = context.words
    found, missing = _open(context)
    for error in missing:
        context.say(words.say("trial_failed", error=error))
    rows = _beside_the_open(context, found, at_hand)
    if not found:
        rows.append([Button(words.new_screening, "m:screen")])
        context.say(words.pending_none, rows)
        return
    lines = [words.pending]
    for stored in found[:_LISTED]:
        token = stored.session.token
        lines += _told(context, stored)
        again = Button(words.say("continue_screening", token=token), f"r:{token}")
        rows.append([again, Button(words.say("remind", token=token), f"p:{token}")])
    if len(found) > _LISTED:
        lines.append(words.say("pending_more", count=len(found) - _LISTED))
    context.say("\n".join(lines), rows)


def _beside_the_open(
    context: Context, found: Sequence[Stored], at_hand: str | None
) -> list[list[Button]]:
    """Return the button that goes on with the screening at hand, where it is not among the open."""
    if at_hand is None or at_hand in {stored.session.token for stored in found}:
        return []
    label = context.words.say("continue_screening", token=at_hand)
    return [[Button(label, f"r:{at_hand}")]]


def _open(context: Context) -> tuple[list[Stored], list[str]]:
    """Return the person's open screenings, and which trials of others cannot be read."""
    found, missing = [], []
    for stored in context.service.screenings(context.owner):
        try:
            if is_open(stored, context.script(stored)):
                found.append(stored)
        except TrialError as error:
            missing.append(str(error))
    return found, list(dict.fromkeys(missing))


def _told(context: Context, stored: Stored) -> Iterator[str]:
    words, session = context.words, stored.session
    verdict = context.verdict(stored)
    trial = verdict.facts.trial
    labels = trial.words_in(context.texts.language).items
    yield ""
    yield words.say(
        "open_line",
        token=session.token,
        acronym=trial.protocol.acronym,
        started=stored.started.astimezone(context.environment.now().tzinfo).date(),
        outcome=context.words.outcomes[verdict.outcome.value],
    )
    waiting = waits_for(verdict).items
    shown = [labels[item].label for item in waiting[:_ITEMS]]
    if len(waiting) > _ITEMS:
        shown.append(words.say("open_more", count=len(waiting) - _ITEMS))
    yield words.say("open_count", items=", ".join(shown) or words.open_nothing)
    for reminder in context.unit.members.reminders_for(session.token):
        item = labels[reminder.item].label if reminder.item in labels else words.remind_item
        day = reminder.due.astimezone(context.environment.now().tzinfo).date()
        yield words.say("reminder_line", day=day, item=item)
