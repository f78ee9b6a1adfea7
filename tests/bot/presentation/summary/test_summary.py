"""The summary that a screening ends with: what has not come yet shares a line."""

from __future__ import annotations

import pytest

from bot.dialogs.session import Kept, Session
from bot.presentation.summary.summary import Summary
from bot.screenings.scripts import script_of
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


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({"I10.wbc": "4.0 10^9/L", "I10.anc": "40 %"}, "1.6 ×10⁹/L, worked out from 40 %"),
        ({"I10.wbc": "4.0 10^9/L", "I10.anc": "<40 %"}, "worked out from <40 %"),
    ],
)
def test_what_was_worked_out_stands_with_its_result(answers: dict[str, str], line: str) -> None:
    assert f"~ Neutrophils: {line}" in said(answers, "en")


def test_what_cannot_be_worked_out_is_not_said_to_be() -> None:
    lines = said({"I10.wbc": "unknown", "I10.anc": "60 %"}, "en")
    assert not [line for line in lines if "worked out" in line]


def test_a_result_that_fails_says_what_was_worked_out_of_it() -> None:
    lines = said({"I10.wbc": "3.9 10^9/L", "I10.anc": "38 %"}, "en")
    assert any(line.startswith("   Neutrophils: 38 % = 1.482 ×10⁹/L – must be") for line in lines)


def test_a_number_that_is_only_about_right_is_named_where_it_counts() -> None:
    kept = Kept("ca 92 g/L", confirmed=True)
    session = Session("S0001", "start-net", "R1", TODAY).but(answers={"I10.hb": kept})
    text = Summary(SCRIPT.verdict(session), texts_in("en"), "S0001").text()
    assert "~ Hb: about 92 g/L, counted as the number that was written" in text


@pytest.mark.parametrize(
    ("trial", "line"),
    [
        ("emperor-reduced", "~ recorded as male: E12 taken as not applicable"),
        ("alta-1l", "~ recorded as male: I10, E10 taken as not applicable; answer “"),
    ],
)
def test_what_is_not_asked_of_a_man_is_named(trial: str, line: str) -> None:
    script = script_of(trial)
    version = script.trial.protocol.version
    session = Session("S0001", trial, version, TODAY).but(answers={"CTX.sex": Kept("male")})
    text = Summary(script.verdict(session), texts_in("en"), "S0001").text()
    assert any(one.startswith(line) for one in text.split("\n"))


def said(answers: dict[str, str], language: str) -> list[str]:
    """Return the lines of the summary on some answers."""
    kept = {item: Kept(text) for item, text in answers.items()}
    session = Session("S0001", "start-net", "R1", TODAY, language=language).but(answers=kept)
    return Summary(SCRIPT.verdict(session), texts_in(language), "S0001").text().split("\n")
