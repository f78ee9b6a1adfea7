"""Lines that say which document a criterion's answers come from, of which day, and who judged."""

from __future__ import annotations

import pytest

from bot.dialogs.session import Source
from bot.dialogs.sources import Misread, Named, read_day, read_sources
from criteria.known.values import DateSpan
from tests.making import TODAY, TRIAL


def read(text: str, here: str = "I3") -> list[Named | Misread]:
    return read_sources(text, TRIAL, here, TODAY)


@pytest.mark.parametrize(
    ("line", "criteria", "source"),
    [
        ("I6 CT report 2026-02-10 AB", ("I6",), Source("CT report", "2026-02-10", "AB")),
        ("i6: CT report, 10 feb 2026, ab", ("I6",), Source("CT report", "2026-02-10", "AB")),
        ("CT report 2026-02-10 AB", ("I3",), Source("CT report", "2026-02-10", "AB")),
        ("I6 CT report 2026-02-10", ("I6",), Source("CT report", "2026-02-10")),
        ("I6 CT report 2026-02 A.B.", ("I6",), Source("CT report", "2026-02", "AB")),
        ("I6 CT report, AB", ("I6",), Source("CT report", "", "AB")),
        ("I6 CT", ("I6",), Source("CT")),
        ("I6 CT report AB", ("I6",), Source("CT report AB")),
        ("I6.mdt MDT note 2026-02-12 ÅÖ", ("I6",), Source("MDT note", "2026-02-12", "ÅÖ")),
        ("I1, I2 I7 chart 2026-03-01 AB", ("I1", "I2", "I7"), Source("chart", "2026-03-01", "AB")),
        ("E1-E3 interview 2026-03-01", ("E1", "E2", "E3"), Source("interview", "2026-03-01")),
        ("Progression: CT report 2026-02-10 AB", ("I6",), Source("CT report", "2026-02-10", "AB")),
        ("Blodprover: labblista 2026-02-10", ("I10",), Source("labblista", "2026-02-10")),
        ("I6 -", ("I6",), None),
    ],
)  # fmt: skip
def test_a_line_is_understood(line: str, criteria: tuple[str, ...], source: Source | None) -> None:
    assert read(line) == [Named(criteria, source)]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("I6", "document"),
        ("I6 2026-02-10 AB", "document"),
        ("I6 CT report 2026-04-01 AB", "day"),
        ("I6 CT report 2026-02-30 AB", "day"),
        ("I6 CT report 03/02/2026 AB", "day"),
        ("I6 CT report 2026-02-10 Anna Berg", "judge"),
        ("I6 CT report 2026-02-10 Anna", "judge"),
        ("I6 CT report 2026-02-10 7", "judge"),
        ("I6 CT report, Anneli", "judge"),
        ("I99 CT report 2026-02-10 AB", "which"),
        (f"I6 {'x' * 101} 2026-02-10 AB", "length"),
    ],
)
def test_what_is_not_understood_is_told_with_the_part(line: str, wrong: str) -> None:
    assert read(line) == [Misread(line, wrong)]  # type: ignore[arg-type] # one of the codes


def test_without_an_answer_or_among_several_lines_the_criterion_has_to_be_named() -> None:
    assert read("CT report", here="") == [Misread("CT report", "which")]
    first, second = read("I6 CT report\nchart")
    assert first == Named(("I6",), Source("CT report"))
    assert second == Misread("chart", "which")
    assert len(read("I6 CT report; I9 iohexol report")) == 2


def test_a_day_is_read_as_an_answer_is() -> None:
    assert read_day("10 feb 2026", TODAY) == DateSpan.of(2026, 2, 10)
    assert read_day("2026-02", TODAY) == DateSpan.of(2026, 2)
    assert read_day("2026-02", TODAY, whole=True) == ()
    assert read_day("yesterday", TODAY) == (DateSpan.of(2026, 3, 30),)
    assert {str(one) for one in read_day("03/02/2026", TODAY)} == {"2026-02-03", "2026-03-02"}  # type: ignore[union-attr] # several
    assert read_day("2026-04-01", TODAY) == ()
