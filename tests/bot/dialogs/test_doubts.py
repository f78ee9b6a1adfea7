"""Moments at which somebody doubted what had come of what was written, on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dialogs.effects import Show
from bot.dialogs.events import (
    ChangeAnswer,
    Confirmed,
    NoneOfThese,
    Rejected,
    Toggled,
    Typed,
)
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.presentation.render import Renderer
from bot.texts import texts_in
from criteria.known.values import Quantity
from tests.bot.dialogs.test_machine import SCRIPT, after
from tests.making import TODAY

if TYPE_CHECKING:
    from bot.dialogs.events import Event
    from bot.dialogs.session import Session

LIST = (
    Typed("62 m"),
    Typed("NET well yes 8 %"),
)
EIGHT = "Hb 121 g/L, plt 150 x10^9/L, WBC 4.5 x10^9/L, AST 40 U/L (<35), alb 390"


def told(session: Session, event: Event, language: str = "en") -> tuple[Session, str]:
    """Take an event; the session then, and what is shown."""
    found, effects = step(session.but(language=language), event, SCRIPT, TODAY)
    return found, Renderer(found, SCRIPT, texts_in(language)).message((*effects, Show())).text


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


def checklist() -> Session:
    """A screening at the list of contraindications."""
    asked = after(Typed("62 m")).but(at="E4.hypersens")
    return asked.but(state=Phase.ASKING)


@pytest.mark.parametrize("ticks", [1, 2])
@pytest.mark.parametrize("none", [NoneOfThese("E4.hypersens"), Typed("none"), Typed("inget")])
@pytest.mark.parametrize(("language", "said"), [("en", "Ticked so"), ("sv", "Kryssat hit")])
def test_none_of_a_list_is_asked_back_where_a_line_is_ticked(
    ticks: int, none: Event, language: str, said: str
) -> None:
    session = checklist()
    for _ in range(ticks):
        session, _ = told(session, Toggled("E4.brivudine"))
    waiting, text = told(session, none, language)
    assert waiting.state is Phase.CONFIRM
    assert said in text
    assert "rivudin" in text
    again, _ = told(waiting, Rejected())
    assert again.ticks["E4.brivudine"] == session.ticks["E4.brivudine"]
    assert told(waiting, Confirmed())[0].answers["E4.brivudine"].text == "no"


def test_none_of_a_list_is_kept_at_once_where_nothing_is_ticked() -> None:
    assert told(checklist(), NoneOfThese("E4.hypersens"))[0].answers["E4.brivudine"].text == "no"


@pytest.mark.parametrize("text", ["stage IV, liver", "liver", "spridd, lever", "measurable"])
def test_the_name_of_another_question_alone_is_no_answer_to_it(text: str) -> None:
    assert not told(after(Typed("62 m")).but(at="E2.prior_prrt"), Typed(text))[0].proposed


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_dash_between_words_does_not_say_that_something_is_not_known(dash: str) -> None:
    asked = after(Typed("62 m")).but(at="I6.progression")
    found, _ = told(asked, Typed(f"yes {dash} PD on CT 3 weeks ago"))
    assert "I6.scan_date" not in {**found.proposed, **found.answers}


def test_every_other_question_that_is_answered_is_named() -> None:
    _, text = told(after(), Typed("ki67 1.5 %, well differentiated"))
    assert {"Differentiation", "Ki-67"} <= {*text.split("\n")[0].replace(".", ",").split(", ")}


@pytest.mark.parametrize(("language", "said"), [("en", "yes or no"), ("sv", "ja eller nej")])
def test_while_a_yes_is_awaited_it_is_said_that_it_comes_first(language: str, said: str) -> None:
    waiting = after(Typed("101"))
    found, text = told(waiting, ChangeAnswer("age"), language)
    assert found.proposed == waiting.proposed
    assert said in text


@pytest.mark.parametrize(
    ("item", "text", "answered", "left"),
    [
        ("I6.mdt", "mdt not yet, thursday", {"I6.mdt": "not_yet"}, "thursday"),
        ("I6.mdt", "MDT: not yet", {"I6.mdt": "not_yet"}, ""),
        ("E4.dpd", "DPD ej testat", {"E4.dpd": "not_tested"}, ""),
        ("E4.dpd", "DPD not tested", {"E4.dpd": "not_tested"}, ""),
        ("E5.ct_mri", "fdg ej utförd", {"E5.fdg": "not_done"}, ""),
    ],
)
def test_an_answer_behind_the_name_of_its_own_question_is_asked_back(
    item: str, text: str, answered: dict[str, str], left: str
) -> None:
    found, shown = told(after(Typed("62 m")).but(at=item), Typed(text))
    values = {one: SCRIPT.value(one, kept, TODAY) for one, kept in found.proposed.items()}
    assert {one: getattr(value, "code", None) for one, value in values.items()} == answered
    assert left in shown


@pytest.mark.parametrize(
    "text", ["en man på 71 år", "a 71 year old man", "a man, 71 years", "man på 71 år"]
)
def test_an_article_is_no_age(text: str) -> None:
    found, _ = told(after(), Typed(text))
    said = {**found.proposed, **found.answers}
    assert str(SCRIPT.value("I1.age", said["I1.age"], TODAY).number) == "71"  # type: ignore[union-attr]
    assert SCRIPT.value("CTX.sex", said["CTX.sex"], TODAY).code == "male"  # type: ignore[union-attr]


def test_a_number_in_words_beside_one_in_digits_is_no_age() -> None:
    found, _ = told(after(), Typed("one of 2 twins, a boy"))
    assert "I1.age" not in {**found.proposed, **found.answers}


@pytest.mark.parametrize(
    ("language", "said"), [("en", "remark: “biopsy”"), ("sv", "anmärkning: ”biopsy”")]
)
def test_a_remark_is_shown_before_it_is_kept(language: str, said: str) -> None:
    asked = after(Typed("62 m")).but(at="E2.prior_prrt")
    assert said in told(asked, Typed("yes, biopsy"), language)[1]


@pytest.mark.parametrize("text", ["BSA 1.75 m2", "kroppsyta 1,75 m2", "bsa 1.75"])
@pytest.mark.parametrize("asked", ["I7.measurable", "I10.hb", "E4.hypersens"])
def test_the_body_surface_that_a_result_lacked_is_taken_whatever_is_asked(
    text: str, asked: str
) -> None:
    absolute = after(Typed("62 m")).but(at="I9.gfr")
    absolute, _ = told(absolute, Typed("iohexol 58 mL/min"))
    absolute, _ = told(absolute, Confirmed())
    found, _ = told(absolute.but(at=asked), Typed(text))
    value = SCRIPT.value("I9.gfr", found.proposed["I9.gfr"], TODAY)
    assert isinstance(value, Quantity)
    assert "absolute" not in value.flags
    assert not told(absolute.but(at=asked), Typed("BSA 175"))[0].proposed


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("NET tunntarm G1, ki67 2 procent, ej op enl MDK", "sv", "”tunntarm G1, ej"),
        ("Hb 121 g/L, liver mets", "en", "“liver mets”"),
        ("Hb 121 g/L, taken 2026-03-20", "en", ""),
        ("Hb 121 g/L, plt 150 x10^9/L, no clumps", "en", ""),
    ],
)
def test_what_stands_beside_one_result_is_named_as_not_taken(
    text: str, language: str, said: str
) -> None:
    found, shown = told(after(Typed("62 m")), Typed(text), language)
    assert found.proposed
    assert said in shown
    assert bool(said) == ("Not taken" in shown or "Togs inte med" in shown)
