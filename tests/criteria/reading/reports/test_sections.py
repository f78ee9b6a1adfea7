"""Which days of a report are those of its samples, and which are of something else."""

import pytest

from criteria.known.values import Quantity
from criteria.reading.reports.report import read_laboratory
from criteria.trial.catalog import load

TO_COME = """
Next blood test 14/04/2026. Hb 112 g/L
Lab appointment 20 April 2026. Hb 112 g/L
Nästa blodprov 2026-04-14. Hb 112 g/L
Återbesök med blodprover 2026-05-20. Hb 112 g/L
Nächste Blutentnahme am 14.04.2026. Hb 11,2 g/dl
Blutbild am 14.04.2026 erbeten. Hb 11,2 g/dl
Prochain bilan sanguin le 14/04/2026. Hb 11,2 g/dl
Próxima analítica 14/04/2026. Hb 11,2 g/dl
Próximas análises 14/04/2026. Hb 11,2 g/dl
Prossimo prelievo 14/04/2026. Hb 11,2 g/dl
Volgende afname 14-04-2026. Hb 6,8 mmol/l
Næste blodprøve 14-04-2026. Hb 6,8 mmol/L
Neste blodprøve 14.04.2026. Hb 11,2 g/dL
Seuraava verikoe 14.4.2026. Hb 112 g/l
Następne badania 14.04.2026. Hb 11,2 g/dl
""".strip().split("\n")
OF_SOMETHING_ELSE = """
Blood pressure 12 March 2026. Hb 112 g/L
Transfusion de sang le 05/03/2026. Hb 9,8 g/dl
Transfusión de sangre 05/03/2026. Hb 9,8 g/dl
On 5 March 2026 she started lanreotide. Blood results: Hb 112 g/L
On 5 March 2026 the blood pressure was 130/80. Hb 112 g/L
Den 5 mars 2026 påbörjades lanreotid. Prover: Hb 112 g/L
""".strip().split("\n")
OF_THE_SAMPLE = """
Labs 2 March 2026, next labs 20 April 2026. Hb 112 g/L
Prise de sang du 2026-03-02: Hb 11,2 g/dl
Blodprøver tatt 02.03.2026: Hb 11,2 g/dL
Análisis de sangre del 2026-03-02: Hb 11,2 g/dl
Provtagning 2026-03-02 inför nästa kur. Hb 112 g/L
On 2 March 2026 bloods were taken. Hb 112 g/L
Den 2 mars 2026 togs prover. Hb 112 g/L
On 2 March 2026 Hb was 112 g/L
2 March 2026 seen in clinic. Hb 112 g/L
""".strip().split("\n")


def days(text: str) -> list[str]:
    """Return the days of what is read."""
    found = [one.value for one in read_laboratory(text, load("start-net", "R1")).results]
    assert len(found) == 1
    return [str(one.date.first) for one in found if isinstance(one, Quantity) and one.date]


@pytest.mark.parametrize("text", [*TO_COME, *OF_SOMETHING_ELSE])
def test_a_day_to_come_or_of_something_else_is_not_that_of_the_sample(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize("text", OF_THE_SAMPLE)
def test_the_day_of_the_sample_counts_beside_one(text: str) -> None:
    assert days(text) == ["2026-03-02"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("28 mars: Hb 104 g/L", ["28 mars"]),
        ("28 March\nHb 104 g/L", ["28 March"]),
        ("28/3 Hb 104 g/L", ["28/3"]),
        ("Provtagning 260328 0742\nHb 104 g/L", ["260328"]),
        ("LID 260328\nHb 104 g/L", []),
        ("Prov 471299\nHb 104 g/L", []),
        ("28 patients: Hb 104 g/L", []),
        ("Född 28 mars: Hb 104 g/L", []),
    ],
)
def test_a_day_that_is_not_certain_is_named_and_dates_nothing(text: str, named: list[str]) -> None:
    reading = read_laboratory(text, load("start-net", "R1"))
    assert [one.text for one in reading.unread if one.code == "day_unclear"] == named
    assert days(text) == []
