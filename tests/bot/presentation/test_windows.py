"""What is said of rules that other trials have: under a question, in findings, in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.presentation.hints import limit_of
from bot.presentation.sentences import Speaker
from bot.presentation.summary.assumptions import assumptions
from bot.texts import texts_in
from criteria.known.values import Choice, DateSpan, Quantity
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.protocol import DateItem, NumberItem
from criteria.verdict.findings import finding, findings
from criteria.verdict.verdict import Verdict, verdict

HF = catalog.read_folder(Path(__file__).parents[2] / "data" / "trials" / "hf" / "1")
READER = AnswerReader(HF)
TODAY = date(2026, 3, 31)
SPEAKER = Speaker(HF, texts_in("en"))


def judged(**texts: str) -> Verdict:
    """Judge answers as somebody would write them; a dot in an id is written as two lines."""
    answers = {}
    for name, text in texts.items():
        item = name.replace("__", ".")
        value = READER.read(item, text, TODAY)
        assert isinstance(value, Quantity | Choice | DateSpan), value
        answers[item] = value
    return verdict(HF, answers, TODAY)


def needed(item: str, **texts: str) -> str:
    known = HF.items[item]
    assert isinstance(known, NumberItem | DateItem)
    return limit_of(known, judged(**texts).facts, SPEAKER)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("I1.age", "≥ 18 years and ≤ 80 years"),
        ("I4.mg", "≥ the laboratory's lower limit"),
        (
            "I4.alat",
            (
                "≤ 5 × the laboratory's upper limit where “Liver metastases” is yes; "
                "else ≤ 3 × the laboratory's upper limit"
            ),
        ),
        (
            "E2.last",
            (
                "never, or more than 28 days or 5 half-lives (“Half-life of the last drug”), "
                "whichever is longer, before 2026-03-31"
            ),
        ),
        ("E7.hba1c", "< 8.0 %"),
    ],
)
def test_a_question_shows_what_is_needed(item: str, said: str) -> None:
    assert needed(item) == said


def test_where_the_case_is_known_only_its_limit_is_shown() -> None:
    assert needed("I4.alat", I4__mets="yes") == "≤ 5 × the laboratory's upper limit"
    assert needed("I2.nt_probnp", I2__lvef="28 %", I2__af="no") == "≥ 600 ng/L"


def test_a_finding_says_the_case_the_window_and_the_lower_limit() -> None:
    facts = judged(
        I4__alat="4 µkat/L (0.1-1.1)",
        I4__mg="0.70 mmol/L",
        E2__last="2026-03-20",
        E2__half_life="1 days",
        E7__hba1c="64 mmol/mol",
    ).facts
    said = {name: SPEAKER.finding(finding(name, facts)) for name in facts.answers}
    assert "which limit counts depends on Liver metastases" in said["I4.alat"]
    assert said["I4.mg"].endswith("the laboratory's lower limit decides")
    assert said["E2.last"].startswith("Last chemotherapy: 2026-03-20 – must be never, or more than")
    assert said["E7.hba1c"] == "HbA1c: 64 mmol/mol – must be < 63.924 mmol/mol; 0.076 mmol/mol away"


def test_never_is_said_as_such() -> None:
    found = judged(E2__chemo="no")
    (said,) = (SPEAKER.finding(each) for each in findings(found, "E2"))
    assert said == "Last chemotherapy: never"


def test_the_summary_shows_the_formula_and_what_went_in() -> None:
    found = judged(E1__qt="430", E1__pulse="80", CTX__sex="male")
    assert "QTcF: 473 ms = QT in ms / ∛(60 / heart rate); QT 430 ms, Pulse 80 /min" in list(
        assumptions(found, SPEAKER)
    )
