"""Structured logs: one JSON object a line on standard error, without secrets and without texts.

What people write never goes into a log; the token is taken out of whatever a library says.
"""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping
    from typing import TextIO

_MASK = "********"
_HIDDEN: list[str] = []
_STREAM: list[TextIO] = []
"""Where lines go, once it is known."""


def configure(secrets: Iterable[str] = ()) -> None:
    """Begin to log.

    Args:
        secrets: what must never stand in a log, whoever writes it.
    """
    _HIDDEN[:] = [secret for secret in secrets if secret]
    _STREAM[:] = [sys.stderr]
    if "structlog" in sys.modules:
        _shape_lines()
    handler = _Handler()
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # libraries tell addresses with the token in them below this


def log() -> Any:  # noqa: ANN401 - structlog's own type says as little
    """Return the logger."""
    import structlog  # noqa: PLC0415 - large: whoever only starts to serve does not wait for it

    if _STREAM and not structlog.is_configured():
        _shape_lines()
    return structlog.get_logger()


def _shape_lines() -> None:
    """Tell structlog how lines look, and where they go."""
    import structlog  # noqa: PLC0415 - as above

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_secrets,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=_STREAM[0]),
        cache_logger_on_first_use=False,
    )


def hidden(text: str) -> str:
    """Take the secrets out of a text."""
    for secret in _HIDDEN:
        text = text.replace(secret, _MASK)
    return text


def where(error: Exception) -> str:
    """Name an error and the line it came from; never its text, which may quote somebody."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, line {last.lineno} of {last.filename}"[-300:]


def _without_secrets(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: hidden(str(value)) for key, value in event.items()}


class _Handler(logging.Handler):
    """What libraries log through Python's own logging: their warnings, without tracebacks."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record as one of ours."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        # The first line alone: in further ones asyncio quotes an error, which may quote somebody.
        said = str(record.msg).partition("\n")[0]
        log().warning("library", name=record.name, said=said[:500], error=kind)
