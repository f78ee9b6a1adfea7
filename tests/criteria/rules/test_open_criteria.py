"""Criteria of many trials: what docs/open-criteria.md says of them, and the computed ones run."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from criteria.trial.consistency import problems
from criteria.trial.problems import PROTOCOL
from criteria.trial.protocol import ChoiceItem
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import verdict
from tests.making import given
from tests.small import as_written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.trial import Trial

Json = dict[str, Any]

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "open-criteria.md").read_text("utf-8")
READ: Json = tomllib.loads((ROOT / "tests" / "data" / "open_criteria.toml").read_text("utf-8"))
TODAY = date.fromisoformat(READ["reference_date"])
DATA: dict[str, Json] = {name: entry for name, entry in READ.items() if name != "reference_date"}
STATUSES = {status.value for status in Status}
NOT_COMPUTED = ("Plain facts", "The investigator's judgement")
OTHER_END = {
    "above": "at_least",
    "at_least": "above",
    "below": "at_most",
    "at_most": "below",
    "within": "less_than_ago",
    "at_least_ago": "longer_ago_than",
    "longer_ago_than": "at_least_ago",
    "stable_for": "longer_ago_than",
    "at_least_lower_limit": "above_lower_limit",
    "at_most_upper_limit": "below_upper_limit",
}
"""How a rule is called whose end is open instead of closed, or the other way round."""
_NUMBER = re.compile(r"[\d.]+")
NAMES = {"inclusion": "I1", "exclusion": "E1"}


class Row(NamedTuple):
    """A row of the page, and the section that it is in."""

    group: str
    id: str
    trial: str
    side: str
    fact: str
    said: str


def sections() -> Iterator[tuple[str, str]]:
    """Return each section that has a table of criteria, and its text."""
    for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        if "| id | trial |" in text:
            yield heading, text


def rows() -> list[Row]:
    """Return every row of the page's tables of criteria."""
    cells = r"^\| (o\d{3}) \| (NCT\d{8}) \| (\w+) \| (.+?) \| (.+) \|$"
    return [
        Row(heading, *found)
        for heading, text in sections()
        for found in re.findall(cells, text, re.MULTILINE)
    ]


ROWS = rows()
COMPUTED = {row.id: row for row in ROWS if row.group not in NOT_COMPUTED}


def counts() -> str:
    """Return the table of how many criteria each section has."""
    by_group = Counter(row.group for row in ROWS)
    anchors = {
        group: re.sub(r"[^\w\- ]", "", group.lower()).replace(" ", "-") for group in by_group
    }
    lines = [f"| [{group}](#{anchors[group]}) | {by_group[group]} |" for group in by_group]
    return "\n".join(["| said as | criteria |", "|---|---|", *lines, f"| all | {len(ROWS)} |"])


def trial_of(entry: Json) -> Trial:
    """Return a trial of one criterion, read and completed as a protocol.toml is."""
    shaped: Json = {key: entry[key] for key in ("rule", "applies") if key in entry}
    criterion: Json = {"id": NAMES[entry["side"]], "text": entry["fact"], **shaped}
    sexed = any(item["id"] == "CTX.sex" for item in entry["items"])
    roles: Json = {"sex": "CTX.sex"} if sexed else {}
    items, lists = entry["items"], entry.get("lists", {})
    return as_written(criterion, items, lists=lists, roles=roles)


TRIALS = {name: trial_of(entry) for name, entry in DATA.items()}


class Example(NamedTuple):
    """Answers to a criterion's questions, and the status that must follow."""

    name: str
    status: str
    answers: dict[str, str]

    def __str__(self) -> str:
        """Name it by its criterion, its status and its answers."""
        said = " ".join(f"{part}={text}" for part, text in self.answers.items())
        return f"{self.name} {self.status} {said}"

    def found(self, trial: Trial) -> str:
        """Return the status that follows in a trial."""
        by_part = {item.partition(".")[2]: item for item in trial.items}
        texts = {by_part[part]: text for part, text in self.answers.items()}
        (status,) = verdict(trial, given(texts, trial), TODAY).statuses.values()
        return status.value


EXAMPLES = [
    Example(name, status, answers)
    for name, entry in DATA.items()
    for status in sorted(STATUSES)
    for answers in entry.get(status, ())
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_answers_at_the_boundary_have_their_status(example: Example) -> None:
    assert example.found(TRIALS[example.name]) == example.status


def rules_in(part: object) -> Iterator[Json]:
    """Return every rule that is written anywhere in an entry."""
    if isinstance(part, list):
        for each in part:
            yield from rules_in(each)
    elif isinstance(part, dict):
        if "kind" in part and "id" not in part:
            yield part
        for each in part.values():
            yield from rules_in(each)


def with_other_end(part: Any, old: Json, new: Json) -> Any:  # noqa: ANN401 - any part of an entry
    """Return a part of an entry with one rule written in another way, wherever it is."""
    if part == old:
        return new
    if isinstance(part, list):
        return [with_other_end(each, old, new) for each in part]
    if isinstance(part, dict):
        return {key: with_other_end(each, old, new) for key, each in part.items()}
    return part


def other_ends(rule: Json) -> Iterator[Json]:
    """Return a rule with an open end for a closed one, or the other way round."""
    if rule["kind"] in OTHER_END:
        yield {**rule, "kind": OTHER_END[rule["kind"]]}
    for key in rule.keys() & OTHER_END.keys():
        yield {OTHER_END.get(name, name) if name == key else name: rule[name] for name in rule}


def changes(entry: Json) -> Iterator[tuple[Json, Json]]:
    """Return each rule of an entry once, with each of its other ends."""
    seen: list[Json] = []
    for rule in rules_in(entry):
        if rule not in seen:
            seen.append(rule)
            yield from ((rule, other) for other in other_ends(rule))


CHANGED = [(name, rule, other) for name, entry in DATA.items() for rule, other in changes(entry)]


@pytest.mark.parametrize(("name", "rule", "other"), CHANGED)
def test_an_open_end_for_a_closed_one_is_noticed(name: str, rule: Json, other: Json) -> None:
    changed = trial_of(with_other_end(DATA[name], rule, other))
    examples = [one for one in EXAMPLES if one.name == name]
    assert any(one.found(changed) != one.status for one in examples), other


@pytest.mark.parametrize("name", DATA)
def test_a_criterion_has_no_flaw_and_is_shown_met_and_not_met(name: str) -> None:
    assert [one for one in problems(TRIALS[name]) if one.file == PROTOCOL] == []
    assert DATA[name]["met"]
    assert DATA[name]["not_met"]
    without = ("nct", "side", "fact", "items", "rule", "applies", "lists")
    assert set(DATA[name]) - {*without} <= STATUSES


@pytest.mark.parametrize("name", DATA)
def test_unanswered_a_criterion_is_unknown(name: str) -> None:
    assert set(verdict(TRIALS[name], {}, TODAY).statuses.values()) == {Status.UNKNOWN}


@pytest.mark.parametrize("name", [name for name, entry in DATA.items() if "lists" in entry])
def test_every_entry_of_a_list_is_tried(name: str) -> None:
    tried = {text for one in (*DATA[name]["met"], *DATA[name]["not_met"]) for text in one.values()}
    listed = [item for item in TRIALS[name].protocol.items if isinstance(item, ChoiceItem)]
    entries = {code for item in listed if item.list for code in item.choices}
    assert entries <= tried


def test_the_page_and_the_data_have_the_same_criteria() -> None:
    assert list(COMPUTED) == list(DATA)
    assert {name: (row.trial, row.side, row.fact) for name, row in COMPUTED.items()} == {
        name: (entry["nct"], entry["side"], entry["fact"]) for name, entry in DATA.items()
    }


def test_every_criterion_is_on_the_page_once() -> None:
    ids = [row.id for row in ROWS]
    assert sorted(ids) == sorted({f"o{place:03}" for place in range(1, 131)} - {"o022", "o110"})
    assert {row.side for row in ROWS} == set(NAMES)
    assert f"of {len({row.trial for row in ROWS})} trials" in PAGE


def test_no_line_of_a_table_is_left_out() -> None:
    lines = [line for _, text in sections() for line in text.splitlines() if line.startswith("|")]
    heads = 2 * len(list(sections()))
    assert len(lines) == heads + len(ROWS)


def test_the_counts_at_the_top_are_those_of_the_tables() -> None:
    assert PAGE.partition("<!-- counts -->\n")[2].partition("\n<!-- end -->")[0] == counts()


def parts_of(rule: Json) -> set[str]:
    """Return what a row must name of a rule: its kind and its numbers."""
    return {rule["kind"], *(str(one) for one in rule.values() if _NUMBER.fullmatch(str(one)))}


@pytest.mark.parametrize("name", COMPUTED)
def test_a_row_names_every_kind_and_number_of_its_rules(name: str) -> None:
    named = set(re.findall(r"[\w.]+", " ".join(re.findall(r"`([^`]+)`", COMPUTED[name].said))))
    for rule in rules_in(DATA[name]):
        assert parts_of(rule) <= named, rule
