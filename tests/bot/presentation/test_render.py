"""Every screen in every language, without platform or database; and the summary's length.

The data of the buttons is public interface: a machine tells from it which item is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogs.effects import Effect, Recorded, Refused, Show, Unclear
from bot.dialogs.events import (
    ChangeAnswer,
    Chosen,
    Event,
    OneByOne,
    Pause,
    StopHere,
    Toggled,
    Typed,
)
from bot.dialogs.machine import step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Checklist, Panel, Question, prompt
from bot.dialogs.session import Kept, Script, Session
from bot.platforms.callbacks import LONGEST, event_of
from bot.presentation.render import Renderer
from bot.presentation.summary.summary import Summary
from bot.texts import languages, texts_in
from bot.texts.conversation import UnreadWords
from criteria.known.truth import Truth
from criteria.known.values import Doubt, Refusal
from criteria.verdict.findings import finding
from criteria.verdict.verdict import verdict
from tests.making import MAN, TODAY, TRIAL, WOMAN
from tests.making import given as values
from tests.reference.patients import patients

if TYPE_CHECKING:
    from bot.presentation.messages import Button, Message
    from criteria.known.values import Value

SCRIPT = Script(TRIAL)
START = Session("S0001", "start-net", "R1", TODAY)
LANGUAGES = sorted(languages())
_SAID = [code for code in NoticeCode if code is not NoticeCode.ALSO_FAILS]
"""All but what is said only where it is so."""
ALL_ITEMS = tuple(name for name, item in TRIAL.items.items() if not item.volunteered)
WAY: dict[str, tuple[Event, ...]] = {
    Phase.ASKING: (),
    Phase.CONFIRM: (Typed("101"),),
    Phase.FAILED: (Typed("17"),),
    Phase.SUMMARY: (Typed("17"), StopHere()),
    Phase.CHANGING: (Typed("62"), ChangeAnswer()),
    Phase.PAUSED: (Pause(),),
}


def after(session: Session, *happened: Event) -> Session:
    for event in happened:
        session, _ = step(session, event, SCRIPT, TODAY)
    return session


def drawn(session: Session, language: str, *effects: Show | Notice) -> Message:
    spoken = session.but(language=language)
    return Renderer(spoken, SCRIPT, texts_in(language)).message(effects or (Show(),))


def buttons(message: Message) -> list[Button]:
    return [button for row in message.rows for button in row]


def answered(texts: dict[str, str]) -> Session:
    """A screening in which just this was answered, and which goes on after failures."""
    kept = {item: Kept(text) for item, text in texts.items()}
    return START.but(answers=kept, trail=tuple(kept), went_on=True)


def before(item: str, language: str = "en") -> Message:
    """The screen that asks an item: everything was answered, and it is to be changed."""
    full = {name: WOMAN.get(name, "unknown") for name in ALL_ITEMS}
    return drawn(answered(full).but(at=item, alone=True), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("phase", Phase)
def test_every_phase_is_drawn_in_every_language(phase: Phase, language: str) -> None:
    session = after(START, *WAY[phase])
    assert session.state == phase
    message = drawn(session, language)
    assert message.text.strip()
    assert buttons(message)
    for button in buttons(message):
        assert button.label.strip()
        assert len(button.data.encode()) <= LONGEST
        assert event_of(button.data) is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", ALL_ITEMS)
def test_every_question_asks_for_its_own_item(item: str, language: str) -> None:
    message = before(item, language)
    chosen = answers_on(message)
    assert chosen[0].item == item
    assert Chosen(item, "unknown") in chosen
    say = texts_in(language).dialog
    (label,) = (one.label for one in buttons(message) if one.data == f"a:S0001:{item}:unknown")
    own = {"not_done", "not_tested"}.intersection(getattr(TRIAL.items[item], "choices", ()))
    assert label == (say.unknown_only if own else say.unknown)
    assert all(len(button.data.encode()) <= LONGEST for button in buttons(message))


def answers_on(message: Message) -> list[Chosen]:
    """Return the answers that can be tapped, in order."""
    found = [event_of(text) for text in data(message)]
    return [one[1] for one in found if one is not None and isinstance(one[1], Chosen)]


def test_every_screen_of_a_screening_says_first_which_item_is_asked() -> None:
    session, shown = START, 0
    while session.state is Phase.ASKING:
        asked = prompt(session, SCRIPT)
        assert asked is not None
        chosen = answers_on(drawn(session, "en"))
        assert chosen[0].item == asked.item
        assert Chosen(asked.item, "unknown") in chosen
        session = after(session, Chosen(asked.item, "unknown"))
        shown += 1
    assert session.state is Phase.SUMMARY
    assert shown > 30


def data(message: Message) -> list[str]:
    return [button.data for button in buttons(message)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_panel_and_checklist_have_their_own_buttons(language: str) -> None:
    panel = answered({name: text for name, text in MAN.items() if not name.startswith("I10")})
    assert isinstance(prompt(panel, SCRIPT), Panel)
    assert "o:S0001:I10.hb" in data(drawn(panel, language))
    one = after(panel, OneByOne("I10.hb"))
    assert isinstance(prompt(one, SCRIPT), Question)
    listed = answered({name: text for name, text in MAN.items() if not name.startswith("E4")})
    assert isinstance(prompt(listed, SCRIPT), Checklist)
    kinds = [text.partition(":")[0] for text in data(drawn(listed, language))]
    assert kinds[0] == "n"
    assert {"t", "d", "a"} <= {*kinds}


def test_a_line_of_the_checklist_goes_from_no_to_yes_to_unknown_to_no() -> None:
    session = answered({name: text for name, text in MAN.items() if not name.startswith("E4")})
    marks = []
    for _ in range(4):
        line = next(one for one in buttons(drawn(session, "en")) if one.data.startswith("t:"))
        marks.append(line.label[0])
        session = after(session, Toggled("E4.hypersens"))
    assert marks == ["☐", "☑", "?", "☐"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_to_be_said_is_said(language: str) -> None:
    session = after(START, Typed("62")).but(language=language)
    doubt = SCRIPT.reader.read("I10.hb", "9.0", TODAY)
    assert isinstance(doubt, Doubt)
    effects: tuple[Effect, ...] = (
        Recorded("I1.age", None, "62"),
        Refused("I1.age", Refusal("not_a_number")),
        Unclear("I10.hb", doubt),
        *(Notice(code, "I1.age", "no_value") for code in _SAID),
        Show(),
    )
    silent = len(Renderer(session, SCRIPT, texts_in(language)).message().lines)
    message = Renderer(session, SCRIPT, texts_in(language)).message(effects)
    assert len(message.lines) == silent + len(effects)  # a line for each, one empty between


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", UnreadWords.model_fields)
def test_what_was_not_read_is_said_with_its_reason(code: str, language: str) -> None:
    texts = texts_in(language)
    message = drawn(START, language, Notice(NoticeCode.LEFT_OUT, "I10.hb", code))
    assert message.lines[0].text.endswith(f"Hb – {texts.unread.say(code)}.")


# ---- the summary ----


def read(item: str, text: str) -> Value:
    value = SCRIPT.reader.read(item, text, TODAY)
    assert not isinstance(value, Refusal), (item, text)
    return value


def summary(answers: dict[str, str], language: str) -> str:
    judged = verdict(TRIAL, {item: read(item, text) for item, text in answers.items()}, TODAY)
    text = Summary(judged, texts_in(language), "S0001").text()
    assert len(text) < 4096
    lines = text.splitlines()
    assert lines[-1] == f"#{judged.outcome.value}"
    assert "R1" in text
    assert "S0001" in text
    for name in (*judged.failing, *judged.pending):
        assert name in text.replace(",", " ").split(), name
    return text


@settings(max_examples=60)
@given(which=st.integers(0, 10**6), language=st.sampled_from(LANGUAGES))
def test_the_summary_of_anybody_fits_and_says_what_fails_and_what_is_open(
    which: int, language: str
) -> None:
    (patient,) = patients(1, which, reference=TODAY)
    summary(patient["answers"], language)


@settings(max_examples=25)
@given(
    answers=st.fixed_dictionaries(
        {},
        optional={
            item: st.sampled_from(
                ["unknown", *getattr(TRIAL.items[item], "choices", ())],
            )
            for item in ALL_ITEMS
        },
    ),
    language=st.sampled_from(LANGUAGES),
)
def test_the_summary_of_any_choices_fits(answers: dict[str, str], language: str) -> None:
    summary(answers, language)


DATED = " 2023-01-01"
NUMBERS = ("1,0001", "2,0001", "15,0001", "20,0001", "300,0001", "2000,001", "17")


def failing(item: str) -> str:
    """Return the longest answer that fails, of those tried; not known if none does."""
    known = TRIAL.items[item]
    codes: tuple[str, ...] = getattr(known, "choices", ())
    numbers = [f"{number} {unit}" for unit in getattr(known, "units", ()) for number in NUMBERS]
    dated = [text + DATED for text in (*codes, *numbers)]
    for text in sorted((*dated, *codes, *numbers, "2023-12-24"), key=len, reverse=True):
        value = SCRIPT.reader.read(item, text, TODAY)
        if not isinstance(value, Refusal | Doubt):
            facts = verdict(TRIAL, {**values(WOMAN), item: value}, TODAY).facts
            if finding(item, facts).truth is Truth.NO:
                return text
    return "unknown"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_when_everything_fails(language: str) -> None:
    text = summary({item: failing(item) for item in ALL_ITEMS}, language)
    assert text.splitlines()[-1] == "#not_eligible"
    assert len([line for line in text.splitlines() if line.startswith("✗")]) >= 14


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answers", [{}, dict.fromkeys(ALL_ITEMS, "unknown")])
def test_the_summary_when_everything_is_open(language: str, answers: dict[str, str]) -> None:
    text = summary(answers, language)
    assert text.splitlines()[-1] == "#pending"


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_lists_fold(language: str) -> None:
    """What does not fit is counted; every criterion with its first reason is still there."""
    texts = texts_in(language)
    answers = {item: failing(item) for item in ALL_ITEMS}
    text = summary(answers, language)
    lines = text.splitlines()
    more = texts.summary.more.partition("{count}")[0]
    assert any(line.strip().startswith(more) for line in lines)
    judged = verdict(TRIAL, {i: read(i, t) for i, t in answers.items()}, TODAY)
    reasons = {line.split()[1]: lines[n + 1] for n, line in enumerate(lines) if line[:2] == "✗ "}
    assert set(reasons) >= {*judged.failing}
    assert all(reason.startswith("   ") for reason in reasons.values())
    assert lines[0] == Summary(judged, texts).outcome()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "no date given with {} results"), ("sv", "datum saknas för {} resultat")],
)
def test_many_results_without_a_date_are_counted(language: str, sentence: str) -> None:
    counts = {f"I10.{name}": "4.1 10^9/L" for name in ("wbc", "anc")}
    rest = {"I10.hb": "105 g/L", "I10.plt": "230 10^9/L", "I10.alb": "38 g/L"}
    tracer = {"I5.tracer": "68Ga-DOTATOC"}
    text = summary({**counts, **rest, **tracer, "I9.gfr": "68 mL/min/1.73m2"}, language)
    assert f"~ {sentence.format(7)}" in text.splitlines()
    assert "no date given with: Hb" in summary({"I10.hb": "105 g/L"}, "en")


@pytest.mark.parametrize(
    ("age", "language", "sentence"),
    [
        ("17", "en", "must be ≥ 18 years; 1 year away"),
        ("16", "en", "must be ≥ 18 years; 2 years away"),
        ("17", "sv", "ska vara ≥ 18 år; 1 år ifrån"),
    ],
)
def test_one_year_is_one_year(age: str, language: str, sentence: str) -> None:
    assert sentence in summary({"I1.age": age}, language)


def test_what_is_too_old_names_the_last_day_on_which_it_counted() -> None:
    answers = {"I6.scan_date": "2024-03-30"}
    assert "too old: it counted until 2026-03-30" in summary(answers, "en")
    assert "för gammalt: gällde till och med 2026-03-30" in summary(answers, "sv")


@pytest.mark.parametrize(("item", "text", "codes"), [
    ("I3.ecog", "1-2", ["1", "2"]),
    ("I4.differentiation", "G3", ["well", "poorly"]),
    ("I5.uptake", "Krenning 2", ["equal", "below"]),
])  # fmt: skip
def test_where_one_of_several_was_meant_only_these_are_offered(
    item: str, text: str, codes: list[str]
) -> None:
    asked = answered({"CTX.sex": "male", "I1.age": "62"}).but(at=item, alone=True)
    found, effects = step(asked, Typed(text), SCRIPT, TODAY)
    message = Renderer(found, SCRIPT, texts_in("en")).message(effects)
    chosen = [one.code for one in answers_on(message) if one.item == item]
    assert chosen == [*codes, "unknown"]
    assert len(answers_on(drawn(found, "en"))) > 2


@pytest.mark.parametrize(
    ("answers", "item", "sentence"),
    [
        ({}, ("I6.scan_date", "2024-03"), "⚠ Date of CT/MRI: 2024-03 – the day decides"),
        ({"I9.method": "iohexol"}, ("I9.gfr", ">45 mL/min/1.73m2"), "does not settle > 50"),
        ({}, ("I9.method", "eGFR_creatinine"), "⚠ GFR method: eGFR creatinine – the criterion"),
        ({}, ("I3.ecog", "not applicable"), "⚠ ECOG: answered as not applicable, which"),
        ({}, ("I4.ki67", "not applicable"), "✓ Ki-67: not applicable"),
        ({"CTX.sex": "male"}, ("E1.pregnant", "not applicable"), "✓ Pregnant: not applicable"),
        ({}, ("I6.scan_date", "2025"), "✓ Date of CT/MRI: 2025"),
        ({}, ("I9.method", "iohexol"), "✓ GFR method: Iohexol clearance"),
        ({"CTX.sex": "female"}, ("I11.wocbp", "no"), "✓ Could become pregnant: no"),
    ],
)
def test_an_answer_that_leaves_its_criterion_open_has_no_tick(
    answers: dict[str, str], item: tuple[str, str], sentence: str
) -> None:
    now = answered({**answers, item[0]: item[1]})
    said = Renderer(now, SCRIPT, texts_in("en")).noted(item[0])
    assert sentence in said
    assert said.startswith("⚠") is ("✓" not in sentence)


@pytest.mark.parametrize(
    ("method", "needed"), [("iohexol", True), ("unknown", True), ("eGFR_creatinine", False)]
)
def test_the_limit_is_named_only_where_the_method_lets_it_decide(
    method: str, *, needed: bool
) -> None:
    asked = answered({"I9.method": method}).but(at="I9.gfr", alone=True)
    assert ("Needed: > 50" in drawn(asked, "en").text) is needed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("yesterday", "Counted from the reference date."),
        ("ca 2025-11-10", "Not an exact day: any day of that span is possible."),
        ("Q1 2025", "Not an exact day: any day of that span is possible."),
    ],
)
def test_a_day_that_is_not_written_in_full_says_what_was_made_of_it(text: str, why: str) -> None:
    asked = answered({"I6.progression": "yes"}).but(at="I6.scan_date", alone=True)
    assert why in drawn(after(asked, Typed(text)), "en").text.splitlines()


@pytest.mark.parametrize(
    ("left", "sentence"), [(True, "Stop here, or go on"), (False, "No question is left")]
)
def test_after_a_failure_it_is_asked_to_go_on_only_where_questions_are_left(
    sentence: str, *, left: bool
) -> None:
    full = {**MAN, "I2.consent": "declined"}
    texts = {item: text for item, text in full.items() if not left or item != "I3.ecog"}
    failed = answered(texts).but(state=Phase.FAILED, went_on=False)
    assert sentence in drawn(failed, "en").text
