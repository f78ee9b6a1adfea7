"""FHIRPath for a number against its limits: a letter for each result, agreed on by all."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.exports.fhir.fhirpath_letters import agreed, at, letter
from bot.exports.fhir.fhirpath_subset import exact
from bot.exports.fhir.fhirpath_values import Ends
from criteria.known.truth import Truth, all_of
from criteria.known.values import Comparator, Interval
from criteria.rules.limits import against
from criteria.rules.rules import Limit, OfNormal
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.exports.fhir.fhirpath_letters import Letters
    from bot.exports.fhir.fhirpath_values import Paths
    from criteria.rules.limits import Sign
    from criteria.rules.rules import Between, Single


class UnsayableError(Exception):
    """A rule that these expressions cannot say, and why."""


SIGNS = {
    "": Comparator.EQUAL,
    "<": Comparator.LESS,
    "<=": Comparator.AT_MOST,
    ">": Comparator.MORE,
    ">=": Comparator.AT_LEAST,
}
"""What precedes a number in FHIR."""


class Numbers:
    """Writes the rules on a trial's numbers, each as a letter."""

    def __init__(self, paths: Paths, letters: Letters) -> None:
        """Write with the paths of a trial."""
        self.paths = paths
        self.letters = letters
        self.trial = paths.trial

    def letter(self, item: str, rule: Single | Between) -> tuple[str, str]:
        """Return the letter that an item's results agree on, and the group it is looked for in."""
        known = self._sayable(item)
        scale = self.paths.scale(item)
        if isinstance(rule, OfNormal):
            return self._of_normal(item, rule, scale), ""
        limits = [(end.sign, self._limit(known, end)) for end in rule.ends]
        words = self._words(item, limits, scale)
        if known.percent_of is None:
            results = self.paths.results(item, near=True)
            return agreed(f"{results}.select({words})"), self.paths.group(item)
        results = self.paths.results(item)
        share = self.paths.share(item, known.percent_of, scale)
        of_share = self._compared(share, limits, scale)
        shared = f"{results}.select(iif(value.code = '%', {of_share}, {words}))"
        only = self._is(self._only(known.percent_of), known.percent_of)
        return agreed(f"iif({only}, {shared}, {results}.select({words}))"), ""

    def _only(self, item: str, then: str = "'y'") -> str:
        """Return the letter of whether an item has a single answer that counts."""
        return f"iif({self.paths.results(item, near=True)}.count() = 1, {then}, 'n')"

    def _is(self, letter: str, item: str) -> str:
        return f"{at(self.letters.add(letter, self.paths.group(item), 'n'))} = 'y'"

    def _words(self, item: str, limits: list[tuple[Sign, Fraction]], scale: int) -> str:
        """Return the letter of an answer against limits that are known."""
        stated, ends = self.paths.stated(item, scale)
        number = self.paths.number(item, scale)
        edges = sorted({limit for _, limit in limits})
        place = _place(number, [self.paths.literal(edge, scale) for edge in edges])
        return (
            f"iif({stated}, {self._compared(ends, limits, scale)}, "
            f"({place} & value.comparator).select({_listed(limits, edges)}))"
        )

    def _compared(self, measured: Ends, limits: list[tuple[Sign, Fraction]], scale: int) -> str:
        edges = [(sign, self.paths.literal(limit, scale)) for sign, limit in limits]
        tests = [_against(sign, measured, Ends(edge, edge)) for sign, edge in edges]
        yes = " and ".join(f"({each})" for each, _ in tests)
        no = " or ".join(f"({each})" for _, each in tests)
        return letter(yes, no)

    def _sayable(self, item: str) -> NumberItem:
        """See that an item's number is the newest result.

        Raises:
            UnsayableError: it is worked out, of other items or of several results.
        """
        known = self.trial.items[item]
        if item in self.trial.derived:
            raise UnsayableError(f"{item}: a derived quantity")
        if not isinstance(known, NumberItem):
            raise UnsayableError(f"{item}: no number")
        if known.offsets:
            raise UnsayableError(f"{item}: units that do not begin at the same zero")
        if known.repeated != "newest":
            raise UnsayableError(f"{item}: {known.repeated} of repeated measurements")
        return known

    def _limit(self, known: NumberItem, end: Single) -> Fraction:
        if not isinstance(end, Limit):
            raise UnsayableError(f"{known.id}: a limit that is no number")
        return Fraction(known.in_canonical(end.limit, end.unit or known.canonical))

    def _of_normal(self, item: str, rule: OfNormal, scale: int) -> str:
        """Compare with the upper limit printed beside, and with the one given, or the usual one."""
        if rule.side == "lower":
            raise UnsayableError(f"{item}: the lower limit of normal")
        limit = self.trial.upper_limits[item].id
        low = self.paths.given(limit, scale, near=True).low
        is_known = self._is(self._only(limit, f"iif({low}.exists(), 'y', 'n')"), limit)
        printed, group = self.paths.printed(item, scale), self.paths.group(item)
        times, measured = f"{rule.times.normalize():f}", self.paths.measured(item, scale)

        def judged(ends: Ends) -> str:
            return letter(*_against(rule.sign, measured, _multiple(ends, times)))

        near = self.paths.results(item, near=True)
        beside = f"iif({printed}.exists(), {judged(Ends(printed, printed))}, {{}})"
        usual = f"iif({printed}.exists(), {{}}, {judged(self.paths.usual(item, scale))})"
        given = f"{self.paths.results(item)}.select({judged(self.paths.given(limit, scale))})"
        add = self.letters.add
        by_printed = at(add(agreed(f"{near}.select({beside})", "-"), group, "-"))
        by_usual = at(add(agreed(f"{near}.select({usual})", "-"), group, "-"))
        by_given = at(add(f"iif({is_known}, {agreed(given, '-')}, '-')"))
        other = f"iif({is_known}, {by_given}, {by_usual})"
        return agreed(f"({by_printed} | {other}).where($this != '-')")


def _place(number: str, edges: list[str]) -> str:
    """Return where a number lies, as a digit: below the first edge, on it, above it, and so on."""
    found = f"'{2 * len(edges)}'"
    for place, edge in reversed(list(enumerate(edges))):
        found = (
            f"iif($this < {edge}, '{2 * place}', iif($this = {edge}, '{2 * place + 1}', {found}))"
        )
    return f"{number}.select({found})"


def _listed(limits: list[tuple[Sign, Fraction]], edges: list[Fraction]) -> str:
    """Return the letter of a place and a comparator, by judging a number of each place."""
    below = edges[0] / 2 if edges[0] > 0 else edges[0] - 1
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    samples = [below]
    for edge, after in zip(edges, [*between, edges[-1] + 1], strict=True):
        samples += [edge, after]
    found: dict[Truth, list[str]] = {truth: [] for truth in Truth}
    for place, sample in enumerate(samples):
        for sign, comparator in SIGNS.items():
            found[_truth(limits, Interval.reported(comparator, sample))].append(f"{place}{sign}")
    return letter(_in(found[Truth.YES]), _in(found[Truth.NO]))


def _truth(limits: Iterable[tuple[Sign, Fraction]], measured: Interval) -> Truth:
    return all_of(against(sign, measured, Interval(limit, limit)) for sign, limit in limits)


def _in(words: list[str]) -> str:
    return f"$this in ({' | '.join(map(repr, words))})" if words else "false"


def _multiple(limit: Ends, times: str) -> Ends:
    """Return a multiple of an interval."""
    if times == "1":
        return limit
    low, high = exact(f"{limit.low} * {times}"), exact(f"{limit.high} * {times}")
    return Ends(low, high, limit.low_open, limit.high_open)


def _against(sign: Sign, measured: Ends, limit: Ends) -> tuple[str, str]:
    """Return what makes a result lie so to a limit for certain, and what makes it not."""
    if sign in (">", "≤"):
        less, not_less = _less(limit, measured)
    else:
        less, not_less = _less(measured, limit)
    return (less, not_less) if sign in (">", "<") else (not_less, less)


def _less(one: Ends, other: Ends) -> tuple[str, str]:
    """Whether all of one interval lies strictly below all of the other, or none of it."""
    open_ = " or ".join(end for end in (one.high_open, other.low_open) if end != "false")
    touching = f" or {one.high} = {other.low} and ({open_})" if open_ else ""
    return f"{one.high} < {other.low}{touching}", f"{one.low} >= {other.high}"
