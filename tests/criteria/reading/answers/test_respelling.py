"""Numbers in words, ages with months or with the sex beside them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from criteria.known.values import Choice, Doubt, Quantity, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.answers.respelling import apart
from criteria.reading.spelling.number_words import LANGUAGES, LARGEST, number_in_words
from criteria.trial import catalog

READER = AnswerReader(catalog.load("start-net"))
TODAY = date(2026, 3, 31)


def years(text: str) -> int | None:
    answer = READER.read("I1.age", text, TODAY)
    return int(answer.number) if isinstance(answer, Quantity) else None


@pytest.mark.parametrize(
    ("text", "age"),
    [
        *(("sixty-two", 62), ("sixty two", 62), ("sextiotvå", 62), ("sextiotvå år", 62)),
        *(("Sixty-two years", 62), ("zweiundsechzig Jahre", 62)),
        *(
            ("17 år 11 mån", 17),
            ("17 years and 11 months", 17),
            ("17y 11m", 17),
            ("59 år o 8 mån", 59),
        ),
        *(("62-year-old", 62), ("62 years old", 62), ("62-årig", 62)),
        *(("62M", 62), ("62 F", 62), ("62 years old female", 62), ("62-årig kvinna", 62)),
        *(("man 62", 62), ("kvinna, 45 år", 45), ("62Y/M", 62), ("F62", 62)),
    ],
)
def test_an_age_in_other_words(text: str, age: int) -> None:
    assert years(text) == age


@pytest.mark.parametrize(
    "text",
    ["born 1961", "f. 1961", "62 months", "19610312", "sixty or so", "62 Hb"],
)
def test_what_is_no_age_in_words(text: str) -> None:
    assert years(text) is None


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        *(("62M", {"CTX.sex": "M"}), ("62 years old female", {"CTX.sex": "female"})),
        *(("man 62", {"CTX.sex": "man"}), ("62", {}), ("62 years", {}), ("kvinna", {})),
    ],
)
def test_what_a_text_says_to_the_question_beside(text: str, beside: dict[str, str]) -> None:
    assert READER.beside("I1.age", text) == beside


@pytest.mark.parametrize("text", ["sextiotvå år", "62M", "17 years and 11 months"])
def test_what_was_written_is_kept(text: str) -> None:
    answer = READER.read("I1.age", text, TODAY)
    assert isinstance(answer, Quantity)
    assert answer.text == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [("62, M", [("62", "M")]), ("62X, M", [("62X", "M")]), ("M; 62 /", [("62", "M")]), ("62", [])],
)
def test_a_word_at_an_end_is_taken_off(text: str, parts: list[tuple[str, str]]) -> None:
    assert list(apart(text, "M".__eq__)) == parts


def test_about_stays_about_in_words() -> None:
    answer = READER.read("I1.age", "ca sextio", TODAY)
    assert isinstance(answer, Doubt)
    assert answer.code == "approximate"


@pytest.mark.parametrize(
    ("text", "code"), [("ett", "1"), ("ECOG: I", "1"), ("PS two", "2"), ("noll", "0"), ("II", "2")]
)
def test_a_grade_in_words(text: str, code: str) -> None:
    answer = READER.read("I3.ecog", text, TODAY)
    assert answer == Choice(code, text)


@pytest.mark.parametrize("text", ["five", "V", "fully active", "one or two drinks", "II III"])
def test_what_is_no_grade_in_words(text: str) -> None:
    assert not isinstance(READER.read("I3.ecog", text, TODAY), Choice)


@pytest.mark.parametrize(
    ("text", "number"),
    [("sextitvå", 62), ("femti", 50), ("hundrafem", 105), ("trettiotvå", 32), ("tjutvå", None)],
)
def test_swedish_numbers_as_they_are_spoken(text: str, number: int | None) -> None:
    assert number_in_words(text) == number


def test_an_everyday_word_is_no_number_of_another_language() -> None:
    assert number_in_words("to") is None
    assert isinstance(READER.read("I4.ki67", "to the", TODAY), Refusal)


@given(st.sampled_from(LANGUAGES), st.integers(0, LARGEST))
def test_a_word_means_its_number_or_is_left_alone(language: str, number: int) -> None:
    assert number_in_words(str(num2words(number, lang=language))) in (number, None)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    answer = READER.read("I1.age", text, TODAY)
    assert answer is not None
    assert not isinstance(answer, Refusal) or answer.code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("four point two", "4.2"),
        ("fyra komma två", "4.2"),
        ("four point zero five", "4.05"),
        ("fyra komma tjugofem", "4.25"),
        ("four point twenty five", "4.25"),
        ("point two", None),
    ],
)
def test_a_decimal_in_words_is_offered(text: str, number: str | None) -> None:
    found = READER.read("I10.wbc", text, TODAY)
    offered = found.candidates if isinstance(found, Doubt) else ()
    numbers = [str(one.number) for one in offered if isinstance(one, Quantity)]
    assert numbers == ([number] if number else [])
