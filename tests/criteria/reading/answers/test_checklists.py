"""What is written to a checklist: which, none, not known, or its lines by name."""

from datetime import date

import pytest

from criteria.reading.answers.answers import AnswerReader
from criteria.reading.answers.checklists import NotRead, read_checklist
from criteria.reading.languages.wordlists import words
from criteria.trial import catalog

READER = AnswerReader(catalog.load("start-net"))
TODAY = date(2026, 3, 31)
LINES = (
    "E4.hypersens",
    "E4.severe_reaction",
    "E4.marrow",
    "E4.liver",
    "E4.renal",
    "E4.brivudine",
)


def read(text: str) -> dict[str, str] | NotRead:
    return read_checklist(text, LINES, READER, TODAY)


def present(text: str) -> set[str]:
    said = read(text)
    assert isinstance(said, dict)
    assert {*said} == {*LINES}
    assert {*said.values()} <= {"yes", "no"}
    return {item for item, answer in said.items() if answer == "yes"}


@pytest.mark.parametrize("text", words("answers", "yes"))
def test_yes_asks_which(text: str) -> None:
    assert read(text) == NotRead()


@pytest.mark.parametrize("text", [*words("answers", "no"), *words("answers", "none_of_these")])
def test_no_means_none(text: str) -> None:
    assert read(text) == dict.fromkeys(LINES, "no")


@pytest.mark.parametrize("text", ["don't know", "vet ej", "jag vet inte", "?", "pending"])
def test_not_known_means_all(text: str) -> None:
    assert read(text) == dict.fromkeys(LINES, text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("brivudine", {"E4.brivudine"}),
        ("bara brivudin", {"E4.brivudine"}),
        ("only brivudine", {"E4.brivudine"}),
        ("brivudine only", {"E4.brivudine"}),
        ("allergi o brivudin", {"E4.hypersens", "E4.brivudine"}),
        ("allergy and brivudine", {"E4.hypersens", "E4.brivudine"}),
        ("allergi, brivudin", {"E4.hypersens", "E4.brivudine"}),
        ("cytopenia", {"E4.marrow"}),
    ],
)
def test_a_line_is_ticked_by_its_name(text: str, lines: set[str]) -> None:
    assert present(text) == lines


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("warfarin", "warfarin"),
        ("brivudine, warfarin", "warfarin"),
        ("no warfarin", "no warfarin"),
        ("liver impairment mild", "liver impairment mild"),
    ],
)
def test_what_is_no_line_is_named_and_nothing_is_kept(text: str, part: str) -> None:
    assert read(text) == NotRead(part)


def test_what_can_be_several_lines_is_asked() -> None:
    assert read("severe") == NotRead()


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("no allergy, brivudine yes", {"E4.brivudine": "yes"}),
        ("allergy: yes, brivudine: no", {"E4.hypersens": "yes"}),
        ("allergy yes, others no", {"E4.hypersens": "yes"}),
        ("allergy unknown, the rest no", {"E4.hypersens": "unknown"}),
        ("allergi vet ej, brivudin ja", {"E4.hypersens": "unknown", "E4.brivudine": "yes"}),
        ("ingen allergi, övriga nej", {}),
        ("allergy no, others no", {}),
    ],
)
def test_a_line_has_the_answer_that_stands_beside_its_name(
    text: str, answers: dict[str, str]
) -> None:
    assert read(text) == {**dict.fromkeys(LINES, "no"), **answers}


@pytest.mark.parametrize(
    "text",
    [
        *("no allergy", "allergy no", "ej brivudin", "allergi nej"),
        *("allergy unknown", "allergi vet ej", "allergy unknown, brivudine no"),
    ],
)
def test_a_no_to_one_line_or_nothing_known_of_it_says_nothing_of_the_others(text: str) -> None:
    assert read(text) == NotRead()


@pytest.mark.parametrize(
    "text",
    ["no allergy or brivudine", "ingen allergi eller brivudin", "no allergy, brivudine"],
)
def test_a_no_may_be_said_of_the_next_line_too(text: str) -> None:
    assert read(text) == NotRead()
