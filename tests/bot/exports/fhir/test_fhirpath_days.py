"""Days as numbers in FHIRPath: the same in every engine as in the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.exports.fhir.fhirpath_days import first, last, later, number
from criteria.known.months import add_months
from tests.bot.exports.fhir.engine import ATOMIC, HL7, PYTHON, evaluate

ENGINES = pytest.mark.parametrize(
    "engine", [HL7, ATOMIC, pytest.param(PYTHON, marks=pytest.mark.soak)]
)
DAYS = [
    date.fromisoformat(text)
    for text in (
        *("1999-12-31", "2000-02-29", "2023-02-28", "2024-01-31", "2024-02-28", "2024-02-29"),
        *("2024-03-01", "2025-12-31", "2026-01-01", "2026-08-31", "2100-02-28", "2100-03-01"),
    )
]


def results(expressions: dict[str, str], engine: str) -> dict[str, object]:
    (found,) = evaluate(expressions, [{"resourceType": "QuestionnaireResponse"}], engine)
    return {name: each[0] if each else None for name, each in found.items()}


@ENGINES
def test_days_are_as_far_apart_as_in_the_calendar(engine: str) -> None:
    pairs = {f"{day}": number(f"'{day}'") for day in DAYS}
    found = results(pairs, engine)
    offset = date(2000, 2, 29).toordinal() - int(str(found["2000-02-29"]))
    assert {day: int(str(each)) + offset for day, each in found.items()} == {
        f"{day}": day.toordinal() for day in DAYS
    }


@ENGINES
def test_months_later_end_with_the_month(engine: str) -> None:
    counts = {
        "days": (0, 28, 400), "weeks": (4,), "months": (1, 2, 6, 13, 24), "years": (1, 4)
    }  # fmt: skip
    expected = {}
    for day in DAYS:
        for unit, listed in counts.items():
            for count in listed:
                months = count * 12 if unit == "years" else count
                days = timedelta(days=count * (7 if unit == "weeks" else 1))
                long = unit in ("months", "years")
                target = add_months(day, months) if long else day + days
                text = f"'{day}'"
                expected[f"{later(text, count, unit)} = {number(repr(f'{target}'))}"] = target
    found = results({each: each for each in expected}, engine)
    assert [(expected[name], each) for name, each in found.items() if each is not True] == []


@ENGINES
def test_a_month_and_a_year_have_a_first_and_a_last_day(engine: str) -> None:
    ends = {
        "2026": ("2026-01-01", "2026-12-31"),
        "2026-02": ("2026-02-01", "2026-02-28"),
        "2024-02": ("2024-02-01", "2024-02-29"),
        "2100-02": ("2100-02-01", "2100-02-28"),
        "2026-04": ("2026-04-01", "2026-04-30"),
        "2026-12": ("2026-12-01", "2026-12-31"),
        "2026-12-05": ("2026-12-05", "2026-12-05"),
    }
    asked = {f"{end.__name__} {text}": end(f"'{text}'") for text in ends for end in (first, last)}
    found = results({**asked, "none": first("{}")}, engine)
    assert found.pop("none") is None
    assert found == {
        f"{name} {text}": day
        for text, days in ends.items()
        for name, day in zip(("first", "last"), days, strict=True)
    }
