"""What the heads of columns and the names of fields say is below or behind them."""

import pytest

from criteria.reading.reports.column_heads import kind_of, kind_of_field


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Resultat", "value"),
        (' "Enhet": ', "unit"),
        ("**Analys**", "name"),
        ("Mätvärde", "value"),
        ("Mät-värde", None),
        ("Resultat X", None),
        ("Hb", None),
    ],
)
def test_a_head(head: str, kind: str | None) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("resultValue", "value"),
        ("Ref_Range", "limits"),
        ("Mät-värde", "value"),
        ("mätVärde", "value"),
        ("specimen", "specimen"),
        ("colour", None),
    ],
)
def test_a_field_may_be_joined_in_any_way(name: str, kind: str | None) -> None:
    assert kind_of_field(name) == kind
