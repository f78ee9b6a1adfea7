"""Answers that are possible each by itself and impossible together."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.known.values import Quantity, Refusal, exactly

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from criteria.known.values import Value
    from criteria.trial.trial import Trial


def impossible(trial: Trial, answers: Mapping[str, Value]) -> Iterator[tuple[str, Refusal]]:
    """Return each item whose value cannot be, beside another answer, and why.

    A part cannot exceed its whole by more than rounding (neutrophils and leukocytes); results
    from different days are not compared.
    """
    for item, bound in trial.bounded.items():
        if _exceeds(answers.get(item), answers.get(bound.item), Fraction(bound.tolerance)):
            yield item, Refusal("above_other", detail=(("other_item", bound.item),))


def _exceeds(part: Value | None, whole: Value | None, tolerance: Fraction) -> bool:
    if not isinstance(part, Quantity) or not isinstance(whole, Quantity):
        return False
    if part.interval is None or whole.interval is None or part.date != whole.date:
        return False
    most = whole.interval.high
    if most is None:
        return False
    return exactly(most + tolerance).less_than(part.interval) is Truth.YES
