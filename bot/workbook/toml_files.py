"""Tables as TOML: in one line for a cell, or laid out as a file for people."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Table = dict[str, Any]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDTH = 100
_INDENT = "    "


def inline(value: object) -> str:
    """Return a value as TOML in one line.

    Raises:
        TypeError: TOML has no such value.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return f"{{ {', '.join(_pair(*each) for each in value.items())} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(inline, value))}]"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _pair(key: str, value: object) -> str:
    return f"{quoted(key)} = {inline(value)}"


def quoted(key: str) -> str:
    """Return a key, in quotation marks where TOML wants them."""
    return key if _BARE.fullmatch(key) else inline(key)


def laid_out(table: Table, first: str = "") -> str:
    """Return a table as a file: its own keys, then its tables, each under its heading.

    Args:
        table: what the file holds.
        first: a comment for its first line.
    """
    parts = [first] if first else []
    own = {key: value for key, value in table.items() if not _is_section(value)}
    if own:
        parts.append(_lines(own))
    for key, value in table.items():
        if _is_section(value):
            parts += _sections(quoted(key), value)
    return "\n\n".join(parts) + "\n"


def _is_section(value: object) -> bool:
    tables = isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)
    return tables or (isinstance(value, dict) and bool(value))


def _sections(heading: str, value: list[Table] | Table) -> Iterator[str]:
    if isinstance(value, list):
        yield from (f"[[{heading}]]\n{_lines(each)}" for each in value)
        return
    plain = {key: each for key, each in value.items() if not isinstance(each, dict)}
    if plain:
        yield f"[{heading}]\n{_lines(plain)}"
    for key, each in value.items():
        if isinstance(each, dict):
            yield f"[{heading}.{quoted(key)}]\n{_lines(each)}".rstrip("\n")


def _lines(table: Table) -> str:
    return "\n".join(
        f"{quoted(key)} = {_broken(value, quoted(key))}" for key, value in table.items()
    )


def _broken(value: object, key: str) -> str:
    """Return a value, a long list with each part in a line of its own."""
    said = inline(value)
    if len(key) + len(said) <= _WIDTH:
        return said
    if isinstance(value, list):
        parts = "".join(f"{_INDENT}{inline(each)},\n" for each in value)
        return f"[\n{parts}]"
    if isinstance(value, dict) and len(value) == 1:
        name, only = next(iter(value.items()))
        return f"{{ {quoted(name)} = {_broken(only, '')} }}"
    return said
