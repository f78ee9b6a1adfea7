"""Dates as nurses type them, and dates inside laboratory text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.values import DateSpan, Doubt, Refusal
from criteria.reading.spelling import date_forms
from criteria.reading.spelling.date_forms import is_yearless, meanings, readings, shapes_in
from criteria.reading.spelling.dates import find_date, find_dates, read_date, written_days
from criteria.trial.protocol import DateItem

TODAY = date(2026, 3, 31)
SCAN = DateItem(
    id="I6.scan_date",
    criterion="I6",
    kind="date",
    name="Date of the scan",
    earliest=date(1990, 1, 1),
    soft_months=36,
    sources=("SEED",),
)
VISIT = DateItem(
    id="CTX.ref_date",
    criterion="CTX",
    kind="date",
    name="Reference date",
    earliest=date(2022, 11, 1),
    latest=date(2030, 12, 31),
    past=False,
    whole_day=True,
    sources=("SEED",),
)


def code(answer: object) -> str:
    assert isinstance(answer, (Refusal, Doubt)), answer
    return answer.code


def candidates(answer: object) -> list[str]:
    assert isinstance(answer, Doubt), answer
    return [str(candidate) for candidate in answer.candidates]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-31",
        " 2026-03-31. ",
        "2026-3-31",
        "2026\u201303\u201331",
        "20260331",
        "2026/03/31",
        "2026.03.31",
        "2026 03 31",
        "31/3 2026",
        "31/3-2026",
        "31/3, 2026",
        "31/3/2026",
        "31/3 26",
        "31/3-26",
        "31.3.26",
        "31.03.2026",
        "31. 3. 2026",
        "31.3 2026",
        "31-3-2026",
        "31 3 2026",
        "31032026",
        "31 mars 2026",
        "31 mars -26",
        "31mars2026",
        "den 31 mars 2026",
        "den 31:a mars 2026",
        "31. März 2026",
        "am 31. Ma\u0308rz 2026",
        "31. marts 2026",
        "31 March 2026",
        "31-Mar-2026",
        "31-MAR-26",
        "31st of March 2026",
        "on the 31st of March 2026",
        "March 31, 2026",
        "Mar. 31st, 2026",
        "2026 mars 31",
        "2026-Mar-31",
        "260331",
        "26-03-31",
        "26/03/31",
        "31/03/26",
        "03/31/26",
        "03/31/2026",
        "2026-03-31 08:15",
        "2026-03-31T08:15:00Z",
        "2026-03-31T08:15:00.123+02:00",
        "31/3 2026 kl 08.15",
        "31 March 2026 at 8:15 pm",
    ],
)
def test_a_day_however_it_is_written(text: str) -> None:
    day = read_date(text, SCAN, TODAY)
    assert day == DateSpan(TODAY, TODAY, text.strip())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("mars 2024", "2024-03"),
        ("i mars 2024", "2024-03"),
        ("March 2024", "2024-03"),
        ("Mar-2024", "2024-03"),
        ("2024 mars", "2024-03"),
        ("okt 2025", "2025-10"),
        ("Dezember 2025", "2025-12"),
        ("2024-03", "2024-03"),
        ("2024/3", "2024-03"),
        ("03/2024", "2024-03"),
        ("3.2024", "2024-03"),
        ("202403", "2024-03"),
        ("2024", "2024"),
        ("in 2024", "2024"),
        ("2026", "2026"),
        ("mars 2026", "2026-03"),
    ],
)
def test_a_month_or_a_year(text: str, written: str) -> None:
    span = read_date(text, SCAN, TODAY)
    assert isinstance(span, DateSpan)
    assert str(span) == written
    assert span.text == text


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("3/4/2025", ["2025-04-03", "2025-03-04"]),
        ("3-4-2025", ["2025-04-03", "2025-03-04"]),
        ("3 4 2025", ["2025-04-03", "2025-03-04"]),
        ("24-03-11", ["2024-03-11", "2011-03-24"]),
        ("240311", ["2024-03-11", "2011-03-24"]),
        ("10122011", ["2011-12-10", "2011-10-12"]),
        ("10/11/12", ["2010-11-12", "2012-11-10", "2012-10-11"]),
        ("032024", ["2024-03-20", "2024-03"]),
    ],
)
def test_what_can_mean_several_days_is_asked_back(text: str, days: list[str]) -> None:
    answer = read_date(text, SCAN, TODAY)
    assert code(answer) == "date_ambiguous"
    assert candidates(answer) == days


def test_day_and_month_are_not_swapped_to_make_a_date_possible() -> None:
    answer = read_date("3/4/2026", SCAN, TODAY)  # 3 April lies ahead, 4 March does not
    assert code(answer) == "date_ambiguous"
    assert candidates(answer) == ["2026-03-04"]


@pytest.mark.parametrize("text", ["3/3/2026", "3/4 2025", "3.4.2025", "3 apr 2025", "13/4/2025"])
def test_what_means_one_day_is_not_asked_back(text: str) -> None:
    assert isinstance(read_date(text, SCAN, TODAY), DateSpan)


def test_dots_and_the_nordic_slash_put_the_day_first() -> None:
    assert str(read_date("3.4.2025", SCAN, TODAY)) == "2025-04-03"
    assert str(read_date("3/4 2025", SCAN, TODAY)) == "2025-04-03"


@pytest.mark.parametrize("text", ["31-3", "mar-24"])
def test_a_date_in_figures_without_its_year_is_incomplete(text: str) -> None:
    assert code(read_date(text, SCAN, TODAY)) == "date_incomplete"


@pytest.mark.parametrize("text", ["31 mars", "den 31 mars", "March 31", "mars", "in March"])
def test_a_named_month_without_its_year_is_asked_back(text: str) -> None:
    found = read_date(text, SCAN, TODAY)
    assert isinstance(found, Doubt)
    assert found.code == "date_relative"
    assert len(found.candidates) == 1


@pytest.mark.parametrize("text", ["2026-02-30", "31/4/2026", "32/1 2026", "2026-13-01", "2026-00"])
def test_days_that_do_not_exist(text: str) -> None:
    assert code(read_date(text, SCAN, TODAY)) == "no_such_day"


def test_29_february_exists_in_leap_years_only() -> None:
    assert str(read_date("29/2 2024", SCAN, TODAY)) == "2024-02-29"
    assert code(read_date("29/2 2025", SCAN, TODAY)) == "no_such_day"


@pytest.mark.parametrize(
    "text",
    [
        *("nyligen", "recently", "soon", "before 2024", "före 2024", "v 60 2025", "Q5 2024"),
        *("2024?", "2023-2024", "2024 or 2025", "mars/april 2024"),
        *("105 g/L", "24", "x", "-", "2026-03-3\u00b9", "\u0662\u0660\u0662\u0664", "0" * 4000),
        *("19121212-1212", "121212-1212", "191212121212", "121212+1212", "2026 10.11"),
    ],
)
def test_what_is_no_date(text: str) -> None:
    answer = read_date(text, SCAN, TODAY)
    assert answer == Refusal("not_a_date", text, (("example", "2026-03-31"),))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("yesterday", ["2026-03-30"]),
        ("last Tuesday", ["2026-03-24", "2026-03-17"]),
        ("mid March 2026", ["2026-03-11/2026-03-20"]),
        ("ca 2026-03-12", ["2026-03-09/2026-03-15"]),
    ],
)
def test_a_day_beside_today_or_roughly_is_asked_back(text: str, days: list[str]) -> None:
    answer = read_date(text, SCAN, TODAY)
    assert code(answer) == "date_relative"
    assert candidates(answer) == days


@pytest.mark.parametrize("text", ["last week", "ca 2026-03-12", "mid March 2026"])
def test_a_whole_day_is_never_several(text: str) -> None:
    assert code(read_date(text, VISIT, TODAY)) == "not_a_date"


def test_a_date_after_the_reference_date_names_the_latest() -> None:
    for text in ("2026-04-01", "1/4 2026", "april 2026", "2027", "26.03.31"):
        answer = read_date(text, SCAN, TODAY)
        assert answer == Refusal("date_too_late", text, (("latest", "2026-03-31"),))


def test_a_date_before_the_earliest_names_it() -> None:
    answer = read_date("1985", SCAN, TODAY)
    assert answer == Refusal("date_too_early", "1985", (("earliest", "1990-01-01"),))
    assert isinstance(read_date("1990-01-01", SCAN, TODAY), Doubt)


def test_a_date_far_back_is_asked_back_by_its_first_day() -> None:
    assert isinstance(read_date("2023-03-31", SCAN, TODAY), DateSpan)
    assert isinstance(read_date("2023-04", SCAN, TODAY), DateSpan)
    for text in ("2023-03-30", "2023-03", "2023", "2022"):
        answer = read_date(text, SCAN, TODAY)
        assert code(answer) == "unlikely"
        assert candidates(answer) == [text]


def test_an_item_may_want_the_day_itself() -> None:
    assert str(read_date("260331", VISIT, TODAY)) == "2026-03-31"
    assert code(read_date("mars 2026", VISIT, TODAY)) == "date_incomplete"
    assert code(read_date("2026", VISIT, TODAY)) == "date_incomplete"


def test_an_item_may_lie_ahead_up_to_its_latest_day() -> None:
    assert str(read_date("2030-12-31", VISIT, TODAY)) == "2030-12-31"
    answer = read_date("2031-01-01", VISIT, TODAY)
    assert answer == Refusal("date_too_late", "2031-01-01", (("latest", "2030-12-31"),))
    assert code(read_date("2022-10-31", VISIT, TODAY)) == "date_too_early"


def test_a_two_digit_year_may_mean_two_centuries() -> None:
    born = SCAN.model_copy(update={"earliest": date(1900, 1, 1), "soft_months": None})
    assert candidates(read_date("31.3.24", born, TODAY)) == ["2024-03-31", "1924-03-31"]
    assert str(read_date("31.3.98", SCAN.model_copy(update={"soft_months": None}), TODAY)) == (
        "1998-03-31"
    )


def test_the_end_of_the_calendar() -> None:
    late = SCAN.model_copy(update={"past": False})
    assert str(read_date("9999-12-31", late, date.max)) == "9999-12-31"
    assert str(read_date("9999-12-30", late, date.max)) == "9999-12-30"
    assert code(read_date("0000-01-01", SCAN, TODAY)) == "no_such_day"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hb 105 g/L 2026-03-12", "2026-03-12"),
        ("2026-03-12 08:15 Hb 105", "2026-03-12 08:15"),
        ("2026-03-12T08:15:00+01:00;105", "2026-03-12T08:15:00+01:00"),
        ("2026-03-12 12.10 g/dL", "2026-03-12"),
        ("Datum:2026-03-12,105,g/L", "2026-03-12"),
        ("105,2026-03-12", "2026-03-12"),
        ("Hb 9.1 2026-03-12", "2026-03-12"),
        ("(20260312)", "20260312"),
        ("Hb 12.5 12/3 2026 105", "12/3 2026"),
        ("12.03.26 Hb", "12.03.26"),
        ("Entnahme 12.03.2026, 7:30", "12.03.2026, 7:30"),
        ("12-MAR-2026 Hb", "12-MAR-2026"),
        ("Mar 12, 2026 7.5", "Mar 12, 2026"),
        ("den 12 mars 2026 kl 14:20 Hb", "12 mars 2026 kl 14:20"),
    ],
)
def test_a_day_inside_other_text(text: str, found: str) -> None:
    hit = find_date(text)
    assert hit is not None
    day, start, end = hit
    assert str(day) == "2026-03-12"
    assert text[start:end] == found
    assert found.startswith(day.text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "Hb 105 g/L (117-153)", "TPK 230 x10(9)/L", "251110", "1990-2000", "1.2.3.4"),
        *("LID 20260312-1234", "19950312 1234", "NPU20260312", "2026-03-12-0034", "70123456"),
        *("3/4/2026", "26-03-12", "mars 2026", "2026", "12/3", "2026-02-30", "3-4 2026"),
    ],
)
def test_no_day_is_found_where_none_is_certain(text: str) -> None:
    assert find_date(text) is None


def test_every_day_of_a_header_is_found_in_order() -> None:
    days = find_dates("Analys\t2026-03-12\t2026-01-10 07:00\tEnhet")
    assert [str(day) for day, _, _ in days] == ["2026-03-12", "2026-01-10"]


def test_what_is_written_like_a_day_is_pointed_out_even_if_it_is_not_certain() -> None:
    text = "3/4/2026 Hb 105, 26-03-12 14:20 TPK 230 (150-350)"
    days = [(day, text[start:end]) for day, start, end in written_days(text)]
    assert days == [(None, "3/4/2026"), (None, "26-03-12 14:20")]


DAY_LIKE = st.lists(
    st.sampled_from([*"0139-/., \n\t|T:", "12", "2026", "1999", "mars", "3 May", "-mar-", "Hb"]),
    max_size=14,
).map("".join)


@given(DAY_LIKE)
def test_no_line_is_passed_over_that_holds_a_day(text: str) -> None:
    whole = date_forms._IN_TEXT.finditer(text.translate(date_forms._ALIKE))  # noqa: SLF001
    assert list(shapes_in(text)) == [(hit.start(), hit.end("date"), hit.end()) for hit in whole]


@given(st.dates(date(1990, 1, 1), TODAY))
def test_every_iso_date_is_read_back(day: date) -> None:
    item = SCAN.model_copy(update={"soft_months": None})
    assert str(read_date(day.isoformat(), item, TODAY)) == day.isoformat()
    found = find_date(f"Hb 105 {day.isoformat()} g/L")
    assert found is not None
    assert (found[0].first, found[0].last) == (day, day)


@given(st.dates(date(1990, 1, 1), TODAY))
def test_whatever_order_a_day_is_written_in_it_is_among_what_is_read(day: date) -> None:
    item = SCAN.model_copy(update={"soft_months": None})
    for form in ("%d/%m/%Y", "%m/%d/%Y", "%y%m%d", "%d-%m-%y", "%d%m%Y", "%d %B %Y", "%y-%m-%d"):
        answer = read_date(day.strftime(form), item, TODAY)
        spans = answer.candidates if isinstance(answer, Doubt) else (answer,)
        assert day.isoformat() in [str(span) for span in spans]


WRITING = st.one_of(st.text(), st.text("0123456789-/. :tmarsi'", max_size=24))


@given(WRITING, st.dates())
def test_no_text_raises_and_nothing_is_read_that_the_item_forbids(text: str, today: date) -> None:
    answer = read_date(text, SCAN, today)
    if isinstance(answer, DateSpan):
        assert answer.first <= today
        assert answer.last >= SCAN.earliest


@given(WRITING)
def test_places_in_a_text_are_where_they_are_said_to_be(text: str) -> None:
    shapes = {(start, end) for _, start, end in written_days(text)}
    for day, start, end in find_dates(text):
        assert (start, end) in shapes
        assert text[start:end].startswith(day.text)
        assert day.exact


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("2026-03-01/2026-03-20", ["2026-03-01/2026-03-20"]),
        ("2026-03-01/2026-03-01", ["2026-03-01"]),
        ("2026-03-02/2026-03-01", []),
        ("2026-02-30/2026-03-01", []),
    ],
)
def test_the_days_from_one_to_another(text: str, spans: list[str]) -> None:
    assert [str(span) for _, span in meanings(text) or ()] == spans


@pytest.mark.parametrize("text", ["12 mars 2026", "mars 2026", "31/3-2026"])
def test_a_day_in_a_text_keeps_how_it_was_written(text: str) -> None:
    assert {span.text for span in readings(text)} == {text}


@pytest.mark.parametrize(
    "text", ["12/3", "3/12", "den 12/3", "12.3.", "12 mars", "March 3", "on 3/4"]
)
def test_a_day_without_its_year(text: str) -> None:
    assert is_yearless(text)


@pytest.mark.parametrize(
    "text", ["118/97", "13/14", "0/3", "32/1", "12.3", "12-16", "12", "mars", ""]
)
def test_no_day_without_its_year(text: str) -> None:
    assert not is_yearless(text)
