"""JSON Schemas of a trial's files, for editors: made of the shapes that the files are checked by.

A schema says what a file may hold as it is written; what the libraries and the defaults add need
not be there. How the parts must fit together no schema can say: that is `consistency`'s business.
"""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from pydantic.json_schema import GenerateJsonSchema

from criteria.known.frozen import Frozen
from criteria.trial.catalog import WrittenCases
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem, Protocol
from criteria.trial.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core.core_schema import DecimalSchema

Table = dict[str, Any]

KINDS: dict[str, tuple[str, type[Frozen]]] = {
    "protocol": ("protocol.toml: everything of a trial that decides", Protocol),
    "wording": ("en.toml, sv.toml, …: a trial's wording in one language", Words),
    "cases": ("cases.toml: worked cases of a trial", WrittenCases),
}
"""The files that have a schema: what each one is, and its shape."""

FOLDER = "schema"
"""The folder of the schemas, beside the trials."""

_DRAFT = "http://json-schema.org/draft-07/schema#"
_ITEMS = {"choice": ChoiceItem, "number": NumberItem, "date": DateItem}
_LEFT_OUT = {
    "Protocol": ("screens",),
    "Criterion": ("rule",),
    "Words": (
        *("not_in_registry", "outcomes", "changes", "choices"),
        *("criteria", "items", "screens", "advisories"),
    ),
    "ItemWords": ("label", "question", "help", "needed"),
}
"""Shape -> the keys that a file may leave to the libraries and the defaults."""


class _Generator(GenerateJsonSchema):
    """Writes a decimal as what a file has for it: text or a number."""

    def decimal_schema(self, schema: DecimalSchema) -> Table:
        """Return a number that is written as text, so that it stays exact."""
        del schema
        return {"type": ["string", "number"], "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}


@cache
def schema(kind: str) -> Table:
    """Return the JSON Schema of a kind of file.

    Raises:
        KeyError: there is no such kind.
    """
    title, shape = KINDS[kind]
    made = shape.model_json_schema(schema_generator=_Generator)
    parts = {shape.__name__: made, **made.setdefault("$defs", {})}
    for found in _shapes(shape):
        if found.__name__ in parts:
            _described(parts[found.__name__], found)
    for name, keys in _LEFT_OUT.items():
        if name in parts:
            _loosened(parts[name], keys)
    whole = _as_written(made) if shape is Protocol else made
    return {"$schema": _DRAFT, "title": title, **_plain(whole)}


def named(kind: str) -> str:
    """Return the comment by which a file of a version's folder names its schema to an editor."""
    return f"#:schema ../../{FOLDER}/{kind}.json"


def text(kind: str) -> str:
    """Return the JSON Schema of a kind of file, as it is written into one."""
    return json.dumps(schema(kind), indent=1, ensure_ascii=False) + "\n"


def _shapes(shape: type[Frozen]) -> Iterator[type[Frozen]]:
    """Return a shape and every shape that its fields hold, each once."""
    seen: set[object] = set()
    waiting: list[object] = [shape]
    while waiting:
        found = waiting.pop()
        if isinstance(found, type) and issubclass(found, Frozen) and found not in seen:
            seen.add(found)
            waiting += [field.annotation for field in found.model_fields.values()]
            yield found
        waiting += [part for part in get_args(found) if not isinstance(part, str)]


def _described(part: Table, shape: type[Frozen]) -> None:
    """Add to each key what the source says of it."""
    said: dict[str, str] = {}
    for base in reversed(shape.__mro__):
        if issubclass(base, Frozen) and base is not Frozen:
            said |= dict(_docstrings(base))
    for name, field in shape.model_fields.items():
        key = field.alias or name
        if name in said and key in part.get("properties", {}):
            part["properties"][key]["description"] = said[name]


def _docstrings(shape: type) -> Iterator[tuple[str, str]]:
    """Return the fields of a class with the text below each."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(shape)))
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    for field, said in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(said, ast.Expr)
            and isinstance(said.value, ast.Constant)
        ):
            yield field.target.id, " ".join(str(said.value.value).split())


def _loosened(part: Table, keys: Iterable[str]) -> None:
    """Let a file leave keys out."""
    part["required"] = [key for key in part.get("required", ()) if key not in keys]
    if not part["required"]:
        del part["required"]


def _as_written(made: Table) -> Table:
    """Return a protocol whose rules name an item by a bare text, and whose items may be short."""
    expression = made["$defs"]["All"]["properties"]["all"]["items"]["oneOf"]
    whole: Table = _shared(made, expression)
    definitions = whole["$defs"]
    named = {"type": "string", "description": definitions.pop("Item")["description"]}
    parts = [one for one in expression if one != {"$ref": "#/$defs/Item"}]
    definitions["Expression"] = {"anyOf": [named, *parts]}
    kinds = {kind: definitions.pop(shape.__name__) for kind, shape in _ITEMS.items()}
    definitions["WrittenItem"] = _item(kinds)
    whole["properties"]["items"]["items"] = {"$ref": "#/$defs/WrittenItem"}
    return whole


def _shared(part: Any, expression: list[Table]) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a part that names what an expression is instead of saying it each time."""
    if isinstance(part, list):
        return [_shared(each, expression) for each in part]
    if not isinstance(part, dict):
        return part
    if part.get("oneOf") == expression:
        rest = {key: each for key, each in part.items() if key != "oneOf"}
        return {**rest, "$ref": "#/$defs/Expression"}
    return {key: _shared(each, expression) for key, each in part.items()}


def _item(kinds: dict[str, Table]) -> Table:
    """Return one table with the keys of every kind of item.

    Where the kind is written only its keys are allowed; "none" takes a rule away that would go
    without saying.
    """
    every: Table = {}
    for kind in kinds.values():
        every |= kind["properties"]
    every["kind"] = {
        "enum": list(kinds),
        "description": "Without it: by its analyte, its window or its units; else choice.",
    }
    every["rule"] = {"anyOf": [*every["rule"]["anyOf"], {"const": "none"}]}
    return {
        "description": "A question: what it asks for, and what its answer must be.",
        "type": "object",
        "properties": every,
        "required": ["id"],
        "additionalProperties": False,
        "allOf": [_only(kind, found["properties"]) for kind, found in kinds.items()],
    }


def _only(kind: str, properties: Table) -> Table:
    """Return that an item of a kind has no keys of other kinds."""
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"propertyNames": {"enum": list(properties)}},
    }


def _plain(part: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a part without what helps no editor: made titles, null, which TOML has not."""
    if isinstance(part, list):
        return [_plain(each) for each in part if each != {"type": "null"}]
    if not isinstance(part, dict):
        return part
    made = {key: _plain(each) for key, each in part.items() if not _idle(key, each)}
    if len(made.get("anyOf", ())) == 1:
        made |= made.pop("anyOf")[0]
    if "patternProperties" in made:
        made["additionalProperties"] = False
    return made


def _idle(key: str, value: object) -> bool:
    made = key == "title" and isinstance(value, str)
    return made or key == "discriminator" or (key == "default" and value in (None, [], {}, ""))
