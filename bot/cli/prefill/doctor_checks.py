"""What ``bedside doctor`` sees of the FHIR server: that it answers, and lets Bedside in."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.config.check import Check
from bot.config.fhir_server import place_of
from bot.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.config.settings import Settings

_NAME = "FHIR server"
_OK = 200


def checks(settings: Settings) -> Iterator[Callable[[], Check]]:
    """Return the check of the server, where one is set."""
    if settings.fhir:
        yield lambda: server(settings)


def server(settings: Settings) -> Check:
    """Get a token where Bedside signs in, and ask the server what it can do."""
    from bot.prefill.server.calling import Caller  # noqa: PLC0415 - only where a server is set
    from bot.prefill.server.problems import ServerError  # noqa: PLC0415 - as above
    from bot.prefill.server.signing_in import Token  # noqa: PLC0415 - as above

    place = place_of(settings)
    try:
        with Caller(time.sleep) as caller:
            headers = Token(place, caller, time.time).headers()
            status = caller.call("GET", f"{place.base}/metadata", headers).status
    except ServerError as error:
        said = texts_in(settings.language).record_server.say(error.problem, detail=error.detail)
        return Check(_NAME, ok=False, text=said)
    if status != _OK:
        return Check(_NAME, ok=False, text=f"{place.base}/metadata answers {status}: check it")
    how = "gives a token and answers" if place.client else "answers without signing in"
    return Check(_NAME, ok=True, text=how)
