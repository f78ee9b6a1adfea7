"""The table of phases: what fits where, and what happens to what does not."""

from __future__ import annotations

import pytest

from bot.dialogs.effects import Show
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
from bot.dialogs.session import Script, Session
from bot.prefill.reading import read_record
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


def test_there_is_no_such_move_as_to_confirm_from_the_summary() -> None:
    assert next_phase(Phase.SUMMARY, Trigger.CONFIRM) is None


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
    assert Notice(code) in effects


def test_answering_again_in_place_of_a_yes_needs_no_word() -> None:
    assert (
        Notice(NoticeCode.GIVEN_UP) not in step(after(Typed("101")), Typed("62"), SCRIPT, TODAY)[1]
    )


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


def test_what_is_written_after_a_failure_is_told_to_wait_for_the_choice() -> None:
    failed, _ = step(Session("S0001", "start-net", "R1.1", TODAY), Typed("17"), SCRIPT, TODAY)
    assert failed.state is Phase.FAILED
    after, effects = step(failed, Typed("Hb 105 g/L"), SCRIPT, TODAY)
    assert after == failed
    assert Notice(NoticeCode.STOP_OR_GO_ON) in effects
