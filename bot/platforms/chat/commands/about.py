"""What the bot says about itself: help, privacy, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.platforms.chat.bot_commands import known_to
from bot.platforms.chat.words import words_in
from bot.presentation.messages import Button
from bot.screenings.service import NoSuchScreeningError
from bot.texts import command_name, languages, texts_in

if TYPE_CHECKING:
    from bot.platforms.chat.commands.context import Context


def show_help(context: Context, _argument: str) -> None:
    """List the commands, and explain the question at hand."""
    words = context.words
    names = {name: _named(name, context) for name in known_to(context.role)}
    commands = "\n".join(f"{told} {words.commands[name]}" for name, told in names.items())
    context.say(words.say("help", commands=commands))
    if context.chat.token is None:
        return
    try:
        context.show(context.service.handle(context.owner, context.chat.token, events.Help()))
    except NoSuchScreeningError:
        context.change(token=None)


def _named(name: str, context: Context) -> str:
    """Write a command with the name that it has in the chat's language beside its own."""
    other = command_name(name, context.chat.language)
    return f"/{name} (/{other})" if other else f"/{name}"


def privacy(context: Context, _argument: str) -> None:
    """Tell what is kept and who sees it."""
    site = context.environment.site
    days = None if site is None else site.retention_days
    words = context.words
    kept = words.retention_off if days is None else words.say("retention_on", count=days)
    context.say(words.say("privacy", retention=kept))


def language(context: Context, code: str) -> None:
    """Change the language of the chat and of the screening at hand."""
    wanted = code.partition("-")[0].lower()
    if wanted not in languages():
        rows = [[Button(texts_in(one).name, f"l:{one}") for one in languages()]]
        context.say(context.words.which_language, rows)
        return
    context.change(language=wanted)
    if context.chat.token is not None:
        try:
            event = events.SetLanguage(wanted)
            context.show(context.service.handle(context.owner, context.chat.token, event))
        except NoSuchScreeningError:
            context.change(token=None)
        else:
            return
    context.say(words_in(wanted).language_set)
