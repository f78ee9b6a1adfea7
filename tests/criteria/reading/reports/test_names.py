"""The names of a trial's results in running text, and what only looks like one."""

import pytest

from criteria.reading.reports.names import names_of, plainly_named
from criteria.trial.catalog import load

NAMES = names_of(load("start-net", "R1"))


def items(text: str) -> list[str | None]:
    """The items that are named; None is another analyte."""
    return [found.name.item for found in NAMES.find(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("GPT 0,5", ["I10.alt"]),
        # A giga-particle per litre behind a number is a unit, in the next column too.
        ("4,7 Gpt/l", []),
        ("4,7  Gpt/l", []),
        ("4,7   Gpt/l", []),
        ("3,9 -      Gpt/l", []),
        ("Hb   Gpt/l", ["I10.hb", "I10.alt"]),
        ("4,7\tGpt/l", []),
        ("7 Gpt/l", []),
        ("Gpt/l", ["I10.alt"]),
        ("4,7 Gpt", ["I10.alt"]),
        ("5,8 G/l  NEUT 3,2", ["I10.anc"]),
        ("Hb105g", ["I10.hb"]),
        ("trombocyterna 143", ["I10.plt"]),
        # Potassium is one or two letters: behind a number it is no name.
        ("Hb 105 K 4.1", ["I10.hb"]),
        ("Hb 105\tK 4.1", ["I10.hb", None]),
        ("Hb 105  K 4.1", ["I10.hb", None]),
        ("(K 4.1", []),
        ("K/l", []),
        ("K 4.1", [None]),
        ("k 4.1", []),
    ],
)
def test_what_is_named(text: str, named: list[str | None]) -> None:
    assert items(text) == named


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("Hb", "I10.hb"),
        ("Hemoglobin (Hb)", "I10.hb"),
        (" - Hb: ", "I10.hb"),
        ("Hb 105", None),
        ("Hb, ALAT", None),
        ("105", None),
        ("Hb " * 21, None),
    ],
)
def test_what_is_nothing_but_a_name(text: str, item: str | None) -> None:
    name = NAMES.whole(text)
    assert (None if name is None else name.item) == item


def test_the_prefix_of_blood_belongs_to_the_name() -> None:
    (found,) = NAMES.find("B-trombocyterna 143")
    assert (found.start, found.end, found.misleading) == (0, 15, False)
    for text in ("X-trombocyterna", "B_trombocyterna", "x-B-trombocyterna", "x_B-trombocyterna"):
        (found,) = NAMES.find(text)
        assert (text[found.start :], found.misleading) == ("trombocyterna", True)


def test_a_name_does_not_begin_in_the_sentence_before() -> None:
    known = names_of(load("start-net", "R1"))
    for text in ("She has ascites. Albumin 28 g/L", "Pat har ascites. Albumin 28 g/L"):
        assert [found.name.item for found in known.find(text)] == ["I10.alb"]
    assert [found.name.item for found in known.find("Ascites albumin 12 g/L")] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Hausse de l'ALAT de 40 U/L",
        "Aumento dell'ALT di 40 U/L",
        "A rise in her latest ALT of 40 U/L",
    ],
)
def test_behind_a_word_for_a_change_no_name_is_of_a_result(text: str) -> None:
    found = names_of(load("start-net", "R1")).find(text)
    assert [each.misleading for each in found if each.name.item] == [True]


@pytest.mark.parametrize(
    ("text", "misleading"),
    [
        ("Results for Hb: 112 g/L", False),
        ("Besök idag. Värde för Hb 112 g/L", False),
        ("Wert für Hb 11,2 g/dl", False),
        ("Reference values for Hb 112 g/L", True),
        ("Target for Hb: 112 g/L", True),
        ("No results for Hb 112 g/L", True),
    ],
)
def test_a_sentence_may_begin_with_whose_result_follows(text: str, *, misleading: bool) -> None:
    (found,) = NAMES.find(text)
    assert found.misleading == misleading


def test_hb_in_per_cent_is_a_name_in_front_of_grams() -> None:
    assert plainly_named("Hb% : 12.1 gm%") == "Hb : 12.1 gm%"
    for text in ("Hb% 78", "Neutrophils% 12.1 g/L", "78 % g/L"):
        assert plainly_named(text) == text
