"""Makes the calls of one parcel: waits where Telegram says so, and tells what can't be mended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.logs import log
from bot.platforms.telegram.api import SECONDS, wait_of
from bot.platforms.telegram.outbox import calls_of, screen_call

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.outbound.pacing import Pace, Window
    from bot.platforms.telegram.outbox import Call, Parcel

_NEW = frozenset(("sendMessage", "sendDocument", "sendPhoto"))
"""Calls that make a message; Telegram limits them in each chat, and with edits over all chats."""
_LIMITED = _NEW | {"editMessageText"}
_FILES = frozenset(("sendDocument", "sendPhoto"))
_UPLOAD = 120.0
"""Seconds that a file may take."""
_TRIES = 3
"""A file that was refused so often is given up: it can be asked for again."""
_OPTIONAL = frozenset(("setMyCommands", "deleteMyCommands", "sendChatAction"))
"""Calls that a chat can do without: they are tried once, and never hold anything up."""
_UNCHANGED = "message is not modified"
_NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")
_SHORTEST, _LONGEST = 0.5, 30.0
_ANSWERABLE = 150.0
"""Seconds after which Telegram takes no answer to a press."""


class Undeliverable(Exception):  # noqa: N818 - an expected outcome
    """The chat can't be reached: the bot was blocked there, or the chat is gone."""


class Delivery:
    """Delivers parcels."""

    def __init__(
        self,
        api: Api,
        window: Window,
        extra: Callable[[int, Parcel], Awaitable[Sequence[Call]]] | None = None,
    ) -> None:
        """Prepare.

        Args:
            api: the bot's.
            window: the limit over all chats.
            extra: gives the calls that take more than a parcel's data: files, commands.
        """
        self._api = api
        self._window = window
        self._extra = extra

    async def deliver(self, chat: int, parcel: Parcel, pace: Pace) -> int | None:
        """Make a parcel's calls; give the message that its screen was sent as.

        Raises:
            Undeliverable: the chat can't be reached.
        """
        beside = self._beside(chat, parcel, pace)
        if "say" in parcel:  # above the screen, whose keyboard is then the last thing in the chat
            await beside
            return await self._show(chat, parcel, pace)
        # Both have ended before the parcel has, whatever one of them meets.
        show = self._show(chat, parcel, pace)
        message, failure = await asyncio.gather(show, beside, return_exceptions=True)
        for error in (message, failure):
            if isinstance(error, BaseException):
                raise error
        return cast("int | None", message)

    async def _beside(self, chat: int, parcel: Parcel, pace: Pace) -> None:
        for call in calls_of(chat, parcel):
            made = await self._make(call, pace)
            if call[0] == "answerCallbackQuery" and made is None and call[1].get("text"):
                # Too late for a pop-up: what it says is said all the same.
                said = {"chat_id": chat, "text": call[1]["text"]}
                await self._make(("sendMessage", said), pace)
        if "document" in parcel:
            await self._make(
                ("sendChatAction", {"chat_id": chat, "action": "upload_document"}), pace
            )
        if self._extra is not None and ("document" in parcel or "setup" in parcel):
            for call in await self._extra(chat, parcel):
                await self._make(call, pace)

    async def _show(self, chat: int, parcel: Parcel, pace: Pace) -> int | None:
        call = screen_call(chat, parcel)
        if call is None:
            return None
        result = await self._make(call, pace)
        if result is None and "edit" in parcel:  # it can't be edited any more: a new one
            return await self._show(chat, {"screen": parcel["screen"]}, pace)
        return result["message_id"] if isinstance(result, dict) else None

    async def _make(self, call: Call, pace: Pace) -> Any:  # noqa: ANN401 - the call's result
        """Make a call until it is made; True where there is nothing to do, None if it can't be."""
        method, params = call
        loop = asyncio.get_running_loop()
        began, wait, tries = loop.time(), _SHORTEST, 0
        seconds = _UPLOAD if method in _FILES else SECONDS
        while True:
            await self._wait_for_turn(method, pace)
            try:
                return await self._api.call(method, params, seconds)
            except RetryAfter as error:
                pace.blocked_until = loop.time() + wait_of(error)
                if method == "answerCallbackQuery":
                    await asyncio.sleep(wait_of(error))
            except (Forbidden, ChatMigrated):
                raise Undeliverable from None
            except BadRequest as error:
                return _refused(method, error)
            except TelegramError as error:
                tries += 1
                if method in _OPTIONAL or (method in _FILES and tries >= _TRIES):
                    log().warning("left out", method=method, error=error.message)
                    return None
                if isinstance(error, InvalidToken):
                    wait = _LONGEST
                log().warning("call failed", method=method, error=error.message, wait=wait)
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST)
            if method == "answerCallbackQuery" and loop.time() - began > _ANSWERABLE:
                return None

    async def _wait_for_turn(self, method: str, pace: Pace) -> None:
        """Wait until Telegram's limits allow a call."""
        loop = asyncio.get_running_loop()
        blocked = pace.blocked_until - loop.time()
        if blocked > 0 and method != "answerCallbackQuery":
            await asyncio.sleep(blocked)
        if method in _NEW and (wait_in_chat := pace.reserve(loop.time())):
            await asyncio.sleep(wait_in_chat)
        if method in _LIMITED and (wait_for_all := self._window.reserve(loop.time())):
            await asyncio.sleep(wait_for_all)


def _refused(method: str, error: BadRequest) -> bool | None:
    """Tell what a refusal means: nothing to do, or another way to be taken."""
    said = error.message.lower()
    if _UNCHANGED in said:
        return True
    if "chat not found" in said or "user is deactivated" in said:
        raise Undeliverable
    if method == "answerCallbackQuery" or any(one in said for one in _NO_EDIT):
        return None
    if method != "deleteMessage":
        log().error("call refused", method=method, error=error.message)
    return None if method == "editMessageText" else True
