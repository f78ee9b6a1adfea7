"""Several answers in one message, and answers with words around them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.answers.keeping import kept_as
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.session import Kept, Script, Session
from bot.dialogs.steps import Step
from criteria.known.values import Choice, Doubt, Quantity, Refusal
from criteria.reading.answers.choices import NO_ALONE, key
from criteria.reading.answers.surplus import is_slip_for, parted
from criteria.trial.protocol import DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.dialogs.prompts import Question
    from criteria.known.values import Value

_MOST_WORDS = 12
_GAP = "\0"
"""Where an answer was taken between words that say nothing."""
_BETWEEN = re.compile(r"[,;]?\s+")
_DASHES = frozenset("-–—")
"""Marks between words; alone one of them says that nothing is known."""
_PARTS = re.compile(r"[,;]\s+")


def asked_together(item: str, script: Script) -> bool:
    """Whether the items of a screen are asked at once, so that any may be answered first."""
    screen = script.screen_of.get(item)
    return screen is not None and screen.style == "together"


def read_beside_words(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose a number that words stand beside; a slip for an answer beside it is no guess.

    The unit has to be written, or the words to be such a slip: else they may be the unit.
    """
    known = script.trial.items[asked.item]
    if not isinstance(known, NumberItem):
        return None
    found = parted(text, lambda part: _is_number(asked.item, part, session, script))
    if found is None:
        return None
    number, words = found
    if is_slip_for(words, script.reader.words_beside(asked.item)):
        said = Notice(NoticeCode.NOT_READ, asked.item, words)
        kept = as_said(asked.item, number, session, script)
        return Step(session.but(proposed={asked.item: kept}, because=""), (said,))
    if asked_together(asked.item, script) or not any(map(str.isalpha, number)):
        return None
    kept = as_said(asked.item, number, session, script)
    because = " ".join(filter(None, ("remark", kept.doubts)))
    proposed = {asked.item: replace(kept, doubts="", remark=words)}
    return Step(session.but(proposed=proposed, because=because))


def _is_number(item: str, text: str, session: Session, script: Script) -> bool:
    """Whether a text is a number for an item, exact or not: a missing unit may be in the rest."""
    found = script.reader.read(item, text, session.reference_date)
    if isinstance(found, Doubt) and found.codes == ("approximate",):
        return True
    return isinstance(found, Quantity)


def partly_read(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose the answers that a message holds beside words that are none, and name those."""
    words = [word for word in _BETWEEN.split(text.strip()) if word not in _DASHES]
    found: dict[str, Kept] = {}
    left: list[str] = []
    while words and len(words) <= _MOST_WORDS:
        items = [item for item in asked.items if item not in found]
        taken = _part(items, words, session, script, settled=False)
        behind = bool(left) and left[-1] != _GAP
        if (
            taken is None
            or (behind and _is_number_alone(taken, words, script))
            or _is_article(taken, words, text, script)
        ):
            left.append(words[0])
            words = words[1:]
        else:
            item, count = taken
            found[item] = as_said(item, " ".join(words[:count]), session, script)
            left.append(_GAP)
            words = words[count:]
    if len(found) < 2 or words:  # noqa: PLR2004 - one answer with words around it is a doubt
        return None
    rest = ", ".join(filter(None, map(str.strip, " ".join(left).split(_GAP))))
    said = Notice(NoticeCode.NOT_TAKEN, asked.item, rest)
    return Step(session.but(proposed=found, because=""), (said,) if rest else ())


def _is_number_alone(taken: tuple[str, int], words: list[str], script: Script) -> bool:
    """Whether what is taken is a number without its name: the word before it may change it."""
    item, count = taken
    numeric = isinstance(script.trial.items[item], NumberItem)
    return numeric and not any(map(str.isalpha, words[0])) and count > 0


def _is_article(taken: tuple[str, int], words: list[str], text: str, script: Script) -> bool:
    """Whether what is taken is a number in words where the text has one in digits: "en man, 71"."""
    item, count = taken
    if not isinstance(script.trial.items[item], NumberItem) or not any(map(str.isdigit, text)):
        return False
    return not any(map(str.isdigit, "".join(words[:count])))


def as_said(item: str, text: str, session: Session, script: Script) -> Kept:
    """Return a part of a message as it is kept, with what is in doubt about it."""
    found = script.reader.read(item, text, session.reference_date)
    if not isinstance(found, Doubt):
        return Kept(text)
    kept = kept_as(item, found.candidates[0], session, script)
    return replace(kept, doubts=" ".join(found.codes))


def read_by_parts(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose what the parts of a list say to the items that are asked together, an item a part.

    None where they do not say something to two of them; what says nothing is named.
    """
    found: dict[str, Kept] = {}
    left: list[str] = []
    for part in filter(None, map(str.strip, _PARTS.split(text))):
        for item in (one for one in asked.items if one not in found):
            value = script.reader.read(item, part, session.reference_date)
            if isinstance(value, Doubt) and len(value.candidates) == 1:
                value = value.candidates[0]
            if isinstance(value, Choice):
                found[item] = kept_as(item, value, session, script)
                break
        else:
            left.append(part)
    if len(found) < 2:  # noqa: PLR2004 - one answer with something beside it is a doubt
        return None
    said = Notice(NoticeCode.NOT_TAKEN, asked.item, ", ".join(left))
    return Step(session.but(proposed=found, because="suggested"), (said,) if left else ())


def together(
    items: tuple[str, ...], text: str, session: Session, script: Script
) -> dict[str, Kept]:
    """Read several answers in one message; nothing at all if any part stays unclear.

    Parts are taken in the order written. A part that fits several items belongs to the one that
    is asked first, and to none if that one is not among them.
    """
    words = _BETWEEN.split(text.strip())
    if len(words) > _MOST_WORDS:
        return {}
    found: dict[str, Kept] = {}
    while words:
        taken = _part([item for item in items if item not in found], words, session, script)
        if taken is None:
            return {}
        item, count = taken
        found[item] = Kept(" ".join(words[:count]))
        words = words[count:]
    return found


def _part(
    items: list[str], words: list[str], session: Session, script: Script, *, settled: bool = True
) -> tuple[str, int] | None:
    """Find the longest beginning that answers an item, and how many words it takes.

    It is the item that is asked first, or the only one that the beginning can answer. Where it
    need not be settled, a number that only one doubt stands against is an answer too.
    """
    fits = _answers if settled else _may_answer
    for count in range(len(words), 0, -1):
        part = " ".join(words[:count])
        if count < len(words) and key(words[count - 1]) in NO_ALONE:
            continue  # it may deny what stands behind it
        fitting = [item for item in items if fits(item, part, items, session, script)]
        if fitting and (len(fitting) == 1 or fitting[0] == items[0]):
            return fitting[0], count
    return None


def _answers(item: str, text: str, items: list[str], session: Session, script: Script) -> bool:
    """Whether a text answers an item, and none of the other items as well."""
    found = script.reader.read(item, text, session.reference_date)
    if isinstance(found, Refusal | Doubt):
        return False
    return not says_more(item, text, found, items, script)


def _may_answer(item: str, text: str, items: list[str], session: Session, script: Script) -> bool:
    """Whether a text answers an item, or is a number for it that is to be confirmed."""
    found = script.reader.read(item, text, session.reference_date)
    if not isinstance(found, Doubt):
        return _answers(item, text, items, session, script)
    likely = len(found.candidates) == 1 and isinstance(found.candidates[0], Quantity)
    return likely and not script.reader.beside(item, text)


def says_more(
    item: str, text: str, found: Value | Refusal, others: Sequence[str], script: Script
) -> bool:
    """Whether a text answers an item and another one: a choice with a date, an age with a sex."""
    if isinstance(found, Choice) and found.date is not None:
        return any(isinstance(script.trial.items[other], DateItem) for other in others)
    return any(other in others for other in script.reader.beside(item, text))
