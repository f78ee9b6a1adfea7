"""FHIRPath engines on what is exported: every criterion's status, and HL7's invariants."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from bot.exports.fhir.fhirpath import criteria, shown
from bot.exports.fhir.questionnaire import questionnaire
from bot.exports.fhir.response import response
from bot.exports.fhir.terminology import groups
from criteria.known.months import add_months
from criteria.known.truth import Truth
from criteria.known.values import Choice, NotApplicable, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem
from criteria.verdict.verdict import verdict
from tests.bot.exports.fhir.engine import ATOMIC, HL7, PYTHON, evaluate
from tests.making import MAN, TODAY, TRIAL, WOMAN, given
from tests.reference.patients import patients

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from criteria.known.values import Value
    from criteria.trial.trial import Trial

INVARIANTS = json.loads(
    (Path(__file__).parents[3] / "data" / "fhir_invariants.json").read_text("utf-8")
)
READER = AnswerReader(TRIAL)

UNUSUAL = {
    "I1.age": ("17-19", "60-65", "18", "<18"),
    "I3.ecog": ("0-1", "2 2026-01-02"),
    "I5.tracer": ("68Ga-DOTATOC {recent}",),
    "I7.lesion_mm": ("9 mm {old}; 10 mm {recent}", "1 cm", ">9 mm"),
    "I9.gfr": (
        "90 mL/min",
        "55 mL/min (BSA 1.9 m2)",
        "100 mL/min (BSA 3 m2)",
        "eGFR 49 mL/min/1.73m2",
        "iohexol 55 mL/min/1.73m2",
        "eGFR 55 mL/min/1.73m2; iohexol 49 mL/min/1.73m2",
        "iohexol 51 mL/min/1.73m2 {recent}; iohexol 49 mL/min/1.73m2 {old}",
        "iohexol 51 mL/min/1.73m2; iohexol 49 mL/min/1.73m2",
    ),
    "I10.hb": (
        "88 g/L {old}; 95 g/L {recent}",
        "88 g/L {recent}; 95 g/L {old}",
        "88 g/L {recent}; 95 g/L {recent}",
        "95 g/L {recent}; 96 g/L",
        "95 g/L {recent}; 88 g/L {ahead}",
        "95 g/L {recent}; 88 g/L {month}",
        "91 g/L {month}; 92 g/L {old}",
        "95",
        ">90 g/L",
        "<=90 g/L",
        ">=90 g/L",
        "<90 g/L {recent}; 85 g/L",
        "not applicable",
    ),
    "I10.wbc": (
        "4.0 x10^9/L {recent}",
        "4.1 x10^9/L {written}",
        "3000 /µL",
        "6.1 x10^9/L {old}",
        ">4 x10^9/L",
        "<3.1",
    ),
    "I10.anc": ("45 %", "<20 % {recent}", ">50 %", "37,5 % {recent}", "25 % {old}; 60 % {recent}"),
    "I9.method": ("not applicable", "unknown"),
    "I10.ast": (
        "1,2 µkat/L",
        "1,3 µkat/L",
        "3,0 µkat/L",
        "149 U/L (<50) {old}; 3 µkat/L (<1,0) {recent}",
        "2,25 µkat/L (<0,75)",
        "44 U/L",
    ),
    "I10.alt": ("150 U/L (10-50)", "<0,3 µkat/L", ">4 µkat/L", "1.1 µkat/L (<9)"),
    "I10.bili": ("2.0 mg/dL (<1.0)", "50 µmol/L (<25)", "34 µmol/L"),
    "I10.ast_uln": ("0,75 µkat/L; 0,9 µkat/L", "<50 U/L", "unknown", "unknown", "unknown"),
    "I6.scan_date": ("unknown", "{month}", "{before}", "{before}", "{edge}"),
}
"""Answers that take more than one number, or a number and a unit; days are filled in."""


def read(texts: Mapping[str, str], day: date) -> dict[str, Value]:
    """Read what can be read; what is refused was not answered."""
    found = {item: READER.read(item, text, day) for item, text in texts.items()}
    return {item: value for item, value in found.items() if not isinstance(value, Refusal)}


def unusual(texts: dict[str, str], chance: Random, day: date) -> dict[str, str]:
    """Return some of the answers in a way that asks more of the expressions."""
    days = {
        "recent": (day - timedelta(days=20)).isoformat(),
        "old": (day - timedelta(days=90)).isoformat(),
        "ahead": (day + timedelta(days=5)).isoformat(),
        "month": f"{day:%Y-%m}",
        "before": f"{add_months(day, -1):%Y-%m}",
        "edge": f"{add_months(day, -24):%Y-%m}",
        "written": f"{day - timedelta(days=20):%d.%m.%Y}",
    }
    texts = dict(texts)
    for item, forms in UNUSUAL.items():
        if chance.random() < 0.5:
            texts[item] = chance.choice(forms).format_map(days)
    return texts


def people(number: int, seed: int) -> Iterator[tuple[date, dict[str, Value]]]:
    """Return random partial patients, every second one with unusual answers."""
    chance = Random(seed)  # noqa: S311 - for tests
    for count, patient in enumerate(patients(number, seed)):
        day = date.fromisoformat(patient["reference_date"])
        texts = patient["answers"]
        yield day, read(unusual(texts, chance, day) if count % 2 else texts, day)


def agree(
    everybody: list[tuple[date, dict[str, Value]]], trial: Trial = TRIAL, engine: str = HL7
) -> None:
    """Compare every criterion's status with what an engine says."""
    responses = [response(trial, answers, "S0001", day) for day, answers in everybody]
    found = evaluate(criteria(trial), responses, engine)
    assert len(found) == len(everybody)
    for (day, answers), results in zip(everybody, found, strict=True):
        expected = {
            name: [status.value] for name, status in verdict(trial, answers, day).statuses.items()
        }
        assert results == expected, (day, answers)


@pytest.mark.parametrize(("engine", "number"), [(HL7, 100), (ATOMIC, 25), (PYTHON, 8)])
def test_every_criterion_of_random_patients(engine: str, number: int) -> None:
    agree(list(people(number, 51)), engine=engine)


def in_version(trial: Trial, answers: dict[str, Value], chance: Random) -> dict[str, Value]:
    """Return the answers that another version asks for too, and choices for what is new in it."""
    found = {item: value for item, value in answers.items() if item in trial.items}
    for item, known in trial.items.items():
        if item not in TRIAL.items and isinstance(known, ChoiceItem) and chance.random() < 0.8:
            found[item] = Choice(chance.choice(known.choices))
    return found


@pytest.mark.soak
@pytest.mark.parametrize(
    "trial",
    [
        catalog.load(*each[:2])
        for each in catalog.available()
        if each.id == TRIAL.protocol.id and each.version != TRIAL.protocol.version
    ],
)
def test_every_criterion_of_other_versions(trial: Trial) -> None:
    chance = Random(7)  # noqa: S311 - for tests
    agree([(day, in_version(trial, each, chance)) for day, each in people(40, 52)], trial)


@pytest.mark.soak
@pytest.mark.parametrize("engine", [HL7, ATOMIC, PYTHON])
@pytest.mark.parametrize("seed", range(60, 80))
def test_every_criterion_of_many_random_patients(seed: int, engine: str) -> None:
    agree(list(people(500, seed)), engine=engine)


def test_the_random_patients_have_every_status_and_kind_of_answer() -> None:
    statuses, kinds = set(), set()
    for day, answers in people(200, 51):
        found = verdict(TRIAL, answers, day).statuses
        statuses |= {(name, status.value) for name, status in found.items()}
        kinds |= {type(value).__name__ for value in answers.values()}
    assert {"Quantity", "DateSpan", "Choice", "NotKnown", "Doubt", "Several"} <= kinds
    assert NotApplicable.__name__ in kinds
    for name in TRIAL.criteria:
        assert {(name, "met"), (name, "not_met"), (name, "unknown")} <= statuses


def group_shown(link: str) -> str:
    """Return the expression that says when a group of the questionnaire is shown."""
    (group,) = (item for item in questionnaire(TRIAL)["item"] if item["linkId"] == link)
    (extension,) = group["extension"]
    found: str = extension["valueExpression"]["expression"]
    return found


def test_whether_breast_feeding_is_asked_about() -> None:
    group = {item: TRIAL.items[item].asked for item in dict(groups(TRIAL))["preg"]}
    asked = {item: each for item, each in group.items() if each is not None}
    assert len(asked) == len(group) == 3
    everybody = [
        {"CTX.sex": sex, "I11.wocbp": fertile, "I1.age": age}
        for sex in (None, "female", "male", "unknown")
        for fertile in (None, "yes", "no", "not_applicable", "unknown")
        for age in (None, "59", "60", "unknown")
    ]
    answers = [given(each) for each in everybody]
    expressions = {
        "shown": shown(TRIAL, asked["E1.lactating"]),
        "group": group_shown("screen:preg"),
    }
    found = evaluate(expressions, [response(TRIAL, each, "S1", TODAY) for each in answers])
    for each, result in zip(answers, found, strict=True):
        facts = verdict(TRIAL, each, TODAY).facts
        open_ = {item for item, part in asked.items() if part.truth(facts) is not Truth.NO}
        assert result["shown"] == ["E1.lactating" in open_], each
        assert result["group"] == [bool(open_)], each


def broken(resource: dict[str, Any]) -> list[str]:
    """Return the invariants of HL7 that a resource breaks."""
    rules = {**INVARIANTS[resource["resourceType"]], **INVARIANTS["both"]}
    expressions = {key: f"{where}.all({rule})" for key, (where, rule) in rules.items()}
    (found,) = evaluate(expressions, [resource])
    return [key for key, result in found.items() if result != [True]]


def test_the_questionnaire_keeps_the_invariants() -> None:
    assert broken(questionnaire(TRIAL)) == []


@pytest.mark.parametrize("answers", [{}, MAN, WOMAN, dict.fromkeys(WOMAN, "unknown")])
def test_responses_keep_the_invariants(answers: dict[str, str]) -> None:
    known = given({**answers, "CTX.ref_date": "2026-03-31", "I10.hb": "91 g/L @ 2026-03-01"})
    assert broken(response(TRIAL, known, "S0001", TODAY)) == []


def test_the_invariants_find_what_is_broken() -> None:
    made = questionnaire(TRIAL)
    hb = next(
        item for group in made["item"] for item in group["item"] if item["linkId"] == "I10.hb"
    )
    hb["linkId"] = "I10.plt"
    hb["enableWhen"] = [{"question": "I10.plt", "operator": "exists", "answerInteger": 1}] * 2
    hb["extension"][-1]["valueQuantity"].pop("system")
    made["name"] = "start net"
    assert broken(made) == ["que-0", "que-2", "que-7", "que-12", "qty-3"]
