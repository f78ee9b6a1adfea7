"""What says who somebody is is recognised; dates, results and ids are let through."""

import json
import time
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.identity import holds_identifier, lines, search, without_identifiers
from bot.identity.folding import folded

DATA = Path(__file__).parents[2] / "data"
LANGUAGES = sorted(
    file.name.removesuffix(".toml")
    for file in resources.files("criteria.reading.languages").iterdir()
    if file.name.endswith(".toml")
)
REPORTS = [
    case["text"] for case in tomllib.loads((DATA / "laboratory.toml").read_text("utf-8"))["case"]
]
IDENTIFIERS = json.loads((DATA / "identifiers.json").read_text("utf-8"))
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
        *("TPK 143000 | Journal nr", "platelets 143000, unit no", "Case 12 (MRN)"),
        *("2026-03-28 född", "143000 mrn", "Prov 4711234 | MRN\t1"),
        "x" * 10_000,
    ],
)
def test_let_through(text: str) -> None:
    assert not holds_identifier(text)


@pytest.mark.parametrize("text", IDENTIFIERS["identifies"])
def test_what_was_seen_is_recognised(text: str) -> None:
    assert holds_identifier(text)


@pytest.mark.parametrize("text", IDENTIFIERS["harmless"])
def test_what_was_seen_to_be_harmless_is_let_through(text: str) -> None:
    assert not holds_identifier(text)


OTHER_WAYS = [
    *("870928_7786", "87.09.28-7786", "8709 28 77 86", "870 928 7786", "19 87 09 28 77 86"),
    *("8 7 0 9 2 8 - 7 7 8 6", "870928\n7786", "8709\u00a02877\u00a086", "<b>870928</b>-7786"),
    *("870928&ndash;7786", "८७०९२८-७७८६", "8\u200b70928-7786", "8709287786Hb", "870928-778"),
    *("Personnummer är 870928-7789", "SSN 575.51.8217", "575–51–8217", "he701746a"),
    *("RCC MNL 83S18 D969H", "54.362.315-K", "X-2482300-W", "KVNR A123456781", "BSN 111 222 333"),
    *("1 85 05 78 006 084", "36 574 261 809", "280987 29021", "010203A123C", "MRN#4538401"),
    *("Case 4538401", "born on 28 September 1987", "dob28/09/1987", "*28.09.1987", "f. 870928"),
    *("nacido el 28 de septiembre de 1987", "+46 (0)70-514 50 61", "(555) 123-4567", "070/5145061"),
    *("4711234 | MRN", "4711234 (MRN)", "71234 MRN", "661934 journalnr", "AB-12345; pat-id"),
    *("28/09/1987 (DOB)", "1987-09-28 född", "020 7946 0958 tel", "j.smith at example dot com"),
    *("cartella clinica n. 448812", "n.º de processo 448812"),
    *("anna.svensson@example.org", "anna.svensson (at) example.org", "Remiss 870928-7786"),
]


CZECH = [
    *("Rodné číslo 645817/2394", "r. č. 645817/2394", "RČ: 640817/2391", "nar. 17. 8. 1964"),
    *("narozena 17.08.1964", "Datum narození: 17. 8. 1964", "číslo pacienta 448812"),
]


@pytest.mark.parametrize("text", CZECH)
def test_recognised_in_czech(text: str) -> None:
    assert holds_identifier(text)


def test_every_language_of_reports_has_its_words_for_who_somebody_is() -> None:
    """One that is read and not known here would let names and numbers through."""
    known = tomllib.loads(
        resources.files("bot.identity").joinpath("introductions.toml").read_text("utf-8")
    )
    names = {"nb": "no"}
    for language in LANGUAGES:
        for kind in ("number", "record", "birth", "telephone", "harmless", "name", "person"):
            assert names.get(language, language) in known[kind], (language, kind)


@pytest.mark.parametrize(
    "line", ["Jméno: Jan Novák", "Příjmení a jméno: Nováková Jana", "Storgatan 5, 222 23 Lund"]
)
def test_a_line_that_names_somebody_goes(line: str) -> None:
    kept = without_identifiers(f"Labor\n{line}\nHb 131 g/L\n")
    assert (kept.text, kept.dropped) == ("Labor\n\nHb 131 g/L\n", 1)


@pytest.mark.parametrize("text", OTHER_WAYS)
def test_recognised_in_other_ways_of_writing(text: str) -> None:
    assert holds_identifier(text)


LEFT_ALONE = [
    *("202607041226", "26-07-04 12:26", "Prov nr 8709287786", "Labnr 26-12345678", "040726 1226"),
    *("2026-07-04 7582", "260704 105", "260704 260815", "2021-002218-15", "Lot A123456780"),
    *("140 4.1 105 78 23 5.6 7.8", "3 3 4 1 0 2 5 1 0 2", "1 250 000", "HCV RNA 1234567890 IU/mL"),
    *("Patient 62 years", "Case 3 of 7", "Journal 2026-07-04", "White cells 4000 11000"),
    *("| PLATELET COUNT | **127000** | 140000 to 440000 /cumm |", "f 2026-07-04", "Tel"),
    *("RID 260812-1177", "260812/117", "odběr 12. 3. 2026", "gallvägen 8 mm, 1200 TPK"),
    *("OID 1.2.752.129", "Subject 1001-023", "4 juli 2026", "2026-07-04T12:26:00Z", "05-04 2026"),
]


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_left_alone(text: str) -> None:
    assert not holds_identifier(text)


@pytest.mark.parametrize("word", ["", "Pat: ", "pnr ", "Prov-id "])
def test_a_time_of_sampling_is_known_by_its_day_and_by_the_word_before_it(word: str) -> None:
    assert holds_identifier(f"{word}870928-7786")
    assert holds_identifier(f"{word}260704-1226") == (word in ("Pat: ", "pnr "))


@pytest.mark.parametrize("text", [*REPORTS, *(each["raw_text"] for each in SNIPPETS)])
def test_laboratory_text_is_let_through(text: str) -> None:
    assert holds_identifier(text) == any(word in text.casefold() for word in _CONTACTS)


_CONTACTS = ("tel 08", "dob:", "kundtjänst 08")
"""What names somebody in the texts that others wrote."""


@pytest.mark.parametrize(
    "sign",
    [
        *("1", "1-", "1 ", "19121299-", "121212", "٣", "²", "-", "A1", "pnr ", "tel 0", "a@", " "),
        *("4711234 mrn ", "Frau ", "Dr ", "Patient: Ek, 64 år, ", "Name: Ek Hb 1 ", " dot "),
        *("870928-7786 ", "född ", "(0", "+1 ", "Namn: ", "Anna Svensson ", "Avd 1 ", "prov "),
    ],
)
def test_speed_on_noise(sign: str) -> None:
    """The time grows as the text does: processor time, with wide bounds; one try of five counts."""
    assert any(_is_bounded(sign) for _ in range(5))


def _is_bounded(sign: str) -> bool:
    few, many = (_seconds((sign * count)[:count]) for count in (25_000, 100_000))
    return many < min(2, 10 * few + 0.15)


def _seconds(text: str) -> float:
    start = time.process_time()
    without_identifiers(text)
    return time.process_time() - start


@given(st.from_regex(search._RESULT, fullmatch=True))  # noqa: SLF001 - the short way out
def test_what_is_let_through_as_a_result_is_let_through_by_the_whole_search(text: str) -> None:
    assert not list(search.spans(folded(text)))


def test_a_text_that_identifies_somebody_is_not_remembered() -> None:
    clean, report = "Hb 131 g/L", "Name: Anna Berg\nHb 131 g/L"
    assert without_identifiers(clean) == without_identifiers(clean) == (clean, 0)
    assert without_identifiers(report).dropped == without_identifiers(report).dropped == 1
    assert lines._names_nobody == [clean]  # noqa: SLF001 - what is held in memory
