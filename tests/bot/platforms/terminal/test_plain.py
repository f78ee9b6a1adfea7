"""Line by line, as a script talks."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest

from bot.platforms.terminal.plain import Plain
from bot.platforms.terminal.terminal import converse

if TYPE_CHECKING:
    from bot.platforms.terminal.conversation import Conversation

MAN = """\
62 m
net
/1
yes
8
no
1
yes
2025-11-10
yes
yes
yes
ssa
68Ga-DOTATOC
above_all
concordant
concordant
<<END
B-Hemoglobin 132 g/L
B-Trombocyter 214 x10^9/L
B-Leukocyter 5,8 x10^9/L
B-Neutrofila 3,4 x10^9/L
P-ASAT 0,52 µkat/L (<0,75)
P-ALAT 0,61 µkat/L (<1,10)
P-Bilirubin 11 µmol/L (<25)
P-Albumin 38 g/L
END
yes
iohexol
72 mL/min/1.73m2
yes
yes
able_and_willing
no
None of these
normal
signed
"""


def held(
    conversation: Conversation, script: str, *, columns: int | None = None, mark: str = ""
) -> str:
    out = StringIO()
    converse(conversation, Plain(StringIO(script), out, columns=columns, mark=mark))
    return out.getvalue()


def test_a_whole_screening_of_an_eligible_man(conversation: Conversation) -> None:
    shown = held(conversation, MAN).splitlines()
    assert "#eligible" in shown
    assert shown[-1].startswith("S0001 is finished and saved.")


def test_the_choices_stand_with_what_is_typed_for_them(conversation: Conversation) -> None:
    shown = held(conversation, "62 m\n")
    assert "\n    /1  NET\n" in shown
    assert "One line an answer" in shown.splitlines()[0]


def test_empty_lines_are_no_answers(conversation: Conversation) -> None:
    shown = held(conversation, "\n  \n\n62 m\n")
    assert "62" in shown
    assert "That is not" not in shown


def test_the_end_of_the_input_is_a_way_to_leave(conversation: Conversation) -> None:
    shown = held(conversation, "62 m")
    assert shown.splitlines()[-1] == (
        "Everything is saved as S0001. To go on: bedside chat --resume S0001"
    )


def test_a_paste_without_its_end_is_still_one_answer(conversation: Conversation) -> None:
    held(conversation, "62 m\n<<EOF\nnet\nwell\n")
    assert conversation.session is not None
    assert conversation.session.answers["I4.differentiation"].text == "well"


def test_an_identifier_is_not_written_out(conversation: Conversation) -> None:
    assert "19121212" not in held(
        conversation, "19121212-1212\n/date 19121212-1212\n/19121212-1212\n"
    )


@pytest.mark.parametrize("columns", [39, 79])
def test_on_a_terminal_without_arrow_keys_lines_wrap(
    conversation: Conversation, columns: int
) -> None:
    shown = held(conversation, "62 m\n/help\n", columns=columns, mark="> ")
    assert all(len(row) <= columns + len("> ") for row in shown.splitlines())
    assert shown.count("> ") == 3


def test_how_to_answer_is_told_again_in_another_language(conversation: Conversation) -> None:
    shown = held(conversation, "/language sv\n/help\n")
    assert shown.count("One line an answer") == 1
    assert shown.count("Ett svar per rad") == 1
    assert "Hej då" in shown


def test_going_on_after_make_is_said_with_make(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAKELEVEL", "1")
    assert 'make chat ARGS="--resume S0001"' in held(conversation, "62 m\n")


@pytest.fixture(autouse=True)
def _outside_make(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAKELEVEL", raising=False)
