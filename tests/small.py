"""Small invented trials for tests of what a rule can say: a few items and their rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from criteria.trial.defaults.common import worded
from criteria.trial.defaults.completing import completed
from criteria.trial.protocol import Protocol
from criteria.trial.trial import Trial
from criteria.trial.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = dict[str, Any]


def number(name: str, rule: Json | None = None, **more: object) -> Json:
    """Return a number item as a file has it; without a unit of its own it is counted in 1."""
    hard = {"low": "0", "high": "100000", "source": "a test"}
    item = {"kind": "number", "units": {"1": "1"}, "hard": hard, **more}
    return _item(name, item, rule)


def choice(name: str, rule: Json | None = None, codes: str = "yes no", **more: object) -> Json:
    """Return a choice item as a file has it."""
    return _item(name, {"kind": "choice", "choices": codes.split(), **more}, rule)


def day(name: str, rule: Json | None = None, **more: object) -> Json:
    """Return a date item as a file has it."""
    return _item(name, {"kind": "date", "earliest": "1900-01-01", **more}, rule)


def _item(name: str, item: Json, rule: Json | None) -> Json:
    ruled = {} if rule is None else {"rule": rule}
    return {"id": name, "criterion": "CTX", "name": name, "sources": ["T"], **item, **ruled}


def trial(
    *items: Json,
    criteria: Iterable[Json] = (),
    roles: Json | None = None,
    at_odds: Iterable[Json] = (),
) -> Trial:
    """Return a trial of these items; without criteria one that goes by the first item."""
    found = list(criteria) or [{"id": "I1", "text": "…", "rule": items[0]["id"]}]
    screens = [{"id": "all", "items": [item["id"] for item in items]}]
    parts = {"criteria": found, "items": items, "screens": screens, "roles": roles or {}}
    return _read(_framed({**parts, "at_odds": list(at_odds)}))


def as_written(criterion: Json, items: list[Json], **more: object) -> Trial:
    """Return a trial of one criterion, completed as a protocol.toml is."""
    return _read(completed(_framed({"criteria": [criterion], "items": items, **more})))


def _framed(parts: Json) -> Json:
    """Return a protocol of these parts with what every protocol has."""
    return {
        "id": "small",
        "version": "1",
        "acronym": "SMALL",
        "status": "draft",
        "dated": "2026-11-29",
        "registry": dict.fromkeys(("id", "text_from", "status", "status_as_of"), "none"),
        "sources": {"T": "a test"},
        **parts,
    }


def _read(protocol: Json) -> Trial:
    """Return the trial of a protocol."""
    read = Protocol.model_validate_json(json.dumps(protocol), strict=True)
    return Trial(protocol=read, words={"en": _words(read)})


def _words(protocol: Protocol) -> Words:
    """Return wording that calls everything by its id."""
    texts = dict.fromkeys(("title", "about", "provenance", "language_name"), "…")
    items = {item.id: {"label": item.id} for item in protocol.items}
    made = worded({"language": "en", **texts, "items": items}, protocol)
    for criterion in protocol.criteria:
        made["criteria"][criterion.id].setdefault("label", criterion.id)
    return Words.model_validate(made, strict=False)
