"""The last answers above a question, so that what was tapped away stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.phases import Phase
from bot.presentation.messages import Line, Message

if TYPE_CHECKING:
    from bot.screenings.service import Reply

_SHOWN = 2
"""A phone is small: the one just given, and the one before it."""


def with_recap(reply: Reply) -> Message:
    """Put the last answers above a question that does not tell them itself."""
    session = reply.session
    if session.state is not Phase.ASKING:
        return reply.message
    renderer = reply.renderer
    told = {line.text for line in reply.message.lines}
    values = renderer.script.values(session)
    kept = [item for item in session.trail[-_SHOWN:] if item in values]
    before = [Line(renderer.recalled(item)) for item in kept if renderer.noted(item) not in told]
    if len(before) == len(kept) > 0:
        before.append(Line(""))
    return Message((*before, *reply.message.lines), reply.message.rows)
