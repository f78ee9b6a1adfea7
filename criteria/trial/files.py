"""Read one file into its shape, or say what is wrong with it.

Which files make up a trial is `catalog`'s business.
"""

from __future__ import annotations

import json
import re
import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from criteria.known.frozen import Frozen
from criteria.trial.misfits import explained
from criteria.trial.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_Shape = TypeVar("_Shape", bound=Frozen)


class TrialError(Exception):
    """Trial files that cannot be used: which file, which key, what was found, what to write."""

    def __init__(self, *found: Problem) -> None:
        """Keep the problems; the message has one line for each."""
        super().__init__("\n".join(map(str, found)))
        self.problems = found


def validated(
    file: Path, shape: type[_Shape], complete: Callable[[dict[str, Any]], dict[str, Any]] = dict
) -> _Shape:
    """Read a file into its shape, strictly: text for numbers, no unknown key.

    Args:
        file: the TOML file.
        shape: the model that it must fit.
        complete: what is added to the tables before they are checked.

    Raises:
        TrialError: the file cannot be read, is no TOML or has another shape.
    """
    data = complete(tables(file))
    try:
        return shape.model_validate_json(json.dumps(data, default=str), strict=True)
    except RecursionError:
        found = "tables within tables without end"
        raise TrialError(Problem(file.name, "(file)", found, "its keys and no more")) from None
    except ValidationError as error:
        raise TrialError(*explained(file.name, data, error)) from None


def tables(file: Path) -> dict[str, Any]:
    """Return what a TOML file holds, with exact decimals, whatever shape it has.

    Raises:
        TrialError: it cannot be read or is no TOML.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        found = error.strerror or "a file that cannot be read"
        raise TrialError(Problem(str(file), "(file)", found, "a readable file")) from None
    except UnicodeDecodeError as error:
        place = f"byte {error.start}"
        raise TrialError(Problem(file.name, place, "no UTF-8", "the file in UTF-8")) from None
    if text.startswith("\ufeff"):
        wanted = "the same as plain UTF-8: save without BOM"
        raise TrialError(Problem(file.name, "byte 0", "a byte order mark (BOM)", wanted))
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise TrialError(_broken(file.name, text, str(error))) from None


def _broken(file: str, text: str, message: str) -> Problem:
    """Say where TOML breaks off: the line, what is there, and the reason."""
    reason, _, place = message.partition(" (at ")
    line = re.match(r"line (\d+)", place)
    found = text.splitlines()[int(line[1]) - 1].strip() if line else "a file that breaks off"
    wanted = _REASONS.get(reason, f"valid TOML ({reason})")
    return Problem(file, place.rstrip(")") or "(end of file)", f"`{found[:80]}`", wanted)


_REASONS = {
    "Cannot overwrite a value": "each key once",
    "Cannot declare": "each table once",
}
