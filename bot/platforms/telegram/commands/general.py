"""What is said beside screenings: the beginning, help, privacy, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.platforms.telegram.bot_commands import known_to
from bot.platforms.telegram.commands import lists, screening
from bot.platforms.telegram.commands import members as people
from bot.platforms.telegram.words import words_in
from bot.presentation.messages import Button
from bot.screenings.service import NoSuchScreeningError
from bot.texts import languages, texts_in

if TYPE_CHECKING:
    from bot.platforms.telegram.commands.context import Turn


def start(turn: Turn, code: str) -> None:
    """Begin: take an invitation, or show what can be done."""
    if code:
        people.arrive(turn, code)
        return
    people.register(turn)
    offer(turn, turn.words.say("menu", role=turn.words.roles[turn.role.value]))


def offer(turn: Turn, text: str) -> None:
    """Say something with the ways on below it."""
    words, token = turn.words, turn.chat.token
    rows = [[Button(words.new_screening, "m:screen")]]
    if token is not None:
        label = words.say("continue_screening", token=token)
        rows.append([Button(label, f"r:{token}"), Button(turn.texts.dialog.change, f"c:{token}")])
    rows.append([Button(words.all_pending, "m:pending")])
    turn.say(text, rows)


def press(turn: Turn, what: str) -> None:
    """Take a button of a menu."""
    name, _, argument = what.partition(":")
    if name == "screen":
        screening.begin(turn, argument)
    elif name == "pending":
        lists.pending(turn, "")
    else:
        offer(turn, turn.words.no_screening)


def tell_help(turn: Turn, _argument: str) -> None:
    """Help with what is asked, and say what there is."""
    words = turn.words
    commands = "\n".join(f"/{name} {words.commands[name]}" for name in known_to(turn.role))
    turn.say(words.say("help", commands=commands))
    if turn.chat.token is None:
        return
    try:
        turn.show(turn.service.handle(turn.owner, turn.chat.token, events.Help()))
    except NoSuchScreeningError:
        turn.change(token=None)


def privacy(turn: Turn, _argument: str) -> None:
    """Say what is kept and who sees it."""
    site = turn.house.site
    days = None if site is None else site.retention_days
    words = turn.words
    kept = words.retention_off if days is None else words.say("retention_on", count=days)
    turn.say(words.say("privacy", retention=kept))


def language(turn: Turn, code: str) -> None:
    """Speak another language, in the screening at hand as well."""
    wanted = code.partition("-")[0].lower()
    if wanted not in languages():
        rows = [[Button(texts_in(one).name, f"l:{one}") for one in languages()]]
        turn.say(turn.words.which_language, rows)
        return
    turn.change(language=wanted)
    if turn.chat.token is not None:
        try:
            event = events.SetLanguage(wanted)
            turn.show(turn.service.handle(turn.owner, turn.chat.token, event))
        except NoSuchScreeningError:
            turn.change(token=None)
        else:
            return
    turn.say(words_in(wanted).language_set)
