"""A value is written as a text that reads back as it, and is not parsed again for that."""

import tomllib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from criteria.known.values import (
    Choice,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Refusal,
    Several,
    Value,
)
from criteria.reading.answers import quantities
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.answers.writing import Written, written
from criteria.reading.reports.report import read_laboratory
from criteria.trial.catalog import load
from tests.differential.reports import Reports

TRIAL = load("start-net", "R1")
READER = AnswerReader(TRIAL)
FRESH = AnswerReader(TRIAL)
"""It is never given anything that was written."""
REPORTS = Reports(TRIAL, seed=0)
TODAY = date(2026, 3, 31)
CASES = tomllib.loads((Path(__file__).parents[3] / "data" / "laboratory.toml").read_text("utf-8"))[
    "case"
]


def meant(value: Value | Refusal) -> list[Value]:
    """The values that are certain, or that a doubt asks for."""
    if isinstance(value, Doubt):
        return list(value.candidates)
    return [] if isinstance(value, Refusal) else [value]


def reads_back(item: str, value: Value) -> bool:
    """Whether the value is read from what is written; another reader really reads it."""
    kept = READER.write(item, value, TODAY)
    assert FRESH.read(item, kept.text, TODAY) == kept.reads_as
    assert READER.read(item, kept.text, TODAY) == kept.reads_as
    return kept.means(value)


def worked_out(value: Value) -> bool:
    """Whether a value comes from more than its own number: a per cent of a count, a surface."""
    return isinstance(value, Quantity) and "derived" in value.flags and value.interval is not None


@given(st.integers(0, 10**9))
def test_what_was_typed_is_written_so_that_it_reads_back(number: int) -> None:
    item, text = REPORTS.answer(number)
    for value in meant(READER.read(item, text, TODAY)):
        assert reads_back(item, value) or worked_out(value)


@given(st.integers(0, 10**9))
@example(35060084)  # 1,295-1115,7: only a decimal comma makes an interval of it
def test_what_a_report_says_is_written_so_that_it_reads_back(number: int) -> None:
    for result in read_laboratory(REPORTS.report(number), TRIAL).results:
        for value in meant(result.value):
            assert reads_back(result.item, value) or worked_out(value)


@pytest.mark.parametrize("text", ["Ki-67 62 to 3,260", "Ki-67 62 to 3,26", "Ki-67 62-3,260 %"])
def test_a_range_that_runs_backwards_is_none(text: str) -> None:
    assert not read_laboratory(text, TRIAL).results


def test_what_the_collected_reports_say_is_written_so_that_it_reads_back() -> None:
    for case in CASES:
        for result in read_laboratory(case["text"], TRIAL).results:
            for value in meant(result.value):
                assert reads_back(result.item, value) or worked_out(value)


def test_what_has_to_be_confirmed_is_not_certain() -> None:
    result = FRESH.read("I10.hb", "105 g/L", TODAY)
    assert isinstance(result, Quantity)
    assert Written("105 g/L", result).is_certain
    assert Written("unknown", NotKnown()).is_certain
    assert not Written("105", Doubt("unit_missing", (result,))).is_certain
    assert not Written("blue", Refusal("not_a_number")).is_certain


@pytest.mark.parametrize(
    ("item", "typed", "text"),
    [
        ("I10.hb", "Hb: 105 g/l", "105 g/L"),
        ("I10.hb", "10,5 g/dL ref 11,7 - 15,3", "10.5 g/dL (11.7-15.3)"),
        ("I10.alt", "ALAT <0,10 µkat/L (<0,75) 12/3 2026", "<0.10 µkat/L (<0.75) 2026-03-12"),
        ("I10.hb", "Hb 105 g/L (>117)", "105 g/L (>117)"),
        ("I10.hb", "105 g/L mars 2026", "105 g/L March 2026"),
        ("I10.plt", "88 10^9/L hemolys aggregat", "88 10^9/L haemolysis aggregates"),
        ("I9.gfr", "johexol: 72 ml/min/1,73", "Pt-Iohexolclearance 72 mL/min/1.73m2"),
        ("I9.gfr", "48 mL/min", "48 mL/min"),
        ("I10.anc", "62 %", "62 %"),
        ("I1.age", "62-64", "62-64 years"),
        ("I10.hb", "105 g/L; 98 g/L", "105 g/L; 98 g/L"),
        ("I10.bili", "1,125 mg/dL", "1.125 mg/dL"),
        ("I2.consent", "Signed", "signed"),
        ("I6.scan_date", "12/3 2026", "2026-03-12"),
        ("I10.hb", "vet ej", "vet ej"),
    ],
)
def test_the_text_is_plain(item: str, typed: str, text: str) -> None:
    value = READER.read(item, typed, TODAY)
    assert not isinstance(value, Refusal | Doubt), value
    kept = READER.write(item, value, TODAY)
    assert kept.text == text
    assert kept.means(value)


def test_a_number_is_judged_but_not_parsed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = AnswerReader(TRIAL)
    values = [
        (result.item, value)
        for result in read_laboratory(CASES[0]["text"], TRIAL).results
        for value in meant(result.value)
    ]
    monkeypatch.setattr(quantities, "parse", None)
    assert len(values) == 8
    for item, value in values:
        kept = reader.write(item, value, TODAY)
        assert reader.read(item, kept.text, TODAY) is kept.reads_as


def test_what_cannot_be_written_says_so() -> None:
    (anc,) = (
        result.value
        for result in read_laboratory("LPK 5,0 x10^9/L\nNeutrofila 60 %", TRIAL).results
        if result.item == "I10.anc"
    )
    assert isinstance(anc, Quantity)
    assert anc.interval is not None
    assert not READER.write("I10.anc", anc, TODAY).means(anc)


def test_an_unusual_value_is_written_as_the_doubt_that_asks_for_it() -> None:
    doubt = READER.read("I10.hb", "30 g/L", TODAY)
    assert isinstance(doubt, Doubt)
    (value,) = doubt.candidates
    kept = READER.write("I10.hb", value, TODAY)
    assert kept.reads_as == doubt
    assert kept.means(value)


def test_another_value_is_not_meant() -> None:
    hb, other = (READER.read("I10.hb", text, TODAY) for text in ("105 g/L", "98 g/L"))
    assert isinstance(hb, Quantity)
    assert isinstance(other, Quantity)
    kept = READER.write("I10.hb", hb, TODAY)
    assert kept.means(hb)
    assert not kept.means(other)
    assert not kept.means(Several((hb, other)))


def test_a_method_that_the_item_does_not_have_is_not_kept() -> None:
    hb = READER.read("I10.hb", "105 g/L", TODAY)
    assert isinstance(hb, Quantity)
    assert READER.write("I10.hb", replace(hb, method="eGFR_creatinine"), TODAY).reads_as == hb


def test_several_of_which_one_is_refused_are_refused() -> None:
    hb = READER.read("I10.hb", "105 g/L", TODAY)
    assert isinstance(hb, Quantity)
    impossible = Quantity("", Decimal(9000), hb.comparator, "g/L", None)
    kept = READER.write("I10.hb", Several((hb, impossible)), TODAY)
    assert kept.reads_as == Refusal("one_at_a_time", kept.text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Choice("yes"), "yes"),
        (Choice("68Ga-DOTATOC", date=DateSpan.of(2025, 11, 10)), "68Ga-DOTATOC 2025-11-10"),
        (DateSpan.of(2025, 11), "2025-11"),
        (NotKnown(), "unknown"),
        (NotKnown("vet ej"), "vet ej"),
        (NotApplicable(), "not_applicable"),
        (NotApplicable("ej aktuellt"), "ej aktuellt"),
        (Doubt("unlikely", (), "30 g/L"), "30 g/L"),
    ],
)
def test_what_is_no_number_has_a_text_too(value: Value, text: str) -> None:
    assert written(value) == text
