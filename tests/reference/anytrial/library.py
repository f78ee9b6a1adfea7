"""A trial's protocol.toml as plain tables, with what docs/rules.md says need not be written.

Nothing of the product's code is used; its data files are: analytes, formulas' units and ranges,
lists.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Table = dict[str, Any]

CRITERIA = Path(__file__).parents[3] / "criteria"
YES_NO = ["yes", "no"]


def toml(path: Path) -> Table:
    """Read a file."""
    return tomllib.loads(path.read_text("utf-8"))


def folder(name: str) -> Table:
    """Read the files of one library as one table."""
    files = sorted((CRITERIA / name).glob("*.toml"))
    return {key: entry for file in files for key, entry in toml(file).items()}


ANALYTES = folder("analytes")
FORMULAS = folder("formulas")


def list_codes(name: str, own: Table) -> list[str]:
    """Return the codes of a list: of the trial's own, else of the library."""
    if name in own:
        return list(own[name])
    return list(toml(CRITERIA / "lists" / f"{name}.toml")["entries"])


def whole_item(item: Table, protocol: Table) -> Table:
    """Return an item with what its analyte, its formula, its list or the defaults say."""
    made: Table = {"criterion": item["id"].partition(".")[0]}
    if "derived" in item:
        made |= {"kind": "number", "units": {FORMULAS[item["derived"]["by"]]["unit"]: "1"}}
    if "analyte" in item:
        made |= {"kind": "number", **ANALYTES[item["analyte"]]}
    for side in ("upper", "lower"):
        of = [one for one in protocol["items"] if one["id"] == item.get(f"{side}_limit_of")]
        made |= limit_of(ANALYTES[of[0]["analyte"]], side) if of and "analyte" in of[0] else {}
    if "list" in item:
        made["choices"] = ["none", *list_codes(item["list"], protocol.get("lists", {}))]
    made |= item
    made.setdefault("kind", "choice")
    if made["kind"] == "choice":
        made.setdefault("choices", YES_NO)
    return made


def limit_of(analyte: Table, side: str) -> Table:
    """Return what an analyte says of its limit of normal, in the same units."""
    units = {"units": analyte["units"], "offsets": analyte.get("offsets", {})}
    return {"kind": "number", **units, **analyte.get(side, {})}


def default_rule(item: Table, side: str) -> Table | None:
    """Return the rule that a choice has where none is written."""
    if item["kind"] != "choice" or not item.get("scored", True):
        return None
    if "list" in item:
        entries = [code for code in item["choices"] if code != "none"]
        good, bad = (["none"], entries) if side == "E" else (entries, ["none"])
    elif item["choices"] == YES_NO:
        good, bad = (["no"], ["yes"]) if side == "E" else (["yes"], ["no"])
    else:
        return None
    return {"kind": "choice", "yes": good, "no": bad} if side in "IE" else None


def limit_items(items: dict[str, Table]) -> dict[str, Table]:
    """Return the items of limits of normal that an analyte brings and the file does not state."""
    made: dict[str, Table] = {}
    for side, ending in (("upper", "uln"), ("lower", "lln")):
        stated = {item.get(f"{side}_limit_of") for item in items.values()}
        for name, item in items.items():
            if side in item and "analyte" in item and name not in stated:
                whole = {f"{side}_limit_of": name, **limit_of(ANALYTES[item["analyte"]], side)}
                made[f"{name}_{ending}"] = {"id": f"{name}_{ending}", **whole}
    return made


def leaves(rule: object) -> Iterator[str]:
    """Return the items that a criterion's rule names by themselves."""
    if isinstance(rule, str):
        yield rule
    elif isinstance(rule, list):
        for part in rule:
            yield from leaves(part)
    elif isinstance(rule, dict) and not {"chosen", "answered", "test", "criterion"} & set(rule):
        for part in rule.values():
            yield from leaves(part)


def steering(part: object) -> Iterator[str]:
    """Return the items that a table goes by without judging them by their own rule."""
    if isinstance(part, list):
        for each in part:
            yield from steering(each)
    if not isinstance(part, dict):
        return
    for key in ("chosen", "answered", "ever", "half_life", "from"):
        if isinstance(part.get(key), str):
            yield part[key]
    if "test" in part:
        yield part["item"]
    for each in part.values():
        yield from steering(each)


def read_protocol(path: Path) -> Table:
    """Return a protocol with every item and every criterion's rule written out, by their ids."""
    protocol = toml(path)
    items = {item["id"]: whole_item(item, protocol) for item in protocol["items"]}
    steered = set(steering(protocol["items"])) | set(steering(protocol["criteria"]))
    steered -= {name for one in protocol["criteria"] for name in leaves(one.get("rule"))}
    for item in items.values():
        rule = item.get("rule", default_rule(item, item["criterion"][:1]))
        item["rule"] = None if rule == "none" else rule
    own = {
        one["id"]: [
            name
            for name, item in items.items()
            if item["criterion"] == one["id"] and item["rule"] and name not in steered
        ]
        for one in protocol["criteria"]
    }
    rules = {one["id"]: one.get("rule", {"all": own[one["id"]]}) for one in protocol["criteria"]}
    return {**protocol, "items": {**items, **limit_items(items)}, "rules": rules}


def ingredients(item: Table, protocol: Table) -> dict[str, str | None]:
    """Return what goes into an item's formula: input -> item, None for the reference date."""
    named = item["derived"].get("from", {})
    found: dict[str, str | None] = {}
    for name in FORMULAS[item["derived"]["by"]]["inputs"]:
        measured = [key for key, one in protocol["items"].items() if one.get("analyte") == name]
        called = [key for key in protocol["items"] if key.partition(".")[2] == name]
        choices = [named.get(name), protocol.get("roles", {}).get(name), *measured, *called, None]
        found[name] = next((one for one in choices if one is not None), None)
    return found
