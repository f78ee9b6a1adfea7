"""`bedside trials diff` and `bedside log recheck`: what they print, and what they refuse."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from typer.testing import CliRunner

from bot.cli import main as cli
from bot.dialogs.phases import Phase
from bot.dialogs.session import Kept, Session
from bot.store import Store
from criteria.trial import catalog

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result

NOON = datetime(2026, 3, 31, 12, tzinfo=ZoneInfo("Europe/Stockholm"))
NEEDED = "Earlier CT/MRI (I6.earlier_scan), Earlier treatment ended (I12.washout)"
CASES = {c.id: c for c in catalog.cases(catalog.trials_folder() / "start-net" / "R1")}


def bedside(*args: str) -> Result:
    return CliRunner().invoke(cli.app, args)


@pytest.fixture
def database(tmp_path: Path) -> str:
    """Three finished screenings: a man who meets everything, and two whom the later text helps."""
    url = f"sqlite:///{tmp_path / 'log.db'}"
    cases = ("everything-met-man", "progression-too-recent", "haemoglobin-at-the-limit")
    with Store.open(url) as store:
        for name in cases:
            answers = {item: Kept(text) for item, text in CASES[name].answers.items()}
            day = date(2026, 3, 31)
            session = Session(store.next_token(), "start-net", "R1", day, answers=answers)
            store.add(session.but(state=Phase.SUMMARY), "terminal", NOON)
    return url


def test_diff_in_both_languages() -> None:
    english = bedside("trials", "diff", "R1", "R2")
    assert english.exit_code == 0
    assert english.stdout.startswith("START-NET: what changed from R1 to R2\n")
    again = bedside("trials", "diff", "R1", "R1.1").stdout
    assert "Answers that contradict each other count as unknown: “Tumour type” is NEC" in again
    assert (
        "Answers that sit oddly together are pointed out: “Could become pregnant” is yes" in again
    )
    assert again.endswith("Unchanged: I2, I3, I6, I8, I9, I10, E2, E3, E6, E7\n")
    swedish = bedside("trials", "diff", "R1", "R2", "--language", "sv")
    assert "Nytt kriterium: ”[Som uppgivet, inte ordagrant:" in swedish.stdout
    refused = bedside("trials", "diff", "R1", "R9")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "start-net (R1, R1.1, R2)" in refused.stderr


def test_check_judges_a_draft_and_says_that_it_is_one(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    answers = CASES["everything-met-man"].answers
    file.write_text(json.dumps({"reference_date": "2026-03-31", "answers": answers}), "utf-8")
    draft = bedside("check", "--version", "R2", str(file))
    assert "DRAFT VERSION, INCOMPLETE: not for screening." in draft.stdout
    assert draft.stdout.endswith("#pending\n")
    released = bedside("check", str(file))
    assert "DRAFT" not in released.stdout
    assert released.stdout.endswith("#eligible\n")


def test_recheck_tells_whose_verdict_changes(database: str) -> None:
    ran = bedside("log", "recheck", "--version", "R2", "--database", database)
    assert ran.exit_code == 0, ran.stderr
    blocks = ran.stdout.split("\n\n")
    assert "DRAFT" in blocks[0]
    assert blocks[1].splitlines() == [
        "S0001 (R1): eligible → not decided yet",
        "  I6 Progression: met → open",
        "  I12 Earlier treatment ended: no such criterion → open",
        f"  New answers needed: {NEEDED}",
    ]
    assert blocks[3].startswith("S0003 (R1): not eligible, unchanged\n")
    assert blocks[-1] == "3 looked at: another outcome for 1, new answers needed for 3.\n"


def test_recheck_under_the_same_version_changes_nothing(database: str) -> None:
    ran = bedside("log", "recheck", "--version", "R1", "--database", database)
    assert ran.stdout == (
        "START-NET: the screenings under R1\n\n"
        "3 looked at: another outcome for 0, new answers needed for 0.\n"
    )


def test_recheck_of_r1_finds_answers_that_contradict_each_other(database: str) -> None:
    odd = {"I4.type": "nec", "E5.ct_mri": "In agreement"}
    with Store.open(database) as store:
        answers = {**CASES["everything-met-man"].answers, **odd}
        kept = {item: Kept(text) for item, text in answers.items()}
        day = date(2026, 3, 31)
        session = Session(store.next_token(), "start-net", "R1", day, answers=kept)
        store.add(session.but(state=Phase.SUMMARY), "terminal", NOON)
    ran = bedside("log", "recheck", "--version", "R1.1", "--database", database)
    _, only, counted = ran.stdout.split("\n\n")
    assert only.splitlines() == [
        "S0004 (R1): not eligible → not decided yet",
        "  I4 Tumour type/stage: not met → open",
    ]
    assert counted == "4 looked at: another outcome for 1, new answers needed for 0.\n"


def test_recheck_leaves_the_database_as_it_was(database: str) -> None:
    with Store.open(database) as store:
        before = list(store.everything())
    bedside("log", "recheck", "--version", "R2", "--database", database)
    with Store.open(database) as store:
        assert list(store.everything()) == before


def test_recheck_of_a_period_and_of_nothing(database: str) -> None:
    ran = bedside(
        *("log", "recheck", "--version", "R2", "--database", database, "--since", "2026-04-01")
    )
    assert "No screening to look at." in ran.stdout


@pytest.mark.parametrize(
    ("version", "database", "said"),
    [
        ("R9", "sqlite://", "start-net (R1, R1.1, R2)"),
        ("R2", "sqlite:///no.db", "no database no.db"),
    ],
)
def test_recheck_refuses_what_is_not_there(version: str, database: str, said: str) -> None:
    ran = bedside("log", "recheck", "--version", version, "--database", database)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert said in ran.stderr
