"""The verdict on a set of answers is remembered for a while: the same as one worked out anew."""

from __future__ import annotations

from datetime import date

from bot.dialogs.session import MOST_REMEMBERED, Kept, Script, Session
from criteria.verdict.verdict import Status, open_items
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
    assert script.verdict(WHOLE.but(language="sv", state="changing")) is found
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
