"""The policies for what the registry text leaves open, and the advisories; one test or more each.

On answers as somebody would type them, with nobody to ask back: what would need a confirmation
stays unknown. Where a value is not typed, it is made by `tests.making`.
"""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from criteria.known.combining import combine
from criteria.known.values import Choice, Doubt, NotKnown, Quantity, Refusal, Several, Value
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.site import NO_SITE, Site
from criteria.trial.trial import Trial
from criteria.verdict.facts import Facts, LimitOrigin
from criteria.verdict.findings import finding, findings
from criteria.verdict.notes import notes
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome, Verdict, open_items, verdict
from tests.making import MAN, TODAY, TRIAL, WOMAN, given

if TYPE_CHECKING:
    from collections.abc import Mapping

MET, NOT_MET, UNKNOWN, NA = Status.MET, Status.NOT_MET, Status.UNKNOWN, Status.NOT_APPLICABLE
READER = AnswerReader(TRIAL)
MEASURED = ("iohexol", "51Cr-EDTA")
ESTIMATED = ("LMR18+CAPA", "eGFR_creatinine", "eGFR_cystatinC", "99mTc-DTPA", "other", "not_done")
NO_LIMITS: dict[str, str | None] = {
    "I10.ast_uln": None,
    "I10.alt_uln": None,
    "I10.bili_uln": None,
}


def read(item: str, *texts: str) -> Value:
    """Read what somebody typed for an item, once or several times."""
    values = [READER.read(item, text, TODAY) for text in texts]
    return combine([value for value in values if not isinstance(value, Refusal)])


def typed(
    changes: Mapping[str, str | tuple[str, ...] | None],
    start: Mapping[str, str] = MAN,
    today: date = TODAY,
    site: Site = NO_SITE,
) -> Verdict:
    """Return the verdict on somebody who meets everything, but for what is typed here."""
    answers = given({item: text for item, text in start.items() if item not in changes})
    for item, text in changes.items():
        if text is not None:
            answers[item] = read(item, *((text,) if isinstance(text, str) else text))
    return verdict(TRIAL, answers, today, site)


def codes(found: Verdict) -> set[tuple[str, str]]:
    return {(note.item, note.code) for note in notes(found)}


# ---- P1 to P3: the scan, the method of GFR ----


def test_p1_a_scan_younger_than_a_month_is_open_and_says_from_when_it_counts() -> None:
    found = typed({"I6.scan_date": "2026-03-20"})
    assert found.statuses["I6"] is UNKNOWN
    assert found.outcome is Outcome.PENDING
    assert ("I6.scan_date", "too_recent") in codes(found)
    assert finding("I6.scan_date", found.facts).since == date(2026, 4, 20)
    assert typed({"I6.scan_date": "2026-03-20"}, today=date(2026, 4, 20)).statuses["I6"] is MET


def test_p2_the_scan_that_established_progression_is_timed_and_later_texts_are_told_apart() -> None:
    assert typed({"I6.scan_date": "2024-03-31"}).statuses["I6"] is MET
    assert typed({"I6.scan_date": "2024-03-30"}).statuses["I6"] is NOT_MET
    assert "older of the two scans" in " ".join(TRIAL.words["en"].not_in_registry)
    for words in TRIAL.words.values():
        assert words.items["I6.scan_date"].help.count("1") > 0


@pytest.mark.parametrize("gfr", ["29 mL/min/1.73m2", "48 mL/min/1.73m2", "120 mL/min/1.73m2"])
@pytest.mark.parametrize("method", ESTIMATED)
def test_p3_an_estimated_gfr_decides_nothing_whatever_the_number(method: str, gfr: str) -> None:
    found = typed({"I9.method": method, "I9.gfr": gfr, "E4.renal": None})
    assert found.statuses["I9"] is UNKNOWN
    assert found.statuses["E4"] is UNKNOWN
    assert "E4.renal" in open_items(found.facts)


@pytest.mark.parametrize("method", MEASURED)
def test_p3_a_measured_clearance_decides(method: str) -> None:
    assert typed({"I9.method": method}).statuses["I9"] is MET
    assert typed({"I9.method": method, "I9.gfr": "50 mL/min/1.73m2"}).statuses["I9"] is NOT_MET


def test_p3_lmr18_and_capa_are_said_to_be_accepted_by_the_later_text() -> None:
    assert (
        "later registry text accepts" in TRIAL.words["en"].items["I9.method"].remarks["LMR18+CAPA"]
    )
    assert (
        "senare registertext godtar" in TRIAL.words["sv"].items["I9.method"].remarks["LMR18+CAPA"]
    )


# ---- P4 to P6: upper limits, censored values, units ----


@pytest.mark.parametrize(
    ("alat", "status"),
    [
        ("1.19 µkat/L", MET),
        ("1.20 µkat/L", UNKNOWN),
        ("3.89 µkat/L", UNKNOWN),
        ("3.90 µkat/L", NOT_MET),
        ("71 U/L", MET),
        ("72 U/L", UNKNOWN),
    ],
)
def test_p4_an_unprinted_upper_limit_decides_only_where_every_usual_one_agrees(
    alat: str, status: Status
) -> None:
    found = typed({**NO_LIMITS, "I10.alt": alat})
    assert found.statuses["I10"] is status
    assert ("I10.alt_uln" in open_items(found.facts)) is (status is UNKNOWN)


def test_p4_an_upper_limit_beside_the_result_counts_as_printed() -> None:
    assert typed({**NO_LIMITS, "I10.ast": "149 U/L (<50)"}).statuses["I10"] is MET
    assert typed({**NO_LIMITS, "I10.ast": "150 U/L (10-50)"}).statuses["I10"] is NOT_MET
    assert typed({"I10.bili": "50 µmol/L", "I10.bili_uln": "<26 µmol/L"}).statuses["I10"] is MET


def test_p4_a_sites_own_limits_count_as_printed_and_are_named() -> None:
    site = Site("LUND", upper_limits={"I10.alt": {"male": Fraction("1.10")}})
    found = typed({**NO_LIMITS, "I10.alt": "3.29 µkat/L"}, site=site)
    assert found.statuses["I10"] is MET
    alat = next(f for f in findings(found, "I10") if f.item == "I10.alt")
    assert alat.bound is not None
    assert alat.bound.normal is not None
    assert alat.bound.normal.origin is LimitOrigin.SITE
    assert typed({**NO_LIMITS, "I10.alt": "3.30 µkat/L"}, site=site).statuses["I10"] is NOT_MET


@pytest.mark.parametrize(
    ("item", "text", "status"),
    [
        ("I9.gfr", ">90 mL/min/1.73m2", MET),
        ("I9.gfr", ">50 mL/min/1.73m2", MET),
        ("I9.gfr", "≥50 mL/min/1.73m2", UNKNOWN),
        ("I9.gfr", ">45 mL/min/1.73m2", UNKNOWN),
        ("I9.gfr", "<50 mL/min/1.73m2", NOT_MET),
        ("I10.plt", "<150 10^9/L", UNKNOWN),
        ("I10.plt", ">100 10^9/L", MET),
        ("I10.bili", "<3 µmol/L", MET),
        ("I10.bili", "<3 mg/dL", UNKNOWN),
    ],
)
def test_p5_a_censored_result_decides_what_all_it_may_stand_for_decides(
    item: str, text: str, status: Status
) -> None:
    assert typed({item: text, "I10.bili_uln": None}).statuses[item.partition(".")[0]] is status


# Text without a unit, the units that are possible.
UNITS = [
    ("I10.hb", "9.0", ["g/dL", "mmol/L"]),
    ("I10.hb", "132", ["g/L"]),
    ("I10.bili", "4", ["µmol/L", "mg/dL"]),
    ("I10.plt", "230", ["10^9/L"]),
    ("I10.plt", "230000", ["/µL"]),
]


@pytest.mark.parametrize(("item", "text", "units"), UNITS)
def test_p6_a_missing_unit_leaves_the_value_open_until_one_is_confirmed(
    item: str, text: str, units: list[str]
) -> None:
    value = read(item, text)
    assert isinstance(value, Doubt)
    assert value.code == ("unit_missing" if len(units) == 1 else "unit_ambiguous")
    assert [c.unit for c in value.candidates if isinstance(c, Quantity)] == units
    found = typed({item: text})
    assert found.statuses["I10"] is UNKNOWN
    assert (item, value.code) in codes(found)


def test_p6_the_units_that_are_possible_lead_to_different_verdicts() -> None:
    assert typed({"I10.hb": "9.0 g/dL"}).statuses["I10"] is NOT_MET
    assert typed({"I10.hb": "9.0 mmol/L"}).statuses["I10"] is MET
    assert typed({"I10.bili": "4 µmol/L"}).statuses["I10"] is MET
    assert typed({"I10.bili": "4 mg/dL"}).statuses["I10"] is NOT_MET


# ---- P7 to P10: DPD, pregnancy, sex ----


def test_p7_dpd_not_tested_passes_and_leaves_something_to_do() -> None:
    found = typed({"E4.dpd": "not tested"})
    assert found.statuses["E4"] is MET
    assert ("E4.dpd", "todo") in codes(found)
    remarks = TRIAL.words["en"].items["E4.dpd"].remarks
    assert remarks["not_tested"] == "DPD must be tested before any capecitabine."
    assert "dose" in remarks["partial"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("normal", MET),
        ("partial", MET),
        ("complete_deficiency", NOT_MET),
        ("unknown", UNKNOWN),
        ("vet ej", UNKNOWN),
    ],
)
def test_p7_only_a_known_complete_deficiency_fails(text: str, status: Status) -> None:
    assert typed({"E4.dpd": text}).statuses["E4"] is status


def test_p8_pregnancy_is_reported_once_although_capecitabine_excludes_it_too() -> None:
    found = typed({"E1.pregnant": "yes"}, WOMAN)
    assert found.failing == ("E1",)
    assert found.statuses["E4"] is MET


def test_p9_contraception_and_pregnancy_do_not_concern_a_man() -> None:
    found = typed({})
    assert (found.statuses["I11"], found.statuses["E1"]) == (NA, NA)
    assert found.outcome is Outcome.ELIGIBLE
    assert not {"I11.wocbp", "I11.contraception", "E1.pregnant"} & set(open_items(found.facts))


def test_p9_they_do_concern_a_person_recorded_as_male_who_can_become_pregnant() -> None:
    found = typed({"I11.wocbp": "yes"})
    assert (found.statuses["I11"], found.statuses["E1"]) == (UNKNOWN, UNKNOWN)
    asked = {"I11.contraception", "E1.pregnant", "E1.lactating"}
    assert asked <= set(open_items(found.facts))
    assert typed({**WOMAN, "CTX.sex": "male"}).statuses["I11"] is MET


@pytest.mark.parametrize("sex", ["unspecified", "unknown", None])
def test_p10_without_a_recorded_sex_the_question_is_asked_directly(sex: str | None) -> None:
    found = typed({"CTX.sex": sex})
    assert "I11.wocbp" in open_items(found.facts)
    assert (found.statuses["I11"], found.statuses["E1"]) == (UNKNOWN, UNKNOWN)
    no = typed({"CTX.sex": sex, "I11.wocbp": "no"})
    assert (no.statuses["I11"], no.statuses["E1"]) == (NA, NA)


def test_p10_where_nobody_knows_a_highly_effective_method_is_enough() -> None:
    nobody_knows = {"CTX.sex": "unspecified", "I11.wocbp": "unknown"}
    assert typed(nobody_knows).statuses["I11"] is UNKNOWN
    used = typed({**nobody_knows, "I11.contraception": "highly_effective"})
    assert used.statuses["I11"] is MET
    assert used.statuses["E1"] is UNKNOWN
    refused = typed({**nobody_knows, "I11.contraception": "not_highly_effective"})
    assert refused.statuses["I11"] is UNKNOWN


# ---- P11 to P14: age, ECOG, transaminases, Gilbert ----


def test_p11_age_is_in_completed_years_and_a_birthday_in_doubt_is_pending() -> None:
    assert typed({"I1.age": "18"}).statuses["I1"] is MET
    assert typed({"I1.age": "unknown"}).statuses["I1"] is UNKNOWN
    assert isinstance(READER.read("I1.age", "17.9", TODAY), Refusal)
    for words, day in ((TRIAL.words["en"], "29 February"), (TRIAL.words["sv"], "29 februari")):
        assert day in words.items["I1.age"].help


def test_p11_seventeen_fails() -> None:
    assert typed({"I1.age": "17"}).statuses["I1"] is NOT_MET


@pytest.mark.parametrize("text", ["1-2", "1–2", "0-1", "Karnofsky 80", "wheelchair"])
def test_p12_ecog_is_one_grade_and_anything_else_is_asked_back(text: str) -> None:
    assert isinstance(read("I3.ecog", text), Doubt)
    assert typed({"I3.ecog": text}).statuses["I3"] is UNKNOWN


@pytest.mark.parametrize(
    ("asat", "alat", "status"),
    [
        ("1.0 µkat/L", "1.0 µkat/L", MET),
        ("2.25 µkat/L", "1.0 µkat/L", NOT_MET),
        ("1.0 µkat/L", "3.30 µkat/L", NOT_MET),
        ("1.0 µkat/L", None, UNKNOWN),
        (None, "1.0 µkat/L", UNKNOWN),
        (None, "3.30 µkat/L", NOT_MET),
    ],
)
def test_p13_both_transaminases_must_be_below_the_limit(
    asat: str | None, alat: str | None, status: Status
) -> None:
    assert typed({"I10.ast": asat, "I10.alt": alat}).statuses["I10"] is status


def test_p14_gilbert_is_no_exception_and_the_message_names_it() -> None:
    found = typed({"I10.bili": "50 µmol/L"})
    assert found.failing == ("I10",)
    for words in TRIAL.words.values():
        assert "Gilbert" in (words.items["I10.bili"].failed or "")


# ---- P15 and P16: dates of results, several results ----

OLD = [
    ("I10.hb", "132 g/L 2026-03-02", "132 g/L 2026-03-03"),
    ("I10.ast", "0.52 µkat/L 2026-03-02", "0.52 µkat/L 2026-03-03"),
    ("I9.gfr", "72 mL/min/1.73m2 2025-12-30", "72 mL/min/1.73m2 2025-12-31"),
    ("I5.tracer", "68Ga-DOTATOC 2025-12-30", "68Ga-DOTATOC 2025-12-31"),
    ("E5.fdg", "concordant 2025-12-30", "concordant 2025-12-31"),
    ("E5.ct_mri", "concordant 2025-12-30", "concordant 2025-12-31"),
]


@pytest.mark.parametrize(("item", "old", "recent"), OLD)
def test_p15_an_old_result_is_warned_about_and_changes_no_status(
    item: str, old: str, recent: str
) -> None:
    for text, warned in ((old, True), (recent, False)):
        found = typed({item: text})
        assert found.outcome is Outcome.ELIGIBLE
        assert ((item, "old_result") in codes(found)) is warned


def test_p15_a_sites_maximum_age_makes_an_older_or_undated_result_unknown() -> None:
    site = Site(maximum_age_days={"I10.hb": 28, "I5.tracer": 92})
    dated = {"I10.hb": "132 g/L 2026-03-20", "I5.tracer": "68Ga-DOTATOC 2026-01-15"}
    assert typed(dated, site=site).outcome is Outcome.ELIGIBLE
    for changes, open_ in (
        ({"I10.hb": "132 g/L 2026-03-02"}, "I10"),
        ({"I10.hb": "132 g/L"}, "I10"),
        ({"I5.tracer": "68Ga-DOTATOC 2025-11-15"}, "I5 E5"),
        ({"I5.tracer": "68Ga-DOTATOC"}, "I5 E5"),
    ):
        assert typed({**dated, **changes}, site=site).pending == tuple(open_.split())


def test_p16_of_several_dated_results_the_newest_counts() -> None:
    found = typed({"I10.hb": ("85 g/L 2026-01-10", "105 g/L 2026-03-20")})
    assert found.statuses["I10"] is MET
    newest = finding("I10.hb", found.facts).value
    assert isinstance(newest, Quantity)
    assert str(newest.date) == "2026-03-20"


def test_p16_an_undated_result_that_would_change_the_verdict_leaves_it_open() -> None:
    found = typed({"I10.hb": ("85 g/L", "105 g/L 2026-03-20")})
    assert found.statuses["I10"] is UNKNOWN
    assert ("I10.hb", "contradiction") in codes(found)
    assert typed({"I10.hb": ("99 g/L", "105 g/L 2026-03-20")}).statuses["I10"] is MET


def test_p16_a_newer_estimate_never_displaces_a_measured_clearance() -> None:
    results = ("Iohexolclearance 72 mL/min/1.73m2 2026-01-10", "eGFR 45 mL/min/1.73m2 2026-03-20")
    assert typed({"I9.gfr": results}).statuses["I9"] is MET
    assert typed({"I9.gfr": results[1]}).statuses["I9"] is UNKNOWN
    two_estimates = ("eGFR 72 mL/min/1.73m2", "eGFRcysC 70 mL/min/1.73m2")
    assert typed({"I9.gfr": two_estimates}).statuses["I9"] is UNKNOWN


# ---- P17 to P21: uptake, treatment, FDG, contradictions, free text ----


def test_p17_some_lesions_at_or_below_the_liver_leave_it_open_and_discordance_is_asked() -> None:
    found = typed({"I5.uptake": "some_not_above", "E5.ct_mri": None, "E5.fdg": None})
    assert found.statuses["I5"] is UNKNOWN
    assert {"E5.ct_mri", "E5.fdg"} <= set(open_items(found.facts))
    assert TRIAL.words["en"].items["I5.uptake"].remarks["some_not_above"]


def test_p18_treatment_about_to_stop_leaves_it_open_and_advises_on_the_washout() -> None:
    found = typed({"E3.systemic": "other_stopping"})
    assert found.statuses["E3"] is UNKNOWN
    assert "A4" in found.advisories
    assert typed({"E3.systemic": "other_ongoing"}).statuses["E3"] is NOT_MET
    assert typed({"E3.systemic": "other_completed"}).statuses["E3"] is MET
    assert typed({"E3.systemic": "everolimus"}).statuses["E3"] is UNKNOWN


@pytest.mark.parametrize(
    ("ct_mri", "fdg", "status"),
    [
        ("concordant", "concordant", MET),
        ("concordant", "not_done", UNKNOWN),
        ("concordant", None, UNKNOWN),
        ("concordant", "discordant", NOT_MET),
        ("discordant", "not_done", NOT_MET),
        ("cyst", "concordant", UNKNOWN),
        ("concordant", "FDG positive", UNKNOWN),
    ],
)
def test_p19_without_fdg_pet_discordance_is_open_and_only_tumour_lesions_count(
    ct_mri: str, fdg: str | None, status: Status
) -> None:
    assert typed({"E5.ct_mri": ct_mri, "E5.fdg": fdg}).statuses["E5"] is status


def test_p20_a_contradiction_keeps_both_answers_and_counts_as_unknown() -> None:
    found = typed({"E2.prior_prrt": ("no", "yes")})
    assert found.statuses["E2"] is UNKNOWN
    assert ("E2.prior_prrt", "contradiction") in codes(found)
    kept = found.facts.answers["E2.prior_prrt"]
    assert isinstance(kept, Several)
    assert {c.code for c in kept.results if isinstance(c, Choice)} == {"no", "yes"}


@pytest.mark.parametrize(
    ("item", "text", "suggested"),
    [
        ("E2.prior_prrt", "Lutathera", {"yes"}),
        ("I4.differentiation", "G3", {"well", "poorly"}),
        ("I6.progression", "stable disease", {"no"}),
        ("I11.wocbp", "postmenopausal", {"no"}),
        ("E3.systemic", "lanreotide", {"ssa_only"}),
    ],
)
def test_p21_what_free_text_suggests_counts_only_when_it_is_confirmed(
    item: str, text: str, suggested: set[str]
) -> None:
    value = read(item, text)
    assert isinstance(value, Doubt)
    assert {c.code for c in value.candidates if isinstance(c, Choice)} == suggested
    as_unknown = Facts(TRIAL, given({**WOMAN, item: NotKnown()}), TODAY)
    as_suggested = Facts(TRIAL, {**given(WOMAN), item: value}, TODAY)
    criterion = TRIAL.items[item].criterion
    assert as_suggested.criterion_truth(criterion) is as_unknown.criterion_truth(criterion)


# ---- P22 to P25: what E5 is compared with, answers that do not go together ----

WORKED = json.loads((Path(__file__).parents[2] / "data" / "verdicts.json").read_text("utf-8"))


@pytest.mark.parametrize("case", WORKED, ids=[case["id"] for case in WORKED])
def test_the_patients_whose_answers_do_not_go_together(case: dict[str, Any]) -> None:
    day = date.fromisoformat(case["reference_date"])
    answers = {item: read(item, text) for item, text in case["answers"].items()}
    found = verdict(TRIAL, answers, day)
    expected = case["expected"]
    statuses = {criterion: status.value for criterion, status in found.statuses.items()}
    assert statuses == expected["per_criterion"]
    assert found.outcome.value == expected["overall"]
    assert [*found.failing] == expected["failing"]
    assert [*found.pending] == expected["pending"]


def test_the_patients_of_r1_keep_r1s_verdicts() -> None:
    """A screening goes on in its own version: R1 judges a pregnant woman who can't be as it did."""
    first = catalog.load("start-net", "R1")
    case = next(case for case in WORKED if case["id"] == "S04")
    answers = {item: read(item, text) for item, text in case["answers"].items()}
    found = verdict(first, answers, TODAY)
    assert (found.statuses["I11"], found.statuses["E1"]) == (NA, NA)
    assert ("E1.pregnant", "not_counted") in codes(found)


@pytest.mark.parametrize("tracer", ["64Cu-DOTATATE", "18F-SSTR", "not_done", "unknown", None])
@pytest.mark.parametrize("compared", ["concordant", "discordant", None])
def test_p22_without_a_68ga_dota_pet_discordance_is_open_whatever_was_answered(
    tracer: str | None, compared: str | None
) -> None:
    found = typed({"I5.tracer": tracer, "E5.ct_mri": compared, "E5.fdg": compared})
    assert found.statuses["E5"] is UNKNOWN
    assert not {"E5.ct_mri", "E5.fdg"} & set(open_items(found.facts))


@pytest.mark.parametrize("tracer", ["68Ga-DOTATOC", "68Ga-DOTATATE", "68Ga-DOTANOC"])
def test_p22_with_one_it_is_asked_and_counts(tracer: str) -> None:
    assert {"E5.ct_mri", "E5.fdg"} <= set(
        open_items(typed({"I5.tracer": tracer, "E5.ct_mri": None, "E5.fdg": None}).facts)
    )
    assert typed({"I5.tracer": tracer, "E5.ct_mri": "discordant"}).statuses["E5"] is NOT_MET


NEC: dict[str, str | None] = {"I4.type": "nec"}
UNABLE: dict[str, str | None] = {"CTX.sex": "female", "I11.wocbp": "no"}
CONTRADICTIONS: list[tuple[str, dict[str, str | None], str, str]] = [
    # The letter of P23, the answers, what is open, what fails all the same.
    ("nec_well", NEC, "I4", ""),
    ("nec_well", {**NEC, "I4.inoperable": "no"}, "", "I4"),
    ("wocbp_not_applicable", {"CTX.sex": "female", "I11.wocbp": "not applicable"}, "I11 E1", ""),
    ("wocbp_not_applicable", {"CTX.sex": "unspecified", "I11.wocbp": "n/a"}, "I11 E1", ""),
    ("wocbp_not_applicable", {"CTX.sex": None, "I11.wocbp": "n/a"}, "I11 E1", ""),
    ("pregnant_cannot", {**UNABLE, "E1.pregnant": "yes"}, "I11 E1", ""),
    ("pregnant_cannot", {"I11.wocbp": "no", "E1.pregnant": "yes"}, "I11 E1", ""),
    ("pregnant_cannot", {**UNABLE, "E1.pregnant": "yes", "E1.lactating": "yes"}, "I11", "E1"),
    ("pregnant_male", {"E1.pregnant": "yes"}, "I11 E1", ""),
    ("pregnant_male", {"E1.pregnant": "yes", "I11.wocbp": "not applicable"}, "I11 E1", ""),
    ("pregnant_male", {"E1.pregnant": "yes", "I11.wocbp": "unknown"}, "I11 E1", ""),
    ("measurable_sizes", {"I7.measurable": "no", "I7.lesion_mm": "10 mm"}, "I7", ""),
    ("measurable_sizes", {"I7.measurable": "no", "I7.node_mm": "15 mm"}, "I7", ""),
    ("measurable_sizes", {"I7.lesion_mm": "9.9 mm", "I7.node_mm": "14.9 mm"}, "I7", ""),
    ("cytopenia_counts", {"E4.marrow": "yes"}, "E4", ""),
    ("cytopenia_counts", {"E4.marrow": "yes", "E4.dpd": "complete_deficiency"}, "", "E4"),
    ("renal_clearance", {"E4.renal": "yes"}, "E4", ""),
    ("renal_clearance", {"E4.renal": "yes", "E4.liver": "yes"}, "", "E4"),
]


@pytest.mark.parametrize(("entry", "changes", "open_", "failing"), CONTRADICTIONS)
def test_p23_answers_that_cannot_both_be_true_count_as_unknown_and_are_kept_and_named(
    entry: str, changes: dict[str, str | None], open_: str, failing: str
) -> None:
    found = typed(changes)
    assert found.pending == tuple(open_.split())
    assert found.failing == tuple(failing.split())
    (noted,) = [note for note in notes(found) if note.code == "at_odds"]
    assert noted.entry == entry
    assert set(noted.items) <= set(found.facts.answers)


@pytest.mark.parametrize(
    ("changes", "failing"),
    [
        ({"I4.type": "nec", "I4.differentiation": "unknown"}, "I4"),
        ({"I4.type": "nec", "I4.differentiation": "poorly"}, "I4"),
        ({"E4.marrow": "yes", "I10.anc": "unknown"}, "E4"),
        ({"E4.marrow": "yes", "I10.anc": "≥1.5 10^9/L"}, "E4"),
        ({"E4.renal": "yes", "I9.method": "eGFR_creatinine"}, "E4"),
        ({"I7.measurable": "no", "I7.lesion_mm": ">5 mm"}, "I7"),
        ({"I7.measurable": "no", "I7.lesion_mm": "9.9 mm", "I7.node_mm": "14.9 mm"}, "I7"),
    ],
)
def test_p23_what_can_be_true_together_is_no_contradiction(
    changes: dict[str, str | None], failing: str
) -> None:
    found = typed(changes)
    assert found.failing == (failing,)
    assert not [note for note in notes(found) if note.entry]


def test_p23_a_man_for_whom_it_is_not_applicable_contradicts_nothing() -> None:
    found = typed({"I11.wocbp": "not applicable", "E1.pregnant": "not applicable"})
    assert (found.statuses["I11"], found.statuses["E1"]) == (NA, NA)
    assert codes(found) == set()


@pytest.mark.parametrize("item", ["E1.pregnant", "E1.lactating"])
def test_p24_not_applicable_says_no(item: str) -> None:
    assert typed({item: "not applicable"}, WOMAN).outcome is Outcome.ELIGIBLE


@pytest.mark.parametrize(
    ("entry", "changes", "start"),
    [
        ("uptake_discordant", {"E5.ct_mri": "discordant"}, MAN),
        ("uptake_discordant", {"E5.fdg": "discordant"}, MAN),
        ("wocbp_above_60", {"I1.age": "61"}, WOMAN),
        ("measurable_one_size", {"I7.lesion_mm": "9.9 mm"}, MAN),
        ("measurable_one_size", {"I7.node_mm": "<15 mm", "I7.lesion_mm": "unknown"}, MAN),
    ],
)
def test_p25_what_sits_oddly_together_is_pointed_out_and_decides_nothing(
    entry: str, changes: dict[str, str | None], start: dict[str, str]
) -> None:
    found = typed(changes, start)
    (noted,) = [note for note in notes(found) if note.entry]
    assert (noted.code, noted.entry) == ("unusual_together", entry)
    without = Trial(protocol=TRIAL.protocol.model_copy(update={"at_odds": ()}), words=TRIAL.words)
    assert verdict(without, found.facts.answers, TODAY).statuses == found.statuses


@pytest.mark.parametrize(
    ("changes", "start"),
    [
        ({"I1.age": "60"}, WOMAN),
        ({"I7.lesion_mm": "9.9 mm", "I7.node_mm": "15 mm"}, MAN),
        ({"I5.uptake": "some_not_above", "E5.fdg": "discordant"}, MAN),
    ],
)
def test_p25_what_goes_together_is_not_pointed_out(
    changes: dict[str, str | None], start: dict[str, str]
) -> None:
    assert not [note for note in notes(typed(changes, start)) if note.entry]


# ---- advisories: shown, never scored ----

ADVISORIES: list[tuple[str, dict[str, str | None], bool]] = [
    ("A1", {"I4.ki67": "50 %"}, False),
    ("A1", {"I4.ki67": "50.1 %"}, True),
    ("A1", {"I4.ki67": ">50 %"}, True),
    ("A1", {"I4.ki67": "unknown"}, False),
    ("A1", {"I4.ki67": None}, False),
    ("A2", {"I5.uptake": "above_all"}, True),
    ("A2", {"I5.uptake": "some_not_above"}, False),
    ("A2", {"I5.uptake": None}, False),
    ("A3", {"I5.tracer": "68Ga-DOTATOC 2025-12-31"}, False),
    ("A3", {"I5.tracer": "68Ga-DOTATOC 2025-12-30"}, True),
    ("A3", {"I5.tracer": "68Ga-DOTATOC"}, False),
    ("A4", {"E3.systemic": "ssa_only"}, False),
    ("A4", {"E3.systemic": "none"}, False),
    ("A4", {"E3.systemic": "unknown"}, False),
    ("A4", {"E3.systemic": "other_ongoing"}, True),
    ("A4", {"E3.systemic": "other_stopping"}, True),
    ("A4", {"E3.systemic": "other_completed"}, True),
    ("A4", {"E3.systemic": "other_completed 2026-03-04"}, True),
    ("A4", {"E3.systemic": "other_completed 2026-03-03"}, False),
    ("A4", {"E3.systemic": "other_completed 2026-03"}, True),
    ("A4", {"E3.systemic": "other_completed 2026-02"}, False),
    ("A5", {}, True),
    ("A6", {"CTX.sex": "male"}, True),
    ("A6", {"CTX.sex": "female", "I11.wocbp": "yes"}, True),
    ("A6", {"CTX.sex": "female", "I11.wocbp": "unknown"}, True),
    ("A6", {"CTX.sex": "female", "I11.wocbp": "no"}, False),
    ("A6", {"CTX.sex": None, "I11.wocbp": None}, False),
]


@pytest.mark.parametrize(("advisory", "changes", "shown"), ADVISORIES)
def test_when_an_advisory_is_shown(
    advisory: str, changes: dict[str, str | None], *, shown: bool
) -> None:
    assert (advisory in typed(changes).advisories) is shown


@pytest.mark.parametrize(
    ("advisory", "subject"),
    [
        ("A1", "Ki-67"),
        ("A2", "SUV"),
        ("A3", "3 months old"),
        ("A4", "28 days"),
        ("A5", "life expectancy"),
        ("A6", "7 months"),
    ],
)
def test_what_an_advisory_is_about(advisory: str, subject: str) -> None:
    assert subject in TRIAL.words["en"].advisories[advisory]


def test_advisories_never_change_the_outcome() -> None:
    found = typed({"I4.ki67": "60 %", "I5.tracer": "68Ga-DOTATOC 2024-01-01"})
    assert {"A1", "A2", "A3", "A5", "A6"} <= set(found.advisories)
    assert found.outcome is Outcome.ELIGIBLE
