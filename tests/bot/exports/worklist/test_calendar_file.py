"""The calendar: what a calendar program reads in it, and what it must never hold."""

from __future__ import annotations

import io
import sys
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from icalendar import Alarm, Calendar, Event

from bot.exports.context import ExportContext, MissingPartError, Unsuitable
from bot.exports.worklist.calendar_file import write
from bot.screenings.records import Records
from bot.texts import languages, texts_in
from tests.bot.exports.counted import UNFIT, WAITS, purged, screened
from tests.bot.exports.inventing import answered
from tests.making import MAN

if TYPE_CHECKING:
    from bot.screenings.records import Screened
    from bot.store import Store, UnitOfWork

GOLDEN = Path(__file__).parent / "calendar.ics"
MADE = datetime(2026, 4, 1, 12, tzinfo=UTC)
RESULTS = {"I10.hb": "132 g/L 2026-03-10", "I10.plt": "214 10^9/L 2026-03-10"}


def written(
    *screenings: Screened, language: str = "en", store: Store | None = None, site: str = "SE-01"
) -> bytes:
    """Write a calendar and return it."""
    out = io.BytesIO()
    write(screenings, out, ExportContext(texts_in(language), MADE, store, site))
    return out.getvalue()


def read(content: bytes) -> Calendar:
    """Read a calendar as another program would."""
    found = Calendar.from_ical(content)
    assert isinstance(found, Calendar)
    assert all(not one.errors for one in found.walk())
    return found


def events(content: bytes) -> list[Event]:
    """Return the events that another program finds."""
    return [one for one in read(content).walk("VEVENT") if isinstance(one, Event)]


def uids(content: bytes) -> list[str]:
    return [str(event["uid"]) for event in events(content)]


def test_the_file_is_the_one_that_was_looked_at() -> None:
    content = written(screened({**WAITS, **RESULTS}), screened(number=2), screened(UNFIT, number=3))
    assert content == GOLDEN.read_bytes()


def test_a_program_reads_days_and_alarms() -> None:
    content = written(screened({**WAITS, **RESULTS}))
    assert read(content)["version"] == "2.0"
    old, window = events(content)
    assert (old.start, old.end) == (date(2026, 4, 7), date(2026, 4, 8))
    assert (window.start, window.end) == (date(2027, 11, 10), date(2027, 11, 11))
    assert old.DTSTAMP == MADE
    for event in (old, window):
        (alarm,) = event.walk("VALARM")
        assert isinstance(alarm, Alarm)
        assert -timedelta(hours=16) == alarm.TRIGGER
        assert alarm["description"] == event["summary"]


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    content = written(screened({**WAITS, **RESULTS}), language="sv")
    lines = content.split(b"\r\n")
    assert content.count(b"\n") == len(lines) - 1
    assert max(map(len, lines)) <= 75


def test_the_language_is_the_one_asked_in() -> None:
    english, swedish = (
        [str(event["summary"]) for event in events(written(screened(), language=one))]
        for one in ("en", "sv")
    )
    assert english == ["S0001 START-NET: last day in the protocol's window: Date of CT/MRI"]
    assert swedish == ["S0001 START-NET: sista dagen i protokollets fönster: Datum för DT/MR"]


@pytest.mark.parametrize("language", languages())
def test_no_answer_and_no_date_of_a_result_is_in_it(language: str) -> None:
    content = written(screened({**WAITS, **RESULTS}), language=language).decode()
    text = content.replace("\r\n ", "")
    for told in ("132", "214", "2026-03-10", "20260310", "2025-11-10", "nurse", "SE-01"):
        assert told not in text, told


def test_an_event_keeps_its_name_while_its_day_moves() -> None:
    first = written(screened())
    moved = written(screened({"I6.scan_date": "2025-12-01"}))
    assert first != moved
    assert uids(first) == uids(moved) == uids(written(screened(), language="sv"))


def test_no_two_events_have_the_same_name() -> None:
    here = uids(written(screened({**WAITS, **RESULTS}), screened(number=2)))
    elsewhere = uids(written(screened({**WAITS, **RESULTS}), screened(number=2), site="SE-02"))
    begun_later = uids(written(screened(day=date(2026, 3, 30))))
    assert len({*here, *elsewhere, *begun_later}) == 3 + 3 + 1


def _remind(unit: UnitOfWork, item: str | None, day: datetime) -> None:
    unit.members.remind(7, "S0001", item, day)


def test_reminders_are_in_it(store: Store) -> None:
    store.add(answered(MAN), "telegram:7", MADE)
    day = datetime(2026, 4, 9, 8, tzinfo=UTC)
    for item in ("I9.gfr", None):
        store.within(partial(_remind, item=item, day=day))
    content = written(*Records(store, zone=UTC).between(), store=store)
    found = events(content)
    assert [(str(event["summary"]), event.start) for event in found[:2]] == [
        ("S0001 START-NET: reminder: GFR", day.date()),
        ("S0001 START-NET: reminder: what is open", day.date()),
    ]
    assert len(found) == 3
    assert len(set(uids(content))) == 3


@pytest.mark.parametrize(
    ("screenings", "said"),
    [
        ([], "No screening has a day ahead"),
        ([screened(UNFIT)], "S0001 has no day ahead"),
        ([screened(UNFIT), purged("pending")], "No screening has a day ahead"),
        ([purged("pending")], "The answers of S0001 were deleted"),
    ],
)
def test_where_there_is_nothing_a_sentence_says_so(screenings: list[Screened], said: str) -> None:
    with pytest.raises(Unsuitable) as found:
        written(*screenings)
    assert found.value.said(texts_in("en")).startswith(said)


def test_a_purged_one_is_left_out_beside_others() -> None:
    assert written(purged("pending"), screened(number=2)) == written(screened(number=2))


def test_without_the_library_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingPartError, match="icalendar"):
        written(screened())
