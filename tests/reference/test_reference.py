"""The reference evaluator against worked cases and the tables of sections 2.7 and 3.2."""

from calendar import monthrange
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from .evaluator import evaluate
from .intervals import Span, Verdict, above, below, span_window, window
from .items import Answers, Typed
from .patients import CHOICES, PLAIN, patients
from .quantities import QUANTITIES

REFERENCE = date(2026, 3, 31)
ORDER = [f"I{n}" for n in range(1, 12)] + [f"E{n}" for n in range(1, 8)]


def eq(figure: str) -> tuple[str, Fraction]:
    return "=", Fraction(figure)


CODES = """CTX.sex=male I2.consent=signed I3.ecog=1 I4.histology=yes I4.type=net
    I4.differentiation=well I4.advanced=yes I4.inoperable=yes I5.tracer=68Ga-DOTATOC
    I5.uptake=above_all I6.progression=yes I6.mdt=yes I7.measurable=yes I7.lesion_mm=unknown
    I7.node_mm=unknown I8.prrt_choice=yes I9.method=iohexol I11.wocbp=not_applicable
    I11.contraception=not_applicable E1.pregnant=not_applicable E1.lactating=not_applicable
    E2.prior_prrt=no E3.systemic=ssa_only E4.hypersens=no E4.severe_reaction=no E4.dpd=normal
    E4.marrow=no E4.liver=no E4.renal=no E4.brivudine=no E5.ct_mri=concordant E5.fdg=concordant
    E6.condition=no E7.participation=able_and_willing"""
FIGURES = """I1.age=62 I4.ki67=8 I9.gfr=72 I10.hb=132 I10.plt=214 I10.wbc=5.8 I10.anc=3.4
    I10.ast=0.52 I10.ast_uln=0.75 I10.alt=0.61 I10.alt_uln=1.10 I10.bili=11 I10.bili_uln=25
    I10.alb=38"""


def pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


MAN: dict[str, Typed] = {
    "CTX.ref_date": REFERENCE,
    "I6.scan_date": date(2025, 11, 10),
    **pairs(CODES),
    **{item: eq(figure) for item, figure in pairs(FIGURES).items()},
}
ABLE: dict[str, Typed] = {
    **pairs("CTX.sex=female I11.wocbp=yes I11.contraception=highly_effective"),
    **pairs("E1.pregnant=no E1.lactating=no"),
}
NOT_ABLE: dict[str, Typed] = {**ABLE, "I11.wocbp": "no"}
OPEN: dict[str, Typed] = {**ABLE, "I11.wocbp": "unknown"}
SILENT: dict[str, Typed] = {
    item: "unknown"
    for item in MAN
    if item not in ("I1.age", "I4.histology", "I4.type", "I4.differentiation")
    and item not in ("I3.ecog", "E2.prior_prrt", "CTX.ref_date")
}
MARCH = (date(2024, 3, 1), date(2024, 3, 31))
NO_ULN: dict[str, Typed] = dict.fromkeys(("I10.ast_uln", "I10.alt_uln", "I10.bili_uln"), "unknown")
SIZES: dict[str, Typed] = {"I7.measurable": "unknown", "I7.node_mm": eq("14.9")}
ASKED: dict[str, Typed] = {"E4.marrow": "unknown", "E4.renal": "unknown"}
BOTH_NA = "I11 E1"

# Name, what differs from the man who meets everything, failing, pending, not applicable.
CASES: list[tuple[str, Answers, str, str, str]] = [
    ("V01 everything met", {}, "", "", BOTH_NA),
    ("V03 hormone IUS", ABLE, "", "", ""),
    ("V04 Hb exactly 90", {"I10.hb": eq("90")}, "I10", "", BOTH_NA),
    ("V07 Hb without unit", {"I10.hb": "unknown"}, "", "I10", BOTH_NA),
    ("V11 ALAT 3 x ULN", {"I10.alt": eq("3.30"), "I10.ast": eq("1.4")}, "I10", "", BOTH_NA),
    ("V16 eGFR 48", {"I9.method": "eGFR_creatinine", "I9.gfr": eq("48")}, "", "I9", BOTH_NA),
    ("V21 a day too old", {"I6.scan_date": date(2024, 3, 30)}, "I6", "", BOTH_NA),
    ("V25 only the month", {"I6.scan_date": MARCH}, "", "I6", BOTH_NA),
    (
        "V28 G3 alone",
        {"I4.type": "unknown", "I4.differentiation": "unknown", "I4.ki67": eq("28")},
        *("", "I4", BOTH_NA),
    ),
    (
        "V33 FDG and MDT to come",
        {"I6.mdt": "not_yet", "E4.dpd": "not_tested", "E5.fdg": "not_done"},
        *("", "I6 E5", BOTH_NA),
    ),
    (
        "V36 everolimus stopping",
        {**NOT_ABLE, "E3.systemic": "other_stopping", "E7.participation": "unsure"},
        *("", "E3 E7", BOTH_NA),
    ),
    ("V40 sparse", SILENT, "", "I2 I4 I5 I6 I7 I8 I9 I10 I11 E1 E3 E4 E5 E6 E7", ""),
    ("P4 low", {**NO_ULN, "I10.alt": eq("1.19"), "I10.bili": eq("33.9")}, "", "", BOTH_NA),
    ("P4 between", {**NO_ULN, "I10.alt": eq("1.2")}, "", "I10", BOTH_NA),
    ("P4 below the top", {**NO_ULN, "I10.alt": eq("3.89")}, "", "I10", BOTH_NA),
    ("P4 top", {**NO_ULN, "I10.alt": eq("3.9")}, "I10", "", BOTH_NA),
    ("P4 censored", {**NO_ULN, "I10.bili": (">", Fraction(60))}, "I10", "", BOTH_NA),
    ("P9 man who can", {**ABLE, "CTX.sex": "male", "E1.lactating": "unknown"}, "", "E1", ""),
    ("P10 effective", {**OPEN, "E1.pregnant": "unknown"}, "", "E1", ""),
    ("P10 not effective", {**OPEN, "I11.contraception": "not_highly_effective"}, "", "I11", ""),
    ("P10 pregnant", {**OPEN, "E1.pregnant": "yes"}, "E1", "", ""),
    ("breast-feeding", {**NOT_ABLE, "E1.lactating": "yes"}, "E1", "", "I11"),
    ("tracer gate", {"I5.tracer": "64Cu-DOTATATE", "I5.uptake": "below"}, "", "I5 E5", BOTH_NA),
    ("I7 lesion", {**SIZES, "I7.lesion_mm": eq("10")}, "", "", BOTH_NA),
    ("I7 both small", {**SIZES, "I7.lesion_mm": eq("9.9")}, "", "I7", BOTH_NA),
    ("I7 one small", SIZES, "", "I7", BOTH_NA),
    ("I7 answer wins", {"I7.lesion_mm": eq("9.9")}, "", "", BOTH_NA),
    ("P23 d, yes", {"I7.lesion_mm": eq("9.9"), "I7.node_mm": eq("9")}, "", "I7", BOTH_NA),
    ("E4 derived", ASKED, "", "", BOTH_NA),
    ("E4 not derived", {**ASKED, "I10.anc": eq("1.5")}, "I10", "E4", BOTH_NA),
    ("E4 GFR at limit", {**ASKED, "I9.gfr": ("≥", Fraction(50))}, "", "I9 E4", BOTH_NA),
    ("E4 yes wins", {"E4.marrow": "yes", "I10.anc": eq("1.5")}, "I10 E4", "", BOTH_NA),
    ("P22 not done", {"I5.tracer": "not_done", "E5.fdg": "discordant"}, "", "I5 E5", BOTH_NA),
    ("P23 a", {"I4.type": "nec"}, "", "I4", BOTH_NA),
    ("P23 a and operable", {"I4.type": "nec", "I4.inoperable": "no"}, "I4", "", BOTH_NA),
    ("P23 b, P24", {"CTX.sex": "female"}, "", "I11", ""),
    ("P23 b, effective", {**ABLE, "I11.wocbp": "not_applicable"}, "", "", ""),
    ("P23 c", {**NOT_ABLE, "E1.pregnant": "yes", "I11.contraception": "unknown"}, "", "I11 E1", ""),
    ("P23 c, man", {"E1.pregnant": "yes"}, "", "I11 E1", ""),
    (
        "P23 c and breast-feeding",
        {**NOT_ABLE, "E1.pregnant": "yes", "E1.lactating": "yes"},
        *("E1", "", ""),
    ),
    ("P23 d, no", {"I7.measurable": "no", "I7.node_mm": eq("15")}, "", "I7", BOTH_NA),
    ("P23 d, small", {"I7.measurable": "no", "I7.node_mm": eq("14.9")}, "I7", "", BOTH_NA),
    ("P23 e", {"E4.marrow": "yes"}, "", "E4", BOTH_NA),
    ("P23 f", {"E4.renal": "yes"}, "", "E4", BOTH_NA),
    ("P23 f, estimate", {"E4.renal": "yes", "I9.method": "other"}, "E4", "I9", BOTH_NA),
    ("P24", {**ABLE, "E1.lactating": "not_applicable"}, "", "", ""),
]


@pytest.mark.parametrize(
    ("differs", "failing", "pending", "spared"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_case(differs: Answers, failing: str, pending: str, spared: str) -> None:
    result = evaluate({**MAN, **differs}, REFERENCE)
    assert list(result["criteria"]) == ORDER
    assert result["failing"] == failing.split()
    assert result["pending"] == pending.split()
    not_applicable = [c for c, s in result["criteria"].items() if s == "not_applicable"]
    assert not_applicable == spared.split()
    expected = "not_eligible" if failing else "pending" if pending else "eligible"
    assert result["overall"] == expected


def span(text: str) -> Span:
    """Read a day, a month or a year of table 2.7."""
    first, last = (text + "-01-01")[:10], (text + "-12-31")[:10]
    if len(text) == len("2024-03"):
        last = f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1]}"
    return date.fromisoformat(first), date.fromisoformat(last)


@pytest.mark.parametrize(
    ("scan", "reference", "expected"),
    [
        ("2024-03-31", "2026-03-31", "S"),
        ("2024-03-30", "2026-03-31", "V"),
        ("2024-02-29", "2026-02-28", "S"),
        ("2024-02-29", "2026-03-01", "V"),
        ("2026-01-31", "2026-02-27", "U"),
        ("2026-01-31", "2026-02-28", "S"),
        ("2026-02-28", "2026-03-27", "U"),
        ("2026-02-28", "2026-03-28", "S"),
        ("2026-02-28", "2028-02-29", "V"),
        ("2024-03", "2026-03-31", "U"),
        ("2025", "2026-03-31", "S"),
        ("2026-04-01", "2026-03-31", "U"),
    ],
)
def test_window_table(scan: str, reference: str, expected: Verdict) -> None:
    first, last = span(scan)
    day = date.fromisoformat(reference)
    assert span_window((first, last), day) == expected
    every = range(first.toordinal(), last.toordinal() + 1)
    verdicts = {window(date.fromordinal(n), day) for n in every}
    assert verdicts == {expected} or (expected == "U" and len(verdicts) > 1)


# Comparator, then verdicts for a figure below, at and above the limit: '> t', '< t'.
@pytest.mark.parametrize(
    ("comparator", "greater", "smaller"),
    [
        ("=", "VVS", "SVV"),
        ("<", "VVU", "SSU"),
        ("≤", "VVU", "SUU"),
        (">", "USS", "UVV"),
        ("≥", "UUS", "UVV"),
    ],
)
def test_interval_table(comparator: str, greater: str, smaller: str) -> None:
    limit = Fraction(50)
    for figure, over, under in zip((49, 50, 51), greater, smaller, strict=True):
        assert above((comparator, Fraction(figure)), limit) == over
        assert below((comparator, Fraction(figure)), limit) == under


@pytest.mark.parametrize(
    ("item", "comparator", "figure", "expected"),
    [
        ("I9.gfr", ">", 90, "met"),
        ("I9.gfr", ">", 60, "met"),
        ("I9.gfr", ">", 50, "met"),
        ("I9.gfr", "≥", 50, "unknown"),
        ("I9.gfr", ">", 45, "unknown"),
        ("I9.gfr", "<", 50, "not_met"),
        ("I10.plt", "<", 150, "unknown"),
        ("I10.plt", ">", 100, "met"),
        ("I10.bili", "<", 3, "met"),
        ("I10.bili", "<", 3 * Fraction("17.104"), "unknown"),
    ],
)
def test_interval_examples(
    item: str, comparator: str, figure: int | Fraction, expected: str
) -> None:
    result = evaluate({**MAN, item: (comparator, figure)}, REFERENCE)
    assert result["criteria"][item.partition(".")[0]] == expected


@pytest.mark.parametrize("complete", [False, True])
def test_patients_keep_their_promises(*, complete: bool) -> None:
    seen: Counter[str] = Counter()
    at_limit = 0
    for patient in patients(400, 3, complete=complete):
        typed, answers = patient["typed"], patient["answers"]
        reference = date.fromisoformat(patient["reference_date"])
        result = evaluate(typed, reference)
        seen.update([result["overall"], *map("=".join, result["criteria"].items())])
        assert set(answers) <= set(typed)
        assert all(item.endswith("_uln") for item in set(typed) - set(answers))
        figures: dict[str, Fraction] = {}
        for item, value in typed.items():
            assert not (complete and value == "unknown")
            if isinstance(value, tuple) and isinstance(value[1], Fraction):
                figures[item] = value[1]
                q = QUANTITIES[item]
                assert q.low <= value[1] <= q.high
                at_limit += value[1] == q.limit
        assert figures.get("I10.anc", 0) <= figures.get("I10.wbc", 50)
        if complete:
            assert set(typed) == {*CHOICES, *QUANTITIES, "I6.scan_date"} >= {*PLAIN}
    assert at_limit > 100
    assert {"eligible", "not_eligible", "pending"} <= set(seen)
    everywhere = {f"{c}={s}" for c in ORDER[1:] for s in ("met", "not_met")}
    assert everywhere <= set(seen)


def test_patients_are_the_same_for_the_same_seed() -> None:
    assert list(patients(30, 5)) == list(patients(40, 5))[:30]
    assert list(patients(5, 5)) != list(patients(5, 6))
