"""Answers that come while others wait for a yes, and remarks."""

from __future__ import annotations

import pytest

from bot.dialogs.events import (
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
        ("shoe size", None, {}, "No answer goes by that name"),
        ("yes", None, {}, "No answer goes by that name"),
    ],
)
def test_at_the_list_of_answers_one_is_named_or_written_anew(
    text: str, at: str | None, waits: dict[str, str], said: str
) -> None:
    found, lines = told(after(Typed("62 m"), ChangeAnswer()), Typed(text))
    assert found.at == at
    assert {item: kept.text for item, kept in found.proposed.items()} == waits
    assert said in lines
