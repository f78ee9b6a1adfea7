"""Who was enrolled without a row in the screening log: what is known of it, and what is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.screenings.outcomes import follow_up_fields
from bot.screenings.outcomes.course import Course
from bot.screenings.outcomes.enrolment import (
    ListError,
    Problem,
    Row,
    compare,
    compared,
    read_list,
    refused,
    told,
)
from bot.screenings.outcomes.study_numbers import problem_of
from bot.store import ON_LIST, STUDY_NUMBER, Enrolled, EnrolmentList, Noted, Store
from bot.texts import languages, texts_in
from tests.bot.prefill.bundles import NAME
from tests.bot.store.keeping import NOW, screening
from tests.making import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRIAL = "start-net"
IN, OUT = Course(enrolled=True), Course()


def listed(*numbers: str) -> tuple[Enrolled, ...]:
    return tuple(map(Enrolled, numbers))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("752-01\n752-02\n", listed("752-01", "752-02")),
        ("752-01,2026-03-01", (Enrolled("752-01", "2026-03-01"),)),
        ("752-01;1 mars 2026\r\n\r\nA1", (Enrolled("752-01", "2026-03-01"), Enrolled("A1"))),
        ('\ufeffstudy_number,day\n"752-01","2026-03-01"', (Enrolled("752-01", "2026-03-01"),)),
        ("Studienummer;Inkluderad den\n752-01;\n", listed("752-01")),
        ("Subject ID\t\n752/01\t", listed("752/01")),
        ("2001-1207\n101203", listed("2001-1207", "101203")),
    ],
)  # fmt: skip
def test_a_list_is_read(text: str, found: tuple[Enrolled, ...]) -> None:
    assert read_list(text, TODAY) == found


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("", "empty_list", 0),
        ("study_number\n", "empty_list", 0),
        ("752-01\n19500312-1234", "identifier", 2),
        ("500312-1234", "identifier", 1),
        ("5003121232", "identifier", 1),
        ("19500312", "identifier", 1),
        ("12.03.1950", "identifier", 1),
        ("500312-1234,2026-03-01", "identifier", 1),
        ("anna.testsson@example.org", "identifier", 1),
        (NAME, "no_study_number", 1),
        ("752-01\nAnna Testsson", "no_study_number", 2),
        ("Testsson 1", "no_study_number", 1),
        ("-752", "no_study_number", 1),
        (f"1{'2' * 30}", "no_study_number", 1),
        ("752-01,2026-03-01,Anna", "columns", 1),
        ("752-01,Anna", "no_day", 1),
        ("752-01,2099-01-01", "no_day", 1),
        ("752-01,03/04/2026", "no_day", 1),
        ("752-01,2026-03", "no_day", 1),
        ("a1\nA1", "twice", 2),
        ("752-01\nstudy_number", "no_study_number", 2),
    ],
)
def test_what_is_no_list_of_numbers_is_refused_without_a_word_of_it(
    text: str, problem: Problem, line: int
) -> None:
    with pytest.raises(ListError) as caught:
        read_list(text, TODAY)
    assert (caught.value.problem, caught.value.line) == (problem, line)
    for language in languages():
        said = refused(caught.value, texts_in(language))
        assert str(line or "") in said
        assert not any(len(cell) > 3 and cell in said for cell in text.split() if cell.isalpha())


def test_a_number_is_refused_as_it_is_in_a_list() -> None:
    assert problem_of("752-014") is None
    assert problem_of("Anna") == "no_study_number"
    assert problem_of("19500312") == "identifier"


def test_the_fields_are_called_as_the_store_calls_them() -> None:
    assert follow_up_fields.STUDY_NUMBER == STUDY_NUMBER
    assert follow_up_fields.ON_LIST == ON_LIST


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with four screenings."""
    with Store.open(f"sqlite:///{tmp_path}/bedside.db") as one:
        for number in range(1, 5):
            one.add(screening(f"S000{number}"), "nurse", NOW)
        yield one


def note(store: Store, token: str, number: str = "", **codes: str) -> None:
    facts = [Noted(field, code) for field, code in codes.items()]
    if number:
        facts.append(Noted(STUDY_NUMBER, None, number))
    store.note(token, facts, NOW, "nurse")


def purge(store: Store, token: str) -> None:
    stored = store.load(token)
    assert stored is not None
    store.within(lambda unit: unit.purge(stored, {"outcome": "pending"}, NOW))


def states(store: Store) -> dict[str, set[str]]:
    (found,) = compared(store, NOW.tzinfo)
    states: dict[str, set[str]] = {}
    for line in found.lines:
        states.setdefault(line.state, set()).add(line.study_number or ",".join(line.tokens))
    return states


def test_without_a_list_nothing_is_compared(store: Store) -> None:
    note(store, "S0001", "1", enrolled_on="2026-03-01")
    assert compared(store) == []


def test_every_difference_is_told(store: Store) -> None:
    note(store, "S0001", "A1", enrolled_on="2026-03-01")
    note(store, "S0002", "A9", outcome="randomised")
    note(store, "S0003", "A3")
    store.take_enrolled(TRIAL, listed("a1", "A2", "A3"), NOW, "web:1")
    assert states(store) == {
        "with_row": {"a1"},
        "without_row": {"A2"},
        "not_enrolled": {"A3"},
        "not_listed": {"A9"},
    }
    (found,) = compared(store, NOW.tzinfo)
    assert (found.without, found.listed) == ("1", 3)
    assert list(told(found, "START-NET", texts_in("en"))) == [
        "START-NET: 3 on the enrolment list of 2026-03-31",
        "Enrolled without a row in the screening log: 1",
        "No row has these study numbers: A2",
        "Enrolled, and not on the list: S0002 (A9)",
        "On the list, and nothing is noted of an enrolment: S0003 (A3)",
    ]


def test_what_the_log_cannot_tell_stays_open(store: Store) -> None:
    note(store, "S0001", enrolled_on="2026-03-01")
    store.take_enrolled(TRIAL, listed("A1", "A2"), NOW, "web:1")
    (found,) = compared(store, NOW.tzinfo)
    assert found.without == "1–2"
    assert states(store) == {"not_known": {"A1", "A2"}, "no_number": {"S0001"}}
    note(store, "S0001", "A2")
    assert states(store) == {"without_row": {"A1"}, "with_row": {"A2"}}


def test_all_is_well_where_all_agrees(store: Store) -> None:
    note(store, "S0001", "A1", enrolled_on="2026-03-01")
    note(store, "S0002", "A2", enrolled_on="2026-03-01", undone="consent_withdrawn")
    store.take_enrolled(TRIAL, listed("A1", "A2"), NOW, "web:1")
    (found,) = compared(store, NOW.tzinfo)
    lines = list(told(found, "START-NET", texts_in("en")))
    assert lines[1:] == [
        "Enrolled without a row in the screening log: 0",
        "Everybody on the list has a row, and everybody enrolled is on the list.",
    ]


def test_a_row_whose_answers_were_deleted_is_nobody_without_a_row(store: Store) -> None:
    note(store, "S0001", "A1", enrolled_on="2026-03-01")
    store.take_enrolled(TRIAL, listed("A1", "A2"), NOW, "web:1")
    purge(store, "S0001")
    (found,) = compared(store, NOW.tzinfo)
    assert (found.least, found.most, found.deleted) == (1, 1, 1)
    later = NOW + timedelta(days=1)
    store.take_enrolled(TRIAL, listed("A2"), later, "web:1")  # whose row was S0001's nobody knows
    (found,) = compared(store, NOW.tzinfo)
    assert found.without == "0–1"


def test_a_number_that_another_row_has_too_is_counted_once(store: Store) -> None:
    note(store, "S0001", "A1")
    note(store, "S0002", "A1", enrolled_on="2026-03-01")
    store.take_enrolled(TRIAL, listed("A1", "A2"), NOW, "web:1")
    purge(store, "S0001")
    (found,) = compared(store, NOW.tzinfo)
    assert (found.without, found.deleted) == ("1", 0)


def test_another_trial_s_rows_are_not_asked(store: Store) -> None:
    note(store, "S0001", "A1", enrolled_on="2026-03-01")
    store.take_enrolled("emperor-reduced", listed("A1"), NOW, "web:1")
    (found,) = compared(store, NOW.tzinfo)
    assert found.without == "1"
    assert compared(store, None, TRIAL) == []


_PEOPLE = st.lists(st.sampled_from(["row", "no number", "purged", "no row"]), max_size=8)


@given(_PEOPLE, st.integers(0, 2), st.data())
def test_the_true_number_lies_between_the_bounds(
    people: list[str], unlisted: int, data: st.DataObject
) -> None:
    """Whoever is on the list, taken off it again, or enrolled elsewhere."""
    rows, on_list, truth = [], [], 0
    off = data.draw(st.sets(st.integers(0, max(0, len(people) - 1)), max_size=2))
    removed = []
    for at, kind in enumerate(people):
        number = f"A{at}"
        if kind != "no row":
            told = number if kind == "row" else None
            rows.append(Row(f"S{at}", told, IN, NOW if kind == "purged" else None))
        if at in off:
            removed.append(NOW + timedelta(days=1))
            continue
        on_list.append(Enrolled(number))
        truth += kind == "no row"
    rows += [Row(f"T{at}", None, IN, None) for at in range(unlisted)]
    found = compare(EnrolmentList(TRIAL, NOW, tuple(on_list), tuple(removed)), rows)
    assert found.least <= truth <= found.most
    if "no number" not in people and not off and not unlisted:
        assert found.least == found.most
