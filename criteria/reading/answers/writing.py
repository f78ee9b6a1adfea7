"""Values as texts that read back as the same values, without reading them again.

What such a text says is known, because its parts are those of the value. So only the judgement is
made again, which may find a doubt; the text is neither scanned nor parsed.
"""

from __future__ import annotations

from calendar import month_name
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from criteria.known.values import (
    ABOUT,
    Choice,
    Comparator,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Refusal,
    Several,
)
from criteria.reading.answers.quantities import shown_text
from criteria.reading.results.collected import FLAGS
from criteria.reading.results.judging import judge, with_method
from criteria.reading.results.lexemes import Number
from criteria.reading.results.printed import Limits, Printed
from criteria.reading.spelling.numbers import candidates

if TYPE_CHECKING:
    from criteria.known.values import Reference, Value
    from criteria.trial.protocol import NumberItem
    from criteria.trial.trial import Trial


class Written(NamedTuple):
    """A text, and what it is read as."""

    text: str
    reads_as: Value | Refusal

    @property
    def is_certain(self) -> bool:
        """Whether it reads back as a value that nobody has to confirm."""
        return not isinstance(self.reads_as, Doubt | Refusal)

    def means(self, value: Value) -> bool:
        """Whether the text reads back as the value, or as a doubt that asks for it alone."""
        read = self.reads_as
        if isinstance(read, Doubt) and len(read.candidates) == 1:
            return _bare(read.candidates[0]) == _bare(value)
        return not isinstance(read, Refusal) and _bare(read) == _bare(value)


def _bare(value: Value) -> Value:
    """The value without the texts that it was read from."""
    if isinstance(value, Several):
        return Several(tuple(replace(result, text="") for result in value.results))
    return replace(value, text="")


def written(value: Value) -> str:
    """The text of a value that is no number: a code, a day, or the words that were used."""
    match value:
        case Choice():
            return f"{value.code} {value.date}" if value.date else value.code
        case DateSpan():
            return str(value)
        case NotKnown():
            return value.text or "unknown"
        case NotApplicable():
            return value.text or "not_applicable"
        case _:
            return value.text


def write_results(value: Quantity | Several, item: NumberItem, trial: Trial) -> Written:
    """The text of one or several results of a number's item, and what it is read as."""
    results = value.results if isinstance(value, Several) else (value,)
    each = [_write(one, item, trial) for one in results if isinstance(one, Quantity)]
    if len(each) == 1:
        return each[0]
    text = "; ".join(one.text for one in each)
    read = tuple(one.reads_as for one in each if isinstance(one.reads_as, Quantity))
    if len(read) < len(each):
        return Written(text, Refusal("one_at_a_time", shown_text(text)))
    return Written(text, Several(read, shown_text(text)))


def _write(value: Quantity, item: NumberItem, trial: Trial) -> Written:
    """The plainest text that means the value: with longer numbers where short ones are unclear."""
    plain = _judged(value, item, trial, longer=False)
    longer = plain if plain.means(value) else _judged(value, item, trial, longer=True)
    return longer if longer.means(value) else plain


def _judged(value: Quantity, item: NumberItem, trial: Trial, *, longer: bool) -> Written:
    limits = _limits(value.reference, longer=longer) if not item.limit_of else None
    printed = Printed(
        _number(value.number, longer=longer),
        value.comparator,
        start=0,
        upto=_upto(value, item),
        unit=value.unit or None,
        limits=limits,
        date=value.date,
        flags=tuple(flag for flag in value.flags if flag in FLAGS.values()),
        about=ABOUT in value.flags,
    )
    names = item.method_names.get(value.method or "", ())
    text = " ".join((*names[:1], *_parts(printed)))
    read = judge(printed, item, trial, shown_text(text))
    if isinstance(read, Refusal):
        return Written(text, read)
    return Written(text, with_method(read, value.method if names else None))


def _parts(printed: Printed) -> list[str]:
    """What is printed, in the order that is read without doubt."""
    sign = "~" if printed.about else ""
    sign += "" if printed.comparator is Comparator.EQUAL else printed.comparator.value
    upto = f"-{printed.upto.text}" if printed.upto else ""
    parts = [f"{sign}{printed.number.text}{upto}", printed.unit or ""]
    if printed.limits is not None:
        low, high = printed.limits.low, printed.limits.high
        ends = f"{low.text}-{high.text}" if low and high else ""
        one = f"<{high.text}" if high else f">{low.text}" if low else ""
        parts.append(f"({ends or one})")
    if printed.date is not None:
        parts.append(_day(printed.date))
    return [part for part in (*parts, *printed.flags) if part]


def _day(span: DateSpan) -> str:
    """A day as running text has it; a month needs its name there."""
    return str(span) if span.exact else f"{month_name[span.first.month]} {span.first.year}"


def _number(number: Decimal, *, longer: bool) -> Number:
    """A number as written. With one more decimal 1.125 is no thousand."""
    text = f"{number:f}"
    if longer and len(candidates(text)) > 1:
        text += "0"
    return Number(text, candidates(text))


def _upto(value: Quantity, item: NumberItem) -> Number | None:
    """The other end of a range that counts as a value, which whole numbers may be."""
    interval = value.interval
    if not item.takes_ranges or value.comparator is not Comparator.EQUAL or interval is None:
        return None
    if interval.high is None or interval.high == interval.low:
        return None
    high = item.printed(interval.high, value.unit)
    text = f"{Decimal(high.numerator) / Decimal(high.denominator):f}"
    return Number(text, candidates(text))


def _limits(reference: Reference | None, *, longer: bool) -> Limits | None:
    if reference is None:
        return None
    low, high = (
        None if end is None else _number(end, longer=longer)
        for end in (reference.low, reference.high)
    )
    return Limits(low, high)
