"""Typed answers to one question for a number."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.values import (
    Comparator,
    Doubt,
    NotKnown,
    Quantity,
    Refusal,
    Several,
    Value,
    exactly,
)
from criteria.reading.answers.quantities import LONGEST, read_quantity
from criteria.trial.catalog import load
from criteria.trial.protocol import NumberItem

TRIAL = load("start-net", "R1")


def number_item(item: str) -> NumberItem:
    known = TRIAL.items[item]
    assert isinstance(known, NumberItem)
    return known


def read(item: str, text: str) -> Value | Refusal:
    return read_quantity(text, number_item(item), TRIAL)


def quantity(item: str, text: str) -> Quantity:
    value = read(item, text)
    assert isinstance(value, Quantity), value
    return value


def doubt(item: str, text: str) -> Doubt:
    value = read(item, text)
    assert isinstance(value, Doubt), value
    return value


def refusal(item: str, text: str) -> Refusal:
    value = read(item, text)
    assert isinstance(value, Refusal), value
    return value


def units(value: Doubt) -> list[str]:
    return [each.unit for each in value.candidates if isinstance(each, Quantity)]


@pytest.mark.parametrize(
    ("item", "text", "canonical"),
    [
        ("I10.hb", "105 g/L", "105"),
        ("I10.hb", "105g/L", "105"),
        ("I10.hb", "9,0 g/dl", "90"),
        ("I10.hb", "5.6 mmol/L", "90.2384"),
        ("I10.hb", "Hb 105 g/L", "105"),
        ("I10.hb", "B-Hb: 105 g/L", "105"),
        ("I10.hb", "88 L g/L", "88"),
        ("I10.hb", "105 g/L.", "105"),
        ("I10.hb", "(105 g/L)", "105"),
        ("I10.hb", "\uff11\uff10\uff15 g/L", "105"),
        ("I10.plt", "100 000/µL", "100"),
        ("I10.plt", "100\u202f000 /µL", "100"),
        ("I10.plt", "100,000/µL", "100"),
        ("I10.plt", "230 109/L", "230"),
        ("I10.plt", "109 109/L", "109"),
        ("I10.plt", "142K", "142"),
        ("I10.anc", "2 914 cells/mcL", "2.914"),
        ("I10.ast", "45 IU/L", "0.75"),
        ("I10.ast", "450 nkat/L", "0.45"),
        ("I10.bili", "1.2 mg/dL", "20.5248"),
        ("I10.alb", "570 µmol/L", "37.905"),
        ("I9.gfr", "1,13 mL/s/1.73m2", "67.8"),
        ("I9.gfr", "49,6 ml/min/1,73 kvm", "49.6"),
        ("I7.lesion_mm", "12", "12"),
        ("I7.lesion_mm", "1.2 cm", "12"),
        ("I4.ki67", "8 %", "8"),
        ("I4.ki67", "Ki-67: 8", "8"),
        ("I1.age", "62", "62"),
        ("I1.age", "62 years old", "62"),
        ("I1.age", "62 år", "62"),
        ("I1.age", "62-årig", "62"),
    ],
)
def test_a_value_is_exact_in_its_canonical_unit(item: str, text: str, canonical: str) -> None:
    value = quantity(item, text)
    assert value.interval is not None
    assert value.interval.low == value.interval.high == Fraction(canonical)
    assert value.text == text.strip()


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        (">90", Comparator.MORE),
        ("> 90", Comparator.MORE),
        ("&gt;90", Comparator.MORE),
        ("över 90", Comparator.MORE),
        ("more than 90", Comparator.MORE),
        ("≥90", Comparator.AT_LEAST),
        (">=90", Comparator.AT_LEAST),
        ("> = 90", Comparator.AT_LEAST),
        ("=>90", Comparator.AT_LEAST),
        ("at least 90", Comparator.AT_LEAST),
        ("minst 90", Comparator.AT_LEAST),
        ("<90", Comparator.LESS),
        ("&lt; 90", Comparator.LESS),
        ("mindre än 90", Comparator.LESS),
        ("under 90", Comparator.LESS),
        ("≤90", Comparator.AT_MOST),
        ("=<90", Comparator.AT_MOST),
        ("up to 90", Comparator.AT_MOST),
        ("högst 90", Comparator.AT_MOST),
    ],
)
def test_comparators_in_signs_and_words(text: str, comparator: Comparator) -> None:
    value = quantity("I9.gfr", f"{text} mL/min/1.73m2")
    assert value.comparator is comparator
    assert str(value.number) == "90"


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I10.hb", "1O5", "not_a_number"),
        ("I10.hb", "l05 g/L", "not_a_number"),
        ("I10.hb", "1e2 g/L", "not_a_number"),
        ("I10.hb", "10.5.2 g/L", "not_a_number"),
        ("I10.hb", ",5 g/L", "not_a_number"),
        ("I10.hb", "105¹ g/L", "not_a_number"),
        ("I10.hb", "①05 g/L", "not_a_number"),
        ("I10.hb", "\u0661\u0660\u0665 g/L", "not_a_number"),
        ("I10.hb", "105 98 g/L", "one_at_a_time"),
        ("I10.hb", "<<105 g/L", "not_a_number"),
        ("I10.hb", "105 <", "not_a_number"),
        ("I10.hb", "", "not_a_number"),
        ("I10.hb", "fine", "not_a_number"),
        ("I10.hb", "105 g/L patient is tired", "not_a_number"),
        ("I10.hb", "-105 g/L", "negative"),
        ("I10.hb", "\u2212105 g/L", "negative"),
        ("I10.hb", "1050 g/L", "out_of_range"),
        ("I10.hb", "105 µmol/L", "unit_not_known"),
        ("I10.hb", "105 furlongs", "unit_not_known"),
        ("I10.hb", "105-110 g/L", "range_not_value"),
        ("I10.hb", "(134-170)", "range_not_value"),
        ("I10.hb", "HbA1c 42 mmol/mol", "other_analyte"),
        ("I10.hb", "ALAT 0,4", "other_analyte"),
        ("I10.bili", "direkt bilirubin 4 µmol/L", "other_analyte"),
        ("I10.hb", "9" * 30, "too_long"),
        ("I10.hb", "1 " * LONGEST, "too_long"),
        ("I10.plt", "109/L", "not_a_number"),
        ("I10.anc", "120 %", "out_of_range"),
        ("I1.age", "62.5", "not_whole"),
        ("I1.age", "1962-03-01", "not_a_number"),
        ("I1.age", "19620301", "not_a_number"),
        ("I1.age", "121", "out_of_range"),
        ("I1.age", "18 months", "unit_not_known"),
        ("I10.ast_uln", ">35 U/L", "range_not_value"),
        ("I10.ast_uln", "149 U/L", "out_of_range"),
        ("I10.ast_uln", "149 U/L (<50)", "not_a_number"),
    ],
)
def test_what_is_no_answer_is_refused(item: str, text: str, code: str) -> None:
    assert refusal(item, text).code == code


def test_a_refusal_says_what_to_write() -> None:
    assert refusal("I10.ast", "20000 U/L").detail == (
        ("low", "1"),
        ("high", "15000"),
        ("unit", "U/L"),
    )
    assert refusal("I10.hb", "105 pg").detail == (("units", "g/L, g/dL, mmol/L"),)


def test_a_refusal_never_repeats_an_identity_number() -> None:
    assert "640312" not in str(refusal("I10.hb", "640312-1234"))
    assert "640312" not in str(refusal("I10.hb", "Hb 64 640312-1234"))


@pytest.mark.parametrize(
    ("item", "text", "code", "candidates"),
    [
        ("I10.hb", "105", "unit_missing", ["g/L"]),
        ("I10.hb", "16", "unit_missing", ["g/dL"]),
        ("I10.hb", "9.0", "unit_ambiguous", ["g/dL", "mmol/L"]),
        ("I10.bili", "4", "unit_ambiguous", ["µmol/L", "mg/dL"]),
        ("I10.bili", "0.6", "unit_missing", ["mg/dL"]),
        ("I10.plt", "230", "unit_missing", ["10^9/L"]),
        ("I10.plt", "142000", "unit_missing", ["/µL"]),
        ("I10.ast", "52", "unit_ambiguous", ["µkat/L", "U/L", "nkat/L"]),
        ("I9.gfr", "72", "unit_missing", ["mL/min/1.73m2"]),
        ("I10.anc", "1.500/µl", "number_ambiguous", ["/µL", "/µL"]),
        ("I10.plt", "1.500 10^9/L", "number_ambiguous", ["10^9/L", "10^9/L"]),
        ("I10.hb", "30 g/L", "unlikely", ["g/L"]),
        ("I7.lesion_mm", "1,2", "unlikely", ["mm"]),
        ("I1.age", "96", "unlikely", ["years"]),
    ],
)
def test_what_is_not_certain_is_asked_back(
    item: str, text: str, code: str, candidates: list[str]
) -> None:
    value = doubt(item, text)
    assert value.code == code
    assert units(value) == candidates


@pytest.mark.parametrize(
    ("text", "low", "high", "upper"),
    [
        ("149 U/L (<50)", None, "50", "5/6"),
        ("52 H U/L 10-35", "10", "35", "7/12"),
        ("52 U/L < OR = 35", None, "35", "7/12"),
        ("52 U/L (ref 10 - 35)", "10", "35", "7/12"),
        ("(10-35) 52 U/L", "10", "35", "7/12"),
        ("52 U/L [10–35 U/L]", "10", "35", "7/12"),
    ],
)
def test_a_reference_interval_comes_along(text: str, low: str, high: str, upper: str) -> None:
    reference = quantity("I10.ast", text).reference
    assert reference is not None
    assert (reference.low and str(reference.low)) == low
    assert str(reference.high) == high
    assert reference.upper == Fraction(upper)


def test_a_limit_that_cannot_be_one_is_asked_back() -> None:
    assert doubt("I10.ast", "0,45 µkat/L (<5)").code == "upper_limit_unlikely"


@pytest.mark.parametrize(
    ("item", "text", "canonical"),
    [
        ("I10.ast_uln", "<36 U/L", "0.6"),
        ("I10.ast_uln", "0,25-0,60 µkat/L", "0.6"),
        ("I10.ast_uln", "(0,25-0,60 µkat/L)", "0.6"),
        ("I10.ast_uln", "ASAT ref 0,25-0,60 µkat/L", "0.6"),
        ("I10.ast_uln", "högst 0,75 µkat/L", "0.75"),
        ("I10.bili_uln", "5-25 µmol/L", "25"),
        ("I10.bili_uln", "<26 µmol/L", "26"),
    ],
)
def test_an_upper_limit_is_the_upper_end(item: str, text: str, canonical: str) -> None:
    value = quantity(item, text)
    assert value.comparator is Comparator.EQUAL
    assert value.interval is not None
    assert value.interval.low == value.interval.high == Fraction(canonical)


def test_a_date_comes_along() -> None:
    assert str(quantity("I10.hb", "105 g/L (2026-03-12)").date) == "2026-03-12"
    assert str(quantity("I10.hb", "2026-03-12: 105 g/L").date) == "2026-03-12"
    for led in ("on 12 March 2026", "den 12/3 2026", "le 12 mars 2026", "on the 12 March 2026"):
        assert str(quantity("I10.hb", f"105 g/L {led}").date) == "2026-03-12"
    assert refusal("I10.hb", "105 g/L 03/04/2026").code == "not_a_number"


def test_several_results_are_all_kept() -> None:
    value = read("I10.hb", "105 g/L 2026-03-12; 98 g/L 2026-02-10")
    assert isinstance(value, Several)
    assert [str(getattr(each, "date", None)) for each in value.results] == [
        "2026-03-12",
        "2026-02-10",
    ]
    assert isinstance(read("I10.hb", "105 g/L\n98 g/L"), Several)
    assert refusal("I10.hb", "105; 98").code == "one_at_a_time"
    assert quantity("I10.hb", "105 g/L; ref 134-170").reference is not None


@pytest.mark.parametrize(
    "text",
    ["-", "hemolys", "koagel", "ej besvarad", "ej utfört", "kommer", "pending", "see note 2"],
)
def test_no_result_is_not_known(text: str) -> None:
    assert isinstance(read("I10.ast", text), NotKnown)


def test_flags_that_matter_stay() -> None:
    assert quantity("I10.plt", ">100 x10^9/L (aggregat)").flags == ("aggregates",)
    assert quantity("I10.ast", "0,95 µkat/L (lätt hemolys)").flags == ("haemolysis",)
    assert quantity("I10.ast", "0,95 µkat/L, ej hemolys").flags == ()


def test_an_age_range_is_an_interval() -> None:
    value = quantity("I1.age", "17-18")
    assert value.interval == exactly(17).hull(exactly(18))


def test_per_cent_waits_for_its_whole() -> None:
    value = quantity("I10.anc", "62 %")
    assert (value.unit, value.interval, value.flags) == ("%", None, ("derived",))


def test_absolute_clearance_needs_the_body_surface() -> None:
    value = quantity("I9.gfr", "67 mL/min")
    assert (value.unit, value.interval, value.flags) == ("mL/min", None, ("absolute",))
    value = quantity("I9.gfr", "67 mL/min, BSA 1,9 m2")
    assert value.interval is not None
    assert value.interval.low == Fraction(67) * Fraction("1.73") / Fraction("1.9")
    assert value.flags == ("derived",)
    assert quantity("I9.gfr", "67 mL/min BSA 19 m2").interval is None


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("eGFR(krea) >90 mL/min/1,73m2", "eGFR_creatinine"),
        ("Pt-eGFR(krea)relativ 72 mL/min/1,73m2", "eGFR_creatinine"),
        ("iohexol 54 mL/min/1.73m2", "iohexol"),
        ("54 mL/min/1,73 m2 (iohexol)", "iohexol"),
        ("eGFR medel (LMR18+CAPA) 61 mL/min/1,73 m²", "LMR18+CAPA"),
        ("54 mL/min/1,73 m2", None),
        ("GFR 54 mL/min/1.73 m2 by 51Cr-EDTA", "51Cr-EDTA"),
        ("GFR 54 mL/min/1,73 m2 med iohexol", "iohexol"),
        ("54 mL/min/1.73 m2, measured by iohexol clearance", "iohexol"),
    ],
)
def test_a_name_tells_the_method(text: str, method: str | None) -> None:
    assert quantity("I9.gfr", text).method == method


MIXTURE = "105 5,1 g/L < ( ) - ; Hb ref 1.500 2026-03-12 H % ~ ej"
NUMBERS = sorted(item for item, known in TRIAL.items.items() if isinstance(known, NumberItem))


@given(st.sampled_from(NUMBERS), st.text(max_size=80))
def test_any_text_is_answered(item: str, text: str) -> None:
    assert read(item, text) is not None


@given(
    st.sampled_from(NUMBERS),
    st.lists(st.sampled_from(MIXTURE.split())),
)
def test_any_mixture_is_answered_inside_the_limits(item: str, words: list[str]) -> None:
    value = read(item, " ".join(words))
    known = number_item(item)
    if isinstance(value, Quantity) and value.interval is not None:
        bound = value.interval.low if value.interval.high is None else value.interval.high
        assert known.hard.holds(bound)


SPELLINGS = "g/L|g/dL|µkat/L|10^9/L|/µL|%|mL/min|mL/min/1.73m2|år|years|K|L|H|mm|x10^9/L|cm|m2"


@given(st.integers(min_value=60, max_value=190))
def test_the_same_value_in_any_unit_is_the_same(grams: int) -> None:
    in_litres = quantity("I10.hb", f"{grams} g/L").interval
    assert quantity("I10.hb", f"{grams // 10},{grams % 10} g/dL").interval == in_litres


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I10.hb", "105 -> 88 g/L"),
        ("I10.hb", "105 --> 88 g/L"),
        ("I10.hb", "105 => 88 g/L"),
        ("I10.hb", "105 > 88 g/L"),
        ("I10.ast", "0,45 -> 3,90 µkat/L"),
        ("I9.gfr", "72 -> 45 mL/min/1.73m2"),
    ],
)
def test_a_change_is_two_results(item: str, text: str) -> None:
    assert refusal(item, text).code == "one_at_a_time"


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("LMR18 72 mL/min/1.73m2", "eGFR_creatinine"),
        ("72 mL/min/1.73m2 LMR18", "eGFR_creatinine"),
        ("Lund-Malmö 72 mL/min/1.73m2", "eGFR_creatinine"),
        ("72 mL/min/1.73m2 (CKD-EPI)", "eGFR_creatinine"),
        ("MDRD 72 mL/min/1.73m2", "eGFR_creatinine"),
        ("CAPA 72 mL/min/1.73m2", "eGFR_cystatinC"),
        ("72 mL/min/1.73m2 (LMR18+CAPA)", "LMR18+CAPA"),
    ],
)
def test_a_formula_tells_the_method(text: str, method: str) -> None:
    assert quantity("I9.gfr", text).method == method


def test_methods_that_contradict_each_other_are_refused() -> None:
    assert refusal("I9.gfr", "iohexol 72 mL/min/1.73m2 CKD-EPI").code == "not_a_number"


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I10.bili", "0.055 mg/dL", "unlikely"),
        ("I10.bili_uln", "1.8 mg/dL", None),
        ("I10.bili_uln", "2.4 mg/dL", "unlikely"),
        ("I10.bili", "1.5 mg/dL (<1.8)", None),
        ("I10.ast", "1 U/L", "unlikely"),
        ("I10.alt_uln", "150 U/L", "unlikely"),
        ("I10.ast", "<5 U/L", None),
        ("I10.bili", "<1 µmol/L", None),
        ("I10.wbc", "≤0.1 10^9/L", None),
        ("I10.hb", ">200 g/L", None),
        ("I10.hb", ">50 g/L", "unlikely"),
        ("I10.hb", "<200 g/L", "unlikely"),
        ("I4.ki67", "ca 8 %", "approximate"),
        ("I4.ki67", "~8 %", "approximate"),
        ("I4.ki67", "8 %?", "approximate"),
        ("I1.age", "62?", "approximate"),
        ("I1.age", "62 år ??", "approximate"),
        ("I1.age", "62? år", "approximate"),
        ("I10.hb", "92 g/L? (117-153)", "approximate"),
        ("I10.hb", "Hb 92 g/L?", "approximate"),
        ("I4.ki67", "8-10 %", None),
        ("I10.hb", "Hb ca 92 g/L", "approximate"),
    ],
)
def test_what_is_usual_in_the_unit_printed(item: str, text: str, code: str | None) -> None:
    value = read(item, text)
    assert (value.code if isinstance(value, Doubt) else None) == code
    assert isinstance(value, Doubt | Quantity)


def test_the_limits_are_named_in_the_unit_printed() -> None:
    stated = (("low", "0.6"), ("high", "2.4"), ("unit", "mg/dL"))
    assert refusal("I10.bili_uln", "0.5 mg/dL").detail == stated


def test_a_comma_separates_dated_results_and_a_month_is_a_day() -> None:
    value = read("I10.hb", "105 g/L 2026-03-12, 92 g/L 2026-03-20")
    assert isinstance(value, Several)
    assert [str(getattr(each, "date", None)) for each in value.results] == [
        "2026-03-12",
        "2026-03-20",
    ]
    assert str(quantity("I10.hb", "105 g/L mars 2026").date) == "2026-03"
    assert refusal("I10.hb", "105 g/L nov 25").code == "not_a_number"
    assert refusal("I10.hb", "105 g/L 1985-03-12").code == "not_a_number"


def test_two_numbers_are_not_one_with_a_thousand() -> None:
    value = doubt("I10.plt", "230 210")
    assert value.code == "value_ambiguous"
    assert units(value) == ["10^9/L", "10^9/L"]
    assert units(doubt("I10.plt", "230 000")) == ["/µL"]
    assert quantity("I10.plt", "95 201 /µL").number == Decimal(95201)
    assert quantity("I10.plt", "201 miljarder/L").number == Decimal(201)
    assert refusal("I10.plt", "201 x1O9/L").code == "unit_not_known"
    assert refusal("I10.hb", "105 g/1").code == "unit_not_known"


@pytest.mark.parametrize("text", ["100+ g/L", "100+g/L", "100 +g/L"])
def test_a_plus_behind_a_number_is_never_dropped(text: str) -> None:
    assert not isinstance(read("I10.hb", text), Quantity)


REFUSED = {
    ("I10.hb", "x" * 300): ("not_a_number", {"part": "x" * 30}),
    ("I10.hb", "105 g/L; foo"): ("not_a_number", {"part": "105 g/L; foo"}),
    ("I10.hb", "foo; bar"): ("not_a_number", {"part": "foo; bar"}),
    ("I10.hb", "(105) (g/L)"): ("not_a_number", {"part": "105) (g/L)"}),
    ("I10.hb", "XHb 105"): ("not_a_number", {"part": "XHb 105"}),
    ("I10.hb", "1O5 g/L"): ("not_a_number", {"part": "1O5 g/L"}),
    ("I10.hb", "105 g/L 1O5 g/L"): ("not_a_number", {"part": "105 g/L 1O5 g/L"}),
    ("I10.hb", "Hb: 105 x"): ("unit_not_known", {"units": "g/L, g/dL, mmol/L"}),
    ("I10.hb", "Hb: x 105"): ("not_a_number", {"part": "x 105"}),
    ("I10.hb", "105 g/L\n\nfoo"): ("not_a_number", {"part": "105 g/L\n\nfoo"}),
    ("I10.hb", "105 g/L. Foo"): ("not_a_number", {"part": "105 g/L. Foo"}),
    ("I10.hb", "tidigare 98"): ("not_a_number", {"part": "tidigare 98"}),
    ("I10.hb", "ca"): ("not_a_number", {}),
    ("I10.hb", "g/L"): ("not_a_number", {}),
    ("I10.hb", "-5 g/L"): ("negative", {"part": "-5 g/L"}),
    ("I10.hb", "105 mg/L"): ("unit_not_known", {"units": "g/L, g/dL, mmol/L"}),
    ("I10.hb", "105 g/L; 30 g/L"): ("one_at_a_time", {}),
    ("I10.hb", "98; 97"): ("one_at_a_time", {}),
    ("I10.hb", "(30 g/L); 98"): ("one_at_a_time", {}),
    ("I10.hb", "Hb: 105 g/L foo"): ("not_a_number", {"part": "105 g/L foo"}),
    ("I9.gfr", "iohexol foo 72"): ("not_a_number", {"part": "foo 72"}),
    ("I10.hb", "105 g/L 98 g/L"): ("one_at_a_time", {}),
    ("I10.hb", "105 g/L 2026-03-01, 98 g/L 2026-03-01"): ("one_at_a_time", {}),
    ("I10.hb", "105 g/L 2026-03-01, 98 g/L"): ("one_at_a_time", {}),
    ("I10.hb", "105 g/L 2026-03-01, 9000 g/L 2026-03-12"): ("one_at_a_time", {}),
    ("I10.hb", "ref 117-153"): ("range_not_value", {}),
    ("I10.hb", "Hb 105 g/L, ALAT 0,5"): ("other_analyte", {"name": "ALAT"}),
    ("I10.hb", "LPK"): ("other_analyte", {"name": "LPK"}),
    ("I9.gfr", "iohexol CKD-EPI 72"): ("not_a_number", {"part": "iohexol CKD-EPI 72"}),
    ("I10.ast_uln", "ref >10 U/L"): ("range_not_value", {}),
    ("I10.ast_uln", "50 U/L (10-50)"): ("not_a_number", {"part": "50 U/L (10-50)"}),
    ("I10.ast_uln", "50 U/L hemolys"): ("not_a_number", {"part": "50 U/L hemolys"}),
    ("I10.ast_uln", "(10-50 mg/L)"): ("unit_not_known", {"units": "µkat/L, U/L, nkat/L"}),
    ("I1.age", "62,5"): ("not_whole", {}),
}


@pytest.mark.parametrize(("asked", "wanted"), REFUSED.items())
def test_a_refusal_holds_the_text_and_what_was_not_understood(
    asked: tuple[str, str], wanted: tuple[str, dict[str, str]]
) -> None:
    found = refusal(*asked)
    assert (found.code, dict(found.detail)) == wanted
    assert found.text == asked[1]


@pytest.mark.parametrize(
    "text",
    [
        "640312-1234",
        "640312-1234; 98 g/L; 97 g/L",
        "640312-1234 105 g/L 2026-03-01, 98 g/L 2026-03-12",
        "12345678901234 g/L",
    ],
)
def test_what_may_be_an_identity_number_is_not_in_the_refusal(text: str) -> None:
    found = refusal("I10.hb", text)
    assert (found.text, found.detail) == ("", ())


def test_a_text_longer_than_any_answer_is_refused_unread() -> None:
    found = refusal("I10.hb", f" {'foo ' * 75}x")
    assert found == Refusal("too_long", "foo foo foo foo foo ", (("longest", "300"),))


def test_results_with_days_are_asked_for_one_at_a_time_beside_what_may_be_an_identity() -> None:
    found = refusal("I10.plt", "/µL 100000 2026-03-01, 200000 2026-03-12")
    assert (found.code, found.text) == ("one_at_a_time", "")


def test_a_limit_with_a_unit_of_another_item_is_asked_back() -> None:
    asked = doubt("I10.ast_uln", "ref 10-50 mg/L")
    assert (asked.code, units(asked)) == ("unit_missing", ["U/L"])


@pytest.mark.parametrize("text", ["-", "pending", "Hb\tpending", "Hb: pending", "( - )"])
def test_what_is_not_known_keeps_its_text(text: str) -> None:
    value = read("I10.hb", f" {text} ")
    assert isinstance(value, NotKnown)
    assert value.text == text


@pytest.mark.parametrize(
    ("item", "text", "wanted"),
    [
        ("I10.hb", "105 g/L ;\n ; 98 g/L;", ["105 g/L", "98 g/L"]),
        (
            "I10.hb",
            "105 g/L 2026-03-01 → 98 g/L 2026-03-12;",
            ["105 g/L 2026-03-01", "98 g/L 2026-03-12"],
        ),
        (
            "I9.gfr",
            "iohexol 72 mL/min/1.73m2 2026-03-01, 70 mL/min/1.73m2 2026-03-12",
            ["72 mL/min/1.73m2 2026-03-01 iohexol", "70 mL/min/1.73m2 2026-03-12 iohexol"],
        ),
        (
            "I9.gfr",
            "iohexol 72 mL/min/1.73m2; 70 mL/min/1.73m2",
            ["iohexol 72 mL/min/1.73m2 iohexol", "70 mL/min/1.73m2"],
        ),
    ],
)
def test_each_of_several_results_keeps_its_own_text(
    item: str, text: str, wanted: list[str]
) -> None:
    value = read(item, text)
    assert isinstance(value, Several)
    assert value.text == text
    results = [each for each in value.results if isinstance(each, Quantity)]
    assert [" ".join(filter(None, (each.text, each.method))) for each in results] == wanted


@pytest.mark.parametrize(
    ("text", "number"),
    [("ref 10-50 U/L", 50), ("<50 U/L", 50), ("ref <50 U/L pending", 50), ("(10-50 U/L)", 50)],
)
def test_a_reference_interval_answers_the_question_for_its_upper_end(
    text: str, number: int
) -> None:
    assert quantity("I10.ast_uln", text).number == number
    assert quantity("I10.ast_uln", text).text == text


def test_a_method_without_a_result_is_not_known() -> None:
    assert read("I9.gfr", "iohexol: pending") == NotKnown("iohexol: pending")


def test_brackets_around_the_whole_answer_do_not_count() -> None:
    for text in ("(105 g/L)", "[105 g/L]"):
        assert quantity("I10.hb", text).number == 105
        assert quantity("I10.hb", text).text == text


@pytest.mark.parametrize("text", ["ki67 not done, histology yes", "ej gjort, histologi ja"])
def test_not_known_says_nothing_else_beside_it(text: str) -> None:
    assert isinstance(read("I4.ki67", text), Refusal)
    assert isinstance(read("I4.ki67", text.partition(",")[0]), NotKnown)
