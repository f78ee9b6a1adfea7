"""What is written for those who screen: its commands, labels and examples are Bedside's own.

In these pages a word in quotation marks is one that Bedside shows in the page's language, and
what is set as code is a command or something that can be written as an answer.
"""

from __future__ import annotations

import io
import re
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from bot.cli.main import app
from bot.exports.registry import BY_KEY
from bot.platforms.chat.roles import RIGHTS, Right
from bot.platforms.chat.words import words_in
from bot.platforms.terminal.commands import NAMES
from bot.texts import command_called, command_name
from criteria.known.values import Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.reports.report import read_laboratory
from tests.conversations.player import conversations, screener_lines
from tests.making import TODAY, TRIAL
from tests.nurses import SOURCES, digest, page, typeset
from tests.saying import everything

ROOT = Path(__file__).parents[1]
PAGES = {
    "en": [SOURCES["en"]],
    "sv": sorted((ROOT / "docs" / "sv").glob("*.md")),
}
WRITTEN = [(language, file) for language, files in PAGES.items() for file in files]
MARKS = {"en": r"“([^”]+)”", "sv": r"”([^”]+)”"}
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_COMMAND = re.compile(r"/([a-zåäö]+)")
_NAME = re.compile(r"S\d{4}|#(?:eligible|not_eligible|pending)")
READER = AnswerReader(TRIAL)


def codes(file: Path) -> list[str]:
    """Return what a page sets as code inside its lines."""
    return _CODE.findall(file.read_text("utf-8"))


def said(language: str) -> str:
    """Return every sentence and label of a language, START-NET's too."""
    return "\n".join([*everything(language).values(), str(TRIAL.words_in(language).model_dump())])


@cache
def written_by_screeners(language: str) -> frozenset[str]:
    """Return what is written in the golden conversations of a language."""
    texts = [file.read_text("utf-8") for file in conversations()]
    spoken = [text for text in texts if text.splitlines()[1].endswith(f"· {language}")]
    return frozenset(line for text in spoken for line in screener_lines(text))


def is_read(text: str) -> bool:
    """Whether something is an answer to some question, without being asked back."""
    found = (READER.read(item, text, TODAY) for item in TRIAL.items)
    return any(not isinstance(one, Refusal | Doubt) for one in found) or bool(
        read_laboratory(text, TRIAL).results
    )


@pytest.mark.parametrize(("language", "file"), WRITTEN, ids=lambda one: getattr(one, "stem", one))
def test_what_is_quoted_is_what_bedside_shows(language: str, file: Path) -> None:
    told = said(language).casefold()
    quoted = re.findall(MARKS[language], " ".join(file.read_text("utf-8").split()))
    assert len(quoted) > 10
    assert [one for one in quoted if one.casefold() not in told] == []


@pytest.mark.parametrize(("language", "file"), WRITTEN, ids=lambda one: getattr(one, "stem", one))
def test_what_is_set_as_code_can_be_written(language: str, file: Path) -> None:
    known = {*RIGHTS, *NAMES}
    for code in codes(file):
        command = _COMMAND.match(code)
        if command is not None:
            assert command_called(command[1]) in known, code
        elif code.startswith("bedside "):
            called(code)
        else:
            named = _NAME.fullmatch(code) or code in BY_KEY
            assert named or code in written_by_screeners(language) or is_read(code), code


def called(code: str) -> None:
    """See that a command of the command line is there, with the options that are named."""
    _, *parts = code.split()
    names = [part for part in parts if re.fullmatch(r"[a-z]+", part)][:2]
    options = [part for part in parts if part.startswith("-")]
    for depth in (2, 1):
        ran = CliRunner().invoke(app, [*names[:depth], "--help"], env={"COLUMNS": "200"})
        if ran.exit_code == 0:
            break
    assert ran.exit_code == 0, code
    assert all(option in ran.stdout for option in options), code


@pytest.mark.parametrize(("language", "file"), WRITTEN, ids=lambda one: getattr(one, "stem", one))
def test_a_command_stands_under_the_platform_that_has_it(language: str, file: Path) -> None:
    """In a table with a column each."""
    del language
    for line in file.read_text("utf-8").splitlines():
        cells = [_CODE.findall(cell) for cell in line.strip("|").split("|")]
        if len(cells) != 3 or not (cells[1] and cells[2]):
            continue
        assert {_COMMAND.match(one)[1] for one in cells[1]} <= set(RIGHTS), line  # type: ignore[index] # it is one
        assert {_COMMAND.match(one)[1] for one in cells[2]} <= set(NAMES), line  # type: ignore[index] # as above


@pytest.mark.parametrize("language", SOURCES)
def test_the_page_for_nurses_is_one_page_and_up_to_date(language: str) -> None:
    found = PdfReader(page(language))
    assert len(found.pages) == 1
    assert found.metadata is not None
    assert found.metadata.keywords == digest(language), "`make docs` makes it anew"
    text = " ".join(found.pages[0].extract_text().split())
    for heading in re.findall(r"^## (.+)$", SOURCES[language].read_text("utf-8"), re.MULTILINE):
        assert heading in text


@pytest.mark.parametrize("language", SOURCES)
def test_the_page_for_nurses_is_made_the_same_each_time(language: str) -> None:
    made = typeset(language)
    assert made == typeset(language)
    again, kept = (PdfReader(one).pages[0] for one in (io.BytesIO(made), page(language)))
    assert again.extract_text() == kept.extract_text()
    assert (round(again.mediabox.width), round(again.mediabox.height)) == (595, 842)


def test_every_command_stands_in_the_swedish_handbook() -> None:
    text = (ROOT / "docs/sv/handbok.md").read_text("utf-8")
    table = text.split("<!-- commands -->\n")[1].split("<!-- end -->")[0]
    found = [line.strip("|").split("|") for line in table.strip().splitlines()[2:]]
    words = words_in("sv")
    least = {
        None: "alla",
        Right.SCREEN: "screenare",
        Right.LOG: "koordinator",
        Right.PEOPLE: "ägare",
        Right.CONFIRM: words.roles["investigator"],
    }
    expected = [
        [f"`/{name}`, `/{command_name(name, 'sv')}`", words.commands[name], least[right]]
        for name, right in RIGHTS.items()
    ]
    assert [[cell.strip() for cell in row] for row in found] == expected
    assert set(least.values()) - {"alla"} <= set(words.roles.values())
