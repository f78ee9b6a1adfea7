"""Answers that are only a part of what was written: offered, and the rest of it is named."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.dialogs.answers.keeping import kept_as
from bot.dialogs.answers.parts import as_said, asked_together
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.session import Kept
from bot.dialogs.steps import Step
from criteria.known.values import Choice, Doubt, Quantity, Refusal
from criteria.reading.answers.accounting import turns
from criteria.reading.answers.choices import DENIALS, HEDGES, WORD, YES_NO, counts_otherwise, key
from criteria.reading.answers.surplus import changes_nothing, is_slip_for
from criteria.reading.answers.times import is_to_come
from criteria.reading.languages.wordlists import words as listed
from criteria.reading.spelling.date_forms import months_in
from criteria.reading.spelling.dates import written_days
from criteria.trial.protocol import ChoiceItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dialogs.prompts import Question
    from bot.dialogs.session import Script, Session

_MOST_WORDS = 20
_PARTS = re.compile(r"[,;(\n]\s*")
_NAME = re.compile(r"[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?")
_SHORTEST_NAME = 3
_TWO_DIGITS = re.compile(r"[0-9] ?[-–] ?[0-9]")
_YEAR_ALONE = re.compile(r"(?<![\w/.,-])20(?:1[5-9]|[2-9][0-9])(?![\w/.-])")
"""A year in which nobody was born who can be screened."""
_SHORT_DAY = re.compile(r"(?<![\w/.])[0-9]{1,2}/[0-9]{1,2}(?![\w/.])")
_YEAR = re.compile(r"(?:(?:19|20)|[-'’])[0-9]{2}")
_UNSURE = HEDGES | DENIALS | {*listed("answers", "joining")}
"""Words beside a size with which it is not said for certain, or another one is."""


def answer_in_front(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose a choice that precedes more words, and name those.

    None where a word behind it may change it, or says another of the choices.
    """
    known = script.trial.items[asked.item]
    if not isinstance(known, ChoiceItem) or "?" in text or len(text.split()) > _MOST_WORDS:
        return None
    first = next((part for part in _PARTS.split(text.strip()) if part), "")
    yes_or_no = "yes" in known.choices
    front = _front(asked.item, first.split(), session, script, whole=yes_or_no)
    if front is None or _is_no_grade(known, first, front[1], text):
        return None
    code, count = front
    rest = text.strip()[len(" ".join(first.split()[:count])) :].strip(" ,;()")
    if (
        not rest
        or not changes_nothing(rest if yes_or_no else first)
        or not script.reader.accounts_for(asked.item, first, code)
        or turns(rest)
        or is_to_come(rest)
        or _says_another(asked.item, code, rest, session, script)
    ):
        return None
    kept = kept_as(asked.item, Choice(code, ""), session, script)
    if yes_or_no:
        proposed = {asked.item: replace(kept, remark=rest)}
        return Step(session.but(proposed=proposed, because="remark"))
    told = Notice(NoticeCode.NOT_TAKEN, asked.item, rest)
    return Step(session.but(proposed={asked.item: kept}, because="suggested"), (told,))


def _is_no_grade(known: ChoiceItem, first: str, count: int, text: str) -> bool:
    """Whether a digit is chosen from, and none is meant: in "1 March" and "en pigg dam"."""
    article = not any(map(str.isdigit, first)) and count < len(first.split())
    return any(map(str.isdigit, known.choices)) and (article or counts_otherwise(text))


_Size = tuple[str, str, str]
"""An item, its number with the unit, and the words around it."""


def size_among_words(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose a size that stands among words where what is asked may be told by sizes.

    Which of them it is the words say: "target lesion 31 mm, liver"; else it is asked.
    """
    items = sizes_beside(asked.item, script)
    words = text.replace(",", " , ").split()
    if len(words) > _MOST_WORDS or "?" in text or not _UNSURE.isdisjoint(text.casefold().split()):
        return None
    sizes = [size for item in items if (size := _size(item, words, session, script))]
    if len(sizes) < len(items) or len(sizes) < 2:  # noqa: PLR2004 - one alone is what it is
        return None
    meant = [size for size in sizes if _is_named(size[0], size[2], items, script)]
    if len(meant) != 1:
        fits = [item for item, _, _ in sizes]
        return Step(session, (Notice(NoticeCode.SEVERAL_FIT, fits[0], " ".join(fits[1:])),))
    ((item, number, rest),) = meant
    kept = replace(as_said(item, number, session, script), remark=rest)
    told = Notice(NoticeCode.ELSEWHERE, item)
    because = " ".join(filter(None, ("remark", kept.doubts)))
    proposed = {item: replace(kept, doubts="")}
    return Step(session.but(proposed=proposed, because=because), (told,))


def _size(item: str, words: list[str], session: Session, script: Script) -> _Size | None:
    """Return the one number with its unit among words; none where another number is among them."""
    for start, word in enumerate(words):
        for count in (1, 2) if any(map(str.isdigit, word)) else ():
            number = " ".join(words[start : start + count])
            read = script.reader.read(item, number, session.reference_date)
            sure = isinstance(read, Quantity) or (isinstance(read, Doubt) and read.candidates)
            if sure and any(map(str.isalpha, number)):
                rest = " ".join((*words[:start], *words[start + count :])).replace(" ,", ",")
                other = any(map(str.isdigit, rest))
                return None if other else (item, number, rest.strip(" ,"))
    return None


def _is_named(item: str, text: str, items: tuple[str, ...], script: Script) -> bool:
    """Whether a word of an item's label, and of no other of the items', begins a word of a text."""
    labels = {
        one: {
            word
            for words in script.trial.words.values()
            for word in WORD.findall(words.items[one].label.casefold())
        }
        for one in items
    }
    others = {word for one in items if one != item for word in labels[one]}
    own = tuple(labels[item] - others)
    return any(word.startswith(own) for word in WORD.findall(text.casefold()))


def sizes_beside(item: str, script: Script) -> tuple[str, ...]:
    """Return the numbers on the screen of a choice, which are asked once that is answered."""
    screen, items = script.screen_of.get(item), script.trial.items
    if screen is None or not isinstance(items[item], ChoiceItem):
        return ()
    return tuple(one for one in screen.items if isinstance(items[one], NumberItem))


def _front(
    item: str, words: list[str], session: Session, script: Script, *, whole: bool
) -> tuple[str, int] | None:
    """Return the choice at the beginning and how many words it takes; all of them where told so."""
    for count in range(len(words), 0 if not whole else len(words) - 1, -1):
        code = _code(item, " ".join(words[:count]), session, script, likely=count == len(words))
        if code and not (count == 1 and key(words[0]) in YES_NO):
            return code, count
    return None


def _code(item: str, text: str, session: Session, script: Script, *, likely: bool) -> str:
    """Return the one choice that a text is, or may be only likely to be; empty where it is none."""
    found = script.reader.read(item, text, session.reference_date)
    if likely and isinstance(found, Doubt) and len(found.candidates) == 1:
        found = found.candidates[0]
    return found.code if isinstance(found, Choice) else ""


def _says_another(item: str, code: str, rest: str, session: Session, script: Script) -> bool:
    """Whether a word of the rest is another of the item's choices, or a part suggests one."""
    said = {_code(item, word, session, script, likely=False) for word in WORD.findall(rest)}
    parts = [*_PARTS.split(rest), *(WORD.findall(rest) if changes_nothing(rest) else ())]
    said |= {_code(item, part, session, script, likely=True) for part in parts}
    return bool(said - {"", code})


def said_beside(
    session: Session, asked: Question, text: str, script: Script
) -> dict[str, Kept] | None:
    """Return a choice with what one of its words says of a question beside it: "NET G1".

    A yes or a no could be of any.
    """
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS or not changes_nothing(text):
        return None
    others = [item for item in asked.beside if _is_of_choices(item, script)]
    found = {
        (item, code)
        for word in words
        for item in others
        if not _code(asked.item, word, session, script, likely=False)
        and (code := _code(item, word, session, script, likely=True))
    }
    if len(found) != 1 or not _is_of_choices(asked.item, script):
        return None
    ((item, code),) = found
    own = _code(asked.item, text, session, script, likely=True)
    said = {asked.item: own, item: code}
    kept = {i: kept_as(i, Choice(c, ""), session, script) for i, c in said.items() if c}
    return {i: replace(one, doubts="suggested") if i == item else one for i, one in kept.items()}


def _is_of_choices(item: str, script: Script) -> bool:
    known = script.trial.items[item]
    return isinstance(known, ChoiceItem) and "yes" not in known.choices


def one_of_those_asked(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose what words say to a question asked at once with a number that they do not say.

    The rest is named without its digits: it may be a day of birth.
    """
    known = script.trial.items[asked.item]
    if not isinstance(known, NumberItem) or not asked_together(asked.item, script):
        return None
    words = text.replace(",", " ").split()
    if len(words) > _MOST_WORDS or not changes_nothing(text):
        return None
    read = {
        (item, code): word
        for word in words
        for item in asked.beside
        if _is_of_choices(item, script)
        and not any(map(str.isdigit, word))
        and not _is_of_birth(word, words)
        and (code := _code(item, word, session, script, likely=True))
    }
    if len(read) != 1:
        return None
    ((item, code), word), *_ = read.items()
    proposed = {item: kept_as(item, Choice(code, ""), session, script)}
    rest = " ".join(other for other in words if other != word)
    number = script.reader.read(asked.item, rest, session.reference_date)
    if isinstance(number, Quantity):
        proposed = {asked.item: kept_as(asked.item, number, session, script), **proposed}
        rest = ""
    plain = " ".join(other for other in rest.split() if not any(map(str.isdigit, other)))
    told = (Notice(NoticeCode.NOT_TAKEN, asked.item, f"{plain} …".strip()),) if rest else ()
    return Step(session.but(proposed=proposed, because="suggested"), told)


def _is_of_birth(word: str, words: list[str]) -> bool:
    """Whether a letter may stand for being born in the year beside it: "f. 1961"."""
    return len(word.strip(".")) == 1 and any(map(_YEAR.fullmatch, words))


def number_beside(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose a number said in words of its own with what is asked with it: "nyss 18, tjej"."""
    known = script.trial.items[asked.item]
    words = text.replace(",", " ").split()
    if not isinstance(known, NumberItem) or not asked_together(asked.item, script):
        return None
    if len(words) > _MOST_WORDS:
        return None
    for other, code, word in _said_by_words(words, asked, session, script):
        rest = " ".join(one for one in words if one != word)
        number = script.reader.read(asked.item, rest, session.reference_date)
        doubts = " ".join(number.codes) if isinstance(number, Doubt) else ""
        if isinstance(number, Doubt) and len(number.candidates) == 1:
            number = number.candidates[0]
        if isinstance(number, Quantity):
            kept = replace(kept_as(asked.item, number, session, script), doubts=doubts)
            said = kept_as(other, Choice(code, ""), session, script)
            return Step(session.but(proposed={asked.item: kept, other: said}, because=""))
    return None


def _said_by_words(
    words: list[str], asked: Question, session: Session, script: Script
) -> Iterator[tuple[str, str, str]]:
    """Yield what a word at either end says to a question beside, which choice, and the word."""
    for word in dict.fromkeys((words[-1], words[0])) if len(words) > 1 else ():
        if word.casefold() in _UNSURE:
            continue  # "not 18" begins no "not specified"
        for item in asked.beside:
            slip = is_slip_for(word, script.reader.words_beside(asked.item))
            code = _code(item, word, session, script, likely=not slip)
            if code and _is_of_choices(item, script):
                yield item, code, word


def may_be_a_name(text: str, asked: Question, session: Session, script: Script) -> bool:
    """Whether two words in a row of a text begin large and answer nothing of what is asked."""
    words = [word.strip(",.;:") for word in text.split()]
    named = [
        bool(_NAME.fullmatch(word))
        and len(word) >= _SHORTEST_NAME
        and all(
            isinstance(script.reader.read(item, word, session.reference_date), Refusal)
            for item in asked.items
        )
        for word in words
    ]
    return any(one and other for one, other in pairwise(named))


def age_and_sex(session: Session, asked: Question, text: str, script: Script) -> Step | None:
    """Propose a number with what is asked beside it, where another choice was asked: "62M"."""
    items = script.trial.items
    if not isinstance(items[asked.item], ChoiceItem):
        return None
    for item, known in items.items():
        own = isinstance(known, NumberItem) and asked_together(item, script)
        said = script.reader.beside(item, text) if own and item not in session.answers else {}
        if said:
            proposed = {item: as_said(item, text.strip(), session, script)}
            proposed |= {other: Kept(word) for other, word in said.items()}
            told = Notice(NoticeCode.ELSEWHERE, item, " ".join(said))
            return Step(session.but(proposed=proposed, because=""), (told,))
    return None


def fits_digits(session: Session, text: str, script: Script) -> list[str]:
    """Return the open questions with digits to choose from that two digits could answer: "0-1"."""
    if _TWO_DIGITS.fullmatch(text) is None:
        return []
    digits = (
        item
        for item, known in script.trial.items.items()
        if isinstance(known, ChoiceItem)
        and item not in session.answers
        and any(map(str.isdigit, known.choices))
    )
    return [
        item
        for item in digits
        if not isinstance(script.reader.read(item, text, session.reference_date), Refusal)
    ]


def with_days_told(
    session: Session, asked: Question, step: Step, text: str, script: Script
) -> Step:
    """Say which days in a text are in none of the choices that are proposed, nor in a remark.

    Where a number is asked a year may be the one of birth, which is not repeated.
    """
    proposed = step.session.proposed
    of_choices = (
        isinstance(script.trial.items[item], ChoiceItem) for item in (asked.item, *proposed)
    )
    a_choice = all(of_choices)
    if not proposed or proposed == session.proposed or not a_choice or "\n" in text.strip():
        return step
    kept = [part for one in proposed.values() for part in (one.text, one.remark)]
    kept += [getattr(each, "detail", "") for each in step.effects]
    of_kind = any("yes" not in getattr(script.trial.items[one], "choices", ()) for one in proposed)
    days = [text[start:end] for start, end in _days_in(text, years=of_kind)]
    left = ", ".join(day for day in days if not any(day in part for part in kept))
    told = (Notice(NoticeCode.NOT_TAKEN, detail=left),) if left else ()
    return replace(step, effects=(*told, *step.effects))


def _days_in(text: str, *, years: bool) -> Iterator[tuple[int, int]]:
    """Yield where days and months are written, with a year or as 12/11 without one, and years."""
    found = [(start, end) for _, start, end in (*written_days(text), *months_in(text))]
    found += [hit.span() for hit in _SHORT_DAY.finditer(text)]
    found += [hit.span() for hit in _YEAR_ALONE.finditer(text)] if years else []
    place = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start >= place:
            yield start, end
            place = end
