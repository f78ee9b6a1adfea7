"""The order of screens by what they yield, and which of them a quick check asks."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from criteria.trial import catalog
from criteria.trial.order import SHARE, by_yield, quick_screens
from criteria.trial.trial import Trial
from tests.making import TRIAL

SCREENS = {screen.id: screen for screen in TRIAL.protocol.screens}


def with_figures(**fails: str) -> Trial:
    """The trial with other figures of how often screens fail."""
    screens = tuple(
        screen.model_copy(update={"fails": Decimal(fails.get(screen.id, "0.01"))})
        for screen in TRIAL.protocol.screens
    )
    protocol = TRIAL.protocol.model_copy(update={"screens": screens})
    return Trial(protocol=protocol, words=TRIAL.words)


def test_every_screen_is_there_once() -> None:
    assert sorted(screen.id for screen in by_yield(TRIAL)) == sorted(SCREENS)


def test_what_others_lean_on_comes_before_them() -> None:
    order = [screen.id for screen in by_yield(with_figures(contra="0.9", labs="0.9"))]
    assert order.index("age_sex") < order.index("labs")
    assert order.index("age_sex") < order.index("preg") < order.index("contra")


def test_what_opens_a_screen_that_fails_often_comes_early() -> None:
    assert [screen.id for screen in by_yield(with_figures(labs="0.9"))][:2] == ["age_sex", "labs"]


def test_by_yield_no_other_order_of_independent_screens_comes_sooner_to_a_no() -> None:
    names = ("prrt", "ecog", "extent", "recist")
    chosen = [screen.id for screen in by_yield(TRIAL) if screen.id in names]
    assert _expected(tuple(chosen)) == min(map(_expected, permutations(names)))


def _expected(order: tuple[str, ...]) -> Fraction:
    """Return the expected number of prompts until something fails or nothing is left."""
    going_on, prompts = Fraction(1), Fraction(0)
    for name in order:
        prompts += going_on * (SCREENS[name].cost or 1)
        going_on *= 1 - Fraction(SCREENS[name].fails or 0)
    return prompts


def test_a_quick_check_covers_its_share_and_no_more() -> None:
    chosen = quick_screens(TRIAL)
    every = sum(Fraction(screen.fails or 0) for screen in TRIAL.protocol.screens)
    covered = [Fraction(screen.fails or 0) for screen in chosen]
    assert sum(covered[:-1]) < SHARE * every <= sum(covered)
    assert len({TRIAL.items[item].criterion for one in chosen for item in one.items} - {"CTX"}) == 9


def test_without_figures_there_is_no_quick_check() -> None:
    assert quick_screens(catalog.load("start-net", "R1")) == ()
