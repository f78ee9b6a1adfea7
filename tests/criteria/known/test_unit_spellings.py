"""Units as written, and the standard names that they mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.unit_spellings import MULTIPLES, may_be_unit, standard_unit

COUNTS = ("10^9/L", "/µL")
ENZYMES = ("µkat/L", "U/L", "nkat/L")
MASSES = ("g/L", "g/dL", "mmol/L")
CLEARANCES = ("mL/min/1.73m2", "mL/s/1.73m2", "mL/min")


THOUSAND_MILLION = (
    "x10^9/L|x109/L|10E9/L|E9/l|x10(9)/L|10*9/L|10⁹/L|x 10^9 / L|Thousand/uL|K/uL|/nL|G/L|giga/L"
    "|Gpt/L|mia/L|10^3/µL|10³/\u03bcl|x10E3/uL|×10⁹/L|10 9/L|10⁹·L⁻¹|10^9/liter|10**9/L|Tsd./µl"
    "|x10*3/uL|10^3 / mikroliter|10^3/mm3|K"
)
INDIAN_AND_PLAIN = (
    "1000/uL|x1000/cumm|×1000/mcL|10\u02c63/uL|10(3)/mm3|10^3/cumm|e+9/L|E+09/L|tys/µl|tys./µl|mil/mm3"
    "|Thousand/cumm|k/cumm"
)
LAKHS = "lakh/µL|Lakhs/cumm|Lakhs /cmm|lakhs per cumm|Lac/cumm|lakh/cu.mm|lakhs"
PER_MICROLITRE = "/\u03bcL|/uL|cells/uL|cells/µL|/mm3|/mm³|celler/µl|/cumm|/mcL|10^6/L"


@pytest.mark.parametrize("text", THOUSAND_MILLION.split("|"))
def test_thousand_million_per_litre_has_many_spellings(text: str) -> None:
    assert standard_unit(text, COUNTS) == "10^9/L"


@pytest.mark.parametrize("text", INDIAN_AND_PLAIN.split("|"))
def test_a_thousand_per_microlitre_is_the_same(text: str) -> None:
    assert standard_unit(text, (*COUNTS, *MULTIPLES)) == "10^9/L"


@pytest.mark.parametrize("text", LAKHS.split("|"))
def test_a_lakh_is_a_unit_of_its_own(text: str) -> None:
    assert standard_unit(text, (*COUNTS, *MULTIPLES)) == "lakh/µL"
    assert standard_unit(text, COUNTS) is None


@pytest.mark.parametrize("text", ["Mio./µl", "10^6/uL", "10^12/L", "e+12/L", "1000/mL", "10.3/uL"])
def test_what_is_another_power_is_none_of_them(text: str) -> None:
    assert standard_unit(text, (*COUNTS, *MULTIPLES)) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [("g·L⁻¹", "g/L"), ("g L^-1", "g/L"), ("g·L^-^1", "g/L"), ("µmol·L⁻¹", "µmol/L")],
)
def test_a_litre_may_be_a_negative_power(text: str, unit: str) -> None:
    assert standard_unit(text, (unit,)) == unit


@pytest.mark.parametrize("text", ["gms%", "gm%", "g %", "gm/100 ml", "gms/dl"])
def test_gram_per_cent_is_gram_per_decilitre(text: str) -> None:
    assert standard_unit(text, MASSES) == "g/dL"


@pytest.mark.parametrize("text", PER_MICROLITRE.split("|"))
def test_per_microlitre_has_many_spellings(text: str) -> None:
    assert standard_unit(text, COUNTS) == "/µL"


@pytest.mark.parametrize(
    ("text", "units", "name"),
    [
        ("IU/L", ENZYMES, "U/L"),
        ("E/l", ENZYMES, "U/L"),
        ("mikrokat/L", ENZYMES, "µkat/L"),
        ("\u03bckat/L", ENZYMES, "µkat/L"),
        ("mckat/l", ENZYMES, "µkat/L"),
        ("µkat per liter", ENZYMES, "µkat/L"),
        ("UKAT/L", ENZYMES, "µkat/L"),
        ("nkat/l", ENZYMES, "nkat/L"),
        ("gram/liter", MASSES, "g/L"),
        ("G/DL", MASSES, "g/dL"),
        ("gm/dl", MASSES, "g/dL"),
        ("mmol/l", MASSES, "mmol/L"),
        ("mikromol/L", ("µmol/L",), "µmol/L"),
        ("mcmol/l", ("µmol/L",), "µmol/L"),
        ("ml/min/1,73 m²", CLEARANCES, "mL/min/1.73m2"),
        ("mL/min per 1.73 m2", CLEARANCES, "mL/min/1.73m2"),
        ("ml/min/1,73 kvm", CLEARANCES, "mL/min/1.73m2"),
        ("mL/(min*1.73 m2)", CLEARANCES, "mL/min/1.73m2"),
        ("ml/s/1,73m2", CLEARANCES, "mL/s/1.73m2"),
        ("ml/minut", CLEARANCES, "mL/min"),
        ("procent", ("%",), "%"),
        ("years old", ("years",), "years"),
        ("millimeter", ("mm", "cm"), "mm"),
    ],
)
def test_a_written_unit_means_a_standard_name(text: str, units: tuple[str, ...], name: str) -> None:
    assert standard_unit(text, units) == name


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", COUNTS),
        ("/L", COUNTS),
        ("g/L", COUNTS),
        ("mm3", COUNTS),
        ("mkat/L", ENZYMES),
        ("kat/L", ENZYMES),
        ("µ/L", ENZYMES),
        ("mg/L", MASSES),
        ("µmol/L", MASSES),
        ("ml/min/1,83m2", CLEARANCES),
        ("L", MASSES),
        ("1" * 1000, MASSES),
    ],
)
def test_another_unit_is_none_of_them(text: str, units: tuple[str, ...]) -> None:
    assert standard_unit(text, units) is None


def test_capital_giga_is_gram_where_the_item_is_a_mass() -> None:
    assert standard_unit("G/L", COUNTS) == "10^9/L"
    assert standard_unit("G/L", MASSES) == "g/L"
    assert standard_unit("g/L", COUNTS) is None


@pytest.mark.parametrize("text", ["G/L of which 2 G/L", "G/dL", "G/m2"])
def test_what_only_begins_like_giga_is_none(text: str) -> None:
    assert standard_unit(text, COUNTS) is None


@pytest.mark.parametrize("name", ["ng/mL", "mU/L", "10^12/L", "kPa", "mmol/mol", "µg/L"])
def test_a_unit_of_another_trial_matches_its_own_spelling(name: str) -> None:
    for text in (name, name.upper().replace("\u039c", "µ"), name.replace("µ", "u"), f" {name} "):
        assert standard_unit(text, (name, "g/L")) == name


def test_another_name_of_the_same_unit_counts() -> None:
    assert standard_unit("10^9/L", ("10^3/µL",)) == "10^3/µL"


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    assert standard_unit(text, COUNTS) in (*COUNTS, None)


def test_of_two_names_of_one_unit_the_one_that_was_written_is_meant() -> None:
    assert standard_unit("K/uL", ("10^9/L", "K/µL")) == "K/µL"
    assert standard_unit("10E9/L", ("10^9/L", "K/µL")) == "10^9/L"


@pytest.mark.parametrize(("spaces", "name"), [(0, "g/L"), (37, "g/L"), (38, None), (500, None)])
def test_a_text_longer_than_any_unit_is_none(spaces: int, name: str | None) -> None:
    assert standard_unit("g" + " " * spaces + "/L", MASSES) == name


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_no_text_is_no_unit(text: str) -> None:
    assert standard_unit(text, MASSES) is None


WITH_DIGITS = st.text(st.sampled_from("0134609.,^*e+ x/µuLlmk(%"), min_size=1, max_size=9)


@given(st.sampled_from([*THOUSAND_MILLION.split("|"), *INDIAN_AND_PLAIN.split("|")]) | WITH_DIGITS)
def test_no_unit_is_passed_over_for_its_first_signs(text: str) -> None:
    units = (*COUNTS, *MULTIPLES, *MASSES, "10^12/L", "24 h")
    assert may_be_unit(text[:2], units) or standard_unit(text, units) is None


@pytest.mark.parametrize("text", ["4,1 mmol/L", "134-170", "3", "1.0"])
def test_a_number_in_front_of_a_unit_is_none(text: str) -> None:
    assert not may_be_unit(text[:2], (*COUNTS, *MASSES))
