"""A language is one folder: put there, it is spoken."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from bot.platforms.chat.words import TelegramWords
from bot.texts import catalogue
from bot.texts.catalogue import contents, file_in, languages, spoken
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
