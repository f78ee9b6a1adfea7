"""How many buttons a screen has: ten at most, so that a phone shows them with the question.

What gives way can be written: ``/help``, ``/back``. Of many answers a page is shown at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.presentation.messages import Button

MOST = 10
"""Buttons of one screen."""
TURNS = 2
"""Buttons to the pages before and after."""

Thing = TypeVar("Thing")
Row = tuple["Button", ...]


def page_of(things: Sequence[Thing], page: int, most: int) -> tuple[Sequence[Thing], int, int]:
    """Return what is shown of many things, on which page, and of how many pages.

    Args:
        things: all of them.
        page: the page that is wanted, from 0; beyond the last one it begins anew.
        most: how many can be shown; on a page two fewer, for the ways to the others.
    """
    if len(things) <= most:
        return things, 0, 1
    size = max(most - TURNS, 1)
    pages = -(-len(things) // size)
    page %= pages
    return things[page * size : (page + 1) * size], page, pages


def with_ways_out(rows: Sequence[Row], ways: Iterable[Sequence[Button]]) -> tuple[Row, ...]:
    """Return rows with the ways out below them, as many as there is room for, the first first."""
    room = MOST - sum(map(len, rows))
    found: list[Row] = []
    for way in ways:
        fitting = tuple(way[: max(room, 0)])
        room -= len(fitting)
        found += [fitting] if fitting else []
    return (*rows, *found)
