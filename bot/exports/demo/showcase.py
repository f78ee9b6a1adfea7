"""Every export there is, of one store, into one folder: to see what comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exports.registry import EXPORTS
from bot.exports.setting import Unsuitable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.exports.registry import Export
    from bot.exports.setting import Setting
    from bot.screenings.records import Records, Screened
    from criteria.verdict.verdict import Outcome


def write_all(records: Records, folder: Path, setting: Setting) -> Iterator[Path]:
    """Write each export; of those about one screening, one for each outcome there is.

    One that cannot be made of these screenings is left out.

    Args:
        records: what to write.
        folder: where to; it is there.
        setting: words, clock, store.

    Returns:
        Each file, when it is written.
    """
    examples: dict[Outcome, Screened] = {}
    for screened in records.between():
        if screened.ended is not None:
            examples.setdefault(screened.result.outcome, screened)
    for export in EXPORTS:
        for screened in examples.values() if export.single else ():
            name = f"{screened.token}-{screened.result.outcome.value}-{export.key}"
            yield from _written(export, [screened], folder / name, setting)
        if not export.single:
            yield from _written(export, records.between(), folder / export.key, setting)


def _written(
    export: Export, screenings: Iterable[Screened], path: Path, setting: Setting
) -> Iterator[Path]:
    try:
        with path.open("wb") as file:
            export.write(screenings, file, setting)
    except Unsuitable:
        path.unlink()
    else:
        yield path
