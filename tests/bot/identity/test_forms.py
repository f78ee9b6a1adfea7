"""Names with a title in front, in every language; what only looks like a title is none."""

import re

import pytest

from bot.identity.forms import INITIALLED, NAME, ONE, doctors, titled

TITLED = """
Herr Müller: Hb 112 g/L | Herr Müller
HERR MÜLLER | HERR MÜLLER
MRS SMITH | MRS SMITH
Frau Dr. Erika Weber | Frau Dr. Erika Weber
Dhr. de Vries | Dhr. de Vries
Mr. O'Neill, Hb 112 g/L | Mr. O'Neill
Mme Lefèvre Hb 12 g/dL | Mme Lefèvre Hb
Sra. García López | Sra. García López
M. Dupont: Hb 12,1 g/dL | M. Dupont
Paní Nováková, hemoglobin 121 g/l | Paní Nováková
M. Dupont: ECOG one |
M. Crohn, Hb |
Pan Cytokeratin positive, Hb 112 g/L |
MR Lever 3 |
her Müller |
"""
DOCTORS = """
Dear Dr Jones, Hb 112 g/L | Dear Dr Jones
Prof. Dr. Weber | Prof. Dr. Weber
Dott.ssa Rossi | Dott.ssa Rossi
Labor Dr. Limbach |
asked Dr Jones |
Drug Induced |
"""


@pytest.mark.parametrize("line", TITLED.strip().split("\n"))
def test_a_title_and_a_name(line: str) -> None:
    text, _, wanted = line.rpartition("|")
    assert [found[0] for found in titled(text)] == [each for each in [wanted.strip()] if each]


@pytest.mark.parametrize("line", DOCTORS.strip().split("\n"))
def test_a_doctor_at_the_beginning_of_a_line(line: str) -> None:
    text, _, wanted = line.rpartition("|")
    assert [found[0] for found in doctors(text)] == [each for each in [wanted.strip()] if each]


@pytest.mark.parametrize(
    ("text", "parts", "one", "initialled"),
    [
        ("Ann Smith", "Ann Smith", None, None),
        ("Mr. Ann Smith", "Mr. Ann Smith", None, None),
        ("Dr. Ann Smith", "Dr. Ann Smith", None, None),
        ("Smith", None, "Smith", None),
        ("Smith, 71", None, "Smith", None),
        ("Smith 71", None, None, None),
        ("Smith J", None, None, "Smith J"),
        ("Smith, J", None, "Smith", "Smith, J"),
        ("Smith Hb", "Smith Hb", None, None),
        ("Smith ferritin", None, None, None),
    ],
)
def test_a_name_without_its_title(
    text: str, parts: str | None, one: str | None, initialled: str | None
) -> None:
    found = (re.match(NAME, text), ONE.match(text), INITIALLED.match(text))
    assert [each and each[0] for each in found] == [parts, one, initialled]
