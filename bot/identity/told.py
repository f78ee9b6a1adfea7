"""Names of people in what is said: behind a title, or beside a word for saying or telling.

The rest of what was written stays: "no, says Dr Svensson" is "no, says Dr".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.identity.folding import folded
from bot.identity.forms import NAME, WORD, is_ordinary, told
from bot.identity.introductions import alternatives, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.identity.search import Span

_TOKENS = re.compile(r"[^ ]+")
_MARKS = re.compile(r"[(\[][\s,;.:-]*[)\]]|\s+(?=[,;.)]|\s)|(?<=\()\s+|[,;](?=\s*[,;)])")
"""What is left over beside a part that was cut: empty brackets, spaces, a mark before a mark."""
_ENDS = " \t,;:-–"


def without_told_names(text: str) -> str:
    """Return an answer in one line without the names in it; as it is where it names nobody."""
    plain = folded(text)
    found = sorted(_names(plain)) if "\n" not in plain.strip() else []
    if not found:
        return text
    kept, place = [], 0
    for start, end in found:
        kept.append(plain[place:start])
        place = max(place, end)
    return _MARKS.sub("", "".join((*kept, plain[place:]))).strip(_ENDS)


def _names(plain: str) -> Iterator[Span]:
    """Yield where somebody is named, without the title and with the word for saying."""
    ends = [0]
    for found in told().finditer(plain):
        name, start = found["name"], found.start("name")
        end = start + _length(name)
        if not name.islower() or _is_low_name(name, plain[end:].lstrip()):
            ends.append(end)
            yield start, end
    for found in _beside_saying().finditer(plain):
        name = next(filter(None, found.groups()))
        titled = any(found.start() < end <= found.end() for end in ends)
        if not titled and not _is_of_paper(name):
            start = found.start() + (_ordinary_words(name) if found["before"] else 0)
            yield start, found.end()


def _length(name: str) -> int:
    """Return where a name behind a title ends: it is one word, and more that are no others."""
    first, *others = _TOKENS.finditer(name)
    end = first.end()
    for word in others:
        if is_ordinary(word[0]) or (word[0].isupper() and "." not in word[0]):
            break
        end = word.end()
    return end


def _is_low_name(name: str, behind: str) -> bool:
    """Whether a word in small letters behind a title is a name: no other, last of a part."""
    last = not behind[:1].isalpha()
    return not is_ordinary(name) and (last or _says().match(behind) is not None)


def _ordinary_words(name: str) -> int:
    """Return the letters of the words in front of a name that are none: "Yes Anna Svensson"."""
    starts = [word.start() for word in _TOKENS.finditer(name) if not is_ordinary(word[0])]
    last_but_one = name.rstrip().rfind(" ", 0, name.rstrip().rfind(" ")) + 1
    return min(starts[0], last_but_one)


def _is_of_paper(name: str) -> bool:
    """Whether a name is nobody's: of ordinary words alone, or with one in capitals in front."""
    first = name.split(maxsplit=1)[0]
    return is_ordinary(name) or (first.isupper() and "." not in first and not name.isupper())


@cache
def _says() -> re.Pattern[str]:
    return re.compile(rf"(?i:{alternatives(words('telling'))})(?![^\W_])")


@cache
def _beside_saying() -> re.Pattern[str]:
    """Return the pattern of a name with a word for saying in front of it or behind it."""
    says = rf"[ ]{{1,2}}{_says().pattern}"
    said, by = (
        rf"(?<![^\W_])(?i:{alternatives(known)})(?![^\W_])[:.]?[ ]{{1,2}}"
        for known in (words("saying"), words("saying") | words("source"))
    )
    return re.compile(
        rf"{by}(?P<behind>{NAME})(?:{says})?|(?<![^\W_])(?P<before>{NAME}){says}"
        rf"|{said}(?P<alone>{WORD})(?:{says})?(?=[ ]*(?:[,;.)0-9]|$))"
    )
