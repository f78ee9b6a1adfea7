"""What of a record is not used, and why, in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.prefill.choosing import LeftOut
    from bot.presentation.sentences import Speaker

_SYSTEMS = {"loinc": "LOINC", "npu": "NPU"}


def said_left_out(one: LeftOut, speaker: Speaker) -> str:
    """Say what is left out: its item or its code, its day, where it stands, and the reason."""
    say = speaker.texts.record
    details = [str(one.day)] if one.day else []
    source = one.source
    coded = f"{_SYSTEMS.get(source.system or '', '')} {source.code}".strip() if source else ""
    if source is not None and source.at:
        details.append(say.say(f"place_{source.place}", at=source.at))
    if one.count > 1:
        details.append(f"× {one.count}")
    name = speaker.label(one.item) if one.item else coded
    listed = ", ".join(details)
    if name and listed:
        what = say.say("left_out_item", item=name, details=listed)
    else:
        what = name or listed
    reason = speaker.texts.left_out.say(one.code)
    return say.say("left_out", what=what, reason=reason) if what else reason
