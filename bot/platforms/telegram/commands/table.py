"""Which command and which button is taken by what, with the right that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bot.platforms.telegram.bot_commands import RIGHTS
from bot.platforms.telegram.commands import files, lists, screening
from bot.platforms.telegram.commands import general as menus
from bot.platforms.telegram.commands import members as people
from bot.platforms.telegram.commands import reminders as reminding
from bot.platforms.telegram.update import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.platforms.telegram.access import Right
    from bot.platforms.telegram.commands.context import Turn

Work: TypeAlias = "Callable[[Turn, str], None]"

_WORK: dict[str, Work] = {
    "start": menus.start,
    "help": menus.tell_help,
    "privacy": menus.privacy,
    "language": menus.language,
    "screen": screening.begin,
    "resume": screening.resume,
    "back": screening.go_back,
    "change": screening.change,
    "cancel": screening.leave,
    "date": screening.set_date,
    "pending": lists.pending,
    "log": lists.log,
    "checklist": files.checklist,
    "again": screening.again,
    "remind": reminding.remind,
    "forget": lists.forget,
    "invite": people.invite,
    "members": people.members,
    "revoke": people.revoke,
}
COMMANDS: dict[str, tuple[Right | None, Work]] = {
    name: (right, _WORK[name]) for name, right in RIGHTS.items()
}
"""Command -> the right that it takes, and what it does with what stands behind it."""

PRESSES: dict[str, tuple[Right | None, Work]] = {
    "m": (RIGHTS["screen"], menus.press),
    "l": (None, menus.language),
    "p": (RIGHTS["remind"], reminding.ask),
    "f": (RIGHTS["forget"], lists.forget_for_certain),
    "k": (RIGHTS["revoke"], people.press_revoke),
    "v": (RIGHTS["log"], files.send),
}
"""The first letter of a button's data -> the same; all others belong to a screening."""


def refused(turn: Turn, *, identified: bool) -> bool:
    """Refuse what may show who somebody is, and what was changed later; tell whether it was.

    Args:
        turn: the update.
        identified: its text holds what looks like a personal identity number.
    """
    incoming = turn.incoming
    if incoming.kind not in (Kind.ATTACHMENT, Kind.EDITED) and not identified:
        return False
    attached = incoming.kind is Kind.ATTACHMENT
    if attached or identified:
        turn.parcel["delete"] = [incoming.message]
    words = turn.words
    reason = words.attachment if attached else words.identifier if identified else words.edited
    turn.change(awaiting=None)
    if not screening.show_again(turn, reason):
        turn.say(reason)
    return True
