"""Settings in a file of ``NAME=value`` lines, such as services are started with.

``#`` begins a remark, a value may stand in quotation marks, and names that have another prefix
are passed over: the file may serve other programs too.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


class SettingsError(Exception):
    """Settings that cannot be used: a sentence for every problem."""

    def __init__(self, *sentences: str) -> None:
        """Keep the sentences; the message has one line for each."""
        super().__init__("\n".join(sentences))
        self.sentences = sentences


def written(file: Path, prefix: str, known: Collection[str]) -> dict[str, str]:
    """Read the settings of a prefix; one that is empty counts as not set.

    Args:
        file: the file.
        prefix: what a setting's name begins with.
        known: the names that there are.

    Raises:
        SettingsError: the file cannot be read, or a line is no setting; no value is quoted.
    """
    found: dict[str, str] = {}
    problems = []
    for number, line in enumerate(_text(file).splitlines(), start=1):
        name, value = _parts(line)
        problem = _problem(name, prefix, known, found)
        if problem:
            problems.append(f"{file}, line {number}: {problem}.")
        elif name is not None and name.startswith(prefix):
            found[name] = value
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


def _parts(line: str) -> tuple[str | None, str]:
    """Return a line's name and value; no name for a remark, an empty one for what is no setting."""
    text = line.strip().removeprefix("export ").lstrip()
    if not text or text.startswith("#"):
        return None, ""
    name, equals, value = text.partition("=")
    name, value = name.strip() if equals else "", value.strip()
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return name, value[1:-1] if quoted else value


def _problem(
    name: str | None, prefix: str, known: Collection[str], found: Collection[str]
) -> str | None:
    """Say what is wrong with a name."""
    if name == "":
        return "no setting stands there: write NAME=value, or # before a remark"
    if name is None or not name.startswith(prefix):
        return None
    if name in found:
        return f"{name} stands there twice: write it once"
    if name in known:
        return None
    said = name if re.fullmatch(r"[A-Z_]{1,60}", name) else "of that name"
    near = get_close_matches(name, known, 1) or known
    return f"there is no setting {said}: write {' or '.join(near)}"
