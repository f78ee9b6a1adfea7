"""Which item of a trial a result is for: by its codes, else by its name, and never by a guess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from criteria.reading.reports.fluids import is_other
from criteria.reading.reports.names import names_of
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.prefill.reported import Coding, Reported
    from criteria.reading.reports.context import Name
    from criteria.reading.reports.names import Names
    from criteria.trial.trial import Trial

ESTIMATED = frozenset(
    (
        *("33914-3", "48642-3", "48643-1", "50044-7", "50210-4", "62238-1", "69405-9", "70969-1"),
        *("76633-7", "77147-7", "88293-6", "88294-4", "94677-2", "98979-8", "98980-6"),
    )
)
"""Codes of LOINC for a glomerular filtration rate that is estimated: it is no clearance."""
_CLEARANCE = "gfr"
"""What a trial asks for that wants a filtration rate measured."""

Unmatched: TypeAlias = Literal[
    "code_and_name_differ",
    "codes_differ",
    "estimated",
    "name_not_known",
    "no_code",
    "not_asked",
    "other_fluid",
    "part_only",
]


class Match(NamedTuple):
    """The item that a result is for, and what its name tells besides."""

    item: str
    method: str | None = None
    unsure: bool = False
    """The name usually means the item, but not always."""


class Matcher:
    """Finds the items of one trial."""

    def __init__(self, trial: Trial) -> None:
        """Collect the codes of the trial's numbers."""
        self._names: Names = names_of(trial)
        self._asks_clearance = _CLEARANCE in trial.concepts
        self._items: dict[str, set[str]] = {}
        for item in trial.items.values():
            for code in item.codes if isinstance(item, NumberItem) else ():
                self._items.setdefault(code, set()).add(item.id)

    def match(self, reported: Reported) -> Match | Unmatched:
        """Return the item that a result is for, or why there is none."""
        if is_other(reported.specimen, written_out=True):
            return "other_fluid"
        standard = [one for one in reported.codings if one.system != "local"]
        if standard:
            return self._by_code(standard, reported)
        return self._by_name(reported)

    def _by_code(self, codings: list[Coding], reported: Reported) -> Match | Unmatched:
        """A standard code decides; a name beside it may not deny it."""
        found: set[str] = set().union(*(self._items.get(one.code, ()) for one in codings))
        if not found:
            estimated = self._asks_clearance and any(one.code in ESTIMATED for one in codings)
            return "estimated" if estimated else "not_asked"
        if len(found) > 1:
            return "codes_differ"
        (item,) = found
        texts = list(_texts(reported))
        if any(is_other(text, written_out=True) for text in texts):
            return "other_fluid"
        if any(self._denies(text, item) for text in texts):
            return "code_and_name_differ"
        return Match(item, self._method(texts, reported, item))

    def _denies(self, text: str, item: str) -> bool:
        """Whether a text is nothing but the name of another analyte."""
        name = self._names.whole(text)
        return name is not None and name.item != item

    def _by_name(self, reported: Reported) -> Match | Unmatched:
        """Without a standard code: a laboratory's own code, or what it calls the test."""
        own = [one.code for one in reported.codings]
        by_code: set[str] = set().union(*(self._items.get(code, ()) for code in own))
        texts = [*_texts(reported), *own]
        if not texts:
            return "no_code"
        if any(is_other(text) for text in texts):
            return "other_fluid"
        named = [name for name in map(self._names.whole, texts) if name is not None]
        items = by_code | {name.item for name in named if name.item}
        if not items or any(name.item is None for name in named):
            return "not_asked" if named else "name_not_known"
        return self._agreed(items, named, texts, reported)

    def _agreed(
        self, items: set[str], named: list[Name], texts: list[str], reported: Reported
    ) -> Match | Unmatched:
        if len(items) > 1:
            return "codes_differ"
        if any(name.part for name in named):
            return "part_only"
        (item,) = items
        unsure = any(name.unsure for name in named)
        return Match(item, self._method(texts, reported, item), unsure)

    def _method(self, texts: Iterable[str], reported: Reported, item: str) -> str | None:
        """Return the method that the names tell; None if none does, or they contradict."""
        named = map(self._names.whole, (*texts, *reported.methods))
        methods = {name.method for name in named if name and name.item == item and name.method}
        return methods.pop() if len(methods) == 1 else None


def _texts(reported: Reported) -> Iterable[str]:
    beside = (name for coding in reported.codings for name in coding.names)
    return dict.fromkeys((*reported.names, *beside))
