"""What several answers amount to together: derived values, upper limits, several results, sites."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from criteria.known.truth import Truth
from criteria.known.values import (
    Choice,
    DateSpan,
    Doubt,
    Interval,
    NotKnown,
    Quantity,
    Several,
    Value,
    exactly,
)
from criteria.trial.site import NO_SITE, Site
from criteria.verdict.facts import Facts, LimitOrigin, printed_limits
from criteria.verdict.newest import newest
from tests.making import TODAY, TRIAL, Written, given, quantity, span, value

if TYPE_CHECKING:
    from collections.abc import Mapping

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN


def facts(answers: Mapping[str, Written], site: Site = NO_SITE) -> Facts:
    return Facts(TRIAL, given(answers), TODAY, site)


def several(item: str, *texts: str) -> Several:
    made = [value(item, text) for text in texts]
    return Several(tuple(v for v in made if isinstance(v, (Quantity, Choice, DateSpan))), "; ")


def gfr(text: str, method: str | None) -> Quantity:
    """A clearance that names its method."""
    made = quantity("I9.gfr", text)
    return Quantity(
        made.text, made.number, made.comparator, made.unit, made.interval, made.date, None, method
    )


# ---- what counts as the answer ----

ANSWERS: list[tuple[Value | None, str | None]] = [
    (None, None),
    (Choice("yes"), "yes"),
    (value("I11.wocbp", "unknown"), "unknown"),
    (value("I11.wocbp", "not_applicable"), "not_applicable"),
    (Doubt("suggested", (Choice("yes"),)), "unknown"),
    (Several((Choice("yes"), Choice("no"))), "unknown"),
]


@pytest.mark.parametrize(("answer", "code"), ANSWERS)
def test_the_code_that_counts(answer: Value | None, code: str | None) -> None:
    assert facts({"I11.wocbp": answer}).code("I11.wocbp") == code


def test_a_doubt_counts_as_not_known() -> None:
    doubt = Doubt("unlikely", (quantity("I10.hb", "200"),), "200")
    found = facts({"I10.hb": doubt})
    assert found.value("I10.hb") == NotKnown("200")
    assert found.item_truth("I10.hb") is U


def test_an_item_without_a_rule_stays_open() -> None:
    assert facts({"I4.ki67": "8"}).item_truth("I4.ki67") is U


def test_a_criterions_rule_is_judged_whether_or_not_it_applies() -> None:
    assert facts({"CTX.sex": "male", "E1.lactating": "yes"}).criterion_truth("E1") is N


# ---- neutrophils from per cent ----


@pytest.mark.parametrize(
    ("neutrophils", "leukocytes", "expected"),
    [
        ("50 %", "4.0", exactly(2)),
        ("37.5 %", "4.0", exactly(Fraction(3, 2))),
        ("50 %", "<4.0", Interval(Fraction(0), Fraction(2), high_open=True)),
        (">50 %", "4.0", Interval(Fraction(2), None, low_open=True)),
        ("50 % @ 2026-03-01", "4.0 @ 2026-03-01", exactly(2)),
        ("50 % @ 2026-03-01", "4.0", exactly(2)),
        ("50 %", "4.0 @ 2026-03-01", exactly(2)),
        ("50 % @ 2026-03-01", "4.0 @ 2026-03-02", None),
        ("50 %", "unknown", None),
        ("50 %", None, None),
    ],
)
def test_neutrophils_in_per_cent_of_leukocytes(
    neutrophils: str, leukocytes: str | None, expected: Interval | None
) -> None:
    found = facts({"I10.anc": neutrophils, "I10.wbc": leukocytes})
    assert found.measured("I10.anc", quantity("I10.anc", neutrophils)) == expected


@pytest.mark.parametrize(
    ("neutrophils", "truth"), [("37.5 %", N), ("37.6 %", Y), (">37.5 %", Y), ("≥37.5 %", U)]
)
def test_derived_neutrophils_against_the_limit(neutrophils: str, truth: Truth) -> None:
    found = facts({"I10.anc": neutrophils, "I10.wbc": "4.0"})
    assert found.item_truth("I10.anc") is truth


def test_a_result_in_its_own_unit_needs_no_other() -> None:
    found = facts({})
    assert found.measured("I10.hb", quantity("I10.hb", "9.1 g/dL")) == exactly(91)


@pytest.mark.parametrize(
    ("item", "text"), [("I9.gfr", "80 mL/min"), ("I10.anc", "50 mL/min"), ("I10.hb", "40 %")]
)
def test_what_cannot_be_converted_is_not_measured(item: str, text: str) -> None:
    found = facts({"I10.wbc": "4.0", item: text})
    assert found.measured(item, quantity(item, text)) is None
    assert found.item_truth(item) is U


def test_only_a_number_is_measured() -> None:
    assert facts({}).measured("I3.ecog", quantity("I10.anc", "50 %")) is None


def test_leukocytes_that_cannot_be_converted_give_no_neutrophils() -> None:
    found = facts({"I10.anc": "50 %", "I10.wbc": "4.0 %"})
    assert found.measured("I10.anc", quantity("I10.anc", "50 %")) is None


# ---- upper limits of normal ----

LAB = Site(
    "LUND",
    upper_limits={
        "I10.ast": {"female": Fraction("0.60"), "male": Fraction("0.75")},
        "I10.bili": {"female": Fraction(25), "male": Fraction(25)},
    },
)
SOFT = Interval(Fraction("0.4"), Fraction("1.0"))


def between(low: str, high: str) -> Interval:
    return Interval(Fraction(low), Fraction(high))


# The result, other answers, the site, the limit, where it is from.
LIMITS: list[tuple[str, dict[str, Written], Site, Interval, str]] = [
    ("1.0", {}, NO_SITE, SOFT, "assumed"),
    ("1.0", {"I10.ast_uln": "unknown"}, NO_SITE, SOFT, "assumed"),
    ("1.0", {"I10.ast_uln": "0.70"}, NO_SITE, between("0.7", "0.7"), "printed"),
    ("1.0", {"I10.ast_uln": "42 U/L"}, NO_SITE, between("0.7", "0.7"), "printed"),
    ("1.0 µkat/L (0.60)", {}, NO_SITE, between("0.6", "0.6"), "printed"),
    ("60 U/L (36)", {}, NO_SITE, between("0.6", "0.6"), "printed"),
    ("1.0 µkat/L (0.4)", {}, NO_SITE, between("0.4", "0.4"), "printed"),
    ("1.0 µkat/L (1.0)", {}, NO_SITE, between("1", "1"), "printed"),
    # Two that differ count as everything between them.
    ("1.0 µkat/L (0.60)", {"I10.ast_uln": "0.70"}, NO_SITE, between("0.6", "0.7"), "printed"),
    ("1.0 µkat/L (0.70)", {"I10.ast_uln": "0.60"}, NO_SITE, between("0.6", "0.7"), "printed"),
    ("1.0 µkat/L (0.70)", {"I10.ast_uln": "42 U/L"}, NO_SITE, between("0.7", "0.7"), "printed"),
    # One outside the hard range is a value, not a limit; what is only unusual was confirmed by
    # a person before it came here.
    ("1.0 µkat/L (0.19)", {}, NO_SITE, SOFT, "assumed"),
    ("1.0 µkat/L (2.01)", {}, NO_SITE, SOFT, "assumed"),
    ("1.0 µkat/L (1.5)", {}, NO_SITE, between("1.5", "1.5"), "printed"),
    ("1.0", {"I10.ast_uln": "1.5"}, NO_SITE, between("1.5", "1.5"), "printed"),
    # The site's own limits, by sex where it is known.
    ("1.0", {"CTX.sex": "male"}, LAB, between("0.75", "0.75"), "site"),
    ("1.0", {"CTX.sex": "female"}, LAB, between("0.6", "0.6"), "site"),
    ("1.0", {"CTX.sex": "unspecified"}, LAB, between("0.6", "0.75"), "site"),
    ("1.0", {}, LAB, between("0.6", "0.75"), "site"),
    ("1.0 µkat/L (0.70)", {"CTX.sex": "male"}, LAB, between("0.7", "0.7"), "printed"),
    ("1.0 µkat/L (0.10)", {"CTX.sex": "male"}, LAB, between("0.75", "0.75"), "site"),
]


@pytest.mark.parametrize(("result", "others", "site", "interval", "origin"), LIMITS)
def test_which_upper_limit_a_result_is_compared_with(
    result: str, others: dict[str, Written], site: Site, interval: Interval, origin: str
) -> None:
    ast = quantity("I10.ast", result)
    found = facts({"I10.ast": ast, **others}, site)
    limit = found.upper_limit_found("I10.ast", ast)
    assert limit.origin is LimitOrigin(origin)
    assert (limit.interval.low, limit.interval.high) == (interval.low, interval.high)
    assert found.upper_limit("I10.ast", ast) == limit.interval


def test_a_site_without_a_limit_for_the_analyte_changes_nothing() -> None:
    alt = quantity("I10.alt", "1.0")
    limit = facts({"CTX.sex": "male"}, LAB).upper_limit_found("I10.alt", alt)
    assert limit.origin is LimitOrigin.ASSUMED
    assert (limit.interval.low, limit.interval.high) == (Fraction("0.4"), Fraction("1.3"))


def test_printed_limits_are_given_in_order() -> None:
    ast = quantity("I10.ast", "1.0 µkat/L (0.60)")
    found = facts({"I10.ast": ast, "I10.ast_uln": "0.70"})
    limits = printed_limits(found, TRIAL.upper_limits["I10.ast"], ast)
    assert limits == [exactly(Fraction("0.6")), exactly(Fraction("0.7"))]


# ---- several results for one item ----

SEVERAL = [
    (("120", "91"), Y),
    (("120", "90"), U),
    (("90", "80"), N),
    (("120", "91", "90"), U),
    (("80 @ 2026-01-01", "120 @ 2026-03-01"), Y),
    (("120 @ 2026-03-01", "80 @ 2026-01-01"), Y),
    (("120 @ 2026-01-01", "80 @ 2026-03-01"), N),
    (("80 @ 2026-01-01", "120 @ 2026-03-01", "80"), U),
    (("80 @ 2026-01-01", "120 @ 2026-03-01", "130"), Y),
    (("80 @ 2026-01-01", "120 @ 2026-03-01", "80 @ 2026-03"), U),
    (("120 @ 2026-03-01", "80 @ 2026-03-01"), U),
    (("120 @ 2026-03-01", "121 @ 2026-03-01"), Y),
    (("120 @ 2026-03", "80 @ 2026-01"), U),
]


@pytest.mark.parametrize(("texts", "truth"), SEVERAL)
def test_several_results(texts: tuple[str, ...], truth: Truth) -> None:
    assert facts({"I10.hb": several("I10.hb", *texts)}).item_truth("I10.hb") is truth


def test_the_newest_dated_result_is_kept_with_every_undated_one() -> None:
    old, new, undated = "80 @ 2026-01-01", "120 @ 2026-03-01", "99"
    both = several("I10.hb", old, new)
    assert newest(both, TODAY) == value("I10.hb", new)
    with_undated = several("I10.hb", undated, old, new)
    assert newest(with_undated, TODAY) == Several(several("I10.hb", undated, new).results, "; ")
    nothing_dated = several("I10.hb", "80", "99")
    assert newest(nothing_dated, TODAY) is nothing_dated


def test_what_stays_in_doubt_keeps_its_text() -> None:
    undated = several("I10.hb", "80", "99")
    assert facts({"I10.hb": undated}).value("I10.hb") == undated


def test_each_result_is_compared_with_the_limit_printed_beside_it() -> None:
    printed = several("I10.ast", "2.0 µkat/L (0.70)", "120 U/L (45)")
    assert facts({"I10.ast": printed}).item_truth("I10.ast") is Y
    differing = several("I10.ast", "2.0 µkat/L (0.70)", "120 U/L (40)")
    assert facts({"I10.ast": differing}).item_truth("I10.ast") is U


def test_choices_that_contradict_each_other_decide_nothing() -> None:
    for texts in (("yes", "no"), ("yes", "yes @ 2026-01-01")):
        answers = several("E2.prior_prrt", *texts)
        assert facts({"E2.prior_prrt": answers}).item_truth("E2.prior_prrt") is U


def test_a_result_of_the_reference_date_itself_is_the_newest() -> None:
    today, before = quantity("I10.hb", "120 @ 2026-03-31"), quantity("I10.hb", "80 @ 2026-03-30")
    assert newest(Several((before, today)), TODAY) == today


def test_of_dated_choices_the_newest_counts() -> None:
    uptake = several("I5.uptake", "equal @ 2025-01-01", "above_all @ 2026-03-01")
    assert facts({"I5.uptake": uptake}).item_truth("I5.uptake") is Y


def test_two_dates_for_one_scan_decide_nothing() -> None:
    scans = several("I6.scan_date", "2025-01-01", "2025-02-01")
    assert newest(scans, TODAY) is scans
    assert facts({"I6.scan_date": scans}).item_truth("I6.scan_date") is U


def test_a_result_dated_after_the_reference_date_never_wins() -> None:
    slip = several("I10.hb", "82 @ 2026-03-12", "105 @ 2062-03-20")
    assert facts({"I10.hb": slip}).item_truth("I10.hb") is U


# ---- methods ----

METHODS: list[tuple[str | None, str | None, Truth]] = [
    # answered, named by the result, the criterion's truth for 72 mL/min
    ("iohexol", None, Y),
    ("iohexol", "iohexol", Y),
    ("iohexol", "eGFR_creatinine", U),
    ("51Cr-EDTA", "iohexol", U),
    ("eGFR_creatinine", "iohexol", U),
    (None, "iohexol", Y),
    (None, "eGFR_creatinine", U),
    (None, None, U),
    ("unknown", "iohexol", U),
    ("unknown", None, U),
]


@pytest.mark.parametrize(("answered", "named", "truth"), METHODS)
def test_the_method_answered_and_the_method_a_result_names(
    answered: str | None, named: str | None, truth: Truth
) -> None:
    found = facts({"I9.method": answered, "I9.gfr": gfr("72", named)})
    assert found.criterion_truth("I9") is truth


def test_a_result_by_another_method_is_set_aside() -> None:
    found = facts({"I9.method": "iohexol", "I9.gfr": gfr("72", "eGFR_creatinine")})
    assert found.value("I9.gfr") == NotKnown("72")
    assert found.method_differs("I9.gfr", gfr("72", "eGFR_creatinine"))
    assert not found.method_differs("I9.gfr", gfr("72", "iohexol"))
    assert not found.method_differs("I9.gfr", gfr("72", None))
    assert not found.method_differs("I10.hb", gfr("72", "eGFR_creatinine"))
    assert not found.method_differs("I9.method", gfr("72", "eGFR_creatinine"))


@pytest.mark.parametrize("answered", [None, "unknown", "not_applicable"])
def test_a_method_that_nobody_answered_sets_nothing_aside(answered: str | None) -> None:
    found = facts({"I9.method": answered, "I9.gfr": "72"})
    assert not found.method_differs("I9.gfr", gfr("72", "eGFR_creatinine"))


def test_a_newer_estimate_does_not_displace_a_measured_clearance() -> None:
    both = Several((gfr("72 @ 2026-01-10", "iohexol"), gfr("40 @ 2026-03-20", "eGFR_creatinine")))
    found = facts({"I9.method": "iohexol", "I9.gfr": both})
    assert found.value("I9.gfr") == gfr("72 @ 2026-01-10", "iohexol")
    assert found.criterion_truth("I9") is Y


def test_estimates_never_stand_in_for_a_measured_clearance() -> None:
    both = Several((gfr("72", "eGFR_creatinine"), gfr("70", "eGFR_cystatinC")), "72; 70")
    found = facts({"I9.method": "iohexol", "I9.gfr": both})
    assert found.value("I9.gfr") == NotKnown("72; 70")
    assert found.criterion_truth("I9") is U


# ---- a site's maximum ages ----

STRICT = Site(maximum_age_days={"I10.hb": 28, "I5.tracer": 90, "I5.uptake": 90, "I6.scan_date": 90})


@pytest.mark.parametrize(
    ("item", "text", "truth"),
    [
        ("I10.hb", "120 @ 2026-03-03", Y),
        ("I10.hb", "120 @ 2026-03-02", U),
        ("I10.hb", "120", U),
        ("I10.hb", "120 @ 2026-03", U),
        ("I10.plt", "120", Y),
        ("I5.uptake", "above_all @ 2025-12-31", Y),
        ("I5.uptake", "equal @ 2025-12-30", U),
        ("I5.uptake", "equal", U),
        ("I6.scan_date", "2025-12-31", Y),
        ("I6.scan_date", "2025-12-30", U),
    ],
)
def test_a_result_older_than_the_site_allows_is_not_known(
    item: str, text: str, truth: Truth
) -> None:
    assert facts({item: text}, STRICT).item_truth(item) is truth


def test_nothing_is_too_old_where_nothing_was_answered() -> None:
    found = facts({"I10.hb": None, "I5.uptake": "unknown"}, STRICT)
    assert found.value("I10.hb") is None
    assert found.value("I5.uptake") == NotKnown("")


def test_a_scan_that_is_too_old_for_the_site_opens_no_gate() -> None:
    answers = {"I5.uptake": "above_all @ 2026-03-01", "I5.tracer": "68Ga-DOTATOC @ 2025-11-01"}
    assert facts(answers, STRICT).code("I5.tracer") == "unknown"
    assert facts(answers, STRICT).criterion_truth("I5") is U
    assert facts(answers).criterion_truth("I5") is Y


@pytest.mark.parametrize(
    ("texts", "truth"),
    [
        (("120 @ 2026-03-20", "121 @ 2026-03-20"), Y),
        (("120 @ 2026-03-20", "121"), U),
        (("120 @ 2025-03-20", "121 @ 2026-03-20"), Y),
        (("120 @ 2025-03-20", "121 @ 2025-03-20"), U),
    ],
)
def test_several_results_at_a_site_with_a_maximum_age(texts: tuple[str, ...], truth: Truth) -> None:
    found = facts({"I10.hb": several("I10.hb", *texts)}, STRICT)
    assert found.item_truth("I10.hb") is truth


def test_the_text_of_what_was_set_aside_is_kept() -> None:
    assert facts({"I10.hb": "120"}, STRICT).value("I10.hb") == NotKnown("120")
    scan = facts({"I6.scan_date": replace(span("2020-01"), text="jan 2020")}, STRICT)
    assert scan.value("I6.scan_date") == NotKnown("jan 2020")


@pytest.mark.parametrize(
    ("item", "text", "aside"),
    [
        ("I10.hb", "120", True),
        ("I10.hb", "120 @ 2026-03-02", True),
        ("I10.hb", "120 @ 2026-03-03", False),
        ("I10.hb", "unknown", False),
        ("I10.plt", "120", False),
        ("I5.tracer", "68Ga-DOTATOC @ 2025-11-01", True),
        ("I6.scan_date", "2025-12-30", True),
        ("I6.scan_date", "2025-12-31", False),
    ],
)
def test_what_the_maximum_age_alone_sets_aside(item: str, text: str, *, aside: bool) -> None:
    assert facts({item: text}, STRICT).set_aside(item) is aside
    assert not facts({item: text}).set_aside(item)
    assert not facts({}, STRICT).set_aside(item)


def test_several_results_are_set_aside_together_where_none_is_new_enough() -> None:
    old, new = "120 @ 2025-03-20", "121 @ 2026-03-20"
    assert facts({"I10.hb": several("I10.hb", old, "119 @ 2025-03-20")}, STRICT).set_aside("I10.hb")
    assert not facts({"I10.hb": several("I10.hb", old, new)}, STRICT).set_aside("I10.hb")


def test_the_same_day_is_the_same_however_it_is_written() -> None:
    whole = replace(quantity("I10.wbc", "4.0"), date=replace(span("2026-03-01"), text="1/3"))
    share = replace(quantity("I10.anc", "45 %"), date=replace(span("2026-03-01"), text="1 mars"))
    known = facts({"I10.wbc": whole, "I10.anc": share})
    assert known.item_truth("I10.anc") is Y
    other = replace(share, date=span("2026-03-02"))
    assert facts({"I10.wbc": whole, "I10.anc": other}).item_truth("I10.anc") is U
