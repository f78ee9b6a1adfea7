"""The parser of what follows a name, as a table: state, kind of token, action, next state.

Values come with units, reference intervals, days and flags in any order, as long as everything up
to the value is understood. What cannot be told apart is a problem with a code; nothing is guessed,
and which unit a bare number has is not decided here.

A layout that is to be understood is a kind of token (`tokens`), a state, or a step more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from criteria.reading.results import collected as act
from criteria.reading.results.collected import Collected
from criteria.reading.results.lexemes import Mark
from criteria.reading.results.printed import Parsed
from criteria.reading.results.tokens import Kind, tokens_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from criteria.reading.results.lexemes import Placed
    from criteria.reading.results.tokens import Token


class State(Enum):
    """How far the reading is."""

    START = "nothing is read yet"
    GAP = "no value, but an empty cell or the unit: a bound can only be a limit now"
    UNSURE = "no value, but a day that is not certain"
    UNSURE_GAP = "no value, but a day that is not certain, and a gap"
    VALUE = "behind a value"
    PAUSED = "behind a value and a comma or the like"
    LOOSE = "behind a value and something that is not understood"
    LOOSE_PAUSED = "behind something that is not understood, and a comma or the like"
    EXTRA = "behind a number too many: which of them counts is not said"
    EXTRA_PAUSED = "behind a number too many, and a comma or the like"
    MISSING = "there is no result"


class Expected(Enum):
    """What the next number is."""

    VALUE = "what it looks like"
    LIMIT = "an end of the reference interval: a word for it was read"
    AREA = "the body surface area: a word for it was read"


@dataclass(frozen=True, slots=True)
class Step:
    """What a token does."""

    action: Callable[[Collected, Token], Collected | None] = act.keep
    to: State | None = None
    """The next state; None is the same one."""
    expects: Expected | None = None
    """What is expected then; None is the same as before."""
    otherwise: State | None = None
    """The next state where the action has no use for the token."""


Row = dict[Kind, Step | None]
"""What each kind of token does in one state; None ends the reading in front of the token."""

_FIGURES = (
    *(Kind.NUMBER, Kind.NUMBER_ASIDE, Kind.CHANGE, Kind.BOUND, Kind.BOUND_ASIDE, Kind.LIMIT),
    Kind.EARLIER,
)
_UNITS = (Kind.UNIT, Kind.UNIT_ASIDE, Kind.UNKNOWN_UNIT)

READ_AS: Mapping[tuple[Expected, Kind], Kind] = {
    **dict.fromkeys(((Expected.LIMIT, kind) for kind in _FIGURES), Kind.LIMIT),
    (Expected.LIMIT, Kind.RANGE): Kind.INTERVAL,
    **dict.fromkeys(((Expected.AREA, kind) for kind in _FIGURES), Kind.AREA),
    **dict.fromkeys(((Expected.AREA, kind) for kind in _UNITS), Kind.NOTHING),
}
"""What a token counts as because of what is expected; any other counts as what it is."""

_ANYWHERE: Row = {
    **dict.fromkeys(Kind, Step()),
    Kind.AREA: Step(act.surface, expects=Expected.VALUE),
    Kind.END: None,
    Kind.FLAG: Step(act.flag),
    Kind.INTERVAL: Step(act.interval, expects=Expected.VALUE),
    Kind.LIMIT: Step(act.bound, expects=Expected.VALUE),
    Kind.REFERENCE: Step(expects=Expected.LIMIT),
    Kind.REFUSED: Step(act.no_number),
    Kind.SURFACE: Step(expects=Expected.AREA),
}
"""What is the same in every state: a kind that no row names says nothing there."""

_BEFORE: Row = {
    **_ANYWHERE,
    Kind.ABOUT: Step(act.approximate),
    Kind.BOUND_ASIDE: Step(act.not_understood),
    Kind.DASH: Step(to=State.MISSING),
    Kind.DAY: Step(act.day_in_front),
    Kind.DAY_IN_REMARK: Step(act.day_in_front),
    Kind.GARBLED: Step(act.no_number),
    Kind.MISSING: Step(to=State.MISSING),
    Kind.NO_REFERENCE: Step(expects=Expected.LIMIT),
    Kind.NUMBER_ASIDE: Step(act.not_understood),
    Kind.PREVIOUS: Step(act.earlier_result),
    Kind.STRAY_SIGN: Step(act.not_a_number),
    Kind.UNIT: Step(act.unit_in_front),
    Kind.UNIT_ASIDE: Step(act.unit_in_front),
    Kind.UNKNOWN_UNIT: Step(act.unknown_unit),
    Kind.VAGUE_DAY: Step(act.day_in_front),
    Kind.WORD: Step(act.not_understood),
}
"""Before the first value everything has to be understood."""

_BEHIND: Row = {
    **_ANYWHERE,
    Kind.ABOUT: Step(act.strange_word),
    Kind.BOUND: Step(act.bound),
    Kind.BOUND_ASIDE: Step(act.bound),
    Kind.GARBLED: Step(act.strange_digits),
    Kind.MISSING: Step(act.no_result),
    Kind.NO_REFERENCE: Step(act.limits_alone),
    Kind.PAUSE: Step(expects=Expected.VALUE),
    Kind.RANGE: Step(act.interval, expects=Expected.VALUE),
    Kind.STOP: None,
    Kind.UNIT: Step(act.unit),
    Kind.UNIT_ASIDE: Step(act.unit),
    Kind.UNKNOWN_UNIT: Step(act.foreign_unit),
    Kind.WORD: Step(act.strange_word),
}
"""Behind a value: only what may be a part of it has to be understood."""

_FIRST_VALUES = (Kind.NUMBER, Kind.BOUND, Kind.CHANGE, Kind.RANGE)
_NEXT_VALUES = (Kind.NUMBER, Kind.NUMBER_ASIDE, Kind.CHANGE)
_LOOSENING = (Kind.DAY_IN_REMARK, Kind.PREVIOUS, Kind.STRAY_SIGN)
_WORDS = (Kind.ABOUT, Kind.MISSING, Kind.WORD)

STEPS: Mapping[State, Row] = {
    State.START: {
        **_BEFORE,
        **dict.fromkeys(_FIRST_VALUES, Step(act.value, State.VALUE)),
        Kind.EMPTY: Step(to=State.GAP),
        Kind.UNIT: Step(act.unit_in_front, State.GAP),
        Kind.VAGUE_DAY: Step(act.day_in_front, State.UNSURE),
    },
    State.GAP: {
        **_BEFORE,
        **dict.fromkeys(_FIRST_VALUES, Step(act.value, State.VALUE)),
        **dict.fromkeys((Kind.BOUND, Kind.CHANGE), Step(act.limits_alone)),
        Kind.COLON: Step(to=State.START),
        Kind.VAGUE_DAY: Step(act.day_in_front, State.UNSURE_GAP),
    },
    State.UNSURE: {
        **_BEFORE,
        **dict.fromkeys(_FIRST_VALUES, Step(act.value, State.LOOSE)),
        Kind.EMPTY: Step(to=State.UNSURE_GAP),
        Kind.UNIT: Step(act.unit_in_front, State.UNSURE_GAP),
    },
    State.UNSURE_GAP: {
        **_BEFORE,
        **dict.fromkeys(_FIRST_VALUES, Step(act.value, State.LOOSE)),
        **dict.fromkeys((Kind.BOUND, Kind.CHANGE), Step(act.limits_alone)),
        Kind.COLON: Step(to=State.UNSURE),
    },
    State.VALUE: {
        **_BEHIND,
        **dict.fromkeys(_NEXT_VALUES, Step(act.next_value)),
        **dict.fromkeys(_LOOSENING, Step(to=State.LOOSE)),
        Kind.ABOUT: Step(act.strange_word, State.LOOSE),
        Kind.DAY: Step(act.day, otherwise=State.LOOSE),
        Kind.GARBLED: Step(act.strange_digits, State.LOOSE),
        Kind.MISSING: Step(act.no_result, State.LOOSE),
        Kind.PAUSE: Step(to=State.PAUSED, expects=Expected.VALUE),
        Kind.UNKNOWN_UNIT: Step(act.unknown_unit),
        Kind.VAGUE_DAY: Step(act.vague_day, State.LOOSE),
        Kind.WORD: Step(act.strange_word, State.LOOSE),
    },
    State.PAUSED: {
        **_BEHIND,
        **dict.fromkeys(_NEXT_VALUES, Step(act.next_value, State.VALUE)),
        **dict.fromkeys((*_LOOSENING, *_WORDS), Step(to=State.LOOSE_PAUSED)),
        Kind.DAY: Step(act.next_day, otherwise=State.LOOSE_PAUSED),
        Kind.GARBLED: Step(act.strange_digits, State.LOOSE_PAUSED),
        Kind.UNKNOWN_UNIT: Step(act.unknown_unit),
        Kind.VAGUE_DAY: Step(act.vague_day, State.LOOSE_PAUSED),
    },
    State.LOOSE: {
        **_BEHIND,
        **dict.fromkeys(_NEXT_VALUES, Step(to=State.EXTRA)),
        Kind.PAUSE: Step(to=State.LOOSE_PAUSED, expects=Expected.VALUE),
    },
    State.LOOSE_PAUSED: {
        **_BEHIND,
        **dict.fromkeys(_NEXT_VALUES, Step(to=State.EXTRA_PAUSED)),
        **dict.fromkeys(_WORDS, Step()),
        Kind.UNKNOWN_UNIT: Step(act.another_unit),
    },
    State.EXTRA: {
        **_BEHIND,
        **dict.fromkeys(_UNITS, Step()),
        Kind.PAUSE: Step(to=State.EXTRA_PAUSED, expects=Expected.VALUE),
    },
    State.EXTRA_PAUSED: {
        **_BEHIND,
        **dict.fromkeys((*_UNITS, *_WORDS), Step()),
    },
    State.MISSING: dict.fromkeys(Kind),
}
"""Every state has a step for every kind of token."""

_LOOSE = (State.LOOSE, State.LOOSE_PAUSED, State.EXTRA, State.EXTRA_PAUSED)
_EXTRA = (State.EXTRA, State.EXTRA_PAUSED)


def parse(lexemes: Sequence[Placed]) -> Parsed:
    """What the lexemes say about one name, up to the end or to what cannot be told apart."""
    tokens = tokens_of(lexemes)
    state, expected, collected = State.START, Expected.VALUE, Collected()
    unread: list[Token] = []
    for place, token in enumerate(tokens):
        if token.start < collected.end:
            continue
        step = STEPS[state][READ_AS.get((expected, token.kind), token.kind)]
        if step is None:
            unread = tokens[place:]
            break
        after = step.action(collected, token)
        state = (step.otherwise if after is None else step.to) or state
        expected = step.expects or expected
        collected = after or collected
        if collected.problem is not None:
            return Parsed(problem=collected.problem, at=collected.at)
    missing = state is State.MISSING
    return Parsed(
        values=collected.results(),
        missing=missing or bool(collected.flags and not collected.values),
        loose=state in _LOOSE or None in collected.dates or collected.following is not None,
        extra=state in _EXTRA,
        limits=collected.the_limits,
        vague=collected.vague,
        rest=not missing and any(not isinstance(left.lexeme, Mark) for left in unread),
    )
