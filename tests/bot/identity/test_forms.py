"""Names with a title in front, in every language; what only looks like a title is none."""

import pytest

from bot.identity.forms import doctors, titled

TITLED = """
Herr Müller: Hb 112 g/L | Herr Müller
HERR MÜLLER | HERR MÜLLER
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
