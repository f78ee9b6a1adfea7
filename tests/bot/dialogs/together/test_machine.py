"""Several trials at once: each is judged as it would be alone, and answers stay in step."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogs import events
from bot.dialogs.carry_over import printed_there
from bot.dialogs.machine import step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Question, prompt
from bot.dialogs.reasons import REASONS
from bot.dialogs.session import Script, Session, event_to_store, from_data, to_data
from bot.dialogs.together.machine import Group, Together, begin, lead_of, take
from criteria.trial.catalog import load, read_folder
from criteria.trial.protocol import ChoiceItem
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome
from tests import together as inventing
from tests.making import TODAY
from tests.own import BESIDE, SOVA

if TYPE_CHECKING:
    from bot.dialogs.events import Event
    from tests.together import Person

SCRIPTS = (
    Script(load("start-net")),
    Script(read_folder(SOVA)),
    Script(read_folder(BESIDE / "rena" / "1")),
)
SMALL = SCRIPTS[1:]
SOVA_TOKEN, RENA_TOKEN = "S0001", "S0002"


@cache
def invented() -> list[Person]:
    return inventing.people(SCRIPTS, 40, TODAY, seed=3)


def talk(*happened: Event | tuple[str, Event]) -> Together:
    """Screen for SOVA and RENA; an event alone is for what is on the screen."""
    at = begin(inventing.group_of(SMALL, TODAY), TODAY)
    for one in happened:
        token, event = one if isinstance(one, tuple) else (at.lead, one)
        at = take(at.group, token, event, TODAY)
    return at


def typed(*texts: str) -> list[Event]:
    return [events.Typed(text) for text in texts]


def answers(at: Together, token: str) -> dict[str, str]:
    return {item: kept.text for item, kept in at.group[token].session.answers.items()}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 39))
def test_each_trial_is_judged_as_it_would_be_alone(which: int) -> None:
    person = invented()[which]
    beside = inventing.together(person, SCRIPTS, TODAY).sessions
    for script in SCRIPTS:
        session = beside[script.trial.protocol.id]
        same = session.but(answers={}, turns={}, beside=(), state=Phase.ASKING, trail=())
        for item, kept in session.answers.items():  # its own answers, given to it alone
            same = same.but(answers={**same.answers, item: kept})
        assert script.verdict(session).statuses == script.verdict(same).statuses
        alone = inventing.alone(person, (script,), TODAY).sessions[session.trial]
        assert script.verdict(session).outcome is script.verdict(alone).outcome
        if script.verdict(alone).outcome is not Outcome.NOT_ELIGIBLE:
            assert script.verdict(session).statuses == script.verdict(alone).statuses


def test_several_trials_take_fewer_questions_than_each_alone() -> None:
    several = sum(inventing.together(one, SCRIPTS, TODAY).questions for one in invented())
    alone = sum(inventing.alone(one, SCRIPTS, TODAY).questions for one in invented())
    assert several < 0.85 * alone


def test_what_both_ask_is_asked_once() -> None:
    at = talk(*typed("52", "1.5 mg/dL"))
    assert answers(at, SOVA_TOKEN) == {"PERSON.years": "52", "LAB.crea": "1.5 mg/dL"}
    assert answers(at, RENA_TOKEN) == {"AGE.years": "52", "CREA.value": "1.5 mg/dL"}


def test_a_trial_that_is_out_asks_nothing_more() -> None:
    at = talk(*typed("39"))
    assert at.group[RENA_TOKEN].session.state is Phase.FAILED
    for text in ("90 µmol/L", "31", "2026-01-12", "no"):
        assert at.lead == SOVA_TOKEN
        at = take(at.group, at.lead, events.Typed(text), TODAY)
    assert at.group.is_over
    assert {one.session.state for one in at.group.members} == {Phase.SUMMARY}


def test_what_one_trial_refuses_is_asked_there_and_stays_there() -> None:
    at = talk(*typed("52", "1500 µmol/L"), events.Confirmed())
    assert "CREA.value" not in answers(at, RENA_TOKEN)
    assert at.lead == RENA_TOKEN
    at = take(at.group, at.lead, events.Chosen("CREA.value", "unknown"), TODAY)
    assert answers(at, SOVA_TOKEN)["LAB.crea"] == "1500 µmol/L"
    assert answers(at, RENA_TOKEN)["CREA.value"] == "unknown"


def test_what_only_one_trial_finds_unlikely_is_asked_back_there() -> None:
    at = talk(*typed("25"))
    assert answers(at, SOVA_TOKEN) == {"PERSON.years": "25"}
    assert at.group[RENA_TOKEN].session.state is Phase.CONFIRM
    assert at.lead == RENA_TOKEN
    assert answers(take(at.group, at.lead, events.Confirmed(), TODAY), RENA_TOKEN)


def test_a_change_reaches_every_trial_and_brings_one_back() -> None:
    at = talk(*typed("52", "80 µmol/L"))
    assert at.group[RENA_TOKEN].session.state is Phase.FAILED
    at = take(at.group, at.lead, events.ChangeAnswer("creatinine kreatinin"), TODAY)
    at = take(at.group, at.lead, events.Edit("LAB.crea"), TODAY)
    at = take(at.group, at.lead, events.Typed("130 µmol/L"), TODAY)
    assert answers(at, RENA_TOKEN)["CREA.value"] == "130 µmol/L"
    assert at.group[RENA_TOKEN].session.state is Phase.ASKING


def over() -> Together:
    return talk(*typed("52", "1.5 mg/dL", "no", "31", "2026-01-12", "no"))


def test_the_reason_for_a_change_is_given_once_for_all() -> None:
    at = take(over().group, RENA_TOKEN, events.ChangeAnswer("age"), TODAY)
    at = take(at.group, at.lead, events.Typed("53"), TODAY)
    assert all(one.session.unexplained for one in at.group.members)
    at = take(at.group, at.lead, events.Explained(REASONS[0]), TODAY)
    assert not any(one.session.unexplained for one in at.group.members)
    assert at.group.is_over


def test_back_goes_to_the_question_before_in_whichever_trial_it_was() -> None:
    at = talk(*typed("52", "1.5 mg/dL"))
    assert at.lead == RENA_TOKEN
    seen = []
    for _ in range(3):
        at = take(at.group, at.lead, events.Back(), TODAY)
        seen.append((at.lead, at.group[at.lead].session.at))
    assert seen[:2] == [(SOVA_TOKEN, "LAB.crea"), (SOVA_TOKEN, "PERSON.years")]
    assert Notice(NoticeCode.FIRST) in at.taken[-1].effects


def test_all_pause_and_go_on_together() -> None:
    at = talk(*typed("52"), events.Pause())
    assert {one.session.state for one in at.group.members} == {Phase.PAUSED}
    at = take(at.group, RENA_TOKEN, events.Resume(), TODAY)
    asked = prompt(*at.group[at.lead])
    assert at.lead == SOVA_TOKEN
    assert isinstance(asked, Question)
    assert asked.item == "LAB.crea"


def test_the_language_is_set_for_all_whatever_a_trial_is_worded_in() -> None:
    at = talk(events.SetLanguage("sv"))
    assert {one.session.language for one in at.group.members} == {"sv"}


def test_the_reference_date_is_set_in_each_trial_that_lets_it_be_set() -> None:
    at = begin(inventing.group_of(SCRIPTS, TODAY), TODAY)
    at = take(at.group, at.lead, events.SetDate("2026-02-01"), TODAY)
    days = [str(one.session.reference_date) for one in at.group.members]
    assert days == ["2026-02-01", "2026-03-31", "2026-03-31"]


def test_one_that_is_out_can_be_asked_to_its_end() -> None:
    at = talk(*typed("39", "90 µmol/L", "31", "2026-01-12", "no"))
    at = take(at.group, RENA_TOKEN, events.GoOn(), TODAY)
    assert at.lead == RENA_TOKEN
    assert prompt(*at.group[RENA_TOKEN]) == Question("CARE.dialysis")


def test_consent_and_judgement_are_of_one_trial() -> None:
    script = SCRIPTS[0]
    assert script.trial.concepts["informed_consent"] == "I2.consent"
    shared = {*script.shared.values()}
    assert "I1.age" in shared
    assert not {"I2.consent", "CTX.ref_date", *script.trial.investigators} & shared


def test_what_is_judged_on_a_scale_is_asked_once() -> None:
    """Performance status is judged, by a scale that every trial has."""
    scripts = [SCRIPTS[0], Script(load("alta-1l"))]
    for script in scripts:
        item = script.trial.items[script.shared["ecog"]]
        assert isinstance(item, ChoiceItem)
        assert item.judgement
    at = begin(inventing.group_of(scripts, TODAY), TODAY)
    for event in (events.Typed("ECOG 2"), events.Confirmed()):
        at = take(at.group, at.lead, event, TODAY)
    other = at.group.tokens[1]
    assert at.group[other].session.answers["I8.ecog"].text == "2"
    verdicts = [each.script.verdict(each.session) for each in at.group.members]
    assert [each.statuses[name] for each, name in zip(verdicts, ("I3", "I8"), strict=True)] == [
        Status.NOT_MET,
        Status.MET,
    ]


ACTIONS = st.sampled_from(
    [
        *typed("52", "61", "1.5 mg/dL", "90 µmol/L", "2.1 mg/dL", "31", "2026-01-12", "yes", "no"),
        *(events.Confirmed(), events.Rejected(), events.Back(), events.Pause(), events.Resume()),
        *(events.ChangeAnswer(), events.GoOn(), events.StopHere(), events.Overview()),
        *(events.ChangeAnswer("creatinine"), events.Edit("LAB.crea"), events.Edit("AGE.years")),
        *(events.Explained("new_result"), events.Help(), events.SetDate("2026-02-01")),
        *(events.Chosen("CARE.dialysis", "no"), events.Chosen("PERSON.years", "unknown")),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.booleans(), ACTIONS), max_size=25))
def test_whatever_is_done_the_screenings_stay_in_step(done: list[tuple[bool, Event]]) -> None:
    at = begin(inventing.group_of(SMALL, TODAY), TODAY)
    begun = {one.session.token: one.session.but(turns={}) for one in at.group.members}
    log = [*at.taken]
    for other, event in done:
        token = next(one for one in at.group.tokens if (one == at.lead) is not other)
        at = take(at.group, token, event, TODAY)
        log += at.taken
        see_in_step(at.group)
        assert at.lead == lead_of(at.group, at.lead)
    for token, session in begun.items():
        assert played_again(session, token, log) == at.group[token].session


def see_in_step(group: Group) -> None:
    """See that an answer is the same in both, unless one of them still waits for it."""
    first, other = group.members
    if any(
        one.session.proposed or one.session.at or one.session.unexplained for one in group.members
    ):
        return
    for concept in first.script.shared.keys() & other.script.shared.keys():
        item, there = first.script.shared[concept], other.script.shared[concept]
        kept = first.session.answers.get(item)
        if kept is not None and there in other.session.answers:
            value = first.script.values(first.session)[item]
            same = printed_there(there, kept, value, other.session, other.script)
            assert same is not None
            assert same.text == other.session.answers[there].text


def played_again(session: Session, token: str, log: list) -> Session:  # type: ignore[type-arg]
    """Play what one screening took again, as it is stored."""
    script = next(one for one in SMALL if one.trial.protocol.id == session.trial)
    for taken in log:
        if taken.after.token == token and taken.before != taken.after:
            stored = event_to_store(taken.event, taken.after, taken.before)
            session, _ = step(session, stored, script, TODAY)
    return session


def test_what_it_needs_is_stored_with_the_session() -> None:
    session = over().group[RENA_TOKEN].session
    assert session.beside == (SOVA_TOKEN,)
    assert from_data(json.loads(json.dumps(to_data(session)))) == session
    older = to_data(session)
    del older["beside"], older["turns"]
    assert from_data(older) == session.but(beside=(), turns={})


@pytest.mark.parametrize("event", [events.Typed("no"), events.Back(), events.Help()])
def test_what_is_written_is_for_what_is_on_the_screen(event: Event) -> None:
    at = talk(*typed("52", "1.5 mg/dL"))
    other = next(one for one in at.group.tokens if one != at.lead)
    expected, found = (take(at.group, one, event, TODAY) for one in (at.lead, other))
    assert found.group == expected.group
