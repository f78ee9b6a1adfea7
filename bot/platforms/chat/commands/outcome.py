"""``/outcome``: notes what became of a screening: consent, referral, and what came of it.

What is asked for in words waits in the chat, as the day of a reminder does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.chat.roles import may_read
from bot.presentation.fitting import MOST, page_of
from bot.presentation.messages import Button
from bot.screenings.outcomes import follow_up
from bot.screenings.outcomes.follow_up import Refusal
from bot.screenings.outcomes.follow_up_fields import FIELDS, OTHER, Kind, field_label, label
from bot.screenings.service import NoSuchScreeningError
from bot.store import latest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.platforms.chat.commands.context import Context
    from bot.store import Noted

AWAITING = "outcome:"
_IN_A_ROW = 2
_ASKED = {Kind.DAY: "ask_day", Kind.WORDS: "ask_words", Kind.NUMBER: "no_study_number"}
"""How it is asked for what is written."""
_MORE = "+"
"""In front of the number of a page of fields, where a button would name one."""
_PAGES = frozenset(map(str, range(len(FIELDS))))


def outcome(context: Context, what: str) -> None:
    """Note what is written of the screening named first, or at hand; without it offer buttons."""
    named, _, rest = what.partition(" ")
    token = named.upper() if named and context.unit.load(named.upper()) else context.chat.token
    if token is None:
        context.say_with_number("outcome_which")
        return
    text = rest if token == named.upper() else what
    if not _is_readable(context, token):
        context.say(context.words.not_there)
    elif text.strip():
        _take(context, token, follow_up.read_lines(text, context.environment.now().date()))
    else:
        _offer(context, token)


def press(context: Context, what: str) -> None:
    """Handle a press: a screening, one of its fields, or what to note in it."""
    token, field, value = [*what.split(":", 2), "", ""][:3]
    if not _is_readable(context, token):
        context.pop_up(context.words.not_there)
    elif field not in FIELDS:
        page = field.removeprefix(_MORE)
        _offer(context, token, page=int(page) if page in _PAGES else 0)
    elif not value:
        _ask(context, token, field)
    elif value == OTHER:
        _ask_for_words(context, token, field, f":{OTHER}", "ask_other")
    else:
        _take(context, token, [follow_up.read(field, value, context.environment.now().date())])


def take_awaited(context: Context) -> None:
    """Take the words or the day that were asked for."""
    awaited = (context.chat.awaiting or "").removeprefix(AWAITING)
    token, field, code = [*awaited.split(":"), ""][:3]
    if not _is_readable(context, token):
        raise NoSuchScreeningError(token)
    text = f"{code}: {context.incoming.text}" if code else context.incoming.text
    read = follow_up.read(field, text, context.environment.now().date())
    if not isinstance(read, Refusal):
        context.change(awaiting=None)
    _take(context, token, [read])


def _is_readable(context: Context, token: str) -> bool:
    """Whether somebody may note something of a screening: one's own, or anybody's for the log."""
    stored = context.unit.load(token)
    return stored is not None and may_read(context.role, context.owner, stored)


def _offer(context: Context, token: str, *first: str, page: int = 0) -> None:
    """Show what is noted, with a button for each field, a page of them at a time."""
    texts = context.texts
    lines = follow_up.told(latest(context.unit.follow_up(token)), texts)
    say = texts.follow_up
    text = "\n".join(
        (*first, say.say("title", token=token), *lines, "", say.say("how", token=token))
    )
    shown, page, pages = page_of([*FIELDS], page, MOST)
    rows = [[Button(field_label(one, texts), f"u:{token}:{one}")] for one in shown]
    if pages > 1:
        rows.append([Button(say.more, f"u:{token}:{_MORE}{(page + 1) % pages}")])
    context.say(text, rows)


def _ask(context: Context, token: str, field: str) -> None:
    texts, known = context.texts, FIELDS[field]
    name = field_label(field, texts)
    if known.kind is not Kind.CODE:
        _ask_for_words(context, token, field, "", _ASKED[known.kind])
        return
    buttons = [
        Button(label(field, code, texts), f"u:{token}:{field}:{code}") for code in known.codes
    ]
    rows = [buttons[at : at + _IN_A_ROW] for at in range(0, len(buttons), _IN_A_ROW)]
    context.change(awaiting=f"{AWAITING}{token}:{field}")  # or a written one answers a question
    context.say(f"{token} · {name}", [*rows, *_ways_back(context, token, field)])


def _ask_for_words(context: Context, token: str, field: str, code: str, sentence: str) -> None:
    texts = context.texts
    context.change(awaiting=f"{AWAITING}{token}:{field}{code}")
    rows = []
    if FIELDS[field].kind is Kind.DAY:
        day = context.environment.now().date().isoformat()
        rows.append([Button(f"{texts.follow_up.today}: {day}", f"u:{token}:{field}:{day}")])
    rows += _ways_back(context, token, field)
    context.say(texts.follow_up.say(sentence, field=field_label(field, texts)), rows)


def _ways_back(context: Context, token: str, field: str) -> list[list[Button]]:
    """Return the button that takes a field back, where something is noted in it."""
    if field not in latest(context.unit.follow_up(token)):
        return []
    return [[Button(context.texts.follow_up.take_back, f"u:{token}:{field}:-")]]


def _take(context: Context, token: str, read: Sequence[Noted | Refusal]) -> None:
    """Keep what was read, if all of it can be; else say why not."""
    texts, stored = context.texts, context.unit.load(token)
    read = follow_up.allowed(read, purged=stored is not None and stored.purged is not None)
    noted = follow_up.kept(read)
    if noted:
        context.unit.note(token, noted, context.environment.now(), context.owner)
        if context.incoming.query:
            context.change(awaiting=None)
        _offer(context, token, *follow_up.noted_lines(token, noted, texts), "")
        return
    refusals = [one for one in read if isinstance(one, Refusal)]
    rows = [[Button(day, f"u:{token}:{one.field}:{day}")] for one in refusals for day in one.days]
    context.say("\n".join(follow_up.refused_lines(read, texts)), rows)
