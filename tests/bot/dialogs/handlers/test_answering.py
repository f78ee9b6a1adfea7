"""Answers that come while others wait for a yes, and remarks."""

from __future__ import annotations

import pytest

from bot.dialogs.events import (
    Asked,
    ChangeAnswer,
    Confirmed,
    Typed,
)
from tests.bot.dialogs.showing import told
from tests.bot.dialogs.test_machine import after

EIGHT = "Hb 121 g/L, plt 150 x10^9/L, WBC 4.5 x10^9/L, AST 40 U/L (<35), alb 390"


@pytest.mark.parametrize("correction", ["alb 39 g/L", "albumin 3,9 g/dL"])
def test_a_correction_of_one_that_waits_leaves_the_others_waiting(correction: str) -> None:
    waiting = after(Typed(EIGHT))
    found, _ = told(waiting, Typed(correction))
    assert [*found.proposed] == [*waiting.proposed]
    assert found.proposed["I10.alb"].text != waiting.proposed["I10.alb"].text
    kept, _ = told(found, Confirmed())
    assert kept.answers.keys() == waiting.proposed.keys()


@pytest.mark.parametrize(("language", "said"), [("en", "Not kept"), ("sv", "Sparades inte")])
def test_what_waited_is_named_as_given_up_though_it_is_asked_again(
    language: str, said: str
) -> None:
    waiting = after(Typed("58 yo F, from the ward"))
    assert [*waiting.proposed] == ["I1.age", "CTX.sex"]
    found, text = told(waiting, Typed("Ki-67 8 %, liver mets"), language)
    assert [*found.proposed] == ["I4.ki67"]
    assert said in text


@pytest.mark.parametrize(("language", "said"), [("en", "yes or no"), ("sv", "ja eller nej")])
def test_while_a_yes_is_awaited_it_is_said_that_it_comes_first(language: str, said: str) -> None:
    waiting = after(Typed("101"))
    found, text = told(waiting, ChangeAnswer("age"), language)
    assert found.proposed == waiting.proposed
    assert said in text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "remark: “biopsy”"), ("sv", "anmärkning: ”biopsy”")]
)
def test_a_remark_is_shown_before_it_is_kept(language: str, said: str) -> None:
    asked = after(Typed("62 m")).but(at="E2.prior_prrt")
    assert said in told(asked, Typed("yes, biopsy"), language)[1]


IN_THE_LIST = after(Typed("62 m"), Typed("NET well yes 8 %"), ChangeAnswer())


def test_in_front_of_the_list_a_name_is_the_answer_to_change() -> None:
    found, shown = told(IN_THE_LIST, Typed("ki-67"))
    assert found.at == "I4.ki67"
    assert "Answered before: Ki-67: 8 %" in shown
    several, shown = told(IN_THE_LIST, Typed("tumour type/stage"))
    assert several.listed == ("I4.histology", "I4.type", "I4.differentiation", "I4.ki67")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (EIGHT.replace("390", "39 g/L"), {"I10.hb", "I10.plt", "I10.wbc", "I10.ast", "I10.alb"}),
        ("ECOG 1", {"I3.ecog"}),
    ],
)
def test_in_front_of_the_list_what_names_its_question_is_taken(text: str, read: set[str]) -> None:
    found, _ = told(IN_THE_LIST, Typed(text))
    assert found.proposed.keys() == read
    kept, _ = told(found, Confirmed())
    assert kept.answers.keys() == IN_THE_LIST.answers.keys() | read


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "yes", "or write its name"),
        ("sv", "ja", "eller skriv vad det heter"),
        ("en", "something else", "Nothing was kept"),
    ],
)
def test_in_front_of_the_list_anything_else_is_told_what_to_do(
    language: str, text: str, said: str
) -> None:
    found, shown = told(IN_THE_LIST, Typed(text), language)
    assert found.answers == IN_THE_LIST.answers
    assert said in shown


@pytest.mark.parametrize(
    ("first", "text", "item", "said"),
    [
        ("ECOG 1", "no, ECOG 0", "I3.ecog", "ECOG: 0"),
        ("ECOG 1", "nej, ECOG 0", "I3.ecog", "ECOG: 0"),
        ("ECOG 1", "no, the dog", "I3.ecog", "ECOG: 1"),
        ("Hb 121 g/L, plt 150 x10^9/L", "no, plt 151 x10^9/L", "I10.plt", "151 ×10⁹/L"),
        ("NET G2 small bowel, well diff, ki67 8 %", "no, ki67 9 %", "I4.ki67", "Ki-67: 9 %"),
    ],
)
def test_a_no_with_the_right_answer_behind_it_takes_that_and_leaves_the_others(
    first: str, text: str, item: str, said: str
) -> None:
    waiting = after(Typed("62 m"), Typed(first))
    found, shown = told(waiting, Typed(text))
    assert found.answers == waiting.answers
    assert found.proposed.keys() == waiting.proposed.keys()
    assert item in found.proposed
    assert said in shown


@pytest.mark.parametrize("text", ["121212-1212", "the dog"])
def test_a_text_of_which_nothing_is_taken_leaves_its_question_asked(text: str) -> None:
    asked, _ = told(after(Typed("17 m")), Asked("I4.type", 2))
    found, _ = told(asked, Typed(text))
    assert found == asked


@pytest.mark.parametrize("named", ["", "gfr"])
@pytest.mark.parametrize(("language", "said"), [("en", "Nothing has been"), ("sv", "Inget är")])
def test_before_any_answer_there_is_nothing_to_change(named: str, language: str, said: str) -> None:
    session = after()
    found, text = told(session, ChangeAnswer(named), language)
    assert said in text
    assert found == session.but(language=found.language)


@pytest.mark.parametrize(
    ("text", "at", "waits", "said"),
    [
        ("age", "I1.age", {}, ""),
        ("age 36", None, {"I1.age": "36"}, ""),
        ("shoe size", None, {}, "Nothing was kept"),
    ],
)
def test_at_the_list_of_answers_one_is_named_or_written_anew(
    text: str, at: str | None, waits: dict[str, str], said: str
) -> None:
    found, lines = told(after(Typed("62 m"), ChangeAnswer()), Typed(text))
    assert found.at == at
    assert {item: kept.text for item, kept in found.proposed.items()} == waits
    assert said in lines


@pytest.mark.parametrize(
    ("first", "text"),
    [
        ("ECOG 1", "1-2"),
        ("ECOG 1", "1 or 2"),
        ("NET", "NEC eller NET"),
        ("consent signed", "signed?"),
        ("Hb 105 g/L", "about 105"),
        ("Hb 105 g/L", "105 g/L?"),
    ],
)
def test_what_may_be_another_answer_is_no_yes_to_what_waits(first: str, text: str) -> None:
    waiting = after(Typed("62 m")).but(at="I6.progression")
    waiting, _ = told(waiting, Typed(first))
    assert len(waiting.proposed) == 1
    found, _ = told(waiting, Typed(text))
    assert found.answers == waiting.answers


@pytest.mark.parametrize("text", ["not 18", "not 18, male", "inte 18"])
def test_a_denial_beside_an_age_is_no_sex_and_no_age(text: str) -> None:
    found, _ = told(after(), Typed(text))
    assert not found.answers
    assert "I1.age" not in found.proposed


@pytest.mark.parametrize("text", ["no NEC", "nej NEC", "yes NET no NEC", "no NET", "NEC ej"])
def test_a_no_in_front_of_a_choice_is_no_answer_to_another_question(text: str) -> None:
    asked = after(Typed("62 m"))
    found, _ = told(asked, Typed(text))
    assert (found.answers, found.proposed) == (asked.answers, {})


def test_a_no_with_a_mark_behind_it_is_an_answer_of_its_own() -> None:
    found, _ = told(after(Typed("62 m")), Typed("no, NET, well, 8 %"))
    assert found.answers["I4.histology"].text == "no"
    assert found.answers["I4.type"].text == "NET"


@pytest.mark.parametrize("text", ["well, 8 mm", "NET, 12 yrs"])
def test_a_number_with_a_unit_of_another_question_is_not_offered(text: str) -> None:
    found, _ = told(after(Typed("62 m")), Typed(text))
    assert "I4.ki67" not in {*found.answers, *found.proposed}


@pytest.mark.parametrize(("first", "number"), [("plt 150, alb 38 g/L", "38"), (EIGHT, "150")])
def test_a_number_alone_is_none_of_several_values_that_wait(first: str, number: str) -> None:
    waiting = after(Typed(first))
    found, shown = told(waiting, Typed(number))
    assert (found.proposed, found.answers) == (waiting.proposed, waiting.answers)
    assert "Nothing was kept" in shown


@pytest.mark.parametrize("text", ["no yes", "yes, no", "ja nej"])
def test_a_yes_and_a_no_are_of_none_of_several_answers_that_wait(text: str) -> None:
    waiting = after(Typed("62 m")).but(at="I4.advanced")
    waiting, _ = told(waiting, Typed("mets, not operable"))
    assert len(waiting.proposed) == 2
    found, shown = told(waiting, Typed(text))
    assert (found.proposed, found.answers) == (waiting.proposed, waiting.answers)
    assert "Nothing was kept" in shown


def test_an_unusual_number_alone_may_be_of_another_result_while_one_waits_for_its_unit() -> None:
    asked = after(Typed("Hb 9.8"))
    found, shown = told(asked, Typed("230"))
    assert not found.proposed
    assert found.unclear == asked.unclear
    assert "Platelets" in shown
    assert told(asked, Typed("98"))[0].proposed["I10.hb"].text == "98 g/L"
