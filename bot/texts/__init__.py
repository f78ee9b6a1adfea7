"""The bot's own words: a typed catalogue, one TOML file a language, checked complete when read.

A sentence that is missing, or one too many, is an error at start and never in a conversation.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from bot.texts.words import Texts


@cache
def languages() -> dict[str, Texts]:
    """Read every language there is: code -> texts.

    Raises:
        pydantic.ValidationError: a language lacks a sentence or has one too many.
    """
    files = (file for file in resources.files(__package__).iterdir() if file.name.endswith(".toml"))
    found = [Texts.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in files]
    return {texts.language: texts for texts in sorted(found, key=lambda texts: texts.language)}


def texts_in(language: str, fallback: str = "en") -> Texts:
    """Return the texts in a language ("sv", "sv-SE"), else in the fallback."""
    known = languages()
    return known.get(language.partition("-")[0].lower()) or known[fallback]
