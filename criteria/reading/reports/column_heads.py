"""What the heads of columns and the names of fields say, in every language."""

from __future__ import annotations

import re

from criteria.reading.languages.wordlists import named_lists

_LISTS = named_lists("heads")
OWN = frozenset(_LISTS.pop("own"))
"""What precedes one's own value where limits for everybody are written first."""
SPECIMEN = frozenset(_LISTS.pop("specimen"))
"""Names of the field that says what was sampled."""

_KINDS = {name: kind for kind, names in _LISTS.items() for name in names}
_PLAIN = re.compile(r"[^\w./ ]+|_")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def kind_of(head: str) -> str | None:
    """What is below a head: name, value, unit, low, high, limits, previous, day or other."""
    return _KINDS.get(head.strip(' "*:').casefold())


def kind_of_field(name: str) -> str | None:
    """What a field of that name holds; like heads, but for how names are joined."""
    words = " ".join(_PLAIN.sub(" ", _CAMEL.sub(" ", name)).casefold().split())
    if words in SPECIMEN:
        return "specimen"
    return _KINDS.get(words) or _KINDS.get(words.replace(" ", ""))
