"""Makes the file of cases: those worked by hand, and those made by machine beside them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from bot.suite.plain import answer
from bot.suite.shape import CaseOf, Suite, TrialCases
from criteria.examination.boundaries import Boundaries
from criteria.known.values import Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.verdict.findings import findings
from criteria.verdict.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.suite.shape import Answer
    from criteria.known.values import Value
    from criteria.trial.catalog import Case
    from criteria.trial.collection import Collection
    from criteria.trial.trial import Trial
    from criteria.verdict.verdict import Verdict

PROTOCOL = "protocol.toml"


def suite(collection: Collection, trials: tuple[str, ...]) -> Suite:
    """Return the cases of every released version of trials, in the order of the trials' ids."""
    return Suite(
        trials=tuple(
            _of_version(collection, release.id, release.version)
            for release in collection.available()
            if release.id in trials and release.status == "released"
        )
    )


def _of_version(collection: Collection, trial: str, version: str) -> TrialCases:
    folder = collection.folder(trial, version)
    read, worked = collection.load(trial, version), catalog.cases(folder)
    return TrialCases(
        trial=trial,
        version=version,
        protocol_sha256=hashlib.sha256((folder / PROTOCOL).read_bytes()).hexdigest(),
        criteria=tuple(read.criteria),
        cases=tuple(_Cases(read, worked).made()),
    )


class _Cases:
    """Makes the cases of one version."""

    def __init__(self, trial: Trial, worked: tuple[Case, ...]) -> None:
        self.trial = trial
        self.worked = {case.id: case for case in worked}
        self.reader = AnswerReader(trial)

    def made(self) -> Iterator[CaseOf]:
        """Return the cases worked by hand, then those made by machine, each whole."""
        for case in self.worked.values():
            yield self._case(case.id, case.answers, case.reference_date, about=case.about)
        boundaries = Boundaries(self.trial, tuple(self.worked.values()))
        for number, made in enumerate(boundaries.made(), 1):
            base = self.worked[made.like]
            texts = {**base.answers, **made.changes}
            name = f"made-{number:03d}"
            yield self._case(name, texts, made.day, tries=made.tries, like=made.like)

    def _case(self, name: str, texts: dict[str, str], day: date, **said: str) -> CaseOf:
        read = dict(self._read(texts, day))
        found = verdict(self.trial, {item: value for item, (value, _) in read.items()}, day)
        return CaseOf(
            id=name,
            reference_date=day.isoformat(),
            answers={item: plain for item, (_, plain) in read.items()},
            statuses={criterion: status.value for criterion, status in found.statuses.items()},
            overall=found.outcome.value,
            at_odds=tuple(entry.id for entry in found.facts.at_odds()),
            findings=dict(_found(found)),
            **said,
        )

    def _read(self, texts: dict[str, str], day: date) -> Iterator[tuple[str, tuple[Value, Answer]]]:
        for item, text in texts.items():
            value = self.reader.read(item, text, day)
            if not isinstance(value, Refusal):
                yield item, (value, answer(text, value, self.trial.items[item]))


def _found(found: Verdict) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Return the findings of what is not met or open."""
    for criterion in (*found.failing, *found.pending):
        reasons = tuple((one.item, one.reason) for one in findings(found, criterion))
        yield criterion, reasons


def suite_text(made: Suite) -> str:
    """Write the cases as JSON, one a line; what a case shares with another is left out."""
    trials = ",\n".join(_trial_text(trial) for trial in made.trials)
    return f'{{"format": {made.format}, "trials": [\n{trials}\n]}}\n'


def _trial_text(trial: TrialCases) -> str:
    head = trial.model_dump(exclude={"cases"})
    whole: dict[str, CaseOf] = {}
    lines = []
    for case in trial.cases:
        whole[case.id] = case
        lines.append(_compact(_short(case, whole)))
    return _compact(head)[:-1] + ', "cases": [\n' + ",\n".join(lines) + "\n]}"


def _short(case: CaseOf, whole: dict[str, CaseOf]) -> dict[str, Any]:
    """Return a case with the answers and statuses that it does not share."""
    made, like = _dumped(case), _nearest(case, whole)
    if like is None:
        return made
    base = _dumped(whole[like])
    if made["reference_date"] == base["reference_date"]:
        del made["reference_date"]
    for key in ("answers", "statuses"):
        made[key] = _differing(made[key], base[key])
    return {key: made[key] for key in _ORDER if key in made} | {"like": like} | made


_ORDER = ("id", "about", "tries")
"""What stands first in a case."""


def _dumped(case: CaseOf) -> dict[str, Any]:
    """Return a whole case as JSON has it, the text of each answer first."""
    made = case.model_dump(exclude_none=True, exclude={"like"})
    made = {key: each for key, each in made.items() if each or key in ("answers", "statuses")}
    made["answers"] = {
        item: {"text": given["text"], **given} for item, given in made["answers"].items()
    }
    return made


def _nearest(case: CaseOf, whole: dict[str, CaseOf]) -> str | None:
    """Return the case that it is like: the one named, else the one with the fewest differences."""
    if case.like is not None:
        return case.like
    others = {name: _distance(case, other) for name, other in whole.items() if name != case.id}
    near = min(others, key=lambda name: others[name], default=None)
    return near if near is not None and others[near] < len(case.answers) else None


def _distance(case: CaseOf, other: CaseOf) -> int:
    return len(_differing(case.answers, other.answers))


def _differing(mine: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """Return what differs; null stands for what the other one has and this one has not."""
    changed = {key: each for key, each in mine.items() if base.get(key) != each}
    return {**changed, **dict.fromkeys(key for key in base if key not in mine)}


def _compact(part: dict[str, Any]) -> str:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":"))
