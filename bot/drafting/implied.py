"""What a draft need not write, because it follows from the rest of what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from criteria.trial.defaults.implied import SEX, evers, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.drafting.building import Made

Table = dict[str, Any]
_LAST = "When was the last time"


def written_items(made: Made) -> list[Table]:
    """Return the items without what follows from their rules, their words and other items."""
    spared = {SEX, *_in_front(made)}
    items = [item for name, item in made.items.items() if name not in spared]
    return [_short(item, named="label" in made.words.get(item["id"], {})) for item in items]


def written_words(made: Made, criteria: list[Table]) -> dict[str, Table]:
    """Return the words without the help that is the criterion's text, as it is anyhow.

    The sex has words of its own, and the day of the last time those of the question in front.
    """
    texts = {one["id"]: one["text"] for one in criteria}
    dated = {
        name
        for name, item in made.items.items()
        if any(evers(item.get("rule"))) and made.words[name]["question"].startswith(_LAST)
    }
    return {
        name: {
            key: text
            for key, text in said.items()
            if key != "help" or text != texts.get(name.partition(".")[0])
        }
        for name, said in made.words.items()
        if name != SEX and name not in dated
    }


def _in_front(made: Made) -> Iterator[str]:
    """Return the questions that a window has in front, and that nothing else is said of."""
    for item in made.items.values():
        for name in evers(item.get("rule")):
            front = made.items[name]
            if front.get("proposed") == item.get("proposed") and not front.get("judgement"):
                yield name


def _short(item: Table, *, named: bool) -> Table:
    spared = {"name"} if named else set()
    if item.get("kind") == kind_of(item):
        spared.add("kind")
    return {key: value for key, value in item.items() if key not in spared}
