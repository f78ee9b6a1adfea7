"""FHIRPath for the rules on an item: codes, dates within windows, numbers, tables of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from bot.exports.fhir.fhirpath_days import first, last, later, number
from bot.exports.fhir.fhirpath_letters import letter
from bot.exports.fhir.fhirpath_numbers import Numbers, UnsayableError
from bot.exports.fhir.fhirpath_subset import among, either
from bot.exports.fhir.fhirpath_values import Paths
from criteria.rules.rules import (
    Between,
    Chosen,
    Depends,
    MonthsBefore,
    OlderThan,
    OneOf,
    Single,
    Tested,
    Window,
)

if TYPE_CHECKING:
    from bot.exports.fhir.fhirpath_letters import Letters
    from criteria.rules.leaves import AnsweredAmong
    from criteria.rules.rules import Rule
    from criteria.trial.trial import Trial


class Rules:
    """Writes the rules on a trial's items, each as a truth: true, false, or empty for unknown."""

    def __init__(self, trial: Trial, letters: Letters) -> None:
        """Write for a trial in a version, with letters for what was worked out."""
        self.trial = trial
        self.letters = letters
        self.paths = Paths(trial)
        self.numbers = Numbers(self.paths, letters)

    def test(self, item: str, rule: Rule) -> str:
        """Return the truth of a rule on an item; several numbers count where they agree."""
        match rule:
            case OneOf():
                words = letter(among(rule.yes), among(rule.no))
                only = f"({self.paths.only_code(item)}.select({words}) & 'u')"
                return self.letters.truth(f"{only}.substring(0, 1)", self.paths.group(item))
            case MonthsBefore():
                return self.letters.keep(self._months_before(item, rule))
            case OlderThan():
                return self.letters.keep(self._older(item, rule))
            case Window():
                return self._window(item, rule)
            case Depends():
                return self._depends(item, rule)
            case Single() | Between():
                return self.letters.truth(*self.numbers.letter(item, rule))
            case _:
                assert_never(rule)

    def chosen(self, part: Chosen) -> str:
        """Return whether an answer is among some; unknown where there is none, or unknown."""
        code, group = self.paths.code(part.chosen)
        known = f"{code}.where($this != 'unknown')"
        return self.letters.keep(f"{known}.select({among(part.among)})", group)

    def answered(self, part: AnsweredAmong) -> str:
        """Return whether an answer is among some, true or false."""
        code, group = self.paths.code(part.answered)
        return self.letters.keep(f"{code}.where({among(part.among)}).exists()", group, "n")

    # ---- dates ----

    def _months_before(self, item: str, rule: MonthsBefore) -> str:
        """Return the expression of a date within so many months, both ends included."""
        today = self._today()
        from_, until = self._ends(item)
        until = self.letters.day(f"iif({until} > {today}, {today}, {until})")
        over = f"{number(today)} > {later(until, rule.at_most, 'months')}"
        inside = (
            f"{number(today)} <= {later(from_, rule.at_most, 'months')} "
            f"and {later(until, rule.at_least, 'months')} <= {number(today)}"
        )
        return f"iif({from_} <= {today}, iif({over}, false, iif({inside}, true, {{}})), {{}})"

    def _window(self, item: str, rule: Window) -> str:
        """Return the expression of how far a date lies from another day, if every day agrees."""
        if rule.half_lives is not None or rule.side == "around":
            what = "half-lives" if rule.half_lives is not None else "on either side of a day"
            raise UnsayableError(f"{item}: {what}")
        day = self._ends(item)
        other = (self._today(),) * 2 if rule.from_ is None else self._ends(rule.from_)
        before, after = (other, day) if rule.side == "after" else (day, other)
        zero = "false" if rule.distant else "true"
        apart = _apart(rule, before[1], after[0])
        keep = self.letters.keep
        near = keep(f"iif({before[1]} <= {after[0]}, {apart}, {zero})")
        far = keep(_apart(rule, before[0], after[1]))
        order = keep(f"{before[0]} <= {after[1]}")
        no = "{}" if rule.wait and rule.distant else "false"
        both = f"iif({near} and {far}, true, iif({near}.not() and {far}.not(), {no}, {{}}))"
        found = f"iif({order}, {both}, {{}})"
        if rule.ever is None:
            return keep(found)
        never = f"iif({day[0]}.exists(), {{}}, {'true' if rule.distant else 'false'})"
        code, group = self.paths.code(rule.ever)
        ever_no = keep(f"{code} = 'no'", group)
        return keep(f"iif({ever_no}, {never}, {found})")

    def _older(self, item: str, rule: OlderThan) -> str:
        """Return the expression of a result that lies further back than so many days or months."""
        from_, until = self._ends(item)
        today = number(self._today())
        unit = "months" if rule.months is not None else "days"
        count = rule.months if rule.months is not None else rule.days or 0
        return either(
            f"{later(until, count, unit)} < {today}",
            f"{later(from_, count, unit)} >= {today}",
        )

    def _today(self) -> str:
        return self.letters.day(self.paths.today())

    def _ends(self, item: str) -> tuple[str, str]:
        """Return the first and the last day that an item's date may be."""
        day = self.paths.date(item)
        return self.letters.day(first(day)), self.letters.day(last(day))

    # ---- tables of cases ----

    def _depends(self, item: str, rule: Depends) -> str:
        """Return the expression of a table: every case that may be in force has to agree."""
        yes, no = ("true" if rule.otherwise else "false"), "false"
        for case in reversed(rule.cases):
            truth = self.test(item, case.rule)
            if not case.when:
                yes, no = truth, f"{truth}.not()"
                continue
            holds = self.letters.keep(" and ".join(map(self._condition, case.when)))
            yes = f"(iif({holds}.not(), true, {truth}) and iif({holds}, true, {yes}))"
            no = f"(iif({holds}.not(), true, {truth}.not()) and iif({holds}, true, {no}))"
        return either(yes, no)

    def _condition(self, condition: Chosen | Tested) -> str:
        if isinstance(condition, Chosen):
            return self.chosen(condition)
        return self.test(condition.item, condition.test)


_SIGNS = {"within": "<=", "less_than_ago": "<", "longer_ago_than": ">"}


def _apart(rule: Window, start: str, end: str) -> str:
    """Return whether two days are as far apart as a window asks."""
    unit = next(u for u in ("days", "weeks", "months", "years") if getattr(rule, u) is not None)
    until = later(start, getattr(rule, unit), unit)
    return f"({number(end)} {_SIGNS.get(rule.kind, '>=')} {until})"
