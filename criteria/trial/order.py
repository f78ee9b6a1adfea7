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
    from collections.abc import Iterator, Mapping

    from criteria.trial.protocol import Screen
    from criteria.trial.trial import Trial

UNTOLD = Fraction(1, 20)
"""How often somebody fails by a screen whose trial does not say."""
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
    before = needed_first(trial)
    left = {screen.id: screen for screen in trial.protocol.screens}
    order: list[Screen] = []
    while left:
        free = [one for one in left.values() if not before[one.id] & left.keys()]
        # Screens that wait for each other are asked as they stand.
        chosen = max(free or left.values(), key=lambda one: _worth(one, before, left))
        order.append(left.pop(chosen.id))
    return tuple(order)


def needed_first(trial: Trial) -> dict[str, set[str]]:
    """Return for each screen those that have to come before it."""
    return {screen.id: _before(screen, trial) for screen in trial.protocol.screens}


def worth_of(
    name: str, still_open: Mapping[str, tuple[Screen, int]], before: Mapping[str, set[str]]
) -> Fraction | None:
    """Return the chance of a failure a prompt, of a screen or of it with one that it opens.

    None while another open screen has to come first. A screen whose trial has no figures counts
    with `UNTOLD`.

    Args:
        name: one of the open screens.
        still_open: all screens that are still to be asked, and how many of its items have no
            answer yet.
        before: what `needed_first` returns.
    """
    if before[name] & still_open.keys():
        return None
    opened = [one for one in still_open if before[one] & still_open.keys() == {name}]
    chance, cost = _stake(*still_open[name])
    worths = [chance / cost]
    for one in opened:
        more, further = _stake(*still_open[one])
        worths.append((chance + more) / (cost + further))
    return max(worths)


def _stake(screen: Screen, left: int) -> tuple[Fraction, Fraction]:
    """Return how often somebody fails by a screen, and how many prompts the rest of it takes."""
    return chance_of(screen), cost_of(screen, left)


def cost_of(screen: Screen, left: int) -> Fraction:
    """Return how many prompts a screen takes, at least one, with so many of its items left."""
    whole = len(screen.items)
    return max(Fraction(1), Fraction((screen.cost or whole) * left, whole))


def chance_of(screen: Screen) -> Fraction:
    """Return how often somebody fails by a screen, as far as the trial says."""
    return UNTOLD if screen.fails is None else Fraction(screen.fails)


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
