"""The words around a result: which of them are understood, and how far each goes."""

import pytest

from criteria.known.values import Comparator
from criteria.reading.results.lexemes import Sense
from criteria.reading.results.vocabulary import meaning_at


@pytest.mark.parametrize(
    ("text", "phrase", "meaning"),
    [
        ("high", "high", Sense.FLAG),
        ("Hög", "Hög", Sense.FLAG),
        ("är 5", "är", Sense.FILLER),
        ("ligger på 5", "ligger på", Sense.FILLER),
        ("ligger  på 5", "ligger  på", Sense.FILLER),
        ("ligger 5", "ligger", Sense.FILLER),
        ("ej utfört", "ej utfört", Sense.MISSING),
        ("ej-utfört", "ej-utfört", Sense.MISSING),
        ("don't know", "don't know", Sense.MISSING),
        ("reference range 5", "reference range", Sense.REFERENCE),
        ("reference   range", "reference", Sense.REFERENCE),
        ("upper limit of normal", "upper limit of normal", Sense.REFERENCE),
        ("upper limit of x", "upper limit", Sense.REFERENCE),
        ("tidigare", "tidigare", Sense.PREVIOUS),
        ("body surface area", "body surface area", Sense.SURFACE),
        ("ungefär", "ungefär", Sense.ABOUT),
        ("anm: x", "anm", Sense.COMMENT),
        ("less than 5", "less than", Comparator.LESS),
        ("mer än", "mer än", Comparator.MORE),
        ("at least", "at least", Comparator.AT_LEAST),
        ("up to 5", "up to", Comparator.AT_MOST),
        ("hemolys", "hemolys", Sense.HAEMOLYSIS),
        ("Hämolyse,", "Hämolyse", Sense.HAEMOLYSIS),
        ("trombocytaggregat x", "trombocytaggregat", Sense.AGGREGATES),
        ("clumps", "clumps", Sense.AGGREGATES),
        ("ingen hemolys x", "ingen hemolys", Sense.FILLER),
        ("no clumping", "no clumping", Sense.FILLER),
        ("inte taget", "inte taget", Sense.MISSING),
        ("not more than 5", "not more than", Comparator.AT_MOST),
    ],
)
def test_the_longest_phrase_is_found(text: str, phrase: str, meaning: Sense | Comparator) -> None:
    assert meaning_at(text, 0, len(text)) == (len(phrase), meaning)
    assert meaning_at(f"5 {text}", 2, len(text) + 2) == (len(phrase) + 2, meaning)


@pytest.mark.parametrize("text", ["", " high", "highx", "foo", "ej", "ingen", "no foo", "not", "5"])
def test_other_words_are_not_understood(text: str) -> None:
    assert meaning_at(text, 0, len(text)) is None


def test_a_phrase_ends_where_the_text_to_look_at_ends() -> None:
    assert meaning_at("reference range", 0, 12) == (9, Sense.REFERENCE)
    assert meaning_at("highx", 0, 4) == (4, Sense.FLAG)
    assert meaning_at("no clumping", 0, 5) is None
    assert meaning_at("no clumping", 0, 3) is None
