"""The bot's own words: every language says everything, with the same details."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from shutil import copytree
from string import Formatter
from typing import TYPE_CHECKING, get_args

import pytest

import bot
from bot.batch.read import _DOUBTS
from bot.platforms.chat.words import DayWords
from bot.prefill.reported import FileProblem, LeftOutCode
from bot.texts import catalogue, languages, texts_in
from bot.texts.commands import InputWords, Remarks
from bot.texts.conversation import (
    Findings,
    LeftOutWords,
    Notes,
    RecordWords,
    Refusals,
    UnreadWords,
)
from bot.texts.files import LogColumns
from bot.texts.words import Texts
from criteria.known.codes import DoubtCode, FindingReason, NoteCode, RefusalCode
from criteria.reading.reports.report import UnreadCode
from criteria.reading.results.collected import FLAGS
from criteria.verdict import findings, notes
from tests.saying import PLATFORMS, everything

if TYPE_CHECKING:
    from bot.texts.base import Words

PACKAGE = Path(bot.__file__).parent
FOLDER = PACKAGE / "texts"


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def codes_in(module: object) -> set[str]:
    """Every word in a module's code, docstrings left out, that may be a code."""
    tree = ast.parse(inspect.getsource(module))  # type: ignore[arg-type] # a module
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in constants if isinstance(text, str) and re.fullmatch("[a-z_]+", text)}


ALL = {language: everything(language) for language in languages()}


def test_there_are_english_and_swedish() -> None:
    assert languages() == ("en", "sv")
    assert texts_in("sv-SE").language == texts_in("SV").language == "sv"
    assert texts_in("de").language == texts_in("").language == "en"
    with pytest.raises(KeyError):
        texts_in("de", fallback="fr")


@pytest.mark.parametrize("language", languages())
def test_each_sentence_has_the_same_details_in_each_language(language: str) -> None:
    assert {name for name in ALL[language] if detailed(language, name) != detailed("en", name)} == (
        set()
    )


def detailed(language: str, name: str) -> set[str]:
    """A sentence's details; a form of a counted one may say the count in its words."""
    other = f"{name.rpartition('.')[0]}.other"
    said = ALL[language].get(name) or ALL[language].get(other, "")
    return placeholders(said) | ({"count"} if other in ALL["en"] else set())


@pytest.mark.parametrize("language", languages())
def test_no_sentence_is_empty_or_ragged(language: str) -> None:
    for name, sentence in ALL[language].items():
        assert sentence.strip(), name
        # A word that is put behind another one keeps the space between them.
        assert sentence == sentence.rstrip(), name
        assert "  " not in sentence, name


@pytest.mark.parametrize("language", ["en", "sv"])
def test_quotation_marks_are_the_language_s_own(language: str) -> None:
    text = "\n".join(ALL[language].values())
    assert text.count("“") == (text.count("”") if language == "en" else 0)
    assert language == "en" or text.count("”") % 2 == 0


def test_every_reason_has_its_sentence() -> None:
    assert set(get_args(RefusalCode)) == set(Refusals.model_fields)
    assert set(get_args(DoubtCode)) <= set(Notes.model_fields)
    because = {name.partition("because_")[2] for name in ALL["en"] if "because_" in name}
    assert set(get_args(DoubtCode)) <= because


def test_every_note_and_finding_has_its_sentence_and_is_found_somewhere() -> None:
    assert set(get_args(NoteCode)) == set(Notes.model_fields)
    assert set(get_args(NoteCode)) - set(get_args(DoubtCode)) <= codes_in(notes)
    assert set(get_args(FindingReason)) <= set(Findings.model_fields)
    assert set(get_args(FindingReason)) <= codes_in(findings)


def test_every_reason_for_what_was_not_read_has_its_sentence() -> None:
    codes = {*get_args(UnreadCode)}
    assert codes == set(UnreadWords.model_fields)


def test_every_flag_of_the_laboratory_reading_has_its_remark() -> None:
    flags = {*_DOUBTS.values(), *FLAGS.values(), "derived", "absolute", "method_not_accepted"}
    assert flags | {"method"} == set(Remarks.model_fields)


def test_every_reason_to_leave_something_of_a_record_out_has_its_sentence() -> None:
    assert {*get_args(LeftOutCode)} == set(LeftOutWords.model_fields)
    assert {*get_args(FileProblem)} < set(RecordWords.model_fields)


SAID_BY_CODE = (Refusals, Notes, Findings, UnreadWords, Remarks, LeftOutWords, RecordWords)
"""Their sentences are said by codes of the core; the tests above compare the two."""


def named_in(file: Path) -> set[str]:
    """Every attribute that a file reads and every text in it that may be a sentence's name."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {text for text in texts if isinstance(text, str)}


def unused(words: type[Words], named: set[str]) -> set[str]:
    """The sentences that nothing names; those of a doubt are found by its code."""
    codes = {f"because_{code}" for code in (*get_args(DoubtCode), "no_answer")}
    return set(words.model_fields) - named - codes


def test_a_sentence_that_nothing_says_is_not_kept() -> None:
    named = set[str]().union(*map(named_in, PACKAGE.rglob("*.py")))
    shapes = [section.shape for section in Texts.sections().values()]
    named_here: tuple[type[Words], ...] = (*shapes, *PLATFORMS.values(), LogColumns, DayWords)
    for words in named_here:
        if words not in SAID_BY_CODE:
            assert not unused(words, named), words


def test_a_sentence_that_is_said_by_its_code_has_a_code() -> None:
    """Findings hold besides their reasons the parts of sentences, which the speaker names."""
    named = named_in(PACKAGE / "presentation" / "sentences.py") | codes_in(findings)
    assert not unused(Findings, named)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("nothing_read =", "# nothing_read ="),
        ("[dialog]", '[dialog]\nmore = "x"'),
        ("noted_many.one =", "# noted_many.one ="),
        ("noted_many.one =", 'noted_many.few = "x"\nnoted_many.one ='),
        ("noted_many.one = ", "noted_many.one = 1 # "),
        ("[dialog]", '[more]\nx = "x"\n[dialog]'),
        ("[dialog]", "[dialogue]"),
    ],
    ids=[
        *("a sentence too few", "one too many", "a form too few", "a form too many"),
        *("a form that is no text", "a section too many", "a section misspelt"),
    ],
)
def test_a_language_that_is_not_whole_is_refused(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(catalogue, "_FOLDER", tmp_path)
    file = tmp_path / "sv" / "conversation.toml"
    text = file.read_text("utf-8")
    Texts("sv").read_all()
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ValueError, match=r"conversation|DialogWords"):
        Texts("sv").read_all()


def test_a_file_is_read_when_something_of_it_is_said() -> None:
    texts = Texts("sv")
    assert "dialog" not in vars(texts)
    assert texts.dialog is texts.dialog
    assert "refusals" in vars(texts)
    assert "worklist" not in vars(texts)


def test_a_detail_that_is_missing_is_an_error() -> None:
    words: InputWords = texts_in("en").input
    assert words.say("twice", key="id") == "“id” stands twice: write it once."
    with pytest.raises(KeyError):
        words.say("twice")
    with pytest.raises(AttributeError):
        words.say("no_such_sentence")
