"""Answers to other questions than the one that is asked: "ECOG 1", "signed, hb 105 and age 62".

Each part counts that names its question, by the question's name or by a word that only one of
them takes as its answer. What is named so is proposed, never kept at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from bot.dialogs.naming import first_named, items_named
from bot.dialogs.prompts import AWAITED
from criteria.known.values import Doubt, NotKnown, Refusal
from criteria.reading.answers.choices import DENIALS, HEDGES, key
from criteria.reading.answers.not_known import (
    SAYS_AWAITED,
    awaits_laboratory,
    results_without,
    without_result,
    without_time,
)
from criteria.reading.languages.wordlists import words
from criteria.trial.protocol import ChoiceItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.dialogs.session import Script, Session
    from criteria.known.values import Value
    from criteria.trial.protocol import Item

LONGEST = 200
"""More characters than anybody writes by hand of several questions at once."""
MOST_LINES = 5
"""More lines are a report."""
_LISTED = re.compile(r"\s*[;\n]\s*|\s*,\s+")
_ALSO = "|".join(map(re.escape, words("answers", "also")))
_AND = re.compile(rf"\s+(?:{_ALSO})\s+", re.IGNORECASE)
_AROUND = re.compile(rf"^(?:(?:{_ALSO})\s+)+|(?:\s+(?:{_ALSO}))+$", re.IGNORECASE)
_FILLERS = frozenset(words("answers", "fillers"))
_MOST_IN_FRONT = 4
"""Words in front of a question's name that say that its answer is to come."""
_UNSURE = HEDGES | DENIALS
"""Words in front of an answer with which it is none."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a message says of questions that it names, and the parts that name none."""

    values: Mapping[str, Value]
    rest: tuple[str, ...] = ()


def answers_named(text: str, session: Session, script: Script) -> Named:
    """Return the answers in a short message to the questions that it names.

    Results of the laboratory are among the rest: a report is read as a whole.
    """
    if len(text) > LONGEST or text.strip().count("\n") >= MOST_LINES:
        return Named({}, (text,))
    values: dict[str, Value] = {}
    rest: list[str] = []
    for part, named in _parts(text.strip(), session, script):
        unsure = rest and _turns(rest[-1], part, text)
        if named is None or named[0] in values or unsure:
            rest.append(part)
        else:
            values[named[0]] = named[1]
    return Named(values, tuple(rest))


def _turns(before: str, part: str, text: str) -> bool:
    """Whether words in front of a part may turn it round: "not confirmed by MDT yes"."""
    spoken = before.casefold().split()
    beside = f"{before} {part}" in " ".join(text.split())
    return spoken[-1] in _UNSURE or (beside and not DENIALS.isdisjoint(spoken))


_Part = tuple[str, "tuple[str, Value] | None"]


def _parts(text: str, session: Session, script: Script) -> Iterator[_Part]:
    """Yield the parts of a text, each with the item it names and what it says.

    The longest part that leaves no doubt counts; what leaves one is parted further if it can be.
    """
    found = _one(text, session, script)
    if found is not None and not isinstance(found[1], Doubt):
        yield text, found
        return
    without = _without(text, session, script) if found is None else None
    if without is not None:
        yield from ((text, (item, without[1])) for item in without[0])
        return
    for pieces in (_LISTED.split(text), _AND.split(text), _before_names(text, script)):
        several = [_AROUND.sub("", piece.strip()) for piece in pieces]
        if len(several) > 1:
            for piece in filter(None, several):
                yield from _parts(piece, session, script)
            return
    yield text, found


def _without(
    text: str, session: Session, script: Script
) -> tuple[tuple[str, ...], NotKnown] | None:
    """Return the items of which a text says only that nobody knows yet: "Hb pending"."""
    found = results_without(text, script.trial) or _laboratory_without(text, session, script)
    if found is None:
        name, _, said = text.partition(" ")
        value = without_result(said)
        items = tuple(filter(partial(_can_wait, script), items_named(name, script.trial)))
        found = (items, value) if value and len(items) == 1 else None
    found = found or _awaited_by_name(text, script)
    if found is None:
        return None
    items, value = found
    return items, replace(value, text=AWAITED if value.awaited else "unknown")


def _laboratory_without(
    text: str, session: Session, script: Script
) -> tuple[tuple[str, ...], NotKnown] | None:
    """Return the results that are still asked for, where a text says that none has come."""
    panels = (one for one in script.trial.protocol.screens if one.style == "panel")
    results = (item for screen in panels for item in screen.items if item not in session.answers)
    items = tuple(i for i in results if not getattr(script.trial.items[i], "limit_of", None))
    return (items, NotKnown(text, awaited=True)) if items and awaits_laboratory(text) else None


def _awaited_by_name(text: str, script: Script) -> tuple[tuple[str, ...], NotKnown] | None:
    """Return the question whose name follows a word for waiting: "awaits MDT on Thursday"."""
    ways = [text.split(), without_time(text).split()]
    for spoken, count in ((way, count) for way in ways for count in range(1, _MOST_IN_FRONT)):
        value = without_result(" ".join(spoken[:count]))
        named = items_named(" ".join(spoken[count:]), script.trial) if spoken[count:] else ()
        items = tuple(item for item in named if _can_wait(script, item))
        if value and value.awaited and len(items) == 1:
            return items, value
    return None


def _can_wait(script: Script, item: str) -> bool:
    """Whether a question has an answer for what has not been decided yet."""
    return "not_yet" in getattr(script.trial.items[item], "choices", ())


def _before_names(text: str, script: Script) -> list[str]:
    """Part a text before each word with which a name begins, and says something of it.

    A name alone behind other words may be any word of theirs: "higher than liver"; and one inside
    another name is no name: "uptake against liver none".
    """
    spoken = text.split()
    names: list[int] = []
    inside = 0
    for at in range(len(spoken)):
        found = first_named(" ".join(spoken[at:]), script.trial) if at >= inside else None
        if found is not None and found[1]:
            inside = max(at + 1, len(spoken) - len(found[1].split()))
            names += [at] if at else []
    starts = [0, *names]
    ends = [*starts[1:], len(spoken)]
    return [" ".join(spoken[a:b]) for a, b in zip(starts, ends, strict=True)]


def _one(text: str, session: Session, script: Script) -> tuple[str, Value] | None:
    """Return the one item that a text names, and its answer; None where it names none."""
    plain = _without_fillers(text)
    named = first_named(plain, script.trial)
    if named is None:
        item = script.reader.answered_alone_by(plain) or _denied(plain, script)
        return None if item is None else _answer(item, plain, session, script)
    item, said = named
    known = script.trial.items[item]
    if isinstance(known, NumberItem) and known.names:
        return None
    if not said and _tickable(known):
        return None
    found = _answer(item, _without_fillers(said), session, script)
    found = found or _answer(item, plain, session, script)
    if said and _tickable(known) and _waits_for_another(said, found):
        return None
    if not said and found is not None and isinstance(found[1], Doubt) and len(plain.split()) == 1:
        return None  # a word of a name says nothing by itself: "lymph and liver"
    return found


def _waits_for_another(said: str, found: tuple[str, Value] | None) -> bool:
    """Whether what has not come is more than the name in front of it: "liver biopsy booked"."""
    waiting = found is not None and isinstance(found[1], NotKnown) and found[1].awaited
    return waiting and key(said) not in SAYS_AWAITED


def _denied(text: str, script: Script) -> str | None:
    """Return the item whose whole name a denial precedes: "not breastfeeding"."""
    first, _, name = text.partition(" ")
    if first.casefold() not in DENIALS or not name:
        return None
    labels = {
        item: key(own.label)
        for words_of in script.trial.words.values()
        for item, own in words_of.items.items()
        if key(own.label) == key(name) and _tickable(script.trial.items[item])
    }
    return next(iter(labels)) if len(labels) == 1 else None


def _tickable(known: Item) -> bool:
    """Whether a name alone says nothing of an item: a liver is where a tumour may sit."""
    return isinstance(known, ChoiceItem) and {"yes", "no"} <= {*known.choices}


def _answer(item: str, text: str, session: Session, script: Script) -> tuple[str, Value] | None:
    """Return an item with what a text says to it, if it is an answer."""
    if not text:
        return None
    found = script.reader.read(item, text, session.reference_date)
    if isinstance(found, Refusal) or (isinstance(found, Doubt) and not found.candidates):
        return None
    return item, found


def _without_fillers(text: str) -> str:
    """Return a text without the words at its beginning that say nothing of their own."""
    spoken = text.split()
    while spoken and spoken[0].casefold() in _FILLERS:
        spoken = spoken[1:]
    return " ".join(spoken)
