"""Verdicts without a conversation: from a JSON object to the answer the contract names.

Answers are read exactly as the conversation reads a typed answer, but there is nobody to ask
back: what would need a confirmation counts as not known and is listed among the notes.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.batch.entries import AsWritten, Member, Object, parse
from bot.identity import holds_identifier
from bot.presentation.sentences import Speaker, shortened
from criteria.known.combining import combine
from criteria.known.values import DateSpan, NotKnown, Refusal, Value
from criteria.reading.answers.answers import LONGEST, AnswerReader
from criteria.trial.protocol import ChoiceItem, DateItem
from criteria.trial.site import NO_SITE, Site
from criteria.verdict.crosschecks import impossible
from criteria.verdict.notes import Note, notes
from criteria.verdict.verdict import Verdict, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.texts.words import Texts
    from criteria.trial.trial import Trial

Identity: TypeAlias = "str | int | None"
"""The id of an entry, as it was given."""

_LONGEST_ID = 200
_KEYS = ("id", "reference_date", "answers")


class Unusable(Exception):  # noqa: N818 - it says what the input is
    """Input that can't be used: the item, and what to write instead."""

    def __init__(self, text: str, item: str | None = None, line: int | None = None) -> None:
        """Say what is wrong.

        Args:
            text: what to write instead; never the text that was refused.
            item: the item whose answer it is, where there is one.
            line: the line of the file that it is on, where that is known.
        """
        super().__init__(text)
        self.text = text
        self.item = item
        self.line = line
        self.identity: Identity = None
        """The id of the entry, where it could be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One checked entry."""

    identity: Identity
    verdict: Verdict
    dated: bool
    """A reference date was given; without one it is today."""


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
        self.example_key = ""
        """What an example of an entry calls the trial's first item, if not by its id."""
        self._date_item = trial.protocol.roles.get("reference_date")

    def check(self, text: str, line: int = 1) -> Entry:
        """Check one entry, written as a JSON object.

        Args:
            text: the entry.
            line: the line of its file that it begins on.

        Raises:
            Unusable: it is not such an object, or an answer in it can't be used.
        """
        with self.reading(text, line) as (identity, entry):
            return self.judge(identity, entry)

    def reply_to(self, text: str, line: int = 1) -> dict[str, Any]:
        """Return the machine-readable reply to an entry; raises as `check` does."""
        return self.reply(self.check(text, line))

    @contextmanager
    def reading(self, text: str, line: int) -> Iterator[tuple[Identity, Object]]:
        """Yield an entry's id and its members; what is raised meanwhile names id and line."""
        entry = self._parse(text, line)
        identity = None
        try:
            identity = self._identity(entry)
            yield identity, entry
        except Unusable as unusable:
            unusable.identity = identity
            if unusable.line is not None:
                unusable.line += line - 1
            raise

    def unusable(
        self, sentence: str, item: str | None = None, at: int | None = None, **details: object
    ) -> Unusable:
        """Return the error that says a sentence of the texts, about an item at a line."""
        shape = self.shape()
        return Unusable(self.speaker.texts.input.say(sentence, shape=shape, **details), item, at)

    def shape(self) -> str:
        """Return what an entry looks like: an example with one answer."""
        item = self.trial.order[0]
        known = self.trial.items[item]
        code = known.choices[0] if isinstance(known, ChoiceItem) else "unknown"
        text = self.speaker.example(item) or code
        answer = json.dumps({self.example_key or item: text}, ensure_ascii=False)
        return f'an object such as {{"reference_date": "2026-03-31", "answers": {answer}}}'

    def _parse(self, text: str, line: int) -> Object:
        try:
            entry = parse(text)
        except json.JSONDecodeError as error:
            sentence = "more_than_one" if error.msg == "Extra data" else "not_json_at"
            at = line + error.lineno - 1
            raise self.unusable(sentence, line=at, character=error.colno) from None
        except RecursionError:
            raise self.unusable("not_json") from None
        if not isinstance(entry, Object):
            raise self.unusable("not_an_entry")
        return entry

    def _identity(self, entry: Object) -> Identity:
        """Return the entry's id, once it is sure which one that is."""
        for key in _KEYS:
            if len(entry.of(key)) > 1:
                raise self.unusable("twice", at=entry.of(key)[-1].line, key=key)
        identity = entry.get("id")
        if identity is None:
            return None
        (given,) = entry.of("id")
        if not isinstance(identity, str) or len(identity) > _LONGEST_ID:
            raise self.unusable("identity_form", at=given.line, longest=_LONGEST_ID)
        if holds_identifier(identity):
            raise self.unusable("identity_person", at=given.line)
        if not isinstance(identity, AsWritten):
            return identity
        try:
            return int(identity)
        except ValueError:
            raise self.unusable("identity_form", at=given.line, longest=_LONGEST_ID) from None

    def judge(self, identity: Identity, entry: Object) -> Entry:
        """Check the members of an entry; raises as `check` does."""
        answers = entry.get("answers")
        if not isinstance(answers, Object):
            raise self.unusable("no_answers")
        if "reference_date" not in entry:
            for key in get_close_matches("reference_date", entry, 1, 0.75):
                raise self.unusable("misspelt", at=entry.of(key)[-1].line, key=key)
        written = self._reference_date(entry, answers)
        today = written or self.today
        values = self._values(answers, today)
        for item, refusal in impossible(self.trial, values):
            raise self._refused(answers.of(item)[-1], refusal)
        found = verdict(self.trial, values, today, self.site)
        return Entry(identity, found, dated=written is not None)

    def _values(self, answers: Object, today: date) -> dict[str, Value]:
        """Read every answer; an item that was answered more than once keeps them all."""
        pairs, recall = answers.pairs, self.reader.recall
        values = [
            recall(item, text, today) or self._read(answers.member(at), today)
            for at, (item, text) in enumerate(pairs)
        ]
        if len(answers) == len(values):
            return dict(zip(answers, values, strict=True))
        return {
            item: combine([values[at] for at, (name, _) in enumerate(pairs) if name == item])
            for item in answers
        }

    def _read(self, answer: Member, today: date) -> Value:
        """Search an answer for identifiers, then read it; the reader recalls none that has one."""
        item, text = answer.key, answer.value
        if item not in self.trial.items:
            raise self.stranger(answer)
        if not isinstance(text, str):
            raise self._refused(answer, Refusal("not_text"))
        if len(text) > LONGEST:
            raise self._refused(answer, Refusal("too_long"))
        if holds_identifier(text):
            raise self._refused(answer, Refusal("identifier"))
        found = self.reader.read(item, text, today)
        if isinstance(found, Refusal):
            raise self._refused(answer, found)
        return found

    def _refused(self, answer: Member, refusal: Refusal) -> Unusable:
        """Return the error that an answer is refused with."""
        return Unusable(self.speaker.refusal(answer.key, refusal), answer.key, answer.line)

    def stranger(self, answer: Member) -> Unusable:
        """Say that there is no such item; the name may be long, or somebody's number."""
        if len(answer.key) > LONGEST or holds_identifier(answer.key):
            return Unusable(self.speaker.refusal("", Refusal("identifier")), None, answer.line)
        detail = (("trial", self.trial.protocol.id), ("version", self.trial.protocol.version))
        name = shortened(answer.key)
        refusal = Refusal("unknown_item", detail=detail)
        return Unusable(self.speaker.refusal(name, refusal), name, answer.line)

    def _reference_date(self, entry: Object, answers: Object) -> date | None:
        """Return the day to count from: the entry's or the answer's, if it names one."""
        item = self._date_item
        written = [
            self._iso(given, item)
            for given in entry.of("reference_date")
            if given.value is not None
        ]
        dated = [] if item is None else answers.of(item)
        for answer in dated:
            found = self._read(answer, self.today)
            if isinstance(found, DateSpan):
                written.append(found.first)
            elif not isinstance(found, NotKnown):
                raise self._refused(answer, Refusal("date_incomplete"))
        if len(set(written)) > 1:
            raise self.unusable("two_dates", item, dated[-1].line)
        return written[0] if written else None

    def _iso(self, given: Member, item: str | None) -> date:
        try:
            day = date.fromisoformat(str(given.value))
        except ValueError:
            raise self.unusable("date_form", item, given.line) from None
        if day.isoformat() != given.value:
            raise self.unusable("date_form", item, given.line)
        known = None if item is None else self.trial.items[item]
        if isinstance(known, DateItem):
            ends = {"earliest": known.earliest, "latest": known.latest or date.max}
            if not ends["earliest"] <= day <= ends["latest"]:
                raise self.unusable("date_range", item, given.line, **ends)
        return day

    def reply(self, entry: Entry) -> dict[str, Any]:
        """Return the machine-readable reply to an entry."""
        found = entry.verdict
        protocol = self.trial.protocol
        reply = {
            "id": entry.identity,
            "trial": protocol.id,
            "version": protocol.version,
            "reference_date": found.facts.reference_date.isoformat(),
            "overall": found.outcome.value,
            "criteria": {name: status.value for name, status in found.statuses.items()},
            "failing": found.failing,
            "pending": found.pending,
            "notes": [self._note(note, found) for note in notes(found)],
            "advisories": found.advisories,
        }
        return reply | {"site": self.site.code} if self.site.code else reply

    def _note(self, note: Note, found: Verdict) -> dict[str, Any]:
        """Return a note; one about several answers names the trial's entry and every item."""
        said = {"item": note.item, "code": note.code, "text": self.speaker.note(note, found)}
        return said | ({"entry": note.entry, "items": note.items} if note.entry else {})


def error_reply(unusable: Unusable) -> dict[str, Any]:
    """Return the machine-readable reply to an entry that can't be used."""
    return {
        "id": unusable.identity,
        "error": {"item": unusable.item, "text": unusable.text},
    }
