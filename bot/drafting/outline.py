"""A registry text as an outline: per heading the points of its list, each with those below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.drafting import headings
from bot.drafting.lines import Line, Mark, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.drafting.headings import Side

_COLONS = (":", "\uff1a")
_LETTERS = ("letter", "roman")
_PAGE = 110
_TWO = 2
_FEW = 2
"""So many words in front of a heading belong to it."""
_WIDE = 60
"""A line that is shorter was not broken because it was full."""
_SIGN = re.compile(r"[<>≤≥=\u02c2\u02c3]|\b(?:less|greater|more|least|most)\b")


@dataclass(slots=True)
class Point:
    """A point of a list: its words, and the points below it."""

    line: int
    indent: int
    mark: Mark | None
    paragraphs: list[str]
    below: list[Point] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    """Those of its paragraphs that follow the points below it."""

    @property
    def own(self) -> str:
        """Its own words, without those below it."""
        return "\n".join(self.paragraphs)

    @property
    def text(self) -> str:
        """Its words and those below it, a line each."""
        return "\n".join(self.lines(0))

    def lines(self, depth: int) -> Iterator[str]:
        """Return its lines as they are shown below a point."""
        pad = "  " * depth
        first, *others = self.paragraphs
        yield pad + (f"{self.mark.written} {first}" if depth and self.mark else first)
        yield from (f"{pad}{other}" for other in others if other not in self.late)
        for point in self.below:
            yield from point.lines(depth + 1)
        yield from (f"{pad}{other}" for other in self.late)


@dataclass(slots=True)
class Segment:
    """What is below one heading."""

    side: Side | None
    heading: str
    line: int
    points: list[Point] = field(default_factory=list)
    run_on: bool = False
    """Whether its list goes on from the line of its heading: it has lost its lines."""


@dataclass(slots=True)
class Outline:
    """The whole text: its segments, and the headings that are none of a list."""

    segments: list[Segment]
    turned: list[str]
    """Headings that turn the side round in the middle of a list."""


def outline(text: str) -> Outline:
    """Return the segments of a text with their points."""
    found: list[Segment] = []
    turned: list[str] = []
    waiting: list[Line] = []
    lines = [line for line in lines_of(_apart(text)) if not headings.is_neutral(line.text)]
    segment, over = Segment(None, "", 0), ""
    for place, line in enumerate(lines):
        if _heads_sides(lines, place, first=segment.side is None):
            over = line.text
            continue
        heading = _heading(lines, place, segment.side)
        if heading is None:
            waiting.append(line)
            continue
        _close(segment, waiting, found)
        waiting = []
        side = heading.side or segment.side
        if segment.side and heading.side not in (None, segment.side) and not _names_side(line):
            turned.append(line.text)
        segment = Segment(side, heading.title or over, line.number)
        if heading.rest:
            segment.run_on = True
            waiting.append(_first(line, heading.rest))
    _close(segment, waiting, found)
    return Outline(found, turned)


def _heads_sides(lines: list[Line], place: int, *, first: bool) -> bool:
    """Whether a line names those whom both lists below it are for: “Part A”."""
    line = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else None
    if line.mark or after is None or after.mark or not line.after_blank:
        return False
    if headings.of_a_side(line.text) or not headings.of_a_side(after.text, alone=after.after_blank):
        return False
    return headings.is_cohort(line.text) or (first and headings.is_for_a_group(line.text))


_ADDING = re.compile(r"(?:except|unless|but|or|and)\b", re.IGNORECASE)
_HEADED = re.compile(
    r"(?:(?<=\S)[ \t]*\n[ \t]*|(?<=\S)(?<!\bMain)(?<!\bKey)(?<!\bNon)(?<!\bNON) +)"
    r"(?=[*_]{0,2}(?:Key\s+|Main\s+)?"
    r"(?:Inclusion|Exclusion|INCLUSION|EXCLUSION|(?:Non|NON)[- ]?[Ii](?:nclusion|NCLUSION))"
    r"\s+(?:Criteria|CRITERIA)[*_]{0,2} ?[:\uff1a])"
    r"|(?<=[.;\uff1b\u3002)]) +(?=(?:Inclusion|Exclusion|Non-?inclusion) criteria ?[:\uff1a])"
)
_BROKEN_HEADING = re.compile(
    r"\b(Inclusion|Exclusion|INCLUSION|EXCLUSION)\s*\n\s*(Criteria|CRITERIA) ?:"
)


def _apart(text: str) -> str:
    """Put the headings of a text that has lost its lines on lines of their own."""
    return _HEADED.sub(_broken_off, _BROKEN_HEADING.sub(r"\1 \2:", text))


def _broken_off(found: re.Match[str]) -> str:
    """Return what parts a heading from what precedes it, unless that belongs to it."""
    before = found.string[: found.start()].rpartition("\n")[2]
    few = len(before.split()) <= _FEW and not re.search(r"[:;.,\d]\W*$", before)
    same = "\n" not in found[0] and (few or headings.begins_one(before))
    return found[0] if same else "\n\n"


def _first(line: Line, rest: str) -> Line:
    """Return what follows a heading on its line as a line of its own."""
    again = lines_of(rest)[0]
    return Line(line.number, -1, again.mark, again.text, after_blank=True)


def _names_side(line: Line) -> bool:
    return "criteri" in line.text.lower() or len(line.text.split()) == 1


def _close(segment: Segment, lines: list[Line], found: list[Segment]) -> None:
    segment.points = _points(lines)
    if segment.run_on:
        segment.points = [part for point in segment.points for part in _bullets(point)]
    if segment.points or segment.heading:
        found.append(segment)


def _heading(lines: list[Line], place: int, side: Side | None) -> headings.Heading | None:
    """Return the heading that a line is; None if it belongs to a list."""
    line = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else None
    named = headings.of_a_side(line.text, alone=line.mark is None and line.after_blank)
    marked = line.mark is not None and after is not None and after.mark is not None
    turns = named is not None and not named.title and not named.rest and named.side != side
    if named and (not marked or turns or _heads_marked(line, after)):
        return named
    if line.mark or after is None or not _is_title(lines, place, side):
        return None
    return headings.Heading(None, line.text)


def _is_title(lines: list[Line], place: int, side: Side | None) -> bool:
    """Whether an unmarked line is the title of the list behind it."""
    line, after = lines[place], lines[place + 1]
    if not line.after_blank or headings.is_link(line.text):
        return False
    note = headings.is_footnote(line.text) and not line.text.endswith(_COLONS)
    if note or headings.of_a_side(after.text, alone=after.after_blank):
        return False
    topic = headings.is_topic(line.text)
    if after.mark is None:
        beyond = lines[place + 2] if place + 2 < len(lines) else None
        announces = after.after_blank and after.text.endswith(_COLONS)
        return topic and announces and beyond is not None and beyond.mark is not None
    if _inside(lines, place):
        return topic and after.indent < line.indent
    if line.text.endswith(_COLONS):
        return side is None or not headings.joins(line.text, side)
    return topic


def _heads_marked(line: Line, after: Line | None) -> bool:
    """Whether a marked line that names a side is a heading: a list begins below it."""
    if line.mark is None or after is None or after.mark is None:
        return False
    return (
        after.indent > line.indent or after.mark.style != line.mark.style or after.mark.ordinal == 1
    )


def _inside(lines: list[Line], place: int) -> bool:
    """Whether an unmarked line is a paragraph of the point above it: it is indented below it."""
    line = lines[place]
    for before in reversed(lines[:place]):
        if before.mark:
            if line.indent > before.indent:
                return True
            continue
        if before.indent < line.indent:
            return False
    return False


def _points(lines: list[Line]) -> list[Point]:
    """Return the points of a list."""
    if not lines:
        return []
    if not any(line.mark for line in lines):
        return _unmarked(lines)
    tops: list[Point] = []
    path: list[Point] = []
    for line in lines:
        if line.mark is None:
            _continue(line, tops, path)
        else:
            _hang(line, tops, path)
    return tops


def _hang(line: Line, tops: list[Point], path: list[Point]) -> None:
    """Put a marked line below the point that it belongs to."""
    point = Point(line.number, line.indent, line.mark, [line.text])
    while path and not _belongs_below(point, path):
        path.pop()
    (path[-1].below if path else tops).append(point)
    path.append(point)


def _belongs_below(point: Point, path: list[Point]) -> bool:
    """Whether a point belongs below the last point of a path."""
    top = path[-1]
    if top.mark is None or point.mark is None:
        return not headings.is_link(top.own) and (
            point.indent > top.indent + 1 or top.own.endswith(":")
        )
    if _deeper(point, top) or point.indent < top.indent - 1:
        return point.indent > top.indent
    if point.mark.kind == "decimal" and len(point.mark.path) > len(top.mark.path) > 0:
        return point.mark.path[: len(top.mark.path)] == top.mark.path
    if point.mark.style == top.mark.style:
        return _restarts(point.mark, top) or _goes_on_below(point.mark, top)
    level = [other for other in path[:-1] if abs(other.indent - point.indent) <= 1]
    if any(_same_list(other, point.mark) for other in level):
        return False
    announced = top.own.endswith((*_COLONS, "following")) or headings.breaks_off(top.own)
    return announced or point.mark.kind in _LETTERS or _adds(point)


def _adds(point: Point) -> bool:
    """Whether a point of another style adds to the one above: the second level is often an “o”."""
    hollow = point.mark is not None and point.mark.written == "o"
    return hollow or bool(_ADDING.match(point.own))


def _same_list(other: Point, mark: Mark) -> bool:
    return other.mark is not None and other.mark.style == mark.style


def _restarts(mark: Mark, top: Point) -> bool:
    """Whether the numbers begin again below a point that announces a list."""
    return mark.ordinal == 1 and mark.kind != "decimal" and top.own.endswith(":")


def _goes_on_below(mark: Mark, top: Point) -> bool:
    """Whether a number goes on with a list that began again below a point."""
    child = top.below[-1] if top.below else None
    last = None if child is None or child.indent > top.indent + 1 else child.mark
    if last is None or top.mark is None or not _same_list(top, last):
        return False
    if mark.ordinal == 0 or mark.ordinal != last.ordinal + 1:
        return False
    return mark.ordinal != top.mark.ordinal + 1 or len(top.below) < _TWO


def _deeper(point: Point, top: Point) -> bool:
    """Whether a point is further in. Numbers are aligned on the left, or on their right."""
    if point.mark is None or top.mark is None or point.indent <= top.indent:
        return False
    end, other = (p.indent + len(p.mark.written) for p in (point, top) if p.mark)
    return not (point.mark.style == top.mark.style and end == other)


def _continue(line: Line, tops: list[Point], path: list[Point]) -> None:
    """Add an unmarked line: to the line before it, as a paragraph, or as a point of its own."""
    wraps = not line.after_blank and (path or tops)
    if wraps and _goes_on(path[-1] if path else tops[-1], line):
        point = path[-1] if path else tops[-1]
        point.paragraphs[-1] += f" {line.text}"
        return
    while path and line.indent <= path[-1].indent:
        path.pop()
    if path:
        path[-1].paragraphs.append(line.text)
        if path[-1].below:
            path[-1].late.append(line.text)
        return
    if tops and _goes_on(tops[-1], line):
        _last(tops[-1]).paragraphs[-1] += f" {line.text}"
        return
    point = Point(line.number, line.indent, None, [line.text])
    tops.append(point)
    path.append(point)


def _last(point: Point) -> Point:
    return _last(point.below[-1]) if point.below else point


def _goes_on(point: Point, line: Line) -> bool:
    """Whether a line goes on with the sentence before it."""
    if headings.is_footnote(line.text) or headings.is_further(line.text):
        return False
    before = _last(point).paragraphs[-1]
    if not line.after_blank and line.indent > point.indent:
        return True
    if not line.after_blank and headings.breaks_off(before):
        return True
    if not line.after_blank and line.text[:1].isdigit():  # 68Ga-DOTA-PET, broken off a full line
        return len(before) >= _WIDE and not before.endswith((".", ";", *_COLONS))
    return line.text[:1].islower() and not before.endswith((".", ";"))


def _unmarked(lines: list[Line]) -> list[Point]:
    """Return the points of a list without marks: a line each, or a broken paragraph."""
    points: list[Point] = []
    for line in lines:
        last = points[-1] if points else None
        if last and not line.after_blank and _broken(last.paragraphs[-1], line, lines):
            last.paragraphs[-1] += f" {line.text}"
        else:
            points.append(Point(line.number, line.indent, None, [line.text]))
    after = {line.number: line.after_blank for line in lines}
    return _rows(_spread(points), after)


def _broken(before: str, line: Line, lines: list[Line]) -> bool:
    """Whether a line was broken in the middle of a sentence."""
    if before.endswith((".", ";", ":")) or headings.is_further(line.text):
        return False
    widths = [len(other.text) + other.indent for other in lines]
    full = max(widths) <= _PAGE and len(before) >= _WIDE
    return line.text[:1].islower() or (full and line.text[:1].isalnum() and _in_paragraphs(lines))


def _in_paragraphs(lines: list[Line]) -> bool:
    return sum(line.after_blank for line in lines) > 1 and any(not ln.after_blank for ln in lines)


_BULLET = re.compile(r"\s+-\s+(?=[A-Z≥≤<>(]|[a-z]{1,2}[A-Z])|(?<![\d%])\s+-\s+(?=[0-9])")


def _bullets(point: Point) -> Iterator[Point]:
    """Split what was a list before it lost its lines: “A - B - C”."""
    if point.mark is None or point.mark.kind != "bullet":
        yield point
        return
    between = _BULLET
    if point.mark.written != "-":
        between = re.compile(rf"(?<![\d)])\s+{re.escape(point.mark.written)}\s+(?=\S)")
    first, *others = between.split(point.paragraphs[0])
    yield Point(point.line, point.indent, point.mark, [first])
    for other in others:
        yield Point(point.line, point.indent, point.mark, [other])
    for paragraph in point.paragraphs[1:]:
        yield Point(point.line, point.indent, None, [paragraph])
    for below in point.below:
        yield from _bullets(below)


_INLINE = (re.compile(r"\s*;\s+(?![^(]*\))"), re.compile(r"\s+[-–•]\s+(?=[A-Z])"))


def _spread(points: list[Point]) -> list[Point]:
    """Split a list that is one line, at what keeps its points apart."""
    if len(points) != 1:
        return points
    point = points[0]
    for pattern in _INLINE:
        parts = [part for part in pattern.split(point.paragraphs[0]) if part.strip()]
        if len(parts) > _TWO:
            return [Point(point.line, point.indent, None, [part]) for part in parts]
    return points


def _rows(points: list[Point], after_blank: dict[int, bool]) -> list[Point]:
    """Put the rows of a table below the point that they belong to.

    A list that has lost its marks keeps a blank line where a list within it began. What follows
    is taken as long as each line is a row: a condition and a limit, of what was named above.
    """
    found: list[Point] = []
    within = False
    for point in points:
        begins = after_blank.get(point.line, False)
        within = bool(found) and _hangs(point, found[-1], open_=within or begins)
        (found[-1].below if within else found).append(point)
    return found


def _hangs(point: Point, above: Point, *, open_: bool) -> bool:
    """Whether a line without a mark belongs below another one."""
    if open_ and _is_row(point.own, above):
        return True
    announced = above.own.endswith(_COLONS) and (open_ or not above.below)
    return announced and _is_listed(point.own)


def _is_row(text: str, above: Point) -> bool:
    condition, colon, limit = text.partition(":")
    named = set(re.findall(r"\b[A-Z][A-Za-z-]*[A-Z][A-Za-z]*\b", above.own))
    return bool(
        colon
        and _SIGN.search(condition)
        and _SIGN.search(limit)
        and any(name in condition for name in named)
    )


def _is_listed(text: str) -> bool:
    """Whether a line goes on with a sentence that ends in a colon."""
    return text[:1].islower() or text.startswith(("-", "–"))
