"""Reasons and advice belong to the choice that failed."""

from __future__ import annotations

import pytest

from tests.making import TRIAL

REASONS = [
    ("I4.type", "nec", "well-differentiated NET"),
    ("I4.type", "pheochromocytoma", "excepts pheochromocytoma"),
    ("I4.type", "paraganglioma", "excepts paraganglioma"),
    ("I5.uptake", "equal", "Krenning 2"),
    ("I5.uptake", "none", "above the normal liver"),
    ("I2.consent", "declined", "has declined"),
    ("I2.consent", "cannot_consent", "no proxy"),
    ("I10.hb", "", "above 90 g/L"),
]


@pytest.mark.parametrize(("item", "code", "said"), REASONS)
def test_why_it_failed(item: str, code: str, said: str) -> None:
    assert said in (TRIAL.words["en"].why_failed(item, code) or "")


ADVICE = [
    ("I2.consent", "declined", "only if the patient asks"),
    ("I3.ecog", "2", "assess again later"),
    ("E3.systemic", "other_ongoing", "when the other treatment has ended"),
    ("E7.participation", "unwilling", "only if the patient asks"),
    ("I10.hb", "", "repeat the test"),
    ("I4.type", "pheochromocytoma", "Not expected to change"),
]


@pytest.mark.parametrize(("item", "code", "said"), ADVICE)
def test_what_could_change(item: str, code: str, said: str) -> None:
    change = TRIAL.items[item].change
    assert said in (TRIAL.words["en"].could_change(item, change, code) or "")


def test_without_a_change_nothing_is_said() -> None:
    assert TRIAL.words["en"].could_change("CTX.sex", None) is None
