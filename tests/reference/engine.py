"""An evaluator of any trial, by the letter of docs/rules.md and nothing else.

It reads protocol.toml and judges answers in the plain form of docs/suite.md. It is slow and exact,
and uses nothing of the product's code. Truths are True, False and None for unknown.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeAlias

from .anytrial.formulas import ENDLESS
from .anytrial.given import Given, Plain, canonical
from .anytrial.library import Table, read_protocol
from .anytrial.spans import Span, Truth, agreed, both, either, opposite
from .anytrial.windows import FAR, WINDOWS, days_of, each

Node: TypeAlias = "str | Table"
"""A part of a criterion's rule: an item, or a table with the parts below it."""


class View:
    """The answers as one criterion counts them."""

    def __init__(self, judge: "Judge", aside: Iterable[str] = (), *, given: bool = False) -> None:
        """Set some of them aside; or take all as they were given, in other criteria too."""
        self.judge, self.answers = judge, judge.answers
        self.aside = set(aside)
        self.given = given

    def code(self, item: str) -> str | None:
        """Return the code that was answered, "unknown", or None for nothing."""
        if item in self.aside:
            return "unknown"
        return self.answers.code(item)

    def item(self, item: str) -> Truth:
        """Judge an item by its own rule."""
        rule = self.answers.items[item].get("rule")
        return None if rule is None else self.test(item, rule)

    def test(self, item: str, rule: Table) -> Truth:
        """Judge an item by a rule."""
        if item in self.aside:
            return None
        results = self.answers.results(item)
        return agreed(self.rule(rule, item, result) for result in results) if results else None

    def rule(self, rule: Table, item: str, answer: Plain) -> Truth:
        """Judge one result by a rule."""
        kind = rule["kind"]
        if kind == "choice":
            code = "not_applicable" if "not_applicable" in answer else answer.get("code")
            return (
                True
                if code in rule.get("yes", ())
                else False
                if code in rule.get("no", ())
                else None
            )
        if kind == "depends":
            return self.depends(rule, item, answer)
        if kind in WINDOWS:
            return self.window(rule, answer)
        return self.answers.number(rule, item, answer)

    def depends(self, rule: Table, item: str, answer: Plain) -> Truth:
        """Judge by every case that may be the one in force."""
        truths: list[Truth] = []
        for case in rule["cases"]:
            holds = both(self.node(condition) for condition in case.get("when", ()))
            if holds is not False:
                truths.append(self.rule(case["rule"], item, answer))
            if holds is True:
                return agreed(truths)
        return agreed([*truths, True if rule.get("otherwise") else None])

    def window(self, rule: Table, answer: Plain) -> Truth:
        """Judge a date by a window: decided if each possible day gives the same."""
        when = days_of(answer)
        if rule.get("ever") and self.code(rule["ever"]) == "no":
            return rule["kind"] in FAR if when is None else None
        anchor = (self.answers.day, self.answers.day)
        if "from" in rule:
            found = next(iter(self.answers.results(rule["from"])), None)
            known = None if rule["from"] in self.aside else days_of(found)
            if known is None:
                return None
            anchor = known
        if when is None:
            return None
        truths = {
            WINDOWS[rule["kind"]](one, day, to)
            for one in self.lengths(rule)
            for day in each(when)
            for to in each(anchor)
        } - {"cannot be"}
        return agreed(None if truth == "open" else bool(truth) for truth in truths)

    def lengths(self, rule: Table) -> list[Table]:
        """Return a window with each length, in days, that its half-lives may come to."""
        if "half_lives" not in rule:
            return [rule]
        source = rule["half_life"]
        results = [] if source in self.aside else self.answers.results(source)
        span = self.answers.measured(source, results[0]) if len(results) == 1 else None
        span = span or Span(Fraction(0), None)
        one_day = canonical("1", "days", self.answers.items[source])
        assert one_day is not None
        ends = (span.low, ENDLESS if span.high is None else span.high)
        return [{**rule, "lasts": end / one_day * Fraction(rule["half_lives"])} for end in ends]

    def node(self, node: Node) -> Truth:
        """Judge a part of a criterion's rule."""
        if isinstance(node, str):
            return self.item(node)
        if "test" in node:
            return self.test(node["item"], node["test"])
        if "when" in node:
            return self.node(node["then"]) if self.node(node["when"]) is True else None
        key = next(key for key in node if key != "among")
        truth: Truth = getattr(self, f"of_{key}")(node[key], node.get("among", ()))
        return truth

    def of_all(self, parts: list[Node], _: object) -> Truth:
        """All of them."""
        return both(map(self.node, parts))

    def of_any(self, parts: list[Node], _: object) -> Truth:
        """One of them or more."""
        return either(map(self.node, parts))

    def of_not(self, part: Node, _: object) -> Truth:
        """The opposite."""
        return opposite(self.node(part))

    def of_at_least_of(self, counted: Table, _: object) -> Truth:
        """So many of them or more: decided if what is unknown makes no difference."""
        truths = [self.node(part) for part in counted["of"]]
        sure, possible = truths.count(True), truths.count(True) + truths.count(None)
        return True if sure >= counted["n"] else False if possible < counted["n"] else None

    def of_at_most_of(self, counted: Table, _: object) -> Truth:
        """No more than so many."""
        return opposite(self.of_at_least_of({**counted, "n": counted["n"] + 1}, _))

    def of_first(self, parts: list[Node], _: object) -> Truth:
        """The first that is decided."""
        return next((truth for truth in map(self.node, parts) if truth is not None), None)

    def of_settles(self, part: Node, _: object) -> Truth:
        """Yes, or unknown."""
        return True if self.node(part) is True else None

    def of_possible(self, part: Node, _: object) -> Truth:
        """Yes unless it is no."""
        return self.node(part) is not False

    def of_always(self, _: object, __: object) -> Truth:
        """Yes."""
        return True

    def of_chosen(self, item: str, among: Collection[str | None]) -> Truth:
        """Whether it is one of these; unknown while there is no answer."""
        code = self.code(item)
        return None if code in (None, "unknown") else code in among

    def of_answered(self, item: str, among: Collection[str | None]) -> Truth:
        """Whether this was the answer."""
        return self.code(item) in among

    def of_criterion(self, criterion: str, _: object) -> Truth:
        """Judge another criterion's rule."""
        if criterion in self.aside:
            return None
        view = self if self.given else self.judge.view(criterion)
        return view.node(self.judge.rules[criterion])


class Judge:
    """One set of answers to one version of a trial."""

    def __init__(self, protocol: Table, answers: Given) -> None:
        """Look for answers that do not go together first, on what was given."""
        self.answers = answers
        self.rules: Table = protocol["rules"]
        given = View(self, given=True)
        entries = protocol.get("at_odds", ())
        self.at_odds = [entry for entry in entries if given.node(entry["when"]) is True]

    def view(self, criterion: str) -> View:
        """Return the answers as a criterion counts them."""
        named = [e.get("unknown", ()) for e in self.at_odds if criterion in e["criteria"]]
        return View(self, (name for names in named for name in names))

    def status(self, criterion: Table) -> str:
        """Judge one criterion: whether it applies, then its rule."""
        view = self.view(criterion["id"])
        applies = view.node(criterion["applies"]) if "applies" in criterion else True
        if applies is False:
            return "not_applicable"
        truth = view.node(self.rules[criterion["id"]])
        if truth is None or (truth is False and applies is None):
            return "unknown"
        return "met" if truth else "not_met"


class Result(NamedTuple):
    """What a set of answers comes to."""

    statuses: dict[str, str]
    overall: str
    at_odds: list[str]


def evaluate(protocol: Table, answers: Mapping[str, Plain], day: date) -> Result:
    """Judge answers in plain form on a reference date."""
    judge = Judge(protocol, Given(protocol, answers, day))
    statuses = {one["id"]: judge.status(one) for one in protocol["criteria"]}
    found = set(statuses.values())
    overall = (
        "not_eligible" if "not_met" in found else "pending" if "unknown" in found else "eligible"
    )
    return Result(statuses, overall, [entry["id"] for entry in judge.at_odds])


def read(folder: Path) -> Table:
    """Read a version's folder."""
    return read_protocol(folder / "protocol.toml")
