"""The languages there are, a folder each, and their files in the shape that they must have.

A file is read when something of it is first said, once a process, and checked as a whole: a
sentence that is missing, or one too many, is an error. The tests and `bedside doctor` read all.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import combining, normalize

from pydantic import Field

from bot.texts.base import Words
from bot.texts.plurals import Plurals

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_FOLDER = resources.files(__package__)
_OWN = "language"
"""The file about the language itself; a folder without it is no language."""

Shape = TypeVar("Shape", bound=Words)


class Language(Words):
    """What a language calls itself, how it writes decimals, how it counts."""

    name: str
    decimal_mark: str
    plurals: dict[str, str]
    commands: dict[str, str] = Field(default_factory=dict)
    """Commands by the names that they have in this language beside their own.

    Of several names for one command the first is the one that is told.
    """


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are, in order."""
    folders = [one for one in _FOLDER.iterdir() if one.joinpath(f"{_OWN}.toml").is_file()]
    return tuple(sorted(folder.name for folder in folders))


def spoken(language: str, fallback: str = "en") -> str:
    """Return the code of a language ("sv", "sv-SE"), else of the fallback.

    Raises:
        KeyError: there is no such fallback.
    """
    for code in (language.partition("-")[0].lower(), fallback):
        if code in languages():
            return code
    raise KeyError(fallback)


@cache
def about(language: str) -> Language:
    """Return what a language says of itself."""
    return Language.model_validate(contents(language, _OWN))


@cache
def _called() -> dict[str, str]:
    """Every other name of a command -> its own; also as it is typed without accents."""
    named = {name: own for code in languages() for name, own in about(code).commands.items()}
    return {_plain(name): own for name, own in named.items()} | named


def _plain(name: str) -> str:
    """Return a name without accents."""
    return "".join(char for char in normalize("NFD", name) if not combining(char))


def command_called(name: str) -> str:
    """Return a command's own name where a language calls it otherwise; else the name given."""
    return _called().get(normalize("NFC", name), name)


def command_name(own: str, language: str) -> str:
    """Return what a language calls a command beside its own name; empty where it does not."""
    names = about(spoken(language)).commands.items()
    return next((name for name, command in names if command == own), "")


def command_near(name: str, known: Collection[str]) -> str:
    """Return the command, by any of its names, that a name is a slip for; empty where none is.

    Args:
        name: what was typed, without its slash.
        known: the own names of the commands that there are.
    """
    others = [other for other, own in _called().items() if own in known]
    typed = name.lower()
    found = get_close_matches(typed, known, 1) or get_close_matches(typed, others, 1)
    return next(iter(found), "")


def contents(language: str, file: str) -> Mapping[str, Any]:
    """Return a file of a language as it is written, unchecked."""
    text = _FOLDER.joinpath(language, f"{file}.toml").read_text("utf-8")
    return tomllib.loads(text)


def checked(shape: type[Shape], written: object, language: str) -> Shape:
    """Return a section as sentences.

    Raises:
        pydantic.ValidationError: a sentence is missing, or one too many, or not in all its forms.
    """
    return shape.model_validate(written, context=Plurals(about(language).plurals))


def file_in(language: str, file: str, shape: type[Shape]) -> Shape:
    """Return a file that is a single section, in a language ("sv", "sv-SE") or the fallback."""
    found: Shape = _file(spoken(language), file, shape)
    return found


@cache
def _file(code: str, file: str, shape: type[Shape]) -> Shape:
    return checked(shape, contents(code, file), code)
