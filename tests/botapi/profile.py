"""What a bot says of itself: name, descriptions, commands, the button of its menu."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.botapi.methods import (
    LONGEST_COMMAND_DESCRIPTION,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_SHORT_DESCRIPTION,
    MENU_BUTTONS,
    MOST_COMMANDS,
    SCOPES,
)
from tests.botapi.refusals import bad

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.world import World

_COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")


class Profile:
    """The methods that have to do with the bot itself."""

    def __init__(self, world: World) -> None:
        """Work on a world."""
        self.world = world
        self.table: dict[str, Callable[[dict[str, Any]], Any]] = {
            "close": lambda _: True,
            "deleteMyCommands": self.delete_commands,
            "getMe": self.get_me,
            "getMyCommands": lambda params: world.commands.get(_key(params), []),
            "getMyDescription": lambda params: self._get("description", params),
            "getMyName": lambda params: self._get("name", params),
            "getMyShortDescription": lambda params: self._get("short_description", params),
            "logOut": lambda _: True,
            "setChatMenuButton": self.set_menu,
            "setMyCommands": self.set_commands,
            "setMyDescription": lambda params: self._set(
                "description", params, LONGEST_DESCRIPTION
            ),
            "setMyName": lambda params: self._set("name", params, LONGEST_NAME),
            "setMyShortDescription": lambda params: self._set(
                "short_description", params, LONGEST_SHORT_DESCRIPTION
            ),
        }

    def get_me(self, _: dict[str, Any]) -> dict[str, Any]:
        """Do getMe."""
        can = {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }
        return {**self.world.bot.body(), **can}

    def set_commands(self, params: dict[str, Any]) -> bool:
        """Do setMyCommands."""
        commands = params["commands"]
        if len(commands) > MOST_COMMANDS:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.fullmatch(command["command"]):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"].strip()) <= LONGEST_COMMAND_DESCRIPTION:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._check_scope(params)
        self.world.commands[_key(params)] = commands
        return True

    def _check_scope(self, params: dict[str, Any]) -> None:
        scope = params.get("scope", {"type": "default"})
        if scope["type"] not in SCOPES:
            raise bad("can't parse BotCommandScope: Unsupported type specified")
        if scope["type"].startswith("chat"):
            self.world.chat(scope.get("chat_id"))
        _check_language(params)

    def delete_commands(self, params: dict[str, Any]) -> bool:
        """Do deleteMyCommands."""
        self._check_scope(params)
        self.world.commands.pop(_key(params), None)
        return True

    def set_menu(self, params: dict[str, Any]) -> bool:
        """Do setChatMenuButton."""
        if "chat_id" in params:
            self.world.chat(params["chat_id"])
        if params.get("menu_button", {"type": "default"})["type"] not in MENU_BUTTONS:
            raise bad("can't parse menu button: MenuButton has unsupported type")
        return True

    def _set(self, kind: str, params: dict[str, Any], longest: int) -> bool:
        _check_language(params)
        text = params.get(kind, "")
        if len(text) > longest:
            raise bad(f"{kind.replace('_', ' ')} is too long")
        self.world.told[kind, params.get("language_code", "")] = text
        return True

    def _get(self, kind: str, params: dict[str, Any]) -> dict[str, str]:
        return {kind: self.world.told.get((kind, params.get("language_code", "")), "")}


def _key(params: dict[str, Any]) -> tuple[str, str]:
    """Say whom commands are for: the scope and the language."""
    scope = params.get("scope", {"type": "default"})
    return ":".join(str(part) for part in scope.values()), params.get("language_code", "")


def _check_language(params: dict[str, Any]) -> None:
    language = params.get("language_code", "")
    if language and not _LANGUAGE.fullmatch(language):
        raise bad("invalid language code specified")
