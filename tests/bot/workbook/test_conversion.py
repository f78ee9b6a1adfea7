"""A trial as a workbook and back: nothing is lost, and what is wrong is named by its cell."""

from __future__ import annotations

import shutil
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from bot.workbook.conversion import ThereAlreadyError, UnfitError, from_workbook, to_workbook
from bot.workbook.reading import NoWorkbookError
from criteria.trial import catalog
from tests import own
from tests.amending import lay_out

if TYPE_CHECKING:
    from openpyxl import Workbook

DATA = Path(__file__).parents[2] / "data"
VERSIONS = [
    *sorted(file.parent for file in catalog.trials_folder().glob("*/*/protocol.toml")),
    own.SOVA,
    DATA / "trials" / "hf" / "1",
]


@cache
def _content(folder: Path) -> bytes:
    made = BytesIO()
    to_workbook(folder, made)
    return made.getvalue()


def workbook(folder: Path) -> BytesIO:
    return BytesIO(_content(folder))


def back(folder: Path, into: Path) -> Path:
    file = into.with_suffix(".xlsx")
    file.write_bytes(workbook(folder).getvalue())
    return from_workbook(file, into)


@pytest.mark.parametrize("folder", VERSIONS, ids=lambda folder: "/".join(folder.parts[-2:]))
def test_nothing_is_lost(folder: Path, tmp_path: Path) -> None:
    again = back(folder, tmp_path / "trials")
    assert again == tmp_path / "trials" / folder.parent.name / folder.name
    assert catalog.read_folder(again) == catalog.read_folder(folder)
    assert catalog.cases(again) == catalog.cases(folder)


@pytest.mark.parametrize("version", ["1", "2"])
def test_nothing_is_lost_of_an_amended_trial(version: str, tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "first") / "iron" / version
    again = back(folder, tmp_path / "trials")
    assert catalog.read_folder(again) == catalog.read_folder(folder)


def test_twice_there_and_back_makes_the_same_files(tmp_path: Path) -> None:
    once = back(own.SOVA, tmp_path / "once")
    twice = back(once, tmp_path / "twice")
    assert {file.name: file.read_bytes() for file in once.iterdir()} == {
        file.name: file.read_bytes() for file in twice.iterdir()
    }


def edited(tmp_path: Path, *edits: tuple[str, str, Any], of: Path = own.SOVA) -> Path:
    """Put other values into cells of a workbook."""
    book: Workbook = load_workbook(workbook(of))
    for sheet, cell, value in edits:
        book[sheet][cell] = value
    file = tmp_path / "edited.xlsx"
    book.save(file)
    return file


def column(sheet: str, heading: str, of: Path = own.SOVA) -> str:
    """Return the letter of a column."""
    head = load_workbook(workbook(of))[sheet][1]
    return next(cell.column_letter for cell in head if cell.value == heading)


def wrong(file: Path, into: Path) -> list[str]:
    with pytest.raises(UnfitError) as caught:
        from_workbook(file, into)
    assert not any(into.rglob("protocol.toml"))
    return str(caught.value).splitlines()


SOFT = column("items", "soft.low")
KIND = column("items", "kind")
WHOLE = column("items", "whole")
LIMIT = column("rules", "limit")
CELLS: list[tuple[str, str, object, str | None]] = [
    ("items", f"{KIND}2", "nummer", f'items!{KIND}2: found "nummer"; write one of'),
    ("items", f"{SOFT}3", "much", f'items!{SOFT}3: found "much"; write a number'),
    ("items", f"{SOFT}3", "500", f"items!{SOFT}3: found 500 to 80; write a low end below"),
    ("items", f"{WHOLE}2", "perhaps", f'items!{WHOLE}2: found "perhaps"; write TRUE or FALSE'),
    ("rules", f"{LIMIT}2", "abc", f'rules!{LIMIT}2: found "abc"; write a number'),
    ("rules", "A2", "PERSON.yers", 'rules!A2: found "PERSON.yers"; write one of PERSON.years'),
    ("rules", "A3", "PERSON.years", 'rules!A3: found "PERSON.years"; write one rule'),
    ("criteria", "C3", '{ all = ["AHI.index", "AHI.dy"] }', 'criteria!C3: found "AHI.dy"; write'),
    ("criteria", "C3", "{ all = [", 'criteria!C3: found "{ all = ["; write what stands in a TOML'),
    ("choices", "B2", "unknown", None),
    ("screens", "B2", "PERSON.years\nAHI.idx", 'screens!A1: found "AHI.idx"; write "AHI.index"'),
    ("sv", "A3", "itemz", 'sv!A3: found "itemz"; write one of trial, not_in_registry'),
    ("cases", "F2", "PERSON.years", 'cases!F2: found "PERSON.years"; write one pair a line'),
    ("cases", "F2", "PERSON.yers = 52", 'cases!F2: found "PERSON.yers"; write "PERSON.years"'),
    ("trial", "B2", "../elsewhere", 'trial!B2: found id: "../elsewhere"; write small letters'),
    ("trial", "B6", "soon", 'trial!B6: found "soon"; write a day'),
    ("trial", "A6", "date", 'trial!B6: found "date"; write one of id, version'),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "said"), CELLS)
def test_what_is_wrong_is_named_by_its_cell(
    sheet: str, cell: str, value: object, said: str | None, tmp_path: Path
) -> None:
    found = wrong(edited(tmp_path, (sheet, cell, value)), tmp_path / "trials")
    if said is None:
        assert any(line.startswith(f"{sheet}!") for line in found), found
    else:
        assert any(line.startswith(said) for line in found), found


def test_what_is_wrong_in_several_sheets_is_said_at_once(tmp_path: Path) -> None:
    file = edited(tmp_path, ("rules", "B2", "atleast"), ("cases", "E2", "maybe"))
    found = wrong(file, tmp_path / "trials")
    assert [line.partition(":")[0] for line in found] == ["rules!B2", "cases!E2"]


def test_an_item_without_wording_is_named_where_the_item_is(tmp_path: Path) -> None:
    book: Workbook = load_workbook(workbook(own.SOVA))
    page = book["sv"]
    row = next(cell.row for cell in page["B"] if cell.value == "AHI.index")
    page.delete_rows(row)
    book.save(tmp_path / "edited.xlsx")
    found = wrong(tmp_path / "edited.xlsx", tmp_path / "trials")
    assert any(line.startswith("sv!A1: found items.AHI.index") for line in found), found


def test_numbers_and_days_that_a_program_has_made_its_own_are_taken(tmp_path: Path) -> None:
    file = edited(
        tmp_path, ("rules", f"{LIMIT}2", 21), ("items", f"{SOFT}2", 19.5), ("trial", "B3", 2)
    )
    made = catalog.read_folder(from_workbook(file, tmp_path / "trials"))
    assert made.protocol.version == "2"
    assert 'limit=Decimal("21")' in repr(made.items["PERSON.years"].rule).replace("'", '"')


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    made = back(own.SOVA, tmp_path / "trials")
    (made / "note.txt").write_text("mine", "utf-8")
    with pytest.raises(ThereAlreadyError):
        back(own.SOVA, tmp_path / "trials")
    assert (made / "note.txt").read_text("utf-8") == "mine"
    assert [file.name for file in (tmp_path / "trials").iterdir()] == ["sova"]


def test_concepts_beside_the_versions_stay_as_they_are(tmp_path: Path) -> None:
    released = catalog.trials_folder() / "start-net" / "R1"
    into = tmp_path / "trials"
    shutil.copytree(released, into / "start-net" / "R0")
    (into / "start-net" / "concepts.toml").write_text('[concepts]\nold = "I1.age"\n', "utf-8")
    made = back(released, into)
    assert catalog.read_folder(made).named_concepts == {"old": "I1.age"}


def test_another_file_is_no_workbook(tmp_path: Path) -> None:
    file = tmp_path / "text.xlsx"
    file.write_text("id,version", "utf-8")
    with pytest.raises(NoWorkbookError):
        from_workbook(file, tmp_path / "trials")


def test_the_workbook_offers_what_a_cell_can_hold() -> None:
    book: Workbook = load_workbook(workbook(own.SOVA))
    offered = {
        (page.title, str(rule.sqref).split(":")[0]): rule.formula1
        for page in book.worksheets
        for rule in page.data_validations.dataValidation
    }
    assert offered["items", f"{KIND}2"] == '"choice,number,date"'
    assert offered["rules", "A2"].startswith("'items'!$A$2:")
    assert offered["items", f"{column('items', 'criterion')}2"].startswith("'criteria'!$A$2:")
    assert offered["trial", "B5"] == '"draft,released"'
    kinds = [row[0].value for row in book["_kind"].iter_rows()]
    assert {"choice", "above", "between", "below_upper_limit", "depends", "none"} <= set(kinds)
    assert book["_kind"].sheet_state == "hidden"


def test_a_heading_explains_itself() -> None:
    page = load_workbook(workbook(own.SOVA))["items"]
    note = page[f"{column('items', 'asked')}1"]
    assert note.comment is not None
    assert note.comment.text.startswith("When it is asked")
