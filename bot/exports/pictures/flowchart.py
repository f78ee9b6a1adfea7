"""The CONSORT flow as a diagram: assessed, not eligible by reason, not decided yet, eligible."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.exports.pictures.canvas import LINE, MARGIN, SIZE, SMALL, WIDTH, Area, Canvas, wrapped
from bot.exports.pictures.titles import heading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.exports.pictures.counts import Afterwards, Counts, Flow
    from bot.texts.words import Texts
    from criteria.trial.trial import Trial

_TRUNK, _BRANCH = 1.75, 2.85
"""How wide the boxes of the trunk and of its branches are."""
_PAD, _GAP = 0.09, 0.22
_INDENT = 0.2


class _Box(NamedTuple):
    """The texts in a box: a head, and lines of which those that go on are set in."""

    head: list[str]
    lines: list[tuple[float, str]]

    @property
    def height(self) -> float:
        """How high the box is."""
        letters = len(self.head) * SIZE + len(self.lines) * SMALL
        return letters * LINE + 2 * _PAD + (0.04 if self.lines else 0)


def draw(counted: Counts, texts: Texts) -> Canvas:
    """Draw the flow."""
    say, flow = texts.pictures, counted.flow
    reasons = list(_reasons(flow, texts, counted.trial))
    branches = [
        _box("not_eligible", flow.not_eligible, reasons, texts, _BRANCH),
        _box("pending", flow.pending, [(0.0, say.pending_more)], texts, _BRANCH),
        _box("in_progress", flow.in_progress, [(0.0, say.in_progress_more)], texts, _BRANCH),
    ]
    ends = [
        _box("assessed", flow.assessed, [], texts, _TRUNK),
        _box("eligible", flow.eligible, [(0.0, say.eligible_more)], texts, _TRUNK),
        *_afterwards(flow.afterwards, texts),
    ]
    height = sum(box.height + _GAP for box in (*ends, *branches)) - _GAP
    canvas = Canvas(heading(say.flow, counted, texts, _notes(counted, texts)), height)
    _place(canvas, ends, branches)
    return canvas


def _afterwards(after: Afterwards, texts: Texts) -> Iterator[_Box]:
    """Return the boxes below the eligible, from asked to randomised, if anything was noted."""
    if not after.noted:
        return
    for name, beside in _STEPS.items():
        numbers = {each: getattr(after, each) for each in beside}
        lines = [
            (0.0, texts.pictures.say("count", label=getattr(texts.pictures, each), count=number))
            for each, number in numbers.items()
            if number
        ]
        yield _box(name, getattr(after, name), lines, texts, _BRANCH)


_STEPS = {
    "approached": ("not_approached", "declined"),
    "consented": (),
    "enrolled": ("overridden", "undone"),
    "randomised": (),
}
"""A step after the screening, and what is counted beside it."""


def _notes(counted: Counts, texts: Texts) -> Iterator[str]:
    say, flow = texts.pictures, counted.flow
    if not flow.assessed:
        yield say.nothing
    if flow.several:
        yield say.say("several", count=flow.several, total=flow.not_eligible)
    if flow.not_eligible:
        yield say.stopped
    if flow.afterwards.noted:
        yield say.as_noted
    if counted.enrolment is not None:
        yield f"{counted.enrolment.in_short(texts)}."


def _reasons(flow: Flow, texts: Texts, trial: Trial | None) -> Iterator[tuple[float, str]]:
    for reason in flow.reasons:
        label = label_of(reason.criterion, texts, trial)
        yield _INDENT, texts.pictures.say("count", label=label, count=reason.named)


def label_of(criterion: str, texts: Texts, trial: Trial | None) -> str:
    """Write a criterion with its label."""
    if trial is None or criterion not in trial.criteria:
        return criterion
    return f"{criterion} {trial.words_in(texts.language).criteria[criterion].label}"


def _box(name: str, count: int, lines: list[tuple[float, str]], texts: Texts, width: float) -> _Box:
    """Return a box; the lines are wrapped to its width, what goes on is set in."""
    inside = width - 2 * _PAD
    label = getattr(texts.pictures, name)
    head = wrapped(texts.pictures.say("count", label=label, count=count), inside, SIZE, bold=True)
    body = []
    for indent, text in lines:
        first, *rest = wrapped(text, inside - indent, SMALL) or [""]
        body += [(0.0, first), *((indent, line) for line in rest)]
    return _Box(head, body)


def _place(canvas: Canvas, ends: list[_Box], branches: list[_Box]) -> None:
    """Draw the trunk down the left, and the branches to its right."""
    left, top = canvas.body.left, canvas.body.top
    middle, right = left + _TRUNK / 2, WIDTH - MARGIN - _BRANCH
    first, last, *further = ends
    below = _fill(canvas, first, Area(left, top - first.height, _TRUNK, first.height))
    start = below
    for branch in branches:
        below -= _GAP
        place = Area(right, below - branch.height, _BRANCH, branch.height)
        height = place.bottom + branch.height / 2
        canvas.arrow((middle, height), (right, height))
        below = _fill(canvas, branch, place)
    end = below - _GAP
    canvas.arrow((middle, start), (middle, end))
    below = _fill(canvas, last, Area(left, end - last.height, _TRUNK, last.height))
    for box in further:
        canvas.arrow((middle, below), (middle, below - _GAP))
        below -= _GAP
        below = _fill(canvas, box, Area(left, below - box.height, _BRANCH, box.height))


def _fill(canvas: Canvas, box: _Box, place: Area) -> float:
    """Draw a box with its texts; return its lower edge."""
    canvas.box(place)
    x = place.left + _PAD
    below = canvas.text(x, place.top - _PAD, box.head, bold=True) - 0.04
    for indent, line in box.lines:
        below = canvas.text(x + indent, below, [line], size=SMALL)
    return place.bottom
