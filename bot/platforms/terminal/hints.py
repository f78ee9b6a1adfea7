"""The hint below the input: what can be done, about what is being typed or else about the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.terminal import commands

if TYPE_CHECKING:
    from bot.platforms.terminal.composer import Composer
    from bot.platforms.terminal.conversation import View


def hint_of(composer: Composer) -> str:
    """Say what can be done: about what is being typed, else about the screen."""
    words, text = composer.view.words, composer.buffer.text
    if commands.is_command(text) and composer.picked is None:
        found = commands.matching(text)
        if len(found) == 1:
            return f"/{found[0]}  {words.meanings[found[0]]}"
        return "  ".join(f"/{name}" for name in found) or words.no_command
    if "\n" in text:
        return words.hint_lines.format(count=len(text.strip().split("\n")))
    if text.strip() and composer.picked is None:
        return words.hint_text
    keys = [words.key_others]
    if composer.view.choices.back:
        keys.insert(0, words.key_back)
    how = _how(composer.view)
    return (
        " ".join([words.hint_nothing, how] if composer.nudged else [how]) + "\n" + " · ".join(keys)
    )


def _how(view: View) -> str:
    words, choices = view.words, view.choices
    letters = [option.key for option in choices.options if option.kind in ("y", "x")]
    if letters and len(letters) == len(choices.options):
        return words.hint_confirm.format(keys="/".join(letters))
    key = next((one.key for one in choices.options if one.key.startswith("/")), "/1")
    if any(option.kind == "t" for option in choices.options):
        return words.hint_checklist
    if view.pasting:
        return words.hint_paste.format(key=key)
    if choices.slashed:
        return words.hint_number.format(key=key)
    return words.hint_choice if view.writing else words.hint_menu
