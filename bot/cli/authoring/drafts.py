"""``bedside trials new``: a draft of a trial, made of its registry entry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from bot.cli.console import bytes_of, printable, put, stop, text_of, today

if TYPE_CHECKING:
    from bot.drafting.draft import Draft

app = typer.Typer()

_TOO_LONG = "The file is longer than any registry entry: take the JSON of one entry."


@app.command(epilog="Example: bedside trials new NCT01234567.json --into my-trials")
def new(
    file: Annotated[
        str, typer.Argument(help="A registry entry: API v2 JSON, or text; - for standard input.")
    ],
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="The folder to put it into.")
    ] = Path(),
) -> None:
    """A draft of a trial from its registry entry: criteria, and rules where they are plain."""
    from bot.drafting.draft import draft  # noqa: PLC0415 - the help needs no drafts
    from bot.drafting.entry import UnusableEntryError, read_entry  # noqa: PLC0415 - as above
    from bot.drafting.writing import protocol_toml, words_toml  # noqa: PLC0415 - as above

    text = text_of(bytes_of(file, _TOO_LONG))
    name = "standard input" if file == "-" else Path(file).name
    try:
        made = draft(read_entry(name, text), today())
    except UnusableEntryError as error:
        stop(f"{name}: {error}")
    folder = into / made.trial / made.version
    _write(folder, {"protocol.toml": protocol_toml(made), "en.toml": words_toml(made)})
    put(printable("\n".join(_report(made, folder))))


def _write(folder: Path, files: dict[str, str]) -> None:
    """Write the files of a version into a folder of their own, or stop."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        stop(f"{folder}: is there already, and is never overwritten. Name another one: --into DIR.")
    except OSError as error:
        stop(f"{folder}: {error.strerror}. Name a folder that can be written: --into DIR.")
    try:
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        stop(f"{folder}: {error.strerror}. The draft could not be written in full.", status=1)


class _Count(NamedTuple):
    number: int
    one: str
    several: str

    def __str__(self) -> str:
        return f"{self.number} {self.one if self.number == 1 else self.several}"


def _report(made: Draft, folder: Path) -> list[str]:
    """Say what was made, and what is to do."""
    every = _Count(made.inclusion + made.exclusion, "criterion", "criteria")
    fields = f", {made.from_fields} of them from the entry's fields" if made.from_fields else ""
    lines = [
        f"{folder}: {every} ({made.inclusion} inclusion, {made.exclusion} exclusion{fields}).",
        f"Proposed from the text: {made.proposed}; to be worded: {every.number - made.proposed}.",
    ]
    if made.left_out:
        lines.append(f"{_Count(len(made.left_out), 'line is', 'lines are')} no criterion:")
        lines += [f"- “{_short(line.text)}” {line.why}" for line in made.left_out]
    if made.doubts:
        lines.append("In doubt:")
        lines += [f"- {_short(doubt)}" for doubt in made.doubts]
    lines.append(f"What is left to do: bedside trials check {folder}")
    return lines


def _short(text: str, longest: int = 200) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
