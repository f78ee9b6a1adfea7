"""START-NET as data: the registry's words, the numbers, who is asked what, and what is shown."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from criteria.examination.examination import examine_folder
from criteria.rules.rules import Limit, MonthsBefore, OfNormal, OneOf
from criteria.rules.tree import mentioned
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
from criteria.verdict.facts import Facts
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import open_items
from tests.making import MAN, TODAY, TRIAL, WOMAN, Written, given, judge, status

FOLDER = catalog.trials_folder() / "start-net" / "R1.1"
LANGUAGES = ("en", "sv")


# ---- the registry entry ----


def registry_bullets() -> list[str]:
    """The criteria in the registry entry, lines joined."""
    text = (FOLDER / "registry-entry.txt").read_text(encoding="utf-8")
    criteria = text.partition("Inclusion Criteria:")[2]
    found = re.split(r"\n\n- |\n\nExclusion Criteria:", criteria)
    return [" ".join(bullet.split()) for bullet in found if bullet.strip()]


def test_criteria_are_the_registrys_word_for_word_and_in_its_order() -> None:
    assert [criterion.text for criterion in TRIAL.protocol.criteria] == registry_bullets()
    ids = [f"I{number}" for number in range(1, 12)] + [f"E{number}" for number in range(1, 8)]
    assert list(TRIAL.criteria) == ids


def test_the_registrys_spelling_errors_are_kept() -> None:
    assert "51-chromo Crethylendiaminetetraaceticacidtetraacetat)" in TRIAL.criteria["I9"].text
    assert "Somatostatine receptor" in TRIAL.criteria["I5"].text


def test_the_trial_says_that_its_registry_status_is_dated() -> None:
    registry = TRIAL.protocol.registry
    assert registry.id == "NCT05387603"
    assert registry.other_ids == ("EudraCT 2021-002218-15", "START-01")
    assert registry.status == "Not yet recruiting"
    assert "stale" in registry.status_as_of
    assert "out of date" in TRIAL.words["en"].provenance
    assert "inaktuell" in TRIAL.words["sv"].provenance


# ---- codes that never change meaning ----

CODES = {
    "CTX.sex": "female male unspecified",
    "I2.consent": "signed not_yet declined cannot_consent",
    "I3.ecog": "0 1 2 3 4",
    "I4.histology": "yes no",
    "I4.type": "net nec minen pheochromocytoma paraganglioma other",
    "I4.differentiation": "well poorly",
    "I4.advanced": "yes no",
    "I4.inoperable": "yes no",
    "I5.tracer": "68Ga-DOTATOC 68Ga-DOTATATE 68Ga-DOTANOC 64Cu-DOTATATE 18F-SSTR "
    "99mTc/111In-scintigraphy not_done",
    "I5.uptake": "above_all some_not_above equal below none",
    "I6.progression": "yes no",
    "I6.mdt": "yes no not_yet",
    "I7.measurable": "yes no",
    "I8.prrt_choice": "yes no not_yet",
    "I9.method": "iohexol 51Cr-EDTA LMR18+CAPA eGFR_creatinine eGFR_cystatinC 99mTc-DTPA other "
    "not_done",
    "I11.wocbp": "yes no not_applicable",
    "I11.contraception": "highly_effective will_start not_highly_effective not_applicable",
    "E1.pregnant": "yes no not_applicable",
    "E1.lactating": "yes no not_applicable",
    "E2.prior_prrt": "yes no",
    "E3.systemic": "none ssa_only other_ongoing other_stopping other_completed",
    "E4.hypersens": "yes no",
    "E4.severe_reaction": "yes no",
    "E4.dpd": "normal partial complete_deficiency not_tested",
    "E4.marrow": "yes no",
    "E4.liver": "yes no",
    "E4.renal": "yes no",
    "E4.brivudine": "yes no",
    "E5.ct_mri": "concordant discordant",
    "E5.fdg": "concordant discordant not_done",
    "E6.condition": "yes no not_assessed",
    "E7.participation": "able_and_willing unsure unwilling unable",
}
NUMBERS = (
    "I1.age I4.ki67 I7.lesion_mm I7.node_mm I9.gfr I10.hb I10.plt I10.wbc I10.anc I10.ast "
    "I10.ast_uln I10.alt I10.alt_uln I10.bili I10.bili_uln I10.alb"
)


def test_items_and_codes_stand_as_they_were_published() -> None:
    choices = {i.id: " ".join(i.choices) for i in TRIAL.protocol.items if isinstance(i, ChoiceItem)}
    assert choices == CODES
    assert [i.id for i in TRIAL.protocol.items if isinstance(i, NumberItem)] == NUMBERS.split()
    dates = [item.id for item in TRIAL.protocol.items if isinstance(item, DateItem)]
    assert dates == ["CTX.ref_date", "I6.scan_date"]


VERDICTS = {
    "I2.consent": ("signed", "declined cannot_consent"),
    "I3.ecog": ("0 1", "2 3 4"),
    "I4.type": ("net", "nec pheochromocytoma paraganglioma"),
    "I4.differentiation": ("well", "poorly"),
    "I5.uptake": ("above_all", "equal below none"),
    "I6.mdt": ("yes", "no"),
    "I8.prrt_choice": ("yes", "no"),
    "I11.contraception": ("highly_effective", "not_highly_effective"),
    "E1.pregnant": ("no not_applicable", "yes"),
    "E1.lactating": ("no not_applicable", "yes"),
    "E2.prior_prrt": ("no", "yes"),
    "E3.systemic": ("none ssa_only other_completed", "other_ongoing"),
    "E4.dpd": ("normal partial not_tested", "complete_deficiency"),
    "E5.ct_mri": ("concordant", "discordant"),
    "E5.fdg": ("concordant", "discordant"),
    "E6.condition": ("no", "yes"),
    "E7.participation": ("able_and_willing", "unwilling unable"),
}


@pytest.mark.parametrize("item", VERDICTS)
def test_each_code_satisfies_violates_or_leaves_open(item: str) -> None:
    rule = TRIAL.items[item].rule
    assert isinstance(rule, OneOf)
    assert (" ".join(rule.yes), " ".join(rule.no)) == VERDICTS[item]


# ---- numbers ----

THRESHOLDS = {
    "I1.age": ("at_least", "18"),
    "I7.lesion_mm": ("at_least", "10"),
    "I7.node_mm": ("at_least", "15"),
    "I9.gfr": ("above", "50"),
    "I10.hb": ("above", "90"),
    "I10.plt": ("above", "100"),
    "I10.wbc": ("above", "3.0"),
    "I10.anc": ("above", "1.5"),
    "I10.alb": ("above", "25"),
}


@pytest.mark.parametrize("item", THRESHOLDS)
def test_thresholds_and_their_strictness_are_the_registrys(item: str) -> None:
    kind, limit = THRESHOLDS[item]
    rule = TRIAL.items[item].rule
    assert isinstance(rule, Limit)
    assert (rule.kind, rule.limit) == (kind, Decimal(limit))


@pytest.mark.parametrize(("item", "times"), [("ast", "3"), ("alt", "3"), ("bili", "2")])
def test_multiples_of_the_upper_limit_are_the_registrys(item: str, times: str) -> None:
    rule = TRIAL.items[f"I10.{item}"].rule
    assert isinstance(rule, OfNormal)
    assert rule.kind == "below_upper_limit"
    assert (rule.times, rule.upper_limit) == (Decimal(times), f"I10.{item}_uln")


def test_the_window_is_1_to_24_months() -> None:
    rule = TRIAL.items["I6.scan_date"].rule
    assert isinstance(rule, MonthsBefore)
    assert (rule.at_least, rule.at_most) == (1, 24)


FACTORS = [
    ("I10.hb", "g/dL", 10),
    ("I10.hb", "mmol/L", Fraction("16.114")),
    ("I10.plt", "/µL", Fraction(1, 1000)),
    ("I10.wbc", "/µL", Fraction(1, 1000)),
    ("I10.anc", "/µL", Fraction(1, 1000)),
    ("I10.ast", "U/L", Fraction(1, 60)),
    ("I10.alt_uln", "nkat/L", Fraction(1, 1000)),
    ("I10.bili", "mg/dL", Fraction("17.104")),
    ("I10.alb", "g/dL", 10),
    ("I10.alb", "µmol/L", Fraction("0.0665")),
    ("I9.gfr", "mL/s/1.73m2", 60),
    ("I7.node_mm", "cm", 10),
]


@pytest.mark.parametrize(("item", "unit", "factor"), FACTORS)
def test_factors_are_exactly_those_of_the_conversion_table(
    item: str, unit: str, factor: Fraction
) -> None:
    number = TRIAL.items[item]
    assert isinstance(number, NumberItem)
    assert number.units[unit] == factor


RANGES = {
    "I1.age": "12 95 0 120",  # 17 is an answer that fails, not one to ask back
    "I4.ki67": "0 70 0 100",
    "I7.lesion_mm": "5 300 1 500",
    "I7.node_mm": "5 100 1 300",
    "I9.gfr": "10 160 1 250",
    "I10.hb": "60 190 20 250",
    "I10.plt": "20 1000 1 3000",
    "I10.wbc": "1.0 50 0.1 500",
    "I10.anc": "0.5 30 0 300",
    "I10.ast": "0.10 20 0.02 250",
    "I10.ast_uln": "0.4 1.0 0.2 2.0",
    "I10.alt": "0.10 20 0.02 250",
    "I10.alt_uln": "0.4 1.3 0.2 2.5",
    "I10.bili": "2 400 1 1000",
    "I10.bili_uln": "17 30 10 40",
    "I10.alb": "10 60 5 80",
}


@pytest.mark.parametrize("item", RANGES)
def test_plausible_ranges_say_that_they_are_judgement(item: str) -> None:
    number = TRIAL.items[item]
    assert isinstance(number, NumberItem)
    assert number.soft is not None
    ranges = (number.soft.low, number.soft.high, number.hard.low, number.hard.high)
    assert ranges == tuple(map(Decimal, RANGES[item].split()))
    assert number.soft.source.startswith("judgement: ")
    assert number.hard.source.startswith("judgement: ")


# ---- the order of asking, and who is asked what ----


def test_screens_come_in_the_order_that_finds_a_failure_soonest() -> None:
    order = "age_sex dx prrt ecog prog extent drug sstr disc labs gfr recist choice will cond cape"
    assert [s.id for s in TRIAL.protocol.screens] == [*order.split(), "preg", "contra", "cons"]
    styles = {s.id: s.style for s in TRIAL.protocol.screens if s.style != "questions"}
    assert styles == {"age_sex": "together", "labs": "panel", "cape": "checklist"}


def asked(start: Mapping[str, Written], **changes: Written) -> set[str]:
    """The items that remain to be asked; dots in ids are written as two lines."""
    answers = {**start, **{name.replace("__", "."): text for name, text in changes.items()}}
    return set(open_items(Facts(TRIAL, given(answers), TODAY)))


def test_nothing_is_left_to_ask_of_a_complete_man_or_woman() -> None:
    assert asked(MAN) == set()
    assert asked(WOMAN) == set()


def test_a_man_is_not_asked_about_pregnancy_unless_he_could_become_pregnant() -> None:
    """Policy P9."""
    concerning = {"I11.contraception", "E1.pregnant", "E1.lactating"}
    assert asked({"CTX.sex": "male"}).isdisjoint({*concerning, "I11.wocbp"})
    assert concerning <= asked({"CTX.sex": "male", "I11.wocbp": "yes"})


@pytest.mark.parametrize("sex", ["female", "unspecified", "unknown", None])
def test_everybody_else_is_asked_directly(sex: str | None) -> None:
    """Policy P10."""
    assert "I11.wocbp" in asked({"CTX.sex": sex})


LACTATION = [
    ("female", "yes", "70", True),
    ("female", "unknown", "70", True),
    ("female", "no", "59", True),
    ("female", "no", "60", False),
    ("female", "no", "unknown", True),
    ("female", "no", None, True),
    ("male", None, "30", False),
    ("male", "no", "30", False),
]


@pytest.mark.parametrize(("sex", "wocbp", "age", "expected"), LACTATION)
def test_breast_feeding_is_asked_unless_it_is_out_of_the_question(
    sex: str, wocbp: str | None, age: str | None, *, expected: bool
) -> None:
    """An age that is not known is no reason to leave it out."""
    item = TRIAL.items["E1.lactating"]
    assert item.asked is not None
    facts = Facts(TRIAL, given({"CTX.sex": sex, "I11.wocbp": wocbp, "I1.age": age}), TODAY)
    assert (item.asked.truth(facts).value != "no") is expected


ASKED = [
    ("I6.scan_date", {"I6.progression": "unknown"}, True),
    ("I6.scan_date", {"I6.progression": "no"}, False),
    ("I6.mdt", {"I6.progression": None}, True),
    ("I7.lesion_mm", {"I7.measurable": "unknown"}, True),
    ("I7.lesion_mm", {"I7.measurable": None}, False),
    ("I7.node_mm", {"I7.measurable": "no"}, False),
    ("I9.gfr", {"I9.method": "eGFR_creatinine"}, True),
    ("I9.gfr", {"I9.method": "not_done"}, False),
    ("I9.gfr", {"I9.method": "unknown"}, False),
    ("I5.uptake", {"I5.tracer": "not_done"}, False),
    ("I5.uptake", {"I5.tracer": "64Cu-DOTATATE"}, True),
    ("E5.ct_mri", {"I5.tracer": None}, False),
    ("E5.ct_mri", {"I5.tracer": "64Cu-DOTATATE"}, False),
    ("E5.fdg", {"I5.tracer": "68Ga-DOTATATE"}, True),
    ("I11.contraception", {"CTX.sex": "female", "I11.wocbp": "unknown"}, True),
    ("I11.contraception", {"CTX.sex": "female", "I11.wocbp": "no"}, False),
]


@pytest.mark.parametrize(("item", "answers", "expected"), ASKED)
def test_a_question_is_asked_where_it_makes_sense(
    item: str, answers: dict[str, Written], *, expected: bool
) -> None:
    start = {key: text for key, text in MAN.items() if key != item}
    assert (item in asked({**start, **answers})) is expected


def test_the_reference_date_is_only_taken_when_it_is_volunteered() -> None:
    assert "CTX.ref_date" not in asked({})


# ---- criteria that are more than a list ----

APPLICABILITY = [
    # of sex, child-bearing, contraception, pregnant, breast-feeding follow I11 and E1
    (("male", None, None, None, None), "not_applicable", "not_applicable"),
    (("male", "yes", None, None, None), "unknown", "unknown"),
    (("male", "yes", "highly_effective", "no", "no"), "met", "met"),
    (("female", "yes", "highly_effective", "no", "no"), "met", "met"),
    (("female", "yes", "not_highly_effective", "no", "no"), "not_met", "met"),
    (("female", "yes", "will_start", "no", "unknown"), "unknown", "unknown"),
    (("female", "yes", "highly_effective", "yes", "no"), "met", "not_met"),
    (("female", "no", None, None, "no"), "not_applicable", "not_applicable"),
    (("female", "no", None, None, None), "not_applicable", "not_applicable"),
    (("female", "no", None, None, "yes"), "not_applicable", "not_met"),
    (("female", "unknown", "highly_effective", None, None), "met", "unknown"),
    (("female", "unknown", "not_highly_effective", None, None), "unknown", "unknown"),
    (("unspecified", "unknown", None, None, None), "unknown", "unknown"),
    (("unknown", None, "highly_effective", None, None), "met", "unknown"),
]


@pytest.mark.parametrize(("answered", "i11", "e1"), APPLICABILITY)
def test_contraception_and_pregnancy_apply_where_they_matter(
    answered: tuple[str | None, ...], i11: str, e1: str
) -> None:
    """Policies P8 to P10."""
    items = ("CTX.sex", "I11.wocbp", "I11.contraception", "E1.pregnant", "E1.lactating")
    statuses = judge({}, dict(zip(items, answered, strict=True))).statuses
    assert (statuses["I11"].value, statuses["E1"].value) == (i11, e1)


GATES = [
    ("I9", {"I9.gfr": "40"}, "not_met"),
    ("I9", {"I9.method": "51Cr-EDTA"}, "met"),
    ("I9", {"I9.method": "51Cr-EDTA", "I9.gfr": "50"}, "not_met"),
    ("I9", {"I9.method": "LMR18+CAPA"}, "unknown"),
    ("I9", {"I9.method": "99mTc-DTPA", "I9.gfr": "20"}, "unknown"),
    ("I9", {"I9.method": None}, "unknown"),
    ("I5", {"I5.tracer": "68Ga-DOTATATE"}, "met"),
    ("I5", {"I5.tracer": "68Ga-DOTANOC", "I5.uptake": "equal"}, "not_met"),
    ("I5", {"I5.tracer": "99mTc/111In-scintigraphy", "I5.uptake": "none"}, "unknown"),
    ("I5", {"I5.tracer": "not_done", "I5.uptake": None}, "unknown"),
    ("I5", {"I5.uptake": "some_not_above"}, "unknown"),
    ("I7", {"I7.measurable": "unknown", "I7.lesion_mm": "10.0"}, "met"),
    ("I7", {"I7.measurable": "unknown", "I7.lesion_mm": "9.9"}, "unknown"),
    ("I7", {"I7.measurable": "unknown", "I7.node_mm": "15.0"}, "met"),
    ("I7", {"I7.measurable": "unknown", "I7.node_mm": "14.9"}, "unknown"),
    ("I7", {"I7.measurable": "no", "I7.lesion_mm": "40"}, "unknown"),
    ("I7", {"I7.measurable": "no", "I7.lesion_mm": "9.9"}, "not_met"),
    ("E4", {"E4.marrow": "unknown"}, "met"),
    ("E4", {"E4.marrow": "unknown", "I10.plt": "100"}, "unknown"),
    ("E4", {"E4.marrow": "yes"}, "unknown"),
    ("E4", {"E4.marrow": "yes", "I10.plt": "100"}, "not_met"),
    ("E4", {"E4.renal": None}, "met"),
    ("E4", {"E4.renal": None, "I9.gfr": "50"}, "unknown"),
    ("E4", {"E4.renal": None, "I9.method": "eGFR_creatinine"}, "unknown"),
    ("E4", {"E4.dpd": "not_tested"}, "met"),
    ("E4", {"E4.dpd": "unknown"}, "unknown"),
    ("E5", {"E5.fdg": "not_done"}, "unknown"),
    ("E5", {"I5.tracer": "not_done", "E5.fdg": "discordant"}, "unknown"),
    ("E5", {"I5.tracer": "68Ga-DOTANOC", "E5.fdg": "discordant"}, "not_met"),
    ("I4", {"I4.ki67": "90"}, "met"),
]


@pytest.mark.parametrize(("criterion", "changes", "expected"), GATES)
def test_gates_open_and_stand_ins_support(
    criterion: str, changes: dict[str, Written], expected: str
) -> None:
    assert status(criterion, MAN, changes) is Status(expected)


# ---- advisories: shown, never scored ----

ADVISORIES = [
    ("A1", {"I4.ki67": "51"}, True),
    ("A1", {"I4.ki67": "50"}, False),
    ("A1", {"I4.ki67": "unknown"}, False),
    ("A2", {}, True),
    ("A2", {"I5.uptake": "equal"}, False),
    ("A3", {"I5.tracer": "68Ga-DOTATOC @ 2025-12-30"}, True),
    ("A3", {"I5.tracer": "68Ga-DOTATOC @ 2025-12-31"}, False),
    ("A3", {}, False),
    ("A4", {}, False),
    ("A4", {"E3.systemic": "other_stopping"}, True),
    ("A4", {"E3.systemic": "other_ongoing"}, True),
    ("A4", {"E3.systemic": "other_completed"}, True),
    ("A4", {"E3.systemic": "other_completed @ 2026-03-04"}, True),
    ("A4", {"E3.systemic": "other_completed @ 2026-03-03"}, False),
    ("A4", {"E3.systemic": "other_completed @ 2026-03"}, True),
    ("A5", {}, True),
    ("A6", {}, True),
    ("A6", {"CTX.sex": "female", "I11.wocbp": "no"}, False),
    ("A6", {"CTX.sex": "female", "I11.wocbp": "unknown"}, True),
]


@pytest.mark.parametrize(("advisory", "changes", "shown"), ADVISORIES)
def test_advisories_are_shown_where_a_stricter_text_could_matter(
    advisory: str, changes: dict[str, Written], *, shown: bool
) -> None:
    assert (advisory in judge(MAN, changes).advisories) is shown


# ---- the wording ----


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_ends_with_its_sources_and_fits_on_a_phone(language: str) -> None:
    named = {"en": r"Sources?: .+\.$", "sv": r"Käll(a|or): .+\.$"}[language]
    for name, words in TRIAL.words[language].items.items():
        assert re.search(named, words.help), name
        assert len(words.help) < 700, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_decimals_are_written_as_in_the_language(language: str) -> None:
    wrong = {"en": r"(?<![\d.])\d,\d", "sv": r"(?<![\d.])\d\.\d(?! )"}[language]
    for name, words in TRIAL.words[language].items.items():
        text = " ".join([words.question, words.help, words.needed, words.failed or ""])
        assert not re.search(wrong, text.replace("RECIST 1.1", "RECIST")), name


def test_swedish_speaks_as_the_care_programme() -> None:
    words = TRIAL.words["sv"]
    assert words.items["I3.ecog"].question.startswith("Funktionsstatus enligt ECOG/WHO")
    assert "MDK" in words.items["I6.mdt"].question
    assert "DT/MR" in words.items["I6.progression"].question
    assert (words.choices["well"], words.choices["poorly"]) == (
        "Högt differentierad",
        "Lågt differentierad",
    )
    assert all(criterion.text for criterion in words.criteria.values())


def test_only_yes_and_no_are_never_another_word_for_something_else() -> None:
    plain = {"yes", "no", "ja", "nej"}
    for words in TRIAL.words.values():
        for item in words.items.values():
            synonyms = {word for others in item.synonyms.values() for word in others}
            assert plain.isdisjoint(synonyms)


# ---- the whole ----


def test_the_worked_cases_hold_and_every_outcome_can_be_reached() -> None:
    assert list(examine_folder(FOLDER, date(2026, 3, 31))) == []


def test_every_scored_item_has_a_part_in_a_criterion() -> None:
    used: set[str] = set()
    for criterion in TRIAL.protocol.criteria:
        used |= set(mentioned(criterion.rule))
        used |= set() if criterion.applies is None else set(mentioned(criterion.applies))
    unused = {i.id for i in TRIAL.protocol.items if i.scored and i.id not in used}
    assert unused == {"CTX.ref_date", "I10.ast_uln", "I10.alt_uln", "I10.bili_uln"}
