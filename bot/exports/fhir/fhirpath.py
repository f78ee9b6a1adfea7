"""Each criterion's rule as a FHIRPath expression over the QuestionnaireResponse of a screening.

Empty means unknown: FHIRPath's and, or and not are Kleene's. The response must be given as
%resource. A site's own limits and maximum ages are not in the expressions.
"""

from __future__ import annotations

from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, assert_never

from bot.exports.fhir.fhirpath_values import Ends, Paths
from bot.exports.fhir.terminology import DATE
from criteria.rules.leaves import Always, AnsweredAmong, Item, OtherCriterion, Test
from criteria.rules.rules import Above, AtLeast, BelowUpperLimit, MonthsBefore, OlderThan, OneOf
from criteria.rules.tree import All, Any_, First, Gate, Not, Possible, Settles
from criteria.trial.protocol import DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.rules.rules import Rule
    from criteria.rules.tree import Expression
    from criteria.trial.protocol import AtOdds
    from criteria.trial.trial import Trial


def criteria(trial: Trial) -> dict[str, str]:
    """Return for each criterion the expression of its status, as the word for it."""
    return {name: Writer(trial).status(name) for name in trial.criteria}


def shown(trial: Trial, asked: Expression) -> str:
    """Return the expression that is true unless it is known that something is not to be asked."""
    writer = Writer(trial)
    return writer.variables.whole(f"iif({writer.truth(asked)}.not(), false, true)")


class Writer:
    """Writes the expressions of a trial."""

    def __init__(self, trial: Trial) -> None:
        """Write for a trial in a version."""
        self.trial = trial
        self.paths = Paths(trial)
        self.variables = self.paths.variables
        self._judged: str | None = ""
        """The criterion whose contradictions count; None where the answers count as given."""

    def status(self, criterion: str) -> str:
        """Return the expression of a criterion's status, as a word."""
        known = self.trial.criteria[criterion]
        with self._judging(criterion):
            rule = self.variables.new(self.truth(known.rule))
            status = f"iif({rule}, 'met', iif({rule}.not(), 'not_met', 'unknown'))"
            if known.applies is not None:
                applies = self.variables.new(self.truth(known.applies))
                status = f"iif({applies}.not(), 'not_applicable', {status})"
        return self.variables.whole(status)

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
            case AnsweredAmong():
                code = self._unless(part.answered, self.paths.code(part.answered), "'unknown'")
                return f"iif({code} in {_codes(part.among)}, true, false)"
            case Item():
                rule = self.trial.items[part.name].rule
                return "{}" if rule is None else self._unless(part.name, self.test(part.name, rule))
            case Test():
                return self._unless(part.item, self.test(part.item, part.test))
            case OtherCriterion():
                return self._unless(part.criterion, self._other(part.criterion))
            case Always():
                return "true"
            case _:
                assert_never(part)

    def _other(self, criterion: str) -> str:
        """Return the truth of another criterion, with its own contradictions where any count."""
        with self._judging(None if self._judged is None else criterion):
            return self.truth(self.trial.criteria[criterion].rule)

    def _unless(self, name: str, expression: str, unknown: str = "{}") -> str:
        """Return an expression that is unknown where its item or criterion is contradicted."""
        entries = self.trial.contradictions.get(self._judged or "", ())
        with self._judging(None):
            occurs = [self._occurs(entry) for entry in entries if name in entry.unknown]
        return f"iif({' or '.join(occurs)}, {unknown}, {expression})" if occurs else expression

    def _occurs(self, entry: AtOdds) -> str:
        """Return whether answers do not go together, true or false."""
        return self.variables.new(f"iif({self.truth(entry.when)}, true, false)")

    def _first(self, parts: list[str]) -> str:
        *before, last = parts
        for part in map(self.variables.new, reversed(before)):
            last = f"iif({part}.exists(), {part}, {last})"
        return last

    def test(self, item: str, rule: Rule) -> str:
        """Return the expression of a rule on an item; several numbers count where they agree."""
        match rule:
            case OneOf():
                code = f"{self.paths.single(item)}.value.code"
                return _either(f"{code} in {_codes(rule.yes)}", f"{code} in {_codes(rule.no)}")
            case MonthsBefore():
                return self._window(item, rule)
            case OlderThan():
                return self._older(item, rule)
            case _:
                found = self.paths.results(item)
                self._beforehand(item, rule)
                judged = self.variables.each(found, lambda: self._compare(item, rule))
                judged = self.variables.new(judged)
                return _either(*(f"{judged}.distinct() = '{word}'" for word in ("yes", "no")))

    def _beforehand(self, item: str, rule: Above | AtLeast | BelowUpperLimit) -> None:
        """Name what does not depend on the single result, so that it is worked out once."""
        known = self.trial.items[item]
        others = [known.percent_of] if isinstance(known, NumberItem) and known.percent_of else []
        if isinstance(rule, BelowUpperLimit):
            others.append(self.trial.upper_limits[item].id)
        for other in others:
            self.paths.measured(other, self.paths.single(other))

    def _compare(self, item: str, rule: Above | AtLeast | BelowUpperLimit) -> str:
        """Return the expression of a rule on the result $this: yes, no, unknown as words."""
        measured = self.paths.measured(item)
        if isinstance(rule, BelowUpperLimit):
            limit, times = self.paths.upper_limit(item), f"{rule.times.normalize():f}"
            high, low = f"({limit.high} * {times})", f"({limit.low} * {times})"
            return _less(measured, Ends(low, high, limit.low_open, limit.high_open), "yes", "no")
        edge = self.paths.literal(Fraction(rule.limit))
        if isinstance(rule, Above):
            return _less(Ends(edge, edge), measured, "yes", "no")
        return _less(measured, Ends(edge, edge), "no", "yes")

    def _window(self, item: str, rule: MonthsBefore) -> str:
        """Return the expression of a date within so many months, both ends included."""
        today = self.paths.today()
        day = f"{self.paths.single(item)}.value.ofType(date)"
        first, last = self._ends(day)
        last = self.variables.new(f"iif({last} > {today}, {today}, {last})")
        inside = (
            f"{today} <= {first} + {rule.at_most} months "
            f"and {last} + {rule.at_least} months <= {today}"
        )
        over = f"{today} > {last} + {rule.at_most} months"
        return f"iif({first} <= {today}, iif({over}, false, iif({inside}, true, {{}})), {{}})"

    def _older(self, item: str, rule: OlderThan) -> str:
        """Return the expression of a result that lies further back than so many days or months."""
        answer, today = self.paths.single(item), self.paths.today()
        dated = isinstance(self.trial.items[item], DateItem)
        day = f"{answer}.value" if dated else self.paths.under(answer, item, DATE)
        first, last = self._ends(f"{day}.ofType(date)")
        span = f"{rule.months} months" if rule.months is not None else f"{rule.days} days"
        return _either(f"{last} + {span} < {today}", f"{first} + {span} >= {today}")

    def _ends(self, day: str) -> tuple[str, str]:
        """Return the first and the last day of a day, a month or a year."""
        text = self.variables.new(f"{day}.toString()")
        year, month = f"({text} & '-01-01').toDate()", f"({text} & '-01').toDate()"
        first = f"iif({text}.length() = 4, {year}, iif({text}.length() = 7, {month}, {day}))"
        last = (
            f"iif({text}.length() = 4, {year} + 1 year - 1 day, "
            f"iif({text}.length() = 7, {month} + 1 month - 1 day, {day}))"
        )
        return self.variables.new(first), self.variables.new(last)


def _less(one: Ends, other: Ends, yes: str, no: str) -> str:
    """Whether every number of one interval lies strictly below every number of the other."""
    touching = f"{one.high} = {other.low} and ({one.high_open} or {other.low_open})"
    return (
        f"iif({one.high} < {other.low}, '{yes}', "
        f"iif({one.low} >= {other.high}, '{no}', iif({touching}, '{yes}', 'unknown')))"
    )


def _either(yes: str, no: str) -> str:
    """Return true where one holds, false where the other does, else empty."""
    return f"iif({yes}, true, iif({no}, false, {{}}))"


def _codes(codes: tuple[str, ...]) -> str:
    return "(" + " | ".join(f"'{code}'" for code in codes) + ")" if codes else "{}"
