"""Tokens: what a lexeme can be depends on what is beside it."""

import pytest

from criteria.known.values import Comparator
from criteria.reading.results.lexemes import Number, Unit
from criteria.reading.results.scanner import Scanner
from criteria.reading.results.tokens import Token, tokens_of

UNITS = ("g/L", "g/dL", "m2")


def tokens(text: str) -> list[Token]:
    return tokens_of(Scanner(text, UNITS).lexemes())


CASES = {
    "": "",
    "105": "NUMBER",
    "105 g/L": "NUMBER UNIT",
    "(105 g/L)": "NOTHING NUMBER_ASIDE UNIT_ASIDE NOTHING",
    "[105]": "NOTHING NUMBER_ASIDE NOTHING",
    "((5) 6) 7": ("NOTHING NOTHING NUMBER_ASIDE NOTHING NUMBER_ASIDE NOTHING NUMBER"),
    ") 105": "NOTHING NUMBER",
    ")) (5) 6": "NOTHING NOTHING NOTHING NUMBER_ASIDE NOTHING NUMBER",
    "105 mg/L m2": "NUMBER UNKNOWN_UNIT NOTHING",
    "(mg/L)": "NOTHING UNKNOWN_UNIT NOTHING",
    "<5": "BOUND",
    "105 > 98": "NUMBER CHANGE",
    "105 < 98": "NUMBER BOUND",
    "105 ≥ 98": "NUMBER BOUND",
    "105 g/L > 98": "NUMBER UNIT CHANGE",
    "105 g/L >98": "NUMBER UNIT BOUND",
    "105, > 98": "NUMBER PAUSE BOUND",
    "(105 > 98)": "NOTHING NUMBER_ASIDE BOUND_ASIDE NOTHING",
    "(<5) 105": "NOTHING LIMIT NOTHING NUMBER",
    "(<5) (105)": "NOTHING BOUND_ASIDE NOTHING NOTHING NUMBER_ASIDE NOTHING",
    "(<5) <6": "NOTHING LIMIT NOTHING BOUND",
    "(<5) 6-7": "NOTHING BOUND_ASIDE NOTHING RANGE",
    "5-6": "RANGE",
    "5-6 7": "INTERVAL NUMBER",
    "5-6 (7)": "RANGE NOTHING NUMBER_ASIDE NOTHING",
    "7 5-6": "NUMBER RANGE",
    "(5-6)": "NOTHING INTERVAL NOTHING",
    "<": "STRAY_SIGN",
    "< 5-6": "STRAY_SIGN RANGE",
    "2026-03-12": "DAY",
    "13/13 2026": "VAGUE_DAY",
    "comment 2026-03-12": "NOTHING DAY_IN_REMARK",
    "2026-03-12 comment": "DAY NOTHING",
    "ca": "ABOUT",
    "hemolys aggregat": "FLAG FLAG",
    "pending": "MISSING",
    "tidigare 98": "PREVIOUS EARLIER",
    "tidigare <98 > 97": "PREVIOUS EARLIER EARLIER",
    "tidigare 98 g/L 5-6 2026-03-12 13/13 2026": (
        "PREVIOUS EARLIER NOTHING NOTHING NOTHING NOTHING"
    ),
    "tidigare mg/L comment 2026-03-12": "PREVIOUS NOTHING NOTHING NOTHING",
    "tidigare foo pending hemolys": "PREVIOUS WORD MISSING FLAG",
    "tidigare, 98": "PREVIOUS PAUSE NUMBER",
    "tidigare → 98": "PREVIOUS PAUSE NUMBER",
    "tidigare ) 98": "PREVIOUS NOTHING NUMBER",
    "(tidigare, 98) 97": "NOTHING PREVIOUS PAUSE EARLIER NOTHING NUMBER",
    "(tidigare (98) 97)": "NOTHING PREVIOUS NOTHING EARLIER NOTHING EARLIER NOTHING",
    "tidigare (98) 97": "PREVIOUS NOTHING EARLIER NOTHING NUMBER",
    "tidigare (5-6)": "PREVIOUS NOTHING NOTHING NOTHING",
    "tidigare (g/L <5)": "PREVIOUS NOTHING NOTHING EARLIER NOTHING",
    "tidigare (<5) 6": "PREVIOUS NOTHING EARLIER NOTHING NUMBER",
    "98 tidigare": "NUMBER PREVIOUS",
    "ref 5": "REFERENCE NUMBER",
    "ref 5-6": "REFERENCE RANGE",
    "5 ref": "NUMBER NO_REFERENCE",
    "ref foo": "NO_REFERENCE WORD",
    "bsa": "SURFACE",
    "1O5": "GARBLED",
    "-5": "REFUSED NUMBER",
    "1234567890123": "REFUSED",
    ": = ; , . →": "COLON COLON PAUSE PAUSE STOP PAUSE",
    ".": "STOP",
    ". 5": "PAUSE NUMBER",
    ". <": "PAUSE STRAY_SIGN",
    ". ref": "PAUSE NO_REFERENCE",
    ". g/L": "STOP UNIT",
    ". 5-6": "STOP RANGE",
    ",, ;; ,;": "PAUSE EMPTY PAUSE EMPTY PAUSE PAUSE",
    "..": "STOP STOP",
    "5\t\t6\t7": "NUMBER EMPTY NUMBER NOTHING NUMBER",
    "-": "DASH",
    "5 -": "NUMBER NOTHING",
    "- 5": "NOTHING NUMBER",
    "\t-\t": "NOTHING DASH NOTHING",
    '"-"': "NOTHING DASH NOTHING",
    ";-\n": "PAUSE DASH END",
    "\n-": "PAUSE DASH",
    "--": "DASH DASH",
    "? / & ' { } _ |": " ".join(["NOTHING"] * 8),
    "foo H är": "WORD NOTHING NOTHING",
    "5\n6": "NUMBER PAUSE NUMBER",
    "5\n": "NUMBER END",
    "5\n\n6": "NUMBER END END PAUSE NUMBER",
    "5\nfoo 6": "NUMBER END WORD NUMBER",
    "5\n6\nfoo": "NUMBER PAUSE NUMBER END WORD",
    "5\n1O5": "NUMBER END GARBLED",
    "5\n2026-03-12": "NUMBER END DAY",
    "5\n2026-03-12 6": "NUMBER PAUSE DAY NUMBER",
    "5\n2026-03-12 g/L": "NUMBER PAUSE DAY UNIT",
    "5\nH": "NUMBER PAUSE NOTHING",
    "5\ncomment foo": "NUMBER PAUSE NOTHING WORD",
    "5\ncomment 6 foo": "NUMBER END NOTHING NUMBER WORD",
}


@pytest.mark.parametrize(("text", "kinds"), CASES.items())
def test_a_lexeme_is_a_token_of_a_kind(text: str, kinds: str) -> None:
    assert " ".join(token.kind.name for token in tokens(text)) == kinds


def test_a_number_has_its_comparator_and_the_unit_behind_it() -> None:
    number, unit = tokens("ref < 5 g/L")[1:]
    assert number.lexeme == unit_free("5")
    assert (number.comparator, number.start) == (Comparator.LESS, 6)
    assert number.unit is not None
    assert number.unit.lexeme == unit.lexeme == Unit("g/L", "g/L")
    assert (unit.comparator, unit.unit) == (Comparator.EQUAL, None)


def unit_free(text: str) -> Number:
    number = tokens(text)[0].lexeme
    assert isinstance(number, Number)
    return number


def test_a_comparator_belongs_to_nothing_but_a_number() -> None:
    assert [token.comparator for token in tokens("< 5-6")] == [Comparator.EQUAL] * 2
    assert [token.comparator for token in tokens("< g/L 5")] == [Comparator.EQUAL] * 3


def test_a_number_without_a_unit_behind_it_has_none() -> None:
    assert [token.unit for token in tokens("5, g/L")] == [None] * 3


def test_brackets_reach_to_their_end() -> None:
    bracketed = [token.bracketed for token in tokens("5 (6 [7] 8) 9")]
    assert bracketed == [False, True, True, True, True, True, True, False, False]
