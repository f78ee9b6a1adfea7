"""What is left to do on a draft that was made of a registry entry, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.protocol import Criterion, Drafting, Item, Protocol
    from criteria.trial.trial import Trial
    from criteria.trial.wording import Words

_SHOWN = 120


class Left(NamedTuple):
    """One thing to do: where, and what."""

    where: str
    what: str


def left_to_do(protocol: Protocol) -> Iterator[Left]:
    """Return what an author still has to confirm, to compare and to word."""
    if protocol.drafting is not None:
        yield from _of_the_whole(protocol.drafting, protocol)
    for criterion in protocol.criteria:
        yield from _of_criterion(criterion)
    for item in protocol.items:
        yield from _of_item(item)


def _of_the_whole(drafting: Drafting, protocol: Protocol) -> Iterator[Left]:
    if not drafting.sides_confirmed:
        absent = sum(criterion.is_exclusion for criterion in protocol.criteria)
        hold = len(protocol.criteria) - absent
        what = (
            f"{hold} criteria must hold (I) and {absent} must not (E): see "
            "that each is whole and on its right side, then write sides_confirmed = true"
        )
        yield Left("drafting.sides_confirmed", what)
        for line in drafting.left_out:
            yield Left("drafting.left_out", f"{_quoted(line.text)} is no criterion: it {line.why}")
    elif not drafting.doubts:
        yield Left("drafting", "is finished: take the table away, or it cannot be released")
    for doubt in drafting.doubts:
        yield Left("drafting.doubts", f"{doubt} Settle it, then take the entry away")


def _of_criterion(criterion: Criterion) -> Iterator[Left]:
    if criterion.proposed is not None:
        yield Left(criterion.id, _compare(criterion.proposed))


def _of_item(item: Item) -> Iterator[Left]:
    if item.proposed is not None:
        yield Left(item.id, _compare(item.proposed))
    if item.to_word:
        yield Left(
            item.id,
            "is still asked in the registry's words: word the question, or make items and a rule "
            "of it, then take the key to_word away",
        )


def cut_labels(trial: Trial) -> Iterator[Left]:
    """Return the labels that a draft took from the registry's text and had to cut.

    What has still to be worded is left out: it is said of that already.
    """
    waiting = {item.id for item in trial.protocol.items if item.to_word}
    for words in trial.words.values():
        for key, label in _labels(words, waiting):
            if label.endswith("…"):
                what = f"{_quoted(label)} is cut off: write a short name"
                yield Left(f"{words.language}.toml: {key}.label", what)


def _labels(words: Words, waiting: set[str]) -> Iterator[tuple[str, str]]:
    """Return the labels that somebody wrote, with their keys."""
    for name, item in words.items.items():
        if name not in waiting:
            yield f'items."{name}"', item.label
    from_items = {item.label for item in words.items.values()}
    for name, criterion in words.criteria.items():
        if criterion.label not in from_items:
            yield f"criteria.{name}", criterion.label


def _compare(words: str) -> str:
    return f"is proposed, read from {_quoted(words)}: compare it, then take the key proposed away"


def _quoted(words: str) -> str:
    plain = " ".join(words.split())
    return f"“{plain}”" if len(plain) <= _SHOWN else f"“{plain[: _SHOWN - 1]}…”"
