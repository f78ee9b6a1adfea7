"""The bot's own words: every language says everything, with the same details."""

import ast
import inspect
import re
import tomllib
from importlib import resources
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
from pydantic import BaseModel, ValidationError

import bot
from bot import texts as texts_module
from bot.texts import Findings, InputWords, Notes, Refusals, Texts, languages, texts_in
from criteria import findings, notes
from criteria.values import DoubtCode, RefusalCode

PACKAGE = Path(bot.__file__).parent


def sentences(words: BaseModel, prefix: str = "") -> dict[str, str]:
    """Every sentence by its dotted name."""
    found: dict[str, str] = {}
    for name, value in words:
        inner = isinstance(value, BaseModel)
        found |= sentences(value, f"{prefix}{name}.") if inner else {f"{prefix}{name}": value}
    return found


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def codes_in(module: object) -> set[str]:
    """Every word in a module's code, docstrings left out, that may be a code."""
    tree = ast.parse(inspect.getsource(module))  # type: ignore[arg-type] # a module
    constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in constants if isinstance(text, str) and re.fullmatch("[a-z_]+", text)}


ALL = {language: sentences(words) for language, words in languages().items()}
EVERY = [(language, name) for language, said in ALL.items() for name in said]


def test_there_are_english_and_swedish() -> None:
    assert sorted(languages()) == ["en", "sv"]
    assert texts_in("sv-SE").language == texts_in("SV").language == "sv"
    assert texts_in("de").language == texts_in("").language == "en"
    with pytest.raises(KeyError):
        texts_in("de", fallback="fr")


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_each_sentence_has_the_same_details_in_each_language(language: str, name: str) -> None:
    assert placeholders(ALL[language][name]) == placeholders(ALL["en"][name])


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_no_sentence_is_empty_or_ragged(language: str, name: str) -> None:
    sentence = ALL[language][name]
    assert sentence.strip()
    # A word that is put behind another one keeps the space between them.
    assert sentence == sentence.rstrip()
    assert "  " not in sentence


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


def test_every_note_and_finding_has_its_sentence() -> None:
    """The reasons are those that the docstring of a finding names; both ways none is left over."""
    source = inspect.getsource(findings.Finding)
    listed = source.partition("reason: str")[2].split('"""')[1]
    reasons = set(re.findall(r"[a-z_]+", listed))
    assert reasons <= set(Findings.model_fields)
    assert reasons <= codes_in(findings)
    own = set(Notes.model_fields) - set(get_args(DoubtCode))
    assert own <= codes_in(notes)


NOT_YET_SAID = {"assumed_date", "language_name", "open_to_all", "status_dated", "unclear_many"}


def test_a_sentence_that_nothing_says_is_not_kept() -> None:
    """A name must stand somewhere in the program, whole or made of a code."""
    source = "\n".join(file.read_text("utf-8") for file in PACKAGE.rglob("*.py"))
    source = source.replace(inspect.getsource(texts_module), "")
    codes = {*get_args(RefusalCode), *get_args(DoubtCode), *Findings.model_fields}
    codes |= set(Notes.model_fields)
    names = {name.rpartition(".")[2].removeprefix("because_") for name in ALL["en"]}
    unused = {name for name in names - codes if not re.search(rf"\b{name}\b", source)}
    assert unused <= NOT_YET_SAID


@pytest.mark.parametrize(
    ("old", "new"),
    [("nothing_read =", "# nothing_read ="), ("[command]", '[command]\nmore = "x"')],
    ids=["one too few", "one too many"],
)
def test_a_language_that_is_not_whole_is_refused(old: str, new: str) -> None:
    text = resources.files("bot.texts").joinpath("sv.toml").read_text("utf-8")
    assert Texts.model_validate(tomllib.loads(text))
    with pytest.raises(ValidationError):
        Texts.model_validate(tomllib.loads(text.replace(old, new, 1)))


def test_a_detail_that_is_missing_is_an_error() -> None:
    words: InputWords = texts_in("en").input
    assert words.say("twice", key="id") == "“id” stands twice: write it once."
    with pytest.raises(KeyError):
        words.say("twice")
    with pytest.raises(AttributeError):
        words.say("no_such_sentence")
