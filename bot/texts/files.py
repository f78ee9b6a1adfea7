"""The words of the files that a site keeps: the shape of `files.toml`."""

from __future__ import annotations

from bot.texts.base import Counted, Words


class LogColumns(Words):
    """The heads of the screening log's columns, by their names in data."""

    screening_number: str
    subject_id: str
    consent_date: str
    consent_version: str
    date_screened: str
    eligible: str
    reason: str
    not_met: str
    pending: str
    not_asked: str
    awaited: str
    not_met_count: str
    pending_count: str
    trial: str
    version: str
    site: str
    reference_date: str
    started: str
    ended: str
    outcome: str
    screener: str
    follows: str
    provisional: str
    referred_to: str
    referred_on: str
    outcome_after_referral: str
    not_approached: str
    approached_on: str
    informed_on: str
    enrolled_on: str
    randomised_on: str
    declined_because: str
    overridden: str
    undone: str


class LogWords(Words):
    """The screening log."""

    number: str
    title: str
    about: str
    eligible_yes: str
    eligible_no: str
    eligible_open: str
    because: str
    period: str
    since_beginning: str
    until_now: str
    made: str
    count: str
    unfinished: str
    blank: str
    page: str
    columns: LogColumns


class ChecklistWords(Words):
    """The eligibility checklist."""

    title: str
    screening: str
    trial: str
    version: str
    site: str
    subject_id: str
    reference_date: str
    answered_by: str
    begun: str
    ended: str
    not_ended: str
    sex: str
    outcome: str
    outcome_eligible: str
    outcome_not_eligible: str
    outcome_pending: str
    inclusion: str
    exclusion: str
    criterion: str
    criterion_retold: str
    status: str
    item: str
    value: str
    date: str
    source: str
    required: str
    met: str
    not_met: str
    absent: str
    present: str
    open: str
    not_applicable: str
    not_asked: str
    not_known: str
    awaited: str
    answered_not_applicable: str
    to_confirm: str
    follows: str
    provisional: str
    document: str
    document_day: str
    judged_by: str
    confirmed_by: str
    remarked: str
    typed: str
    tapped: str
    record: str
    read: str
    derived: str
    sources: str
    limits: str
    limit: str
    origin: str
    printed: str
    given: str
    at_site: str
    assumed: str
    waiting: str
    assumptions: str
    nothing_assumed: str
    notes: str
    advisories: str
    signatures: str
    screener: str
    investigator: str
    name: str
    signature: str
    day: str
    foot: str
    page: str


class WorklistWords(Words):
    """What is open, what it waits for, and what runs out."""

    title: Counted
    nothing: str
    open: str
    eligible: str
    waits: str
    awaited: str
    awaited_since: str
    ready: str
    unasked: str
    window: str
    window_over: str
    site: str
    site_over: str
    usual: str
    usual_over: str
    months: Counted
    days: Counted
    last_day: str
    days_left: Counted


class CalendarWords(Words):
    """The days ahead, as events of a calendar."""

    title: str
    window: str
    site: str
    usual: str
    ready: str
    reminder: str
    open: str
    about: str


class PictureWords(Words):
    """Pictures of the screenings at a site."""

    flow: str
    reasons: str
    time_week: str
    time_month: str
    time_year: str
    near: str
    period: str
    period_from: str
    period_to: str
    site: str
    decides: str
    others: Counted
    invented: str
    count: str
    assessed: str
    eligible: str
    eligible_more: str
    not_eligible: str
    pending: str
    pending_more: str
    in_progress: str
    in_progress_more: str
    approached: str
    not_approached: str
    declined: str
    consented: str
    enrolled: str
    overridden: str
    undone: str
    randomised: str
    as_noted: str
    several: Counted
    stopped: str
    only_reason: str
    with_others: str
    candidates: str
    screenings: str
    stands: str
    incomplete: str
    near_axis: str
    fails: str
    passes: str
    beyond: Counted
    unknown_distance: str
    times: str
    nothing: str
    nothing_failed: str
    nothing_near: str


class ExportWords(Words):
    """Why a file can't be made."""

    missing_part: str
    answers_deleted: str
    trail_deleted: str
    several_trials: str
    no_days: str
    no_days_at_all: str
    no_log: str
    no_head: str


class QuestionnaireWords(Words):
    """What a FHIR questionnaire says beside the trial's own words."""

    date: str
    method: str
    reference: str
    low: str
    high: str
    loose: str
    reference_date: str


class FollowUpWords(Words):
    """What became of a screening outside of Bedside."""

    title: str
    line: str
    nothing: str
    how: str
    write: str
    ask_day: str
    ask_words: str
    ask_other: str
    today: str
    take_back: str
    more: str
    noted: str
    nothing_noted: str
    which_field: str
    no_day: str
    several_days: str
    no_code: str
    too_long: str
    own_words: str
    identifier: str
    no_words: str
    no_study_number: str


class EnrolmentWords(Words):
    """A trial's enrolment list against the screening log."""

    title: Counted
    without: str
    numbers: str
    deleted: Counted
    no_number: str
    not_listed: str
    not_enrolled: str
    everybody: str
    short: str
    label: str
    on_list: str
    none: str
    taken: Counted
    cleared: str
    empty_list: str
    identifier: str
    no_study_number: str
    columns: str
    no_day: str
    twice: str
    too_many: str


class FollowUpFields(Words):
    """What can be noted."""

    approached_on: str
    informed_on: str
    consent_date: str
    consent_version: str
    referred_to: str
    referred_on: str
    outcome: str
    enrolled_on: str
    randomised_on: str
    study_number: str
    not_approached: str
    declined_because: str
    overridden: str
    undone: str


class FollowUpOutcome(Words):
    """What came of a referral."""

    enrolled: str
    randomised: str
    screen_failure: str
    declined: str
    withdrew: str
    died: str
    lost: str
    other: str


class FollowUpNotApproached(Words):
    """Why somebody was not asked to take part."""

    not_eligible: str
    clinician_decided: str
    too_unwell: str
    other_trial: str
    not_reached: str
    language: str
    no_capacity: str
    no_staff: str
    other: str


class FollowUpDeclined(Words):
    """Why somebody said no."""

    too_far: str
    burden: str
    risk: str
    chance: str
    other_treatment: str
    no_reason: str
    other: str


class FollowUpOverridden(Words):
    """Why somebody was enrolled against what the answers amount to."""

    newer_result: str
    judgement: str
    sponsor: str
    wrong_answer: str
    other: str


class FollowUpUndone(Words):
    """Why an enrolment or a randomisation was taken back."""

    consent_withdrawn: str
    found_ineligible: str
    noted_in_error: str
    stopped: str
    other: str


class FollowUpNames(Words):
    """What the fields are called where somebody writes, beside their labels."""

    approached_on: list[str]
    informed_on: list[str]
    consent_date: list[str]
    consent_version: list[str]
    referred_to: list[str]
    referred_on: list[str]
    outcome: list[str]
    enrolled_on: list[str]
    randomised_on: list[str]
    study_number: list[str]
    not_approached: list[str]
    declined_because: list[str]
    overridden: list[str]
    undone: list[str]
