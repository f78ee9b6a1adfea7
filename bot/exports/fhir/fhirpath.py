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
from criteria.rules.rules import (
    Between,
    Chosen,
    Depends,
    Limit,
    MonthsBefore,
    OfNormal,
    OlderThan,
    OneOf,
    Single,
    Tested,
    Window,
)
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
from criteria.trial.protocol import DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.rules.rules import Rule
    from criteria.rules.tree import Expression
    from criteria.trial.protocol import AtOdds
    from criteria.trial.trial import Trial


class UnsayableError(Exception):
    """A rule that these expressions cannot say, and why."""


def criteria(trial: Trial) -> dict[str, str]:
    """Return for each criterion the expression of its status, as the word for it.

    What these expressions cannot say is unknown, with a comment that says why.
    """
    return {name: _status(trial, name) for name in trial.criteria}


def _status(trial: Trial, criterion: str) -> str:
    try:
        return Writer(trial).status(criterion)
    except UnsayableError as why:
        return f"'unknown' // not said in FHIRPath: {why}"


def shown(trial: Trial, asked: Expression) -> str:
    """Return the expression that is true unless it is known that something is not to be asked.

    What cannot be said is shown.
    """
    writer = Writer(trial)
    try:
        return writer.variables.whole(f"iif({writer.truth(asked)}.not(), false, true)")
    except UnsayableError:
        return "true"


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
            if known.applies is None:
                return self.variables.whole(_word(rule, f"{rule}.not()"))
            applies = self.variables.new(self.truth(known.applies))
        status = _word(rule, f"({rule}.not() and {applies})")
        return self.variables.whole(f"iif({applies}.not(), 'not_applicable', {status})")

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
                return _either(f"{least} >= {counted.n}", f"{most} < {counted.n}")
            case AtMostOf(at_most_of=counted):
                least, most = self._counted(counted.of)
                return _either(f"{most} <= {counted.n}", f"{least} > {counted.n}")
            case Chosen():
                return self._unless(part.chosen, self._chosen(part))
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

    def _counted(self, parts: tuple[Expression, ...]) -> tuple[str, str]:
        """Return how many parts hold for certain, and how many may."""
        truths = [self.variables.new(self.truth(part)) for part in parts]
        least = " + ".join(f"iif({truth}, 1, 0)" for truth in truths)
        most = " + ".join(f"iif({truth}.not(), 0, 1)" for truth in truths)
        return self.variables.new(f"({least})"), self.variables.new(f"({most})")

    def _chosen(self, part: Chosen) -> str:
        code = self.paths.code(part.chosen)
        known = f"{code}.exists() and {code} != 'unknown'"
        return f"iif({known}, iif({code} in {_codes(part.among)}, true, false), {{}})"

    def _other(self, criterion: str) -> str:
        """Return the truth of another criterion, with its own contradictions where any count."""
        with self._judging(None if self._judged is None else criterion):
            return self.truth(self.trial.criteria[criterion].rule)

    def _unless(self, name: str, expression: str, unknown: str = "{}") -> str:
        """Return an expression that is unknown where its item or criterion is contradicted."""
        entries = self.trial.contradictions.get(self._judged or "", ())
        names = {name, *self.trial.leaning.get(name, ())}
        with self._judging(None):
            occurs = [self._occurs(e) for e in entries if not names.isdisjoint(e.unknown)]
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
            case Window():
                return self._in_time(item, rule)
            case Depends():
                return self._depends(item, rule)
            case Single() | Between():
                self._sayable(item)
                found = self.paths.results(item)
                self._beforehand(item, rule)
                judged = self.variables.each(found, lambda: self._compare(item, rule))
                judged = self.variables.new(judged)
                return _either(*(f"{judged}.distinct() = '{word}'" for word in ("yes", "no")))
            case _:
                assert_never(rule)

    def _sayable(self, item: str) -> None:
        """See that an item's number is the newest result.

        Raises:
            UnsayableError: it is worked out, of other items or of several results.
        """
        known = self.trial.items[item]
        if item in self.trial.derived:
            raise UnsayableError(f"{item}: a derived quantity")
        if isinstance(known, NumberItem) and known.offsets:
            raise UnsayableError(f"{item}: units that do not begin at the same zero")
        if isinstance(known, NumberItem) and known.repeated != "newest":
            raise UnsayableError(f"{item}: {known.repeated} of repeated measurements")

    def _depends(self, item: str, rule: Depends) -> str:
        """Return the expression of a table: the first case that holds; unknown must not matter."""
        found = "true" if rule.otherwise else "{}"
        for case in reversed(rule.cases):
            truth = self.variables.new(self.test(item, case.rule))
            if not case.when:
                found = truth
                continue
            rest = self.variables.new(found)
            holds = self.variables.new(" and ".join(map(self._condition, case.when)))
            same = f"iif({truth} = {rest}, {truth}, {{}})"
            found = f"iif({holds}, {truth}, iif({holds}.not(), {rest}, {same}))"
        return found

    def _condition(self, condition: Chosen | Tested) -> str:
        if isinstance(condition, Chosen):
            return self._chosen(condition)
        return f"({self.test(condition.item, condition.test)})"

    def _beforehand(self, item: str, rule: Single | Between) -> None:
        """Name what does not depend on the single result, so that it is worked out once."""
        known = self.trial.items[item]
        others = [known.percent_of] if isinstance(known, NumberItem) and known.percent_of else []
        if any(isinstance(end, OfNormal) and end.side == "upper" for end in rule.ends):
            others.append(self.trial.upper_limits[item].id)
        for other in others:
            self.paths.measured(other, self.paths.single(other))

    def _compare(self, item: str, rule: Single | Between) -> str:
        """Return the expression of a rule on the result $this: yes, no, unknown as words."""
        words = [self._against(item, end) for end in rule.ends]
        if len(words) == 1:
            return words[0]
        low, high = map(self.variables.new, words)
        both = f"iif({low} = 'yes' and {high} = 'yes', 'yes', 'unknown')"
        return f"iif({low} = 'no' or {high} = 'no', 'no', {both})"

    def _against(self, item: str, end: Single) -> str:
        """Return how the result $this lies to one limit."""
        measured, limit = self.paths.measured(item), self._limit(item, end)
        if end.sign in (">", "≤"):
            return _less(limit, measured, *_WORDS[end.sign])
        return _less(measured, limit, *_WORDS[end.sign])

    def _limit(self, item: str, end: Single) -> Ends:
        if isinstance(end, Limit):
            known = self.trial.items[item]
            unit = end.unit or getattr(known, "canonical", "")
            number = known.in_canonical(end.limit, unit) if isinstance(known, NumberItem) else 0
            edge = self.paths.literal(Fraction(number))
            return Ends(edge, edge)
        if not isinstance(end, OfNormal) or end.side == "lower":
            raise UnsayableError(f"{item}: the lower limit of normal")
        limit, times = self.paths.upper_limit(item), f"{end.times.normalize():f}"
        high, low = f"({limit.high} * {times})", f"({limit.low} * {times})"
        return Ends(low, high, limit.low_open, limit.high_open)

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

    def _in_time(self, item: str, rule: Window) -> str:
        """Return the expression of how far a date lies from another day, if every day agrees."""
        if rule.half_lives is not None or rule.side == "around":
            what = "half-lives" if rule.half_lives is not None else "on either side of a day"
            raise UnsayableError(f"{item}: {what}")
        day = self.variables.new(self._date(item))
        first, last = self._ends(day)
        from_, until = (self.paths.today(),) * 2
        if rule.from_ is not None:
            from_, until = self._ends(self.variables.new(self._date(rule.from_)))
        if rule.side == "after":
            first, last, from_, until = from_, until, first, last
        zero = "false" if rule.distant else "true"
        near = f"iif({last} <= {from_}, {_apart(rule, last, from_)}, {zero})"
        near = self.variables.new(near)
        far = self.variables.new(_apart(rule, first, until))
        no = "{}" if rule.wait and rule.distant else "false"
        agreed = f"iif({near} and {far}, true, iif({near}.not() and {far}.not(), {no}, {{}}))"
        found = f"iif({first} <= {until}, {agreed}, {{}})"
        if rule.ever is None:
            return found
        never = f"iif({day}.toString().exists(), {{}}, {'true' if rule.distant else 'false'})"
        return f"iif({self.paths.code(rule.ever)} = 'no', {never}, {found})"

    def _date(self, item: str) -> str:
        """Return the date that an answer is, or that came with it."""
        answer = self.paths.single(item)
        dated = isinstance(self.trial.items[item], DateItem)
        day = f"{answer}.value" if dated else self.paths.under(answer, item, DATE)
        return f"{day}.ofType(date)"

    def _older(self, item: str, rule: OlderThan) -> str:
        """Return the expression of a result that lies further back than so many days or months."""
        today = self.paths.today()
        first, last = self._ends(self._date(item))
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


_WORDS = {">": ("yes", "no"), "≥": ("no", "yes"), "<": ("yes", "no"), "≤": ("no", "yes")}
"""What it means that one lies strictly below the other for certain, and that it does not."""

_SIGNS = {"within": "<=", "less_than_ago": "<", "longer_ago_than": ">"}


def _apart(rule: Window, start: str, end: str) -> str:
    """Return whether two days are as far apart as a window asks."""
    unit = next(u for u in ("days", "weeks", "months", "years") if getattr(rule, u) is not None)
    return f"({end} {_SIGNS.get(rule.kind, '>=')} {start} + {getattr(rule, unit)} {unit})"


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


def _word(met: str, failed: str) -> str:
    """Return the expression of a status, of what makes it met and what makes it fail."""
    return f"iif({met}, 'met', iif({failed}, 'not_met', 'unknown'))"
