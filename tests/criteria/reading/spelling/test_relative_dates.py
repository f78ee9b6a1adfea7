"""Days beside the reference date and days written roughly, offered as the days they can mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.values import DateSpan
from criteria.reading.spelling.date_forms import meanings
from criteria.reading.spelling.relative_dates import relative_dates

TODAY = date(2026, 3, 31)  # a Tuesday in week 14


def means(text: str, today: date = TODAY) -> list[str]:
    return [str(span) for span in relative_dates(text, today)]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("today", ["2026-03-31"]),
        ("i dag", ["2026-03-31"]),
        ("Yesterday", ["2026-03-30"]),
        ("igår", ["2026-03-30"]),
        ("i förrgår", ["2026-03-29"]),
        ("3 days ago", ["2026-03-28"]),
        ("för två dagar sedan", ["2026-03-29"]),
        ("3 weeks ago", ["2026-03-07/2026-03-13"]),
        ("för 3 veckor sedan", ["2026-03-07/2026-03-13"]),
        ("two months ago", ["2026-01-16/2026-02-15"]),
        ("a year ago", ["2024-09-30/2025-09-30"]),
        ("för ett halvår sedan", ["2025-09-15/2025-10-15"]),
        ("last week", ["2026-03-23/2026-03-29"]),
        ("förra veckan", ["2026-03-23/2026-03-29"]),
        ("last month", ["2026-02"]),
        ("förra året", ["2025"]),
        ("i fjol", ["2025"]),
        ("this week", ["2026-03-30/2026-03-31"]),
        ("this month", ["2026-03"]),
        ("this year", ["2026-01-01/2026-03-31"]),
        ("last Tuesday", ["2026-03-24", "2026-03-17"]),
        ("i tisdags", ["2026-03-24"]),
        ("on Friday", ["2026-03-27"]),
        ("v.12", ["2026-03-16/2026-03-22"]),
        ("vecka 12", ["2026-03-16/2026-03-22"]),
        ("week 12, 2025", ["2025-03-17/2025-03-23"]),
        ("week 53, 2020", ["2020-12-28/2021-01-03"]),
        ("v 50", ["2025-12-08/2025-12-14"]),  # of this year it is still to come
        *((text, ["2026-03-16/2026-03-22"]) for text in ("2026-W12", "2026w12", "2026 v 12")),
        ("ett halvår sen", ["2025-09-15/2025-10-15"]),
        *((text, ["2025-11"]) for text in ("nov -25", "Nov '25", "november ’25", "i nov -25")),
        ("Q1 2026", ["2026-01-01/2026-03-31"]),
        ("kvartal 1", ["2026-01-01/2026-03-31"]),
        ("Q4", ["2025-10-01/2025-12-31"]),
        ("första kvartalet 2025", ["2025-01-01/2025-03-31"]),
        ("mid March 2026", ["2026-03-11/2026-03-20"]),
        ("mid March", ["2026-03-11/2026-03-20"]),
        ("början av mars", ["2026-03-01/2026-03-10"]),
        ("slutet av november", ["2025-11-21/2025-11-30"]),
        ("early 2025", ["2025-01-01/2025-04-30"]),
        ("våren 2025", ["2025-03-01/2025-05-31"]),
        ("ca 2026-03-12", ["2026-03-09/2026-03-15"]),
        ("omkring 12 mars 2026", ["2026-03-09/2026-03-15"]),
        ("ca mars 2025", ["2025-02-14/2025-04-15"]),
        ("ca 2026-03-01/2026-03-08", ["2026-02-26/2026-03-11"]),
        ("ca 2026-03-01/2026-03-09", ["2026-02-14/2026-03-24"]),
        ("about two weeks ago", ["2026-03-11/2026-03-23"]),
        *((text, ["2026-03"]) for text in ("mars", "i mars", "in March", "March", "mars i år")),
        *((text, ["2025-04"]) for text in ("april", "in April", "april förra året")),
        ("12 mars", ["2026-03-12"]),
        ("den 31 mars", ["2026-03-31"]),
        ("March 12", ["2026-03-12"]),
        ("1 april", ["2025-04-01"]),
        ("march last year", ["2025-03"]),
        ("i höstas", ["2025-09-01/2025-11-30"]),
        ("14/2", ["2026-02-14"]),
        ("31.3.", ["2026-03-31"]),
        ("10.11.", ["2025-11-10"]),
        *((text, ["2025-09"]) for text in ("early autumn 2025", "tidig höst 2025")),
        *((text, ["2025-10"]) for text in ("mid autumn 2025", "mitten av hösten 2025")),
        *((text, ["2025-08"]) for text in ("late summer 2025", "sensommaren 2025")),
        *((text, ["2025-11"]) for text in ("late autumn last year", "i slutet av hösten i fjol")),
        ("late Q1 2025", ["2025-03"]),
        ("early this year", ["2026-01-01/2026-03-31"]),
        ("late winter 2024", ["2024-02", "2025-02"]),
        ("winter 2024", ["2023-12-01/2024-02-29", "2024-12-01/2025-02-28"]),
        *(
            (text, ["2025-03-01/2025-05-31"])
            for text in (
                "i våras",
                "last spring",
                "förra våren",
                "spring last year",
                "våren i fjol",
            )
        ),
        *((text, ["2025-12-01/2026-02-28"]) for text in ("i vintras", "this past winter")),
        ("last summer", ["2025-06-01/2025-08-31", "2024-06-01/2024-08-31"]),
        *((text, ["2026-03-14/2026-03-20"]) for text in ("a fortnight ago", "fjorton dagar sen")),
        *(
            (text, ["2025-03-01/2025-05-31"])
            for text in (
                *("between March and May 2025", "mellan mars och maj 2025", "March to May 2025"),
                *("från mars till maj 2025", "mars–maj 2025", "2025-03 - maj 2025"),
            )
        ),
        ("between November and February 2025", ["2024-11-01/2025-02-28"]),
        ("between January and March", ["2026-01-01/2026-03-31"]),
        ("mellan våren och hösten 2025", ["2025-03-01/2025-11-30"]),
        ("i slutet av förra månaden", ["2026-02-21/2026-02-28"]),
        ("end of last year", ["2025-09-01/2025-12-31"]),
        ("3/12", ["2025-12-03", "2026-03-12"]),
        ("31/3", ["2026-03-31"]),
        ("for to uker siden", ["2026-03-14/2026-03-20"]),
        ("vor zwei Wochen", ["2026-03-14/2026-03-20"]),
        ("heute", ["2026-03-31"]),
        ("i forgårs", ["2026-03-29"]),
    ],
)
def test_the_days_that_it_can_mean(text: str, days: list[str]) -> None:
    assert means(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "",
        "32/13",
        "12-3",
        "mar-24",
        "29 feb",
        "week 54",
        "w",
        "soon",
        "vecka",
        "2026-03-12",
        "31 feb 2026",
        "31.4.",
        "between May 2025 and March 2025",
        "between two and three weeks",
        "mar-24 - soon",
    ],
)
def test_no_such_writing(text: str) -> None:
    assert means(text) == []


@pytest.mark.parametrize("text", ["ca 9999-12-31", "1000 years ago", "999 månader sedan"])
def test_beyond_the_calendar_is_nothing_or_a_day(text: str) -> None:
    assert all(span.first <= TODAY for span in relative_dates(text, TODAY))


TEXTS = st.sampled_from(
    ["yesterday", "3 weeks ago", "last month", "v 7", "Q3", "mid May", "i fredags", "ca 2024-02-29"]
)
DAYS = st.dates(date(2020, 1, 1), date(2090, 1, 1))


@given(TEXTS, DAYS)
def test_no_day_is_still_to_come_and_each_span_reads_back(text: str, today: date) -> None:
    for span in relative_dates(text, today):
        assert span.first <= span.last <= today
        assert DateSpan(span.first, span.last) in [found for _, found in meanings(str(span)) or ()]


@given(st.integers(0, 400), DAYS)
def test_so_many_days_ago_is_that_day(count: int, today: date) -> None:
    assert means(f"{count} days ago", today) == [str(today - timedelta(days=count))]
