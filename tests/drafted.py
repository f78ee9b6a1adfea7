"""Drafts of one criterion, read and judged as anybody would."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.drafting.draft import draft
from bot.drafting.entry import Entry
from bot.drafting.writing import protocol_toml, words_toml
from criteria.examination.examination import examine
from criteria.known.values import Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.verdict.verdict import verdict

if TYPE_CHECKING:
    from pathlib import Path

    from criteria.trial.trial import Trial

TODAY = date(2026, 3, 31)


def made(tmp_path: Path, *, inclusion: str = "", exclusion: str = "") -> Trial:
    """Draft a trial of one criterion, and read it as anybody would."""
    text = ""
    for side, line in (("Inclusion", inclusion), ("Exclusion", exclusion)):
        if line:
            text += f"{side} Criteria:\n\n* {line}\n\n"
    found = draft(Entry("entry.txt", text, id="NCT1"), TODAY)
    folder = tmp_path / found.trial / found.version
    folder.mkdir(parents=True)
    (folder / "protocol.toml").write_text(protocol_toml(found), "utf-8")
    (folder / "en.toml").write_text(words_toml(found), "utf-8")
    trial = catalog.read_folder(folder)
    assert [str(flaw) for flaw in examine(trial, TODAY)] == []
    return trial


def status(trial: Trial, **answers: str) -> str:
    """Judge answers, each to the item whose id ends so."""
    reader = AnswerReader(trial)
    given = {}
    for short, text in answers.items():
        (item,) = [name for name in trial.items if name.partition(".")[2] == short]
        value = reader.read(item, text, TODAY)
        assert not isinstance(value, Doubt | Refusal), value
        given[item] = value
    (found,) = verdict(trial, given, TODAY).statuses.values()
    return str(found.value)


def is_open(trial: Trial) -> bool:
    """Whether nothing was proposed."""
    return all(item.to_word for item in trial.items.values())
