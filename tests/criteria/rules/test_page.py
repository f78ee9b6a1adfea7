"""What docs/rules.md shows can be written: every rule and every node of its examples is read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from criteria.analytes.analytes import analytes
from criteria.formulas.formulas import formulas
from criteria.lists.lists import Entry, lists
from criteria.rules.rules import Rule
from criteria.rules.tree import Expression

PAGE = (Path(__file__).parents[3] / "docs" / "rules.md").read_text("utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
EXPRESSION: TypeAdapter[Expression] = TypeAdapter(Expression)


def written(block: str) -> list[str]:
    """Return the keys of a block, each with all of its lines."""
    return re.findall(
        r"^\S.*?(?=^\S|\Z)",
        re.sub(r"^(\]|\})", r" \1", block, flags=re.MULTILINE),
        re.MULTILINE | re.DOTALL,
    )


@pytest.mark.parametrize(
    "text", [part for block in BLOCKS for part in written(block) if part.startswith("rule = {")]
)
def test_every_rule_of_the_page_is_read(text: str) -> None:
    RULE.validate_python(tomllib.loads(text)["rule"], strict=False)


def test_rules_are_found() -> None:
    kinds = set(re.findall(r'kind = "(\w+)"', "".join(BLOCKS)))
    assert {"choice", "between", "depends", "within", "older_than", "above_upper_limit"} <= kinds


@pytest.mark.parametrize("text", re.findall(r"^\| (`.*`) \| ", PAGE, re.MULTILINE))
def test_every_node_of_the_page_is_read(text: str) -> None:
    for part in re.findall(r"`(\{.*?\})`", text):
        node = part.replace("…", '["I1.a", "I1.b"]').replace("[[", "[").replace("]]", "]")
        if "{ rule }" in node:
            node = node.replace("{ rule }", '{ kind = "above", limit = "1" }')
        if any(f"{{ {key} =" in node for key in ("not", "settles", "possible", "when")):
            node = node.replace('["I1.a", "I1.b"]', '"I1.a"')
        EXPRESSION.validate_python(tomllib.loads(f"x = {node}")["x"], strict=False)


def test_what_the_page_names_is_there() -> None:
    table = PAGE.partition("| `by` |")[2].partition("\n\n")[0]
    rows = [re.findall(r"`([\w-]+)`", line.split("|")[1]) for line in table.splitlines()[2:]]
    assert {name for row in rows for name in row} == set(formulas())
    for line in table.splitlines()[2:]:
        cells = line.split("|")
        for name in re.findall(r"`([\w-]+)`", cells[1]):
            inputs = set(formulas()[name].inputs) - {"today"}
            assert inputs <= set(re.findall(r"`([\w-]+)`", cells[3])), name
    assert set(re.findall(r'^analyte = "(\w+)"', PAGE, re.MULTILINE)) <= set(analytes())
    assert set(re.findall(r'^list = "(\w+)"', PAGE, re.MULTILINE)) <= set(lists())
    (own,) = (block for block in BLOCKS if block.startswith("[lists."))
    Entry.model_validate(tomllib.loads(own)["lists"]["azoles"]["voriconazole"], strict=False)
