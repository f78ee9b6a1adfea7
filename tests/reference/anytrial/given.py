"""What was answered: codes, the results that count, derived quantities, limits of normal."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from .formulas import ENDLESS, Part, worked_out
from .library import FORMULAS, Table, ingredients
from .spans import Span, Truth, both, bound, compared
from .windows import Days, days_of

Plain = Mapping[str, Any]


def canonical(number: str, unit: str | None, item: Table) -> Fraction | None:
    """Return a number in the item's first unit; None where it cannot be converted."""
    unit = unit or next(iter(item["units"]))
    if unit not in item["units"]:
        return None
    return Fraction(number) * Fraction(item["units"][unit]) + Fraction(
        item.get("offsets", {}).get(unit, 0)
    )


def mean(ends: Sequence[Fraction]) -> Fraction:
    """Return the mean."""
    return sum(ends, Fraction(0)) / len(ends)


COMBINED: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "highest": max,
    "lowest": min,
    "mean": mean,
}


class Given:
    """The answers of one patient, in the plain form of docs/suite.md."""

    def __init__(self, protocol: Table, answers: Mapping[str, Plain], day: date) -> None:
        """Take the answers as they are."""
        self.protocol, self.answers, self.day = protocol, answers, day
        self.items: dict[str, Table] = protocol["items"]

    def code(self, item: str) -> str | None:
        """Return the code that was answered."""
        answer = self.answers.get(item)
        if answer is None:
            naming = (one for name, one in self.items.items() if one.get("method") == item)
            named: list[str | None] = [
                self.answers.get(one["id"], {}).get("method") for one in naming
            ]
            return next(iter(named), None)
        if "not_applicable" in answer:
            return "not_applicable"
        code: str = answer.get("code", "unknown")
        return code

    def results(self, item: str) -> list[Plain]:
        """Return what counts of an answer: nothing, one result, or several that must agree."""
        answer: Plain | None = self.answers.get(item)
        if answer is None or ("unknown" in answer and "doubt" not in answer):
            made = self.derived(item) if "derived" in self.items[item] else None
            return [made] if made else [{}]
        given = answer.get("several", [answer])
        fitting = [result for result in given if not self.another_method(item, result)]
        if len(fitting) < 2:
            return fitting or [{}]
        repeated = self.items[item].get("repeated", "newest")
        return self.newest(fitting) if repeated == "newest" else [self.combined(item, fitting)]

    def combined(self, item: str, results: list[Plain]) -> Plain:
        """Return the highest, the lowest or the mean of results; nothing where one is no number."""
        spans = [self.measured(item, result) for result in results]
        known = [span for span in spans if span is not None]
        if len(known) < len(spans):
            return {}
        highs = [ENDLESS if span.high is None else span.high for span in known]
        lows = [span.low for span in known]
        put = COMBINED[self.items[item]["repeated"]]
        high = put(highs)
        ends = (put(lows), None if high >= ENDLESS / len(highs) else high)
        return {"span": ends, "unit": next(iter(self.items[item]["units"]))}

    def another_method(self, item: str, answer: Plain) -> bool:
        """Whether a result names another method than the one that was answered."""
        method = self.items[item].get("method")
        if method is None or not answer.get("method"):
            return False
        return self.code(method) not in (answer["method"], None, "unknown", "not_applicable")

    def newest(self, results: list[Plain]) -> list[Plain]:
        """Return the newest of the results, and those that might be newer."""
        known = [(result, days_of(result)) for result in results]
        sure = [days[0] for _, days in known if self.past_day(days) and days]
        if not sure:
            return results
        return [
            r for r, days in known if not self.past_day(days) or (days and days[0] == max(sure))
        ]

    def past_day(self, days: Days | None) -> bool:
        """Whether a result is of one day that has come."""
        return days is not None and days[0] == days[1] and days[0] <= self.day

    def derived(self, item: str) -> Plain | None:
        """Work out a quantity; None where a part is missing or not what the formula is for."""
        formula = FORMULAS[self.items[item]["derived"]["by"]]
        given: dict[str, Part] = {}
        for name, source in ingredients(self.items[item], self.protocol).items():
            part = self.part(source, formula["inputs"][name])
            if part is None:
                return None
            given[name] = part
        ends = worked_out(self.items[item]["derived"]["by"], given)
        return None if ends is None else {"span": ends, "unit": formula["unit"]}

    def part(self, source: str | None, known: Table) -> Part | None:
        """Return what goes into a formula from an item: a code, or two ends."""
        if source is None:
            return None
        if known.get("kind") == "choice":
            code = self.code(source)
            return None if code in (None, "unknown") else code
        results = self.results(source)
        found = self.measured(source, results[0]) if len(results) == 1 else None
        if found is None:
            return None
        item = self.items[source]
        factor = Fraction(item["units"][known["unit"]])
        offset = Fraction(item.get("offsets", {}).get(known["unit"], 0))
        ends = (found.low, ENDLESS if found.high is None else found.high)
        return (ends[0] - offset) / factor, (ends[1] - offset) / factor

    def measured(self, item: str, answer: Plain) -> Span | None:
        """Return a result in its item's first unit."""
        known = self.items[item]
        if "span" in answer:
            low, high = answer["span"]
            least = canonical(str(low), answer["unit"], known)
            most = None if high is None else canonical(str(high), answer["unit"], known)
            return None if least is None else Span(least, most)
        if "number" not in answer:
            return None
        number = canonical(answer["number"], answer.get("unit"), known)
        if number is None:
            return self.share(known, answer)
        to = canonical(answer["to"], answer.get("unit"), known) if "to" in answer else None
        return bound(answer.get("comparator"), number, to)

    def share(self, known: Table, answer: Plain) -> Span | None:
        """Return a percentage of another result."""
        if "percent_of" not in known or answer.get("unit") != "%":
            return None
        others = self.results(known["percent_of"])
        whole = self.measured(known["percent_of"], others[0]) if len(others) == 1 else None
        days = {days for days in (days_of(answer), days_of(others[0])) if days}
        if whole is None or len(days) > 1:
            return None
        part = bound(answer.get("comparator"), Fraction(answer["number"]) / 100, None)
        high = None if part.high is None or whole.high is None else part.high * whole.high
        ends = (part.low_open or whole.low_open, part.high_open or whole.high_open)
        return Span(part.low * whole.low, high, *ends)

    def number(self, rule: Table, item: str, answer: Plain) -> Truth:
        """Judge a number by its limits."""
        measured = self.measured(item, answer)
        if measured is None:
            return None
        if rule["kind"] == "between":
            ends = [key for key in ("above", "at_least", "below", "at_most") if key in rule]
            return both(compared(end, measured, self.limit(rule, end, item)) for end in ends)
        for side in ("upper", "lower"):
            if rule["kind"].endswith(f"_{side}_limit"):
                limit = self.normal(side, rule, item, answer)
                return compared(rule["kind"].removesuffix(f"_{side}_limit"), measured, limit)
        return compared(rule["kind"], measured, self.limit(rule, "limit", item))

    def limit(self, rule: Table, key: str, item: str) -> Span:
        """Return a limit of the protocol."""
        number = canonical(rule[key], rule.get("unit"), self.items[item])
        assert number is not None
        return Span(number, number)

    def normal(self, side: str, rule: Table, item: str, answer: Plain) -> Span:
        """Return the multiple of a limit of normal: printed, else what is usual."""
        named = rule.get(f"{side}_limit")
        limits = (n for n, one in self.items.items() if one.get(f"{side}_limit_of") == item)
        known = self.items[named or next(limits)]
        found = self.printed(side, known, answer)
        span = found[0] if found else self.usual(known)
        for other in found[1:] if len(set(found)) > 1 else ():
            known_ends = span.high is not None and other.high is not None
            high = max(span.high or 0, other.high or 0) if known_ends else None
            span = Span(min(span.low, other.low), None if high is None else Fraction(high))
        times = Fraction(rule.get("times", "1"))
        high = None if span.high is None else span.high * times
        return Span(span.low * times, high, span.low_open, span.high_open)

    def printed(self, side: str, known: Table, answer: Plain) -> list[Span]:
        """Return the limits that were printed: beside the result, and by themselves."""
        end = "high" if side == "upper" else "low"
        beside = (answer.get("limits") or {}).get(end)
        number = None if beside is None else canonical(beside, answer.get("unit"), known)
        hard = known["hard"]
        found = []
        if number is not None and Fraction(hard["low"]) <= number <= Fraction(hard["high"]):
            found.append(Span(number, number))
        given = self.results(known["id"])
        measured = self.measured(known["id"], given[0]) if len(given) == 1 else None
        return found if measured is None else [*found, measured]

    def usual(self, known: Table) -> Span:
        """Return the soft range of a limit's item."""
        usual = known.get("soft") or known["hard"]
        return Span(Fraction(usual["low"]), Fraction(usual["high"]))
