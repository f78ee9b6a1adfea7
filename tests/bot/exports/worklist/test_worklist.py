"""The worklist: what is open, what it waits for, and what runs out when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.exports.worklist.expiry import Expiry, expiries
from bot.exports.worklist.worklist import OpenScreening, row_of, worklist
from bot.screenings.records import Records
from bot.screenings.status import Waiting
from bot.store import Audited, Entry
from criteria.known.values import DateSpan
from criteria.trial.site import Site
from criteria.verdict.verdict import Outcome, verdict
from tests.bot.exports.counted import BEGUN, UNFIT, WAITS, purged, screened
from tests.bot.exports.inventing import some
from tests.making import MAN, TODAY, judge, span
from tests.small import day, trial

if TYPE_CHECKING:
    from bot.store import Store


def runs_out(changes: dict[str, str | None], site: Site | None = None) -> list[Expiry]:
    return list(expiries(judge(MAN, changes, site=site or Site())))


def only(*changes: dict[str, str | None]) -> OpenScreening:
    (row,) = worklist([screened(one) for one in changes], TODAY)
    return row


def test_the_scan_leaves_its_window_after_24_months() -> None:
    (window,) = runs_out({})
    assert (window.item, window.kind, window.day) == ("I6.scan_date", "window", date(2027, 11, 10))
    assert (window.length, window.in_months, window.decides) == (24, True, True)


@pytest.mark.parametrize(
    ("scan", "day"),
    [
        ("2024-03-31", date(2026, 3, 31)),  # its last day
        ("2024-02-29", None),  # too old: that criterion has failed already
        ("2025-11", date(2027, 11, 1)),  # certain until that day
        ("2026-03-20", date(2028, 3, 20)),  # too recent for now
        ("unknown", None),
        (None, None),
    ],
)
def test_only_a_scan_that_can_count_runs_out(scan: str | None, day: date | None) -> None:
    assert [one.day for one in runs_out({"I6.scan_date": scan})] == ([day] if day else [])


@pytest.mark.parametrize(
    ("changes", "day", "length"),
    [
        ({"I10.hb": "132 @ 2026-03-10"}, date(2026, 4, 7), 28),
        ({"I10.hb": "132 @ 2026-03"}, date(2026, 3, 29), 28),
        ({"I9.gfr": "72 @ 2025-11-30"}, date(2026, 2, 28), 3),
        ({"I5.tracer": "68Ga-DOTATOC @ 2026-01-15"}, date(2026, 4, 15), 3),
    ],
)
def test_a_result_is_called_old_some_day(
    changes: dict[str, str | None], day: date, length: int
) -> None:
    (usual,) = (one for one in runs_out(changes) if one.kind == "usual")
    assert (usual.item, usual.day, usual.length) == (next(iter(changes)), day, length)
    assert not usual.decides


def test_the_usual_age_is_the_last_day_without_a_note() -> None:
    """Both sides of it, by the rule that the notes go by."""
    changes: dict[str, str | None] = {"I10.hb": "132 @ 2026-03-10"}
    (usual,) = (one for one in runs_out(changes) if one.kind == "usual")
    for later, old in ((0, False), (1, True)):
        facts = judge(MAN, changes, usual.day + timedelta(days=later)).facts
        rule = facts.trial.items["I10.hb"].age_warning
        assert rule is not None
        truth = rule.truth(facts.answers["I10.hb"], "I10.hb", facts)
        assert (truth.name == "YES") is old


def test_a_site_s_maximum_age_stands_in_its_place_and_decides() -> None:
    site = Site("UPP", maximum_age_days={"I10.hb": 14})
    found = runs_out({"I10.hb": "132 @ 2026-03-20"}, site)
    (age,) = (one for one in found if one.item == "I10.hb")
    assert (age.kind, age.day, age.decides) == ("site", date(2026, 4, 3), True)


def test_the_site_s_last_day_is_the_last_on_which_it_counts() -> None:
    site = Site("UPP", maximum_age_days={"I10.hb": 14})
    changes = {"I10.hb": "132 @ 2026-03-20"}
    last = judge(MAN, changes, date(2026, 4, 3), site)
    after = judge(MAN, changes, date(2026, 4, 4), site)
    assert (last.outcome, after.outcome) == (Outcome.ELIGIBLE, Outcome.PENDING)


def test_what_is_decided_is_not_open() -> None:
    found = [screened(), screened(UNFIT), purged("pending"), screened(WAITS, number=7)]
    assert [row.token for row in worklist(found, TODAY)] == ["S0007"]
    both = worklist(found, TODAY, eligible=True)
    assert {row.outcome for row in both} == {Outcome.PENDING, Outcome.ELIGIBLE}


def test_what_it_waits_for() -> None:
    row = only({"I2.consent": "not_yet", "I9.method": "eGFR_creatinine"})
    assert row.waits == (Waiting("I2.consent", "choice"), Waiting("I9.method", "gate"))
    assert row.unasked == ()


def test_what_nobody_was_asked_stands_apart_in_the_order_of_asking() -> None:
    row = only(dict(BEGUN))
    assert row.waits == ()
    assert row.unasked[:3] == ("CTX.sex", "I4.type", "I4.differentiation")
    assert "I7.lesion_mm" not in row.unasked


def test_a_scan_that_is_too_recent_waits_for_a_day() -> None:
    row = only({"I6.scan_date": "2026-03-20"})
    assert row.waits == (Waiting("I6.scan_date", "too_recent", date(2026, 4, 20), awaited=True),)


def test_since_when() -> None:
    (row,) = worklist([screened(WAITS, day=TODAY, touched=date(2026, 4, 2))], TODAY)
    assert row.since == date(2026, 4, 2)


def test_since_when_a_result_is_awaited() -> None:
    changes = {**WAITS, "I9.gfr": "awaited", "I10.hb": "awaited", "I6.mdt": "unknown"}
    one = screened(changes, day=date(2026, 3, 9))
    rows = [
        Audited(1, datetime(2026, 3, 9, 9, tzinfo=UTC), "nurse", Entry("I10.hb", None, "unknown")),
        Audited(2, datetime(2026, 3, 12, 9, tzinfo=UTC), "nurse", Entry("I6.mdt", None, "unknown")),
        Audited(3, datetime(2026, 3, 14, 9, tzinfo=UTC), "nurse", Entry("I10.hb", "x", "awaited")),
    ]
    row = row_of(replace(one, audited=lambda: rows))
    assert row.awaited == {"I9.gfr": date(2026, 3, 9), "I10.hb": date(2026, 3, 14)}


def expiring(**days: date) -> OpenScreening:
    """Return an open screening of which something runs out on these days."""
    row = only(dict(WAITS))
    found = tuple(
        Expiry("I10.hb", day, kind, 28, in_months=False, dated=DateSpan(day, day))  # type: ignore[arg-type] # a kind
        for kind, day in days.items()
    )
    return replace(row, expiries=found)


def test_what_makes_it_urgent() -> None:
    before, after = TODAY - timedelta(days=5), TODAY + timedelta(days=5)
    assert expiring(window=before).urgency.on(TODAY) == before
    assert expiring(usual=after, site=TODAY + timedelta(days=9)).urgency.on(TODAY) == after
    assert expiring(usual=before).urgency.on(TODAY) == date.max
    assert expiring(usual=TODAY).urgency.on(TODAY) == TODAY


def test_the_most_urgent_first_then_the_oldest() -> None:
    found = [
        screened(WAITS, number=1),
        screened({**WAITS, "I6.scan_date": "2024-04-21"}, number=2),
        screened({**WAITS, "I6.scan_date": "2026-03-20"}, number=3),
        screened({**WAITS, "I6.scan_date": None}, number=4, day=date(2026, 3, 2)),
        screened({**WAITS, "I6.scan_date": None}, number=5, day=date(2026, 3, 1)),
    ]
    tokens = [row.token for row in worklist(reversed(found), TODAY)]
    assert tokens == ["S0003", "S0002", "S0001", "S0005", "S0004"]


def test_every_open_screening_waits_for_something(store: Store) -> None:
    some(store, 40)
    rows = worklist(Records(store).between(), TODAY)
    assert len(rows) > 2
    assert all(row.waits or row.unasked for row in rows)
    assert not any({one.item for one in row.waits} & set(row.unasked) for row in rows)


def test_a_row_is_of_one_screening() -> None:
    one = screened(WAITS, number=9)
    assert row_of(one) == worklist([one], TODAY)[0]


@pytest.mark.parametrize(
    ("rule", "last_day"),
    [
        ({"kind": "within", "days": 28}, date(2026, 4, 7)),
        ({"kind": "less_than_ago", "weeks": 4}, date(2026, 4, 6)),
        ({"kind": "within", "months": 3}, date(2026, 6, 10)),
        ({"kind": "at_least_ago", "days": 5}, None),
        ({"kind": "within", "days": 28, "side": "after"}, None),
    ],
)
def test_a_window_of_nearness_runs_out(rule: dict[str, object], last_day: date | None) -> None:
    small = trial(day("I1.scan", rule))
    found = list(expiries(verdict(small, {"I1.scan": span("2026-03-10")}, TODAY)))
    assert [one.day for one in found] == ([] if last_day is None else [last_day])
