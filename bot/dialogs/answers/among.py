"""Answers among words that are none: offered, and the words beside them are named.

What those words may turn round is not offered: "not well differentiated" is not "well".
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from bot.dialogs.answers.asking_back import is_unit
from bot.dialogs.answers.parts import (
    MOST_WORDS,
    PARTS,
    as_said,
    labels_of,
    part_of,
    say_another,
    undoes_before,
    words_in,
    words_of,
)
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.steps import Step
from criteria.known.values import Choice, Quantity
from criteria.reading.answers.accounting import PAST, undoes
from criteria.reading.answers.choices import BODIES, DENIALS, HEDGES, WORD, YES_NO, key
from criteria.reading.languages.wordlists import words as words_of_language
from criteria.reading.spelling.number_words import number_in_words
from criteria.reading.spelling.unit_scanner import foreign_unit_at
from criteria.trial.protocol import DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.dialogs.prompts import Question
    from bot.dialogs.session import Kept, Script, Session

_GAP = "\0"
"""Where an answer was taken between words that say nothing."""
_DASHES = frozenset("-–—")
"""Marks between words; alone one of them says that nothing is known."""
_OF_WHEN = frozenset(words_of_language("answers", "of_when"))
"""In front of when something was: on, since."""
_LONGEST_NAME = 3
"""Words of a name behind a yes."""
_LITTLE = 12
"""A number up to this may be another word in another language: "according to", "sex male"."""
_CHANGING = frozenset(map(key, (*DENIALS, *HEDGES, *YES_NO)))
"""Words that may turn an answer beside them, or be one to another question."""


def partly_read(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose the answers that a message holds beside words that are none, and name those.

    A part of a list that says more than what was taken of it, such as a "not", is left whole.
    """
    found, left = _among(session, asked, text, script)
    if _turned(found, left, session, script):
        parts = list(filter(None, map(str.strip, PARTS.split(text))))
        turned = [part for part in parts if _is_turned(part, session, asked, script)]
        clear = ", ".join(part for part in parts if part not in turned)
        found, left = _among(session, asked, clear, script)
        by_order = any(key(kept.text) in YES_NO for kept in found.values())
        if by_order or not turned or _turned(found, left, session, script):
            return None
        left += turned
    rivalled = [item for item in found if _has_rival(item, found[item], left, session, script)]
    left += [found.pop(item).text for item in rivalled]
    if len(found) < 2:  # noqa: PLR2004 - one answer with words around it is a doubt
        return None
    rest = ", ".join(one for one in left if not _only_names(one, found, script))
    said = Notice(NoticeCode.NOT_TAKEN, asked.item, rest)
    return Step(session.but(proposed=found, because=""), (said,) if rest else ())


def _among(
    session: Session, asked: Question, text: str, script: Script
) -> tuple[dict[str, Kept], list[str]]:
    """Return the answers among the words of a message, and what is between them."""
    words = [word for word in words_in(text) if word not in _DASHES]
    found: dict[str, Kept] = {}
    left: list[str] = []
    if len(words) > MOST_WORDS:
        return {}, []
    while words:
        items = [item for item in asked.items if item not in found]
        behind = bool(left) and left[-1] != _GAP
        named = _named_by(left, items, script) if key(words[0]) in YES_NO else items
        ahead = words if named == items else words[:1]
        taken = part_of(named, ahead, session, script, settled=False)
        if (
            taken is None
            or ((behind or words[0].casefold() in PAST) and _is_number_alone(taken, words, script))
            or _is_article(taken, words, text, script)
            or _is_of_another_unit(taken, words, session, script)
            or _is_day_of_a_conference(taken[0], left, script)
        ):
            left.append(words[0])
            words = words[1:]
            continue
        item, count = taken
        said, words = " ".join(words[:count]), words[count:]
        undone = undoes_before(said, found, text)
        if (
            undone
            or _denies_before(said, found, left, text, session, script)
            or (key(said) in YES_NO.keys() | DENIALS and _goes_on(said, words, item, text, script))
        ):
            left.append(said)
            continue
        found[item] = as_said(item, said, session, script)
        left.append(_GAP)
    return found, list(filter(None, map(str.strip, " ".join(left).split(_GAP))))


def _denies_before(
    said: str,
    found: Mapping[str, Kept],
    left: list[str],
    text: str,
    session: Session,
    script: Script,
) -> bool:
    """Whether a denial, or a no without a mark, is of the choice in front of it: "NEC ej"."""
    if left[-1:] != [_GAP]:
        return False
    if key(said) in DENIALS - YES_NO.keys():
        return True
    item, kept = [*found.items()][-1]
    value = script.value(item, kept, session.reference_date)
    a_choice = isinstance(value, Choice) and value.code not in YES_NO.values()
    return a_choice and YES_NO.get(key(said)) == "no" and f"{kept.text} {said}" in text


def _goes_on(said: str, words: list[str], item: str, text: str, script: Script) -> bool:
    """Whether a yes or a no belongs to what follows it: "no surgery", "yes pregnant"."""
    if not words or f"{said} {words[0]}" not in text:
        return False
    if key(said) in DENIALS:
        return not _only_names(words[0], (item,), script)
    behind = (_called(" ".join(words[:count]), script) for count in range(1, _LONGEST_NAME + 1))
    return any(found and item not in found for found in behind)


def _is_turned(part: str, session: Session, asked: Question, script: Script) -> bool:
    """Whether a part of a list says more than what is taken of it."""
    found, left = _among(session, asked, part, script)
    return _turned(found, left, session, script)


def _turned(
    found: Mapping[str, Kept], left: Iterable[str], session: Session, script: Script
) -> bool:
    """Whether words that were left may say the opposite of what was taken, or another answer.

    They hold a denial or a doubt, a yes or a no, or another of the choices.
    """
    saying = [one for one in left if not _only_names(one, found, script)]
    words = [key(word) for one in saying for word in one.split()]
    undone = any(map(undoes, saying)) or not PAST.isdisjoint(words)
    return undone or not _CHANGING.isdisjoint(words) or say_another(words, found, session, script)


def _named_by(left: list[str], items: list[str], script: Script) -> list[str]:
    """Return those of some items that the words in front of a yes or a no name; all without a name.

    A whole name counts before a word of one: behind "could become pregnant" none is left where
    that is not asked.
    """
    run = left[len(left) - left[::-1].index(_GAP) :] if _GAP in left else left
    for start in range(len(run)):
        whole = _called(" ".join(run[start:]), script)
        if whole:
            return [item for item in items if item in whole]
    named = [item for item in items if run and _only_names(run[-1], (item,), script)]
    return named or items


def _called(text: str, script: Script) -> list[str]:
    """Return the items whose whole name a text is."""
    return [item for item in script.trial.items if key(text) in map(key, labels_of(item, script))]


def _only_names(text: str, found: Iterable[str], script: Script) -> bool:
    """Whether words only name the questions that were answered."""
    items = tuple(found)
    named = set[str]().union(*(words_of(item, script) for item in items))
    whole = {key(label) for item in items for label in labels_of(item, script)}
    return key(text) in whole or named.issuperset(map(key, WORD.findall(text)))


def _is_number_alone(taken: tuple[str, int], words: list[str], script: Script) -> bool:
    """Whether what is taken is a number without its name: the word before it may change it."""
    item, count = taken
    numeric = isinstance(script.trial.items[item], NumberItem)
    named = any(map(str.isalpha, words[0])) and words[0].casefold() not in PAST
    return numeric and not named and count > 0


def _is_of_another_unit(
    taken: tuple[str, int], words: list[str], session: Session, script: Script
) -> bool:
    """Whether a unit of other things stands behind a number: "8 mm" is no share, nor "20 g"."""
    item, count = taken
    behind = words[count : count + 1]
    if not isinstance(script.trial.items[item], NumberItem) or not behind:
        return False
    others = [other for other in script.trial.items if other != item]
    foreign = foreign_unit_at(behind[0], 0) == len(behind[0])
    return (foreign or is_unit(behind[0], script)) and not any(
        isinstance(script.reader.read(other, behind[0], session.reference_date), Choice)
        for other in others
    )


def _is_day_of_a_conference(item: str, left: list[str], script: Script) -> bool:
    """Whether a day stands behind who met on it: "yes, MDT 2026-03-01" is no day of a scan."""
    if not isinstance(script.trial.items[item], DateItem):
        return False
    said = [*itertools.dropwhile(lambda word: key(word) in _OF_WHEN, reversed(left))]
    behind = said[1:] if said[:1] == [_GAP] else said
    run = itertools.takewhile(lambda word: word != _GAP, behind)
    beside = {key(word) for one in run for word in WORD.findall(one)}
    return not BODIES.isdisjoint(beside - words_of(item, script))


def _has_rival(
    item: str, kept: Kept, left: Iterable[str], session: Session, script: Script
) -> bool:
    """Whether another value of a number was left: "8 % in 2019, now 18 %" is not 8 %."""
    if not isinstance(script.trial.items[item], NumberItem):
        return False
    words = words_in(" ".join(left))
    pairs = [" ".join(pair) for pair in itertools.pairwise(words) if pair[0][:1].isdigit()]
    glued = [word for word in words if word[:1].isdigit() and not word[-1:].isdigit()]
    own = script.value(item, kept, session.reference_date)
    others = (script.reader.read(item, one, session.reference_date) for one in (*pairs, *glued))
    return any(
        isinstance(one, Quantity) and isinstance(own, Quantity) and one.number != own.number
        for one in others
    )


def _is_article(taken: tuple[str, int], words: list[str], text: str, script: Script) -> bool:
    """Whether a number in words is none: beside one in digits, or little: "en man, 71"."""
    item, count = taken
    in_digits = any(map(str.isdigit, "".join(words[:count])))
    if in_digits or not isinstance(script.trial.items[item], NumberItem):
        return False
    number = number_in_words(words[0]) if count == 1 else None
    return any(map(str.isdigit, text)) or (number is not None and number <= _LITTLE)
