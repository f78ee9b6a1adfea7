"""Files for coordinators and screeners: the log, pictures, a checklist, made when they are sent.

What waits in the outbox says which file it is to be; the file itself is made just before it is
sent, outside the writer's thread, and is kept nowhere.
"""

from __future__ import annotations

import asyncio
import re
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from telegram import InputFile

from bot.exports.registry import BY_KEY
from bot.exports.setting import MissingPartError, Setting, Unsuitable
from bot.platforms.telegram.access import Right, may, may_read
from bot.platforms.telegram.words import words_in
from bot.presentation.messages import Button
from bot.screenings.records import Records
from bot.store import StoreError
from bot.texts import texts_in
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from bot.exports.registry import Export
    from bot.platforms.telegram.commands.context import House, Turn
    from bot.platforms.telegram.outbox import Call
    from bot.store import Store, Unit

_DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
LARGEST = 49_000_000
"""Bytes: Telegram takes files of up to 50 MB from a bot."""
_IN_A_ROW = 3
_PICTURE = "png"


def offered(period: str) -> list[list[Button]]:
    """Return a button for every file of many screenings; a phone shows no SVG.

    Args:
        period: the days that they cover, written ``:first:last``; empty for all.
    """
    keys = [one.key for one in BY_KEY.values() if not one.single and one.extension != "svg"]
    buttons = [Button(key, f"v:{key}{period}") for key in keys]
    return [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]


def period_of(argument: str) -> str:
    """Write the days of a command as they stand in a button's data; empty without any."""
    days = [day for day in _DAY.findall(argument) if _day(day)]
    return "".join(f":{day}" for day in days[:2])


def send(turn: Turn, what: str) -> None:
    """Have a file of many screenings made and sent: its key, and the days that it covers."""
    key, *days = what.split(":")
    if key not in BY_KEY or BY_KEY[key].single:
        turn.pop_up(turn.words.no_command)
        return
    since, until = [*days, "", ""][:2]
    _ask(turn, key, since=since, until=until)


def checklist(turn: Turn, token: str) -> None:
    """Have the checklist of a screening made and sent: the one named, else the one at hand."""
    stored = turn.unit.load(token.upper() or turn.chat.token or "")
    if stored is None or not may_read(turn.role, turn.owner, stored):
        turn.say(turn.words.not_there)
    else:
        _ask(turn, "checklist.pdf", token=stored.session.token)


def _ask(turn: Turn, key: str, **details: str) -> None:
    turn.parcel["document"] = {"key": key, "language": turn.chat.language, **details}
    turn.unit.people.did(
        turn.owner, "file", f"{key} {details.get('token', '')}".strip(), turn.house.now()
    )


class Files:
    """Makes the files that parcels ask for."""

    def __init__(self, store: Store, house: House) -> None:
        """Read from a store, for one site."""
        self._store = store
        self._house = house

    async def calls(self, chat: int, wanted: dict[str, Any]) -> list[Call]:
        """Return the calls that send a file, or that say why there is none; none to a stranger."""
        try:
            if not await asyncio.to_thread(self._may_have, chat, wanted):
                return []
            name, content = await asyncio.to_thread(self._made, wanted)
        except (MissingPartError, Unsuitable) as error:
            text = error.said(texts_in(wanted["language"]))
            return [("sendMessage", {"chat_id": chat, "text": text})]
        except (StoreError, TrialError) as error:
            return [("sendMessage", {"chat_id": chat, "text": str(error)[:1000]})]
        if len(content) > LARGEST:
            text = words_in(wanted["language"]).file_too_large
            return [("sendMessage", {"chat_id": chat, "text": text})]
        picture = name.endswith(_PICTURE)
        method, kind = ("sendPhoto", "photo") if picture else ("sendDocument", "document")
        return [(method, {"chat_id": chat, kind: InputFile(content, filename=name)})]

    def _may_have(self, user: int, wanted: dict[str, Any]) -> bool:
        """Whether somebody may still have a file: meanwhile the person may have been removed.

        Raises:
            StoreError: nobody knows.
        """
        token = wanted.get("token")

        def look(unit: Unit) -> bool:
            role = self._house.access.role(user, unit)
            if token is None:
                return may(role, Right.LOG)
            stored = unit.load(token)
            if stored is None or not may(role, Right.SCREEN):
                return False
            return may_read(role, f"telegram:{user}", stored)

        return self._store.within(look)

    def _made(self, wanted: dict[str, Any]) -> tuple[str, bytes]:
        """Make a file; its name and its bytes.

        Raises:
            MissingPartError, Unsuitable, StoreError, TrialError: it can't be made.
        """
        export = BY_KEY[wanted["key"]]
        house, zone = self._house, self._house.now().tzinfo
        since, until = _day(wanted.get("since", "")), _day(wanted.get("until", ""))
        records = Records(self._store, house.site, zone)
        setting = Setting(
            texts_in(wanted["language"]),
            house.now(),
            self._store,
            "" if house.site is None else house.site.code,
            since,
            until,
        )
        token = wanted.get("token")
        found = (
            records.between(since, until) if token is None else filter(None, [records.of(token)])
        )
        out = BytesIO()
        export.write(found, out, setting)
        return _name(export, token, house), out.getvalue()


def _name(export: Export, token: str | None, house: House) -> str:
    return f"{token or house.now().date()}-{export.name}.{export.extension}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
