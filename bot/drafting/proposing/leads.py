"""A span of time in the words above a list, which then holds for each of its points."""

from __future__ import annotations

import re

from bot.drafting.spans import WINDOW

_NO_MORE = re.compile(
    r"^(?:[\W_]|\b(?:must|any|one|or|more|of|the|following|these|has|have|had|having|been|a|an|"
    r"in|who|"
    r"with|"
    r"at|least|history|histories|occurrence|experienced|experiencing|presence|documented|known|"
    r"medical|diagnosis|diagnosed|prior|previous|past|recent|events?|conditions?|disorders?|"
    r"diseases?|procedures?|cardiovascular|cardiac|cerebrovascular|thromboembolic|vascular|"
    r"patients?|subjects?|participants?|individuals?|clinical|major|use|used|using|receipt|"
    r"received|"
    r"receiving|taken|taking|treatment|treated|therapy|therapies|treatments|medications?|drugs?|"
    r"agents?|medicines?|interventions?|as|listed|below|occurring|occurred|either|"
    r"administration|exposure|to|and/or)\b)+$",
    re.IGNORECASE,
)


def with_span(lead: str, part: str) -> str | None:
    """Return a point together with the span that the words above it name for all; None without."""
    found = list(WINDOW.finditer(lead))
    if len(found) != 1:
        return None
    rest = lead[: found[0].start()] + " " + lead[found[0].end() :]
    if not _NO_MORE.match(rest) or "follow" not in rest.lower():
        return None
    return f"{part.rstrip(' .;,')} {found[0][0].strip(' ,')}"


def names_a_time(text: str) -> bool:
    """Whether words above a list say when, or how long, so that its points say less than all."""
    return bool(_TIME.search(_GROUP.sub("", text)))


_GROUP = re.compile(r"\b(?:type|group|class|stage) (?:\d|[iv]+)\b", re.IGNORECASE)


_TIME = re.compile(
    r"\b(?:within|days?|weeks?|months?|years?|hours?|prior to|before|since|until|after|during|"
    r"recent\w*|"
    r"unless|except\w*|without|not?|never|other than|excluding)\b|[<>≤≥=]|\d",
    re.IGNORECASE,
)
