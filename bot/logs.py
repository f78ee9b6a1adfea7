"""Structured logs: one JSON object a line on standard error, without secrets and without texts.

What people write never goes into a log; the token is taken out of whatever a library says.
"""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

_MASK = "********"
_HIDDEN: list[str] = []


def configure(secrets: Iterable[str] = ()) -> None:
    """Begin to log.

    Args:
        secrets: what must never stand in a log, whoever writes it.
    """
    _HIDDEN[:] = [secret for secret in secrets if secret]
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_secrets,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = _Handler()
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)  # libraries tell addresses with the token in them below this


def log() -> Any:  # noqa: ANN401 - structlog's own type says as little
    """Give the logger."""
    return structlog.get_logger()


def hidden(text: str) -> str:
    """Take the secrets out of a text."""
    for secret in _HIDDEN:
        text = text.replace(secret, _MASK)
    return text


def _without_secrets(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: hidden(str(value)) for key, value in event.items()}


class _Handler(logging.Handler):
    """What libraries log through Python's own logging: their warnings, without tracebacks."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record as one of ours."""
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        said = record.getMessage() if record.name.startswith(("aiohttp", "asyncio")) else record.msg
        log().warning("library", name=record.name, said=str(said)[:500], error=kind)
