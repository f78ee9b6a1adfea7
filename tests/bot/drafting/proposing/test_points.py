"""Points of a list are proposed with what stands above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.drafted import is_open, made, status

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "lead",
    [
        "Any of the following within 6 months before screening:",
        "History of any of the following in the past 6 months:",
        "Within 6 months of screening, had any of the following events:",
    ],
)
def test_the_window_above_a_list_is_that_of_each_point(lead: str, tmp_path: Path) -> None:
    trial = made(tmp_path, exclusion=f"{lead}\n  * Gout\n  * Hip fracture")
    days = {"gout": "yes", "gout_date": "2025-09-29", "fracture": "no"}
    assert status(trial, **days) == "met"
    assert status(trial, **days | {"gout_date": "2025-10-01"}) == "not_met"
    assert status(trial, gout="no", fracture="yes", fracture_date="2026-03-01") == "not_met"


def test_a_point_that_the_window_above_does_not_fit_is_a_question(tmp_path: Path) -> None:
    lead = "Any of the following within 6 months before screening:"
    trial = made(
        tmp_path, exclusion=f"{lead}\n  * Gout\n  * Zinc within 2 weeks\n  * BMI > 41 kg/m2"
    )
    named = {name for name, item in trial.items.items() if not item.to_word}
    assert named == {"E1.gout", "E1.gout_date"}


def test_what_stands_above_a_list_for_some_only_excludes_nobody_else(tmp_path: Path) -> None:
    for lead in ("Patients with gout who have", "Gout with", "Gout and", "Gout plus"):
        text = f"{lead} any of the following:\n  * BMI > 41 kg/m2\n  * HbA1c > 9 %"
        assert is_open(made(tmp_path / lead, exclusion=text))


def test_a_point_that_is_a_fact_is_asked_under_the_words_above_it(tmp_path: Path) -> None:
    lead = "Impaired cardiac function, including any of the following:"
    trial = made(tmp_path, exclusion=f"{lead}\n  * LVEF < 44 %\n  * Heart block")
    (fact,) = [name for name, item in trial.items.items() if item.kind == "choice"]
    question = "Impaired cardiac function, including any of the following: Heart block?"
    assert trial.words["en"].items[fact].question == question
    short = fact.partition(".")[2]
    assert status(trial, lvef="44 %", **{short: "no"}) == "met"
    assert status(trial, lvef="44 %", **{short: "yes"}) == "not_met"


@pytest.mark.parametrize(
    ("side", "lead"),
    [
        ("inclusion", "Patients without any of the following:"),
        ("inclusion", "None of the following criteria:"),
        ("inclusion", "Any of the following is an exclusion:"),
        ("exclusion", "Lack of any of the following:"),
        ("exclusion", "Failure to meet any of the following:"),
        ("exclusion", "Laboratory values outside the following limits:"),
        ("exclusion", "The following patients are eligible:"),
    ],
)
def test_a_list_of_what_is_not_asked_for_is_left_alone(
    side: str, lead: str, tmp_path: Path
) -> None:
    assert is_open(made(tmp_path, **{side: f"{lead}\n  * LVEF < 44 %\n  * BMI > 41 kg/m2"}))


def test_headings_inside_a_list_are_only_topics(tmp_path: Path) -> None:
    points = (
        "  * Hematologic:\n    * Hemoglobin ≥ 9.5 g/dL\n  * Hepatic function\n    * ALT ≤ 2 x ULN\n"
    )
    points += "    * Bilirubin ≤ 1.2 x ULN\n  * Renal: LVEF ≥ 48 %"
    trial = made(tmp_path, inclusion=f"Adequate organ function:\n{points}")
    good = {"alat": "80 U/L", "alat_uln": "40 U/L", "bilirubin": "1.2 mg/dL", "lvef": "48 %"}
    good |= {"bilirubin_uln": "1 mg/dL", "haemoglobin": "95 g/L"}
    assert status(trial, **good) == "met"
    for wrong in ({"alat": "81 U/L"}, {"haemoglobin": "94 g/L"}, {"lvef": "47 %"}):
        assert status(trial, **good | wrong) == "not_met"


def test_a_heading_inside_a_list_that_says_more_is_left_alone(tmp_path: Path) -> None:
    points = "  * BMI < 41 kg/m2\n  * One of these:\n    * LVEF ≥ 48 %\n    * ALT ≤ 2 x ULN"
    trial = made(tmp_path, inclusion=f"Adequate organ function:\n  * Gout\n{points}")
    assert not any("lvef" in name or "alat" in name for name in trial.items)


def test_a_list_that_ends_with_or(tmp_path: Path) -> None:
    points = "  * ALT > 4 x ULN;\n  * LVEF < 44 %; or\n  * BMI > 41"
    trial = made(tmp_path, exclusion=f"Poor organ function as evidenced by:\n{points}")
    good = {"alat": "160 U/L", "alat_uln": "40 U/L", "lvef": "44 %", "bmi": "41"}
    assert status(trial, **good) == "met"
    assert status(trial, **good | {"bmi": "42"}) == "not_met"


@pytest.mark.parametrize(
    "lead",
    [
        "Adequate organ function, defined as follows:",
        "Required laboratory values:",
        "Low risk, defined as all of the following:",
        "All of:",
    ],
)
def test_what_a_list_defines_is_not_asked_besides(lead: str, tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion=f"{lead}\n  * LVEF ≥ 48 %\n  * Albumin ≥ 2.8 g/dL")
    assert status(trial, lvef="48 %", albumin="28 g/L") == "met"
    assert status(trial, lvef="48 %", albumin="27 g/L") == "not_met"


def test_the_day_of_what_a_list_defines_is_still_asked(tmp_path: Path) -> None:
    lead = "Adequate organ function within 7 days before enrollment, defined as follows:"
    trial = made(tmp_path, inclusion=f"{lead}\n  * LVEF ≥ 48 %\n  * Albumin ≥ 2.8 g/dL")
    assert trial.items["I1.rest"].to_word


def test_the_fact_above_a_list_is_asked_besides(tmp_path: Path) -> None:
    text = (
        "Patients with gout who meet both of the following criteria; i) LVEF ≥ 48 %, ii) BMI < 41"
    )
    trial = made(tmp_path, inclusion=text)
    good = {"lvef": "48 %", "bmi": "40", "gout": "yes"}
    assert status(trial, **good) == "met"
    assert status(trial, **good | {"gout": "no"}) == "not_met"


@pytest.mark.parametrize(("number", "whole"), [("two", "all"), ("three", "")])
def test_the_following_so_many_are_all_of_them(number: str, whole: str, tmp_path: Path) -> None:
    text = f"Shown by the following {number} signs:\n  * LVEF ≥ 48 %\n  * BMI < 41 kg/m2"
    assert is_open(made(tmp_path, inclusion=text)) is not bool(whole)
