"""Whatever is done in whatever order: a reply, a way on, and nothing that nobody did.

Hypothesis plays a screener who answers, taps old and new buttons, pastes, mistypes, goes back,
leaves, and writes identity numbers. What must hold after every event is checked in `happen`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase as Part
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.dialogs import events
from bot.dialogs.effects import Recorded, Refused, Show
from bot.dialogs.machine import step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Question, prompt
from bot.dialogs.reasons import REASONS
from bot.dialogs.session import Script, Session, event_to_store, from_data, to_data
from bot.identity import holds_identifier
from bot.platforms.callbacks import event_of, kind_of
from bot.prefill.reading import read_record
from bot.presentation.render import Renderer
from bot.texts import texts_in
from criteria.known.values import Doubt, NotKnown, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.verdict.verdict import verdict
from tests.bot.dialogs.diagram import EVENTS, destinations
from tests.bot.prefill.bundles import bundle, file_of, message, observation, patient
from tests.making import TODAY, TRIAL
from tests.reference.patients import patients

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.presentation.messages import Button, Message
    from criteria.verdict.statuses import Status

SCRIPT = Script(TRIAL)
READER = AnswerReader(TRIAL)
PATIENTS = [one["answers"] for one in patients(40, 5, reference=TODAY)]
NUMBER = "121212-1212"
"""Nobody's: the example that goes with the check digits' definition."""
IDENTIFIED = [NUMBER, f"19{NUMBER}", f"19{NUMBER} 62 m", f"Hb 105 g/L\n{NUMBER}\nTPK 230"]

ITEMS = st.sampled_from([*TRIAL.items, "", "X1.none", NUMBER])
CRITERIA = st.sampled_from([*TRIAL.criteria])
DOCUMENTS = st.sampled_from(["CT report", "chart", ""])
CODES = st.sampled_from(["yes", "no", "unknown", "not_applicable", "net", "male", "", NUMBER])
PASTED = st.lists(
    st.sampled_from(
        [
            *("Hb 105 g/L", "Hb 9,0", "TPK 230", "LPK 2,9 x10^9/L", "Neutrofila 3,1 x10^9/L"),
            *("ASAT 0,52 µkat/L (<0,75)", "ALAT 9 µkat/L", "Bilirubin <3 µmol/L", "alb 38 g/L"),
            *("Pt-eGFR 55 mL/min/1,73m2", "CRP 5 mg/L", "Neutrofila 31 x10^9/L", "Na 140 mmol/L"),
        ]
    ),
    min_size=1,
).map("\n".join)
TEXTS = st.one_of(
    st.text(max_size=30),
    PASTED,
    st.sampled_from(IDENTIFIED),
    st.sampled_from([text for one in PATIENTS for text in one.values()]),
    st.sampled_from(
        ["101", "ja", "yes 2025-11-10 yes", "NET well yes 8 %", "62 m", "yes yes", "?"]
    ),
)
DATES = st.one_of(
    st.dates(date(2022, 1, 1), date(2031, 12, 31)).map(date.isoformat),
    st.sampled_from(["", "2026-03", "31", NUMBER]),
)
READ = st.sampled_from(
    [
        (item, text, False)
        for one in PATIENTS
        for item, text in one.items()
        if not isinstance(READER.read(item, text, TODAY), Refusal | Doubt)
    ]
)
"""What a pasted report was read as: it comes from the reading, never from a person."""
FIELDS = {"item": ITEMS, "first": ITEMS, "code": CODES, "language": CODES | st.just("sv")}


RECORDS = [
    read_record(raw)
    for raw in (message(), file_of(bundle(patient(), observation(), observation(status="x"))))
]


def anything(event: type[events.Event]) -> st.SearchStrategy[events.Event]:
    """An event of a type with anything in it."""
    if event in (events.Read, events.Prefilled, events.Shared):
        return st.builds(event, st.lists(READ, min_size=1, unique_by=itemgetter(0)))
    if event is events.Brought:
        return st.builds(event, st.sampled_from(RECORDS))
    if event is events.Sourced:
        return st.builds(
            event, st.lists(st.tuples(CRITERIA, DOCUMENTS, st.just("2026-03"), st.just("AB")))
        )
    if event is events.Asked:
        return st.builds(event, ITEMS, st.integers(1, 99))
    if event is events.ConfirmJudgements:
        return st.builds(event, st.lists(st.tuples(ITEMS, CODES)), st.just("AB"))
    texts = DATES if event is events.SetDate else TEXTS
    fields = {name: FIELDS.get(name, texts) for name in event.__dataclass_fields__}
    return st.builds(event, **fields)


WAYS_ON = {
    Phase.ASKING: "a",
    Phase.CONFIRM: "y",
    Phase.FAILED: "s",
    Phase.SUMMARY: "c",
    Phase.CHANGING: "b",
    Phase.PAUSED: "r",
}
"""The kind of button that a phase never lacks."""


_NOTHING_HAPPENED = {
    NoticeCode.STALE,
    NoticeCode.NOT_NOW,
    NoticeCode.IDENTIFIER,
    NoticeCode.FIRST,
    NoticeCode.HELP,
}


class Screening(RuleBasedStateMachine):
    """One screening, and everything that was ever shown in it."""

    session: Session
    message: Message

    @initialize(patient=st.sampled_from(PATIENTS), answered=st.integers(0, 60))
    def begin(self, patient: dict[str, str], answered: int) -> None:
        """Begin, and answer the first so many questions as the patient's record says."""
        self.patient = patient
        self.shown: list[Button] = []
        self.session = Session("S0001", "start-net", "R1", TODAY)
        self.show(())
        for _ in range(answered):
            self.answer()

    # ---- what the screener does ----

    @rule()
    def answer(self) -> None:
        """Answer what is asked."""
        match self.session.state:
            case Phase.CONFIRM:
                self.happen(events.Confirmed())
            case Phase.FAILED:
                self.happen(events.GoOn())
            case Phase.PAUSED:
                self.happen(events.Resume())
            case Phase.CHANGING:
                self.happen(events.Back())
            case Phase.ASKING:
                asked = prompt(self.session, SCRIPT)
                assert asked is not None
                self.happen(events.Typed(self.patient.get(asked.item, "unknown")))

    @rule(text=TEXTS)
    def write(self, text: str) -> None:
        self.happen(events.Typed(text))

    @rule(which=st.integers(min_value=0))
    def tap(self, which: int) -> None:
        """Tap a button of what is shown: it always does something."""
        buttons = [button for row in self.message.rows for button in row]
        effects = self.press(buttons[which % len(buttons)])
        codes = {effect.code for effect in effects if isinstance(effect, Notice)}
        assert not codes & {NoticeCode.STALE, NoticeCode.NOT_NOW}

    @rule(which=st.integers(min_value=0))
    def tap_an_old_one(self, which: int) -> None:
        self.press(self.shown[which % len(self.shown)])

    @rule(event=st.sampled_from(EVENTS).flatmap(anything))
    def do_anything(self, event: events.Event) -> None:
        self.happen(event)

    @rule(text=DATES)
    def set_the_date(self, text: str) -> None:
        self.happen(events.SetDate(text))

    @rule(language=st.sampled_from(["en", "sv"]))
    def change_the_language(self, language: str) -> None:
        before, rows = self.session, self.message.rows
        self.happen(events.SetLanguage(language))
        assert self.session.but(language=before.language) == before
        assert _data(self.message.rows) == _data(rows)

    @precondition(lambda self: self.session.state in (Phase.ASKING, Phase.FAILED, Phase.SUMMARY))
    @rule(which=st.integers(min_value=0))
    def change_an_answer_and_change_it_back(self, which: int) -> None:
        items = [item for item in self.session.answers if _is_plain(self.session, item)]
        if not items:
            return
        item = items[which % len(items)]
        before, former = self.session, self.session.answers[item].text
        self.explain()
        for new in (events.Chosen(item, "unknown"), events.Typed(former)):
            self.happen(events.ChangeAnswer())
            self.happen(events.Edit(item))
            self.happen(new)
            self.explain()
        assert self.session.answers == before.answers
        assert _statuses(self.session) == _statuses(before)

    @precondition(lambda self: self.session.state in (Phase.ASKING, Phase.FAILED, Phase.SUMMARY))
    @rule()
    def go_back_change_an_answer_and_change_it_back(self) -> None:
        self.explain()
        before = self.session
        self.happen(events.Back())
        asked = prompt(self.session, SCRIPT)
        if self.session.state is not Phase.ASKING or not isinstance(asked, Question):
            return
        if asked.item not in before.answers or not _is_plain(before, asked.item):
            return
        former = before.answers[asked.item]
        self.happen(events.Chosen(asked.item, "unknown"))
        self.explain()
        self.happen(events.ChangeAnswer())
        self.happen(events.Edit(asked.item))
        self.happen(events.Typed(former.text))
        assert self.session.answers == before.answers
        assert _statuses(self.session) == _statuses(before)

    @precondition(lambda self: self.session.reported and self.session.state is not Phase.PAUSED)
    @rule(which=st.integers(min_value=0))
    def change_reported_answers(self, which: int) -> None:
        """Change one after the other: the second waits for the reason of the first."""
        items = [*self.session.answers]
        for item in (items[which % len(items)], items[which // 2 % len(items)]):
            self.happen(events.ChangeAnswer())
            self.happen(events.Edit(item))
            self.happen(events.Chosen(item, "unknown"))

    @precondition(lambda self: self.session.unexplained)
    @rule(reason=st.sampled_from(REASONS) | TEXTS, written=st.booleans())
    def say_why(self, reason: str, *, written: bool) -> None:
        self.happen(events.Typed(reason) if written else events.Explained(reason))

    def explain(self) -> None:
        """Return the reason that is still to be given, if one is."""
        if self.session.unexplained:
            self.happen(events.Explained("typing_error"))
            assert not self.session.unexplained

    # ---- what holds after every event ----

    def press(self, button: Button) -> tuple[object, ...]:
        found = event_of(button.data)
        assert found is not None
        return self.happen(found[1])

    def happen(self, event: events.Event) -> tuple[object, ...]:
        before = self.session
        self.session, effects = step(before, event, SCRIPT, TODAY)
        assert self.session.state in Phase
        assert self.session.state in destinations(before.state, type(event))
        assert effects[-1] == Show()
        self.see_what_changed(before, event, effects)
        self.show(effects)
        return effects

    def see_what_changed(
        self, before: Session, event: events.Event, effects: tuple[object, ...]
    ) -> None:
        after = self.session
        codes = {effect.code for effect in effects if isinstance(effect, Notice)}
        if codes & _NOTHING_HAPPENED:
            assert after == before
        for refused in (effect for effect in effects if isinstance(effect, Refused)):
            assert after.answers.get(refused.item) == before.answers.get(refused.item)
            if refused.refusal.code != "above_other":  # which leaves out two of many
                assert after.answers == before.answers
        self.see_that_changes_are_explained(before, effects)
        records = [effect for effect in effects if isinstance(effect, Recorded)]
        recorded = {effect.item for effect in records if effect.reason is None}
        everything = {*before.answers, *after.answers}
        changed = {i for i in everything if before.answers.get(i) != after.answers.get(i)}
        assert recorded == changed
        assert {*before.answers} <= {*after.answers}
        assert {*after.trail} == {*after.answers}
        waits = after.state is Phase.PAUSED or bool(after.unexplained)
        assert bool(after.proposed) == (after.state is Phase.CONFIRM) or waits
        assert from_data(json.loads(json.dumps(to_data(after)))) == after
        written = event.text if isinstance(event, events.Typed | events.NameSources) else ""
        if holds_identifier(written):
            lines = isinstance(event, events.Typed) and "\n" in written
            assert after == before or lines
            stored = event_to_store(event, after)
            assert NUMBER not in json.dumps([to_data(after), repr(stored)])

    def see_that_changes_are_explained(self, before: Session, effects: tuple[object, ...]) -> None:
        """A reported answer never changes without its reason being asked, one at a time."""
        after = self.session
        assert after.reported == (before.reported or after.state is Phase.SUMMARY)
        changed = {item: text for item, text in _reported(before) if _changed(item, before, after)}
        reasons = [one for one in effects if isinstance(one, Recorded) and one.reason is not None]
        assert not (changed and before.unexplained) or (reasons and before.proposed)
        if not reasons:
            assert after.unexplained == {**before.unexplained, **changed}
            return
        assert {one.item: one.before for one in reasons} == before.unexplained
        # What waited for the reason may change the same answer once more.
        assert all(one.after == before.answers[one.item].text for one in reasons)
        assert after.unexplained == changed
        if not before.proposed or before.state is not Phase.CHANGING:
            assert after == before.but(unexplained={}, state=after.state, reported=after.reported)
            assert _statuses(after) == _statuses(before)

    def show(self, effects: tuple[Any, ...]) -> None:
        session = self.session
        texts = texts_in(session.language)
        self.message = Renderer(session, SCRIPT, texts).message(effects or (Show(),))
        buttons = [button for row in self.message.rows for button in row]
        assert self.message.text.strip()
        assert WAYS_ON[session.state] in {kind_of(button.data) for button in buttons}
        assert all(button.label.strip() for button in buttons)
        written = self.message.text + " ".join(button.label for button in buttons)
        assert NUMBER not in written
        assert NUMBER not in json.dumps(to_data(session))
        asks = [button for button in buttons if kind_of(button.data) == "w"]
        due = bool(session.unexplained) and session.state in (
            Phase.SUMMARY,
            Phase.FAILED,
            Phase.CHANGING,
        )
        assert len(asks) == (len(REASONS) if due else 0)
        if session.state is Phase.SUMMARY:
            assert self.message.text.endswith(f"#{_outcome(session)}")
        self.shown = [*self.shown[-60:], *buttons]


def _data(rows: Iterable[Iterable[Button]]) -> list[str]:
    """The buttons' data; how many share a row depends on the length of the words."""
    return [button.data for row in rows for button in row]


def _reported(session: Session) -> list[tuple[str, str]]:
    """The answers that need a reason to be changed: those that were known, once reported."""
    if not session.reported:
        return []
    values = SCRIPT.values(session)
    return [
        (item, kept.text)
        for item, kept in session.answers.items()
        if not isinstance(values.get(item), NotKnown)
    ]


def _changed(item: str, before: Session, after: Session) -> bool:
    """Whether an answer means something else, whatever it was written like."""
    was, now = (
        SCRIPT.value(item, session.answers[item], before.reference_date)
        for session in (before, after)
    )
    if before.answers[item].text == after.answers[item].text:
        return False
    return bool(replace(was, text="") != replace(now, text=""))


def _statuses(session: Session) -> dict[str, Status]:
    return SCRIPT.verdict(session).statuses


def _outcome(session: Session) -> str:
    """Judge a session's answers without the conversation's help."""
    values = {}
    for item, kept in session.answers.items():
        found = READER.read(item, kept.text, session.reference_date)
        if kept.confirmed and isinstance(found, Doubt):
            found = found.candidates[0]
        assert not isinstance(found, Refusal)
        # an answer that was usual for one reference date may be unusual for another
        assert kept.confirmed or not isinstance(found, Doubt) or session.reference_date != TODAY
        values[item] = found
    return verdict(TRIAL, values, session.reference_date).outcome.value


def _is_plain(session: Session, item: str) -> bool:
    """Whether an answer can be typed again without being asked back, on today's reference date."""
    kept = session.answers[item]
    found = READER.read(item, kept.text, session.reference_date)
    typed = not kept.confirmed and not kept.remark
    return typed and not isinstance(found, Refusal | Doubt)


TestScreening = Screening.TestCase
# A failing run prints every step that was taken; making it shorter would take minutes.
TestScreening.settings = settings(
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    phases=[Part.explicit, Part.reuse, Part.generate],
    report_multiple_bugs=False,
)


class LongScreening(Screening):
    """The same, many more steps."""


TestLongScreening = pytest.mark.soak(LongScreening.TestCase)
TestLongScreening.settings = settings(
    TestScreening.settings, max_examples=40, stateful_step_count=200
)


def test_the_numbers_that_are_written_here_are_refused() -> None:
    assert all(map(holds_identifier, IDENTIFIED))


def test_every_choice_of_every_item_can_be_tapped_and_typed() -> None:
    for item, known in TRIAL.items.items():
        for code in getattr(known, "choices", ()):
            found = READER.read(item, code, TODAY)
            assert not isinstance(found, Refusal | Doubt), (item, code)
