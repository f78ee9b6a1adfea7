"""Whole answers without an answer: nobody knows, nothing was done, it has not come yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt, NotKnown
from criteria.reading.answers.choices import (
    BODIES,
    DENIALS,
    LONGEST,
    NOT_DONE,
    NOTHING_DONE,
    WORD,
    YES_NO,
    key,
)
from criteria.reading.answers.times import is_to_come
from criteria.reading.languages.wordlists import tables, words
from criteria.reading.reports.names import names_of
from criteria.reading.spelling.date_forms import DAY_OF_A_YEAR

if TYPE_CHECKING:
    from collections.abc import Collection

    from criteria.reading.answers.choices import Vocabulary
    from criteria.trial.trial import Trial

SAYS_NOT_KNOWN = frozenset(map(key, (*words("answers", "not_known"), *NOT_DONE)))
"""Whole answers, by their key, that say that nobody knows; `SAYS_AWAITED` that it is to come."""
SAYS_AWAITED = frozenset(map(key, words("answers", "awaited")))
_LONGEST = 80
_MOST_OPEN = 4
"""Words of what says that nobody knows, with others beside it."""
_WORDS_AWAITED = frozenset(words("answers", "awaited"))
_WORDS_NOT_KNOWN = frozenset(words("answers", "not_known"))
_NOUNS = frozenset(words("answers", "awaited_noun"))
_DAY = re.compile(DAY_OF_A_YEAR)
_BRACKETED = re.compile(r"[(\[][^()\[\]]*[)\]]")
_MOST_IN_FRONT = 4
"""Words in front of a result's name that say that it has not come."""
_BETWEEN_NAMES = frozenset((*words("answers", "also"), *words("answers", "fillers"), "/"))
_SEVERAL_MARKS = re.compile(r"[\s|:;,=]+")


def _forms(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in words("answers", f"{name}_forms")))


def _any_of(name: str) -> str:
    return "|".join(words("answers", name))


_UNTIL = re.compile(rf"[ ,]+(?:{_any_of('until_forms')})$")
"""When something is to come, behind the words that it has not."""
_OF_EXAMINATION, _OF_LABORATORY = (
    re.compile(rf"(?:{_any_of(name)})(?:[ -](?:{_any_of('awaited_noun')}))*[ :]+(?=\S)")
    for name in ("examination_forms", "laboratory_forms")
)
"""What has not come, in front of the words that say so: "path report pending"."""
_TO_COME = _forms("to_come")
"""What is done later, with the time behind it: "on the list for Thursday"."""
_MAY_AWAIT = re.compile(rf"(?<![^\W_])(?:{_any_of('awaited_stems')})")
"""Beginnings of words without which nothing is said to come."""
_TESTS = frozenset(tables("answers", "test_topics"))
"""Tests that answer a question of their own: "awaiting hCG"."""
_BETWEEN = re.compile(rf"\s*[,;]\s*|\s+(?:{_any_of('although')})\s+")
_NOT_YET, _AWAITED, _NOT_DONE, _NOT_KNOWN = map(
    _forms, ("not_yet", "awaited", "not_done", "not_known")
)


def unsaid(
    written: str,
    codes: Collection[str] = (),
    *,
    elsewhere: frozenset[str] = frozenset(),
    of_laboratory: bool = False,
) -> NotKnown | Doubt | None:
    """Return what a whole answer without an answer in it says; None where it says something.

    Args:
        written: what was written.
        codes: the choices of the question; one that says the same is suggested.
        elsewhere: the words of what other questions ask: "GFR pending" is said of those.
        of_laboratory: whether the laboratory gives the answer.
    """
    text = _plain(written)
    if not text or len(text) > _LONGEST:
        return None
    if "not_yet" in codes and _is_to_come(text):
        return _suggests("not_yet", written)
    if _NOT_YET.fullmatch(text):
        own = [code for code in ("not_yet", *NOTHING_DONE, "no") if code in codes]
        return _suggests(own[0], written) if own else NotKnown(written, awaited=True)
    if _is_awaited(text, elsewhere) or (of_laboratory and awaits_laboratory(text)):
        return NotKnown(written, awaited=True)
    if _NOT_DONE.fullmatch(text):
        own = [code for code in NOTHING_DONE if code in codes]
        return _suggests(own[0], written) if own else NotKnown(written)
    return NotKnown(written) if _NOT_KNOWN.fullmatch(text) else None


def _plain(written: str) -> str:
    return " ".join(written.casefold().split()).strip(" .!,;:()\"'").replace("’", "'")


def _is_to_come(text: str) -> bool:
    """Whether a text says of something when it is to come, or no with that, and nothing more.

    A conference on a day may have been: "MDT 12/11".
    """
    if " " not in text:
        return False
    plain = _UNTIL.sub("", text)
    behind = text[len(plain) :].strip(" ,")
    may_have_been = plain in BODIES and _DAY.fullmatch(behind) is not None
    later = YES_NO.get(key(plain)) == "no" and is_to_come(text)
    return plain != text and not may_have_been and (later or _TO_COME.fullmatch(plain) is not None)


def without_time(text: str) -> str:
    """Return a text without the time at its end at which something is to come."""
    return _UNTIL.sub("", " ".join(text.casefold().split()))


def _is_awaited(text: str, elsewhere: frozenset[str] = frozenset()) -> bool:
    """Whether a text says that something has not come, once or in each of its parts."""
    if not (_TESTS & elsewhere).isdisjoint(WORD.findall(text)):
        return False
    if _AWAITED.fullmatch(text):
        return True
    if _MAY_AWAIT.search(text) is None:
        return False
    parts = _BETWEEN.split(text)
    whole = _says_awaited(text, elsewhere)
    return whole or (len(parts) > 1 and all(_says_awaited(part, elsewhere) for part in parts))


def _says_awaited(text: str, elsewhere: frozenset[str]) -> bool:
    """Whether words say that something has not come: of what, and until when, they may say."""
    ways = {text, _UNTIL.sub("", text)}
    if any(way != text and way in _NOUNS for way in ways):
        return True
    for way in tuple(ways):
        named = _OF_EXAMINATION.match(way)
        if named and (elsewhere - _NOUNS).isdisjoint(WORD.findall(named.group())):
            ways.add(way[named.end() :])
    return any(way in _WORDS_AWAITED or _AWAITED.fullmatch(way) for way in ways)


def awaits_laboratory(text: str) -> bool:
    """Whether a text says that the laboratory's results have not come, of none by its name."""
    plain = _plain(text) if len(text) <= _LONGEST else ""
    found = _OF_LABORATORY.match(plain)
    return found is not None and _is_awaited(plain[found.end() :])


def awaits(fragment: str) -> bool:
    """Whether a line of a report says of the test that it names that no result has come yet.

    A number, or a denial in front of the words, and it does not.
    """
    plain = _SEVERAL_MARKS.split(_BRACKETED.sub(" ", fragment.casefold()))
    spoken = [word.strip(".!-") for word in plain if "/" not in word]
    spoken = [word for word in spoken if word]
    if any(any(map(str.isdigit, word)) for word in spoken):
        return False
    for start in range(1, len(spoken)):
        if spoken[start - 1] in DENIALS:
            return False
        said = " ".join(spoken[start:])
        if said in _WORDS_AWAITED or _AWAITED.fullmatch(said):
            return True
    return False


def results_without(text: str, trial: Trial) -> tuple[tuple[str, ...], NotKnown] | None:
    """Return the results of which a text says that there are none, and what it says of them.

    "Hb och TPK väntar", "waiting for bilirubin", "GFR not known"; None where it says more.
    """
    if len(text) > _LONGEST or "?" in text:
        return None
    spoken = text.split()
    for count in range(min(len(spoken), _MOST_IN_FRONT)):
        said, rest = " ".join(spoken[:count]), " ".join(spoken[count:])
        items, left = _results_named(rest, trial)
        alone = items and not (said and _without_fillers(left))
        found = without_result(said or left) if alone else None
        if found is not None:
            return items, found
    return None


def _results_named(text: str, trial: Trial) -> tuple[tuple[str, ...], str]:
    """Return the results that a text names, if it names nothing else, and the words beside them."""
    names = list(names_of(trial).find(text))
    items = [found.name.item for found in names if found.name.item and not found.misleading]
    if len(items) < len(names):
        return (), text
    ends = [0, *(place for found in names for place in (found.start, found.end)), len(text)]
    parts = (text[a:b] for a, b in zip(ends[::2], ends[1::2], strict=True))
    return tuple(dict.fromkeys(items)), " ".join(parts)


def without_result(said: str) -> NotKnown | None:
    """Return what words say that say only that there is no result: awaited, or not known."""
    for plain in dict.fromkeys((" ".join(_words(said)), _without_fillers(said))):
        if plain in _WORDS_AWAITED:
            return NotKnown(said, awaited=True)
        if plain in _WORDS_NOT_KNOWN:
            return NotKnown(said)
        found = unsaid(plain)
        if isinstance(found, NotKnown):
            return found
    return None


def _words(said: str) -> list[str]:
    """Return the words of a text without marks around them."""
    spoken = (word.strip(".!-") for word in _SEVERAL_MARKS.split(said.casefold()))
    return [word for word in spoken if word]


def _without_fillers(said: str) -> str:
    return " ".join(word for word in _words(said) if word not in _BETWEEN_NAMES)


def _suggests(code: str, written: str) -> Doubt:
    return Doubt("suggested", (Choice(code, written),), written)


def says_nothing_done(text: str) -> bool:
    """Whether a text says that nothing was done, and not what: "not done", "ej gjord"."""
    return _NOT_DONE.fullmatch(_plain(text)) is not None


def undone(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Suggest that nothing was done where one of the choices was not: "DOTATOC not done"."""
    spoken = WORD.findall(written.casefold())
    if "not_done" not in vocabulary.codes or "?" in written or len(written) > _LONGEST:
        return None
    for count in range(1, len(spoken)):
        said, of = " ".join(spoken[count:]), spoken[:count]
        named = vocabulary.exact.get(key("".join(of))) or vocabulary.suggested(" ".join(of))
        if named and says_nothing_done(said) and DENIALS.isdisjoint(of):
            return _suggests("not_done", written)
    return None


def left_open(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Propose that nobody knows, of what would suggest a choice by itself: "Lutathera unknown"."""
    spoken = WORD.findall(written.casefold())
    for count in range(1, min(len(spoken), _MOST_OPEN + 1)):
        ends = ((spoken[-count:], spoken[:-count]), (spoken[:count], spoken[count:]))
        for said, rest in ends:
            if (
                key(" ".join(said)) in SAYS_NOT_KNOWN | SAYS_AWAITED
                and vocabulary.suggested(" ".join(rest))
                and not any(key(word) in vocabulary.exact for word in rest)
            ):
                nothing_done = "not_done" in vocabulary.codes and says_nothing_done(" ".join(said))
                return _suggests("not_done" if nothing_done else "unknown", written)
    return None


def opened_without_value(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Propose that nobody knows where a text begins so, with more behind it: "no idea, ask her"."""
    if len(written) > LONGEST or unsaid(written, vocabulary.codes) is not None:
        return None
    spoken = WORD.findall(written.casefold())
    for count in range(min(len(spoken) - 1, _MOST_OPEN), 1, -1):
        said = key(" ".join(spoken[:count]))
        if said in SAYS_NOT_KNOWN:
            code = vocabulary.exact.get(said, ("unknown",))[0]
            return Doubt("suggested", (Choice(code, written),), written)
    return None
