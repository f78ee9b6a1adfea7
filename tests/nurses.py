"""Makes the page for nurses, a PDF in each language, of what docs/nurses.md says (``make docs``).

The letters come with the typesetter and the day is fixed, so that the same text gives the same
file. The file holds a digest of what it was made of, by which a test sees that it is up to date.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from typst import Compiler

from bot.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

DOCS = Path(__file__).parents[1] / "docs"
TEMPLATE = DOCS / "nurses.typ"
SOURCES = {"en": DOCS / "nurses.md", "sv": DOCS / "sv" / "nurses.md"}
_SIZES = (11.5, 11, 10.5, 10, 9.5, 9)
"""Sizes of the letters in points: the largest that fits one page is taken."""
_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_STYLES = {"code_inline": "code", "text": "plain", "softbreak": "plain"}
"""What a line consists of, and how the template draws it."""


def page(language: str) -> Path:
    """Return where a language's page is."""
    return DOCS / f"nurses-{language}.pdf"


def digest(language: str) -> str:
    """Return what tells whether a page is up to date: a digest of its text and its template."""
    foot = texts_in(language).summary.decides.encode()
    made_of = (SOURCES[language].read_bytes(), TEMPLATE.read_bytes(), foot)
    return hashlib.sha256(b"\0".join(made_of)).hexdigest()


def typeset(language: str) -> bytes:
    """Return the PDF of a language's page."""
    blocks = list(_blocks(SOURCES[language].read_text("utf-8")))
    data = {
        "language": language,
        "title": "".join(one["text"] for one in blocks[0]["spans"]),
        "source": digest(language),
        "foot": f"Bedside · {texts_in(language).summary.decides}",
        "blocks": blocks,
    }
    template = TEMPLATE.read_bytes()
    for size in _SIZES:
        inputs = {"page": json.dumps(data), "size": str(size)}
        compiler = Compiler(template, ignore_system_fonts=True, sys_inputs=inputs)
        if int(compiler.query("<pages>", field="value", one=True)) == 1:
            break
    pdf = compiler.compile(template, format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=_DAY)
    assert isinstance(pdf, bytes)
    return pdf


def _blocks(text: str) -> Iterator[dict[str, Any]]:
    """Return the blocks of a text in Markdown, as the template takes them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    at = 0
    while at < len(tokens):
        end = next(
            place
            for place in range(at, len(tokens))
            if tokens[place].nesting < 0 and tokens[place].level == tokens[at].level
        )
        yield _block(tokens[at : end + 1])
        at = end + 1


def _block(tokens: Sequence[Token]) -> dict[str, Any]:
    """Return one block.

    Raises:
        ValueError: the template has nothing for such a block.
    """
    inside = [_spans(one) for one in tokens if one.type == "inline"]
    match tokens[0].type:
        case "heading_open":
            return {"kind": "heading", "level": int(tokens[0].tag[1:]), "spans": inside[0]}
        case "paragraph_open":
            return {"kind": "paragraph", "spans": inside[0]}
        case "bullet_list_open":
            return {"kind": "list", "items": inside}
        case "table_open":
            wide = sum(one.type == "th_open" for one in tokens)
            rows = [inside[at : at + wide] for at in range(0, len(inside), wide)]
            return {"kind": "table", "rows": rows}
        case other:
            raise ValueError(f"write headings, paragraphs, lists and tables, not {other}")


def _spans(inline: Token) -> list[dict[str, str]]:
    found, strong = [], False
    for one in inline.children or ():
        if one.type in {"strong_open", "strong_close"}:
            strong = one.nesting > 0
            continue
        text = " " if one.type == "softbreak" else one.content
        style = "strong" if strong else _STYLES[one.type]
        found += [{"text": text, "style": style}] if text else []
    return found


def main() -> None:
    """Write every page to where it belongs."""
    for language in SOURCES:
        page(language).write_bytes(typeset(language))


if __name__ == "__main__":
    main()
