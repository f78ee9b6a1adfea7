"""The numbers of a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from bot.exports.pictures.counts import Afterwards, Counts, Flow, Reason, counts, start_of, unit_of
from bot.exports.pictures.observations import Scope
from bot.screenings.records import Records, Screened
from bot.store import Fact
from tests.bot.exports.counted import BEGUN, LOW_BLOOD, LOW_GFR, UNFIT, WAITS, count, screened
from tests.bot.exports.inventing import many

if TYPE_CHECKING:
    from bot.store import Store


def begun(*days: date, scope: Scope | None = None) -> Counts:
    return counts([screened(day=day) for day in days], scope or Scope())


def test_everybody_stands_somewhere() -> None:
    flow = count({}, UNFIT, LOW_GFR, WAITS, WAITS, BEGUN).flow
    assert (flow.assessed, flow.eligible, flow.not_eligible) == (6, 1, 2)
    assert (flow.pending, flow.in_progress, flow.several) == (2, 1, 1)


def test_a_candidate_has_every_reason_and_one_first_one() -> None:
    """ECOG is asked for before the GFR."""
    flow = count(UNFIT, LOW_GFR, LOW_GFR, LOW_BLOOD).flow
    assert flow.reasons == (
        Reason("I9", named=3, first=2, alone=2),
        Reason("I3", named=1, first=1, alone=0),
        Reason("I10", named=1, first=1, alone=1),
    )
    assert sum(reason.first for reason in flow.reasons) == flow.not_eligible == 4


def test_reasons_as_frequent_stand_in_the_registry_s_order() -> None:
    flow = count({"E2.prior_prrt": "yes"}, {"I10.hb": "84"}, {"I3.ecog": "2"}).flow
    assert [reason.criterion for reason in flow.reasons] == ["I3", "I10", "E2"]


def test_nobody() -> None:
    nobody = counts([], Scope())
    assert nobody.flow == Flow(0, 0, 0, 0, 0, 0, ())
    assert (nobody.trial, nobody.versions, nobody.steps, nobody.near) == (None, (), (), ())
    assert (nobody.first, nobody.last, nobody.others) == (None, None, 0)


def test_a_period_in_which_nobody_came_has_its_steps() -> None:
    empty = counts([], Scope(date(2026, 3, 2), date(2026, 3, 15)))
    assert [(step.start.day, step.assessed) for step in empty.steps] == [(2, 0), (9, 0)]


def test_the_period_is_the_scope_s_else_from_the_first_to_the_last() -> None:
    days = (date(2026, 3, 5), date(2026, 3, 20))
    found = begun(*reversed(days))
    assert (found.first, found.last) == days
    wider = Scope(date(2026, 1, 1), date(2026, 6, 1))
    assert begun(*days, scope=wider).first == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("last", "unit"),
    [
        (date(2026, 1, 1), "week"),
        (date(2026, 7, 2), "week"),
        (date(2026, 7, 3), "month"),
        (date(2030, 1, 4), "month"),
        (date(2030, 1, 5), "year"),
    ],
)
def test_a_longer_period_has_longer_steps(last: date, unit: str) -> None:
    assert unit_of(date(2026, 1, 1), last) == unit


def test_weeks_begin_on_a_monday() -> None:
    assert start_of(date(2026, 3, 1), "week") == date(2026, 2, 23)
    assert start_of(date(2026, 3, 2), "week") == date(2026, 3, 2)
    assert start_of(date(2026, 3, 2), "month") == date(2026, 3, 1)
    assert start_of(date(2026, 3, 2), "year") == date(2026, 1, 1)


def test_steps_have_no_gap_and_say_which_are_cut() -> None:
    found = begun(date(2026, 3, 4), date(2026, 3, 4), date(2026, 3, 22))
    assert [(step.start.day, step.assessed, step.whole) for step in found.steps] == [
        (2, 2, False),
        (9, 0, True),
        (16, 1, True),
    ]
    assert found.steps[0].end == date(2026, 3, 8)


def test_a_december_is_followed_by_a_january() -> None:
    found = begun(date(2025, 12, 31), date(2026, 8, 1))
    assert [step.start.isoformat()[:7] for step in found.steps[:2]] == ["2025-12", "2026-01"]
    assert len(found.steps) == 9


def test_the_steps_add_up(store: Store) -> None:
    many(store, 300)
    found = counts(Records(store).between(), Scope())
    assert sum(step.assessed for step in found.steps) == found.flow.assessed == 300
    places = ("not_eligible", "pending", "in_progress", "eligible")
    for name in places:
        assert sum(getattr(step, name) for step in found.steps) == getattr(found.flow, name)
    assert sum(getattr(found.flow, name) for name in places) == 300


def noted(*facts: tuple[str, str | None], number: int = 1) -> Screened:
    """Return a screening of which something was noted."""
    made = screened(number=number)
    when = datetime(2026, 3, 31, 9, tzinfo=UTC)
    kept = tuple(Fact(field, value, None, when, "nurse") for field, value in facts)
    return replace(made, stored=replace(made.stored, follow_up=kept))


def test_the_flow_goes_on_to_randomised() -> None:
    people = [
        noted(("randomised_on", "2026-03-09")),
        noted(("outcome", "enrolled"), ("overridden", "judgement"), number=2),
        noted(("outcome", "enrolled"), ("undone", "stopped"), number=3),
        noted(("declined_because", "too_far"), number=4),
        noted(("not_approached", "language"), number=5),
        screened(number=6),
    ]
    flow = counts(people, Scope()).flow
    assert flow.assessed == 6
    assert flow.afterwards == Afterwards(
        approached=4,
        not_approached=1,
        declined=1,
        consented=3,
        enrolled=2,
        randomised=1,
        overridden=1,
        undone=1,
    )


def test_where_nothing_was_noted_nothing_is_counted_afterwards() -> None:
    assert not count({}, UNFIT).flow.afterwards.noted
