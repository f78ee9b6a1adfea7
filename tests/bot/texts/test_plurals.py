"""Plural forms, by the rules that CLDR publishes, for languages that are spoken here or may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.texts import languages, texts_in
from bot.texts.catalogue import about
from bot.texts.plurals import PluralRuleError, Plurals
from tests.saying import everything

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH = {"one": "i = 1 and v = 0"}
FRENCH = {"one": "i = 0,1", "many": "e = 0 and i != 0 and i % 1000000 = 0 and v = 0 or e != 0..5"}
POLISH = {
    "one": "i = 1 and v = 0",
    "few": "v = 0 and i % 10 = 2..4 and i % 100 != 12..14",
    "many": "v = 0 and i != 1 and i % 10 = 0..1 or v = 0 and i % 10 = 5..9"
    " or v = 0 and i % 100 = 12..14",
}
ARABIC = {
    "zero": "n = 0",
    "one": "n = 1",
    "two": "n = 2",
    "few": "n % 100 = 3..10",
    "many": "n % 100 = 11..99",
}


@pytest.mark.parametrize(
    ("rules", "form", "counts"),
    [
        (ENGLISH, "one", (1,)),
        (ENGLISH, "other", (0, 2, 11, 21, 101)),
        (FRENCH, "one", (0, 1)),
        (FRENCH, "many", (1_000_000, 2_000_000)),
        (FRENCH, "other", (2, 17, 100, 1001)),
        (POLISH, "one", (1,)),
        (POLISH, "few", (2, 4, 22, 34, 102, 1002)),
        (POLISH, "many", (0, 5, 11, 12, 14, 19, 21, 100, 112)),
        (ARABIC, "zero", (0,)),
        (ARABIC, "two", (2,)),
        (ARABIC, "few", (3, 10, 103, 110)),
        (ARABIC, "many", (11, 26, 111)),
        (ARABIC, "other", (100, 102, 200)),
        ({}, "other", (0, 1, 2)),
    ],
)
def test_the_form_is_the_one_of_the_rules(
    rules: Mapping[str, str], form: str, counts: tuple[int, ...]
) -> None:
    assert {count: Plurals(rules).form(count) for count in counts} == dict.fromkeys(counts, form)


@pytest.mark.parametrize("rule", ["", "i=1", "x = 1", "i = 1 &", "i % 0 = 1", "i = a"])
def test_a_rule_that_is_none_is_refused(rule: str) -> None:
    with pytest.raises(PluralRuleError, match="plural rule"):
        Plurals({"one": rule}).form(1)


@pytest.mark.parametrize("language", languages())
def test_the_rules_of_every_language_can_be_read(language: str) -> None:
    assert Plurals(about(language).plurals).form(10**6) == "other"


NOUNS = {
    "en": "days months questions results answers lines screenings criteria trials",
    "sv": "dagar månader frågor rader screeningar resultat kriterier studier svar",
}


@pytest.mark.parametrize("language", languages())
def test_a_count_before_a_noun_has_its_forms(language: str) -> None:
    noun = re.compile(rf"\{{\w+\}} (?:\w+ )?(?:{'|'.join(NOUNS[language].split())})\b")
    forms = Plurals(about(language).plurals).forms
    for name, sentence in everything(language).items():
        assert name.rpartition(".")[2] in forms or not noun.search(sentence), name


@pytest.mark.parametrize(
    ("section", "name", "english", "swedish"),
    [
        ("worklist", "title", "Worklist T: 1 open", "Att göra T: 1 öppen"),
        ("worklist", "months", "1 month", "1 månad"),
        ("worklist", "days", "1 day", "1 dag"),
        ("worklist", "days_left", "1 day left", "1 dag kvar"),
        ("conditions", "older_days", "more than 1 day old", "mer än 1 dag gammalt"),
        ("conditions", "older_months", "more than 1 month old", "mer än 1 månad gammalt"),
        ("dialog", "noted_many", "✓ 1 answer noted", "✓ 1 svar noterat"),
        ("summary", "site_age", "Hb 1 day", "Hb 1 dag"),
        ("log_command", "written", "F: 1 screening.", "F: 1 screening."),
        ("log_command", "invented", "F: 1 invented screening", "F: 1 påhittad screening"),
    ],
)
def test_one_is_said_as_one(section: str, name: str, english: str, swedish: str) -> None:
    details = {"count": 1, "today": "T", "file": "F", "items": "Hb"}
    said = [getattr(texts_in(one), section).say(name, **details) for one in ("en", "sv")]
    assert said == [english, swedish]
    many = getattr(texts_in("en"), section).say(name, **{**details, "count": 2})
    assert many != english.replace("1", "2") or name == "title"
