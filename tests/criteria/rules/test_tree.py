"""How a criterion follows from its items: each kind of node, and what it leaves open."""

import json
from dataclasses import dataclass, field

import pytest
from pydantic import TypeAdapter, ValidationError

from criteria.known.truth import Truth
from criteria.rules.rules import Rule
from criteria.rules.tree import Expression, gates, is_shut_off, mentioned, others
from tests.making import TRIAL

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
LETTERS = {"y": Y, "n": N, "u": U}
EXPRESSION: TypeAdapter[Expression] = TypeAdapter(Expression)
ABOVE = {"kind": "above", "limit": "50"}


@dataclass
class Known:
    """What is known: the items' truths by letters ("ynu" for a, b, c) and choice codes."""

    letters: str = ""
    codes: dict[str, str] = field(default_factory=dict)

    def item_truth(self, item: str) -> Truth:
        return LETTERS[self.letters["abc".index(item)]]

    def test(self, item: str, rule: Rule) -> Truth:
        assert rule.kind == "above"
        return self.item_truth(item)

    def code(self, item: str) -> str | None:
        return self.codes.get(item)

    def criterion_truth(self, criterion: str) -> Truth:
        return {"I1": Y, "I2": N}.get(criterion, U)


def node(written: object) -> Expression:
    return EXPRESSION.validate_json(json.dumps(written), strict=True)


# What is written, the truths of a and b, the truth of the whole, the items left open.
NODES: list[tuple[object, str, Truth, str]] = [
    ("a", "y", Y, ""),
    ("a", "n", N, ""),
    ("a", "u", U, "a"),
    ({"all": ("a", "b")}, "yy", Y, ""),
    ({"all": ("a", "b")}, "yn", N, ""),
    ({"all": ("a", "b")}, "un", N, ""),
    ({"all": ("a", "b")}, "uy", U, "a"),
    ({"all": ("a", "b")}, "uu", U, "ab"),
    ({"any": ("a", "b")}, "nn", N, ""),
    ({"any": ("a", "b")}, "uy", Y, ""),
    ({"any": ("a", "b")}, "nu", U, "b"),
    ({"any": ("a", "b")}, "uu", U, "ab"),
    ({"first": ("a", "b")}, "yn", Y, ""),
    ({"first": ("a", "b")}, "ny", N, ""),
    ({"first": ("a", "b")}, "uy", Y, ""),
    ({"first": ("a", "b")}, "un", N, ""),
    ({"first": ("a", "b")}, "uu", U, "ab"),
    ({"settles": "a"}, "y", Y, ""),
    ({"settles": "a"}, "n", U, ""),
    ({"settles": "a"}, "u", U, "a"),
    ({"not": "a"}, "y", N, ""),
    ({"not": "a"}, "n", Y, ""),
    ({"not": "a"}, "u", U, "a"),
    ({"when": "a", "then": "b"}, "yy", Y, ""),
    ({"when": "a", "then": "b"}, "yn", N, ""),
    ({"when": "a", "then": "b"}, "yu", U, "b"),
    ({"when": "a", "then": "b"}, "ny", U, ""),
    ({"when": "a", "then": "b"}, "un", U, "a"),
    ({"when": "a", "then": "b"}, "uu", U, "ab"),
    ({"possible": "a"}, "y", Y, ""),
    ({"possible": "a"}, "u", Y, ""),
    ({"possible": "a"}, "n", N, ""),
    ({"always": True}, "", Y, ""),
    ({"test": ABOVE, "item": "a"}, "y", Y, ""),
    ({"test": ABOVE, "item": "a"}, "n", N, ""),
    ({"test": ABOVE, "item": "a"}, "u", U, "a"),
    ({"criterion": "I1"}, "", Y, ""),
    ({"criterion": "I2"}, "", N, ""),
    ({"criterion": "I3"}, "", U, ""),
    ({"all": ({"any": ("a", "b")}, {"not": "c"})}, "unu", U, "ac"),
    ({"all": ({"any": ("a", "b")}, {"not": "c"})}, "uyu", U, "c"),
    ({"first": ("a", {"settles": {"all": ("b", "c")}})}, "uyn", U, "a"),
    ({"first": ("a", {"settles": {"all": ("b", "c")}})}, "uyy", Y, ""),
]


@pytest.mark.parametrize(("written", "letters", "truth", "left"), NODES)
def test_a_node(written: object, letters: str, truth: Truth, left: str) -> None:
    expression, known = node(written), Known(letters)
    assert expression.truth(known) is truth
    assert "".join(expression.open_items(known)) == left


@pytest.mark.parametrize(
    ("answered", "truth", "left"), [("0", Y, []), ("1", Y, []), ("2", N, ["x"]), (None, N, ["x"])]
)
def test_what_was_answered_is_certain(answered: str | None, truth: Truth, left: list[str]) -> None:
    known = Known(codes={} if answered is None else {"x": answered})
    expression = node({"answered": "x", "among": ("0", "1")})
    assert expression.truth(known) is truth
    assert list(expression.open_items(known)) == left


def test_unknown_is_an_answer_like_any_other() -> None:
    expression = node({"answered": "x", "among": ("unknown",)})
    assert expression.truth(Known(codes={"x": "unknown"})) is Y


GATE = {"when": {"answered": "x", "among": ("1",)}, "then": "a"}
TREE = node(
    {
        "first": (
            GATE,
            {"not": {"any": ({"criterion": "I1"}, {"test": ABOVE, "item": "b"})}},
            {"settles": {"all": ({"possible": {"criterion": "I2"}}, "c", {"always": True})}},
        )
    }
)


def test_what_a_tree_mentions() -> None:
    assert list(mentioned(TREE)) == ["x", "a", "b", "c"]
    assert list(others(TREE)) == ["I1", "I2"]
    assert [(gate.answered, gate.among) for gate in gates(TREE)] == [("x", ("1",))]


def test_a_tree_mentions_what_a_window_counts_from() -> None:
    window = {"kind": "at_least_ago", "days": 28, "from": "c"}
    assert list(mentioned(node({"any": ("a", {"test": window, "item": "b"})}))) == ["a", "b", "c"]


def test_a_gate_on_something_else_than_an_answer_has_no_codes() -> None:
    assert not list(gates(node({"when": "a", "then": "b"})))
    inner = node({"when": "a", "then": GATE})
    assert [gate.answered for gate in gates(inner)] == ["x"]


@pytest.mark.parametrize(
    "written",
    [
        {"all": ()},
        {"any": ()},
        {"first": ("a",)},
        {"when": "a"},
        {"answered": "x", "among": ()},
        {"always": False},
        {"all": ("a",), "more": "b"},
        {"none": ("a",)},
        {"test": {"kind": "below"}, "item": "a"},
        ("a", "b"),
        5,
        None,
    ],
)
def test_what_is_no_expression_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        node(written)


@pytest.mark.parametrize("written", [case[0] for case in NODES])
def test_an_expression_can_be_written_out_and_read_again(written: object) -> None:
    expression = node(written)
    text = EXPRESSION.dump_json(expression, by_alias=True)
    assert EXPRESSION.validate_json(text, strict=True) == expression


def test_the_protocol_can_be_written_out() -> None:
    whole = TRIAL.protocol.model_dump(by_alias=True, exclude_none=True)
    rules = {criterion["id"]: criterion["rule"] for criterion in whole["criteria"]}
    assert rules["I7"] == {
        "first": (
            {"name": "I7.measurable"},
            {"settles": {"any": ({"name": "I7.lesion_mm"}, {"name": "I7.node_mm"})}},
        )
    }


@pytest.mark.parametrize(
    ("codes", "shut"),
    [({}, False), ({"m": "unknown"}, False), ({"m": "good"}, False), ({"m": "other"}, True)],
)
def test_an_item_is_shut_off_by_an_answer_that_closes_a_gate_before_it(
    codes: dict[str, str], *, shut: bool
) -> None:
    gate = {"when": {"answered": "m", "among": ["good"]}, "then": "a"}
    rule = node({"all": [gate, "b"]})
    assert is_shut_off("a", rule, Known("uu", codes)) is shut
    assert not is_shut_off("b", rule, Known("uu", codes))
