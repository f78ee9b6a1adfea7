"""Answers that are possible each by itself and impossible together."""

import pytest

from criteria.known.values import Refusal
from criteria.verdict.crosschecks import impossible
from tests.making import TRIAL, given


# Neutrophils, leukocytes, whether both can be.
@pytest.mark.parametrize(
    ("neutrophils", "leukocytes", "possible"),
    [
        ("3.0", "5.0", True),
        ("5.0", "5.0", True),
        ("5.1", "5.0", True),
        ("5.11", "5.0", False),
        ("6", "5.0", False),
        ("5200 /µL", "5.0", False),
        (">5.0", "5.0", True),
        (">5.1", "5.0", False),
        ("≥5.1", "5.0", True),
        ("<9", "5.0", True),
        ("9", "<5.0", False),
        ("9", ">5.0", True),
        ("50 %", "5.0", True),
        ("9", "unknown", True),
        ("unknown", "5.0", True),
        ("9 @ 2026-03-01", "5.0 @ 2026-03-01", False),
        ("9 @ 2026-03-01", "5.0 @ 2026-03-02", True),
        ("9 @ 2026-03-01", "5.0", True),
        ("9", "50 mL", True),
    ],
)
def test_neutrophils_cannot_exceed_leukocytes_but_for_rounding(
    neutrophils: str, leukocytes: str, *, possible: bool
) -> None:
    found = list(impossible(TRIAL, given({"I10.anc": neutrophils, "I10.wbc": leukocytes})))
    refusal = Refusal("above_other", detail=(("other_item", "I10.wbc"),))
    assert found == ([] if possible else [("I10.anc", refusal)])


def test_one_of_the_two_alone_is_possible() -> None:
    assert not list(impossible(TRIAL, given({"I10.anc": "9"})))
    assert not list(impossible(TRIAL, given({"I10.wbc": "5"})))
    assert not list(impossible(TRIAL, {}))
