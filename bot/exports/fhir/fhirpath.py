"""Each criterion's rule as a FHIRPath expression over the QuestionnaireResponse of a screening.

Empty means unknown: FHIRPath's and, or and not are Kleene's. The response must be given as
%resource. A site's own limits and maximum ages are not in the expressions. What they are written of
stands in `fhirpath_subset`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, assert_never

from bot.exports.fhir.fhirpath_letters import Letters
from bot.exports.fhir.fhirpath_numbers import UnsayableError
from bot.exports.fhir.fhirpath_rules import Rules
from bot.exports.fhir.fhirpath_subset import either, remark
from criteria.rules.leaves import Always, AnsweredAmong, Item, OtherCriterion, Test
from criteria.rules.rules import Chosen
from criteria.rules.tree import (
    All,
    Any_,
    AtLeastOf,
    AtMostOf,
    First,
    Gate,
    Not,
    Possible,
    Settles,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.rules.tree import Expression
    from criteria.trial.trial import Trial


def criteria(trial: Trial) -> dict[str, str]:
    """Return for each criterion the expression of its status, as the word for it.

    What these expressions cannot say is unknown. A comment says why, or names the engines.
    """
    return {name: _status(trial, name) for name in trial.criteria}


def _status(trial: Trial, criterion: str) -> str:
    try:
        return Writer(trial).status(criterion) + remark()
    except UnsayableError as why:
        return f"'unknown' // not said in FHIRPath: {why}"


def shown(trial: Trial, asked: Expression) -> str:
    """Return the expression that is true unless it is known that something is not to be asked.

    What cannot be said is shown.
    """
    writer = Writer(trial)
    try:
        return writer.letters.whole(f"iif(({writer.truth(asked)}).not(), false, true)")
    except UnsayableError:
        return "true"


class Writer:
    """Writes the expressions of a trial."""

    def __init__(self, trial: Trial) -> None:
        """Write for a trial in a version."""
        self.trial = trial
        self.letters = Letters()
        self.rules = Rules(trial, self.letters)
        self._judged: str | None = ""
        """The criterion whose contradictions count; None where the answers count as given."""

    def status(self, criterion: str) -> str:
        """Return the expression of a criterion's status, as a word."""
        known = self.trial.criteria[criterion]
        with self._judging(criterion):
            rule = self.letters.keep(self.truth(known.rule))
            if known.applies is None:
                return self.letters.whole(_word(rule, f"{rule}.not()"))
            applies = self.letters.keep(self.truth(known.applies))
        status = _word(rule, f"{rule}.not() and {applies}")
        return self.letters.whole(f"iif({applies}.not(), 'not_applicable', {status})")

    @contextmanager
    def _judging(self, criterion: str | None) -> Iterator[None]:
        """Write for a criterion, or for the answers as they were given."""
        before, self._judged = self._judged, criterion
        try:
            yield
        finally:
            self._judged = before

    def truth(self, part: Expression) -> str:  # noqa: C901, PLR0911, PLR0912 - one line each
        """Return the expression of a truth: true, false, or empty for unknown."""
        match part:
            case All():
                return "(" + " and ".join(map(self.truth, part.all)) + ")"
            case Any_():
                return "(" + " or ".join(map(self.truth, part.any)) + ")"
            case First():
                return self._first([self.truth(each) for each in part.first])
            case Settles():
                return f"iif({self.truth(part.settles)}, true, {{}})"
            case Not():
                return f"({self.truth(part.not_)}).not()"
            case Gate():
                return f"iif({self.truth(part.when)}, {self.truth(part.then)}, {{}})"
            case Possible():
                return f"iif(({self.truth(part.possible)}).not(), false, true)"
            case AtLeastOf(at_least_of=counted):
                least, most = self._counted(counted.of)
                return either(f"{least} >= {counted.n}", f"{most} < {counted.n}")
            case AtMostOf(at_most_of=counted):
                least, most = self._counted(counted.of)
                return either(f"{most} <= {counted.n}", f"{least} > {counted.n}")
            case Chosen():
                return self._unless(part.chosen, self.rules.chosen(part))
            case AnsweredAmong():
                unknown = "true" if "unknown" in part.among else "false"
                return self._unless(part.answered, self.rules.answered(part), unknown)
            case Item():
                rule = self.trial.items[part.name].rule
                return (
                    "{}"
                    if rule is None
                    else self._unless(part.name, self.rules.test(part.name, rule))
                )
            case Test():
                return self._unless(part.item, self.rules.test(part.item, part.test))
            case OtherCriterion():
                return self._unless(part.criterion, self._other(part.criterion))
            case Always():
                return "true"
            case _:
                assert_never(part)

    def _counted(self, parts: tuple[Expression, ...]) -> tuple[str, str]:
        """Return how many parts hold for certain, and how many may."""
        truths = [self.letters.keep(self.truth(part)) for part in parts]
        least = " + ".join(f"iif({truth}, 1, 0)" for truth in truths)
        most = " + ".join(f"iif({truth}.not(), 0, 1)" for truth in truths)
        return f"({least})", f"({most})"

    def _other(self, criterion: str) -> str:
        """Return the truth of another criterion, with its own contradictions where any count."""
        with self._judging(None if self._judged is None else criterion):
            return self.truth(self.trial.criteria[criterion].rule)

    def _unless(self, name: str, expression: str, unknown: str = "{}") -> str:
        """Return an expression that is unknown where its item or criterion is contradicted."""
        entries = self.trial.contradictions.get(self._judged or "", ())
        names = {name, *self.trial.leaning.get(name, ())}
        with self._judging(None):
            occurs = [self.truth(e.when) for e in entries if not names.isdisjoint(e.unknown)]
        if not occurs:
            return expression
        return f"iif({self.letters.keep(' or '.join(occurs))}, {unknown}, {expression})"

    def _first(self, parts: list[str]) -> str:
        """Return the first truth that is known."""
        *before, found = parts
        for part in map(self.letters.keep, reversed(before)):
            found = f"iif({part}, true, iif({part}.not(), false, {found}))"
        return found


def _word(met: str, failed: str) -> str:
    """Return the expression of a status, of what makes it met and what makes it fail."""
    return f"iif({met}, 'met', iif({failed}, 'not_met', 'unknown'))"
