"""What the buttons of a screen with several items do: a checklist's lines, a panel one by one."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogs import events
from bot.dialogs.answers.keeping import keep
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.prompts import Checklist, Panel, ticks
from bot.dialogs.session import Kept
from bot.dialogs.steps import Context, Step, moved

_TICKS = ("no", "yes", "unknown")


def on_toggled(context: Context[events.Toggled]) -> Step:
    """Turn a line of the checklist: from no to yes to unknown to no."""
    session, asked, item = context.session, context.asked, context.event.item
    if not isinstance(asked, Checklist) or item not in asked.items:
        return context.unchanged(NoticeCode.STALE)
    now = ticks(session, asked, context.script)
    turned = _TICKS[(_TICKS.index(now[item]) + 1) % len(_TICKS)]
    return Step(session.but(ticks={**now, item: turned}))


def on_checklist(context: Context[events.NoneOfThese | events.ChecklistDone]) -> Step:
    """Take the checklist: nothing on it, or as it was ticked."""
    session, asked, event = context.session, context.asked, context.event
    if not isinstance(asked, Checklist) or event.first != asked.item:
        return context.unchanged(NoticeCode.STALE)
    none = isinstance(event, events.NoneOfThese)
    now = dict.fromkeys(asked.items, "no") if none else ticks(session, asked, context.script)
    answers = {item: Kept(code) for item, code in now.items()}
    step = keep(session, answers, context.script)
    ticked = [item for item, code in session.ticks.items() if none and code != "no"]
    said = (Notice(NoticeCode.UNTICKED, ticked[0], " ".join(ticked[1:])),) if ticked else ()
    return moved(replace(step, effects=(*step.effects, *said)), context.script)


def on_one_by_one(context: Context[events.OneByOne]) -> Step:
    """Ask a panel's values one after the other."""
    session, asked = context.session, context.asked
    if not isinstance(asked, Panel) or context.event.first != asked.item:
        return context.unchanged(NoticeCode.STALE)
    screen = context.script.screen_of[asked.item]
    return Step(session.but(single=(*session.single, screen.id)))
