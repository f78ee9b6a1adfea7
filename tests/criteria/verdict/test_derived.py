"""Items that are worked out of others: what counts, what is asked for, what stays unknown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.known.truth import Truth
from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Interval,
    NotKnown,
    Quantity,
    Several,
    Value,
)
from criteria.trial.consistency import problems
from criteria.verdict.facts import Facts
from criteria.verdict.findings import finding, findings
from criteria.verdict.verdict import open_items, verdict
from tests.making import TODAY, span
from tests.small import choice, day, number, trial

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
CLEARANCE = {
    "by": "cockcroft_gault",
    "from": {
        "age": "I1.age",
        "sex": "CTX.sex",
        "weight": "I1.weight",
        "creatinine": "I1.creatinine",
    },
}
TRIAL = trial(
    number(
        "I1.crcl",
        {"kind": "above", "limit": "60"},
        units={"mL/min": "1"},
        derived=CLEARANCE,
        volunteered=True,
    ),
    number("I1.age", units={"years": "1"}),
    number("I1.weight", units={"kg": "1"}),
    number("I1.creatinine", units={"µmol/L": "1", "mg/dL": "88.4"}),
    choice("CTX.sex", codes="female male"),
    roles={"sex": "CTX.sex"},
)


def result(text: str, unit: str = "") -> Quantity:
    sign = Comparator(text[0]) if text[0] in "<≤>≥" else Comparator.EQUAL
    figure = Decimal(text.lstrip("<≤>≥"))
    return Quantity(text, figure, sign, unit, Interval.reported(sign, Fraction(figure)))


MAN: dict[str, Value] = {
    "I1.age": result("40"),
    "I1.weight": result("72"),
    "I1.creatinine": result("88.4"),
    "CTX.sex": Choice("male"),
}


def judged(**changed: Value | None) -> Truth:
    answers = {**MAN, **{name.replace("__", "."): value for name, value in changed.items()}}
    known = {name: value for name, value in answers.items() if value is not None}
    return Facts(TRIAL, known, TODAY).item_truth("I1.crcl")


def test_a_quantity_follows_from_its_parts_exactly() -> None:
    facts = Facts(TRIAL, MAN, TODAY)
    value = facts.value("I1.crcl")
    assert isinstance(value, Quantity)
    assert (value.number, value.unit) == (Decimal("100.0"), "mL/min")
    assert value.interval == Interval(Fraction(100), Fraction(100))
    # 60 exactly is not above 60.
    assert judged(I1__weight=result("43.2")) is N
    assert judged(I1__weight=result("43.3")) is Y


def test_the_quantity_is_kept_as_a_result_that_was_worked_out() -> None:
    thin = Facts(TRIAL, {**MAN, "I1.weight": result("71")}, TODAY).value("I1.crcl")
    exact = Interval(Fraction(3550, 36), Fraction(3550, 36))
    shown = Quantity("", Decimal("98.6"), Comparator.EQUAL, "mL/min", exact, flags=("formula",))
    assert thin == shown


@pytest.mark.parametrize("part", ["I1__age", "I1__weight", "I1__creatinine"])
def test_a_part_that_cannot_be_converted_gives_unknown(part: str) -> None:
    stones = Quantity("11 stone", Decimal(11), Comparator.EQUAL, "stone", None)
    assert judged(**{part: stones}) is U


# The birthday is tomorrow, today, this month, this year.
@pytest.mark.parametrize(
    ("birth", "expected"),
    [("2008-04-01", N), ("2008-03-31", Y), ("2008-03", Y), ("2008-04", N), ("2008", U)],
)
def test_an_age_is_counted_to_the_reference_date(birth: str, expected: Truth) -> None:
    adult = {"kind": "at_least", "limit": "18"}
    of_birth = {"by": "age", "from": {"birth": "CTX.birth"}}
    small = trial(
        number("I1.age", adult, units={"years": "1"}, derived=of_birth, volunteered=True),
        day("CTX.birth"),
    )
    assert Facts(small, {"CTX.birth": span(birth)}, TODAY).item_truth("I1.age") is expected


@pytest.mark.parametrize(
    ("creatinine", "expected"), [("<100", Y), ("<200", U), (">150", N), (">100", U)]
)
def test_a_bound_decides_where_every_number_behind_it_does(
    creatinine: str, expected: Truth
) -> None:
    assert judged(I1__creatinine=result(creatinine)) is expected


@pytest.mark.parametrize("missing", [name.replace(".", "__") for name in MAN])
def test_a_missing_part_gives_unknown(missing: str) -> None:
    assert judged(**{missing: None}) is U
    assert judged(**{missing: NotKnown()}) is U


def test_outside_the_formulas_range_it_is_unknown() -> None:
    assert judged(I1__age=result("17")) is U


def test_a_given_result_wins_and_not_known_does_not() -> None:
    assert judged(I1__crcl=result("50")) is N
    assert judged(I1__crcl=NotKnown()) is Y


def test_what_goes_in_is_asked_for_and_the_quantity_is_not() -> None:
    answers = {name: MAN[name] for name in ("I1.age", "I1.weight")}
    assert open_items(Facts(TRIAL, answers, TODAY)) == ("I1.creatinine", "CTX.sex")
    found = findings(verdict(TRIAL, answers, TODAY), "I1")
    reasons = [(each.item, each.reason) for each in found]
    assert reasons == [
        ("I1.crcl", "underived"),
        ("CTX.sex", "not_asked"),
        ("I1.creatinine", "not_asked"),
    ]


def test_a_finding_has_the_value_and_its_distance() -> None:
    found = finding("I1.crcl", Facts(TRIAL, {**MAN, "I1.weight": result("36")}, TODAY))
    assert (found.reason, found.distance) == ("outside", Fraction(-10))
    assert isinstance(found.value, Quantity)


def test_not_known_is_explained_by_what_was_worked_out() -> None:
    found = finding("I1.crcl", Facts(TRIAL, {**MAN, "I1.crcl": NotKnown()}, TODAY))
    assert (found.truth, found.reason) == (Y, "inside")


def test_days_between_two_dates_known_to_the_month() -> None:
    between = {"by": "days_between", "from": {"first": "I1.first", "last": "I1.last"}}
    small = trial(
        number(
            "I1.days",
            {"kind": "at_least", "limit": "50"},
            units={"days": "1"},
            derived=between,
            volunteered=True,
        ),
        day("I1.first"),
        day("I1.last"),
    )
    last = DateSpan(TODAY, TODAY)
    for first, expected in (("2026-02-09", Y), ("2026-02-10", N), ("2026-02", U), ("2026-01", Y)):
        facts = Facts(small, {"I1.first": span(first), "I1.last": last}, TODAY)
        assert facts.item_truth("I1.days") is expected


@pytest.mark.parametrize(
    ("repeated", "expected"),
    [("highest", "142"), ("lowest", "137"), ("mean", "139"), ("newest", None)],
)
def test_repeated_measurements(repeated: str, expected: str | None) -> None:
    small = trial(number("I1.sbp", {"kind": "below", "limit": "139"}, repeated=repeated))
    several = Several(tuple(map(result, ("142", "138", "137"))))
    facts = Facts(small, {"I1.sbp": several}, TODAY)
    if expected is None:
        assert facts.item_truth("I1.sbp") is U
        return
    value = facts.value("I1.sbp")
    assert isinstance(value, Quantity)
    assert value.number == Decimal(expected)
    assert facts.item_truth("I1.sbp") is (Y if expected == "137" else N)


def combined(repeated: str, *texts: str) -> Value | None:
    small = trial(number("I1.sbp", repeated=repeated))
    first = replace(result(texts[0]), flags=("sitting",), date=span("2026-03-01"))
    several = Several((first, *map(result, texts[1:])), "; ".join(texts))
    return Facts(small, {"I1.sbp": several}, TODAY).value("I1.sbp")


@pytest.mark.parametrize(
    ("repeated", "texts", "number", "low", "high"),
    [
        ("mean", ("142", "137"), "139.50", "279/2", "279/2"),
        ("mean", ("140", "140", "141"), "140.33", "421/3", "421/3"),
        ("mean", ("<140", "150"), "75.00", "75", "145"),
        ("mean", (">140", "150"), "145.00", "145", None),
        ("highest", ("142", "137"), "142.00", "142", "142"),
        ("highest", ("<142", "137"), "137.00", "137", "142"),
        ("highest", (">130", "137"), "137.00", "137", None),
        ("lowest", ("142", "137"), "137.00", "137", "137"),
        ("lowest", (">130", "137"), "130.00", "130", "137"),
        ("lowest", (">130", ">137"), "130.00", "130", None),
    ],
)
def test_what_repeated_measurements_come_to(
    repeated: str, texts: tuple[str, ...], number: str, low: str, high: str | None
) -> None:
    value = combined(repeated, *texts)
    ends = Interval(Fraction(low), None if high is None else Fraction(high))
    sign = Comparator.AT_LEAST if high is None else Comparator.EQUAL
    assert value == Quantity("; ".join(texts), Decimal(number), sign, "1", ends, flags=("sitting",))
    assert isinstance(value, Quantity)
    assert str(value.number) == number


def test_measurements_of_which_one_cannot_be_converted_come_to_nothing() -> None:
    small = trial(number("I1.sbp", repeated="mean"))
    odd = Quantity("19 kPa", Decimal(19), Comparator.EQUAL, "kPa", None)
    for results in ((result("142"), odd), (odd, result("142"))):
        several = Several(results, "142; 19 kPa")
        facts = Facts(small, {"I1.sbp": several}, TODAY)
        assert facts.value("I1.sbp") == several


@pytest.mark.parametrize(
    ("derived", "what"),
    [
        ({"by": "cockroft"}, "cockcroft_gault"),
        ({"by": "bmi", "from": {"weight": "I1.weight"}}, "the number item that goes in"),
        ({**CLEARANCE, "from": {**CLEARANCE["from"], "sex": "I1.age"}}, "a choice item"),  # type: ignore[dict-item] # a plain table
        ({**CLEARANCE, "from": {**CLEARANCE["from"], "age": "I1.weight"}}, "kg"),  # type: ignore[dict-item] # as above
        ({**CLEARANCE, "from": {**CLEARANCE["from"], "age": "I1.crcl"}}, "without a circle"),  # type: ignore[dict-item] # as above
    ],
)
def test_a_formula_that_does_not_fit_is_named(derived: dict[str, object], what: str) -> None:
    small = trial(
        number("I1.crcl", units={"mL/min": "1"}, derived=derived, volunteered=True),
        *(_as_file(name) for name in ("I1.age", "I1.weight", "I1.creatinine")),
        choice("CTX.sex", codes="female male"),
        criteria=[{"id": "I1", "text": "…", "rule": {"always": True}}],
    )
    assert any(what in str(problem) for problem in problems(small))


def _as_file(name: str) -> dict[str, object]:
    units = {"I1.age": "years", "I1.weight": "kg", "I1.creatinine": "mg/dL"}
    return number(name, units={units[name]: "1"})
