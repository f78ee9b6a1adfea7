"""Criteria that a random draw lacks: that rules say them, at the boundary and on both sides."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from criteria.known.values import Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.verdict.verdict import verdict
from tests.small import as_written

if TYPE_CHECKING:
    from criteria.known.values import Value

READ: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "rare_criteria.toml").read_text("utf-8")
)
TODAY = READ.pop("reference_date")
EXAMPLES = [
    pytest.param(name, status, answers, id=f"{name} {status} {answers}")
    for name, entry in READ.items()
    for status in ("met", "not_met", "unknown")
    for answers in entry.get(status, ())
]


@pytest.mark.parametrize(("name", "status", "answers"), EXAMPLES)
def test_answers_at_the_boundary_have_their_status(
    name: str, status: str, answers: dict[str, str]
) -> None:
    entry = READ[name]
    shaped = {"rule": entry["rule"]} if "rule" in entry else {}
    criterion = {"id": f"{entry['side'][0].upper()}1", "text": entry["fact"], **shaped}
    trial = as_written(criterion, entry["items"])
    by_part = {item.partition(".")[2]: item for item in trial.items}
    reader = AnswerReader(trial)
    given: dict[str, Value] = {}
    for part, text in answers.items():
        value = reader.read(by_part[part], text, TODAY)
        assert not isinstance(value, Doubt | Refusal), value
        given[by_part[part]] = value
    (found,) = verdict(trial, given, TODAY).statuses.values()
    assert found.value == status
