"""``bedside log outcome``: what became of a screening: consent, referral, outcome after it."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import printable, put, stop, typed
from bot.cli.option_values import texts_of
from bot.cli.options import DATABASE, LANGUAGE, DatabaseOption, LanguageOption, SiteOption
from bot.cli.records import now, one_of, opened
from bot.screenings.outcomes import follow_up
from bot.screenings.outcomes.follow_up_fields import FIELDS
from bot.store import latest

app = Commands()

WHO = "terminal"
_OWN = "; write other: and your own words."


def _one_of(field: str) -> str:
    return f"One of {', '.join(FIELDS[field].codes)}{_OWN}"


@app.command(
    epilog="Example: bedside log outcome S0007"
    ' --referred-to "Lund" --on 2026-03-01 --outcome randomised'
)
def outcome(  # noqa: PLR0913, PLR0917 - an option each
    number: Annotated[str, typer.Argument(help="The screening number.")],
    referred_to: Annotated[str | None, typer.Option(help="Where to, without names.")] = None,
    referred_on: Annotated[str | None, typer.Option("--on", help="The day of it.")] = None,
    outcome: Annotated[str | None, typer.Option(help=_one_of("outcome"))] = None,
    consent_date: Annotated[str | None, typer.Option(help="When consent was signed.")] = None,
    consent_version: Annotated[str | None, typer.Option(help="Of which consent form.")] = None,
    not_approached: Annotated[str | None, typer.Option(help=_one_of("not_approached"))] = None,
    approached_on: Annotated[str | None, typer.Option(help="When somebody asked.")] = None,
    informed_on: Annotated[str | None, typer.Option(help="When information was given.")] = None,
    declined_because: Annotated[str | None, typer.Option(help=_one_of("declined_because"))] = None,
    enrolled_on: Annotated[str | None, typer.Option(help="The day of enrolment.")] = None,
    randomised_on: Annotated[str | None, typer.Option(help="The day of randomisation.")] = None,
    study_number: Annotated[str | None, typer.Option(help="The number in the trial.")] = None,
    overridden: Annotated[
        str | None, typer.Option(help=f"Why against the answers. {_one_of('overridden')}")
    ] = None,
    undone: Annotated[
        str | None, typer.Option(help=f"Why enrolment was taken back. {_one_of('undone')}")
    ] = None,
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """Note what became of a screening, and show what is noted; - takes something back."""
    texts = texts_of(language)
    given = {
        "consent_date": consent_date,
        "consent_version": consent_version,
        "referred_to": referred_to,
        "referred_on": referred_on,
        "outcome": outcome,
        "not_approached": not_approached,
        "approached_on": approached_on,
        "informed_on": informed_on,
        "declined_because": declined_because,
        "enrolled_on": enrolled_on,
        "randomised_on": randomised_on,
        "study_number": study_number,
        "overridden": overridden,
        "undone": undone,
    }
    with opened(database, site, texts) as records:
        screened = one_of(records, number, texts)
        token = screened.token
        when = now(records)
        noted = [
            follow_up.read(field, typed(text), when.date())
            for field, text in given.items()
            if text is not None
        ]
        noted = follow_up.allowed(noted, purged=screened.purged)
        for one in noted:
            if isinstance(one, follow_up.Refusal):
                stop(follow_up.refused(one, texts))
        if noted:
            records.store.note(token, follow_up.kept(noted), when, WHO)
        put(texts.follow_up.say("title", token=token))
        for line in follow_up.told(latest(records.store.follow_up(token)), texts):
            put(printable(line))
