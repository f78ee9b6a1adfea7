"""What a criterion's text says of scores and of counts that no library knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.drafting.lexicon import NUMBER_WORDS, number_word
from bot.drafting.spans import WINDOW
from bot.drafting.tokens import cleaned, tokens

if TYPE_CHECKING:
    from bot.drafting.headings import Side

_SIGN = (
    r"(?P<sign{0}>≥|>|≤|<|at least|greater than or equal to|less than or equal "
    r"to|greater than|less than|more than|no more than|not more than|at most|fewer than|up to)"
)
_SIGNS = {
    "≥": "≥",
    "at least": "≥",
    "greater than or equal to": "≥",
    ">": ">",
    "greater than": ">",
    "more than": ">",
    "≤": "≤",
    "less than or equal to": "≤",
    "no more than": "≤",
    "not more than": "≤",
    "at most": "≤",
    "up to": "≤",
    "<": "<",
    "less than": "<",
    "fewer than": "<",
}
_AT = (
    r"(?:\s*(?:,|at|during|on) (?:the )?(?:screening|baseline|randomi[sz]ation|"
    r"enrol?lment|study entry)(?: (?:visit|period))?(?: and (?:at )?(?:the )?"
    r"(?:screening|baseline|randomi[sz]ation)(?: visit)?)?)?\s*\.?$"
)
_WHOM = (
    r"^(?:(?:patients?|subjects?|participants?) (?:with|must have|has|have|having)"
    r"|must have|has|have|with)?\s*(?:an?|the)?\s*"
)
_MEASURE = re.compile(
    r"\b(?:score|scale|index|vas|mmse|moca|inventory|rating|questionnaire|count)\b"
)
_NO_MEASURE = re.compile(
    r"\b(?:not?|without|change|increase|decrease|reduction|improvement|or|"
    r"and|loss|than|least|most|if|unless|baseline|for|grade|response|each|"
    r"any|every|either|both|average|mean|sum|per|within|item|items|domains?|responders?)\b"
)
_NAME = r"(?:[^<>≤≥\d=,;:]|(?<=[a-z])\d{1,2}(?!\d)|(?<=[a-z]-)\d{1,2}(?!\d))"
"""A sign of a name, as of “ACQ-6” and “HAM-D17”."""
_SCORE = re.compile(
    rf"{_WHOM}(?P<name>{_NAME}{{3,90}}?)\s*(?:of|is|:)?\s*{_SIGN.format('')}\s*"
    rf"(?P<n>\d{{1,4}}(?:\.\d+)?)\s*(?:points?)?{_AT}"
)
_BETWEEN = re.compile(
    rf"{_WHOM}(?P<name>{_NAME}{{3,90}}?)\s*(?:of|is|:)?\s*(?:between\s*)"
    rf"?(?P<low>≥|>)?\s*(?P<n>\d{{1,4}}(?:\.\d+)?)\s*(?:and|to|-)\s*(?P<high>≤|"
    rf"<)?\s*(?P<m>\d{{1,4}}(?:\.\d+)?)\s*(?:points?)?(?: \(?inclusive\)?)?{_AT}"
)
_COUNT = re.compile(
    r"^(?:(?:the )?(?:patient|subject|participant)s?\s+)?(?P<verb>(?:(?:is|"
    r"are|was|were|has|have|had|must have|currently|previously|been|taking|"
    r"received|receiving|treated with|treatment with|using)\s+)+)?"
    rf"{_SIGN.format('')}\s+(?P<n>\d{{1,2}}|{NUMBER_WORDS})\s+(?P<noun>[a-z][^<>≤≥\d,;:.("
    rf")/]{{4,70}}?)\s*\.?$"
)
_NO_COUNT = re.compile(
    r"^(?:days?|weeks?|months?|years?|hours?|hrs?|minutes?|mg|g|kg|ml|mm|cm|"
    r"points?|times?|year|half|x|uln|fold|percent)\b|"
    r"\b(?:or|and|if|unless|who|that|which|except|than|within|in the|during|"
    r"prior(?! (?:lines?|regimens?|systemic|platinum|chemotherap|therap|treatment)"
    r")|before|after|since|per|each|every|not|no|without|for at least|from|"
    r"years?|months?|weeks?|days?|of the following|following|criteria|above|below|lesions?)\b"
)


@dataclass(frozen=True, slots=True)
class Score:
    """A number that only this trial asks for."""

    name: str
    ends: tuple[tuple[str, Decimal], ...]
    whole: bool

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return "count" if self.whole else "points"

    @property
    def hard(self) -> dict[str, str]:
        """A wide range: the entry does not say what is possible."""
        most = max(limit for _, limit in self.ends)
        high = str((most * 10).to_integral_value() if most else Decimal(10))
        low = "-1" if any(limit == 0 for _, limit in self.ends) else "0"
        return {
            "low": low,
            "high": high,
            "source": "proposed, wide: the entry does not say what is possible",
        }

    def rule(self, side: Side) -> dict[str, Any]:
        """Return its rule: that the criterion holds, or that the exclusion is absent."""
        kinds = _HOLDS if side == "inclusion" else _ABSENT
        if len(self.ends) == 1:
            sign, limit = self.ends[0]
            return {"kind": kinds[sign], "limit": str(limit)}
        return {"kind": "between", **{_HOLDS[sign]: str(limit) for sign, limit in self.ends}}


_HOLDS = {">": "above", "≥": "at_least", "<": "below", "≤": "at_most"}
_ABSENT = {">": "at_most", "≥": "below", "<": "at_least", "≤": "above"}


def read_score(text: str) -> Score | None:
    """Read a whole text that states one score or one count; None unless all of it is understood."""
    plain = re.sub(r"\b(?:locally )?advanced or metastatic\b", "advanced", cleaned(text))
    return _counted(plain) or _scored(plain)


def _scored(plain: str) -> Score | None:
    match = _SCORE.match(plain)
    if match and _is_measure(match["name"]):
        return Score(
            match["name"].strip(), ((_SIGNS[match["sign"]], Decimal(match["n"])),), whole=False
        )
    match = _BETWEEN.match(plain)
    if match and _is_measure(match["name"]) and Decimal(match["n"]) < Decimal(match["m"]):
        ends = (
            (match["low"] or "≥", Decimal(match["n"])),
            (match["high"] or "≤", Decimal(match["m"])),
        )
        return Score(match["name"].strip(), ends, whole=False)
    return None


def _is_measure(name: str) -> bool:
    """Whether a name is that of a score, and of nothing that has a unit."""
    known = any(token.kind in "NUYMF" for token in tokens(name))
    return bool(_MEASURE.search(name)) and not _NO_MEASURE.search(name) and not known


def _counted(plain: str) -> Score | None:
    plain, tail = _without_window(_OR_MORE.sub(r"\1at least \2 ", plain))
    match = _COUNT.match(plain)
    if (
        match is None
        or _NO_COUNT.search(match["noun"])
        or any(token.kind in "NUY" for token in tokens(match["noun"]))
    ):
        return None
    limit = int(match["n"]) if match["n"].isdigit() else number_word(match["n"])
    sign = _SIGNS[match["sign"]]
    if limit is None or (limit, sign) in ((0, ">"), (1, "≥"), (1, "<"), (0, "≤")):
        return None
    name = f"{match['noun'].strip()} {tail}".strip()
    return Score(name, ((sign, Decimal(limit)),), whole=True)


_OR_MORE = re.compile(
    r"^((?:had |has had |have had |received |patients with |history of )?)"
    rf"(\d{{1,2}}|{NUMBER_WORDS}) or more "
)


def _without_window(plain: str) -> tuple[str, str]:
    """Return a text without the one window at its end, and that window."""
    found = list(WINDOW.finditer(plain))
    if len(found) != 1 or plain[found[0].end() :].strip(" ."):
        return plain, ""
    return plain[: found[0].start()].strip(), found[0][0]
