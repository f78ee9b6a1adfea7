"""Pasted laboratory text: an independent collection, four known reports, and noise."""

import json
import time
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.values import Doubt, Quantity, exactly
from criteria.reading.reports.entries import WINDOW
from criteria.reading.reports.report import Result, Unread, read_laboratory
from criteria.trial.catalog import load
from tests.small import number, trial

TRIAL = load("start-net", "R1")
DATA = Path(__file__).parents[3] / "data"
CASES = tomllib.loads((DATA / "laboratory.toml").read_text("utf-8"))["case"]
SNIPPETS = json.loads((DATA / "lab_snippets.json").read_text("utf-8"))
SIGNS = {"<=": "≤", ">=": "≥"}
DOUBTS = {
    "ambiguous_unit": "unit_ambiguous",
    "ambiguous_number": "number_ambiguous",
    "ambiguous_value": "value_ambiguous",
}
OTHERWISE = {
    "superscript-newline": "a unit torn apart is not read",
    "gfr-abs-bsa": "converted with the body surface that stands beside it",
    "gfr-two-methods": "both are listed, each with its method and day",
    "gfr-two-methods-undated": "both are listed, each with its method",
    "anc-percent-bare-wbc": "a doubt, as the leukocytes are",
    "approximate": "asked back as not exact",
    "anc-percent-alone": "listed as per cent without a count; the leukocytes may be known",
}
"""Cases marked as not the only reasonable expectation that come out otherwise, and how."""


def first(result: Result) -> Quantity:
    value = result.value.candidates[0] if isinstance(result.value, Doubt) else result.value
    assert isinstance(value, Quantity)
    return value


def newest(text: str) -> dict[str, Result]:
    """Return each item's newest result; names that must be confirmed do not count as read."""
    found: dict[str, Result] = {}
    for result in read_laboratory(text, TRIAL).results:
        if isinstance(result.value, Doubt) and result.value.code == "analyte_unsure":
            continue
        old = found.get(result.item)
        if old is None or day(result) > day(old):
            found[result.item] = result
    return found


def day(result: Result) -> str:
    date = first(result).date
    return str(date) if date else ""


def differences(wanted: dict[str, Any], result: Result) -> list[str]:
    flags = wanted.get("flags", [])
    doubted = next((DOUBTS[flag] for flag in flags if flag in DOUBTS), None)
    if doubted is None and wanted["unit_source"] == "assumed":
        doubted = "unit_missing"
    code = result.value.code if isinstance(result.value, Doubt) else None
    if code != doubted:
        return [f"{wanted['item']}: doubt {code}, not {doubted}"]
    if doubted not in (None, "unit_missing"):
        return []
    value = first(result)
    seen = [
        ("value", str(value.number), wanted["value"]),
        (
            "comparator",
            value.comparator.value,
            SIGNS.get(wanted["comparator"], wanted["comparator"]),
        ),
        ("unit", value.unit, wanted["unit"]),
        ("unit_source", result.unit_source, wanted["unit_source"]),
        ("date", day(result) or None, wanted.get("date")),
        ("canonical", canonical(value, wanted), wanted.get("canonical")),
    ]
    if wanted["item"] in TRIAL.upper_limits:
        seen.append(("uln", upper(value), wanted.get("uln")))
    methods = [flag.removeprefix("method=") for flag in flags if flag.startswith("method=")]
    seen += [("method", value.method, method) for method in methods]
    seen += [
        (flag, str(flag in value.flags), "True")
        for flag in flags
        if flag in ("aggregates", "haemolysis", "derived")
    ]
    return [f"{wanted['item']}: {name} {is_!r}, not {be!r}" for name, is_, be in seen if is_ != be]


def canonical(value: Quantity, wanted: dict[str, Any]) -> str | None:
    """Return the wanted figure back where the value agrees with it to six digits."""
    if value.interval is None:
        return None
    bound = value.interval.high if value.comparator.value in "<≤" else value.interval.low
    expected = Fraction(wanted.get("canonical", "-1"))
    close = bound is not None and abs(bound - expected) <= abs(expected) / 100_000
    return wanted["canonical"] if close else str(bound)


def upper(value: Quantity) -> str | None:
    return str(value.reference.high) if value.reference and value.reference.high else None


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_the_collection_comes_out(case: dict[str, Any]) -> None:
    if case["id"] in OTHERWISE:
        assert case["hard"], "only where the expectation is not the only reasonable one"
        pytest.skip(OTHERWISE[case["id"]])
    found = newest(case["text"])
    wanted = {each["item"]: each for each in case["read"]}
    assert sorted(found) == sorted(wanted)
    assert [line for item in wanted for line in differences(wanted[item], found[item])] == []


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_no_wrong_value_is_read_for_certain(case: dict[str, Any]) -> None:
    wanted = {each["item"]: each.get("value") for each in case["read"]}
    listed = {"gfr-two-methods", "anc-percent-alone"}
    for item, result in newest(case["text"]).items():
        if isinstance(result.value, Quantity) and case["id"] not in listed:
            assert str(result.value.number) == wanted.get(item)


@pytest.mark.parametrize("snippet", SNIPPETS["snippets"], ids=lambda snippet: str(snippet["id"]))
def test_the_known_reports_come_out_exactly(snippet: dict[str, Any]) -> None:
    results = read_laboratory(snippet["raw_text"], TRIAL).results
    expected = snippet["expected"]
    names = [each["analyte"] for each in expected]
    items = ["I9.gfr" if name == "gfr" else f"I10.{name}" for name in names]
    assert [result.item for result in results] == items
    for result, wanted in zip(results, expected, strict=True):
        value = first(result)
        assert str(value.number) == wanted["value_raw"].replace(",", ".")
        assert value.comparator.value == wanted["comparator"]
        assert result.unit_source == wanted["unit_source"].split("_")[0]
        if result.item in TRIAL.upper_limits:
            assert upper(value) == wanted.get("uln_raw")
        assert value.interval is not None
        bound = value.interval.high if value.comparator.value == "<" else value.interval.low
        assert bound is not None
        assert abs(bound - Fraction(wanted["value_canonical"])) <= Fraction("0.05")
        flags = wanted.get("flags", [])
        assert isinstance(result.value, Doubt) == ("confirm_unit" in flags)
        assert ("aggregates" in value.flags) == ("aggregates" in flags)
        assert (f"method={value.method}" in flags) == (value.method is not None)


@pytest.mark.parametrize(
    "text",
    [
        "Albumin 30 mg/L",
        "Albumin\n30\nmg/L",
        "Albumin, urin 38 g/L",
        "Urin Albumin 38 g/L",
        "Kreatinin/Albumin 3,0 g/L",
        "Albumin/globulin 1,4",
        "Bilirubin (direkt) 9 µmol/L",
        "Bilirubin, dir. 9 µmol/L",
        "AST(1) 52 U/L",
        "ALAT 3,2 x ULN",
        "Bilirubin | | µmol/L | <26",
        "P-ALAT;;µkat/L;<0,75",
        "ALAT\nASAT\n0,45 µkat/L",
        "mål Hb 120 g/L",
        "Krav:\nHb >90 g/L\nTPK >100 x10^9/L",
        "Hb 1 05 g/L",
        "Hb 105¹ g/L",
        "Hb 105 g/L/dygn",
        "Hb\u20655 105 g/L",
        "Trombocyter 109/L",
        "LPK 5.1x10^9",
        "Hb (förra veckan 104 g/L)",
        "tidigare Hb 98 g/L",
        "Hb-elfores 105 g/L",
        "MCHC 335 g/L",
        "hs-Troponin T 12 ng/L",
    ],
)
def test_what_only_looks_like_a_result_is_not_read(text: str) -> None:
    assert read_laboratory(text, TRIAL).results == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hb 105 g/L, nu 98", "value_ambiguous"),
        ("Hb 112 → 98 g/L", "value_ambiguous"),
        ("B-Hb    105   98   g/L", "value_ambiguous"),
        ("ASAT ALAT 0,45 0,38 µkat/L", "value_ambiguous"),
        ("Bilirubin <26", "unit_ambiguous"),
        ("granulocyter 3,4 x10^9/L", "analyte_unsure"),
        ("Hb 30 g/L", "unlikely"),
    ],
)
def test_what_is_not_certain_is_a_doubt(text: str, code: str) -> None:
    (result,) = read_laboratory(text, TRIAL).results
    assert isinstance(result.value, Doubt)
    assert result.value.code == code


def test_two_days_are_two_results() -> None:
    text = "Datum;Hb;LPK\n2026-03-01;105;5,1\n2026-03-20;98;4,2"
    results = read_laboratory(text, TRIAL).results
    assert [(each.item, str(first(each).number), day(each)) for each in results] == [
        ("I10.hb", "105", "2026-03-01"),
        ("I10.hb", "98", "2026-03-20"),
        ("I10.wbc", "5.1", "2026-03-01"),
        ("I10.wbc", "4.2", "2026-03-20"),
    ]


def test_a_day_in_front_belongs_to_what_follows() -> None:
    results = read_laboratory("2026-03-12 Hb 105 g/L 2026-03-20 Hb 98 g/L", TRIAL).results
    assert [(str(first(each).number), day(each)) for each in results] == [
        ("105", "2026-03-12"),
        ("98", "2026-03-20"),
    ]


def test_what_is_named_and_not_read_is_reported() -> None:
    reading = read_laboratory("P-ASAT hemolys, ej besvarad\nHb 1O5 g/L\nTPK kommer", TRIAL)
    assert [(each.item, each.code) for each in reading.unread] == [
        ("I10.ast", "not_known"),
        ("I10.hb", "not_a_number"),
        ("I10.plt", "not_known"),
    ]
    assert all(0 < len(each.text) <= 60 for each in reading.unread)


@pytest.mark.parametrize(
    ("text", "item", "code", "shown"),
    [
        ("Hb 12345 g/L", "I10.hb", "out_of_range", "Hb 12345 g/L"),
        ("Hb 10.5-11 g/dL", "I10.hb", "range_not_value", "Hb 10.5-11 g/dL"),
        ("Blorp 17 mmol/L", "", "name_not_known", "Blorp"),
        ("P-B-Hb 105 g/L", "I10.hb", "name_unclear", "B-Hb 105 g/L"),
    ],
)
def test_why_something_was_not_read(text: str, item: str, code: str, shown: str) -> None:
    reading = read_laboratory(text, TRIAL)
    assert reading.results == ()
    assert [(each.item, each.code, each.text) for each in reading.unread] == [(item, code, shown)]


# What is joined to a name in front is a specimen that the name has, or makes it another one.
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("P-ASAT 0,52 µkat/L", "P-ASAT 0,52 µkat/L"),
        ("B-ASAT 0,52 µkat/L", None),
        ("P_ASAT 0,52 µkat/L", "P-ASAT 0,52 µkat/L"),
        ("x_P-ASAT 0,52 µkat/L", None),
        ("x-P-ASAT 0,52 µkat/L", None),
        ("H ASAT 0,52 µkat/L", "ASAT 0,52 µkat/L"),
        ("L ASAT 0,52 µkat/L", "ASAT 0,52 µkat/L"),
        ("HH ASAT 0,52 µkat/L", "ASAT 0,52 µkat/L"),
        ("LL ASAT 0,52 µkat/L", "ASAT 0,52 µkat/L"),
        ("h ASAT 0,52 µkat/L", None),
        ("l ASAT 0,52 µkat/L", None),
    ],
)
def test_what_stands_in_front_of_a_name(text: str, shown: str | None) -> None:
    found = [each.value.text for each in read_laboratory(text, TRIAL).results]
    assert found == ([] if shown is None else [shown])


@pytest.mark.parametrize(
    ("text", "doubt", "low", "high"),
    [
        ("LPK 5.0 10^9/L Neutrofila 60 %", None, "3", "3"),
        ("LPK 5.0 10^9/L Neutrofila <60 %", None, "0", "3"),
        ("LPK 5.0 10^9/L Neutrofila >60 %", None, "3", "5"),
        ("LPK 5.0 Neutrofila 60 %", "unit_missing", "3", "3"),
    ],
)
def test_a_per_cent_beside_its_whole_is_a_count(
    text: str, doubt: str | None, low: str, high: str
) -> None:
    neutrophils = read_laboratory(text, TRIAL).results[1]
    assert (neutrophils.item, neutrophils.unit_source) == ("I10.anc", "derived")
    value = first(neutrophils)
    assert value.interval is not None
    assert (value.interval.low, value.interval.high) == (Fraction(low), Fraction(high))
    assert neutrophils.value.text.startswith("Neutrofila")
    assert (neutrophils.value.code if isinstance(neutrophils.value, Doubt) else None) == doubt


def test_names_of_one_result_stand_together_in_front_of_it() -> None:
    for name in ("Hemoglobin (Hb)", "B-Hb, Hemoglobin", "Hb / hemoglobin", "Hb – B-hemoglobin"):
        text = f"{name}: 105 g/L".replace("–", "-")
        results = read_laboratory(f"LPK 5,1 10^9/L\n{text}", TRIAL).results
        assert [each.value.text for each in results] == ["LPK 5,1 10^9/L", text]


def test_a_part_of_a_count_alone_is_not_the_count() -> None:
    reading = read_laboratory("Segmentkärniga 3,0 10^9/L", TRIAL)
    assert reading.results == ()
    assert reading.unread == (Unread("I10.anc", "part_only", "Segmentkärniga 3,0 10^9/L"),)


def test_a_day_between_two_results_dates_neither() -> None:
    for text in ("2026-03-01: Hb 118 g/L, 2026-03-20: 97 g/L", "Hb 118 g/L 2026-03-20 97 g/L"):
        (hb,) = read_laboratory(text, TRIAL).results
        assert isinstance(hb.value, Doubt)
        offered = [one for one in hb.value.candidates if isinstance(one, Quantity)]
        assert [(str(one.number), one.date) for one in offered] == [("118", None), ("97", None)]


def test_one_result_below_two_days_is_asked_about() -> None:
    (hb,) = read_laboratory("2026-03-01 2026-03-20\nHb 105 g/L", TRIAL).results
    assert isinstance(hb.value, Doubt)
    assert (hb.value.code, hb.value.text) == ("value_ambiguous", "Hb 105 g/L")
    assert day(hb) == ""


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("TPK", [("I10.plt", "no_value")]),
        ("TPK:\nHb 105 g/L\nTPK 143 10^9/L", []),
        ("Hb 105 g/L\nHb 12345 g/L", [("I10.hb", "out_of_range")]),
    ],
)
def test_an_empty_name_matters_only_where_it_has_no_value_elsewhere(
    text: str, unread: list[tuple[str, str]]
) -> None:
    found = read_laboratory(text, TRIAL).unread
    assert [(each.item, each.code) for each in found] == unread


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("GFR 72 mL/min/1,73m2 (CKD-EPI)", ["eGFR_creatinine"]),
        ("GFR 72 mL/min/1,73m2 (CKD-EPI) TPK 143 10^9/L", ["eGFR_creatinine", None]),
        ("GFR 72 mL/min/1,73m2 CKD-EPI saknas TPK 143 10^9/L", [None, None]),
    ],
)
def test_a_method_behind_its_result_stands_alone(text: str, methods: list[str | None]) -> None:
    assert [first(each).method for each in read_laboratory(text, TRIAL).results] == methods


def test_a_unit_is_assumed_only_where_there_are_several() -> None:
    for units, source in (({"g/L": "1"}, "printed"), ({"g/L": "1", "g/dL": "10"}, "assumed")):
        ferritin = trial(number("I1.x", units=units, names=["Ferritin"]))
        (result,) = read_laboratory("Ferritin 12", ferritin).results
        assert result.unit_source == source
    (hb,) = read_laboratory("TPK 143", TRIAL).results
    assert hb.unit_source == "assumed"


# Granulocytes are usually the neutrophils; outside the interval beside them that is not asked.
@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Granulocyter 3,2 10^9/L (2,0-7,0)", True),
        ("Granulocyter 2,0 10^9/L (2,0-7,0)", True),
        ("Granulocyter 7,0 10^9/L (2,0-7,0)", True),
        ("Granulocyter 7,1 10^9/L (2,0-7,0)", False),
        ("Granulocyter 1,9 10^9/L (2,0-7,0)", False),
    ],
)
def test_a_name_that_only_usually_means_it_is_asked_about(text: str, *, read: bool) -> None:
    reading = read_laboratory(text, TRIAL)
    doubts = [each.value.code for each in reading.results if isinstance(each.value, Doubt)]
    unread = [(each.item, each.code) for each in reading.unread]
    assert doubts == (["analyte_unsure"] if read else [])
    assert unread == ([] if read else [("I10.anc", "name_unclear")])


def test_without_its_unit_such_a_name_offers_the_result_in_each() -> None:
    (neutrophils,) = read_laboratory("Granulocyter 3,2 (2,0-7,0)", TRIAL).results
    assert isinstance(neutrophils.value, Doubt)
    assert neutrophils.value.code == "analyte_unsure"
    candidates = [one for one in neutrophils.value.candidates if isinstance(one, Quantity)]
    assert [f"{one.number} {one.unit}" for one in candidates] == ["3.2 10^9/L", "3.2 /µL"]


def test_far_behind_its_name_no_number_is_a_result_not_even_half_of_one() -> None:
    near, cut = " " * (WINDOW - 10), " " * (WINDOW - 3)
    assert len(read_laboratory(f"Hb{cut}105", TRIAL).results) == 1
    (hb,) = read_laboratory(f"Hb{near}105 g/L{' and so on' * 50}", TRIAL).results
    assert str(first(hb).number) == "105"
    assert read_laboratory(f"Hb{cut}105 g/L", TRIAL).results == ()


def test_a_number_beside_one_that_cannot_be_is_asked_about() -> None:
    (hb,) = read_laboratory("Hb 105 g/L 12345 g/L", TRIAL).results
    assert isinstance(hb.value, Doubt)
    assert (hb.value.code, hb.value.text) == ("value_ambiguous", "Hb 105 g/L 12345 g/L")


# A count of the same day takes the place of a per cent; so does one where a day is missing.
@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("Neutrofila 60 %\nNeutrofila 3,1 10^9/L", ["10^9/L"]),
        ("2026-03-01 Neutrofila 60 %\n2026-03-01 Neutrofila 3,1 10^9/L", ["10^9/L"]),
        ("Neutrofila 60 %\n2026-03-20 Neutrofila 3,1 10^9/L", ["10^9/L"]),
        ("2026-03-20 Neutrofila 60 %\nNeutrofila 3,1 10^9/L", ["10^9/L"]),
        ("2026-03-01 Neutrofila 60 %\n2026-03-20 Neutrofila 3,1 10^9/L", ["%", "10^9/L"]),
    ],
)
def test_a_count_takes_the_place_of_a_per_cent(text: str, units: list[str]) -> None:
    assert [first(each).unit for each in read_laboratory(text, TRIAL).results] == units


def test_parts_of_a_count_are_added_up() -> None:
    text = "Segmentkärniga 3,0 10^9/L Stavkärniga 0,2 10^9/L"
    (neutrophils,) = read_laboratory(text, TRIAL).results
    value = first(neutrophils)
    assert (str(value.number), neutrophils.unit_source) == ("3.2", "derived")
    assert value.interval == exactly(Fraction("3.2"))
    assert value.text == "Segmentkärniga 3,0 10^9/L + Stavkärniga 0,2 10^9/L"


# The day of a remark between results is not theirs; one above all of them is.
@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026-03-01\nHb 105 g/L\nTPK 143 10^9/L", ["2026-03-01", "2026-03-01"]),
        ("2026-03-01\nHb 105 g/L\n2026-03-20\nTPK 143 10^9/L", ["2026-03-01", "2026-03-20"]),
        ("Svar 2026-03-01\nHb 105 g/L\nTPK 143 10^9/L", ["2026-03-01", "2026-03-01"]),
        ("Prov 2026-03-01 Hb 105 g/L\nTPK 143 10^9/L", ["2026-03-01", ""]),
        ("Hb 105 g/L\nSvar 2026-03-20 ringt\nTPK 143 10^9/L", ["", ""]),
        ("NFS du 2026-03-01\nHb 105 g/L\nTPK 143 10^9/L", ["2026-03-01", "2026-03-01"]),
        ("Blutbild vom 01.03.2026: Hb 105 g/L", ["2026-03-01"]),
        ("On 1 March 2026 her bloods showed Hb 105 g/L", ["2026-03-01"]),
        ("Seen 1 March 2026, bloods Hb 105 g/L", [""]),
        ("Lab report printed 2026-03-20\nHb 105 g/L", [""]),
        ("Hb 105 g/L\nSvar 2026-03-01 2026-03-20\nTPK 143 150", ["", "2026-03-01", "2026-03-20"]),
    ],
)
def test_which_day_counts_for_which_result(text: str, days: list[str]) -> None:
    assert [day(each) for each in read_laboratory(text, TRIAL).results] == days


def test_a_number_too_many_asks_which_is_meant() -> None:
    (hb,) = read_laboratory("Hb 105 g/L 98", TRIAL).results
    assert isinstance(hb.value, Doubt)
    assert (hb.value.code, hb.value.text) == ("value_ambiguous", "Hb 105 g/L 98")
    assert [str(each.number) for each in hb.value.candidates if isinstance(each, Quantity)] == [
        *("105", "98"),
    ]


def test_a_fragment_never_holds_an_identity_number() -> None:
    reading = read_laboratory("Hb 640312-1234, ALAT x 19640312 1234", TRIAL)
    assert "640312" not in str(reading)


MIXTURE = "Hb 105 g/L ( ) < - | U- /"
NOISE = {
    "ones": "1 " * 5000,
    "signs": "<" * 10000,
    "names": "Hb " * 3300,
    "brackets": "(" * 10000,
    "digits": "9" * 10000,
    "names and brackets": "Hb (" * 2500,
    "names and numbers": "Hb 1 " * 2000,
    "slashes": "Hb/LPK/" * 1400,
    "numbers in slashes": "Hb/LPK " + "1/" * 5000,
    "spaces": " " * 10000,
    "bars": "|" * 10000,
    "lines": "\n" * 10000,
    "accents": "a\u0301\u0323" * 3300,
    "ligatures": "\ufdfa" * 3300,
    "entities": "&lt;" * 2500,
    "tags": "<td>" * 2500,
    "powers": "Hb 10^" * 1600,
    "tables": ("Hb;LPK;TPK\n" + "1;2;3\n") * 600,
    "heads": "analys;enhet;övre;1\n" * 500,
    "per cent": "LPK 5 10^9/L\nNeutrofila 62 %\n" * 340,
    "days": "2026-03-12 Hb 105 " * 550,
    "segments": "OBX|1|NM|Hb||" * 750,
    "orders": "OBR|1|||Urin\nOBX|1|NM|Hb||105|g/L\n" * 250,
    "elements": "<name>Hb</name>" * 650,
    "open elements": "<name a" * 1400,
    "fields": "Test: Hb\nResult: 1\n" * 500,
    "deep": "[" * 10000,
    "objects": '{"name":"Hb","value":1}\n' * 400,
    "names alone": "Hb\n" * 3300,
    "limits first": "Hb\nReferens: 1-2\n" * 550,
    "days in heads": "03/04/26 02/04/26\n" * 550,
    "names not known": "Qqq 5 g/L\n" * 1000,
    "surrogates": "\ud800" * 10000,
    "zeros": "\x00" * 10000,
}


@pytest.mark.soak
@pytest.mark.parametrize("text", NOISE.values(), ids=NOISE)
def test_noise_takes_time_in_proportion_to_its_length(text: str) -> None:
    start = time.process_time()
    read_laboratory(text * 3, TRIAL)
    assert time.process_time() - start < 3 * 3  # a second each 10 kB, and room for slow machines


@pytest.mark.soak
@pytest.mark.parametrize("text", NOISE.values(), ids=NOISE)
def test_ten_megabytes_of_noise_take_time_in_proportion_too(text: str) -> None:
    """All kinds together are 10 MB."""
    long = text * (10_000_000 // len(NOISE) // len(text))
    start = time.process_time()
    read_laboratory(long, TRIAL)
    assert time.process_time() - start < len(long) / 10_000


@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    assert read_laboratory(f"Hb {text} LPK {text}", TRIAL) is not None


@given(st.lists(st.sampled_from(NOISE["tables"].split() + MIXTURE.split())))
def test_any_mixture_is_answered(words: list[str]) -> None:
    for joint in (" ", "", "\n", "\t"):
        assert read_laboratory(joint.join(words), TRIAL) is not None


def values(text: str) -> list[tuple[str, str, str | None, str | None]]:
    """Return item, number, day and doubt of each result."""
    return [
        (
            result.item,
            str(first(result).number),
            day(result) or None,
            result.value.code if isinstance(result.value, Doubt) else None,
        )
        for result in read_laboratory(text, TRIAL).results
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Hb 105 -> 88 g/L",
        "Hb 105 --> 88 g/L",
        "Hb 105 => 88 g/L",
        "Hb 105 > 88 g/L",
        "Hb 105 g/L > 88 g/L",
        "Hb 105 (117-153) -> 88 g/L",
        "Hb EDTA 105 g/L, Hb citrat 120 g/L",
        "Hb 105 120",
    ],
)
def test_two_results_for_one_name_are_a_doubt(text: str) -> None:
    assert values(text) == [("I10.hb", "105", None, "value_ambiguous")]


def test_a_limit_with_a_sign_is_still_a_limit() -> None:
    assert values("Hb 105 g/L (>117)") == [("I10.hb", "105", None, None)]
    assert values("Hb 105 g/L >117") == [("I10.hb", "105", None, None)]


@pytest.mark.parametrize(
    "text",
    [
        *(f"{word}. bilirubin 4 µmol/L" for word in ("Konj", "Dir", "Conj", "Ind", "Indir")),
        "Corr. albumin 30 g/L",
        "Korr. albumin 30 g/L",
        "Föreg. Hb 120 g/L",
        "Prev. Hb 120 g/L",
        "Tid. Hb 120 g/L",
        "Tidigare: Hb 120 g/L",
        "Pleuravätska: albumin 20 g/L",
        "Urin\nAlbumin 30 g/L",
        "Ascites:\nAlbumin 26 g/L",
        "CSF: WBC 5 10^9/L",
        "Dränvätska 2026-03-12\nBilirubin 300 µmol/L",
        "U-\nAlbumin 30 g/L",
        "Urine examination\nAlbumin 38 g/L",
        "URINE ROUTINE & MICROSCOPY\nAlbumin 38 g/L",
        "Examen général des urines\nAlbumine 38 g/L",
        "Badanie ogólne moczu\nAlbumina 38 g/l",
        "Líquido pleural\nAlbúmina 38 g/L",
        "Liquide d'ascite\nAlbumine 38 g/L",
        '{"panel": "Urinalysis", "results": [{"name": "Albumin", "value": "38", "unit": "g/L"}]}',
        '{"urine": {"name": "Albumin", "value": "38", "unit": "g/L"}}',
        '<r type="urine"><name>Albumin</name><value>38</value><unit>g/L</unit></r>',
        "GFR iohexol 72 mL/min/1.73m2 (CKD-EPI)",
    ],
)
def test_what_is_another_result_is_not_read(text: str) -> None:
    reading = read_laboratory(text, TRIAL)
    assert reading.results == ()
    assert reading.unread[0].code == "name_unclear"


@pytest.mark.parametrize(
    ("heading", "results"),
    [("Urin", 0), ("Urine collected 2026-03-01", 0), ("Blod", 1)],
)
def test_a_heading_may_say_when_its_fluid_was_sampled(heading: str, results: int) -> None:
    assert len(read_laboratory(f"{heading}\nHb 105 g/L", TRIAL).results) == results


def test_a_heading_has_at_most_80_characters_beside_its_fluid() -> None:
    for width, results in ((80, 0), (81, 1)):
        beside = " report\n".rjust(width)
        assert len(read_laboratory(f"Urine{beside}Hb 105 g/L", TRIAL).results) == results


def test_a_heading_of_blood_ends_what_is_about_another_fluid() -> None:
    hb = ("I10.hb", "105", None, None)
    assert values("Urin\nAlbumin 30 g/L\nBlod\nHb 105 g/L") == [hb]
    assert values("Urin\nAlbumin 30 g/L\n\nB-Hb 105 g/L\nLPK 5,1 x10^9/L") == [
        hb,
        ("I10.wbc", "5.1", None, None),
    ]
    assert values("Mår bra. Hb 105 g/L. Ascites finns.") == [hb]
    assert values("Mår bra. Ascites finns.\nHb 105 g/L") == [hb]
    assert values("Urine culture negative\nHb 105 g/L") == [hb]


def test_a_line_with_a_day_begins_a_new_day() -> None:
    assert values("2026-03-14\nHb 88 g/L\n2026-01-12\nTPK 201 x10^9/L") == [
        ("I10.hb", "88", "2026-03-14", None),
        ("I10.plt", "201", "2026-01-12", None),
    ]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Hb 105 g/L anm: transfunderad 2026-03-10", None),
        ("Hb 105 g/L, transfunderad 2026-03-10", None),
        ("Hb 105 g/L taget 2026-03-10", "2026-03-10"),
        ("Hb 105 g/L mars 2026", "2026-03"),
    ],
)
def test_a_day_in_a_remark_is_not_the_results(text: str, when: str | None) -> None:
    assert values(text) == [("I10.hb", "105", when, None)]


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("GFR 72 mL/min/1.73m2 (CKD-EPI)", "eGFR_creatinine"),
        ("GFR 72 mL/min/1.73m2 LMR18", "eGFR_creatinine"),
        ("GFR 72 mL/min/1.73m2\nMetod: LMR18", "eGFR_creatinine"),
        ("GFR (LMR18+CAPA) 72 mL/min/1.73m2", "LMR18+CAPA"),
        ("Pt-GFR(Iohexol)abs 48 mL/min\nPt-GFR(Iohexol)rel 72 mL/min/1,73m2", "iohexol"),
    ],
)
def test_a_method_beside_the_result_is_its_method(text: str, method: str) -> None:
    (result,) = read_laboratory(text, TRIAL).results
    assert (str(first(result).number), first(result).method) == ("72", method)


def test_more_names_and_units_are_known() -> None:
    text = "NEUT# 2.3 10^9/L\nTBIL 12 µmol/L\nTPK 201 miljarder/L\nHb 105 gram per liter"
    assert [(item, number) for item, number, _, _ in values(text)] == [
        ("I10.anc", "2.3"),
        ("I10.bili", "12"),
        ("I10.plt", "201"),
        ("I10.hb", "105"),
    ]
    assert values("Nøytrofile 2,3 10^9/L") == [("I10.anc", "2.3", None, None)]
    assert values("TPK 201 x1O9/L\nHb 105 g/1") == []


@pytest.mark.parametrize(
    "text", ["Hb,105,118,g/L", "Hb,117,153,g/L", "Test,2026-03-01,2026-03-10,unit\nHb,95,105,g/L"]
)
def test_commas_that_separate_everything_are_no_decimal_marks(text: str) -> None:
    reading = read_laboratory(text, TRIAL)
    assert not reading.results
    assert [(one.item, one.code) for one in reading.unread] == [("I10.hb", "not_understood")]
