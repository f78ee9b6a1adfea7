"""The words of a trial's items: their names, what is asked with them, what means not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.reading.answers import choices
from criteria.reading.answers.not_known import SAYS_NOT_KNOWN
from criteria.reading.languages.wordlists import tables, words
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criteria.trial.trial import Trial

_WORD = re.compile(r"[^\W\d_]+")
_SAYS_NOT_APPLICABLE = frozenset(map(choices.key, words("answers", "not_applicable")))
_NOT_AVAILABLE_EITHER = frozenset(map(choices.key, words("answers", "not_available_either")))
"""Not applicable only where an item has that answer; elsewhere it may be "not available"."""


def together(trial: Trial) -> dict[str, tuple[str, ...]]:
    """Return the choices that are asked together with each number."""
    screens = [screen for screen in trial.protocol.screens if screen.style == "together"]
    return {
        item: tuple(one for one in screen.items if isinstance(trial.items[one], ChoiceItem))
        for screen in screens
        for item in screen.items
        if isinstance(trial.items[item], NumberItem)
    }


def names(item: str, trial: Trial) -> frozenset[str]:
    """Collect the words of an item's label, in lower case."""
    labels = (wording.items[item].label for wording in trial.words.values())
    return frozenset(word.casefold() for label in labels for word in _WORD.findall(label))


def asked_elsewhere(
    trial: Trial, spoken: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    """Collect for each item the words of what the others ask that its own question does not have.

    Args:
        trial: the trial.
        spoken: for the items with choices, every word of their questions and choices.
    """
    labels = {item: names(item, trial) for item in trial.items}
    called = (_called(item) for item in trial.items.values())
    topics = tables("answers", "test_topics")
    every = frozenset[str]().union(*labels.values(), *called, topics)
    asked = {item: spoken.get(item) or _words_asked(item, trial) for item in labels}
    own = {
        item: said.union(test for test, words in topics.items() if not said.isdisjoint(words))
        for item, said in asked.items()
    }
    return {item: every - names - own[item] for item, names in labels.items()}


def _called(item: ChoiceItem | NumberItem | DateItem) -> frozenset[str]:
    """Collect the words of a result's names, or of the codes that are chosen from."""
    names = item.names if isinstance(item, NumberItem) else getattr(item, "choices", ())
    return frozenset(word.casefold() for name in names for word in choices.WORD.findall(name))


def _words_asked(item: str, trial: Trial) -> frozenset[str]:
    """Collect the words of an item's question and of its methods' names, in lower case."""
    questions = [wording.items[item].question for wording in trial.words.values()]
    methods = getattr(trial.items[item], "method_names", {})
    said = [*questions, *(name for names in methods.values() for name in names)]
    return frozenset(word.casefold() for one in said for word in choices.WORD.findall(one))


def words_for(code: str, item: str, trial: Trial) -> frozenset[str]:
    """Collect the words for `unknown` or `not_applicable`, by their key."""
    usual = SAYS_NOT_KNOWN if code == "unknown" else _SAYS_NOT_APPLICABLE
    found = []
    known = trial.items[item]
    takes_it = isinstance(known, ChoiceItem) and "not_applicable" in known.choices
    if takes_it == (code == "not_applicable"):
        usual |= _NOT_AVAILABLE_EITHER
    for wording in trial.words.values():
        own = wording.items.get(item)
        found += [wording.choices.get(code, code)]
        found += [] if own is None else [own.choices.get(code, code), *own.synonyms.get(code, ())]
    return usual.union(map(choices.key, found))
