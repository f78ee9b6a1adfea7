"""Tells Telegram what the bot is and which commands there are: by language and by role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError

from bot.logs import log
from bot.platforms.chat.bot_commands import known_to
from bot.platforms.chat.roles import Role
from bot.platforms.chat.words import words_in
from bot.texts import languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.platforms.chat.words import TelegramWords
    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.outbox import Call


async def register_all(api: Api, everybody: Role, owners: Iterable[int], language: str) -> None:
    """Register descriptions, everybody's commands, and the owners'; what fails is only logged.

    Args:
        api: the bot's.
        everybody: the role of whoever is not known.
        owners: whose chats have an owner's commands.
        language: for people whose own language is not spoken here.
    """
    calls = [*_descriptions(language), *commands_of(everybody, None, language)]
    for owner in owners:
        calls += commands_of(Role.OWNER, owner, language)
    for method, params in calls:
        await _try(api, method, params)


def commands_of(role: Role, chat: int | None, language: str) -> Iterator[Call]:
    """Return the calls that list a role's commands in each language; in every chat if None."""
    scope = {"type": "default"} if chat is None else {"type": "chat", "chat_id": chat}
    for code in ("", *languages()):
        spoken: dict[str, Any] = {"language_code": code} if code else {}
        if role is Role.STRANGER and chat is not None:
            yield "deleteMyCommands", {"scope": scope, **spoken}
        else:
            commands = listed(role, words_in(code or language))
            yield "setMyCommands", {"commands": commands, "scope": scope, **spoken}


def listed(role: Role, words: TelegramWords) -> list[dict[str, Any]]:
    """Return a role's commands as Telegram lists them."""
    return [{"command": name, "description": words.commands[name]} for name in known_to(role)]


def _descriptions(language: str) -> Iterator[Call]:
    for code in ("", *languages()):
        spoken = {"language_code": code} if code else {}
        words = words_in(code or language)
        yield "setMyDescription", {"description": words.described, **spoken}
        yield "setMyShortDescription", {"short_description": words.described_briefly, **spoken}


async def _try(api: Api, method: str, params: dict[str, Any]) -> None:
    try:
        await api.call(method, params)
    except TelegramError as error:
        log().info("not registered", method=method, error=error.message)
