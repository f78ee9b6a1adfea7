"""The published cases: the file is what the command writes, its schema holds, limits are tried."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from bot.cli.main import app
from bot.suite.plain import plain
from bot.suite.shape import Plain, schema_text
from bot.suite.suite import suite, suite_text
from criteria.known.values import DateSpan, Doubt, NotApplicable, NotKnown, Refusal, Several, Value
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from tests.making import TRIAL, value

if TYPE_CHECKING:
    from typer.testing import Result

    from bot.suite.shape import Suite

ROOT = Path(__file__).parents[3]
FILE = ROOT / "docs" / "suite" / "suite.json"
SCHEMA = ROOT / "docs" / "suite" / "suite.schema.json"
TODAY = date(2026, 3, 31)
MOST_BYTES = 1_000_000


@pytest.fixture(scope="module")
def made() -> Suite:
    collection = catalog.Collection(catalog.trials_folder())
    return suite(collection, tuple(collection.released()))


def test_the_file_is_what_the_command_writes(made: Suite) -> None:
    assert suite_text(made) == FILE.read_text("utf-8"), "write it anew: make suite"
    assert schema_text() == SCHEMA.read_text("utf-8"), "write it anew: make suite"


def test_the_file_is_small_and_has_a_case_a_line(made: Suite) -> None:
    text = FILE.read_text("utf-8")
    count = sum(len(trial.cases) for trial in made.trials)
    assert len(text.encode()) < MOST_BYTES
    assert sum(line.startswith('{"id":') for line in text.splitlines()) == count


def test_every_released_version_of_every_shipped_trial_is_in_it(made: Suite) -> None:
    released = [
        one for one in catalog.available(catalog.trials_folder()) if one.status == "released"
    ]
    assert [(one.trial, one.version) for one in made.trials] == [one[:2] for one in released]
    assert sum(len(trial.cases) for trial in made.trials) > 1000


@pytest.mark.parametrize("page", ["docs/suite.md", "README.md", "CHANGELOG.md"])
def test_the_pages_say_how_many_cases_there_are(made: Suite, page: str) -> None:
    count = sum(len(trial.cases) for trial in made.trials)
    assert str(count) in (ROOT / page).read_text("utf-8")


def test_the_file_keeps_its_schema() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    assert list(Draft202012Validator(schema).iter_errors(json.loads(FILE.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"overall": "perhaps"},
        {"answers": {"I1.age": {"text": "62"}}},
        {"answers": {"I1.age": {"text": "62", "number": "62", "code": "62"}}},
        {"statuses": {"I1": "yes"}},
        {"like": None},
    ],
    ids=["outcome", "no-kind", "two-kinds", "status", "no-day"],
)
def test_the_schema_refuses_what_is_no_case(changed: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    read = json.loads(FILE.read_text("utf-8"))
    case = {**read["trials"][0]["cases"][1], **changed}
    read["trials"][0]["cases"][1] = {key: each for key, each in case.items() if each is not None}
    assert list(Draft202012Validator(schema).iter_errors(read))


def test_worked_cases_come_out_as_they_were_worked_by_hand(made: Suite) -> None:
    for trial in made.trials:
        folder = catalog.trials_folder() / trial.trial / trial.version
        found = {case.id: case for case in trial.cases}
        for case in catalog.cases(folder):
            assert found[case.id].statuses == case.expected
            assert found[case.id].overall == case.overall
            assert found[case.id].at_odds == case.at_odds


def test_texts_are_read_as_what_stands_beside_them(made: Suite) -> None:
    """The text alone gives the plain form again, so that either can be taken."""
    for trial in made.trials:
        read = catalog.load(trial.trial, trial.version, catalog.trials_folder())
        reader = AnswerReader(read)
        for case in trial.cases:
            for item, given in case.answers.items():
                assert given is not None
                assert case.reference_date is not None
                day = date.fromisoformat(case.reference_date)
                found = reader.read(item, given.text, day)
                assert not isinstance(found, Refusal)
                again = plain(found, read.items[item])
                assert again.model_dump() == given.model_dump(exclude={"text"})


@pytest.mark.parametrize(
    ("item", "answer", "expected"),
    [
        ("I3.ecog", "1", {"code": "1"}),
        ("I10.hb", "90", {"number": "90", "unit": "g/L"}),
        ("I10.hb", "<9.1 g/dL", {"number": "9.1", "unit": "g/dL", "comparator": "<"}),
        (
            "I10.ast",
            "70 U/L (50) @ 2026-03",
            {
                "number": "70",
                "unit": "U/L",
                "limits": {"high": "50"},
                "day": {"first": "2026-03-01", "last": "2026-03-31"},
            },
        ),
        ("I6.scan_date", DateSpan.of(2024, 2), {"first": "2024-02-01", "last": "2024-02-29"}),
        ("I3.ecog", NotKnown(), {"unknown": True}),
        ("I3.ecog", NotApplicable(), {"not_applicable": True}),
        ("I10.hb", Doubt("unit_missing", ()), {"unknown": True, "doubt": "unit_missing"}),
        (
            "I6.scan_date",
            Several((DateSpan.of(2024, 2, 1), DateSpan.of(2025, 2, 1))),
            {
                "several": (
                    {"first": "2024-02-01", "last": "2024-02-01"},
                    {"first": "2025-02-01", "last": "2025-02-01"},
                )
            },
        ),
    ],
)
def test_plain_form(item: str, answer: str | Value, expected: dict[str, Any]) -> None:
    given = value(item, answer) if isinstance(answer, str) else answer
    found = plain(given, TRIAL.items[item])
    assert isinstance(found, Plain)
    assert found.model_dump(exclude_none=True) == expected


def test_a_range_has_two_ends() -> None:
    heart = catalog.load("emperor-reduced")
    read = AnswerReader(heart).read("I2.lvef", "30-35 %", TODAY)
    assert not isinstance(read, Refusal)
    found = plain(read, heart.items["I2.lvef"])
    assert found.model_dump(exclude_none=True) == {"number": "30", "to": "35", "unit": "%"}


def bedside(*args: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["trials", "suite", *args])


def test_the_command_writes_one_trial(tmp_path: Path) -> None:
    into = tmp_path / "suite.json"
    ran = bedside("--trial", "cagrisema", "--into", str(into))
    assert ran.exit_code == 0
    assert ran.stdout == f"Written: {into}\n"
    assert [one["trial"] for one in json.loads(into.read_text("utf-8"))["trials"]] == ["cagrisema"]


def test_the_command_says_which_trials_there_are() -> None:
    ran = bedside("--trial", "start-nte")
    assert ran.exit_code == 2
    assert "start-net" in ran.stderr


def test_the_command_says_where_it_cannot_write(tmp_path: Path) -> None:
    ran = bedside("--schema", "--into", str(tmp_path))
    assert ran.exit_code == 1
    assert str(tmp_path) in ran.stderr
