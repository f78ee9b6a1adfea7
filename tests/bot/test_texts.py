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
from bot.batch.read import _DOUBTS
from bot.texts import languages, texts_in
from bot.texts.words import Findings, InputWords, Notes, Refusals, Remarks, Texts, UnreadWords
from criteria.known.codes import DoubtCode, RefusalCode
from criteria.reading.reports.report import UnreadCode
from criteria.reading.results.collected import FLAGS
from criteria.verdict import findings, notes

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


def test_every_reason_for_what_was_not_read_has_its_sentence() -> None:
    codes = {*get_args(UnreadCode)}
    assert codes == set(UnreadWords.model_fields)


def test_every_flag_of_the_laboratory_reading_has_its_remark() -> None:
    flags = {*_DOUBTS.values(), *FLAGS.values(), "derived", "absolute", "method_not_accepted"}
    assert flags | {"method"} == set(Remarks.model_fields)


SAID_BY_CODE = (Refusals, Notes, Findings, UnreadWords, Remarks)
"""Their sentences are said by codes of the core; the tests above compare the two."""


def named_in(file: Path) -> set[str]:
    """Every attribute that a file reads and every text in it that may be a sentence's name."""
    nodes = list(ast.walk(ast.parse(file.read_text("utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return attributes | {text for text in texts if isinstance(text, str)}


def unused(words: type[BaseModel], named: set[str]) -> set[str]:
    """The sentences that nothing names; those of a doubt are found by its code."""
    codes = {f"because_{code}" for code in get_args(DoubtCode)}
    return set(words.model_fields) - named - codes


def test_a_sentence_that_nothing_says_is_not_kept() -> None:
    named = set[str]().union(*map(named_in, PACKAGE.rglob("*.py")))
    own = [field.annotation for field in Texts.model_fields.values()]
    for words in (Texts, *own):
        if isinstance(words, type) and issubclass(words, BaseModel) and words not in SAID_BY_CODE:
            assert not unused(words, named), words


def test_a_sentence_that_is_said_by_its_code_has_a_code() -> None:
    """Findings hold besides their reasons the parts of sentences, which the speaker names."""
    named = named_in(PACKAGE / "presentation" / "sentences.py") | codes_in(findings)
    assert not unused(Findings, named)


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
