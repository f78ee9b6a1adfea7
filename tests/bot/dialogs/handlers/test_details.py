"""The reference date of a screening."""

from __future__ import annotations

import pytest

from bot.dialogs.events import (
    SetDate,
    Typed,
)
from tests.bot.dialogs.showing import told
from tests.bot.dialogs.test_machine import after
from tests.making import TODAY

FAR = {"en": ("after today", "before today"), "sv": ("efter i dag", "före i dag")}


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    ("day", "warned"),
    [
        *(("2027-05-01", 0), ("2026-05-02", 0), ("2026-04-30", None)),
        *(("2025-04-01", None), ("2025-03-01", 1)),
    ],
)
def test_a_reference_date_names_its_screening_and_warns_of_a_far_day(
    language: str, day: str, warned: int | None
) -> None:
    _, text = told(after(Typed("62 m")), SetDate(day), language)
    assert "S0001" in text.split("\n")[0]
    assert day in text.split("\n")[0]
    for which, words in enumerate(FAR[language]):
        assert (f"{words}, {TODAY}" in text) == (which == warned)
