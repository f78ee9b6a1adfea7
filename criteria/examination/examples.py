"""Whether the answers that a trial's wording shows as examples can be given, and would pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.known.truth import Truth
from criteria.known.values import Doubt, Refusal
from criteria.verdict.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from criteria.reading.answers.answers import AnswerReader
    from criteria.trial.trial import Trial


def bad_examples(trial: Trial, reader: AnswerReader, today: date) -> Iterator[tuple[str, str]]:
    """Return each example that is no answer, or one that its own rule does not pass, and why."""
    for words in trial.words.values():
        for item, entry in words.items.items():
            if entry.example is not None:
                why = _wrong(trial, reader, item, entry.example, today)
                if why:
                    where = f'{words.language}.toml: items."{item}".example'
                    yield where, f"“{entry.example}” {why}"


def _wrong(trial: Trial, reader: AnswerReader, item: str, example: str, today: date) -> str:
    """Return what is the matter with an example; nothing where it would pass."""
    value = reader.read(item, example, today)
    if isinstance(value, Refusal | Doubt):
        return f"is not read as an answer ({value.code})"
    if trial.items[item].rule is None:
        return ""
    truth = Facts(trial, {item: value}, today).item_truth(item)
    waits = truth is Truth.UNKNOWN and bool(trial.leaning.get(item))  # for other answers
    return "" if waits or truth is Truth.YES else "does not pass its own rule"
