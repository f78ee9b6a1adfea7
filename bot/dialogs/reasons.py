"""Which changes of reported answers need a reason.

A screening is reported once it has been at its summary. The verdict never waits for a reason, but
the next reported answer does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from criteria.known.values import NotKnown, Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.dialogs.session import Kept, Script, Session


REASONS = ("typing_error", "new_result", "misunderstood")
"""Why a reported answer is changed: codes that are stored and never change meaning."""


def to_explain(session: Session, answers: Mapping[str, Kept], script: Script) -> dict[str, str]:
    """Return the reported answers that new ones change: item -> what was reported.

    Completing one that was not known is no such change, nor is the same in other words.
    """
    if not session.reported:
        return {}
    return {
        item: session.answers[item].text
        for item, kept in answers.items()
        if item in session.answers and _differs(item, kept, session, script)
    }


def _differs(item: str, kept: Kept, session: Session, script: Script) -> bool:
    before = session.answers[item]
    if before.text == kept.text:
        return False
    was = script.value(item, before, session.reference_date)
    now = script.value(item, kept, session.reference_date)
    if isinstance(was, NotKnown):
        return False
    if isinstance(was, Refusal) or isinstance(now, Refusal):
        return True
    return replace(was, text="") != replace(now, text="")
