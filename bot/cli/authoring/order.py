"""``bedside trials order``: in which order a quick check asks, and what a site's log proposes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import printable, put
from bot.cli.option_values import texts_of, trial_of
from bot.cli.options import (
    LANGUAGE,
    LanguageOption,
    SiteOption,
    TrialOption,
    VersionOption,
)
from bot.cli.records import opened
from bot.screenings.figures import Figure, figures
from bot.texts.words import Texts
from criteria.trial.order import by_yield, quick_screens
from criteria.trial.trial import Trial

app = Commands()

_THOUSANDTH = Decimal("0.001")


@app.command(epilog="Example: bedside trials order --database sqlite:///bedside.db")
def order(
    trial: TrialOption = None,
    version: VersionOption = None,
    database: Annotated[
        str | None, typer.Option("--database", help="A site's screenings, to propose figures from.")
    ] = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """The order of a quick check and its figures; with a database, figures that it proposes."""
    texts = texts_of(language)
    chosen = trial_of(trial, version)
    found: dict[str, Figure] = {}
    if database is not None:
        with opened(database, site, texts) as records:
            found = {one.screen.id: one for one in figures(records.between(), chosen)}
    put(printable("\n".join(_lines(chosen, found, texts))))


def _lines(trial: Trial, found: dict[str, Figure], texts: Texts) -> Iterator[str]:
    say = texts.order
    quick = quick_screens(trial)
    if not quick:
        yield say.say("no_figures", version=trial.protocol.version)
        return
    yield say.say("heading", acronym=trial.protocol.acronym, version=trial.protocol.version)
    for place, screen in enumerate(by_yield(trial), 1):
        mark = "*" if screen in quick else " "
        details = {"place": f"{mark}{place:2}", "screen": screen.id}
        details["fails"] = _written(screen.fails, texts)
        line = say.say("screen", **details, cost=screen.cost or len(screen.items))
        figure = found.get(screen.id)
        if figure is not None:
            counted = {"failed": figure.failed, "asked": figure.asked}
            line += say.say("counted", **counted, proposed=_written(_share(figure), texts))
        yield line
    yield say.quick
    for source in dict.fromkeys(s for screen in trial.protocol.screens for s in screen.sources):
        yield say.say("source", source=source, text=trial.protocol.sources[source])
    if found:
        yield say.nothing_changed
        updates = {
            one.screen.id: one.screen.model_copy(update={"fails": _share(one)})
            for one in found.values()
        }
        screens = tuple(updates[screen.id] for screen in trial.protocol.screens)
        protocol = trial.protocol.model_copy(update={"screens": screens})
        proposed = by_yield(Trial(protocol=protocol, words=trial.words))
        yield say.say("proposed", screens=", ".join(screen.id for screen in proposed))


def _written(share: Decimal | None, texts: Texts) -> str:
    return str(share or 0).replace(".", texts.decimal_mark)


def _share(figure: Figure) -> Decimal:
    """Round what is proposed to what a trial's file takes."""
    share = figure.proposed
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(_THOUSANDTH)
