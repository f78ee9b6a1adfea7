"""Whether one more answer would contradict those given, asked before somebody is turned away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from criteria.known.truth import Truth
from criteria.known.values import Choice, NotKnown
from criteria.verdict.facts import Facts
from criteria.verdict.possible_contradictions import could_occur, with_entry
from criteria.verdict.verdict import doubted, next_question
from tests.making import TODAY, TRIAL, given, quantity, span
from tests.small import choice, day, number, trial

if TYPE_CHECKING:
    from criteria.known.values import Value
    from criteria.trial.trial import Trial

TYPE, GRADE, COUNT, STARTED, SEX = "E1.type", "E1.grade", "E1.count", "E1.started", "CTX.sex"
HIGH = {"kind": "choice", "yes": ["high"], "no": ["low"]}
ABOVE_TEN = {"kind": "above", "limit": "10"}
BY_SEX = {
    "kind": "depends",
    "cases": [
        {"when": [{"chosen": SEX, "among": ["f"]}], "rule": ABOVE_TEN},
        {"rule": {"kind": "above", "limit": "12"}},
    ],
}


def made(when: Any) -> Trial:  # noqa: ANN401 - as in a file
    """Return a trial with one contradiction, which leaves open what is counted."""
    return trial(
        choice(TYPE, HIGH, "high low"),
        choice(GRADE, None, "one two"),
        number(COUNT, ABOVE_TEN),
        number("E1.by_sex", BY_SEX),
        number("E1.unruled"),
        day(STARTED, {"kind": "at_least_ago", "days": 28}),
        choice(SEX, None, "f m"),
        criteria=[
            {"id": "E1", "text": "…", "rule": TYPE},
            {"id": "E2", "text": "…", "rule": COUNT},
        ],
        at_odds=[
            {"id": "odd", "criteria": ["E1"], "when": when, "unknown": [TYPE], "sources": ["T"]}
        ],
    )


def possible(when: Any, item: str, **answers: Value) -> bool:  # noqa: ANN401 - as in a file
    """Whether an answer to an item could make the contradiction occur, with these given."""
    found = made(when)
    said = {f"E1.{name}": value for name, value in answers.items()}
    (entry,) = found.protocol.at_odds
    return could_occur(entry, item, Facts(found, said, TODAY))


CHOSEN = {"answered": GRADE, "among": ["two"]}


@pytest.mark.parametrize(
    ("when", "item"),
    [
        # A choice by its code, by its own rule, and by another rule.
        ({"answered": TYPE, "among": ["low"]}, TYPE),
        (TYPE, TYPE),
        ({"not": TYPE}, TYPE),
        ({"test": {"kind": "choice", "yes": ["low"]}, "item": TYPE}, TYPE),
        # A number or a date: how it stands to a rule, on either side.
        (COUNT, COUNT),
        ({"not": COUNT}, COUNT),
        ({"test": {"kind": "below", "limit": "5"}, "item": COUNT}, COUNT),
        (STARTED, STARTED),
        # What another criterion says of it.
        ({"criterion": "E2"}, COUNT),
        ({"not": {"criterion": "E1"}}, TYPE),
    ],
)
def test_an_answer_that_is_missing_could_contradict(when: Any, item: str) -> None:  # noqa: ANN401 - as in a file
    assert possible(when, item)
    assert possible({"all": [when, CHOSEN]}, item, grade=Choice("two"))
    assert not possible({"all": [when, CHOSEN]}, item, grade=Choice("one"))
    assert not possible({"all": [when, CHOSEN]}, item)


@pytest.mark.parametrize(
    ("when", "item"),
    [
        # None of its choices, or no value at all, makes it so.
        ({"answered": TYPE, "among": ["elsewhere"]}, TYPE),
        ({"test": {"kind": "choice", "yes": ["elsewhere"]}, "item": TYPE}, TYPE),
        ({"all": [TYPE, {"not": TYPE}]}, TYPE),
        # A number has no code, even where its rule would be met.
        ({"answered": COUNT, "among": ["high"]}, COUNT),
        # Without a rule, or with one that depends on what is not known, nothing is judged.
        ("E1.unruled", "E1.unruled"),
        ("E1.by_sex", "E1.by_sex"),
        # It is about another item.
        (COUNT, STARTED),
        ({"test": ABOVE_TEN, "item": COUNT}, STARTED),
    ],
)
def test_no_answer_to_it_would_contradict(when: Any, item: str) -> None:  # noqa: ANN401 - as in a file
    assert not possible(when, item)


@pytest.mark.parametrize(
    ("when", "answers"),
    [
        (COUNT, {"count": quantity("I10.anc", "11")}),
        ({"test": ABOVE_TEN, "item": COUNT}, {"count": quantity("I10.anc", "11")}),
        ({"not": STARTED}, {"started": span("2026-03-30")}),
        ({"answered": GRADE, "among": ["two"]}, {"grade": Choice("two")}),
    ],
)
def test_what_was_answered_counts_beside_it_as_it_is(when: Any, answers: dict[str, Value]) -> None:  # noqa: ANN401 - as in a file
    assert possible({"all": [when, TYPE]}, TYPE, **answers)
    assert not possible({"all": [{"not": when}, TYPE]}, TYPE, **answers)


def test_a_rule_that_depends_counts_once_it_is_known_on_what() -> None:
    found = made({"all": ["E1.by_sex", {"not": TYPE}]})
    (entry,) = found.protocol.at_odds
    said: dict[str, Value] = {TYPE: Choice("low"), SEX: Choice("f")}
    assert could_occur(entry, "E1.by_sex", Facts(found, said, TODAY))
    assert not could_occur(entry, "E1.by_sex", Facts(found, said | {SEX: NotKnown()}, TODAY))


def test_what_an_entry_names_would_not_be_known_where_it_counts() -> None:
    found = made(TYPE)
    (entry,) = found.protocol.at_odds
    facts = Facts(found, {TYPE: Choice("high"), GRADE: Choice("two")}, TODAY)
    within = with_entry(entry, "E1", facts)
    assert within.item_truth(TYPE) is Truth.UNKNOWN
    assert within.code(GRADE) == "two"


def test_nobody_is_turned_away_before_it_was_asked_for() -> None:
    """A carcinoma fails at once; one that is well differentiated would be no carcinoma."""
    man = given({"CTX.sex": "male", "I1.age": "61", "I4.type": "nec"})
    facts = Facts(TRIAL, man, TODAY)
    assert doubted(facts) == {"I4": ("I4.differentiation",)}
    assert next_question(facts) == "I4.differentiation"
    answered = Facts(TRIAL, man | given({"I4.differentiation": "poor"}), TODAY)
    assert doubted(answered) == {}


def test_what_does_not_apply_is_passed_over_for_what_does() -> None:
    """The first question that could contradict the failure is not for this candidate."""
    entry = {"criteria": ["E1"], "unknown": [TYPE], "sources": ["T"]}
    two = {"kind": "choice", "yes": ["two"], "no": ["one"]}
    late = {"kind": "choice", "yes": ["late"], "no": ["early"]}
    found = trial(
        choice(TYPE, HIGH, "high low"),
        choice(GRADE, two, "one two", asked={"chosen": SEX, "among": ["f"]}),
        choice("E1.stage", late, "early late"),
        choice(SEX, None, "f m"),
        at_odds=[
            {"id": "of_grade", "when": {"all": [{"not": TYPE}, CHOSEN]}, **entry},
            {
                "id": "of_stage",
                "when": {"all": [{"not": TYPE}, {"answered": "E1.stage", "among": ["late"]}]},
                **entry,
            },
        ],
        criteria=[{"id": "E1", "text": "…", "rule": {"all": [TYPE, GRADE, "E1.stage"]}}],
    )
    facts = Facts(found, {TYPE: Choice("low"), SEX: Choice("m")}, TODAY)
    assert doubted(facts) == {"E1": ("E1.stage",)}
