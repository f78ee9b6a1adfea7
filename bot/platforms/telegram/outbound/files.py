"""Makes the files that outbox messages ask for: the log, pictures, a checklist.

A file is made just before it is sent, outside the writer's thread, and is kept nowhere.
"""

from __future__ import annotations

import asyncio
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from telegram import InputFile

from bot.exports.registry import BY_KEY
from bot.exports.setting import MissingPartError, Setting, Unsuitable
from bot.logs import log
from bot.platforms.chat.access import Right, may, may_read, owner_of
from bot.platforms.chat.words import words_in
from bot.screenings.records import Records
from bot.store import StoreError
from bot.texts import texts_in
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from bot.exports.registry import Export
    from bot.platforms.chat.environment import Environment
    from bot.platforms.telegram.outbox import Call
    from bot.store import Store, UnitOfWork

LARGEST = 49_000_000
"""Bytes: Telegram takes files of up to 50 MB from a bot."""
_PICTURE = "png"


class Files:
    """Makes the files that outbox messages ask for."""

    def __init__(self, store: Store, environment: Environment) -> None:
        """Read from a store, for one site."""
        self._store = store
        self._environment = environment

    async def calls(self, chat: int, wanted: dict[str, Any]) -> list[Call]:
        """Return the calls that send a file, or that say why there is none; none to a stranger."""
        try:
            if not await asyncio.to_thread(self._may_have, chat, wanted):
                return []
            name, content = await asyncio.to_thread(self._made, wanted)
        except MissingPartError as error:
            log().error("file not made", key=wanted["key"], missing=error.library)
            text = words_in(wanted["language"]).file_cannot_be_made
            return [("sendMessage", {"chat_id": chat, "text": text})]
        except Unsuitable as error:
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

        def look(unit: UnitOfWork) -> bool:
            role = self._environment.access.role(user, unit)
            if token is None:
                return may(role, Right.LOG)
            stored = unit.load(token)
            if stored is None or not may(role, Right.SCREEN):
                return False
            return may_read(role, owner_of(user), stored)

        return self._store.within(look)

    def _made(self, wanted: dict[str, Any]) -> tuple[str, bytes]:
        """Make a file; its name and its bytes.

        Raises:
            MissingPartError, Unsuitable, StoreError, TrialError: it can't be made.
        """
        export = BY_KEY[wanted["key"]]
        environment, zone = self._environment, self._environment.now().tzinfo
        since, until = _day(wanted.get("since", "")), _day(wanted.get("until", ""))
        records = Records(self._store, environment.site, zone)
        setting = Setting(
            texts_in(wanted["language"]),
            environment.now(),
            self._store,
            "" if environment.site is None else environment.site.code,
            since,
            until,
        )
        token = wanted.get("token")
        found = (
            records.between(since, until) if token is None else filter(None, [records.of(token)])
        )
        out = BytesIO()
        export.write(found, out, setting)
        return _name(export, token, environment), out.getvalue()


def _name(export: Export, token: str | None, environment: Environment) -> str:
    return f"{token or environment.now().date()}-{export.name}.{export.extension}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
