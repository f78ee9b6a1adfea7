"""Which screenings are counted, and what is counted of each."""

from __future__ import annotations

from datetime import date

import pytest

from bot.exports.pictures.observations import Scope, first_reason, observations
from bot.screenings.status import Stage
from tests.bot.exports.counted import LOW_BLOOD, purged, screened
from tests.making import TODAY


def test_the_first_reason_is_first_in_the_order_of_asking() -> None:
    """Of the registry I2 comes before I3; consent is asked for last."""
    one = screened({"I2.consent": "declined", "I3.ecog": "3"})
    assert one.verdict.failing == ("I2", "I3")
    assert first_reason(one) == "I3"
    assert first_reason(screened()) is None


def test_the_item_that_fails_counts_not_the_first_of_its_criterion() -> None:
    """I4 begins before the ECOG grade is asked for; its resectability comes behind it."""
    assert first_reason(screened({"I4.type": "paraganglioma", "I3.ecog": "3"})) == "I4"
    assert first_reason(screened({"I4.inoperable": "no", "I3.ecog": "3"})) == "I3"


def test_a_purged_screening_counts_by_its_result() -> None:
    failed = purged("not_eligible", "I2", "I3")
    (found,) = observations([failed], Scope())
    assert (found.stage, found.failing, found.near) == (Stage.NOT_ELIGIBLE, ("I2", "I3"), ())
    assert found.first == "I3"


@pytest.mark.parametrize(
    ("scope", "counted"),
    [
        (Scope(), True),
        (Scope(TODAY, TODAY), True),
        (Scope(first=date(2026, 4, 1)), False),
        (Scope(last=date(2026, 3, 30)), False),
        (Scope(trial="start-net", version="R1.1"), True),
        (Scope(version="R2"), False),
        (Scope(trial="iron-tablets"), False),
    ],
)
def test_what_belongs_to_a_scope(scope: Scope, *, counted: bool) -> None:
    assert len(list(observations([screened()], scope))) == counted


def test_values_near_their_limits_come_with_it() -> None:
    (found,) = observations([screened(LOW_BLOOD)], Scope())
    assert [(near.item, near.token) for near in found.near] == [
        ("I10.hb", "S0001"),
        ("I10.plt", "S0001"),
    ]
