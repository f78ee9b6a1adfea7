"""What is said in a conversation, and of a verdict: the shape of `conversation.toml`."""

from __future__ import annotations

from bot.texts.base import Counted, Words


class Refusals(Words):
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


class UnreadWords(Words):
    """Why something that a laboratory report names was not read."""

    day_unclear: str
    name_not_known: str
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


class LeftOutWords(Words):
    """Why something of a file from a record is not used."""

    absent: str
    another_subject: str
    answered: str
    code_and_name_differ: str
    codes_differ: str
    comparator: str
    cut_off: str
    estimated: str
    future: str
    gap: str
    identical: str
    in_report: str
    kind: str
    method: str
    modified: str
    more_pages: str
    name_not_known: str
    no_code: str
    no_results: str
    no_value: str
    not_a_number: str
    not_asked: str
    not_final: str
    not_patient: str
    not_understood: str
    not_whole: str
    older: str
    other_fluid: str
    other_message: str
    out_of_range: str
    part_only: str
    person_unclear: str
    range_not_value: str
    several_values: str
    signs: str
    status_missing: str
    two_units: str
    unit_not_known: str


class RecordWords(Words):
    """Files from a record, and what of them can be used."""

    cut_off: str
    encoding: str
    no_results: str
    not_a_record: str
    not_fetched: str
    not_json: str
    several_patients: str
    too_deep: str
    too_long: str
    place_entry: str
    place_line: str
    place_segment: str
    left_out: str
    left_out_many: str
    left_out_item: str


class Notes(Words):
    """What should be looked at again."""

    unit_missing: str
    unit_ambiguous: str
    number_ambiguous: str
    approximate: str
    value_ambiguous: str
    date_ambiguous: str
    date_relative: str
    choice_ambiguous: str
    suggested: str
    remark: str
    unlikely: str
    analyte_unsure: str
    contradiction: str
    at_odds: str
    unusual_together: str
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


class Findings(Words):
    """Why a criterion has its status."""

    not_asked: str
    underived: str
    not_known: str
    at_odds: str
    awaited: str
    not_applicable: str
    doubt: str
    several: str
    method: str
    set_aside: str
    unconverted: str
    gate: str
    choice: str
    no_value_not_known: str
    no_value_awaited: str
    no_value_not_applicable: str
    quoted: str
    choice_open: str
    recorded: str
    inside: str
    outside: str
    at_limit: str
    undecided: str
    limit_assumed: str
    limit_assumed_lower: str
    depends: str
    in_time: str
    out_of_time: str
    in_time_from: str
    time_open: str
    never: str
    and_other: str
    in_window: str
    too_old: str
    too_recent: str
    window: str
    distance: str
    times: str
    times_lower: str
    or_word: str
    about: str
    and_range: str
    years: str
    year: str


class SummaryWords(Words):
    """The eligibility summary."""

    candidate: str
    todo: str
    failing: str
    present: str
    awaited: str
    pending: str
    not_asked: str
    advisories: str
    notes: str
    usual: str
    assess_again: str
    old_results: str
    assumptions: str
    met: str
    absent: str
    confirmed: str
    provisional: str
    not_applicable: str
    more: str
    footer: str
    decides: str
    assumed_limit: str
    site_limit: str
    site_limit_dated: str
    site_ages: str
    site_age: Counted
    site: str
    assumed_undated: str
    assumed_undated_many: Counted
    assumed_exact: str
    assumed_derived: str
    assumed_from: str
    assumed_formula: str
    assumed_male: str
    assumed_male_only: str
    assumed_date: str
    draft: str


class HeadlineWords(Words):
    """The outcome in one line, and how far a screening is."""

    eligible: str
    not_eligible: str
    not_eligible_changes: str
    awaited: str
    judgement: str
    only_one: str
    some: str
    little: str
    little_way: str
    rests_old: str
    rests_undated: Counted
    provisional: str
    running: Counted
    running_way: str


class Reasons(Words):
    """Why a reported answer is changed, by its code."""

    typing_error: str
    new_result: str
    misunderstood: str


class SupposingWords(Words):
    """What an answer would change."""

    what_if: str
    how_to_write: str
    with_unit: str
    no_change: str
    outcome: str
    outcome_same: str
    nothing_kept: str


class TogetherWords(Words):
    """What is said where somebody is screened for several trials at once."""

    begun: Counted
    begun_limits: str
    asked_for: str
    asked_for_out: str
    elsewhere: str
    out: str
    settled: str
    open_again: str
    row: str
    fails: str
    open: str
    footer: Counted
    summary_of: str
    all_trials: str
    answers_of: str
    all_at_once: str


class DialogWords(Words):
    """The conversation."""

    greeting: Counted
    greeting_limits: str
    follows: str
    left_open: str
    progress: str
    limit: str
    limit_months: Counted
    standing: str
    keep: str
    judgement: str
    write_number: str
    unit_open: str
    ways_open: str
    asked_after: str
    write_date: str
    write_dated: Counted
    write_several: str
    panel: str
    checklist: str
    confirm: str
    check: str
    check_because: str
    check_why: str
    confirm_many: str
    because_unit_missing: str
    because_number_ambiguous: str
    because_approximate: str
    because_date_ambiguous: str
    because_date_relative: str
    because_date_inexact: str
    because_choice_ambiguous: str
    because_suggested: str
    because_remark: str
    because_upper_limit_unlikely: str
    because_unlikely: str
    because_analyte_unsure: str
    because_value_ambiguous: str
    because_contradiction: str
    because_unit_ambiguous: str
    noted: str
    noted_missing: str
    noted_awaited: str
    noted_but: str
    recalled_but: str
    noted_many: Counted
    noted_many_missing: Counted
    noted_many_awaited: Counted
    which_one: str
    quick_clear: str
    failed: str
    present: str
    failed_ask: str
    failed_last: str
    changing: str
    changing_page: str
    next_page: str
    previous_page: str
    not_named: str
    nothing_answered: str
    why_changed: str
    why_changed_many: str
    was_changed: str
    explain_first: str
    reason_noted: str
    reason_length: str
    paused: str
    identifier: str
    lines_dropped: str
    names_dropped: str
    source_day: str
    source_document: str
    source_gone: str
    source_how: str
    source_judge: str
    source_length: str
    source_noted: str
    source_which: str
    nothing_to_confirm: str
    stale: str
    not_now: str
    neither: str
    given_up: str
    no_names: str
    several_fit: str
    no_such_line: str
    ticked: str
    yes_or_no_first: str
    no_language: str
    not_taken: str
    stop_or_go_on: str
    not_read: str
    elsewhere: str
    reason_needed: str
    waits: str
    which: str
    yes_or_no_alone: str
    because_no_answer: str
    dropped: str
    first: str
    help: str
    help_written: str
    help_nothing: str
    date_ahead: str
    date_behind: str
    date_set: str
    nothing_offered: str
    which_answer: str
    nothing_asked: str
    nothing_read: str
    left_out: str
    left_out_names: str
    left_out_days: str
    unknown: str
    unknown_word: str
    only_years: str
    unknown_only: str
    unknown_of: str
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
    no_results: str
    resume: str
    tick_no: str
    tick_yes: str
    tick_unknown: str
