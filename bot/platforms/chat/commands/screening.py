"""Screening in a chat: beginning, answering, going on with an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.platforms.callbacks import event_of
from bot.platforms.chat.commands import outcome, reminders
from bot.platforms.chat.commands.menu import show_menu
from bot.platforms.chat.commands.pending import list_open
from bot.platforms.chat.roles import may_read
from bot.prefill.reported import LONGEST
from bot.presentation.fitting import MOST
from bot.presentation.messages import Button
from bot.presentation.summary.summary import Summary
from bot.screenings.named import ALL, trials_named
from bot.screenings.service import NoSuchScreeningError
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.dialogs.events import Event
    from bot.platforms.chat.commands.context import Context
    from bot.store import Stored

_LOOKED_THROUGH = 50
_NAMELESS = frozenset("yxsgbw")
"""Buttons that do not name their question: they count only on the message that asks it."""


def begin(context: Context, trials: str, *, quick: bool = False) -> None:
    """Begin a screening at once, or one for each of several trials; ask which where none is named.

    A quick check is for one trial.
    """
    names = context.service.offered()
    wanted = trials_named(trials.casefold(), names) or tuple(names if len(names) == 1 else ())
    known = catalog.in_force().released()
    if not wanted or not {*wanted} <= {*known} or (quick and len(wanted) > 1):
        shown, rest = names[: MOST - 1], names[MOST - 1 :]
        more = [context.words.say("which_more", trials=", ".join(rest))] if rest else []
        text = "\n".join((context.words.which_trial, *more))
        context.say(text, [*_which(context, shown, quick=quick)])
        return
    language, left = context.chat.language, context.chat.token
    if len(wanted) > 1:
        reply = context.service.begin_together(context.owner, wanted, language, left=left)
    else:
        reply = context.service.begin(context.owner, wanted[0], language, quick=quick, left=left)
    context.show(reply)


def _which(context: Context, names: Sequence[str], *, quick: bool) -> Iterator[list[Button]]:
    """Return a button for each trial, and one for all of them together."""
    kind = "quick" if quick else "screen"
    for name in names:
        yield [Button(_acronym(name), f"m:{kind}:{name}")]
    if not quick and len(names) > 1:
        yield [Button(context.texts.together.all_at_once, f"m:screen:{ALL}")]


def _acronym(trial: str) -> str:
    return catalog.load(trial).protocol.acronym


def quick(context: Context, trial: str) -> None:
    """Begin a quick check: the few questions that decide most, the rest one tap away."""
    begin(context, trial, quick=True)


def resume(context: Context, token: str) -> None:
    """Go on with a screening; a coordinator sees somebody else's summary."""
    if not token:
        list_open(context, context.chat.token)
        return
    stored = context.unit.load(token.upper())
    if stored is None or not may_read(context.role, context.owner, stored):
        context.pop_up(context.words.not_there)
    elif stored.owner != context.owner and stored.purged is None:
        context.say(summary_of(context, stored))
    else:
        _handle(context, stored.session.token, events.Resume())


def again(context: Context, token: str) -> None:
    """Screen again from the answers of an earlier screening, in the newest version of its trial."""
    named = token.upper() or context.chat.token
    if named is None:
        context.say_with_number("again_which")
    else:
        context.show(context.service.rescreen(context.owner, named), recap=False)


def summary_of(context: Context, stored: Stored) -> str:
    """Return the summary of a screening."""
    session = stored.session
    return Summary(
        context.verdict(stored),
        context.texts,
        session.token,
        confirmations=session.confirmations,
    ).text()


def handle_text(context: Context) -> None:
    """Handle a text: an answer to the question at hand, or what else was asked for."""
    if (context.chat.awaiting or "").startswith(outcome.AWAITING):
        outcome.take_awaited(context)
    elif context.chat.awaiting:
        reminders.set_day(context)
    elif context.chat.token is None:
        show_menu(context, context.words.no_screening)
    else:
        _handle(context, context.chat.token, events.Typed(context.incoming.text))


def handle_record(context: Context) -> None:
    """Handle a file of a record: what it answers in the screening at hand, or why it can't be."""
    incoming = context.incoming
    if context.chat.token is None:
        show_menu(context, context.words.no_screening)
    elif incoming.record is not None:
        _handle(context, context.chat.token, events.Brought(incoming.record))
    else:
        reason = _no_record(context)
        if not show_again(context, reason):
            context.say(reason)


def _no_record(context: Context) -> str:
    """Say why nothing of a record can be used."""
    incoming, texts = context.incoming, context.texts
    if incoming.server_problem:
        return texts.record_server.say(incoming.server_problem, detail=incoming.detail)
    details = {"line": incoming.line, "longest": LONGEST}
    return texts.record.say(incoming.problem or "not_fetched", **details)


def handle_press(context: Context) -> None:
    """Handle a press on a button of a screening; on an outdated one, show the current question."""
    found = event_of(context.incoming.text)
    if found is None:
        show_menu(context, context.words.no_screening)
        return
    token, event = found
    context.change(awaiting=None)
    if context.incoming.text[0] in _NAMELESS and (context.pressed_below or _is_overtaken(context)):
        context.show(context.service.screen(context.owner, token), context.words.stale)
    else:
        _handle(context, token, event)


def _is_overtaken(context: Context) -> bool:
    """Whether another screen is on its way to take the place of the one that was pressed.

    Who has that one before the bot knows its number presses a higher one than it knows of. What is
    pressed in a form is on no message: the form itself sees that it is up to date.
    """
    pressed = context.incoming.message
    if not pressed or pressed > (context.chat.screen or 0):
        return False
    waiting = context.unit.messaging.waiting_for(context.incoming.chat, _LOOKED_THROUGH)
    return any("screen" in one.message and one.message.get("edit") != pressed for one in waiting)


def go_back(context: Context, _argument: str) -> None:
    """Go to the question before."""
    _at_hand(context, events.Back())


def change(context: Context, named: str) -> None:
    """List the answers, or those that are named, to change one."""
    _at_hand(context, events.ChangeAnswer(named))


def what_if(context: Context, text: str) -> None:
    """Say what answers would change in the screening at hand; nothing of it is kept."""
    token = context.chat.token
    if token is None:
        show_menu(context, context.words.no_screening)
    else:
        context.say(context.service.what_if(context.owner, token, text, context.chat.language))


def pause(context: Context, _argument: str) -> None:
    """Pause the screening."""
    _at_hand(context, events.Pause())


def set_date(context: Context, day: str) -> None:
    """Set the reference date."""
    if day:
        _at_hand(context, events.SetDate(day))
    else:
        context.say(context.words.argument_date)


def name_sources(context: Context, text: str) -> None:
    """Keep which documents are behind the answers of the screening at hand, or list them."""
    _at_hand(context, events.NameSources(text))


def show_again(context: Context, *first: str) -> bool:
    """Show the screening at hand as it is; False if there is none."""
    token = context.chat.token
    if token is None:
        return False
    try:
        reply = context.service.screen(context.owner, token)
    except NoSuchScreeningError:
        return False
    context.show(reply, *first)
    if not first and context.chat.screen is not None:  # nothing new: the message that is there
        context.outgoing["edit"] = context.chat.screen
    return True


def _at_hand(context: Context, event: Event) -> None:
    if context.chat.token is None:
        show_menu(context, context.words.no_screening)
    else:
        _handle(context, context.chat.token, event)


def _handle(context: Context, token: str, event: Event) -> None:
    reply = context.service.handle(context.owner, token, event)
    here = (None, token, reply.session.token, *reply.session.beside)
    changes = context.chat.token not in here
    context.show(reply, *([token] if changes else []))  # or nobody would see which one it is now
