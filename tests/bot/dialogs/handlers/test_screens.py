"""A checklist with ticks, and a screen's help."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dialogs.events import (
    Confirmed,
    NoneOfThese,
    Rejected,
    Toggled,
    Typed,
)
from bot.dialogs.phases import Phase
from tests.bot.dialogs.showing import at, shown, told
from tests.bot.dialogs.test_machine import after

if TYPE_CHECKING:
    from bot.dialogs.events import Event
    from bot.dialogs.session import Session


def checklist() -> Session:
    """A screening at the list of contraindications."""
    asked = after(Typed("62 m")).but(at="E4.hypersens")
    return asked.but(state=Phase.ASKING)


@pytest.mark.parametrize("ticks", [1, 2])
@pytest.mark.parametrize("none", [NoneOfThese("E4.hypersens"), Typed("none"), Typed("inget")])
@pytest.mark.parametrize(("language", "said"), [("en", "Ticked so"), ("sv", "Kryssat hit")])
def test_none_of_a_list_is_asked_back_where_a_line_is_ticked(
    ticks: int, none: Event, language: str, said: str
) -> None:
    session = checklist()
    for _ in range(ticks):
        session, _ = told(session, Toggled("E4.brivudine"))
    waiting, text = told(session, none, language)
    assert waiting.state is Phase.CONFIRM
    assert said in text
    assert "rivudin" in text
    again, _ = told(waiting, Rejected())
    assert again.ticks["E4.brivudine"] == session.ticks["E4.brivudine"]
    assert told(waiting, Confirmed())[0].answers["E4.brivudine"].text == "no"


def test_none_of_a_list_is_kept_at_once_where_nothing_is_ticked() -> None:
    assert told(checklist(), NoneOfThese("E4.hypersens"))[0].answers["E4.brivudine"].text == "no"


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_question_without_room_for_its_help_button_says_how_to_get_it(language: str) -> None:
    assert "/help" in shown(at("I9.method").but(alone=True), language)
    assert "/help" not in shown(at("I2.consent").but(alone=True), language)
