"""JSON as entries need it: every member with its line, and numbers as they were written."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class AsWritten(str):
    """A number as it was written: read as the same text in quotes would be."""

    __slots__ = ()


class Member(NamedTuple):
    """A key of an object with its value."""

    key: str
    value: Any
    line: int
    """The line of the text on which the value begins, from 1."""


class Object(dict[str, Any]):
    """An object; of a key that is given more than once it holds the last value."""

    def __init__(self, pairs: list[tuple[str, Any]], lines: Sequence[int] = ()) -> None:
        """Keep every key with its value, in the order of the text.

        Args:
            pairs: each key with its value; a key may come more than once.
            lines: the line of each; without any all are on the first.
        """
        super().__init__(pairs)
        self.pairs = pairs
        self._lines = lines

    @classmethod
    def made_of(cls, members: Iterable[Member]) -> Object:
        """Return the object that has these members, in their order."""
        every = list(members)
        return cls([(one.key, one.value) for one in every], [one.line for one in every])

    @property
    def members(self) -> list[Member]:
        """Every member, in the order of the text."""
        return [self.member(at) for at in range(len(self.pairs))]

    def member(self, number: int) -> Member:
        """Return one of the pairs, counted from 0, with its line."""
        return Member(*self.pairs[number], self._lines[number] if self._lines else 1)

    def of(self, key: str) -> list[Member]:
        """Return every member of a key."""
        return [self.member(at) for at, (name, _) in enumerate(self.pairs) if name == key]


_DECODER = json.JSONDecoder(parse_int=AsWritten, parse_float=AsWritten)
_ONE_LINE = json.JSONDecoder(
    parse_int=AsWritten,
    parse_float=AsWritten,
    object_pairs_hook=Object,
)
"""For a text without a line end, where all begins on the first line: many times as fast."""
_SPACE = re.compile(r"[ \t\n\r]*")


def parse(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Read a text that is one JSON value; objects in it, but for those in lists, are `Object`.

    Raises:
        json.JSONDecodeError: it is no JSON, or something follows it.
        RecursionError: it is nested too deeply.
    """
    if "\n" not in text:
        return _ONE_LINE.decode(text)
    found, end = _Reader(text).value(_after_space(text, 0))
    end = _after_space(text, end)
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    return found


class _Reader:
    """Reads objects member by member, and leaves every other value to `json`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._line = 1
        self._seen = 0

    def value(self, at: int) -> tuple[Any, int]:
        """Return the value that begins at a place, and where it ends."""
        if self.text.startswith("{", at):
            return self._object(at)
        return _DECODER.raw_decode(self.text, at)

    def _object(self, at: int) -> tuple[Object, int]:
        pairs: list[tuple[str, Any]] = []
        lines: list[int] = []
        at = _after_space(self.text, at + 1)
        if self.text.startswith("}", at):
            return Object(pairs), at + 1
        while True:
            member, at = self._member(at)
            pairs.append((member.key, member.value))
            lines.append(member.line)
            at = _after_space(self.text, at)
            if self.text.startswith("}", at):
                return Object(pairs, lines), at + 1
            at = _after_space(self.text, self._past(",", at))

    def _member(self, at: int) -> tuple[Member, int]:
        if not self.text.startswith('"', at):
            raise json.JSONDecodeError("Expecting a key in double quotes", self.text, at)
        key, at = _DECODER.raw_decode(self.text, at)
        at = _after_space(self.text, self._past(":", _after_space(self.text, at)))
        line = self._line_of(at)
        value, end = self.value(at)
        return Member(key, value, line), end

    def _past(self, sign: str, at: int) -> int:
        if not self.text.startswith(sign, at):
            raise json.JSONDecodeError(f"Expecting '{sign}'", self.text, at)
        return at + 1

    def _line_of(self, at: int) -> int:
        """Return the line of a place that lies behind all those asked for before."""
        self._line += self.text.count("\n", self._seen, at)
        self._seen = at
        return self._line


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return at if match is None else match.end()
