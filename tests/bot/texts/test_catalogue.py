"""A language is one folder: put there, it is spoken."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from bot.platforms.chat.roles import RIGHTS
from bot.platforms.chat.words import TelegramWords
from bot.platforms.terminal.commands import NAMES
from bot.texts import catalogue
from bot.texts.catalogue import (
    about,
    command_called,
    command_name,
    contents,
    file_in,
    languages,
    spoken,
)
from bot.texts.words import Texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CACHED = (catalogue.languages, catalogue.about)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of every language's folder, in place of those that are shipped."""
    for language in languages():
        copytree(catalogue._FOLDER.joinpath(language), tmp_path / language)  # type: ignore[arg-type] # noqa: SLF001 - files on disk
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    for one in _CACHED:
        one.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    for one in _CACHED:
        one.cache_clear()


def test_a_folder_is_a_language(folder: Path) -> None:
    copytree(folder / "en", folder / "fi")
    file = folder / "fi" / "language.toml"
    file.write_text(file.read_text("utf-8").replace("English", "Suomi"), "utf-8")
    (folder / "notes").mkdir()
    assert languages() == ("en", "fi", "sv")
    assert spoken("fi-FI") == "fi"
    texts = Texts("fi")
    texts.read_all()
    assert (texts.name, texts.decimal_mark) == ("Suomi", ".")
    assert file_in("fi", "telegram", TelegramWords).days.weekdays[0] == "Monday"


def test_a_language_with_more_forms_needs_them_all(folder: Path) -> None:
    copytree(folder / "en", folder / "pl")
    file = folder / "pl" / "language.toml"
    rules = 'few = "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"\n'
    file.write_text(file.read_text("utf-8") + rules, "utf-8")
    with pytest.raises(ValueError, match="few, one, other"):
        Texts("pl").read("conversation")
    terminal = folder / "pl" / "conversation.toml"
    text = terminal.read_text("utf-8")
    few = [
        line.replace(".other = ", ".few = ").replace('= "', '= "few ')
        for line in text.splitlines()
        if ".other = " in line
    ]
    assert few
    for line in few:
        name = line.partition(".few")[0]
        text = text.replace(f"\n{name}.other = ", f"\n{line}\n{name}.other = ")
    terminal.write_text(text, "utf-8")
    say = Texts("pl").dialog
    assert say.say("noted_many", count=1) == "✓ 1 answer noted"
    assert say.say("noted_many", count=3) == "few ✓ 3 answers noted"
    assert say.say("noted_many", count=12) == "✓ 12 answers noted"


def test_a_file_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        contents("en", "none")


COMMANDS = {*RIGHTS, *NAMES}


@pytest.mark.parametrize("language", [code for code in languages() if code != "en"])
def test_every_command_has_a_name_in_every_language(language: str) -> None:
    assert {*about(language).commands.values()} == COMMANDS


def test_another_name_of_a_command_is_no_command_itself_and_is_of_one() -> None:
    every = [name for code in languages() for name in about(code).commands]
    assert not {*every} & COMMANDS
    assert len(every) == len({*every})
    assert {command_called(name) for name in every} <= COMMANDS


@pytest.mark.parametrize(
    ("typed", "command"),
    [("ändra", "change"), ("andra", "change"), ("a\u0308ndra", "change"), ("zzz", "zzz")],
)
def test_a_name_is_known_however_its_accents_are_typed(typed: str, command: str) -> None:
    assert command_called(typed) == command


def test_the_first_of_several_names_is_told() -> None:
    assert command_name("pending", "sv") == "väntar"
    assert command_name("change", "en") == ""
