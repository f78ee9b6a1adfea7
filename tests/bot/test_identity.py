"""Personal identity numbers are recognised; dates, results and ids are let through."""

import json
import time
import tomllib
from pathlib import Path

import pytest

from bot.identity import holds_identifier

DATA = Path(__file__).parents[1] / "data"
REPORTS = [
    case["text"] for case in tomllib.loads((DATA / "laboratory.toml").read_text("utf-8"))["case"]
]
SNIPPETS = json.loads((DATA / "lab_snippets.json").read_text("utf-8"))["snippets"]

# Published test numbers and examples of authorities, or made with a check digit that fits.
NUMBERS = {
    "Sweden": "19121212-1212",
    "Sweden, short": "121212-1212",
    "Sweden, no hyphen": "191212121212",
    "Sweden, above 100": "121212+1212",
    "Sweden, co-ordination number": "19701063-2391",
    "Sweden, a slip of the finger": "19121212-1213",
    "Norway": "15108695088",
    "Denmark": "211062-5629",
    "Finland": "131052-308T",
    "Iceland": "450401-3150",
    "Germany": "36574261809",
    "Netherlands": "111222333",
    "Poland": "44051401359",
    "United Kingdom": "9434765870",
    "Italy": "RCCMNL83S18D969H",
    "Spain": "54362315K",
    "Spain, foreigner": "X2482300W",
}


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
@pytest.mark.parametrize("around", ["{}", "Hb 105 g/L ({})", "pnr:{}\nTPK 230", "«{}»,"])
def test_recognised(number: str, around: str) -> None:
    assert holds_identifier(around.format(number))


WRITTEN_APART = [
    *("19121212 1212", "121212 1212", "1912-12-12-1212", "191212 12-1212", "191212 12 - 1212"),
    *("19121212–1212", "19121212\u20111212", "19121212−1212"),  # en dash, no break, minus
    *("19121212 - 1212", "121212 -1212", "19121212/1212", "121212 / 1212"),
    *("19121212\u00ad-1212", "191212\u00ad12-1212"),  # soft hyphen
    *("１９１２１２１２-１２１２", "１２１２１２－１２１２"),  # noqa: RUF001 - full width
    *("943 476 5870", "943-476-5870"),
]


@pytest.mark.parametrize("number", WRITTEN_APART)
def test_recognised_when_it_is_written_apart(number: str) -> None:
    assert holds_identifier(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "62",
        "2026-03-31",
        "20260331",
        "31.3.2026",
        "2025-11-10 / 2025-12-10",
        "149 U/L (<50)",
        "0,45 µkat/L (0,25-0,60)",
        "105 109 112 118 120",
        "12345678",
        "R21-00017",
        "screening 4711",
        "550e8400-e29b-41d4-a716-446655440000",
        "NPU28309 105 g/L",
        "x" * 10_000,
    ],
)
def test_let_through(text: str) -> None:
    assert not holds_identifier(text)


@pytest.mark.parametrize("text", [*REPORTS, *(each["raw_text"] for each in SNIPPETS)])
def test_laboratory_text_is_let_through(text: str) -> None:
    assert not holds_identifier(text)


@pytest.mark.parametrize("sign", ["1", "1-", "1 ", "19121299-", "121212", "٣", "²", "-", "A1"])
def test_speed_on_noise(sign: str) -> None:
    start = time.process_time()
    holds_identifier((sign * 100_000)[:100_000])
    assert time.process_time() - start < 2
