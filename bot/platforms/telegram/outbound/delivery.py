"""Delivers one outbox message: makes its calls, within Telegram's limits, until they are made."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.logs import log
from bot.platforms.telegram.api import SECONDS
from bot.platforms.telegram.outbox import calls_of, screen_call
from bot.platforms.telegram.retry import Backoff, retry, wait_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.platforms.chat.outbox import OutboxMessage
    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.outbound.pacing import Pace, Window
    from bot.platforms.telegram.outbox import Call

_ANSWER = "answerCallbackQuery"
"""Not held up by a chat's limit: a press that is answered late has been answered in vain."""
_NEW = frozenset(("sendMessage", "sendDocument", "sendPhoto"))
"""Calls that make a message; Telegram limits them in each chat, and with edits over all chats."""
_LIMITED = _NEW | {"editMessageText"}
_FILES = frozenset(("sendDocument", "sendPhoto"))
_UPLOAD = 120.0
"""Seconds that a file may take."""
_UNCHANGED = "message is not modified"
_NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")

_BACKOFF = Backoff(
    "call failed",
    on=(TelegramError,),
    unless=(Forbidden, ChatMigrated, BadRequest),
    longest=30.0,
)
_FEW = replace(_BACKOFF, attempts=3)
"""A file that failed so often is given up: it can be asked for again."""
_ONCE = replace(_BACKOFF, attempts=1)
"""A chat can do without these: they never hold anything up."""
_BACKOFFS = {
    _ANSWER: replace(_BACKOFF, seconds=150.0),  # then Telegram takes no answer to a press
    "sendDocument": _FEW,
    "sendPhoto": _FEW,
    "setMyCommands": _ONCE,
    "deleteMyCommands": _ONCE,
    "sendChatAction": _ONCE,
}


class Undeliverable(Exception):  # noqa: N818 - an expected outcome
    """The chat can't be reached: the bot was blocked there, or the chat is gone."""


class Delivery:
    """Delivers outbox messages."""

    def __init__(
        self,
        api: Api,
        window: Window,
        extra: Callable[[int, OutboxMessage], Awaitable[Sequence[Call]]] | None = None,
    ) -> None:
        """Prepare.

        Args:
            api: the bot's.
            window: the limit over all chats.
            extra: gives the calls that take more than the message's data: files, commands.
        """
        self._api = api
        self._window = window
        self._extra = extra

    async def deliver(self, chat: int, message: OutboxMessage, pace: Pace) -> int | None:
        """Make the calls of a message; return the number of the one that its screen was sent as.

        Raises:
            Undeliverable: the chat can't be reached.
        """
        beside = self._beside(chat, message, pace)
        if "say" in message:  # above the screen, whose keyboard is then the last thing in the chat
            await beside
            return await self._show(chat, message, pace)
        # Both have ended before the message counts as delivered, whatever one of them meets.
        show = self._show(chat, message, pace)
        number, failure = await asyncio.gather(show, beside, return_exceptions=True)
        for error in (number, failure):
            if isinstance(error, BaseException):
                raise error
        return cast("int | None", number)

    async def _beside(self, chat: int, message: OutboxMessage, pace: Pace) -> None:
        for call in calls_of(chat, message):
            made = await self._make(call, pace)
            if call[0] == _ANSWER and made is None and call[1].get("text"):
                # Too late for a pop-up: what it says is said all the same.
                said = {"chat_id": chat, "text": call[1]["text"]}
                await self._make(("sendMessage", said), pace)
        if "document" in message:
            await self._make(
                ("sendChatAction", {"chat_id": chat, "action": "upload_document"}), pace
            )
        if self._extra is not None and ("document" in message or "setup" in message):
            for call in await self._extra(chat, message):
                await self._make(call, pace)

    async def _show(self, chat: int, message: OutboxMessage, pace: Pace) -> int | None:
        call = screen_call(chat, message)
        if call is None:
            return None
        result = await self._make(call, pace)
        if result is None and "edit" in message:  # it can't be edited any more: a new one
            return await self._show(chat, {"screen": message["screen"]}, pace)
        return result["message_id"] if isinstance(result, dict) else None

    async def _make(self, call: Call, pace: Pace) -> Any:  # noqa: ANN401 - the call's result
        """Make a call until it is made; True where there is nothing to do, None if it can't be."""
        method, params = call
        backoff = _BACKOFFS.get(method, _BACKOFF)
        try:
            return await retry(partial(self._attempt, method, params, pace), backoff, method=method)
        except (Forbidden, ChatMigrated):
            raise Undeliverable from None
        except BadRequest as error:
            return _refused(method, error)

    async def _attempt(self, method: str, params: dict[str, Any], pace: Pace) -> Any:  # noqa: ANN401 - as above
        """Make a call as soon as Telegram's limits allow it."""
        seconds = _UPLOAD if method in _FILES else SECONDS
        while True:
            await self._wait_for_slot(method, pace)
            try:
                return await self._api.call(method, params, seconds)
            except RetryAfter as error:
                pace.blocked_until = asyncio.get_running_loop().time() + wait_of(error)
                if method == _ANSWER:
                    raise

    async def _wait_for_slot(self, method: str, pace: Pace) -> None:
        """Wait until Telegram's limits allow a call."""
        loop = asyncio.get_running_loop()
        blocked = pace.blocked_until - loop.time()
        if blocked > 0 and method != _ANSWER:
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
    if method == _ANSWER or any(one in said for one in _NO_EDIT):
        return None
    if method != "deleteMessage":
        log().error("call refused", method=method, error=error.message)
    return None if method == "editMessageText" else True
