"""What a trial's protocol.toml need not write: taken from analytes, formulas, lists and defaults.

Tables in, tables out, before anything is checked: what is written in the file always wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from criteria.analytes.analytes import as_item, as_limit
from criteria.analytes.analytes import written as analytes
from criteria.formulas.formulas import formulas
from criteria.lists.lists import NONE, lists
from criteria.trial.defaults.implied import (
    YES_NO,
    choices_of,
    evers,
    kind_of,
    referred,
    roles,
    with_implied,
)
from criteria.trial.files import TrialError
from criteria.trial.problems import PROTOCOL, strangers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

Table = dict[str, Any]

_DISTANT = ("at_least_ago", "longer_ago_than", "stable_for")
_SIDES = {"_upper_limit": ("upper", "uln"), "_lower_limit": ("lower", "lln")}


def completed(data: Table) -> Table:
    """Return a protocol with all that its file leaves to the libraries and the defaults.

    Raises:
        TrialError: it names an analyte, a formula or a list that there is none of.
    """
    items, criteria = _tables(data.get("items")), _tables(data.get("criteria"))
    if not items or not criteria:
        return data
    _known(items, data)
    items = with_implied(items, data)
    data = {**data, "roles": found} if (found := roles(data, items)) else data
    known = {item.get("id"): item for item in items}
    whole = [_item(item, data, known) for item in items]
    steering = _steering(whole, criteria)
    for item in whole:
        _ruled(item, steering)
    whole = [each for item in whole for each in (item, *_limits(item, whole, criteria))]
    made = {**data, "items": whole, "criteria": [_criterion(one, whole) for one in criteria]}
    made["screens"] = _screens(data, made)
    return made


def _tables(found: object) -> list[Table]:
    """Return a list of tables; nothing where it is none, which is found out later."""
    tables = found if isinstance(found, list) else []
    return tables if all(isinstance(each, dict) for each in tables) else []


def _known(items: list[Table], data: Table) -> None:
    """See that what items name is there."""
    libraries: dict[str, Collection[str]] = {
        "analyte": analytes(),
        "list": (*data.get("lists", ()), *lists()),
    }
    found = [
        problem
        for item in items
        for key, library in libraries.items()
        if key in item
        for problem in strangers(PROTOCOL, f"items[{item.get('id')}].{key}", (item[key],), library)
    ]
    for item in items:
        derived = item.get("derived")
        named = [derived["by"]] if isinstance(derived, dict) and "by" in derived else []
        key = f"items[{item.get('id')}].derived.by"
        found += strangers(PROTOCOL, key, named, formulas())
    if found:
        raise TrialError(*found)


def _item(item: Table, data: Table, known: dict[Any, Table]) -> Table:
    """Return an item with what it takes from elsewhere, and what goes without saying."""
    name = str(item.get("id"))
    base: Table = {"criterion": name.partition(".")[0], "name": name}
    sources = data.get("sources")
    if isinstance(sources, dict) and sources:
        base["sources"] = [next(iter(sources))]
    taken = _taken(item, data, known)
    made = {**base, **taken, **item}
    kind = made.setdefault("kind", kind_of(made))
    if kind == "choice":
        made.setdefault("choices", choices_of(made))
    elif kind == "date":
        made.setdefault("earliest", "1900-01-01")
    if "derived" in item:
        made["derived"] = _derived(made["derived"], data, known)
    rule = item.get("rule")
    if isinstance(rule, dict):
        made = {**_of_window(rule), **made}
    return made


def _taken(item: Table, data: Table, known: dict[Any, Table]) -> Table:
    """Return what an item takes from an analyte, a formula, a list or what it is the limit of."""
    for side in ("upper", "lower"):
        of = known.get(str(item.get(f"{side}_limit_of")), {}).get("analyte")
        if of in analytes() and "units" not in item:
            return as_limit(of, side) or {}
    if "derived" in item:
        return _of_formula(item)
    if "analyte" in item:
        return as_item(item["analyte"])
    if "list" in item:
        written = data.get("lists", {}).get(item["list"])
        entries = written if written is not None else lists()[item["list"]].entries
        return {"kind": "choice", "choices": [NONE, *entries]}
    return {}


def _of_formula(item: Table) -> Table:
    """Return the number that a formula makes."""
    derived = item["derived"]
    formula = formulas().get(str(derived.get("by"))) if isinstance(derived, dict) else None
    if formula is None:
        return {"kind": "number", "volunteered": True}
    source = f"what the formula can give: {formula.sources[0]}"
    hard = {"low": str(formula.least), "high": str(formula.most), "source": source}
    made = {"kind": "number", "name": formula.name, "units": {formula.unit: "1"}, "hard": hard}
    analyte = as_item(item["analyte"]) if "analyte" in item else {}
    return {**made, **analyte, "volunteered": True, "unit_in_question": True}


def _derived(derived: Table, data: Table, known: dict[Any, Table]) -> Table:
    """Return a formula with the items that go in, found by their analytes and the roles."""
    formula = formulas().get(derived.get("by", ""))
    found = {**derived.get("from", {})}
    for name in formula.inputs if formula is not None else ():
        source = found.get(name) or _by_name(name, data, known)
        if source is not None:
            found[name] = source
    return {**derived, "from": found}


def _by_name(name: str, data: Table, known: dict[Any, Table]) -> str | None:
    role = data.get("roles", {}).get(name)
    measured = (key for key, item in known.items() if item.get("analyte") == name)
    called = (key for key in known if str(key).partition(".")[2] == name)
    return role or next(measured, None) or next(called, None)


def _of_window(rule: Table) -> Table:
    """Return when a date is asked, and what could change, as its window has it."""
    made: Table = {}
    if isinstance(rule.get("ever"), str):
        made["asked"] = {"not": {"answered": rule["ever"], "among": ["no"]}}
    if rule.get("kind") in _DISTANT:
        made["change"] = "time"
    return made


def _ruled(item: Table, steering: Collection[str]) -> None:
    """Write the rule of a choice that goes without saying; take away "none"."""
    if item.get("rule") == "none":
        del item["rule"]
        return
    said = "rule" in item or not item.get("scored", True) or item["kind"] != "choice"
    side = str(item["criterion"])[:1]
    if said or item.get("id") in steering or side not in ("I", "E"):
        return
    choices = item["choices"]
    if "list" in item:
        good, bad = [NONE], [code for code in choices if code != NONE]
    elif choices == list(YES_NO):
        good, bad = ["no"], ["yes"]
    else:
        return
    yes, no = (good, bad) if side == "E" else (bad, good)
    item["rule"] = {"kind": "choice", "yes": yes, "no": no}


def _steering(items: list[Table], criteria: list[Table]) -> set[str]:
    """Return the items that others go by and that no criterion's rule names by themselves."""
    steering = {name for item in items for name in referred(item)}
    steering |= {name for one in criteria for name in referred(one)}
    return steering - {name for one in criteria for name in _leaves(one.get("rule"))}


def _leaves(rule: object) -> Iterator[str]:
    """Return the items that a criterion's rule names by themselves."""
    if isinstance(rule, str):
        yield rule
    elif isinstance(rule, list):
        for part in rule:
            yield from _leaves(part)
    elif isinstance(rule, dict):
        for key, part in rule.items():
            if key not in ("chosen", "answered", "among", "test", "item", "criterion"):
                yield from _leaves(part)


def _limits(item: Table, items: list[Table], criteria: list[Table]) -> Iterator[Table]:
    """Return the items of the limits of normal that an item's rules go by and nothing states."""
    name, analyte = str(item.get("id")), item.get("analyte")
    if not isinstance(analyte, str):
        return
    rules = [item.get("rule"), *(test for one in criteria for test in _tests(one, name))]
    kinds = {kind for rule in rules for kind in _kinds(rule)}
    for ending, (side, short) in _SIDES.items():
        stated = any(other.get(f"{side}_limit_of") == name for other in items)
        made = as_limit(analyte, side)
        if made is not None and not stated and any(kind.endswith(ending) for kind in kinds):
            shared: Table = {key: item[key] for key in ("criterion", "sources") if key in item}
            yield {"id": f"{name}_{short}", f"{side}_limit_of": name, **made, **shared}


def _kinds(rule: object) -> Iterator[str]:
    """Return the kinds of a rule and of its cases."""
    if isinstance(rule, dict):
        yield str(rule.get("kind"))
        for case in rule.get("cases", ()):
            yield from _kinds(case.get("rule") if isinstance(case, dict) else None)


def _tests(part: object, item: str) -> Iterator[object]:
    """Return the rules that an expression tests an item by."""
    if isinstance(part, list):
        for each in part:
            yield from _tests(each, item)
    elif isinstance(part, dict):
        if part.get("item") == item and "test" in part:
            yield part["test"]
        for each in part.values():
            yield from _tests(each, item)


def _criterion(criterion: Table, items: list[Table]) -> Table:
    """Return a criterion with the rule that goes without saying: all of its items hold."""
    if "rule" in criterion:
        return criterion
    own = [item["id"] for item in items if _counts(item, criterion.get("id"))]
    if not own:
        return criterion
    return {**criterion, "rule": own[0] if len(own) == 1 else {"all": own}}


def _counts(item: Table, criterion: object) -> bool:
    return item.get("criterion") == criterion and "rule" in item


def _screens(data: Table, made: Table) -> list[Table]:
    """Return the screens as written, with what nobody wrote beside its item; else one each."""
    if "screens" in data:
        written = {item.get("id") for item in data["items"]}
        added = [item for item in made["items"] if item["id"] not in written]
        return [_with_added(screen, added, made["items"]) for screen in data["screens"]]
    homes = ["CTX", *(str(one.get("id")) for one in made["criteria"])]
    asked = [item for item in made["items"] if not item.get("volunteered")]
    by_home = {
        home: [item["id"] for item in asked if item.get("criterion") == home] for home in homes
    }
    return [{"id": home, "items": items} for home, items in by_home.items() if items]


def _with_added(screen: Table, added: list[Table], items: list[Table]) -> Table:
    """Put the question whether it ever was in front of its date, a limit behind its value."""
    rules = {item["id"]: item.get("rule") for item in items}
    new = {item["id"]: item.get("upper_limit_of", item.get("lower_limit_of")) for item in added}
    listed: list[str] = []
    for name in screen.get("items", []):
        front = [each for each in evers(rules.get(name)) if each in new and each not in listed]
        listed += [*front, name, *(each for each, of in new.items() if of == name)]
    return {**screen, "items": listed} if new else screen
