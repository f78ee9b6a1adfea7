"""How many invented texts of every shape are recognised, as the table in docs/security.md.

``python tests/bot/identity/rates.py`` writes the table anew.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from bot.identity import holds_identifier  # noqa: E402
from tests.bot.identity.shapes import HARMLESS, IDENTIFIES  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TEXTS = 2000
DOCUMENT = ROOT / "docs" / "security.md"
MARKED = re.compile(r"(?<=<!-- identifiers -->\n).*?(?=<!-- end identifiers -->)", re.DOTALL)


def texts(shape: str, make: Callable[[Random], str], count: int = TEXTS) -> Iterator[str]:
    """Return invented texts of one shape, the same each time."""
    random = Random(shape)  # noqa: S311 - nothing is secret
    return (make(random) for _ in range(count))


@cache
def rate(shape: str, make: Callable[[Random], str]) -> float:
    """Return the part of a shape's texts that is taken to identify somebody."""
    return sum(map(holds_identifier, texts(shape, make))) / TEXTS


def table() -> str:
    """Return the rates of every shape as a table."""
    rows = ["| text | taken to identify somebody |", "|---|---|"]
    for title, shapes in (("**identifies**", IDENTIFIES), ("**identifies nobody**", HARMLESS)):
        rows.append(f"| {title} | |")
        rows += [f"| {shape} | {rate(shape, make):.1%} |" for shape, make in shapes.items()]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["wrong"]:
        for shapes, right in ((IDENTIFIES, True), (HARMLESS, False)):
            for shape, make in shapes.items():
                wrong = [text for text in texts(shape, make) if holds_identifier(text) != right]
                print(f"{shape}: {len(wrong) / TEXTS:.2%}", wrong[:8])  # noqa: T201
    else:
        text = DOCUMENT.read_text("utf-8")
        DOCUMENT.write_text(MARKED.sub(lambda _: table(), text), "utf-8")
