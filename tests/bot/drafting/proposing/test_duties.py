"""What has no number is proposed where it is plain: facts, consent, duties, life expectancy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.drafted import is_open, made, status

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text",
    [
        "Prior treatment with a drug against ABC2 (e.g., abcinib, xyzinib, ABC123)",
        "Known allergy to zincophan, other ZLT-2 inhibitors or mannitol",
        "History of type 1 or type 2 diabetes",
        "Known or suspected history of alcohol and/or drug abuse",
        "Neuropathy of grade 2 or higher",
        "Toxicity > grade 1 of an earlier drug",
        "Earlier participation in this trial. Participation is defined as signed informed consent.",
    ],
)
def test_a_fact_with_a_number_in_a_name_or_examples(text: str, tmp_path: Path) -> None:
    (item,) = made(tmp_path, exclusion=text).items.values()
    assert item.proposed
    assert not item.to_word


@pytest.mark.parametrize(
    "text",
    [
        "Patients on 2 drugs",
        "Evidence of liver injury as indicated by abnormal liver tests",
        "Drugs (e.g., abcinib, but not within 2 weeks)",
        "Women of reproductive age",
        "Reactions likely to be made worse by the vaccine",
    ],
)
def test_what_is_no_plain_fact_is_a_question(text: str, tmp_path: Path) -> None:
    assert is_open(made(tmp_path, exclusion=text))


def test_one_or_more_is_a_fact(tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion="At least one measurable lesion per RECIST 1.1")
    assert not is_open(trial)


def test_either_sex_is_so_of_everybody(tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion="Male or female")
    (words,) = trial.words["en"].items.values()
    assert words.question == "Is the recorded sex male or female?"


@pytest.mark.parametrize(
    "text",
    [
        "Witnessed informed consent, given freely",
        (
            "Capable of giving signed informed consent, which includes compliance with the "
            "requirements and restrictions listed in the ICF and in this protocol"
        ),
        (
            "Informed consent obtained before any trial-related activities. Trial-related "
            "activities are any procedures that are carried out as part of the trial, including "
            "activities to determine suitability for the trial."
        ),
    ],
)
def test_consent(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion=text)
    assert status(trial, consent="yes") == "met"


@pytest.mark.parametrize(
    ("side", "text", "good"),
    [
        ("inclusion", "Life expectancy of at least 5 months", "yes"),
        ("inclusion", "Predicted life expectancy > 5 months in the investigator's opinion", ""),
        ("inclusion", "Life expectancy of 5 months or more", "yes"),
        ("exclusion", "Life expectancy less than three years", "no"),
        ("exclusion", "Life expectancy of more than three years", ""),
        ("inclusion", "Life expectancy ≥ 5 months without treatment", ""),
    ],
)
def test_life_expectancy_is_judged(side: str, text: str, good: str, tmp_path: Path) -> None:
    trial = made(tmp_path, **{side: text})
    if good:
        assert trial.items[next(iter(trial.items))].judgement
        assert status(trial, expectancy=good) == "met"
        return
    assert is_open(trial)


@pytest.mark.parametrize(
    ("text", "sex", "items"),
    [
        (
            "Male subject must not donate sperm for 80 days after the last dose",
            "male",
            ["donation"],
        ),
        ("Men must agree to use condoms throughout the study", "male", ["contraception"]),
        (
            "Women must not be breastfeeding at screening or for 20 days after the last dose",
            "female",
            ["not_nursing"],
        ),
        (
            "For women of childbearing potential: agreement to abstain or use contraception",
            "female",
            ["contraception"],
        ),
        (
            "For men: agreement to use a condom, and agreement to refrain from donating sperm",
            "male",
            ["contraception", "donation"],
        ),
        ("Negative serum pregnancy test at screening", "female", ["pregnancy_test"]),
        ("WOCBP must use effective contraception", "female", ["contraception"]),
        (
            "WOCBP must use birth control and have a negative pregnancy test",
            "female",
            ["contraception", "pregnancy_test"],
        ),
        (
            "Negative urine pregnancy test at baseline for women of childbearing potential",
            "female",
            ["pregnancy_test"],
        ),
    ],
)
def test_duties_are_for_one_sex(text: str, sex: str, items: list[str], tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion=text)
    other = {"male": "female", "female": "male"}[sex]
    assert status(trial, sex=other) == "not_applicable"
    whom = {"sex": sex} | ({"wocbp": "yes"} if "CTX.wocbp" in trial.items else {})
    whom |= {"breastfeeding": "no"} if "I1.breastfeeding" in trial.items else {}
    assert status(trial, **whom, **dict.fromkeys(items, "yes")) == "met"
    assert status(trial, **whom, **dict.fromkeys(items, "no")) == "not_met"


@pytest.mark.parametrize(
    "text",
    [
        "Women must have a negative pregnancy test unless sterile",
        "Female patients must be postmenopausal, surgically sterile or use contraception",
        "Women of childbearing potential must have a negative pregnancy test and no rash",
    ],
)
def test_a_duty_with_a_condition_is_a_question(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion=text)
    assert all(item.to_word for item in trial.items.values() if item.criterion != "CTX")


@pytest.mark.parametrize(
    "text",
    [
        "Pregnant or planning to become pregnant in the study or within 9 days after the last dose",
        "Women who are pregnant or planning to become pregnant within the next 5 months",
    ],
)
def test_plans_for_a_time_that_the_text_names(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, exclusion=text)
    assert status(trial, sex="female", pregnant="no", planning="no") == "met"
    assert status(trial, sex="female", pregnant="no", planning="yes") == "not_met"


@pytest.mark.parametrize(
    "text",
    [
        "For men: Hb above 13; for women: Hb above 12",
        "For men, one test; women, two tests",
        "Men must use contraception and women must have a negative pregnancy test",
        "Women must use contraception, and men whose partners can conceive must use condoms",
    ],
)
def test_what_is_for_both_sexes_in_turn_is_for_everybody(text: str, tmp_path: Path) -> None:
    assert made(tmp_path, inclusion=text).criteria["I1"].applies is None


def test_missing_contraception_in_one_word(tmp_path: Path) -> None:
    text = "Pregnant, lactating, or women of childbearing potential not using contraception"
    trial = made(tmp_path, exclusion=text)
    good = {"sex": "female", "pregnant": "no", "breastfeeding": "no", "uncontrolled": "no"}
    assert status(trial, **good) == "met"
    assert status(trial, **good | {"uncontrolled": "yes"}) == "not_met"


@pytest.mark.parametrize(
    "text",
    [
        "Woman who is pregnant; woman of child-bearing potential who does not use contraception",
        "Pregnant women, or females of reproductive potential unwilling to use contraception",
    ],
)
def test_without_contraception_in_other_words(text: str, tmp_path: Path) -> None:
    trial = made(tmp_path, exclusion=text)
    assert status(trial, sex="female", pregnant="no", uncontrolled="no") == "met"
    assert status(trial, sex="female", pregnant="no", uncontrolled="yes") == "not_met"
    assert status(trial, sex="male") == "not_applicable"


def test_men_with_partners(tmp_path: Path) -> None:
    text = "Male participants with female partners must agree to use condoms until 90 days after"
    trial = made(tmp_path, inclusion=text)
    assert status(trial, sex="male", contraception="no") == "not_met"
    assert status(trial, sex="female") == "not_applicable"


def test_a_test_for_those_in_brackets(tmp_path: Path) -> None:
    text = "Negative pregnancy test at screening (women of childbearing potential only)"
    trial = made(tmp_path, inclusion=text)
    assert status(trial, sex="female", wocbp="yes", pregnancy_test="no") == "not_met"
    assert status(trial, sex="female", wocbp="no") == "not_applicable"


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("If female of childbearing potential, is willing to use adequate contraception", "female"),
        ("If male with a female partner(s), must agree to use a condom", "male"),
    ],
)
def test_duties_of_some_behind_an_if(text: str, sex: str, tmp_path: Path) -> None:
    trial = made(tmp_path, inclusion=text)
    potential = {"wocbp": "yes"} if sex == "female" else {}
    assert status(trial, sex=sex, contraception="no", **potential) == "not_met"
    assert status(trial, sex=sex, contraception="yes", **potential) == "met"
