"""What a printed result means: its unit, its limits, and what must be asked back."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.known.ranges import PrintedRanges, Range
from criteria.known.values import (
    ABOUT,
    Comparator,
    DateSpan,
    Doubt,
    Interval,
    Quantity,
    Reference,
    Refusal,
    exactly,
)
from criteria.reading.results.judging import judge, with_method, written_units
from criteria.reading.results.lexemes import Number
from criteria.reading.results.printed import Limits, Printed
from criteria.reading.spelling.numbers import candidates
from criteria.trial.catalog import load
from criteria.trial.protocol import NumberItem

TRIAL = load("start-net", "R1")


def item_of(name: str) -> NumberItem:
    item = TRIAL.items[name]
    assert isinstance(item, NumberItem)
    return item


def number(text: str) -> Number:
    return Number(text, candidates(text))


def printed(text: str, unit: str | None = None, upto: str | None = None) -> Printed:
    end = number(upto) if upto else None
    return Printed(number(text), Comparator.EQUAL, 0, upto=end, unit=unit)


def judged(item: str, one: Printed) -> Quantity | Doubt | Refusal:
    return judge(one, item_of(item), TRIAL, "the text")


def quantity(item: str, one: Printed) -> Quantity:
    found = judged(item, one)
    assert isinstance(found, Quantity)
    return found


def doubt(item: str, one: Printed) -> tuple[str, list[str]]:
    """The code of a doubt, and what it asks for."""
    found = judged(item, one)
    assert isinstance(found, Doubt)
    assert found.text == "the text"
    return found.code, [
        f"{each.number} {each.unit}" for each in found.candidates if isinstance(each, Quantity)
    ]


def refusal(item: str, one: Printed) -> tuple[str, dict[str, str]]:
    found = judged(item, one)
    assert isinstance(found, Refusal)
    assert found.text == "the text"
    return found.code, dict(found.detail)


def test_an_item_is_written_in_its_units_and_what_can_be_converted() -> None:
    assert written_units(item_of("I10.hb")) == ("g/L", "g/dL", "mmol/L")
    assert written_units(item_of("I10.anc")) == ("10^9/L", "/µL", "%", "lakh/µL")
    assert written_units(item_of("I4.ki67")) == ("%",)
    assert written_units(item_of("I9.gfr")) == (
        "mL/min/1.73m2",
        "mL/s/1.73m2",
        "mL/min",
        "m2",
    )


def test_a_quantity_is_what_was_printed_and_its_meaning() -> None:
    day = DateSpan.of(2026, 3, 12)
    one = replace(
        printed("10,5", "g/dL"),
        date=day,
        flags=("haemolysis",),
        limits=Limits(number("11,7"), number("15,3")),
    )
    found = quantity("I10.hb", one)
    assert found == Quantity(
        text="the text",
        number=candidates("10.5")[0],
        comparator=Comparator.EQUAL,
        unit="g/dL",
        interval=exactly(105),
        date=day,
        reference=Reference(candidates("11.7")[0], candidates("15.3")[0], Fraction(153)),
        flags=("haemolysis",),
    )


@pytest.mark.parametrize(
    ("comparator", "interval"),
    [
        (Comparator.EQUAL, exactly(80)),
        (Comparator.LESS, Interval(Fraction(0), Fraction(80), high_open=True)),
        (Comparator.AT_LEAST, Interval(Fraction(80), None)),
    ],
)
def test_a_comparator_makes_an_interval(comparator: Comparator, interval: Interval) -> None:
    found = quantity("I10.hb", replace(printed("80", "g/L"), comparator=comparator))
    assert (found.comparator, found.interval) == (comparator, interval)


def test_a_missing_unit_is_asked_for() -> None:
    assert doubt("I10.hb", printed("105")) == ("unit_missing", ["105 g/L"])
    assert doubt("I10.bili", printed("8")) == ("unit_ambiguous", ["8 µmol/L", "8 mg/dL"])
    assert quantity("I1.age", printed("62")).unit == "years"


def test_a_number_with_three_decimals_may_be_a_thousand() -> None:
    assert quantity("I10.plt", printed("88.000", "/µL")).number == 88000
    assert quantity("I9.gfr", printed("1.125", "mL/s/1.73m2")).number == Fraction("1.125")
    assert doubt("I10.plt", printed("2.500", "10^9/L")) == (
        "number_ambiguous",
        ["2.500 10^9/L", "2500 10^9/L"],
    )


def test_what_cannot_be_is_refused_with_what_can() -> None:
    assert refusal("I10.hb", printed("9000", "g/L")) == (
        "out_of_range",
        {"low": "20", "high": "250", "unit": "g/L"},
    )
    assert refusal("I10.hb", printed("9000"))[1]["unit"] == "g/L"
    assert refusal("I10.hb", printed("1", "g/dL"))[1]["unit"] == "g/L"
    assert refusal("I10.anc", printed("101", "%")) == (
        "out_of_range",
        {"low": "0", "high": "100", "unit": "%"},
    )
    assert refusal("I4.ki67", printed("101", "%"))[1]["unit"] == "%"
    assert refusal("I10.ast", printed("15001", "U/L"))[1] == {
        "low": "1",
        "high": "15000",
        "unit": "U/L",
    }
    assert refusal("I10.ast", printed("300000", "nkat/L"))[1] == {
        "low": "0.02",
        "high": "250",
        "unit": "µkat/L",
    }


def test_a_per_cent_is_at_most_a_hundred() -> None:
    found = quantity("I10.anc", printed("100", "%"))
    assert (found.interval, found.flags) == (None, ("derived",))


@pytest.mark.parametrize(
    ("comparator", "kind"),
    [
        (Comparator.EQUAL, Doubt),
        (Comparator.LESS, Quantity),
        (Comparator.AT_MOST, Quantity),
        (Comparator.MORE, Doubt),
        (Comparator.AT_LEAST, Doubt),
    ],
)
def test_an_unusually_low_number_is_asked_back_unless_it_is_an_upper_bound(
    comparator: Comparator, kind: type
) -> None:
    found = judged("I10.hb", replace(printed("59", "g/L"), comparator=comparator))
    assert isinstance(found, kind)
    assert not isinstance(found, Doubt) or found.code == "unlikely"


@pytest.mark.parametrize(
    ("comparator", "kind"),
    [
        (Comparator.EQUAL, Doubt),
        (Comparator.LESS, Doubt),
        (Comparator.AT_MOST, Doubt),
        (Comparator.MORE, Quantity),
        (Comparator.AT_LEAST, Quantity),
    ],
)
def test_an_unusually_high_number_is_asked_back_unless_it_is_a_lower_bound(
    comparator: Comparator, kind: type
) -> None:
    found = judged("I10.hb", replace(printed("191", "g/L"), comparator=comparator))
    assert isinstance(found, kind)
    assert not isinstance(found, Doubt) or found.code == "unlikely"


def test_usual_are_the_soft_limits_themselves() -> None:
    assert quantity("I10.hb", printed("60", "g/L"))
    assert quantity("I10.hb", printed("190", "g/L"))


def test_a_number_that_is_only_about_right_is_asked_back() -> None:
    about = replace(printed("105", "g/L"), about=True)
    assert doubt("I10.hb", about) == ("approximate", ["105 g/L"])
    assert doubt("I10.hb", replace(about, unit=None))[0] == "unit_missing"


def test_a_whole_number_is_demanded_where_the_item_says_so() -> None:
    assert refusal("I1.age", printed("62,5")) == ("not_whole", {})
    assert refusal("I1.age", printed("62", upto="64,5"))[0] == "not_whole"
    assert quantity("I1.age", printed("62,0"))
    assert quantity("I10.hb", printed("105,5", "g/L"))


def test_a_range_of_whole_numbers_is_an_interval() -> None:
    found = quantity("I1.age", printed("62", upto="64"))
    assert found.number == 62
    assert found.interval == Interval(Fraction(62), Fraction(64))
    assert refusal("I1.age", printed("62", upto="121"))[0] == "out_of_range"
    assert quantity("I1.age", printed("62", upto="120"))


@pytest.mark.parametrize(
    ("item", "text", "share"),
    [
        ("I10.anc", "62", True),
        ("I10.anc", "100", True),
        ("I10.anc", "100.5", False),
        ("I10.anc", "5", False),
        ("I10.hb", "62", False),
    ],
)
def test_a_bare_number_that_is_no_usual_count_may_be_a_per_cent(
    item: str,
    text: str,
    share: bool,  # noqa: FBT001 - a case
) -> None:
    found = judged(item, printed(text))
    candidates = found.candidates if isinstance(found, Doubt) else (found,)
    assert any(isinstance(one, Quantity) and one.unit == "%" for one in candidates) is share


def test_a_multiple_of_a_unit_is_that_many_of_it() -> None:
    assert quantity("I10.plt", printed("2.1", "lakh/µL")).interval == exactly(Fraction(210))


def test_what_can_mean_two_things_is_not_called_unusual_as_well() -> None:
    found = judged("I10.anc", printed("100.5"))
    assert isinstance(found, Doubt)
    assert found.codes == ("unit_ambiguous",)


def test_a_range_of_which_one_end_cannot_be_is_refused_with_what_can() -> None:
    code, detail = refusal("I7.lesion_mm", printed("2", "mm", upto="2000"))
    assert code == "out_of_range"
    assert detail["unit"] == "mm"


def test_a_range_that_no_criterion_depends_on_is_an_interval() -> None:
    assert quantity("I4.ki67", printed("7.5", upto="10")).interval == Interval(
        Fraction("7.5"), Fraction(10)
    )
    assert refusal("I4.ki67", printed("5", upto="101"))[0] == "out_of_range"


def test_several_doubts_are_all_named_and_about_stays() -> None:
    found = judged("I9.gfr", replace(printed("175"), about=True))
    assert isinstance(found, Doubt)
    assert found.codes == ("unit_missing", "approximate", "unlikely")
    assert [one.flags for one in found.candidates if isinstance(one, Quantity)] == [(ABOUT,)]


def test_a_range_of_other_numbers_is_asked_back_where_the_question_has_one_unit() -> None:
    assert refusal("I10.hb", printed("105", "g/L", upto="120")) == ("range_not_value", {})
    assert doubt("I7.lesion_mm", printed("2", "mm", upto="7"))[1] == ["2 mm", "7 mm"]


def test_an_upper_limit_is_the_upper_end_of_what_is_printed() -> None:
    assert quantity("I10.ast_uln", printed("10", "U/L", upto="50")).number == 50
    below = replace(printed("50", "U/L"), comparator=Comparator.LESS)
    found = quantity("I10.ast_uln", below)
    assert found.number == 50
    assert found.comparator is Comparator.EQUAL
    assert found.interval == exactly(Fraction(50, 60))
    for comparator in (Comparator.MORE, Comparator.AT_LEAST):
        above = replace(below, comparator=comparator)
        assert refusal("I10.ast_uln", above) == ("range_not_value", {})
    assert quantity("I10.hb", replace(printed("105", "g/L"), comparator=Comparator.MORE))


def test_two_numbers_with_a_space_may_be_two_results() -> None:
    assert doubt("I10.plt", printed("95 201"))[0] == "value_ambiguous"
    assert quantity("I10.plt", printed("95 201", "/µL")).number == 95201
    assert doubt("I10.plt", printed("250 000"))[1] == ["250000 /µL"]


@pytest.mark.parametrize(
    ("surface", "low", "flags"),
    [
        ("1,73", Fraction(40), ("derived",)),
        ("0,5", Fraction(40) * Fraction("1.73") * 2, ("derived",)),
        ("3", Fraction(40) * Fraction("1.73") / 3, ("derived",)),
        ("0,4", None, ("absolute",)),
        ("3,1", None, ("absolute",)),
        ("1,234", None, ("absolute",)),
        (None, None, ("absolute",)),
    ],
)
def test_an_absolute_clearance_is_converted_with_a_believable_body_surface(
    surface: str | None, low: Fraction | None, flags: tuple[str, ...]
) -> None:
    area = number(surface) if surface else None
    found = quantity("I9.gfr", replace(printed("40", "mL/min"), surface=area))
    assert found.flags == flags
    assert found.interval == (None if low is None else exactly(low))


@pytest.mark.parametrize(
    ("limits", "reference"),
    [
        (Limits(number("10"), number("50")), ("10", "50", Fraction(50, 60))),
        (Limits(None, number("50")), (None, "50", Fraction(50, 60))),
        (Limits(number("10"), None), ("10", None, None)),
        (Limits(None, number("50"), "U/L"), (None, "50", Fraction(50, 60))),
        (Limits(None, number("50"), "µkat/L"), None),
        (Limits(None, number("50"), "?"), None),
        (None, None),
    ],
)
def test_a_reference_interval_has_the_unit_of_its_value(
    limits: Limits | None, reference: tuple[str | None, str | None, Fraction | None] | None
) -> None:
    found = quantity("I10.ast", replace(printed("30", "U/L"), limits=limits)).reference
    if reference is None:
        assert found is None
        return
    low, high, upper = reference
    assert found == Reference(
        candidates(low)[0] if low else None, candidates(high)[0] if high else None, upper
    )


def test_an_unclear_end_of_the_interval_is_the_one_that_is_possible() -> None:
    for text, end in (("1.000", 1), ("0.750", Fraction("0.75"))):
        limits = Limits(None, number(text))
        found = quantity("I10.ast", replace(printed("0,5", "µkat/L"), limits=limits)).reference
        assert found is not None
        assert found.high == end
    either = Limits(number("2.500"), number("3"))
    found = quantity("I10.plt", replace(printed("88", "10^9/L"), limits=either)).reference
    assert found is not None
    assert found.low == Decimal("2.5")
    either = Limits(number("1"), number("2.500"))
    assert quantity("I10.plt", replace(printed("88", "10^9/L"), limits=either)).reference is None


def test_a_per_cent_has_a_reference_without_an_upper_limit_in_counts() -> None:
    limits = Limits(number("40"), number("75"))
    found = quantity("I10.anc", replace(printed("62", "%"), limits=limits)).reference
    assert found == Reference(candidates("40")[0], candidates("75")[0], None)


@pytest.mark.parametrize(
    ("high", "unit", "kind"),
    [
        ("0,4", "µkat/L", Quantity),
        ("1,0", "µkat/L", Quantity),
        ("0,3", "µkat/L", Doubt),
        ("1,1", "µkat/L", Doubt),
        ("24", "U/L", Quantity),
        ("60", "U/L", Quantity),
        ("23", "U/L", Doubt),
        ("61", "U/L", Doubt),
        ("130", "U/L", Doubt),
    ],
)
def test_an_unusual_upper_limit_is_asked_back(high: str, unit: str, kind: type) -> None:
    value = {"µkat/L": "0,5", "U/L": "30"}[unit]
    one = replace(printed(value, unit), limits=Limits(None, number(high)))
    found = judged("I10.ast", one)
    assert isinstance(found, kind)
    assert not isinstance(found, Doubt) or found.code == "upper_limit_unlikely"


@pytest.mark.parametrize(
    ("item", "value", "high", "units"),
    [
        ("I10.ast", "44", "35", ["U/L"]),
        ("I10.alt", "1,2", "1,1", ["µkat/L"]),
        ("I10.bili", "8", "26", ["µmol/L"]),
        ("I10.bili", "0,8", "1,2", ["mg/dL"]),
        ("I10.ast", "44", "3", ["µkat/L", "U/L", "nkat/L"]),  # in none of them: all are asked
    ],
)
def test_a_missing_unit_is_one_in_which_the_upper_limit_is_possible(
    item: str, value: str, high: str, units: list[str]
) -> None:
    found = judged(item, replace(printed(value), limits=Limits(None, number(high))))
    assert isinstance(found, Doubt)
    assert [one.unit for one in found.candidates if isinstance(one, Quantity)] == units


def test_an_upper_limit_matters_only_where_the_verdict_uses_one() -> None:
    high = Limits(None, number("9"))
    assert quantity("I10.hb", replace(printed("105", "g/L"), limits=high))
    low = Limits(number("9"), None)
    assert quantity("I10.ast", replace(printed("0,5", "µkat/L"), limits=low))


def test_a_method_is_added_to_a_value_or_to_what_is_asked() -> None:
    value = quantity("I9.gfr", printed("72", "mL/min/1.73m2"))
    named = replace(value, method="iohexol")
    assert with_method(value, "iohexol") == named
    assert with_method(value, None) is value
    day = DateSpan.of(2026)
    asked = Doubt("unlikely", (value, day), "the text")
    assert with_method(asked, "iohexol") == replace(asked, candidates=(named, day))


def test_two_numbers_are_two_results_where_both_are_usual_in_some_unit() -> None:
    assert doubt("I10.hb", printed("12 105"))[0] == "value_ambiguous"
    assert doubt("I10.ast", printed("30 500"))[0] == "value_ambiguous"
    assert all(
        candidate.text == "the text"
        for found in [judged("I10.plt", printed("95 201"))]
        if isinstance(found, Doubt)
        for candidate in found.candidates
    )


def test_what_is_usual_may_be_stated_in_the_printed_unit() -> None:
    few = Range(low=Decimal(1), high=Decimal(10), source="invented")
    stated = {"/µL": PrintedRanges(soft=few, hard=few)}
    item = item_of("I10.plt").model_copy(update={"printed_ranges": stated})
    found = judge(printed("5 100"), item, TRIAL, "")
    assert isinstance(found, Doubt)
    assert found.code == "value_ambiguous"
    assert isinstance(judge(printed("15 100"), item, TRIAL, ""), Refusal)


def test_a_body_surface_converts_nothing_but_a_clearance() -> None:
    found = quantity("I10.anc", replace(printed("62", "%"), surface=number("1,9")))
    assert (found.interval, found.flags) == (None, ("derived",))


def test_an_item_may_have_a_percentage_and_a_body_surface() -> None:
    both = item_of("I10.anc").model_copy(update={"body_surface_unit": "mL/min"})
    assert written_units(both) == ("10^9/L", "/µL", "%", "lakh/µL", "mL/min", "m2")


def test_a_range_is_converted_at_both_ends() -> None:
    units = {"years": Fraction(1), "months": Fraction(1, 12)}
    age = item_of("I1.age").model_copy(update={"units": units})
    found = judge(printed("24", "months", upto="36"), age, TRIAL, "")
    assert isinstance(found, Quantity)
    assert found.interval == Interval(Fraction(2), Fraction(3))
