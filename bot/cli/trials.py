"""``bedside trials list``, ``show`` and ``analytes``: what there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import printable, put
from bot.cli.option_values import texts_of, trial_of
from bot.cli.options import LANGUAGE, LanguageOption, VersionOption
from bot.texts.words import Texts
from criteria.analytes.analytes import analytes
from criteria.trial import catalog
from criteria.trial.protocol import Protocol

app = Commands()


@app.command("list", epilog="Example: bedside trials list")
def list_trials() -> None:
    """The trials there are, with their versions."""
    collection = catalog.in_force()
    offered = catalog.offered()
    for found in sorted(collection.available(), key=lambda release: release.id not in offered):
        own = "" if collection.is_shipped(*found[:2]) else f"  {collection.folder(*found[:2])}"
        put(printable(f"{found.id}  {found.version}  {found.status}  {found.dated}{own}"))


@app.command(epilog="Example: bedside trials show --language sv")
def show(
    trial: Annotated[str | None, typer.Argument(help="Which trial.")] = None,
    version: VersionOption = None,
    language: LanguageOption = LANGUAGE,
) -> None:
    """A trial: where it comes from, its criteria, its items."""
    chosen = trial_of(trial, version)
    texts = texts_of(language)
    words = chosen.words_in(texts.language)
    protocol = chosen.protocol
    put(f"{words.title}\n{protocol.id} {protocol.version} ({protocol.status})")
    put("\n".join(_origin(protocol, texts)) + "\n")
    put(f"{words.about}\n\n{words.provenance}\n")
    for line in words.not_in_registry:
        put(f"- {line}")
    for criterion in protocol.criteria:
        text, _ = chosen.said(criterion.id, texts.language)
        put(f"\n{criterion.id} {words.criteria[criterion.id].label}: {text}")
        for item in protocol.items:
            if item.criterion == criterion.id:
                put(f"   {item.id}  {words.items[item.id].question}")


def _origin(protocol: Protocol, texts: Texts) -> Iterator[str]:
    """Say where a trial's text comes from."""
    say, registry = texts.command, protocol.registry
    yield say.say("registry", id=registry.id, source=registry.text_from)
    if registry.other_ids:
        yield say.say("registry_too", ids=", ".join(registry.other_ids))
    yield say.say("registry_status", status=registry.status, date=registry.status_as_of)
    if protocol.retold:
        yield texts.registry.say("retold", id=registry.id)


@app.command("analytes", epilog="Example: bedside trials analytes creat")
def list_analytes(
    named: Annotated[str, typer.Argument(help="A part of a name, a unit or a code.")] = "",
) -> None:
    """The analytes that a trial's items can be taken from: key, name, units, codes."""
    for key, analyte in analytes().items():
        said = (key, analyte.label["en"], ", ".join(analyte.units), " ".join(analyte.codes))
        line = "  ".join(filter(None, said))
        if named.casefold() in " ".join((line, *analyte.names)).casefold():
            put(line)
