"""Menus that only the terminal has: screenings to go on with, what to do at the end.

Their buttons carry commands instead of callback data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.phases import Phase
from bot.dialogs.prompts import prompt
from bot.presentation.messages import Button, Line, Message
from bot.presentation.progress import progress
from bot.screenings.named import ALL
from bot.screenings.scripts import script_of
from bot.screenings.status import waits_for
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

    from bot.dialogs.session import Script
    from bot.platforms.terminal.words import TerminalWords
    from bot.store import Stored
    from bot.texts.words import Texts

MOST = 30
"""Screenings in one list; an older one is still there by its number."""
MOST_OPEN = 8
"""Open screenings in one list, each with what it waits for."""
_ITEMS = 6


def screenings(
    title: str, found: Iterable[Stored], words: TerminalWords, zone: tzinfo | None
) -> Message:
    """List screenings to go on with, and a new one."""
    rows = [
        (Button(_label(stored, words, zone), f"/resume {stored.session.token}"),)
        for stored in list(found)[:MOST]
    ]
    return Message(
        (Line(title, strong=True),),
        (*rows, (Button(words.new_screening, "/screen"),), (Button(words.leave, "/quit"),)),
    )


def pending(
    found: Sequence[tuple[Stored, Script]], words: TerminalWords, texts: Texts, zone: tzinfo | None
) -> Message:
    """List open screenings with what each waits for, to go on with one of them."""
    told = [_waiting(stored, script, words, texts) for stored, script in found[:MOST_OPEN]]
    rest = len(found) - len(told)
    told += [words.pending_more.format(count=rest)] if rest > 0 else []
    listed = screenings(words.pending, [stored for stored, _ in found[:MOST_OPEN]], words, zone)
    return Message((*listed.lines, *map(Line, told)), listed.rows)


def _waiting(stored: Stored, script: Script, words: TerminalWords, texts: Texts) -> str:
    """Say what a screening waits for: a few of it, and how much more there is."""
    labels = script.trial.words_in(texts.language).items
    items = waits_for(script.verdict(stored.session)).items
    shown = [labels[item].label for item in items[:_ITEMS]]
    if len(items) > _ITEMS:
        shown.append(words.open_more.format(count=len(items) - _ITEMS))
    return words.open_line.format(
        token=stored.session.token,
        acronym=script.trial.protocol.acronym,
        items=", ".join(shown) or words.open_nothing,
    )


def _label(stored: Stored, words: TerminalWords, zone: tzinfo | None) -> str:
    session = stored.session
    touched = f"{stored.touched.astimezone(zone):%Y-%m-%d %H:%M}"
    try:
        script = script_of(session.trial, session.version)
    except catalog.TrialError:
        return f"{session.token} · {session.trial} {session.version} · {touched}"
    place, count = progress(prompt(session, script), script, quick=session.quick)
    form = words.offer_done if session.state is Phase.SUMMARY else words.offer
    return form.format(
        token=session.token,
        acronym=script.trial.protocol.acronym,
        place=place,
        count=count,
        touched=touched,
    )


def trials(names: Sequence[str], texts: Texts, words: TerminalWords, command: str) -> Message:
    """List the trials to screen for, each with the command that begins with it, and all."""
    rows = [(Button(catalog.load(name).protocol.acronym, f"/{command} {name}"),) for name in names]
    if command == "screen" and len(names) > 1:
        rows.append((Button(texts.together.all_at_once, f"/{command} {ALL}"),))
    return Message((Line(words.which_trial, strong=True),), tuple(rows))


def with_ways_on(message: Message, words: TerminalWords, others: Sequence[Stored]) -> Message:
    """Add to a last message what can be done after it."""
    rows = [(Button(words.new_screening, "/screen"),)]
    if others:
        rows.append((Button(words.other_screening, "/resume"),))
    rows.append((Button(words.leave, "/quit"),))
    return Message(message.lines, (*message.rows, *rows))
