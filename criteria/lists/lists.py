"""The library of lists, and what a choice takes from one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field, StringConstraints

from criteria.known.frozen import Frozen

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/\-]{1,24}$")]
NONE = "none"
"""The choice for none of a list."""


class Entry(Frozen):
    """One drug, class or condition of a list."""

    label: dict[str, str] = Field(min_length=1)
    """What it is called, by language."""
    names: tuple[str, ...] = ()
    """Brand names and other words for it, in any language."""
    codes: tuple[str, ...] = ()
    """ATC or ICD-10 codes."""


class Listed(Frozen):
    """A list: what is on it, and where it comes from."""

    entries: dict[Code, Entry] = Field(min_length=1)
    source: str = ""


@cache
def lists() -> dict[str, Listed]:
    """Return every list of the library by its key."""
    found = {}
    for file in sorted(files("criteria.lists").iterdir(), key=lambda file: file.name):
        name, _, kind = file.name.partition(".")
        if kind == "toml":
            found[name] = Listed.model_validate(
                tomllib.loads(file.read_text("utf-8")), strict=False
            )
    return found
