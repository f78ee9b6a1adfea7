"""What of a record is not used, and why, in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.prefill.choosing import LeftOut
    from bot.prefill.reported import LeftOutCode
    from bot.presentation.sentences import Speaker

_SYSTEMS = {"loinc": "LOINC", "npu": "NPU"}


_MOST = 8
"""Lines about what the trial asks for; more are counted."""


def said_briefly(left_out: Sequence[LeftOut], speaker: Speaker) -> Iterator[str]:
    """Say in a chat what is left out: a line for each item, all else counted by its reason."""
    own = [one for one in left_out if one.item]
    yield from (said_left_out(one, speaker) for one in own[:_MOST])
    counts: dict[LeftOutCode, int] = {}
    for one in (*own[_MOST:], *(other for other in left_out if not other.item)):
        counts[one.code] = counts.get(one.code, 0) + one.count
    for code, count in counts.items():
        reason = speaker.texts.left_out.say(code)
        yield speaker.texts.record.say("left_out_many", count=count, reason=reason)


def said_left_out(one: LeftOut, speaker: Speaker) -> str:
    """Say what is left out: its item or its code, its day, where it is, and the reason."""
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
