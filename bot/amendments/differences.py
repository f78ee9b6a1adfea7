"""What changed between two texts, word by word: the words that differ with a few around them."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_AROUND = 2
_ALIKE = 0.4
"""Below this share of common words a text that was rewritten is told whole: nobody could read it
piecemeal."""


class Change(NamedTuple):
    """The words in a place before and after."""

    before: str
    """Empty where something was added."""
    after: str
    """Empty where something was taken away."""
    behind: str = ""
    """The words in front of what was added or taken away."""


def changes(before: str, after: str) -> Iterator[Change]:
    """Return the places where two texts differ, in order."""
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    steps = matcher.get_opcodes()
    if matcher.ratio() < _ALIKE and any(kind == "replace" for kind, *_ in steps):
        yield Change(before, after)
        return
    for kind, low, high, start, end in steps:
        if kind == "replace":
            yield Change(_with_context(old, low, high), _with_context(new, start, end))
        elif kind != "equal":
            behind = " ".join(old[max(0, low - _AROUND) : low])
            yield Change(" ".join(old[low:high]), " ".join(new[start:end]), behind)


def _with_context(words: Sequence[str], low: int, high: int) -> str:
    """Return some words with those around them."""
    first, last = max(0, low - _AROUND), min(len(words), high + _AROUND)
    text = " ".join(words[first:last])
    return f"{'… ' if first else ''}{text}{' …' if last < len(words) else ''}"
