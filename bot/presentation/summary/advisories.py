"""What is worth knowing beside the verdict: what is rare in full, what is usual in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.rules.leaves import Always, AnsweredAmong
from criteria.rules.rules import OneOf
from criteria.rules.tree import All, Any_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.presentation.sentences import Speaker
    from criteria.rules.tree import Expression
    from criteria.trial.trial import Trial
    from criteria.verdict.verdict import Verdict


def advisories(verdict: Verdict, speaker: Speaker) -> Iterator[str]:
    """Return what is rare of the advisories that apply, then the ids of the others."""
    conditions = {one.id: one.when for one in verdict.facts.trial.protocol.advisories}
    usual = []
    for name in verdict.advisories:
        if is_usual(conditions[name], verdict.facts.trial):
            usual.append(name)
        else:
            yield f"{name}: {speaker.words.advisories[name]}"
    if usual:
        yield speaker.texts.summary.say("usual", advisories=", ".join(usual))


def is_usual(condition: Expression, trial: Trial) -> bool:
    """Whether an advisory goes with answers that satisfy, or that are not judged at all."""
    match condition:
        case Always():
            return True
        case AnsweredAmong():
            rule = trial.items[condition.answered].rule
            return not isinstance(rule, OneOf) or not set(condition.among).isdisjoint(rule.yes)
        case Any_():
            return any(is_usual(part, trial) for part in condition.any)
        case All():
            return all(is_usual(part, trial) for part in condition.all)
        case _:
            return False
