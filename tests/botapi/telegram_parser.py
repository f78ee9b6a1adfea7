"""Telegram's own parser of HTML, without the network; only where ``tdjson`` can be imported."""

from __future__ import annotations

import json
from typing import Any

import tdjson


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None, request["@type"]
    read: dict[str, Any] = json.loads(answer)
    return read


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def parse_html(html: str) -> str:
    """Return the plain text that Telegram makes of an HTML text; ValueError says why it can't."""
    mode = {"@type": "textParseModeHTML"}
    answer = _execute({"@type": "parseTextEntities", "text": html, "parse_mode": mode})
    if answer["@type"] == "error":
        raise ValueError(answer["message"])
    text: str = answer["text"]
    return text
