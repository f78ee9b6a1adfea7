"""How reports and answers are written, a file a language; a text may mix all of them.

A file may lack what its language has no word for. Which words a reader needs, and what they mean
to it, the reader says; here is only where they come from.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = re.compile(r"([^\W\d_]+)(\??)")
"""A word, and in a pattern the sign that its last letter may be missing."""


@cache
def _languages() -> tuple[dict[str, Any], ...]:
    """Read every language, in the order of their codes."""
    files = [one for one in resources.files(__package__).iterdir() if one.name.endswith(".toml")]
    ordered = sorted(files, key=lambda file: file.name)
    return tuple(tomllib.loads(file.read_text("utf-8")) for file in ordered)


def words(section: str, name: str) -> tuple[str, ...]:
    """Return the words of that name in every language, each once.

    Raises:
        KeyError: no language has such words.
    """
    found = _named(section, name)
    return tuple(dict.fromkeys(word for words in found for word in words))


def sections(section: str) -> tuple[dict[str, Any], ...]:
    """Return a section as each language that has it writes it, for words that belong together."""
    return tuple(one[section] for one in _languages() if section in one)


def lists(section: str, name: str) -> tuple[tuple[str, ...], ...]:
    """Return lists of words, such as the names of each month, each put together in every language.

    Raises:
        KeyError: no language has such lists.
    """
    together = zip(*_named(section, name), strict=True)
    return tuple(
        tuple(dict.fromkeys(word for words in same for word in words)) for same in together
    )


def named_lists(section: str) -> dict[str, tuple[str, ...]]:
    """Return every list of a section by its name, each put together in every language."""
    names = dict.fromkeys(name for one in sections(section) for name in one)
    return {name: words(section, name) for name in names}


def tables(section: str, name: str) -> dict[str, tuple[str, ...]]:
    """Return what is under each key of a table inside a section, put together."""
    found: dict[str, list[str]] = {}
    for one in sections(section):
        for key, said in one.get(name, {}).items():
            found.setdefault(key, []).extend([said] if isinstance(said, str) else said)
    return {key: tuple(dict.fromkeys(said)) for key, said in found.items()}


@cache
def every_word() -> frozenset[str]:
    """Return every word of letters in any list, those inside patterns too."""
    texts = [text for one in _languages() for text in _texts(one)]
    found = [hit for text in texts for hit in _WORD.findall(text.casefold())]
    return frozenset(one for word, may in found for one in (word, word[:-1] if may else word))


def _texts(one: Any) -> Iterator[str]:  # noqa: ANN401 - whatever TOML has
    """Yield every text in lists and tables inside each other."""
    if isinstance(one, str):
        yield one
    elif isinstance(one, dict | list):
        for inside in one.values() if isinstance(one, dict) else one:
            yield from _texts(inside)


def _named(section: str, name: str) -> Iterable[Any]:
    found = [one[section][name] for one in _languages() if name in one.get(section, {})]
    if not found:
        raise KeyError(f"{section}.{name}")
    return found
