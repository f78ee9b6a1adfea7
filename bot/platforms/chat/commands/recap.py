"""The last answers above a question, so that what was tapped away stays readable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.phases import Phase
from bot.presentation.messages import Line, Message
from bot.presentation.sentences import Speaker
from bot.screenings.scripts import script_of
from criteria.known.values import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.screenings.service import Reply
    from bot.texts.words import Texts

_SHOWN = 6


def with_recap(reply: Reply, texts: Texts) -> Message:
    """Put the last answers above a question that does not tell them itself."""
    if reply.session.state is not Phase.ASKING:
        return reply.message
    answers = list(_answers(reply, texts))
    told = {line.text for line in reply.message.lines}
    before = [Line(text) for text in answers if text not in told]
    if before and not told.intersection(answers):
        before.append(Line(""))
    return Message((*before, *reply.message.lines), reply.message.rows)


def _answers(reply: Reply, texts: Texts) -> Iterator[str]:
    session = reply.session
    script = script_of(session.trial, session.version)
    speaker = Speaker(script.trial, texts)
    for item in session.trail[-_SHOWN:]:
        kept = session.answers.get(item)
        if kept is None:
            continue
        value = script.value(item, kept, session.reference_date)
        if isinstance(value, Refusal):
            continue
        shown = speaker.value(item, value)
        yield texts.dialog.say("noted", item=speaker.label(item), value=shown)
