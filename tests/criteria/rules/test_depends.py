"""Tables of cases: on sex, on a subgroup, on another number; and counting."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest

from criteria.known.truth import Truth
from criteria.known.values import Choice, Comparator, DateSpan, NotKnown, Quantity, Value, exactly
from criteria.rules.rules import Depends, plain, reads
from criteria.verdict.facts import Facts
from criteria.verdict.verdict import next_question, open_items
from tests.making import TODAY
from tests.small import choice, day, number, trial

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
SEX = {"chosen": "CTX.sex", "among": ["male"]}
QTC: dict[str, Any] = {
    "kind": "depends",
    "cases": [
        {"when": [SEX], "rule": {"kind": "at_most", "limit": "450"}},
        {"rule": {"kind": "at_most", "limit": "470"}},
    ],
}
LOW_EF = {"test": {"kind": "at_most", "limit": "30"}, "item": "I1.lvef"}
PEPTIDE = {
    "kind": "depends",
    "cases": [
        {
            "when": [LOW_EF, {"chosen": "I1.af", "among": ["yes"]}],
            "rule": {"kind": "at_least", "limit": "1200"},
        },
        {"when": [LOW_EF], "rule": {"kind": "at_least", "limit": "600"}},
        {"rule": {"kind": "at_least", "limit": "1000"}},
    ],
}
TRIAL = trial(
    number("I1.x", QTC),
    choice("CTX.sex", codes="female male"),
    number("I2.x", PEPTIDE),
    number("I1.lvef"),
    choice("I1.af"),
    criteria=[
        {"id": "I1", "text": "…", "rule": "I1.x"},
        {"id": "I2", "text": "…", "rule": "I2.x"},
    ],
)


def exact(figure: int) -> Quantity:
    return Quantity(str(figure), Decimal(figure), Comparator.EQUAL, "1", exactly(Fraction(figure)))


def judged(item: str, **answers: Value) -> Truth:
    given = {name.replace("__", "."): value for name, value in answers.items()}
    return Facts(TRIAL, given, TODAY).item_truth(item)


@pytest.mark.parametrize(
    ("figure", "male", "female", "not_known"),
    [(450, Y, Y, Y), (451, N, Y, U), (470, N, Y, U), (471, N, N, N)],
)
def test_a_limit_by_sex(figure: int, male: Truth, female: Truth, not_known: Truth) -> None:
    assert judged("I1.x", I1__x=exact(figure), CTX__sex=Choice("male")) is male
    assert judged("I1.x", I1__x=exact(figure), CTX__sex=Choice("female")) is female
    assert judged("I1.x", I1__x=exact(figure), CTX__sex=NotKnown()) is not_known
    assert judged("I1.x", I1__x=exact(figure)) is not_known


@pytest.mark.parametrize(
    ("lvef", "fibrillation", "limit"),
    [(30, "no", 600), (30, "yes", 1200), (31, "no", 1000), (31, "yes", 1000)],
)
def test_a_limit_by_a_number_and_a_subgroup(lvef: int, fibrillation: str, limit: int) -> None:
    others: dict[str, Value] = {"I1__lvef": exact(lvef), "I1__af": Choice(fibrillation)}
    assert judged("I2.x", I2__x=exact(limit), **others) is Y
    assert judged("I2.x", I2__x=exact(limit - 1), **others) is N


def test_more_knowledge_never_turns_a_decision_round() -> None:
    possible: dict[str, list[Value]] = {
        "I2__x": [exact(figure) for figure in (500, 600, 999, 1000, 1200)],
        "I1__lvef": [exact(20), exact(30), exact(31)],
        "I1__af": [Choice("yes"), Choice("no"), NotKnown()],
    }
    for values in product(*possible.values()):
        whole = dict(zip(possible, values, strict=True))
        final = judged("I2.x", **whole)
        for left in range(len(whole)):
            for names in combinations(whole, left):
                known = judged("I2.x", **{name: whole[name] for name in names})
                assert known is U or final in (known, U)


def test_what_a_limit_depends_on_is_asked_only_while_it_matters() -> None:
    open_ = open_items(Facts(TRIAL, {"I1.x": exact(460), "I2.x": exact(500)}, TODAY))
    assert open_ == ("CTX.sex",)
    for settled in (440, 480):
        answers: dict[str, Value] = {"I1.x": exact(settled), "I2.x": exact(500)}
        assert next_question(Facts(TRIAL, answers, TODAY)) is None


@pytest.mark.parametrize(("sex", "limit"), [("male", 450), ("female", 470), (None, None)])
def test_which_limit_counts_is_known_with_the_case(sex: str | None, limit: int | None) -> None:
    given: dict[str, Value] = {} if sex is None else {"CTX.sex": Choice(sex)}
    rule = Facts(TRIAL, given, TODAY).in_force("I1.x")
    assert (None if rule is None else rule.model_dump()["limit"]) == limit


def test_outside_every_case_no_limit_counts() -> None:
    small = trial(
        number("I1.x", {"kind": "depends", "cases": [QTC["cases"][0]]}),
        choice("CTX.sex", codes="female male"),
    )
    assert Facts(small, {"CTX.sex": Choice("female")}, TODAY).in_force("I1.x") is None
    assert Facts(small, {"CTX.sex": Choice("male")}, TODAY).in_force("I1.x") is not None
    assert Facts(small, {}, TODAY).in_force("I1.x") is None


def test_a_table_comes_to_the_rules_of_its_cases_and_goes_by_what_they_name() -> None:
    washout = {"kind": "at_least_ago", "days": 28, "from": "I1.start", "ever": "I1.ever"}
    lasting = {"kind": "within", "half_lives": "5", "half_life": "I1.half"}
    table = {
        "kind": "depends",
        "cases": [
            {"when": [SEX, {"test": washout, "item": "I1.last"}], "rule": lasting},
            {"rule": {"kind": "within", "days": 28}},
        ],
    }
    rule = trial(day("I1.x", table)).items["I1.x"].rule
    assert isinstance(rule, Depends)
    assert plain(rule) == tuple(case.rule for case in rule.cases)
    assert plain(rule.cases[1].rule) == (rule.cases[1].rule,)
    assert plain(None) == ()
    assert list(reads(rule)) == ["CTX.sex", "I1.last", "I1.ever", "I1.start", "I1.half"]


def test_outside_every_case_nothing_is_asked_of_a_value_if_it_says_so() -> None:
    only = {"kind": "depends", "cases": [QTC["cases"][0]]}
    for otherwise, expected in ((False, U), (True, Y)):
        small = trial(
            number("I1.x", {**only, "otherwise": otherwise}),
            choice("CTX.sex", codes="female male"),
        )
        answers: dict[str, Value] = {"I1.x": exact(500), "CTX.sex": Choice("female")}
        assert Facts(small, answers, TODAY).item_truth("I1.x") is expected


YES_NO = {"kind": "choice", "yes": ["yes"], "no": ["no"]}
PARTS = [f"I1.p{place}" for place in range(4)]


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_counting_says_what_every_completion_says(n: int) -> None:
    def truth(node: dict[str, Any], codes: tuple[str, ...]) -> Truth:
        small = trial(
            *(choice(name, YES_NO) for name in PARTS),
            criteria=[{"id": "I1", "text": "…", "rule": node}],
        )
        known = {name: Choice(code) for name, code in zip(PARTS, codes, strict=True) if code}
        return Facts(small, known, TODAY).criterion_truth("I1")

    for codes in product(("yes", "no", ""), repeat=len(PARTS)):
        most = len(PARTS) - codes.count("no")
        least = codes.count("yes")
        enough = Y if least >= n else N if most < n else U
        few = N if least > n else Y if most <= n else U
        assert truth({"at_least_of": {"n": n, "of": PARTS}}, codes) is enough
        assert truth({"at_most_of": {"n": n, "of": PARTS}}, codes) is few


def test_what_a_test_in_a_criterion_goes_by_is_asked_too() -> None:
    washout = {"kind": "at_least_ago", "half_lives": "2", "half_life": "E1.effect"}
    lower = {"kind": "at_least_lower_limit"}
    small = trial(
        day("E1.last"),
        number("E1.effect", units={"days": "1"}),
        number("I1.x"),
        number(
            "I1.lln",
            lower_limit_of="I1.x",
            soft={"low": "40", "high": "60", "source": "a test"},
        ),
        criteria=[
            {"id": "E1", "text": "…", "rule": {"test": washout, "item": "E1.last"}},
            {"id": "I1", "text": "…", "rule": {"test": lower, "item": "I1.x"}},
        ],
    )
    answers: dict[str, Value] = {"I1.x": exact(50), "E1.last": DateSpan(TODAY, TODAY)}
    assert open_items(Facts(small, {}, TODAY)) == ("E1.last", "E1.effect", "I1.x")
    assert open_items(Facts(small, answers, TODAY)) == ("E1.effect", "I1.lln")
    answers |= {"E1.effect": exact(3), "I1.lln": exact(45)}
    assert open_items(Facts(small, answers, TODAY)) == ()
