"""Every event and every session comes back from its text as it was."""

from __future__ import annotations

import json
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs import events
from bot.dialogs.phases import Phase
from bot.dialogs.session import Confirmation, Kept, Session, Source
from bot.store import codec

# Any text, halves of surrogate pairs and NUL included.
ANY_TEXT = st.text(st.characters(exclude_categories=()))
EVENTS = st.one_of(
    [
        st.builds(one, **dict.fromkeys(one.__dataclass_fields__, ANY_TEXT))
        for one in get_args(events.Event)
    ]
)
KEPT = st.dictionaries(ANY_TEXT, st.builds(Kept, ANY_TEXT, st.booleans()))
NAMES = st.lists(ANY_TEXT).map(tuple)
SESSIONS = st.builds(
    Session,
    token=ANY_TEXT,
    trial=ANY_TEXT,
    version=ANY_TEXT,
    reference_date=st.dates(),
    answers=KEPT,
    at=st.none() | ANY_TEXT,
    alone=st.booleans(),
    single=NAMES,
    proposed=KEPT,
    ticks=st.dictionaries(ANY_TEXT, ANY_TEXT),
    trail=NAMES,
    went_on=st.booleans(),
    reported=st.booleans(),
    unexplained=st.dictionaries(ANY_TEXT, ANY_TEXT),
    sources=st.dictionaries(ANY_TEXT, st.builds(Source, ANY_TEXT, ANY_TEXT, ANY_TEXT)),
    confirmations=st.dictionaries(ANY_TEXT, st.builds(Confirmation, ANY_TEXT, ANY_TEXT)),
)
BEFORE_REASONS = """{
"token": "S0001", "trial": "start-net", "version": "R1", "reference_date": "2026-03-31",
"language": "sv", "state": "summary", "answers": {"I1.age": {"text": "17", "confirmed": false},
"CTX.sex": {"text": "m", "confirmed": false}}, "at": null, "alone": false, "single": ["blood"],
"proposed": {}, "because": "", "ticks": {}, "trail": ["I1.age", "CTX.sex"], "went_on": true
}"""
"""A session as it was stored before reasons were asked for."""


@given(EVENTS)
def test_an_event_comes_back_as_it_was(event: events.Event) -> None:
    text = codec.event_to_text(event)
    assert codec.event_from_text(text) == event
    assert type(codec.event_from_text(text)) is type(event)
    assert text.isascii()


@given(SESSIONS)
def test_a_session_comes_back_as_it_was(session: Session) -> None:
    text = codec.session_to_text(session)
    codec.forget_written()
    back = codec.session_from_text(text)
    assert back == session
    assert list(back.answers) == list(session.answers)
    assert list(back.proposed) == list(session.proposed)


def test_a_session_that_was_stored_before_reasons_were_asked_for_still_loads() -> None:
    assert codec.session_from_text(BEFORE_REASONS) == Session(
        *("S0001", "start-net", "R1", date(2026, 3, 31)),
        language="sv",
        state=Phase.SUMMARY,
        answers={"I1.age": Kept("17"), "CTX.sex": Kept("m")},
        single=("blood",),
        trail=("I1.age", "CTX.sex"),
        went_on=True,
        reported=True,
        unexplained={},
    )


@pytest.mark.parametrize(
    ("event", "data"),
    [
        (events.Typed("62"), {"type": "Typed", "text": "62"}),
        (
            events.Chosen("I1.age", "unknown"),
            {"type": "Chosen", "item": "I1.age", "code": "unknown"},
        ),
        (events.NoneOfThese("E4.dpd"), {"type": "NoneOfThese", "first": "E4.dpd"}),
        (events.Back(), {"type": "Back"}),
    ],
)
def test_an_event_as_data(event: events.Event, data: dict[str, str]) -> None:
    assert codec.event_to_data(event) == data
    assert codec.event_from_data(data) == event


def test_names_that_are_in_databases_stay_readable() -> None:
    names = (
        "Typed Chosen Toggled NoneOfThese ChecklistDone OneByOne Confirmed Rejected Back StopHere "
        "GoOn ChangeAnswer Edit Explained Help Pause Resume SetLanguage SetDate"
    )
    assert {one.__name__ for one in get_args(events.Event)} >= set(names.split())


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"type": None},
        {"type": []},
        {"type": "Dropped"},
        {"type": "Typed"},
        {"type": "Typed", "text": "1", "item": "2"},
    ],
)
def test_what_is_no_event_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="event"):
        codec.event_from_data(data)


@pytest.mark.parametrize("text", ["[]", "{}", "{", '"S0001"', json.dumps({"token": "S0001"})])
def test_what_is_no_session_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        codec.session_from_text(text)


def test_what_was_written_last_need_not_be_read_again() -> None:
    session = Session("S0001", "start-net", "R1", date(2026, 3, 31))
    text = codec.session_to_text(session)
    assert codec.session_from_text(text) is session
    for number in range(codec.MOST_WRITTEN):
        codec.session_to_text(session.but(token=f"S{number + 2:04d}"))
    assert codec.session_from_text(text) == session
    assert codec.session_from_text(text) is not session
