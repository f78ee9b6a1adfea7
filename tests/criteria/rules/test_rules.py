"""Each rule at its limit: the boundary column, the window and the interval tables, conversions."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from criteria.known.truth import Truth
from criteria.known.values import Choice, DateSpan, NotKnown, Value
from criteria.rules.rules import OlderThan, Rule
from criteria.trial.protocol import ChoiceItem, NumberItem
from criteria.verdict.facts import Facts
from tests.making import MAN, TODAY, TRIAL, Written, given, quantity, span, value

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
RULE: TypeAdapter[Rule] = TypeAdapter(Rule)


def truth(item: str, text: str, today: date = TODAY, **others: str) -> Truth:
    """Judge one item by its own rule; others are given with the dot written as two lines."""
    answers: dict[str, Written] = {name.replace("__", "."): code for name, code in others.items()}
    return Facts(TRIAL, given({**answers, item: text}), today).item_truth(item)


# ---- numbers at their limits ----

BOUNDARIES = [
    ("I1.age", "18", Y),
    ("I1.age", "17", N),
    ("I7.lesion_mm", "10.0", Y),
    ("I7.lesion_mm", "9.9", N),
    ("I7.lesion_mm", "1.0 cm", Y),
    ("I7.node_mm", "15.0", Y),
    ("I7.node_mm", "14.9", N),
    ("I7.node_mm", "10", N),
    ("I9.gfr", "50", N),
    ("I9.gfr", "50.1", Y),
    ("I10.hb", "90", N),
    ("I10.hb", "9.0 g/dL", N),
    ("I10.hb", "91", Y),
    ("I10.hb", "5.6 mmol/L", Y),
    ("I10.hb", "5.585 mmol/L", N),
    ("I10.plt", "100", N),
    ("I10.plt", "101", Y),
    ("I10.plt", "100000 /µL", N),
    ("I10.plt", "100001 /µL", Y),
    ("I10.wbc", "3.0", N),
    ("I10.wbc", "3.1", Y),
    ("I10.wbc", "3000 /µL", N),
    ("I10.wbc", "3001 /µL", Y),
    ("I10.anc", "1.5", N),
    ("I10.anc", "1.6", Y),
    ("I10.anc", "1500 /µL", N),
    ("I10.anc", "1501 /µL", Y),
    ("I10.alb", "25", N),
    ("I10.alb", "26", Y),
    ("I10.alb", "2.5 g/dL", N),
    ("I10.alb", "2.6 g/dL", Y),
]


@pytest.mark.parametrize(("item", "text", "expected"), BOUNDARIES)
def test_a_number_at_its_limit(item: str, text: str, expected: Truth) -> None:
    assert truth(item, text) is expected


# Item, upper limit, the last value that passes, the first that fails: women's, men's, U/L, German.
MULTIPLES = [
    ("I10.ast", "0.60", "1.79", "1.80"),
    ("I10.ast", "0.75", "2.24", "2.25"),
    ("I10.ast", "35 U/L", "104 U/L", "105 U/L"),
    ("I10.ast", "45 U/L", "134 U/L", "135 U/L"),
    ("I10.ast", "50 U/L", "149 U/L", "150 U/L"),
    ("I10.ast", "750 nkat/L", "2249 nkat/L", "2250 nkat/L"),
    ("I10.alt", "0.75", "2.24", "2.25"),
    ("I10.alt", "1.10", "3.29", "3.30"),
    ("I10.alt", "45 U/L", "134 U/L", "135 U/L"),
    ("I10.alt", "70 U/L", "209 U/L", "210 U/L"),
    ("I10.bili", "25", "49", "50"),
    ("I10.bili", "25", "49.99", "50.00"),
    ("I10.bili", "1.2 mg/dL", "2.3 mg/dL", "2.4 mg/dL"),
]


@pytest.mark.parametrize(("item", "limit", "passes", "fails"), MULTIPLES)
def test_a_multiple_of_the_upper_limit_exactly_fails(
    item: str, limit: str, passes: str, fails: str
) -> None:
    for text, expected in ((passes, Y), (fails, N)):
        answers = given({item: text, f"{item}_uln": limit})
        assert Facts(TRIAL, answers, TODAY).item_truth(item) is expected


def test_decimals_are_exact_where_binary_fractions_are_not() -> None:
    assert 3 * 1.1 > 3.3  # what a float would make of it
    assert truth("I10.alt", "3.3", I10__alt_uln="1.1") is N


# Policy P4: without a printed limit every one of the soft range must agree.
# Item, last value below every limit, first and last undecided, first above every limit.
UNPRINTED = [
    ("I10.ast", "1.19", "1.20", "2.99", "3.00"),
    ("I10.ast", "71 U/L", "72 U/L", "179 U/L", "180 U/L"),
    ("I10.alt", "1.19", "1.20", "3.89", "3.90"),
    ("I10.alt", "71 U/L", "72 U/L", "233 U/L", "234 U/L"),
    ("I10.bili", "33.9", "34", "59.9", "60"),
    ("I10.bili", "1.98 mg/dL", "1.99 mg/dL", "3.50 mg/dL", "3.51 mg/dL"),
]


@pytest.mark.parametrize(("item", "low", "first", "last", "high"), UNPRINTED)
def test_an_unprinted_upper_limit_decides_only_where_all_agree(
    item: str, low: str, first: str, last: str, high: str
) -> None:
    found = [truth(item, text) for text in (low, first, last, high)]
    assert found == [Y, U, U, N]


@over(
    st.sampled_from(["I10.ast", "I10.alt", "I10.bili"]),
    st.fractions(0, 5, max_denominator=100),
    st.sampled_from("=<≤>≥"),
)
def test_an_unprinted_upper_limit_is_decided_as_its_two_ends_are(
    item: str, share: Fraction, sign: str
) -> None:
    limit = TRIAL.upper_limits[item]
    assert limit.soft is not None
    figure = f"{sign.strip('=')}{float(share * limit.soft.highest):.4f}"
    low, high = (
        Facts(TRIAL, given({item: figure, limit.id: str(end)}), TODAY).item_truth(item)
        for end in (limit.soft.low, limit.soft.high)
    )
    assert truth(item, figure) is (low if low is high else U)


# ---- censored results (section 3.2) ----

# Reported, criterion '> 50' (GFR), criterion '< 50' (bilirubin, upper limit 25), '≥ 18' (age).
INTERVALS = [
    ("", "NNY", "YNN", "NYY"),
    ("<", "NNU", "YYU", "NNU"),
    ("≤", "NNU", "YUU", "NUU"),
    (">", "UYY", "UNN", "UYY"),
    ("≥", "UUY", "UNN", "UYY"),
]
LETTER = {Y: "Y", N: "N", U: "U"}


@pytest.mark.parametrize(("sign", "above", "below", "at_least"), INTERVALS)
def test_a_censored_result_below_at_and_above_the_limit(
    sign: str, above: str, below: str, at_least: str
) -> None:
    around = [f"{sign}{figure}" for figure in (49, 50, 51)]
    assert "".join(LETTER[truth("I9.gfr", text)] for text in around) == above
    assert "".join(LETTER[truth("I10.bili", text, I10__bili_uln="25")] for text in around) == below
    ages = [f"{sign}{figure}" for figure in (17, 18, 19)]
    assert "".join(LETTER[truth("I1.age", text)] for text in ages) == at_least


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("I9.gfr", ">90", Y),
        ("I9.gfr", ">60", Y),
        ("I9.gfr", ">50", Y),
        ("I9.gfr", "≥50", U),
        ("I9.gfr", ">45", U),
        ("I9.gfr", "<50", N),
        ("I10.plt", "<150", U),
        ("I10.plt", ">100", Y),
        ("I10.bili", "<3", Y),
        ("I10.bili", "<3 mg/dL", U),
    ],
)
def test_the_examples_of_censored_results(item: str, text: str, expected: Truth) -> None:
    assert truth(item, text) is expected


# ---- conversions (section 2.5) ----


@pytest.mark.parametrize(
    ("item", "text", "canonical"),
    [
        ("I10.hb", "9.1 g/dL", "91"),
        ("I10.hb", "5.6 mmol/L", "90.2384"),
        ("I10.plt", "230000 /µL", "230"),
        ("I10.wbc", "3100 /µL", "3.1"),
        ("I10.anc", "1600 /µL", "1.6"),
        ("I10.ast", "45 U/L", "0.75"),
        ("I10.ast", "750 nkat/L", "0.75"),
        ("I10.ast_uln", "36 U/L", "0.6"),
        ("I10.ast_uln", "600 nkat/L", "0.6"),
        ("I10.alt", "66 U/L", "1.1"),
        ("I10.alt", "1100 nkat/L", "1.1"),
        ("I10.alt_uln", "66 U/L", "1.1"),
        ("I10.alt_uln", "1100 nkat/L", "1.1"),
        ("I10.bili", "1.2 mg/dL", "20.5248"),
        ("I10.bili_uln", "1.2 mg/dL", "20.5248"),
        ("I10.alb", "2.6 g/dL", "26"),
        ("I10.alb", "500 µmol/L", "33.25"),
        ("I9.gfr", "1.2 mL/s/1.73m2", "72"),
        ("I7.lesion_mm", "1.2 cm", "12"),
        ("I7.node_mm", "1.5 cm", "15"),
    ],
)
def test_conversions_are_exact(item: str, text: str, canonical: str) -> None:
    interval = quantity(item, text).interval
    assert interval is not None
    assert interval.low == interval.high == Fraction(canonical)


def test_every_unit_of_every_item_is_in_the_table_of_conversions() -> None:
    units = {i.id: set(i.units) for i in TRIAL.items.values() if isinstance(i, NumberItem)}
    enzyme, count = {"µkat/L", "U/L", "nkat/L"}, {"10^9/L", "/µL"}
    bilirubin, size = {"µmol/L", "mg/dL"}, {"mm", "cm"}
    assert units == {
        "I1.age": {"years"},
        "I4.ki67": {"%"},
        **dict.fromkeys(("I7.lesion_mm", "I7.node_mm"), size),
        "I9.gfr": {"mL/min/1.73m2", "mL/s/1.73m2"},
        "I10.hb": {"g/L", "g/dL", "mmol/L"},
        **dict.fromkeys(("I10.plt", "I10.wbc", "I10.anc"), count),
        **dict.fromkeys(("I10.ast", "I10.ast_uln", "I10.alt", "I10.alt_uln"), enzyme),
        **dict.fromkeys(("I10.bili", "I10.bili_uln"), bilirubin),
        "I10.alb": {"g/L", "g/dL", "µmol/L"},
    }


# ---- the progression window (section 2.7) ----

WINDOW = [
    ("2024-03-31", "2026-03-31", Y),
    ("2024-03-30", "2026-03-31", N),
    ("2024-02-29", "2026-02-28", Y),
    ("2024-02-29", "2026-03-01", N),
    ("2026-01-31", "2026-02-27", U),
    ("2026-01-31", "2026-02-28", Y),
    ("2026-02-28", "2026-03-27", U),
    ("2026-02-28", "2026-03-28", Y),
    ("2026-02-28", "2028-02-28", Y),
    ("2026-02-28", "2028-02-29", N),
    ("2024-03", "2026-03-31", U),
    ("2025", "2026-03-31", Y),
    # Months and years at the edges of the window.
    ("2024-02", "2026-03-31", N),
    ("2024-04", "2026-03-31", Y),
    ("2024", "2026-03-31", U),
    ("2023", "2026-03-31", N),
    ("2026-02", "2026-03-31", Y),
    ("2026-02", "2026-03-27", U),
    ("2026-03", "2026-03-31", U),
    ("2026", "2026-03-31", U),
    # A day to come cannot be judged.
    ("2026-04-01", "2026-03-31", U),
    ("2026-03-31", "2026-03-31", U),
]


@pytest.mark.parametrize(("scan", "today", "expected"), WINDOW)
def test_the_window_of_progression(scan: str, today: str, expected: Truth) -> None:
    assert truth("I6.scan_date", scan, date.fromisoformat(today)) is expected


def test_a_scan_that_is_not_a_date_is_open() -> None:
    assert truth("I6.scan_date", "unknown") is U
    facts = Facts(TRIAL, {"I6.scan_date": Choice("2025-11-10")}, TODAY)
    assert facts.item_truth("I6.scan_date") is U


# ---- choices: what satisfies, what violates, what leaves it open ----

CHOICES = {
    "I2.consent": ("signed", "declined cannot_consent", "not_yet"),
    "I3.ecog": ("0 1", "2 3 4", ""),
    "I4.histology": ("yes", "no", ""),
    "I4.type": ("net", "nec pheochromocytoma paraganglioma", "minen other"),
    "I4.differentiation": ("well", "poorly", ""),
    "I4.advanced": ("yes", "no", ""),
    "I4.inoperable": ("yes", "no", ""),
    "I5.uptake": ("above_all", "equal below none", "some_not_above"),
    "I6.progression": ("yes", "no", ""),
    "I6.mdt": ("yes", "no", "not_yet"),
    "I7.measurable": ("yes", "no", ""),
    "I8.prrt_choice": ("yes", "no", "not_yet"),
    "I11.contraception": ("highly_effective", "not_highly_effective", "will_start not_applicable"),
    "E1.pregnant": ("no not_applicable", "yes", ""),
    "E1.lactating": ("no not_applicable", "yes", ""),
    "E2.prior_prrt": ("no", "yes", ""),
    "E3.systemic": ("none ssa_only other_completed", "other_ongoing", "other_stopping"),
    "E4.hypersens": ("no", "yes", ""),
    "E4.severe_reaction": ("no", "yes", ""),
    "E4.dpd": ("normal partial not_tested", "complete_deficiency", ""),
    "E4.marrow": ("no", "yes", ""),
    "E4.liver": ("no", "yes", ""),
    "E4.renal": ("no", "yes", ""),
    "E4.brivudine": ("no", "yes", ""),
    "E5.ct_mri": ("concordant", "discordant", ""),
    "E5.fdg": ("concordant", "discordant", "not_done"),
    "E6.condition": ("no", "yes", "not_assessed"),
    "E7.participation": ("able_and_willing", "unwilling unable", "unsure"),
}


@pytest.mark.parametrize(("item", "codes"), CHOICES.items(), ids=CHOICES)
def test_what_a_choice_decides(item: str, codes: tuple[str, str, str]) -> None:
    satisfies, violates, leaves_open = map(str.split, codes)
    known = TRIAL.items[item]
    assert isinstance(known, ChoiceItem)
    assert sorted(known.choices) == sorted([*satisfies, *violates, *leaves_open])
    found = {code: truth(item, code) for code in (*known.choices, "unknown")}
    assert [code for code in known.choices if found[code] is Y] == satisfies
    assert [code for code in known.choices if found[code] is N] == violates
    assert found["unknown"] is U


def test_the_table_of_choices_leaves_out_only_what_steers() -> None:
    rest = {i.id for i in TRIAL.items.values() if isinstance(i, ChoiceItem)} - set(CHOICES)
    assert rest == {"CTX.sex", "I5.tracer", "I9.method", "I11.wocbp"}


# ---- other kinds of value, and results that are too old ----


@pytest.mark.parametrize("item", ["I10.hb", "I1.age", "I10.ast", "I3.ecog", "I6.scan_date"])
@pytest.mark.parametrize("other", [NotKnown(), value("I5.tracer", "not_done"), None])
def test_a_value_of_another_kind_decides_nothing(item: str, other: Value | None) -> None:
    facts = Facts(TRIAL, given({item: other}), TODAY)
    assert facts.item_truth(item) is U


# What is asked for, the day, whether it is older on 31 March 2026.
AGES = [
    ({"days": 28}, "2026-03-03", N),
    ({"days": 28}, "2026-03-02", Y),
    ({"months": 3}, "2025-12-31", N),
    ({"months": 3}, "2025-12-30", Y),
    ({"months": 1}, "2026-03-01", N),
    ({"months": 1}, "2026-02-28", Y),
    ({"days": 28}, "2026-03", U),
    ({"days": 28}, "2026-02", Y),
    ({"days": 31}, "2026-03", N),
    ({"days": 28}, "2026-04-01", N),
]


@pytest.mark.parametrize(("limit", "day", "expected"), AGES)
def test_older_than(limit: dict[str, int], day: str, expected: Truth) -> None:
    rule = RULE.validate_python({"kind": "older_than", **limit})
    facts = Facts(TRIAL, {}, TODAY)
    assert rule.truth(span(day), "I6.scan_date", facts) is expected
    assert rule.truth(value("I5.tracer", f"not_done @ {day}"), "I5.tracer", facts) is expected
    assert rule.truth(value("I10.hb", f"120 @ {day}"), "I10.hb", facts) is expected


def test_a_result_without_a_date_has_no_age() -> None:
    rule = OlderThan(kind="older_than", days=1)
    facts = Facts(TRIAL, {}, TODAY)
    for item, text in (("I10.hb", "120"), ("I5.tracer", "not_done"), ("I5.tracer", "unknown")):
        assert rule.truth(value(item, text), item, facts) is U
    assert rule.truth(None, "I10.hb", facts) is U


@pytest.mark.parametrize("limit", [{}, {"days": 28, "months": 3}, {"days": 0}, {"months": 0}])
def test_an_age_is_given_in_days_or_in_months(limit: dict[str, int]) -> None:
    with pytest.raises(ValidationError, match=r"either days or months|greater than 0"):
        RULE.validate_python({"kind": "older_than", **limit})


def test_an_age_in_both_says_what_to_write() -> None:
    with pytest.raises(ValidationError) as caught:
        OlderThan(kind="older_than", days=1, months=1)
    assert caught.value.errors()[0]["msg"] == "Value error, write either days or months"


@over(st.dates(date(2023, 1, 1), TODAY), st.integers(0, 400))
def test_a_span_is_decided_only_if_each_of_its_days_is(first: date, length: int) -> None:
    days = [first + timedelta(days=n) for n in range(length + 1)]
    facts = Facts(TRIAL, {}, TODAY)
    rule = TRIAL.items["I6.scan_date"].rule
    assert rule is not None
    each = {rule.truth(DateSpan(day, day), "I6.scan_date", facts) for day in days}
    together = rule.truth(DateSpan(days[0], days[-1]), "I6.scan_date", facts)
    assert together is (each.pop() if len(each) == 1 else U)


def test_the_man_of_the_tests_fails_nothing() -> None:
    facts = Facts(TRIAL, given(MAN), TODAY)
    ruled = [item.id for item in TRIAL.items.values() if item.rule and item.id in MAN]
    assert all(facts.item_truth(item) is Y for item in ruled)
