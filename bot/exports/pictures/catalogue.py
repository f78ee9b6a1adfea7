"""The pictures there are, by name, and how each becomes a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from bot.exports.log.enrolled import comparisons
from bot.exports.pictures import bar_charts, dot_plot, flowchart
from bot.exports.pictures.canvas import own_style
from bot.exports.pictures.counts import counts
from bot.exports.pictures.observations import Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO

    from bot.exports.context import ExportContext
    from bot.exports.pictures.canvas import Canvas, Kind
    from bot.exports.pictures.counts import Counts
    from bot.screenings.records import Screened
    from bot.texts.words import Texts

    Write: TypeAlias = Callable[[Iterable[Screened], BinaryIO, ExportContext], int]

KINDS: tuple[Kind, ...] = ("png", "svg")
PICTURES: dict[str, Callable[[Counts, Texts], Canvas]] = {
    "flow": flowchart.draw,
    "reasons": bar_charts.draw_reasons,
    "time": bar_charts.draw_time,
    "near-misses": dot_plot.draw,
}


def picture(name: str, counted: Counts, texts: Texts, kind: Kind = "png") -> bytes:
    """Return a picture as a file.

    Args:
        name: which: a key of `PICTURES`.
        counted: the numbers that it shows.
        texts: the words of its language.
        kind: of which kind the file is.

    Raises:
        MissingPartError: matplotlib is not installed.
    """
    with own_style():
        return PICTURES[name](counted, texts).written(kind)


def writer(name: str, kind: Kind) -> Write:
    """Return the function that writes a picture of screenings, for the list of exports."""

    def write(screenings: Iterable[Screened], file: BinaryIO, context: ExportContext) -> int:
        scope = Scope(context.since, context.until, context.site)
        counted = counts(context.counted(screenings), scope)
        if name == "flow" and counted.trial is not None:
            found = comparisons(context, counted.trial.protocol.id)
            counted = replace(counted, enrolment=next(iter(found), None))
        file.write(picture(name, counted, context.texts, kind))
        return counted.flow.assessed

    return write
