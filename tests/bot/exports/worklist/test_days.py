"""The days ahead of a screening: what runs out, what waits for a day, what somebody asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.exports.worklist.days import Ahead, ahead
from bot.store.members import Reminder
from criteria.trial.site import NO_SITE, Site
from tests.bot.exports.counted import UNFIT, WAITS, purged, screened
from tests.making import TODAY

STOCKHOLM = ZoneInfo("Europe/Stockholm")
SCAN_ENDS = Ahead(date(2027, 11, 10), "window", ("I6.scan_date",), "I6.scan_date")


def days(
    changes: dict[str, str | None],
    *reminders: Reminder,
    today: date = TODAY,
    site: Site = NO_SITE,
) -> list[Ahead]:
    return ahead(screened(changes, site=site), reminders, today, STOCKHOLM)


def reminder(due: datetime, item: str | None = None, number: int = 1) -> Reminder:
    return Reminder(number, 7, "S0001", item, due)


def test_a_window_closes_of_an_open_and_of_an_eligible_one() -> None:
    assert days(dict(WAITS)) == [SCAN_ENDS]
    assert days({}) == [SCAN_ENDS]


def test_the_last_day_is_ahead_and_the_next_is_not() -> None:
    assert days({}, today=SCAN_ENDS.day) == [SCAN_ENDS]
    assert days({}, today=SCAN_ENDS.day + timedelta(days=1)) == []


def test_a_scan_that_is_too_recent_has_both_its_ends() -> None:
    assert [(one.reason, one.day) for one in days({"I6.scan_date": "2026-03-20"})] == [
        ("ready", date(2026, 4, 20)),
        ("window", date(2028, 3, 20)),
    ]


def test_results_of_one_day_are_one_and_stand_in_the_registry_s_order() -> None:
    results = {"I10.plt": "214 10^9/L 2026-03-10", "I10.hb": "132 g/L 2026-03-10"}
    old, window = days({**WAITS, **results})
    assert old == Ahead(date(2026, 4, 7), "usual", ("I10.hb", "I10.plt"), "I10.hb")
    assert window == SCAN_ENDS


def test_of_several_results_the_newest_runs_out() -> None:
    both: dict[str, str | None] = {"I10.hb": "132 g/L 2026-03-10\n134 g/L 2026-03-20"}
    assert [one.day for one in days(both) if one.reason == "usual"] == [date(2026, 4, 17)]


def test_what_the_site_takes_stands_in_the_usual_age_s_place() -> None:
    site = Site("UPP", maximum_age_days={"I10.hb": 30})
    found = days({"I10.hb": "132 g/L 2026-03-10"}, site=site)
    assert [(one.reason, one.day) for one in found][:1] == [("site", date(2026, 4, 9))]


def test_a_reminder_is_on_the_day_of_the_site() -> None:
    late = datetime(2026, 4, 1, 22, 30, tzinfo=UTC)  # the second, in Stockholm
    first, _ = days({}, reminder(late, "I9.gfr", number=4))
    assert first == Ahead(date(2026, 4, 2), "reminder", ("I9.gfr",), "4")


@pytest.mark.parametrize("item", [None, "I99.gone"])
def test_a_reminder_of_nothing_that_is_known_names_nothing(item: str | None) -> None:
    first, _ = days({}, reminder(datetime(2026, 4, 2, 8, tzinfo=UTC), item))
    assert first.items == ()


def test_of_one_that_failed_the_reminders_count() -> None:
    due = datetime(2026, 4, 2, 8, tzinfo=UTC)
    assert [one.reason for one in days(dict(UNFIT), reminder(due))] == ["reminder"]


def test_of_one_that_was_purged_nothing_counts() -> None:
    due = reminder(datetime(2026, 4, 2, 8, tzinfo=UTC))
    assert ahead(purged("pending"), [due], TODAY, STOCKHOLM) == []
