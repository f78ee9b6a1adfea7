"""An age that is not said as completed years: which years it means, and what is no such age."""

from __future__ import annotations

import pytest

from criteria.known.values import Doubt, Quantity, Refusal
from criteria.reading.answers.answers import AnswerReader
from tests.making import TODAY, TRIAL

READER = AnswerReader(TRIAL)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("17½", 17),
        ("17 and a half", 17),
        ("sjutton och ett halvt", 17),
        ("drygt 17", 17),
        ("a good 60", 60),
        ("fyllde 18 i fredags", 18),
        ("turns 18 next week", 17),
        ("fyller 18 den 5 april", 17),
        ("nästan 18", 17),
        ("snart sjuttio", 69),
        ("58, will be 59 in June", 58),
        ("64, fyller 65 i höst", 64),
        ("fyller 65 till våren", 64),
    ],
)
def test_the_years_it_means_are_asked_back(text: str, years: int) -> None:
    found = READER.read("I1.age", text, TODAY)
    assert isinstance(found, Doubt)
    (meant,) = found.candidates
    assert isinstance(meant, Quantity)
    assert meant.number == years


@pytest.mark.parametrize("text", ["nyss fyllda 18", "just turned 18"])
def test_years_that_were_just_completed_are_read(text: str) -> None:
    found = READER.read("I1.age", text, TODAY)
    assert isinstance(found, Quantity)
    assert found.number == 18


@pytest.mark.parametrize(
    "text",
    [
        "turns 18, maybe 19",
        "drygt 62 diabetiker",
        "turns 18 hopefully",
        "born 1964",
        "60-årsåldern",
        "18 in May",
        "fyller snart",
        "17 and",
        "½",
    ],
)
def test_what_is_no_such_age_is_refused(text: str) -> None:
    assert isinstance(READER.read("I1.age", text, TODAY), Refusal)


def test_only_an_age_is_said_so() -> None:
    assert isinstance(READER.read("I7.lesion_mm", "turns 18", TODAY), Refusal)
