"""The lines of a registry text: how far indented, with which mark, and as a reader sees them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.drafting.headings import is_cohort, of_a_side

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["bullet", "number", "decimal", "letter", "roman", "code"]

_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_COMMENT = re.compile(r"<!--[^>]*-->")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}
_MARKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "bullet",
        re.compile(r"([*\-–—·+]|\\-|\\\+)(?=\s+\S)|([•●○▪■□◦‣➢✓✔❖◆♦►▶➤])(?=\s*\S)|(o)(?=\s+[A-Z])"),
    ),
    ("decimal", re.compile(r"(\d{1,2}(?:\\?\.\d{1,2})+\\?[.)]?)(?=\s+[A-Z])")),
    (
        "number",
        re.compile(
            r"(\(?\d{1,3}\\?[.)])(?=\s+\S)|(\d{1,2}\\?[.)])(?=[A-Z≥≤<>]|[a-z]{1,2}[A-Z])"
            r"|(#\d{1,2})(?=\s)|([\u2460-\u2473])(?=\s*\S)"
            r"|([(\uff08]?\d{1,2}[\uff09\u3001])(?=\s*\S)"
        ),
    ),
    ("code", re.compile(r"([A-Z]{1,2}\d{1,2}[.):])(?=\s+[A-Z0-9≥≤<>\\])")),
    ("roman", re.compile(r"(\(?(?:viii|vii|vi|iv|ix|iii|ii|i|v|x)\\?[.)])(?=\s+\S)")),
    ("letter", re.compile(r"(\(?[a-z]\\?[.)])(?=\s+\S)|([A-Z]\\?[.)])(?=\s+[A-Z])")),
)
_ENOUGH_AFTER_BLANKS = 0.8


@dataclass(frozen=True, slots=True)
class Mark:
    """What precedes a line of a list."""

    kind: Kind
    path: tuple[int, ...]
    """Its number, or numbers; empty for a bullet."""
    written: str

    @property
    def style(self) -> str:
        """What is the same in all lines of one list."""
        return self.written if self.kind == "bullet" else self.kind

    @property
    def ordinal(self) -> int:
        """Its last number; 0 for a bullet."""
        return self.path[-1] if self.path else 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that is not blank."""

    number: int
    indent: int
    mark: Mark | None
    text: str
    """Without its mark, and without escapes."""
    after_blank: bool

    @property
    def whole(self) -> str:
        """The line with its mark."""
        return self.text if self.mark is None else f"{self.mark.written} {self.text}"

    @property
    def unmarked(self) -> Line:
        """The line, its mark taken as words."""
        return replace(self, mark=None, text=self.whole)


def unescaped(text: str) -> str:
    r"""Return a text as a reader sees it: ``\>`` is ``>``, and ``&lt;`` is ``<``."""
    return html.unescape(_ESCAPED.sub(r"\1", text))


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text, each with its mark."""
    found: list[Line] = []
    blank = True
    every = _COMMENT.sub("", text).replace("\xa0", " ").replace("\u200b", "")
    for number, shown in enumerate(_with_plain_bullets(every.expandtabs(4).splitlines()), 1):
        if shown.strip():
            found.append(_line(number, shown, after_blank=blank))
        blank = not shown.strip()
    blanks = sum(line.after_blank for line in found[1:])
    shown_apart = found if blanks > _FEW_BLANKS else [_headed(line) for line in found]
    return list(_in_order(_hard_wrapped(shown_apart)))


_FEW_BLANKS = 3
"""A text with no more blank lines does without them above its headings."""
_LONGEST_HEADING = 9


def _headed(line: Line) -> Line:
    """Take a heading in a text that does without blank lines as if there were one above it."""
    ends = line.text.endswith((":", "\uff1a")) or is_cohort(line.text)
    heads = ends and line.text[:1].isupper()
    if line.mark or not heads or len(line.text.split()) > _LONGEST_HEADING:
        return line
    return replace(line, after_blank=True)


_CLOSE = re.compile(r"(\s*)(\\?[*\-–•])(?=[A-Za-z≥≤<>(])|(\s*)(\\\*)(?=\s+\S)")
"""A bullet without a space behind it, or one that is escaped as if it were none."""


def _with_plain_bullets(lines: list[str]) -> Iterator[str]:
    """Put a space behind bullets that lack one, where several lines in turn begin so."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    close = {
        place
        for before, place, after in zip([-1, *filled], filled, [*filled[1:], -1], strict=False)
        if _start(lines[place]) and _is_bullet(lines, before, place, after)
    }
    for place, line in enumerate(lines):
        yield _CLOSE.sub(r"\1\3* ", line, count=1) if place in close else line


def _is_bullet(lines: list[str], before: int, place: int, after: int) -> bool:
    """Whether a sign close to its words is a bullet: the lines around it begin so, too."""
    start = _start(lines[place])
    beside = [other >= 0 and _begins(lines[other], start) for other in (before, after)]
    alike = [other >= 0 and _start(lines[other]) == start for other in (before, after)]
    first = before >= 0 and of_a_side(lines[before].strip()) is not None
    often = start == "-" or sum(_start(line) == start for line in lines) >= _OFTEN
    return any(alike) or all(beside) or first or (often and (any(beside) or after >= 0))


_OFTEN = 3


def _begins(line: str, start: str) -> bool:
    return bool(re.match(rf"\s*{re.escape(start)}\s", line)) or _start(line) == start


def _start(line: str) -> str:
    match = _CLOSE.match(line)
    return (match[2] or match[4]) if match else ""


def _line(number: int, raw: str, *, after_blank: bool) -> Line:
    body = raw.strip()
    indent = len(raw) - len(raw.lstrip())
    for kind, pattern in _MARKS:
        match = pattern.match(body)
        if match:
            written = unescaped(next(filter(None, match.groups())))
            text = " ".join(unescaped(body[match.end() :]).split())
            return Line(
                number, indent, Mark(kind, _path(kind, written), written), text, after_blank
            )
    return Line(number, indent, None, " ".join(unescaped(body).split()), after_blank)


def _path(kind: Kind, written: str) -> tuple[int, ...]:
    bare = written.strip("().#:\uff08\uff09\u3001")
    if kind == "bullet":
        return ()
    if kind == "code":
        return (int(bare.lstrip(_CAPITALS)),)
    if kind == "roman":
        return (_ROMAN[bare],)
    if kind == "letter":
        return (ord(bare.lower()) - ord("a") + 1,)
    if "\u2460" <= bare <= "\u2473":
        return (ord(bare) - ord("\u2460") + 1,)
    return tuple(int(part) for part in bare.split("."))


def _hard_wrapped(lines: list[Line]) -> list[Line]:
    """Take marks that do not follow a blank line as words, where the layout has blank lines.

    There a line that begins with a mark is one that was broken in the middle of a sentence.
    """
    marked = [line for line in lines if line.mark]
    after = sum(line.after_blank for line in marked)
    if not marked or after == len(marked) or after < _ENOUGH_AFTER_BLANKS * len(marked):
        return lines
    wrapped = [line for line in lines if not line.mark and not line.after_blank]
    if len(wrapped) < len(marked) - after:
        return lines
    return [line if line.after_blank or not line.mark else line.unmarked for line in lines]


def _in_order(lines: list[Line]) -> Iterator[Line]:
    """Take a letter or code as a mark only at the start of a list or after the one before it."""
    seen: dict[Kind, int] = {}
    for line in lines:
        mark = line.mark
        if mark is None or mark.kind not in ("letter", "roman", "code"):
            yield line
            continue
        if mark.kind == "roman" and len(mark.written.strip("().")) == 1:
            as_letter = ord(mark.written.strip("().")) - ord("a") + 1
            if seen.get("letter") == as_letter - 1 and seen.get("roman") != mark.ordinal - 1:
                mark = Mark("letter", (as_letter,), mark.written)
        if mark.ordinal != 1 and seen.get(mark.kind) != mark.ordinal - 1:
            yield line.unmarked
            continue
        seen[mark.kind] = mark.ordinal
        yield replace(line, mark=mark)
