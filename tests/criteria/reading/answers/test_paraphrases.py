"""Yes and no in other words, with a remark, or in the words of the question."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.values import Choice, Doubt, NotApplicable, NotKnown, Refusal, Value
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.answers.paraphrases import remark_of
from criteria.reading.languages.wordlists import words
from criteria.trial import catalog

READER = AnswerReader(catalog.load("start-net"))
TODAY = date(2026, 3, 31)


def read(item: str, text: str) -> Value | Refusal:
    return READER.read(item, text, TODAY)


def asked(item: str, text: str) -> tuple[str, list[str]] | None:
    """The code of a doubt and what it offers; both keep what was written."""
    answer = read(item, text)
    if not isinstance(answer, Doubt):
        return None
    assert {answer.text, *(one.text for one in answer.candidates)} == {text.strip()}
    return answer.code, [one.code for one in answer.candidates if isinstance(one, Choice)]


@pytest.mark.parametrize("text", ["unnown", "vet ejj", "dont kow"])
def test_a_slip_for_not_known_is_not_suggested(text: str) -> None:
    assert isinstance(read("CTX.sex", text), Refusal)


@pytest.mark.parametrize("code", ["yes", "no"])
def test_every_word_for_yes_and_no_is_read(code: str) -> None:
    for word in words("answers", code):
        for text in (word, word.upper(), f"{word}!", f" {word}. "):
            answer = read("I6.progression", text)
            assert isinstance(answer, Choice), text
            assert answer.code == code, text


@pytest.mark.parametrize("text", ["n", "N", "y", "Y", "j"])
def test_a_letter_is_yes_or_no_where_both_are_answers(text: str) -> None:
    answer = read("E1.pregnant", text)
    assert isinstance(answer, Choice)
    assert answer.code == ("no" if text in "nN" else "yes")


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I6.progression", "ja enligt RECIST", "yes"),
        ("I6.progression", "nej, stabil", "no"),
        ("I6.mdt", "ja mdk 12/11", "yes"),
        ("E1.pregnant", "nej, postmenopausal", "no"),
        ("E1.pregnant", "no - tubes tied", "no"),
        ("I2.consent", "signed, copy in the chart", "signed"),
        ("I4.type", "NET, ileum", "net"),
        ("I2.consent", "signed 12 March", "signed"),
        ("I2.consent", "underskrivet den 12 mars", "signed"),
        ("I9.method", "iohexol 12 January", "iohexol"),
        ("E3.systemic", "octreotid 30 mg", "ssa_only"),
    ],
)
def test_a_remark_is_asked_back_with_its_answer(item: str, text: str, code: str) -> None:
    assert asked(item, text) == ("remark", [code])


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("E1.pregnant", "inte gravid", "no"),
        ("E1.pregnant", "not pregnant", "no"),
        ("E1.pregnant", "she is not pregnant", "no"),
        ("E1.pregnant", "gravid", "yes"),
        ("E1.lactating", "ammar inte", "no"),
        ("E2.prior_prrt", "no earlier PRRT", "no"),
        ("E4.hypersens", "allergy", "yes"),
    ],
)
def test_the_words_of_the_question_are_asked_back(item: str, text: str, code: str) -> None:
    assert asked(item, text) == ("suggested", [code])


@pytest.mark.parametrize(
    ("item", "text"),
    [
        *(("E1.pregnant", text) for text in ("not yes", "ja?", "jao", "0", "maybe", "pregnant?")),
        *(
            ("E1.pregnant", text)
            for text in ("ja men osäkert", "yes, probably", "not not pregnant")
        ),
        *(("I6.progression", text) for text in ("yes, not confirmed", "kanske", "ja eller så")),
        *(("I6.progression", "SD?"), ("I6.progression", "PD?"), ("I3.ecog", "KPS 80?")),
        *(("E1.pregnant", text) for text in ("patient", "is she", "no, yes in March")),
    ],
)
def test_doubt_and_contradiction_suggest_nothing(item: str, text: str) -> None:
    answer = read(item, text)
    assert isinstance(answer, Refusal) or (isinstance(answer, Doubt) and len(answer.candidates) > 1)


@pytest.mark.parametrize("item", ["E1.pregnant", "I6.scan_date", "I10.hb", "I2.consent", "I3.ecog"])
@pytest.mark.parametrize(
    "text", ["I don't know", "idk", "no idea", "jag vet inte", "ingen aning", "-", "keine Ahnung"]
)
def test_not_known_in_any_wording(item: str, text: str) -> None:
    assert read(item, text) == NotKnown(text)


@pytest.mark.parametrize("item", ["E1.pregnant", "I6.scan_date", "I10.hb", "I2.consent", "I3.ecog"])
@pytest.mark.parametrize(
    "text", ["pending", "väntar på svar", "ej svar", "not back yet", "Awaited"]
)
def test_a_result_that_is_awaited_is_not_known_yet(item: str, text: str) -> None:
    assert read(item, text) == NotKnown(text, awaited=True)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        *(
            ("I3.ecog", "ECOG not known"),
            ("I3.ecog", "ECOG saknas"),
            ("I4.type", "tumour type n/a"),
        ),
        *(("E2.prior_prrt", "PRRT okänt"), ("I4.differentiation", "differentiering framgår ej")),
        *(("I6.scan_date", "CT not done"), ("I6.scan_date", "date unknown")),
    ],
)
def test_not_known_behind_the_name_of_what_is_asked(item: str, text: str) -> None:
    assert read(item, text) == NotKnown(text)


@pytest.mark.parametrize(
    ("item", "text"), [("E5.fdg", "FDG pending"), ("I2.consent", "consent pending")]
)
def test_awaited_behind_the_name_of_what_is_asked(item: str, text: str) -> None:
    assert read(item, text) == NotKnown(text, awaited=True)


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I6.mdt", "MDK ej ännu", "not_yet"),
        ("E4.dpd", "DPD-test ej gjort", "not_tested"),
        ("E2.prior_prrt", "no PRRT", "no"),
    ],
)
def test_a_choice_behind_the_name_of_what_is_asked(item: str, text: str, code: str) -> None:
    assert asked(item, text) == ("suggested", [code])


@pytest.mark.parametrize(
    ("item", "text"),
    [
        *(("E2.prior_prrt", "Lutathera unknown"), ("E2.prior_prrt", "unknown if Lutathera")),
        *(("E4.brivudine", "Zostex okänt"), ("E3.systemic", "everolimus oklart")),
        *(("I6.progression", "PD pending"), ("E4.liver", "Child-Pugh C unknown")),
    ],
)
def test_what_is_left_open_suggests_that_nobody_knows(item: str, text: str) -> None:
    assert asked(item, text) == ("suggested", ["unknown"])


@pytest.mark.parametrize(
    "text",
    ["CT 2025-11-10", "2025-11-10 (MRI)", "CT/MR: 10 November 2025", "DT den 10 november 2025"],
)
def test_a_date_beside_the_name_of_what_happened(text: str) -> None:
    assert str(read("I6.scan_date", text)) == "2025-11-10"


@pytest.mark.parametrize("text", ["PET 2025-11-10", "before CT 2025-11-10", "CT"])
def test_a_date_of_something_else_is_none(text: str) -> None:
    assert isinstance(read("I6.scan_date", text), Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "CT 2025-11-10, MRI 2025-12-01",
        "10 Nov 2025 (prev 2025-12-01)",
        "2025-11-10, tidigare 2025-12-01",
    ],
)
def test_of_several_days_in_a_sentence_it_is_asked_which_is_meant(text: str) -> None:
    found = read("I6.scan_date", text)
    assert isinstance(found, Doubt)
    assert [str(day) for day in found.candidates] == ["2025-11-10", "2025-12-01"]


def test_not_available_is_not_known_where_an_item_always_applies() -> None:
    assert read("I6.scan_date", "n/a") == NotKnown("n/a")
    assert read("E1.pregnant", "n/a") == NotApplicable("n/a")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("ja enligt RECIST", "enligt RECIST"),
        ("nej, stabil", "stabil"),
        ("signed, copy in the chart", "copy in the chart"),
        ("1 (walks about)", "walks about"),
        ("ja", ""),
    ],
)
def test_the_remark_behind_an_answer(text: str, remark: str) -> None:
    assert remark_of(text) == remark


@given(st.sampled_from(words("answers", "hedges")), st.sampled_from(["ja", "no", "yes"]))
def test_a_hedge_never_answers(hedge: str, said: str) -> None:
    answer = read("E1.pregnant", f"{said} {hedge}")
    assert not isinstance(answer, Choice)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I4.inoperable", "no surgery possible"),
        ("I4.inoperable", "no curative option"),
        ("I6.progression", "no doubt"),
        ("I7.measurable", "no problem"),
    ],
)
def test_a_no_that_belongs_to_its_noun_is_no_answer(item: str, text: str) -> None:
    assert isinstance(read(item, text), Refusal)


def test_no_with_a_mark_behind_it_is_a_no() -> None:
    assert asked("I4.inoperable", "no, surgery possible") == ("remark", ["no"])


def test_no_mdt_yet_is_not_yet() -> None:
    assert asked("I6.mdt", "no MDT yet") == ("suggested", ["not_yet"])


@pytest.mark.parametrize("text", ["higher than liver", "högre än lever", "intense uptake"])
def test_uptake_above_the_liver_may_be_in_all_lesions_or_in_some(text: str) -> None:
    code, codes = asked("I5.uptake", text) or ("", [])
    assert code == "suggested"
    assert {*codes} == {"above_all", "some_not_above"}


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I9.method", "ingen fdg"),
        ("I9.method", "PET not done"),
        ("I5.tracer", "FDG not done"),
        ("I5.tracer", "no gfr done"),
        ("E4.dpd", "fdg ej gjord"),
        ("I3.ecog", "pet not done"),
        ("I6.progression", "no CT done"),
    ],
)
def test_what_was_not_done_of_another_examination_is_no_answer(item: str, text: str) -> None:
    assert isinstance(read(item, text), Refusal)


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I9.method", "gfr ej gjord", "not_done"),
        ("I5.tracer", "ingen pet gjord", "not_done"),
        ("E5.fdg", "FDG not done", "not_done"),
        ("E4.dpd", "DPD not done", "not_tested"),
    ],
)
def test_what_was_not_done_of_what_is_asked_is_suggested(item: str, text: str, code: str) -> None:
    assert asked(item, text) == ("suggested", [code])


def test_short_words_of_the_label_may_stand_beside_the_long_ones() -> None:
    assert asked("I6.mdt", "mdk bekräftat") == ("suggested", ["yes"])
    assert asked("I6.mdt", "ej bekräftat på mdk") == ("suggested", ["no"])
    assert isinstance(read("I6.mdt", "mdk"), Refusal)


@pytest.mark.parametrize("text", ["inte skrivit på", "inte skrivit på än", "ej skrivit under"])
def test_who_has_not_signed_has_not_yet(text: str) -> None:
    assert asked("I2.consent", text) == ("suggested", ["not_yet"])


@pytest.mark.parametrize(
    ("item", "text", "codes"),
    [
        ("I11.contraception", "ska sätta in spiral", ["will_start"]),
        ("I11.contraception", "will get a copper coil", ["highly_effective", "will_start"]),
        ("I11.contraception", "spiral sedan 2022", ["highly_effective"]),
    ],
)
def test_what_is_planned_may_not_be_in_use_yet(item: str, text: str, codes: list[str]) -> None:
    assert asked(item, text) == ("suggested", codes)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("E2.prior_prrt", "possibly Lutathera"),
        ("E2.prior_prrt", "ska få Lutathera"),
        ("E3.systemic", "troligen Sandostatin"),
        ("E7.participation", "yes if she gets a ride"),
        ("E7.participation", "ja om hon får skjuts"),
        ("E1.pregnant", "perhaps negative test"),
    ],
)
def test_what_is_doubted_or_planned_is_no_choice_by_itself(item: str, text: str) -> None:
    assert asked(item, text) is None


@pytest.mark.parametrize(
    "text", ["signerat 12/3", "signerat 2026-03-12", "signerat 12 mars", "consented 12 March 2026"]
)
def test_a_phrase_may_have_its_day_behind_it(text: str) -> None:
    found = asked("I2.consent", text)
    assert found is not None
    assert found[1] == ["signed"]


@pytest.mark.parametrize("text", ["ECOG <2", "PS ≥2", "WHO<=1", "ECOG 2>"])
def test_a_bound_is_none_of_the_digits_that_are_chosen_from(text: str) -> None:
    assert isinstance(read("I3.ecog", text), Refusal)


@pytest.mark.parametrize("text", ["no Lutathera 2020", "inget Lutathera sedan 2020"])
def test_what_is_denied_of_one_year_is_not_denied_of_others(text: str) -> None:
    assert asked("E2.prior_prrt", text) == ("choice_ambiguous", ["yes", "no"])


@pytest.mark.parametrize(
    "text", ["naive to Lutathera", "Lutathera ruled out", "Lutathera uteslutet"]
)
def test_what_is_ruled_out_suggests_no_yes(text: str) -> None:
    assert isinstance(read("E2.prior_prrt", text), Refusal)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("controlled", "no"),
        ("poorly controlled", "yes"),
        ("not well controlled", "yes"),
        ("svårkontrollerad", "yes"),
    ],
)
def test_what_is_poorly_controlled_is_not_controlled(text: str, code: str) -> None:
    assert asked("E6.condition", text) == ("suggested", [code])


@pytest.mark.parametrize(
    "text", ["no PRRT since 2018", "none lately", "inte på senare tid", "not in the past year"]
)
def test_a_no_of_some_time_is_asked_back_where_all_of_it_is_meant(text: str) -> None:
    assert asked("E2.prior_prrt", text) == ("choice_ambiguous", ["yes", "no"])


@pytest.mark.parametrize("text", ["never, not even recently", "aldrig tidigare"])
def test_a_no_of_all_time_is_a_no(text: str) -> None:
    found = asked("E2.prior_prrt", text)
    assert found is None or found[1] == ["no"]


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I2.consent", "signed in May, withdrawn since", "declined"),
        ("I2.consent", "skrev på men har hoppat av", "declined"),
        ("I4.type", "NET not MiNEN", "net"),
        ("E2.prior_prrt", "no clue, ask nuclear medicine", "unknown"),
        ("E6.condition", "ingen aning fråga prövaren", "unknown"),
    ],
)
def test_what_a_text_comes_to_is_offered(item: str, text: str, code: str) -> None:
    found = asked(item, text)
    assert found is not None
    assert found[1] == [code]


@pytest.mark.parametrize("text", ["PS 1,5", "0.5", "2 April", "1 vecka", "1 mars"])
def test_a_digit_of_another_number_is_no_grade(text: str) -> None:
    assert isinstance(read("I3.ecog", text), Refusal)


def test_what_was_not_done_may_be_still_to_come() -> None:
    assert asked("I6.mdt", "no MDT done") == ("suggested", ["not_yet"])
