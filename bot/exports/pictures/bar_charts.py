"""Bars: why candidates were not eligible, and how many screenings began when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exports.pictures.canvas import (
    BLUE,
    FAINT,
    INK,
    LINE,
    ORANGE,
    PALE,
    SIZE,
    SKY,
    SMALL,
    WIDTH,
    Area,
    Canvas,
    width_of,
    wrapped,
)
from bot.exports.pictures.flowchart import label_of
from bot.exports.pictures.titles import heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from bot.exports.pictures.counts import Counts, Flow, Step
    from bot.texts.words import Texts

_LABELS = 1.75
"""How wide the labels beside bars are."""
_BAR = 0.24
_LEGEND = 0.26
_AXIS = 0.5
_HEIGHT = 2.6
_TICKS = 7
_SLANT = 0.3
"""What a slanted name under the first bar takes to its left."""
PATTERNS = {
    "eligible": (BLUE, ""),
    "pending": (SKY, "----"),
    "in_progress": ("white", ""),
    "not_eligible": (ORANGE, "////"),
}
"""The colour and the pattern of each place, from the axis upwards."""


def empty(title: str, counted: Counts, texts: Texts, why: str) -> Canvas:
    """Draw a canvas that says that there is nothing to draw."""
    canvas = Canvas(heading(title, counted, texts), 0.6)
    canvas.text(WIDTH / 2, canvas.body.top - 0.2, [why], colour=FAINT, align="center")
    return canvas


def legend(canvas: Canvas, top: float, entries: list[tuple[str, str, str]]) -> float:
    """Draw a line for each colour, pattern and label; return the height below them."""
    left = canvas.body.left
    for face, hatch, label in entries:
        canvas.box(Area(left, top - 0.2, 0.3, 0.15), face, hatch)
        canvas.text(left + 0.4, top - 0.03, [label], size=SMALL)
        top -= _LEGEND
    return top


def draw_reasons(counted: Counts, texts: Texts) -> Canvas:
    """Draw how often each criterion is not met, the most frequent on top."""
    say, flow = texts.pictures, counted.flow
    if not flow.reasons:
        why = say.nothing if not flow.assessed else say.nothing_failed
        return empty(say.reasons, counted, texts, why)
    labels = [
        wrapped(label_of(reason.criterion, texts, counted.trial), _LABELS, SMALL)
        for reason in flow.reasons
    ]
    rows = [max(_BAR, len(label) * SMALL * LINE) + 0.12 for label in labels]
    height = sum(rows) + 2 * _LEGEND + _AXIS + 0.1
    canvas = Canvas(heading(say.reasons, counted, texts, _notes(flow, texts)), height)
    entries = [(ORANGE, "////", say.only_reason), (PALE, "", say.with_others)]
    top = legend(canvas, canvas.body.top, entries) - 0.1
    left = canvas.body.left + _LABELS + 0.1
    place = Area(left, canvas.body.bottom + _AXIS, canvas.body.right - left, sum(rows))
    axes = canvas.axes(place)
    _bars(canvas, axes, top, list(zip(rows, labels, strict=True)), flow)
    axes.set_ylim(-sum(rows), 0)
    axes.set_yticks([])
    counting_axis(axes, "x", max(reason.named for reason in flow.reasons))
    axes.set_xlabel(say.say("candidates", total=flow.not_eligible), fontsize=SMALL)
    return canvas


def _bars(
    canvas: Canvas, axes: Axes, top: float, rows: list[tuple[float, list[str]]], flow: Flow
) -> None:
    """Draw the bars with their labels, each with its count behind it."""
    below = 0.0
    for (height, label), reason in zip(rows, flow.reasons, strict=True):
        middle = below - height / 2
        axes.barh(middle, reason.alone, _BAR, color=ORANGE, edgecolor=INK, hatch="////")
        others = reason.named - reason.alone
        axes.barh(middle, others, _BAR, left=reason.alone, color=PALE, edgecolor=INK)
        axes.annotate(
            str(reason.named),
            (reason.named, middle),
            xytext=(4, 0),
            textcoords="offset points",
            verticalalignment="center",
            fontsize=SIZE,
            fontweight="bold",
        )
        upper = top + middle + len(label) * SMALL * LINE / 2
        right = canvas.body.left + _LABELS
        canvas.text(right, upper, label, size=SMALL, align="right")
        below -= height


def counting_axis(axes: Axes, which: str, most: int) -> None:
    """Let an axis begin at 0 and have whole numbers, with room for the count at the end."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - see `canvas.own_style`

    axis = axes.xaxis if which == "x" else axes.yaxis
    (axes.set_xlim if which == "x" else axes.set_ylim)(0, max(most, 1) * 1.12)
    axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))
    axes.tick_params(labelsize=SMALL)
    axes.grid(visible=True, axis="x" if which == "x" else "y", color=PALE, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def _notes(flow: Flow, texts: Texts) -> Iterator[str]:
    if flow.several:
        yield texts.pictures.say("several", count=flow.several, total=flow.not_eligible)
    yield texts.pictures.stopped


def draw_time(counted: Counts, texts: Texts) -> Canvas:
    """Draw how many screenings began in each week, month or year, by their stage now."""
    say, steps = texts.pictures, counted.steps
    titles = {"week": say.time_week, "month": say.time_month, "year": say.time_year}
    title = titles[counted.unit]
    if not counted.flow.assessed:
        return empty(title, counted, texts, say.nothing)
    notes = [say.stands, *_incomplete(steps, texts)]
    height = _HEIGHT + len(PATTERNS) * _LEGEND + _AXIS
    canvas = Canvas(heading(title, counted, texts, notes), height)
    entries = [
        (*PATTERNS[name], say.say("count", label=getattr(say, name), count=count))
        for name, count in ((name, getattr(counted.flow, name)) for name in reversed(PATTERNS))
    ]
    most = max(step.assessed for step in steps)
    top = legend(canvas, canvas.body.top, entries) - 0.1
    top = canvas.text(canvas.body.left, top, [say.screenings], size=SMALL)
    left = canvas.body.left + max(width_of(str(most), SMALL), _SLANT) + 0.12
    bottom = canvas.body.bottom + _AXIS
    axes = canvas.axes(Area(left, bottom, canvas.body.right - left, top - bottom))
    _stacks(axes, steps)
    counting_axis(axes, "y", most)
    _name_steps(axes, counted)
    return canvas


def _stacks(axes: Axes, steps: tuple[Step, ...]) -> None:
    """Draw a bar for each step, its parts one on the other."""
    below = [0] * len(steps)
    for name, (face, hatch) in PATTERNS.items():
        parts = [getattr(step, name) for step in steps]
        line = min(0.8, 30 / len(steps))
        axes.bar(
            range(len(steps)),
            parts,
            0.8,
            bottom=below,
            color=face,
            edgecolor=INK,
            hatch=hatch,
            linewidth=line,
        )
        below = [low + part for low, part in zip(below, parts, strict=True)]


def _name_steps(axes: Axes, counted: Counts) -> None:
    """Name some of the steps, evenly: so many as fit."""
    steps = counted.steps
    apart = -(-len(steps) // _TICKS)
    shown = range(0, len(steps), apart)
    letters = {"week": 10, "month": 7, "year": 4}[counted.unit]
    axes.set_xticks(list(shown), [steps[at].start.isoformat()[:letters] for at in shown])
    axes.set_xlim(-0.6, max(len(steps), 6) - 0.4)
    if counted.unit != "year":
        axes.tick_params(axis="x", labelrotation=30)
        for label in axes.get_xticklabels():
            label.set_horizontalalignment("right")
            label.set_rotation_mode("anchor")


def _incomplete(steps: tuple[Step, ...], texts: Texts) -> Iterator[str]:
    """Say which steps the period cuts, as their bars are lower for that."""
    for step in dict.fromkeys((steps[0], steps[-1])):
        if not step.whole:
            yield texts.pictures.say("incomplete", start=step.start, end=step.end)
