"""FHIRPath engines on rules that START-NET does not have, and what cannot be said in it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot.exports.fhir.fhirpath import criteria
from bot.exports.fhir.response import response
from criteria.examination.specimens import specimens
from criteria.known.values import (
    Comparator,
    DateSpan,
    Interval,
    NotKnown,
    Quantity,
    Several,
)
from criteria.trial import catalog
from criteria.trial.protocol import DateItem, NumberItem
from criteria.verdict.verdict import verdict
from tests.bot.exports.fhir.engine import ATOMIC, HL7, PYTHON, evaluate
from tests.making import TODAY
from tests.small import Json, choice, day, number, trial

if TYPE_CHECKING:
    from criteria.known.values import Value
    from criteria.trial.trial import Trial

HF = catalog.read_folder(Path(__file__).parents[3] / "data" / "trials" / "hf" / "1")
MALE = {"chosen": "CTX.sex", "among": ["male"]}
LOW = {"test": {"kind": "at_most", "limit": "30"}, "item": "CTX.ef"}
RULES: dict[str, Json] = {
    "below": {"kind": "below", "limit": "1.5", "unit": "dl"},
    "at_most": {"kind": "at_most", "limit": "20"},
    "open": {"kind": "between", "above": "10", "below": "20"},
    "closed": {"kind": "between", "at_least": "10", "at_most": "20"},
    "uln": {"kind": "at_most_upper_limit", "times": "1.5"},
    "by_sex": {
        "kind": "depends",
        "cases": [
            {"when": [MALE], "rule": {"kind": "at_most", "limit": "15"}},
            {"rule": {"kind": "at_most", "limit": "20"}},
        ],
    },
    "by_ef": {
        "kind": "depends",
        "cases": [
            {"when": [LOW, MALE], "rule": {"kind": "above", "limit": "20"}},
            {"when": [LOW], "rule": {"kind": "above", "limit": "10"}},
        ],
        "otherwise": True,
    },
}
WINDOWS: dict[str, Json] = {
    "within": {"kind": "within", "days": 28},
    "less": {"kind": "less_than_ago", "weeks": 4},
    "least": {"kind": "at_least_ago", "months": 6},
    "longer": {"kind": "longer_ago_than", "years": 1, "ever": "CTX.ever"},
    "near": {"kind": "within", "months": 6, "ever": "CTX.ever"},
    "stable": {"kind": "stable_for", "months": 3, "wait": True},
    "after": {"kind": "within", "days": 28, "side": "after"},
    "from": {"kind": "at_least_ago", "days": 50, "from": "CTX.other"},
}
UNITS = {"l": "1", "dl": "10"}
PARTS = [f"I3.p{place}" for place in range(4)]
YES_NO = {"kind": "choice", "yes": ["yes"], "no": ["no"]}
TRIAL = trial(
    *(number(f"I1.{name}", rule, units=UNITS) for name, rule in RULES.items()),
    *(day(f"I2.{name}", rule, past=False) for name, rule in WINDOWS.items()),
    number(
        "I1.limit",
        units=UNITS,
        upper_limit_of="I1.uln",
        soft={"low": "8", "high": "12", "source": "a test"},
    ),
    day("CTX.day", past=False, volunteered=True),
    day("CTX.other"),
    number("CTX.ef"),
    choice("CTX.ever"),
    choice("CTX.sex", codes="female male"),
    *(choice(name, YES_NO) for name in PARTS),
    criteria=[
        *(
            {"id": f"I{place}", "text": "…", "rule": name}
            for place, name in enumerate(
                [*(f"I1.{name}" for name in RULES), *(f"I2.{name}" for name in WINDOWS)], 10
            )
        ),
        {"id": "I30", "text": "…", "rule": {"at_least_of": {"n": 2, "of": PARTS}}},
        {"id": "I31", "text": "…", "rule": {"at_most_of": {"n": 1, "of": PARTS}}},
        {"id": "I32", "text": "…", "rule": {"always": True}, "applies": MALE},
        {"id": "I33", "text": "…", "rule": MALE},
        {"id": "I34", "text": "…", "rule": PARTS[0], "applies": MALE},
    ],
    roles={"reference_date": "CTX.day", "sex": "CTX.sex"},
)


def figure(chance: Random) -> Quantity:
    unit, factor = chance.choice([("l", 1), ("l", 1), ("dl", 10)])
    number_ = Decimal(chance.choice(["1", "1.5", "10", "15", "18", "20", "25"]))
    sign = chance.choice([*Comparator, Comparator.EQUAL, Comparator.EQUAL, Comparator.EQUAL])
    interval = Interval.reported(sign, Fraction(number_) * factor)
    return Quantity(str(number_), number_, sign, unit, interval)


def some_day(chance: Random) -> DateSpan:
    when = TODAY + timedelta(days=chance.choice([*range(-40, 40), -182, -183, -365, -366, -900]))
    form = chance.randrange(3)
    if form == 0:
        return DateSpan.of(when.year, when.month)
    return DateSpan.of(when.year) if form == 1 and chance.random() < 0.3 else DateSpan(when, when)


def answered(known: Trial, item: str, chance: Random) -> Value:
    value: Value = chance.choice(specimens(item, known, TODAY))
    if known is TRIAL and not isinstance(value, NotKnown):
        if isinstance(known.items[item], DateItem):
            value = some_day(chance)
        elif isinstance(known.items[item], NumberItem) and item != "CTX.ef":
            value = figure(chance)
            if chance.random() < 0.2 and item != "I1.limit":
                value = Several((value, figure(chance)))
    return value


def people(known: Trial, number_: int) -> list[tuple[date, dict[str, Value]]]:
    chance = Random(7)  # noqa: S311 - for tests
    found = []
    for _ in range(number_):
        items = [name for name in known.items if chance.random() < 0.8 and name != "CTX.day"]
        answers = {name: answered(known, name, chance) for name in items}
        kept = {name: value for name, value in answers.items() if name not in known.derived}
        found.append((TODAY, kept))
    return found


def compared(known: Trial, number_: int, engine: str = HL7) -> set[str]:
    """Compare every status with an engine's; return the criteria that it cannot say."""
    everybody = people(known, number_)
    written = criteria(known)
    cannot = {name for name, text in written.items() if "// not said in FHIRPath" in text}
    responses = [response(known, answers, "S0001", today) for today, answers in everybody]
    for (today, answers), results in zip(
        everybody, evaluate(written, responses, engine), strict=True
    ):
        statuses = verdict(known, answers, today).statuses
        for name, status in statuses.items():
            expected = "unknown" if name in cannot else status.value
            assert results[name] == [expected], (name, answers)
    return cannot


@pytest.mark.parametrize(
    ("engine", "number_"),
    [(HL7, 150), (ATOMIC, 20), pytest.param(PYTHON, 20, marks=pytest.mark.soak)],
)
def test_every_rule_agrees_with_the_engine(engine: str, number_: int) -> None:
    assert compared(TRIAL, number_, engine) == set()


def test_what_cannot_be_said_is_unknown_and_says_so() -> None:
    assert compared(HF, 40) == {"I3", "I4", "E1", "E2", "E4", "E7"}
    assert "half-lives" in criteria(HF)["E2"]
    assert "a derived quantity" in criteria(HF)["I3"]
