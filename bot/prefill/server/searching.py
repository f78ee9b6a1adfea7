"""A search for one patient's results: narrow, page by page, and held against what was asked."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

from bot.prefill.fhir import Resource, json_of, record_of
from bot.prefill.reported import UnusableRecord
from bot.prefill.server.calling import Caller, same_place
from bot.prefill.server.problems import ServerError
from bot.prefill.server.signing_in import Token
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.prefill.reported import Record
    from bot.prefill.server.calling import Answer
    from bot.prefill.server.endpoint import Place
    from criteria.trial.trial import Trial

_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_HEADERS = {"Accept": "application/fhir+json", "Prefer": "handling=strict"}
_LOINC = re.compile(r"[0-9]{1,7}-[0-9]")
_STATUSES = "final,amended,corrected"
_COUNT = "200"
_MOST_PAGES = 200
_HELD_TO = ("patient", "code", "status")
"""What the server has to say that it searched by: else what was asked was not what was done."""
_OK, _UNAUTHORIZED, _FORBIDDEN, _GONE = 200, 401, 403, (404, 410)


def search(
    place: Place,
    patient: str,
    trial: Trial,
    *,
    patience: float = math.inf,
    sleep: Callable[[float], None] = time.sleep,
    now: Callable[[], float] = time.time,
) -> Record:
    """Return the results of one patient that a trial asks for, and the patient's sex and age.

    Args:
        place: the server.
        patient: the id that the server knows the patient by; it is not kept.
        trial: whose numbers are looked for.
        patience: seconds that all of it may take.
        sleep: waits for a server that is busy.
        now: the clock.

    Raises:
        ServerError: nothing came that can be used.
    """
    if not _ID.fullmatch(patient):
        raise ServerError("not_an_id")
    with Caller(sleep, patience=patience) as caller:
        run = _Search(place, patient, caller, Token(place, caller, now))
        resources = [*run.person(), *run.results(trial)]
    return record_of(resources, "entry", [])


@dataclass
class _Search:
    """One search; who it is about is nowhere but here."""

    place: Place
    patient: str = field(repr=False)
    caller: Caller
    token: Token

    def person(self) -> Iterator[Resource]:
        """Yield the patient, if Bedside may read it."""
        answer = self._get(f"{self.place.base}/Patient/{quote(self.patient)}")
        if answer.status in _GONE:
            raise ServerError("no_patient")
        if answer.status == _OK:
            for one in _resources(answer):
                if one.kind != "Patient" or one.body.get("id") != self.patient:
                    raise ServerError("other_patient")
                yield one
        elif answer.status != _FORBIDDEN:
            raise ServerError("refused", str(answer.status))

    def results(self, trial: Trial) -> Iterator[Resource]:
        """Yield every observation of every page."""
        url: str | None = f"{self.place.base}/Observation?{urlencode(self._asked(trial))}"
        seen: set[str] = set()
        at = 1
        while url is not None:
            if url in seen:
                raise ServerError("repeats")
            if len(seen) >= _MOST_PAGES:
                raise ServerError("endless")
            seen.add(url)
            answer = self._get(url)
            if answer.status != _OK:
                raise ServerError("refused", str(answer.status))
            page = _page(answer)
            self._see_search(page, first=len(seen) == 1)
            for entry in page.get("entry") or ():
                if (found := self._observation(entry, at)) is not None:
                    at += 1
                    yield found
            url = self._next(page, url)

    def _asked(self, trial: Trial) -> dict[str, str]:
        items = (item for item in trial.items.values() if isinstance(item, NumberItem))
        codes = dict.fromkeys(code for item in items for code in item.codes)
        named = (f"http://loinc.org|{one}" if _LOINC.fullmatch(one) else one for one in codes)
        return {
            "patient": self.patient,
            "code": ",".join(named),
            "status": _STATUSES,
            "_count": _COUNT,
        }

    def _get(self, url: str) -> Answer:
        """Ask once more where the token has ended meanwhile."""
        answer = self.caller.call("GET", url, {**_HEADERS, **self.token.headers()})
        if answer.status == _UNAUTHORIZED and self.place.client:
            self.token.forget()
            answer = self.caller.call("GET", url, {**_HEADERS, **self.token.headers()})
        if answer.status == _UNAUTHORIZED:
            raise ServerError("not_allowed")
        return answer

    def _see_search(self, page: dict[str, Any], *, first: bool) -> None:
        """See that the server searched by what was asked, as far as it says so at all.

        The address of a later page may say nothing of that.
        """
        own = next((url for relation, url in _links(page) if relation == "self"), None)
        told = {} if own is None else parse_qs(urlsplit(own).query)
        names = {name.partition(":")[0] for name in told}
        names |= {"patient"} if "subject" in names else set()
        for name in _HELD_TO if first and own is not None else ():
            if name not in names:
                raise ServerError("ignored", name)
        for value in (*told.get("patient", ()), *told.get("subject", ())):
            if value.rpartition("/")[2] != self.patient:
                raise ServerError("other_patient")

    def _observation(self, entry: object, at: int) -> Resource | None:
        """Return an entry's observation, about this patient; None for what is none."""
        body = entry.get("resource") if isinstance(entry, dict) else None
        kind = body.get("resourceType") if isinstance(body, dict) else None
        if not isinstance(body, dict):
            return None
        if kind == "OperationOutcome" and _is_error(body):
            raise ServerError("refused")
        if kind != "Observation":
            return None
        subject = body.get("subject")
        reference = subject.get("reference") if isinstance(subject, dict) else None
        if not isinstance(reference, str) or not self._is_own(reference):
            raise ServerError("other_patient")
        return Resource(at, "", body)

    def _is_own(self, reference: str) -> bool:
        plain = reference.partition("/_history")[0]
        return plain in (f"Patient/{self.patient}", f"{self.place.base}/Patient/{self.patient}")

    def _next(self, page: dict[str, Any], url: str) -> str | None:
        found = next((to for relation, to in _links(page) if relation == "next"), None)
        if found is None:
            return None
        whole = urljoin(url, found)
        if not same_place(whole, self.place.base):
            raise ServerError("elsewhere")
        return whole


def _page(answer: Answer) -> dict[str, Any]:
    found = _json(answer)
    if found.get("resourceType") != "Bundle":
        raise ServerError("no_bundle")
    return found


def _resources(answer: Answer) -> Iterator[Resource]:
    yield Resource(0, "", _json(answer))


def _json(answer: Answer) -> dict[str, Any]:
    try:
        found = json_of(answer.body.decode())
    except (UnusableRecord, ValueError):
        raise ServerError("no_bundle") from None
    if not isinstance(found, dict):
        raise ServerError("no_bundle")
    return found


def _links(page: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for link in page.get("link") or ():
        told = link if isinstance(link, dict) else {}
        relation, url = told.get("relation"), told.get("url")
        if isinstance(relation, str) and isinstance(url, str):
            yield relation, url


def _is_error(outcome: dict[str, Any]) -> bool:
    issues = [one for one in outcome.get("issue") or () if isinstance(one, dict)]
    return any(one.get("severity") in ("error", "fatal") for one in issues)
