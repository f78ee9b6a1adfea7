"""``/confirm``: an investigator confirms the answers that only an investigator may judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.dialogs.sources import initials_of
from bot.presentation.messages import Button
from bot.presentation.sentences import Speaker
from criteria.verdict.judgements import to_confirm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.platforms.chat.commands.context import Context
    from bot.store import Stored

_LOOKED_THROUGH = 100
"""Of everybody's screenings, the last touched."""
_LISTED = 8


def confirm(context: Context, what: str) -> None:
    """List what waits for confirmation, ask for one screening's, or take what is written.

    Args:
        context: the update.
        what: nothing; a screening number; or that with criteria and initials behind it.
    """
    named, _, rest = what.partition(" ")
    stored = context.unit.load(named.upper()) if named else None
    if not named:
        _list(context)
    elif stored is None or stored.purged is not None:
        context.say(context.words.not_there)
    elif rest.strip():
        _take_typed(context, stored, rest.split())
    else:
        _ask(context, stored)


def press(context: Context, what: str) -> None:
    """Handle a press: a screening to look at, or an answer to confirm, as it was shown."""
    token, _, answer = what.partition(":")
    stored = context.unit.load(token)
    if stored is None or stored.purged is not None:
        context.pop_up(context.words.not_there)
        return
    item, _, code = answer.partition(":")
    if not item:
        _ask(context, stored)
    elif item in _waiting(context, stored) and context.verdict(stored).facts.code(item) == code:
        _keep(context, stored, [item], context.owner)
    else:
        _ask(context, stored, context.words.confirm_changed)


def _waiting(context: Context, stored: Stored) -> tuple[str, ...]:
    if stored.purged is not None:
        return ()
    return to_confirm(context.verdict(stored), stored.session.confirmations)


def _list(context: Context) -> None:
    words = context.words
    found = [one for one in context.unit.latest(_LOOKED_THROUGH) if _waiting(context, one)]
    if not found:
        context.say(words.confirm_none)
        return
    lines = [words.confirm_list]
    for one in found[:_LISTED]:
        answers = _told(context, one, _waiting(context, one))
        lines.append(words.say("confirm_line", token=one.session.token, answers=answers))
    if len(found) > _LISTED:
        lines.append(words.say("open_more", count=len(found) - _LISTED))
    tokens = [one.session.token for one in found[:_LISTED]]
    context.say("\n".join(lines), [[Button(token, f"j:{token}")] for token in tokens])


def _told(context: Context, stored: Stored, items: Sequence[str]) -> str:
    return " · ".join(_answer(context, stored, item) for item in items)


def _answer(context: Context, stored: Stored, item: str) -> str:
    """Write an answer with its criterion: I8 PRRT of choice: yes."""
    script = context.script(stored)
    speaker = Speaker(script.trial, context.texts)
    criterion = script.trial.items[item].criterion
    value = speaker.value(item, script.values(stored.session)[item])
    return f"{criterion} {speaker.label(item)}: {value}"


def _ask(context: Context, stored: Stored, *first: str) -> None:
    """Show the answers that wait, with a button for each that holds the answer as it is shown."""
    words, token = context.words, stored.session.token
    items = _waiting(context, stored)
    if not items:
        context.say("\n".join((*first, words.say("confirm_nothing", token=token))))
        return
    verdict = context.verdict(stored)
    answers = [_answer(context, stored, item) for item in items]
    rows = [
        [
            Button(
                words.say("confirm_yes", answer=told),
                f"j:{token}:{item}:{verdict.facts.code(item)}",
            )
        ]
        for item, told in zip(items, answers, strict=True)
    ]
    context.say("\n".join((*first, words.say("confirm_ask", token=token), *answers)), rows)


def _take_typed(context: Context, stored: Stored, words: list[str]) -> None:
    """Take criteria, and initials behind them."""
    trial = context.script(stored).trial
    names = {name.casefold(): name for name in trial.criteria}
    plain = [word.strip(",;").casefold() for word in words]
    named = [names[word] for word in plain if word in names]
    by = initials_of(words[-1]) if plain[-1] not in names else context.owner
    if not named or by is None or len(named) < len(plain) - (by != context.owner):
        context.say(context.words.confirm_how)
        return
    items = [one for one in _waiting(context, stored) if trial.items[one].criterion in named]
    if items:
        _keep(context, stored, items, by)
    else:
        _ask(context, stored)


def _keep(context: Context, stored: Stored, items: Sequence[str], by: str) -> None:
    token = stored.session.token
    told = _told(context, stored, items)
    answers = tuple((item, stored.session.answers[item].text) for item in items)
    event = events.ConfirmJudgements(answers, by)
    after = context.service.handle(stored.owner, token, event, context.owner).session
    if not after.confirmations.keys() >= set(items):  # somebody changed it at the same time
        _ask(context, context.unit.load(token) or stored, context.words.confirm_changed)
        return
    context.say(context.words.say("confirmed", token=token, answers=told, by=by))
    left = context.unit.load(token)
    if left is not None and _waiting(context, left):
        _ask(context, left)
