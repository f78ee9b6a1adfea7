"""When an item of a questionnaire is shown, as far as FHIR's flat list of conditions can say it.

What the list cannot say (an or within an and, a number's threshold) gives nothing here; it is
said as an expression then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exports.fhir.terminology import Json, codes, coding
from criteria.rules.leaves import AnsweredAmong
from criteria.rules.tree import All, Any_, Not
from criteria.trial.protocol import ChoiceItem

if TYPE_CHECKING:
    from criteria.rules.tree import Expression
    from criteria.trial.trial import Trial


def enabled_when(trial: Trial, asked: Expression | None) -> Json:
    """Return the conditions of when to ask; nothing where that is always, or they can't say it."""
    found = None if asked is None else _either(trial, asked)
    if not found:
        return {}
    behavior = {"enableBehavior": "any"} if len(found) > 1 else {}
    return {"enableWhen": found, **behavior}


def _either(trial: Trial, part: Expression) -> list[Json] | None:
    """Return conditions of which one must hold; None where that is not the shape of it."""
    match part:
        case AnsweredAmong():
            return [_is(trial, part.answered, code) for code in part.among]
        case Not(not_=AnsweredAmong() as leaf):
            return _anything_but(trial, leaf)
        case Any_():
            listed = [_either(trial, each) for each in part.any]
            return None if None in listed else [one for each in listed for one in each or ()]
        case All(all=(only,)):
            return _either(trial, only)
        case _:
            return None


def _anything_but(trial: Trial, leaf: AnsweredAmong) -> list[Json] | None:
    """Return every other answer, and that there is none yet."""
    known = trial.items[leaf.answered]
    if not isinstance(known, ChoiceItem):
        return None
    others = [code for code in codes(known) if code not in leaf.among]
    unanswered = {"question": leaf.answered, "operator": "exists", "answerBoolean": False}
    return [unanswered, *(_is(trial, leaf.answered, code) for code in others)]


def _is(trial: Trial, item: str, code: str) -> Json:
    chosen = coding(trial, item, code)
    return {"question": item, "operator": "=", "answerCoding": chosen}
