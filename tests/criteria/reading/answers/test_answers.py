"""Any answer to any item: not known, not applicable, refused."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Refusal,
    Several,
    Value,
)
from criteria.reading.answers import answers
from criteria.reading.answers.answers import AnswerReader, is_not_known, settled
from criteria.reading.answers.paraphrases import is_no_answer
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
from tests import small

TODAY = date(2026, 3, 31)
TRIAL = catalog.load("start-net")
READER = AnswerReader(TRIAL)
ITEMS = sorted(TRIAL.items)


def read(item: str, text: str) -> Value | Refusal:
    return READER.read(item, text, TODAY)


def number(text: str, day: date | None = None) -> Quantity:
    when = None if day is None else DateSpan(day, day)
    return Quantity(text, Decimal(text), Comparator.EQUAL, "g/L", None, when)


@pytest.mark.parametrize("item", ["I10.hb", "I6.scan_date", "I4.type", "I11.wocbp", "I2.consent"])
@pytest.mark.parametrize(
    "text",
    [
        *("haven’t checked", "can't say"),
        *("unknown", "Unknown.", "UNKNOWN", "don't know", "don\u2019t know", "dont know"),
        *("not known", "not done", "vet ej", "Vet inte", "okänt", "ej gjord", "inte gjort"),
        *("oka\u0308nt", "?", " ? "),
    ],
)
def test_nobody_knows(item: str, text: str) -> None:
    assert read(item, text) == NotKnown(text.strip())


@pytest.mark.parametrize("item", ITEMS)
def test_the_trials_own_label_of_unknown_is_taken_everywhere(item: str) -> None:
    for words in TRIAL.words.values():
        assert isinstance(read(item, words.choices["unknown"]), NotKnown)


@pytest.mark.parametrize("item", ["I5.tracer", "I9.method", "E5.fdg"])
@pytest.mark.parametrize("text", ["not done", "not_done", "ej gjord", "ej gjort", "Inte gjord"])
def test_not_done_is_an_answer_of_its_own_where_the_item_has_it(item: str, text: str) -> None:
    assert read(item, text) == Choice("not_done", text)


def test_an_items_own_choice_beats_the_words_for_not_known() -> None:
    assert read("E7.participation", "unsure") == Choice("unsure", "unsure")
    assert isinstance(read("E6.condition", "unsure"), NotKnown)


@pytest.mark.parametrize("item", ["I10.hb", "I6.scan_date", "I4.type", "I11.wocbp"])
@pytest.mark.parametrize(
    "text", ["not_applicable", "not applicable", "Ej aktuellt", "ej tillämpbart"]
)
def test_not_applicable_is_taken_everywhere(item: str, text: str) -> None:
    assert read(item, text) == NotApplicable(text)


def test_n_a_is_not_applicable_only_where_the_item_offers_it() -> None:
    assert read("I11.wocbp", "n/a") == NotApplicable("n/a")
    assert read("E1.pregnant", "NA") == NotApplicable("NA")
    for item in ("I4.type", "I6.scan_date"):
        assert not isinstance(read(item, "n/a"), NotApplicable)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Karnofsky 80-90", {"1", "0"}),
        ("KPS 90\u2013100 %", {"0"}),
        ("Karnofsky 60/70", {"2", "1"}),
        ("KPS 75-80", set()),
    ],
)
def test_two_numbers_of_a_scale_suggest_what_each_does(text: str, expected: set[str]) -> None:
    found = read("I3.ecog", text)
    offered = found.candidates if isinstance(found, Doubt) else ()
    assert {one.code for one in offered if isinstance(one, Choice)} == expected
    assert isinstance(found, Doubt | Refusal)


def test_each_kind_is_read_by_its_own_reader() -> None:
    assert read("I4.type", "net") == Choice("net", "net")
    assert read("I6.scan_date", "10/11 2025") == DateSpan(
        date(2025, 11, 10), date(2025, 11, 10), "10/11 2025"
    )
    assert isinstance(read("I10.hb", "105 g/L"), Quantity)


def test_a_date_is_judged_by_the_reference_date_of_each_reading() -> None:
    assert isinstance(READER.read("I6.scan_date", "2026-03-31", date(2026, 3, 30)), Refusal)
    assert isinstance(READER.read("I6.scan_date", "2026-03-31", TODAY), DateSpan)


@pytest.mark.parametrize("item", ["I10.hb", "I6.scan_date", "I4.type"])
def test_nothing_and_too_much(item: str) -> None:
    for nothing in ("", "  ", "\t\n\u00a0"):
        assert read(item, nothing) == Refusal("empty")
    assert read(item, "x" * 2001) == Refusal("too_long")
    assert isinstance(read(item, "x" * 2000), Refusal)
    assert read(item, "x" * 2000) != Refusal("too_long")


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("iohexol", "I9.method"),
        ("68Ga-DOTATOC", "I5.tracer"),
        ("NET ", "I4.type"),
        ("signed", "I2.consent"),
        # Several items have it, or it is too short, or it says that something is not there.
        ("concordant", None),
        *((said, None) for said in ("lågt", "nedsatt", "reduced", "ongoing", "confirmed")),
        ("g1", None),
        ("yes", None),
        ("nej", None),
        ("not done", None),
        ("pending", None),
        ("see chart", None),
        ("a word that no item has", None),
    ],
)
def test_which_item_words_answer_alone(text: str, item: str | None) -> None:
    assert READER.answered_alone_by(text) == item


def test_the_words_that_answer_what_is_asked_beside_an_item() -> None:
    assert {"female", "kvinna", "man"} <= set(READER.words_beside("I1.age"))
    assert list(READER.words_beside("I10.hb")) == []


@pytest.mark.parametrize(("text", "unknown"), [("Vet ej", True), ("unknown", True), ("no", False)])
def test_whether_a_text_says_that_nobody_knows(text: str, *, unknown: bool) -> None:
    assert is_not_known(text) is unknown


@pytest.mark.parametrize(
    ("text", "nothing"), [("See chart.", True), ("kanske", True), ("no", False)]
)
def test_whether_a_text_answers_nothing(text: str, *, nothing: bool) -> None:
    assert is_no_answer(text) is nothing


def test_what_was_read_before_is_recalled_and_a_refusal_is_not() -> None:
    reader = AnswerReader(TRIAL)
    assert reader.recall("I10.hb", "105 g/L", TODAY) is None
    read_before = reader.read("I10.hb", "105 g/L", TODAY)
    assert reader.recall("I10.hb", "105 g/L", TODAY) is read_before
    assert reader.recall("I10.hb", "105 g/L", date(2020, 1, 1)) is read_before
    assert reader.recall("I10.plt", "105 g/L", TODAY) is None
    assert isinstance(reader.read("I10.hb", "blue", TODAY), Refusal)
    assert reader.recall("I10.hb", "blue", TODAY) is None
    assert reader.recall("I10.hb", 105, TODAY) is None


def test_a_date_is_recalled_for_the_day_that_it_was_read_on() -> None:
    reader = AnswerReader(TRIAL)
    last_month = reader.read("I6.scan_date", "last month", TODAY)
    assert reader.recall("I6.scan_date", "last month", TODAY) is last_month
    assert reader.recall("I6.scan_date", "last month", date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("text", "units"), [("100", ["10^9/L", "/µL", "%"]), ("100.5", ["10^9/L", "/µL"])]
)
def test_only_up_to_a_hundred_a_bare_count_may_be_a_per_cent(text: str, units: list[str]) -> None:
    answer = read("I10.anc", text)
    assert isinstance(answer, Doubt)
    assert [one.unit for one in answer.candidates if isinstance(one, Quantity)] == units


@pytest.mark.parametrize(("text", "unit"), [("35 (<50)", "U/L"), ("0,61 (<1,100)", "µkat/L")])
def test_an_upper_limit_beside_a_bare_number_tells_its_unit(text: str, unit: str) -> None:
    answer = read("I10.alt", text)
    assert isinstance(answer, Doubt)
    assert [one.unit for one in answer.candidates if isinstance(one, Quantity)] == [unit]


# "<12" beside a result says 12 of the upper limit, and nothing of the lower one.
@pytest.mark.parametrize(
    ("item", "text", "limit"),
    [
        ("I1.uln", "<12", "12"),
        ("I1.uln", ">12", None),
        ("I1.uln", "10-20", "20"),
        ("I1.lln", ">12", "12"),
        ("I1.lln", "<12", None),
        ("I1.lln", "10-20", "10"),
    ],
)
def test_a_limit_of_normal_is_the_end_of_its_side(item: str, text: str, limit: str | None) -> None:
    usual = {"soft": {"low": "10", "high": "20", "source": "a test"}}
    trial = small.trial(
        small.number("I1.x"),
        small.number("I1.lln", lower_limit_of="I1.x", **usual),
        small.number("I1.uln", upper_limit_of="I1.x", **usual),
    )
    answer = AnswerReader(trial).read(item, text, TODAY)
    if limit is None:
        assert answer == Refusal("range_not_value", text)
    else:
        assert isinstance(answer, Quantity)
        assert answer.number == Decimal(limit)


def test_a_choice_has_at_most_160_characters() -> None:
    assert read("I6.progression", "yes".ljust(160, "!")) == Choice("yes", "yes".ljust(160, "!"))
    assert isinstance(read("I6.progression", "yes".ljust(161, "!")), Refusal)


def test_an_item_the_trial_does_not_have() -> None:
    with pytest.raises(KeyError):
        read("X9.nothing", "yes")


def test_what_was_read_is_remembered_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_REMEMBERED", 50)
    reader = AnswerReader(TRIAL)
    for count in range(60):
        reader.read("I6.mdt", f"{count}", TODAY)
    assert reader.remembered() == 50
    assert reader.recall("I6.mdt", "yes", TODAY) is None
    reader.read("I6.mdt", "yes", TODAY)
    reader.read("I6.mdt", "x" * 81, TODAY)
    assert reader.remembered() == 50
    assert reader.recall("I6.mdt", "yes", TODAY) == Choice("yes", "yes")


def test_choices_that_say_so_become_not_known_and_not_applicable() -> None:
    assert settled(Choice("unknown", "u")) == NotKnown("u")
    assert settled(Choice("not_applicable", "na")) == NotApplicable("na")
    for other in (Choice("yes"), Refusal("empty"), NotKnown()):
        assert settled(other) == other


@given(st.sampled_from(ITEMS), st.text(max_size=120))
def test_reading_never_raises_and_is_the_same_twice(item: str, text: str) -> None:
    first = read(item, text)
    assert first == read(item, text) == AnswerReader(TRIAL).read(item, text, TODAY)
    fitting: tuple[type, ...] = {
        ChoiceItem: (Choice, Doubt),
        DateItem: (DateSpan, Doubt),
        NumberItem: (Quantity, Several, Doubt),
    }[type(TRIAL.items[item])]
    assert isinstance(first, (NotKnown, NotApplicable, Refusal, *fitting))


@settings(max_examples=30)
@given(st.sampled_from(ITEMS), st.sampled_from("1 ,.-/(<x²µ"), st.integers(1, 2_500))
def test_noise_is_answered(item: str, noise: str, length: int) -> None:
    assert read(item, noise * length) == read(item, noise * length)
