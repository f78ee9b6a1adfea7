"""Answers for tests, made of short texts; no test of the core needs the product's own reading.

A text is a choice code (``yes``), a number with comparator and unit (``<3.0``, ``9.1 g/dL``,
``149 U/L (50)`` with the upper limit printed beside it), a date (``2024-03-31``, ``2024-03``,
``2024``), ``unknown`` or ``not_applicable``. `` @ `` and a date behind it say when it was.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Interval,
    NotApplicable,
    NotKnown,
    Quantity,
    Reference,
    Value,
)
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem, NumberItem
from criteria.trial.site import NO_SITE, Site
from criteria.verdict.verdict import Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criteria.trial.trial import Trial
    from criteria.verdict.statuses import Status

Written: TypeAlias = "str | Value | None"
"""A short text, a value, or None for an item that was not asked."""

TRIAL = catalog.load("start-net", "R1.1")
TODAY = date(2026, 3, 31)

_NUMBER = re.compile(r"([<≤>≥]?)([\d.]+)(?: ([^(]+?))?(?: \(([\d.]+)\))?")


def span(text: str) -> DateSpan:
    """Read a day, a month or a year in ISO form."""
    return DateSpan.of(*map(int, text.split("-")))


def value(item: str, text: str, trial: Trial = TRIAL) -> Value:
    """Make an item's value of a short text."""
    if text == "unknown":
        return NotKnown()
    if text == "not_applicable":
        return NotApplicable()
    text, _, when = text.partition(" @ ")
    day = span(when) if when else None
    known = trial.items[item]
    if isinstance(known, ChoiceItem):
        return Choice(text, text, day)
    if not isinstance(known, NumberItem):
        return span(text)
    return _quantity(text, known, day)


def quantity(item: str, text: str) -> Quantity:
    """Make a number's value of a short text."""
    made = value(item, text)
    assert isinstance(made, Quantity)
    return made


def _quantity(text: str, item: NumberItem, day: DateSpan | None) -> Quantity:
    found = _NUMBER.fullmatch(text)
    assert found, f"no number: {text}"
    comparator = Comparator(found[1] or "=")
    unit = found[3] or item.canonical
    reference, interval = None, None
    if unit in item.units:
        interval = Interval.reported(comparator, item.in_canonical(Decimal(found[2]), unit))
        if found[4]:
            upper = Decimal(found[4])
            reference = Reference(None, upper, item.in_canonical(upper, unit))
    return Quantity(text, Decimal(found[2]), comparator, unit, interval, day, reference)


def given(texts: Mapping[str, Written], trial: Trial = TRIAL) -> dict[str, Value]:
    """Make answers of short texts."""
    return {
        item: value(item, text, trial) if isinstance(text, str) else text
        for item, text in texts.items()
        if text is not None
    }


MAN = {
    "CTX.ref_date": "2026-03-31",
    "CTX.sex": "male",
    "I1.age": "62",
    "I2.consent": "signed",
    "I3.ecog": "1",
    "I4.histology": "yes",
    "I4.type": "net",
    "I4.differentiation": "well",
    "I4.ki67": "8",
    "I4.advanced": "yes",
    "I4.inoperable": "yes",
    "I5.tracer": "68Ga-DOTATOC",
    "I5.uptake": "above_all",
    "I6.progression": "yes",
    "I6.scan_date": "2025-11-10",
    "I6.mdt": "yes",
    "I7.measurable": "yes",
    "I8.prrt_choice": "yes",
    "I9.method": "iohexol",
    "I9.gfr": "72",
    "I10.hb": "132",
    "I10.plt": "214",
    "I10.wbc": "5.8",
    "I10.anc": "3.4",
    "I10.ast": "0.52",
    "I10.ast_uln": "0.75",
    "I10.alt": "0.61",
    "I10.alt_uln": "1.10",
    "I10.bili": "11",
    "I10.bili_uln": "25",
    "I10.alb": "38",
    "E2.prior_prrt": "no",
    "E3.systemic": "ssa_only",
    "E4.hypersens": "no",
    "E4.severe_reaction": "no",
    "E4.dpd": "normal",
    "E4.marrow": "no",
    "E4.liver": "no",
    "E4.renal": "no",
    "E4.brivudine": "no",
    "E5.ct_mri": "concordant",
    "E5.fdg": "concordant",
    "E6.condition": "no",
    "E7.participation": "able_and_willing",
}
"""A man who meets every criterion."""

WOMAN = {
    **MAN,
    "CTX.sex": "female",
    "I1.age": "34",
    "I11.wocbp": "yes",
    "I11.contraception": "highly_effective",
    "E1.pregnant": "no",
    "E1.lactating": "no",
}
"""A woman who could become pregnant and meets every criterion."""


def judge(
    start: Mapping[str, Written],
    changes: Mapping[str, Written] | None = None,
    today: date = TODAY,
    site: Site = NO_SITE,
) -> Verdict:
    """Return the verdict on some answers with some of them changed."""
    return verdict(TRIAL, given({**start, **(changes or {})}), today, site)


def status(
    criterion: str,
    start: Mapping[str, Written],
    changes: Mapping[str, Written] | None = None,
    site: Site = NO_SITE,
) -> Status:
    """Return one criterion's status on some answers with some of them changed."""
    return judge(start, changes, site=site).statuses[criterion]
