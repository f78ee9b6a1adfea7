"""What a message may consist of: its text and its keyboard."""

from __future__ import annotations

from typing import Any

from tests.botapi.markup import UnparsableError, parse, units
from tests.botapi.methods import (
    LONGEST_CALLBACK_DATA,
    LONGEST_TEXT,
    MOST_BUTTONS,
    MOST_IN_A_ROW,
)
from tests.botapi.refusals import bad

# Control characters become spaces, as Telegram makes them.
_CLEAN = {code: " " for code in range(32) if code != 10}
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def text_of(
    params: dict[str, Any], name: str = "text", longest: int = LONGEST_TEXT
) -> tuple[str, list[dict[str, Any]]]:
    """Return a message's plain text and entities, or refuse it."""
    raw = params.get(name, "").replace("\r", "")
    prefix = "caption_" if name == "caption" else ""
    text, entities = _parsed(raw, params, f"{prefix}entities")
    text = text.translate(_CLEAN)
    if not text.strip():
        raise bad("text must be non-empty" if raw else "message text is empty")
    if units(text.strip()) > longest:
        raise bad("message is too long" if name == "text" else "message caption is too long")
    gap = units(text[: len(text) - len(text.lstrip())])
    text = text.strip()
    return text, _moved(entities, gap, units(text))


def _parsed(raw: str, params: dict[str, Any], name: str) -> tuple[str, list[dict[str, Any]]]:
    mode = params.get("parse_mode", "").lower()
    if mode == "":
        return raw, params.get(name, [])
    if mode != "html":
        raise bad("unsupported parse_mode")
    try:
        return parse(raw)
    except UnparsableError as error:
        raise bad(f"can't parse entities: {error}") from error


def _moved(entities: list[dict[str, Any]], gap: int, length: int) -> list[dict[str, Any]]:
    """Return the entities of a text that lost its white space at both ends."""
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - gap)
        end = min(length, entity["offset"] + entity["length"] - gap)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return moved


def keyboard_of(params: dict[str, Any], *, strict: bool = True) -> list[list[dict[str, Any]]]:
    """Return a message's inline keyboard, or refuse it."""
    markup = params.get("reply_markup") or {}
    rows: list[list[dict[str, Any]]] = [row for row in markup.get("inline_keyboard", ()) if row]
    if strict:
        for row in rows:
            for button in row:
                _check_button(button)
        if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
            raise bad("REPLY_MARKUP_TOO_LONG")
    return rows


def _check_button(button: dict[str, Any]) -> None:
    if not button["text"].strip():
        raise bad("can't parse inline keyboard button: button text must be non-empty")
    does = [name for name in _ACTIONS if name in button]
    if not does:
        why = "Text buttons are unallowed in the inline keyboard"
        raise bad(f"can't parse inline keyboard button: {why}")
    if len(does) > 1:
        raise bad("can't parse inline keyboard button: more than one action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= LONGEST_CALLBACK_DATA:
        raise bad("BUTTON_DATA_INVALID")
