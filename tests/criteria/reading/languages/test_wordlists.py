"""The words of reports and answers: every language's file has its parts, and nothing else."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

import criteria
from criteria.known.values import Comparator
from criteria.reading.languages.wordlists import every_word, lists, tables, words
from criteria.reading.results import vocabulary

FOLDER = Path(criteria.__file__).parent / "reading" / "languages"
LANGUAGES: dict[str, dict[str, dict[str, Any]]] = {
    file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.toml"))
}
PATTERNS = ("demands", "panels", "sampled")
KINDS = tuple(sense.name.lower() for sense in vocabulary.SENSES)


def every(language: str) -> list[str]:
    """Every word of a language."""
    found = [names for section in LANGUAGES[language].values() for names in section.values()]
    flat = [word for names in found for word in names]
    return [word for one in flat for word in ([one] if isinstance(one, str) else one)]


def test_there_are_thirteen_languages() -> None:
    assert list(LANGUAGES) == [
        "cs",
        "da",
        "de",
        "en",
        "es",
        "fi",
        "fr",
        "it",
        "nb",
        "nl",
        "pl",
        "pt",
        "sv",
    ]


def test_english_has_every_list_and_no_language_has_others() -> None:
    named = {(part, name) for part, section in LANGUAGES["en"].items() for name in section}
    for language, sections in LANGUAGES.items():
        own = {(part, name) for part, section in sections.items() for name in section}
        assert own <= named, language


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_written_as_they_are_compared(language: str) -> None:
    for word in every(language):
        assert word == normalize("NFC", word.lower()).strip() or "\\" in word, word
        assert word, language
    for section in LANGUAGES[language].values():
        for names in section.values():
            assert len({str(name) for name in names}) == len(names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_twelve_months(language: str) -> None:
    months = LANGUAGES[language]["dates"]["months"]
    assert len(months) == 12
    assert max(Counter(name for names in months for name in names).values()) == 1


def test_no_month_of_one_language_is_another_one_of_another() -> None:
    assert max(Counter(name for names in lists("dates", "months") for name in names).values()) == 1


def test_every_pattern_can_be_read() -> None:
    for name in PATTERNS:
        for pattern in words("report", name):
            assert re.compile(pattern).groups == 0
    for pattern in (*words("dates", "day_first"), *words("fluids", "other")):
        assert re.compile(pattern).groups == 0


def test_no_phrase_around_a_result_means_two_things() -> None:
    meant = [phrase for kind in KINDS for phrase in words("report", kind)]
    meant += [phrase for one in Comparator for phrase in compared(one)]
    assert max(Counter(meant).values()) == 1


def compared(comparator: Comparator) -> tuple[str, ...]:
    """The words for a comparator; an equals sign needs none."""
    name = comparator.name.lower()
    return words("comparators", name) if name in LANGUAGES["en"]["comparators"] else ()


def test_words_that_no_language_has_are_an_error() -> None:
    with pytest.raises(KeyError, match=r"report\.colour"):
        words("report", "colour")


@pytest.mark.parametrize(
    ("text", "says"),
    [("inväntar svar", "MISSING"), ("ikke målt", "MISSING"), ("höchstens", "AT_MOST")],
)
def test_a_phrase_is_understood_in_every_language(text: str, says: str) -> None:
    found = vocabulary.meaning_at(text, 0, len(text))
    assert found is not None
    assert (found[0], found[1].name) == (len(text), says)


def test_what_stands_under_a_key_is_put_together_of_every_language() -> None:
    short = tables("answers", "short")
    phrases = tables("answers", "phrases")
    for language, sections in LANGUAGES.items():
        own = sections.get("answers", {})
        for found, name in ((short, "short"), (phrases, "phrases")):
            for key, said in own.get(name, {}).items():
                said_here = [said] if isinstance(said, str) else said
                assert set(said_here) <= set(found[key]), language
    assert all(len(said) == len(set(said)) for said in (short | phrases).values())
    assert tables("answers", "no such table") == {}


def test_every_word_of_every_list_is_one_word_and_of_a_pattern_with_and_without_its_end() -> None:
    assert {"haemoglobin", "stable", "disease", "radiologists", "radiologist"} <= every_word()
    assert not {"svensson", "johansson", "smith"} & every_word()
