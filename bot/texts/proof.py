"""The sentences about the log's proof, back-ups and the validation file."""

from __future__ import annotations

from bot.texts.base import Words


class ProofWords(Words):
    """What is said of the log and its signed heads."""

    whole: str
    whole_without_head: str
    kept_agrees: str
    last_head: str
    head_written: str
    not_signed: str
    no_file: str
    no_folder: str
    no_key: str
    in_memory: str
    new_key: str
    daily: str
    caption: str
    key_on_checklist: str


class ProofFlaws(Words):
    """What does not agree, by the codes of `bot.store.proof.checks`."""

    log_gap: str
    row_missing: str
    row_altered: str
    salt_left: str
    screening_missing: str
    deleted_by_nobody: str
    heads_missing: str
    head_unsigned: str
    head_cut: str
    head_rewritten: str
    file_unreadable: str
    file_unsigned: str
    file_cut: str
    file_rewritten: str


class BackupWords(Words):
    """What is said of back-ups."""

    written: str
    written_plain: str
    key_made: str
    whom: str
    both: str
    no_target: str
    not_written: str
    not_read: str
    missing_library: str
    in_memory: str
    restored: str
    restored_without_key: str
    not_placed: str
    placed_wrong: str


class BackupErrors(Words):
    """Why a back-up can't be made or opened, by the codes of `bot.backups`."""

    no_public_key: str
    no_identity: str
    not_opened: str
    identity_needed: str
    no_backup: str
    later_form: str
    made_of_sqlite: str
    made_of_postgresql: str


class ValidationWords(Words):
    """The validation file."""

    title: str
    page: str
    version: str
    made: str
    environment: str
    database: str
    no_database: str
    public_key: str
    all_hold: str
    some_fail: str
    trials: str
    released: str
    draft: str
    case: str
    expected: str
    found: str
    criteria: str
    holds: str
    of: str
    yes: str
    no: str
    outcomes: dict[str, str]
    asked: str
    rule: str
    given: str
    left: str
    rules: dict[str, list[str]]
    not_proven: str
    unproven: list[str]
    head: str
    packages: str
    signatures: str
    reviewed: str
    name: str
    signature: str
    day: str
