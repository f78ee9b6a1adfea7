"""Names of people in what is said are left out, and the rest of it stays."""

import pytest

from bot.identity import without_told_names


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("yes (Anna Svensson told me)", "yes"),
        ("ja (Anna Svensson sa det)", "ja"),
        ("Yes Anna Svensson told me", "Yes"),
        ("no, says Dr John Smith", "no, says Dr"),
        ("nej, säger dr Svensson", "nej, säger dr"),
        ("MDT with Dr Svensson 12/11", "MDT with Dr 12/11"),
        ("yes, Dr Svensson MDT", "yes, Dr MDT"),
        ("yes per dr berg", "yes per dr"),
        ("ja enligt doktor Lind på MDK", "ja enligt doktor på MDK"),
        ("yes, says Dr A. Jones", "yes, says Dr"),
        ("Mrs Jones says no", "Mrs says no"),
        ("fru lindgren säger nej", "fru säger nej"),
        ("probably, according to Anna Svensson", "probably"),
        ("troligen, enligt Anna Svensson", "troligen"),
        ("yes, by Anna Svensson on 12/11", "yes, on 12/11"),
        ("maybe, ask Anna Svensson", "maybe"),
        ("no, says Anna", "no"),
        ("nej, säger Anna", "nej"),
        ("Anna Svensson says progression", "progression"),
        ("Jan Svensson säger nej", "nej"),  # which begins as January does
        ("Anna Svensson told me", ""),
    ],
)
def test_a_name_beside_a_title_or_a_word_for_saying_is_left_out(text: str, rest: str) -> None:
    assert without_told_names(text) == rest


@pytest.mark.parametrize(
    "text",
    [
        *("", "yes", "dr says no", "ask dr tomorrow", "ask the doctor", "doctor confirmed"),
        *("says radiologist", "PET says progression", "Patient Says No", "Liver Biopsy says NET"),
        *("according to Pathology Report", "enligt MDK", "enligt Octreoscan", "per Protocol"),
        *(
            "MS unlikely",
            "läkaren säger nej",
            "fråga läkaren",
            "by CT",
            "NET (G2, says pathologist)",
        ),
        *("confirmed by MDT Karolinska", "Stable Disease by CT", "Gallium Dotatate", "Hb 105 g/L"),
        "NET (G2, says pathologist)",
        "Hb 105 g/L\nseen by Anna Svensson",
    ],
)
def test_what_names_nobody_is_returned_as_it_is(text: str) -> None:
    assert without_told_names(text) == text
