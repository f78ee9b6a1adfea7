"""What is wrong in a trial's files: the shape of one problem, and words for the common ones."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

PROTOCOL = "protocol.toml"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, what was found there, and what to write instead."""

    file: str
    key: str
    found: str
    write: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.file}: {self.key}: found {self.found}; write {self.write}"


def listed(names: Iterable[str]) -> str:
    """Return names in a row, at most a dozen."""
    every = list(dict.fromkeys(names))
    return ", ".join(every[:12]) + (", …" if len(every) > 12 else "")  # noqa: PLR2004 - a dozen


def strangers(
    file: str, key: str, found: Iterable[str], known: Collection[str]
) -> Iterator[Problem]:
    """Return each name that is none of those known."""
    for name in found:
        if name not in known:
            yield Problem(file, key, f'"{name}"', _wanted(name, known))


def _wanted(name: str, known: Collection[str]) -> str:
    """Say what may be written in the place of a name."""
    if len(known) < 2:  # noqa: PLR2004 - there is no choice
        return f'"{next(iter(known))}"' if known else "nothing here"
    near = [f'"{close}", or another ' for close in get_close_matches(name, known, 1)]
    return f"{near[0] if near else ''}one of {listed(known)}"


def twice(file: str, key: str, names: Iterable[str]) -> Iterator[Problem]:
    """Return each name that comes a second time."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Problem(file, key, f'"{name}" twice', "each once")
        seen.add(name)
