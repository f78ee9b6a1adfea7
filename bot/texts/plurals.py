"""Which form of a sentence goes with a count, by a language's own plural rules.

The rules are CLDR's, written in the language's file as CLDR writes them. Only whole numbers are
counted here, so of CLDR's operands n and i are the number itself and the others are 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHER = "other"
"""The form for every count that no rule names; each language has it."""

_RELATION = re.compile(
    r"(?P<operand>[nivwftce])(?: % (?P<modulus>[1-9][0-9]*))? (?P<sign>!?=) "
    r"(?P<ranges>[0-9]+(?:\.\.[0-9]+)?(?:,[0-9]+(?:\.\.[0-9]+)?)*)"
)
_ITSELF = "ni"


class PluralRuleError(ValueError):
    """A plural rule that is not written as CLDR writes them."""


@dataclass(frozen=True, slots=True)
class Plurals:
    """The plural rules of one language: form -> when it is used; the first that holds wins."""

    rules: Mapping[str, str]

    @property
    def forms(self) -> set[str]:
        """The forms that each counted sentence of the language has."""
        return {*self.rules, OTHER}

    def form(self, count: int) -> str:
        """Return the form that goes with a count."""
        return next((form for form, rule in self.rules.items() if _holds(rule, count)), OTHER)


def _holds(rule: str, count: int) -> bool:
    """Whether a rule holds; "and" binds closer than "or"."""
    return any(
        all(_true(relation, count) for relation in part.split(" and "))
        for part in rule.split(" or ")
    )


def _true(relation: str, count: int) -> bool:
    found = _RELATION.fullmatch(relation.strip())
    if found is None:
        raise PluralRuleError(f"{relation!r} is no relation of a plural rule: write i = 1")
    value = count if found["operand"] in _ITSELF else 0
    if found["modulus"]:
        value %= int(found["modulus"])
    inside = any(_within(value, span) for span in found["ranges"].split(","))
    return inside is (found["sign"] == "=")


def _within(value: int, span: str) -> bool:
    low, _, high = span.partition("..")
    return int(low) <= value <= int(high or low)
