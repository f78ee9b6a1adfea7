"""``/log``: the screening log, and the files that a site keeps of its screenings.

Here a file is only asked for, in the outbox; `bot.platforms.telegram.outbound.files` makes it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from bot.exports.registry import BY_KEY
from bot.platforms.chat.roles import may_read
from bot.presentation.fitting import MOST, page_of
from bot.presentation.messages import Button
from criteria.verdict.openness import Openness, by_openness

if TYPE_CHECKING:
    from bot.platforms.chat.commands.context import Context
    from bot.platforms.chat.words import TelegramWords
    from bot.store import Stored

_LOGGED = 20
_IN_A_ROW = 3
_MORE = "+"
"""In front of the number of a page of files, where a button would name one."""
_DIGITS = 4
_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")

_OPEN = {
    Openness.NOT_KNOWN: "log_pending",
    Openness.AWAITED: "log_awaited",
    Openness.NOT_ASKED: "log_not_asked",
}
"""What is said of the criteria that are open, by how they are."""


def log(context: Context, days: str) -> None:
    """List everybody's last screenings, and offer the files that a site keeps of them.

    Args:
        context: the update.
        days: the first and the last day that the files are to cover; all without them.
    """
    found = context.unit.latest(_LOGGED)
    if not found:
        context.say(context.words.log_none)
        return
    lines = [context.words.say("log", count=len(found))]
    lines += [_logged(context, stored) for stored in found]
    lines += ["", context.words.log_files]
    context.say("\n".join(lines), _buttons(context.words, _period_of(days)))


def _logged(context: Context, stored: Stored) -> str:
    words, session = context.words, stored.session
    outcome, reasons = words.outcomes["purged"], ""
    if stored.purged is None:
        verdict = context.verdict(stored)
        outcome = words.outcomes[verdict.outcome.value]
        if verdict.failing:
            reasons += words.say("log_failing", criteria=", ".join(verdict.failing))
        for how, names in () if verdict.failing else by_openness(verdict).items():
            if names:
                reasons += words.say(_OPEN[how], criteria=", ".join(names))
    return words.say(
        "log_line",
        token=session.token,
        date=session.reference_date,
        trial=f"{context.script(stored).trial.protocol.acronym} {session.version}",
        outcome=outcome,
        reasons=reasons,
    )


def _buttons(words: TelegramWords, period: str, page: int = 0) -> list[list[Button]]:
    """Return a page of buttons for the files of many screenings; a phone shows no SVG.

    Args:
        words: the chat's own sentences.
        page: which page, from 0.
        period: the days that they cover, written ``:first:last``; empty for all.
    """
    keys = [one.key for one in BY_KEY.values() if not one.single and one.extension != "svg"]
    shown, page, pages = page_of(keys, page, MOST)
    buttons = [Button(key, f"v:{key}{period}") for key in shown]
    if pages > 1:
        following = (page + 1) % pages
        buttons.append(Button(words.log_more, f"v:{_MORE}{following}{period}"))
    return [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]


def _period_of(argument: str) -> str:
    """Write the days of a command as they are in a button's data; empty without any."""
    days = [day for day in _DAY.findall(argument) if _is_date(day)]
    return "".join(f":{day}" for day in days[:2])


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def send(context: Context, what: str) -> None:
    """Have a file of many screenings made and sent: its key, and the days that it covers."""
    key, *days = what.split(":")
    if key.startswith(_MORE) and key[1:].isascii() and key[1:].isdigit() and len(key) < _DIGITS:
        period = "".join(f":{day}" for day in days)
        rows = _buttons(context.words, period, int(key[1:]))
        context.say(context.words.log_files, rows)
        return
    if key not in BY_KEY or BY_KEY[key].single:
        context.pop_up(context.words.no_command)
        return
    since, until = [*days, "", ""][:2]
    _ask(context, key, since=since, until=until)


def checklist(context: Context, token: str) -> None:
    """Have the checklist of a screening made and sent: the one named, else the one at hand."""
    _ask_of_one(context, "checklist.pdf", token)


def calendar(context: Context, token: str) -> None:
    """Have the calendar of a screening made and sent: the one named, else the one at hand."""
    _ask_of_one(context, "calendar.ics", token)


def _ask_of_one(context: Context, key: str, token: str) -> None:
    stored = context.unit.load(token.upper() or context.chat.token or "")
    if stored is None or not may_read(context.role, context.owner, stored):
        context.say(context.words.not_there)
    else:
        _ask(context, key, token=stored.session.token)


def _ask(context: Context, key: str, **details: str) -> None:
    context.outgoing["document"] = {"key": key, "language": context.chat.language, **details}
    context.unit.members.did(
        context.owner,
        "file",
        f"{key} {details.get('token', '')}".strip(),
        context.environment.now(),
    )
