"""Another time, another one, or only a part of it: what is not offered as the only answer."""

from __future__ import annotations

import pytest

from criteria.known.values import Choice, Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from tests.making import TODAY

READERS = {
    trial: AnswerReader(catalog.load(trial, version))
    for trial, version in (("start-net", "R1"), ("emperor-reduced", "1"), ("alta-1l", "1"))
}


def offered(item: str, text: str, trial: str = "start-net") -> set[str]:
    """The codes that a text means or suggests."""
    found = READERS[trial].read(item, text, TODAY)
    candidates = found.candidates if isinstance(found, Doubt) else (found,)
    return {one.code for one in candidates if isinstance(one, Choice)}


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("E6.condition", "sepsis 2019"),
        ("E6.condition", "unstable angina in 2010"),
        ("E6.condition", "psykos 1999"),
        ("E6.condition", "sepsis last year"),
        ("E1.pregnant", "pregnant in 2015"),
        ("E4.brivudine", "brivudine in 2019"),
        ("E4.brivudine", "brivudin för 2 år sedan"),
        ("E4.brivudine", "brivudin för ett år sen"),
        ("E4.brivudine", "brivudine 6 months ago"),
        ("E4.brivudine", "zostex för fem veckor sedan"),
        ("E6.condition", "sepsis 3 months ago"),
    ],
)
def test_of_what_was_years_ago_it_is_asked_whether_it_holds_now(item: str, text: str) -> None:
    assert offered(item, text) == {"yes", "no"}


@pytest.mark.parametrize("text", ["brivudin för 3 veckor sedan", "brivudin för tio dagar sen"])
def test_what_was_within_four_weeks_is_of_now(text: str) -> None:
    assert offered("E4.brivudine", text) == {"yes"}


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("E1.lactating", "stopped 2 months ago", "no"),
        ("E1.lactating", "slutade för 2 månader sedan", "no"),
        ("E3.systemic", "everolimus stopped 3 months ago", "other_completed"),
        ("E4.brivudine", "Zostex pågår", "yes"),
    ],
)
def test_what_ended_may_be_said_with_how_long_ago(item: str, text: str, code: str) -> None:
    assert offered(item, text) == {code}


@pytest.mark.parametrize(
    ("item", "text", "codes"),
    [
        ("I11.wocbp", "hysterectomy 2015", {"no"}),
        ("I11.wocbp", "hysterektomi 2015", {"no"}),
        ("I11.wocbp", "not sterile 2015", set()),
        ("E3.systemic", "temodal avslutat 2024", {"other_completed"}),
        ("E3.systemic", "captem stopped", {"other_completed"}),
        ("E3.systemic", "everolimus not stopped", set()),
    ],
)
def test_what_has_ended_or_stays_so_may_be_years_ago(item: str, text: str, codes: set[str]) -> None:
    assert offered(item, text) == codes


@pytest.mark.parametrize("text", ["not pregnant", "ej gravid"])
def test_who_is_not_pregnant_now_may_become_so(text: str) -> None:
    assert offered("I11.wocbp", text) == set()
    assert offered("E1.pregnant", text) == {"no"}


@pytest.mark.parametrize(
    ("item", "text", "codes"),
    [
        ("E2.prior_prrt", "Lu-177 x4", {"yes"}),
        ("E2.prior_prrt", "4 x Lutathera 2021", {"yes"}),
        ("E2.prior_prrt", "fick 2 kurer Lu 2019", {"yes"}),
        ("E2.prior_prrt", "0 cycles", set()),
        ("I6.mdt", "mdk 5/2 ja", {"yes"}),
        ("I6.progression", "ökning 30%", {"yes", "no"}),
        ("I6.progression", "size increase 25%", {"yes", "no"}),
        ("I6.progression", "increase by 12 %", {"yes", "no"}),
    ],
)
def test_how_often_when_and_by_how_much_stand_beside_an_answer(
    item: str, text: str, codes: set[str]
) -> None:
    assert offered(item, text) == codes


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("E1.pregnant", "ja, planerar"),
        ("E1.pregnant", "yes, planning to be"),
        ("E1.lactating", "ja, ska amma"),
        ("E1.pregnant", "mhm"),
        ("I6.progression", "mhm"),
    ],
)
def test_a_yes_that_is_put_off_or_only_hummed_is_not_offered_alone(item: str, text: str) -> None:
    assert offered(item, text) != {"yes"}


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I5.tracer", "dotatoc ej gjord"),
        ("I5.tracer", "DOTATATE not done"),
        ("I9.method", "johexol ej gjord"),
        ("I9.method", "iohexol not done yet"),
    ],
)
def test_an_examination_of_which_it_is_said_that_it_was_not_done(item: str, text: str) -> None:
    assert offered(item, text) == {"not_done"}


def test_a_drug_of_years_ago_may_be_finished() -> None:
    assert {"other_ongoing", "other_completed"} < offered("E3.systemic", "on everolimus in 2021")


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I4.histology", "biopsy tomorrow"),
        ("I4.histology", "biopsy in two weeks"),
        ("I11.contraception", "coil in 2 weeks"),
        ("E2.prior_prrt", "lutathera om 3 veckor"),
        ("I4.histology", "pad klart imorgon"),
        ("E1.pregnant", "negative tomorrow"),
        ("E6.condition", "stable next week"),
    ],
)
def test_what_is_to_come_is_no_answer_yet(item: str, text: str) -> None:
    assert offered(item, text) <= {"no"}


@pytest.mark.parametrize(
    "text",
    [
        "everolimus completed, now sunitinib",
        "everolimus, stopped and restarted",
        "temodal tidigare, nu everolimus",
        "avslutade everolimus, startade sunitinib",
        "captem stopped, now everolimus",
    ],
)
def test_a_drug_that_ended_says_nothing_of_the_next_one(text: str) -> None:
    assert offered("E3.systemic", text) != {"other_completed"}


@pytest.mark.parametrize(
    "text",
    [
        "withdrawn from another study",
        "withdrew from previous trial, signed this one",
        "hoppade av förra studien",
        "changed her mind about the biobank",
        "obtained by phone",
    ],
)
def test_consent_to_something_else_is_none_and_none_withdrawn(text: str) -> None:
    assert offered("I2.consent", text) <= {"signed", "not_yet"}
    assert offered("I2.consent", text) != {"signed"}


@pytest.mark.parametrize("text", ["2 no 1", "1 nej 2"])
def test_a_no_between_two_grades_corrects_the_first(text: str) -> None:
    assert len(offered("I3.ecog", text)) != 1


@pytest.mark.parametrize("text", ["NEC no NET", "NET nej NEC"])
def test_a_no_between_two_types_leaves_none(text: str) -> None:
    assert offered("I4.type", text) == set()


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I5.uptake", "uptake none in liver"),
        ("I5.uptake", "svagt upptag i levern"),
        ("E5.ct_mri", "all lesions avid in liver"),
        ("I7.measurable", "no target lesions in lung"),
        ("I6.progression", "no growth in liver"),
    ],
)
def test_what_one_organ_is_without_another_may_have(item: str, text: str) -> None:
    assert offered(item, text) == set()


def test_of_two_parts_that_differ_it_is_asked_which_counts() -> None:
    assert offered("I6.progression", "stable in liver, growing in bone") == {"yes", "no"}


@pytest.mark.parametrize(
    ("item", "text", "codes"),
    [
        ("I3.ecog", "ambulatory", {"1", "2"}),
        ("I3.ecog", "uppegående", {"1", "2"}),
        ("I9.method", "mätt", {"iohexol", "51Cr-EDTA"}),
        ("E2.prior_prrt", "y-90", set()),
        ("I11.wocbp", "klimakteriet", set()),
        ("I11.wocbp", "ingen mens", set()),
        ("E1.lactating", "not at night", set()),
        ("E3.systemic", "cold", set()),
        ("I4.advanced", "not localised", {"yes"}),
    ],
)
def test_a_phrase_suggests_no_more_than_it_says(item: str, text: str, codes: set[str]) -> None:
    assert offered(item, text) == codes


@pytest.mark.parametrize(
    ("trial", "item", "text"),
    [
        ("emperor-reduced", "E11.allergy", "allergic to 5-fu"),
        ("emperor-reduced", "E11.allergy", "tolerates capecitabine"),
        ("emperor-reduced", "E2.transplant", "off treatment"),
        ("alta-1l", "E8.cns", "watch and wait"),
        ("alta-1l", "E7.malignancy", "treatment naive"),
        ("alta-1l", "I12.consent", "obtained by phone"),
    ],
)
def test_phrases_of_one_trial_answer_no_question_of_another(
    trial: str, item: str, text: str
) -> None:
    assert offered(item, text, trial) == set()


@pytest.mark.parametrize(
    ("item", "text"),
    [("I7.node_mm", "12 mm long axis"), ("I7.lesion_mm", "23 mm kort axel")],
)
def test_a_size_along_the_other_axis_is_another_result(item: str, text: str) -> None:
    found = READERS["start-net"].read(item, text, TODAY)
    assert isinstance(found, Refusal)
    assert found.code == "other_analyte"


def test_what_was_discussed_is_not_to_be_discussed() -> None:
    assert offered("I6.mdt", "discussed yesterday") == set()


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("E2.prior_prrt", "lutathera cancelled"),
        ("E2.prior_prrt", "referred for prrt"),
        ("E2.prior_prrt", "PRRT inställt"),
        ("I2.consent", "signed consent for biobank"),
        ("I2.consent", "signerat för biobanken"),
    ],
)
def test_what_was_undone_is_not_done_yet_or_for_something_else_offers_nothing(
    item: str, text: str
) -> None:
    assert offered(item, text) == set()
