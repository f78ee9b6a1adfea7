"""Whether a trial's wording is whole: every language says everything, and nothing twice.

A language that a trial has a file for is complete or the trial is refused; no text falls back
from one language to another without anybody noticing.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import TYPE_CHECKING, get_args

from criteria.rules.rules import OneOf, plain
from criteria.trial.problems import Problem, listed, strangers
from criteria.trial.protocol import Change, ChoiceItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criteria.trial.trial import Trial
    from criteria.trial.wording import ItemWords, Words

_ALWAYS = ("unknown", "not_applicable")
"""Answers that any question may be given, whether or not it offers them."""
_PLACEHOLDERS = {"eligible": set[str](), "not_eligible": {"failing"}, "pending": {"pending"}}
_LONGEST_HELP = 700
_APART = re.compile(r"[\W_]+")


def gaps(trial: Trial) -> Iterator[Problem]:
    """Return what a language lacks, what it has left over, and words that mean two things."""
    for words in trial.words.values():
        yield from _tables(trial, words)
        yield from _outcomes(words)
        for name, item in words.items.items():
            if name in trial.items:
                yield from _item(trial, words, name, item)
    yield from _unequal(trial)
    for choice in trial.protocol.items:
        if isinstance(choice, ChoiceItem):
            yield from _ambiguous(trial, choice)


def _file(words: Words) -> str:
    return f"{words.language}.toml"


def _tables(trial: Trial, words: Words) -> Iterator[Problem]:
    """Each table has an entry for everything that it words, and for nothing else."""
    protocol, file = trial.protocol, _file(words)
    yield from _exactly(file, "criteria", words.criteria.items(), trial.criteria)
    yield from _of_items(trial, words)
    yield from _exactly(file, "screens", words.screens.items(), [s.id for s in protocol.screens])
    yield from _exactly(
        file, "advisories", words.advisories.items(), [a.id for a in protocol.advisories]
    )
    yield from _exactly(file, "at_odds", words.at_odds.items(), [e.id for e in protocol.at_odds])
    yield from _exactly(file, "changes", words.changes.items(), get_args(Change))
    yield from _exactly(file, "outcomes", words.outcomes.items(), _PLACEHOLDERS)
    used = {code for item in protocol.items for code in getattr(item, "choices", ())}
    yield from strangers(file, "choices", words.choices, sorted(used | set(_ALWAYS)))
    for code in _ALWAYS:
        if code not in words.choices:
            yield Problem(file, f"choices.{code}", "nothing", "its label")


def _of_items(trial: Trial, words: Words) -> Iterator[Problem]:
    """Every item has words; words of no item may be those of one that was given another id."""
    lacking = [name for name in trial.items if name not in words.items]
    for name in lacking:
        wanted = "a label and a question in a table of that name"
        yield Problem(_file(words), f'items."{name}"', "nothing", wanted)
    strange = [name for name in words.items if name not in trial.items]
    yield from strangers(_file(words), "items", strange, lacking or list(trial.items))


def _exactly(
    file: str, key: str, found: Iterable[tuple[str, object]], wanted: Iterable[str]
) -> Iterator[Problem]:
    """Compare the keys of a table with what it must have."""
    names = list(wanted)
    said = dict(found)
    for name in names:
        if name not in said:
            yield Problem(file, f"{key}.{name}", "nothing", "its wording")
        elif said[name] == "":
            yield Problem(file, f"{key}.{name}", "no text", "its wording")
    yield from strangers(file, key, said, names)


def _outcomes(words: Words) -> Iterator[Problem]:
    """An outcome names what fails or is open, and nothing that nobody can fill in."""
    for outcome, text in words.outcomes.items():
        key = f"outcomes.{outcome}"
        try:
            named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            yield Problem(_file(words), key, f'"{text[:60]}"', "braces in pairs")
            continue
        wanted = _PLACEHOLDERS.get(outcome, named)
        if named != wanted:
            asked = " and ".join(f"{{{name}}}" for name in wanted) or "no placeholder"
            yield Problem(_file(words), key, listed(sorted(named)) or "no placeholder", asked)


def _item(trial: Trial, words: Words, name: str, item: ItemWords) -> Iterator[Problem]:
    """An item's words belong to its choices, and all of these have a label."""
    file, key = _file(words), f'items."{name}"'
    known = trial.items[name]
    codes = known.choices if isinstance(known, ChoiceItem) else ()
    for code in codes:
        if not (item.choices.get(code) or words.choices.get(code)):
            yield Problem(file, f"choices.{code}", f"no label, and {name} has it", "its label")
    yield from strangers(file, f"{key}.choices", item.choices, (*codes, *_ALWAYS))
    yield from strangers(file, f"{key}.synonyms", item.synonyms, (*codes, *_ALWAYS))
    yield from strangers(file, f"{key}.remarks", item.remarks, (*codes, *_ALWAYS))
    failing = [code for rule in plain(known.rule) if isinstance(rule, OneOf) for code in rule.no]
    for table in ("failed_by", "advice_by"):
        yield from strangers(file, f"{key}.{table}", getattr(item, table), failing)
    for hint, hinted in item.hints.items():
        yield from strangers(file, f'{key}.hints."{hint}"', hinted, (*codes, "unknown"))
        if not hinted:
            yield Problem(file, f'{key}.hints."{hint}"', "no choice", "what it suggests")
    for text in ("help", "needed"):
        if not getattr(item, text):
            yield Problem(file, f"{key}.{text}", "no text", "its wording")
    if len(item.help) > _LONGEST_HELP:
        found = f"{len(item.help)} characters"
        yield Problem(file, f"{key}.help", found, f"at most {_LONGEST_HELP}: it is read on a phone")


def _unequal(trial: Trial) -> Iterator[Problem]:
    """What one language adds to a failure or to an answer, the others add as well."""
    for name, item in trial.items.items():
        languages = trial.words.values()
        said = {w.language: w.items[name] for w in languages if name in w.items}
        wanted = {key for entry in said.values() for key in _added(entry)}
        wanted |= {("remarks", code) for code in getattr(item, "todo", ())}
        for words in trial.words.values():
            entry = said.get(words.language)
            for table, code in sorted(wanted - set(_added(entry))) if entry else ():
                key = f'items."{name}".{table}' + (f".{code}" if code else "")
                yield Problem(_file(words), key, "nothing", _LACKING[table])


_LACKING = {
    "remarks": "a remark: it is needed here",
    **dict.fromkeys(
        ("failed", "failed_by", "advice", "advice_by", "example"),
        "a text, as in the other language",
    ),
}


def _added(entry: ItemWords) -> Iterator[tuple[str, str]]:
    """Return what an item's words add: the table and the choice, none where it is for all."""
    for table in _LACKING:
        found = getattr(entry, table)
        if isinstance(found, dict):
            yield from ((table, code) for code in found)
        elif found:
            yield table, ""


def _ambiguous(trial: Trial, item: ChoiceItem) -> Iterator[Problem]:
    """No word means two choices of an item, in whatever language it is typed."""
    meanings: dict[str, str] = {}
    for words in trial.words.values():
        for written, code in _words(words, item):
            other = meanings.setdefault(_APART.sub("", written.casefold()), code)
            if other != code:
                found = f'"{written}" for {other} and for {code}'
                key = f'items."{item.id}".synonyms'
                yield Problem(_file(words), key, found, "a word that means one of them")
    for words in trial.words.values():
        for hint in words.items[item.id].hints if item.id in words.items else ():
            if _APART.sub("", hint.casefold()) in meanings:
                key = f'items."{item.id}".hints'
                found = f'"{hint}", which is a label or another word for a choice already'
                yield Problem(_file(words), key, found, "either a synonym or a hint")


def _words(words: Words, item: ChoiceItem) -> Iterator[tuple[str, str]]:
    """Return every word that means a choice: its code, its label, its synonyms."""
    own = words.items.get(item.id)
    for code in dict.fromkeys((*item.choices, *_ALWAYS)):
        yield code, code
        label = (own.choices.get(code) if own else None) or words.choices.get(code)
        if label:
            yield label, code
        for synonym in own.synonyms.get(code, ()) if own else ():
            yield synonym, code
