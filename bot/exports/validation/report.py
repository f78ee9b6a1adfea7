"""The validation file as JSON for machines, and as a PDF to sign and file."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, Any

from bot.exports.context import MissingPartError
from bot.exports.glyphs import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.exports.validation.gathering import CaseRun, TrialRun, Validation
    from bot.texts.words import Texts

_IN_TEMPLATE = (
    *("page", "trials", "case", "expected", "found", "criteria", "holds", "asked", "rule", "given"),
    *("left", "not_proven", "head", "packages", "signatures", "name", "signature", "day"),
    "reviewed",
)


def as_json(found: Validation, texts: Texts) -> bytes:
    """Return everything as JSON, with what is asked of a supplier in the language."""
    words = texts.validation
    said = {
        "holds": found.holds,
        **asdict(found),
        "asked": [list(row) for row in words.rules.values()],
        "not_proven": words.unproven,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def as_pdf(found: Validation, texts: Texts, made: datetime) -> bytes:
    """Return it as a PDF.

    Raises:
        MissingPartError: typst is not installed.
    """
    try:
        from typst import compile as typeset  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingPartError("typst") from None
    template = resources.files(__package__).joinpath("validation.typ").read_bytes()
    return typeset(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"sheet": json.dumps(shown(_sheet(found, texts)))},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=made.replace(microsecond=0),
    )


def _sheet(found: Validation, texts: Texts) -> dict[str, Any]:
    words = texts.validation
    return {
        "language": texts.language,
        "title": words.say("title", version=found.bedside),
        "words": {name: getattr(words, name) for name in _IN_TEMPLATE},
        "facts": list(_facts(found, texts)),
        "outcome": _outcome(found, texts),
        "flaws": [*(flaw for trial in found.trials for flaw in trial.flaws), *found.log_flaws],
        "trials": [_trial(trial, texts) for trial in found.trials],
        "rules": list(words.rules.values()),
        "not_proven": words.unproven,
        "head": found.head.splitlines(),
        "packages": [f"{name} {version}" for name, version in found.packages.items()],
        "foot": f"Bedside {found.bedside} · {found.made[:16].replace('T', ' ')}",
    }


def _facts(found: Validation, texts: Texts) -> Iterator[tuple[str, str]]:
    words = texts.validation
    yield words.version, f"Bedside {found.bedside}"
    yield words.made, found.made
    yield words.environment, f"{found.python}, {found.system}"
    yield words.database, found.database or words.no_database
    if found.public_key:
        yield words.public_key, found.public_key


def _outcome(found: Validation, texts: Texts) -> str:
    words = texts.validation
    held = sum(case.holds for case in found.cases)
    counts = {"held": held, "cases": len(found.cases), "versions": len(found.trials)}
    return words.say("all_hold" if found.holds else "some_fail", **counts)


def _trial(trial: TrialRun, texts: Texts) -> dict[str, Any]:
    words = texts.validation
    released = words.released if trial.status == "released" else words.draft
    return {
        "title": f"{trial.id} {trial.version}, {released}",
        "files": list(trial.files.items()),
        "cases": [_case(case, texts) for case in trial.cases],
    }


def _case(case: CaseRun, texts: Texts) -> tuple[str, ...]:
    words = texts.validation
    counted = words.say("of", agreeing=case.agreeing, count=len(case.expected))
    outcomes = (words.outcomes[case.expected_overall], words.outcomes[case.found_overall])
    return (case.id, *outcomes, counted, words.yes if case.holds else words.no)
