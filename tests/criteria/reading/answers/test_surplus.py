"""Words beside a number: what is surplus, and what would change the number."""

from __future__ import annotations

import pytest

from criteria.reading.answers.surplus import circumstances_apart, is_slip_for, organs_apart, parted


def is_number(text: str) -> bool:
    return text in {"62", "62 yrs", "105 g/L"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("62 yrs femail", ("62 yrs", "femail")),
        ("femail, 62", ("62", "femail")),
        ("105 g/L after the drip", ("105 g/L", "after the drip")),
        ("105 g/L, venöst.", ("105 g/L", "venöst")),
        ("femail patient 62 yrs", ("62 yrs", "femail patient")),
        ("after the drip, 105 g/L", ("105 g/L", "after the drip")),
        ("62 after the long drip", ("62", "after the long drip")),
        ("62 yrs, Xhosa", ("62 yrs", "Xhosa")),
        ("105 g/L in the morning", ("105 g/L", "in the morning")),
        ("105 g/L seg 4", ("105 g/L", "seg 4")),
        ("105 g/L station 7, S8", ("105 g/L", "station 7, S8")),
        ("105 g/L iohexol 3/3", ("105 g/L", "iohexol 3/3")),
        ("105 g/L 4", None),
        ("105 g/L long axis", None),
        ("105 g/L kort axel", None),
        ("62", None),
        ("105 g/L", None),
        ("not 105 g/L", None),
        ("105 g/L maybe", None),
        ("105 g/L or so", None),
        ("less than 105 g/L", None),
        ("105 g/L previously 98", None),
        ("105 g/L (ref)", None),
        ("98 g/L drip", None),
        ("62 yrs " + "so " * 9, None),
    ],
)
def test_only_words_that_do_not_change_it_are_surplus(
    text: str, found: tuple[str, str] | None
) -> None:
    assert parted(text, is_number) == found


@pytest.mark.parametrize(
    ("text", "known", "slip"),
    [
        ("femail", ["Female", "male"], True),
        ("kvina", ["kvinna"], True),
        ("months", ["female", "male"], False),
        ("femail patient", ["female"], False),
        ("", ["female"], False),
    ],
)
def test_a_slip_is_almost_a_word_that_is_known(text: str, known: list[str], slip: bool) -> None:  # noqa: FBT001 - an answer
    assert is_slip_for(text, known) is slip


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("stable on CT in January", "stable"),
        ("unresectable per MDT", "unresectable"),
        ("påskrivet enligt journalen", "påskrivet"),
        ("operation planerad i maj", "operation planerad"),
        ("mets 2021", "mets"),
        ("not on lanreotide", "not on lanreotide"),
        ("growth per dr Lind", "growth"),
        ("growth, per daughter", "growth, per daughter"),
        ("större enligt patienten", "större enligt patienten"),
        ("consent obtained by phone", "consent obtained by phone"),
        ("January", "January"),
    ],
)
def test_when_it_was_and_who_can_tell_stand_apart(text: str, plain: str) -> None:
    assert circumstances_apart(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("new lesions in liver and bone", "new lesions"),
        ("ny metastas i levern", "ny metastas"),
        ("no growth in liver", "no growth in liver"),
        ("new liver metastases", "new metastases"),
        ("growing bone and liver lesions", "growing lesions"),
        ("no liver metastases", "no liver metastases"),
        ("liver biopsy", "liver biopsy"),
    ],
)
def test_where_in_the_body_it_is_stands_apart(text: str, plain: str) -> None:
    assert organs_apart(text) == plain
