"""An answer to another question is proposed for the one it names, and what was asked stays."""

from __future__ import annotations

import pytest

from bot.dialogs.effects import Refused
from bot.dialogs.events import Confirmed, Typed
from bot.dialogs.machine import step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.other_questions import LONGEST, answers_named
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Checklist, Panel, prompt
from bot.dialogs.session import Kept, Script, Session
from tests.bot.dialogs.showing import told
from tests.bot.dialogs.test_machine import after
from tests.making import MAN, TODAY, TRIAL, WOMAN

SCRIPT = Script(TRIAL)
NEW = Session("S0001", "start-net", "R1.1", TODAY)


def asking(item: str) -> Session:
    """A screening of a woman in which everything but one item's criterion is answered."""
    criterion = item.partition(".")[0]
    answers = {
        name: Kept(text) for name, text in WOMAN.items() if name.partition(".")[0] != criterion
    }
    return NEW.but(answers=answers, trail=tuple(answers))


def proposed(session: Session, text: str) -> dict[str, str]:
    """What is proposed after a text was written."""
    after, _ = step(session, Typed(text), SCRIPT, TODAY)
    return {item: kept.text for item, kept in after.proposed.items()}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("ECOG 1", {"I3.ecog"}),
        ("PS 1", {"I3.ecog"}),
        ("patient has ECOG 1", {"I3.ecog"}),
        ("signed", {"I2.consent"}),
        ("underskrivet", {"I2.consent"}),
        ("samtycke underskrivet", {"I2.consent"}),
        ("hb 105 and ECOG 1", {"I10.hb", "I3.ecog"}),
        ("hb 105 ECOG 1 tpk 200", {"I10.hb", "I3.ecog", "I10.plt"}),
        ("ECOG 1, hb 105 g/L, signed", {"I3.ecog", "I10.hb", "I2.consent"}),
        ("62 female, ECOG 1", {"I1.age", "CTX.sex", "I3.ecog"}),
        ("gravid nej", {"E1.pregnant"}),
        ("progression yes", {"I6.progression"}),
        ("iohexol", {"I9.method"}),
        ("ECOG unknown", {"I3.ecog"}),
    ],
)
def test_what_names_another_question_is_proposed_for_it(text: str, items: set[str]) -> None:
    assert proposed(NEW, text).keys() == items


WITHOUT = [
    # What is said of a result that has not come, or that nobody knows, at any question.
    ("bilirubin pending", {"I10.bili": "awaited"}),
    ("Hb inväntas", {"I10.hb": "awaited"}),
    ("S-albumin: ej svar än", {"I10.alb": "awaited"}),
    ("waiting for ALAT and ASAT", {"I10.alt": "awaited", "I10.ast": "awaited"}),
    ("TPK och LPK väntar", {"I10.plt": "awaited", "I10.wbc": "awaited"}),
    ("iohexol bokad", {"I9.gfr": "awaited"}),
    ("GFR not known", {"I9.gfr": "unknown"}),
    ("Hb ej taget", {"I10.hb": "unknown"}),
    ("MDK väntar", {"I6.mdt": "awaited"}),
    ("signed, Hb pending", {"I2.consent": "signed", "I10.hb": "awaited"}),
    ("Hb väntar, ALAT 0,4 µkat/L", {"I10.hb": "awaited", "I10.alt": "ALAT 0,4 µkat/L"}),
    ("Hb not pending", {}),
    ("Hb pending?", {}),
    ("maybe Hb pending", {}),
    ("creatinine pending", {}),
    ("Hb", {}),
]


@pytest.mark.parametrize("item", ["I3.ecog", "I1.age", "E2.prior_prrt", "I6.scan_date"])
@pytest.mark.parametrize(("text", "expected"), WITHOUT)
def test_a_result_that_has_not_come_is_proposed_for_its_own_question(
    item: str, text: str, expected: dict[str, str]
) -> None:
    before = TRIAL.order[: TRIAL.order.index(item)]
    session = NEW.but(answers={name: Kept(WOMAN[name]) for name in before if name in WOMAN})
    found = proposed(session, text)
    assert {name: kept.rstrip(",") for name, kept in found.items()} == expected
    after, _ = step(session, Typed(text), SCRIPT, TODAY)
    if expected:
        after, _ = step(after, Confirmed(), SCRIPT, TODAY)
        asked = prompt(after, SCRIPT)
        assert asked is not None
        assert asked.item == item


@pytest.mark.parametrize("text", ["labs pending", "blodprover ej klara"])
def test_that_no_results_have_come_is_proposed_for_all_that_are_asked_for(text: str) -> None:
    found = proposed(NEW.but(at="I3.ecog", answers={"I10.hb": Kept("105 g/L")}), text)
    assert {*found.values()} == {"awaited"}
    assert found.keys() == {item for item in TRIAL.items if item.startswith("I10.")} - {
        *("I10.hb", "I10.ast_uln", "I10.alt_uln", "I10.bili_uln")
    }


@pytest.mark.parametrize("text", ["prob 1", "1 tror jag", "I guess 1"])
def test_an_answer_that_is_only_doubted_is_offered_as_not_known_with_its_words(text: str) -> None:
    after, _ = step(NEW.but(at="I3.ecog"), Typed(text), SCRIPT, TODAY)
    assert after.proposed == {"I3.ecog": Kept("unknown", remark=text)}
    assert not after.answers


def test_a_no_and_a_result_that_has_not_come_are_both_proposed() -> None:
    session = NEW.but(at="E2.prior_prrt")
    after, effects = step(session, Typed("no, asked twice, Hb pending"), SCRIPT, TODAY)
    assert after.proposed["E2.prior_prrt"].remark == "asked twice"
    assert after.proposed["I10.hb"].text == "awaited"
    assert not [one for one in effects if isinstance(one, Notice)]


@pytest.mark.parametrize(
    "text",
    [
        "not ECOG 1",
        "maybe ECOG 1",
        "ECOG 1 or 2",
        "ECOG 62",
        "ECOG",
        "yes",
        "normal",
        "inga",
        "blood tests 105",
        "higher than liver",
        "higher uptake than liver, all of them",
        "metastatic, lymph and liver",
        "metastaser i lymfkörtlar och lever",
    ],
)
def test_what_names_no_question_plainly_is_proposed_for_none(text: str) -> None:
    after, _ = step(NEW, Typed(text), SCRIPT, TODAY)
    assert not after.answers
    assert {kept.text for kept in after.proposed.values()} <= {"unknown"}


def test_it_is_said_whose_answer_it_is_and_what_was_asked_is_asked_again() -> None:
    after, effects = step(NEW, Typed("ECOG 1"), SCRIPT, TODAY)
    assert Notice(NoticeCode.ELSEWHERE, "I3.ecog") in effects
    kept, _ = step(after, Confirmed(), SCRIPT, TODAY)
    assert kept.answers == {"I3.ecog": Kept("1")}
    assert kept.state is Phase.ASKING
    assert prompt(kept, SCRIPT) == prompt(NEW, SCRIPT)


def test_nothing_is_said_of_asking_again_where_the_question_is_answered_too() -> None:
    _, effects = step(NEW, Typed("62 female, ECOG 1"), SCRIPT, TODAY)
    assert not [one for one in effects if isinstance(one, Notice)]


def test_what_is_not_taken_of_the_message_is_said() -> None:
    _, effects = step(NEW, Typed("ECOG 1, walks the dog, hb 105"), SCRIPT, TODAY)
    assert Notice(NoticeCode.NOT_TAKEN, detail="walks the dog") in effects


def test_a_yes_beside_it_is_no_answer_to_a_question_that_it_does_not_name() -> None:
    at_type = NEW.but(answers={name: Kept(MAN[name]) for name in ("I1.age", "CTX.sex")})
    after, effects = step(at_type, Typed("yes, consent signed"), SCRIPT, TODAY)
    assert after.proposed.keys() == {"I2.consent"}
    assert Notice(NoticeCode.NOT_TAKEN, detail="yes") in effects


def test_at_a_panel_and_at_a_checklist_too() -> None:
    panel, checklist = asking("I10.hb"), asking("E4.marrow")
    assert isinstance(prompt(panel, SCRIPT), Panel)
    assert isinstance(prompt(checklist, SCRIPT), Checklist)
    for session in (panel, checklist):
        assert proposed(session, "ECOG 2").keys() == {"I3.ecog"}
    assert proposed(panel, "hb 105 g/L, ECOG 2") == {"I10.hb": "hb 105 g/L", "I3.ecog": "2"}


@pytest.mark.parametrize(
    ("text", "item"),
    [("2025-11", "I6.scan_date"), ("10 nov 2025", "I6.scan_date")],
)
def test_what_answers_only_what_is_asked_as_well_is_proposed_for_it(text: str, item: str) -> None:
    found, effects = step(asking("I6.progression"), Typed(text), SCRIPT, TODAY)
    assert {name: kept.text for name, kept in found.proposed.items()} == {item: text}
    assert Notice(NoticeCode.ELSEWHERE, item) in effects


@pytest.mark.parametrize("text", ["8", "yesterday or so", "unknown"])
def test_what_could_answer_any_of_them_is_not(text: str) -> None:
    found = step(asking("I6.progression"), Typed(text), SCRIPT, TODAY)[0]
    assert not {"I6.scan_date", "I6.mdt"} & {*found.proposed, *found.answers}


@pytest.mark.parametrize("text", ["mätbar ja 35 mm", "histology yes, G2", "some other thing ja"])
@pytest.mark.parametrize("item", ["E5.fdg", "E5.ct_mri", "E3.systemic"])
def test_a_yes_of_something_else_is_no_answer_to_a_question_without_a_yes(
    item: str, text: str
) -> None:
    found = step(asking(item), Typed(text), SCRIPT, TODAY)[0]
    assert item not in {**found.proposed, **found.answers}


def test_the_words_for_the_question_itself_come_first() -> None:
    assert not proposed(asking("I3.ecog"), "ECOG 1")
    assert (
        step(asking("I3.ecog"), Typed("ECOG 1"), SCRIPT, TODAY)[0].answers["I3.ecog"].text
        == "ECOG 1"
    )


@pytest.mark.parametrize("text", ["CT progression 2025-11-10", "ECOG 1, foo", "foo, ECOG 1"])
def test_words_beside_an_answer_after_a_failure_are_named(text: str) -> None:
    failed, _ = step(asking("I4.type"), Typed("nec"), SCRIPT, TODAY)
    after, told = step(failed, Typed(text), SCRIPT, TODAY)
    assert len(after.proposed) == 1
    assert NoticeCode.NOT_TAKEN in [one.code for one in told if isinstance(one, Notice)]


def test_a_long_text_is_not_searched_for_answers() -> None:
    text = "ECOG 1 " + "x" * LONGEST
    assert answers_named(text, NEW, SCRIPT).values == {}
    assert isinstance(step(NEW, Typed(text), SCRIPT, TODAY)[1][0], Refused)


@pytest.mark.parametrize("text", ["stage IV, liver", "liver", "spridd, lever", "measurable"])
def test_the_name_of_another_question_alone_is_no_answer_to_it(text: str) -> None:
    assert not told(after(Typed("62 m")).but(at="E2.prior_prrt"), Typed(text))[0].proposed


def test_every_other_question_that_is_answered_is_named() -> None:
    _, text = told(after(), Typed("ki67 1.5 %, well differentiated"))
    assert {"Differentiation", "Ki-67"} <= {*text.split("\n")[0].replace(".", ",").split(", ")}


@pytest.mark.parametrize(
    ("named", "then", "kept", "waits"),
    [
        # Said of what waits, not of the age that stands behind it.
        ("PS 1", "1", {"I3.ecog": "PS 1"}, {}),
        ("PS 1", "2", {}, {"I3.ecog": "2"}),
        ("hb 105 g/L", "105", {"I10.hb": "hb 105 g/L"}, {}),
        ("hb 105 g/L", "112 g/L", {}, {"I10.hb": "112 g/L"}),
        ("signed", "not yet", {}, {"I2.consent": "not yet"}),
        # Said of the age.
        ("PS 1", "62", {"I1.age": "62"}, {}),
        ("signed", "62", {"I1.age": "62"}, {}),
    ],
)
def test_a_short_answer_is_said_of_what_waits_for_a_yes(
    named: str, then: str, kept: dict[str, str], waits: dict[str, str]
) -> None:
    session = after(Typed(named))
    session, _ = step(session, Typed(then), SCRIPT, TODAY)
    assert {item: one.text for item, one in session.answers.items()} == kept
    assert {item: one.text for item, one in session.proposed.items()} == waits


def test_what_is_said_of_one_screen_waits_together() -> None:
    """What was read of the tumour is not lost for what was written next about it."""
    session = after(Typed("62 m"))
    for text in ("small bowel NET", "well diff", "12 %"):
        session, _ = step(session, Typed(text), SCRIPT, TODAY)
    found = {item: SCRIPT.value(item, one, TODAY) for item, one in session.proposed.items()}
    assert found.keys() == {"I4.type", "I4.differentiation", "I4.ki67"}
    session, _ = step(session, Confirmed(), SCRIPT, TODAY)
    assert found.keys() <= session.answers.keys()


def test_a_number_is_not_offered_to_a_question_of_the_screen_that_has_its_answer() -> None:
    session = after(Typed("62"))
    assert not proposed(session, "12-15")


def test_a_result_and_its_method_wait_together_whatever_is_asked() -> None:
    session = after(Typed("GFR 72"))
    assert proposed(session, "iohexol").keys() == {"I9.gfr", "I9.method"}
    assert proposed(after(Typed("GFR 72")), "signed").keys() == {"I2.consent"}


@pytest.mark.parametrize("text", ["not confirmed by MDT yes", "inte bekräftat på MDK ja"])
def test_a_denial_in_front_may_turn_what_a_name_says(text: str) -> None:
    assert "I6.mdt" not in proposed(NEW, text)


def test_a_denial_behind_a_mark_turns_nothing() -> None:
    assert proposed(NEW, "not much pain, ECOG 1").keys() == {"I3.ecog"}
