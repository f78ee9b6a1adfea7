"""The data manager's files of a store: whole, of every screening, and readable."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from fhir.resources.R4B.researchsubject import ResearchSubject

from bot.exports.registry import BY_KEY
from bot.screenings.records import Records
from bot.store import Noted
from tests.bot.exports.fhir import fhir_checks
from tests.bot.exports.inventing import NOW, context, some

if TYPE_CHECKING:
    from bot.store import Store

FILES = (
    "fhir-questionnaires.ndjson",
    "fhir-responses.ndjson",
    "fhir-subjects.ndjson",
    "fhirpath.json",
    "sdtm-ie.json",
    "sdtm-ti.json",
    "redcap-dictionary.csv",
    "redcap-records.csv",
)


def made(key: str, store: Store, expected: int | None = None) -> str:
    """Return a file's text."""
    target = io.BytesIO()
    count = BY_KEY[key].write(Records(store).between(), target, context())
    assert expected is None or count == expected
    return target.getvalue().decode()


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("key", FILES)
def test_without_screenings(key: str, store: Store) -> None:
    text = made(key, store, 0)
    assert text == "" if key in ("fhir-responses.ndjson", "fhir-subjects.ndjson") else text


def test_responses_are_of_every_screening(store: Store) -> None:
    numbers = some(store, 6)
    responses = lines(made("fhir-responses.ndjson", store, 6))
    assert [each["identifier"]["value"] for each in responses] == numbers
    (asked,) = lines(made("fhir-questionnaires.ndjson", store, 6))
    Questionnaire.model_validate(asked)
    for each in responses:
        QuestionnaireResponse.model_validate(each)
        assert not list(fhir_checks.answers(each, asked))


def test_subjects_are_of_every_screening_and_follow_what_was_noted(store: Store) -> None:
    first, second, *rest = some(store, 4)
    store.note(first, [Noted("randomised_on", "2026-03-09")], NOW, "nurse")
    store.note(second, [Noted("declined_because", "too_far")], NOW, "nurse")
    subjects = lines(made("fhir-subjects.ndjson", store, 4))
    for each in subjects:
        ResearchSubject.model_validate(each)
    assert [each["identifier"][0]["value"] for each in subjects] == [first, second, *rest]
    assert [each["status"] for each in subjects[:2]] == ["on-study", "not-registered"]
    assert subjects[0]["period"] == {"start": "2026-03-09"}
    assert {each["status"] for each in subjects[2:]} <= {"eligible", "ineligible", "screening"}


def test_what_failed_is_what_the_log_says(store: Store) -> None:
    some(store, 8)
    table = json.loads(made("sdtm-ie.json", store, 8))
    failed = [
        (screened.token, name)
        for screened in Records(store).between()
        if screened.ended is not None
        for name in screened.result.failing
    ]
    assert failed
    assert [row[2].removeprefix("START-NET-") for row in table["rows"]] == [
        number for number, _ in failed
    ]
    rules = json.loads(made("fhirpath.json", store))
    assert len(rules["R1.1"]) == 18


def test_records_have_the_fields_of_the_dictionary(store: Store) -> None:
    numbers = some(store, 5)
    dictionary = list(csv.reader(io.StringIO(made("redcap-dictionary.csv", store, 5))))
    rows = list(csv.reader(io.StringIO(made("redcap-records.csv", store, 5))))
    assert rows[0] == [row[0] for row in dictionary[1:]]
    assert [row[0] for row in rows[1:]] == numbers


def test_of_purged_screenings_only_the_result_is_left(store: Store) -> None:
    number, *_ = some(store, 2)
    stored = store.load(number)
    assert stored is not None
    result = {"outcome": "not_eligible", "failing": ["I10"], "pending": []}
    store.within(lambda unit: unit.purge(stored, result, NOW))
    assert len(lines(made("fhir-responses.ndjson", store, 1))) == 1
    rows = csv.DictReader(io.StringIO(made("redcap-records.csv", store, 2)))
    filled = {name: value for name, value in next(rows).items() if value}
    assert filled == {"record_id": number, "trial_version": "R1.1", "outcome": "not_eligible"}
