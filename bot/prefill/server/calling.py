"""Calls to a FHIR server: bounded in time and size, repeated where the server asks to wait."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple, Self
from urllib.parse import urlsplit

from pyreqwest.client import SyncClientBuilder
from pyreqwest.exceptions import PyreqwestError, RequestTimeoutError
from tenacity import RetryCallState, Retrying, retry_if_result, stop_after_attempt

from bot.prefill.server.problems import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from pyreqwest.client import SyncClient

SECONDS = 30.0
"""How long a call may take."""
LARGEST = 20_000_000
"""Bytes of a page."""
_TRIES = 4
_LONGEST_WAIT = 60.0
"""Seconds that a server may ask to be left alone before it is given up."""
_WAIT = 1.0
_BUSY = (429, 503)


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    body: bytes
    retry_after: str = ""


@dataclass
class Caller:
    """Makes calls, one after the other."""

    sleep: Callable[[float], None]
    seconds: float = SECONDS
    patience: float = math.inf
    """Seconds for all calls together, with the waits between them."""

    def __enter__(self) -> Self:
        """Open the client; it follows no redirects, which could take a token elsewhere."""
        self._until = time.monotonic() + self.patience
        builder = SyncClientBuilder().follow_redirects(enable=False)
        try:
            self._client: SyncClient = builder.build()
        except PyreqwestError:
            raise ServerError("no_answer") from None
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self._client.close()

    def call(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """Make a call; where the server is busy, again after the time that it asks for.

        Raises:
            ServerError: it does not answer, is slow, stays busy, or answers too much.
        """
        retrying = Retrying(
            retry=retry_if_result(lambda answer: answer.status in _BUSY),
            wait=_wait,
            stop=stop_after_attempt(_TRIES),
            sleep=self._pause,
            retry_error_callback=_given_up,
        )
        return retrying(self._once, method, url, headers, form)

    def _pause(self, seconds: float) -> None:
        if seconds > self._left():
            raise ServerError("busy")
        self.sleep(seconds)

    def _left(self) -> float:
        return self._until - time.monotonic()

    def _once(
        self, method: str, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> Answer:
        seconds = min(self.seconds, self._left())
        if seconds <= 0:
            raise ServerError("slow")
        try:
            request = self._client.request(method, url).headers(dict(headers))
            request = request if form is None else request.form(dict(form))
            answer = request.timeout(timedelta(seconds=seconds)).build().send()
            body = bytes(answer.bytes())
        except RequestTimeoutError:
            raise ServerError("slow") from None
        except (PyreqwestError, ValueError):  # no error's own text: it may name the patient
            raise ServerError("no_answer") from None
        if len(body) > LARGEST:
            raise ServerError("endless")
        return Answer(answer.status, body, answer.headers.get("retry-after") or "")


def _wait(state: RetryCallState) -> float:
    """Return how long to wait: as the server says, else longer each time."""
    answer = state.outcome.result() if state.outcome else None
    asked = seconds_of(answer.retry_after) if isinstance(answer, Answer) else None
    wait = _WAIT * 2 ** (state.attempt_number - 1) if asked is None else asked
    if wait > _LONGEST_WAIT:
        raise ServerError("busy")
    return wait


def _given_up(_: RetryCallState) -> Answer:
    raise ServerError("busy")


def seconds_of(retry_after: str) -> float | None:
    """Return the seconds that a Retry-After header asks for, in either of its forms."""
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (until - datetime.now(UTC)).total_seconds()) if until.tzinfo else None


def same_place(url: str, base: str) -> bool:
    """Whether an address is on the server whose base this is, so that it may have the token."""
    one, other = urlsplit(url), urlsplit(base)
    return (one.scheme, one.netloc.lower()) == (other.scheme, other.netloc.lower())
