"""Events and sessions as plain data and as JSON text, and back.

The name of an event's class is part of what is stored: a class that is renamed needs its old name
kept here. JSON is pure ASCII, so that whatever somebody managed to type can be stored and comes
back as it was; the order of answers is kept.
"""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING, Any, get_args

from bot.dialogs import events
from bot.dialogs.session import from_data, to_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.dialogs.session import Session

to_text = json.JSONEncoder(check_circular=False).encode
"""Writes plain data as JSON: faster than `json.dumps`, which looks for what holds itself."""
MOST_WRITTEN = 512
"""Sessions that need not be read again: what was written last is what is read next."""
_written: dict[str, Session] = {}
_lock = Lock()
_TYPES: dict[str, type[events.Event]] = {one.__name__: one for one in get_args(events.Event)}


def event_to_data(event: events.Event) -> dict[str, Any]:
    """Return an event as plain data: its fields, and its type's name under ``type``."""
    names = event.__dataclass_fields__  # their values are plain: `asdict` would copy them
    return {"type": type(event).__name__, **{name: getattr(event, name) for name in names}}


def event_from_data(data: Mapping[str, Any]) -> events.Event:
    """Build an event from plain data.

    Raises:
        ValueError: there is no such type, or its fields are others.
    """
    fields = dict(data)
    name = fields.pop("type", None)
    if not isinstance(name, str) or name not in _TYPES:
        raise ValueError(f"there is no event type {name!r}")
    try:
        return _TYPES[name](**fields)
    except TypeError:
        raise ValueError(f"an event {name} has other fields than {sorted(fields)}") from None


def event_to_text(event: events.Event) -> str:
    """Write an event as JSON."""
    return to_text(event_to_data(event))


def event_from_text(text: str) -> events.Event:
    """Read an event from JSON.

    Raises:
        ValueError: the text is no event.
    """
    return event_from_data(json.loads(text))


def session_to_text(session: Session) -> str:
    """Write a session as JSON."""
    text = to_text(to_data(session))
    with _lock:
        _written[text] = session
        if len(_written) > MOST_WRITTEN:
            del _written[next(iter(_written))]
    return text


def forget_written() -> None:
    """Forget the sessions that were written last, as one of them was emptied."""
    with _lock:
        _written.clear()


def session_from_text(text: str) -> Session:
    """Read a session from JSON.

    Raises:
        ValueError: the text is no session.
    """
    written = _written.get(text)
    if written is not None:
        return written
    try:
        return from_data(json.loads(text))
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"a session has other fields: {type(error).__name__}") from None
