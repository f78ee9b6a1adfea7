"""Where results begin behind what says who somebody is."""

import pytest

from bot.identity.results import first_result, has_analyte, has_result, is_analyte, names_analyte


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Ann Smith. Results: Hb 112 g/L", "Hb 112 g/L"),
        ("Ann Smith, direct bilirubin: 12", "direct bilirubin: 12"),
        ("Ann Smith, P-ALAT 0,4", "P-ALAT 0,4"),
        ("Mario Rossi, 70 anni, Hb 12", "Hb 12"),
        ("Ann Smith, direct total serum Hb 12", "direct total serum Hb 12"),
        ("Ann Smith, total-free (serum Hb 12", "total-free (serum Hb 12"),
        ("Ann Smith: Glucose, Hb 112", "Hb 112"),
        ("Ann Smith, Free: Hb 112", "Hb 112"),
        ("Ann Smith, mitotic count 4", "mitotic count 4"),
        ("Ann Smith from the north ward of the old hospital: Hb 112", "Hb 112"),
        ("Ann Smith Hb 112", "Hb 112"),
        ("Hb 112", "Hb 112"),
        ("Storgatan 1, 751 05 Uppsala", None),
        ("Ann Smith, platelets to follow", None),
        ("K 4", None),  # a letter may be an initial
    ],
)
def test_the_first_analyte_with_a_number(text: str, rest: str | None) -> None:
    place = first_result(text, 0, len(text))
    assert place == (-1 if rest is None else text.index(rest))


@pytest.mark.parametrize(
    ("text", "whole", "alone", "some", "measured"),
    [
        ("Total Bilirubin", True, False, True, False),
        ("Bilirubin", True, True, True, False),
        ("Bianchi", True, False, True, False),
        ("Ann White", False, False, True, False),
        ("Ann Smith", False, False, False, False),
        ("71", False, False, False, False),
        ("Hb 112 g/L", True, False, True, True),
    ],
)
def test_words_of_analytes(
    text: str, *, whole: bool, alone: bool, some: bool, measured: bool
) -> None:
    assert (is_analyte(text), names_analyte(text)) == (whole, alone)
    assert (has_analyte(text), has_result(text)) == (some, measured)
