"""Values, findings, notes and refusals as sentences in the screener's language.

From the core's codes and numbers to words; nothing is decided here, and no platform is known.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.presentation.windows import window
from criteria.known.values import (
    ABOUT,
    Choice,
    Comparator,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Several,
)
from criteria.rules.rules import Between, Limit, OfNormal, Window
from criteria.trial.examples import shown, shown_in
from criteria.trial.protocol import ChoiceItem, NumberItem
from criteria.verdict.findings import finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.texts.words import Texts
    from criteria.known.values import Refusal, Value
    from criteria.rules.rules import Plain
    from criteria.trial.trial import Trial
    from criteria.trial.wording import Words
    from criteria.verdict.findings import Bound, Finding
    from criteria.verdict.notes import Note
    from criteria.verdict.verdict import Verdict

_UNITS = {"10^9/L": "×10⁹/L", "mL/min/1.73m2": "mL/min/1.73 m²", "mL/s/1.73m2": "mL/s/1.73 m²"}
_LONGEST_TEXT = 60
_PLAIN = frozenset(
    (
        *(
            "yes",
            "no",
            "not_yet",
            "not_done",
            "not_tested",
            "not_assessed",
            "unsure",
            "not_applicable",
        ),
        *("female", "male", "unspecified", "signed", "declined"),
        *("able_and_willing", "unwilling", "unable", "cannot_consent"),
    )
)
"""Answers whose labels hold no names in any trial: inside a sentence they are written small."""


class Speaker:
    """Says what the core found, in one language, with one trial's words."""

    def __init__(self, trial: Trial, texts: Texts) -> None:
        """Speak of a trial in the language of the texts."""
        self.trial = trial
        self.texts = texts
        self.words: Words = trial.words_in(texts.language)

    def label(self, item: str) -> str:
        """Return an item's short name."""
        return self.words.items[item].label

    def criterion(self, name: str) -> str:
        """Return a criterion's short name."""
        return self.words.criteria[name].label

    def choice(self, item: str, code: str) -> str:
        """Return an answer as it is written inside a sentence."""
        label = self.words.choice(item, code)
        return label[:1].lower() + label[1:] if code in _PLAIN else label

    def number(self, number: Decimal | Fraction) -> str:
        """Write a number with the language's decimal mark, at most four significant decimals."""
        text = decimal_text(number)
        return text.replace(".", self.texts.decimal_mark)

    def unit(self, unit: str) -> str:
        """Write a unit as it is printed."""
        if unit == "years":
            return self.texts.findings.years
        return _UNITS.get(unit, unit).replace(".", self.texts.decimal_mark)

    def amount(self, number: Decimal | Fraction, unit: str) -> str:
        """Write a number with its unit."""
        if unit == "years" and number == 1:
            return f"{self.number(number)} {self.texts.findings.year}"
        return f"{self.number(number)} {self.unit(unit)}".rstrip()

    def value(self, item: str, value: Value | None) -> str:
        """Write a value as it was understood, in the speaker's language whatever was typed."""
        if isinstance(value, Quantity):
            return self._quantity(value) + self._reference(item, value)
        if isinstance(value, Choice):
            label = self.choice(item, value.code)
            return f"{label} ({value.date})" if value.date else label
        if isinstance(value, DateSpan):
            return str(value).replace("/", " – ")
        if isinstance(value, Several):
            return " / ".join(self.value(item, result) for result in value.results)
        return self._without_value(item, value)

    def _without_value(self, item: str, value: NotKnown | NotApplicable | Doubt | None) -> str:
        """Write what is no value: why there is none, or what it can mean."""
        say = self.texts.findings
        match value:
            case NotKnown():
                return say.no_value_awaited if value.awaited else say.no_value_not_known
            case NotApplicable():
                return say.no_value_not_applicable
            case Doubt():
                return self.candidates(item, value) or self.quoted(value.text)
            case None:
                return ""

    def quoted(self, text: str) -> str:
        """Write what somebody wrote, or a name that could be read as several, in quotes."""
        return self.texts.findings.say("quoted", text=shortened(text))

    def _quantity(self, value: Quantity) -> str:
        if ABOUT in value.flags:
            exact = replace(value, flags=())
            return self.texts.findings.say("about", value=self._quantity(exact))
        sign = "" if value.comparator is Comparator.EQUAL else f"{value.comparator.value} "
        if value.interval is not None and value.comparator is Comparator.EQUAL:
            low, high = value.interval.low, value.interval.high
            if high is not None and not value.interval.narrow:
                return self.texts.findings.say(
                    "and_range", low=self.number(low), high=self.amount(high, value.unit)
                )
        when = f" ({value.date})" if value.date else ""
        return f"{sign}{self.amount(value.number, value.unit)}{when}"

    def _reference(self, item: str, value: Quantity) -> str:
        """Write the upper limit that came with a result, where one matters."""
        upper = value.reference.high if value.reference else None
        if upper is None or item not in self.trial.upper_limits:
            return ""
        return f" (<{self.number(upper)})"

    def counts_as(self, item: str, value: Value) -> str:
        """Write what a result is in the canonical unit; nothing where that is its own unit."""
        known = self.trial.items[item]
        if not isinstance(known, NumberItem) or not isinstance(value, Quantity):
            return ""
        interval = value.interval
        if interval is None or value.unit == known.canonical or interval.low != interval.high:
            return ""
        number = Context(prec=3).divide(interval.low.numerator, interval.low.denominator)
        return f" = {self.amount(Decimal(f'{number:f}'), known.canonical)}"

    def bound(self, bound: Bound, value: Value | None, item: str) -> str:
        """Write a limit in the unit that the value was printed in."""
        unit, factor, offset = self._printed_unit(value, item, bound)
        low, high = ((end - offset) / factor for end in (bound.low, bound.high))
        limit = f"{bound.sign} {self.span(low, high, unit)}"
        if bound.other is not None:
            other = self.bound(bound.other, value, item)
            return self.texts.findings.say("and_other", bound=limit, other=other)
        if bound.times is None or bound.normal is None:
            return limit
        interval = bound.normal.interval
        high = interval.low if interval.high is None else interval.high
        name = "times" if bound.side == "upper" else "times_lower"
        times = self.texts.findings.say(
            name,
            times=self.number(bound.times),
            upper=self.span(interval.low / factor, high / factor, ""),
        )
        return f"{limit} ({times})"

    def wanted(self, item: str, rule: Plain, day: object = None) -> str:
        """Say what a rule asks of a number or a date, counted from a day; nothing of a choice."""
        match rule:
            case Limit():
                return self._limit(item, rule)
            case OfNormal():
                times = "" if rule.times == 1 else f"{self.number(rule.times)} × "
                return self.texts.conditions.say(
                    "of_upper" if rule.side == "upper" else "of_lower", sign=rule.sign, times=times
                )
            case Between():
                low, high = (self._limit(item, end) for end in rule.ends)
                return self.texts.conditions.say("between", low=low, high=high)
            case Window():
                return window(rule, self.texts.conditions, self.label, day)
            case _:
                return ""

    def _limit(self, item: str, rule: Limit) -> str:
        known = self.trial.items[item]
        unit = rule.unit or (known.canonical if isinstance(known, NumberItem) else "")
        return f"{rule.sign} {self.amount(rule.limit, unit)}"

    def _printed_unit(
        self, value: Value | None, item: str, bound: Bound
    ) -> tuple[str, Fraction, Fraction]:
        """Return the unit that a value was printed in, with its factor and its offset."""
        known = self.trial.items[item]
        assert isinstance(known, NumberItem)  # noqa: S101 - bounds are numbers'
        printed = value.unit if isinstance(value, Quantity) else ""
        unit = printed if printed in known.units else bound.unit
        return unit, known.units[unit], known.offsets.get(unit, Fraction(0))

    def span(self, low: Fraction, high: Fraction, unit: str) -> str:
        """Write a number, or a range of numbers, with its unit."""
        if low == high:
            return self.amount(low, unit)
        end = self.amount(high, unit)
        return self.texts.findings.say("and_range", low=self.number(low), high=end)

    def finding(self, found: Finding) -> str:
        """Write what an item says of its criterion, and why."""
        value = found.value
        bound = "" if found.bound is None else self.bound(found.bound, value, found.item)
        if found.window is not None:
            bound = self.wanted(found.item, found.window)
        doubt = isinstance(value, Doubt)
        return self.texts.findings.say(
            self._reason(found),
            item=self.label(found.item),
            value=shortened(value.text) if doubt and value else self._found(found),
            bound=bound,
            distance=self._distance(found),
            accepted=self.one_of(found.item, found.accepted),
            since=found.since,
            until=found.until,
            others=", ".join(map(self.label, self.trial.leaning.get(found.item, ()))),
        )

    def _reason(self, found: Finding) -> str:
        """Name the sentence of a finding."""
        if isinstance(found.value, NotKnown) and found.value.awaited:
            return "awaited"
        return "choice_open" if found.reason == "choice" and not found.accepted else found.reason

    def _found(self, found: Finding) -> str:
        """Write the value of a finding, with what was worked out of it for its limit."""
        said, value, bound = self.value(found.item, found.value), found.value, found.bound
        known = self.trial.items[found.item]
        if not isinstance(value, Quantity) or not isinstance(known, NumberItem):
            return said
        if value.unit in known.units or bound is None or found.distance is None:
            return said
        return f"{said} = {self.amount(bound.low + found.distance, bound.unit)}"

    def _distance(self, found: Finding) -> str:
        if found.distance is None or found.bound is None:
            return ""
        unit, factor, _ = self._printed_unit(found.value, found.item, found.bound)
        amount = self.amount(abs(found.distance) / factor, unit)
        return self.texts.findings.say("distance", distance=amount)

    def one_of(self, item: str, codes: Iterable[str]) -> str:
        """Write choices as a list that ends in "or"."""
        return self.listed(self._listable(self.choice(item, code)) for code in codes)

    def _listable(self, label: str) -> str:
        """Write a label so that it is one of a list: in quotes where it holds a comma itself."""
        return self.quoted(label) if "," in label else label

    def listed(self, parts: Iterable[str]) -> str:
        """Write a list that ends in "or"."""
        *most, last = [*dict.fromkeys(parts)] or [""]
        return f"{', '.join(most)} {self.texts.findings.or_word} {last}" if most else last

    def note(self, note: Note, verdict: Verdict) -> str:
        """Write what should be looked at again."""
        item, value = note.item, note.value
        remark = self.words.at_odds.get(note.entry, "")
        if isinstance(value, Choice) and not note.entry:
            remark = self.words.items[item].remarks.get(value.code, "")
        since = ""
        if note.code == "too_recent":
            since = str(finding(item, verdict.facts).since)
        return self.texts.notes.say(
            note.code,
            item=self.label(item),
            text="" if value is None else shortened(value.text),
            value=self.value(item, value),
            candidates=self.candidates(item, value),
            remark=remark,
            answers="; ".join(
                f"{self.label(one)}: {self.value(one, verdict.facts.answers[one])}"
                for one in note.items
            ),
            date="" if value is None else self.dates(value),
            since=since,
        )

    def dates(self, value: Value | None) -> str:
        """Write the dates of a result."""
        results = value.results if isinstance(value, Several) else (value,)
        dates = (r if isinstance(r, DateSpan) else getattr(r, "date", None) for r in results)
        return ", ".join(str(when) for when in dates if when is not None)

    def candidates(self, item: str, value: Value | None) -> str:
        """Write what an unclear answer can mean."""
        if isinstance(value, Doubt):
            return self.listed(self.value(item, one) for one in value.candidates)
        if isinstance(value, Several):
            return ", ".join(self.value(item, one) for one in value.results)
        return self.value(item, value)

    def refusal(self, item: str, refusal: Refusal) -> str:
        """Write why a text is no answer and what to write instead; never the text itself."""
        known = self.trial.items.get(item)
        details = {name: text.replace("\n", " ") for name, text in refusal.detail}
        details.setdefault("item", self.label(item) if known else item)
        details.setdefault("example", self.example(item))
        if "other_item" in details:
            details["other"] = self.label(details.pop("other_item"))
        say = self.texts.refusals
        if isinstance(known, ChoiceItem):
            answers = [
                self._listable(self.choice(item, c)) for c in known.choices if c != "unknown"
            ]
            details["choices"] = self.listed([*answers, self.texts.dialog.unknown_word])
        if isinstance(known, NumberItem):
            if refusal.code == "unit_not_known" and [*known.units] == ["years"]:
                return self.texts.dialog.say("only_years", **details)
            details["units"] = self.listed(map(self.unit, known.units))
        return say.say(refusal.code, **details)

    def example(self, item: str, beside: str = "") -> str:
        """Return an answer that passes: the trial's own, else a usual one to two digits.

        Args:
            item: what is asked.
            beside: the unit of the result that it is the limit of, where that is known.
        """
        known = self.trial.items.get(item)
        if not isinstance(known, NumberItem):
            return ""
        stated = self.words.items[item].example
        if beside in known.units:
            return self.amount(*shown_in(beside, known, self.trial))
        if stated is not None:
            return stated
        number, unit = shown(known, self.trial)
        return self.number(number) if len(known.units) == 1 else self.amount(number, unit)


def decimal_text(number: Decimal | Fraction, digits: int = 5) -> str:
    """Write a number exactly if that takes few digits, else to so many significant ones."""
    if isinstance(number, Decimal):
        return f"{number:f}"
    exact = Context(prec=digits + 3).divide(number.numerator, number.denominator)
    if Fraction(exact) == number:
        return f"{exact.normalize():f}"
    return f"{Context(prec=digits).divide(number.numerator, number.denominator).normalize():f}"


def shortened(text: str) -> str:
    """Cut a text that somebody wrote to what fits in a sentence."""
    text = " ".join(text.split()).rstrip(",;")
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
