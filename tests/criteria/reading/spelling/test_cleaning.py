"""Pasted text made plain: tags, odd spaces and signs; what must not be read is marked."""

import pytest

from criteria.reading.spelling.cleaning import STRANGE, clean


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<b>Hb</b> 105 <i>g/L</i>", "Hb 105 g/L"),
        ("<tr><td>Hb</td><td>105</td></tr>", "\n\tHb\t\t105\t\n"),
        ("Hb<br/>105", "Hb\n105"),
        ("10<sup>9</sup>/L", "10^9/L"),
        ("LPK <3,5 eller >9", "LPK <3,5 eller >9"),
        ("Hb &lt; 105", "Hb < 105"),
        ("Hb\r\n105\rTPK\v143\fLPK", "Hb\n105\nTPK\n143\nLPK"),
        ("Hb\f105", "Hb\n105"),
        ("Hb\v105", "Hb\n105"),
        ("Hb\r105", "Hb\n105"),
        ("`Hb` 105", "'Hb' 105"),
        ("Hb\u00a0105\u200bg/L", "Hb 105 g/L"),
        ("10⁹/L, 5\u2011\u2212 6", "10^9/L, 5-- 6"),
        ("5 Âµkat/L", "5 µkat/L"),
        ("\uff11\uff12 g/L", "12 g/L"),
        ("\u2a7d5 \u2267 6", "≤5 ≥ 6"),
        ("o\u0308l", "öl"),
        ("é" * 2500, "é" * 2500),
    ],
)
def test_only_the_spelling_changes(text: str, plain: str) -> None:
    assert clean(text) == plain


# A half, a number in a circle, for private use, half a pair, not a character, a control, a mark.
@pytest.mark.parametrize("char", ["½", "①", "\ue000", "\ud800", "\u0378", "\u0091", "\u202e"])
def test_what_nobody_can_read_is_marked(char: str) -> None:
    assert clean(f"Hb {char}105") == f"Hb {STRANGE}105"


def test_tabs_and_line_feeds_stay() -> None:
    assert clean("Hb\t105 µ\nTPK\t143") == "Hb\t105 µ\nTPK\t143"
