"""Every export there is, of one store, into one folder: to see what comes out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.exports.context import Unsuitable
from bot.exports.registry import EXPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.exports.context import ExportContext
    from bot.exports.registry import Export
    from bot.screenings.records import Records, Screened
    from criteria.verdict.verdict import Outcome


def write_all(records: Records, folder: Path, context: ExportContext) -> Iterator[Path]:
    """Write each export; of those about one screening, one for each outcome of each trial.

    One that cannot be made of these screenings is left out.

    Args:
        records: what to write.
        folder: where to; it is there.
        context: words, clock, store.

    Returns:
        Each file, when it is written.
    """
    examples: dict[tuple[str, Outcome], Screened] = {}
    trials: dict[str, None] = {}
    for screened in records.between():
        trials.setdefault(screened.session.trial)
        if screened.ended is not None:
            key = (screened.session.trial, screened.result.outcome)
            examples.setdefault(key, screened)
    for export in EXPORTS:
        if export.single:
            for screened in examples.values():
                name = f"{screened.token}-{screened.result.outcome.value}-{export.key}"
                yield from _written(export, [screened], folder / name, context)
        elif export.one_trial and len(trials) > 1:
            for trial in trials:
                file = folder / f"{trial}-{export.key}"
                own = replace(context, trial=trial)
                yield from _written(export, records.between(trial=trial), file, own)
        else:
            yield from _written(export, records.between(), folder / export.key, context)


def _written(
    export: Export, screenings: Iterable[Screened], path: Path, context: ExportContext
) -> Iterator[Path]:
    try:
        with path.open("wb") as file:
            export.write(screenings, file, context)
    except Unsuitable:
        path.unlink()
    else:
        yield path
