"""Which question comes next where one candidate is screened for several trials at once.

It is the one that is most likely to settle something for each prompt that it takes, counted over
all trials that are still open: an answer that several of them ask for counts in each.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from criteria.trial.order import chance_of, cost_of, worth_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.dialogs.session import Script, Session
    from criteria.trial.protocol import Screen


class Candidate(NamedTuple):
    """A screening that waits for a question."""

    session: Session
    script: Script


class Choice(NamedTuple):
    """The question that comes next: in which screening, and its item."""

    token: str
    item: str


def choose(waiting: Sequence[Candidate]) -> Choice | None:
    """Return the question that settles most for its cost; None where nothing is left to ask.

    Of equals what somebody has to judge, and consent, come last, so that they are asked for the
    trials that are still open; then it is the one that comes first in the order of the screenings
    and of asking.
    """
    opened = {one.session.token: _open_screens(one) for one in waiting}
    sharing = _chances(waiting, opened)
    best: tuple[tuple[Fraction, bool], Choice] | None = None
    for one in waiting:
        late = one.script.asked_late
        for worth, item in _worths(one, opened[one.session.token], sharing):
            rank = worth, item not in late
            if best is None or rank > best[0]:
                best = rank, Choice(one.session.token, item)
    return best and best[1]


class _Open(NamedTuple):
    """A screen with items that are still to be asked."""

    screen: Screen
    items: list[str]
    left: int
    """How many of its items have no answer; some may never be asked."""


_Opened = dict[str, _Open]


def _open_screens(one: Candidate) -> _Opened:
    found: _Opened = {}
    for item in one.script.to_ask(one.session):
        screen = one.script.screen_of[item]
        if screen.id not in found:
            left = sum(name not in one.session.answers for name in screen.items)
            found[screen.id] = _Open(screen, [], left)
        found[screen.id].items.append(item)
    return found


def _chances(
    waiting: Iterable[Candidate], opened: Mapping[str, _Opened]
) -> dict[str, dict[str, Fraction]]:
    """Return for each concept how often each screening is settled by the screen that asks it."""
    found: dict[str, dict[str, Fraction]] = {}
    for one in waiting:
        token = one.session.token
        for at in opened[token].values():
            for item in at.items:
                concept = one.script.concept_of.get(item)
                if concept:
                    found.setdefault(concept, {})[token] = chance_of(at.screen)
    return found


def _worths(
    one: Candidate, opened: _Opened, sharing: Mapping[str, Mapping[str, Fraction]]
) -> Iterator[tuple[Fraction, str]]:
    """Return each question that a screening can ask now, with what it is worth a prompt.

    A screen is worth what it can settle here, and what its items that others share settle there;
    such an item by itself is worth what it can settle in all of them.
    """
    left = {name: (at.screen, at.left) for name, at in opened.items()}
    for name, at in opened.items():
        alone = worth_of(name, left, one.script.needed_first)
        if alone is None and not _is_stuck(left, one):
            continue
        shared = {item: _chance_of(item, one, sharing) for item in at.items}
        elsewhere = sum((more for _, more in shared.values()), Fraction(0))
        yield (alone or Fraction(0)) + elsewhere / cost_of(at.screen, at.left), at.items[0]
        yield from ((here + more, item) for item, (here, more) in shared.items() if more)


def _chance_of(
    item: str, one: Candidate, sharing: Mapping[str, Mapping[str, Fraction]]
) -> tuple[Fraction, Fraction]:
    """Return how likely an item settles something here, and in all others that share it."""
    chances = sharing.get(one.script.concept_of.get(item, ""), {})
    here = chances.get(one.session.token, Fraction(0))
    return here, sum(chances.values(), Fraction(0)) - here


def _is_stuck(left: Mapping[str, object], one: Candidate) -> bool:
    """Whether all open screens wait for each other: then they are asked as they stand."""
    before = one.script.needed_first
    return all(before[name] & left.keys() for name in left)
