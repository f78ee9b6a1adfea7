"""Fetches the files of records that are sent to the bot; nothing of them is kept.

Only what is called like one is fetched, from somebody who may screen, and of bounded size.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from telegram.error import TelegramError

from bot.platforms.chat.incoming import Kind
from bot.prefill.reported import LONGEST, UnusableRecord

if TYPE_CHECKING:
    from bot.platforms.chat.incoming import Incoming
    from bot.platforms.telegram.api import Api

SECONDS = 20.0
"""How long fetching a file may take: the updates behind it wait as well."""


async def with_record(incoming: Incoming, api: Api) -> Incoming:
    """Return what somebody did with the record that they sent, or with why it can't be used."""
    from bot.prefill.reading import read_record  # noqa: PLC0415 - few chats ever need FHIR

    try:
        async with asyncio.timeout(SECONDS):
            raw = await _fetched(incoming, api)
        return replace(incoming, record=await asyncio.to_thread(read_record, raw))
    except UnusableRecord as error:
        return replace(incoming, problem=error.code, line=error.line)
    except (TelegramError, TimeoutError):
        return replace(incoming, problem="not_fetched")


async def _fetched(incoming: Incoming, api: Api) -> bytes:
    if incoming.size > LONGEST:
        raise UnusableRecord("too_long")
    found = await api.call("getFile", {"file_id": incoming.file}, seconds=SECONDS)
    path = found.get("file_path") if isinstance(found, dict) else None
    if not isinstance(path, str):
        raise TelegramError("the file cannot be had")
    return await api.file(path, SECONDS)


def refused(incoming: Incoming) -> Incoming:
    """Return a record as any other attachment: from somebody who may not give one."""
    return replace(incoming, kind=Kind.ATTACHMENT, file="")
