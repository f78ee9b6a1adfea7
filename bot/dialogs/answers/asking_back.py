"""Asks back: yes or no where one reading is likely, else which of several it is.

A number or a day that was read in several ways is set aside and asked next; mostly its unit is
missing. Each way is kept as a text that says it in full, and a unit alone, or a button, chooses it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.answers.keeping import kept_as
from bot.dialogs.effects import Refused, Unclear
from bot.dialogs.phases import Trigger
from bot.dialogs.prompts import Question, prompt
from bot.dialogs.session import Kept, Script, Session
from bot.dialogs.steps import Step, move
from criteria.known.unit_spellings import standard_unit
from criteria.known.values import Choice, Doubt, Quantity, Refusal
from criteria.reading.answers.paraphrases import remark_of
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 6
"""Ways to read one result that are offered."""
_CODE = "read"
_SIGNS = re.compile(r"[\s^*]|^[x×·]")


def in_doubt(session: Session, item: str, doubt: Doubt, script: Script) -> Step:
    """Ask back: a yes or no where one reading is likely, else which of them it is."""
    if len(doubt.candidates) != 1:
        return Step(set_aside(session, {item: doubt}, script), (Unclear(item, doubt),))
    kept = kept_as(item, doubt.candidates[0], session, script)
    remark = remark_of(doubt.text) if doubt.code == "remark" else ""
    proposed = {item: replace(kept, remark=remark)}
    return Step(session.but(proposed=proposed, because=" ".join(doubt.codes)))


def set_aside(session: Session, doubts: Mapping[str, Doubt], script: Script) -> Session:
    """Return the session with what was read in several ways, asked now if nothing waits."""
    found = {item: _ways(item, doubt, session, script) for item, doubt in doubts.items()}
    found = {item: ways for item, ways in found.items() if ways}
    gone = {*session.proposed, *found}
    others = {item: ways for item, ways in session.unclear.items() if item not in gone}
    after = session.but(unclear={**found, **others})
    return after if after.proposed or not found else asked_next(after, next(iter(found)), script)


def asked_next(session: Session, item: str, script: Script) -> Session:
    """Return the session with an item asked, alone if it is not what is asked already."""
    asked = prompt(session, script)
    here = isinstance(asked, Question) and asked.item == item
    if here and move(session, script) is Trigger.ASK:
        return session
    return session.but(at=item, alone=True, ticks={})


def _ways(item: str, doubt: Doubt, session: Session, script: Script) -> tuple[str, ...]:
    """Return every way to read a number or a day, as a text; none where it is a choice."""
    if any(isinstance(one, Choice) for one in doubt.candidates):
        return ()
    ways = (kept_as(item, one, session, script).text for one in doubt.candidates)
    found = tuple(dict.fromkeys(ways))
    return found if 1 < len(found) <= MOST else ()


def code_of(place: int) -> str:
    """Return the code of a button for one of the ways, counted from 0."""
    return f"{_CODE}{place + 1}"


def chosen(session: Session, item: str, code: str) -> str:
    """Return the way that a button's code stands for; empty where it is for none."""
    ways = session.unclear.get(item, ())
    return dict(zip(map(code_of, range(len(ways))), ways, strict=True)).get(code, "")


def completed(session: Session, item: str, text: str, script: Script) -> str:
    """Return what a result that was set aside is with the unit that was written alone."""
    if text.strip().isdecimal():
        return ""
    found = [
        way
        for way in session.unclear.get(item, ())
        if _same_unit(_unit(item, way, session, script), text)
    ]
    return found[0] if len(found) == 1 else ""


def impossible(session: Session, item: str, text: str, script: Script) -> Refused | None:
    """Return why a result that was set aside cannot be meant in the unit that was written.

    Only a unit that another question takes is known to be one.
    """
    way = next(iter(session.unclear.get(item, ())), None)
    value = None if way is None else _value(item, way, session, script)
    if not isinstance(value, Quantity):
        return None
    whole = f"{value.number:f} {text.strip()}"
    found = script.reader.read(item, whole, session.reference_date)
    if isinstance(found, Refusal) and found.code == "out_of_range":
        return Refused(item, found)
    known = script.trial.items[item]
    if not isinstance(known, NumberItem) or not is_unit(text, script):
        return None
    return Refused(item, Refusal("unit_not_known", text, (("units", ", ".join(known.units)),)))


def is_unit(text: str, script: Script) -> bool:
    """Whether a text alone is a unit of one of the trial's questions."""
    known = (one for one in script.trial.items.values() if isinstance(one, NumberItem))
    return any(standard_unit(text, one.units) for one in known)


def with_unit(session: Session, text: str, script: Script) -> Session | None:
    """Return the session with a unit given to the one result of those set aside that it fits.

    It waits for the same yes as what was read with it.
    """
    fits = {item: completed(session, item, text, script) for item in session.unclear}
    found = {item: way for item, way in fits.items() if way}
    if len(found) != 1:
        return None
    (item, way), *_ = found.items()
    read = script.reader.read(item, way, session.reference_date)
    doubts = " ".join(read.codes) if isinstance(read, Doubt) else ""
    kept = Kept(way, confirmed=bool(doubts), doubts=doubts)
    left = {one: ways for one, ways in session.unclear.items() if one != item}
    return session.but(proposed={**session.proposed, item: kept}, unclear=left)


def _value(item: str, way: str, session: Session, script: Script) -> object:
    return script.value(item, Kept(way, confirmed=True), session.reference_date)


def _unit(item: str, way: str, session: Session, script: Script) -> str:
    value = _value(item, way, session, script)
    return value.unit if isinstance(value, Quantity) else ""


def _same_unit(unit: str, written: str) -> bool:
    """Whether a unit was written, or the part of it before the stroke: µmol, x10^9."""
    plain, typed = _plain(unit), _plain(written)
    return bool(typed) and typed in {plain, plain.partition("/")[0]}


def _plain(unit: str) -> str:
    """Return a unit as it can be compared: µ as u, without signs of multiplying and powers."""
    return _SIGNS.sub("", unit.strip().casefold().replace("μ", "u").replace("µ", "u"))
