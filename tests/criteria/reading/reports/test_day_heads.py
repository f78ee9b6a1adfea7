"""Days in one line are read together, if just one order of day, month and year fits."""

import pytest

from criteria.reading.reports.day_heads import rewritten


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("28/03/26\t14/02/26\t03/01/26", "2026-03-28\t2026-02-14\t2026-01-03"),
        ("Prov 28/03/26 14/02/26", "Prov 2026-03-28 2026-02-14"),
        ("03/28/2026\t01/03/2026", "2026-03-28\t2026-01-03"),
        ("01-02-2026\t13-02-2026", "2026-02-01\t2026-02-13"),
        ("26-03-28\t26-02-14\t26-01-03", "2026-03-28\t2026-02-14\t2026-01-03"),
        ("2026-03-01\t2026-3-20", "2026-03-01\t2026-03-20"),
        ("28/03/26\t27/03/26", "2026-03-28\t2026-03-27"),
    ],
)
def test_one_order_fits(line: str, wanted: str) -> None:
    assert rewritten(line) == wanted


def test_a_line_as_long_as_a_page_is_no_head() -> None:
    days = "28/03/26\t14/02/26"
    for width, is_head in ((2400, True), (2401, False)):
        line = days.rjust(width)
        assert (rewritten(line) != line) is is_head


@pytest.mark.parametrize(
    "line",
    [
        "03/04/26\t02/04/26\t01/04/26",
        "28/03/26\t03/01/26\t14/02/26",
        "28/03/26",
        "28/03/26 Hb 105 14/02/26",
        "31/02/26\t14/01/26",
        "28/03/26\t14/02/99",
        "Hb 105 g/L",
    ],
)
def test_otherwise_the_line_stays_as_it_is(line: str) -> None:
    assert rewritten(line) == line


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Taken 02/03/2026\nPrinted 13/03/2026", "Taken 2026-03-02\nPrinted 2026-03-13"),
        ("Taken 02-03-2026\nPrinted 03-13-2026", "Taken 2026-02-03\nPrinted 2026-03-13"),
        ("Prélèvement du 02/03/2026", "Prélèvement du 2026-03-02"),
        ("02-03-2026 09:15\nHæmoglobin 6,5", "2026-03-02 09:15\nHæmoglobin 6,5"),
        ("Prelievo 31/02/2026 e 01/02/2026", "Prelievo 31/02/2026 e 2026-02-01"),
    ],
)
def test_a_report_has_one_order_for_all_its_days(text: str, wanted: str) -> None:
    assert rewritten(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Taken 02/03/2026\nHb 104",
        "Taken 02/03/2026, seen 13/03/2026, printed 03/14/2026",
        "Prélèvement du 02/03/2026\nImprimé 03/14/2026",
        "Prélèvement 12/02/03/2026",
    ],
)
def test_days_that_may_be_of_another_order_stay_as_they_are(text: str) -> None:
    assert rewritten(text) == text
