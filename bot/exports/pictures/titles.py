"""What every picture says of itself: trial, version, period, site, and that nothing is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.exports.pictures.canvas import Heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.exports.pictures.counts import Counts
    from bot.texts.words import Texts


def heading(title: str, counted: Counts, texts: Texts, notes: Iterable[str] = ()) -> Heading:
    """Return the title of a picture, what it covers, and its notes."""
    say = texts.pictures
    more = []
    if counted.others:
        more.append(say.say("others", count=counted.others))
    if counted.invented:
        more.append(say.say("invented", count=counted.invented, total=counted.flow.assessed))
    return Heading(title, [" · ".join(_covers(counted, texts)), say.decides], [*notes, *more])


def _covers(counted: Counts, texts: Texts) -> Iterator[str]:
    say = texts.pictures
    if counted.trial is not None:
        versions = ", ".join(counted.versions)
        yield f"{counted.trial.protocol.acronym} {versions}"
    if counted.first is not None and counted.first == counted.last:
        yield str(counted.first)
    elif counted.first is not None and counted.last is not None:
        yield say.say("period", first=counted.first, last=counted.last)
    elif counted.first is not None:
        yield say.say("period_from", first=counted.first)
    elif counted.last is not None:
        yield say.say("period_to", last=counted.last)
    if counted.scope.site:
        yield say.say("site", site=counted.scope.site)
