"""HL7 v2 as bytes: character set, framing, segments, fields and escapes.

Nothing is decided here about what a segment means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.prefill.reported import UnusableRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

_START = re.compile(rb"[\s\x0b]*(?:\xef\xbb\xbf)?[\s\x0b]*(?:FHS|BHS|MSH)[^A-Za-z0-9\s]")
_HEADS = (b"MSH", b"BHS", b"FHS")
_BREAK = re.compile(rb"\r\n|\r|\n|\x1c|\x0b")
_CHARACTER_SET = 18
_SETS = {
    "": "ascii", "ASCII": "ascii", "UNICODE UTF-8": "utf-8", "UTF-8": "utf-8",
    **{f"8859/{part}": f"iso-8859-{part}" for part in (*range(1, 10), 15)},
}  # fmt: skip
"""Table 0211; what is none of these is read as far as it is ASCII."""
LOST = "\ufffd"
"""Stands for what could not be read with the character set that the message names."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that part a message."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment; fields count from 1 as in the standard, and those of MSH too."""

    name: str
    at: int
    fields: tuple[str, ...]
    signs: Signs
    whole: bool = True
    """Whether a segment end follows it."""

    def field(self, number: int) -> str:
        """Return a field as it is there; empty where there is none."""
        return self.fields[number] if number < len(self.fields) else ""

    def parts(self, number: int) -> list[str]:
        """Return the components of a field, without escapes."""
        return [
            unescaped(part.partition(self.signs.subcomponent)[0], self.signs)
            for part in self.field(number).split(self.signs.component)
        ]

    def text(self, number: int) -> str:
        """Return the first component of a field."""
        return self.parts(number)[0].strip()


def looks_like_hl7(raw: bytes) -> bool:
    """Whether a file begins as HL7 v2 does."""
    return _START.match(raw) is not None


def messages(raw: bytes) -> Iterator[list[Segment]]:
    """Yield the segments of each message; those of a batch around them are lists of their own."""
    current: list[tuple[int, bytes, bool]] = []
    for at, (line, whole) in enumerate(_lines(raw), start=1):
        if line[:3] in (*_HEADS, b"BTS", b"FTS") and current:
            yield _message(current)
            current = []
        current.append((at, line, whole))
    if current:
        yield _message(current)


def _lines(raw: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield every segment, and whether an end follows it."""
    body = raw.removeprefix(b"\xef\xbb\xbf")
    place = 0
    for end in _BREAK.finditer(body):
        if line := body[place : end.start()].strip(b" \t"):
            yield line, True
        place = end.end()
    if rest := body[place:].strip(b" \t\x00\x1a"):
        yield rest, False


def _message(lines: list[tuple[int, bytes, bool]]) -> list[Segment]:
    head = lines[0][1]
    signs = _signs(head) if head[:3] in _HEADS else Signs()
    encoding = _SETS.get(_set_of(head, signs), "ascii")
    decoded = ((at, line.decode(encoding, "replace"), whole) for at, line, whole in lines)
    return [_segment(at, text, signs, whole=whole) for at, text, whole in decoded]


def _signs(head: bytes) -> Signs:
    text = head[3:8].decode("ascii", "replace")
    field, rest = text[:1], text[1:].partition(text[:1])[0]
    known = Signs()
    if not field or field.isalnum() or len({field, *rest}) < len(rest) + 1:
        raise UnusableRecord("not_a_record")
    defaults = (known.component, known.repetition, known.escape, known.subcomponent)
    return Signs(field, *rest[:4], *defaults[len(rest[:4]) :])


def _set_of(head: bytes, signs: Signs) -> str:
    fields = head.decode("ascii", "replace").split(signs.field)
    named = fields[_CHARACTER_SET - 1] if len(fields) >= _CHARACTER_SET else ""
    return named.split(signs.repetition)[0].strip().upper()


def _segment(at: int, text: str, signs: Signs, *, whole: bool) -> Segment:
    fields = text.split(signs.field)
    if fields[0] in ("MSH", "BHS", "FHS"):
        fields.insert(1, signs.field)
    return Segment(fields[0], at, tuple(fields), signs, whole)


def unescaped(text: str, signs: Signs) -> str:
    """Return a text with its escapes as the signs that they stand for; others are lost."""
    if signs.escape not in text:
        return text
    meant = {
        "F": signs.field, "S": signs.component, "T": signs.subcomponent, "R": signs.repetition,
        "E": signs.escape, "H": "", "N": "", ".br": " ", ".sp": " ",
    }  # fmt: skip
    mark = re.escape(signs.escape)
    return re.sub(
        f"{mark}([^{mark}]*){mark}", lambda found: meant.get(found[1], _character(found[1])), text
    )


def _character(name: str) -> str:
    """Return what a hexadecimal escape stands for where that is ASCII."""
    try:
        return bytes.fromhex(name[1:]).decode("ascii") if name.startswith("X") else LOST
    except ValueError:
        return LOST
