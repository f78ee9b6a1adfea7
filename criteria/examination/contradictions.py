"""Whether a trial's answers that do not go together can occur at all, and do not always."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

from criteria.examination.specimens import specimens
from criteria.verdict.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from criteria.known.values import Value
    from criteria.trial.protocol import AtOdds
    from criteria.trial.trial import Trial

_MOST_TRIED = 50_000


def never_met(trial: Trial, today: date) -> tuple[str, ...]:
    """Return the entries for which no answers were found that do not go together."""
    return tuple(
        entry.id
        for entry in trial.protocol.at_odds
        if not any(
            entry in Facts(trial, answers, today).at_odds()
            for answers in _tried(entry, trial, today)
        )
    )


def met_unasked(trial: Trial, today: date) -> tuple[str, ...]:
    """Return the entries that hold before anything was answered."""
    return tuple(entry.id for entry in Facts(trial, {}, today).at_odds())


def _tried(entry: AtOdds, trial: Trial, today: date) -> Iterator[dict[str, Value]]:
    """Return every combination of answers to what an entry goes by, up to a number."""
    items = trial.named_at_odds[entry.id]
    every = product(*(specimens(item, trial, today) for item in items))
    for values in islice(every, _MOST_TRIED):
        yield dict(zip(items, values, strict=True))
