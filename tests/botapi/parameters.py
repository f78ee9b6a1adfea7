"""From what came over HTTP to parameters of the right types, or why not."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.botapi.methods import MARKUPS, METHODS, OBJECTS, Field
from tests.botapi.refusals import bad

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE = re.compile(r"-?\d{1,19}")
_TRUTHS = {"true": True, "false": False, "1": True, "0": False}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "document": "there is no document in the request",
    "photo": "there is no photo in the request",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along."""

    name: str
    kind: str
    content: bytes


def checked(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call's parameters in their types; refuse what Telegram has no place for."""
    fields = METHODS[method]
    # To Telegram an empty parameter is one that is not there.
    there = {name: value for name, value in given.items() if value not in ("", None)}
    for name in there:
        if name not in fields:
            raise bad(f'parameter "{name}" is unknown')
    for field in fields.values():
        if field.required and field.name not in there:
            if (method, field.name) == ("setWebhook", "url") and "url" in given:
                there["url"] = ""
                continue
            raise bad(_MISSING.get(field.name, f'parameter "{field.name}" is required'))
    return {name: _typed(fields[name], value) for name, value in there.items()}


def converted(method: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call's parameters in their types, whatever they are."""
    fields = METHODS[method]
    there = {name: value for name, value in given.items() if value not in ("", None)}
    return {
        name: _read(fields[name].kind, value) if isinstance(value, str) else value
        for name, value in there.items()
        if name in fields
    }


def _typed(field: Field, value: object) -> object:
    if isinstance(value, str):
        value = _read(field.kind, value, field.name)
    _check(field.kind, value, field.name)
    return value


def _read(kind: str, text: str, name: str = "") -> object:
    """Read a parameter of a form."""
    if kind in ("String", "File"):
        return text
    if kind == "Boolean":
        return _TRUTHS.get(text.lower(), text)
    if kind.startswith("Integer"):
        return int(text) if _WHOLE.fullmatch(text) else text
    try:
        return json.loads(text)
    except ValueError as error:
        raise bad(_unreadable(kind, name)) from error


def _unreadable(kind: str, name: str) -> str:
    if name == "reply_markup":
        return "can't parse reply keyboard markup JSON object"
    return f"can't parse {name}: {kind} expected"


def _check(kind: str, value: object, place: str) -> None:
    """Refuse a value that is not of its kind."""
    if kind == "ReplyMarkup":
        _check_markup(value, place)
    elif kind.startswith("["):
        if not isinstance(value, list):
            raise bad(f"can't parse {place}: Array expected")
        for part in value:
            _check(kind[1:-1], part, place)
    elif "|" in kind:
        if not any(_simple(one, value) for one in kind.split("|")):
            _check(kind.split("|", maxsplit=1)[0], value, place)
    elif kind in OBJECTS:
        _check_object(kind, value, place)
    elif not _simple(kind, value):
        raise bad(f"can't parse {place}: {kind} expected")


def _simple(kind: str, value: object) -> bool:
    match kind:
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Boolean":
            return isinstance(value, bool)
        case "String":
            return isinstance(value, str)
        case "File":
            return isinstance(value, str | Upload)
        case "Object":
            return isinstance(value, dict)
        case _:
            return False


def _check_markup(value: object, place: str) -> None:
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    kinds = [kind for mark, kind in MARKUPS.items() if mark in value]
    if len(kinds) != 1:
        raise bad(f"can't parse {place}: one kind of keyboard expected")
    _check_object(kinds[0], value, place)


def _check_object(kind: str, value: object, place: str) -> None:
    if not isinstance(value, dict):
        raise bad(f"can't parse {place}: Object expected as {kind}")
    fields = OBJECTS[kind]
    for name, part in value.items():
        if name not in fields:
            raise bad(f'can\'t parse {place}: field "{name}" of {kind} is unknown')
        _check(fields[name].kind, part, name)
    for field in fields.values():
        if field.required and field.name not in value:
            raise bad(f"can't parse {place}: Can't find field \"{field.name}\"")
