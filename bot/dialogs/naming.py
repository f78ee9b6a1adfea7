"""Which items of a trial a text names: by item, criterion, label, or a name that reports use."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from criteria.reading.answers.accounting import PAST
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criteria.trial.trial import Trial

_SHORTEST = 3
"""Letters of a word that may be the beginning of a name."""
_TRIALS = 8


def items_named(text: str, trial: Trial) -> tuple[str, ...]:
    """Return the items that a text names, in the trial's order; of a criterion all of its items.

    A whole name counts before a part of one: “albumin” is an item, “bone” the beginning of a label.
    What is one item's own name and a criterion's too is the item's: “GFR” is not its method.
    """
    wanted = " ".join(text.casefold().split())
    names = _names(_Key(trial))
    own = _own_names(trial).get(wanted, {})
    found = set(own if len(own) == 1 else names.get(wanted, ()))
    if not found and len(wanted) >= _SHORTEST:
        part = re.compile(rf"\b{re.escape(wanted)}")
        found = {item for name, items in names.items() if part.search(name) for item in items}
    return tuple(item for item in trial.items if item in found)


def first_named(text: str, trial: Trial) -> tuple[str, str] | None:
    """Return the one item whose name a text begins with, and the rest of the text.

    The longest name counts; one that several items share is none. What is an item's own name
    and a criterion's too is the item's.
    """
    plain = text.casefold()
    for name, items in _by_length(_Key(trial)):
        if len(items) == 1 and plain.startswith(name):
            rest = text[len(name) :]
            if rest[:1].strip(" \t:=<>≤≥") == "":
                return items[0], rest.strip(" \t:=")
    return None


class _Key:
    """A trial as a key, by identity: it is read once and never changes."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    def __hash__(self) -> int:
        return id(self.trial)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.trial is other.trial


_Named = dict[str, dict[str, None]]


@lru_cache(_TRIALS)
def _names(key: _Key) -> Mapping[str, tuple[str, ...]]:
    """Name -> the items that go by it."""
    found = _own_names(key.trial)
    for name, items in _criteria_names(key.trial).items():
        found.setdefault(name, {}).update(items)
    return {name: tuple(items) for name, items in found.items() if name}


def _own_names(trial: Trial) -> _Named:
    """Name -> the items that have it."""
    found: _Named = {}

    def enter(name: str, item: str) -> None:
        found.setdefault(name.casefold(), {})[item] = None

    for item in trial.items.values():
        enter(item.id, item.id)
        if (short := item.id.partition(".")[2]) not in PAST:
            enter(short, item.id)
        for name in item.names if isinstance(item, NumberItem) else ():
            enter(name, item.id)
    for words in trial.words.values():
        for name, item_words in words.items.items():
            enter(item_words.label, name)
    return found


def _criteria_names(trial: Trial) -> _Named:
    """Name -> the items of the criteria that have it."""
    found: _Named = {}
    for words in trial.words.values():
        for criterion, criterion_words in words.criteria.items():
            own = [item.id for item in trial.items.values() if item.criterion == criterion]
            for name in (criterion, criterion_words.label):
                found.setdefault(name.casefold(), {}).update(dict.fromkeys(own))
    return found


@lru_cache(_TRIALS)
def _by_length(key: _Key) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the names with their items, the longest first; an item's own before a criterion's."""
    own = {name: tuple(items) for name, items in _own_names(key.trial).items() if name}
    names = {**_names(key), **own}
    return tuple(sorted(names.items(), key=lambda entry: -len(entry[0])))
