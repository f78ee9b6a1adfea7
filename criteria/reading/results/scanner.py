"""Cut a stretch of clean text into lexemes. Every step is bounded, so the time is linear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.known.values import Comparator
from criteria.reading.languages.wordlists import words
from criteria.reading.results.lexemes import (
    Day,
    Garbled,
    Known,
    Mark,
    Number,
    Placed,
    Sense,
    Sign,
    Spread,
    Unit,
    Word,
)
from criteria.reading.results.moves import moves_in
from criteria.reading.results.vocabulary import DATED, RUN, meaning_at
from criteria.reading.spelling import numbers
from criteria.reading.spelling.date_forms import led_from, months_in, yearless_in
from criteria.reading.spelling.dates import written_days
from criteria.reading.spelling.unit_scanner import foreign_unit_at, unit_at

if TYPE_CHECKING:
    from criteria.reading.results.lexemes import Lexeme

_BORDER = re.compile(r"[ \t|]*(?:\t|\||  )[ \t|]*|[ \t]*\n[ \t]*")
_ARROW = re.compile(r"[-=]{0,3}-[-=]{0,3}>|=+>|>>+|[→⇒➔➜⟶⇨↦]")
_ABOUT = "~≈"
_DIGIT = re.compile(r"[0-9]")
_SIGNS = (
    (re.compile(r"≤|< ?=|=<|< ?or ?=", re.IGNORECASE), Comparator.AT_MOST),
    (re.compile(r"≥|> ?=|=>|> ?or ?=", re.IGNORECASE), Comparator.AT_LEAST),
    (re.compile(r"<"), Comparator.LESS),
    (re.compile(r">"), Comparator.MORE),
)
_CLOCK = re.compile(
    rf"(?:{'|'.join(words('dates', 'clock'))})\.? ?[0-9]{{1,2}}[:.][0-9]{{2}}(?![0-9])"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])",
    re.IGNORECASE,
)
_TEMPERATURE = re.compile(
    rf"(?:(?:{'|'.join(words('report', 'measured_at'))}) )?[0-9]{{2}} ?(?:°|º|gr\.?) ?C(?![^\W_])"
)
"""At which a method measures."""
_TO = re.compile(
    rf" {{0,2}}(?:-|~|\.\.\.?| (?:{'|'.join(words('report', 'range_to'))}) )[ ]{{0,2}}(?=[0-9])",
    re.IGNORECASE,
)
_UPPER_END = re.compile(r"-[0-9]{1,5}(?:[.,][0-9]{1,3})?(?=[ \t]*(?:[|\t\n]| {2}|$))")
"""What fills its own cell behind a result: the upper end of an interval, or a change. Neither."""
_MISREAD = re.compile(r"(?<![^\W_])[OoSsIilBZzGgqD]$")
"""A letter that machines read for a digit, alone in front of a decimal mark: S,6."""
_TORN = re.compile(r"0[.,] [0-9]")
"""A decimal mark with a space behind it, which reading machines leave: 0, 41."""
_THOUSANDS = re.compile(r"1000 ?/")
_BEHIND_NUMBER = re.compile(r"[0-9][ \t|]{1,8}$")
_FLAG = re.compile(r"(?:HH|LL|H|L|A|\*{1,3}|[↑↓▲▼]{1,2}|!{1,2}|\+{1,3}|⚠)(?![^\W_])")
_LOOSE_SIGNS = "*↑↓▲▼!⚠⬆⬇⏫⏬🔺🔻🔼🔽🔴🟡🟢🟠❗✅"
_GLUED_FLAG = re.compile(r"(?:HH|LL|H|L)(?=[ \t|])[ \t|]{1,8}")
"""A flag directly behind its number; what follows has to be a unit: 9.9L g/dL."""
_NO_NUMBER = Garbled("not_a_number")
_LAST_WORD = re.compile(r"(?<![^\W_])[^\W\d_]+ \Z")
_LONGEST_DATED = 12
_PUNCTUATION = frozenset(":=,;.()[]{}\"'|→-_/&?")


def _past_space(text: str, place: int) -> int:
    return place + 1 if text[place : place + 1] == " " else place


def _border(space: str) -> str:
    """Name a border: a line's end, an empty cell, or the border of a cell."""
    if "\n" in space:
        return "\n"
    return "\t\t" if space.count("|") > 1 or space.count("\t") > 1 else "\t"


def _dated_from(text: str, start: int) -> int:
    """Return where a word between what was done and its day begins: from 3 March; else the day."""
    word = _LAST_WORD.search(text, max(0, start - _LONGEST_DATED), start)
    return word.start() if word and word[0].strip().casefold() in DATED else start


class Scanner:
    """Cuts one window of text, knowing which units the item at hand may have."""

    def __init__(self, text: str, units: tuple[str, ...], *, grouped: bool = True) -> None:
        """Take a clean text; without ``grouped`` a space never joins digits."""
        self.text = text
        self.units = units
        self.grouped = grouped
        found: dict[int, tuple[Day, int]] = {
            start: (Day(span) if span else Day(None, text[start:end].strip()), end)
            for spans in (months_in(text), written_days(text))
            for span, start, end in spans
        }
        for start, end in yearless_in(text):
            found.setdefault(start, (Day(None, text[start:end]), end))
        self.days = {_dated_from(text, led_from(text, start)): day for start, day in found.items()}
        self.moves: dict[int, tuple[Lexeme, int]] = {}
        for (start, first), (end_of_first, second) in moves_in(text):
            if not self._leads(start):
                continue
            self.moves[start] = Known(Sense.FILLER), first
            self.moves[_past_space(text, end_of_first)] = Mark("→"), second

    def _leads(self, place: int) -> bool:
        """Whether no number, limit or earlier result is in front of a place, but for days."""
        before = list(self.text[:place])
        for start, (_, end) in self.days.items():
            before[start:end] = " " * len(before[start:end])
        plain = "".join(before)
        meanings = (meaning_at(plain, run.start(), place) for run in RUN.finditer(plain))
        about_others = (Sense.REFERENCE, Sense.NORMAL, Sense.PREVIOUS)
        return not _DIGIT.search(plain) and not any(
            found is not None and found[1] in about_others for found in meanings
        )

    def lexemes(self) -> list[Placed]:
        """Every lexeme of the window in order."""
        found: list[Placed] = []
        place = 0
        while place < len(self.text):
            border = _BORDER.match(self.text, place)
            if border and border.end() > place:
                if self.text[place] == "|" and self._is_misread(place):
                    found.append(Placed(Garbled("not_a_number"), place, border.end()))
                found.append(Placed(Mark(_border(border[0])), place, border.end()))
                if border[0].count("\n") and self.text[border.end() : border.end() + 1] == "\n":
                    found.append(Placed(Mark("\n\n"), place, border.end()))
                place = border.end()
                continue
            place = _past_space(self.text, place)
            if place < len(self.text) and self.text[place] not in " \t|\n":
                lexeme, stop = self._next(place)
                found.append(Placed(lexeme, place, stop))
                place = stop
        return found

    def _is_misread(self, place: int) -> bool:
        """Whether a bar directly behind a digit borders no cell: a 1 that a machine misread."""
        glued = self.text[place - 1 : place].isdigit()
        return glued and self.text.count("|") == 1

    def _next(self, place: int) -> tuple[Lexeme, int]:
        if place in self.days:
            return self.days[place]
        if place in self.moves:
            return self.moves[place]
        return (
            self._clock(place)
            or self._flag(place)
            or self._unit(place)
            or self._sign(place)
            or self._number(place)
            or self._foreign(place)
            or self._word(place)
        )

    def _clock(self, place: int) -> tuple[Lexeme, int] | None:
        clock = _CLOCK.match(self.text, place) or _TEMPERATURE.match(self.text, place)
        return (Known(Sense.FILLER), clock.end()) if clock else None

    def _flag(self, place: int) -> tuple[Lexeme, int] | None:
        flag = _FLAG.match(self.text, place)
        if flag is None:
            loose = self.text[place] in _LOOSE_SIGNS
            return (Known(Sense.FLAG), place + 1) if loose else None
        before = self.text[place - 1 : place] if place else " "
        glued = before.isalnum() and flag[0][0] not in _LOOSE_SIGNS
        if glued and before.isdigit() and self._flag_is_glued(place):
            return Known(Sense.FLAG), flag.end()
        if glued or self.text[flag.end() : flag.end() + 1] == "/":
            return None
        return Known(Sense.FLAG), flag.end()

    def _unit(self, place: int) -> tuple[Lexeme, int] | None:
        found = unit_at(self.text, place, len(self.text), self.units)
        if found is None or (_THOUSANDS.match(self.text, place) and not self._is_behind(place)):
            return None
        return Unit(self.text[place : found[0]], found[1]), found[0]

    def _is_behind(self, place: int) -> bool:
        """Whether a bare number comes before: 1000/µL is the unit of 210 there, else a result."""
        return _BEHIND_NUMBER.search(self.text, max(0, place - 9), place) is not None

    def _sign(self, place: int) -> tuple[Lexeme, int] | None:
        if self.text[place] in _ABOUT:
            return Known(Sense.ABOUT), place + 1
        arrow = _ARROW.match(self.text, place)
        if arrow and (arrow[0] != "=>" or _DIGIT.search(self.text, max(0, place - 40), place)):
            return Mark("→"), arrow.end()
        for pattern, comparator in _SIGNS:
            sign = pattern.match(self.text, place)
            if sign:
                return Sign(comparator), sign.end()
        return None

    def _number(self, place: int) -> tuple[Lexeme, int] | None:
        char = self.text[place]
        following = self.text[place + 1 : place + 2]
        if char in "-+" and following.isdigit():
            return self._signed(place)
        if char in ".," and following.isdigit():
            glued = place > 0 and (
                self.text[place - 1].isalnum() or self.text[place - 1] in "\"')]"
            )
            misread = glued and _MISREAD.search(self.text, max(0, place - 2), place)
            return None if char == "," and glued and not misread else (_NO_NUMBER, place + 1)
        if not char.isdigit():
            return None
        torn = char == "0" and _TORN.match(self.text, place)
        stop = None if torn else self._end_of_number(place)
        if stop is None:
            return self._no_number(place)
        number = self._number_of(place, stop)
        between = _TO.match(self.text, stop)
        if between is None or _past_space(self.text, stop) in self.moves:
            return number, stop
        return self._spread(number, between.end())

    def _signed(self, place: int) -> tuple[Lexeme, int]:
        """A sign glued to digits: a minus makes it negative, a plus nothing known."""
        before = self.text[place - 1 : place]
        cell = _UPPER_END.match(self.text, place)
        in_front = self.text[max(0, place - 2) : place]
        apart = in_front == "  " or before in ("\t", "|")
        if cell and apart and _DIGIT.search(self.text, 0, place):
            return Known(Sense.FILLER), cell.end()
        if self.text[place] == "-" and not before.isalnum():
            return Garbled("negative"), place + 1
        return Garbled("not_a_number"), place + 1

    def _no_number(self, place: int) -> tuple[Lexeme, int]:
        run = re.compile(r"[^\W_]+(?:[.,'/:][^\W_]+)*").match(self.text, place)
        stop = run.end() if run else place + 1
        digits = sum(char.isdigit() for char in self.text[place:stop])
        return Garbled("too_long" if digits > numbers.MOST_DIGITS else "not_a_number"), stop

    def _number_of(self, place: int, stop: int) -> Number:
        written = self.text[place:stop]
        return Number(written, numbers.candidates(written))

    def _spread(self, low: Number, place: int) -> tuple[Lexeme, int]:
        stop = self._end_of_number(place, grouped=self.grouped and " " in low.text)
        if stop is None:
            return self._no_number(place)
        high = self._number_of(place, stop)
        if min(low.candidates) > max(high.candidates):
            return Garbled("not_a_number"), stop
        return Spread(low, high), stop

    def _end_of_number(self, place: int, *, grouped: bool | None = None) -> int | None:
        """The end of the number; None if these digits are no number."""
        ends = [place + len(spelling) for spelling in numbers.spellings_at(self.text, place)]
        if not (self.grouped if grouped is None else grouped):
            ends = ends[-1:]
        possible = [
            stop for stop in ends if self._free(stop) and numbers.candidates(self.text[place:stop])
        ]
        if not possible:
            return None
        before_unit = [stop for stop in possible if self._unit_follows(stop)]
        return before_unit[0] if len(before_unit) == 1 else possible[0]

    def _unit_follows(self, stop: int) -> bool:
        start = _past_space(self.text, stop)
        return unit_at(self.text, start, len(self.text), self.units) is not None

    def _free(self, stop: int) -> bool:
        """Whether nothing is glued to the number's end that would make it another one."""
        following = self.text[stop : stop + 2]
        if not following:
            return True
        if following[0].isalnum() or (following[0] == "/" and following[1:].isalpha()):
            if following[0] in "HL" and self._flag_is_glued(stop):
                return True
            return unit_at(self.text, stop, len(self.text), self.units) is not None
        if following[0] in ".,':^/-" and following[1:].isdigit():
            return following[0] == "-"
        return following[0] not in "^_"

    def _flag_is_glued(self, place: int) -> bool:
        """Whether a flag is glued to the number that ends here, with its unit behind it."""
        flag = _GLUED_FLAG.match(self.text, place)
        if flag is None:
            return False
        return unit_at(self.text, flag.end(), len(self.text), self.units) is not None

    def _foreign(self, place: int) -> tuple[Lexeme, int] | None:
        if place and self.text[place - 1].isalpha():
            return None
        stop = foreign_unit_at(self.text, place)
        if stop is None or meaning_at(self.text, place, len(self.text)):
            return None
        return Unit(self.text[place:stop], None), stop

    def _word(self, place: int) -> tuple[Lexeme, int]:
        meaning = meaning_at(self.text, place, len(self.text))
        if meaning is not None:
            stop, what = meaning
            return (Sign(what) if isinstance(what, Comparator) else Known(what)), stop
        run = RUN.match(self.text, place)
        if run:
            return Word(run[0]), run.end()
        char = self.text[place]
        return (Mark(char) if char in _PUNCTUATION else Word(char)), place + 1
