"""The JSON Schemas of a trial's files: they take what Bedside takes, and refuse misspelt keys."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from criteria.trial import catalog
from criteria.trial.schema import FOLDER, KINDS, named, schema, text
from tests import own

TRIALS = catalog.trials_folder()
DATA = Path(__file__).parents[2] / "data"
GUIDE = Path(__file__).parents[3] / "docs" / "new-trial.md"
VERSIONS = [
    *sorted(file.parent for file in TRIALS.glob("*/*/protocol.toml")),
    own.SOVA,
    DATA / "trials" / "hf" / "1",
    DATA / "amended",
]
FILES = [file for folder in VERSIONS for file in sorted(folder.glob("*.toml"))]


def kind_of(name: str) -> str:
    stem = name.removesuffix(".toml")
    return stem if stem in KINDS else "wording"


def errors(kind: str, toml: str) -> list[str]:
    """Return what the schema has against a file."""
    data = json.loads(json.dumps(tomllib.loads(toml), default=str))
    return [
        f"{one.json_path}: {one.message}" for one in Draft7Validator(schema(kind)).iter_errors(data)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_the_files_beside_the_trials_are_up_to_date(kind: str) -> None:
    written = (TRIALS / FOLDER / f"{kind}.json").read_text("utf-8")
    assert written == text(kind), "write them with: bedside trials schema --into criteria/trials"
    Draft7Validator.check_schema(json.loads(written))


@pytest.mark.parametrize("file", FILES, ids=lambda file: "/".join(file.parts[-3:]))
def test_files_that_bedside_takes_fit(file: Path) -> None:
    assert errors(kind_of(file.name), file.read_text("utf-8")) == []


def test_the_guides_files_fit() -> None:
    blocks = re.findall(
        r"<!-- file: (\S+\.toml) -->\n```toml\n(.*?)^```$",
        GUIDE.read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert len(blocks) >= 3
    for name, toml in blocks:
        assert errors(kind_of(Path(name).name), toml) == []


PROTOCOL = (own.SOVA / "protocol.toml").read_text("utf-8")
REFUSED = [
    ('kind = "at_least", limit = "18"', 'kind = "atleast", limit = "18"'),
    ('kind = "at_least", limit = "18"', 'kind = "at_least", limt = "18"'),
    ("whole = true", "hole = true"),
    ("whole = true", "whole = 1"),
    ("whole = true", "past = true"),  # a key of dates
    ('acronym = "SOVA"\n', ""),
    ('{ all = ["AHI.index", "AHI.day"] }', '{ every = ["AHI.index", "AHI.day"] }'),
    ("earliest = 2000-01-01", "earliest = 2000"),
    ('change = "time"', 'change = "soon"'),
]


@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_what_is_misspelt_is_refused(old: str, new: str) -> None:
    assert old in PROTOCOL
    assert errors("protocol", PROTOCOL.replace(old, new, 1)) != []


def test_what_the_libraries_fill_in_need_not_be_written() -> None:
    head = PROTOCOL.partition("[[criteria]]")[0]
    short = (
        '[[criteria]]\nid = "I1"\ntext = "Hb"\n[[items]]\nid = "I1.hb"\nanalyte = "haemoglobin"\n'
    )
    assert errors("protocol", head + short) == []
    assert errors("protocol", head + short.replace("analyte =", "kind = 'choice'\nanalyte =")) != []


def test_keys_are_explained_by_what_the_source_says_of_them() -> None:
    item: dict[str, Any] = schema("protocol")["$defs"]["WrittenItem"]["properties"]
    assert item["hard"]["description"].startswith("Outside it the answer is refused")
    assert item["volunteered"]["description"].startswith("Never asked by itself")


def test_a_draft_names_its_schema_and_a_released_file_stays_as_it_is() -> None:
    for file in (TRIALS / "start-net" / "R2").glob("*.toml"):
        first = file.read_text("utf-8").splitlines()[0]
        assert first == named(kind_of(file.name))
        assert (file.parent / first.removeprefix("#:schema ")).resolve().is_file()
