"""What the validation file says: versions, checksums, worked cases as they come out here."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from importlib import metadata
from typing import TYPE_CHECKING

from bot import __version__
from bot.exports.validation.sums import altered, sums_of
from criteria.examination.examination import unheld_cases
from criteria.known.values import Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.verdict.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from criteria.known.values import Value
    from criteria.trial.trial import Trial


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A worked case, and what came of it here."""

    id: str
    reference_date: str
    answers: Mapping[str, str]
    expected: Mapping[str, str]
    found: Mapping[str, str]
    expected_overall: str
    found_overall: str

    @property
    def agreeing(self) -> int:
        """How many criteria come out as expected."""
        return sum(self.found.get(name) == wanted for name, wanted in self.expected.items())

    @property
    def holds(self) -> bool:
        """Whether everything does."""
        same = self.expected_overall == self.found_overall
        return same and self.agreeing == len(self.expected)


@dataclass(frozen=True, slots=True)
class TrialRun:
    """A version of a trial: its files, whether they are as released, and its cases."""

    id: str
    version: str
    status: str
    files: Mapping[str, str]
    """File -> SHA-256."""
    flaws: list[str]
    """What is not as it should be: files that were changed, cases that do not hold."""
    cases: list[CaseRun]


@dataclass(frozen=True, slots=True)
class Validation:
    """The whole file."""

    bedside: str
    made: str
    python: str
    system: str
    packages: Mapping[str, str]
    trials: list[TrialRun]
    database: str = ""
    head: str = ""
    public_key: str = ""
    log_flaws: list[str] = field(default_factory=list)

    @property
    def cases(self) -> list[CaseRun]:
        """Every case of every trial."""
        return [case for trial in self.trials for case in trial.cases]

    @property
    def holds(self) -> bool:
        """Whether every case, every file and the log is as it should be."""
        flawless = not self.log_flaws and not any(trial.flaws for trial in self.trials)
        return flawless and all(case.holds for case in self.cases)


def gathered(made: datetime, log: Mapping[str, object]) -> Validation:
    """Run every worked case of every trial in force, and say on what.

    Args:
        made: when; an aware datetime.
        log: what is known of a database's log, by the fields of `Validation`.

    Raises:
        TrialError: a trial can't be read.
    """
    return Validation(
        bedside=__version__,
        made=made.isoformat(timespec="seconds"),
        python=f"{platform.python_implementation()} {sys.version.split()[0]}",
        system=platform.platform(),
        packages=_packages(),
        trials=[_trial(release) for release in catalog.in_force().available()],
        **log,  # type: ignore[arg-type]  # the fields are named by whoever gives them
    )


def _packages() -> dict[str, str]:
    found = {one.metadata["Name"]: one.version for one in metadata.distributions()}
    return dict(sorted(found.items(), key=lambda one: one[0].lower()))


def _trial(release: catalog.Release) -> TrialRun:
    collection = catalog.in_force()
    folder = collection.folder(release.id, release.version)
    trial = collection.load(release.id, release.version)
    cases = catalog.cases(folder)
    flaws = [f"{flaw.where}: {flaw.what}" for flaw in unheld_cases(trial, cases)]
    top = folder.parents[1]
    if release.status == "released" and (sums := sums_of(top)):
        flaws += altered(top, folder, sums)
    reader = AnswerReader(trial)
    runs = [_run(trial, reader, case) for case in cases]
    return TrialRun(release.id, release.version, release.status, _files(folder), flaws, runs)


def _files(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.iterdir() if file.is_file())
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


def _run(trial: Trial, reader: AnswerReader, case: catalog.Case) -> CaseRun:
    answers: dict[str, Value] = {}
    for item, text in case.answers.items():
        read = reader.read(item, text, case.reference_date)
        if not isinstance(read, Refusal):
            answers[item] = read
    result = verdict(trial, answers, case.reference_date)
    return CaseRun(
        case.id,
        case.reference_date.isoformat(),
        dict(case.answers),
        dict(case.expected),
        {name: one.value for name, one in result.statuses.items()},
        case.overall,
        result.outcome.value,
    )
