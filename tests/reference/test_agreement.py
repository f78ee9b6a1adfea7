"""Random patients, partial and complete: Bedside agrees with the reference on every criterion."""

from collections.abc import Iterator
from datetime import date

import pytest

from criteria.known.values import Refusal, Value
from criteria.reading.answers.answers import AnswerReader
from criteria.verdict.crosschecks import impossible
from criteria.verdict.verdict import Verdict, verdict
from tests.making import TRIAL

from .evaluator import Result, evaluate
from .patients import Patient, patients
from .values import as_values

READER = AnswerReader(TRIAL)
PEOPLE = pytest.mark.parametrize(
    ("number", "seed", "complete"),
    [(2000, 11, False), (300, 12, True)],
    ids=["partial", "complete"],
)


def differences(found: Verdict, expected: Result) -> Iterator[str]:
    """Name each criterion on which the two disagree, and the outcome."""
    for criterion, status in expected["criteria"].items():
        if found.statuses[criterion].value != status:
            yield f"{criterion} is {found.statuses[criterion].value}, not {status}"
    if found.outcome.value != expected["overall"]:
        yield f"overall is {found.outcome.value}, not {expected['overall']}"


def as_read(patient: Patient) -> dict[str, Value]:
    """Read a patient's answers as somebody would type them; every one of them can be read."""
    day = date.fromisoformat(patient["reference_date"])
    answers: dict[str, Value] = {}
    for item, text in patient["answers"].items():
        value = READER.read(item, text, day)
        assert not isinstance(value, Refusal), f"{item} “{text}”: {value}"
        answers[item] = value
    return answers


@PEOPLE
def test_on_values(number: int, seed: int, *, complete: bool) -> None:
    for patient in patients(number, seed, complete=complete):
        day = date.fromisoformat(patient["reference_date"])
        found = verdict(TRIAL, as_values(patient["typed"], TRIAL), day)
        expected = evaluate(patient["typed"], day)
        assert not list(differences(found, expected)), patient
        assert found.failing == tuple(expected["failing"])
        assert found.pending == tuple(expected["pending"])


@PEOPLE
def test_on_what_people_type(number: int, seed: int, *, complete: bool) -> None:
    for patient in patients(number, seed, complete=complete):
        day = date.fromisoformat(patient["reference_date"])
        answers = as_read(patient)
        assert not list(impossible(TRIAL, answers)), patient
        found = verdict(TRIAL, answers, day)
        assert not list(differences(found, evaluate(patient["typed"], day))), patient


@pytest.mark.soak
def test_on_what_many_people_type() -> None:
    test_on_what_people_type(20_000, 14, complete=False)
