"""What the desk knows of every screening: what it lists, what is urgent, what pictures count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from aiohttp import web

from bot.exports.pictures.catalogue import picture
from bot.exports.pictures.counts import counts_of
from bot.exports.pictures.observations import Scope, observation
from bot.exports.worklist.worklist import row_of
from bot.screenings.overview import Overview

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from bot.exports.context import ExportContext
    from bot.exports.pictures.observations import Observation
    from bot.exports.worklist.worklist import OpenScreening, Urgency
    from bot.platforms.web.desk.view import Filter
    from bot.screenings.records import Records, Screened


class Known(NamedTuple):
    """What the desk needs of a screening beside its line."""

    urgency: Urgency | None
    """None where it is not open."""
    observed: Observation


def known_of(screened: Screened) -> Known:
    """Work out what the desk needs of a screening."""
    urgency = row_of(screened).urgency if screened.is_open else None
    return Known(urgency, observation(screened))


OVERVIEW = web.AppKey("overview", Overview[Known])


@dataclass(frozen=True, slots=True)
class Work:
    """A page of the worklist."""

    rows: Sequence[OpenScreening]
    count: int
    page: int
    pages: int


def work(overview: Overview[Known], records: Records, today: date, page: int, most: int) -> Work:
    """Return a page of what is open, the most urgent first."""
    places = sorted(
        one.more.urgency.place(today, one.line.token)
        for one in overview.all(records)
        if one.more.urgency is not None
    )
    pages = max(1, -(-len(places) // most))
    page = min(max(page, 1), pages)
    tokens = [token for *_, token in places[(page - 1) * most : page * most]]
    return Work([row_of(one) for one in records.some(tokens)], len(places), page, pages)


def drawn(
    name: str, overview: Overview[Known], records: Records, chosen: Filter, context: ExportContext
) -> bytes:
    """Return a picture of the screenings that a filter takes.

    Raises:
        MissingPartError: matplotlib is not installed.
    """
    seen = [one.more.observed for one in overview.chosen(records, chosen)]
    scope = Scope(context.since, context.until, context.site)
    return picture(name, counts_of(seen, scope), context.texts)
