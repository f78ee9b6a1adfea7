"""The screening log's rows, whatever file they go into. Nothing here can say who somebody is.

Columns follow what sites are asked for; those that only the site can fill are left blank.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from bot.presentation.sentences import Speaker
from bot.screenings.outcomes.follow_up_fields import STUDY_NUMBER, said
from criteria.verdict.findings import findings
from criteria.verdict.judgements import provisional
from criteria.verdict.openness import Openness, by_openness

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.screenings.records import Screened
    from bot.store import Fact
    from bot.texts.words import Texts
    from criteria.verdict.verdict import Outcome

Cell: TypeAlias = "str | int | date | datetime | None"

_LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """One screening. The order of the fields is the order of the columns."""

    screening_number: str
    subject_id: str | None
    """The study number, as the site noted it."""
    consent_date: date | None
    """As the site noted it; the columns from here on that it fills are blank until then."""
    consent_version: str | None
    """The same."""
    date_screened: date | None
    """The day on which it came to its summary; empty until then."""
    eligible: str
    reason: str
    """Of what is not met, the values against the limits, in words."""
    not_met: str
    """Criterion ids with spaces between."""
    pending: str
    """Every open criterion, however it is open."""
    not_asked: str
    """Of the open ones, those that nobody was asked about."""
    awaited: str
    """Of the open ones, those that wait for what was ordered; the rest is not known."""
    not_met_count: int
    pending_count: int
    trial: str
    version: str
    site: str
    reference_date: date
    started: datetime
    ended: datetime | None
    outcome: str
    screener: str
    follows: str
    """The screening whose answers it began with."""
    provisional: str
    """Criteria whose status an investigator has to confirm; ids with spaces between."""
    referred_to: str | None
    """The site's."""
    referred_on: date | None
    """The site's."""
    outcome_after_referral: str | None
    """The site's."""
    not_approached: str | None
    """The site's: why nobody asked the candidate."""
    approached_on: date | None
    informed_on: date | None
    enrolled_on: date | None
    randomised_on: date | None
    declined_because: str | None
    overridden: str | None
    """The site's: why somebody was enrolled against what the answers amount to."""
    undone: str | None
    """The site's: why an enrolment or a randomisation was taken back."""

    def cells(self) -> tuple[Cell, ...]:
        """Return the cells in the order of the columns."""
        return tuple(getattr(self, name) for name in COLUMNS)


COLUMNS = tuple(field.name for field in fields(Row))


def row_of(
    screened: Screened, texts: Texts, eligible: dict[Outcome, str], *, coded: bool = False
) -> Row:
    """Return the row of a screening.

    Args:
        screened: the screening.
        texts: the words of the language that the reasons are told in.
        eligible: the text of the column ``eligible`` for each outcome.
        coded: write what is from a closed list as its code, not in words.
    """
    noted = screened.follow_up
    day = partial(_day, noted)
    told = partial(_noted, noted, None if coded else texts)
    result = screened.result
    how = {} if screened.purged else by_openness(screened.verdict)
    ended = screened.ended
    return Row(
        screening_number=screened.token,
        subject_id=noted[STUDY_NUMBER].words if STUDY_NUMBER in noted else None,
        consent_date=day("consent_date"),
        consent_version=told("consent_version"),
        date_screened=None if ended is None else ended.date(),
        eligible=eligible[result.outcome],
        reason=_reason(screened, texts),
        not_met=" ".join(result.failing),
        pending=" ".join(result.pending),
        not_asked=" ".join(how.get(Openness.NOT_ASKED, ())),
        awaited=" ".join(how.get(Openness.AWAITED, ())),
        not_met_count=len(result.failing),
        pending_count=len(result.pending),
        trial=screened.trial.protocol.id,
        version=screened.version,
        site=screened.site,
        reference_date=screened.reference_date,
        started=screened.started,
        ended=ended,
        outcome=result.outcome.value,
        screener=screened.screener,
        follows=screened.session.after,
        provisional=" ".join(_provisional(screened)),
        referred_to=told("referred_to"),
        referred_on=day("referred_on"),
        outcome_after_referral=told("outcome"),
        not_approached=told("not_approached"),
        approached_on=day("approached_on"),
        informed_on=day("informed_on"),
        enrolled_on=day("enrolled_on"),
        randomised_on=day("randomised_on"),
        declined_because=told("declined_because"),
        overridden=told("overridden"),
        undone=told("undone"),
    )


def _provisional(screened: Screened) -> tuple[str, ...]:
    """Return the criteria that an investigator has to confirm; none once the answers are gone."""
    confirmed = screened.session.confirmations
    return () if screened.purged else provisional(screened.verdict, confirmed)


def _day(noted: Mapping[str, Fact], field: str) -> date | None:
    return date.fromisoformat(noted[field].value or "") if field in noted else None


def _noted(noted: Mapping[str, Fact], texts: Texts | None, field: str) -> str | None:
    """Write what is noted in a field: in words, or without texts as a code with words behind it."""
    fact = noted.get(field)
    if fact is None:
        return None
    coded = ": ".join(filter(None, (fact.value, fact.words)))
    return coded if texts is None else said(fact, texts)


def _reason(screened: Screened, texts: Texts) -> str:
    """Return why each criterion that is not met is not; nothing once the answers are deleted."""
    if screened.purged:
        return ""
    verdict, speaker = screened.verdict, Speaker(screened.trial, texts)
    told = [
        texts.log.say(
            "because",
            criterion=name,
            label=speaker.words.criteria[name].label,
            why=" · ".join(speaker.finding(found) for found in findings(verdict, name)),
        )
        for name in verdict.failing
    ]
    text = " | ".join(told)
    return text if len(text) <= _LONGEST_REASON else text[: _LONGEST_REASON - 1] + "…"
