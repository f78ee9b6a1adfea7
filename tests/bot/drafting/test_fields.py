"""Age and sex of an entry's fields are criteria, and are compared with the text."""

from __future__ import annotations

from datetime import date

import pytest

from bot.drafting.draft import Draft, draft
from bot.drafting.entry import AgeBound, Entry

EIGHTEEN = AgeBound(18, "years", "18 Years")
SIXTY = AgeBound(60, "years", "60 Years")


def made(line: str, *, sex: str = "ALL", oldest: AgeBound | None = None) -> Draft:
    """Draft a trial of one inclusion criterion and some fields."""
    text = f"Inclusion Criteria:\n\n* {line}"
    entry = Entry("a.txt", text, id="NCT1", sex=sex, youngest=EIGHTEEN, oldest=oldest)
    return draft(entry, date(2026, 3, 31))


def added(found: Draft) -> list[str]:
    """Return the criteria that came from the fields."""
    return [one["text"] for one in found.protocol["criteria"][1:]]


@pytest.mark.parametrize(
    ("line", "criteria"),
    [
        ("Fever", ["Minimum Age: 18 Years"]),
        ("At least 18 years of age", []),
        ("Adults, 18 years old or more, who can read", []),
        ("Men and women > 17 years of age", []),
    ],
)
def test_what_the_text_does_not_say(line: str, criteria: list[str]) -> None:
    assert added(made(line)) == criteria


def test_one_end_may_be_lacking() -> None:
    found = made("At least 18 years of age", oldest=SIXTY)
    assert added(found) == ["Maximum Age: 60 Years"]
    (rule,) = [one["rule"] for one in found.protocol["criteria"][1:]]
    assert rule == {"test": {"kind": "at_most", "limit": "60"}, "item": "I1.age"}


def test_the_sex() -> None:
    assert added(made("At least 18 years of age", sex="FEMALE")) == ["Sex: FEMALE"]
    assert added(made("Women of at least 18 years of age", sex="FEMALE")) == []
    assert "Sex: MALE" in made("Women of at least 18 years of age", sex="MALE").doubts[0]


@pytest.mark.parametrize("line", ["Age > 18 years", "Age ≥ 45 years", "Age ≥ 12 years"])
def test_a_contradiction_is_named(line: str) -> None:
    (doubt,) = made(line).doubts
    assert "Minimum Age: 18 Years" in doubt
    assert line in doubt


def test_the_same_age_in_months_is_no_contradiction() -> None:
    assert made("Patients 216 months of age or older").doubts == ()


@pytest.mark.parametrize(
    ("line", "sex", "said"),
    [
        ("Healthy male volunteers, 18-55 years of age", "ALL", "Sex: ALL"),
        ("Postmenopausal women", "ALL", "Sex: ALL"),
        ("Male or female adults who have gout", "FEMALE", "Sex: FEMALE"),
        ("Adults aged 21 years or older who take iron", "ALL", "Minimum Age: 18 Years"),
    ],
)
def test_a_contradiction_of_what_was_not_read_as_a_whole(line: str, sex: str, said: str) -> None:
    (doubt,) = made(line, sex=sex).doubts
    assert said in doubt
    assert line in doubt


@pytest.mark.parametrize(
    "line",
    [
        "Women of childbearing potential must use contraception",
        "Female participants are eligible if they are not pregnant",
        "Gout that was found at 40 years of age or younger, before any treatment",
        "Assent of children of 7 years of age or older",
        "Male or female",
    ],
)
def test_what_is_no_contradiction(line: str) -> None:
    assert made(line).doubts == ()


def test_a_field_that_the_text_contradicts_adds_nothing() -> None:
    assert "Sex: FEMALE" not in added(made("Male or female", sex="FEMALE"))


def test_the_ages_of_cohorts_together_are_the_fields() -> None:
    text = "Inclusion Criteria:\n\nPart A\n\n* Age ≥ 18 years\n\nPart B\n\n* Age ≥ 40 years\n"
    entry = Entry("a.txt", text, id="NCT1", youngest=EIGHTEEN)
    assert draft(entry, date(2026, 3, 31)).doubts == ()


def test_completed_years_below_an_age_are_those_up_to_the_year_before() -> None:
    assert made("Age ≥ 18 and < 61 years", oldest=SIXTY).doubts == ()
    assert made("Age ≥ 18 and < 60 years", oldest=SIXTY).doubts
