"""Near misses: values against their limits, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.exports.pictures.near_misses import NearMiss, near_misses
from criteria.trial.site import Site
from tests.making import MAN, judge


def near(changes: dict[str, str | None], site: Site | None = None) -> list[NearMiss]:
    verdict = judge(MAN, changes, site=site or Site())
    return list(near_misses("S0001", verdict))


def test_nobody_is_near_who_passes_by_far() -> None:
    assert near({}) == []


@pytest.mark.parametrize(
    ("changes", "margin", "passes"),
    [
        ({"I10.hb": "84"}, Fraction(-6, 90), False),
        ({"I10.hb": "90"}, Fraction(0), False),
        ({"I10.hb": "99"}, Fraction(1, 10), True),
        ({"I10.hb": "9.1 g/dL"}, Fraction(1, 90), True),
        ({"I1.age": "18"}, Fraction(0), True),
        ({"I1.age": "17"}, Fraction(-1, 18), False),
        ({"I9.gfr": "12"}, Fraction(-38, 50), False),
        ({"I10.ast": "2.25"}, Fraction(0), False),
        ({"I10.ast": "2.2"}, Fraction(5, 225), True),
        ({"I10.ast": "22.5"}, Fraction(-9), False),
    ],
)
def test_how_far_it_is_from_the_limit(
    changes: dict[str, str], margin: Fraction, *, passes: bool
) -> None:
    (found,) = near(dict(changes))
    assert (found.margin, found.passes) == (margin, passes)


@pytest.mark.parametrize(
    "changes",
    [
        {"I10.hb": "100"},  # passes by more than a tenth
        {"I10.hb": "<90"},  # no distance
        {"I10.hb": "unknown"},
        {"I10.hb": None},
        {"I9.method": "eGFR_creatinine", "I9.gfr": "49"},  # does not count, whatever it is
        {"I10.ast": "2.2", "I10.ast_uln": None},  # no exact limit
        {"I7.lesion_mm": "5"},  # fails nothing: the criterion holds without it
    ],
)
def test_what_is_not_near(changes: dict[str, str | None]) -> None:
    assert near(changes) == []


def test_the_value_stands_beside_the_candidate_s_own_limit() -> None:
    (found,) = near({"I10.ast": "2.2"})
    assert (found.sign, found.value, found.limit) == ("<", Fraction("2.2"), Fraction("2.25"))
    assert (found.criterion, found.times) == ("I10", Fraction(3))


def test_a_site_s_limit_is_one() -> None:
    site = Site("UPP", {"I10.ast": {"male": Fraction("0.75"), "female": Fraction("0.6")}})
    changes: dict[str, str | None] = {"I10.ast": "2.2", "I10.ast_uln": None}
    assert [one.limit for one in near(changes, site)] == [Fraction("2.25")]
