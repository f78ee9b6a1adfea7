"""``/forget``: deletes the answers of a screening, after asking why.

The trail keeps who deleted them, when, and why: a code of a closed list, and nobody's words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.chat.roles import Right
from bot.presentation.messages import Button
from bot.screenings import retention

if TYPE_CHECKING:
    from bot.platforms.chat.commands.context import Context
    from bot.store import Stored


REASONS = ("request", "mistake", "twice")
"""Codes of why answers are deleted; whatever else it is, is ``other``."""


def forget(context: Context, token: str) -> None:
    """Ask whether the answers of a screening are to be deleted."""
    stored = _to_forget(context, token)
    if not token:
        context.say_with_number("forget_which")
    elif stored is None:
        context.say(context.words.not_there)
    else:
        token, words = stored.session.token, context.words
        rows = [[Button(words.forget_why[why], f"f:{token}:{why}")] for why in REASONS]
        rows.append([Button(words.forget_yes, f"f:{token}"), Button(words.forget_no, "f:-")])
        context.say(words.say("forget_ask", token=token), rows)


def forget_for_certain(context: Context, what: str) -> None:
    """Delete the answers of a screening: its number, and why."""
    token, _, why = what.partition(":")
    stored = _to_forget(context, token)
    if stored is None or (why and why not in REASONS):
        context.say(context.words.not_forgotten)
        return
    now, token = context.environment.now(), stored.session.token
    retention.purge(context.unit, stored, context.environment.site, now)
    context.unit.members.did(context.owner, "forgot", f"{token} {why or 'other'}", now)
    if context.chat.token == token:
        context.change(token=None)
    context.say(context.words.say("forgotten", token=token))


def _to_forget(context: Context, token: str) -> Stored | None:
    """Return a screening that somebody may delete: their own, or anybody's for an owner."""
    stored = context.unit.load(token.upper()) if token else None
    if stored is None or stored.purged is not None:
        return None
    mine = stored.owner == context.owner or context.may(Right.PEOPLE)
    return stored if mine else None
