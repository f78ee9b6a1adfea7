"""A version's files as rows: what goes into which cell. Everything that the files say is there."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from bot.workbook.cells import LINES, TEXT, TOML
from bot.workbook.sheets import (
    CASES,
    CONCEPTS,
    ITEMS,
    JUDGES,
    MORE,
    PER_CHOICE,
    PLAIN,
    RULES,
    SOURCES,
    TRIAL,
    choices,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.workbook.cells import Cell
    from bot.workbook.sheets import Column, Sheet

Table = dict[str, Any]
Row = dict[str, "Cell"]
"""Heading -> cell."""


def taken_apart(files: dict[str, Table]) -> list[tuple[Sheet, list[Row]]]:
    """Return every sheet with its rows.

    Args:
        files: the tables of a version by the name of their file, concepts.toml with them.
    """
    left = copy.deepcopy(files)
    protocol, worked = left["protocol.toml"], left.get("cases.toml", {})
    languages = tuple(sorted(name[:2] for name in left if len(name) == len("en.toml")))
    words = {language: left[f"{language}.toml"] for language in languages}
    sources = protocol.pop("sources", {})
    items = protocol.pop("items", [])
    rules = [_rule(item) for item in items if "rule" in item]
    answers = list(_choices(items, words))
    found = [
        (SOURCES, [{"id": name, "text": TEXT.cell(text)} for name, text in sources.items()]),
        (PLAIN["criteria"], _rows(protocol.pop("criteria", []), PLAIN["criteria"])),
        (ITEMS, _rows(items, ITEMS)),
        (choices(languages), answers),
        (RULES, _rows(rules, RULES)),
        *((PLAIN[name], _rows(protocol.pop(name, []), PLAIN[name])) for name in list(PLAIN)[1:]),
        *((wording(language), list(_wording(table))) for language, table in words.items()),
        (CASES, _rows(worked.pop("cases", []), CASES)),
        (CONCEPTS, _concepts(left.get("concepts.toml", {}))),
        (JUDGES, _judges(left.get("concepts.toml", {}))),
    ]
    return [(TRIAL, _rows([{**protocol, **worked}], TRIAL)), *found]


def _rows(tables: Iterable[Table], sheet: Sheet) -> list[Row]:
    return [row_of(table, sheet.columns) for table in tables]


def row_of(table: Table, columns: Iterable[Column]) -> Row:
    """Take what has a column out of a table; the rest goes into the last one."""
    row: Row = {}
    for column in columns:
        if column.key == MORE:
            continue
        found = _at(table, column.path)
        if found is None:
            continue
        try:
            row[column.key] = column.kind.cell(found)
        except TypeError:  # what no such cell can hold stays with the rest
            continue
        _without(table, column.path)
    if table:
        row[MORE] = TOML.cell(table)
    return row


def _at(table: object, path: tuple[str, ...]) -> object:
    for key in path:
        table = table.get(key) if isinstance(table, dict) else None
    return table


def _without(table: Table, path: tuple[str, ...]) -> None:
    """Take a key out, and tables that are empty then."""
    first, *rest = path
    if rest:
        _without(table[first], tuple(rest))
        if table[first]:
            return
    del table[first]


def _rule(item: Table) -> Table:
    """Take the rule out of an item; "none" is one too."""
    rule = item.pop("rule")
    return {"item": item.get("id", ""), **(rule if isinstance(rule, dict) else {"kind": rule})}


def _choices(items: list[Table], words: dict[str, Table]) -> Iterator[Row]:
    """Take the choices out of the items and what is said of each out of the wording."""
    for item in items:
        name = item.get("id", "")
        offered = item.pop("choices", [])
        said = {language: table.get("items", {}).get(name, {}) for language, table in words.items()}
        worded = [
            code
            for entry in said.values()
            for key, _ in PER_CHOICE.values()
            for code in entry.get(key, {})
        ]
        for code in dict.fromkeys((*offered, *worded)):
            row: Row = {"item": name, "code": code}
            if code not in offered:
                row["offered"] = False
            for language, entry in said.items():
                row |= _said(entry, code, language)
            yield row
        for entry in said.values():
            for key, _ in PER_CHOICE.values():
                if key in entry and not entry[key]:
                    del entry[key]


def _said(entry: Table, code: str, language: str) -> Row:
    return {
        f"{heading}::{language}": kind.cell(entry[key].pop(code))
        for heading, (key, kind) in PER_CHOICE.items()
        if code in entry.get(key, {})
    }


_NAMED = ("outcomes", "changes", "choices", "screens", "advisories", "at_odds")


def _wording(table: Table) -> Iterator[Row]:
    """Return the rows of a language, in the order of the file's parts."""
    for line in table.pop("not_in_registry", []):
        yield {"part": "not_in_registry", "text": TEXT.cell(line)}
    for part in _NAMED:
        for name, text in table.pop(part, {}).items():
            yield {"part": part, "id": name, "text": TEXT.cell(text)}
    for name, entry in table.pop("criteria", {}).items():
        yield {"part": "criteria", "id": name, **row_of(entry, _words("label", "text"))}
    for name, entry in table.pop("items", {}).items():
        hints = entry.pop("hints", {})
        keys = ("label", "question", "help", "needed", "example", "failed", "advice")
        yield {"part": "items", "id": name, **row_of(entry, _words(*keys))}
        for word, codes in hints.items():
            yield {"part": "hints", "id": name, "label": word, "text": LINES.cell(codes)}
    texts = {key: value for key, value in table.items() if isinstance(value, str)}
    for key, text in texts.items():
        yield {"part": "trial", "id": key, "text": TEXT.cell(text)}
    rest = {key: value for key, value in table.items() if key not in texts}
    if rest:
        yield {"part": MORE, MORE: TOML.cell(rest)}


def _words(*keys: str) -> list[Column]:
    return [column for column in wording("en").columns if column.key in keys]


def _concepts(table: Table) -> list[Row]:
    return [{"id": name, "item": item} for name, item in table.get("concepts", {}).items()]


def _judges(table: Table) -> list[Row]:
    return [{"item": name, "judge": judge} for name, judge in table.get("judges", {}).items()]
