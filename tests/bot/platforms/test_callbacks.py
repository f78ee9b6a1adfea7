"""Every button that can be drawn comes back as its event, and nothing else does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs import events
from bot.platforms.callbacks import LONGEST, event_of, kind_of
from bot.screenings.scripts import script_of

if TYPE_CHECKING:
    from bot.platforms.terminal.conversation import Conversation

SCREENS = (
    *("62 f", "net", "well", "yes", "8", "no", "1", "yes", "2026-01-15", "yes", "yes", "yes"),
    *("ssa", "68Ga-DOTATOC", "above_all", "concordant", "concordant", "Hb 90 g/L", "y", "/2"),
    *("/change", "/back", "/1", "unknown", "unknown", "unknown", "unknown", "unknown", "unknown"),
    *("iohexol", "72", "yes", "yes", "able_and_willing", "no", "/2", "/back", "/stop"),
)
"""A conversation that meets every kind of screen."""


def data_drawn(conversation: Conversation) -> set[str]:
    """Collect the buttons' data of every screen of a conversation."""
    found = set()
    for line in ("", *SCREENS):
        view = conversation.take(line) if line else conversation.view
        found |= {button.data for row in view.message.rows for button in row}
    return {data for data in found if not data.startswith("/")}


def test_every_button_drawn_is_an_event_of_its_screening(conversation: Conversation) -> None:
    drawn = data_drawn(conversation)
    assert {kind_of(data) for data in drawn} == set("atndoexybsgchrq")
    for data in drawn:
        found = event_of(data)
        assert found is not None, data
        assert found[0] == "S0001"


def test_every_choice_of_the_trial_comes_back() -> None:
    for item, known in script_of("start-net", "R1").trial.items.items():
        for code in (*getattr(known, "choices", ()), "unknown"):
            data = f"a:S0001:{item}:{code}"
            assert event_of(data) == ("S0001", events.Chosen(item, code))


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ("a:S0001:I3.ecog:1", events.Chosen("I3.ecog", "1")),
        ("t:S0001:E4.liver", events.Toggled("E4.liver")),
        ("n:S0001:E4.hypersens", events.NoneOfThese("E4.hypersens")),
        ("d:S0001:E4.hypersens", events.ChecklistDone("E4.hypersens")),
        ("o:S0001:I10.hb", events.OneByOne("I10.hb")),
        ("e:S0001:I1.age", events.Edit("I1.age")),
        ("y:S0001", events.Confirmed()),
        ("x:S0001", events.Rejected()),
        ("b:S0001", events.Back()),
        ("s:S0001", events.StopHere()),
        ("g:S0001", events.GoOn()),
        ("c:S0001", events.ChangeAnswer()),
        ("q:S0001:1", events.TurnPage("1")),
        ("h:S0001", events.Help()),
        ("r:S0001", events.Resume()),
        ("z:S0001", events.Overview()),
    ],
)
def test_each_kind_is_one_event(data: str, event: events.Event) -> None:
    assert event_of(data) == ("S0001", event)


@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            ":",
            "a",
            "b",
            "b:",
            "a:S0001",
            "a:S0001:I3.ecog",
            "a:S0001:I3.ecog:",
            "a::I3.ecog:1",
        ),
        *("a:S0001:I3.ecog:1:2", "b:S0001:more", "Z:S0001", "A:S0001:I3.ecog:1", "t:S0001:"),
        *("b:S0001\n", "/quit", f"e:S0001:{'x' * LONGEST}", f"e:S0001:{'å' * (LONGEST // 2)}"),
    ],
)
def test_anything_else_is_nobodys_button(data: str) -> None:
    assert event_of(data) is None


@given(st.text(max_size=80))
def test_no_text_breaks_it(data: str) -> None:
    found = event_of(data)
    assert found is None or data.split(":")[1] == found[0]
