"""A draft as the text of its files. What has to be looked at has a key that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit

if TYPE_CHECKING:
    from tomlkit.items import AoT, Table

    from bot.drafting.draft import Draft

_LONGEST_INLINE = 100
_HEAD = """A draft made of a registry entry. Nothing of it has been reviewed.
`bedside trials check` on this folder says what is left to do. In short:
1. See that each criterion is whole and on the right side (I: must hold, E: must not hold; a rule of
   an E says yes when it is absent). Then write sides_confirmed = true.
2. Compare each rule that is `proposed` with the words that it was read from: they follow the
   key. Then take the key away.
3. Word each question that is `to_word`, in every language, and take the key away.
4. Take the table [drafting] away, and these lines."""

_WORDS_HEAD = """The wording of a draft: labels and questions in the registry's words. What need
not be written: a criterion's label (its first item's), an item's help (the criterion's text)."""


def protocol_toml(draft: Draft) -> str:
    """Return the text of protocol.toml."""
    document = tomlkit.document()
    for line in _HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    for key, value in draft.protocol.items():
        if key in ("criteria", "items"):
            document.add(key, _tables(value))
        elif isinstance(value, dict) and key != "roles":
            document.add(key, _table(value))
        else:
            document.add(key, _value(value))
    return tomlkit.dumps(document)


def words_toml(draft: Draft) -> str:
    """Return the text of the wording's file."""
    document = tomlkit.document()
    for line in _WORDS_HEAD.splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    for key, value in draft.words.items():
        if key == "items":
            document.add(key, _nested(value))
        elif isinstance(value, dict):
            document.add(key, _table(value))
        else:
            document.add(key, _value(value))
    return tomlkit.dumps(document)


def _tables(entries: list[dict[str, Any]]) -> AoT:
    """Return a list of tables."""
    every = tomlkit.aot()
    for entry in entries:
        table = tomlkit.table()
        for key, value in entry.items():
            table.add(key, _value(value))
        every.append(table)
    return every


def _nested(entries: dict[str, dict[str, Any]]) -> Table:
    table = tomlkit.table(is_super_table=True)
    for key, value in entries.items():
        table.add(key, _table(value))
    return table


def _table(entries: dict[str, Any]) -> Table:
    table = tomlkit.table()
    for key, value in entries.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            table.add(key, _tables(value))
        else:
            table.add(key, _value(value))
    return table


def _value(value: object) -> object:
    """Return a value as TOML: text of several lines as such, tables within a line."""
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(value, multiline=True)
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        for key, inner in value.items():
            inline.append(key, _value(inner))
        return inline
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend([_value(inner) for inner in value])
        array.multiline(len(str(value)) > _LONGEST_INLINE)
        return array
    return value
