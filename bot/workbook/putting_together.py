"""Rows as a version's files again, and for each key the cell that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.workbook.cells import LINES, TEXT, TOML, CellError
from bot.workbook.sheets import (
    CASES,
    CONCEPTS,
    ITEMS,
    JUDGES,
    MORE,
    PARTS,
    PER_CHOICE,
    PLAIN,
    RULES,
    SOURCES,
    TRIAL,
    choices,
    wording,
)
from criteria.trial.problems import PROTOCOL, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.workbook.cells import Cell, Text
    from bot.workbook.sheets import Column, Sheet
    from criteria.trial.problems import Problem

Table = dict[str, Any]
_CASES, _CONCEPTS = "cases.toml", "concepts.toml"
_LANGUAGE = re.compile(r"[a-z]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Misfit:
    """One thing that is wrong: in which cell, what was found there, and what to write instead."""

    sheet: str
    cell: str
    found: str
    write: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.sheet}!{self.cell}: found {self.found}; write {self.write}"


@dataclass(frozen=True, slots=True)
class Given:
    """A row as it was read: by heading what is in a cell, and which cell it is."""

    sheet: str
    number: int
    cells: dict[str, tuple[Cell, str]]

    @property
    def first(self) -> str:
        """The row's first cell."""
        return f"A{self.number}"

    def said(self, heading: str) -> str:
        """Return a cell that is text; nothing where it is empty."""
        found = self.cells.get(heading)
        return "" if found is None else str(TEXT.value(found[0])).strip()

    def at(self, heading: str) -> str:
        """Return the cell of a heading, or the row's first."""
        found = self.cells.get(heading)
        return self.first if found is None else found[1]


@dataclass(slots=True)
class Assembly:
    """The files that rows make, where everything came from, and what is wrong with the cells."""

    files: dict[str, Table] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)
    places: list[tuple[str, str, str, str]] = field(default_factory=list)
    """File, key, sheet, cell."""

    def place(self, file: str, key: str, row: Given, cell: str) -> None:
        """Remember where a key came from."""
        self.places.append((file, key, row.sheet, cell))

    def misfit(self, row: Given, cell: str, found: object, write: str) -> None:
        """Remember what is wrong with a cell."""
        self.misfits.append(Misfit(row.sheet, cell, f'"{str(found)[:60]}"', write))

    def located(self, problem: Problem) -> Misfit:
        """Return a problem of the files at the cell that it comes from."""
        key = problem.key.replace('"', "")
        best = ("", _sheet_of(problem.file), "A1")
        for file, known, sheet, cell in self.places:
            if file == problem.file and len(known) > len(best[0]) and _begins(key, known):
                best = (known, sheet, cell)
        if len(best[0]) < len(key):
            best = self._inside(problem.file, key) or best
        rest = key[len(best[0]) :].strip(".: ")
        named = f"{rest}: " if rest else ""
        return Misfit(best[1], best[2], f"{named}{problem.found}", problem.write)

    def _inside(self, file: str, key: str) -> tuple[str, str, str] | None:
        """Return the first cell of something that has cells for its parts; a list has its sheet."""
        for known_file, known, sheet, cell in self.places:
            if known_file == file and len(known) > len(key) and _begins(known, key):
                return key, sheet, "A1" if known[len(key)] == "[" else cell
        return None


def _sheet_of(file: str) -> str:
    return {PROTOCOL: "trial"}.get(file, file.removesuffix(".toml"))


def _begins(key: str, known: str) -> bool:
    return key.startswith(known) and (len(key) == len(known) or key[len(known)] in ".:[ ")


def put_together(sheets: dict[str, list[Given]]) -> Assembly:
    """Return the files that a workbook's rows make.

    Args:
        sheets: the rows of each sheet; those of the trial are one row, with a heading each key.
    """
    made = Assembly()
    languages = tuple(name for name in sheets if _LANGUAGE.fullmatch(name))
    _headings(made, sheets, languages)
    protocol = _trial(made, sheets.get(TRIAL.name, []))
    worked = {key: protocol.pop(key) for key in ("reference_date",) if key in protocol}
    sources = {row.said("id"): row.said("text") for row in sheets.get(SOURCES.name, [])}
    if sources:
        protocol["sources"] = sources
    for name, sheet in {**PLAIN, ITEMS.name: ITEMS}.items():
        found = _tables(made, sheets.get(name, []), sheet, PROTOCOL)
        if found:
            protocol[name] = found
    made.files[PROTOCOL] = protocol
    for language in languages:
        made.files[f"{language}.toml"] = _worded(made, sheets[language], language)
    _choices(made, sheets.get("choices", []), languages)
    _rules(made, sheets.get(RULES.name, []))
    cases = _tables(made, sheets.get(CASES.name, []), CASES, _CASES)
    if cases or worked:
        made.files[_CASES] = {**worked, "cases": cases}
    concepts = {row.said("id"): row.said("item") for row in sheets.get(CONCEPTS.name, [])}
    judges = {row.said("item"): row.said("judge") for row in sheets.get(JUDGES.name, [])}
    beside = {"concepts": concepts, "judges": judges}
    if concepts or judges:
        made.files[_CONCEPTS] = {name: table for name, table in beside.items() if table}
    return made


def _headings(made: Assembly, sheets: dict[str, list[Given]], languages: tuple[str, ...]) -> None:
    """Find sheets and headings that there are none of."""
    known = {sheet.name: sheet for sheet in (TRIAL, SOURCES, ITEMS, RULES, CASES, CONCEPTS, JUDGES)}
    known |= {**PLAIN, "choices": choices(languages)}
    known |= {language: wording(language) for language in languages}
    for name, rows in sheets.items():
        if name not in known:
            write = f"one of the sheets {listed(known)}, or a language"
            made.misfits.append(Misfit(name, "A1", "a sheet of this name", write))
            continue
        strange = {key: row for row in rows for key in row.cells if key not in known[name].keys}
        for heading, row in strange.items():
            cell = row.at(heading) if name == TRIAL.name else _top(row.at(heading))
            made.misfit(row, cell, heading, f"one of {', '.join(known[name].keys)}")


def _top(cell: str) -> str:
    return re.sub(r"[0-9]+", "1", cell)


def _trial(made: Assembly, rows: list[Given]) -> Table:
    if not rows:
        made.misfits.append(Misfit(TRIAL.name, "A1", "nothing", "the keys of the trial"))
        return {}
    return _table(made, rows[0], TRIAL.columns, (PROTOCOL, ""))


def _tables(made: Assembly, rows: Iterable[Given], sheet: Sheet, file: str) -> list[Table]:
    """Return a list of tables, each of which is known by its id."""
    found = []
    for number, row in enumerate(rows, 1):
        key = f"{sheet.name}[{row.said('id') or number}]"
        made.place(file, key, row, row.first)
        found.append(_table(made, row, sheet.columns, (file, f"{key}.")))
    return found


def _table(made: Assembly, row: Given, columns: Iterable[Column], at: tuple[str, str]) -> Table:
    """Return the table that a row makes.

    Args:
        made: what is put together.
        row: the row.
        columns: its columns.
        at: the file, and what precedes each key there.
    """
    table: Table = {}
    file, before = at
    for column in columns:
        if column.key not in row.cells:
            continue
        found = _value(made, row, column.key, column.kind)
        if column.key == MORE:
            _merged(made, row, table, found)
        elif found is not None:
            made.place(file, f"{before}{column.key}", row, row.at(column.key))
            _put(table, column.path, found)
    return table


def _value(made: Assembly, row: Given, heading: str, kind: Text) -> Any:  # noqa: ANN401 - as TOML has it
    cell, place = row.cells[heading]
    try:
        return kind.value(cell)
    except CellError as error:
        made.misfit(row, place, cell, str(error))
        return None


def _put(table: Table, path: tuple[str, ...], value: object) -> None:
    *outer, last = path
    for key in outer:
        table = table.setdefault(key, {})
    table[last] = value


def _merged(made: Assembly, row: Given, table: Table, more: object) -> None:
    """Add what has no column of its own."""
    if not isinstance(more, dict):
        if more is not None:
            made.misfit(row, row.at(MORE), more, "a table, { key = … }")
        return
    for key, value in more.items():
        if isinstance(value, dict) and isinstance(table.get(key), dict):
            table[key] |= value
        else:
            table[key] = value


def _items(made: Assembly) -> dict[str, Table]:
    return {str(item.get("id")): item for item in made.files[PROTOCOL].get("items", [])}


def _choices(made: Assembly, rows: list[Given], languages: tuple[str, ...]) -> None:
    """Add choices to their items, and what each language says of them."""
    items = _items(made)
    for row in rows:
        name, code = row.said("item"), row.said("code")
        if name not in items:
            made.misfit(row, row.at("item"), name, f"one of {listed(items)}")
            continue
        offered = "offered" not in row.cells or _value(made, row, "offered", _OFFERED)
        if offered:
            items[name].setdefault("choices", []).append(code)
            made.place(PROTOCOL, f"items[{name}].choices", row, row.at("code"))
        for language in languages:
            file = f"{language}.toml"
            for heading, (key, kind) in PER_CHOICE.items():
                column = f"{heading}::{language}"
                found = _value(made, row, column, kind) if column in row.cells else None
                if found is not None:
                    words = made.files[file].setdefault("items", {}).setdefault(name, {})
                    words.setdefault(key, {})[code] = found
                    made.place(file, f"items.{name}.{key}.{code}", row, row.at(column))


_OFFERED = next(column.kind for column in choices(()).columns if column.key == "offered")


def _rules(made: Assembly, rows: list[Given]) -> None:
    """Add rules to their items."""
    items = _items(made)
    for row in rows:
        name = row.said("item")
        key = f"items[{name}].rule"
        if name not in items:
            made.misfit(row, row.at("item"), name, f"one of {listed(items)}")
        elif "rule" in items[name]:
            made.misfit(row, row.at("item"), name, "one rule for each item, in one row")
        else:
            made.place(PROTOCOL, key, row, row.at("kind"))
            rule = _table(made, row, RULES.columns[1:], (PROTOCOL, f"{key}."))
            items[name]["rule"] = _in_months(rule) if rule != {"kind": "none"} else "none"


def _in_months(rule: Table) -> Table:
    """Return a rule whose ends are whole numbers where its kind counts months."""
    if rule.get("kind") != "months_before":
        return rule
    ends = {key: str(rule[key]) for key in rule if key in ("at_least", "at_most")}
    whole = {key: int(text) for key, text in ends.items() if _WHOLE.fullmatch(text)}
    return rule | whole


def _worded(made: Assembly, rows: list[Given], language: str) -> Table:
    """Return the file of a language."""
    file = f"{language}.toml"
    table: Table = {}
    for row in rows:
        part, name = row.said("part"), row.said("id")
        if part not in PARTS:
            made.misfit(row, row.at("part"), part, f"one of {', '.join(PARTS)}")
        elif part in ("criteria", "items"):
            made.place(file, f"{part}.{name}", row, row.first)
            columns = [one for one in wording(language).columns if one.key not in ("part", "id")]
            found = _table(made, row, columns, (file, f"{part}.{name}."))
            table.setdefault(part, {}).setdefault(name, {}).update(found)
        else:
            _text(made, row, table, file)
    return table


def _text(made: Assembly, row: Given, table: Table, file: str) -> None:
    """Add a row that is a text, or words that suggest a choice."""
    part, name = row.said("part"), row.said("id")
    if part == MORE:
        _merged(made, row, table, _value(made, row, MORE, TOML) if MORE in row.cells else None)
        return
    if "text" not in row.cells:
        made.misfit(row, row.first, "", "what it says, in the column “text”")
        return
    text = TEXT.value(row.cells["text"][0])
    key = name if part == "trial" else f"{part}.{name}"
    if part == "hints":
        word = row.said("label")
        key = f"items.{name}.hints.{word}"
        words = table.setdefault("items", {}).setdefault(name, {})
        words.setdefault("hints", {})[word] = _value(made, row, "text", LINES) or []
    elif part == "trial":
        table[name] = text
    elif part == "not_in_registry":
        key = part
        table.setdefault(part, []).append(text)
    else:
        table.setdefault(part, {})[name] = text
    made.place(file, key, row, row.at("text"))
