"""What stands in front of a choice is what is typed for it, and a number is never misread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms.terminal.choices import Choices, choices_of
from bot.presentation.messages import Button, Line, Message

if TYPE_CHECKING:
    from bot.platforms.terminal.conversation import Conversation

QUESTION = Message(
    (Line("Sex?"),),
    (
        (Button("Female", "a:S1:CTX.sex:female"), Button("Male", "a:S1:CTX.sex:male")),
        (Button("◀ Back", "b:S1"), Button("Help", "h:S1")),
    ),
)
GRADES = Message(
    (Line("ECOG?"),),
    (
        tuple(Button(str(grade), f"a:S1:I3.ecog:{grade}") for grade in range(5)),
        (Button("Don't know", "a:S1:I3.ecog:unknown"),),
    ),
)


def picked(choices: Choices, text: str) -> str | None:
    option = choices.pick(text)
    return option.data if option else None


def keys(conversation: Conversation) -> list[str]:
    return [option.key for option in conversation.view.choices.options]


def at(conversation: Conversation, *lines: str) -> Conversation:
    for line in lines:
        conversation.take(line)
    return conversation


def test_a_number_its_slashed_number_and_its_label_choose() -> None:
    choices = choices_of(QUESTION)
    for text in ("2", "/2", " 2 ", "Male", "male"):
        assert picked(choices, text) == "a:S1:CTX.sex:male"
    assert [option.key for option in choices.options] == ["1", "2"]


@pytest.mark.parametrize("text", ["0", "3", "/3", "-1", "/-1", "/", "", "²", "1.0", "mal", "/ 2"])
def test_anything_else_chooses_nothing(text: str) -> None:
    assert picked(choices_of(QUESTION), text) is None


def test_where_a_number_is_an_answer_a_choice_needs_the_slash() -> None:
    choices = choices_of(QUESTION, slashed=True)
    assert [option.key for option in choices.options] == ["/1", "/2"]
    assert picked(choices, "1") is None
    assert picked(choices, "/1") == "a:S1:CTX.sex:female"


def test_back_and_help_are_not_listed_but_known_by_name() -> None:
    choices = choices_of(QUESTION)
    assert choices.back
    assert picked(choices, "back") == "b:S1"
    assert picked(choices, "Help") == "h:S1"
    assert len(choices.options) == 2


def test_grades_are_chosen_by_their_own_number_with_and_without_the_slash() -> None:
    choices = choices_of(GRADES, slashed=True)
    assert [option.key for option in choices.options] == ["0", "1", "2", "3", "4", "/5"]
    for grade in range(5):
        assert picked(choices, str(grade)) == f"a:S1:I3.ecog:{grade}"
        assert picked(choices, f"/{grade}") == f"a:S1:I3.ecog:{grade}"
    assert picked(choices, "5") is None  # grade 5 is for the question to refuse
    assert picked(choices, "/5") == "a:S1:I3.ecog:unknown"


def test_yes_and_no_have_letters() -> None:
    message = Message((Line("Right?"),), ((Button("Ja", "y:S1"), Button("Nej", "x:S1")),))
    choices = choices_of(message, slashed=True)
    assert [option.key for option in choices.options] == ["j", "n"]
    assert picked(choices, "J") == picked(choices, "/1") == "y:S1"
    assert picked(choices, "nej") == "x:S1"


def test_a_tick_is_no_part_of_a_label() -> None:
    rows = ((Button("☑ Brivudine", "t:S1:E4.brivudine"),), (Button("? Liver", "t:S1:E4.liver"),))
    choices = choices_of(Message((Line("Which?"),), rows))
    assert picked(choices, "brivudine") == "t:S1:E4.brivudine"
    assert picked(choices, "liver") == "t:S1:E4.liver"


def test_an_age_is_an_answer_and_no_choice(conversation: Conversation) -> None:
    assert keys(conversation)[0] == "/1"
    assert "62" in at(conversation, "62").view.message.text
    assert keys(conversation)[0] == "1"  # the sex


def test_ecog_is_answered_by_its_own_numbers(conversation: Conversation) -> None:
    at(conversation, "62 f", "net", "well", "yes", "8", "no")
    assert keys(conversation) == ["0", "1", "2", "3", "4", "/5"]
    at(conversation, "/1")
    assert conversation.session is not None
    assert conversation.session.answers["I3.ecog"].text == "1"


def test_dates_grades_and_laboratory_values_keep_bare_numbers_for_themselves(
    conversation: Conversation,
) -> None:
    at(conversation, "62 f", "net", "well", "yes")
    assert keys(conversation)[0] == "/1"  # Ki-67
    at(conversation, "8", "no", "1", "yes")
    assert keys(conversation)[0] == "/1"  # a date can be a year
    at(conversation, "2026-01-15", "yes", "yes", "yes", "ssa")
    assert keys(conversation)[0] == "1"  # the tracer
    at(conversation, "68Ga-DOTATOC")
    assert keys(conversation)[0] == "/1"  # uptake: a Krenning score is a number
    at(conversation, "above_all", "concordant", "concordant")
    assert conversation.view.pasting
    assert keys(conversation)[0] == "/1"
