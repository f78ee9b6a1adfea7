"""Tables as one line a result: a row a day, or a row a name with its limits beside it."""

import pytest

from criteria.reading.reports.tables import rewritten

LONG = "Prov taget vid inskrivningen på avdelningen den 2026-03-01 av jour"
"""No day is looked for in so long a cell."""
NAMES = {"hb", "tpk", "lpk"}


def lines(text: str) -> list[str]:
    found = rewritten(text, lambda cell: cell.casefold() in NAMES)
    return [line for line in found.split("\n") if line]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Datum;Hb;TPK\n2026-03-01;105;143\n2026-03-20;98;-",
            ["Hb\t105 (2026-03-01); 98 (2026-03-20)", "TPK\t143 (2026-03-01)"],
        ),
        (
            "Datum | Hb | TPK\n--- | --- | ---\n2026-03-01 | 105 | 143",
            ["Hb\t105 (2026-03-01)", "TPK\t143 (2026-03-01)"],
        ),
        (
            "| Datum | Hb | TPK |\n|---|---|---|\n| 2026-03-01 | 105 | 143 |",
            ["Hb\t105 (2026-03-01)", "TPK\t143 (2026-03-01)"],
        ),
        (
            "| Datum | Hb | TPK |\n2026-03-01 | 105 | 143",
            ["Hb\t105 (2026-03-01)", "TPK\t143 (2026-03-01)"],
        ),
        ("Datum;Hb;TPK\n2026-03-01;;143", ["Hb\t", "TPK\t143 (2026-03-01)"]),
        ("Hb;TPK;LPK\n105;;5,1", ["Hb\t105", "TPK\t", "LPK\t5,1"]),
    ],
)
def test_a_row_a_day(text: str, wanted: list[str]) -> None:
    assert lines(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Analys\tResultat\tL\tH\nHb\t105\t117\t170\nTPK\t143\t\t400\nLPK\t5,1\t3,5\t",
            ["Hb\t105\t(117-170)", "TPK\t143\t(<400)", "LPK\t5,1"],
        ),
        (
            "Analys\tResultat\tLow\tHigh\nHb\t105\t117\t170",
            ["Hb\t105\t(117-170)"],
        ),
        (
            "Prov\t2026-03-01\t2026-03-20\nHb\t105\t98\nTPK\t-\t143\nLPK\t\t",
            ["Hb\t105 (2026-03-01); 98 (2026-03-20)", "TPK\t143 (2026-03-20)", "LPK\t-"],
        ),
        (
            "Test\tResult\tUnit\tReference\tPrevious\nHb\t105\tg/L\t117-170\t98\nTPK\t143\t10^9/L\t-\t",
            ["Hb\t105\tg/L\t117-170", "TPK\t143\t10^9/L"],
        ),
        ("Test\tResult\tL\tH\tWard\nHb\t105\t117\t170\tA3", ["Hb\t105; A3\t(117-170)"]),
        ("Analys\tResultat\tLow\nLPK\t5,1\t3,5", ["LPK\t5,1"]),
        ("\tEnhet\tLow\tHigh\nHb\tg/L\t117\t170", ["Hb\t-\tg/L\t(117-170)"]),
        (
            "| Prov | 2026-03-01 | 2026-03-20 |\n| Hb | 105 | 98 |",
            ["Hb\t105 (2026-03-01); 98 (2026-03-20)"],
        ),
        (f"Prov\t2026-03-10\t{LONG}\nHb\t105\t98", ["Hb\t105 (2026-03-10); 98"]),
        (f"Prov\t2026-03-10\t{LONG[-40:]}\nHb\t105\t98", ["Hb\t105 (2026-03-10); 98 (2026-03-01)"]),
        ("Test\tResult\tPrevious\tComment\nHb\t105\t98\tlate", ["Hb\t105\tlate"]),
    ],
)
def test_a_row_a_name_has_its_limits_as_an_interval(text: str, wanted: list[str]) -> None:
    assert lines(text) == wanted


def test_a_line_of_its_own_stands_behind_every_row() -> None:
    text = "Analys\tResultat\tL\tH\nHb\t105\t117\t170\nTPK\t143\t\t400\n\nLPK 5,1"
    found = rewritten(text, lambda cell: cell.casefold() in NAMES)
    assert found == "Hb\t105\t(117-170)\n\nTPK\t143\t(<400)\n\n\nLPK 5,1"


@pytest.mark.parametrize(
    "text",
    [
        "Test\tResult\tComment\nHb\t105\tlate",
        "Datum\tHb\n2026-03-01\t105",
        "Hb 105 g/L",
        "Hb;105",
        "\n\n",
        "2026-03-01\t105",
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert rewritten(text, lambda cell: cell.casefold() in NAMES) == text
