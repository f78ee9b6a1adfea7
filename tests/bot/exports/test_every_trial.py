"""Every export of every trial: those that are shipped, one of another shape, all in one log."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from bot.exports.context import ExportContext, Unsuitable
from bot.exports.demo.candidates import Candidates
from bot.exports.demo.demo import fill
from bot.exports.demo.showcase import write_all
from bot.exports.fhir.fhirpath import criteria
from bot.exports.fhir.questionnaire import questionnaire
from bot.exports.fhir.response import response
from bot.exports.registry import BY_KEY, EXPORTS
from bot.screenings.heads import Heads
from bot.screenings.records import Records
from bot.store import Store
from bot.texts import texts_in
from criteria.known.values import Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.verdict.verdict import verdict
from tests import own
from tests.bot.exports.fhir import fhir_checks
from tests.bot.exports.fhir.engine import ATOMIC, HL7, PYTHON, evaluate
from tests.bot.exports.inventing import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.exports.registry import Export
    from criteria.trial.trial import Trial

SHIPPED = catalog.Collection(catalog.trials_folder())
BOTH = catalog.Collection(catalog.trials_folder(), [own.FOLDER])
ALONE = catalog.Collection(own.FOLDER)
SOVA = BOTH.load("sova")
EVERY = catalog.Collection(catalog.trials_folder(), [catalog.trials_folder()])
RETOLD = [EVERY.load(name) for name in ("alta-1l", "cagrisema", "emperor-reduced")]
TRIALS = {"the usual one": SHIPPED, "another one": ALONE, "both": BOTH, "all shipped": EVERY}


@pytest.fixture(scope="module", params=TRIALS)
def logged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Records]:
    """A signed log of invented screenings for some trials, which are all there are."""
    with pytest.MonkeyPatch.context() as patch, Store.open("sqlite://") as store:
        patch.setattr(catalog, "in_force", lambda: TRIALS[request.param])
        list(fill(store, 30, NOW))
        Heads(store, tmp_path_factory.mktemp("keys") / "key").present(NOW)
        yield Records(store)


def context(records: Records, language: str, trial: str | None = None) -> ExportContext:
    head = records.store.within(lambda unit: unit.log.latest())
    return ExportContext(texts_in(language), NOW, records.store, trial=trial, head=head)


def written(export: Export, records: Records, language: str) -> list[bytes]:
    """Write an export of the log, or of each trial, or of one screening for each trial."""
    made = []
    trials = {one.session.trial: one for one in records.between()}
    if export.single:
        groups = [[one] for one in trials.values()]
    elif export.one_trial:
        groups = [list(records.between(trial=trial)) for trial in sorted(trials)]
    else:
        groups = [list(records.between())]
    for group in groups:
        target = io.BytesIO()
        given = context(records, language, group[0].session.trial if export.one_trial else None)
        assert export.write(group, target, given) <= len(group)
        made.append(target.getvalue())
    return made


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.key)
def test_every_export(export: Export, logged: Records, language: str) -> None:
    assert all(written(export, logged, language))


@pytest.mark.soak
def test_a_demonstration_is_of_every_trial_there_is(logged: Records, tmp_path: Path) -> None:
    screened = {one.session.trial for one in logged.between()}
    assert screened == set(catalog.offered())
    files = {file.name for file in write_all(logged, tmp_path, context(logged, "sv"))}
    several = len(screened) > 1
    for export in EXPORTS:
        if export.one_trial:
            wanted = {f"{trial}-{export.key}" if several else export.key for trial in screened}
            assert wanted <= files
    outcomes = {(one.session.trial, one.result.outcome) for one in logged.between() if one.ended}
    assert sum(name.endswith("checklist.pdf") for name in files) == len(outcomes)


def test_invented_people_come_to_every_end(logged: Records) -> None:
    stages = {one.stage.value for one in logged.between()}
    assert {"eligible", "not_eligible"} <= stages


@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.key)
def test_of_an_empty_log(export: Export, logged: Records) -> None:
    """It is an empty file; only a calendar without a day is none."""
    if export.single:
        return
    several = export.one_trial and len(catalog.offered()) > 1
    wanted = context(logged, "en", catalog.offered()[0] if several else None)
    if export.key == "calendar.ics":
        with pytest.raises(Unsuitable):
            export.write([], io.BytesIO(), wanted)
    elif export.key == "log-entries.jsonl":  # it is about the whole log, whatever is asked for
        assert export.write([], io.BytesIO(), wanted) == len(list(logged.between()))
    else:
        assert export.write([], io.BytesIO(), wanted) == 0


def test_redcap_takes_one_trial_at_a_time() -> None:
    with pytest.MonkeyPatch.context() as patch, Store.open("sqlite://") as store:
        patch.setattr(catalog, "in_force", lambda: BOTH)
        list(fill(store, 10, NOW))
        for key in ("redcap-records.csv", "redcap-dictionary.csv"):
            with pytest.raises(Unsuitable) as caught:
                BY_KEY[key].write(
                    Records(store).between(), io.BytesIO(), ExportContext(texts_in("en"), NOW)
                )
            assert "--trial" in caught.value.said(texts_in("en"))


def test_rules_of_several_trials_are_named_with_their_trial() -> None:
    with pytest.MonkeyPatch.context() as patch, Store.open("sqlite://") as store:
        patch.setattr(catalog, "in_force", lambda: BOTH)
        list(fill(store, 10, NOW))
        target = io.BytesIO()
        BY_KEY["fhirpath.json"].write(
            Records(store).between(), target, ExportContext(texts_in("en"), NOW)
        )
        found = json.loads(target.getvalue())
    assert set(found) == {"sova/1", "start-net/R1.1"}
    assert set(found["sova/1"]) == set(SOVA.criteria)


# ---- a trial without an item for the reference date, in one language that is not English ----


def people(count: int) -> Iterator[tuple[date, dict[str, str]]]:
    """Invented people with some of their answers, on several days."""
    chance = Random(3)  # noqa: S311 - for tests
    for number in range(count):
        day = date(2026, 1 + number % 12, 1 + number % 28)
        answers = Candidates(SOVA, day, chance).invent()
        yield day, {item: text for item, text in answers.items() if chance.random() < 0.8}


def test_the_rules_need_no_item_for_the_reference_date() -> None:
    reader = AnswerReader(SOVA)
    everybody = []
    for day, texts in people(120):
        read = {item: reader.read(item, text, day) for item, text in texts.items()}
        everybody.append((day, {i: v for i, v in read.items() if not isinstance(v, Refusal)}))
    responses = [response(SOVA, answers, "S0001", day) for day, answers in everybody]
    expected = [
        {name: [status.value] for name, status in verdict(SOVA, answers, day).statuses.items()}
        for day, answers in everybody
    ]
    assert evaluate(criteria(SOVA), responses) == expected
    assert {status for one in expected for (status,) in one.values()} == {
        "met", "not_met", "unknown", "not_applicable"
    }  # fmt: skip


def test_questions_and_answers_have_the_reference_date_beside_the_items() -> None:
    asked = questionnaire(SOVA)
    Questionnaire.model_validate(asked)
    assert asked["language"] == "sv"
    first, *_ = asked["item"]
    assert first == {"linkId": "reference_date", "text": "Referensdatum", "type": "date"}
    answered = response(SOVA, {}, "S0001", date(2026, 3, 31))
    QuestionnaireResponse.model_validate(answered)
    assert answered["language"] == "sv"
    assert answered["item"] == [
        {
            "linkId": "reference_date",
            "text": "Referensdatum",
            "answer": [{"valueDate": "2026-03-31"}],
        }
    ]
    assert not list(fhir_checks.answers(answered, asked))


def test_why_somebody_fails_by_what_must_not_hold_is_told() -> None:
    with pytest.MonkeyPatch.context() as patch, Store.open("sqlite://") as store:
        patch.setattr(catalog, "in_force", lambda: ALONE)
        list(fill(store, 60, NOW))
        target = io.BytesIO()
        BY_KEY["log.csv"].write(
            Records(store).between(), target, ExportContext(texts_in("sv"), NOW)
        )
    rows = list(csv.DictReader(io.StringIO(target.getvalue().decode("utf-8-sig"))))
    told = [row["reason"] for row in rows if "E3" in row["not_met"].split()]
    assert told
    assert all("E3 Njurfunktion: Kreatinin" in reason for reason in told)


# ---- trials whose criteria are in Bedside's words ----


@pytest.mark.parametrize("trial", RETOLD, ids=lambda trial: trial.protocol.id)
def test_a_questionnaire_says_whose_words_the_criteria_are(trial: Trial) -> None:
    asked = questionnaire(trial)
    Questionnaire.model_validate(asked)
    assert f"in Bedside's words; registry entry {trial.protocol.registry.id} decides" in str(
        asked["purpose"]
    )
    assert "in Bedside's words" not in str(questionnaire(SHIPPED.load("start-net")))


@pytest.mark.parametrize("trial", RETOLD, ids=lambda trial: trial.protocol.id)
def test_invented_people_meet_and_miss_its_criteria(trial: Trial) -> None:
    chance = Random(5)  # noqa: S311 - for tests
    reader, found = AnswerReader(trial), set()
    for number in range(120):
        day = date(2026, 1 + number % 12, 1 + number % 28)
        texts = Candidates(trial, day, chance).invent()
        read = {item: reader.read(item, text, day) for item, text in texts.items()}
        answers = {item: value for item, value in read.items() if not isinstance(value, Refusal)}
        assert len(answers) == len(texts), [item for item in texts if item not in answers]
        found.add(verdict(trial, answers, day).outcome.value)
    assert found >= {"eligible", "not_eligible"}


@pytest.mark.parametrize("trial", RETOLD, ids=lambda trial: trial.protocol.id)
def test_what_a_formula_gives_follows_from_what_is_invented(trial: Trial) -> None:
    """So that nobody fails by a formula more often than by anything else."""
    day, reader, missed = date(2026, 3, 31), AnswerReader(trial), 0
    candidates = Candidates(trial, day, Random(5))  # noqa: S311 - for tests
    for _ in range(_INVENTED):
        texts = candidates.invent()
        assert not trial.derived.keys() & texts.keys()
        read = {item: reader.read(item, text, day) for item, text in texts.items()}
        answers = {item: value for item, value in read.items() if not isinstance(value, Refusal)}
        failing = verdict(trial, answers, day).failing
        missed += any(trial.items[item].criterion in failing for item in trial.derived)
    assert missed <= _INVENTED // 5


_INVENTED = 25
CANNOT = {
    "alta-1l": {"I9"},
    "cagrisema": {"I3", "I5", "E2", "E6"},
    "emperor-reduced": {"E7"},
}
"""Trial -> the criteria that FHIRPath cannot say: a formula, a scale that begins elsewhere."""


@pytest.mark.soak
@pytest.mark.parametrize(
    ("people", "engine"),
    [(10_000, HL7), (300, ATOMIC), (300, PYTHON)],
)
@pytest.mark.parametrize("trial", RETOLD, ids=lambda trial: trial.protocol.id)
def test_the_rules_in_fhirpath_agree_and_say_what_they_cannot(
    trial: Trial, people: int, engine: str
) -> None:
    written = criteria(trial)
    cannot = {name for name, text in written.items() if "// not said in FHIRPath" in text}
    assert cannot == CANNOT[trial.protocol.id]
    reader, chance, everybody = AnswerReader(trial), Random(3), []  # noqa: S311 - for tests
    for number in range(people):
        day = date(2026, 1 + number % 12, 1 + number % 28)
        texts = Candidates(trial, day, chance).invent()
        kept = {item: text for item, text in texts.items() if chance.random() < 0.8}
        read = {item: reader.read(item, text, day) for item, text in kept.items()}
        everybody.append((day, {i: v for i, v in read.items() if not isinstance(v, Refusal)}))
    responses = [response(trial, answers, "S0001", day) for day, answers in everybody]
    for (day, answers), results in zip(
        everybody, evaluate(written, responses, engine), strict=True
    ):
        for name, status in verdict(trial, answers, day).statuses.items():
            expected = "unknown" if name in cannot else status.value
            assert results[name] == [expected], (name, answers)
