"""What can be noted of a screening beside its answers: consent, referral, and what came of it.

The fields are a closed list; so are the outcomes after a referral and the reasons for not
approaching somebody. What is free in them is a few words, which never say who somebody is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from bot.dialogs.sources import parted, read_day
from bot.identity import identifies
from bot.screenings.outcomes.follow_up_fields import FIELDS, OTHER, Kind, field_label, label, said
from bot.screenings.outcomes.study_numbers import problem_of
from bot.store import Noted, latest
from bot.texts import languages, texts_in
from criteria.known.values import DateSpan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from bot.store import Fact
    from bot.texts.words import Texts

LONGEST = 100
"""Signs of somebody's own words."""
_TAKEN_BACK = ("-", "–", "—")


class Refused(Enum):
    """Why something cannot be noted: the name of a sentence."""

    FIELD = "which_field"
    DAY = "no_day"
    SEVERAL = "several_days"
    CODE = "no_code"
    LENGTH = "too_long"
    OWN_WORDS = "own_words"
    IDENTIFIER = "identifier"
    PURGED = "no_words"
    STUDY_NUMBER = "no_study_number"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken, why, and which days it can mean."""

    why: Refused
    field: str = ""
    days: tuple[str, ...] = ()


def read(field: str, text: str, today: date) -> Noted | Refusal:
    """Read what somebody wrote into a field; a dash takes it back.

    Args:
        field: one of `FIELDS`.
        text: what was written.
        today: the latest day that there can be.
    """
    plain = " ".join(text.split())
    if identifies(plain):
        return Refusal(Refused.IDENTIFIER, field)
    if plain in _TAKEN_BACK:
        return Noted(field, None)
    match FIELDS[field].kind:
        case Kind.DAY:
            return _day(field, plain, today)
        case Kind.CODE:
            return _code(field, plain)
        case Kind.NUMBER:
            return _number(field, plain)
        case _:
            return _words(field, None, plain)


def _day(field: str, text: str, today: date) -> Noted | Refusal:
    found = read_day(text, today, whole=True)
    if isinstance(found, DateSpan):
        return Noted(field, str(found))
    return Refusal(Refused.SEVERAL if found else Refused.DAY, field, tuple(map(str, found)))


def _number(field: str, text: str) -> Noted | Refusal:
    problem = problem_of(text)
    return Noted(field, None, text) if problem is None else Refusal(Refused(problem), field)


def _code(field: str, text: str) -> Noted | Refusal:
    """Read a code or its label in any language; behind *other* stand the words."""
    named, _, words = text.partition(":")
    code = _codes(field).get(_without_stop(named).casefold())
    if code is None:
        return Refusal(Refused.CODE, field)
    if code == OTHER:
        return _words(field, OTHER, words.strip()) if words.strip() else _needs_words(field)
    return Refusal(Refused.CODE, field) if words.strip() else Noted(field, code)


def _needs_words(field: str) -> Refusal:
    return Refusal(Refused.OWN_WORDS, field)


def _words(field: str, value: str | None, text: str) -> Noted | Refusal:
    if not text:
        return _needs_words(field)
    if identifies(text):
        return Refusal(Refused.IDENTIFIER, field)
    return Refusal(Refused.LENGTH, field) if len(text) > LONGEST else Noted(field, value, text)


@cache
def _codes(field: str) -> Mapping[str, str]:
    """Every name of a field's codes, in any language -> the code."""
    codes = FIELDS[field].codes
    labels = {label(field, code, texts_in(one)): code for one in languages() for code in codes}
    named = {name.casefold(): code for name, code in {**labels, **{c: c for c in codes}}.items()}
    return named | {name.replace("omised", "omized"): code for name, code in named.items()}


@cache
def _fields() -> tuple[tuple[str, str], ...]:
    """Every name of a field, in any language, the longest first, with the field."""
    names = {one: one for one in FIELDS}
    names |= {one.replace("_", " "): one for one in FIELDS}
    for texts in map(texts_in, languages()):
        names |= {field_label(one, texts).casefold(): one for one in FIELDS}
        names |= {name: one for one in FIELDS for name in getattr(texts.follow_up_names, one)}
    return tuple(sorted(names.items(), key=lambda entry: -len(entry[0])))


def read_lines(text: str, today: date) -> list[Noted | Refusal]:
    """Read lines, which a semicolon may part as well: a field by its name, and what to note.

    A line that is a label of an outcome or of a reason needs no field. A day behind where somebody
    was referred to is the day of it.
    """
    lines = filter(None, map(_without_stop, re.split(r"[\n;]", text)))
    return [one for line in lines for one in _read_line(line, today)]


def _without_stop(line: str) -> str:
    """Drop spaces around a line, and the full stop of a sentence behind it."""
    return line.strip().removesuffix(".").rstrip()


def _read_line(line: str, today: date) -> Iterator[Noted | Refusal]:
    plain = line.casefold()
    for name, field in _fields():
        if plain.startswith(name) and plain[len(name) : len(name) + 1] in ("", " ", ":", "="):
            yield from _read_listed(field, line[len(name) :].strip(" :="), today)
            return
    for field, known in FIELDS.items():
        if known.kind is Kind.CODE and line.partition(":")[0].strip().casefold() in _codes(field):
            yield read(field, line, today)
            return
    yield Refusal(Refused.IDENTIFIER if identifies(line) else Refused.FIELD)


def _read_listed(field: str, text: str, today: date) -> Iterator[Noted | Refusal]:
    """Read a field; where a comma precedes another field's name, that one too."""
    first, _, rest = text.partition(", ")
    if FIELDS[field].kind is not Kind.WORDS and _begins_with_field(rest):
        yield from _read_field(field, first.strip(), today)
        yield from _read_line(rest.strip(), today)
    else:
        yield from _read_field(field, text, today)


def _begins_with_field(text: str) -> bool:
    plain = text.strip().casefold()
    names = (name for name, _ in _fields() if plain.startswith(name))
    return any(plain[len(name) : len(name) + 1] in (" ", ":", "=") for name in names)


def _read_field(field: str, text: str, today: date) -> Iterator[Noted | Refusal]:
    if field == "referred_to":
        place, day, behind = parted(text)
        if place and day and not behind:
            yield read(field, place, today)
            yield read("referred_on", day, today)
            return
    yield read(field, text, today)


def refused(refusal: Refusal, texts: Texts) -> str:
    """Say why something was not noted, and what to write instead."""
    say, field = texts.follow_up, refusal.field
    codes = FIELDS[field].codes if field else ()
    return say.say(
        refusal.why.value,
        field=field_label(field, texts) if field else "",
        fields=", ".join(field_label(one, texts) for one in FIELDS),
        codes=", ".join(label(field, code, texts) for code in codes),
        days=", ".join(refusal.days),
        longest=LONGEST,
    )


def refused_lines(read: Sequence[Noted | Refusal], texts: Texts) -> Iterator[str]:
    """Say what was not noted, and that nothing was where something else could have been."""
    refusals = [one for one in read if isinstance(one, Refusal)]
    if 0 < len(refusals) < len(read):
        yield texts.follow_up.nothing_noted
    yield from (refused(one, texts) for one in refusals)


def told(facts: Mapping[str, Fact], texts: Texts) -> Iterator[str]:
    """Return a line for each field: what is noted, or that nothing is."""
    say = texts.follow_up
    for field in FIELDS:
        known = said(facts[field], texts) if field in facts else say.nothing
        yield say.say("line", field=field_label(field, texts), value=known)


def allowed(read: Sequence[Noted | Refusal], *, purged: bool) -> list[Noted | Refusal]:
    """Refuse words about a screening whose answers are deleted: nothing would delete them again."""
    return [
        Refusal(Refused.PURGED, one.field)
        if purged and isinstance(one, Noted) and one.words
        else one
        for one in read
    ]


def kept(noted: Sequence[Noted | Refusal]) -> list[Noted]:
    """Return what can be noted, if all of it can."""
    taken = [one for one in noted if isinstance(one, Noted)]
    return taken if len(taken) == len(noted) else []


def noted_lines(token: str, noted: Sequence[Noted], texts: Texts) -> list[str]:
    """Say what was noted just now."""
    say = texts.follow_up
    return [
        say.say(
            "noted",
            token=token,
            field=field_label(one.field, texts),
            value=said(one, texts) or say.nothing,
        )
        for one in noted
    ]


def read_again(
    token: str, read: Sequence[Noted | Refusal], facts: Iterable[Fact], texts: Texts
) -> Iterator[str]:
    """Say what was noted or why nothing was, and then what is known, with how to write it.

    Args:
        token: the screening.
        read: what was read of what somebody wrote; it is noted by now, if all of it could be.
        facts: everything that is noted.
        texts: the words of a language.
    """
    refusals = list(refused_lines(read, texts))
    if refusals:
        yield from refusals
        return
    yield from noted_lines(token, kept(read), texts)
    yield texts.follow_up.say("title", token=token)
    yield from told(latest(facts), texts)
    if not read:
        yield texts.follow_up.say("write", token=token)
