"""Why a criterion stands as it does: the value, the limit, the distance, and the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from criteria.known.truth import Truth
from criteria.known.values import Choice, Doubt, Quantity, Several
from criteria.trial.site import NO_SITE, Site
from criteria.verdict.facts import Facts, LimitOrigin
from criteria.verdict.findings import (
    Bound,
    Finding,
    all_findings,
    bound_of,
    finding,
    findings,
    near_limit,
)
from criteria.verdict.verdict import verdict
from tests import small
from tests.making import MAN, TODAY, TRIAL, WOMAN, Written, given, judge, quantity, span, value

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN


def found(item: str, answer: Written, today: date = TODAY, **others: str) -> Finding:
    """Explain one item; others are given with the dot written as two lines."""
    answers: dict[str, Written] = {name.replace("__", "."): text for name, text in others.items()}
    return finding(item, Facts(TRIAL, given({**answers, item: answer}), today))


REASONS: list[tuple[str, str | None, Truth, str]] = [
    ("I10.hb", None, U, "not_asked"),
    ("I3.ecog", None, U, "not_asked"),
    ("I10.hb", "unknown", U, "not_known"),
    ("I11.contraception", "not_applicable", U, "not_applicable"),
    ("I3.ecog", "1", Y, "choice"),
    ("I3.ecog", "2", N, "choice"),
    ("I6.mdt", "not_yet", U, "choice"),
    ("I5.tracer", "64Cu-DOTATATE", U, "gate"),
    ("CTX.sex", "male", U, "gate"),
    ("I4.ki67", "8", U, "recorded"),
    ("CTX.ref_date", "2026-03-31", U, "recorded"),
    ("I10.hb", "91", Y, "inside"),
    ("I10.hb", "90", N, "at_limit"),
    ("I10.hb", "9.0 g/dL", N, "at_limit"),
    ("I10.hb", "89", N, "outside"),
    ("I10.hb", "<90", N, "outside"),
    ("I10.hb", ">80", U, "undecided"),
    ("I1.age", "18", Y, "inside"),
    ("I1.age", "17", N, "outside"),
    ("I10.ast", "1.5", U, "limit_assumed"),
    ("I10.ast", "1.0", Y, "inside"),
    ("I10.ast", "3.0", N, "outside"),
    ("I9.gfr", "80 mL/min", U, "unconverted"),
    ("I6.scan_date", "2025-11-10", Y, "in_window"),
    ("I6.scan_date", "2024-03-30", N, "too_old"),
    ("I6.scan_date", "2026-03-20", U, "too_recent"),
    ("I6.scan_date", "2026-03", U, "too_recent"),
    ("I6.scan_date", "2024-03", U, "window"),
    ("I6.scan_date", "2026-02-28", Y, "in_window"),
    ("I6.scan_date", "2026", U, "window"),
]


@pytest.mark.parametrize(("item", "text", "truth", "reason"), REASONS)
def test_the_reason(item: str, text: str | None, truth: Truth, reason: str) -> None:
    explained = found(item, text)
    assert (explained.item, explained.truth, explained.reason) == (item, truth, reason)
    assert explained.value == (None if text is None else value(item, text))


def test_not_applicable_where_it_settles_is_a_choice() -> None:
    explained = found("E1.pregnant", "not_applicable")
    assert (explained.truth, explained.reason, explained.code) == (Y, "choice", "not_applicable")


def test_what_another_answer_contradicts_is_open_in_the_criteria_concerned_alone() -> None:
    odd = judge(MAN, {"E4.marrow": "yes"})
    assert [(f.item, f.truth, f.reason) for f in findings(odd, "E4")] == [
        ("E4.marrow", U, "at_odds"),
        ("I10.wbc", U, "at_odds"),
        ("I10.anc", U, "at_odds"),
        ("I10.plt", U, "at_odds"),
    ]
    assert {f.reason for f in findings(odd, "I10")} == {"inside"}
    both = judge(MAN, {"E4.marrow": "yes", "E4.liver": "yes"})
    assert [(f.item, f.reason) for f in findings(both, "E4")] == [("E4.liver", "choice")]


def test_a_doubt_a_contradiction_and_another_method() -> None:
    hb = quantity("I10.hb", "200")
    assert found("I10.hb", Doubt("unlikely", (hb,))).reason == "doubt"
    both = Several((hb, quantity("I10.hb", "80")))
    assert found("I10.hb", both).reason == "several"
    assert found("I10.hb", both).value == both
    choices = Several((Choice("yes"), Choice("no")))
    assert found("E2.prior_prrt", choices).reason == "several"
    gfr = replace(quantity("I9.gfr", "72"), method="eGFR_creatinine")
    assert found("I9.gfr", gfr, I9__method="iohexol").reason == "method"


def test_a_contradicted_answer_is_so_in_its_own_criterion() -> None:
    odd = judge(MAN, {"E4.marrow": "yes"})
    assert [finding("E4.marrow", odd.facts).reason] == ["at_odds"]
    assert [finding("I10.wbc", odd.facts).reason] == ["inside"]


def test_a_contradiction_can_leave_open_whether_a_criterion_applies() -> None:
    sex = small.choice("CTX.sex", codes="female male")
    part = small.choice("I1.part", {"kind": "choice", "yes": ["yes"], "no": ["no"]})
    odd = {
        "id": "odd",
        "criteria": ["I1"],
        "when": {"chosen": "CTX.sex", "among": ["male"]},
        "unknown": ["CTX.sex"],
        "sources": ["T"],
    }
    only_men = {"id": "I1", "text": "…", "rule": "I1.part", "applies": odd["when"]}
    trial = small.trial(part, sex, criteria=[only_men], at_odds=[odd])
    found = verdict(trial, {"I1.part": Choice("no"), "CTX.sex": Choice("male")}, TODAY)
    explained = findings(found, "I1")
    assert [(each.item, each.truth, each.reason) for each in explained] == [
        ("CTX.sex", U, "at_odds")
    ]


def test_what_a_criterion_fails_by_holding_is_named_whole() -> None:
    part = small.choice("E1.part", {"kind": "choice", "yes": ["yes"], "no": ["no"]})
    absent = {"id": "E1", "text": "…", "rule": {"not": "E1.part"}}
    found = verdict(small.trial(part, criteria=[absent]), {"E1.part": Choice("yes")}, TODAY)
    assert [(each.item, each.truth) for each in findings(found, "E1")] == [("E1.part", Y)]


def test_only_a_choice_has_a_code() -> None:
    assert found("I3.ecog", "1").code == "1"
    assert found("I10.hb", "91").code == ""
    assert found("I10.hb", None).code == ""


def test_what_never_happened_satisfies_without_a_date() -> None:
    washout = {"kind": "at_least_ago", "days": 28, "ever": "E1.ever"}
    trial = small.trial(small.day("E1.last", washout), small.choice("E1.ever"))
    for code, truth, reason in (("no", Y, "never"), ("yes", U, "not_asked")):
        explained = finding("E1.last", Facts(trial, {"E1.ever": Choice(code)}, TODAY))
        assert (explained.truth, explained.reason) == (truth, reason)


# Of a man 450 ms at most, of a woman 470.
@pytest.mark.parametrize(
    ("qtc", "sex", "reason"),
    [
        ("460", None, "depends"),
        ("440", None, "recorded"),
        ("440", "male", "inside"),
        ("460", "male", "outside"),
    ],
)
def test_a_limit_that_depends_on_what_is_not_known(qtc: str, sex: str | None, reason: str) -> None:
    men = {"when": [{"chosen": "CTX.sex", "among": ["male"]}]}
    cases = [
        {**men, "rule": {"kind": "at_most", "limit": "450"}},
        {"rule": {"kind": "at_most", "limit": "470"}},
    ]
    trial = small.trial(
        small.number("I1.qtc", {"kind": "depends", "cases": cases}),
        small.choice("CTX.sex", codes="female male"),
    )
    answers = given({"I1.qtc": qtc, "CTX.sex": sex}, trial)
    assert finding("I1.qtc", Facts(trial, answers, TODAY)).reason == reason


def test_a_lower_limit_that_is_not_known_is_told_from_an_upper_one() -> None:
    usual = {"soft": {"low": "40", "high": "60", "source": "a test"}}
    trial = small.trial(
        small.number("I1.x", {"kind": "at_least_lower_limit"}),
        small.number("I1.lln", lower_limit_of="I1.x", **usual),
    )
    explained = finding("I1.x", Facts(trial, given({"I1.x": "50"}, trial), TODAY))
    assert explained.reason == "limit_assumed_lower"
    assert explained.bound is not None
    bound = explained.bound
    assert bound.side == "lower"
    assert (bound.low, bound.high) == (Fraction(40), Fraction(60))


def test_a_method_that_only_the_result_names_is_explained_like_an_answer() -> None:
    estimate = replace(quantity("I9.gfr", "72"), method="eGFR_creatinine")
    explained = finding("I9.method", Facts(TRIAL, {"I9.gfr": estimate}, TODAY))
    assert (explained.reason, explained.value) == ("gate", Choice("eGFR_creatinine"))
    assert explained.accepted == ("iohexol", "51Cr-EDTA")


def test_of_several_dated_results_the_newest_is_explained() -> None:
    old, new = quantity("I10.hb", "80 @ 2026-01-01"), quantity("I10.hb", "91 @ 2026-03-01")
    explained = found("I10.hb", Several((old, new)))
    assert (explained.value, explained.reason) == (new, "inside")


def test_what_a_site_sets_aside() -> None:
    site = Site(maximum_age_days={"I10.hb": 28, "I5.tracer": 90})
    facts = Facts(TRIAL, given(MAN), TODAY, site)
    for item in ("I10.hb", "I5.tracer"):
        explained = finding(item, facts)
        assert (explained.reason, explained.value) == ("set_aside", value(item, MAN[item]))
        assert (explained.item, explained.truth) == (item, U)
    old = Several((quantity("I10.hb", "132 @ 2025-01-01"), quantity("I10.hb", "133 @ 2025-01-01")))
    assert finding("I10.hb", Facts(TRIAL, {"I10.hb": old}, TODAY, site)).reason == "set_aside"


def test_the_choices_that_would_satisfy() -> None:
    assert found("E3.systemic", "other_ongoing").accepted == (
        *("none", "ssa_only", "other_completed"),
    )
    assert found("I9.method", "other").accepted == ("iohexol", "51Cr-EDTA")
    assert found("CTX.sex", "male").accepted == ()


# ---- bounds and distances ----


def test_a_fixed_limit() -> None:
    explained = found("I10.hb", "8.5 g/dL")
    assert explained.bound == Bound(">", Fraction(90), Fraction(90), "g/L")
    assert explained.distance == -5
    assert not explained.near
    assert found("I1.age", "20").bound == Bound("≥", Fraction(18), Fraction(18), "years")
    assert found("I1.age", "20").distance == 2


def test_a_multiple_of_a_printed_upper_limit() -> None:
    explained = found("I10.ast", "150 U/L", I10__ast_uln="0.75")
    bound = explained.bound
    assert bound is not None
    assert (bound.sign, bound.unit, bound.times) == ("<", "µkat/L", Fraction(3))
    assert bound.low == bound.high == Fraction("2.25")
    assert bound.normal is not None
    assert bound.normal.origin is LimitOrigin.PRINTED
    assert explained.distance == Fraction("0.25")


def test_a_multiple_of_an_upper_limit_that_is_not_known() -> None:
    explained = found("I10.bili", "40")
    bound = explained.bound
    assert bound is not None
    assert (bound.low, bound.high) == (Fraction(34), Fraction(60))
    assert bound.normal is not None
    assert bound.normal.origin is LimitOrigin.ASSUMED
    assert explained.distance is None


def test_an_upper_limit_known_only_from_below() -> None:
    explained = found("I10.ast", "1.0", I10__ast_uln=">0.5")
    assert explained.bound is not None
    assert explained.bound.low == explained.bound.high == Fraction("1.5")
    assert explained.reason == "inside"
    assert found("I10.ast", "2.0", I10__ast_uln=">0.5").reason == "undecided"


def test_a_censored_result_has_no_distance() -> None:
    assert found("I10.hb", ">100").distance is None
    assert found("I10.hb", ">100").reason == "inside"


@pytest.mark.parametrize(
    ("item", "text", "near"),
    [
        ("I10.hb", "5.6 mmol/L", True),
        ("I10.hb", "5.5 mmol/L", False),
        ("I10.hb", "5.7 mmol/L", False),
        ("I10.hb", "5.60 mmol/L", False),
        ("I10.hb", "5.59 mmol/L", True),
        ("I10.hb", ">5.6 mmol/L", False),
        ("I10.hb", "9.0 g/dL", False),
        ("I10.hb", "9.1 g/dL", False),
        ("I10.hb", "90.4", False),
        ("I10.alb", "376 µmol/L", True),
        ("I10.alb", "377 µmol/L", False),
    ],
)
def test_near_the_limit_within_the_printed_rounding(item: str, text: str, *, near: bool) -> None:
    assert found(item, text).near is near


def test_a_result_in_the_limits_own_unit_is_never_near_but_beside_it() -> None:
    explained = found("I10.ast", "2.1", I10__ast_uln="0.71")
    assert explained.distance == Fraction("-0.03")
    assert not explained.near


# 1.05 cm may be 10.45 mm rounded, which is not above 10.45; it cannot be 10.4.
@pytest.mark.parametrize(
    ("limit", "near"), [("10.46", True), ("10.45", False), ("10.54", True), (None, False)]
)
def test_near_a_limit_is_less_than_half_a_digit(limit: str | None, *, near: bool) -> None:
    rule = None if limit is None else {"kind": "above", "limit": limit}
    trial = small.trial(small.number("I7.lesion", rule, units={"mm": "1", "cm": "10"}))
    facts = Facts(trial, given({"I7.lesion": "1.05 cm"}, trial), TODAY)
    size = value("I7.lesion", "1.05 cm", trial)
    assert isinstance(size, Quantity)
    assert near_limit("I7.lesion", size, facts) is near
    if limit is not None:
        assert finding("I7.lesion", facts).near is near


def test_an_item_without_a_limit_has_no_bound() -> None:
    facts = Facts(TRIAL, {}, TODAY)
    ki67 = quantity("I4.ki67", "8")
    assert bound_of("I4.ki67", ki67, facts) is None
    assert bound_of("I3.ecog", ki67, facts) is None
    assert found("I4.ki67", "8").distance is None


def test_what_cannot_be_converted_is_shown_with_its_limit() -> None:
    bound = found("I9.gfr", "80 mL/min").bound
    assert bound is not None
    assert f"{bound.sign} {bound.low} {bound.unit}" == "> 50 mL/min/1.73m2"


# ---- the window ----


@pytest.mark.parametrize(
    ("scan", "since", "until"),
    [
        ("2025-11-10", "2025-12-10", "2027-11-10"),
        ("2026-03-31", "2026-04-30", "2028-03-31"),
        # Every day of the month must be in the window; a month too old is so by its last day.
        ("2026-03", "2026-04-30", "2028-03-01"),
        ("2024-05", "2024-06-30", "2026-05-01"),
        ("2024-02", "2024-03-29", "2026-02-28"),
    ],
)
def test_from_when_and_until_when_a_scan_counts(scan: str, since: str, until: str) -> None:
    explained = found("I6.scan_date", scan)
    assert explained.since == date.fromisoformat(since)
    assert explained.until == date.fromisoformat(until)


def test_a_month_whose_first_day_counts_already_is_not_too_recent() -> None:
    assert found("I6.scan_date", "2026-02", today=date(2026, 3, 1)).reason == "window"
    assert found("I6.scan_date", "2026-02", today=date(2026, 2, 28)).reason == "too_recent"


@pytest.mark.parametrize(("scan"), ["2026-03-20", "2026-03", "2026-02", "2025-11-10"])
def test_on_the_day_that_is_named_the_scan_counts(scan: str) -> None:
    since = found("I6.scan_date", scan).since
    assert since is not None
    assert found("I6.scan_date", scan, today=since).truth is Y


def explained_window(length: dict[str, object], when: str) -> Finding:
    """Explain the date of a last dose under a window of time."""
    judged = small.trial(small.day("E1.last", length), small.day("E1.other"))
    return finding("E1.last", Facts(judged, {"E1.last": span(when)}, TODAY))


AT_LEAST, LONGER = {"kind": "at_least_ago", "days": 28}, {"kind": "longer_ago_than", "days": 28}
WITHIN, WAIT = {"kind": "within", "months": 6}, {"kind": "at_least_ago", "days": 28, "wait": True}


@pytest.mark.parametrize(
    ("window", "when", "truth", "reason", "since"),
    [
        (AT_LEAST, "2026-03-03", Y, "in_time", None),
        (AT_LEAST, "2026-03-04", N, "in_time_from", "2026-04-01"),
        (AT_LEAST, "2026-03-31", N, "in_time_from", "2026-04-28"),
        (LONGER, "2026-03-03", N, "in_time_from", "2026-04-01"),
        (WAIT, "2026-03-04", U, "too_recent", "2026-04-01"),
        # Of a month every day must be far enough back; what is to come has no such day.
        (AT_LEAST, "2026-03", U, "too_recent", "2026-04-28"),
        (AT_LEAST, "2026-04-10", U, "time_open", None),
        # Only where the reference date decides does it help to wait.
        ({**AT_LEAST, "from": "E1.other"}, "2026-03-04", U, "time_open", None),
        (WITHIN, "2025-09-30", N, "out_of_time", None),
        (WITHIN, "2025-10-01", Y, "in_time", None),
        (WITHIN, "2025-09", N, "out_of_time", None),
        (WITHIN, "2025", U, "time_open", None),
    ],
)
def test_a_window_of_time_says_from_when_on_it_is_met(
    window: dict[str, object], when: str, truth: Truth, reason: str, since: str | None
) -> None:
    explained = explained_window(window, when)
    assert (explained.truth, explained.value, explained.reason) == (truth, span(when), reason)
    assert explained.item == "E1.last"
    assert explained.since == (None if since is None else date.fromisoformat(since))
    assert explained.window is not None
    assert explained.window.kind == window["kind"]


@pytest.mark.parametrize(
    ("years", "nearer", "farther"),
    [
        ("10", "≥ 18", "≤ 75"),
        ("46.5", "≥ 18", "≤ 75"),
        ("47", "≤ 75", "≥ 18"),
        ("80", "≤ 75", "≥ 18"),
    ],
)
def test_between_two_limits_the_nearer_one_is_named_first(
    years: str, nearer: str, farther: str
) -> None:
    between = {"kind": "between", "at_least": "18", "at_most": "75"}
    trial = small.trial(small.number("I1.age", between, units={"years": "1"}))
    bound = finding("I1.age", Facts(trial, given({"I1.age": years}, trial), TODAY)).bound
    assert bound is not None
    assert bound.other is not None
    assert [f"{end.sign} {end.low}" for end in (bound, bound.other)] == [nearer, farther]
    assert bound.other.other is None


def test_of_what_cannot_be_converted_the_lower_limit_is_named_first() -> None:
    between = {"kind": "between", "at_least": "18", "at_most": "75"}
    trial = small.trial(small.number("I1.age", between, units={"years": "1"}))
    explained = finding("I1.age", Facts(trial, given({"I1.age": "80 moons"}, trial), TODAY))
    assert explained.reason == "unconverted"
    assert explained.bound is not None
    assert f"{explained.bound.sign} {explained.bound.low}" == "≥ 18"


# ---- the findings of a criterion ----


def reasons(
    criterion: str, changes: dict[str, Written], start: dict[str, str] = MAN
) -> list[tuple[str, str]]:
    verdict = judge(start, changes)
    return [(f.item, f.reason) for f in findings(verdict, criterion)]


def test_a_criterion_that_fails_names_the_items_that_fail_it() -> None:
    changes: dict[str, Written] = {"I10.hb": "90", "I10.alt": "5", "I10.alb": None}
    assert reasons("I10", changes) == [("I10.hb", "at_limit"), ("I10.alt", "outside")]


def test_an_open_criterion_names_the_items_that_are_missing() -> None:
    changes: dict[str, Written] = {"I10.hb": None, "I10.alb": "unknown"}
    assert reasons("I10", changes) == [("I10.hb", "not_asked"), ("I10.alb", "not_known")]
    assert reasons("I9", {"I9.method": "eGFR_creatinine"}) == [("I9.method", "gate")]


def test_a_criterion_that_is_met_names_all_its_items() -> None:
    assert reasons("I6", {}) == [
        ("I6.progression", "choice"),
        ("I6.scan_date", "in_window"),
        ("I6.mdt", "choice"),
    ]


def test_an_item_named_twice_is_explained_once() -> None:
    items = [item for item, _ in reasons("I11", {}, WOMAN)]
    assert items == ["I11.wocbp", "I11.contraception"]


def test_all_findings_go_by_the_registrys_order() -> None:
    everything = list(all_findings(judge(MAN, {"I3.ecog": "2"})))
    assert [name for name, _ in everything][:3] == ["I1", "I2", "I3"]
    assert {name for name, _ in everything} == set(TRIAL.criteria)
    assert dict(everything)["I3"].truth is N


def test_findings_at_a_site_name_its_limits() -> None:
    site = Site(upper_limits={"I10.ast": {"male": Fraction("0.75")}})
    for at, origin in ((site, LimitOrigin.SITE), (NO_SITE, LimitOrigin.ASSUMED)):
        verdict = judge(MAN, {"I10.ast_uln": None}, site=at)
        by_item = {found.item: found for found in findings(verdict, "I10")}
        bound = by_item["I10.ast"].bound
        assert bound is not None
        assert bound.normal is not None
        assert bound.normal.origin is origin


def test_what_may_not_apply_names_what_is_missing_to_know() -> None:
    sex = small.choice("CTX.sex", codes="female male")
    part = small.choice("I1.part", {"kind": "choice", "yes": ["yes"], "no": ["no"]})
    applies = {"chosen": "CTX.sex", "among": ["male"]}
    only_men = {"id": "I1", "text": "…", "rule": "I1.part", "applies": applies}
    found = verdict(small.trial(part, sex, criteria=[only_men]), {"I1.part": Choice("no")}, TODAY)
    assert [(each.item, each.reason) for each in findings(found, "I1")] == [
        ("CTX.sex", "not_asked")
    ]
