"""The summary that a screening ends with: what has not come yet shares a line."""

from __future__ import annotations

import pytest

from bot.dialogs.session import Kept, Session
from bot.presentation.summary.summary import Summary
from bot.texts import texts_in
from tests.bot.dialogs.test_machine import SCRIPT
from tests.making import TODAY

TESTS = ("I10.hb", "I10.plt", "I10.wbc")


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "   Hb, Platelets, Leukocytes: awaited"), ("sv", "   Hb, TPK, LPK: inväntas")],
)
def test_what_has_not_come_yet_of_a_criterion_shares_a_line(language: str, line: str) -> None:
    lines = said(dict.fromkeys(TESTS, "awaited"), language)
    assert line in lines
    alone = said({"I10.hb": "awaited", "I10.plt": "230 10^9/L"}, "en")
    assert "   Hb: awaited" in alone


def said(answers: dict[str, str], language: str) -> list[str]:
    """Return the lines of the summary on some answers."""
    kept = {item: Kept(text) for item, text in answers.items()}
    session = Session("S0001", "start-net", "R1", TODAY, language=language).but(answers=kept)
    return Summary(SCRIPT.verdict(session), texts_in(language), "S0001").text().split("\n")
