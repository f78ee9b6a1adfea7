"""Ages that are not said as completed years: 17½, drygt 17, nyss fyllda 18, turns 18 next week."""

from __future__ import annotations

import re
from typing import NamedTuple

from criteria.reading.languages.wordlists import lists, words

_LONGEST = 60
_WORD = re.compile(r"(?<![0-9])[^\W\d_]+")
_YEARS = r"(?: ?(?:-| )?(?:years?|yrs?|y|yo|y/o|år|åring|years? old))?"


_BEHIND = r"(?:[ ,;(][^0-9]*(?:[0-9]{1,2}(?:st|nd|rd|th|:e|\.)? [^\W\d_]{3,}\)?)?)?"
"""Words behind an age, perhaps a day among them."""
_WHEN = frozenset(
    (*words("answers", "age_when"), *(name for same in lists("dates", "months") for name in same))
)
"""Words that say only when an age is reached: with others behind it nothing is read."""


def _in_front(name: str) -> re.Pattern[str]:
    """Return the pattern of a number behind one of some words, with what may follow it."""
    said = "|".join(words("answers", f"age_{name}"))
    return re.compile(rf"(?:{said}) (?P<age>[0-9]{{1,3}}){_YEARS}(?P<rest>{_BEHIND})")


_HALF = re.compile(
    rf"(?P<age>[0-9]{{1,3}}) ?(?:{'|'.join(words('answers', 'half_years'))}){_YEARS}(?P<rest>)"
)
_BEFORE_THE_NEXT = re.compile(
    rf"(?P<age>[0-9]{{1,3}}){_YEARS},? (?:{'|'.join(words('answers', 'age_to_come'))}) [0-9]{{1,3}}"
    rf"{_YEARS}(?P<rest>{_BEHIND})"
)
"""58, will be 59 in May."""
_FORMS = (
    (_HALF, 0),
    (_BEFORE_THE_NEXT, 0),
    (_in_front("reached"), 0),
    (_in_front("exceeded"), 0),
    (_in_front("to_come"), -1),
)
"""How it is said, and by how much the completed years differ from the number."""


class Age(NamedTuple):
    """Completed years, and what follows them."""

    years: int
    rest: str


def said_loosely(text: str) -> Age | None:
    """Return the completed years that a text means to say; None where it is no such age."""
    written = " ".join(text.casefold().split()).strip(" .!")
    if len(written) > _LONGEST:
        return None
    for form, more in _FORMS:
        found = form.fullmatch(written)
        if found is not None and _WHEN.issuperset(_WORD.findall(found["rest"])):
            return Age(int(found["age"]) + more, found["rest"].strip(" ,;()"))
    return None
