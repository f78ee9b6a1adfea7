"""Cases made by machine: each limit, window, choice and contradiction tried on every side.

Each is beside a worked case of somebody eligible and says only what it changes. The answers
that a limit matters beside are looked for: up to two other answers are changed until the answers
on both sides of the limit come out differently.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from criteria.examination.edges import edges
from criteria.examination.specimens import tried
from criteria.examination.starts import MOST_TRIED, Start, Starts
from criteria.rules.rules import Depends, OfNormal
from criteria.trial.protocol import ChoiceItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from criteria.examination.edges import Edge
    from criteria.examination.starts import Changes
    from criteria.rules.rules import Rule
    from criteria.trial.catalog import Case
    from criteria.trial.protocol import AtOdds
    from criteria.trial.trial import Trial
    from criteria.verdict.facts import Facts

_MOST_TRIED_FOR_A_CODE = 600
_MOST_WAYS = 3
"""So many ways to contradict oneself are shown for each entry."""


class Boundary(NamedTuple):
    """Answers beside those of a worked case."""

    like: str
    """The worked case."""
    tries: str
    """The item, or the entry of answers that do not go together, that it tries."""
    changes: Changes
    day: date
    """The reference date."""


class Boundaries:
    """Makes the cases of one version of a trial."""

    def __init__(self, trial: Trial, worked: tuple[Case, ...]) -> None:
        """Begin with the worked cases that come out eligible."""
        self.trial = trial
        self.starts = Starts(trial, worked)

    def made(self) -> Iterator[Boundary]:
        """Return the cases, in the trial's order; no two have the same answers.

        Without a worked case of somebody eligible there is nothing to go with, and none.
        """
        seen: set[tuple[str, date, frozenset[tuple[str, str]]]] = set()
        for case in self._every():
            base = self.starts.bases[case.like]
            plain = {
                item: text for item, text in case.changes.items() if base.answers.get(item) != text
            }
            key = (case.like, case.day, frozenset(plain.items()))
            if (plain or case.day != base.reference_date) and key not in seen:
                seen.add(key)
                yield case._replace(changes=plain)

    def _every(self) -> Iterator[Boundary]:
        if not self.starts.bases:
            return
        day = self.trial.protocol.roles.get("reference_date")
        for item in self.trial.items:
            if item == day:  # each case has its own
                continue
            yield from self._of_codes(item)
            for rule in tried(item, self.trial):
                yield from self._of_rule(item, rule)
                if isinstance(rule, OfNormal):
                    yield from self._of_normal(item, rule)
        for entry in self.trial.protocol.at_odds:
            yield from self._of_entry(entry)

    # ---- choices

    def _of_codes(self, item: str) -> Iterator[Boundary]:
        """Return every answer to a choice, and not known to any item, where they differ."""
        known = self.trial.items[item]
        for code in known.choices if isinstance(known, ChoiceItem) else ():
            both = (code, "unknown")
            yield from self._cases(self._where_it_decides(item, both), item, both)
        yield from self._cases(self.starts.first, item, ("unknown",))

    def _where_it_decides(self, item: str, both: tuple[str, str]) -> Start:
        """Return answers beside which a code makes a difference, without contradicting any."""
        second: Start | None = None
        for start in islice(self.starts.all(item), _MOST_TRIED_FOR_A_CODE):
            outcomes = self.starts.outcomes(start, item, both)
            if len({one.statuses for one in outcomes}) > 1:
                if len({one.at_odds for one in outcomes}) == 1:
                    return start
                second = second or start
        return second or self.starts.first

    # ---- limits and windows

    def _of_rule(self, item: str, rule: Rule) -> Iterator[Boundary]:
        """Return the answers at each edge of a rule, where it decides if that is found."""
        for start, edge in self._at_each_edge(item, rule):
            yield from self._cases(start, item, (*edge.texts, *edge.beside))

    def _at_each_edge(self, item: str, rule: Rule) -> Iterator[tuple[Start, Edge]]:
        """Return each edge that is found, with answers beside which something turns there.

        Beside worked cases that other cases of a table are in force for it is returned again.
        """
        somewhere: dict[tuple[str, ...], tuple[Start, Edge]] = {}
        turned: dict[tuple[object, ...], tuple[Start, Edge]] = {}
        for start in self.starts.all(item, rule):
            facts = self.starts.facts(start)
            for edge in edges(rule, self.trial.items[item], facts):
                somewhere.setdefault(edge.texts, (start, edge))
                key = (edge.texts, *self._in_force(item, facts))
                if key not in turned and self._turns(start, facts, item, edge, rule):
                    turned[key] = (start, edge)
            if start.changes and somewhere.keys() <= {key[0] for key in turned}:
                break
        found = {key[0] for key in turned}
        yield from turned.values()
        yield from (each for texts, each in somewhere.items() if texts not in found)

    def _in_force(self, item: str, facts: Facts) -> Iterator[int]:
        """Return which case of each table is in force near an item."""
        for other in self.starts.near(item):
            if isinstance(self.trial.items[other].rule, Depends):
                yield id(facts.in_force(other))

    def _turns(self, start: Start, facts: Facts, item: str, edge: Edge, rule: Rule) -> bool:
        """Whether the answers at an edge come out differently, and by this very rule."""
        own = self.trial.items[item].rule
        cases = own.cases if isinstance(own, Depends) else ()
        if any(case.rule is rule for case in cases) and facts.in_force(item) is not rule:
            return False
        return self.starts.differ(start, item, edge.texts)

    def _of_normal(self, item: str, rule: OfNormal) -> Iterator[Boundary]:
        """Return the answers at a limit of normal that was not printed, and printed beside."""
        limit = self.trial.limits(rule.side).get(item)
        if limit is None:
            return
        first = self.starts.first
        unprinted = first._replace(changes={limit.id: "unknown"})
        for edge in edges(rule, self.trial.items[item], self.starts.facts(unprinted)):
            yield from self._cases(unprinted, item, (*edge.texts, *edge.beside))
        printed = self.starts.bases[first.like].answers.get(limit.id, "").partition(" ")[0]
        for edge in (
            edges(rule, self.trial.items[item], self.starts.facts(first)) if printed else ()
        ):
            beside = tuple(f"{text} (<{printed})" for text in edge.texts)
            yield from self._cases(unprinted, item, beside)

    # ---- contradictions

    def _of_entry(self, entry: AtOdds) -> Iterator[Boundary]:
        """Return answers that contradict each other, and the same with one of them taken back."""
        for like, changed in islice(self._contradicting(entry), _MOST_WAYS):
            day = self.starts.bases[like].reference_date
            yield Boundary(like, entry.id, changed, day)
            for item in changed:
                rest = {name: text for name, text in changed.items() if name != item}
                yield Boundary(like, entry.id, rest, day)

    def _contradicting(self, entry: AtOdds) -> Iterator[tuple[str, Changes]]:
        """Return the fewest changes with which an entry's answers do not go together."""
        named = self.trial.named_at_odds[entry.id]
        for several in (1, 2, 3):
            found = False
            for like, case in self.starts.bases.items():
                for changed in islice(self.starts.changed(named, like, several), MOST_TRIED):
                    if (
                        entry
                        in self.starts.facts(Start(like, changed, case.reference_date)).at_odds()
                    ):
                        found = True
                        yield like, changed
            if found:
                return

    def _cases(self, start: Start, item: str, texts: tuple[str, ...]) -> Iterator[Boundary]:
        """Return a case for each answer that is read for certain."""
        for text in texts:
            if self.starts.typed(item, text, start.day):
                yield Boundary(start.like, item, {**start.changes, item: text}, start.day)
