"""Everyday answers to every shipped trial are read as they are meant, or asked back."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from criteria.known.values import Choice, DateSpan, Doubt, NotKnown, Quantity, Refusal, Several
from criteria.reading.answers import choices
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.languages import wordlists
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem
from tests.making import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.known.values import Value

DATA = Path(__file__).parents[3] / "data"
SAID = tomllib.loads((DATA / "everyday.toml").read_text("utf-8"))


@cache
def reader(trial: str) -> AnswerReader:
    return AnswerReader(catalog.load(trial))


def read(trial: str, item: str, text: str) -> Value | Refusal:
    return reader(trial).read(item, text, TODAY)


def each(kind: str) -> Iterator[tuple[str, str, object]]:
    """Each trial and item with what is said there."""
    for trial, items in SAID[kind].items():
        yield from ((trial, item, said) for item, said in items.items())


def meant(found: Value | Refusal) -> list[str]:
    """What an answer is read as, or can mean: codes, days, numbers with their units."""
    candidates = found.candidates if isinstance(found, Doubt) else (found,)
    return [shown for one in candidates if (shown := as_text(one))]


def as_text(value: object) -> str:
    match value:
        case Choice():
            return value.code
        case DateSpan():
            return str(value.first)
        case Quantity():
            return f"{value.comparator.value.strip('=')}{value.number} {value.unit}"
        case _:
            return ""


@pytest.mark.parametrize(("trial", "item", "said"), [*each("choices")])
def test_a_choice_is_meant(trial: str, item: str, said: dict[str, list[str]]) -> None:
    for code, texts in said.items():
        for text in texts:
            assert code in meant(read(trial, item, text)), text


@pytest.mark.parametrize(("trial", "item", "said"), [*each("numbers")])
def test_a_number_is_read(trial: str, item: str, said: dict[str, str]) -> None:
    assert {text: meant(read(trial, item, text)) for text in said} == {
        text: [wanted] for text, wanted in said.items()
    }


@pytest.mark.parametrize(("trial", "item", "said"), [*each("days")])
def test_a_day_is_read_or_offered(trial: str, item: str, said: dict[str, str]) -> None:
    for text, wanted in said.items():
        assert any(day.startswith(wanted) for day in meant(read(trial, item, text))), text


@pytest.mark.parametrize(("trial", "item", "said"), [*each("asked")])
def test_what_is_not_said_is_read_by_no_means(trial: str, item: str, said: list[str]) -> None:
    for text in said:
        assert isinstance(read(trial, item, text), Doubt | NotKnown | Refusal | Several), text


def test_every_topic_is_what_a_question_of_a_shipped_trial_is_about() -> None:
    asked = [
        choices.vocabulary(item, trial).topic
        for trial in map(catalog.load, SAID["choices"])
        for item in trial.items.values()
        if isinstance(item, ChoiceItem)
    ]
    topics = {topic for one in wordlists.sections("answers") for topic in one.get("topics", ())}
    known = {
        topic
        for topic in topics
        for question in asked
        if all(
            any(word.startswith(start.removeprefix("-")) for word in question)
            != start.startswith("-")
            for start in topic.split()
        )
    }
    assert topics == known
