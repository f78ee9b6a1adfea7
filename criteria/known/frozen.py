"""The base of every model of a trial's files."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Base of everything that a trial file describes: strict, immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
