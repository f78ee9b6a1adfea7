"""Several answers in one message, and answers with words around them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.answers.keeping import kept_as
from bot.dialogs.naming import first_named
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.session import Kept, Script, Session
from bot.dialogs.steps import Step
from criteria.known.values import Choice, Doubt, NotKnown, Quantity, Refusal
from criteria.reading.answers.accounting import undoes
from criteria.reading.answers.choices import DENIALS, NO_ALONE, NOTHING_DONE, WORD, YES_NO, key
from criteria.reading.answers.not_known import says_nothing_done
from criteria.reading.answers.surplus import apart_by_mark, is_slip_for, parted
from criteria.reading.reports.names import names_of
from criteria.trial.protocol import DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.dialogs.prompts import Question
    from criteria.known.values import Value

MOST_WORDS = 12
BETWEEN = re.compile(r"[,;]?\s+")
_EQUALS = re.compile(r"(?<=[^\W\d])\s*(?:=\s*|:\s+|\s:\s*)")
"""A sign between a name and its answer."""
PARTS = re.compile(r"[,;]\s+")
"""Between the parts of a sentence."""
_SHORTEST_NAME = 3
"""Letters of a word by which a question is known."""


def asked_together(item: str, script: Script) -> bool:
    """Whether the items of a screen are asked at once, so that any may be answered first."""
    screen = script.screen_of.get(item)
    return screen is not None and screen.style == "together"


def read_beside_words(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose a number with words beside it; a slip for an answer beside it is no guess.

    The unit has to be written, or the words to be such a slip: else they may be the unit.
    """
    known = script.trial.items[asked.item]
    if not isinstance(known, NumberItem):
        return None
    found = parted(
        text,
        lambda part: _is_number(asked.item, part, session, script),
        of_limit=bool(known.limit_of),
    )
    if found is None:
        return _read_beside_mark(session, asked, text, script)
    number, words = found
    if is_slip_for(words, script.reader.words_beside(asked.item)):
        said = Notice(NoticeCode.NOT_READ, asked.item, words)
        kept = as_said(asked.item, number, session, script)
        return Step(session.but(proposed={asked.item: kept}, because=""), (said,))
    if asked_together(asked.item, script):
        return None
    if not any(one.isalpha() or one == "%" for one in number):
        return _read_beside_mark(session, asked, text, script)
    return _with_remark(session, asked.item, number, words, script)


def _read_beside_mark(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose a number with a remark that is set apart from it: "88 (falling)", "29, ascites".

    Words that are set apart are no unit, so that it may be missing.
    """
    if asked_together(asked.item, script):
        return None
    for number, words in apart_by_mark(text):
        found = script.reader.read(asked.item, number, session.reference_date)
        missing = isinstance(found, Doubt) and len(found.candidates) == 1
        if (isinstance(found, Quantity) or missing) and not _is_of_a_result(words, script):
            return _with_remark(session, asked.item, number, words, script)
    return None


def _is_of_a_result(words: str, script: Script) -> bool:
    """Whether a word is a unit of some result, or a part of one, or names another one."""
    if any(True for _ in names_of(script.trial).find(words)):
        return True
    known = (one for one in script.trial.items.values() if isinstance(one, NumberItem))
    parts = {key(part) for one in known for unit in one.units for part in unit.split("/")}
    return any(key(word) in parts for word in words.replace("/", " ").split())


def _with_remark(session: Session, item: str, number: str, words: str, script: Script) -> Step:
    kept = as_said(item, number, session, script)
    because = " ".join(filter(None, ("remark", kept.doubts)))
    proposed = {item: replace(kept, doubts="", remark=words)}
    return Step(session.but(proposed=proposed, because=because))


def _is_number(item: str, text: str, session: Session, script: Script) -> bool:
    """Whether a text is a number for an item, exact or not: a missing unit may be in the rest."""
    found = script.reader.read(item, text, session.reference_date)
    if isinstance(found, Doubt) and found.codes == ("approximate",):
        return True
    return isinstance(found, Quantity)


def as_said(item: str, text: str, session: Session, script: Script) -> Kept:
    """Return a part of a message as it is kept, with what is in doubt about it."""
    found = script.reader.read(item, text, session.reference_date)
    if not isinstance(found, Doubt):
        return Kept(text)
    kept = kept_as(item, found.candidates[0], session, script)
    return replace(kept, doubts=" ".join(found.codes))


def read_by_parts(
    session: Session, asked: Question, text: str, script: Script, *, least: int = 2
) -> Step | None:
    """Propose what the parts of a list say to the items that are asked together, an item a part.

    None where they do not say something to two of them, or as many as are wanted; what says
    nothing is named.
    """
    found: dict[str, Kept] = {}
    left: list[str] = []
    for part in filter(None, map(str.strip, PARTS.split(text))):
        named = first_named(part, script.trial)
        about = [named[0]] if named is not None and named[1] else asked.items
        for item in (one for one in asked.items if one in about and one not in found):
            value = _choice(item, part, session, script)
            if value is not None:
                found[item] = kept_as(item, value, session, script)
                break
        else:
            left.append(part)
    spoken = [word for one in left for word in one.split()]
    if len(found) < least or say_another(spoken, found, session, script):
        return None
    if any(contradicts(part, found, session, script) for part in left):
        return None
    said = Notice(NoticeCode.NOT_TAKEN, asked.item, ", ".join(left))
    return Step(session.but(proposed=found, because="suggested"), (said,) if left else ())


def _choice(item: str, part: str, session: Session, script: Script) -> Choice | None:
    """Return the one choice that a part of a text is, or suggests."""
    value = script.reader.read(item, part, session.reference_date)
    if isinstance(value, Doubt) and len(value.candidates) == 1:
        value = value.candidates[0]
    return value if isinstance(value, Choice) else None


def contradicts(part: str, found: Mapping[str, Kept], session: Session, script: Script) -> bool:
    """Whether a part says another answer, or may say one, to what another part answers."""
    for item, kept in found.items():
        own = script.value(item, kept, session.reference_date)
        value = script.reader.read(item, part, session.reference_date)
        offered = value.candidates if isinstance(value, Doubt) else (value,)
        said = {one.code for one in offered if isinstance(one, Choice)}
        put_off = script.reader.is_put_off(item, part)
        if isinstance(own, Choice) and (said - {own.code} or (own.code == "yes" and put_off)):
            return True
    return False


def said_of_another(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose to the one question beside that a text names what it says to that: "not at MDT"."""
    if not _is_of_another(asked.item, text, asked.items, script):
        return None
    named = [
        item
        for item in asked.beside
        if not _is_of_another(item, text, asked.items, script)
        and _is_nothing(script.reader.read(item, text, session.reference_date))
    ]
    if len(named) != 1:
        return None
    kept = as_said(named[0], text.strip(), session, script)
    proposed = {named[0]: replace(kept, doubts="")}
    told = Notice(NoticeCode.ELSEWHERE, named[0])
    return Step(session.but(proposed=proposed, because=kept.doubts), (told,))


def say_another(
    words: Iterable[str], found: Mapping[str, Kept], session: Session, script: Script
) -> bool:
    """Whether one of some words is another of the choices than the one that was taken."""
    spoken = tuple(words)
    for item, kept in found.items():
        own = script.value(item, kept, session.reference_date)
        said = (script.reader.read(item, word, session.reference_date) for word in spoken)
        if isinstance(own, Choice) and {one.code for one in said if isinstance(one, Choice)} - {
            own.code
        }:
            return True
    return False


def words_of(item: str, script: Script) -> set[str]:
    """Return the words of an item's label, in every language."""
    return {key(word) for label in labels_of(item, script) for word in WORD.findall(label)}


def labels_of(item: str, script: Script) -> list[str]:
    """Return what an item is called, in every language."""
    return [own.items[item].label for own in script.trial.words.values()]


def words_in(text: str) -> list[str]:
    """Return the words of a message without the marks between them; a colon stays with its name."""
    return BETWEEN.split(_EQUALS.sub(": ", text.strip()))


def together(
    items: tuple[str, ...], text: str, session: Session, script: Script
) -> dict[str, Kept]:
    """Read several answers in one message; nothing at all if any part stays unclear.

    Parts are taken in the order written. A part that fits several items belongs to the one that
    is asked first, and to none if that one is not among them.
    """
    words = words_in(text)
    if len(words) > MOST_WORDS:
        return {}
    found: dict[str, Kept] = {}
    while words:
        taken = part_of([item for item in items if item not in found], words, session, script)
        if taken is None:
            return {}
        item, count = taken
        said = " ".join(words[:count])
        denied = count == 1 and _denies_a_choice(words, items, text, session, script)
        if denied or undoes_before(said, found, text):
            return {}
        found[item] = Kept(said)
        words = words[count:]
    return found


def undoes_before(said: str, found: Mapping[str, Kept], text: str) -> bool:
    """Whether words may undo what stands in front of them, no mark between: "TOC PET booked"."""
    behind = any(f"{kept.text} {said}" in text for kept in found.values())
    return behind and (undoes(said) or says_nothing_done(said))


def _denies_a_choice(
    words: Sequence[str], items: Iterable[str], text: str, session: Session, script: Script
) -> bool:
    """Whether a no beside one of some choices may be said of that: "no NEC", "NEC ej"."""
    said = key(words[0])
    if YES_NO.get(said) != "no" and said not in DENIALS:
        return False
    spoken = text.split()
    at = len(spoken) - len(words)
    beside = [words[1]] if len(words) > 1 and " ".join(words[:2]) in text else []
    beside += spoken[at - 1 : at] if len(words) == 1 and at == 1 else []
    ways = [
        script.reader.read(item, word, session.reference_date) for item in items for word in beside
    ]
    return any(isinstance(one, Choice) and one.code not in YES_NO.values() for one in ways)


def part_of(
    items: list[str], words: list[str], session: Session, script: Script, *, settled: bool = True
) -> tuple[str, int] | None:
    """Find the longest beginning that answers an item, and how many words it takes.

    It is the item that is asked first, or the only one that the beginning can answer. Where it
    need not be settled, a number that only one doubt stands against is an answer too.
    """
    fits = _answers if settled else _may_answer
    for count in range(len(words), _words_named(words, script) - 1, -1):
        part = " ".join(words[:count])
        if count < len(words) and key(words[count - 1]) in NO_ALONE:
            continue  # it may deny what stands behind it
        if _is_name_before(part, words[count:], items, session, script):
            continue  # its answer stands behind it: "inoperable no"
        fitting = [item for item in items if fits(item, part, items, session, script)]
        if fitting and (len(fitting) == 1 or fitting[0] == items[0]):
            return fitting[0], count
    return None


def _words_named(words: Sequence[str], script: Script) -> int:
    """Return how many words the name takes that some words begin with; at least one."""
    if len(words) == 1 or not words[0][:1].isalpha():
        return 1
    named = first_named(" ".join(words), script.trial)
    return 1 if named is None else max(1, len(words) - len(named[1].split()))


def _is_name_before(
    part: str, rest: Sequence[str], items: Iterable[str], session: Session, script: Script
) -> bool:
    """Whether what a text is about has its answer behind it: "inoperable no", "fertile yes"."""
    if part.endswith(":"):
        return True
    if not rest or key(rest[0]) not in YES_NO or key(part) in YES_NO:
        return False
    spoken = part.split()
    ends = (" ".join(spoken[start:]) for start in range(1, len(spoken)))
    if any(
        named is not None and not named[1] for named in (first_named(e, script.trial) for e in ends)
    ):
        return True
    found = (script.reader.read(item, part, session.reference_date) for item in items)
    return any(isinstance(one, Choice) and one.code in YES_NO.values() for one in found)


def _answers(item: str, text: str, items: list[str], session: Session, script: Script) -> bool:
    """Whether a text answers an item, and none of the other items as well."""
    found = script.reader.read(item, text, session.reference_date)
    if isinstance(found, Refusal | Doubt):
        return False
    if isinstance(found, NotKnown) and _is_of_another(item, text, items, script):
        return False
    return not says_more(item, text, found, items, script)


def _is_of_another(item: str, text: str, items: Iterable[str], script: Script) -> bool:
    """Whether what says that nothing is known names another question, and not its own."""
    spoken = set(map(key, WORD.findall(text)))
    others = (words_of(other, script) for other in items if other != item)
    named = set[str]().union(*others) - words_of(item, script)
    return any(len(word) >= _SHORTEST_NAME for word in spoken & named)


def _may_answer(item: str, text: str, items: list[str], session: Session, script: Script) -> bool:
    """Whether a text answers an item, or is one to confirm: a number, or that nothing was done."""
    found = script.reader.read(item, text, session.reference_date)
    if not isinstance(found, Doubt):
        return _answers(item, text, items, session, script)
    likely = len(found.candidates) == 1 and isinstance(found.candidates[0], Quantity)
    return (likely or _is_nothing(found)) and not script.reader.beside(item, text)


def _is_nothing(found: Value | Refusal) -> bool:
    """Whether the one thing that a doubt offers is that nothing was done, or not yet."""
    offered = found.candidates if isinstance(found, Doubt) else ()
    codes = [one.code for one in offered if isinstance(one, Choice)]
    return len(codes) == 1 and codes[0] in ("not_yet", *NOTHING_DONE)


def says_more(
    item: str, text: str, found: Value | Refusal, others: Sequence[str], script: Script
) -> bool:
    """Whether a text answers an item and another one: a choice with a date, an age with a sex."""
    if isinstance(found, Choice) and found.date is not None:
        return any(isinstance(script.trial.items[other], DateItem) for other in others)
    return any(other in others for other in script.reader.beside(item, text))
