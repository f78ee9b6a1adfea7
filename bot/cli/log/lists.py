"""``bedside log list`` and ``bedside log worklist``: a site's screenings, a line each."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bot.cli.commands import Commands
from bot.cli.console import printable, put
from bot.cli.option_values import see_that_it_is_there, texts_of
from bot.cli.options import (
    DATABASE,
    LANGUAGE,
    DatabaseOption,
    LanguageOption,
    OnlyTrialOption,
    SinceOption,
    SiteOption,
    UntilOption,
)
from bot.cli.records import days, now, opened
from bot.exports.worklist.text import lines
from bot.exports.worklist.worklist import worklist as open_screenings
from bot.screenings.records import Screened
from criteria.trial import catalog
from criteria.verdict.openness import Openness, by_openness
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from bot.texts.words import Texts

app = Commands()

_FEW = 3
_WIDE = 120
"""Columns where no terminal has its own: a line each, as programs read it."""
_ELIGIBLE = {
    Outcome.ELIGIBLE: "eligible_yes",
    Outcome.NOT_ELIGIBLE: "eligible_no",
    Outcome.PENDING: "eligible_open",
}


@app.command("list", epilog="Example: bedside log list --since 2026-03-01 --until 2026-03-31")
def list_screenings(
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
    trial: OnlyTrialOption = None,
) -> None:
    """Every screening on a line: when, what came of it, what fails and what is open."""
    texts = texts_of(language)
    see_that_it_is_there(trial)
    words = texts.log
    only = catalog.offered()
    table = Table(box=None, pad_edge=False)
    table.add_column(words.number, no_wrap=True)
    for name in ("started", "ended", "version", "eligible", "not_met"):
        table.add_column(getattr(words.columns, name), no_wrap=True)
    table.add_column(words.columns.pending)
    with opened(database, site, texts) as records:
        for one in records.between(*days(since, until, texts), trial):
            table.add_row(
                one.token,
                f"{one.started:%Y-%m-%d}",
                f"{one.ended:%Y-%m-%d}" if one.ended else "",
                _version(one, only),
                words.say(_ELIGIBLE[one.result.outcome]),
                _few(one.result.failing),
                _open(one, texts),
            )
    if not table.row_count:
        put(texts.log_command.no_screenings)
        return
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
    with console.capture() as shown:
        console.print(table)
    put(printable(shown.get().rstrip("\n")))


@app.command(epilog="Example: bedside log worklist --language sv")
def worklist(
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
    trial: OnlyTrialOption = None,
) -> None:
    """What is open, what each waits for, and what runs out when; the most urgent first."""
    texts = texts_of(language)
    with opened(database, site, texts) as records:
        today = now(records).date()
        rows = open_screenings(records.between(*days(since, until, texts), trial), today)
    for line in lines(rows, texts, today):
        put(printable(line))


def _version(one: Screened, only: list[str]) -> str:
    """Name a version, with its trial unless that is the only one that is offered."""
    protocol = one.trial.protocol
    return one.version if [protocol.id] == only else f"{protocol.acronym} {one.version}"


def _open(one: Screened, texts: Texts) -> str:
    """Name the open criteria: what was asked and is not settled, what is awaited, not asked."""
    if one.purged:
        return _few(one.result.pending)
    how, words = by_openness(one.verdict), texts.checklist
    known = how[Openness.NOT_KNOWN]
    said = [_few(known)] if known else []
    for way, word in ((Openness.AWAITED, words.awaited), (Openness.NOT_ASKED, words.not_asked)):
        said += [f"{_few(how[way])} {word}"] if how[way] else []
    return ", ".join(said)


def _few(criteria: tuple[str, ...]) -> str:
    """Name criteria, or say how many they are."""
    return " ".join(criteria) if len(criteria) <= _FEW else str(len(criteria))
