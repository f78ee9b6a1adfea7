"""The picture in README.md: what a golden conversation says, and nothing from elsewhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.recording import PICTURE, SOURCE, drawn, parts

README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")
SVG = PICTURE.read_text("utf-8")


def letters(text: str) -> str:
    """Return a text without its white space: lines are wrapped in the picture."""
    return re.sub(r"\s", "", text)


def test_the_picture_is_the_one_that_the_conversation_gives() -> None:
    assert drawn(SOURCE.read_text("utf-8")) == SVG, "`make docs` draws it anew"


def test_the_picture_shows_the_conversation_s_lines_in_order() -> None:
    texts = [one.text or "" for one in ET.fromstring(SVG).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314 - our own
    shown = letters(unescape("".join(texts)))
    for part in parts(SOURCE.read_text("utf-8")):
        said = letters("".join(line[2:] if line.startswith("<") else line for line in part))
        _, found, shown = shown.partition(said)
        assert found, part


def test_the_picture_loads_nothing() -> None:
    linked = [link for link in re.findall(r"https?://[^\s\"')]+", SVG) if "w3.org" not in link]
    assert linked == ["https://www.textualize.io"]  # a comment that says what drew it
    assert "<script" not in SVG
    assert "url(http" not in SVG
    assert "@font-face" not in SVG


def test_the_readme_begins_with_the_picture_and_says_what_it_shows() -> None:
    first = re.search(r"!\[([^\]]+)\]\(([^)]+)\)", README)
    assert first is not None
    assert first[2] == "docs/pictures/screening.svg"
    assert len(first[1]) > 60
    assert README.index(first[0]) < README.index("**Who uses it.**")


def test_a_conversation_that_has_changed_too_much_is_said() -> None:
    with pytest.raises(ValueError, match="no line of labs-with-missing-unit"):
        drawn("< something else")
