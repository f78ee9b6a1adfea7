"""The independent engine: it agrees with the suite and with Bedside, and the suite can tell.

That the suite can tell is tried by moving each limit, window and choice of each trial a little:
the engine that is misled so must fail a case.
"""

import ast
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from bot.suite.plain import plain
from criteria.trial import catalog
from criteria.verdict.verdict import verdict

from .anytrial.formulas import MADE, Part, worked_out
from .anytrial.library import FORMULAS, Table, leaves
from .cases import ROOT, Case, Version, versions
from .engine import evaluate, read
from .strangers import stranger

SUITE = versions()
VERSIONS = pytest.mark.parametrize(
    "version", SUITE, ids=[f"{one.trial}-{one.version}" for one in SUITE]
)
FOLDERS = [
    *(version.folder for version in SUITE),
    ROOT / "criteria" / "trials" / "start-net" / "R2",
    *(ROOT / "tests" / "data" / name for name in ("trials/hf/1", "own/sova/1", "beside/rena/1")),
]
OTHER_END = {
    "above": "at_least",
    "at_least": "above",
    "below": "at_most",
    "at_most": "below",
    "within": "less_than_ago",
    "less_than_ago": "within",
    "at_least_ago": "longer_ago_than",
    "longer_ago_than": "at_least_ago",
    "stable_for": "longer_ago_than",
    "below_upper_limit": "at_most_upper_limit",
}
NO_DIFFERENCE = {
    # Another part of the criterion passes these codes whatever the item's rule says.
    ("E7.malignancy", "none"),
    ("E7.malignancy", "skin_cervix"),
    ("E7.malignancy", "prostate"),
    ("I6.treatment", "lifestyle"),
    # A gate: whether it is shut by no or by unknown, the criterion is open.
    ("E6.method", "neither"),
}


def fails(protocol: Table, case: Case) -> bool:
    """Whether the engine comes to something else than a case says."""
    found = evaluate(protocol, case.answers, case.day)
    wanted = (case.statuses, case.overall, case.at_odds)
    return wanted != (found.statuses, found.overall, found.at_odds)


@VERSIONS
def test_the_engine_agrees_with_every_case(version: Version) -> None:
    protocol = read(version.folder)
    assert [case.id for case in version.cases if fails(protocol, case)] == []


def imported(file: Path) -> Iterator[str]:
    """Return the modules that a file imports."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_engine_uses_nothing_of_the_product() -> None:
    here = Path(__file__).parent
    files = [here / "engine.py", here / "rules.py", *sorted((here / "anytrial").glob("*.py"))]
    tops = {module.partition(".")[0] for file in files for module in imported(file)}
    assert tops.isdisjoint({"bot", "criteria"})
    assert "tomllib" in tops


# ---- the suite can tell


def tables(part: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Return where each rule stands."""
    if isinstance(part, dict):
        if isinstance(part.get("kind"), str):
            yield path
        for key, each in part.items():
            yield from tables(each, (*path, key))
    elif isinstance(part, list):
        for place, each in enumerate(part):
            yield from tables(each, (*path, place))


def rules(protocol: Table) -> Iterator[tuple[Any, ...]]:
    """Return where each rule stands that a status can go by."""
    judged = {name for rule in protocol["rules"].values() for name in leaves(rule)}
    judged |= {name for entry in protocol.get("at_odds", ()) for name in leaves(entry["when"])}
    for name, item in protocol["items"].items():
        if name in judged and item.get("rule"):
            yield from tables(item["rule"], ("items", name, "rule"))
    yield from tables(protocol["rules"], ("rules",))
    for key, part in (("criteria", "applies"), ("at_odds", "when")):
        for place, one in enumerate(protocol.get(key, ())):
            yield from tables(one.get(part), (key, place, part))


def moved(rule: Table) -> Iterator[tuple[str, Table]]:
    """Return a rule with an end that is open instead of closed, a limit beside, a code gone."""
    if rule["kind"] in OTHER_END:
        yield "end", {**rule, "kind": OTHER_END[rule["kind"]]}
    for key in {"limit", "times", "days", "weeks", "months", "years", *OTHER_END} & set(rule):
        number = Decimal(str(rule[key]))
        step = Decimal(1).scaleb(int(number.as_tuple().exponent))
        for other in (number + step, number - step):
            yield key, {**rule, key: str(other) if isinstance(rule[key], str) else int(other)}
        if rule["kind"] == "between":
            rest = {name: each for name, each in rule.items() if name != key}
            yield "end", {**rest, OTHER_END[key]: rule[key]}
    for side in {"yes", "no"} & set(rule):
        for code in rule[side]:
            yield code, {**rule, side: [each for each in rule[side] if each != code]}


def at(protocol: Table, path: tuple[Any, ...]) -> Any:  # noqa: ANN401 - whatever TOML holds
    """Return what stands at a place."""
    for key in path:
        protocol = protocol[key]
    return protocol


def unnoticed(version: Version) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Return each change of a rule that no case notices."""
    protocol = read(version.folder)
    for path in list(rules(protocol)):
        parent, rule = at(protocol, path[:-1]), at(protocol, path)
        about = path[1] if path[0] == "items" else parent.get("item", "")
        near_first = sorted(version.cases, key=lambda case: case.tries != about)
        for what, changed in moved(rule):
            parent[path[-1]] = changed
            if not any(fails(protocol, case) for case in near_first):
                yield path, what
            parent[path[-1]] = rule


@VERSIONS
def test_no_rule_can_be_moved_without_a_case_that_notices(version: Version) -> None:
    found = unnoticed(version)
    left = [(path, what) for path, what in found if (path[1], what) not in NO_DIFFERENCE]
    assert left == []


# ---- random patients


def disagreements(folder: Path, number: int, seed: int) -> Iterator[str]:
    """Return where the engine and Bedside judge a random patient differently."""
    trial, protocol = catalog.read_folder(folder), read(folder)
    for k in range(number):
        answers, day = stranger(trial, seed, k)
        given = {
            item: plain(value, trial.items[item]).model_dump(exclude_none=True)
            for item, value in answers.items()
        }
        found, expected = verdict(trial, answers, day), evaluate(protocol, given, day)
        for criterion, status in found.statuses.items():
            if status.value != expected.statuses[criterion]:
                yield f"{k}: {criterion} is {status.value}, not {expected.statuses[criterion]}"
        if found.outcome.value != expected.overall:
            yield f"{k}: overall is {found.outcome.value}, not {expected.overall}"
        if [entry.id for entry in found.facts.at_odds()] != expected.at_odds:
            yield f"{k}: at odds is not {expected.at_odds}"


ALL_TRIALS = pytest.mark.parametrize(
    "folder", FOLDERS, ids=[f"{one.parent.name}-{one.name}" for one in FOLDERS]
)


@pytest.mark.soak
@ALL_TRIALS
def test_random_patients(folder: Path) -> None:
    assert list(disagreements(folder, 150, 21)) == []


@pytest.mark.soak
@ALL_TRIALS
def test_many_random_patients(folder: Path) -> None:
    assert list(disagreements(folder, 5_000, 22)) == []


# ---- formulas


def part(written: str, known: Table) -> Part:
    """Return what goes into a formula."""
    return written if known.get("kind") == "choice" else (Fraction(written), Fraction(written))


@pytest.mark.parametrize("name", MADE)
def test_formulas_give_the_published_values(name: str) -> None:
    formula = FORMULAS[name]
    for worked in formula["worked"]:
        given = {key: part(each, formula["inputs"][key]) for key, each in worked["given"].items()}
        found = worked_out(name, given)
        assert found is not None
        assert found[0] == found[1]
        assert round(found[0], formula["places"]) == Fraction(worked["result"])
