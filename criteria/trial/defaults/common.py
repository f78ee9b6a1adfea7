"""Wording that a trial need not write: what every trial says, and what its parts are called."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from criteria.analytes.analytes import analytes
from criteria.formulas.formulas import formulas
from criteria.lists.lists import lists
from criteria.rules.rules import Window, plain
from criteria.rules.tree import mentioned
from criteria.trial.defaults.implied import SEX
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.protocol import Criterion, Item, Protocol

Table = dict[str, Any]
_LONGEST_LABEL = {"items": 32, "criteria": 40}
_LONGEST_HELP = 700
_GRADE = re.compile(r"[0-9]+|I{1,3}|IV|V")
"""A grade or a class: the code says it in any language."""
_LAST = ("within", "less_than_ago", "at_least_ago", "longer_ago_than")
_NO_WORDS = {"label": "(none)", "question": "(none)", "help": "", "needed": ""}


@cache
def common(language: str) -> dict[str, Table]:
    """Return what every trial says in a language; nothing where nobody has written it."""
    file = files("criteria.trial.defaults").joinpath(f"{language}.toml")
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def worded(data: Table, protocol: Protocol) -> Table:
    """Return a language's wording with all that it leaves to the libraries and the defaults."""
    shared = common(str(data.get("language")))
    made = {**data}
    for table in ("outcomes", "changes"):
        made[table] = {**shared.get(table, {}), **data.get(table, {})}
    made["choices"] = _choices(data, protocol, shared)
    made["items"] = _items(data.get("items", {}), protocol, made)
    made["criteria"] = {
        **{one.id: _criterion(one, made["items"], protocol) for one in protocol.criteria},
        **data.get("criteria", {}),
    }
    made.setdefault("screens", {})
    for screen in protocol.screens:
        made["screens"].setdefault(screen.id, _title(screen.id, made["criteria"]))
    for table in ("advisories", "at_odds"):
        made.setdefault(table, {})
    made.setdefault("not_in_registry", [])
    return made


def _items(written: Table, protocol: Protocol, made: Table) -> Table:
    """Return the words of each item, without those of which there are none.

    An item that the protocol does not have keeps its words, so that it is named as a stranger.
    """
    strange = {
        name: {**_NO_WORDS, **words} if isinstance(words, dict) else words
        for name, words in written.items()
    }
    known = {
        item.id: _item(written.get(item.id, {}), item, protocol, made) for item in protocol.items
    }
    worded = {name: words for name, words in known.items() if words or name in written}
    return {**strange, **worded}


def _choices(data: Table, protocol: Protocol, shared: dict[str, Table]) -> Table:
    """Return the labels of the codes that the trial uses, its own before the common ones."""
    used = {code for item in protocol.items for code in getattr(item, "choices", ())}
    used |= {"unknown", "not_applicable"}
    known = {code: label for code, label in shared.get("choices", {}).items() if code in used}
    known |= {code: code for code in sorted(used) if _GRADE.fullmatch(code)}
    return {**known, **data.get("choices", {})}


def _title(screen: str, criteria: Table) -> str:
    found = criteria.get(screen, {}).get("label") if screen in criteria else None
    return str(found or screen)


def _criterion(criterion: Criterion, items: Table, protocol: Protocol) -> Table:
    """Name a criterion by its first item that counts, or that its rule goes by.

    A date by whose window something counts is named by the question whether it ever was.
    """
    home = [item for item in protocol.items if item.criterion == criterion.id]
    ruled = [name for item in home if item.rule is not None for name in (*_ever(item), item.id)]
    named = (*ruled, *(item.id for item in home), *mentioned(criterion.rule))
    label = next((items[name].get("label") for name in named if name in items), None)
    if label is None and named:
        label = criterion.id
    return {} if label is None else {"label": str(label)[: _LONGEST_LABEL["criteria"]]}


def _ever(item: Item) -> Iterator[str]:
    """Return the questions in front of a date, whether it ever was."""
    yield from (r.ever for r in plain(item.rule) if isinstance(r, Window) and r.ever)


def _item(written: Table, item: Item, protocol: Protocol, made: Table) -> Table:
    """Return an item's words, with what follows from what it is."""
    language = str(made.get("language"))
    say = common(language).get("sentences", {})
    label = written.get("label") or _label(item, protocol, made)
    if label is None:
        return written
    text = next((one.text for one in protocol.criteria if one.id == item.criterion), "")
    measured = isinstance(item, NumberItem) and (item.analyte or item.derived or item.limit_of)
    front = _front(item)
    asks = "question" if front is None else "last_question"
    of = label if front is None else _called(front, protocol, made)
    found: Table = {
        "label": label,
        "question": say.get(asks, "{label}?").format(label=of),
        "help": _help(item, text, say) if measured else text[:_LONGEST_HELP] or label,
        "needed": label,
    }
    listed = _listed(item, protocol, language)
    return _merged({**found, **listed}, written)


def _help(item: Item, text: str, say: Table) -> str:
    limit = isinstance(item, NumberItem) and item.limit_of
    return str(say.get("limit_help" if limit else "measured") or text)[:_LONGEST_HELP]


def _merged(found: Table, written: Table) -> Table:
    """Lay what was written over what was found, table by table."""
    tables = {key: {**found[key], **written[key]} for key in found if _both(found, written, key)}
    return {**found, **written, **tables}


def _both(found: Table, written: Table, key: str) -> bool:
    return isinstance(found[key], dict) and isinstance(written.get(key), dict)


def _label(item: Item, protocol: Protocol, made: Table) -> str | None:
    """Return what an item is called where nobody wrote it."""
    language = str(made.get("language"))
    front = _front(item)
    if front is not None:
        return _last(_called(front, protocol, made), common(language).get("sentences", {}))
    if item.id == SEX:
        return common(language).get("sentences", {}).get("sex")
    return _measured(item, protocol, made) if isinstance(item, NumberItem) else None


def _measured(item: NumberItem, protocol: Protocol, made: Table) -> str | None:
    """Return what a number is called: by what it is the limit of, its analyte or its formula."""
    language = str(made.get("language"))
    if item.limit_of:
        label = _called(item.limit_of, protocol, made)
        side = "upper" if item.upper_limit_of else "lower"
        pattern = common(language).get("sentences", {}).get(side)
        found = pattern.format(label=label) if pattern and label else None
        return found[: _LONGEST_LABEL["items"]] if found else None
    if item.analyte in analytes():
        return analytes()[item.analyte].label.get(language)
    if item.derived is not None and item.derived.by in formulas():
        return formulas()[item.derived.by].label.get(language)
    return None


def _called(name: str, protocol: Protocol, made: Table) -> str | None:
    """Return what another item is called, as it was written or as it follows."""
    of = next((other for other in protocol.items if other.id == name), None)
    own = made.get("items", {}).get(name, {}).get("label")
    return own or (None if of is None else _label(of, protocol, made))


def _front(item: Item) -> str | None:
    """Return the question in front of a date that is the last one of its kind."""
    windows = [rule for rule in plain(item.rule) if isinstance(rule, Window)]
    if not isinstance(item, DateItem) or not windows:
        return None
    last = all(w.kind in _LAST and w.side == "before" and not w.from_ for w in windows)
    return windows[0].ever if last else None


def _last(label: str | None, say: Table) -> str | None:
    """Return what the date is called on which something was for the last time."""
    pattern = say.get("last")
    if not label or not pattern:
        return None
    found = str(pattern.format(label=label))
    over = len(found) - _LONGEST_LABEL["items"]
    if over <= 0:
        return found
    cut = label[: -over - 1]
    return str(pattern.format(label=f"{cut.rpartition(' ')[0] or cut}…"))


def _listed(item: Item, protocol: Protocol, language: str) -> Table:
    """Return the labels of a list's entries and the other words for them."""
    if not isinstance(item, ChoiceItem) or item.list is None:
        return {}
    entries = protocol.lists.get(item.list) or lists()[item.list].entries
    labels = {
        code: entry.label.get(language) or next(iter(entry.label.values()))
        for code, entry in entries.items()
        if code in item.choices
    }
    names = {code: list(entries[code].names) for code in labels if entries[code].names}
    return {"choices": labels, "synonyms": names} if labels else {}
