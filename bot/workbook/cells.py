"""What a cell can hold, and how a value of a TOML file is written there and read back."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from bot.workbook.toml_files import inline

Cell: TypeAlias = "str | int | float | bool | date | None"

_FIRST_DAY = date(1901, 1, 1)
"""Earlier days are written as text: workbooks disagree about 1900."""
_EMPTY = '""'
_APART = " = "


class CellError(ValueError):
    """A cell that cannot be read; the text says what to write."""


class Text:
    """Any text."""

    def cell(self, value: object) -> Cell:
        """Return a value as it is in a cell.

        Raises:
            TypeError: it is nothing that such a cell can hold.
        """
        if not isinstance(value, str):
            raise TypeError(type(value).__name__)
        return value or _EMPTY

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - as TOML has it
        """Return a cell as the file has it.

        Raises:
            CellError: it is none.
        """
        said = _said(cell)
        return "" if said == _EMPTY else said


class Number(Text):
    """A number that stays as it was written: text in the file, so that it is exact."""

    def cell(self, value: object) -> Cell:
        """Return the number as text; a whole one that is none in the file stays a number."""
        if isinstance(value, Decimal):
            return str(value)
        return (
            value if isinstance(value, int) and not isinstance(value, bool) else super().cell(value)
        )

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - as TOML has it
        """Return text; what is no number is found when the files are checked."""
        if isinstance(cell, bool | date):
            raise CellError("a number")
        return _said(cell).strip().replace(",", ".")


class Count(Text):
    """A whole number."""

    def cell(self, value: object) -> Cell:
        """Return the number."""
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(type(value).__name__)
        return value

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - as TOML has it
        """Return the number."""
        said = "" if isinstance(cell, bool | date) else _said(cell).strip()
        if not re.fullmatch(r"-?[0-9]{1,9}", said):
            raise CellError("a whole number")
        return int(said)


class Flag(Text):
    """True or false."""

    def cell(self, value: object) -> Cell:
        """Return the truth."""
        if not isinstance(value, bool):
            raise TypeError(type(value).__name__)
        return value

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - as TOML has it
        """Return the truth."""
        said = _said(cell).strip().lower()
        if said not in ("true", "false"):
            raise CellError("TRUE or FALSE")
        return said == "true"


class Day(Text):
    """A day."""

    def cell(self, value: object) -> Cell:
        """Return the day."""
        if not isinstance(value, date) or isinstance(value, datetime):
            raise TypeError(type(value).__name__)
        return value if value >= _FIRST_DAY else value.isoformat()

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - as TOML has it
        """Return the day."""
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        try:
            return date.fromisoformat(_said(cell).strip())
        except ValueError:
            raise CellError("a day, as 2026-11-23") from None


class Toml(Text):
    """Anything, as TOML writes it; a bare text is itself."""

    def cell(self, value: object) -> Cell:
        """Return a plain text as it is, everything else as TOML."""
        plain = (
            isinstance(value, str) and value and value[0] not in '{["' and value == value.strip()
        )
        return str(value) if plain else inline(value)

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - as TOML has it
        """Return what TOML makes of it; lines may be broken anywhere."""
        said = _said(cell).strip()
        if not said or said[0] not in '{["':
            return said
        try:
            return tomllib.loads(f"v = {said.replace(chr(10), ' ')}", parse_float=Decimal)["v"]
        except tomllib.TOMLDecodeError as error:
            reason = str(error).partition(" (at")[0].replace("after an inline table", "at the end")
            raise CellError(f"what stands in a TOML file behind the “=” ({reason})") from None


class Lines(Toml):
    """Several texts, one a line."""

    def cell(self, value: object) -> Cell:
        """Return the texts in lines, or as TOML where they would not come back from that."""
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise TypeError(type(value).__name__)
        said = "\n".join(value)
        plain = bool(value) and _lines(said) == value and said[0] not in '{["'
        return said if plain else inline(value)

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - as TOML has it
        """Return the texts."""
        said = _said(cell)
        if not said.lstrip().startswith("["):
            return _lines(said)
        found = super().value(said)
        if not isinstance(found, list):
            raise CellError("one of them a line")
        return found


class Pairs(Toml):
    """Names with a text each, one a line: name = text."""

    def cell(self, value: object) -> Cell:
        """Return the pairs in lines, or as TOML where they would not come back from that."""
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise TypeError(type(value).__name__)
        said = "\n".join(f"{name}{_APART}{text}" for name, text in value.items())
        try:
            plain = bool(value) and said[0] not in '{["' and _pairs(said) == value
        except CellError:
            plain = False
        return said if plain else inline(value)

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - as TOML has it
        """Return the pairs."""
        said = _said(cell)
        if not said.lstrip().startswith("{"):
            return _pairs(said)
        found = super().value(said)
        if not isinstance(found, dict):
            raise CellError("one pair a line: name = text")
        return found


def _lines(said: str) -> list[str]:
    return [line.strip() for line in said.split("\n") if line.strip()]


def _pairs(said: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines(said):
        name, apart, text = line.partition("=")
        if not apart or not name.strip() or name.strip() in found:
            raise CellError("one pair a line, each name once: name = text")
        found[name.strip()] = text.strip()
    return found


def _said(cell: Cell) -> str:
    """Return a cell as text, whatever a program has made of what was typed."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return format(Decimal(repr(cell)), "f")
    return "" if cell is None else str(cell).replace("\r\n", "\n")


TEXT, NUMBER, COUNT, FLAG, DAY, TOML, LINES, PAIRS = (
    *(Text(), Number(), Count(), Flag()),
    *(Day(), Toml(), Lines(), Pairs()),
)
