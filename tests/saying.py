"""Every sentence that there is, by its dotted name, for tests of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel

from bot.platforms.chat.words import TelegramWords
from bot.platforms.terminal.words import TerminalWords
from bot.texts import file_in, texts_in
from bot.texts.base import Counted, Words
from bot.texts.words import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable

PLATFORMS: dict[str, type[Words]] = {"telegram": TelegramWords, "terminal": TerminalWords}
"""The files that are one section, with their shapes."""


def sentences(value: object, name: str = "") -> dict[str, str]:
    """Every sentence in a section by its dotted name; a counted one by each of its forms."""
    if isinstance(value, str):
        return {name.strip("."): value}
    found: dict[str, str] = {}
    for inner, one in _parts(value):
        found |= sentences(one, f"{name}.{inner}")
    return found


def _parts(value: object) -> Iterable[tuple[object, object]]:
    if isinstance(value, BaseModel):
        return value
    if isinstance(value, Counted):
        return value.forms.items()
    if isinstance(value, dict):
        return value.items()
    assert isinstance(value, list), value
    return enumerate(value)


def everything(language: str) -> dict[str, str]:
    """Every sentence of a language, on every platform."""
    texts = texts_in(language)
    found = {"name": texts.name, "decimal_mark": texts.decimal_mark}
    for section in Texts.sections():
        found |= sentences(getattr(texts, section), section)
    for file, shape in PLATFORMS.items():
        found |= sentences(file_in(language, file, shape), file)
    return found
