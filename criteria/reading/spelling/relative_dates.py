"""Days written beside another day or roughly: yesterday, week 12, mid March, ca 2026-03-12.

Nothing is chosen here. Each writing becomes every span of days that it can mean, counted from the
reference date, and the caller asks which is meant. The words are those of `languages`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from criteria.known.months import add_months
from criteria.known.values import DateSpan
from criteria.reading.languages.wordlists import sections
from criteria.reading.spelling.date_forms import YEARLESS, alike, distinct, folded, meanings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Days = Callable[[re.Match[str], date], Iterator[DateSpan]]

_WEEK = timedelta(days=7)
_ABOUT = timedelta(days=3)
"""How far from a day "about" that day reaches, either way."""
_ABOUT_A_MONTH = timedelta(days=15)
_YEAR = r"(?:[ ,/-]{{0,2}}(?:of |av )?(?P<year>(?:19|20)?[0-9]{{2}}))?"
_IN_YEAR = r"(?P<year>20[0-9]{{2}})[ ,/-]{{0,2}}"
"""The year in front: "2025 v 45"."""
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}
_LATEST_WEEK, _LATEST_QUARTER, _MONTHS = 53, 4, 12
_NAMED_MONTH = re.compile(r"[^\W\d_]{3}")
_MONTH_AND_NUMBER = re.compile(r"[^\W\d_]-[0-9]")
"""Which may be the day or the year: "mar-24"."""
_MONTH_OF_A_YEAR = re.compile(r"([^\W\d_]{3,})\.?(?: -| ?['’])([0-9]{2})")
"""A month and its year without the century: "nov -25", "Nov '25"."""
_WEEK_OF_A_YEAR = re.compile(r"(?P<year_0>20[0-9]{2})-?w(?P<n_0>[0-9]{1,2})")
"""A week as ISO 8601 writes it: "2026-W12"."""

_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_DAY_DOT_MONTH = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})\.")
"""The day first, as with the year behind it; without the last dot it may be any number."""
_FROM_ONE_TO_ANOTHER = re.compile(r"(?P<first_>.+?) ?- ?(?P<last_>[^-]*[^\W\d_][^-]*)")
"""Behind the dash is a name: "2023-2024" may be a day with a slip in it."""
_MIDDLE = 20
"""The last day of the middle third of a month."""


def relative_dates(text: str, reference_date: date) -> tuple[DateSpan, ...]:
    """Return every span of days that the text can mean, none of them after the reference date.

    Empty where the text is no such writing. A span that reaches beyond the reference date ends
    there.
    """
    dotted = _DAY_DOT_MONTH.fullmatch(text.strip())
    try:
        spans = tuple(
            (dotted and list(_newest_day(int(dotted[1]), int(dotted[2]), reference_date)))
            or _spans(alike(text), reference_date)
            or _spans(folded(text), reference_date)
            or _without_year(alike(text), reference_date)
            or _between(alike(text), reference_date)
        )
    except (OverflowError, ValueError):  # beyond the calendar, or no such week
        return ()
    past = (span for span in spans if span.first <= reference_date)
    return distinct(
        replace(span, last=min(span.last, reference_date), text=text.strip()) for span in past
    )


def _spans(written: str, reference_date: date) -> list[DateSpan]:
    fitting = ((pattern.fullmatch(written), days) for pattern, days in _patterns())
    return [span for found, days in fitting if found for span in days(found, reference_date)]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Days], ...]:
    """Return the ways of writing in every language, each with the days that it means."""
    named = (pattern for words in sections("relative_dates") for pattern in _of(words))
    return (_WEEK_OF_A_YEAR, _week), *named


def _of(words: dict[str, Any]) -> Iterator[tuple[re.Pattern[str], Days]]:
    """Return the patterns of one language."""
    yield _one_of(words["today"]), lambda _, today: _day(today)
    yield _one_of(words["yesterday"]), lambda _, today: _day(today - timedelta(days=1))
    yield _one_of(words["day_before_yesterday"]), lambda _, today: _day(today - timedelta(days=2))
    yield _one_of(words["last_year"]), _previous("year")
    yield _one_of(words["half_a_year"]), lambda _, today: _ago(6, "month", today)
    yield _one_of(words.get("fortnight", [])), lambda _, today: _ago(2, "week", today)
    numbers = _numbers(words)
    number = rf"(?P<n>[0-9]{{1,3}}|{_either(numbers)})"
    for unit, names in words["units"].items():
        yield _templates(words["ago"], n=number, unit=_either(names)), _counted(unit, numbers)
        yield _templates(words["last"], unit=_either(names)), _previous(unit)
        yield _templates(words["this"], unit=_either(names)), _current(unit)
    for weekday, names in enumerate(words["weekdays"]):
        named = _either(names.split())
        yield _templates(words["last_weekday"], weekday=named), _weekday(weekday, (0, 1))
        yield _templates(words["weekday"], weekday=named), _weekday(weekday, (0,))
    weeks = [
        *(f"{one}{_YEAR}" for one in words["week"]),
        *(_IN_YEAR + one for one in words["week"]),
    ]
    yield _templates(weeks, n=r"(?P<n>[0-9]{1,2})"), _week
    for quarter, names in enumerate(words["ordinals"], 1):
        plain = {"n": str(quarter), "ordinal": _either(names.split())}
        yield _templates([f"{one}{_YEAR}" for one in words["quarter"]], **plain), _quarter(quarter)
    for part, name in enumerate(("early", "middle", "late")):
        yield _templates([f"(?:{_either(words[name])}) ?(?P<rest>.+)"]), _part(part)
    for season, months in _SEASONS.items():
        named = _either(words[season])
        over = words.get("season_past", {}).get(season, [])
        yield _templates([f"(?:{named}){_YEAR}"]), _season(*months)
        yield _templates(words.get("last_season", []), season=named), _last_season(*months)
        yield _one_of(over), _season_past(*months)
    yield _templates([f"(?:{_either(words['about'])}) ?(?P<rest>.+)"]), _about


def _one_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(_either(phrases))


def _either(phrases: list[str] | dict[str, int]) -> str:
    """Return the pattern of any of the phrases, the longest first; of none where there are none."""
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True)) or "(?!)"


def _templates(templates: list[str], **parts: str) -> re.Pattern[str]:
    """Return the pattern of any of the templates with its parts filled in."""
    grouped = {
        name: part if part.startswith("(?P") else f"(?:{part})" for name, part in parts.items()
    }
    needed = [one for one in templates if "{n}" not in one or "n" in grouped]
    named = [
        _numbered(one.format(**{"n": "", **grouped}), place) for place, one in enumerate(needed)
    ]
    return re.compile("|".join(named) or "(?!)")


def _numbered(pattern: str, place: int) -> str:
    """Return a pattern whose groups have names that no other alternative has."""
    return re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>_{place}>", pattern)


def _named(found: re.Match[str], name: str) -> str | None:
    """Return what a group took, in whichever alternative it is."""
    groups = found.groupdict().items()
    return next((text for group, text in groups if text and group.startswith(f"{name}_")), None)


def _numbers(words: dict[str, Any]) -> dict[str, int]:
    return {name: int(number) for number, names in words["numbers"].items() for name in names}


def _day(day: date) -> Iterator[DateSpan]:
    yield DateSpan(day, day)


def _ago(count: int, unit: str, today: date) -> Iterator[DateSpan]:
    """Yield the day so many units back; of a longer unit, the days that round to it."""
    if unit == "day":
        yield from _day(today - timedelta(days=count))
    elif unit == "week":
        middle = today - count * _WEEK
        yield DateSpan(middle - _ABOUT, middle + _ABOUT)
    elif unit == "month":
        middle = add_months(today, -count)
        yield DateSpan(middle - _ABOUT_A_MONTH, middle + _ABOUT_A_MONTH)
    else:
        middle = add_months(today, -_MONTHS * count)
        yield DateSpan(add_months(middle, -6), add_months(middle, 6))


def _counted(unit: str, numbers: dict[str, int]) -> Days:
    def days(found: re.Match[str], today: date) -> Iterator[DateSpan]:
        written = _named(found, "n")
        count = 1 if written is None else numbers.get(written) or int(written)
        return _ago(count, unit, today)

    return days


def _previous(unit: str) -> Days:
    def days(_found: re.Match[str], today: date) -> Iterator[DateSpan]:
        if unit == "day":
            yield from _day(today - timedelta(days=1))
        elif unit == "week":
            monday = _monday(today) - _WEEK
            yield DateSpan(monday, monday + timedelta(days=6))
        elif unit == "month":
            last = today.replace(day=1) - timedelta(days=1)
            yield DateSpan.of(last.year, last.month)
        else:
            yield DateSpan.of(today.year - 1)

    return days


def _current(unit: str) -> Days:
    def days(_found: re.Match[str], today: date) -> Iterator[DateSpan]:
        if unit == "day":
            yield from _day(today)
        elif unit == "week":
            yield DateSpan(_monday(today), _monday(today) + timedelta(days=6))
        else:
            yield DateSpan.of(today.year, today.month if unit == "month" else None)

    return days


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weekday(weekday: int, weeks: tuple[int, ...]) -> Days:
    """Return the days of that name before today: the newest, and so many weeks before it."""

    def days(_found: re.Match[str], today: date) -> Iterator[DateSpan]:
        newest = today - timedelta(days=(today.weekday() - weekday) % 7 or 7)
        for back in weeks:
            yield from _day(newest - back * _WEEK)

    return days


def _year(written: str | None) -> int | None:
    if written is None:
        return None
    return int(written) if len(written) > 2 else 2000 + int(written)  # noqa: PLR2004 - two digits


def _newest(begins: Callable[[int], date], written: str | None, today: date) -> date:
    """Return the beginning in the year that is written, else the newest that is not to come."""
    year = _year(written)
    if year is not None:
        return begins(year)
    this_year = begins(today.year)
    return this_year if this_year <= today else begins(today.year - 1)


def _week(found: re.Match[str], today: date) -> Iterator[DateSpan]:
    number = int(_named(found, "n") or 0)
    if 1 <= number <= _LATEST_WEEK:
        monday = _newest(
            lambda year: date.fromisocalendar(year, number, 1), _named(found, "year"), today
        )
        yield DateSpan(monday, monday + timedelta(days=6))


def _quarter(quarter: int) -> Days:
    return _season(3 * quarter - 2, 3 * quarter)


def _season(first: int, last: int) -> Days:
    """Return the months from one to another; above twelve they lie in the next year."""

    def days(found: re.Match[str], today: date) -> Iterator[DateSpan]:
        begin = _newest(lambda year: date(year, first, 1), _named(found, "year"), today)
        if _named(found, "year") and last > _MONTHS:
            yield _months(begin.year - 1, first, last)
        yield _months(begin.year, first, last)

    return days


def _months(year: int, first: int, last: int) -> DateSpan:
    """Return the months from one of a year to another, which may lie in the next year."""
    begin = date(year, first, 1)
    return DateSpan(begin, add_months(begin, last - first + 1) - timedelta(days=1))


def _past(first: int, last: int, today: date) -> list[DateSpan]:
    """Return the two newest of a season that are over, the newer first."""
    ago = (_months(today.year - back, first, last) for back in range(4))
    return [span for span in ago if span.last < today][:2]


def _season_past(first: int, last: int) -> Days:
    """Return the season that is over, never the one that it is now: i våras."""
    return lambda _, today: iter(_past(first, last, today)[:1])


def _last_season(first: int, last: int) -> Days:
    """Return the season that is over, and the one before where that can be meant: last spring."""

    def days(_found: re.Match[str], today: date) -> Iterator[DateSpan]:
        ways = (_months(today.year - back, first, last) for back in (0, 1))
        is_now = any(span.first <= today <= span.last for span in ways)
        yield from _past(first, last, today)[: 1 if is_now else 2]

    return days


def _part(part: int) -> Days:
    """Return the first, the middle or the last third of a month, a season, a quarter or a year."""

    def days(found: re.Match[str], today: date) -> Iterator[DateSpan]:
        rest = _named(found, "rest") or ""
        whole = [*_months_and_years(rest, today)] or _whole_months(rest, today)
        for span in whole or _whole_months(folded(rest), today):
            yield from _third(part, span)

    return days


def _third(part: int, span: DateSpan) -> Iterator[DateSpan]:
    """Yield a third of a month, or of whole months that can be divided by three."""
    months = 12 * (span.last.year - span.first.year) + span.last.month - span.first.month + 1
    if months == 1:
        first, last = ((1, 10), (11, _MIDDLE), (_MIDDLE + 1, span.last.day))[part]
        yield DateSpan(span.first.replace(day=first), span.first.replace(day=last))
    elif months % 3 == 0:
        begin = add_months(span.first, part * months // 3)
        yield DateSpan(begin, add_months(begin, months // 3) - timedelta(days=1))


def _whole_months(written: str, today: date) -> list[DateSpan]:
    """Return the month or year that a text means beside today: last month, förra året."""
    named = [span for span in _spans(written, today) if span.first.day == 1]
    return [span for span in named if (span.last + timedelta(days=1)).day == 1]


def _months_and_years(written: str, today: date) -> Iterator[DateSpan]:
    """Yield the months and years that a text means; a month without a year is the newest one."""
    dated = meanings(written)
    for _, span in dated or meanings(f"{written} {today.year}") or ():
        if span.exact:
            continue
        if not dated and span.first > today:
            yield DateSpan.of(span.first.year - 1, span.first.month)
        else:
            yield span


def _without_year(written: str, today: date) -> list[DateSpan]:
    """Return the newest month, or day of one, that is written by its name without a year.

    "March 24" may be a day, "mar-24" a day or a month of a year: the latter is none of these.
    """
    of_a_year = _of_a_year().fullmatch(written)
    if of_a_year:
        year = today.year - (_named(of_a_year, "before") is not None)
        rest = _named(of_a_year, "rest") or ""
        return _in_year(folded(rest), year) or _spans(f"{rest} {year}", today)
    plain = folded(written)
    marked = _MONTH_OF_A_YEAR.fullmatch(plain)
    if marked:
        return [span for _, span in meanings(f"{marked[1]} 20{marked[2]}") or ()]
    numbers = _DAY_AND_MONTH.fullmatch(plain)
    if numbers:
        return list(_newest_days(int(numbers[1]), int(numbers[2]), today))
    this_year = _in_year(plain, today.year)
    if all(span.first <= today for span in this_year):
        return this_year
    return _in_year(plain, today.year - 1)


def _newest_days(one: int, other: int, today: date) -> Iterator[DateSpan]:
    """Yield the newest day of each order of a day and a month in numbers: 14/2."""
    for month, day in dict.fromkeys(((other, one), (one, other))):
        yield from _newest_day(day, month, today)


def _newest_day(day: int, month: int, today: date) -> Iterator[DateSpan]:
    """Yield the newest such day of a month, if there is one."""
    for year in (today.year, today.year - 1):
        if 1 <= month <= _MONTHS and 1 <= day <= monthrange(year, month)[1]:
            found = date(year, month, day)
            if found <= today:
                yield from _day(found)
                return


def _between(written: str, today: date) -> list[DateSpan]:
    """Return the days from one time to another: between March and May 2025."""
    found = _two_times().fullmatch(written) or _FROM_ONE_TO_ANOTHER.fullmatch(written)
    first, last = (_named(found, end) or "" for end in ("first", "last")) if found else ("", "")
    spans = (
        DateSpan(begin.first, end.last)
        for end in _at(last, today)
        for begin in _begins(first, end, today)
        if begin.last < end.first
    )
    return list(spans) if first and last else []


def _begins(written: str, end: DateSpan, today: date) -> list[DateSpan]:
    """Return when a span of days begins, in the year of its end if no other is named."""
    now = [span for span in _at(written, today) if span.first < end.first]
    return now or _at(written, min(end.last, today))


def _at(written: str, today: date) -> list[DateSpan]:
    """Return the days that one end of a span of days can mean."""
    dated = [span for _, span in meanings(folded(written)) or ()]
    spans = dated or _spans(written, today) or _spans(folded(written), today)
    return spans or _without_year(written, today)


def _in_year(written: str, year: int) -> list[DateSpan]:
    """Return the days of a year that a text means which names a month and no year."""
    named = _NAMED_MONTH.search(written) and not _MONTH_AND_NUMBER.search(written)
    if not named or not YEARLESS.fullmatch(written):
        return []
    return [span for _, span in meanings(f"{written} {year}") or ()]


@cache
def _two_times() -> re.Pattern[str]:
    """Return the pattern of a text that names two times, in every language."""
    two = [one for words in sections("relative_dates") for one in words.get("between", [])]
    return _templates(two, first="(?P<first>.+?)", last="(?P<last>.+)")


@cache
def _of_a_year() -> re.Pattern[str]:
    """Return the pattern of a text with "this year" or "last year" behind it, in every language."""
    this, before = [], []
    for words in sections("relative_dates"):
        years = words["units"]["year"]
        this += [one.format(unit=name) for one in words["this"] for name in years]
        before += [one.format(unit=name) for one in words["last"] for name in years]
        before += words["last_year"]
    rest = "(?P<rest>.+)"
    return _templates([f"{rest},? (?:(?P<this>{_either(this)})|(?P<before>{_either(before)}))"])


def _about(found: re.Match[str], today: date) -> Iterator[DateSpan]:
    """Yield the days around a day, and the weeks around a month."""
    rest = _named(found, "rest") or ""
    absolute = [span for _, span in meanings(rest) or ()]
    for span in absolute or _spans(rest, today):
        around = _ABOUT if span.last - span.first <= _WEEK else _ABOUT_A_MONTH
        yield DateSpan(span.first - around, span.last + around)
