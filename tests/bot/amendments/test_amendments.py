"""What an amendment changed, said in words; each sentence stands for one edit of the trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.amendments.amendments import diff
from bot.amendments.differences import Change, changes
from bot.presentation.conditions import Conditions
from bot.presentation.sentences import Speaker
from bot.texts import texts_in
from criteria.trial import catalog
from tests.amending import lay_out
from tests.making import TRIAL

if TYPE_CHECKING:
    from criteria.trial.trial import Trial

LATER = catalog.load("start-net", "R2")


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Trial, Trial]:
    """The invented trial before and after its amendment."""
    root = lay_out(tmp_path_factory.mktemp("trials"))
    return catalog.load("iron", "1", root), catalog.load("iron", "2", root)


ENGLISH = """IRON: what changed from 1 to 2

I1 Haemoglobin
  Text: “Haemoglobin above 100 g/L in …” is now “Haemoglobin above 110 g/L in …”
  Text: “… the last 6 months” is now “… the last 3 months”
  Hb: needed before: > 100 g/L; now: > 110 g/L
  Hb: the question “Haemoglobin?” is now “Latest haemoglobin?”
  Date of Hb: needed before: 0 to 6 months before the reference date; now: 0 to 3 months before \
the reference date

I3 Ferritin
  Ferritin: also taken in pmol/L
  Ferritin: asked back outside 1–900 µg/L before, outside 1–300 µg/L now
  Ferritin: refused outside 0.5–9000 µg/L before, outside 0.5–1000 µg/L now

E1 Allergy
  Allergy to iron: new answer “To another iron”

E2 Dialysis
  New criterion: “Dialysis”
  New question “On dialysis” (E2.dialysis): Is the candidate on dialysis? Needed: met with no; \
not met with yes

I2 Tablets
  No longer a criterion: “Able to swallow tablets”

Questions that belong to no criterion
  Swallows tablets: needed before: met with yes; not met with no; now: nothing
  Swallows tablets: does not count any more
  Swallows tablets: also changed, in data: criterion

Shown, never counted
  A1: shown before: always; now: “Swallows tablets” is yes

Order
  The questions are asked in another order.

Wording only, decides nothing (parts as the trial's files name them)
  I2.swallows: synonyms
  E1.allergy: help"""


def test_every_edit_is_said_and_nothing_else(versions: tuple[Trial, Trial]) -> None:
    assert "\n".join(diff(*versions, texts_in("en"))) == ENGLISH


def test_in_swedish_the_swedish_texts_are_compared(versions: tuple[Trial, Trial]) -> None:
    lines = diff(*versions, texts_in("sv"))
    assert lines[0] == "IRON: vad som ändrades från 1 till 2"
    assert "  Text: ”Hemoglobin över 100 g/L i …” är nu ”Hemoglobin över 110 g/L i …”" in lines
    assert "  Ferritin: förut avvisat utanför 0,5–9000 µg/L, nu utanför 0,5–1000 µg/L" in lines
    assert len(lines) == len(ENGLISH.splitlines()) - 1  # no synonym went in Swedish


def test_the_other_way_round_what_came_has_gone(versions: tuple[Trial, Trial]) -> None:
    lines = diff(versions[1], versions[0], texts_in("en"))
    assert "  New criterion: “Able to swallow tablets”" in lines
    assert "  No longer a criterion: “Dialysis”" in lines
    assert "  No longer asked: “On dialysis” (E2.dialysis)" in lines
    assert "  Ferritin: no longer taken in pmol/L" in lines
    assert "  Allergy to iron: no longer an answer: “To another iron”" in lines
    assert "  Swallows tablets: counts now" in lines


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_version_does_not_differ_from_itself(language: str) -> None:
    lines = diff(TRIAL, TRIAL, texts_in(language))
    assert len(lines) == 3
    assert lines[-1].endswith(": " + ", ".join(TRIAL.criteria))


# ---- START-NET ----


def test_start_net_says_what_the_later_text_changed_and_that_it_is_a_draft() -> None:
    lines = diff(TRIAL, LATER, texts_in("en"))
    assert lines[1] == "R2: DRAFT VERSION, INCOMPLETE: not for screening."
    text = "\n".join(lines)
    assert (
        "now “GFR”, only where “GFR method” is Iohexol clearance, 51Cr-EDTA clearance or Mean"
        in (text)
    )
    assert "New criterion: “[As reported, not word for word: all anti-tumour treatment" in text
    assert "A4 is not shown any more" in text
    assert text.count("the exclusion list of this version could not be read") == 7
    assert lines[-1] == "Unchanged: I1, I2, I3, I4, I5, I7, I8, I10"


def test_of_a_long_rule_only_the_part_that_changed_is_said() -> None:
    (line,) = [
        one for one in diff(TRIAL, LATER, texts_in("en")) if "I9 GFR (in favour only)" in one
    ]
    assert "Brivudine" not in line
    assert line.count("“Creatinine clearance <30”") == 2


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("trial", [TRIAL, LATER], ids=["R1", "R2"])
def test_every_rule_of_start_net_can_be_said(trial: Trial, language: str) -> None:
    speaker = Speaker(trial, texts_in(language))
    says = Conditions(speaker)
    for criterion in trial.protocol.criteria:
        for node in (criterion.rule, criterion.applies):
            assert node is None or says.expression(node)
    for advisory in trial.protocol.advisories:
        assert says.expression(advisory.when)
    for name, item in trial.items.items():
        assert says.rule(name, item.rule)
        assert item.asked is None or says.expression(item.asked)
        assert item.age_warning is None or says.rule(name, item.age_warning)


RULES = [
    (
        "I7",
        "“Measurable disease”, else (“Largest lesion” or “Largest lymph node”) (in favour only)",
    ),
    ("I6", "“Progression” and “Date of CT/MRI” and “Confirmed at MDT”"),
    ("E3", "“Systemic treatment”"),
]


@pytest.mark.parametrize(("criterion", "said"), RULES)
def test_rules_in_words(criterion: str, said: str) -> None:
    says = Conditions(Speaker(TRIAL, texts_in("en")))
    assert says.expression(TRIAL.criteria[criterion].rule) == said


# ---- two texts ----

TEXTS = [
    ("a b c", "a b c", []),
    ("a b c", "a b c d", [Change("", "d", "b c")]),
    ("a b c", "x a b c", [Change("", "x")]),
    ("a b c d", "a b d", [Change("c", "", "a b")]),
    ("a b c d e f g", "a b c x e f g", [Change("… b c d e f …", "… b c x e f …")]),
    ("a", "a much longer one", [Change("", "much longer one", "a")]),
    ("one two three", "four five six", [Change("one two three", "four five six")]),
    ("", "new", [Change("", "new")]),
]


@pytest.mark.parametrize(("before", "after", "expected"), TEXTS)
def test_words_that_differ(before: str, after: str, expected: list[Change]) -> None:
    assert list(changes(before, after)) == expected
