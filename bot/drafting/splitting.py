"""The criteria of a registry text, each apart, with what was left out and what is in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.drafting import headings
from bot.drafting.lines import Mark
from bot.drafting.outline import Point, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.drafting.headings import Side
    from bot.drafting.outline import Outline, Segment


@dataclass(frozen=True, slots=True)
class Found:
    """One criterion as it was found in the text."""

    side: Side
    heading: str
    """The heading that it is under; empty where that only names the side."""
    point: Point

    @property
    def text(self) -> str:
        """Its words, with those of the list below it."""
        return self.point.text

    @property
    def for_a_group(self) -> bool:
        """Whether its heading says that it is for some candidates only."""
        return bool(self.heading) and headings.is_for_a_group(self.heading)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that is no criterion, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Split:
    """A registry text, split."""

    criteria: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]
    doubts: tuple[str, ...]

    def of(self, side: Side) -> tuple[Found, ...]:
        """Return the criteria of one side."""
        return tuple(found for found in self.criteria if found.side == side)


FURTHER = "says only that there are further criteria"
FOOTNOTE = "explains another line"
DUTY = "says what the staff has to do"
FRAME = "only introduces the list"
LEAVING = "says when somebody leaves the trial"
LINK = "stands between two criteria"
TWICE = "stands in the list twice"
EMPTY = "has no words"
OR = "“OR” stands between two criteria: one of them may be enough."
UNNAMED = "Nothing above the first criteria names their side: they were taken as inclusion."
NONE = "says that there is none"
_NONE = re.compile(
    r"^(?:not applicable|n/?a|not specified|none|nil|no (?:inclusion|exclusion) criteria)\W*$",
    re.IGNORECASE,
)


def split(text: str) -> Split:
    """Split a registry text into its criteria."""
    whole = outline(text)
    doubts = [f"“{line}” was taken as the heading of what excludes." for line in whole.turned]
    criteria: list[Found] = []
    left: list[LeftOut] = []
    for segment in whole.segments:
        if segment.side is None and _introduces(segment, whole):
            left += [LeftOut(point.text, FRAME) for point in segment.points]
            continue
        if segment.side is None:
            segment.side = "inclusion"
            doubts.append(UNNAMED)
        _take(segment, criteria, left)
    kept, twice = _once(criteria)
    doubts += [OR for line in left if line.why == LINK and headings.is_or(line.text)]
    doubts += _allowing(kept)
    return Split(tuple(kept), (*left, *twice), (*dict.fromkeys(doubts), *_turned(kept)))


def _introduces(segment: Segment, whole: Outline) -> bool:
    """Whether what precedes the first heading is no list of its own."""
    named = any(other.side == "inclusion" for other in whole.segments)
    return named and not any(point.mark for point in segment.points)


def _take(segment: Segment, criteria: list[Found], left: list[LeftOut]) -> None:
    """Take the criteria of a segment."""
    side = segment.side
    if side is None:
        return
    why = _no_list(segment.heading)
    if why:
        lines = [segment.heading, *(point.text for point in segment.points)]
        left += [LeftOut(line, why) for line in lines]
        return
    unwrapped, frames = _unwrapped(_criteria_of(segment.points, left), side)
    left += [LeftOut(frame, FRAME) for frame in frames]
    points = _numbered(_criteria_of(unwrapped, left))
    heading = segment.heading
    wraps = headings.only_wraps(heading) and not headings.is_for_a_group(heading)
    if heading and (wraps or not points):
        left.append(LeftOut(heading, FRAME))
        heading = ""
    for point in points:
        if point.below and headings.heads_people(point.own):
            inner = _numbered(_criteria_of(point.below, left))
            criteria += [Found(side, point.own, each) for each in inner]
        else:
            criteria.append(Found(side, heading, point))


def _no_list(heading: str) -> str:
    """Say why what is below a heading are no criteria; nothing if they may be."""
    if headings.is_footnote(heading):
        return FOOTNOTE
    return LEAVING if headings.is_leaving(heading) else ""


def _criteria_of(points: Iterable[Point], left: list[LeftOut]) -> list[Point]:
    """Return the points that are criteria; the others are left out."""
    kept: list[Point] = []
    for point in points:
        left += _links_behind(point)
        why = _no_criterion(point)
        if why:
            left.append(LeftOut(point.text, why))
        else:
            kept.append(point)
    return kept


def _links_behind(point: Point) -> list[LeftOut]:
    """Take an “and” or “or” on a line of its own away from the end of a point."""
    links: list[LeftOut] = []
    while len(point.paragraphs) > 1 and headings.is_link(point.paragraphs[-1]):
        links.append(LeftOut(point.paragraphs.pop(), LINK))
    return links


def _no_criterion(point: Point) -> str:
    """Say why a point is no criterion; nothing if it is one."""
    text = point.own
    if not re.search(r"\w", text):
        return EMPTY
    if _NONE.match(text):
        return NONE
    if headings.is_link(text):
        return LINK
    if headings.is_further(text):
        return FURTHER
    if headings.is_footnote(text):
        return FOOTNOTE
    return DUTY if headings.is_duty(text) and not point.below else ""


def _unwrapped(points: list[Point], side: Side) -> tuple[list[Point], list[str]]:
    """Take the points below one that only introduces them as criteria of their own."""
    found: list[Point] = []
    frames: list[str] = []
    for place, point in enumerate(points):
        frame = _is_frame(point.own, side)
        if frame and len(point.below) > 1 and len(points) == 1:
            inner, outer = _unwrapped(point.below, side)
            found += inner
            frames += [point.own, *outer]
        elif frame and not point.below and point.own.endswith(":") and place + 1 < len(points):
            frames.append(point.own)
        else:
            found.append(point)
    return found, frames


def _is_frame(text: str, side: Side) -> bool:
    """Whether a line only introduces criteria of its side, each of which stands for itself."""
    apart = not headings.joins(text, side) and not headings.is_contrary(text, side)
    return headings.only_wraps(text) and apart


def _numbered(points: list[Point]) -> list[Point]:
    """Split points that were run together on one line: “24. … 25. …”."""
    found: list[Point] = []
    for point in points:
        found += _run_together(point)
    return found


def _run_together(point: Point) -> Iterator[Point]:
    """Return the points that stand on one line, numbered one after the other."""
    if point.mark is None or point.mark.kind != "number":
        yield point
        return
    number = point.mark.ordinal + 1
    opening, closing = _around(point.mark.written)
    text = point.paragraphs[0]
    sign = rf"{opening}{number}{closing}\s+"
    here = re.search(
        rf"(?<=[\w.;,)%])\s+{sign}(?=[A-Z≥≤<>]|[a-z]{{1,2}}[A-Z])|(?<=[.;])\s+{sign}(?=[a-z(])",
        text,
    )
    if here is None or _refers(text[: here.start()]):
        yield point
        return
    yield Point(point.line, point.indent, point.mark, [text[: here.start()]])
    mark = Mark("number", (number,), here[0].strip())
    rest = [text[here.end() :], *point.paragraphs[1:]]
    yield from _run_together(Point(point.line, point.indent, mark, rest, point.below, point.late))


def _around(written: str) -> tuple[str, str]:
    bare = written.strip("().#")
    before, _, after = written.partition(bare)
    return re.escape(before), re.escape(after)


def _refers(before: str) -> bool:
    """Whether the number that follows belongs to the sentence (“grade 2. The …”)."""
    return bool(
        re.search(
            r"\b(?:grade|class|type|stage|part|phase|visit|day|week|month|"
            r"version|score|level|cohort|arm|group|"
            r"item|table|than|least|most|to|of|or|and|is|[<>≤≥=])$",
            before,
            re.IGNORECASE,
        )
    )


def _once(criteria: Iterable[Found]) -> tuple[list[Found], list[LeftOut]]:
    """Keep each criterion once; the same words under another heading are another criterion."""
    seen: set[tuple[Side, str, str]] = set()
    kept: list[Found] = []
    twice: list[LeftOut] = []
    for found in criteria:
        words = re.sub(r"\W+", " ", found.text.casefold().replace("≥", " ge ").replace("≤", " le "))
        key = (found.side, found.heading, words.strip())
        if key in seen:
            twice.append(LeftOut(found.text, TWICE))
        else:
            seen.add(key)
            kept.append(found)
    return kept, twice


_ALLOWING = re.compile(
    r"\b(?:allowed|permitted|acceptable|not (?:be )?(?:an? )?exclu\w+"
    r"|may be (?:included|enrolled))\b",
    re.IGNORECASE,
)


def _allowing(criteria: Iterable[Found]) -> Iterator[str]:
    """Name the headings that seem to say what is allowed."""
    for heading, side in dict.fromkeys((found.heading, found.side) for found in criteria):
        if _ALLOWING.search(heading):
            yield f"What stands under “{heading}” may be what is allowed: it was taken as {side}."


_MUST_BE = re.compile(
    r"^(?:no\b|not\b|absence of|without\b|"
    r"(?:(?:patients?|subjects?|participants?|candidates?) )?must\b|"
    r"able to\b|willing|agree|free of|negative\b)"
    r"|\b(?:must|should|shall)\b.*[\d<>≤≥]"
    r"|\b(?:is|are) (?:required|allowed|permitted|acceptable|mandatory)\W*$",
    re.IGNORECASE,
)
_MUST_NOT = re.compile(
    r"\b(?:are|will be|should be|must be) (?:excluded|not eligible|ineligible)"
    r"\b(?! for)|^exclusion of\b",
    re.IGNORECASE,
)


def _turned(criteria: Iterable[Found]) -> Iterator[str]:
    """Name the criteria whose words go against the heading that they stand under."""
    for found in criteria:
        if reads_turned(found):
            first = found.point.paragraphs[0]
            yield f"“{first}” stands under {found.side}, and reads as if it meant the other side."


def reads_turned(found: Found) -> bool:
    """Whether a criterion's words go against the heading that it is under."""
    pattern = _MUST_BE if found.side == "exclusion" else _MUST_NOT
    first = re.split(r"(?<=[a-z)])\. ", found.point.paragraphs[0])[0]
    return bool(pattern.search(first))
