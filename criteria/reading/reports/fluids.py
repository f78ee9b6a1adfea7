"""Which stretches of a report are about another fluid than blood: urine, ascites, drains.

A heading, or such a word with a colon, begins a stretch; one of blood ends it, and so does a blank
line before a name with the prefix of blood.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from criteria.reading.results.vocabulary import RUN, SAMPLED
from criteria.reading.spelling.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHER = re.compile(
    r"(?:tim|dygns|morgon|stick)?urin\w{0,12}|ascit\w{0,12}|pleura\w{0,12}|likvor\w{0,10}|liquor"
    r"|csf|csv|du|tu|u|spinalvätska|cerebrospinal\w{0,8}|drän\w{0,12}|drain\w{0,8}|galla|bile"
    r"|gallvätska|ledvätska|synovial\w{0,8}|peritoneal\w{0,12}|perikard\w{0,10}|pericardial"
    r"|punktat\w{0,4}|avföring|f(?:ae|e)ces|stool|urina(?:lysis)?|urines?|orina|mocz|mocz[eu]|harn"
    r"|moč|virtsa\w{0,3}|lcr|kał|stuhl|selles?|heces|ecbu|harn(?:status|sediment|befund)|liquide|l[ií]quido"
    r"|płyn\w{0,2}|punkcj\w{0,2}|ponction|punci[oó]n|otrzewn\w{0,4}|pleural\w{0,4}",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"b|p|s|blod|blodprov\w{0,6}|blood|plasma|serum|kapillärblod|venblod|blut", re.IGNORECASE
)
_SHORT = 2
_LINE = re.compile(r"[^\n]*\n?")
_BEFORE = re.compile(
    r"[ \t*#=|>\"-]{0,9}(?:(?:prov|analys\w{0,3}) (?:från|i|på|av) )?", re.IGNORECASE
)
_COLON = re.compile(r"(?: (?:fluid|vätska|prov))?-? ?:", re.IGNORECASE)
_EXAMINED = re.compile(
    r"r|e|re|exam\w{0,8}|analys\w{0,3}|anal[iy]s\w{0,3}|routine|microscop\w{0,3}|mikroskopi\w{0,2}"
    r"|(?:bio)?chemi\w{0,5}|biochimi\w{0,5}|fluid|culture|odling|kultur|report|tests?|panel|complete"
    r"|profile|status|sediment\w{0,2}|undersökning\w{0,3}|undersøgelse\w{0,3}|untersuchung\w{0,2}"
    r"|befund|prov|prøve|badanie|ogóln[ey]|vyšetření|tutkimus|onderzoek|général\w{0,2}|pleural|ascítico"
    r"|céphalo|rachidien|cefalorraquídeo|articulaire|sinovial|d|de|des|du|of|general|physical|chemical|and",
    re.IGNORECASE,
)
"""What a heading may say beside the fluid."""
_LONGEST = 80
_PREFIXED = re.compile(r"(?:b|p|s|fp|fs|pt)-", re.IGNORECASE)


def is_other(text: str, *, written_out: bool = False) -> bool:
    """Whether a text names another fluid than blood, as the name of a specimen does.

    With ``written_out`` a letter or two (U) say nothing.
    """
    shortest = _SHORT if written_out else 0
    runs = (run[0] for run in RUN.finditer(text))
    return any(len(run) > shortest and _OTHER.fullmatch(run) for run in runs)


class Fluids:
    """Follows a text from name to name and tells where another fluid is spoken of."""

    def __init__(self, text: str) -> None:
        """Find the headings."""
        self._text = text
        self._headings = list(_headings(text))
        self._place = 0
        self._other = False

    def other_at(self, start: int) -> bool:
        """Whether the name that starts here is another fluid's; names come in order."""
        while self._place < len(self._headings) and self._headings[self._place][0] <= start:
            self._other = self._headings[self._place][1]
            self._place += 1
        prefixed = _PREFIXED.match(self._text, start) is not None
        if prefixed and self._text[max(0, start - _LONGEST) : start].rstrip(" \t").endswith("\n\n"):
            self._other = False
        return self._other and not prefixed


def _headings(text: str) -> Iterator[tuple[int, bool]]:
    """The end of each heading, and whether it is another fluid's."""
    for line in _LINE.finditer(text):
        first = _BEFORE.match(text, line.start(), line.end())
        begin = first.end() if first else line.start()
        for run in RUN.finditer(text, line.start(), line.end()):
            other = _is_other(run[0])
            if other is None:
                continue
            colon = _COLON.match(text, run.end(), line.end()) is not None
            first_word = run.start() == begin or _alone(text[line.start() : run.start()])
            if colon or (first_word and _alone(text[run.end() : line.end()])):
                yield run.end(), other


@lru_cache(maxsize=4096)
def _is_other(word: str) -> bool | None:
    """Whether a word names another fluid; None if it names none."""
    if _OTHER.fullmatch(word):
        return True
    return False if _OWN.fullmatch(word) else None


def _alone(rest: str) -> bool:
    """Whether nothing but a day, and what is examined, is beside a word."""
    if len(rest) > _LONGEST:
        return False
    for _, start, end in reversed(find_dates(rest)):
        rest = rest[:start] + rest[end:]
    runs = [run[0] for run in RUN.finditer(SAMPLED.sub("", rest))]
    return all(_EXAMINED.fullmatch(run) or _OTHER.fullmatch(run) for run in runs)
