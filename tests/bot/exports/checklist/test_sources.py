"""The source of every answer, by the event that gave it."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.dialogs.answers.asking_back import code_of
from bot.dialogs.events import Brought, Chosen, Confirmed, Rejected, Typed
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import AWAITED
from bot.exports.checklist.sources import Source, sources_of
from bot.prefill.reading import read_record
from bot.screenings.records import Records
from bot.screenings.service import Service
from bot.store import Store
from tests.bot.exports.inventing import answered
from tests.bot.prefill.bundles import message
from tests.making import MAN

NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
REPORT = "Hb 132 g/L\nTPK 214 x10^9/L"


def sources(*happened: Typed | Brought | Chosen | Confirmed | Rejected) -> dict[str, Source]:
    """The sources in a screening in which the blood tests were left, and then this was done."""
    answers = {name: text for name, text in MAN.items() if not name.startswith("I10")}
    with Store.open("sqlite://") as store:
        store.add(answered(answers).but(state=Phase.ASKING), "nurse", NOW)
        service = Service(store, lambda: NOW)
        for event in happened:
            service.handle("nurse", "S0001", event)
        screened = Records(store).of("S0001")
        assert screened is not None
        return sources_of(screened)


def test_what_was_read_from_a_pasted_text_has_that_source() -> None:
    found = sources(Typed(REPORT), Confirmed())
    assert (found["I10.hb"], found["I10.plt"]) == (Source.READ, Source.READ)
    assert found["I1.age"] is Source.TYPED


def test_a_date_in_the_head_of_a_report_does_not_change_the_source() -> None:
    found = sources(Typed(f"2026-03-12\n{REPORT}"), Confirmed())
    assert (found["I10.hb"], found["I10.plt"]) == (Source.READ, Source.READ)


def test_what_was_read_from_a_record_has_that_source() -> None:
    found = sources(Brought(read_record(message())), Confirmed())
    assert found["I10.hb"] is Source.RECORD
    assert found["I1.age"] is Source.TYPED


def test_what_was_tapped_has_that_source() -> None:
    assert sources(Chosen("I10.hb", "unknown"))["I10.hb"] is Source.TAPPED


def test_that_no_value_of_a_panel_has_come_yet_was_tapped_for_all_of_them() -> None:
    found = sources(Typed("Hb 132 g/L"), Confirmed(), Chosen("I10.plt", AWAITED))
    assert found["I10.hb"] is Source.READ
    assert {found[item] for item in ("I10.plt", "I10.wbc", "I10.alb")} == {Source.TAPPED}


def test_a_result_of_a_text_whose_unit_was_chosen_was_read() -> None:
    report = Typed("Hb 9.0\nTPK 214 x10^9/L\nLPK 5.1 x10^9/L")
    found = sources(report, Confirmed(), Chosen("I10.hb", "unknown"))
    assert found["I10.hb"] is Source.TAPPED
    found = sources(report, Confirmed(), Chosen("I10.hb", code_of(0)))
    assert found["I10.hb"] is Source.READ
    found = sources(report, Confirmed(), Typed("9.2 g/dL"))
    assert found["I10.hb"] is Source.TYPED


def test_what_was_not_confirmed_and_then_written_was_typed() -> None:
    found = sources(
        Typed(REPORT), Rejected(), Typed("Hb 132 g/L"), Confirmed(), Chosen("I10.plt", "unknown")
    )
    assert found["I10.plt"] is Source.TAPPED
