"""Settings in a file of ``NAME=value`` lines, such as services are started with.

python-dotenv reads the lines: ``#`` begins a remark, a value may be in quotation marks, and
nothing is put in place of ``$NAME``. Names that have another prefix are passed over, since the
file may serve other programs too.
"""

from __future__ import annotations

import io
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from dotenv.parser import parse_stream

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from dotenv.parser import Binding


_UNREADABLE = (
    "this cannot be read: write NAME=value, with quotation marks around the whole value or none, "
    "or # before a remark"
)


class SettingsError(Exception):
    """Settings that cannot be used: a sentence for every problem."""

    def __init__(self, *sentences: str) -> None:
        """Keep the sentences; the message has one line for each."""
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def settings_in(file: Path, prefix: str, known: Collection[str]) -> dict[str, str]:
    """Return the settings of a prefix that a file holds; one that is empty counts as not set.

    Args:
        file: the file.
        prefix: what a setting's name begins with.
        known: the names that there are.

    Raises:
        SettingsError: the file cannot be read, or a line is no setting; no value is quoted.
    """
    found: dict[str, str] = {}
    problems = []
    for binding in parse_stream(io.StringIO(_text(file))):
        problem = _problem(binding, prefix, known, found)
        if problem:
            problems.append(f"{file}, line {_line(binding)}: {problem}.")
        elif binding.key is not None and binding.key.startswith(prefix):
            found[binding.key] = binding.value or ""
    if problems:
        raise SettingsError(*problems)
    return {name: value for name, value in found.items() if value}


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise SettingsError(f"{file}: {reason}. Name a file that can be read.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8 text: save it as UTF-8.") from None


def _line(binding: Binding) -> int:
    """Return the number of a setting's line: what the parser gives counts the empty lines above."""
    above = re.match(r"\s*", binding.original.string)
    return binding.original.line + len(re.findall(r"\r\n|\r|\n", above[0] if above else ""))


def _problem(
    binding: Binding, prefix: str, known: Collection[str], found: Collection[str]
) -> str | None:
    """Say what is wrong with a setting; None where nothing is."""
    if binding.error:
        return _UNREADABLE
    if binding.key is None:
        return None
    if binding.value is None:
        return "this is no setting: write NAME=value, or # before a remark"
    return _misnamed(binding.key, known, found) if binding.key.startswith(prefix) else None


def _misnamed(name: str, known: Collection[str], found: Collection[str]) -> str | None:
    """Say what is wrong with the name of a setting; None where nothing is."""
    if name in found:
        return f"{name} is set twice: write it once"
    if name in known:
        return None
    said = name if re.fullmatch(r"[A-Z_]{1,60}", name) else "of that name"
    near = get_close_matches(name, known, 1) or known
    return f"there is no setting {said}: write {' or '.join(near)}"
