"""The near misses as dots: each value against its limit, on one scale for all analytes.

The limit is a line at 0; to its right lies what passes, to its left what fails, as a part of the
limit, so that "above 90 g/L" and "below 3 × the upper limit" can be compared.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from bot.exports.pictures.bar_charts import empty
from bot.exports.pictures.canvas import (
    BLUE,
    INK,
    LINE,
    PALE,
    SIZE,
    SMALL,
    VERMILION,
    Area,
    Canvas,
    wrapped,
)
from bot.exports.pictures.near_misses import NEAR
from bot.exports.pictures.titles import heading
from bot.presentation.sentences import Speaker

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from bot.exports.pictures.counts import Counts
    from bot.exports.pictures.near_misses import NearMiss
    from bot.texts.words import Texts

FARTHEST = Fraction(1)
"""What lies farther on the failing side than this part of the limit is drawn at the edge."""
_LABELS = 1.85
_ROW, _AXIS, _LEGEND = 0.62, 0.55, 0.26
_BINS = 64
"""So many places across the scale: dots of one place are stacked."""
_ROOM, _APART = 0.25, 0.11
"""How far up and down from the middle of a row dots may lie, and how far apart they do."""
_MANY = 1500
"""More dots than this become an image inside an SVG, which stays small."""
_LOOKS = {
    (True, False): ("o", BLUE),
    (False, False): ("x", VERMILION),
    (False, True): ("<", VERMILION),
}
"""The marker and the colour of what passes, what fails, and what fails beyond the scale."""


class Dot(NamedTuple):
    """The position of a value."""

    x: float
    y: float
    """Up or down from the middle of its row, in inches."""
    passes: bool
    beyond: bool
    """It lies farther away than the scale reaches."""


def draw(counted: Counts, texts: Texts) -> Canvas:
    """Draw the values that fail their limits or lie within a tenth of them."""
    say, trial = texts.pictures, counted.trial
    if not counted.near or trial is None:
        why = say.nothing_near if counted.flow.assessed else say.nothing
        return empty(say.near, counted, texts, why)
    rows: defaultdict[str, list[NearMiss]] = defaultdict(list)
    for near in counted.near:
        rows[near.item].append(near)
    items = [item for item in trial.items if item in rows]
    speaker = Speaker(trial, texts)
    labels = [label(rows[item], speaker) for item in items]
    heights = [max(_ROW, len(lines) * SMALL * LINE + 0.15) for lines in labels]
    canvas = _canvas(counted, texts, sum(heights))
    left = canvas.body.left + _LABELS + 0.1
    bottom = canvas.body.bottom + _AXIS
    axes = canvas.axes(Area(left, bottom, canvas.body.right - left, sum(heights)))
    low = _scale(axes, counted.near, sum(heights))
    placed = dots(rows, low)
    below = 0.0
    for item, lines, height in zip(items, labels, heights, strict=True):
        middle = below - height / 2
        upper = bottom + sum(heights) + middle + len(lines) * SMALL * LINE / 2
        canvas.text(canvas.body.left + _LABELS, upper, lines, size=SMALL, align="right")
        _draw(axes, placed[item], middle, many=len(counted.near) > _MANY)
        below -= height
        axes.axhline(below, color=PALE, linewidth=0.8, zorder=0)
    axes.set_xlabel(say.near_axis, fontsize=SMALL)
    return canvas


def _canvas(counted: Counts, texts: Texts, rows: float) -> Canvas:
    """Make the canvas with its legend."""
    say = texts.pictures
    beyond = sum(-near.margin > FARTHEST for near in counted.near)
    notes = [say.say("beyond", count=beyond)] if beyond else []
    notes.append(say.unknown_distance)
    canvas = Canvas(heading(say.near, counted, texts, notes), rows + _AXIS + 2 * _LEGEND + 0.1)
    top = canvas.body.top
    fails = sum(not near.passes for near in counted.near)
    entries = (
        (VERMILION, "x", say.say("count", label=say.fails, count=fails)),
        (BLUE, "o", say.say("count", label=say.passes, count=len(counted.near) - fails)),
    )
    for colour, marker, text in entries:
        canvas.whole.plot(
            [canvas.body.left + 0.1], [top - 0.12], marker, color=colour, markersize=6
        )
        canvas.text(canvas.body.left + 0.3, top - 0.03, [text], size=SMALL)
        top -= _LEGEND
    return canvas


def label(near: Sequence[NearMiss], speaker: Speaker) -> list[str]:
    """Write an analyte, its limit with the unit, and from where to where the values go."""
    one = near[0]
    known = speaker.trial.items[one.item]
    unit = next(iter(known.units)) if hasattr(known, "units") else ""
    values, limits = [one.value for one in near], [one.limit for one in near]
    if one.times is None:  # two versions of a trial can have two limits
        limit = _span(min(limits), max(limits), unit, speaker)
    else:
        limit = speaker.texts.pictures.say("times", times=speaker.number(one.times))
    span = _span(min(values), max(values), unit, speaker)
    lines = (f"{speaker.label(one.item)} {one.sign} {limit}", span)
    return [part for line in lines for part in wrapped(line, _LABELS, SMALL)]


def _span(low: Fraction, high: Fraction, unit: str, speaker: Speaker) -> str:
    end = speaker.amount(high, unit)
    return end if low == high else f"{speaker.number(low)}–{end}"


def _scale(axes: Axes, near: Sequence[NearMiss], height: float) -> float:
    """Set the scale, the same on every row, and draw the limit; return its lowest part."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415 - see `canvas.own_style`

    lowest = max(min(one.margin for one in near), -FARTHEST)
    low = min(float(lowest), -float(NEAR))
    room = (float(NEAR) - low) * 0.06
    axes.set_xlim(low - room, float(NEAR) + room)
    axes.set_ylim(-height, 0)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(_percent))
    axes.tick_params(labelsize=SMALL)
    axes.axvline(0, color=INK, linewidth=1.5)
    axes.axvspan(0, float(NEAR) + room, color=PALE, alpha=0.35, linewidth=0, zorder=0)
    axes.spines[["top", "right", "left"]].set_visible(False)
    return low


def _percent(part: float, _place: int | None) -> str:
    """Write a part of the limit with its sign."""
    percent = round(part * 100)
    return f"{percent:+d} %".replace("-", "−") if percent else "0"


def dots(rows: Mapping[str, Sequence[NearMiss]], low: float) -> dict[str, list[Dot]]:
    """Place the dots: as far along as they are, and above each other where they meet.

    Args:
        rows: the values of each row, by its name.
        low: where the scale begins.

    The dots of every row are as far apart, so that the heights of rows can be compared.
    """
    step = (float(NEAR) - low) / _BINS
    places: defaultdict[tuple[str, int], list[tuple[float, NearMiss]]] = defaultdict(list)
    for name, near in rows.items():
        for one in sorted(near, key=lambda one: (one.margin, one.token)):
            x = max(float(one.margin), low)
            places[name, round(x / step)].append((x, one))
    apart = min(_APART, 2 * _ROOM / max(map(len, places.values()), default=1))
    placed: dict[str, list[Dot]] = {name: [] for name in rows}
    for (name, _), together in places.items():
        for number, (x, one) in enumerate(together):
            y = apart * ((number + 1) // 2) * (-1 if number % 2 else 1)
            placed[name].append(Dot(x, y, one.passes, -one.margin > FARTHEST))
    return placed


def _draw(axes: Axes, placed: Sequence[Dot], middle: float, *, many: bool) -> None:
    """Draw dots: filled ones pass, crosses fail, arrows fail by more than the scale reaches."""
    sorts: defaultdict[tuple[bool, bool], list[Dot]] = defaultdict(list)
    for dot in placed:
        sorts[dot.passes, dot.beyond].append(dot)
    for sort, found in sorts.items():
        marker, colour = _LOOKS[sort]
        axes.scatter(
            [dot.x for dot in found],
            [middle + dot.y for dot in found],
            SIZE if many else 2.4 * SIZE,
            marker=marker,
            color=colour,
            linewidths=0.8 if many else 1.3,
            clip_on=False,
            zorder=3,  # over the line of the limit
            rasterized=many,
        )
