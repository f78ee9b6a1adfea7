"""Results in a message: what has not come yet, what they lacked, and what stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dialogs.events import (
    Confirmed,
    Typed,
)
from criteria.known.values import Quantity
from tests.bot.dialogs.showing import shown, told
from tests.bot.dialogs.test_machine import SCRIPT, after
from tests.making import TODAY

if TYPE_CHECKING:
    from bot.dialogs.session import Session


def panel() -> Session:
    """A screening of a man, at the laboratory values."""
    return after(Typed("62 m")).but(at="I10.hb")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Hb 121 g/L\nBilirubin: väntar", {"I10.hb": "121 g/L", "I10.bili": "awaited"}),
        ("Bilirubin: väntar µmol/L (<26)", {"I10.bili": "awaited"}),
        ("Hb: pending", {"I10.hb": "awaited"}),
        ("ALBUMIN: pending\nPLT to follow", {"I10.alb": "awaited", "I10.plt": "awaited"}),
        ("Hb 121 g/L, alb inväntar svar", {"I10.hb": "121 g/L", "I10.alb": "awaited"}),
        ("Hb 121 g/L\nalb: cancelled", {"I10.hb": "121 g/L"}),
        ("Hb 121 g/L\nalb: not pending", {"I10.hb": "121 g/L"}),
    ],
)
def test_what_a_report_says_has_not_come_yet_is_awaited(text: str, read: dict[str, str]) -> None:
    found, _ = told(panel(), Typed(text))
    said = {item: SCRIPT.value(item, kept, TODAY) for item, kept in found.proposed.items()}
    told_so = {
        item: "awaited" if getattr(value, "awaited", False) else f"{value.number} {value.unit}"  # type: ignore[union-attr]
        for item, value in said.items()
    }
    assert told_so == read


def test_a_result_that_has_not_come_yet_takes_no_place_of_one_that_has() -> None:
    known, _ = told(told(panel(), Typed("Hb 121 g/L, alb 39 g/L"))[0], Confirmed())
    found, text = told(known.but(at="I3.ecog"), Typed("alb: pending, plt 150 x10^9/L"))
    assert [*found.proposed] == ["I10.plt"]
    assert "Albumin" in text


@pytest.mark.parametrize("text", ["BSA 1.75 m2", "kroppsyta 1,75 m2", "bsa 1.75"])
@pytest.mark.parametrize("asked", ["I7.measurable", "I10.hb", "E4.hypersens"])
def test_the_body_surface_that_a_result_lacked_is_taken_whatever_is_asked(
    text: str, asked: str
) -> None:
    absolute = after(Typed("62 m")).but(at="I9.gfr")
    absolute, _ = told(absolute, Typed("iohexol 58 mL/min"))
    absolute, _ = told(absolute, Confirmed())
    found, _ = told(absolute.but(at=asked), Typed(text))
    value = SCRIPT.value("I9.gfr", found.proposed["I9.gfr"], TODAY)
    assert isinstance(value, Quantity)
    assert "absolute" not in value.flags
    assert not told(absolute.but(at=asked), Typed("BSA 175"))[0].proposed


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("NET tunntarm G1, ki67 2 procent, ej op enl MDK", "sv", "”tunntarm G1, ej"),
        ("Hb 121 g/L, liver mets", "en", "“liver mets”"),
        ("Hb 121 g/L, taken 2026-03-20", "en", ""),
        ("Hb 121 g/L, plt 150 x10^9/L, no clumps", "en", ""),
    ],
)
def test_what_stands_beside_one_result_is_named_as_not_taken(
    text: str, language: str, said: str
) -> None:
    found, shown = told(after(Typed("62 m")), Typed(text), language)
    assert found.proposed
    assert said in shown
    assert bool(said) == ("Not taken" in shown or "Togs inte med" in shown)


@pytest.mark.parametrize(("language", "said"), [("en", "= 25.9 g/L"), ("sv", "= 25,9 g/L")])
def test_a_number_taken_without_its_unit_shows_what_it_counts_as(language: str, said: str) -> None:
    assert said in told(panel(), Typed("Hb 121 g/L, alb 390"), language)[1]
    assert "= " not in told(panel(), Typed("Hb 121 g/L, alb 390 µmol/L"), language)[1]


def test_the_example_of_an_upper_limit_is_in_the_unit_of_its_value() -> None:
    known, _ = told(panel(), Typed("ALAT 160 U/L"))
    known, _ = told(known, Confirmed()) if known.proposed else (known, "")
    asked = known.but(at="I10.alt_uln", alone=True)
    assert "U/L" in shown(asked)
    assert "µkat/L" in shown(panel().but(at="I10.alt_uln", alone=True))


def test_of_a_report_only_the_results_that_cannot_both_be_are_left_out() -> None:
    read, _ = told(panel(), Typed("Hb 121 g/L\nLPK 3,0 x10^9/L\nNeutrofila 3,4 x10^9/L"))
    kept, text = told(read, Confirmed())
    assert "I10.hb" in kept.answers
    assert not {"I10.wbc", "I10.anc"} & kept.answers.keys()
    assert "Neutrophils cannot exceed Leukocytes" in text
    for text in ("LPK 3,0 x10^9/L", "Neutrofila 3,4 x10^9/L"):
        kept, _ = told(told(kept, Typed(text))[0], Confirmed())
    assert "I10.wbc" in kept.answers
    assert "I10.anc" not in kept.answers
