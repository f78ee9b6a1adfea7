"""The sentences by name: the shape of a language's file. All must be there, and none more."""

from __future__ import annotations

from bot.texts.base import Words as _Words
from bot.texts.filed import ChecklistWords, LogWords, PictureWords, WorklistWords


class Refusals(_Words):
    """Why something is no answer, and what to write instead."""

    empty: str
    too_long: str
    not_a_choice: str
    not_a_number: str
    negative: str
    not_whole: str
    out_of_range: str
    unit_not_known: str
    other_analyte: str
    range_not_value: str
    one_at_a_time: str
    not_a_date: str
    no_such_day: str
    date_incomplete: str
    date_too_late: str
    date_too_early: str
    above_other: str
    not_text: str
    unknown_item: str
    identifier: str


class Notes(_Words):
    """What should be looked at again."""

    unit_missing: str
    unit_ambiguous: str
    number_ambiguous: str
    approximate: str
    value_ambiguous: str
    date_ambiguous: str
    choice_ambiguous: str
    suggested: str
    unlikely: str
    analyte_unsure: str
    contradiction: str
    method_differs: str
    absolute: str
    unconverted: str
    near_limit: str
    upper_limit_unlikely: str
    upper_limits_differ: str
    todo: str
    not_counted: str
    set_aside: str
    old_result: str
    future_result: str
    too_recent: str


class Findings(_Words):
    """Why a criterion stands as it does."""

    not_asked: str
    not_known: str
    not_applicable: str
    doubt: str
    several: str
    method: str
    set_aside: str
    unconverted: str
    gate: str
    choice: str
    choice_open: str
    recorded: str
    inside: str
    outside: str
    at_limit: str
    undecided: str
    limit_assumed: str
    in_window: str
    too_old: str
    too_recent: str
    window: str
    distance: str
    times: str
    or_word: str
    and_range: str
    years: str
    year: str


class SummaryWords(_Words):
    """The eligibility summary."""

    candidate: str
    todo: str
    failing: str
    pending: str
    not_asked: str
    advisories: str
    notes: str
    old_results: str
    assumptions: str
    met: str
    not_applicable: str
    more: str
    footer: str
    decides: str
    assumed_limit: str
    site_limit: str
    site_limit_dated: str
    site_ages: str
    site_age: str
    site: str
    assumed_undated: str
    assumed_undated_many: str
    assumed_derived: str
    assumed_male: str
    assumed_date: str
    draft: str


class InputWords(_Words):
    """Files of entries: why one can't be used, and what to write instead."""

    not_an_entry: str
    not_json: str
    not_json_at: str
    more_than_one: str
    no_answers: str
    twice: str
    misspelt: str
    identity_form: str
    identity_person: str
    date_form: str
    date_range: str
    two_dates: str
    not_utf8: str
    line_too_long: str
    line: str
    file_too_long: str
    text_too_long: str
    text_identifier: str


class UnreadWords(_Words):
    """Why something that a laboratory report names was not read."""

    name_unclear: str
    negative: str
    no_value: str
    not_a_number: str
    not_a_result: str
    not_known: str
    not_understood: str
    not_whole: str
    out_of_range: str
    part_only: str
    previous: str
    range_not_value: str
    ratio: str
    too_long: str
    two_units: str
    unit_not_known: str


class Remarks(_Words):
    """What to know of a result in the table of `bedside read`, by its flag."""

    confirm_unit: str
    ambiguous_unit: str
    ambiguous_number: str
    ambiguous_value: str
    confirm_analyte: str
    confirm_value: str
    confirm_limit: str
    derived: str
    absolute: str
    aggregates: str
    haemolysis: str
    method: str
    method_not_accepted: str


class ConditionWords(_Words):
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
    months_before: str
    older_days: str
    older_months: str


class AmendmentWords(_Words):
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


class RecheckWords(_Words):
    """Whose verdict another version would change."""

    heading: str
    none: str
    outcome: str
    outcome_same: str
    criterion: str
    needed: str
    dropped: str
    counted: str
    purged: str
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


class CommandWords(_Words):
    """The command line."""

    registry: str
    registry_too: str
    registry_status: str
    nothing_read: str
    read: str
    not_read: str
    column_item: str
    column_value: str
    column_canonical: str
    column_date: str
    column_remarks: str


class Reasons(_Words):
    """Why a reported answer is changed, by its code."""

    typing_error: str
    new_result: str
    misunderstood: str


class DialogWords(_Words):
    """The conversation."""

    greeting: str
    greeting_limits: str
    follows: str
    progress: str
    limit: str
    limit_times: str
    limit_months: str
    standing: str
    keep: str
    judgement: str
    write_number: str
    write_date: str
    write_dated: str
    write_several: str
    panel: str
    checklist: str
    confirm: str
    check: str
    confirm_many: str
    because_unit_missing: str
    because_number_ambiguous: str
    because_approximate: str
    because_date_ambiguous: str
    because_choice_ambiguous: str
    because_suggested: str
    because_upper_limit_unlikely: str
    because_unlikely: str
    because_analyte_unsure: str
    because_value_ambiguous: str
    because_contradiction: str
    because_unit_ambiguous: str
    noted: str
    noted_many: str
    failed: str
    failed_ask: str
    changing: str
    why_changed: str
    why_changed_many: str
    was_changed: str
    explain_first: str
    reason_noted: str
    reason_length: str
    paused: str
    identifier: str
    stale: str
    not_now: str
    dropped: str
    first: str
    help: str
    help_nothing: str
    date_set: str
    nothing_read: str
    left_out: str
    unknown: str
    back: str
    help_button: str
    yes: str
    no: str
    stop_here: str
    go_on: str
    change: str
    none_of_these: str
    done: str
    one_by_one: str
    resume: str
    tick_no: str
    tick_yes: str
    tick_unknown: str


class Texts(_Words):
    """Everything the bot says in one language, apart from the trials' own words."""

    language: str
    decimal_mark: str
    refusals: Refusals
    notes: Notes
    findings: Findings
    summary: SummaryWords
    input: InputWords
    unread: UnreadWords
    remarks: Remarks
    conditions: ConditionWords
    amendments: AmendmentWords
    recheck: RecheckWords
    command: CommandWords
    log: LogWords
    checklist: ChecklistWords
    pictures: PictureWords
    worklist: WorklistWords
    reasons: Reasons
    dialog: DialogWords
