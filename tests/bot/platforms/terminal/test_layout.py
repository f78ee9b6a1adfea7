"""Lines wrap at words, hang under their text, and lose nothing."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.terminal.layout import columns_for, wrapped


def test_a_short_line_stays() -> None:
    assert wrapped("Age?", 40) == ["Age?"]
    assert wrapped("", 40) == [""]


def test_what_follows_hangs_under_the_text() -> None:
    assert wrapped("? E4 one two three", 12) == ["? E4 one two", "  three"]
    assert wrapped("   one two three", 12) == ["   one two", "   three"]
    assert wrapped("  1  one two three", 12, " " * 5) == ["  1  one two", "     three"]


def test_an_article_is_no_bullet() -> None:
    assert wrapped("A clinical judgement", 12) == ["A clinical", "judgement"]


def test_a_window_too_narrow_or_too_wide() -> None:
    assert columns_for(40) == 39
    assert columns_for(5) == 20
    assert columns_for(300) == 96


@given(st.text(st.characters(codec="utf-8"), max_size=300), st.integers(20, 96))
def test_nothing_is_cut(text: str, width: int) -> None:
    rows = wrapped(text, width)
    assert all(len(row) <= width for row in rows)
    assert re.sub(r"\s", "", "".join(rows)) == re.sub(r"\s", "", text)
