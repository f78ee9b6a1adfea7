"""Choices as people type them: a code, a label or another word for it, or the start of one.

Words are compared whole, without case, spaces and marks between letters; marks between digits
stay, so that "1-2" is never 12. What fits several choices, or only suggests one, is asked back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from criteria.known.values import Choice, Doubt, Refusal
from criteria.reading.languages import wordlists
from criteria.reading.spelling.date_forms import readings
from criteria.reading.spelling.number_words import number_in_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from criteria.known.codes import DoubtCode
    from criteria.known.values import DateSpan, NotKnown
    from criteria.trial.protocol import ChoiceItem
    from criteria.trial.trial import Trial
    from criteria.trial.wording import ItemWords

Codes = tuple[str, ...]
Answer = Choice | Doubt | Refusal

NOT_DONE = wordlists.words("answers", "not_done")
"""Words for the code not_done where an item has it; elsewhere nobody knows."""
NONE_OF_THESE = frozenset(wordlists.words("answers", "none_of_these"))
"""What is written to a checklist of which nothing is present."""

NOTHING_DONE = ("not_done", "not_tested")
"""Codes of choices that say so."""
_PHRASES = wordlists.tables("answers", "phrases")
_TOPICS = [one["topics"] for one in wordlists.sections("answers") if "topics" in one]
"""What is said to questions about one thing: the beginnings of words of theirs, then by code.

With a hyphen in front of it no word of the question begins so.
"""
_SUGGESTS = {code: wordlists.words("answers", f"suggests_{code}") for code in ("yes", "no")}

NO_ALONE = wordlists.words("answers", "no_alone")
"""Words that say no where nothing follows them."""
_LETTERS = {"y": "yes", "j": "yes", "n": "no"} | dict.fromkeys(NO_ALONE, "no")
"""The first letters of yes and no; they are the start of nothing else, whatever an item has."""
DENIALS = frozenset(wordlists.words("answers", "denials"))
"""A text with one of them suggests only what a hint with one says."""
_NEGATIONS = wordlists.words("answers", "negations")
"""Shortening must not drop one of them: "can" is not "cannot consent"."""
HEDGES = frozenset(wordlists.words("answers", "hedges"))
"""Words with which nothing is said for certain, or of somebody else."""
BODIES = frozenset(wordlists.words("answers", "bodies"))
"""Who says what is answered: a conference."""
PLANNED = frozenset(wordlists.words("answers", "planned"))
"""Words with which something is said of later."""
_AHEAD = ("will_start",)
"""Codes of choices that say so."""
_LITTLE = frozenset(wordlists.words("answers", "little"))
"""Words such as "in", which is not the beginning of "inte ännu", nor "a" that of another."""
_MARK = r"[\s_=\-/+.,:;()'’\"“”&\u2010-\u2015\u2212]"
_MARKS = re.compile(rf"(?<=[^\W\d_]){_MARK}+(?=[^\W_])|(?<=\d){_MARK}+(?=[^\W\d_])")
_GRADE = re.compile(r"(?:^|stage|stadium|class|klass|nyha|grade|grad)[ivab]+$")
_ROMAN = frozenset("ivab")
"""A Roman numeral is not cut short either: II is not the beginning of IIIB."""
_BOUNDS = frozenset("<>≤≥")
"""Beside a digit they say which one it is not."""
_MONTHS = [name for same in wordlists.lists("dates", "months") for name in same]
_UNITS = [one["units"] for one in wordlists.sections("relative_dates")]
_TIMES = "|".join(map(re.escape, (*_MONTHS, *(n for u in _UNITS for ns in u.values() for n in ns))))
_NO_DIGIT = re.compile(
    rf"[0-9]+[.,][0-9]+|[0-9]+\s*(?:{_TIMES})(?![^\W\d_])",
    re.IGNORECASE,
)
"""Where a digit is none of those that are chosen from: in 0.5, 1 March and 2 weeks."""
WORD = re.compile(r"[^\W_]+")
_JOINING = "|".join(map(re.escape, wordlists.words("answers", "joining")))
_OR = re.compile(
    rf"\s+(?:{_JOINING}|[-\u2010-\u2015+])\s+"
    r"|\s*[,;&/]\s*"
    r"|(?<=\d)\s*[-\u2010-\u2015\u2212]\s*(?=\d)"
)
_TWO_NUMBERS = re.compile(r"([0-9]{2,3})%?\s*[-/\u2010-\u2015]\s*([0-9]{2,3})")
"""Two numbers of a scale that is converted, of which either may count: "Karnofsky 80-90"."""
_BREAK = re.compile(r"[\s,;:(]+")
_AROUND = " \t\r\n\"'“”"
LONGEST = 160
"""Characters of an answer in words: what is longer says more than one choice."""
SHORTEST_TOPIC = 4
STEM, _LONGEST_END = 5, 5
"""Letters that forms of a word have in common, and the most that an ending has."""


def key(text: str) -> str:
    """What two ways of writing the same words have in common.

    Marks before the first letter and signs such as < or ? stay: they are no matter of spelling.
    """
    plain = normalize("NFKC", text).casefold().strip(_AROUND)
    return _MARKS.sub("", plain.rstrip(" .!,;:)\"'“”"))


YES_NO = {key(word): code for code in ("yes", "no") for word in wordlists.words("answers", code)}
"""Words, by their key, that mean these codes in every trial, and nothing else when typed."""


_NOT_DONE_KEYS = tuple(key(words) for words in NOT_DONE)


class Fit(NamedTuple):
    """The codes that a text fits, and whether it can mean nothing else."""

    codes: Codes
    sure: bool = True


NO_FIT = Fit(())


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word for an item's choices, by its key, in all languages of the trial."""

    codes: Codes
    exact: Mapping[str, Codes]
    starts: Mapping[str, Codes]
    """Codes and labels: what may be shortened."""
    hints: Mapping[str, Codes]
    """Words, in single spaces, that suggest a choice."""
    sentences: Mapping[str, Codes] = field(default_factory=dict)
    """The words of its choices, in single spaces."""
    phrases: Mapping[str, Codes] = field(default_factory=dict)
    """Whole answers, by their key, that suggest a choice."""
    label: frozenset[str] = frozenset()
    """The words of its label."""
    topic: frozenset[str] = frozenset()
    """The longer words of its label and its question."""
    spoken: frozenset[str] = frozenset()
    """Every word of its label, its question and its choices."""
    said: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each code the words of whatever means or suggests it."""

    @property
    def of_digits(self) -> bool:
        """Whether it is chosen from digits."""
        return any(map(str.isdigit, self.codes))

    def fitting(self, text: str) -> Fit:
        """The codes that the whole text means, or that it is the start of."""
        typed = key(text)
        if typed in self.exact:
            return Fit(self.exact[typed])
        alone = typed in YES_NO or (typed in _LETTERS and not {"yes", "no"} & set(self.codes))
        if not typed or alone or typed in _LITTLE:
            return NO_FIT
        words = {word: codes for word, codes in self.starts.items() if _begins(word, typed)}
        return Fit(_chained(words.values()), sure=not any(_negated(w, typed) for w in words))

    def suggested(self, text: str) -> Codes:
        """The codes that words in the text suggest."""
        words = _words(text)
        found = [hint for hint in self.hints if _hints(hint, words)]
        if not DENIALS.isdisjoint(words.split()):
            denying = [hint for hint in found if hint == words or _denies(hint)]
            others = [hint for hint in found if " " in hint or hint not in DENIALS]
            inside = all(any(hint in whole for whole in denying) for hint in others)
            found = denying if inside else []
        return _chained(self.hints[hint] for hint in found)


def vocabulary(item: ChoiceItem, trial: Trial) -> Vocabulary:
    """Collect an item's words from the trial; `unknown` is always one more choice."""
    codes = tuple(dict.fromkeys((*item.choices, "unknown")))
    wordings = [words.items[item.id] for words in trial.words.values() if item.id in words.items]
    starts = [(code, code) for code in codes]
    for words in trial.words.values():
        own = words.items[item.id].choices if item.id in words.items else {}
        labels = {**words.choices, **own}
        starts += [(labels[code], code) for code in codes if code in labels]
    begun = [(key(text), code) for text, code in starts]
    others = [(key(text), code) for text, code in _synonyms(wordings)]
    topic = frozenset(
        word
        for wording in wordings
        for word in _words(f"{wording.label} {wording.question}").split()
        if len(word) >= SHORTEST_TOPIC
    )
    not_done = [(words, code) for words in _NOT_DONE_KEYS for code in NOTHING_DONE]
    letters = _LETTERS.items() if {"yes", "no"} <= set(codes) else ()
    exact = [*begun, *others, *YES_NO.items(), *letters, *not_done]
    hints = [
        (_words(hint), code)
        for wording in wordings
        for hint, hinted in wording.hints.items()
        for code in hinted
    ]
    phrases = [*_phrases(codes), *_about(topic, codes)]
    return Vocabulary(
        codes=item.choices,
        exact=_by_key(pair for pair in exact if pair[1] in codes),
        starts=_by_key(begun),
        hints=_by_key(hints),
        sentences=_by_key((_words(text), code) for text, code in starts),
        phrases={
            **_by_key((key(phrase), code) for phrase, code in _phrases(codes)),
            **_by_key((key(phrase), code) for phrase, code in _about(topic, codes)),
        },
        label=frozenset(word for wording in wordings for word in _words(wording.label).split()),
        topic=topic,
        spoken=frozenset(
            word
            for text in (*(f"{w.label} {w.question}" for w in wordings), *(w for w, _ in starts))
            for word in _words(text).split()
        ),
        said=_words_by_code([*starts, *_synonyms(wordings), *hints, *phrases]),
    )


def _words_by_code(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return for each code the words of the texts that mean or suggest it."""
    found: dict[str, set[str]] = {}
    for text, code in pairs:
        found.setdefault(code, set()).update(_words(text).split())
    return {code: frozenset(words) for code, words in found.items()}


@cache
def _phrases(codes: Codes) -> tuple[tuple[str, str], ...]:
    """Return the whole answers that suggest a code, in any language, each with the code."""
    suggests = _SUGGESTS if {"yes", "no"} <= set(codes) else {}
    return tuple(
        (phrase, code)
        for code in codes
        for phrase in (*_PHRASES.get(code.casefold(), ()), *suggests.get(code, ()))
    )


def _about(topic: frozenset[str], codes: Codes) -> Iterator[tuple[str, str]]:
    """Yield the whole answers that suggest a code to a question about a topic, with the code."""
    for topics in _TOPICS:
        for start, said in topics.items():
            if all(_is_about(topic, each) for each in start.split()):
                for code in codes:
                    yield from ((phrase, code) for phrase in said.get(code.casefold(), ()))


def _is_about(topic: frozenset[str], start: str) -> bool:
    """Whether a word of a question begins so; with a hyphen in front none may."""
    begun = any(word.startswith(start.removeprefix("-")) for word in topic)
    return begun != start.startswith("-")


def read_choice(text: str, item: ChoiceItem, trial: Trial) -> Answer:
    """Read a typed choice, or say why it cannot be taken."""
    return read(text, vocabulary(item, trial))


def read(text: str, words: Vocabulary) -> Answer:
    """Read a typed choice with an item's vocabulary, perhaps with a date after it."""
    written = text.strip()
    if len(written) > LONGEST:
        return _suggestion(written, words)
    hinted = words.hints.get(_words(written), ())
    if hinted and key(written) not in words.exact:
        return _suggestion(written, words)
    return (
        _settled(words.fitting(written), written)
        or _dated(written, words)
        or _several(written, words)
        or _suggestion(written, words)
    )


def _settled(fit: Fit, written: str) -> Choice | Doubt | None:
    """The one choice that fits, or a question which of several. `unknown` is never offered."""
    if len(fit.codes) == 1 and fit.sure:
        return Choice(fit.codes[0], written)
    candidates = tuple(Choice(code, written) for code in fit.codes if code != "unknown")
    code: DoubtCode = "suggested" if len(fit.codes) == 1 else "choice_ambiguous"
    return Doubt(code, candidates, written) if candidates else None


def _dated(written: str, words: Vocabulary) -> Choice | Doubt | None:
    """Read a choice with a date after it: "68Ga-DOTATOC 2025-11-10"."""
    for gap in _BREAK.finditer(written):
        said = written[: gap.start()]
        answer = _settled(words.fitting(said), written) or _phrase(said, written, words)
        days = readings(written[gap.end() :].rstrip(")")) if answer else ()
        if answer and days:
            return _with_date(answer, days)
    return None


def _phrase(said: str, written: str, words: Vocabulary) -> Doubt | None:
    """Return the choice that a whole phrase suggests: “signerat”."""
    codes = words.phrases.get(key(said), ())
    offered = tuple(Choice(code, written) for code in codes)
    return Doubt("suggested", offered, written) if len(codes) == 1 else None


def _with_date(answer: Choice | Doubt, days: tuple[DateSpan, ...]) -> Choice | Doubt:
    """Put the date to the choice; every one to each where there are several."""
    choices = answer.candidates if isinstance(answer, Doubt) else (answer,)
    dated = [replace(c, date=day) for c in choices if isinstance(c, Choice) for day in days]
    if isinstance(answer, Doubt):
        return replace(answer, candidates=tuple(dated))
    return dated[0] if len(dated) == 1 else Doubt("date_ambiguous", tuple(dated), answer.text)


def _several(written: str, words: Vocabulary) -> Doubt | None:
    """Notice two answers in one: "1-2", "equal or below", "yes no"."""
    joined = [words.fitting(part).codes for part in _OR.split(written.casefold())]
    spoken = (part for part in map(key, written.split()) if part not in NO_ALONE)
    listed = [words.exact.get(part, ()) for part in spoken]
    for parts in (joined, listed):
        if len(parts) > 1 and all(parts):
            answer = _settled(Fit(_chained(parts), sure=False), written)
            return answer if isinstance(answer, Doubt) else None
    return None


def _suggestion(written: str, words: Vocabulary) -> Doubt | Refusal:
    """Ask whether a choice is meant that the text suggests, or refuse.

    What is doubted or only planned suggests none by itself: “possibly Lutathera”, “SD?”.
    """
    codes = _suggested_by_each(written, words)
    spoken = _words(written)
    if spoken not in words.hints:
        codes = _as_sure_as_said(codes, spoken.split(), words)
    asks = "?" in written and len(codes) == 1
    if codes and not asks:
        return Doubt("suggested", tuple(Choice(code, written) for code in codes), written)
    return refused(written, words)


def _suggested_by_each(written: str, words: Vocabulary) -> Codes:
    """Return the codes that words suggest, with either of two numbers; none if one has none."""
    two = _TWO_NUMBERS.search(written) if words.of_digits else None
    if two is None:
        return words.suggested(written)
    ways = (f"{written[: two.start()]}{number}{written[two.end() :]}" for number in two.groups())
    codes = [words.suggested(way) for way in ways]
    return _chained(codes) if all(codes) else ()


def refused(written: str, words: Vocabulary) -> Refusal:
    """Say that a text is none of the choices."""
    return Refusal("not_a_choice", written, (("choices", ", ".join(words.codes)),))


def unless_bound(answer: Answer | NotKnown, written: str, words: Vocabulary) -> Answer | NotKnown:
    """Offer no digit where a text says which ones are not meant, or counts otherwise: "ECOG <2"."""
    bound = not _BOUNDS.isdisjoint(written) or counts_otherwise(written)
    return (
        refused(written, words)
        if bound and words.of_digits and isinstance(answer, Doubt)
        else answer
    )


def counts_otherwise(written: str) -> bool:
    """Whether a text has digits, and none of them is a choice: 0.5, 1 March, 2 weeks."""
    left = _NO_DIGIT.sub("", written)
    return left != written and not any(map(str.isdigit, left))


def grades_among(written: str, words: Vocabulary) -> Doubt | None:
    """Ask which of several digits counts where a sentence has them: "1 today, 2 last week"."""
    if not words.of_digits or len(written) > LONGEST:
        return None
    spoken = WORD.findall(_NO_DIGIT.sub(" ", written).casefold())
    numbers = (word if word.isdigit() else str(_in_figures(word)) for word in spoken)
    distinct = tuple(dict.fromkeys(number for number in numbers if number in words.codes))
    offered = tuple(Choice(code, written) for code in distinct)
    return Doubt("choice_ambiguous", offered, written) if len(distinct) > 1 else None


def _in_figures(word: str) -> int | None:
    """Return the number that a word is; an article is none."""
    return None if word in _LITTLE else number_in_words(word)


def _as_sure_as_said(codes: Codes, spoken: list[str], words: Vocabulary) -> Codes:
    """Return the codes that words suggest, and the one for what is planned: “will get a coil”."""
    planned = not PLANNED.isdisjoint(spoken)
    ahead = [code for code in _AHEAD if planned and codes and code in words.codes]
    alone = len(codes) == 1 and (planned or not HEDGES.isdisjoint(spoken))
    if ahead:
        return _chained((codes, tuple(ahead)))
    return () if alone else codes


def _synonyms(wordings: Iterable[ItemWords]) -> Iterator[tuple[str, str]]:
    for wording in wordings:
        for code, others in wording.synonyms.items():
            yield from ((other, code) for other in others)


def _by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, Codes]:
    """Group codes by the words that mean them, each once, in order."""
    grouped: dict[str, dict[str, None]] = {}
    for word, code in pairs:
        grouped.setdefault(word, {})[code] = None
    return {word: tuple(codes) for word, codes in grouped.items()}


def _chained(groups: Iterable[Codes]) -> Codes:
    """Put codes together, each once, in order."""
    return tuple(dict.fromkeys(code for group in groups for code in group))


def _begins(word: str, typed: str) -> bool:
    """Whether the word starts so; a number is never cut short ("1" is not "18F-SSTR")."""
    following = word[len(typed) : len(typed) + 1]
    cut = typed[-1:].isdigit() and following.isdigit()
    return word.startswith(typed) and not cut and not (following in _ROMAN and _GRADE.search(typed))


def is_form(word: str, known: Collection[str]) -> bool:
    """Whether a word begins as one of some words, with an ending or another of them behind it."""
    alike = (other for other in known if word[:STEM] == other[:STEM])
    return any(_has_ending(word, other, known) for other in alike)


def _has_ending(word: str, other: str, known: Collection[str]) -> bool:
    pairs = enumerate(zip(word, other, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(word), len(other)))
    behind = word[same:]
    second = same == len(other) and len(behind) >= SHORTEST_TOPIC
    return len(behind) <= _LONGEST_END or (second and is_form(behind, known))


def _negated(word: str, typed: str) -> bool:
    """Whether what was typed is only a negation, or leaves out one that the word has."""
    rest = word[len(typed) :]
    return typed in _NEGATIONS or (word not in YES_NO and any(no in rest for no in _NEGATIONS))


def _hints(hint: str, words: str) -> bool:
    """Whether words have a hint among them; a yes or a no further on may be of something else."""
    if key(hint) in YES_NO:
        return f"{words} ".startswith(f"{hint} ")
    return f" {hint} " in f" {words} "


def _denies(hint: str) -> bool:
    """Whether a hint of several words has a negation of its own: never treated."""
    return " " in hint and not DENIALS.isdisjoint(hint.split())


def _words(text: str) -> str:
    """The words of a text with single spaces between them."""
    return " ".join(WORD.findall(normalize("NFKC", text).casefold()))
