"""The lines of a printout that identify are dropped, and what stands beside them is read."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bot.identity import identifies, identifying_lines, without_identifiers
from criteria.known.values import Quantity
from criteria.reading.reports.report import read_laboratory
from tests.bot.identity.rates import texts
from tests.bot.identity.shapes import IDENTIFIES
from tests.making import TRIAL

DATA = Path(__file__).parents[2] / "data"
LABORATORY = tomllib.loads((DATA / "laboratory.toml").read_text("utf-8"))
REPORTS = [
    *(
        case["text"]
        for case in tomllib.loads((DATA / "laboratory.toml").read_text("utf-8"))["case"]
    ),
    *(
        each["raw_text"]
        for each in json.loads((DATA / "lab_snippets.json").read_text("utf-8"))["snippets"]
    ),
]
RESULTS = "B-Hb 105 g/L 117-153\nTPK 230 10^9/L"

HEAD = [
    *("Namn: Anna Svensson", "Patient: Svensson, Anna", "Name\tSmith Ann", "Pat. Anna Svensson"),
    *("Efternamn Svensson", "Förnamn: Anna", "Adress: Storgatan 1, 751 05 Uppsala"),
    *("Address: 12 Main Street", "Next of kin: Per Svensson", "Närmast anhörig: Per"),
    *("Avd 12 Anna Svensson", "Ward 4B, Smith Ann", "Patientin: Frau Erika Müller", "Nom : DUPONT"),
    *("Nome e cognome: Mario Rossi", "Potilas: Virtanen Matti", "PID|1||4711||Svensson^Anna"),
    *("Läkare: Dr Per Berg", "Ref. by: Dr A. Jones", "Sökande 870928-7786", "MRN: 4538401"),
    *("Acct# 99887766", "Encounter 55443322", "Results for: Ann Smith", "Betr.: Frau Erika Müller"),
    *("Anna Svensson   1987-09-28", "Lindenweg 3, 10115 Berlin", "12 rue Haute, 75002 Paris"),
    *("12 High Street, Leeds LS1 4AP", "Smith, Ann; 28/09/1987", "ul. Prosta 5, 00-850 Warszawa"),
    *("Herr Müller", "Frau Dr. Erika Weber", "Mme Lefèvre", "Dear Dr Jones,", "MRS JONES"),
    *("4711234 | MRN", "661934 journalnr", "28/09/1987 (DOB)", "1987-09-28 född"),
    *("Patient: Mario Rossi", "Patient: Ann White, 64 years", "Pat: Svensson A"),
    *("DOB: 28/09/1987 F", "E-mail: f.svensson@example.org", "SVENSSON ANNA 870928-7786"),
]


@pytest.mark.parametrize("line", HEAD)
def test_a_line_of_the_head_is_dropped(line: str) -> None:
    kept = without_identifiers(f"{line}\n{RESULTS}")
    assert kept.text == f"\n{RESULTS}"
    assert kept.dropped == 1
    assert identifying_lines(f"{RESULTS}\n{line}") == (2,)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("870928-7786 Hb 105 g/L", "Hb 105 g/L"),
        ("Hb 105 g/L 870928-7786 TPK 230", "Hb 105 g/L ; TPK 230"),
        ("Svensson Anna 870928-7786 Hb 105 g/L", "Hb 105 g/L"),
        ("född 1987-09-28 Hb 105 g/L", "Hb 105 g/L"),
        ("870928-7786;Anna Svensson;Hb;105", ";;Hb;105"),
        ("Hb 105 g/L född 1987-09-28", "Hb 105 g/L"),
        ("Anna Svensson;870928-7786;Hb;105", ";;Hb;105"),  # the columns stay where they were
        ("Personnr 870928-7786 Provtagning 2026-07-04", "Provtagning 2026-07-04"),
        ("Patient: Anna Svensson, Hb 105 g/L", "Hb 105 g/L"),
        ("Frau Erika Testmann Hb 10,5 g/dl", "Hb 10,5 g/dl"),
        ("Svar för Anna Svensson: Hb 105 g/L, TPK 230", "Hb 105 g/L, TPK 230"),
        ("Betreft: Testsson Piet. Hb 6,8 mmol/l", "Hb 6,8 mmol/l"),
        ("Herr Müller: Hb 112 g/L", "Hb 112 g/L"),
        ("Fru Lindgren, ASAT 0,45 µkat/L", "ASAT 0,45 µkat/L"),
        ("Mr. O'Neill Hb 112 g/L", "Hb 112 g/L"),
        ("Sig.ra Bianchi: emoglobina 12,0 g/dL", "emoglobina 12,0 g/dL"),
        ("Pan Kowalski: hemoglobina 13,5 g/dl", "hemoglobina 13,5 g/dl"),
        ("Patient: Anna Svensson, 64 år, Hb 112 g/L", "Hb 112 g/L"),
        ("Patient: Mary Jones, 64 y/o female, Hb 112 g/L", "female, Hb 112 g/L"),
        ("Paziente: Mario Rossi, 70 anni, Hb 11,2 g/dL", "Hb 11,2 g/dL"),
        ("Fru Andersson: 62 år, Hb 112 g/L", "Hb 112 g/L"),
        ("Avd 52 Anna Svensson Hb 112 g/L", "Hb 112 g/L"),
        ("Ward 3 John Smith, K 4.1 mmol/L", "K 4.1 mmol/L"),
        ("Patient: Anna Svensson Hb 105", "Hb 105"),
        ("Patient name: Ann Smith. Results: Hb 112 g/L", "Hb 112 g/L"),
        ("Namn: Karl Berg - Resultat: Hb 112 g/L", "Resultat: Hb 112 g/L"),
        ("Full name: John Smith; Test: Hb; Result: 112 g/L", ";Test: Hb; Result: 112 g/L"),
        ("Adress: Storgatan 1, 751 05 Uppsala, P-ALAT 0,4 µkat/L", "P-ALAT 0,4 µkat/L"),
        ("Hb 112 g/L (4711234 journalnr)", "Hb 112 g/L"),
        ("MRN: 4711234, Total Bilirubin, 12 µmol/L", "Total Bilirubin, 12 µmol/L"),
        ("Hb 870928-7786 105 g/L", ""),  # whose 105 is it?
        ("870928-7786 105 g/L", ""),
        ("Hb 2026-03-12 870928-7786 105 g/L", ""),
        ("870928-7786 Anna Svensson Hb 105 g/L", ""),
        ("Hb 105 g/L Anna Svensson 870928-7786", ""),
        ("Hb \u0661\u0660\u0665 g/L 870928-7786", ""),  # no digits that nobody would read else
    ],
)
def test_a_line_with_a_result_is_cut_where_it_is_safe(line: str, rest: str) -> None:
    assert without_identifiers(line) == (rest, 1)


ONE_LINE = """
{"p": {"name": "Anna Svensson", "pnr": "870928-7786"}, "r": [{"test": "Hb", "result": "105 g/L"}]}
[{"analys": "Hb", "resultat": "105", "enhet": "g/L", "personnummer": "870928-7786"}]
<p><name>Anna Svensson</name><id>870928-7786</id></p><r><test>Hb</test><value>105 g/L</value></r>
MSH|^~\\&|L PID|1||870928-7786||SVENSSON^ANNA OBX|1|NM|HGB^Hemoglobin||105|g/L|||||F
Anna Svensson;870928-7786;Hb;105 g/L
870928-7786;Anna Svensson;Hb;105 g/L
""".strip()
TWO_LINES = (
    '{"test": "Hb", "result": 105, "unit": "g/L", "pnr": "870928-7786"}\n{"name": "x"}',
    "Name: Anna Svensson   Hb 105 g/L\nx",
    '{"subject": {"display": "Anna Svensson"}, "name": "Hb", "value": 105, "unit": "g/L"}',
    (
        '{"subject": {"display": "Anna Svensson", "birthDate": "1987-09-28"},'
        '"code": {"text": "Hb"}, "valueQuantity": {"value": 105, "unit": "g/L"}}'
    ),
)


@pytest.mark.parametrize("text", [*ONE_LINE.split("\n"), *TWO_LINES])
def test_results_are_read_from_one_line_with_who_somebody_is(text: str) -> None:
    kept = without_identifiers(text)
    assert kept.dropped
    assert not any(each in kept.text for each in ("Anna", "ANNA", "7786"))
    found = [one.value for one in read_laboratory(kept.text, TRIAL).results]
    assert [f"{one.number} {one.unit}" for one in found if isinstance(one, Quantity)] == ["105 g/L"]


@pytest.mark.parametrize(
    "text",
    [
        '{\n"mrn": "4711234",\n"display": "Total Bilirubin",\n"value": 12, "unit": "µmol/L"\n}',
        "MRN: 4711234\nName: Total Bilirubin\nResult: 12 µmol/L",
        '{"patient": "Ann Testsson", "results": [{"test": "Bilirubin", "value": "12 µmol/L"}]}',
    ],
)
def test_beside_who_somebody_is_the_name_of_an_analyte_stays(text: str) -> None:
    kept = without_identifiers(text)
    assert kept.dropped == 1
    assert not any(each in kept.text for each in ("4711234", "Testsson"))
    assert [one.item for one in read_laboratory(kept.text, TRIAL).results] == ["I10.bili"]


def test_a_name_and_a_day_in_one_line_are_told_apart() -> None:
    text = f"Patient: Anna Svensson  Provtagning: 2026-07-04\n{RESULTS}"
    assert without_identifiers(text) == (f"Provtagning: 2026-07-04\n{RESULTS}", 1)


def test_a_name_above_its_number_and_a_number_over_two_lines() -> None:
    text = f"Anna Svensson\n870928-\n7786\n{RESULTS}"
    assert without_identifiers(text) == (f"\n\n\n{RESULTS}", 3)


@pytest.mark.parametrize(
    "text",
    [
        *("Patient: feels well", "Patient: Stable Disease", "name: NET", "Wife: agrees"),
        *("Läkare bedömer detta\nECOG 1", "Sampled 2025\n0512-2384", "Hb 105 g/L\n2384"),
        *("Accession\n640512\n2384", "260704\n1226", "640512\n23845", "105\n230"),
        *("man född 1964", "born in 1964 or so", "Date of birth 2026"),
        *("", "62", RESULTS, "Hb 1\u200b05", "Avd 12\nHb 105", "Patient 62 years\nHb 105"),
        *("Avd 12 Fritt Kalcium 2,1 mmol/L", "M Spike: 3 g/L, Hb 105 g/L"),
        "Name: Haemoglobin\nValue: 132 g/L",
        *("Results for Hb: 112 g/L", "Patient fasting: Hb 112 g/L", "Sign: Hb 112 g/L"),
        *("Labor Dr. Limbach: Hb 12 g/dl", "M. Crohn\nHb 112 g/L", "MR Lever ua\nHb 112 g/L"),
        *("Pan Cytokeratin: positive\nHb 112 g/L", "Sample 4711234 | MRN 1\nHb 112 g/L"),
        *("Name: Vitamin D\t55 nmol/L\nHb 112 g/L", "Name: Ferritin  Result: 55 µg/L"),
        "Name\tResult\tUnit\nHb\t105\tg/L",
        "Name: Alkaline Phosphatase 105 U/L",
        "Results for: Total Bilirubin\n12 µmol/L",
        "Name: Total Bilirubin, Serum 12 µmol/L",
        '{"Name": "B-Trombocyter", "Value": 165}',
    ],
)
def test_what_identifies_nobody_is_returned_as_it_is(text: str) -> None:
    assert without_identifiers(text) == (text, 0)


@pytest.mark.parametrize("text", REPORTS)
def test_the_same_is_read_of_what_others_printed(text: str) -> None:
    def known(reading_of: str) -> list[tuple[object, ...]]:
        results = read_laboratory(reading_of, TRIAL).results
        return [(one.item, getattr(one.value, "number", one.value)) for one in results]

    assert known(without_identifiers(text).text) == known(text)


@pytest.mark.parametrize(
    "text",
    [
        *("Name: John Smith", "Patient: Anna Svensson", "Namn: Anna Svensson", "Pat. Jan Svensson"),
        *("Patientens namn Anna Svensson", "Patient's name is John Smith", "Surname: Svensson"),
        *("Date of birth 1964", "Födelsedatum: 1964", "DOB 1964", "Födelseår: 1964"),
    ],
)
def test_a_label_with_who_somebody_is_alone_leaves_nothing(text: str) -> None:
    assert without_identifiers(text) == ("", 1)


@pytest.mark.parametrize(
    "number",
    ["1964\n0512-2384", "640512\n2384", "19640512\n2384", "64\n0512-2384", "1964\n0512\n-2384"],
)
def test_no_part_of_a_number_that_is_broken_over_lines_is_left(number: str) -> None:
    kept = without_identifiers(f"{number}\n{RESULTS}")
    assert kept.text.strip() == RESULTS
    assert kept.dropped == number.count("\n") + 1


HEADS = {shape: make for shape, make in IDENTIFIES.items() if "sentence" not in shape}


@pytest.mark.parametrize(("shape", "make"), HEADS.items(), ids=HEADS)
def test_no_number_of_an_invented_head_is_left(shape: str, make: Callable[[Random], str]) -> None:
    for text in texts(shape, make, 50):
        head = text.replace("\n", " ")
        kept = without_identifiers(f"{head}\n{RESULTS}")
        if kept.dropped:
            assert kept.text.endswith(RESULTS)
            assert not any(sign.isdigit() for sign in kept.text.removesuffix(RESULTS)), head


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CT report", False),
        ("Lund", False),
        ("patient record 2026-02-10", False),
        ("CT of 19121212-1212", True),
        ("Name: Anna Testsson", True),
        ("patient Anna Testsson", True),
        ("ring 070-123 45 67", True),
        ("asks Mrs Jones", True),
        ("asked Dr Jones", False),
    ],
)
def test_words_that_are_kept_as_they_are_are_searched_for_labelled_names_too(
    text: str, *, expected: bool
) -> None:
    assert identifies(text) is expected
