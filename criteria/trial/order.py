"""The order of screens that comes soonest to a definite no: from cost and how often each fails.

Where screens fail independently, asking by the chance of a failure for each prompt is the best
order. A screen that others lean on comes before them, and counts with what it opens.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.rules.rules import OfNormal, plain
from criteria.rules.tree import mentioned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.protocol import Screen
    from criteria.trial.trial import Trial

SHARE = Fraction(2, 3)
"""How much of what fails at all the screens of a quick check cover."""


def quick_screens(trial: Trial) -> tuple[Screen, ...]:
    """Return the screens of a quick check, in the order of asking; none where figures are missing.

    They are the first ones by `by_yield` that cover `SHARE` of all failures.
    """
    screens = trial.protocol.screens
    if any(screen.fails is None for screen in screens):
        return ()
    wanted = SHARE * sum(map(_fails, screens))
    covered, chosen = Fraction(0), []
    for screen in by_yield(trial):
        if covered >= wanted:
            break
        chosen.append(screen)
        covered += _fails(screen)
    return tuple(chosen)


def by_yield(trial: Trial) -> tuple[Screen, ...]:
    """Return every screen, the one first that fails most often for what it costs."""
    before = {screen.id: _before(screen, trial) for screen in trial.protocol.screens}
    left = {screen.id: screen for screen in trial.protocol.screens}
    order: list[Screen] = []
    while left:
        free = [one for one in left.values() if not before[one.id] & left.keys()]
        # Screens that wait for each other are asked as they stand.
        chosen = max(free or left.values(), key=lambda one: _worth(one, before, left))
        order.append(left.pop(chosen.id))
    return tuple(order)


def _worth(screen: Screen, before: dict[str, set[str]], left: dict[str, Screen]) -> Fraction:
    """Return the chance of a failure a prompt: of a screen alone, or with one that it opens."""
    opened = [one for one in left.values() if before[one.id] & left.keys() == {screen.id}]
    alone = _fails(screen) / _cost(screen)
    both = [
        (_fails(screen) + _fails(one)) / (_cost(screen) + _cost(one))
        for one in opened
        if one is not screen
    ]
    return max([alone, *both])


def _fails(screen: Screen) -> Fraction:
    return Fraction(screen.fails or 0)


def _cost(screen: Screen) -> int:
    return screen.cost or len(screen.items)


def _before(screen: Screen, trial: Trial) -> set[str]:
    """Return the screens whose answers say whether this one is asked, or what its limits are."""
    needed = {item for name in screen.items for item in _needed(name, trial)}
    return {one.id for one in trial.protocol.screens if one is not screen and needed & {*one.items}}


def _needed(name: str, trial: Trial) -> Iterator[str]:
    item = trial.items[name]
    if item.asked is not None:
        yield from mentioned(item.asked)
    criterion = trial.criteria.get(item.criterion)
    if criterion is not None and criterion.applies is not None:
        yield from mentioned(criterion.applies)
    yield from trial.leaning.get(name, ())
    of_normal = any(isinstance(rule, OfNormal) for rule in plain(item.rule))
    if of_normal and "sex" in trial.protocol.roles:
        yield trial.protocol.roles["sex"]
