"""What one entry of a protocol says of another: an item that it asks for, a kind, choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from criteria.rules.windows import MonthsBefore, Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Table = dict[str, Any]

SEX = "CTX.sex"
YES_NO = ("yes", "no")
_WINDOWS = frozenset(
    kind
    for shape in (Window, MonthsBefore)
    for kind in get_args(shape.model_fields["kind"].annotation)
)
_REFERENCES = ("chosen", "answered", "ever", "half_life")


def with_implied(items: list[Table], data: Table) -> list[Table]:
    """Return the items with those that others name and nobody wrote.

    These are the question in front of a window (`ever`) and the sex.
    """
    written = {item.get("id") for item in items}
    made: list[Table] = []
    for item in items:
        for name in evers(item.get("rule")):
            if name not in written and _home(name) == _home(item.get("id")):
                made.append({"id": name, **_shared(item)})
                written.add(name)
        made.append(item)
    if SEX not in written and SEX in referred([items, data.get("criteria")]):
        made.insert(0, {"id": SEX, "choices": ["female", "male"], "scored": False})
    return made


def roles(data: Table, items: list[Table]) -> Table:
    """Return a protocol's roles; a sex that nobody wrote has its own."""
    said: Table = data.get("roles", {})
    made = {"sex": SEX} if _made(SEX, items, data["items"]) else {}
    return {**made, **said}


def _made(name: str, items: list[Table], written: list[Table]) -> bool:
    return any(one["id"] == name for one in items) and name not in {
        one.get("id") for one in written
    }


def _home(name: object) -> str:
    return str(name).partition(".")[0]


def _shared(item: Table) -> Table:
    return {key: item[key] for key in ("criterion", "sources") if key in item}


def evers(rule: object) -> Iterator[str]:
    """Return the questions in front of a rule's windows."""
    for one in _plain(rule):
        if isinstance(one.get("ever"), str):
            yield one["ever"]


def _plain(rule: object) -> Iterator[Table]:
    """Return the rules that a rule may come to."""
    if not isinstance(rule, dict):
        return
    yield rule
    cases = rule.get("cases")
    for case in cases if isinstance(cases, list) else ():
        yield from _plain(case.get("rule") if isinstance(case, dict) else None)


def kind_of(item: Table) -> str:
    """Return which kind an item is that says nothing of it."""
    if any(one.get("kind") in _WINDOWS for one in _plain(item.get("rule"))):
        return "date"
    return "number" if "units" in item else "choice"


def choices_of(item: Table) -> Sequence[str]:
    """Return the choices of an item that names none: those that its rule judges."""
    rule = item.get("rule")
    judged: list[str] = []
    if isinstance(rule, dict) and rule.get("kind") == "choice":
        judged = [code for side in ("yes", "no") for code in rule.get(side, ())]
    return list(YES_NO) if set(judged) <= set(YES_NO) else judged


def referred(part: object) -> Iterator[str]:
    """Return every item that a table refers to without judging it by its own rule."""
    if isinstance(part, list):
        for each in part:
            yield from referred(each)
    if not isinstance(part, dict):
        return
    for key in _REFERENCES:
        if isinstance(part.get(key), str):
            yield part[key]
    if "test" in part and isinstance(part.get("item"), str):
        yield part["item"]
    origin = part.get("from")
    if isinstance(origin, str):
        yield origin
    elif isinstance(origin, dict):
        yield from (each for each in origin.values() if isinstance(each, str))
    for each in part.values():
        yield from referred(each)
