"""Windows of time in words: how far from which day a date must lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.texts.trials import ConditionWords
    from criteria.rules.windows import Window

_SENTENCES = {
    ("within", "before"): "within_before",
    ("within", "after"): "within_after",
    ("within", "around"): "within_around",
    ("less_than_ago", "before"): "less_than_before",
    ("less_than_ago", "after"): "less_than_after",
    ("less_than_ago", "around"): "less_than_around",
    ("at_least_ago", "before"): "at_least_before",
    ("at_least_ago", "after"): "at_least_after",
    ("longer_ago_than", "before"): "longer_than_before",
    ("longer_ago_than", "after"): "longer_than_after",
    ("stable_for", "before"): "stable_before",
    ("stable_for", "after"): "stable_after",
}
_BOTH = {"longer": "longer_of", "shorter": "shorter_of"}


def window(
    rule: Window, say: ConditionWords, label: Callable[[str], str], day: object = None
) -> str:
    """Say what a window asks of a date, counted from a day, or else from the reference date."""
    anchor = label(rule.from_) if rule.from_ else (day or say.reference_day)
    length = _length(rule, say, label)
    text = say.say(_SENTENCES[rule.kind, rule.side], length=length, day=anchor)
    return say.say("or_never", window=text) if rule.ever and rule.distant else text


def _length(rule: Window, say: ConditionWords, label: Callable[[str], str]) -> str:
    parts = [
        say.say(unit, count=count)
        for unit in ("days", "weeks", "months", "years")
        if (count := getattr(rule, unit)) is not None
    ]
    if rule.half_lives is not None and rule.half_life is not None:
        parts.append(say.say("half_lives", number=rule.half_lives, item=label(rule.half_life)))
    if len(parts) == 1:
        return parts[0]
    return say.say(_BOTH[rule.whichever], one=parts[0], other=parts[1])
