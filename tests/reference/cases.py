"""The published suite, docs/suite/suite.json, as docs/suite.md says that it is read."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
SUITE = ROOT / "docs" / "suite" / "suite.json"
Json = dict[str, Any]


class Case(NamedTuple):
    """A case, whole."""

    id: str
    tries: str
    day: date
    answers: Json
    statuses: dict[str, str]
    overall: str
    at_odds: list[str]


class Version(NamedTuple):
    """The cases of one version of a trial."""

    trial: str
    version: str
    cases: list[Case]

    @property
    def folder(self) -> Path:
        """Where its protocol.toml stands."""
        return ROOT / "criteria" / "trials" / self.trial / self.version


def laid_over(like: Mapping[str, Any], own: Mapping[str, Any]) -> Json:
    """Return what a case has of its own and of the one that it is like."""
    return {key: value for key, value in {**like, **own}.items() if value is not None}


def whole(cases: list[Json]) -> Iterator[Case]:
    """Return each case with what it shares with another one."""
    made: dict[str, Case] = {}
    for case in cases:
        like = made.get(case.get("like", ""))
        day = date.fromisoformat(case["reference_date"]) if "reference_date" in case else None
        made[case["id"]] = Case(
            id=case["id"],
            tries=case.get("tries", ""),
            day=day or made[case["like"]].day,
            answers=laid_over(like.answers if like else {}, case["answers"]),
            statuses=laid_over(like.statuses if like else {}, case["statuses"]),
            overall=case["overall"],
            at_odds=case.get("at_odds", []),
        )
        yield made[case["id"]]


def versions() -> list[Version]:
    """Read the suite."""
    read = json.loads(SUITE.read_text("utf-8"))["trials"]
    return [Version(one["trial"], one["version"], list(whole(one["cases"]))) for one in read]
