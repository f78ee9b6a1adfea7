"""The table of phases: what fits where, and what happens to what does not."""

from __future__ import annotations

import pytest

from bot.dialogs.effects import Refused, Show, Unclear
from bot.dialogs.events import (
    Asked,
    Back,
    Brought,
    ChangeAnswer,
    Chosen,
    Confirmed,
    ConfirmJudgements,
    Edit,
    Event,
    Explained,
    GoOn,
    Pause,
    Prefilled,
    Read,
    Rejected,
    Resume,
    Shared,
    Sourced,
    StopHere,
    Typed,
)
from bot.dialogs.machine import MOVES, next_phase, step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase, Trigger
from bot.dialogs.session import Kept, Script, Session
from bot.prefill.reading import read_record
from criteria.known.values import Choice
from tests.bot.dialogs.diagram import (
    DOCUMENT,
    EVENTS,
    EventType,
    destinations,
    document,
    handler_of,
    triggers_of,
)
from tests.bot.prefill.bundles import message
from tests.making import TODAY, TRIAL

SCRIPT = Script(TRIAL)
START = Session("S0001", "start-net", "R1", TODAY)
HANDLED = [
    (phase, event, handler)
    for phase in Phase
    for event in EVENTS
    if (handler := handler_of(phase, event)) is not None
]
TO: dict[str, tuple[Event, ...]] = {
    Phase.ASKING: (),
    Phase.CONFIRM: (Typed("101"),),
    Phase.FAILED: (Typed("17"),),
    Phase.SUMMARY: (Typed("17"), StopHere()),
    Phase.CHANGING: (Typed("62"), ChangeAnswer()),
    Phase.PAUSED: (Pause(),),
}
"""A way into each phase."""


def after(*happened: Event) -> Session:
    session = START
    for event in happened:
        session, _ = step(session, event, SCRIPT, TODAY)
    return session


def blank(event: EventType) -> Event:
    made: Event
    if event is Brought:
        return Brought(read_record(message()))
    if event in (Read, Prefilled, Shared):
        made = event((("I1.age", "62", False),))
        return made
    if event is Asked:
        return Asked("I1.age", 1)
    if event is ConfirmJudgements:
        return ConfirmJudgements((("I8.prrt_choice", "yes"),), "AB")
    if event is Sourced:
        return Sourced((("I6", "CT report", "2026-02-10", "AB"),))
    made = event(**dict.fromkeys(event.__dataclass_fields__, "I1.age"))
    return made


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_can_be_reached(phase: Phase) -> None:
    assert after(*TO[phase]).state == phase


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_event_leads_where_the_diagram_says(phase: Phase, event: EventType) -> None:
    found, effects = step(after(*TO[phase]), blank(event), SCRIPT, TODAY)
    assert found.state in destinations(phase, event)
    assert effects[-1] == Show()


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_event_that_does_not_fit_changes_nothing_and_says_so(
    phase: Phase, event: EventType
) -> None:
    if handler_of(phase, event) is not None:
        return
    before = after(*TO[phase])
    waits = phase is Phase.CONFIRM
    said = NoticeCode.YES_OR_NO_FIRST if waits else NoticeCode.NOT_NOW
    assert step(before, blank(event), SCRIPT, TODAY) == (
        before,
        (Notice(said), Show()),
    )


def test_a_handler_names_only_moves_of_the_table() -> None:
    for phase, _, handler in HANDLED:
        for trigger in triggers_of(handler, phase):
            assert next_phase(phase, trigger) is not None, (phase, handler, trigger)


def test_every_trigger_is_named_by_a_handler() -> None:
    named = [triggers_of(handler, phase) for phase, _, handler in HANDLED]
    assert frozenset().union(*named) == {*Trigger}


def test_the_machine_has_the_moves_of_the_table_and_no_others() -> None:
    table = {(phase, trigger): to for trigger, sources, to in MOVES for phase in sources}
    assert len(table) == sum(len(sources) for _, sources, _ in MOVES)
    for phase in Phase:
        for trigger in Trigger:
            assert next_phase(phase, trigger) is table.get((phase, trigger))


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.PAUSED])
def test_leaving_and_coming_back_leads_to_where_one_was(phase: Phase) -> None:
    before = after(*TO[phase])
    back, _ = step(step(before, Pause(), SCRIPT, TODAY)[0], Resume(), SCRIPT, TODAY)
    assert back.answers == before.answers
    assert back.proposed == before.proposed
    # the list of answers and a summary that was asked for early are not kept: their screen is
    expected = {Phase.CHANGING: Phase.ASKING, Phase.SUMMARY: Phase.FAILED}
    assert back.state is expected.get(phase, phase)


def test_there_is_no_such_move_as_from_a_pause_to_the_list() -> None:
    assert next_phase(Phase.PAUSED, Trigger.LIST) is None


def test_what_was_asked_back_is_kept_after_a_yes_and_dropped_after_a_no() -> None:
    assert after(Typed("101"), Confirmed()).answers["I1.age"].confirmed
    assert not after(Typed("101"), Rejected()).answers


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (Back(), NoticeCode.DROPPED),
        (Typed("NET"), NoticeCode.GIVEN_UP),
        (Chosen("I4.type", "net"), NoticeCode.GIVEN_UP),
        (Typed("platelets 154"), NoticeCode.GIVEN_UP),
        (Typed("maybe"), NoticeCode.GIVEN_UP),
    ],
)
def test_what_waits_for_a_yes_is_not_lost_without_a_word(event: Event, code: NoticeCode) -> None:
    waiting = after(Typed("62 m"), Typed("Hb 132 g/L"))
    found, effects = step(waiting, event, SCRIPT, TODAY)
    assert "I10.hb" not in {**found.answers, **found.proposed}
    named = "I10.hb" if code is NoticeCode.GIVEN_UP else ""
    assert Notice(code, named) in effects


def test_answering_again_in_place_of_a_yes_needs_no_word() -> None:
    _, effects = step(after(Typed("101")), Typed("62"), SCRIPT, TODAY)
    assert NoticeCode.GIVEN_UP not in {getattr(one, "code", "") for one in effects}


def test_an_answer_changed_from_the_summary_opens_the_questions_again() -> None:
    changed = (Typed("17"), StopHere(), ChangeAnswer(), Edit("I1.age"), Typed("62"))
    assert after(*changed).state is Phase.CHANGING  # the reason comes first
    found = after(*changed, Explained("typing_error"))
    assert found.state is Phase.ASKING
    assert found.answers["I1.age"].text == "62"


def test_whoever_goes_on_after_a_failure_is_not_stopped_again() -> None:
    found = after(Typed("17 m"), GoOn(), Chosen("I4.type", "nec"))
    assert found.state is Phase.ASKING


def test_back_out_of_an_answer_that_was_to_be_changed_leads_to_the_list() -> None:
    found = after(Typed("62"), ChangeAnswer(), Edit("I1.age"), Back())
    assert found.state is Phase.CHANGING
    assert after(Typed("62"), ChangeAnswer(), Edit("I1.age"), Back(), Back()).at is None


def test_the_diagram_is_up_to_date() -> None:
    message = "docs/conversation.md differs from bot/dialogs: run `make diagram`"
    assert DOCUMENT.read_text("utf-8") == document(), message


FAILED = (Typed("17"),)
STOPPED = (*FAILED, StopHere())
REPORT = "Hb 105 g/L\nTPK 230 x10^9/L"


@pytest.mark.parametrize("before", [FAILED, STOPPED], ids=["failed", "summary"])
@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Hb 105 g/L", {"I10.hb"}),
        (REPORT, {"I10.hb", "I10.plt"}),
        ("ECOG 1", {"I3.ecog"}),
        ("samtycke underskrivet", {"I2.consent"}),
        ("male", {"CTX.sex"}),
    ],
)
def test_what_names_its_question_is_taken_where_nothing_is_asked(
    before: tuple[Event, ...], text: str, items: set[str]
) -> None:
    waiting = after(*before, Typed(text))
    assert waiting.state is Phase.CONFIRM
    assert waiting.proposed.keys() == items
    kept, _ = step(waiting, Confirmed(), SCRIPT, TODAY)
    assert kept.answers.keys() == {"I1.age", *items}
    assert kept.state is Phase.FAILED
    for turned_down in (Rejected(), Back()):
        dropped, _ = step(waiting, turned_down, SCRIPT, TODAY)
        assert dropped.answers == after(*before).answers
        assert dropped.state is Phase.FAILED


@pytest.mark.parametrize("before", [FAILED, STOPPED], ids=["failed", "summary"])
@pytest.mark.parametrize("text", ["62", "yes", "nej", "y", "0-1", "stronger", "not ECOG 1", "?"])
def test_what_names_no_question_is_taken_for_none_where_nothing_is_asked(
    before: tuple[Event, ...], text: str
) -> None:
    found, effects = step(after(*before), Typed(text), SCRIPT, TODAY)
    assert found == after(*before)
    failed = found.state is Phase.FAILED
    assert Notice(NoticeCode.STOP_OR_GO_ON if failed else NoticeCode.NOTHING_ASKED) in effects


@pytest.mark.parametrize("text", ["62", "yes he is", "no idea", "hang on"])
def test_nor_is_it_while_something_waits_for_a_yes_there(text: str) -> None:
    waiting = after(*FAILED, Typed("Hb 105 g/L"))
    found, effects = step(waiting, Typed(text), SCRIPT, TODAY)
    assert found == waiting
    assert any(isinstance(one, Refused) for one in effects)


@pytest.mark.parametrize("before", [FAILED, STOPPED], ids=["failed", "summary"])
def test_a_result_without_its_unit_is_asked_next(before: tuple[Event, ...]) -> None:
    found, effects = step(after(*before), Typed("Hb 9"), SCRIPT, TODAY)
    assert (found.state, found.at) == (Phase.ASKING, "I10.hb")
    assert any(isinstance(one, Unclear) for one in effects)


def test_what_was_answered_not_known_is_asked_when_its_result_comes_without_a_unit() -> None:
    session = after(Typed("62 m")).but(answers={"I10.hb": Kept("unknown")})
    found, _ = step(session, Typed("hb 10,2"), SCRIPT, TODAY)
    assert found.at == "I10.hb"
    kept, _ = step(found, Typed("10,2 g/dL"), SCRIPT, TODAY)
    assert kept.answers["I10.hb"].text == "10,2 g/dL"


@pytest.mark.parametrize(
    ("waiting", "text"),
    [
        ((Typed("62 m"), Typed("Hb 132 g/L")), "yes neutrophils are x10^9"),
        ((Typed("62 m"), Typed("Hb 132 g/L")), "no, the other one"),
    ],
)
def test_a_yes_of_what_was_read_is_no_answer_to_the_question(
    waiting: tuple[Event, ...], text: str
) -> None:
    at_prrt = after(*waiting).but(
        answers={"I1.age": Kept("62"), "CTX.sex": Kept("male"), **_TYPE}, state=Phase.CONFIRM
    )
    found, effects = step(at_prrt, Typed(text), SCRIPT, TODAY)
    assert found == at_prrt
    assert Notice(NoticeCode.YES_OR_NO_ALONE) in effects


@pytest.mark.parametrize(
    ("read", "text", "becomes"),
    [
        ("no never", "yes, he had it abroad", None),
        ("yes abroad", "yes in 2019", "yes"),
        ("yes abroad", "no never", "no"),
    ],
)
def test_a_yes_beside_what_waits_counts_where_both_come_to_the_same(
    read: str, text: str, becomes: str | None
) -> None:
    answers = {"I1.age": Kept("62"), "CTX.sex": Kept("male"), **_TYPE}
    waiting, _ = step(after().but(answers=answers), Typed(read), SCRIPT, TODAY)
    assert waiting.state is Phase.CONFIRM
    found, effects = step(waiting, Typed(text), SCRIPT, TODAY)
    if becomes is None:
        assert found == waiting
        assert Notice(NoticeCode.YES_OR_NO_ALONE) in effects
    else:
        kept, _ = step(found, Confirmed(), SCRIPT, TODAY)
        value = SCRIPT.values(kept)["E2.prior_prrt"]
        assert isinstance(value, Choice)
        assert value.code == becomes


def test_a_no_with_a_phrase_for_yes_behind_it_is_asked_of_beside_what_waits() -> None:
    answers = {"I1.age": Kept("62"), "CTX.sex": Kept("male"), **_TYPE}
    waiting, _ = step(after().but(answers=answers), Typed("no never"), SCRIPT, TODAY)
    found, effects = step(waiting, Typed("no, he had it abroad"), SCRIPT, TODAY)
    assert found == waiting
    assert any(isinstance(effect, Unclear) for effect in effects)


def test_what_fails_after_the_first_failure_is_named() -> None:
    found, effects = step(after(Typed("17 m"), GoOn()), Typed("NEC"), SCRIPT, TODAY)
    assert found.state is Phase.ASKING
    assert Notice(NoticeCode.ALSO_FAILS, detail="I4") in effects
    _, again = step(found, Typed("poorly"), SCRIPT, TODAY)
    assert Notice(NoticeCode.ALSO_FAILS, detail="I4") not in again


_TYPE = {
    "I4.type": Kept("NET"),
    "I4.differentiation": Kept("well"),
    "I4.histology": Kept("yes"),
    "I4.ki67": Kept("8 %"),
}


def test_an_answer_that_is_tapped_twice_is_tapped_once() -> None:
    once = after(Typed("62 m"), Chosen("I4.type", "net"))
    twice, effects = step(once, Chosen("I4.type", "net"), SCRIPT, TODAY)
    assert twice == once
    assert effects == (Show(),)
    again = once.but(at="I4.type", alone=True)
    kept, effects = step(again, Chosen("I4.type", "net"), SCRIPT, TODAY)
    assert kept.at is None
    assert step(once, Chosen("CTX.sex", "male"), SCRIPT, TODAY)[1] != (Show(),)
