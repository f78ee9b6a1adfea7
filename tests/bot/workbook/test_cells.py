"""Whatever a file can say comes back from a cell as it was."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.workbook.cells import COUNT, DAY, FLAG, LINES, NUMBER, PAIRS, TEXT, TOML, CellError, Text
from bot.workbook.toml_files import inline, laid_out

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t"{}[]=#'))
DAYS = st.dates(date(1800, 1, 1), date(2200, 1, 1))
VALUES = st.recursive(
    WORDS | st.booleans() | st.integers(-(10**9), 10**9) | DAYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(WORDS))
def test_texts_in_lines(value: list[str]) -> None:
    assert LINES.value(LINES.cell(value)) == value


@given(st.dictionaries(WORDS, WORDS))
def test_pairs_in_lines(value: dict[str, str]) -> None:
    assert PAIRS.value(PAIRS.cell(value)) == value


@given(VALUES.filter(lambda value: isinstance(value, str | dict | list)))
def test_anything_as_toml(value: object) -> None:
    assert TOML.value(TOML.cell(value)) == value


@given(DAYS)
def test_days(value: date) -> None:
    assert DAY.value(DAY.cell(value)) == value


@given(st.dictionaries(WORDS, VALUES, max_size=5))
def test_a_file_that_is_laid_out_says_the_same(table: dict[str, object]) -> None:
    assert tomllib.loads(laid_out(table, "#:schema x.json")) == table


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (TEXT, 1.0, "1"),
        (TEXT, "", ""),
        (TEXT, "a\r\nb", "a\nb"),
        (NUMBER, 90, "90"),
        (NUMBER, 1.5, "1.5"),
        (NUMBER, 1e-7, "0.0000001"),
        (NUMBER, "1,5", "1.5"),
        (COUNT, 3.0, 3),
        (FLAG, "true", True),
        (DAY, datetime(2026, 11, 23, 12, 0), "2026-11-23"),  # noqa: DTZ001 - workbooks have none
        (DAY, " 1900-01-01 ", "1900-01-01"),
        (LINES, "a\n\n b ", ["a", "b"]),
        (PAIRS, "g/L=1\ng/dL = 10", {"g/L": "1", "g/dL": "10"}),
        (TOML, '{ all = [\n "I1.a",\n "I1.b" ] }', {"all": ["I1.a", "I1.b"]}),
        (TOML, "I1.a", "I1.a"),
    ],
)
def test_what_people_and_their_programs_write(kind: Text, cell: object, value: object) -> None:
    found = kind.value(cell)  # type: ignore[arg-type] # what a workbook has
    assert (str(found) if kind is DAY else found) == value


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        (COUNT, "1.5", "a whole number"),
        (COUNT, date(2026, 1, 1), "a whole number"),
        (FLAG, "perhaps", "TRUE or FALSE"),
        (DAY, "soon", "a day, as 2026-11-23"),
        (PAIRS, "g/L", "one pair a line"),
        (PAIRS, "a = 1\na = 2", "each name once"),
        (TOML, "{ all = [", "what stands in a TOML file"),
        (NUMBER, True, "a number"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_write(
    kind: Text, cell: object, said: str
) -> None:
    with pytest.raises(CellError, match=said):
        kind.value(cell)  # type: ignore[arg-type] # as above


def test_a_decimal_is_written_as_it_was() -> None:
    assert inline({"a": Decimal("1.50"), "b": [True]}) == "{ a = 1.50, b = [true] }"
