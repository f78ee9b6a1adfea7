"""Which signs the letters of the typesetter have, and texts in those signs alone."""

from __future__ import annotations

from typing import Any

BLOCKS = (
    range(0x0020, 0x0250),  # Latin
    range(0x0370, 0x0460),  # Greek, Cyrillic
    range(0x1E00, 0x1F00),  # Latin, more
    range(0x2010, 0x2040),  # dashes, quotation marks
    range(0x2070, 0x20D0),  # raised and lowered figures, currencies
    range(0x2190, 0x2300),  # arrows, mathematics
)
"""Signs that the letters of the typesetter have."""


def shown(data: Any) -> Any:  # noqa: ANN401 - whatever a sheet consists of
    """Return plain data with every text as it can be shown."""
    if isinstance(data, dict):
        return {name: shown(inner) for name, inner in data.items()}
    if isinstance(data, list | tuple):
        return [shown(inner) for inner in data]
    return displayable(data) if isinstance(data, str) else data


def displayable(text: str) -> str:
    """Replace signs that the letters at hand cannot show: others may have written anything."""
    return "".join(
        sign if sign.isprintable() and any(ord(sign) in block for block in BLOCKS) else "?"
        for sign in text
    )
