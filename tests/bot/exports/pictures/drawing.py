"""Looks at pictures: what is written on them, and whether it can be read."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from datetime import date
from html import unescape
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

from matplotlib.backends.backend_agg import FigureCanvasAgg

from bot.exports.pictures.canvas import own_style
from bot.exports.pictures.catalogue import PICTURES, picture
from bot.exports.pictures.counts import Counts, Flow, Reason, Step, counts
from bot.exports.pictures.observations import Scope
from bot.texts import texts_in
from tests.bot.exports.counted import BEGUN, LOW_BLOOD, LOW_GFR, UNFIT, WAITS, count, screened
from tests.making import TRIAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matplotlib.axes import Axes
    from matplotlib.backend_bases import RendererBase
    from matplotlib.text import Text
    from matplotlib.transforms import Bbox

Record = TypeVar("Record", Flow, Reason, Step)

_FAR = {"I10.ast": "18", "I10.bili": "49"}
_CLOSE = {"I9.gfr": "51"}
SETS: tuple[Mapping[str, str | None], ...] = (
    *({}, {}, UNFIT, LOW_GFR, LOW_BLOOD),
    *(WAITS, BEGUN, _FAR, _CLOSE),
)
MIXED = count(*SETS, scope=Scope(site="UPP"))
"""Something of everything."""
EVERY_REASON = {
    "I2.consent": "declined",
    "I3.ecog": "4",
    "I4.type": "nec",
    "I5.uptake": "below",
    "I6.progression": "no",
    "I7.measurable": "no",
    "I8.prrt_choice": "no",
    "I9.gfr": "12",
    "I1.age": "17",
    "I10.hb": "84",
    "I10.plt": "96",
    "I10.wbc": "2.9",
    "I10.anc": "1.4",
    "I10.ast": "18",
    "I10.alt": "20",
    "I10.bili": "120",
    "I10.alb": "25",
    "E2.prior_prrt": "yes",
    "E3.systemic": "other_ongoing",
    "E4.dpd": "complete_deficiency",
    "E5.ct_mri": "discordant",
    "E6.condition": "yes",
    "E7.participation": "unwilling",
}


def long_words(counted: Counts) -> Counts:
    """Return the counts of a trial whose labels are as long as they may be."""
    assert counted.trial is not None
    criterion, item = "Kontraindikationer mot kapecitabinbehand", "Glomerulusfiltrationshastighet/m"
    words = TRIAL.words_in("en")
    longer = words.model_copy(
        update={
            "criteria": {
                name: one.model_copy(update={"label": criterion})
                for name, one in words.criteria.items()
            },
            "items": {
                name: one.model_copy(update={"label": item}) for name, one in words.items.items()
            },
        }
    )
    trial = counted.trial.model_copy(update={"words": {"en": longer}})
    scope = replace(counted.scope, site="Universitetssjukhuset i Ö-vik/32")
    return replace(counted, trial=trial, scope=scope, versions=("R1", "R2-korrigerad", "R3"))


def crowd(number: int) -> Counts:
    """Return the counts of so many, over four years: the same few over and over."""
    days = [date(year, 3, 31) for year in (2022, 2023, 2024, 2025)]
    few = [screened(one, day=day) for one in (*SETS, EVERY_REASON) for day in days]
    found = counts(few, Scope(site="UPP"))
    times = number // len(few)
    flow, steps = found.flow, found.steps
    return replace(
        found,
        flow=replace(
            multiplied(flow, times), reasons=tuple(multiplied(one, times) for one in flow.reasons)
        ),
        steps=tuple(multiplied(step, times) for step in steps),
        near=found.near * times,
    )


def multiplied(record: Record, times: int) -> Record:
    """Multiply the numbers in a record."""
    numbers = {
        one.name: getattr(record, one.name) * times
        for one in fields(record)
        if type(getattr(record, one.name)) is int
    }
    return replace(record, **numbers)


def written(name: str, counted: Counts, language: str = "en") -> list[str]:
    """Return the lines that stand on a picture."""
    svg = picture(name, counted, texts_in(language), "svg").decode()
    return [unescape(line) for line in re.findall(r"<text [^>]*>([^<]*)</text>", svg)]


def flaws(name: str, counted: Counts, language: str) -> Iterator[str]:
    """Name texts of a picture that lie over each other or reach over its edge."""
    with own_style():
        drawn = PICTURES[name](counted, texts_in(language))
        canvas = FigureCanvasAgg(drawn.figure)
        pen = canvas.get_renderer()  # type: ignore[no-untyped-call] # not ours
        found = [one for axes in drawn.figure.axes for one in texts_of(axes, pen)]
        boxes = {one: one.get_window_extent(pen) for one in found if one.get_text()}
        width, height = canvas.get_width_height()
    assert len(boxes) > 2
    for one, box in boxes.items():
        if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height:
            yield f"over the edge: {one.get_text()}"
    upright = [one for one in boxes if not one.get_rotation()]
    for one, other in combinations(upright, 2):
        if _meet(boxes[one], boxes[other]):
            yield f"over each other: {one.get_text()} and {other.get_text()}"


def texts_of(axes: Axes, pen: RendererBase) -> Iterator[Text]:
    """Return the texts in axes and along them that are shown."""
    yield from axes.texts
    for axis in (axes.xaxis, axes.yaxis) if axes.axison else ():
        low, high = sorted(axis.get_view_interval())
        for place, label in zip(axis.get_majorticklocs(), axis.get_ticklabels(), strict=True):
            if low <= place <= high:
                yield label
        axis.get_tightbbox(pen)  # places its label
        yield axis.label


def _meet(one: Bbox, other: Bbox) -> bool:
    """Whether two boxes have more in common than the air around their letters."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    up = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > 1) and bool(up > 0.25 * min(one.height, other.height))
