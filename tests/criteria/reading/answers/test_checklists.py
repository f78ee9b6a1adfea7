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
    ("text", "answers"),
    [
        *((text, {"E4.hypersens": "no"}) for text in ("no allergy", "allergy no", "allergi nej")),
        *((text, {"E4.brivudine": "no"}) for text in ("ej brivudin", "no brivudine")),
        *((text, {"E4.hypersens": "unknown"}) for text in ("allergy unknown", "allergi vet ej")),
        *(
            (text, {"E4.brivudine": "unknown"})
            for text in ("brivudin vet ej", "bara brivudin vet ej")
        ),
        ("only allergy unknown", {"E4.hypersens": "unknown"}),
        ("allergy unknown, brivudine no", {"E4.hypersens": "unknown", "E4.brivudine": "no"}),
    ],
)
def test_a_no_to_one_line_or_nothing_known_of_it_says_nothing_of_the_others(
    text: str, answers: dict[str, str]
) -> None:
    assert read(text) == answers


@pytest.mark.parametrize(
    "text",
    [
        *("nej inget", "nej, inget sådant", "inga av dem", "nej till allt", "alla nej"),
        *("all no", "no to all of them", "no, nothing like that", "no, none of them"),
    ],
)
def test_no_said_of_all_is_none(text: str) -> None:
    assert read(text) == dict.fromkeys(LINES, "no")


@pytest.mark.parametrize("text", ["all unknown", "alla vet ej", "everything not known"])
def test_not_known_said_of_all_is_of_each(text: str) -> None:
    assert read(text) == dict.fromkeys(LINES, "unknown")


@pytest.mark.parametrize(
    "text",
    [
        *("all", "alla", "all yes", "alla ja", "yes to all", "ja till allt", "yes, but brivudine"),
    ],
)
def test_yes_said_of_all_is_asked(text: str) -> None:
    assert read(text) == NotRead()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        *((text, {"E4.brivudine"}) for text in ("ja, brivudin", "yes, brivudine")),
        ("ja, allergi och brivudin", {"E4.hypersens", "E4.brivudine"}),
        *((text, {"E4.brivudine"}) for text in ("none, but brivudine", "inga, men brivudin")),
        *(
            (text, {"E4.brivudine"})
            for text in ("none except brivudine", "nej till allt utom brivudin")
        ),
        *(
            (text, {*LINES} - {"E4.brivudine"})
            for text in ("everything except brivudine", "allt utom brivudin")
        ),
        *((text, {"E4.hypersens"}) for text in ("allergic to 5-FU", "allergisk mot 5-FU")),
    ],
)
def test_lines_are_named_behind_a_yes_or_as_all_but_some(text: str, lines: set[str]) -> None:
    assert present(text) == lines


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("none, but on warfarin", "on warfarin"),
        ("ja, waran", "waran"),
        ("inga, men waran", "waran"),
    ],
)
def test_what_is_no_line_is_named_behind_them_too(text: str, part: str) -> None:
    assert read(text) == NotRead(part)


@pytest.mark.parametrize(
    "text",
    [
        *("yes, no allergy", "no, brivudine", "none, but no brivudine"),
        "none but brivudine unknown",
    ],
)
def test_what_may_be_meant_either_way_is_asked(text: str) -> None:
    assert read(text) == NotRead()


@pytest.mark.parametrize(
    "text",
    ["no allergy or brivudine", "ingen allergi eller brivudin", "no allergy, brivudine"],
)
def test_a_no_may_be_said_of_the_next_line_too(text: str) -> None:
    assert read(text) == NotRead()
