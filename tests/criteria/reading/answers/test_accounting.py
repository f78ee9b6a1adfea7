"""One choice is offered alone only where every word of an answer goes with it."""

from __future__ import annotations

from functools import cache

import pytest

from criteria.known.values import Choice, Doubt, NotKnown
from criteria.reading.answers.accounting import turns, undoes
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from tests.making import TODAY


@cache
def reader(trial: str) -> AnswerReader:
    return AnswerReader(catalog.load(trial))


def codes(item: str, text: str, trial: str = "start-net") -> list[str]:
    """What an answer can mean; nothing where it is refused."""
    found = reader(trial).read(item, text, TODAY)
    offered = found.candidates if isinstance(found, Doubt) else (found,)
    return [one.code for one in offered if isinstance(one, Choice)]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        # Removed, gone, over.
        ("I11.contraception", "coil removed"),
        ("I11.contraception", "iud fell out"),
        ("I11.contraception", "spiral uttagen"),
        ("I11.contraception", "coil contraindicated"),
        ("E5.fdg", "fdg neg discontinued"),
        ("I11.contraception", "coil is out"),
        ("I2.consent", "signed om"),
        ("I11.contraception", "mirena out since march"),
        # None at all.
        ("E2.prior_prrt", "0 cycles of lutathera"),
        ("I4.advanced", "0 metastaser"),
        ("I11.contraception", "hormonspiral borttagen i maj"),
        ("I4.advanced", "liver mets resected, disease free"),
        ("I4.advanced", "levermetastaser borttagna"),
        # What was so, of what is asked of now.
        ("I11.contraception", "hade spiral"),
        ("I11.contraception", "had a mirena"),
        ("E3.systemic", "sandostatin stopped in March"),
        ("I4.advanced", "mets in 2019, now NED"),
        ("I4.advanced", "was localised in 2018"),
        ("I11.contraception", "coil until 2023"),
        ("E1.pregnant", "hcg neg 2 weeks ago"),
        ("I6.progression", "stable on previous CT"),
        ("I6.progression", "stabil på föregående DT"),
        # Not now, but later.
        ("I11.contraception", "coil after inclusion"),
        ("I11.contraception", "spiral efter inklusion"),
        ("I4.inoperable", "was resectable last year"),
        ("I5.uptake", "same as last time"),
        # Not yet, or not at all.
        ("I11.wocbp", "hysterektomi planerad"),
        ("E2.prior_prrt", "prrt discussed"),
        ("E2.prior_prrt", "lutathera avslogs"),
        ("E2.prior_prrt", "remiss för prrt"),
        ("I5.tracer", "dotatoc refused"),
        ("I4.histology", "biopsy refused by the patient"),
        ("I4.histology", "biopsi inbokad"),
        # Without a result, or with a doubt.
        ("I4.histology", "biopsy done, non-diagnostic"),
        ("I4.histology", "biopsi misslyckades"),
        ("I4.advanced", "possible liver mets"),
        ("I4.advanced", "patient may have liver mets"),
        ("I4.advanced", "metastaser uteslutna"),
        ("I4.advanced", "inte säkert metastaser"),
        ("I6.progression", "progress ifrågasatt"),
        ("E4.dpd", "normal uracil, genotype pending"),
        # Another one than is asked about.
        ("E2.prior_prrt", "lutetium psma"),
        ("E1.pregnant", "covid test positive"),
        ("I4.histology", "operated for appendicitis"),
        ("I4.histology", "opererad i ryggen"),
        ("I4.histology", "biopsy from the other patient"),
        ("I4.differentiation", "patient is well"),
        ("I6.progression", "progression of the arthritis"),
        ("I6.progression", "stable blood pressure"),
        ("I6.progression", "progress av demensen"),
        ("E4.dpd", "reduced hearing"),
        ("E4.dpd", "partiell nefrektomi"),
        ("E4.dpd", "nedsatt aptit"),
        ("E4.dpd", "no activity today"),
        ("I11.contraception", "breast implant"),
        ("E3.systemic", "octreotide scan"),
        ("E3.systemic", "allergic to lanreotide"),
        ("I2.consent", "consented to surgery"),
        ("E4.brivudine", "bältrosvaccin"),
        ("E4.brivudine", "zostex two years ago"),
        # Short words that are like others.
        ("I6.progression", "progression in them"),
        ("I6.progression", "stable disease, cat"),
        # No more in one organ than there: elsewhere it may be otherwise.
        ("I6.progression", "stable in liver"),
    ],
)
def test_what_a_word_may_undo_is_not_offered_alone(item: str, text: str) -> None:
    assert len(codes(item, text)) != 1


@pytest.mark.parametrize(
    ("trial", "item", "text"),
    [
        ("alta-1l", "I2.alk", "alk positive lymphoma"),
        ("alta-1l", "E4.treated", "chemotherapy declined"),
        ("alta-1l", "E5.antibody", "nivolumab denied"),
        ("alta-1l", "E15.hiv", "hiv positive partner"),
        ("cagrisema", "I3.dyslipidaemia", "statin stopped for myalgia"),
        ("cagrisema", "I6.treatment", "insulin resistance"),
        ("cagrisema", "E1.drug", "asks about wegovy"),
        ("emperor-reduced", "I2.nyha", "NYHA III last year"),
        ("emperor-reduced", "E1.event", "infarction of the spleen"),
        ("emperor-reduced", "E6.liver", "hepatitis vaccine"),
        ("emperor-reduced", "E7.dialysis", "avböjt dialys"),
    ],
)
def test_nor_is_it_in_another_trial(trial: str, item: str, text: str) -> None:
    assert len(codes(item, text, trial)) != 1


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I4.histology", "liver biopsy in March", "yes"),
        ("I4.histology", "leverbiopsi 2023", "yes"),
        ("I4.advanced", "multiple liver metastases", "yes"),
        ("I4.advanced", "localised to the bowel", "no"),
        ("I4.inoperable", "surgery planned", "no"),
        ("I4.inoperable", "inoperabel enligt mdk", "yes"),
        ("I6.progression", "nya lesioner i levern", "yes"),
        ("I6.progression", "progression on the latest CT", "yes"),
        ("I6.progression", "stable disease on CT in March", "no"),
        ("I6.progression", "progression according to CT", "yes"),
        ("I6.progression", "new liver metastases on CT", "yes"),
        ("I6.progression", "growing bone and liver lesions", "yes"),
        ("I6.progression", "stable disease on last CT", "no"),
        ("I6.mdt", "confirmed by NET conference", "yes"),
        ("I2.consent", "signed 3 weeks ago", "signed"),
        ("I4.histology", "biopsy two years ago", "yes"),
        ("I4.histology", "biopsi för 2 år sedan", "yes"),
        ("I11.contraception", "coil in place since 2022", "highly_effective"),
        ("I11.contraception", "spiral insatt i januari", "highly_effective"),
        ("E3.systemic", "octreotide 0.5 mg x3", "ssa_only"),
        ("I11.wocbp", "postmenopausal since 2010", "no"),
        ("I11.wocbp", "had a hysterectomy", "no"),
        ("I11.contraception", "hormonal IUD since 2023", "highly_effective"),
        ("E1.pregnant", "hcg negative today", "no"),
        ("E1.lactating", "has stopped now", "no"),
        ("E2.prior_prrt", "had Lutathera in 2020", "yes"),
        ("E2.prior_prrt", "4 cykler lutetium", "yes"),
        ("E2.prior_prrt", "no previous PRRT", "no"),
        ("E3.systemic", "Sandostatin LAR 30 mg every 28 days", "ssa_only"),
        ("E3.systemic", "sandostatin LAR 30 mg var 4:e vecka", "ssa_only"),
        ("I4.inoperable", "unresectable per MDT", "yes"),
        ("E3.systemic", "everolimus stopped in January", "other_completed"),
        ("E4.dpd", "nedsatt aktivitet", "partial"),
        ("E6.condition", "diabetes, well controlled", "no"),
        ("I2.consent", "signed, withdrew yesterday", "declined"),
        ("I2.consent", "not signed, next visit", "not_yet"),
        ("I2.consent", "consent was signed", "signed"),
        ("I4.histology", "had a biopsy", "yes"),
        ("I4.histology", "no, refused", "no"),
        ("I4.advanced", "mets, conference", "yes"),
        ("I6.progression", "progression at assessment", "yes"),
        ("I11.contraception", "planeras", "will_start"),
        ("I6.progression", "progression on the latset CT", "yes"),
        ("I6.progression", "per radiology progression", "yes"),
        ("E2.prior_prrt", "was given lutathera in 2018", "yes"),
    ],
)
def test_what_is_said_plainly_is_offered_alone(item: str, text: str, code: str) -> None:
    assert codes(item, text) == [code]


@pytest.mark.parametrize(
    ("item", "text", "every"),
    [
        ("I4.advanced", "possible liver mets", ["yes", "no"]),
        (
            *("I11.contraception", "coil removed"),
            ["highly_effective", "will_start", "not_highly_effective"],
        ),
        ("I6.mdt", "yes, booked for Monday", ["yes", "no", "not_yet"]),
    ],
)
def test_it_is_asked_which_of_all_choices_that_say_something(
    item: str, text: str, every: list[str]
) -> None:
    assert codes(item, text) == every
    found = reader("start-net").read(item, text, TODAY)
    assert isinstance(found, Doubt)
    assert found.code == "choice_ambiguous"


def test_marks_without_a_word_change_nothing() -> None:
    assert reader("start-net").accounts_for("I4.histology", "…", "yes")


def test_that_nobody_knows_stays_what_it_is() -> None:
    assert isinstance(reader("start-net").read("I4.histology", "biopsi oklar", TODAY), NotKnown)


UNDOING = ("implant removed", "signed the wrong form", "inte längre aktuell")
TURNING = ("but for the sister study", "now on everolimus", "downstaged since", "nu på everolimus")
PLAIN = ("since 2019", "largest 31 mm", "i lever och skelett")


def test_words_that_undo_what_is_beside_them_or_turn_what_is_in_front() -> None:
    assert [text for text in (*UNDOING, *TURNING, *PLAIN) if undoes(text)] == [*UNDOING]
    assert [text for text in (*UNDOING, *TURNING, *PLAIN) if turns(text)] == [*UNDOING, *TURNING]
