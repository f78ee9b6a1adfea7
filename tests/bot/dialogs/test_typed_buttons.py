"""A text in place of a button is its press, and only where the button is."""

import pytest

from bot.dialogs.events import Confirmed, Event, GoOn, Rejected, StopHere, Typed
from bot.dialogs.phases import Phase
from bot.dialogs.session import Session
from bot.dialogs.typed_buttons import as_pressed
from tests.making import TODAY

SESSION = Session("S0001", "start-net", "R1", TODAY)


@pytest.mark.parametrize(
    ("phase", "text", "pressed"),
    [
        (Phase.CONFIRM, "yes", Confirmed()),
        (Phase.CONFIRM, "Ja, det stämmer", Confirmed()),
        (Phase.CONFIRM, "yes that's correct", Confirmed()),
        (Phase.CONFIRM, "yes, no", None),
        (Phase.CONFIRM, "yes not quite", None),
        (Phase.CONFIRM, "ej", Rejected()),
        (Phase.CONFIRM, "Stämmer.", Confirmed()),
        (Phase.CONFIRM, "y", Confirmed()),
        (Phase.CONFIRM, "nej!", Rejected()),
        (Phase.CONFIRM, "105 g/L", None),
        (Phase.FAILED, "Go on", GoOn()),
        (Phase.FAILED, "fortsätt", GoOn()),
        (Phase.FAILED, "sluta här", StopHere()),
        (Phase.FAILED, "go on then", GoOn()),
        (Phase.FAILED, "nej, fortsätt", GoOn()),
        (Phase.FAILED, "yes, stop please", StopHere()),
        (Phase.FAILED, "don't stop", None),
        (Phase.FAILED, "inte fortsätta", None),
        (Phase.FAILED, "yes", None),
        (Phase.FAILED, "no", None),
        (Phase.SUMMARY, "fortsätt", GoOn()),
        (Phase.SUMMARY, "stop", None),
        (Phase.ASKING, "yes", None),
        (Phase.ASKING, "stop", None),
    ],
)
def test_a_word_presses_its_button(phase: Phase, text: str, pressed: Event | None) -> None:
    typed = Typed(text)
    assert as_pressed(typed, SESSION.but(state=phase)) == (pressed or typed)


@pytest.mark.parametrize(
    ("phase", "text", "pressed"),
    [
        (Phase.FAILED, "go on", GoOn()),
        (Phase.FAILED, "Sluta här", StopHere()),
        (Phase.CONFIRM, "yes", Confirmed()),
        (Phase.CONFIRM, "nej", Rejected()),
        (Phase.FAILED, "yes", None),
        (Phase.FAILED, "go on, a typing error", None),
        (Phase.SUMMARY, "stop", None),
        (Phase.CHANGING, "go on", None),
    ],
)
def test_while_a_reason_is_awaited_a_text_is_that_reason_unless_a_button_says_it(
    phase: Phase, text: str, pressed: Event | None
) -> None:
    session = SESSION.but(state=phase, unexplained={"I10.hb": "105"})
    assert as_pressed(Typed(text), session) == (pressed or Typed(text))


def test_other_events_are_left_alone() -> None:
    assert as_pressed(GoOn(), SESSION.but(state=Phase.CONFIRM)) == GoOn()
