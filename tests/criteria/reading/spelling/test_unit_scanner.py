"""Units inside running text: the longest spelling that is one of the item's, or another's."""

import pytest

from criteria.reading.spelling.unit_scanner import foreign_unit_at, unit_at

UNITS = ("g/L", "g/dL", "10^9/L", "mL/min/1.73m2", "mL/min", "%", "years")


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("g/L", "g/L", "g/L"),
        ("g/l, 5", "g/l", "g/L"),
        ("g/dL", "g/dL", "g/dL"),
        ("g / L x", "g / L", "g/L"),
        ("gram per liter", "gram per liter", "g/L"),
        ("x10^9/L", "x10^9/L", "10^9/L"),
        ("10*9/L", "10*9/L", "10^9/L"),
        ("(10^9/L)", "(10^9/L)", "10^9/L"),
        ("10(9)/L", "10(9)/L", "10^9/L"),
        ("mL/min/1.73m2", "mL/min/1.73m2", "mL/min/1.73m2"),
        ("mL/min/1,73 m2 x", "mL/min/1,73 m2", "mL/min/1.73m2"),
        ("mL/min 5", "mL/min", "mL/min"),
        ("% H", "%", "%"),
        ("y.o.", "y.o", "years"),
        ("y.o, x", "y.o", "years"),
        ("år", "år", "years"),
        ("g/L\tx", "g/L", "g/L"),
    ],
)
def test_the_longest_spelling_is_found(text: str, written: str, name: str) -> None:
    assert unit_at(text, 0, len(text), UNITS) == (len(written), name)
    assert unit_at(f"5 {text}", 2, len(text) + 2, UNITS) == (len(written) + 2, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mg/L",
        "g",
        "g/Lx",
        "g/L2",
        "g/L/dygn",
        "g/L / dygn",
        "\tg/L",
        "(g/L",
        "5 g/L",
        "foo",
        "g\n/L",
        "g;/L",
        "g" + " " * 40 + "/L",
    ],
)
def test_what_is_glued_to_a_unit_makes_it_another(text: str) -> None:
    assert unit_at(text, 0, len(text), UNITS) is None


def test_a_unit_ends_where_the_text_to_look_at_ends() -> None:
    assert unit_at("g/Lx", 0, 3, UNITS) == (3, "g/L")
    assert unit_at("mL/min/1.73m2", 0, 6, UNITS) == (6, "mL/min")


def test_a_unit_has_at_most_so_many_parts() -> None:
    assert unit_at("1 0 ^ 9 / L", 0, 11, UNITS) == (11, "10^9/L")
    assert unit_at("1" + " " * 19 + "0^9/L", 0, 25, UNITS) == (25, "10^9/L")
    assert unit_at("1" + " " * 20 + "0^9/L", 0, 26, UNITS) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("mg/L", "mg/L"),
        ("mmol/L x", "mmol/L"),
        ("pg", "pg"),
        ("pg,", "pg"),
        ("µkat/L", "µkat/L"),
        ("x10^3/µL", "x10^3/µL"),
        ("mg/kg/h", "mg/kg/h"),
        ("mmHg", "mmHg"),
        ("‰", "‰"),
        ("/L", "/L"),
    ],
)
def test_any_unit_is_found(text: str, written: str) -> None:
    assert foreign_unit_at(text, 0) == len(written)
    assert foreign_unit_at(f"5 {text}", 2) == len(written) + 2


@pytest.mark.parametrize("text", ["", "foo", "pgx", "5"])
def test_a_word_is_no_unit(text: str) -> None:
    assert foreign_unit_at(text, 0) is None
