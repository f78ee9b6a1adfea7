"""The scanner: a stretch of text as lexemes, each with its place."""

import pytest

from criteria.reading.results.lexemes import (
    Day,
    Garbled,
    Known,
    Lexeme,
    Mark,
    Number,
    Sign,
    Spread,
    Unit,
    Word,
)
from criteria.reading.results.scanner import Scanner

UNITS = ("g/L", "g/dL", "10^9/L", "m2")


def shown(lexeme: Lexeme) -> str:  # noqa: PLR0911 - one for each
    match lexeme:
        case Number(text):
            return text
        case Spread(low, high):
            return f"{low.text}..{high.text}"
        case Sign(comparator):
            return comparator.value
        case Unit(_, name):
            return f"[{name or '?'}]"
        case Day(span):
            return f"day {span or '?'}"
        case Known(sense):
            return sense.value
        case Word(text):
            return f"word {text}"
        case Garbled(code):
            return f"not {code}"
        case Mark(text):
            return repr(text)


def lexemes(text: str, *, grouped: bool = True) -> list[str]:
    return [shown(placed.lexeme) for placed in Scanner(text, UNITS, grouped=grouped).lexemes()]


CASES = {
    "105 g/L": ["105", "[g/L]"],
    "105g/L": ["105", "[g/L]"],
    "10,5 g/dL": ["10,5", "[g/dL]"],
    "105": ["105"],
    "1 234 g/L": ["1 234", "[g/L]"],
    "230 109/L": ["230", "[10^9/L]"],
    "230 10^9/L": ["230", "[10^9/L]"],
    "230 109 /L": ["230", "[10^9/L]"],
    "105 ,5": ["105", "not not_a_number", "5"],
    "12 345": ["12 345"],
    "1 05": ["1", "not not_a_number"],
    "105 mg/L": ["105", "[?]"],
    "105 pg": ["105", "[?]"],
    "105pg": ["not not_a_number"],
    "105x": ["not not_a_number"],
    "105/dygn": ["not not_a_number"],
    "105^2": ["not not_a_number", "word ^", "2"],
    "105_": ["not not_a_number", "'_'"],
    "105.": ["105", "'.'"],
    "105,": ["105", "','"],
    "105, 98": ["105", "','", "98"],
    "105.98.7": ["not not_a_number"],
    "10:5": ["not not_a_number"],
    "105:": ["105", "':'"],
    "10'5": ["not not_a_number"],
    "10-5": ["not not_a_number"],
    "10-15": ["10..15"],
    "from 118 to 97 g/L": ["filler", "118", "'→'", "97", "[g/L]"],
    "från 118 till 97": ["filler", "118", "'→'", "97"],
    "97 till 118": ["97..118"],
    "105 (from 118 to 97)": ["105", "'('", "word from", "not not_a_number", "')'"],
    "ref from 153 to 117": ["reference", "word from", "not not_a_number"],
    "from 2026-03-12": ["day 2026-03-12"],
    "105 vid 37 °C": ["105", "filler"],
    "10 - 15 g/L": ["10..15", "[g/L]"],
    "10–15": ["10", "word –", "15"],
    "10...15": ["10..15"],
    "10 .. 15": ["10..15"],
    "10 to 15": ["10..15"],
    "10 till 15": ["10..15"],
    "15-10": ["not not_a_number"],
    "10-": ["10", "'-'"],
    "-5": ["not negative", "5"],
    "+5": ["not not_a_number", "5"],
    "x-5": ["word x", "not not_a_number", "5"],
    "5-x": ["5", "'-'", "word x"],
    "a -5": ["filler", "not negative", "5"],
    "4-5-6": ["4..5", "not not_a_number", "6"],
    ".5": ["not not_a_number", "5"],
    ",5": ["not not_a_number", "5"],
    "),5": ["')'", "','", "5"],
    "a,5": ["filler", "','", "5"],
    "1O5": ["not not_a_number"],
    "105g": ["not not_a_number"],
    "10,5,3": ["not not_a_number"],
    "1234567890123": ["not too_long"],
    "12345678901234567890 g/L": ["not too_long", "[g/L]"],
    "1/2": ["not not_a_number"],
    "1/g": ["not not_a_number"],
    "1/x": ["not not_a_number"],
    "<5": ["<", "5"],
    "< 5": ["<", "5"],
    "<=5": ["≤", "5"],
    "=<5": ["≤", "5"],
    "≤5": ["≤", "5"],
    "≥5": ["≥", "5"],
    ">=5": ["≥", "5"],
    "=>5": ["≥", "5"],
    "105 => 98": ["105", "'→'", "98"],
    "105 -> 98": ["105", "'→'", "98"],
    "105 > 98": ["105", ">", "98"],
    "-->": ["'→'"],
    "==>": ["'→'"],
    "→": ["'→'"],
    "> or = 5": ["≥", "5"],
    "< or = 5": ["≤", "5"],
    "less than 5": ["<", "5"],
    "at least 5": ["≥", "5"],
    "mer än 5": [">", "5"],
    "~5": ["about", "5"],
    "≈5": ["about", "5"],
    "ca 5": ["about", "5"],
    "H": ["flag"],
    "L": ["flag"],
    "HL": ["word HL"],
    "105 H": ["105", "flag"],
    "105H": ["not not_a_number"],
    "105*": ["105", "flag"],
    "08:15H": ["filler", "word H"],
    "5 => 8": ["5", "'→'", "8"],
    f"5{' ' * 39}=> 8": ["5", "'\\t'", "'→'", "8"],
    f"5{' ' * 40}=> 8": ["5", "'\\t'", "≥", "8"],
    "X5": ["word X5"],
    "12345,67890,12": ["not not_a_number"],
    "12345,67890,123": ["not too_long"],
    "10-1O5": ["not not_a_number"],
    "5-5": ["5..5"],
    "105/d x": ["not not_a_number", "word x"],
    "* 105": ["flag", "105"],
    "*5": ["flag", "5"],
    "↑5 !x": ["flag", "5", "flag", "word x"],
    "105 ": ["105"],
    "105 **": ["105", "flag"],
    "↑": ["flag"],
    "105↑↓": ["105", "flag"],
    "H/L": ["[?]"],
    "Hb": ["word Hb"],
    "a H": ["filler", "flag"],
    "+": ["flag"],
    "++": ["flag"],
    "!": ["flag"],
    "⚠": ["flag"],
    "kl 08:15": ["filler"],
    "08:15": ["filler"],
    "08:15:30": ["filler"],
    "kl. 8.15": ["filler"],
    "at 8:15": ["filler"],
    "8:5": ["not not_a_number"],
    "2026-03-12": ["day 2026-03-12"],
    "2026-03-12 08:15": ["day 2026-03-12"],
    "12/3 2026": ["day 2026-03-12"],
    "13/13 2026": ["day ?"],
    "02/03/2026": ["day ?"],
    "mars 2026": ["day 2026-03"],
    "260312": ["260312"],
    "20260312": ["day 2026-03-12"],
    "105 2026-03-12": ["105", "day 2026-03-12"],
    "a\tb": ["filler", "'\\t'", "filler"],
    "a\t\tb": ["filler", "'\\t\\t'", "filler"],
    "a | b": ["filler", "'\\t'", "filler"],
    "a || b": ["filler", "'\\t\\t'", "filler"],
    "a|b": ["filler", "'\\t'", "filler"],
    "a  b": ["filler", "'\\t'", "filler"],
    "a\nb": ["filler", "'\\n'", "filler"],
    "a\n\nb": ["filler", "'\\n'", "'\\n\\n'", "'\\n'", "filler"],
    "a \n \n b": ["filler", "'\\n'", "'\\n\\n'", "'\\n'", "filler"],
    "a;b": ["filler", "';'", "filler"],
    "haemolys": ["haemolysis"],
    "hemolyserat": ["haemolysis"],
    "ingen hemolys": ["filler"],
    "inte hemolys": ["filler"],
    "no clumps": ["filler"],
    "aggregat": ["aggregates"],
    "trombocytaggregat": ["aggregates"],
    "ej utfört": ["missing"],
    "ej": ["word ej"],
    "ref.": ["reference", "'.'"],
    "referensintervall 5-10": ["reference", "5..10"],
    "övre normalgräns 5": ["reference", "5"],
    "BSA 1,9 m2": ["surface", "1,9", "[m2]"],
    "tidigare 98": ["previous", "98"],
    "comment: x": ["comment", "':'", "word x"],
    "?": ["'?'"],
    "ö": ["word ö"],
    "(105)": ["'('", "105", "')'"],
    "[105]": ["'['", "105", "']'"],
    "{105}": ["'{'", "105", "'}'"],
    '105"': ["105", "'\"'"],
    "U/L": ["[?]"],
    "x10^9/L": ["[10^9/L]"],
    "10^9/L": ["[10^9/L]"],
    "mmol": ["[?]"],
    "mmolx": ["word mmolx"],
    "a/b": ["filler", "'/'", "filler"],
    "a/": ["filler", "'/'"],
    "kat": ["[?]"],
    "105 µkat/L x": ["105", "[?]", "word x"],
    "105 g/L/dygn": ["105", "[?]"],
    "g/L": ["[g/L]"],
    "1.5e3": ["not not_a_number"],
    "1,5·10^9/L": ["1,5", "[10^9/L]"],
    "<>": ["<", ">"],
    "100 000": ["100 000"],
    "100 000,5": ["100 000,5"],
    "1 234 567": ["1 234 567"],
    "5 10^9/L": ["5", "[10^9/L]"],
    "105 cells": ["105", "word cells"],
    "0.5": ["0.5"],
    "00.5": ["not not_a_number"],
    "1'000": ["1'000"],
    "٣": ["not not_a_number"],
}


@pytest.mark.parametrize(("text", "found"), CASES.items())
def test_a_text_is_cut_into_lexemes(text: str, found: list[str]) -> None:
    assert lexemes(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("105 201 g/L", ["105", "201", "[g/L]"]),
        ("1 234", ["1", "234"]),
        ("10-12 345", ["10..12", "345"]),
    ],
)
def test_a_space_joins_no_digits_where_several_values_are_expected(
    text: str, found: list[str]
) -> None:
    assert lexemes(text, grouped=False) == found


def test_a_space_joins_the_digits_of_both_ends_or_of_none() -> None:
    assert lexemes("1 234-2 345") == ["1 234..2 345"]
    assert lexemes("200-2 345") == ["not not_a_number", "345"]


@pytest.mark.parametrize("text", CASES)
def test_every_lexeme_has_its_place(text: str) -> None:
    placed = Scanner(text, UNITS).lexemes()
    ends = [0, *(one.end for one in placed)]
    for one, before in zip(placed, ends, strict=False):
        assert one.start < one.end or one.lexeme == Mark("\n\n")
        assert text[before : one.start].strip(" ") == "" or one.lexeme == Mark("\n\n")
        if isinstance(one.lexeme, Number | Unit | Word):
            assert text[one.start : one.end] == one.lexeme.text
