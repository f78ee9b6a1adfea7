"""What lists sort and filter by: the same as of every screening read anew, and worked out once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pytest

from bot.config.site import read_site
from bot.dialogs import events
from bot.screenings.overview import SORTS, Choice, Overview
from bot.screenings.records import Records
from bot.screenings.retention import purge
from bot.store import Noted
from tests.bot.exports.inventing import NOW, answered, many, some
from tests.bot.screenings.test_records import go_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.screenings.overview import Found
    from bot.screenings.records import Screened
    from bot.store import Store

MANY = 3
"""So few screenings are many in these tests: the database answers for them."""


@pytest.fixture
def looked() -> list[str]:
    """The screenings that were worked out, in order."""
    return []


@pytest.fixture
def overview(looked: list[str]) -> Iterator[Overview[None]]:
    """An overview that tells what it works out."""
    made = Overview(lambda one: looked.append(one.token))
    yield made
    made.stop()


def numbers(found: Found) -> list[str]:
    """Return the numbers of the screenings on a page."""
    return [line.token for _, line in found.shown]


def naively(one: Screened, choice: Choice) -> bool:
    """Whether a screening is wanted, asked of the screening itself."""
    day, result = one.started.date(), one.result
    return (
        choice.outcome in ("", result.outcome.value)
        and choice.trial in ("", one.session.trial)
        and choice.criterion in ("", *result.failing, *result.pending)
        and (choice.since or date.min) <= day <= (choice.until or date.max)
    )


def test_every_choice_is_that_of_screenings_read_anew(
    store: Store, overview: Overview[None], looked: list[str]
) -> None:
    tokens = some(store, 24)
    records = Records(store, zone=UTC)
    every = list(records.between())
    middle = every[12].started.date()
    outcomes, trials = ("", "pending", "not_eligible"), ("", "start-net", "none")
    choices = product(outcomes, trials, ("", "I10"), (None, middle), (None, middle))
    for outcome, trial, criterion, since, until in choices:
        choice = Choice(outcome, trial, criterion, since, until, backwards=False)
        wanted = [one.token for one in every if naively(one, choice)]
        assert [one.line.token for one in overview.chosen(records, choice)] == wanted
    assert looked == tokens
    for one, seen in zip(every, overview.chosen(records, Choice(backwards=False)), strict=True):
        assert (seen.line.is_open, seen.line.result) == (one.is_open, one.result)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("backwards", [False, True])
def test_pages_of_any_order_hold_every_screening_once(
    store: Store, overview: Overview[None], sort: str, *, backwards: bool
) -> None:
    many(store, 10)
    for number in (9999, 10000):
        store.add(answered(number=number), "nurse", NOW)
    records, choice = Records(store, zone=UTC), Choice(sort=sort, backwards=backwards)  # type: ignore[arg-type]
    pages = [overview.page(records, choice, page, 5) for page in (1, 2, 3)]
    found = [token for page in pages for token in numbers(page)]
    assert found == [one.line.token for one in overview.chosen(records, choice)]
    assert len(set(found)) == 12
    assert {(one.count, one.pages) for one in pages} == {(12, 3)}
    assert numbers(overview.page(records, choice, 99, 5)) == numbers(pages[-1])
    other = Choice(sort=sort, backwards=not backwards)  # type: ignore[arg-type]
    assert found[::-1] == [one.line.token for one in overview.chosen(records, other)]


@pytest.mark.parametrize("sort", ["number", "begun", "touched"])
def test_the_database_answers_as_the_overview_does(store: Store, sort: str) -> None:
    many(store, 10)
    for number in (9999, 10000):
        store.add(answered(number=number), "nurse", NOW)
    records = Records(store, zone=UTC)
    for backwards, until in product(
        (False, True), (None, NOW.date() - timedelta(days=1), NOW.date())
    ):
        choice = Choice(sort=sort, backwards=backwards, until=until)  # type: ignore[arg-type]
        cold, warm = Overview(lambda _: None, MANY), Overview(lambda _: None)
        one, other = (each.page(records, choice, 2, 4) for each in (cold, warm))
        cold.stop()
        assert (numbers(one), one.count, one.pages) == (numbers(other), other.count, other.pages)
        assert [line for _, line in one.shown] == [line for _, line in other.shown]


def test_while_much_is_worked_out_the_database_answers(store: Store) -> None:
    many(store, 40)
    records, looked = Records(store, zone=UTC), list[str]()
    overview = Overview(lambda one: looked.append(one.token), MANY)
    assert numbers(overview.page(records, Choice(), 1, 2)) == ["S0040", "S0039"]
    assert len(overview.all(records)) == 40
    overview.page(records, Choice("pending"), 1, 2)
    overview.stop()
    assert len(looked) == 40


def test_only_what_has_changed_is_worked_out_again(
    store: Store, overview: Overview[None], looked: list[str]
) -> None:
    first, second, *_ = some(store, 6)
    records = Records(store, zone=UTC)

    def worked_out() -> list[str]:
        looked.clear()
        overview.all(records)
        return looked

    assert len(worked_out()) == 6
    assert worked_out() == []
    go_on(store, first, events.SetDate("2026-03-02"))
    assert worked_out() == [first]
    store.note(second, [Noted("referred_on", "2026-03-01")], NOW, "nurse")
    assert worked_out() == [second]
    stored = store.load(first)
    assert stored is not None
    assert store.within(lambda unit: purge(unit, stored, None, NOW))
    assert worked_out() == [first]
    store.add(answered(number=77), "nurse", NOW)
    assert worked_out() == ["S0077"]
    assert worked_out() == []


def test_with_other_limits_or_days_everything_is_worked_out_again(
    store: Store, overview: Overview[None], looked: list[str], tmp_path: Path
) -> None:
    some(store, 3)
    overview.all(Records(store, zone=UTC))
    file = tmp_path / "site.toml"
    file.write_text('code = "UPP"\ntime_zone = "Europe/Stockholm"\n')
    overview.all(Records(store, read_site(file)))
    assert len(looked) == 6


def test_of_a_stopped_overview_nobody_waits(store: Store) -> None:
    many(store, 250)
    looked: list[datetime] = []
    overview = Overview(lambda one: looked.append(one.started))
    overview.stop()
    overview.all(Records(store, zone=UTC))
    assert len(looked) < 250
