"""Whether a trial's numbers can be used, lie as they must, and go by names of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from criteria.known.frozen import Frozen
from criteria.rules.rules import Between, Limit, OfNormal, Single, plain
from criteria.trial.problems import PROTOCOL, Problem
from criteria.trial.protocol import DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from criteria.trial.trial import Trial

_MOST_DIGITS = 12


def unusable_numbers(trial: Trial) -> Iterator[Problem]:
    """Return the numbers that are too long to work with ("1e999999")."""
    protocol = trial.protocol
    for part in ("items", "criteria", "advisories", "at_odds"):
        for entry in getattr(protocol, part):
            for key, number in _decimals(entry, f"{part}[{entry.id}]"):
                digits = max(len(number.as_tuple().digits), abs(number.adjusted()))
                if digits > _MOST_DIGITS:
                    wanted = f"a number of at most {_MOST_DIGITS} digits"
                    yield Problem(PROTOCOL, key, str(number)[:40], wanted)


def _decimals(part: object, key: str) -> Iterator[tuple[str, Decimal]]:
    """Return every decimal number with its key."""
    if isinstance(part, Decimal):
        yield key, part
    elif isinstance(part, Frozen):
        for name in type(part).model_fields:
            yield from _decimals(getattr(part, name), f"{key}.{name}")
    elif isinstance(part, tuple):
        for inner in part:
            yield from _decimals(inner, key)


def misplaced(trial: Trial) -> Iterator[Problem]:
    """Return ranges that do not nest, and thresholds that no answer could be on both sides of."""
    for item in trial.protocol.items:
        key = f"items[{item.id}]"
        if isinstance(item, NumberItem):
            yield from _ranges(item, key)
            yield from _threshold(trial, item, key)
        elif isinstance(item, DateItem) and item.latest and item.latest < item.earliest:
            yield Problem(PROTOCOL, f"{key}.latest", str(item.latest), "a day not before earliest")
        if item.warn_older_than_days is not None and item.warn_older_than_months is not None:
            found = "days and months"
            yield Problem(PROTOCOL, f"{key}.warn_older_than_days", found, "one of the two")


def _ranges(item: NumberItem, key: str) -> Iterator[Problem]:
    """The canonical unit counts as 1; soft lies inside hard; neither is turned round."""
    if item.units[item.canonical] != 1:
        found = str(item.units[item.canonical])
        wanted = '"1" for the first unit, which is the canonical one'
        yield Problem(PROTOCOL, f"{key}.units", found, wanted)
    for name, range_ in (("soft", item.soft), ("hard", item.hard)):
        if range_ is not None and range_.low >= range_.high:
            found = f"{range_.low} to {range_.high}"
            yield Problem(PROTOCOL, f"{key}.{name}", found, "a low end below the high end")
    soft, hard = item.soft, item.hard
    if soft is not None and not hard.low <= soft.low <= soft.high <= hard.high:
        found = f"{soft.low} to {soft.high}"
        wanted = f"a range inside the hard one, {hard.low} to {hard.high}"
        yield Problem(PROTOCOL, f"{key}.soft", found, wanted)


def _threshold(trial: Trial, item: NumberItem, key: str) -> Iterator[Problem]:
    """Answers on both sides of the protocol's threshold can be given."""
    hard = item.hard
    limits = [
        limit
        for rule in plain(item.rule)
        if isinstance(rule, Single | Between)
        for end in rule.ends
        for limit in _limits(end, trial, item)
    ]
    for limit in limits:
        if not hard.lowest < limit < hard.highest:
            found = f"{hard.low} to {hard.high}, and a threshold of {float(limit):g}"
            wanted = "a hard range with the threshold inside: it is plausibility, not the protocol"
            yield Problem(PROTOCOL, f"{key}.hard", found, wanted)


def _limits(end: Single, trial: Trial, item: NumberItem) -> Iterator[Fraction]:
    """Return a threshold; of a multiple of normal, with the usual ends of the limit of normal."""
    if isinstance(end, Limit) and (not end.unit or end.unit in item.units):
        yield item.in_canonical(end.limit, end.unit or item.canonical)
    known = trial.limits(end.side).get(item.id) if isinstance(end, OfNormal) else None
    if known is not None and isinstance(end, OfNormal):
        ends = known.soft or known.hard
        yield from (ends.lowest * end.factor, ends.highest * end.factor)


def confused(trial: Trial) -> Iterator[Problem]:
    """What a laboratory calls a result belongs to one item, and to one method."""
    owners: dict[str, str] = {}
    for item in trial.protocol.items:
        if not isinstance(item, NumberItem):
            continue
        named = {item.id: (*item.names, *item.names_to_confirm, *item.codes)}
        named |= {f"{item.id} by {code}": names for code, names in item.method_names.items()}
        for meaning, names in named.items():
            for written in names:
                owner = owners.setdefault(written.casefold(), meaning)
                if owner != meaning:
                    found = f'"{written}" for {owner} and for {meaning}'
                    yield Problem(PROTOCOL, f"items[{item.id}].names", found, "it for one of them")
