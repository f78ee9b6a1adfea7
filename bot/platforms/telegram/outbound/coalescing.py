"""Coalesces what waits for a chat: of several screens only the newest is worth sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store import Posted, UnitOfWork


def coalesced_page(unit: UnitOfWork, after: int, size: int) -> list[Posted]:
    """Return a page of the outbox without the screens that newer ones in it replace.

    They are deleted: else one of them would count as the newest after the next start.
    """
    found = unit.messaging.waiting(size, after)
    newest = {one.chat_id: one.id for one in found if "screen" in one.message}
    kept = []
    for posted in found:
        replaced = "screen" in posted.message and posted.id != newest[posted.chat_id]
        one = _without_screen(posted) if replaced else posted
        if replaced:
            unit.messaging.replace(one)
        kept.append(one)
    return kept


def newest_screen_only(messages: Sequence[Posted]) -> list[Posted]:
    """Leave only the newest screen of a chat; everything else stays, in order.

    The first message may be on its way and stays as it is.
    """
    first, *rest = messages
    with_screen = [posted.id for posted in rest if "screen" in posted.message]
    return [first, *(_without_screen(p) if p.id in with_screen[:-1] else p for p in rest)]


def _without_screen(posted: Posted) -> Posted:
    kept = {key: value for key, value in posted.message.items() if key not in ("screen", "edit")}
    return type(posted)(posted.id, posted.chat_id, kept)


def newest_screen_first(messages: Sequence[Posted]) -> list[Posted]:
    """Put the newest screen of a chat first, and leave older ones out."""
    newest = max((p.id for p in messages if "screen" in p.message), default=None)
    first = [posted for posted in messages if posted.id == newest]
    return [*first, *(_without_screen(p) for p in messages if p.id != newest)]
