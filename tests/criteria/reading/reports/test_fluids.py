"""Names of results beside words for another fluid than blood are not read, or asked back."""

import pytest

from criteria.known.values import Doubt
from criteria.reading.reports.report import read_laboratory
from criteria.trial.catalog import load

TRIAL = load("start-net", "R1")


def read(text: str) -> tuple[list[str], list[str]]:
    """Return the items that are read for certain, and those that are asked back."""
    results = read_laboratory(text, TRIAL).results
    asked = [one.item for one in results if isinstance(one.value, Doubt)]
    return [one.item for one in results if one.item not in asked], asked


@pytest.mark.parametrize(
    "text",
    [
        "Ascites albumin 12 g/L, leukocytes 3500 /µL",
        "Ascites 2026-03-10 08:15: leukocytes 3500 /µL, albumin 12 g/L",
        "Pleuravätska (vä): albumin 21 g/L, LPK 4,5 x10^9/L",
        "Urine dipstick - leukocytes 5000 /µL, albumin 12 g/L",
        "Likvor 10.03.2026 Leukozyten 3100 /µl",
        "Paracentesis: albumin 12 g/L, WBC 3500 /uL, neutrophils 2800 /uL",
        "Knochenmark: Leukozyten 31 /nl",
        "Líquido ascítico 10/03/2026: albúmina 1,2 g/dL",
        "Fluid analysis (paracentesis 02/11/2026)\nAlbumin 12 g/L",
        "Płyn z jamy opłucnej: albumina 12 g/l",
    ],
)
def test_what_a_line_about_another_fluid_holds_is_not_read(text: str) -> None:
    assert read(text) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "Patient with ascites and low albumin 28 g/L",
        "Ascites cytology negative. Albumin 28 g/L",
        "Urine: no protein\nAlbumin 28 g/L",
    ],
)
def test_what_may_be_about_another_fluid_is_asked_back(text: str) -> None:
    assert read(text) == ([], ["I10.alb"])


@pytest.mark.parametrize(
    "text",
    [
        "No pleural effusion. Albumin 28 g/L",
        "CSF: WBC 3 /µL. Serum albumin 28 g/L",
        "Ascites albumin 12 g/L, serum albumin 28 g/L",
        "Ascites: albumin 12 g/L\nP-Albumin 28 g/L",
        "In the ascitic fluid albumin was 12 g/L; serum albumin was 28 g/L",
        "Bone marrow: neutrophils 31 %. Peripheral blood: albumin 28 g/L",
        "Prélèvement du 02/03/2026\nAlbumine 28 g/L",
        "Albumin in urine: 30 mg/L\nAlbumin 28 g/L",
        "Urinstatus\nAlbumin 0,12 g/L\n\nBlodstatus 2026-03-10\nAlbumin 28 g/L",
    ],
)
def test_what_is_about_blood_again_is_read(text: str) -> None:
    assert read(text) == (["I10.alb"], [])
