"""What a registry entry is read from, and what is refused with a sentence."""

from __future__ import annotations

import json

import pytest

from bot.drafting.entry import UnusableEntryError, read_entry

STUDY = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000009", "acronym": "SUGAR & Salt"},
        "statusModule": {"lastUpdatePostDateStruct": {"date": "2026-05"}},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Adults",
            "sex": "FEMALE",
            "minimumAge": "18 Years",
        },
    }
}


def test_an_entry_of_the_api() -> None:
    entry = read_entry("a.json", json.dumps(STUDY))
    assert (entry.id, entry.trial, entry.version) == ("NCT00000009", "sugar-salt", "2026-05")
    assert entry.youngest is not None
    assert (entry.youngest.number, entry.youngest.unit) == (18, "years")
    assert entry.oldest is None


@pytest.mark.parametrize("around", [[STUDY], {"studies": [STUDY]}, STUDY["protocolSection"]])
def test_other_shapes_of_the_same(around: object) -> None:
    assert read_entry("a.json", json.dumps(around)).id == "NCT00000009"


def test_plain_text() -> None:
    entry = read_entry("sugar.txt", "NCT00000009\n\nInclusion Criteria:\n* Adults")
    assert (entry.id, entry.trial, entry.version) == ("NCT00000009", "nct00000009", "1")
    assert read_entry("My trial.txt", "Inclusion Criteria:\n* Adults").trial == "my-trial"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty"),
        ("{", "no valid JSON"),
        ("[1]", "no registry entry"),
        ("{}", "has no text under protocolSection"),
        (json.dumps([STUDY, STUDY]), "has 2 entries"),
        ("<html>", "HTML or XML"),
        ("A shopping list", "no heading “Inclusion Criteria”"),
        ("Inclusion Criteria: " + "fever " * 40_000, "longer than"),
        ("[" * 100_000, "no valid JSON"),
    ],
)
def test_what_is_refused(text: str, said: str) -> None:
    with pytest.raises(UnusableEntryError, match=said):
        read_entry("a", text)
