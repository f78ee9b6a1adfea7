"""Choices in a whole phrase: yes or no with a remark, or the words of the question.

All of it is asked back. A phrase that doubts what it says, or says two things, suggests nothing.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt, NotKnown, Refusal
from criteria.reading.answers.choices import (
    BODIES,
    DENIALS,
    HEDGES,
    SHORTEST_TOPIC,
    STEM,
    WORD,
    YES_NO,
    is_form,
    key,
)
from criteria.reading.answers.not_known import unsaid
from criteria.reading.answers.times import of_its_time
from criteria.reading.languages.wordlists import tables, words
from criteria.reading.spelling.date_forms import DAY_OF_A_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.reading.answers.choices import Vocabulary

    Answer = Choice | Doubt | NotKnown | Refusal

_NO_ANSWER = frozenset(map(key, words("answers", "no_answer")))
_NOT_KNOWN = frozenset(map(key, words("answers", "not_known")))
_SHORT = tables("answers", "short")
_ASIDES = frozenset(words("answers", "asides"))
"""Words beside an answer that do not change it."""
_FILLERS = frozenset(words("answers", "fillers"))
"""Words that say nothing of their own."""
_TESTS = frozenset(words("answers", "tests"))
"""Examinations that only some questions are about."""
_DETERMINERS = frozenset(words("answers", "determiners"))
_TURNING = frozenset(words("answers", "turning"))
"""Words with which a "no" in front of them may say yes: "no doubt", "no surgery possible"."""
_BEHIND_YES_OR_NO = re.compile(r"[\s,;:.(\u2013-]+")
_DENYING = "|".join(map(re.escape, sorted(DENIALS - YES_NO.keys())))
_BEHIND_A_CHOICE = re.compile(
    rf"\s*(?:(?<!\d),|,(?!\d)|[;(\u2013])\s*|\s+-\s+|\s+(?=(?:{_DENYING})\s)", re.IGNORECASE
)
"""A mark that is in no number, or a denial of another one: "NET not NEC", but no "2 no 1"."""
_BEFORE_A_DAY = re.compile(rf"\s+(?={DAY_OF_A_YEAR}$)", re.IGNORECASE)
"""In front of a day without its year, which says nothing of the choice: "signed 25/11"."""
_WEEKDAYS = "|".join(each for day in words("relative_dates", "weekdays") for each in day.split())
_BEFORE_A_WEEKDAY = re.compile(
    rf"\s+(?=(?:(?:last|on|i|förra|på)\s+)?(?:{_WEEKDAYS})$)", re.IGNORECASE
)
"""In front of a weekday: "signed last Friday"."""
_BEFORE_A_DOSE = re.compile(
    r"\s+(?=[0-9][0-9.,]* ?(?:mg|µg|mcg|g|mmol|mbq|gbq|ml|e|ie|iu)\b)", re.IGNORECASE
)
"""In front of how much of a drug is taken: "Jardiance 10 mg"."""
_BEHIND_CHOICES = (_BEHIND_A_CHOICE, _BEFORE_A_DAY, _BEFORE_A_WEEKDAY, _BEFORE_A_DOSE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DIGITS = re.compile(r"[0-9]")
_EARLIER = frozenset(words("answers", "earlier"))
"""Words that say that something was before."""
_DOUBTING = frozenset(words("answers", "doubting"))
_FEW_WORDS = 8
_OR = frozenset(words("answers", "joining"))
"""With one of them a question asks for several things, of which one may be denied alone."""
_POSSIBLE = frozenset(words("answers", "possible"))
"""Words for what can be done, beside what cannot."""
_NOT = "in"
"""With which a word begins that denies the rest of it."""
_BECOMING = frozenset(words("answers", "becoming"))
"""Words of a question about what may become so, which nothing that is not so now answers."""
_SURE = 2
"""Letters at the beginning that are no slip."""
_LIKE = 0.85
"""How alike two words are of which one is a slip for the other."""
_BESIDE = 0.1
"""How much less alike a word is that may as well be meant."""
_SHORTEST_SWAP, _SHORTEST_SLIP, _LONGEST_SLIP = 4, 5, 40
_LONGEST = 160
_MOST_IN_A_ROW = 3


def names_another_test(written: str, vocabulary: Vocabulary) -> bool:
    """Whether a text speaks of an examination that the question does not: "no FDG" of the GFR."""
    named = _TESTS.intersection(WORD.findall(written.casefold()))
    return not named <= vocabulary.spoken


def of_a_conference(written: str, vocabulary: Vocabulary) -> bool:
    """Whether a text names the conference that answers, and it has no answer for "not yet"."""
    named = BODIES.intersection(WORD.findall(written.casefold()))
    return "not_yet" not in vocabulary.codes and bool(named & vocabulary.spoken)


def is_no_answer(text: str) -> bool:
    """Whether a text answers nothing and is still worth keeping: probably, see the chart."""
    return key(text) in _NO_ANSWER


def is_doubted(text: str) -> bool:
    """Whether a few words answer only with a doubt, which is worth keeping: "I think so"."""
    spoken = WORD.findall(text.casefold())
    return "?" not in text and len(spoken) <= _FEW_WORDS and not _DOUBTING.isdisjoint(spoken)


def paraphrased(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the choice that a phrase suggests, to be confirmed; None where it suggests none."""
    if len(written) > _LONGEST or "?" in written:
        return None
    return _remarked(written, vocabulary) or _echoed(written, vocabulary)


def phrased(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the choice that a whole phrase suggests, idle words or not, to be confirmed."""
    if len(written) > _LONGEST or "?" in written:
        return None
    if (whole := whole_phrase(written, vocabulary)) is not None:
        return whole
    spoken = _undated(WORD.findall(written.casefold()))
    if not HEDGES.isdisjoint(spoken):
        return None
    for text in _ways(spoken, vocabulary):
        codes = _meant(text, vocabulary)
        if codes:
            return Doubt("suggested", tuple(Choice(code, written) for code in codes), written)
    return None


def whole_phrase(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the choice that a phrase suggests as it stands, whatever words are in it."""
    codes = vocabulary.phrases.get(key(written), ())
    choices = tuple(Choice(code, written) for code in codes if code != "unknown")
    return Doubt("suggested", choices, written) if choices else None


def _undated(spoken: list[str]) -> list[str]:
    """Words without the years among them, if any other is left: "stroke 2010".

    What is denied of one year, or since then, is not denied of others.
    """
    if not DENIALS.isdisjoint(spoken):
        return spoken
    return [word for word in spoken if not _YEAR.fullmatch(word)] or spoken


def narrower(answer: Choice | Doubt, vocabulary: Vocabulary) -> Choice | Doubt:
    """Return which of several choices a whole phrase suggests, where its words hint at more."""
    whole = whole_phrase(answer.text, vocabulary)
    if whole and isinstance(answer, Doubt) and answer.code in ("suggested", "choice_ambiguous"):
        return whole
    if not isinstance(answer, Doubt) or answer.code != "suggested" or len(answer.candidates) == 1:
        return answer
    codes = {one.code for one in answer.candidates if isinstance(one, Choice)}
    found = phrased(answer.text, vocabulary) or of_its_time(answer, codes)
    meant = found.candidates if found else ()
    one = len(meant) == 1 and isinstance(meant[0], Choice) and meant[0].code in codes
    return found if found and one else answer


def hinted(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return what a text hints at once what is written short in it is written in full."""
    if len(written) > _LONGEST or "?" in written:
        return None
    spoken = WORD.findall(written.casefold())
    full = " ".join(_SHORT.get(word, (word,))[0] for word in spoken)
    if full == " ".join(spoken) or not HEDGES.isdisjoint(spoken):
        return None
    codes = [code for code in vocabulary.suggested(full) if code != "unknown"]
    choices = tuple(Choice(code, written) for code in codes)
    return Doubt("suggested", choices, written) if choices else None


def opposed(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the yes that a denial of the opposite suggests: "not operable" for inoperable."""
    if not {"yes", "no"} <= set(vocabulary.codes) or len(written) > _LONGEST or "?" in written:
        return None
    spoken = WORD.findall(written.casefold())
    idle = _FILLERS | _ASIDES | _POSSIBLE | (BODIES & vocabulary.spoken)
    plain = [word for word in spoken if word not in idle]
    denials = [word for word in plain if word in DENIALS]
    rest = [word for word in plain if word not in DENIALS]
    if len(denials) != 1 or len(rest) != 1 or not HEDGES.isdisjoint(spoken):
        return None
    opposites = (word[len(_NOT) :] for word in vocabulary.label if word.startswith(_NOT))
    stems = {word[:SHORTEST_TOPIC] for word in opposites if len(word) > SHORTEST_TOPIC}
    denied = rest[0][:SHORTEST_TOPIC] in stems
    return Doubt("suggested", (Choice("yes", written),), written) if denied else None


def denied(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the no that is said by a denial of what alone suggests yes: "no Lutathera".

    What was not done may be still to come, where a question has an answer for that.
    """
    single = {"yes", "no"} <= set(vocabulary.codes) and _OR.isdisjoint(vocabulary.spoken)
    if not single or len(written) > _LONGEST or "?" in written:
        return None
    spoken = WORD.findall(written.casefold())
    idle = _FILLERS | _ASIDES | _EARLIER | vocabulary.label
    plain = [word for word in spoken if word not in idle or word in DENIALS]
    rest = " ".join(plain[1:])
    if not plain or plain[0] not in DENIALS or not HEDGES.isdisjoint(spoken):
        return None
    yes = ("yes",)
    if vocabulary.hints.get(rest) != yes and vocabulary.phrases.get(key(rest)) != yes:
        return None
    codes = [code for code in ("no", "not_yet") if code in vocabulary.codes]
    return Doubt("suggested", tuple(Choice(code, written) for code in codes), written)


def _ways(spoken: list[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield a phrase, then without its idle words, then without those of the question's label.

    Each also with what is written short in full. A label's words are no more idle where something
    is denied: "no FDG" is not "no".
    """
    idle = _FILLERS | _ASIDES
    named = vocabulary.label | (vocabulary.topic if vocabulary.of_digits else frozenset())
    fewer = idle | named if DENIALS.isdisjoint(spoken) else idle
    for left_out in (frozenset[str](), idle, fewer):
        words = [word for word in spoken if word not in left_out]
        for way in (words, [_SHORT.get(word, (word,))[0] for word in words]):
            yield " ".join(way)


def _meant(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the codes that a whole text means or suggests; not known is no suggestion."""
    typed = key(text)
    if not typed:
        return ()
    for known in (vocabulary.exact, vocabulary.phrases):
        if typed in known:
            return tuple(code for code in known[typed] if code != "unknown")
    return tuple(code for code in vocabulary.hints.get(text, ()) if code != "unknown")


def misspelt(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the choice that a text is a slip for, or the several it is near, to be asked back.

    The beginning has to be right, every digit, and the negation if there is one: "operable" is no
    slip for "inoperable", nor "not signd" for "signed".
    """
    typed, spoken = key(written), WORD.findall(written.casefold())
    if (
        "?" in written
        or not _SHORTEST_SWAP <= len(typed) <= _LONGEST_SLIP
        or not DENIALS.isdisjoint(spoken[1:])
    ):
        return None
    sure = typed[:_SURE] if DENIALS.isdisjoint(spoken) else spoken[0]
    every = {**{key(hint): codes for hint, codes in vocabulary.hints.items()}, **vocabulary.exact}
    digits, long_enough = _DIGITS.findall(typed), len(typed) >= _SHORTEST_SLIP
    like = {
        word: _likeness(typed, word)
        for word in every
        if word.startswith(sure) and _DIGITS.findall(word) == digits and long_enough
    }
    like |= {word: 1.0 for word in every if _swaps(typed, word)}
    best = max(like.values(), default=0.0)
    if best < _LIKE:
        return None
    near = [word for word, likeness in like.items() if likeness > best - _BESIDE]
    codes = dict.fromkeys(c for word in near for c in every[word] if c != "unknown")
    if not codes:
        return None
    return Doubt("suggested", tuple(Choice(code, written) for code in codes), written)


def _swaps(typed: str, word: str) -> bool:
    """Whether two letters of a word changed places: "mael" for "male"."""
    if len(typed) != len(word):
        return False
    first, *more = [at for at in range(len(word)) if typed[at] != word[at]] or [0]
    return more == [first + 1] and typed[first : first + 2] == word[first + 1] + word[first]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def remark_of(written: str) -> str:
    """Return what is written behind a yes, a no or another choice; empty where nothing is."""
    for behind in (*_BEHIND_CHOICES, _BEHIND_YES_OR_NO):
        parts = behind.split(written.strip(), maxsplit=1)
        if len(parts) > 1:
            return parts[1].strip(" ,;.()")
    return ""


def _remarked(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Read a choice with a remark behind it: "ja enligt RECIST", "signed, copy in the chart"."""
    for behind in (_BEHIND_YES_OR_NO, *_BEHIND_CHOICES):
        for gap in reversed(list(behind.finditer(written))):
            said, remark = key(written[: gap.start()]), written[gap.end() :]
            codes = vocabulary.exact.get(said, ())
            if behind in (_BEFORE_A_DAY, _BEFORE_A_DOSE):
                codes = codes or vocabulary.phrases.get(said, ())
            known = behind is not _BEHIND_YES_OR_NO or (
                said in YES_NO and not _determines(said, gap.group(), remark)
            )
            if not known or len(codes) != 1:
                continue
            if _agrees(remark, codes[0], vocabulary):
                return Doubt("remark", (Choice(codes[0], written),), written)
            apart = said in YES_NO and gap.group().strip()
            if apart and _says_the_opposite(remark, codes[0], vocabulary):
                either = tuple(Choice(code, written) for code in ("yes", "no"))
                return Doubt("choice_ambiguous", either, written)
    return None


def _determines(said: str, gap: str, remark: str) -> bool:
    """Whether a word for no belongs to the noun behind it, and so may say the opposite."""
    spoken = WORD.findall(remark.casefold())
    return said in _DETERMINERS and not gap.strip() and not _TURNING.isdisjoint(spoken)


def _agrees(remark: str, code: str, vocabulary: Vocabulary) -> bool:
    """Whether a remark neither doubts the choice in front of it nor says another one."""
    spoken = WORD.findall(remark.casefold())
    if isinstance(unsaid(remark), NotKnown) or key(remark) in _NOT_KNOWN:
        return False
    others = {other for word in spoken for other in vocabulary.exact.get(key(word), ())}
    hinted = {other for word in spoken for other in vocabulary.hints.get(word, ())}
    said = said_among(spoken, vocabulary)
    if len(spoken) > 1 and spoken[0] in DENIALS and code not in ("yes", "no"):
        other = vocabulary.exact.get(key(" ".join(spoken[1:])), ())
        if other and code not in other:
            return True  # NEC, not NET
    denied = code != "no" and not DENIALS.isdisjoint(spoken)
    sure = bool(spoken) and not denied and HEDGES.isdisjoint(spoken)
    return sure and others | hinted | said <= {code}


def _says_the_opposite(remark: str, code: str, vocabulary: Vocabulary) -> bool:
    """Whether a phrase behind a yes or a no suggests the other one: "no, he had it abroad"."""
    spoken = WORD.findall(remark.casefold())
    said = said_among(spoken, vocabulary)
    return HEDGES.isdisjoint(spoken) and len({code, *said}) > 1 and {code, *said} <= {"yes", "no"}


def said_among(spoken: list[str], vocabulary: Vocabulary) -> frozenset[str]:
    """Return what the phrases among words suggest, if none of the words is a denial."""
    if not DENIALS.isdisjoint(spoken):
        return frozenset()
    ends = range(1, _MOST_IN_A_ROW + 1)
    runs = {" ".join(spoken[at : at + end]) for at in range(len(spoken)) for end in ends}
    return frozenset(code for run in runs for code in vocabulary.phrases.get(key(run), ()))


def _echoed(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Read an answer in the words of a question for yes or no: "not pregnant", "ammar inte"."""
    if not {"yes", "no"} <= set(vocabulary.codes):
        return None
    words = _undated(WORD.findall(written.casefold()))
    return _echo(written, words, _FILLERS, vocabulary) or _echo(
        written, words, _FILLERS | _ASIDES, vocabulary
    )


def _echo(
    written: str, words: list[str], idle: frozenset[str], vocabulary: Vocabulary
) -> Doubt | None:
    """Read an answer in the words of a question, without the idle ones."""
    spoken = [word for word in words if word not in idle]
    denials = [word for word in spoken if word in DENIALS]
    topics = [word for word in spoken if word not in DENIALS]
    if not topics or len(denials) > 1 or not HEDGES.isdisjoint(spoken):
        return None
    long = [word for word in topics if _is_topic(word, vocabulary.topic)]
    others = {word for word in topics if word not in long and not _is_small(word, vocabulary)}
    if not long or not vocabulary.label.issuperset(others):
        return None
    if denials and not _BECOMING.isdisjoint(vocabulary.topic) and _BECOMING.isdisjoint(words):
        return None  # who is not pregnant may become so
    return Doubt("suggested", (Choice("no" if denials else "yes", written),), written)


def _is_small(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is a number or a little word of the question: "measurable by RECIST 1.1"."""
    return word in vocabulary.spoken and (word.isdecimal() or len(word) < STEM - 2)


def _is_topic(word: str, topic: frozenset[str]) -> bool:
    """Whether a word, or another form of it, is in the question."""
    return len(word) >= SHORTEST_TOPIC and is_form(word, topic)
