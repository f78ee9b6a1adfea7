"""The formulas: published and worked values, other implementations, ranges, and soundness."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import inf
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from criteria.formulas.enclosures import Enclosure, hull
from criteria.formulas.expressions import ExpressionError, names, parsed, worked_out
from criteria.formulas.formulas import Formula, Input, Worked, formulas

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from criteria.formulas.expressions import Given

FORMULAS = formulas()
WORKED = [
    (name, formula, worked) for name, formula in FORMULAS.items() for worked in formula.worked
]
TODAY = date(2026, 3, 31).toordinal()


def exactly(number: object) -> Enclosure:
    return Enclosure.exactly(Fraction(str(number)))


def read(known: Input, text: str) -> Given:
    if known.kind == "choice":
        return text
    return exactly(date.fromisoformat(text).toordinal() if known.kind == "date" else text)


@pytest.mark.parametrize(("name", "formula", "worked"), WORKED)
def test_worked_values(name: str, formula: Formula, worked: Worked) -> None:
    found = formula.value({key: read(formula.inputs[key], x) for key, x in worked.given.items()})
    assert found is not None, name
    assert found.high - found.low < Fraction(1, 10**28)
    half = Fraction(1, 2 * 10**formula.places)
    assert abs(Fraction(found.low) - Fraction(worked.result)) <= half


# The range of each input that points are drawn from: what is measured in adults.
DRAWN = {
    "age": (18, 95),
    "weight": (40, 140),
    "height": (145, 205),
    "creatinine": (0.4, 6),
    "calcium": (1.6, 3.4),
    "albumin": (15, 50),
    "qt": (280, 560),
    "pulse": (40, 140),
    "bilirubin": (0.3, 20),
    "inr": (0.8, 4),
    "cystatin_c": (0.5, 5),
    "share": (0, 100),
    "count": (0, 40),
    "dose": (1, 900),
}
MICROMOLAR = {("lmr", "creatinine"): 88, ("lmr_capa", "creatinine"): 88}
MICROMOLAR |= {("child_pugh", "bilirubin"): 17}


def drawn(name: str, key: str, chance: Random) -> Given:
    known = FORMULAS[name].inputs[key]
    if known.kind == "choice":
        return chance.choice(known.codes)
    if known.kind == "date":
        return exactly(TODAY - chance.randrange(40_000))
    low, high = DRAWN[key]
    factor = MICROMOLAR.get((name, key), 1)
    return exactly(round(chance.uniform(low, high) * factor, 0 if key == "age" else 2))


@pytest.mark.parametrize("name", FORMULAS)
@given(st.randoms(use_true_random=False))
def test_every_point_inside_gives_a_value_inside(name: str, chance: Random) -> None:
    formula = FORMULAS[name]
    ends = [{key: drawn(name, key, chance) for key in formula.inputs} for _ in range(2)]
    wide: dict[str, Given] = {}
    inside: dict[str, Given] = {}
    for key, one in ends[0].items():
        other = ends[1][key]
        if isinstance(one, str) or isinstance(other, str):
            wide[key] = inside[key] = one
            continue
        wide[key] = hull([one, other])
        share = Fraction(chance.randrange(101), 100)
        point = one.low + (other.low - one.low) * share
        if formula.inputs[key].kind == "date":
            point = Fraction(round(point))
        inside[key] = Enclosure.exactly(point)
    whole, part = formula.value(wide), formula.value(inside)
    assert whole is not None
    assert part is not None
    assert whole.low <= part.low <= part.high <= whole.high


def test_a_bound_gives_what_it_can() -> None:
    given_: dict[str, Given] = {"age": exactly(40), "weight": exactly(72), "sex": "male"}
    least = Enclosure(Fraction(0), Fraction(1))
    found = FORMULAS["cockcroft_gault"].value({**given_, "creatinine": least})
    assert found == Enclosure(Fraction(100), Fraction(1000))


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("cockcroft_gault", "age", exactly(17)),
        ("cockcroft_gault", "age", Enclosure(Fraction(17), Fraction(40))),
        ("cockcroft_gault", "sex", "unspecified"),
        ("qtcf", "pulse", exactly(10)),
        ("absolute_count", "share", exactly(101)),
        ("child_pugh", "ascites", "some"),
    ],
)
def test_outside_its_range_a_formula_gives_nothing(name: str, key: str, value: Given) -> None:
    chance = Random(1)  # noqa: S311 - numbers for a test
    whole = {each: drawn(name, each, chance) for each in FORMULAS[name].inputs}
    assert FORMULAS[name].value(whole) is not None
    assert FORMULAS[name].value({**whole, key: value}) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a if b else c", "a if b else c: a if b else c"),
        ("1 + a.b", "1 + a.b: a.b"),
        ("a.b(c)", "a.b(c): a.b(c)"),
        ("__import__('os')", "__import__('os'): __import__('os')"),
        ("a(", "a("),
        ("lambda: 1", "lambda: 1: lambda: 1"),
    ],
)
def test_only_arithmetic_is_read(text: str, what: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parsed(text)
    assert str(refused.value) == what


def test_an_expression_goes_by_its_names_and_not_by_its_functions() -> None:
    text = "(140 - age) * pick(sex, female=0.85, male=1) / min(weight, nearest(weight))"
    assert names(text) == {"age", "sex", "weight"}
    assert names("1 + 2") == frozenset()


def test_a_choice_is_no_number() -> None:
    with pytest.raises(ExpressionError, match=r"^male is no number$"):
        worked_out("sex + 1", {"sex": "male"})


@pytest.mark.parametrize(
    ("number", "nearest"), [("2.4", 2), ("2.5", 3), ("2.6", 3), ("3", 3), ("-0.6", -1)]
)
def test_the_nearest_whole_number(number: str, nearest: int) -> None:
    assert worked_out("nearest(x)", {"x": exactly(number)}) == exactly(nearest)
    assert worked_out("-x", {"x": exactly(number)}) == exactly(-Fraction(number))


def test_without_an_end_there_is_no_nearest_number() -> None:
    above = Enclosure(Fraction(5, 2), inf)
    assert worked_out("nearest(x)", {"x": above}) == Enclosure(Fraction(3), inf)


CHILD_A: dict[str, Given] = {
    "bilirubin": exactly(20),
    "albumin": exactly(40),
    "inr": exactly(1),
    "ascites": "none",
    "encephalopathy": "none",
}


# Bilirubin below 34 µmol/L 1 point, to 50 2, above 3; albumin above 35 g/L 1, to 28 2, below 3;
# INR below 1.7 1, to 2.3 2, above 3.
@pytest.mark.parametrize(
    ("name", "figures", "points"),
    [
        ("bilirubin", ("33.9", "34", "50", "50.1"), [5, 6, 6, 7]),
        ("albumin", ("35.1", "35", "28", "27.9"), [5, 6, 6, 7]),
        ("inr", ("1.69", "1.7", "2.3", "2.31"), [5, 6, 6, 7]),
    ],
)
def test_the_points_of_child_and_pugh(
    name: str, figures: tuple[str, ...], points: list[int]
) -> None:
    score = FORMULAS["child_pugh"]
    found = [score.value({**CHILD_A, name: exactly(figure)}) for figure in figures]
    assert found == [exactly(number) for number in points]


@pytest.mark.parametrize(
    ("birth", "years"),
    [("1960-03-31", 66), ("1960-04-01", 65), ("1960-03-30", 66), ("1960-12-31", 65)],
)
def test_a_year_is_completed_on_the_birthday(birth: str, years: int) -> None:
    born = exactly(date.fromisoformat(birth).toordinal())
    assert FORMULAS["age"].value({"birth": born, "today": exactly(TODAY)}) == exactly(years)


@pytest.mark.parametrize(
    ("age", "holds"), [("17.9", False), ("18", True), ("90", True), ("91", False)]
)
def test_the_ends_of_a_range_belong_to_it(age: str, *, holds: bool) -> None:
    assert Input(low=Decimal(18), high=Decimal(90)).holds(exactly(age)) is holds


def test_a_formula_goes_by_exactly_its_inputs() -> None:
    bmi = FORMULAS["bmi"].model_dump()
    with pytest.raises(ValidationError, match="error, write an expression of exactly the inputs "):
        Formula(**{**bmi, "expression": "weight / 4"})


# ---- other implementations ----


def _renal(given: dict[str, Any]) -> dict[str, Any]:
    kept = {key: given[key] for key in ("sex", "creatinine")}
    return {**kept, "age": int(given["age"]), "creatinine_unit": "mg/dL"}


OTHERS: dict[str, tuple[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {
    "bmi": (
        "bmi",
        lambda g: {"weight_kg": g["weight"], "height_cm": g["height"]},
    ),
    "bsa_mosteller": (
        "body_surface_area",
        lambda g: {"weight_kg": g["weight"], "height_cm": g["height"]},
    ),
    "cockcroft_gault": (
        "cockcroft_gault",
        lambda g: {**_renal(g), "weight_kg": g["weight"]},
    ),
    "ckd_epi_2021": ("egfr", _renal),
    "corrected_calcium": (
        "corrected_calcium",
        lambda g: {**g, "albumin_unit": "g/L", "calcium_unit": "mmol/L"},
    ),
    "meld": (
        "meld",
        lambda g: {
            **{key: g[key] for key in ("bilirubin", "creatinine", "inr")},
            "bilirubin_unit": "mg/dL",
            "creatinine_unit": "mg/dL",
            "dialysis_twice_past_week": g["dialysis"] == "yes",
        },
    ),
    "child_pugh": (
        "child_pugh",
        lambda g: {
            **{key: g[key] for key in ("bilirubin", "albumin", "inr")},
            "albumin_unit": "g/L",
            "bilirubin_unit": "umol/L",
            "ascites": {"none": "none", "slight": "mild", "moderate": "moderate-severe"}[
                g["ascites"]
            ],
            "encephalopathy": g["encephalopathy"].replace("_1_2", "1-to2").replace("_3_4", "3-to4"),
        },
    ),
}


def _plain(given_: dict[str, Given]) -> dict[str, Any]:
    return {key: x if isinstance(x, str) else float(x.low) for key, x in given_.items()}


def _between_the_tables(bilirubin: Given) -> bool:
    """Whether 34 and 50 µmol/L are not what 2 and 3 mg/dL are, which clincalc goes by."""
    assert isinstance(bilirubin, Enclosure)
    return any(low <= bilirubin.low <= high for low, high in ((34, 35), (50, 52)))


@pytest.mark.parametrize("name", OTHERS)
def test_a_thousand_points_agree_with_clincalc(name: str) -> None:
    clincalc = pytest.importorskip("clincalc")
    calculator, asked = OTHERS[name]
    chance = Random(name)  # noqa: S311 - the same points every time
    for _ in range(1000):
        point = {key: drawn(name, key, chance) for key in FORMULAS[name].inputs}
        if name == "child_pugh" and _between_the_tables(point["bilirubin"]):
            continue
        found = FORMULAS[name].value(point)
        assert found is not None
        other = float(clincalc.calculate(calculator, asked(_plain(point)))["result"])
        # It rounds what it prints, some to a whole number.
        places = 0.5 if other == int(other) else 0.05 if round(other, 1) == other else 0.005
        assert float(found.low) == pytest.approx(other, abs=places + 1e-9), point


MEDCALC = {
    "qtcf": ("qt_calculator_fredericia", "fredericia_calculator_explanation"),
    "qtcb": ("qt_calculator_bazett", "bazett_calculator_explanation"),
    "mdrd": ("mdrd_gfr", "mrdr_gfr_explanation"),
}
UNITS = {
    "qt": ("qt_interval", "msec"),
    "pulse": ("heart_rate", "beats per minute"),
    "age": ("age", "years"),
    "creatinine": ("creatinine", "mg/dL"),
}


@pytest.mark.parametrize("name", MEDCALC)
def test_a_thousand_points_agree_with_medcalc_bench(name: str) -> None:
    module, function = MEDCALC[name]
    calculate = getattr(pytest.importorskip(f"medcalc.{module}"), function)
    chance = Random(name)  # noqa: S311 - the same points every time
    for _ in range(1000):
        point = {key: drawn(name, key, chance) for key in FORMULAS[name].inputs}
        found = FORMULAS[name].value(point)
        assert found is not None
        asked: dict[str, object] = {}
        for key, value in _plain(point).items():
            if key == "sex":
                asked["sex"] = value.capitalize()
            else:
                called, unit = UNITS[key]
                asked[called] = (int(value) if key == "age" else value, unit)
        if name == "mdrd":
            asked["race"] = "White"
        other = float(calculate(asked)["Answer"])
        assert float(found.low) == pytest.approx(other, rel=2e-3, abs=0.06), point
