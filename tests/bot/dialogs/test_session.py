"""A session as data, and what a script remembers: the same as what is worked out anew."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.dialogs.events import Back, Read, Typed
from bot.dialogs.phases import Phase
from bot.dialogs.session import (
    MOST_REMEMBERED,
    Kept,
    Script,
    Session,
    event_to_store,
    from_data,
    to_data,
)
from criteria.known.values import Several
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import open_items
from tests.making import MAN, TODAY, TRIAL

START = Session("S0001", "start-net", "R1", TODAY)
WHOLE = START.but(answers={item: Kept(text) for item, text in MAN.items()})


def test_what_is_remembered_is_what_a_new_script_finds() -> None:
    script = Script(TRIAL)
    for item in (*MAN, *MAN):
        changed = WHOLE.but(answers={**WHOLE.answers, item: Kept("unknown")})
        anew = Script(TRIAL).verdict(changed)
        assert script.verdict(changed).statuses == anew.statuses
        assert script.values(changed) == anew.facts.answers
        assert script.still_open(changed) == open_items(anew.facts)


def test_it_is_remembered_by_the_answers_and_the_date() -> None:
    script = Script(TRIAL)
    found = script.verdict(WHOLE)
    assert script.verdict(WHOLE.but(language="sv", state=Phase.CHANGING)) is found
    assert script.verdict(WHOLE.but(answers=dict(WHOLE.answers))) is found
    later = script.verdict(WHOLE.but(reference_date=date(2028, 3, 31)))
    assert later.statuses["I6"] is Status.NOT_MET
    assert found.statuses["I6"] is Status.MET


def test_a_reading_that_was_confirmed_is_another_than_one_that_was_not() -> None:
    script = Script(TRIAL)
    verdicts = [
        script.verdict(START.but(answers={"I1.age": Kept("101", confirmed)})).statuses["I1"]
        for confirmed in (False, True)
    ]
    assert verdicts == [Status.UNKNOWN, Status.MET]


def test_only_so_many_are_remembered() -> None:
    script = Script(TRIAL)
    for age in range(MOST_REMEMBERED * 2):
        script.verdict(START.but(answers={"I1.age": Kept(str(age % 100), age >= 100)}))
    assert script.remembered() == MOST_REMEMBERED


def test_a_kept_answer_is_read_once_however_long_it_is() -> None:
    script = Script(TRIAL)
    long = "; ".join(f"{number} g/L 2026-03-{number - 100:02d}" for number in range(101, 110))
    first = script.value("I10.hb", Kept(long), TODAY)
    assert isinstance(first, Several)
    assert script.value("I10.hb", Kept(long), TODAY) is first
    assert script.reader.read("I10.hb", long, TODAY) == first


def test_a_phase_comes_back_from_the_store_as_a_phase() -> None:
    for phase in Phase:
        data = json.loads(json.dumps(to_data(START.but(state=phase))))
        assert data["state"] == phase.value
        assert from_data(data).state is phase
    with pytest.raises(ValueError, match="sumary"):
        from_data({**to_data(START), "state": "sumary"})


def test_of_a_text_that_was_asked_back_only_what_was_read_is_stored() -> None:
    typed = Typed("Hb 105, what else is written")
    proposed = {"I10.hb": Kept("105 g/L", confirmed=True)}
    after = START.but(proposed=proposed, because="unit_missing")
    assert event_to_store(typed, after) == Read((("I10.hb", "105 g/L", True),), "unit_missing")
    assert event_to_store(typed, START) is typed
    assert event_to_store(Back(), after) == Back()


def test_no_line_that_identifies_is_stored() -> None:
    typed = Typed("Patient: Anna Testsson\nPersonnr 19121212-1212\n62")
    assert event_to_store(typed, START) == Typed("62")
