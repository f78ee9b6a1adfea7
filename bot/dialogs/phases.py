"""The phases of a conversation, and the triggers of the moves between them.

Both are stored and drawn by their values, which never change.
"""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """What a screening waits for."""

    ASKING = "asking"
    CONFIRM = "confirm"
    FAILED = "failed"
    SUMMARY = "summary"
    CHANGING = "changing"
    PAUSED = "paused"


class Trigger(StrEnum):
    """What names a move; the table in `machine` says where it leads."""

    ASK = "ask"
    CONFIRM = "confirm"
    FAIL = "fail"
    FINISH = "finish"
    LIST = "list"
    LEAVE = "leave"
