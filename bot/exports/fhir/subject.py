"""One candidate as a FHIR R4 ResearchSubject: how far somebody came in the trial.

The candidate is named by the screening number alone. The status follows what the site has noted
and, until something is noted, what the answers amount to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.exports.fhir.response import SUBJECT_SYSTEM
from bot.exports.fhir.terminology import BASE, Json
from bot.screenings.outcomes.course import course_of
from bot.screenings.status import Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store import Fact
    from criteria.trial.trial import Trial

Status = Literal[
    "eligible",
    "ineligible",
    "not-registered",
    "off-study",
    "on-study",
    "pending-on-study",
    "screening",
    "withdrawn",
]
"""Those of FHIR's statuses that a screening can have."""

_STUDY_SYSTEM = f"{BASE}/trial"
_ENDED: Mapping[str | None, Status] = {
    "withdrew": "withdrawn",
    "died": "off-study",
    "lost": "off-study",
    "screen_failure": "ineligible",
}
"""What came of it -> status, whatever was reached before."""
_UNDONE: Mapping[str | None, Status] = {
    "consent_withdrawn": "withdrawn",
    "found_ineligible": "ineligible",
    "stopped": "off-study",
    "other": "off-study",
}
"""Why an enrolment was taken back -> status; what was noted in error never happened."""
_STAGES: Mapping[Stage, Status] = {
    Stage.ELIGIBLE: "eligible",
    Stage.NOT_ELIGIBLE: "ineligible",
    Stage.PENDING: "screening",
    Stage.IN_PROGRESS: "screening",
}


def subject(trial: Trial, number: str, stage: Stage, noted: Mapping[str, Fact]) -> Json:
    """Return the resource of one screening.

    Args:
        trial: the trial in the version of the screening.
        number: the screening number.
        stage: how far the screening is.
        noted: the facts that count of what became of it.
    """
    protocol = trial.protocol
    study = {"system": _STUDY_SYSTEM, "value": protocol.id}
    made: Json = {
        "resourceType": "ResearchSubject",
        "identifier": [{"system": SUBJECT_SYSTEM, "value": number}],
        "status": status(stage, noted),
        "study": {
            "type": "ResearchStudy",
            "identifier": study,
            "display": f"{protocol.acronym} ({protocol.registry.id})",
        },
        "individual": {
            "type": "Patient",
            "identifier": {"system": SUBJECT_SYSTEM, "value": number},
        },
    }
    start = _start(noted)
    return made if start is None else {**made, "period": {"start": start}}


def status(stage: Stage, noted: Mapping[str, Fact]) -> Status:
    """Return how far somebody came: what ended it, else the furthest step, else the answers."""
    code = {field: fact.value for field, fact in noted.items()}
    course = course_of(noted)
    if code.get("undone") in _UNDONE:
        return _UNDONE[code["undone"]]
    if code.get("outcome") in _ENDED:
        return _ENDED[code["outcome"]]
    if course.declined or course.not_approached:
        return "not-registered"
    if course.enrolled:
        return "on-study"
    return "pending-on-study" if course.consented else _STAGES[stage]


def _start(noted: Mapping[str, Fact]) -> str | None:
    """Return the day from which somebody took part: enrolled, or else randomised."""
    if not course_of(noted).enrolled:
        return None
    days = (noted[field].value for field in ("enrolled_on", "randomised_on") if field in noted)
    return next(days, None)
