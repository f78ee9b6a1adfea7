"""A registry text split: each criterion apart, nothing lost, nothing invented."""

from __future__ import annotations

import json
import re
import textwrap
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafting.splitting import DUTY, FOOTNOTE, FRAME, FURTHER, LEAVING, NONE, OR, TWICE, split

ENTRIES = Path(__file__).parents[2] / "data" / "entries"


def texts(name: str) -> str:
    """Return the criteria of one of the invented entries."""
    raw = (ENTRIES / name).read_text("utf-8")
    if not name.endswith(".json"):
        return raw
    return str(json.loads(raw)["protocolSection"]["eligibilityModule"]["eligibilityCriteria"])


def sides(text: str) -> tuple[list[str], list[str]]:
    """Return the first lines of the criteria of both sides."""
    found = split(text)
    inclusion, exclusion = found.of("inclusion"), found.of("exclusion")
    return [one.point.own for one in inclusion], [one.point.own for one in exclusion]


def words(text: str) -> Counter[str]:
    """Count the words of a text."""
    return Counter(re.findall(r"\w+", text))


def test_numbers_notes_and_escapes() -> None:
    inclusion = split(texts("modern.json")).of("inclusion")
    assert [one.text for one in inclusion[:3]] == [
        "Men and women > 18 years of age",
        "eGFR of at least 30 mL/min/1.73 m^2",
        (
            "One of the following:\n"
            "  1. HbA1c between 7.0 and 9.5 percent\n"
            "  2. Treated with insulin\n"
            "Note: the newest result counts."
        ),
    ]


def test_a_full_line_goes_on_with_a_digit() -> None:
    inclusion, _ = sides(
        "Inclusion Criteria:\n\n"
        "- Receptor expression in every lesion, above the uptake of the healthy liver, on\n"
        "68Ga-PET\n\n"
        "- Clearance above the limit of the trial's protocol, by iohexol or by the chelate\n"
        "51Cr-EDTA\n\n"
        "- Age over\n"
        "18 years\n"
    )
    assert [text.rsplit(maxsplit=1)[-1] for text in inclusion[:2]] == ["68Ga-PET", "51Cr-EDTA"]


def test_a_heading_without_a_colon_is_for_a_group() -> None:
    *_, first, second = split(texts("modern.json")).of("inclusion")
    assert (first.heading, first.text) == (
        "For participants with kidney disease",
        "UACR >= 30 mg/g",
    )
    assert first.for_a_group
    assert second.for_a_group
    assert not split(texts("modern.json")).of("inclusion")[0].for_a_group


def test_a_wrapper_is_taken_away_and_numbers_run_together_are_split() -> None:
    found = split(texts("modern.json"))
    assert [one.text for one in found.of("exclusion")] == [
        "Presence of neutropenia (absolute neutrophil count [ANC] < 1.5 x 10^9/L)",
        "Stroke within 6 months prior to screening",
        "Pregnant or breastfeeding women",
        "Known allergy to latex",
        "Prior transplant of an organ",
        "In the investigator's opinion, unfit for the study",
        "No control of blood pressure",
    ]
    assert {line.why for line in found.left_out} == {FRAME, FURTHER, DUTY, TWICE}


def test_a_criterion_that_reads_as_the_other_side_is_in_doubt() -> None:
    (doubt,) = split(texts("modern.json")).doubts
    assert doubt.startswith("“No control of blood pressure” stands under exclusion")


def test_broken_lines_and_aligned_numbers() -> None:
    inclusion, exclusion = split(texts("legacy.json")), sides(texts("legacy.json"))[1]
    assert [one.text for one in inclusion.of("inclusion")] == [
        (
            "Performance status (ECOG) of 0 to 2, as judged at the first visit after the patient "
            "has been told about the study."
        ),
        "ECOG performance status 0, 1 or 2",
        (
            "Adequate organ function, with all of the following:\n"
            "  - Hemoglobin > 9.0 g/dL\n"
            "  - AST and ALT less than 2.5 x ULN, or at most 5 x ULN if there are liver metastases"
        ),
    ]
    assert len(exclusion) == 2


def test_lines_without_marks_and_the_rows_of_a_table() -> None:
    found = split(texts("plain.txt"))
    inclusion = found.of("inclusion")
    assert [len(one.point.below) for one in inclusion] == [0, 2, 0]
    assert [line.text for line in found.left_out] == [
        "Further inclusion criteria apply",
        "Further exclusion criteria apply",
    ]


@pytest.mark.parametrize(
    ("text", "inclusion", "exclusion"),
    [
        ("Key Inclusion Criteria:\n* A b\n\nKey Exclusion Criteria\n\n* C d", ["A b"], ["C d"]),
        ("INCLUSION CRITERIA\n1) Aa\n2) Bb\nEXCLUSION CRITERIA\n1) Cc", ["Aa", "Bb"], ["Cc"]),
        ("Inclusion: Adults. Exclusion Criteria: Fever", ["Adults."], ["Fever"]),
        ("Inclusion Criteria: 1. Aa bb 2. Cc 3. Dd", ["Aa bb", "Cc", "Dd"], []),
        ("Inclusion Criteria:\n1. One:\na. x\nb. y\n2. Two", ["One:", "Two"], []),
        ("Inclusion Criteria:\n* One\n  * x\n  * y\n• Two", ["One", "Two"], []),
        ("Inclusion Criteria:\n1. One of these:\n1. x\n2. y", ["One of these:"], []),
        ("Inclusion Criteria:\n1. One:\n   1. x\n2. Two", ["One:", "Two"], []),
        ("Inclusion Criteria:\n1. Grade 2. The worst counts\n2. Two", None, []),
        (
            "Inclusion Criteria:\n\nA sentence who\nwraps here\n\nExclusion Criteria:\nNone",
            None,
            [],
        ),
        (
            "Inclusion Criteria: - Adults - HbA1c over\n7 % - Consent Exclusion\nCriteria: - Fever",
            ["Adults", "HbA1c over 7 %", "Consent"],
            ["Fever"],
        ),
        ("- Adults\n- Consent\n\nExclusion Criteria:\n\n- Fever", ["Adults", "Consent"], ["Fever"]),
        ("Inclusion\n\n- Adults\n\nExclusion\n\n- Fever", ["Adults"], ["Fever"]),
        (
            "About the trial.\n\nInclusion Criteria:\n- Adults\nExclusion Criteria:\n- Fever",
            ["Adults"],
            ["Fever"],
        ),
        ("Eligibility Criteria\nInclusion Criteria:\n- Aa\n- Bb", ["Aa", "Bb"], []),
    ],
)
def test_layouts(text: str, inclusion: list[str] | None, exclusion: list[str]) -> None:
    found = sides(text)
    if inclusion is not None:
        assert found[0] == inclusion
    assert found[1] == exclusion


def test_cohorts_are_headings_and_all_of_them_too() -> None:
    found = split(
        "Inclusion Criteria:\n\nCohort 1 (grown up)\n\n* Weight above 50 kg\n\n"
        "Cohort B\n\n* Weight above 20 kg\n\n"
        "Exclusion Criteria:\n\nAll cohorts:\n\n* Gout\n* Stroke\n"
    )
    assert [(one.text, one.heading, one.for_a_group) for one in found.criteria] == [
        ("Weight above 50 kg", "Cohort 1 (grown up)", True),
        ("Weight above 20 kg", "Cohort B", True),
        ("Gout", "All cohorts:", False),
        ("Stroke", "All cohorts:", False),
    ]


def test_a_line_that_breaks_off_goes_on_below_it() -> None:
    text = (
        "Exclusion Criteria:\n\n1. Weight above\n120 kg\n2. Lithium in the\n30 days before\n"
        "3. Allergy to\n- latex\n- wool\n4. Gout\n"
    )
    assert [one.text for one in split(text).criteria] == [
        "Weight above 120 kg",
        "Lithium in the 30 days before",
        "Allergy to\n  - latex\n  - wool",
        "Gout",
    ]


def test_a_hollow_bullet_or_an_exception_adds_to_the_point_above() -> None:
    text = (
        "Inclusion Criteria:\n\n• Stable treatment\no On insulin: for 8 weeks\n• Gout\n"
        "– Except in the foot\n• Asthma\n"
    )
    assert [one.text for one in split(text).criteria] == [
        "Stable treatment\n  o On insulin: for 8 weeks",
        "Gout\n  – Except in the foot",
        "Asthma",
    ]


def test_what_stands_behind_an_or_further_out_is_kept() -> None:
    text = "Inclusion Criteria:\n\n  - Asthma\n\nOR\n\n  - Gout\n"
    assert sides(text) == (["Asthma", "Gout"], [])
    assert split(text).doubts == (OR,)


def test_a_list_that_lost_its_lines_keeps_its_ranges() -> None:
    text = "Inclusion Criteria: - Age 20 - 70 years - HbA1c 7 % - 9 % - eGFR above 40 - Consent"
    assert sides(text) == (["Age 20 - 70 years", "HbA1c 7 % - 9 %", "eGFR above 40", "Consent"], [])


def test_alternatives_are_one_criterion() -> None:
    text = "Inclusion Criteria:\n\n* At least one of the following criteria:\n\n  * Aa\n  * Bb"
    assert sides(text)[0] == ["At least one of the following criteria:"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Other protocol-defined inclusion criteria apply", FURTHER),
        ("Additional inclusion criteria may apply.", FURTHER),
        ("The above information is not intended to contain all considerations.", FURTHER),
        ("This list is not exhaustive.", FURTHER),
        ("There may be additional exclusion criteria.", FURTHER),
        ("(Other protocol-defined criteria apply)", FURTHER),
        ("For a complete list of criteria, contact the site.", FURTHER),
        ("Other criteria may apply, please contact the investigator for more.", FURTHER),
        ("Consent will be obtained by the study nurse before screening.", DUTY),
        ("Laboratory tests may be repeated once.", DUTY),
        ("Patients will be followed for 5 years.", DUTY),
        ("Note: fasting is not needed.", FOOTNOTE),
        ("\\* Unless the laboratory says otherwise", FOOTNOTE),
        ("Sites should contact the sponsor before they enrol anybody.", DUTY),
        ("Investigators will check at each visit whether treatment goes on.", DUTY),
        ("Reasons for not enrolling must be recorded in the log.", DUTY),
        ("Patients who are not eligible may be re-screened once.", FOOTNOTE),
        ("Not applicable", NONE),
    ],
)
def test_what_is_no_criterion_is_listed(line: str, why: str) -> None:
    found = split(f"Inclusion Criteria:\n\n* Adults\n\n{line}\n")
    assert [one.text for one in found.criteria] == ["Adults"]
    assert [left.why for left in found.left_out] == [why]


@pytest.mark.parametrize(
    "heading",
    [
        "Non-inclusion criteria",
        "Main Noninclusion Criteria:",
        "**Exclusion Criteria:**",
        "# Exclusion Criteria",
        "B. EXCLUSION CRITERIA",
        "Key Exclusion Criteria Include:",
        "Exclusion Criteria (Key)",
        "Exclusion Criterias",
        "Criteria for non-inclusion:",
        "NON INCLUSION CRITERIA :",
        "SECONDARY EXCLUSION CRITERIA:",
        "Reasons for exclusion:",
        "Ineligibility criteria:",
        "Part A: Exclusion Criteria",
        "Phase 2 Exclusion Criteria:",
        "Exclusion Criteria: Cohort 1",
        "Summary of exclusion criteria",
    ],
)
@pytest.mark.parametrize("mark", ["* ", ""])
def test_a_heading_of_what_excludes_in_any_spelling(heading: str, mark: str) -> None:
    text = f"Inclusion Criteria:\n\n{mark}Adults\n\n{heading}\n\n{mark}Gout\n{mark}Asthma\n"
    assert sides(text) == (["Adults"], ["Gout", "Asthma"])


def test_a_criterion_that_names_criteria_is_no_heading() -> None:
    text = "Exclusion Criteria:\n\nGout\n\nNot meeting the inclusion criteria\n\nAsthma\n"
    assert sides(text)[1] == ["Gout", "Not meeting the inclusion criteria", "Asthma"]


def test_what_makes_somebody_leave_later_is_no_criterion() -> None:
    found = split("Inclusion Criteria:\n\n* Adults\n\nWithdrawal criteria:\n\n* Fever\n* Gout\n")
    assert [one.text for one in found.criteria] == ["Adults"]
    assert [left.why for left in found.left_out] == [LEAVING] * 3


def test_numbers_in_one_line_part_what_begins_with_a_small_letter() -> None:
    text = "Exclusion Criteria: 1. Gout. 2. Asthma. 3. eGFR < 45 mL/min. 4. known colitis."
    assert sides(text)[1] == ["Gout.", "Asthma.", "eGFR < 45 mL/min.", "known colitis."]


@pytest.mark.parametrize(
    "line",
    [
        "Participation of any study personnel",
        "Investigator considers the patient unfit",
        "Other serious disease",
        "Additional tumours",
        "Other criteria for heart failure",
        "Laboratory values outside the normal range",
        "Patients will be able to comply",
        "Complete resection of a tumour",
        "Investigator will judge the patient to be unfit",
    ],
)
def test_what_only_looks_like_that_stays_a_criterion(line: str) -> None:
    assert sides(f"Exclusion Criteria:\n\n* Fever\n* {line}\n")[1] == ["Fever", line]


@pytest.mark.parametrize(
    ("side", "frame", "apart"),
    [
        ("Exclusion", "Patients who meet any of the following will not be included:", 2),
        ("Exclusion", "The following patients are excluded:", 2),
        ("Exclusion", "The following patients are eligible:", 1),
        ("Exclusion", "Patients with the following can participate:", 1),
        ("Inclusion", "Patients must meet the following criteria to be included:", 2),
        ("Inclusion", "Patients with the following are not eligible:", 1),
    ],
)
def test_a_list_of_the_other_side_is_not_taken_for_one_of_this(
    side: str, frame: str, apart: int
) -> None:
    inclusion, exclusion = sides(f"{side} Criteria:\n\n* {frame}\n  * Gout\n  * Asthma\n")
    assert len(inclusion + exclusion) == apart


def test_without_a_heading_the_side_is_in_doubt() -> None:
    found = split("* Adults\n* Fever\n")
    assert [one.side for one in found.criteria] == ["inclusion", "inclusion"]
    assert "names their side" in found.doubts[0]


def test_an_or_between_two_criteria_is_in_doubt() -> None:
    found = split("Inclusion Criteria:\n\n- Asthma\n\nOR\n\n- Gout\n")
    assert [one.text for one in found.criteria] == ["Asthma", "Gout"]
    assert found.doubts == (OR,)


def test_a_list_of_what_is_allowed_is_in_doubt() -> None:
    text = "Exclusion Criteria:\n\n- Fever\n\nThe following are allowed:\n\n- Insulin\n"
    (doubt,) = split(text).doubts
    assert "may be what is allowed" in doubt


@pytest.mark.parametrize("heading", ["Part B only:", "Healthy volunteers", "Patients with gout:"])
def test_a_heading_for_some(heading: str) -> None:
    (found,) = split(f"Exclusion Criteria:\n\n{heading}\n\n- Fever\n").criteria
    assert found.for_a_group


@pytest.mark.parametrize(
    "heading",
    [
        "Medical history:",
        "Participants with any of the following are excluded:",
        "For all participants:",
    ],
)
def test_a_heading_for_everybody(heading: str) -> None:
    (found,) = split(f"Exclusion Criteria:\n\n{heading}\n\n- Fever\n").criteria
    assert not found.for_a_group


def test_the_same_words_for_another_group_are_another_criterion() -> None:
    text = (
        "Exclusion Criteria:\n\nSpecific exclusion criteria for kidney patients:\n\n* Fever\n\n"
        "Specific exclusion criteria for lung patients:\n\n* Fever\n"
    )
    assert sides(text)[1] == ["Fever", "Fever"]


# ---- whatever the list ----

_WORDS = ["fever", "known", "latex", "allergy", "stroke", "tumour", "insulin", "asthma", "surgery"]
_sentence = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=24, unique_by=lambda word: word)
_criteria = st.lists(
    _sentence.map(lambda found: " ".join(found).capitalize()), min_size=1, max_size=8, unique=True
)


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"* {line}" for line in lines)


def _numbers(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))


def _spaced(lines: list[str]) -> str:
    return "\n\n".join(f"{number}) {line}" for number, line in enumerate(lines, 1))


def _wrapped(lines: list[str]) -> str:
    shapes = {"width": 60, "initial_indent": "          -  ", "subsequent_indent": " " * 13}
    return "\n\n".join(textwrap.fill(line, **shapes) for line in lines)  # type: ignore[arg-type]


def _bare(lines: list[str]) -> str:
    return "\n".join(lines)


_LAYOUTS = [_bullets, _numbers, _spaced, _wrapped, _bare]


@given(st.sampled_from(_LAYOUTS), _criteria, _criteria)
def test_every_criterion_comes_out_whole(
    layout: object, inclusion: list[str], exclusion: list[str]
) -> None:
    assert callable(layout)
    heads = ("Inclusion Criteria:", "Exclusion Criteria:")
    lists = (layout(inclusion), layout(exclusion))
    text = "\n\n".join(part for pair in zip(heads, lists, strict=True) for part in pair)
    assert sides(text) == (inclusion, exclusion)


@given(st.lists(st.sampled_from([
    "Inclusion Criteria:", "Exclusion Criteria:", "", "* Fever", "  * 38 degrees", "1. Stroke",
    "2. Known allergy to latex", "Note: twice a day", "Women only", "All of the following:",
    "   and asthma", "Further criteria apply", "a) insulin", "b) surgery", "For lung patients:",
    "Patients are excluded if any of these criteria are met:",
]), max_size=14))  # fmt: skip
def test_no_word_is_lost_and_none_is_invented(lines: list[str]) -> None:
    text = "\n".join(["Inclusion Criteria:", *lines])
    found = split(text)
    shown = [one.text for one in found.criteria] + [left.text for left in found.left_out]
    titles = {one.heading for one in found.criteria}
    assert words("\n".join(shown)) <= words(text)
    told = words("\n".join([*shown, *titles]))
    told.update(["Inclusion", "Exclusion", "Criteria"] * len(text))
    assert {word for word in words(text) if not word.isdigit() and len(word) > 1} <= set(told)


@given(_criteria, _criteria)
def test_what_was_split_is_split_the_same_again(inclusion: list[str], exclusion: list[str]) -> None:
    first = sides(
        f"Inclusion Criteria:\n{_bullets(inclusion)}\nExclusion Criteria:\n{_bullets(exclusion)}"
    )
    again = sides(
        f"Inclusion Criteria:\n{_numbers(first[0])}\nExclusion Criteria:\n{_numbers(first[1])}"
    )
    assert again == first


@given(st.text(max_size=300))
def test_any_text_is_split(text: str) -> None:
    found = split(text)
    assert all(one.text.strip() for one in found.criteria)


_PARTS = """Part A

Inclusion Criteria:

* Gout

Exclusion Criteria:

* Fever

Part B: adults

Inclusion Criteria:

* Asthma

Exclusion Criteria (all parts):

* Colitis
"""


def test_what_heads_both_lists_says_for_whom_they_are() -> None:
    found = split(_PARTS).criteria
    assert [(one.side, one.text, one.heading, one.for_a_group) for one in found] == [
        ("inclusion", "Gout", "Part A", True),
        ("exclusion", "Fever", "Part A", True),
        ("inclusion", "Asthma", "Part B: adults", True),
        ("exclusion", "Colitis", "Exclusion Criteria (all parts):", False),
    ]


@pytest.mark.parametrize("heading", ["Inclusion Criteria (Stage 1):", "Part A: Inclusion Criteria"])
def test_a_heading_of_a_side_says_for_whom_it_is(heading: str) -> None:
    found = split(f"{heading}\n\n* Gout\n* Asthma\n").criteria
    assert [one.for_a_group for one in found] == [True, True]


@pytest.mark.parametrize("heading", ["Part 2 only", "Parts 1 and 2", "Cohort 1 participants"])
def test_a_heading_that_numbers_parts(heading: str) -> None:
    found = split(f"Inclusion Criteria:\n\n* Gout\n\n{heading}\n\n* Asthma\n* Fever\n").criteria
    assert [(one.text, one.for_a_group) for one in found] == [
        ("Gout", False),
        ("Asthma", True),
        ("Fever", True),
    ]


@pytest.mark.parametrize("people", ["Cohort A:", "Caregivers", "Healthy controls:"])
def test_a_point_that_names_people_heads_those_below_it(people: str) -> None:
    text = f"Inclusion Criteria:\n\n* {people}\n\n  * Gout\n  * Asthma\n* Fever\n"
    found = split(text).criteria
    assert [(one.text, one.heading) for one in found] == [
        ("Gout", people),
        ("Asthma", people),
        ("Fever", ""),
    ]
    assert [one.for_a_group for one in found] == [True, True, False]


@pytest.mark.parametrize(
    "lines",
    [
        "*Adults\n*Gout\n*Asthma",
        "-Adults\n-Gout\n-Asthma",
        "\\* Adults\n\\* Gout\n\\* Asthma",
        "1.Adults\n2.Gout\n3.Asthma",
        "1)Adults\n2)Gout\n3)Asthma",
        "1\uff09Adults\uff1b\n2\uff09Gout\uff1b\n3\uff09Asthma\uff1b",
        "① Adults\n② Gout\n③ Asthma",
        "I1. Adults\nI2. Gout\nI3. Asthma",
        "IC1: Adults\nIC2: Gout\nIC3: Asthma",
        "♦ Adults\n♦ Gout\n♦ Asthma",
        "* Adults * Gout * Asthma",
    ],
)
def test_points_with_any_mark(lines: str) -> None:
    text = (
        f"Inclusion Criteria: {lines}" if "\n" not in lines else f"Inclusion Criteria:\n\n{lines}"
    )
    assert [one.strip("\uff1b") for one in sides(text)[0]] == ["Adults", "Gout", "Asthma"]


def test_a_marked_heading_turns_the_side() -> None:
    text = "Inclusion Criteria:\n\n* Adults\n* Exclusion Criteria:\n* Gout\n* Asthma\n"
    assert sides(text) == (["Adults"], ["Gout", "Asthma"])


def test_a_heading_in_the_middle_of_a_line_parts_the_lists() -> None:
    text = "Inclusion criteria: adults; gout; asthma. Exclusion criteria: fever; colitis; stroke."
    assert sides(text)[1] == ["fever", "colitis", "stroke."]


def test_an_and_on_a_line_of_its_own_belongs_to_no_criterion() -> None:
    text = "Inclusion Criteria:\n\n1. Adults\n\n   AND\n2. Gout\n"
    assert sides(text)[0] == ["Adults", "Gout"]


def test_the_last_line_of_a_list_is_no_heading_of_the_next() -> None:
    text = "Inclusion Criteria:\n\n* Gout\n\nHealthy volunteers\n\nExclusion Criteria:\n\n* Fever\n"
    assert sides(text) == (["Gout", "Healthy volunteers"], ["Fever"])


def test_a_text_without_blank_lines_has_its_headings() -> None:
    text = (
        "Inclusion Criteria for all groups:\n1. Adults\n2. Gout\n"
        "Exclusion Criteria for all groups:\n1. Fever\nMedical conditions:\n1. Asthma\n2. Colitis\n"
    )
    assert sides(text) == (["Adults", "Gout"], ["Fever", "Asthma", "Colitis"])


def test_a_lone_star_below_a_heading_is_no_footnote() -> None:
    text = "Inclusion Criteria:\n\n*All of the following:\n\n  1. Adults\n  2. Gout\n"
    assert sides(text)[0] == ["Adults", "Gout"]


def test_a_star_below_a_list_is_a_footnote() -> None:
    found = split("Inclusion Criteria:\n\n* Adults\n* Gout\n\n*As the protocol defines it\n")
    assert [left.why for left in found.left_out] == [FOOTNOTE]


def test_a_heading_in_bold_on_the_line_of_its_list() -> None:
    text = (
        "**Inclusion Criteria:** 1. Adults. 2. Gout. **Exclusion Criteria:** 1. Fever. 2. Asthma."
    )
    assert sides(text) == (["Adults.", "Gout."], ["Fever.", "Asthma."])
