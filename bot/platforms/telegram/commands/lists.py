"""Lists of screenings: what is open and what each waits for, the log, and forgetting one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.telegram.access import Right, may
from bot.platforms.telegram.commands import files
from bot.presentation.messages import Button
from bot.screenings import retention
from bot.screenings.service import script_of
from bot.screenings.status import is_open, waits_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.platforms.telegram.commands.context import Turn
    from bot.store import Stored
    from criteria.verdict.verdict import Verdict

_LISTED = 8
_ITEMS = 6
_LOGGED = 20


def pending(turn: Turn, _argument: str) -> None:
    """List what is open and what each screening waits for, with the ways on."""
    words = turn.words
    found = [stored for stored in turn.service.screenings(turn.owner) if _is_open(turn, stored)]
    if not found:
        turn.say(words.pending_none, [[Button(words.new_screening, "m:screen")]])
        return
    lines, rows = [words.pending], []
    for stored in found[:_LISTED]:
        token = stored.session.token
        lines += _told(turn, stored)
        again = Button(words.say("continue_screening", token=token), f"r:{token}")
        rows.append([again, Button(words.say("remind", token=token), f"p:{token}")])
    if len(found) > _LISTED:
        lines.append(words.say("pending_more", count=len(found) - _LISTED))
    turn.say("\n".join(lines), rows)


def verdict_of(turn: Turn, stored: Stored) -> Verdict:
    """Judge a screening as it stands."""
    session = stored.session
    return script_of(session.trial, session.version, turn.house.site).verdict(session)


def _is_open(turn: Turn, stored: Stored) -> bool:
    session = stored.session
    return is_open(stored, script_of(session.trial, session.version, turn.house.site))


def _told(turn: Turn, stored: Stored) -> Iterator[str]:
    words, session = turn.words, stored.session
    verdict = verdict_of(turn, stored)
    trial = verdict.facts.trial
    labels = trial.words_in(turn.texts.language).items
    yield ""
    yield words.say(
        "open_line",
        token=session.token,
        acronym=trial.protocol.acronym,
        started=stored.started.astimezone(turn.house.now().tzinfo).date(),
        outcome=turn.words.outcomes[verdict.outcome.value],
    )
    waiting = waits_for(verdict).items
    shown = [labels[item].label for item in waiting[:_ITEMS]]
    if len(waiting) > _ITEMS:
        shown.append(words.say("open_more", count=len(waiting) - _ITEMS))
    yield words.say("open_count", items=", ".join(shown) or words.open_nothing)
    for reminder in turn.unit.people.reminders_for(session.token):
        item = labels[reminder.item].label if reminder.item in labels else words.remind_item
        day = reminder.due.astimezone(turn.house.now().tzinfo).date()
        yield words.say("reminder_line", day=day, item=item)


def log(turn: Turn, days: str) -> None:
    """List everybody's last screenings, and offer the files that a site keeps of them.

    Args:
        turn: the update.
        days: the first and the last day that the files are to cover; all without them.
    """
    found = turn.unit.latest(_LOGGED)
    if not found:
        turn.say(turn.words.log_none)
        return
    lines = [turn.words.say("log", count=len(found))]
    lines += [_logged(turn, stored) for stored in found]
    lines += ["", turn.words.log_files]
    turn.say("\n".join(lines), files.offered(files.period_of(days)))


def _logged(turn: Turn, stored: Stored) -> str:
    words, session = turn.words, stored.session
    outcome, reasons = words.outcomes["purged"], ""
    if stored.purged is None:
        verdict = verdict_of(turn, stored)
        outcome = words.outcomes[verdict.outcome.value]
        if verdict.failing:
            reasons += words.say("log_failing", criteria=", ".join(verdict.failing))
        elif verdict.pending:
            reasons += words.say("log_pending", criteria=", ".join(verdict.pending))
    return words.say(
        "log_line",
        token=session.token,
        date=session.reference_date,
        trial=f"{session.trial} {session.version}",
        outcome=outcome,
        reasons=reasons,
    )


def forget(turn: Turn, token: str) -> None:
    """Ask whether the answers of a screening are to be deleted."""
    stored = _to_forget(turn, token)
    if not token:
        turn.say(turn.words.forget_which)
    elif stored is None:
        turn.say(turn.words.not_there)
    else:
        token, words = stored.session.token, turn.words
        row = [Button(words.forget_yes, f"f:{token}"), Button(words.forget_no, "f:-")]
        turn.say(words.say("forget_ask", token=token), [row])


def forget_for_certain(turn: Turn, token: str) -> None:
    """Delete the answers of a screening."""
    stored = _to_forget(turn, token)
    if stored is None:
        turn.say(turn.words.not_forgotten)
        return
    now, token = turn.house.now(), stored.session.token
    retention.purge(turn.unit, stored, turn.house.site, now)
    turn.unit.people.did(turn.owner, "forgot", token, now)
    if turn.chat.token == token:
        turn.change(token=None)
    turn.say(turn.words.say("forgotten", token=token))


def _to_forget(turn: Turn, token: str) -> Stored | None:
    """Return a screening that somebody may delete: their own, or anybody's for an owner."""
    stored = turn.unit.load(token.upper()) if token else None
    if stored is None or stored.purged is not None:
        return None
    mine = stored.owner == turn.owner or may(turn.role, Right.PEOPLE)
    return stored if mine else None
