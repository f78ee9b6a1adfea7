"""The trials in force: those that come with Bedside and a site's own, found and read.

What a version's folder holds and how it is checked stands in `version`, what the files may say in
`protocol` and `wording`, how the parts must fit together in `consistency`. A file that cannot be
used raises :class:`TrialError`, which names the file, the key, what was found there and what to
write.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from criteria.known.frozen import Frozen
from criteria.trial.collection import Collection, Refused
from criteria.trial.defaults.completing import completed
from criteria.trial.files import TrialError, tables, validated
from criteria.trial.problems import PROTOCOL, Problem, listed, strangers, twice
from criteria.trial.protocol import Code, CriterionId, ItemId, Protocol
from criteria.trial.version import Release, read_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from criteria.trial.trial import Trial

__all__ = [
    "Case",
    "Collection",
    "Refused",
    "Release",
    "TrialError",
    "WrittenCases",
    "available",
    "cases",
    "in_force",
    "load",
    "offered",
    "read_folder",
    "released",
    "renew",
    "use",
]

CASES = "cases.toml"
_Status = Literal["met", "not_met", "unknown", "not_applicable"]
_Outcome = Literal["eligible", "not_eligible", "pending"]


class Case(Frozen):
    """A worked case: answers as somebody would type them, and the verdict that must follow."""

    id: str
    about: str
    reference_date: date
    answers: dict[ItemId, str]
    expected: dict[CriterionId, _Status]
    overall: _Outcome
    at_odds: tuple[Code, ...]
    """The entries of answers that do not go together which the case shows, and no others."""


class _WrittenCase(Frozen):
    """A case as cases.toml has it, perhaps only in what sets it apart from another one."""

    id: str
    about: str
    like: str | None = None
    """A case above this one: its answers and statuses hold but for what is given here."""
    reference_date: date | None = None
    answers: dict[ItemId, str] = {}
    expected: dict[CriterionId, _Status] = {}
    overall: _Outcome
    at_odds: tuple[Code, ...] | None = None


class WrittenCases(Frozen):
    """cases.toml."""

    reference_date: date
    cases: tuple[_WrittenCase, ...] = Field(min_length=1)


class _Defaults(Frozen):
    """trials.toml, beside the trials that are shipped."""

    default: str
    """The trial that is meant where none is named."""
    offered: tuple[str, ...] = Field(min_length=1)
    """The trials that are offered for screening where a site names none."""


class _InForce:
    """Holds the one collection of this process; it is replaced whole."""

    def __init__(self) -> None:
        self.collection = Collection(trials_folder())


def trials_folder() -> Path:
    """Return the folder of the trials that come with the package."""
    return Path(__file__).parents[1] / "trials"


def use(folders: Iterable[Path] = ()) -> Collection:
    """Take a site's folders beside the shipped one from now on; return what is in force.

    Args:
        folders: ``DIR/<trial>/<version>`` inside each; those that cannot be used are left out,
            and `Collection.refused` says why.
    """
    _HELD.collection = _HELD.collection.with_folders(folders, afresh=True)
    return _HELD.collection


def renew(folders: Iterable[Path], fits: Callable[[Trial], None]) -> Collection:
    """Look through the folders again while screenings are under way; return what is in force.

    A released version that was read stays as it was, whatever became of its folder.

    Args:
        folders: a site's own.
        fits: raises TrialError where a trial cannot be used at this site.
    """
    _HELD.collection = _HELD.collection.with_folders(folders, afresh=False, fits=fits)
    return _HELD.collection


def in_force() -> Collection:
    """Return the trials that are in force."""
    return _HELD.collection


def default_trial(collection: Collection | None = None) -> str:
    """Return the trial that is meant where none is named: the only one, or the shipped default.

    Raises:
        TrialError: a protocol file or the shipped list of defaults cannot be used.
    """
    there, usual = collection or in_force(), _defaults().default
    if there.is_released(usual):
        return usual
    released = there.released()
    return released[0] if len(released) == 1 else usual


def offered(named: Iterable[str] = ()) -> list[str]:
    """Return the trials that a screener chooses among; every other one is had by its name.

    Args:
        named: those that the site's file names; without any they are the ones that Bedside offers
            by itself and all of the site's own.

    Raises:
        TrialError: a protocol file or the shipped list of defaults cannot be used.
    """
    collection = in_force()
    there, wanted = collection.released(), set(named)
    chosen = [name for name in there if name in wanted]
    usual = {*_defaults().offered, *collection.own_trials}
    return chosen or [name for name in there if name in usual] or there


def released() -> list[str]:
    """Return every trial that somebody can be screened for, those that are offered first.

    Raises:
        TrialError: a protocol file or the shipped list of defaults cannot be used.
    """
    return list(dict.fromkeys((*offered(), *in_force().released())))


def _defaults() -> _Defaults:
    return validated(trials_folder() / "trials.toml", _Defaults)


def available(root: Path | None = None) -> list[Release]:
    """List every version of every trial, by trial and from the oldest to the newest.

    Raises:
        TrialError: a protocol file cannot be read.
    """
    return _of(root).available()


def load(trial: str | None = None, version: str | None = None, root: Path | None = None) -> Trial:
    """Read a trial, once: the version asked for, or the newest released one.

    Args:
        trial: its id; the default trial if None.
        version: the version's name.
        root: another folder of trials than those in force.

    Raises:
        TrialError: there is no such trial or version, or its files cannot be used.
    """
    collection = _of(root)
    return collection.load(default_trial(collection) if trial is None else trial, version)


def _of(root: Path | None) -> Collection:
    return in_force() if root is None else Collection(root)


_HELD = _InForce()


def has_cases(folder: Path) -> bool:
    """Whether there are worked cases beside a version's files; a file without any is none.

    Raises:
        TrialError: the file is no TOML.
    """
    file = folder / CASES
    return file.exists() and bool(tables(file))


def cases(folder: Path) -> tuple[Case, ...]:
    """Read the worked cases that are beside a version's files.

    Raises:
        TrialError: the cases cannot be used, or name what the protocol does not have.
    """
    protocol = validated(folder / PROTOCOL, Protocol, completed)
    unworked = list(_unworked(tables(folder / CASES)))
    if unworked:
        raise TrialError(*unworked)
    written = validated(folder / CASES, WrittenCases)
    items = {item.id for item in protocol.items}
    criteria = {criterion.id for criterion in protocol.criteria}
    entries = {entry.id for entry in protocol.at_odds}
    found = list(twice(CASES, "cases", (case.id for case in written.cases)))
    whole: dict[str, Case] = {}
    for case in written.cases:
        key = f"cases[{case.id}]"
        found += strangers(CASES, f"{key}.answers", case.answers, items)
        found += strangers(CASES, f"{key}.expected", case.expected, criteria)
        found += strangers(CASES, f"{key}.at_odds", case.at_odds or (), entries)
        found += strangers(CASES, f"{key}.like", (case.like,) if case.like else (), whole)
        whole[case.id] = _completed(case, whole.get(case.like or ""), written.reference_date)
    if found:
        raise TrialError(*found)
    return tuple(whole.values())


def _unworked(data: dict[str, Any]) -> Iterator[Problem]:
    """Return the cases whose verdict nobody has worked out yet, one line for each."""
    written = data.get("cases")
    for case in written if isinstance(written, list) else ():
        said = case if isinstance(case, dict) else {}
        expected = said.get("expected")
        statuses = expected if isinstance(expected, dict) else {}
        verdicts = {"overall": said.get("overall"), **statuses}
        empty = [name for name, status in verdicts.items() if status == ""]
        if empty:
            found = f"nothing yet for {listed(empty)}"
            wanted = "what must follow from the criteria's text, such as met and eligible"
            yield Problem(CASES, f"cases[{said.get('id')}]", found, wanted)


def _completed(case: _WrittenCase, like: Case | None, reference_date: date) -> Case:
    """Add to a case what it shares with another one."""
    answers = {} if like is None else like.answers
    expected = {} if like is None else like.expected
    at_odds = () if like is None else like.at_odds
    return Case(
        id=case.id,
        about=case.about,
        reference_date=case.reference_date or reference_date,
        answers={**answers, **case.answers},
        expected={**expected, **case.expected},
        overall=case.overall,
        at_odds=at_odds if case.at_odds is None else case.at_odds,
    )
