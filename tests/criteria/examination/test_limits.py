"""Limits that nobody can pass unasked, that no case tries, and texts that name another number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from criteria.examination.examination import examine
from criteria.examination.limits import limited, otherwise_worded, outside_usual, untried
from criteria.known.truth import Truth
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from tests.making import TODAY, TRIAL
from tests.own import SOVA
from tests.small import Json, choice, day, number, trial

if TYPE_CHECKING:
    from criteria.trial.trial import Trial

HARD = {"low": "0", "high": "300", "source": "a test"}


def haemoglobin(limit: str, text: str = "…", **more: object) -> Trial:
    rule = {"kind": "above", "limit": limit}
    units = {"g/L": "1", "g/dL": "10"}
    item = number("I1.hb", rule, units=units, hard=HARD, criterion="I1", **more)
    return trial(item, criteria=[{"id": "I1", "text": text, "rule": "I1.hb"}])


@pytest.mark.parametrize(("limit", "inside"), [("90", True), ("60", True), ("59", False)])
def test_a_limit_lies_in_the_soft_range(limit: str, inside: bool) -> None:  # noqa: FBT001 - a case
    soft = {"low": "60", "high": "190", "source": "a test"}
    found = list(outside_usual(haemoglobin(limit, soft=soft)))
    assert (found == []) is inside
    assert inside or found[0][0] == "I1.hb"


def test_a_limit_in_a_criterion_lies_in_the_soft_range_too() -> None:
    soft = {"low": "60", "high": "190", "source": "a test"}
    rule = {"test": {"kind": "at_most", "limit": "20", "unit": "g/dL"}, "item": "I1.hb"}
    item = number("I1.hb", units={"g/L": "1", "g/dL": "10"}, hard=HARD, soft=soft)
    found = outside_usual(trial(item, criteria=[{"id": "I1", "text": "…", "rule": rule}]))
    assert [what.partition(" lies")[0] for _, what in found] == ["the limit 200"]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Haemoglobin > 90 g/L", True),
        ("Haemoglobin above 9.0 g/dL", True),
        ("Hemoglobin över 9,0 g/dL", True),
        ("Haemoglobin above 90, within 30 days", True),
        ("A bilirubin < 20 µmol/L, and haemoglobin > 90 g/L", True),
        ("Haemoglobin > 100 g/L", False),
        ("Haemoglobin at least 10 g/dL", False),
        ("Hb minst 100 g/L", False),
        ("Haemoglobin >1000 g/L", False),
    ],
)
def test_a_text_names_the_number_of_the_rule(text: str, fits: bool) -> None:  # noqa: FBT001 - a case
    found = list(otherwise_worded(haemoglobin("90", text)))
    assert (found == []) is fits, found
    for where, what in found:
        assert where == "protocol.toml: criteria[I1].text"
        assert what.endswith("and the rule has 90 g/L")


@pytest.mark.parametrize(("text", "fits"), [("Platelets > 1,200 /µL", []), ("> 1,300 /µL", [1])])
def test_a_comma_may_stand_between_thousands(text: str, fits: list[int]) -> None:
    rule = {"kind": "above", "limit": "1200", "unit": "/µL"}
    units = {"10^9/L": "1", "/µL": "1/1000"}
    item = number("I1.plt", rule, units=units, hard=HARD, criterion="I1")
    known = trial(item, criteria=[{"id": "I1", "text": text, "rule": "I1.plt"}])
    assert [1 for _ in otherwise_worded(known)] == fits


def test_a_question_names_the_number_of_the_rule() -> None:
    known = haemoglobin("90")
    words = known.words["en"]
    asked = words.items["I1.hb"].model_copy(update={"question": "Haemoglobin above 80 g/L?"})
    other = words.model_copy(update={"items": {"I1.hb": asked}})
    found = list(otherwise_worded(known.model_copy(update={"words": {"en": other}})))
    assert [where for where, _ in found] == ['en.toml: items."I1.hb".question']


@pytest.mark.parametrize("name", ["R1", "R1.1", "R2"])
def test_nothing_is_said_against_start_net(name: str) -> None:
    known = catalog.load("start-net", name)
    assert [*outside_usual(known), *otherwise_worded(known)] == []


def test_a_limit_is_tried_on_both_sides_by_the_cases() -> None:
    known, cases = catalog.read_folder(SOVA), catalog.cases(SOVA)
    found = dict(untried(known, cases, AnswerReader(known)))
    assert found["AHI.index"] == (Truth.NO,)
    assert "LAB.crea" not in found
    failing = cases[0].model_copy(update={"answers": {"AHI.index": "14"}})
    assert "AHI.index" not in dict(untried(known, (*cases, failing), AnswerReader(known)))
    assert set(found) <= set(limited(known))


# ---- what is found only by looking for longer ----

THREE = ("I1.a", "I1.b", "I1.c")


def complaints(known: Trial) -> list[str]:
    return [f"{flaw.where}: {flaw.what}" for flaw in examine(known, TODAY)]


def test_three_answers_that_must_change_together_are_found() -> None:
    """Each alone satisfies as "no", and the criterion wants all three to be "yes"."""
    items = [choice(name, {"kind": "choice", "yes": ["no"], "no": ["yes"]}) for name in THREE]
    rule = {"all": [{"answered": name, "among": ["yes"]} for name in THREE]}
    known = trial(*items, criteria=[{"id": "I1", "text": "…", "rule": rule}])
    assert [one for one in complaints(known) if "eligible" in one or " met" in one] == []


@pytest.mark.parametrize(
    "rule",
    [
        {"kind": "older_than", "months": 24},
        {"kind": "older_than", "days": 700},
        {"kind": "months_before", "at_least": 3, "at_most": 3},
        {"kind": "within", "days": 1},
        {"kind": "at_least_ago", "years": 2},
    ],
)
def test_days_beside_each_window_are_tried(rule: dict[str, object]) -> None:
    assert complaints(trial(day("I1.day", rule))) == []


def test_a_window_around_another_date_is_tried_beside_that_date() -> None:
    rule = {"kind": "within", "days": 3, "side": "after", "from": "I1.start"}
    known = trial(day("I1.day", rule, past=False), day("I1.start"))
    assert complaints(known) == []


def test_a_test_in_a_criterion_is_tried_beside_its_limits() -> None:
    rule = {"test": {"kind": "between", "above": "10", "below": "11"}, "item": "I1.n"}
    known = trial(number("I1.n"), criteria=[{"id": "I1", "text": "…", "rule": rule}])
    assert complaints(known) == []


def test_criteria_that_nobody_can_meet_together_are_named() -> None:
    item = number("I1.age", {"kind": "at_least", "limit": "18"})
    test = {"kind": "below", "limit": "18"}
    criteria: list[Json] = [
        {"id": "I1", "text": "…", "rule": "I1.age"},
        {"id": "I2", "text": "…", "rule": {"test": test, "item": "I1.age"}},
        {"id": "I3", "text": "…", "rule": {"test": {**test, "limit": "90"}, "item": "I1.age"}},
    ]
    found = complaints(trial(item, criteria=criteria))
    assert [one for one in found if "both" in one] == [
        "I1, I2: no answers were found that meet both"
    ]


def test_start_net_has_no_such_pair() -> None:
    assert [one for one in complaints(TRIAL) if "both" in one] == []


def test_a_number_may_be_that_of_a_question_which_is_still_to_be_worded() -> None:
    rule = {"kind": "above", "limit": "90"}
    item = number("I1.hb", rule, units={"g/L": "1"}, hard=HARD, criterion="I1")
    other = choice("I1.rest", {"kind": "choice", "yes": ["yes"]}, to_word=True)
    text = "Haemoglobin > 100 g/L, and albumin > 30 g/L"
    criteria = [{"id": "I1", "text": text, "rule": {"all": ["I1.hb", "I1.rest"]}}]
    assert list(otherwise_worded(trial(item, other, criteria=criteria))) == []
    worded = choice("I1.rest", {"kind": "choice", "yes": ["yes"]})
    assert list(otherwise_worded(trial(item, worded, criteria=criteria)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Haemoglobin 90 to 130 g/L", []),
        ("Haemoglobin between 9.0 and 13.0 g/dL", []),
        ("Haemoglobin 90-140 g/L", ["says “90-140 g/L”, and the rule has 90 g/L, 130 g/L"]),
        ("Hb 9 till 14 g/dL", ["says “9 till 14 g/dL”, and the rule has 9 g/dL, 13 g/dL"]),
        ("Haemoglobin 130 g/L or lower", []),
        (
            "Hb 140 g/L eller lägre",
            ["says “140 g/L eller lägre”, and the rule has 90 g/L, 130 g/L"],
        ),
        ("Platelets 90-140 10^9/L", []),
    ],
)
def test_a_text_names_both_ends_of_a_range(text: str, said: list[str]) -> None:
    rule = {"kind": "between", "at_least": "90", "at_most": "130"}
    item = number("I1.hb", rule, units={"g/L": "1", "g/dL": "10"}, hard=HARD, criterion="I1")
    known = trial(item, criteria=[{"id": "I1", "text": text, "rule": "I1.hb"}])
    assert [what for _, what in otherwise_worded(known)] == said


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Stroke within 26 weeks", True),
        ("Stroke within six months", True),
        ("No stroke in the last 180 days, nor fever within 3 days", True),
        ("Stroke, ever", True),
        ("Stroke within 3 months", False),
        ("Ingen stroke de senaste tre månaderna", True),
        ("Stroke inom 3 månader", False),
    ],
)
def test_a_text_names_the_length_of_a_window(text: str, fits: bool) -> None:  # noqa: FBT001 - a case
    last = day("E1.last", {"kind": "longer_ago_than", "months": 6}, criterion="E1")
    known = trial(last, criteria=[{"id": "E1", "text": text, "rule": "E1.last"}])
    found = [what for _, what in otherwise_worded(known)]
    assert (found == []) is fits
    assert all(what.endswith("and the rule has 6 months") for what in found)


def test_an_age_is_no_length_of_a_window() -> None:
    last = day("I1.last", {"kind": "at_least_ago", "months": 6}, criterion="I1")
    age = number("I1.age", {"kind": "at_least", "limit": "18"}, units={"years": "1"}, hard=HARD)
    rule = {"all": ["I1.last", "I1.age"]}
    text = "Adults of 18 years, stable as the protocol defines it"
    known = trial(last, age, criteria=[{"id": "I1", "text": text, "rule": rule}])
    assert list(otherwise_worded(known)) == []
