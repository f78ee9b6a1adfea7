"""Screening in a chat: beginning, answering, going on with an earlier one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.platforms.callbacks import event_of
from bot.platforms.telegram.access import may_read
from bot.platforms.telegram.commands import general as menus
from bot.platforms.telegram.commands import lists
from bot.platforms.telegram.commands import reminders as reminding
from bot.presentation.messages import Button
from bot.presentation.summary import Summary
from bot.screenings.service import NoSuchScreeningError, script_of
from criteria.trial import catalog

if TYPE_CHECKING:
    from bot.dialogs.events import Event
    from bot.platforms.telegram.commands.context import Turn
    from bot.store import Stored

_LOOKED_THROUGH = 50
_NAMELESS = frozenset("yxsgbw")
"""Buttons that do not name their question: they count only on the message that asks it."""


@cache
def _trials() -> tuple[str, ...]:
    """Return the trials that can be screened for; read once."""
    released = (one.id for one in catalog.available() if one.status == "released")
    return tuple(dict.fromkeys(released))


def begin(turn: Turn, trial: str) -> None:
    """Begin a screening at once; with several trials ask which."""
    names = _trials()
    if not trial and len(names) > 1:
        rows = [[Button(name, f"m:screen:{name}")] for name in names]
        turn.say(turn.words.which_trial, rows)
        return
    reply = turn.service.begin(turn.owner, trial or names[0], turn.chat.language)
    turn.show(reply)


def resume(turn: Turn, token: str) -> None:
    """Go on with a screening; a coordinator sees somebody else's summary."""
    if not token:
        lists.pending(turn, "")
        return
    stored = turn.unit.load(token.upper())
    if stored is None or not may_read(turn.role, turn.owner, stored):
        turn.pop_up(turn.words.not_there)
    elif stored.owner != turn.owner and stored.purged is None:
        turn.say(summary_of(turn, stored))
    else:
        _handle(turn, stored.session.token, events.Resume())


def again(turn: Turn, token: str) -> None:
    """Screen again from the answers of an earlier screening, in the newest version of its trial."""
    named = token.upper() or turn.chat.token
    if named is None:
        turn.say(turn.words.again_which)
    else:
        turn.show(turn.service.rescreen(turn.owner, named))


def summary_of(turn: Turn, stored: Stored) -> str:
    """Write the summary of a screening as it stands."""
    session = stored.session
    script = script_of(session.trial, session.version, turn.house.site)
    return Summary(script.verdict(session), turn.texts, session.token).text()


def write(turn: Turn) -> None:
    """Take what was written: an answer, or what was asked for beside the screening."""
    if turn.chat.awaiting:
        reminding.take_day(turn)
    elif turn.chat.token is None:
        menus.offer(turn, turn.words.no_screening)
    else:
        _handle(turn, turn.chat.token, events.Typed(turn.incoming.text))


def press(turn: Turn) -> None:
    """Take a button of a screening; one that belongs to an older message shows where it is."""
    found = event_of(turn.incoming.text)
    if found is None:
        menus.offer(turn, turn.words.no_screening)
        return
    token, event = found
    turn.change(awaiting=None)
    if turn.incoming.text[0] in _NAMELESS and (turn.pressed_below or _is_overtaken(turn)):
        turn.show(turn.service.screen(turn.owner, token), turn.words.stale)
    else:
        _handle(turn, token, event)


def _is_overtaken(turn: Turn) -> bool:
    """Whether another screen is on its way to take the place of the one that was pressed.

    Who has that one before the bot knows its number presses a higher one than it knows of.
    """
    pressed = turn.incoming.message
    if pressed > (turn.chat.screen or 0):
        return False
    waiting = turn.unit.mail.waiting_for(turn.incoming.chat, _LOOKED_THROUGH)
    return any("screen" in one.parcel and one.parcel.get("edit") != pressed for one in waiting)


def go_back(turn: Turn, _argument: str) -> None:
    """Go to the question before."""
    _at_hand(turn, events.Back())


def change(turn: Turn, _argument: str) -> None:
    """List the answers, to change one."""
    _at_hand(turn, events.ChangeAnswer())


def leave(turn: Turn, _argument: str) -> None:
    """Leave the screening for now."""
    _at_hand(turn, events.Pause())


def set_date(turn: Turn, day: str) -> None:
    """Set the reference date."""
    if day:
        _at_hand(turn, events.SetDate(day))
    else:
        turn.say(turn.words.argument_date)


def show_again(turn: Turn, *first: str) -> bool:
    """Show the screening at hand as it is; False if there is none."""
    token = turn.chat.token
    if token is None:
        return False
    try:
        reply = turn.service.screen(turn.owner, token)
    except NoSuchScreeningError:
        return False
    turn.show(reply, *first)
    if not first and turn.chat.screen is not None:  # nothing new: the message that is there
        turn.parcel["edit"] = turn.chat.screen
    return True


def _at_hand(turn: Turn, event: Event) -> None:
    if turn.chat.token is None:
        menus.offer(turn, turn.words.no_screening)
    else:
        _handle(turn, turn.chat.token, event)


def _handle(turn: Turn, token: str, event: Event) -> None:
    reply = turn.service.handle(turn.owner, token, event)
    changes = turn.chat.token not in (None, token)
    turn.show(reply, *([token] if changes else []))  # or nobody would see which one it is now
