"""Reading a typed answer for any item: first the words for not known, then by its kind.

Reading depends on the text, the item and, for dates, the reference date alone, so what was read
is kept for a while: a bounded number of short texts, inside the reader and nowhere else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from threading import Lock
from typing import TYPE_CHECKING, assert_never

from criteria.known.unit_spellings import standard_unit
from criteria.known.values import (
    Choice,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Refusal,
    Several,
    Value,
)
from criteria.reading.answers import choices
from criteria.reading.answers.accounting import accounts_for, is_put_off, unless_undone
from criteria.reading.answers.in_words import in_words
from criteria.reading.answers.item_words import (
    asked_elsewhere,
    names,
    together,
    words_for,
)
from criteria.reading.answers.not_known import (
    SAYS_AWAITED,
    SAYS_NOT_KNOWN,
    left_open,
    opened_without_value,
    unsaid,
)
from criteria.reading.answers.paraphrases import (
    names_another_test,
    narrower,
    of_a_conference,
)
from criteria.reading.answers.plain import read_plain, read_plain_date
from criteria.reading.answers.quantities import read_quantity
from criteria.reading.answers.respelling import apart, in_digits, plainly, unnamed
from criteria.reading.answers.sentences import contested
from criteria.reading.answers.several_values import values_among
from criteria.reading.answers.surplus import (
    only_tells_apart,
    without_examination,
)
from criteria.reading.answers.times import limited, of_now, taken_back
from criteria.reading.answers.writing import Written, write_results, written
from criteria.reading.languages.wordlists import words
from criteria.reading.reports.pairs import HIGHER, higher_alone, pair_of
from criteria.reading.spelling.ages import said_loosely
from criteria.reading.spelling.date_forms import distinct
from criteria.reading.spelling.dates import find_dates, read_date
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from criteria.known.codes import DoubtCode
    from criteria.trial.trial import Trial

LONGEST = 2000
_REMEMBERED = 32_768
_REMEMBERED_LENGTH = 80
_Asked = tuple[str, str, date]
_NUMBER_AND_UNIT = re.compile(r"(?P<number>[0-9]+(?:[.,][0-9]+)?) ?(?P<unit>[^\s0-9/][^\s/]{0,11})")
_SHORTEST_ALONE = 3
"""Letters of a word that names its question by itself."""
_YEARS = "years"
"""The unit of an age."""
_ANY_DAY = date.min
"""Stands for the reference date where reading does not depend on it."""

_NO_ANSWER = frozenset(map(choices.key, words("answers", "no_answer")))
_OF_MANY = tuple(map(choices.key, words("answers", "of_many")))
"""Words that answer one question and may be said of others as well."""
_NONE = frozenset(map(choices.key, choices.NONE_OF_THESE))
_COUNTED = frozenset(("drugs", "regimens"))
"""Units of what is counted one by one."""


class AnswerReader:
    """Reads the answers to one trial's items."""

    def __init__(self, trial: Trial) -> None:
        """Prepare every item's words."""
        self._trial = trial
        self._vocabularies = {
            item.id: choices.vocabulary(item, trial)
            for item in trial.items.values()
            if isinstance(item, ChoiceItem)
        }
        self._date_names = {
            item.id: names(item.id, trial)
            for item in trial.items.values()
            if isinstance(item, DateItem)
        }
        self._not_known = {item: words_for("unknown", item, trial) for item in trial.items}
        self._not_applicable = {
            item: words_for("not_applicable", item, trial) for item in trial.items
        }
        spoken = {item: words.spoken for item, words in self._vocabularies.items()}
        self._elsewhere = asked_elsewhere(trial, spoken)
        self._remembered: dict[_Asked, Value | Refusal] = {}
        self._lock = Lock()
        self._together = together(trial)

    def recall(self, item: str, text: object, reference_date: date) -> Value | None:
        """Return the value that the same text was read as, if that was not long ago."""
        if not isinstance(text, str):
            return None
        when = reference_date if item in self._date_names else _ANY_DAY
        found = self._remembered.get((item, text, when))
        return None if isinstance(found, Refusal) else found

    def read(self, item: str, text: str, reference_date: date) -> Value | Refusal:
        """Read a typed answer, or say why it is none.

        Raises:
            KeyError: the trial has no such item.
        """
        asked = self._asked(item, text, reference_date)
        found = self._remembered.get(asked)
        if found is not None:
            return found
        if len(text) > LONGEST:
            return Refusal("too_long")
        return self._remember(asked, self._read(*asked))

    def write(self, item: str, value: Value, reference_date: date) -> Written:
        """The text that a value is kept as, and what it is read as; a number is not parsed again.

        Raises:
            KeyError: the trial has no such item.
        """
        known = self._trial.items[item]
        if not isinstance(known, NumberItem) or not isinstance(value, Quantity | Several):
            text = written(value)
            return Written(text, self.read(item, text, reference_date))
        kept = write_results(value, known, self._trial)
        self._remember(self._asked(item, kept.text, reference_date), kept.reads_as)
        return kept

    def remembered(self) -> int:
        """The number of readings that are kept."""
        return len(self._remembered)

    def _asked(self, item: str, text: str, reference_date: date) -> _Asked:
        return item, text, reference_date if item in self._date_names else _ANY_DAY

    def _remember(self, asked: _Asked, found: Value | Refusal) -> Value | Refusal:
        """Keep a reading of a short text; the oldest gives way."""
        if len(asked[1]) <= _REMEMBERED_LENGTH:
            with self._lock:
                while len(self._remembered) >= _REMEMBERED:
                    del self._remembered[next(iter(self._remembered))]
                self._remembered[asked] = found
        return found

    def _read(self, item: str, text: str, reference_date: date) -> Value | Refusal:
        written = text.strip()
        if not written:
            return Refusal("empty")
        return (
            self._plain(item, written, reference_date)
            or self._without_value(item, written)
            or self._by_kind(item, written, reference_date)
        )

    def _plain(self, item: str, written: str, reference_date: date) -> Value | None:
        """Read what is written in the plainest way, as most numbers and dates are."""
        known = self._trial.items[item]
        if isinstance(known, NumberItem):
            return read_plain(written, known, self._trial)
        if isinstance(known, DateItem):
            return read_plain_date(written, known, reference_date)
        return None

    def _without_value(self, item: str, written: str) -> NotKnown | NotApplicable | None:
        """Read the words for not known and not applicable, if the item has no own such choice."""
        if len(written) > choices.LONGEST:
            return None
        typed = choices.key(written)
        vocabulary = self._vocabularies.get(item)
        none = typed in _NONE and _is_counted(self._trial.items[item])
        if none or (vocabulary is not None and typed in vocabulary.exact):
            return None
        if typed in self._not_applicable[item]:
            return NotApplicable(written)
        if typed in SAYS_AWAITED:
            return NotKnown(written, awaited=True)
        if typed in self._not_known[item]:
            return NotKnown(written)
        of_laboratory = bool(getattr(self._trial.items[item], "names", ()))
        found = None
        if vocabulary is None:
            elsewhere = self._elsewhere[item]
            found = unsaid(written, elsewhere=elsewhere, of_laboratory=of_laboratory)
        return found if isinstance(found, NotKnown) else None

    def _by_kind(self, item: str, written: str, reference_date: date) -> Value | Refusal:
        known = self._trial.items[item]
        match known:
            case ChoiceItem():
                found = self._choice(written, known)
                return settled(choices.unless_bound(found, written, self._vocabularies[item]))
            case NumberItem():
                return self._number(written, known)
            case DateItem():
                return self._date(written, known, reference_date)
            case _:
                assert_never(known)

    def _choice(self, written: str, item: ChoiceItem) -> choices.Answer | NotKnown:
        """Read a choice: as it is, as a digit where digits are chosen from, or as a phrase."""
        vocabulary = self._vocabularies[item.id]
        answer = choices.read(written, vocabulary)
        if isinstance(answer, Choice):
            return answer
        waits = self._unsaid(written, item)
        found = self._without_choice(written, item, waits)
        if found is not None:
            return found
        if len(written) <= choices.LONGEST:
            taken = taken_back(written, vocabulary)
            if taken is not None:
                return of_now(contested(taken, vocabulary), vocabulary)
            answer = limited(written, vocabulary) or answer
        if not isinstance(answer, Refusal):
            held = of_now(contested(narrower(answer, vocabulary), vocabulary), vocabulary)
            return unless_undone(held, vocabulary)
        said = self._as_digit(written, vocabulary) or in_words(written, vocabulary, waits)
        held = of_now(said or answer, vocabulary)
        return held if said is waits else unless_undone(held, vocabulary)

    def _unsaid(self, written: str, item: ChoiceItem) -> NotKnown | Doubt | None:
        codes = self._vocabularies[item.id].codes
        return unsaid(written, codes, elsewhere=self._elsewhere[item.id])

    def _without_choice(
        self, written: str, item: ChoiceItem, waits: NotKnown | Doubt | None
    ) -> NotKnown | Doubt | None:
        """Read that it has not come yet, or that nobody knows, with more words beside that."""
        vocabulary = self._vocabularies[item.id]
        waiting = isinstance(waits, NotKnown) and waits.awaited
        if waiting and not names_another_test(written, vocabulary):
            return waits
        if isinstance(waits, Doubt) and of_a_conference(written, vocabulary):
            return NotKnown(written, awaited=True)
        named = self._named_without_value(written, item) or left_open(written, vocabulary)
        return named or opened_without_value(written, vocabulary)

    def _as_digit(self, written: str, vocabulary: choices.Vocabulary) -> Choice | Doubt | None:
        """Read a digit in words, where digits are chosen from."""
        if not vocabulary.of_digits:
            return None
        again = choices.read(in_digits(written), vocabulary)
        return None if isinstance(again, Refusal) else replace(again, text=written)

    def _named_without_value(self, written: str, item: ChoiceItem) -> NotKnown | Doubt | None:
        """Read that nothing is known, behind the name of what is asked: "ECOG not known"."""
        vocabulary = self._vocabularies[item.id]
        rest = unnamed(written, vocabulary.label | vocabulary.topic)
        if rest == written:
            return None
        whole = unsaid(written, vocabulary.codes)
        if isinstance(whole, Doubt):
            return whole
        found = self._without_value(item.id, rest) or unsaid(rest, vocabulary.codes)
        if isinstance(found, NotKnown):
            return replace(found, text=written)
        if not isinstance(found, Doubt):
            return None
        offered = tuple(replace(one, text=written) for one in found.candidates)
        return replace(found, text=written, candidates=offered)

    def _date(self, written: str, item: DateItem, reference_date: date) -> Value | Refusal:
        """Read a date; where it is none, without the name of what happened: "CT 2025-11-10"."""
        answer = read_date(written, item, reference_date)
        if not isinstance(answer, Refusal):
            return answer
        rest = unnamed(written, self._date_names[item.id])
        if rest != written:
            again = self._without_value(item.id, rest) or read_date(rest, item, reference_date)
            if not isinstance(again, Refusal | NotApplicable):
                return replace(again, text=written)
        examined = self._examined(written, item, reference_date)
        return examined or self._dates_among(written, item, reference_date) or answer

    def _dates_among(self, written: str, item: DateItem, reference_date: date) -> Doubt | None:
        """Ask which of several days in a sentence is meant."""
        if len(written) > choices.LONGEST or not only_tells_apart(written):
            return None
        days = (read_date(written[a:b], item, reference_date) for _, a, b in find_dates(written))
        found = distinct(day for day in days if isinstance(day, DateSpan))
        offered = tuple(replace(day, text=written) for day in found)
        return Doubt("date_ambiguous", offered, written) if len(offered) > 1 else None

    def _examined(self, written: str, item: DateItem, reference_date: date) -> Doubt | None:
        """Suggest the day beside words for what was done on it: "scan was in March"."""
        alone = without_examination(written)
        again = read_date(alone, item, reference_date) if alone else None
        if isinstance(again, DateSpan):
            return Doubt("suggested", (again,), written)
        return replace(again, text=written) if isinstance(again, Doubt) else None

    def _number(self, written: str, item: NumberItem) -> Value | Refusal:
        """Read a number; where it is none as it is, as it would be written plainly."""
        if _is_counted(item) and choices.key(written) in _NONE:
            return replace(read_quantity("0", item, self._trial), text=written)
        answer = read_quantity(written, item, self._trial)
        if not isinstance(answer, Refusal):
            return answer
        alone = item.analyte == HIGHER and pair_of(self._trial) is None
        higher = higher_alone(written) if alone else None
        if higher is not None:
            return replace(read_quantity(higher, item, self._trial), text=written)
        for rest in (written, *(rest for rest, _, _ in self._beside(item.id, written))):
            plain = plainly(rest)
            if plain != written:
                again = read_quantity(plain, item, self._trial)
                if not isinstance(again, Refusal):
                    return replace(again, text=written)
        return (
            self._aged(written, item)
            or self._several(written, item)
            or self._shortened(written, item)
            or answer
        )

    def _shortened(self, written: str, item: NumberItem) -> Doubt | None:
        """Suggest the unit of which only the part before the stroke is written: "5.6 x10^9"."""
        found = _NUMBER_AND_UNIT.fullmatch(written)
        if found is None:
            return None
        ways = (
            (unit, f"{found['unit']}/{unit.partition('/')[2]}")
            for unit in item.units
            if "/" in unit
        )
        units = (unit for unit, whole in ways if standard_unit(whole, (unit,)) == unit)
        read = (read_quantity(f"{found['number']} {unit}", item, self._trial) for unit in units)
        offered = tuple(replace(one, text=written) for one in read if isinstance(one, Quantity))
        code: DoubtCode = "unit_missing" if len(offered) == 1 else "unit_ambiguous"
        return Doubt(code, offered, written) if offered else None

    def _several(self, written: str, item: NumberItem) -> Doubt | None:
        """Ask which of several values in a sentence counts."""

        def read(part: str) -> Value | None:
            found = read_quantity(part, item, self._trial)
            return None if isinstance(found, Refusal) else found

        found = values_among(written, read)
        return Doubt("value_ambiguous", found, written) if found else None

    def _aged(self, written: str, item: NumberItem) -> Doubt | None:
        """Suggest the completed years of an age that is said otherwise: "drygt 17", "17½"."""
        of_years = item.whole and item.canonical == _YEARS
        age = said_loosely(plainly(written)) if of_years else None
        years = None if age is None else read_quantity(f"{age.years}", item, self._trial)
        return Doubt("suggested", (years,), written) if isinstance(years, Quantity) else None

    def answered_alone_by(self, text: str) -> str | None:
        """Return the one item that some words answer; None where several do, or none.

        Yes, no, digits and the words for not known answer many, and so does whatever says that
        something is not there, or only how it is: low, ongoing.
        """
        typed = choices.key(text)
        found = self._answered_by.get(typed, ())
        return found[0] if len(found) == 1 and len(typed) >= _SHORTEST_ALONE else None

    @cached_property
    def _answered_by(self) -> dict[str, list[str]]:
        """Words, by their key, that are the answers of some items, each with these items."""
        found: dict[str, list[str]] = {}
        for item, vocabulary in self._vocabularies.items():
            for typed in vocabulary.exact:
                found.setdefault(typed, []).append(item)
        none = map(choices.key, choices.NONE_OF_THESE)
        general = {*choices.YES_NO, *SAYS_NOT_KNOWN, *SAYS_AWAITED, *_NO_ANSWER, *_OF_MANY, *none}
        return {typed: items for typed, items in found.items() if typed not in general}

    def accounts_for(self, item: str, text: str, code: str) -> bool:
        """Whether a choice of an item accounts for every word of a text."""
        return accounts_for(text, code, self._vocabularies[item])

    def is_put_off(self, item: str, text: str) -> bool:
        """Whether words beside a yes say that what an item asks of now is only planned."""
        return item in self._vocabularies and is_put_off(text, self._vocabularies[item])

    def words_beside(self, item: str) -> Iterator[str]:
        """Return the words that answer what is asked together with an item."""
        for other in self._together.get(item, ()):
            yield from self._vocabularies[other].exact

    def beside(self, item: str, text: str) -> dict[str, str]:
        """Return what a text says to the items that are asked together with one: "62M" -> the sex.

        Item -> the word that answers it; empty where the text answers one item alone.
        """
        for rest, word, other in self._beside(item, text):
            if not isinstance(self.read(item, rest, _ANY_DAY), Refusal | NotKnown):
                return {other: word}
        return {}

    def _beside(self, item: str, text: str) -> Iterator[tuple[str, str, str]]:
        """Yield the text without a word that answers an item asked together, the word, the item."""
        for other in self._together.get(item, ()):
            exact = self._vocabularies[other].exact
            words = apart(text, partial(_is_in, exact))
            yield from ((rest, word, other) for rest, word in words)


def _is_counted(item: ChoiceItem | NumberItem | DateItem) -> bool:
    """Whether a number is how many there are of something, so that none is 0."""
    return isinstance(item, NumberItem) and not _COUNTED.isdisjoint(item.units)


def is_not_known(text: str) -> bool:
    """Whether a text says that nobody knows, in any language."""
    return choices.key(text) in SAYS_NOT_KNOWN


def settled(answer: Value | Refusal) -> Value | Refusal:
    """Make of the choices for not known and not applicable the values that say so."""
    if isinstance(answer, Choice) and answer.code == "unknown":
        return NotKnown(answer.text)
    if isinstance(answer, Choice) and answer.code == "not_applicable":
        return NotApplicable(answer.text)
    return answer


def _is_in(exact: Mapping[str, choices.Codes], word: str) -> bool:
    return choices.key(word) in exact
