"""Bedside's own words: a folder a language, with files of named sentences."""

from __future__ import annotations

from functools import cache

from bot.texts.catalogue import (
    command_called,
    command_name,
    command_near,
    file_in,
    languages,
    spoken,
)
from bot.texts.words import Texts

__all__ = [
    "command_called",
    "command_name",
    "command_near",
    "file_in",
    "languages",
    "texts_in",
]


@cache
def _texts(code: str) -> Texts:
    return Texts(code)


def texts_in(language: str, fallback: str = "en") -> Texts:
    """Return the texts in a language ("sv", "sv-SE"), else in the fallback."""
    return _texts(spoken(language, fallback))
