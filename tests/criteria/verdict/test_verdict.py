"""The verdict on a set of answers, and the question that follows from them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from criteria.known.values import Choice, Doubt, NotApplicable, NotKnown, Several, Value
from criteria.trial import catalog
from criteria.trial.site import Site
from criteria.verdict.facts import Facts
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome, next_question, open_items, outcome, verdict
from tests import small
from tests.making import MAN, TODAY, TRIAL, WOMAN, Written, given, judge, quantity, span, status

if TYPE_CHECKING:
    from collections.abc import Mapping

MET, NOT_MET, UNKNOWN, NA = Status.MET, Status.NOT_MET, Status.UNKNOWN, Status.NOT_APPLICABLE
CRITERIA = [*(f"I{n}" for n in range(1, 12)), *(f"E{n}" for n in range(1, 8))]


def opened(
    start: Mapping[str, Written], changes: Mapping[str, Written] | None = None
) -> tuple[str, ...]:
    return open_items(Facts(TRIAL, given({**start, **(changes or {})}), TODAY))


# ---- the outcome ----


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([MET, MET], Outcome.ELIGIBLE),
        ([MET, NA], Outcome.ELIGIBLE),
        ([MET, UNKNOWN, NA], Outcome.PENDING),
        ([UNKNOWN, NOT_MET, MET], Outcome.NOT_ELIGIBLE),
        ([NOT_MET, UNKNOWN], Outcome.NOT_ELIGIBLE),
        ([NA, NA], Outcome.ELIGIBLE),
    ],
)
def test_the_outcome_follows_from_the_statuses(statuses: list[Status], expected: Outcome) -> None:
    assert outcome({str(n): found for n, found in enumerate(statuses)}) is expected


def test_the_words_of_the_interface() -> None:
    assert [found.value for found in Status] == ["met", "not_met", "unknown", "not_applicable"]
    assert [found.value for found in Outcome] == ["eligible", "not_eligible", "pending"]


def test_a_man_who_meets_everything() -> None:
    found = judge(MAN)
    expected = dict.fromkeys(CRITERIA, MET) | {"I11": NA, "E1": NA}
    assert found.statuses == expected
    assert list(found.statuses) == CRITERIA
    assert found.outcome is Outcome.ELIGIBLE
    assert (found.failing, found.pending) == ((), ())


def test_a_woman_who_meets_everything() -> None:
    found = judge(WOMAN)
    assert found.statuses == dict.fromkeys(CRITERIA, MET)
    assert found.outcome is Outcome.ELIGIBLE


def test_nothing_answered_decides_nothing() -> None:
    found = judge({})
    assert found.statuses == dict.fromkeys(CRITERIA, UNKNOWN)
    assert found.outcome is Outcome.PENDING
    assert found.pending == tuple(CRITERIA)


def test_failing_and_pending_stand_in_the_registrys_order() -> None:
    found = judge(MAN, {"E6.condition": "yes", "I3.ecog": "2", "E5.fdg": None, "I2.consent": None})
    assert found.failing == ("I3", "E6")
    assert found.pending == ("I2", "E5")
    assert found.outcome is Outcome.NOT_ELIGIBLE


def test_the_reference_date_is_an_argument_not_an_answer() -> None:
    answers = given({**MAN, "CTX.ref_date": "2030-01-01"})
    assert verdict(TRIAL, answers, TODAY).statuses["I6"] is MET


# ---- criteria by themselves: one violated item fails, one missing leaves open ----

PARTS = {
    "I1": "I1.age=17",
    "I2": "I2.consent=declined",
    "I3": "I3.ecog=2",
    "I4": "I4.histology=no I4.type=paraganglioma I4.differentiation=poorly I4.advanced=no"
    " I4.inoperable=no",
    "I5": "I5.uptake=equal",
    "I6": "I6.progression=no I6.scan_date=2024-03-30 I6.mdt=no",
    "I7": "I7.measurable=no",
    "I8": "I8.prrt_choice=no",
    "I9": "I9.gfr=50",
    "I10": "I10.hb=90 I10.plt=100 I10.wbc=3.0 I10.anc=1.5 I10.ast=2.25 I10.alt=3.30 I10.bili=50"
    " I10.alb=25",
    "I11": "I11.contraception=not_highly_effective",
    "E1": "E1.pregnant=yes E1.lactating=yes",
    "E2": "E2.prior_prrt=yes",
    "E3": "E3.systemic=other_ongoing",
    "E4": "E4.hypersens=yes E4.severe_reaction=yes E4.dpd=complete_deficiency E4.marrow=yes"
    " E4.liver=yes E4.renal=yes E4.brivudine=yes",
    "E5": "E5.ct_mri=discordant E5.fdg=discordant",
    "E6": "E6.condition=yes",
    "E7": "E7.participation=unable",
}
FAILURES = [(name, *part.split("=")) for name, text in PARTS.items() for part in text.split()]
DERIVED = {"E4.marrow", "E4.renal"}
STAND_INS: dict[str, dict[str, Written]] = {
    "E4.marrow": {"I10.wbc": None},
    "E4.renal": {"I9.gfr": None},
}
"""What would contradict the answer, left out."""


@pytest.mark.parametrize(("criterion", "item", "text"), FAILURES)
def test_one_violated_item_fails_its_criterion_alone(criterion: str, item: str, text: str) -> None:
    found = judge(WOMAN, {**STAND_INS.get(item, {}), item: text})
    assert found.failing == (criterion,)
    assert found.outcome is Outcome.NOT_ELIGIBLE


@pytest.mark.parametrize(("criterion", "item"), [case[:2] for case in FAILURES])
@pytest.mark.parametrize("gap", [None, "unknown"])
def test_one_missing_item_leaves_its_criterion_open(
    criterion: str, item: str, gap: str | None
) -> None:
    found = judge(WOMAN, {item: gap})
    assert criterion in found.pending or item in DERIVED
    assert found.outcome is (Outcome.ELIGIBLE if item in DERIVED else Outcome.PENDING)


@pytest.mark.parametrize(("criterion", "item", "text"), FAILURES)
def test_one_violated_item_fails_also_while_the_others_are_open(
    criterion: str, item: str, text: str
) -> None:
    needed = {
        "I5.uptake": {"I5.tracer": "68Ga-DOTATOC"},
        "I9.gfr": {"I9.method": "iohexol"},
        "I10.ast": {"I10.ast_uln": "0.75"},
        "I10.alt": {"I10.alt_uln": "1.10"},
        "I10.bili": {"I10.bili_uln": "25"},
        "I11.contraception": {"I11.wocbp": "yes"},
        "E5.ct_mri": {"I5.tracer": "68Ga-DOTATOC"},
        "E5.fdg": {"I5.tracer": "68Ga-DOTATOC"},
    }
    assert status(criterion, needed.get(item, {}), {item: text}) is NOT_MET


# ---- derived items and gates ----


@pytest.mark.parametrize(
    ("measurable", "lesion", "node", "expected"),
    [
        ("yes", "9.9", "15", MET),
        ("yes", "9.9", None, MET),
        ("no", "9.9", "14.9", NOT_MET),
        ("no", "9.9", None, NOT_MET),
        ("unknown", "10", None, MET),
        ("unknown", None, "15", MET),
        ("unknown", "9.9", "15", MET),
        ("unknown", "9.9", "14.9", UNKNOWN),
        ("unknown", None, None, UNKNOWN),
        (None, "10", None, MET),
    ],
)
def test_measurable_by_an_answer_or_else_by_sizes(
    measurable: str | None, lesion: str | None, node: str | None, expected: Status
) -> None:
    sizes = {"I7.measurable": measurable, "I7.lesion_mm": lesion, "I7.node_mm": node}
    assert status("I7", MAN, sizes) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"E4.marrow": None, "E4.renal": None}, MET),
        ({"E4.marrow": None, "I10.wbc": None}, UNKNOWN),
        ({"E4.marrow": None, "I10.anc": "1.5"}, UNKNOWN),
        ({"E4.marrow": None, "I10.plt": "100"}, UNKNOWN),
        ({"E4.marrow": None, "I10.hb": None}, MET),
        ({"E4.renal": None, "I9.method": "eGFR_creatinine"}, UNKNOWN),
        ({"E4.renal": None, "I9.gfr": "45"}, UNKNOWN),
        ({"E4.renal": "no", "I9.gfr": "45"}, MET),
        ({"E4.renal": "yes", "I9.gfr": "45"}, NOT_MET),
        ({"E4.marrow": "yes", "I10.anc": "1.5"}, NOT_MET),
        ({"E4.marrow": "unknown"}, MET),
    ],
)
def test_blood_counts_and_clearance_stand_in_for_an_answer(
    changes: dict[str, Written], expected: Status
) -> None:
    assert status("E4", MAN, changes) is expected


TRACERS = {
    "68Ga-DOTATOC": (MET, NOT_MET),
    "68Ga-DOTATATE": (MET, NOT_MET),
    "68Ga-DOTANOC": (MET, NOT_MET),
    "64Cu-DOTATATE": (UNKNOWN, UNKNOWN),
    "18F-SSTR": (UNKNOWN, UNKNOWN),
    "99mTc/111In-scintigraphy": (UNKNOWN, UNKNOWN),
    "not_done": (UNKNOWN, UNKNOWN),
    "unknown": (UNKNOWN, UNKNOWN),
}


@pytest.mark.parametrize(("tracer", "expected"), TRACERS.items())
def test_only_68ga_dota_peptides_let_the_uptake_count(
    tracer: str, expected: tuple[Status, Status]
) -> None:
    above = status("I5", MAN, {"I5.tracer": tracer})
    equal = status("I5", MAN, {"I5.tracer": tracer, "I5.uptake": "equal"})
    assert (above, equal) == expected


# Sex, could become pregnant, contraception, pregnant, breast-feeding; then I11 and E1.
APPLIES = [
    ("male - - - -", NA, NA),
    ("male no not_highly_effective no yes", NA, NA),
    ("male unknown - - -", NA, NA),
    ("male yes highly_effective no no", MET, MET),
    ("male yes - yes -", UNKNOWN, NOT_MET),
    ("female no - - -", NA, NA),
    ("male not_applicable - - -", NA, NA),
    ("female not_applicable - - -", UNKNOWN, UNKNOWN),
    ("female no - - no", NA, NA),
    ("female no - - yes", NA, NOT_MET),
    ("female no - yes -", UNKNOWN, UNKNOWN),
    ("male - - yes -", UNKNOWN, UNKNOWN),
    ("female yes highly_effective no no", MET, MET),
    ("female yes not_highly_effective no no", NOT_MET, MET),
    ("female yes will_start no -", UNKNOWN, UNKNOWN),
    ("female unknown highly_effective no no", MET, MET),
    ("female unknown not_highly_effective - -", UNKNOWN, UNKNOWN),
    ("female unknown - yes -", UNKNOWN, NOT_MET),
    ("female - highly_effective - -", MET, UNKNOWN),
    ("unspecified - - - -", UNKNOWN, UNKNOWN),
    ("unspecified no - - -", NA, NA),
    ("unspecified yes highly_effective no no", MET, MET),
    ("- - - - -", UNKNOWN, UNKNOWN),
    ("- no - - -", NA, NA),
]
STEERING = ("CTX.sex", "I11.wocbp", "I11.contraception", "E1.pregnant", "E1.lactating")


@pytest.mark.parametrize(("who", "i11", "e1"), APPLIES)
def test_to_whom_contraception_and_pregnancy_apply(who: str, i11: Status, e1: Status) -> None:
    texts = (None if text == "-" else text for text in who.split())
    found = judge(MAN, dict(zip(STEERING, texts, strict=True)))
    assert (found.statuses["I11"], found.statuses["E1"]) == (i11, e1)


def test_a_sites_maximum_age_opens_what_was_decided() -> None:
    site = Site(maximum_age_days={"I10.hb": 28})
    assert status("I10", MAN, {"I10.hb": "132 @ 2026-03-20"}, site) is MET
    assert status("I10", MAN, site=site) is UNKNOWN


# ---- the next question ----


def test_questions_come_in_the_order_of_the_trial() -> None:
    asked = opened({})
    assert asked[:4] == ("I1.age", "CTX.sex", "I4.type", "I4.differentiation")
    assert asked[-1] == "I2.consent"
    assert list(asked) == [item for item in TRIAL.order if item in asked]
    assert next_question(Facts(TRIAL, {}, TODAY)) == "I1.age"


def test_what_is_asked_at_first() -> None:
    left_out = set(TRIAL.items) - set(opened({}))
    upper_limits = {"I10.ast_uln", "I10.alt_uln", "I10.bili_uln"}
    assert left_out == {
        "CTX.ref_date",
        "I7.lesion_mm",
        "I7.node_mm",
        "I9.gfr",
        "E1.pregnant",
        "I11.contraception",
        "E5.ct_mri",
        "E5.fdg",
        *upper_limits,
    }


def test_nothing_is_asked_of_those_who_have_answered_everything() -> None:
    assert opened(MAN) == ()
    assert opened(WOMAN) == ()
    assert next_question(Facts(TRIAL, given(MAN), TODAY)) is None


# Who, what changes, what is then asked.
ASKED: list[tuple[dict[str, str], dict[str, Written], str]] = [
    (MAN, {"I3.ecog": None}, "I3.ecog"),
    (MAN, {"I3.ecog": "unknown"}, ""),
    (MAN, {"I4.ki67": None}, "I4.ki67"),
    (MAN, {"CTX.sex": None}, "CTX.sex I11.wocbp E1.lactating"),
    (MAN, {"CTX.ref_date": None}, ""),
    # A criterion that has failed asks for nothing more.
    (MAN, {"I4.type": "paraganglioma", "I4.advanced": None}, ""),
    (MAN, {"I6.progression": "no", "I6.scan_date": None, "I6.mdt": None}, ""),
    (MAN, {"I6.progression": "unknown", "I6.scan_date": None}, "I6.scan_date"),
    (MAN, {"I10.hb": "90", "I10.alb": None}, ""),
    # Gates: what stands behind an answer that was never done is not asked.
    (MAN, {"I5.tracer": "not_done", "I5.uptake": None}, ""),
    (MAN, {"I5.tracer": "64Cu-DOTATATE", "I5.uptake": None}, "I5.uptake"),
    (MAN, {"I9.method": "not_done", "I9.gfr": None}, ""),
    (MAN, {"I9.method": "unknown", "I9.gfr": None}, ""),
    (MAN, {"I9.method": "eGFR_creatinine", "I9.gfr": None}, "I9.gfr"),
    (MAN, {"I9.method": None, "I9.gfr": None}, "I9.method"),
    # Sizes only where nobody has judged whether disease is measurable.
    (MAN, {"I7.measurable": None}, "I7.measurable"),
    (MAN, {"I7.measurable": "unknown"}, "I7.lesion_mm I7.node_mm"),
    (MAN, {"I7.measurable": "unknown", "I7.lesion_mm": "12"}, ""),
    (MAN, {"I7.measurable": "unknown", "I7.lesion_mm": "8"}, "I7.node_mm"),
    # An upper limit only where a result needs it.
    (MAN, {"I10.ast_uln": None}, ""),
    (MAN, {"I10.ast": "1.5", "I10.ast_uln": None}, "I10.ast_uln"),
    (MAN, {"I10.ast": "3.0", "I10.ast_uln": None}, ""),
    (MAN, {"I10.ast": None, "I10.ast_uln": None}, "I10.ast"),
    (MAN, {"I10.ast": "unknown", "I10.ast_uln": None}, ""),
    (MAN, {"I10.ast": "1.5", "I10.ast_uln": None, "I10.hb": "90"}, ""),
    (MAN, {"I10.ast": "<3 µkat/L (0.75)", "I10.ast_uln": None}, ""),
    (MAN, {"I10.ast": "<6.0", "I10.ast_uln": None}, "I10.ast_uln"),
    (MAN, {"I10.ast": "≤5.9", "I10.ast_uln": None}, "I10.ast_uln"),
    (MAN, {"I10.ast": "≤6.0", "I10.ast_uln": None}, ""),
    (MAN, {"I10.ast": ">0.6", "I10.ast_uln": None}, "I10.ast_uln"),
    (MAN, {"I10.ast": ">0.5", "I10.ast_uln": None}, ""),
    # What blood counts, clearance and sizes settle is not asked; but a yes would contradict them,
    # so that it stands on a list that is asked anyway.
    (MAN, {"E4.marrow": None, "E4.renal": None}, ""),
    (MAN, {"E4.marrow": None, "E4.renal": None, "E4.dpd": None}, "E4.dpd"),
    (MAN, {"E4.marrow": None, "E4.liver": None}, "E4.marrow E4.liver"),
    (MAN, {"E4.marrow": None, "E4.liver": "yes", "E4.hypersens": None}, ""),
    (MAN, {"I7.measurable": None, "I7.lesion_mm": "12"}, ""),
    # What fails is asked about where it could rest on a mistake.
    (MAN, {"I4.type": "nec", "I4.differentiation": None}, "I4.differentiation"),
    (MAN, {"I4.type": "nec", "I4.differentiation": None, "I4.histology": "no"}, ""),
    (MAN, {"E4.marrow": None, "I10.anc": "unknown"}, "E4.marrow"),
    (MAN, {"E4.renal": None, "I9.gfr": "45"}, "E4.renal"),
    (MAN, {"E4.renal": None, "I9.method": "eGFR_creatinine"}, "E4.renal"),
    # Contraception and pregnancy.
    (WOMAN, {"I11.wocbp": None}, ""),  # met either way: nothing hangs on it
    (WOMAN, {"I11.wocbp": None, "I11.contraception": None}, "I11.wocbp"),
    (WOMAN, {"I11.wocbp": None, "E1.pregnant": None}, "I11.wocbp"),
    (WOMAN, {"I11.contraception": None}, "I11.contraception"),
    (WOMAN, {"E1.pregnant": None, "E1.lactating": None}, "E1.pregnant E1.lactating"),
    (WOMAN, {"E1.pregnant": "yes", "E1.lactating": None}, ""),
    (WOMAN, {"I11.wocbp": "unknown", "I11.contraception": None}, "I11.contraception"),
    (WOMAN, {"I11.wocbp": "no", "I11.contraception": None, "E1.pregnant": None}, ""),
    (WOMAN, {"I11.wocbp": "no", "E1.lactating": None, "I1.age": "59"}, "E1.lactating"),
    (WOMAN, {"I11.wocbp": "no", "E1.lactating": None, "I1.age": "60"}, ""),
    (WOMAN, {"I11.wocbp": "no", "E1.lactating": None, "I1.age": "unknown"}, "E1.lactating"),
    # Where the answers contradict each other, what could still decide is asked.
    (WOMAN, {"I11.wocbp": "not_applicable", "E1.lactating": None, "I1.age": "60"}, "E1.lactating"),
    (WOMAN, {"I11.wocbp": "not_applicable", "E1.pregnant": None}, "E1.pregnant"),
    (MAN, {"E1.pregnant": "yes"}, "E1.lactating I11.contraception"),
    (MAN, {"I4.type": "nec", "I4.advanced": None}, "I4.advanced"),
    (WOMAN, {"E1.lactating": None, "I1.age": "60"}, "E1.lactating"),
    (WOMAN, {"CTX.sex": "male", "E1.lactating": None}, "E1.lactating"),
    (MAN, {"I11.wocbp": "yes"}, "E1.pregnant E1.lactating I11.contraception"),
]


@pytest.mark.parametrize(("start", "changes", "expected"), ASKED)
def test_what_is_asked_next(
    start: dict[str, str], changes: dict[str, Written], expected: str
) -> None:
    assert opened(start, changes) == tuple(expected.split())


def test_an_answer_in_doubt_is_asked_about_as_one_that_nobody_knows() -> None:
    contradiction = Several((Choice("yes"), Choice("no")))
    asked = opened(WOMAN, {"I11.wocbp": contradiction, "I11.contraception": None})
    assert asked == ("I11.contraception",)
    sizes = opened(MAN, {"I7.measurable": contradiction})
    assert sizes == ("I7.lesion_mm", "I7.node_mm")


def test_several_results_may_need_the_upper_limit_too() -> None:
    results = Several((quantity("I10.ast", "1.5"), quantity("I10.ast", "1.6")))
    assert opened(MAN, {"I10.ast": results, "I10.ast_uln": None}) == ("I10.ast_uln",)
    printed = Several((quantity("I10.ast", "<3 µkat/L (0.75)"), quantity("I10.ast", "1.6")))
    assert opened(MAN, {"I10.ast": printed, "I10.ast_uln": None}) == ("I10.ast_uln",)
    unconverted = Several((quantity("I10.ast", "50 %"), quantity("I10.ast", "1.6")))
    assert opened(MAN, {"I10.ast": unconverted, "I10.ast_uln": None}) == ("I10.ast_uln",)


def test_advisories_stand_in_their_order() -> None:
    changes: dict[str, Written] = {
        "I4.ki67": "55",
        "I5.tracer": Choice("68Ga-DOTATOC", date=span("2025-01")),
        "E3.systemic": "other_stopping",
        "I2.consent": NotKnown(),
    }
    assert judge(MAN, changes).advisories == ("A1", "A2", "A3", "A4", "A5", "A6")


# ---- what is remembered of choices ----


def test_what_was_judged_for_one_person_is_not_said_of_another_with_other_answers() -> None:
    """A trial remembers what each combination of codes came to; dates and doubts are no codes."""
    part = small.choice(
        "I1.part", {"kind": "choice", "yes": ["yes"], "no": ["no", "not_applicable"]}
    )
    old = {"test": {"kind": "older_than", "days": 28}, "item": "I1.part"}
    trial = small.trial(
        part,
        criteria=[
            {"id": "I1", "text": "…", "rule": "I1.part"},
            {"id": "I2", "text": "…", "rule": old},
        ],
    )
    yes, no = (Choice(code, date=span("2026-03-01")) for code in ("yes", "no"))
    before = replace(yes, date=span("2026-01-01"))
    people: list[tuple[Value | None, Status, Status]] = [
        (None, UNKNOWN, UNKNOWN),
        (NotKnown(), UNKNOWN, UNKNOWN),
        (NotApplicable(), NOT_MET, UNKNOWN),
        (Choice("yes"), MET, UNKNOWN),
        (Choice("no"), NOT_MET, UNKNOWN),
        (yes, MET, MET),
        (replace(yes, date=span("2026-03-10")), MET, NOT_MET),
        (Several((before, no)), NOT_MET, MET),
        (Several((before, yes)), MET, MET),
        (Doubt("suggested", (yes,)), UNKNOWN, UNKNOWN),
    ]
    for answer, first, second in (*people, *reversed(people)):
        given = {} if answer is None else {"I1.part": answer}
        assert verdict(trial, given, TODAY).statuses == {"I1": first, "I2": second}


# ---- a criterion that may not apply ----

IN_MEN = small.trial(
    small.choice("I1.part", {"kind": "choice", "yes": ["yes"], "no": ["no"]}),
    small.choice("CTX.sex", codes="female male"),
    criteria=[
        {
            "id": "I1",
            "text": "…",
            "rule": "I1.part",
            "applies": {"chosen": "CTX.sex", "among": ["male"]},
        }
    ],
)


@pytest.mark.parametrize(
    ("sex", "part", "expected"),
    [
        ("male", "no", NOT_MET),
        ("male", "yes", MET),
        ("female", "no", NA),
        (None, "no", UNKNOWN),
        (None, "yes", MET),
        ("unknown", "no", UNKNOWN),
    ],
)
def test_what_may_not_apply_fails_nobody(sex: str | None, part: str, expected: Status) -> None:
    answers = {"I1.part": Choice(part)} | ({"CTX.sex": Choice(sex)} if sex else {})
    found = verdict(IN_MEN, answers, TODAY)
    assert found.statuses == {"I1": expected}
    asked = ("CTX.sex",) if expected is UNKNOWN and sex is None else ()
    assert open_items(found.facts) == asked


@pytest.mark.parametrize("name", ["alta-1l", "emperor-reduced", "start-net"])
@pytest.mark.parametrize(
    ("sex", "asked"), [("male", False), ("female", True), ("unspecified", True)]
)
def test_a_man_is_not_asked_about_a_pregnancy_where_the_criterion_is_not_for_men(
    name: str, sex: str, *, asked: bool
) -> None:
    trial = catalog.load(name)
    facts = Facts(trial, {trial.protocol.roles["sex"]: Choice(sex)}, TODAY)
    assert trial.of_pregnancy.isdisjoint(open_items(facts)) is not asked


def test_a_pregnancy_that_is_said_of_a_man_brings_the_criterion_back() -> None:
    trial = catalog.load("emperor-reduced")
    said = {"CTX.sex": Choice("male"), "E12.pregnant": Choice("yes")}
    assert verdict(trial, said, TODAY).statuses["E12"] is Status.NOT_MET
    assert verdict(trial, {"CTX.sex": Choice("male")}, TODAY).statuses["E12"] is (
        Status.NOT_APPLICABLE
    )
