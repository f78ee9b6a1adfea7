"""What an answer would change: a pure look at a screening, of which nothing is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.dialogs.effects import Refused, Unclear
from bot.dialogs.naming import first_named
from criteria.known.combining import combine
from criteria.known.values import Doubt, Refusal
from criteria.reading.reports.report import read_laboratory
from criteria.verdict.crosschecks import impossible
from criteria.verdict.verdict import verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.dialogs.session import Script, Session
    from criteria.known.values import Value
    from criteria.verdict.statuses import Status
    from criteria.verdict.verdict import Verdict

LONGEST = 1000
_PART = re.compile(r"[;\n]|,(?=\s)")


@dataclass(frozen=True, slots=True)
class Supposition:
    """Answers that somebody only thinks of, and the verdicts without and with them."""

    before: Verdict
    after: Verdict
    values: Mapping[str, Value] = field(default_factory=dict)
    problems: tuple[Refused | Unclear, ...] = ()
    """What was written and is not among the values."""

    @property
    def changes(self) -> Iterator[tuple[str, Status, Status]]:
        """The criteria whose status changes: before and after."""
        for criterion, was in self.before.statuses.items():
            now = self.after.statuses[criterion]
            if now is not was:
                yield criterion, was, now


def suppose(session: Session, text: str, script: Script) -> Supposition:
    """Return what a screening would come to with the answers in a text beside its own.

    Args:
        session: the screening; nothing of it changes.
        text: answers with their names: ``Hb 91``, ``ECOG 2; platelets 120``.
        script: the trial, in the session's version.
    """
    before = script.verdict(session)
    values: dict[str, Value] = {}
    problems: list[Refused | Unclear] = []
    for item, found in _read(text[:LONGEST], session, script):
        if isinstance(found, Refusal):
            problems.append(Refused(item, found))
        elif isinstance(found, Doubt) and len(found.candidates) != 1:
            problems.append(Unclear(item, found))
        else:
            values[item] = found.candidates[0] if isinstance(found, Doubt) else found
    answers = {**script.values(session), **values}
    refused = [Refused(item, refusal) for item, refusal in impossible(script.trial, answers)]
    if refused:
        return Supposition(before, before, {}, (*problems, *refused))
    after = verdict(script.trial, answers, session.reference_date, script.site)
    return Supposition(before, after, values, tuple(problems))


def _read(text: str, session: Session, script: Script) -> Iterator[tuple[str, Value | Refusal]]:
    """Read every part of a text: an item by its name and answer, else as a laboratory report."""
    for part in filter(None, map(str.strip, _PART.split(text))):
        named = first_named(part, script.trial)
        found = script.reader.read(*named, session.reference_date) if named else None
        if named and not isinstance(found, Refusal | None):
            yield named[0], found
            continue
        results: dict[str, Value] = {}
        for result in read_laboratory(part, script.trial).results:
            earlier = results.get(result.item)
            results[result.item] = combine([earlier, result.value]) if earlier else result.value
        yield from results.items()
        if named and isinstance(found, Refusal) and named[0] not in results:
            yield named[0], found
