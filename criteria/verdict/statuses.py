"""What a criterion can be judged to be."""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """The status of a criterion; for an exclusion, met means that it is absent."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
