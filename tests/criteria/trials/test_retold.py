"""The shipped trials whose criteria are in our words: whole, with their entry, and decided."""

from datetime import date

import pytest

from criteria.examination.examination import examine
from criteria.trial import catalog
from criteria.trial.trial import Trial
from criteria.verdict.verdict import verdict
from tests.making import TODAY, TRIAL

ENTRIES = {
    "alta-1l": ("NCT02737501", 13, 18),
    "cagrisema": ("NCT05813925", 7, 6),
    "emperor-reduced": ("NCT03057977", 5, 12),
}
"""Trial -> its registry entry, and how many criteria of inclusion and exclusion that has."""
TRIALS = [catalog.load(name) for name in ENTRIES]


@pytest.fixture(params=TRIALS, ids=list(ENTRIES))
def trial(request: pytest.FixtureRequest) -> Trial:
    found: Trial = request.param
    return found


def test_its_questions_decide_on_any_day(trial: Trial) -> None:
    assert list(examine(trial, date(2024, 2, 29))) == []


def test_it_names_its_entry_and_says_whose_words_the_criteria_are(trial: Trial) -> None:
    protocol = trial.protocol
    entry, inclusions, exclusions = ENTRIES[protocol.id]
    assert protocol.registry.id == entry
    assert "20" in protocol.registry.status_as_of
    assert protocol.retold
    assert not TRIAL.protocol.retold
    ids = [
        *(f"I{n}" for n in range(1, inclusions + 1)),
        *(f"E{n}" for n in range(1, exclusions + 1)),
    ]
    assert list(trial.criteria) == ids
    for words in trial.words.values():
        assert entry in words.provenance


def test_every_criterion_has_a_text_in_each_language(trial: Trial) -> None:
    for language in trial.words:
        for name, criterion in trial.criteria.items():
            text, said_in = trial.said(name, language)
            assert said_in == language
            assert (text == criterion.text) is (language == "en")


def test_start_net_is_said_in_the_registrys_words_whatever_the_language() -> None:
    assert TRIAL.said("I1", "sv") == ("Age ≥18 years", "en")


def test_what_is_asked_for_in_start_net_too_has_its_concept_and_its_codes(trial: Trial) -> None:
    shared = set(trial.concepts) & set(TRIAL.concepts)
    assert {"age", "sex"} <= shared
    for concept in shared:
        here, there = trial.items[trial.concepts[concept]], TRIAL.items[TRIAL.concepts[concept]]
        assert here.kind == there.kind
        assert set(getattr(here, "choices", ())) <= set(getattr(there, "choices", ()))


def test_the_worked_cases_take_every_criterion_to_both_sides(trial: Trial) -> None:
    protocol = trial.protocol
    found: dict[str, set[str]] = {name: set() for name in trial.criteria}
    for case in catalog.cases(catalog.in_force().folder(protocol.id, protocol.version)):
        assert set(case.expected) == set(trial.criteria)
        for name, status in case.expected.items():
            found[name].add(status)
    open_to_all = {"cagrisema": {"I1"}}.get(protocol.id, set())
    undecided = [name for name, seen in found.items() if not {"met", "not_met"} <= seen]
    assert set(undecided) == open_to_all


def test_further_criteria_are_said_in_every_verdict_where_the_entry_says_so() -> None:
    emperor = catalog.load("emperor-reduced")
    assert verdict(emperor, {}, TODAY).advisories == ("A1",)
    assert "further criteria apply" in emperor.words["en"].advisories["A1"]
    assert "ytterligare kriterier gäller" in emperor.words["sv"].advisories["A1"]
