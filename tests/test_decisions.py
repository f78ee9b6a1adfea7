"""The decision records: numbered without gaps, each of one form, and all of them in the index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "docs" / "decisions"
RECORDS = sorted(FOLDER.glob("[0-9]*.md"))
_LISTED = re.compile(r"^- \[(.+)\]\((\S+)\)$", re.MULTILINE)


def title(record: Path) -> str:
    return record.read_text("utf-8").splitlines()[0].removeprefix("# ")


def test_the_numbers_have_no_gaps() -> None:
    assert [record.name[:4] for record in RECORDS] == [
        f"{number:04}" for number in range(1, len(RECORDS) + 1)
    ]


def test_the_index_lists_every_record_with_its_title() -> None:
    listed = _LISTED.findall((FOLDER / "README.md").read_text("utf-8"))
    assert sorted((name, words) for words, name in listed) == [
        (record.name, title(record)) for record in RECORDS
    ]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name[:4])
def test_a_record_is_short_and_has_its_three_parts(record: Path) -> None:
    text = record.read_text("utf-8")
    assert title(record).startswith(f"{int(record.name[:4])}. ")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Consequences"]
    parts = re.split(r"^## .+$", text, flags=re.MULTILINE)[1:]
    assert all(part.strip() for part in parts)
    assert len(text.split()) < 300
