"""A file of a record in the conversation: shown, confirmed in one go, and never over an answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.dialogs import events
from bot.dialogs.effects import NotUsed, Recorded
from bot.dialogs.machine import step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase
from bot.dialogs.session import Kept, Script, Session, event_to_store
from bot.prefill.reading import read_record
from bot.store.codec import event_from_text, event_to_text
from criteria.known.values import Quantity
from tests.bot.prefill.bundles import (
    ALT,
    BILI,
    NAME,
    NUMBER,
    PLT,
    Json,
    amount,
    bundle,
    file_of,
    message,
    observation,
    patient,
)
from tests.making import TODAY, TRIAL

if TYPE_CHECKING:
    from bot.dialogs.effects import Effect

SCRIPT = Script(TRIAL)
NEW = Session("S0001", "start-net", "R1.1", TODAY)
LABS = (
    patient(),
    observation(value=10.5, unit="g/dL"),
    observation(code=ALT, value=30, unit="U/L", referenceRange=[{"high": amount(50, "U/L")}]),
    observation(code=BILI, valueQuantity=amount(0.5, "mg/dL", comparator="<")),
)


def brought(*resources: Json, session: Session = NEW) -> tuple[Session, tuple[Effect, ...]]:
    record = read_record(file_of(bundle(*resources)))
    return step(session, events.Brought(record), SCRIPT, TODAY)


def left_out(effects: tuple[Effect, ...]) -> list[tuple[str, str | None]]:
    return [
        (one.code, one.item)
        for effect in effects
        if isinstance(effect, NotUsed)
        for one in effect.left_out
    ]


def test_every_value_waits_for_one_yes() -> None:
    after, _ = brought(*LABS)
    assert after.state is Phase.CONFIRM
    assert after.answers == {}
    assert set(after.proposed) == {"CTX.sex", "I1.age", "I10.hb", "I10.alt", "I10.bili"}
    kept, effects = step(after, events.Confirmed(), SCRIPT, TODAY)
    assert set(kept.answers) == set(after.proposed)
    assert len([one for one in effects if isinstance(one, Recorded)]) == len(after.proposed)


def test_what_is_kept_means_what_was_read() -> None:
    after, _ = brought(*LABS)
    kept, _ = step(after, events.Confirmed(), SCRIPT, TODAY)
    values = SCRIPT.values(kept)
    hb, alt, bili = (values[item] for item in ("I10.hb", "I10.alt", "I10.bili"))
    assert isinstance(hb, Quantity)
    assert isinstance(alt, Quantity)
    assert isinstance(bili, Quantity)
    assert hb.interval is not None
    assert hb.interval.low == 105
    assert str(hb.date) == "2026-03-01"
    assert alt.reference is not None
    assert str(alt.reference.high) == "50"
    assert bili.interval is not None
    assert bili.interval.high_open


def test_a_no_drops_all_of_it() -> None:
    after, _ = brought(*LABS)
    dropped, _ = step(after, events.Rejected(), SCRIPT, TODAY)
    assert (dropped.answers, dropped.proposed) == ({}, {})


def test_an_answer_that_was_given_stays() -> None:
    given = {"I10.hb": Kept("99 g/L"), "CTX.sex": Kept("male")}
    after, effects = brought(*LABS, session=NEW.but(answers=given))
    assert {"I10.hb", "CTX.sex"}.isdisjoint(after.proposed)
    assert left_out(effects) == [("answered", "CTX.sex"), ("answered", "I10.hb")]
    kept, _ = step(after, events.Confirmed(), SCRIPT, TODAY)
    assert kept.answers["I10.hb"] == Kept("99 g/L")


@pytest.mark.parametrize("unknown", ["unknown", "awaited"])
def test_what_nobody_knew_may_be_answered(unknown: str) -> None:
    after, _ = brought(*LABS, session=NEW.but(answers={"I10.hb": Kept(unknown)}))
    assert "I10.hb" in after.proposed


def test_a_file_without_anything_to_offer_changes_nothing() -> None:
    after, effects = brought(observation(status="preliminary"))
    assert after == NEW
    assert Notice(NoticeCode.NOTHING_OFFERED) in effects
    assert left_out(effects) == [("not_final", "I10.hb")]


def test_a_second_file_takes_the_place_of_the_first() -> None:
    first, _ = brought(*LABS)
    after, effects = brought(observation(code=PLT, value=230, unit="10*9/L"), session=first)
    assert set(after.proposed) == {"I10.plt"}
    assert Notice(NoticeCode.GIVEN_UP, "CTX.sex", "I1.age I10.hb I10.alt I10.bili") in effects


def test_what_is_uncertain_is_said_and_not_offered() -> None:
    after, effects = brought(observation(value=99), observation(value=105))
    assert "I10.hb" not in after.proposed
    assert any(type(effect).__name__ == "Unclear" for effect in effects)


def test_no_result_may_lie_after_the_reference_date() -> None:
    early = NEW.but(reference_date=date(2026, 2, 1))
    _, effects = brought(observation(), session=early)
    assert left_out(effects) == [("future", "I10.hb")]


@pytest.mark.parametrize("raw", [file_of(bundle(*LABS)), message()])
def test_of_a_file_only_what_was_read_is_stored(raw: bytes) -> None:
    event = events.Brought(read_record(raw))
    after, _ = step(NEW, event, SCRIPT, TODAY)
    stored = event_to_store(event, after)
    assert isinstance(stored, events.Prefilled)
    text = event_to_text(stored)
    for secret in (NAME, NUMBER, "1960", "entry", "718-7"):
        assert secret not in text
    again, _ = step(NEW, event_from_text(text), SCRIPT, TODAY)
    assert again.proposed == after.proposed


def test_nothing_of_a_person_is_in_how_a_record_shows_itself() -> None:
    shown = repr(read_record(file_of(bundle(*LABS)))) + repr(read_record(message()))
    for secret in (NAME, NUMBER, "1960", "Anna"):
        assert secret not in shown


@pytest.mark.parametrize("state", [Phase.SUMMARY, Phase.FAILED, Phase.CHANGING, Phase.PAUSED])
def test_elsewhere_it_does_not_fit(state: Phase) -> None:
    session = NEW.but(state=state)
    after, effects = brought(*LABS, session=session)
    assert after == session
    assert Notice(NoticeCode.NOT_NOW) in effects
