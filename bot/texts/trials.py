"""A trial's rules and their amendments in words: the shape of `trials.toml`."""

from __future__ import annotations

from bot.texts.base import Counted, Words


class ConditionWords(Words):
    """A trial's rules in words."""

    item: str
    test: str
    nothing: str
    and_word: str
    else_word: str
    settles: str
    against: str
    not_word: str
    possible: str
    gate: str
    answered: str
    criterion: str
    always: str
    met_with: str
    not_met_with: str
    months_before: Counted
    older_days: Counted
    older_months: Counted
    of_upper: str
    of_lower: str
    between: str
    case: str
    case_else: str
    case_none: str
    at_least_of: str
    at_most_of: str
    reference_day: str
    days: Counted
    weeks: Counted
    months: Counted
    years: Counted
    half_lives: str
    longer_of: str
    shorter_of: str
    or_never: str
    within_before: str
    within_after: str
    within_around: str
    less_than_before: str
    less_than_after: str
    less_than_around: str
    at_least_before: str
    at_least_after: str
    longer_than_before: str
    longer_than_after: str
    stable_before: str
    stable_after: str


class AmendmentWords(Words):
    """What changed from one version of a trial to another."""

    heading: str
    text: str
    unchanged: str
    words_other: str
    words_new: str
    words_new_first: str
    words_gone: str
    criterion_new: str
    criterion_gone: str
    criterion_rule: str
    criterion_applies: str
    at_odds_unknown: str
    at_odds_pointed_out: str
    at_odds_gone: str
    everybody: str
    item_new: str
    item_new_rule: str
    item_gone: str
    item_kind: str
    item_rule: str
    item_asked: str
    asked_always: str
    item_counts: str
    item_counts_not: str
    item_question: str
    item_other: str
    choices_new: str
    choices_gone: str
    units_new: str
    units_gone: str
    unit_factor: str
    range_soft: str
    range_hard: str
    other_questions: str
    advisories: str
    advisory_new: str
    advisory_gone: str
    advisory_when: str
    order: str
    order_changed: str
    wording_only: str
    label_changed: str
    choice_worded: str
    general: str


class OrderWords(Words):
    """The order of a quick check, and what a site's log proposes."""

    no_figures: str
    heading: str
    screen: str
    counted: str
    quick: str
    source: str
    nothing_changed: str
    proposed: str


class RecheckWords(Words):
    """Whose verdict another version would change."""

    heading: str
    none: str
    outcome: str
    outcome_same: str
    criterion: str
    needed: str
    dropped: str
    counted: Counted
    purged: Counted
    eligible: str
    not_eligible: str
    pending: str
    met: str
    not_met: str
    absent: str
    present: str
    unknown: str
    not_applicable: str
    nowhere: str
    draft_refused: str


class RegistryWords(Words):
    """Where a trial's criteria come from."""

    retold: str
