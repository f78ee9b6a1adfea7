"""Why a reported answer was changed: when it is asked, how it is answered, and what is kept."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.dialogs.effects import Recorded, Show
from bot.dialogs.events import (
    Asked,
    Back,
    ChangeAnswer,
    Confirmed,
    Edit,
    Event,
    Explained,
    GoOn,
    Pause,
    Rejected,
    Resume,
    Shared,
    StopHere,
    Typed,
)
from bot.dialogs.handlers.details import LONGEST_REASON
from bot.dialogs.machine import step
from bot.dialogs.notices import EXPLAIN_FIRST, Notice, NoticeCode
from bot.dialogs.phases import Phase
from bot.dialogs.session import Kept, Script, Session, event_to_store
from bot.platforms.callbacks import event_of
from bot.screenings.service import Service
from bot.store import Entry, Store
from tests.making import MAN, TODAY, TRIAL

if TYPE_CHECKING:
    from bot.dialogs.effects import Effect

SCRIPT = Script(TRIAL)
START = Session("S0001", "start-net", "R1", TODAY)
REPORTED = (Typed("17"), StopHere())
CHANGED = (*REPORTED, Edit("I1.age"), Typed("16"))
"""A reported answer has become another; it still fails."""
NUMBER = "121212-1212"


def done(*happened: Event) -> tuple[Session, tuple[Effect, ...]]:
    session = START
    effects: tuple[Effect, ...] = ()
    for event in happened:
        session, effects = step(session, event, SCRIPT, TODAY)
    return session, effects


def test_a_change_before_the_first_summary_needs_no_reason() -> None:
    session, _ = done(Typed("17"), ChangeAnswer(), Edit("I1.age"), Typed("16"))
    assert not session.reported
    assert not session.unexplained


def test_a_change_after_the_summary_does_and_the_verdict_does_not_wait() -> None:
    session, effects = done(*CHANGED)
    assert session.state is Phase.FAILED
    assert session.answers["I1.age"].text == "16"
    assert session.unexplained == {"I1.age": "17"}
    assert effects == (Recorded("I1.age", "17", "16"), Show())


@pytest.mark.parametrize("other", ["17 years", "17 år", " 17 "])
def test_the_same_in_other_words_is_no_change(other: str) -> None:
    session, _ = done(*REPORTED, Edit("I1.age"), Typed(other))
    assert not session.unexplained


def test_completing_an_unknown_answer_needs_no_reason() -> None:
    unknown = (Typed("unknown"), *REPORTED, ChangeAnswer())
    session, _ = done(*unknown, Edit("I1.age"), Typed("62"))
    assert not session.unexplained
    sex = (Typed("17"), GoOn(), Typed("vet ej"))
    session, _ = done(*sex)
    assert session.answers
    before = session.but(reported=True, state=Phase.SUMMARY)
    item = next(item for item, kept in before.answers.items() if kept.text == "vet ej")
    session, _ = step(before, Edit(item), SCRIPT, TODAY)
    session, _ = step(session, Typed(next(iter(_choices(item)))), SCRIPT, TODAY)
    assert session.answers != before.answers
    assert not session.unexplained


def _choices(item: str) -> tuple[str, ...]:
    found: tuple[str, ...] = getattr(TRIAL.items[item], "choices", ())
    return tuple(code for code in found if code != "unknown")


@pytest.mark.parametrize("given", [Explained("typing_error"), Typed(" typing_error ")])
def test_a_reason_is_recorded_with_what_was_reported(given: Event) -> None:
    before, _ = done(*CHANGED)
    session, effects = step(before, given, SCRIPT, TODAY)
    assert session == before.but(unexplained={})
    assert effects == (Recorded("I1.age", "17", "16", "typing_error"), Show())


@pytest.mark.parametrize("event", [Typed, Explained])
def test_a_reason_is_recorded_and_stored_without_names(event: type[Typed | Explained]) -> None:
    before, _ = done(*CHANGED)
    given = event("wrong in the letter, says Dr Svensson")
    session, effects = step(before, given, SCRIPT, TODAY)
    assert Recorded("I1.age", "17", "16", "wrong in the letter, says Dr") in effects
    assert Notice(NoticeCode.NAMES_DROPPED) in effects
    assert event_to_store(given, session, before) == event("wrong in the letter, says Dr")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Anna Svensson told me", NoticeCode.IDENTIFIER),
        ("x" * (LONGEST_REASON + 1), NoticeCode.REASON_LENGTH),
        ("  ", NoticeCode.REASON_LENGTH),
        (f"ringde {NUMBER}", NoticeCode.IDENTIFIER),
    ],
)
@pytest.mark.parametrize("event", [Typed, Explained])
def test_what_cannot_be_a_reason_is_not_kept(
    event: type[Typed | Explained], text: str, code: NoticeCode
) -> None:
    before, _ = done(*CHANGED)
    session, (notice, *_) = step(before, event(text), SCRIPT, TODAY)
    assert session == before
    assert isinstance(notice, Notice)
    assert notice.code is code


def test_no_other_reported_answer_changes_before_that() -> None:
    both = (Typed("17 m"), StopHere(), Edit("I1.age"), Typed("16"))
    for ways in ((ChangeAnswer(), Edit("CTX.sex")), (StopHere(), Edit("CTX.sex"))):
        session, effects = done(*both, *ways)
        assert session.answers["CTX.sex"].text == "m"
        assert EXPLAIN_FIRST in effects
        assert session.state in (Phase.CHANGING, Phase.SUMMARY)


def test_going_back_to_it_does_not_get_around_that() -> None:
    at_it, _ = done(*CHANGED, Back())
    assert at_it.at == "I1.age"
    session, effects = step(at_it, Typed("62"), SCRIPT, TODAY)
    assert (session.state, session.answers) == ("changing", at_it.answers)
    assert effects == (EXPLAIN_FIRST, Notice(NoticeCode.WAITS), Show())


def test_what_was_confirmed_waits_for_the_reason_and_is_kept_then() -> None:
    session, _ = done(*CHANGED, Back(), Typed("62"))
    assert session.answers["I1.age"].text == "16"
    after, _ = step(session, Explained("typing_error"), SCRIPT, TODAY)
    assert after.answers["I1.age"].text == "62"
    assert after.unexplained == {"I1.age": "16"}


@pytest.mark.parametrize(
    "reason", ["vet inte", "I don't know", "?", "y", "yes", "nej", "17", "2026-03-12", "1–2"]
)
def test_not_known_is_no_reason_nor_is_a_yes_or_a_no_or_a_number(reason: str) -> None:
    session, effects = done(*CHANGED, Typed(reason))
    assert session.unexplained == {"I1.age": "17"}
    assert effects[0] == Notice(NoticeCode.REASON_NEEDED)


REPORT = "Hb 121 g/L\nTPK 210 x10^9/L\nALAT 24 U/L (<45)"
IN_LIST = (Typed("17"), StopHere(), Edit("I1.age"), Typed("62"))
"""A reported answer has become another, which fails nothing: the list asks for the reason."""


@pytest.mark.parametrize("changed", [CHANGED, IN_LIST])
@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        (REPORT, {"I10.hb", "I10.plt", "I10.alt"}),
        (f"Kim Berg {NUMBER}\n{REPORT}", {"I10.hb", "I10.plt", "I10.alt"}),
        ("Albumin 38 g/L", {"I10.alb"}),
        ("Hb 121 g/L, TPK 210 x10^9/L", {"I10.hb", "I10.plt"}),
    ],
)
def test_a_report_in_place_of_the_reason_is_read_and_the_reason_is_asked_again(
    changed: tuple[Event, ...], text: str, proposed: set[str]
) -> None:
    read, _ = done(*changed, Typed(text))
    assert read.state is Phase.CONFIRM
    assert read.proposed.keys() == proposed
    assert read.unexplained == {"I1.age": "17"}
    kept, _ = step(read, Confirmed(), SCRIPT, TODAY)
    assert kept.answers.keys() >= proposed
    dropped, _ = step(read, Rejected(), SCRIPT, TODAY)
    assert dropped.answers.keys().isdisjoint(proposed)
    for after in (kept, dropped):
        assert after.state is (Phase.FAILED if changed is CHANGED else Phase.CHANGING)
        assert after.unexplained == {"I1.age": "17"}
        explained, effects = step(after, Typed("misheard"), SCRIPT, TODAY)
        assert Recorded("I1.age", "17", after.answers["I1.age"].text, "misheard") in effects
        assert not explained.unexplained


@pytest.mark.parametrize("reason", ["after a transfusion Hb 105 g/L", "age in the letter of May"])
def test_a_reason_may_name_a_result(reason: str) -> None:
    session, _ = done(*CHANGED, Typed(reason))
    assert not session.unexplained
    assert not session.proposed


def test_a_report_takes_no_place_of_what_waits_for_the_reason() -> None:
    waiting, _ = done(*CHANGED, Back(), Typed("62"))
    session, effects = step(waiting, Typed(REPORT), SCRIPT, TODAY)
    assert session == waiting
    assert EXPLAIN_FIRST in effects


def test_leaving_postpones_the_reason() -> None:
    session, _ = done(*CHANGED, Pause(), Resume())
    assert session.unexplained == {"I1.age": "17"}


def test_an_answer_that_was_kept_as_it_is_needs_none() -> None:
    session, _ = done(*REPORTED, Edit("I1.age"), Confirmed())
    assert not session.unexplained


def test_a_reason_that_nobody_asked_for_changes_nothing() -> None:
    before, _ = done(*REPORTED)
    said: dict[Explained | Typed, NoticeCode] = {
        Explained("typing_error"): NoticeCode.NOT_NOW,
        Typed("why not"): NoticeCode.NOTHING_ASKED,
    }
    for event, code in said.items():
        session, effects = step(before, event, SCRIPT, TODAY)
        assert (session, effects) == (before, (Notice(code), Show()))


def test_only_a_known_reason_is_a_button() -> None:
    assert event_of("w:S0001:new_result") == ("S0001", Explained("new_result"))
    assert event_of("w:S0001:whatever") is None


def test_the_audit_trail_keeps_the_reason() -> None:
    now = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
    with Store.open("sqlite://") as store:
        service = Service(store, lambda: now)
        token = service.begin("nurse", "start-net", "en", "R1").session.token
        for event in (*CHANGED, Explained("new_result")):
            service.handle("nurse", token, event)
        assert [row.entry for row in store.audit(token)] == [
            Entry("I1.age", None, "17"),
            Entry("I1.age", "17", "16"),
            Entry("I1.age", "17", "16", "new_result"),
        ]


def test_a_question_at_hand_is_still_at_hand_once_the_reason_is_given() -> None:
    """An answer of another trial can change a reported one while a question is asked again."""
    answers = {item: Kept(text) for item, text in MAN.items()}
    reported = START.but(answers=answers, trail=tuple(answers), reported=True, state=Phase.SUMMARY)
    session, _ = step(reported, Asked("I4.inoperable", 1), SCRIPT, TODAY)
    waiting, _ = step(session, Shared((("I1.age", "71"),)), SCRIPT, TODAY)
    assert waiting.state is Phase.CHANGING
    assert waiting.unexplained
    found, _ = step(waiting, Explained("typing_error"), SCRIPT, TODAY)
    assert found == waiting.but(unexplained={}, state=Phase.ASKING)
    assert found.at == "I4.inoperable"
