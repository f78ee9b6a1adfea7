"""Files about one screening that are asked for in a conversation: its checklist, its calendar."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, cast

from bot.texts.system import refused_because

if TYPE_CHECKING:
    from bot.screenings.service import Service
    from bot.store import Store
    from bot.texts.words import Texts

KEYS = {"checklist": "checklist.pdf", "calendar": "calendar.ics"}
"""Command -> the file that it makes."""


class NotMadeError(Exception):
    """A file could not be made or written; the text says why in the screener's language."""


def written(service: Service, token: str, key: str, texts: Texts) -> Path:
    """Write a file about a screening into the folder at hand, whole or not at all.

    Raises:
        NotMadeError: it can't be made, or not be written here.
        StoreError: the screenings cannot be reached.
        TrialError: the trial of the screening is not there any more.
    """
    content = _made(service, token, key, texts)
    path = Path(f"{token}-{key}")
    try:
        descriptor, name = mkstemp(dir=Path(), prefix=".bedside-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError as error:
        reason = refused_because(error, texts)
        told = texts.log_command.say("not_written", file=path, reason=reason)
        raise NotMadeError(told) from error
    return path.absolute()


def _made(service: Service, token: str, key: str, texts: Texts) -> bytes:
    """Make a file of one screening."""
    from io import BytesIO  # noqa: PLC0415 - most conversations make no file

    from bot.exports.context import ExportContext, MissingPartError, Unsuitable  # noqa: PLC0415 - as above
    from bot.exports.registry import BY_KEY  # noqa: PLC0415 - as above
    from bot.screenings.records import Records  # noqa: PLC0415 - as above

    store, site = cast("Store", service.store), service.site
    record = Records(store, site, service.now().tzinfo).of(token)
    context = ExportContext(texts, service.now(), store, "" if site is None else site.code)
    out = BytesIO()
    try:
        BY_KEY[key].write(filter(None, [record]), out, context)
    except (MissingPartError, Unsuitable) as error:
        raise NotMadeError(error.said(texts)) from error
    return out.getvalue()
