"""A yes or a no in front of more words: whose it is, and whether it is taken back.

"Yes, that is right" says yes to what was read, though the question may be answered by "yes" too.
"No wait, NEC" says no to nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.dialogs.prompts import Question
from bot.dialogs.session import Kept
from criteria.known.values import Choice, Doubt
from criteria.reading.answers.choices import DENIALS, YES_NO, key
from criteria.reading.languages.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.dialogs.prompts import Prompt
    from bot.dialogs.session import Script, Session
    from bot.dialogs.steps import Step

_FIRST = re.compile(r"[^\W_]+")
_AFTER_FIRST = re.compile(r"([^\W_]*)([,;:.!\s-]*)(.*)", re.DOTALL)


def _any_of(*names: str, but: Iterable[str] = ()) -> str:
    found = {word for name in names for word in words("answers", name)}.difference(but)
    return "|".join(map(re.escape, sorted(found, key=len, reverse=True)))


_GAP = r"\b[\s,;:.!…-]+"
_LED = rf"(?:{_any_of('corrections')}){_GAP}"
_TAKEN_BACK = re.compile(
    rf"(?:(?:{_any_of('yes')}){_GAP}{_LED}(?!(?:{_any_of('leading_on', but=DENIALS)})\b)"
    rf"|(?:(?:{_any_of('no')}){_GAP})?{_LED}(?!(?:{_any_of('leading_on')})\b))(?=\S)",
    re.IGNORECASE,
)
"""A denial goes on with a no, and takes a yes back: "yes wait no"."""
_PAUSES = words("answers", "pauses")
_ANY_NO = _any_of("no")
_WRONG = (
    rf"{_any_of('corrections', but=_PAUSES)}"
    rf"|(?:{_ANY_NO}){_GAP}(?:{_any_of('pauses')})|(?:{_any_of('pauses')}){_GAP}(?:{_ANY_NO})"
)
_CORRECTED = re.compile(
    rf"(?!(?:{_ANY_NO})\b)[^\n]{{1,40}}?[\s,;.!…–-]+(?:{_WRONG}){_GAP}"
    rf"(?!(?:{_any_of('leading_on', but=DENIALS)})\b)(?=\S)",
    re.IGNORECASE,
)
"""An answer, and that it was wrong, in front of another one: "55 no wait 56"."""


def without_taken_back(text: str) -> str:
    """Return a text without what is taken back in front: "no wait, NEC" is "NEC"."""
    found = _TAKEN_BACK.match(text) or _CORRECTED.match(text)
    return text if found is None else text[found.end() :]


def behind_no(text: str) -> str:
    """Return what follows a no and a mark: "no, ECOG 0"; empty where nothing does."""
    first, mark, rest = _AFTER_FIRST.fullmatch(text.strip()).groups()  # type: ignore[union-attr]
    return rest if mark and YES_NO.get(key(first)) == "no" else ""


def is_yes_of_what_waits(
    session: Session, asked: Prompt, step: Step, text: str, script: Script
) -> bool:
    """Whether a text that begins with yes or no may be said of what was read, not of the question.

    Not where both come to the same: a yes to a yes, or a no to what the no takes the place of.
    """
    first = _FIRST.match(text.strip())
    said = YES_NO.get(key(first.group())) if first else None
    if first is None or said is None or not isinstance(asked, Question):
        return False
    found = {**step.session.answers, **step.session.proposed}.get(asked.item)
    if found is None or found == session.answers.get(asked.item):
        return False
    code = _code(asked.item, found, session, script)
    rest = text.strip()[first.end() :].strip(" ,;.:-")
    if code is None or code == _code(asked.item, Kept(rest), session, script):
        return False
    return not _comes_to_the_same(said, asked.item, session, script)


def _comes_to_the_same(said: str, item: str, session: Session, script: Script) -> bool:
    """Whether yes or no to what waits means the same as yes or no to the question."""
    if session.proposed.keys() != {item}:
        return False
    waiting = _code(item, session.proposed[item], session, script)
    return waiting == "yes" if said == "yes" else waiting != "no"


def _code(item: str, kept: Kept, session: Session, script: Script) -> str | None:
    """Return the choice that a text is, or suggests alone."""
    found = script.value(item, kept, session.reference_date)
    if isinstance(found, Doubt) and len(found.candidates) == 1:
        found = found.candidates[0]
    return found.code if isinstance(found, Choice) else None
