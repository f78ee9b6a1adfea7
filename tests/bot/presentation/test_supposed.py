"""What a supposition would change, in both languages."""

from __future__ import annotations

from bot.dialogs.session import Kept, Script
from bot.dialogs.supposing import suppose
from bot.presentation.supposed import supposed_lines
from bot.texts import texts_in
from tests.bot.exports.inventing import answered
from tests.making import TRIAL

SCRIPT = Script(TRIAL)
WELL = answered().but(version="R1.1")


def told(text: str, language: str = "en") -> list[str]:
    return list(supposed_lines(suppose(WELL, text, SCRIPT), texts_in(language)))


def test_what_changes_why_and_what_it_comes_to() -> None:
    assert told("Hb 90") == [
        "What if Hb 90 g/L?",
        "I10 Blood tests: met → not met",
        "  Hb: 90 g/L – must be > 90 g/L; the limit itself fails",
        "Together: eligible → not eligible",
        "Nothing of this is kept.",
    ]


def test_what_would_be_met_is_not_told_what_it_must_be() -> None:
    unfit = WELL.but(answers={**WELL.answers, "I3.ecog": Kept("3"), "I10.hb": Kept("85 g/L")})
    assert list(supposed_lines(suppose(unfit, "ECOG 1, Hb 91", SCRIPT), texts_in("en"))) == [
        "What if ECOG 1; Hb 91 g/L?",
        "I3 ECOG: not met → met",
        "I10 Blood tests: not met → met",
        "  Hb: 91 g/L (> 90 g/L)",
        "Together: not eligible → eligible",
        "Nothing of this is kept.",
    ]


def test_in_swedish() -> None:
    assert told("Hb 91", "sv") == [
        "Om Hb 91 g/L:",
        "Inget kriterium skulle ändras.",
        "Sammantaget: lämplig, oförändrat",
        "Inget av detta sparas.",
    ]


def test_what_is_not_understood_is_said() -> None:
    assert told("") == told("Hb") == [texts_in("en").supposing.how_to_write]
    (refused,) = told("Hb 4000 g/L")
    assert refused.startswith("Hb: That is not possible here")


def test_a_number_without_its_unit_is_to_be_written_with_it() -> None:
    assert told("Hb 8,5") == ["Hb: write it with its unit, as 8.5 g/dL or 8.5 mmol/L."]
    assert told("Hb 8,5", "sv") == ["Hb: skriv det med enhet, som 8,5 g/dL eller 8,5 mmol/L."]
