"""Sends the files that outbox messages ask for: the log, pictures, a checklist."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from telegram import InputFile

from bot.exports.context import MissingPartError, Unsuitable
from bot.logs import log
from bot.platforms.chat.files import FileMaker
from bot.platforms.chat.words import words_in
from bot.store import StoreError
from bot.texts import texts_in
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from bot.platforms.chat.environment import Environment
    from bot.platforms.telegram.outbox import Call
    from bot.store import Store

LARGEST = 49_000_000
"""Bytes: Telegram takes files of up to 50 MB from a bot."""
_PICTURE = "png"


class Files:
    """Sends the files that outbox messages ask for."""

    def __init__(self, store: Store, environment: Environment) -> None:
        """Read from a store, for one site."""
        self._maker = FileMaker(store, environment)

    async def calls(self, chat: int, wanted: dict[str, Any]) -> list[Call]:
        """Return the calls that send a file, or that say why there is none; none to a stranger."""
        try:
            if not await asyncio.to_thread(self._maker.may_have, chat, wanted):
                return []
            name, content, head = await asyncio.to_thread(self._maker.made, wanted)
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
        more = {}
        if head is not None and "token" not in wanted:  # what a coordinator keeps of all screenings
            told = texts_in(wanted["language"]).proof.caption
            more = {"caption": f"{told}\n\n{head.note}"}
        return [(method, {"chat_id": chat, kind: InputFile(content, filename=name), **more})]
