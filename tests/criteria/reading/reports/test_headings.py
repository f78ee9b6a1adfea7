"""A name on its own line is joined to its parts, or to one's own value."""

import pytest

from criteria.reading.reports.headings import rewritten
from criteria.reading.reports.names import names_of
from criteria.trial.catalog import load

NAMES = names_of(load("start-net", "R1"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Bilirubin\n  Direkt 0,3\n  Gesamt 0,9",
            "Bilirubin Direkt 0,3\nBilirubin Gesamt 0,9",
        ),
        ("Bilirubin (bili):\n- Total 0.9\nx", "Bilirubin Total 0.9\nx"),
        ("Hb\nReferens: 117-153\nDitt värde: 128 g/L", "Hb\t128 g/L\n"),
        ("Hb\nRango: 12-16: adultos\nDitt värde: 9,8", "Hb\t9,8\n"),
        ("Hb\nNorm: 12-16\nFrauen: 12-15\nIhr Wert: 9,8", "Hb\t9,8\n\n"),
    ],
)
def test_what_belongs_to_a_name_is_joined_to_it(text: str, wanted: str) -> None:
    assert rewritten(text, NAMES).rstrip() == wanted.rstrip()


def test_ones_own_value_stands_at_most_eight_lines_below_the_name() -> None:
    above, between = "Hb\nReferens: 117-153\n", "vuxna\n"
    own = "Ditt värde: 128 g/L"
    assert rewritten(above + 6 * between + own, NAMES).rstrip() == "Hb\t128 g/L"
    farther = above + 7 * between + own
    assert rewritten(farther, NAMES) == farther


@pytest.mark.parametrize(
    "text",
    [
        "Bilirubin 9\n  Direkt 3",
        "Bilirubin\n  Albumin 38",
        "Bilirubin\n  Direkt",
        "Bilirubin\n  Zonulin 3",
        "MCHC\n  Total 9",
        "Hb\nDitt värde: 128 g/L",
        "Kommentar\nReferens: 117-153\nDitt värde: 128 g/L",
        "Hb\nReferens: 117-153\nTPK: 128",
        "Hb\nReferens: 117-153\n\nDitt värde: 128",
        "Hb\nReferens: 117-153\nAlbumin\nDitt värde: 38",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert rewritten(text, NAMES) == text
