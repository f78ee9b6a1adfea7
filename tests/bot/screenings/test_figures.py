"""What a site's own screenings say about how often each screen fails."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bot.screenings.figures import WEIGHT, figures
from bot.screenings.records import Records
from bot.store import Store
from tests.bot.exports.inventing import NOW, answered
from tests.making import MAN, TRIAL

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def records() -> Iterator[Records]:
    """Three screenings: one well, one with earlier PRRT, one that has only begun."""
    with Store.open("sqlite://") as store:
        given = (MAN, {**MAN, "E2.prior_prrt": "yes"}, {"I1.age": "62"})
        for number, answers in enumerate(given, 1):
            store.add(answered(answers, number=number), "terminal", NOW)
        yield Records(store)


def test_what_was_asked_and_what_failed_is_counted_by_screen(records: Records) -> None:
    found = {one.screen.id: one for one in figures(records.between(), TRIAL)}
    assert (found["prrt"].asked, found["prrt"].failed) == (2, 1)
    assert (found["age_sex"].asked, found["age_sex"].failed) == (3, 0)
    assert (found["labs"].asked, found["labs"].failed) == (2, 0)


def test_a_proposal_weighs_the_files_figure(records: Records) -> None:
    (prrt,) = (one for one in figures(records.between(), TRIAL) if one.screen.id == "prrt")
    before = Fraction(prrt.screen.fails or 0)
    assert prrt.proposed == (before * WEIGHT + 1) / (WEIGHT + 2)


def test_another_trials_screenings_do_not_count(records: Records) -> None:
    protocol = TRIAL.protocol.model_copy(update={"id": "other"})
    other = TRIAL.model_copy(update={"protocol": protocol})
    assert not any(one.asked for one in figures(records.between(), other))
