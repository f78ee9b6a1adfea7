"""Windows of time that are proposed decide right, and none is where the text can mean another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from criteria.rules.rules import Window, plain
from tests.drafted import is_open, made, status

if TYPE_CHECKING:
    from pathlib import Path

_STATES = [
    "Active infection requiring antibiotics within 10 days before enrollment",
    "Subject had an infection requiring antibiotics within the 10 prior days",
    "Infection (other than a cold) within 10 days of the first dose of study drug",
    "Infection within 10 days of screening, with the exception of a common cold",
    "Patients who currently have or have had pneumonia in the past 10 days prior to consent",
    "Infection of the lung (within 10 days)",
    "In the past 10 days, infection of the lung or the skin",
    "Any of the following within 10 days of screening: gout, asthma, or colitis",
    "Current (or within 10 days) infection of the lung",
    "Any of the following: infection, colitis or gout within the past 10 days",
    "Irradiation of the lung that is > 30 Gy within 10 days of treatment start",
    "Infection (requiring i.v. antibiotics) within 10 days of screening",
    "Infection within the last 10 days (except a common cold that has been cured)",
    "Infection, with the exception of a common cold, in the last 10 days",
    "Donation or loss of >= 400 mL of blood within 10 days prior to the dosing day",
    "Donated blood (> 500 mL) within 10 days before screening",
    "Severe/unstable colitis, gout or asthma within 10 days before screening",
]


@pytest.mark.parametrize("text", _STATES)
def test_the_last_day_on_which_it_was_so(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, exclusion=text)
    (ever, day) = (name.partition(".")[2] for name in trial.items)
    assert status(trial, **{ever: "no"}) == "met"
    assert status(trial, **{ever: "yes", day: "2026-03-20"}) == "met"
    assert status(trial, **{ever: "yes", day: "2026-03-21"}) == "not_met"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Fracture within the past 52 weeks (12 months)", ("weeks", 52)),
        ("Fracture within 6 months (180 days) of screening", ("days", 180)),
        ("Fracture in the last year", ("years", 1)),
        ("Fracture within the past month", ("months", 1)),
        ("Fracture within 30 days of dosing", ("days", 30)),
    ],
)
def test_a_length_in_two_units_is_the_finer_one(
    text: str, length: tuple[str, int], tmp_path: Path
) -> None:
    trial = made(tmp_path, exclusion=text)
    found = [rule for item in trial.items.values() for rule in plain(item.rule)]
    (window,) = [rule for rule in found if isinstance(rule, Window)]
    unit, number = length
    assert getattr(window, unit) == number


@pytest.mark.parametrize(
    ("side", "text"),
    [
        ("exclusion", "Fracture within 6 months (100 days) of screening"),
        ("exclusion", "Fracture within 6 months of surgery"),
        ("exclusion", "Relapse within 6 months of treatment"),
        ("exclusion", "Likely to need a transplant within 6 months"),
        ("exclusion", "Fracture within 6 months of screening, except if healed"),
        ("exclusion", "Infusions within 30 days, other than iron within 10 days"),
        ("exclusion", "Gout, or fracture (within 6 months)"),
        ("exclusion", "Within 6 months of screening: a fracture, if open"),
        ("exclusion", "Prior use of a retinoid, or of zinc within 6 months"),
        ("inclusion", "Clinically significant bleeding within 6 months"),
        ("inclusion", "No zinc within 21 days (42 days for slow-release zinc)"),
        ("inclusion", "Has not had a live vaccine within 30 days unless it was needed"),
        ("inclusion", "No planned operation within 6 months"),
        ("inclusion", "> 2 weeks since last zinc, > 4 weeks since last iron"),
        ("inclusion", "At least 4 weeks since last infusion (6 weeks for iron)"),
        ("inclusion", "At least 4 weeks since the last infusion unless it was iron"),
        ("exclusion", "No zinc within 21 days"),
        ("exclusion", "Repeated falls in the past 12 months"),
        ("exclusion", "History of several falls within 12 months"),
        ("exclusion", "Any other study within 30 days or as local law asks"),
        ("inclusion", "Active colitis within 6 months of screening"),
        ("inclusion", "History of gout for at least 2 years unless treated"),
        ("inclusion", "Treated with zinc 20 mg for at least 3 months"),
    ],
)
def test_no_window_is_guessed(side: str, text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, **{side: text})
    assert is_open(trial)
    assert len(trial.items) == 1


@pytest.mark.parametrize(
    ("text", "known", "passing", "failing"),
    [
        ("Diagnosis of gout for at least 2 years", "gout", "2024-03-31", "2024-04-01"),
        ("History of gout for more than 2 years", "gout", "2024-03-30", "2024-03-31"),
        ("Type 2 diabetes on a stable regimen for at least 2 years", "diabetes", "2024-03-31", ""),
        ("Treated with zinc for at least 2 years", "treated", "2024-03-31", "2024-04-01"),
    ],
)
def test_what_has_lasted(text: str, known: str, passing: str, failing: str, tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion=text)
    assert status(trial, **{known: "yes", f"{known}_date": passing}) == "met"
    assert status(trial, **{known: "yes", f"{known}_date": failing or "2024-04-01"}) == "not_met"
    assert status(trial, **{known: "no"}) == "not_met"


@pytest.mark.parametrize(
    "text",
    [
        "No fracture within 3 weeks",
        "Patients who have not had a fracture in the past 3 weeks prior to consent",
        "No history of fracture within 21 days before randomization",
    ],
)
def test_an_inclusion_of_what_was_not(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion=text)
    assert status(trial, fracture="no") == "met"
    assert status(trial, fracture="yes", fracture_date="2026-03-09") == "met"
    assert status(trial, fracture="yes", fracture_date="2026-03-10") == "not_met"


def test_what_is_clinically_significant_is_judged(tmp_path: Path) -> None:
    trial = made(tmp_path, exclusion="Clinically significant bleeding within 6 months")
    assert trial.items["E1.clinically"].judgement
    assert not trial.items["E1.clinically_date"].judgement


def test_a_transplant_some_time_ago(tmp_path: Path) -> None:
    trial = made(
        tmp_path,
        inclusion="Has received a liver transplant more than 12 months (365 days) before dosing",
    )
    known = next(iter(trial.items)).partition(".")[2]
    assert status(trial, **{known: "yes", f"{known}_date": "2025-03-30"}) == "met"
    assert status(trial, **{known: "yes", f"{known}_date": "2025-03-31"}) == "not_met"


def test_so_many_half_lives_since_a_treatment(tmp_path: Path) -> None:
    text = "At least 10 days or 4 half-lives, whichever is longer, since prior immunotherapy"
    trial = made(tmp_path, inclusion=text)
    day = {"immunothera": "yes", "half_life": "5 days"}
    assert status(trial, **day, immunothera_date="2026-03-11") == "met"
    assert status(trial, **day, immunothera_date="2026-03-12") == "not_met"


_TWO = [
    "Zinc within 7 days or iron within 21 days before screening",
    "Zinc within 7 days, or iron within 21 days before screening",
    "Patients who have received zinc within 7 days; iron within 21 days",
]


@pytest.mark.parametrize("text", _TWO)
def test_each_of_two_windows_excludes(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, exclusion=text)
    zinc = next(name for name in trial.items if not name.endswith("_date")).partition(".")[2]
    days = {zinc: "yes", f"{zinc}_date": "2026-03-23", "iron": "yes", "iron_date": "2026-03-09"}
    assert status(trial, **days) == "met"
    assert status(trial, **days | {f"{zinc}_date": "2026-03-24"}) == "not_met"
    assert status(trial, **days | {"iron_date": "2026-03-10"}) == "not_met"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Fracture within 6 months or a history of osteoporosis", "osteoporosis"),
        ("Fracture within 6 months, or planned fusion", "fusion"),
        ("Cardiac surgery within 6 months, or one is planned during the study", "cardiac_2"),
    ],
)
def test_a_window_or_a_fact_of_its_own(text: str, other: str, tmp_path: Path) -> None:
    trial = made(tmp_path, exclusion=text)
    event = next(iter(trial.items)).partition(".")[2]
    assert status(trial, **{event: "no", other: "no"}) == "met"
    assert status(trial, **{event: "no", other: "yes"}) == "not_met"
    happened = {event: "yes", f"{event}_date": "2026-03-01", other: "no"}
    assert status(trial, **happened) == "not_met"


def test_what_is_about_the_event_in_front_is_asked_with_it(tmp_path: Path) -> None:
    text = "Cardiac surgery within 6 months, or one is planned during the study"
    words = made(tmp_path, exclusion=text).words["en"].items
    assert words["E1.cardiac_2"].question == "Cardiac surgery: one is planned during the study?"


def test_a_fact_without_a_start_of_its_own_may_share_the_window(tmp_path: Path) -> None:
    assert is_open(made(tmp_path, exclusion="Fracture within 6 months or sprain"))


@pytest.mark.parametrize(
    "text",
    [
        "Gout diagnosed at least 180 days before screening",
        "Gout diagnosed by a physician for at least 180 days before screening",
        "Diagnosis of gout (ACR/EULAR 2015) for at least 180 days",
        "Patients with a diagnosis of gout at least 180 days prior to screening",
        "Diagnosis of gout for no less than 180 days",
        "Adults with a physician diagnosis of gout for ≥ 180 days, based on the 2015 guidelines",
    ],
)
def test_how_long_it_has_been_known(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion=text)
    (known, day) = (name.partition(".")[2] for name in trial.items)
    assert status(trial, **{known: "yes", day: "2025-10-02"}) == "met"
    assert status(trial, **{known: "yes", day: "2025-10-03"}) == "not_met"
    assert status(trial, **{known: "no"}) == "not_met"


@pytest.mark.parametrize(
    "text",
    [
        "Fracture within 10 days before screening or previous intolerance of a splint",
        "Fracture within 10 days before screening or intent to wear a splint",
        "Fracture within 10 days before screening, or anticipation of need for a splint",
        "Fracture within 10 days before screening or anticipated during the study",
        "Fracture within 10 days; or more than one splint ever",
    ],
)
def test_a_window_or_something_else(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, exclusion=text)
    (other,) = [name for name in trial.items if not name.startswith("E1.fracture")] or [
        "E1.fracture_2"
    ]
    bad = "2" if trial.items[other].kind == "number" else "yes"
    good = "1" if bad == "2" else "no"
    short = other.partition(".")[2]
    assert status(trial, fracture="no", **{short: bad}) == "not_met"
    assert status(trial, fracture="no", **{short: good}) == "met"
    assert status(trial, fracture="yes", fracture_date="2026-03-21", **{short: good}) == "not_met"


def test_a_window_above_a_list_of_which_one_is_needed(tmp_path: Path) -> None:
    lead = "Must have experienced, within 10 days before screening, any of the following events:"
    trial = made(tmp_path, inclusion=f"{lead}\n  * Fracture\n  * Colitis")
    assert status(trial, fracture="no", colitis="yes", colitis_date="2026-03-21") == "met"
    assert status(trial, fracture="no", colitis="yes", colitis_date="2026-03-20") == "not_met"
