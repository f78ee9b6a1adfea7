"""The table of phases: what fits where, and what happens to what does not."""

from __future__ import annotations

import pytest

from bot.dialogs.effects import Notice, Show
from bot.dialogs.events import (
    Back,
    ChangeAnswer,
    Chosen,
    Confirmed,
    Edit,
    Event,
    GoOn,
    Pause,
    Read,
    Rejected,
    Resume,
    StopHere,
    Typed,
)
from bot.dialogs.machine import MOVES, PHASES, next_phase, step
from bot.dialogs.session import Script, Session
from tests.bot.dialogs.diagram import (
    DOCUMENT,
    EVENTS,
    TRIGGERS,
    EventType,
    destinations,
    document,
    handler_of,
    triggers_of,
)
from tests.making import TODAY, TRIAL

SCRIPT = Script(TRIAL)
START = Session("S0001", "start-net", "R1", TODAY)
HANDLED = [
    (phase, event, handler)
    for phase in PHASES
    for event in EVENTS
    if (handler := handler_of(phase, event)) is not None
]
TO: dict[str, tuple[Event, ...]] = {
    "asking": (),
    "confirm": (Typed("101"),),
    "failed": (Typed("17"),),
    "summary": (Typed("17"), StopHere()),
    "changing": (Typed("62"), ChangeAnswer()),
    "paused": (Pause(),),
}
"""A way into each phase."""


def after(*happened: Event) -> Session:
    session = START
    for event in happened:
        session, _ = step(session, event, SCRIPT, TODAY)
    return session


def blank(event: EventType) -> Event:
    if event is Read:
        return Read((("I1.age", "62", False),))
    made: Event = event(**dict.fromkeys(event.__dataclass_fields__, "I1.age"))
    return made


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_can_be_reached(phase: str) -> None:
    assert after(*TO[phase]).state == phase


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_event_leads_where_the_diagram_says(phase: str, event: EventType) -> None:
    found, effects = step(after(*TO[phase]), blank(event), SCRIPT, TODAY)
    assert found.state in destinations(phase, event)
    assert effects[-1] == Show()


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_an_event_that_does_not_fit_changes_nothing_and_says_so(
    phase: str, event: EventType
) -> None:
    if handler_of(phase, event) is not None:
        return
    before = after(*TO[phase])
    assert step(before, blank(event), SCRIPT, TODAY) == (before, (Notice("not_now"), Show()))


def test_a_handler_names_only_moves_of_the_table() -> None:
    for phase, _, handler in HANDLED:
        for trigger in triggers_of(handler, phase):
            assert next_phase(phase, trigger) is not None, (phase, handler, trigger)


def test_every_trigger_is_named_by_a_handler() -> None:
    named = [triggers_of(handler, phase) for phase, _, handler in HANDLED]
    assert frozenset().union(*named) == {*TRIGGERS}


def test_every_move_of_the_table_is_between_phases() -> None:
    for _, sources, destination in MOVES:
        assert destination in PHASES
        assert sources == "*" or {*sources} <= {*PHASES}


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase != "paused"])
def test_leaving_and_coming_back_leads_to_where_one_was(phase: str) -> None:
    before = after(*TO[phase])
    back, _ = step(step(before, Pause(), SCRIPT, TODAY)[0], Resume(), SCRIPT, TODAY)
    assert back.answers == before.answers
    assert back.proposed == before.proposed
    # the list of answers and a summary that was asked for early are not kept: their screen is
    expected = {"changing": "asking", "summary": "failed"}
    assert back.state == expected.get(phase, phase)


def test_there_is_no_such_move_as_to_confirm_from_the_summary() -> None:
    assert next_phase("summary", "confirm") is None


def test_what_was_asked_back_is_kept_after_a_yes_and_dropped_after_a_no() -> None:
    assert after(Typed("101"), Confirmed()).answers["I1.age"].confirmed
    assert not after(Typed("101"), Rejected()).answers


def test_an_answer_changed_from_the_summary_opens_the_questions_again() -> None:
    found = after(Typed("17"), StopHere(), ChangeAnswer(), Edit("I1.age"), Typed("62"))
    assert found.state == "asking"
    assert found.answers["I1.age"].text == "62"


def test_whoever_goes_on_after_a_failure_is_not_stopped_again() -> None:
    found = after(Typed("17 m"), GoOn(), Chosen("I4.type", "nec"))
    assert found.state == "asking"


def test_back_out_of_an_answer_that_was_to_be_changed_leads_to_the_list() -> None:
    found = after(Typed("62"), ChangeAnswer(), Edit("I1.age"), Back())
    assert found.state == "changing"
    assert after(Typed("62"), ChangeAnswer(), Edit("I1.age"), Back(), Back()).at is None


def test_the_diagram_is_up_to_date() -> None:
    message = "docs/conversation.md differs from bot/dialogs: run `make diagram`"
    assert DOCUMENT.read_text("utf-8") == document(), message
