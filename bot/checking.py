"""Verdicts without a conversation: from a JSON object to the answer the contract names.

Answers are read exactly as the conversation reads a typed answer, but there is nobody to ask
back: what would need a confirmation counts as not known and is listed among the notes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.identity import holds_identifier
from bot.sentences import Speaker
from criteria.crosschecks import impossible
from criteria.notes import notes
from criteria.protocol import DateItem
from criteria.reading.answers import AnswerReader, combine
from criteria.screening import Verdict, verdict
from criteria.site import NO_SITE, Site
from criteria.values import DateSpan, NotKnown, Refusal, Value

if TYPE_CHECKING:
    from bot.texts import Texts
    from criteria.trial import Trial

_LONGEST_ID = 200


class Unusable(Exception):  # noqa: N818 - it says what the input is
    """Input that can't be used: the item, and what to write instead."""

    def __init__(self, text: str, item: str | None = None, identity: object = None) -> None:
        """Say what is wrong.

        Args:
            text: what to write instead; never the text that was refused.
            item: the item whose answer it is, where there is one.
            identity: the id of the entry, where it could be read.
        """
        super().__init__(text)
        self.text = text
        self.item = item
        self.identity = identity


class _Twice(dict[str, Any]):
    """An object with the texts of keys that were given more than once."""

    repeated: dict[str, list[Any]]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; keep every text of a key that stands in it twice (policy P20)."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = _Twice(found)
    twice.repeated = {}
    for key, value in pairs:
        twice.repeated.setdefault(key, []).append(value)
    return twice


def _constant(name: str) -> str:
    raise ValueError(name)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=str, parse_float=str, parse_constant=_constant
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One checked entry."""

    identity: str | None
    verdict: Verdict


class Checker:
    """Checks entries against one trial, in one language."""

    def __init__(self, trial: Trial, texts: Texts, today: date, site: Site = NO_SITE) -> None:
        """Prepare for many entries.

        Args:
            trial: the trial in the version to check against.
            texts: the bot's words in the language of the replies.
            today: the reference date where an entry gives none.
            site: the site's own limits.
        """
        self.trial = trial
        self.site = site
        self.today = today
        self.reader = AnswerReader(trial)
        self.speaker = Speaker(trial, texts)
        self._date_item = trial.protocol.roles.get("reference_date")

    def check(self, text: str) -> Entry:
        """Check one entry, written as a JSON object.

        Raises:
            Unusable: it is not such an object, or an answer in it can't be used.
        """
        entry = self._parse(text)
        identity = _identity(entry)
        try:
            return Entry(identity, self._verdict(entry))
        except Unusable as unusable:
            unusable.identity = identity
            raise

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            entry = _DECODER.decode(text)
        except (ValueError, RecursionError) as error:
            where = getattr(error, "colno", None)
            at = f" (at character {where})" if where else ""
            raise Unusable(f"This is not JSON{at}: write {_SHAPE}") from None
        if not isinstance(entry, dict):
            raise Unusable(f"Write {_SHAPE}")
        return entry

    def _verdict(self, entry: dict[str, Any]) -> Verdict:
        answers = entry.get("answers")
        if not isinstance(answers, dict):
            raise Unusable(f"“answers” is missing: write {_SHAPE}")
        today = self._reference_date(entry.get("reference_date"), answers)
        values = {item: self._read(item, text, today) for item, text in answers.items()}
        if isinstance(answers, _Twice):
            values |= self._read_twice(answers, today)
        for item, refusal in impossible(self.trial, values):
            raise Unusable(self.speaker.refusal(item, refusal), item)
        return verdict(self.trial, values, today, self.site)

    def _read(self, item: str, text: object, today: date) -> Value:
        if not isinstance(text, str):
            raise Unusable(self.speaker.refusal(item, Refusal("not_text")), item)
        if item not in self.trial.items:
            detail = (("trial", self.trial.protocol.id), ("version", self.trial.protocol.version))
            unknown = Refusal("unknown_item", detail=detail)
            raise Unusable(self.speaker.refusal(item[:40], unknown), item)
        if holds_identifier(text):
            raise Unusable(self.speaker.refusal(item, Refusal("identifier")), item)
        found = self.reader.read(item, text, today)
        if isinstance(found, Refusal):
            raise Unusable(self.speaker.refusal(item, found), item)
        return found

    def _read_twice(self, answers: _Twice, today: date) -> dict[str, Value]:
        """Keep all answers to an item that was answered more than once."""
        return {
            item: combine([self._read(item, text, today) for text in texts])
            for item, texts in answers.repeated.items()
            if len(texts) > 1
        }

    def _reference_date(self, given: object, answers: dict[str, Any]) -> date:
        """Give the day to count from: the entry's, the answer's, or today."""
        item = self._date_item
        if item is None:
            return self._iso(given, None) if given is not None else self.today
        written = [] if given is None else [self._iso(given, item)]
        if item in answers:
            found = self._read(item, answers[item], self.today)
            if isinstance(found, DateSpan):
                written.append(found.first)
            elif not isinstance(found, NotKnown):
                raise Unusable(self.speaker.refusal(item, Refusal("date_incomplete")), item)
        if len(set(written)) > 1:
            raise Unusable("Two different reference dates: write one of them.", item)
        return written[0] if written else self.today

    def _iso(self, given: object, item: str | None) -> date:
        try:
            if not isinstance(given, str):
                raise TypeError  # noqa: TRY301 - both mean: not such a text
            day = date.fromisoformat(given)
        except (TypeError, ValueError):
            raise Unusable("Write the reference date as 2026-03-31.", item) from None
        known = None if item is None else self.trial.items[item]
        if isinstance(known, DateItem):
            latest = known.latest or date.max
            if not known.earliest <= day <= latest:
                text = f"The reference date must lie from {known.earliest} to {latest}: check it."
                raise Unusable(text, item)
        return day

    def reply(self, entry: Entry) -> dict[str, Any]:
        """Give the machine-readable reply to an entry."""
        found = entry.verdict
        protocol = self.trial.protocol
        return {
            "id": entry.identity,
            "trial": protocol.id,
            "version": protocol.version,
            "reference_date": found.facts.reference_date.isoformat(),
            "overall": found.outcome.value,
            "criteria": {name: status.value for name, status in found.statuses.items()},
            "failing": found.failing,
            "pending": found.pending,
            "notes": [
                {"item": n.item, "code": n.code, "text": self.speaker.note(n, found)}
                for n in notes(found)
            ],
            "advisories": found.advisories,
        }


def error_reply(unusable: Unusable) -> dict[str, Any]:
    """Give the machine-readable reply to an entry that can't be used."""
    return {
        "id": unusable.identity,
        "error": {"item": unusable.item, "text": unusable.text},
    }


def _identity(entry: dict[str, Any]) -> str | None:
    identity = entry.get("id")
    if identity is None:
        return None
    if not isinstance(identity, str) or len(identity) > _LONGEST_ID:
        raise Unusable(f"Write “id” as a text of at most {_LONGEST_ID} characters.")
    return identity


_SHAPE = 'an object such as {"reference_date": "2026-03-31", "answers": {"I1.age": "62"}}'
