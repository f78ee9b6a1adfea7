"""Draws parts of a golden conversation as a terminal shows them: the picture in README.md.

``python tests/recording.py`` draws it anew (``make docs``). The picture is an SVG without a script
and without letters from elsewhere, so that it shows where no network is.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from tests.conversations.player import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "screening.svg"
SOURCE = HERE / "labs-with-missing-unit.txt"
SHOWN = (
    ("< I1 · 1 of 19", "> 62 m"),
    ("< Blood tests", "> [Yes]"),
    ("> 9,0 g/dL", "> [Stop here]"),
    ("< Not eligible", "<    Can change"),
    ("< START-NET R1 ·", "< A prescreening aid"),
)
"""What is shown: from the line that begins so to the one that begins so, that one too."""
_WIDTH = 104
_LETTERS = "Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_STYLES = (
    (re.compile(r"✓|~"), "green"),
    (re.compile(r"⚠"), "yellow"),
    (re.compile(r"✗|Not met|Not eligible"), "bold red"),
    (re.compile(r"[IE]\d+ · \d+ of"), "dim"),
    (re.compile(r"\d+ of \d+ criteria"), "dim"),
    (re.compile(r".*\?$"), "bold"),
)
"""What a line begins with, and how it is then shown."""
_BUTTON = re.compile(r"\[[^\]]+\]")


def parts(text: str) -> Iterator[list[str]]:
    """Return the parts of a conversation that are shown, each as its lines.

    Raises:
        ValueError: the conversation has no such line any more.
    """
    lines = text.splitlines()
    for first, last in SHOWN:
        begin = _find(lines, first, 0)
        end = _find(lines, last, begin) if last else len(lines) - 1
        yield lines[begin : end + 1]


def _find(lines: list[str], begins: str, start: int) -> int:
    for place in range(start, len(lines)):
        if lines[place].startswith(begins):
            return place
    raise ValueError(f"no line of {SOURCE.name} begins with {begins!r} from line {start + 1} on")


def drawn(text: str) -> str:
    """Return the picture of a conversation."""
    console = Console(
        record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False
    )
    for number, part in enumerate(parts(text)):
        if number:
            console.print(Text("…", "dim"))
        for line in part:
            console.print(_line(line))
    svg = console.export_svg(
        title="bedside chat", theme=MONOKAI, unique_id="screening", font_aspect_ratio=0.6
    )
    return _without_letters_from_elsewhere(svg)


def _line(line: str) -> Text:
    """Return a line of a conversation as the terminal would show it."""
    said = line[2:]
    if line.startswith(">"):
        return Text(f"> {said}", "bold cyan")
    text = Text(said)
    for begins, style in _STYLES:
        if begins.match(said):
            text.stylize(style)
            break
    if said.startswith("["):
        for button in _BUTTON.finditer(said):
            text.stylize("blue", *button.span())
    return text


def _without_letters_from_elsewhere(svg: str) -> str:
    """Take out what would be loaded: a README's picture may load nothing."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"font-family: [^;]*;", f"font-family: {_LETTERS};", svg)


def main() -> None:
    """Draw the picture to where it belongs."""
    PICTURE.write_text(drawn(SOURCE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
