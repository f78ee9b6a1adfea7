"""What the buttons of a screen with several items do: a checklist's lines, a panel one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.answers.keeping import keep, takes_ticks_back
from bot.dialogs.notices import NoticeCode
from bot.dialogs.prompts import Checklist, Panel, ticks
from bot.dialogs.session import Kept
from bot.dialogs.steps import Context, Step, moved

if TYPE_CHECKING:
    from bot.dialogs import events

_TICKS = ("no", "yes", "unknown")


def on_toggled(context: Context[events.Toggled]) -> Step:
    """Turn a line of the checklist: from no to yes to unknown to no."""
    session, asked, item = context.session, context.asked, context.event.item
    if not isinstance(asked, Checklist) or item not in asked.items:
        return context.unchanged(NoticeCode.STALE)
    now = ticks(session, asked, context.script)
    turned = _TICKS[(_TICKS.index(now[item]) + 1) % len(_TICKS)]
    return Step(session.but(ticks={**now, item: turned}))


def on_none_of_these(context: Context[events.NoneOfThese]) -> Step:
    """Take that nothing on the checklist is there; asked back where something is ticked."""
    session, asked = context.session, context.asked
    if not isinstance(asked, Checklist) or context.event.first != asked.item:
        return context.unchanged(NoticeCode.STALE)
    answers = dict.fromkeys(asked.items, Kept("no"))
    step = takes_ticks_back(session, answers) or keep(session, answers, context.script)
    return moved(step, context.script)


def on_checklist_done(context: Context[events.ChecklistDone]) -> Step:
    """Take the checklist as it was ticked."""
    session, asked = context.session, context.asked
    if not isinstance(asked, Checklist) or context.event.first != asked.item:
        return context.unchanged(NoticeCode.STALE)
    now = ticks(session, asked, context.script)
    answers = {item: Kept(code) for item, code in now.items()}
    return moved(keep(session, answers, context.script), context.script)


def on_one_by_one(context: Context[events.OneByOne]) -> Step:
    """Ask a panel's values one after the other."""
    session, asked = context.session, context.asked
    if not isinstance(asked, Panel) or context.event.first != asked.item:
        return context.unchanged(NoticeCode.STALE)
    screen = context.script.screen_of[asked.item]
    return Step(session.but(single=(*session.single, screen.id)))
