"""Reports as they are found in the field: real layouts, and invented ones in more languages."""

import json
import tomllib
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from criteria.known.values import Doubt, Quantity
from criteria.reading.reports.report import LaboratoryReading, Result, read_laboratory
from criteria.trial.catalog import load
from criteria.verdict.facts import Facts
from tests.criteria.reading.reports.test_report import day, first

TRIAL = load("start-net", "R1")
DATA = Path(__file__).parents[3] / "data"
FOUND = json.loads((DATA / "field_reports.json").read_text("utf-8"))
INVENTED = tomllib.loads((DATA / "layouts.toml").read_text("utf-8"))["case"]
TODAY = date(2026, 3, 31)
CLOSE = Fraction(6, 1000)


def newest(reading: LaboratoryReading) -> dict[str, Result]:
    """Return each item's newest result; of several for no day, the last."""
    return {one.item: one for one in sorted(reading.results, key=day)}


def counts(reading: LaboratoryReading, item: str) -> list[Fraction]:
    """Return what each result of an item counts as; what must be asked as its only meaning."""
    others = {one.item: one.value for one in reading.results}
    found = []
    for one in reading.results:
        if one.item == item:
            measured = Facts(TRIAL, others, TODAY).measured(item, first(one))
            found += [end for end in (measured.low, measured.high) if end] if measured else []
    return found


def close(number: Fraction, wanted: Fraction) -> bool:
    return abs(number - wanted) <= CLOSE * wanted


def upper(reading: LaboratoryReading, item: str) -> set[str]:
    """Return the upper limits that are printed beside the results of an item."""
    mine = [first(one).reference for one in reading.results if one.item == item]
    return {str(reference.high) for reference in mine if reference}


@pytest.mark.parametrize("case", FOUND, ids=[case["id"] for case in FOUND])
def test_what_is_found_in_the_field_is_read_or_asked(case: dict[str, Any]) -> None:
    reading = read_laboratory(case["text"], TRIAL)
    may_ask = set(case.get("may_ask", ()))
    assert {one.item for one in reading.results} <= may_ask | {one["item"] for one in case["read"]}
    for wanted in case["read"]:
        item = wanted["item"]
        certain = [one for one in reading.results if one.item == item and is_offered(one)]
        if item in may_ask and not certain:
            continue
        if wanted["canonical"] is None:
            assert str(Fraction(wanted["value"].replace(",", "."))) in {
                str(Fraction(first(one).number)) for one in certain
            }
        else:
            canonical = Fraction(str(wanted["canonical"]))
            assert any(close(number, canonical) for number in counts(reading, item)), item
        if "uln" in wanted:
            assert wanted["uln"] in upper(reading, item)


def is_offered(result: Result) -> bool:
    """Whether a result is read, or offered as the only thing that it can mean."""
    return not isinstance(result.value, Doubt) or len(result.value.candidates) == 1


@pytest.mark.parametrize("case", INVENTED, ids=[case["id"] for case in INVENTED])
def test_what_is_invented_is_read_exactly_so(case: dict[str, Any]) -> None:
    reading = read_laboratory(case["text"], TRIAL)
    found = newest(reading)
    read = {f"I10.{name}": Fraction(number) for name, number in case["read"].items()}
    asked = {f"I10.{name}" for name in case.get("asked", ())}
    assert {item for item in found if not item.startswith("I9")} == read.keys() | asked
    for item, wanted in read.items():
        assert isinstance(found[item].value, Quantity), item
        assert any(close(number, wanted) for number in counts(reading, item)), item
    for item in asked:
        assert isinstance(found[item].value, Doubt), item
    for name, high in case.get("uln", {}).items():
        assert upper(reading, f"I10.{name}") == {high}
    for code, named in (("name_not_known", "unknown"), ("day_unclear", "days")):
        assert [one.text for one in reading.unread if one.code == code] == case.get(named, [])
