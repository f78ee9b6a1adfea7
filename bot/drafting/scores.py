"""What a criterion's text says of scores and of counts that no library knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bot.drafting.lexicon import NUMBER_WORDS, number_word, written_units
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
    r"(?:screening|baseline|randomi[sz]ation)(?: visits?)?)?"
    r"|\s*at visits? \d(?:(?:,| and) (?:visit )?\d)?)?\s*\.?$"
)
_WHOM = (
    r"^(?:(?:patients?|subjects?|participants?) (?:with|must have|has|have|having)"
    r"|must have|has|have|with)?\s*(?:(?:an?|the)\s+)?"
)
_MEASURE = re.compile(
    r"\b(?:score|scale|index|vas|mmse|moca|inventory|rating|questionnaire|count|nihss|mrs|cgi-s|"
    r"madrs|panss|hamd|ham-d\d{0,2}|ymrs|phq-9|gad-7|edss|das28|basdai|asdas|cdai|sdai|pasi|easi|"
    r"apache ii|sofa|gcs|meld|updrs|kccq|sgrq|fss)\b"
)
_NO_MEASURE = re.compile(
    r"\b(?:not?|without|change|increase|decrease|reduction|improvement|or|"
    r"and|loss|than|least|most|if|unless|baseline|for|grade|response|each|"
    r"any|every|either|both|average|mean|sum|per|within|item|items|domains?|responders?)\b"
)
_UNITS = written_units()
_ANY_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_UNIT = rf"(?:\s*(?P<unit{{0}}>{_ANY_UNIT})(?![\w/^]))?"
_NAME = r"(?:[^<>≤≥\d=,;:]|(?<=[a-z])\d{1,2}(?!\d)|(?<=[a-z]-)\d{1,2}(?!\d))"
"""A sign of a name, as of “ACQ-6” and “HAM-D17”."""
_SCORE = re.compile(
    rf"{_WHOM}(?P<name>{_NAME}{{3,90}}?)\s*(?:of|is|:)?\s*{_SIGN.format('')}\s*"
    rf"(?P<n>\d{{1,6}}(?:\.\d+)?)(?:{_UNIT.format('')}|\s*points?){_AT}"
)
_SEX = (
    r"\s*\(?\s*(?:for |in |if )?(?:the )?(?P<{0}>f|wo|m)(?:emales?|m[ae]n|ales?|[ae]n)\b"
    r"(?: patients| subjects| participants)?\s*\)?"
)
_BY_SEX = re.compile(
    rf"{_WHOM}(?P<name>{_NAME}{{3,90}}?)\s*(?:of|is|:)?\s*{_SIGN.format('')}\s*"
    rf"(?P<n>\d{{1,4}}(?:\.\d+)?){_UNIT.format('')}{_SEX.format('first')}\s*,?\s*(?:or|and|/|;)?\s*"
    rf"(?:{_SIGN.format('2')}\s*)?(?P<m>\d{{1,4}}(?:\.\d+)?){_UNIT.format('2')}"
    rf"{_SEX.format('second')}{_AT}"
)
_BETWEEN = re.compile(
    rf"{_WHOM}(?P<name>{_NAME}{{3,90}}?)\s*(?:of|is|:)?\s*(?:between\s*)"
    rf"?(?P<low>≥|>)?\s*(?P<n>\d{{1,4}}(?:\.\d+)?)\s*(?:and|to|-)\s*(?P<high>≤|"
    rf"<)?\s*(?P<m>\d{{1,4}}(?:\.\d+)?)(?:{_UNIT.format('')}|\s*points?)"
    rf"(?: \(?inclusive\)?)?{_AT}"
)
_COUNT = re.compile(
    r"^(?:(?:the )?(?:patient|subject|participant)s?\s+)?(?P<verb>(?:(?:is|"
    r"are|was|were|has|have|had|must have|currently|previously|been|taking|"
    r"received|receiving|treated with|treatment with|using|exposure to|exposed to)\s+)+)?"
    rf"{_SIGN.format('')}\s+(?P<n>\d{{1,2}}|{NUMBER_WORDS})\s+(?P<noun>[a-z][^<>≤≥\d,;:.("
    rf")/]{{4,70}}?)\s*\.?$"
)
_LOW = r"(?:(?:≥|at least|a minimum of|between)\s+)?"
_HIGH = r"(?:(?:≤|at most|no more than|not more than|a maximum of|up to)\s+)?"
_FROM_TO = re.compile(
    rf"^(?:(?:the )?(?:patient|subject|participant)s?\s+)?(?:(?:must have|has|have|had|having|with|"
    rf"received|receiving|treated with|history of)\s+)*{_LOW}(?P<n>\d{{1,2}}|{NUMBER_WORDS})"
    rf"(?:\s*-\s*| to |,? and |,? but ){_HIGH}(?P<m>\d{{1,2}}|{NUMBER_WORDS})\s+"
    rf"(?P<noun>[a-z][^<>≤≥\d,;:.()/]{{4,70}}?)\s*\.?$"
)
"""“Between 1 and 3 earlier regimens”."""
_NO_COUNT = re.compile(
    r"^(?:days?|weeks?|months?|years?|hours?|hrs?|minutes?|mg|g|kg|ml|mm|cm|"
    r"points?|times?|year|half|x|uln|fold|percent)\b|"
    r"\b(?:or|and|if|unless|who|that|which|except|than|within|in the|during|"
    r"prior(?! (?:lines?|regimens?|systemic|platinum|chemotherap|therap|treatment|biologic|"
    r"surger|course|drug|anti)"
    r")|before|after|since|per|each|every|not|no|without|for at least|from|"
    r"years?|months?|weeks?|days?|of the following|following|criteria|above|below|lesions?)\b"
)


@dataclass(frozen=True, slots=True)
class Score:
    """A number that only this trial asks for."""

    name: str
    ends: tuple[tuple[str, Decimal], ...]
    whole: bool
    measured_in: str = ""
    """The unit that the text names."""
    for_women: tuple[str, Decimal] | None = None
    """The limit for women, where the other one is for men."""

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return self.measured_in or ("count" if self.whole else "points")

    @property
    def hard(self) -> dict[str, str]:
        """A wide range: the entry does not say what is possible."""
        every = [*self.ends, *([self.for_women] if self.for_women else [])]
        most = max(limit for _, limit in every)
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
            return {"kind": kinds[sign], "limit": str(limit), **self._written}
        ends = {_HOLDS[sign]: str(limit) for sign, limit in self.ends}
        return {"kind": "between", **ends, **self._written}

    def rule_for_women(self, side: Side) -> dict[str, Any] | None:
        """Return the rule for women, where they have a limit of their own."""
        if self.for_women is None:
            return None
        return replace(self, ends=(self.for_women,), for_women=None).rule(side)

    @property
    def _written(self) -> dict[str, str]:
        return {"unit": self.measured_in} if self.measured_in else {}


_HOLDS = {">": "above", "≥": "at_least", "<": "below", "≤": "at_most"}
_ABSENT = {">": "at_most", "≥": "below", "<": "at_least", "≤": "above"}


def read_score(text: str) -> Score | None:
    """Read a whole text that states one score or one count; None unless all of it is understood."""
    plain = re.sub(r"\b(?:locally )?advanced or metastatic\b", "advanced", cleaned(text))
    plain = re.sub(r"\b24[- ]?h(?:ou)?r?\b(?= [a-z])", "daily", _SMOKERS.sub("", plain))
    score = _counted(plain) or _scored(plain)
    return score and replace(score, name=_as_written(score.name, text))


_SMOKERS = re.compile(
    r"^(?:current|former|ex|previous)(?:(?: smokers?)? or |/)(?:current|former|ex|previous)[ -]"
    r"smokers? with (?:a )?(?=smoking history)"
)
"""Who has a smoking history is one of these."""


def _as_written(name: str, text: str) -> str:
    """Return a name with the capital letters that a text writes it with."""
    place = text.lower().find(name)
    if place < 0:
        return name
    written = text[place : place + len(name)]
    return written if place or written[:2].isupper() else f"{written[:1].lower()}{written[1:]}"


def _scored(plain: str) -> Score | None:
    plain = _with_sign_first(re.sub(r"(?<=[a-z]) per (?=day|week|hour|h\b|24 h)", "/", plain))
    return _of_each_sex(plain) or _limited(plain) or _between(plain)


def _limited(plain: str) -> Score | None:
    match = _SCORE.match(plain)
    if match is None or not _is_measure(match):
        return None
    end = (_SIGNS[match["sign"]], Decimal(match["n"]))
    return Score(match["name"].strip(), (end,), whole=False, measured_in=_shown(match["unit"]))


def _between(plain: str) -> Score | None:
    match = _BETWEEN.match(plain)
    if match is None or not _is_measure(match) or Decimal(match["n"]) >= Decimal(match["m"]):
        return None
    ends = (
        (match["low"] or "≥", Decimal(match["n"])),
        (match["high"] or "≤", Decimal(match["m"])),
    )
    return Score(match["name"].strip(), ends, whole=False, measured_in=_shown(match["unit"]))


def _of_each_sex(plain: str) -> Score | None:
    """“More than 21 units/week for men or 14 units/week for women”."""
    match = _BY_SEX.match(plain)
    if match is None or not _is_measure(match):
        return None
    first, second = _SIGNS[match["sign"]], _SIGNS[match["sign2"] or match["sign"]]
    units = {match["unit"], match["unit2"]} - {None}
    of_men = [match[key] == "m" for key in ("first", "second")]
    if first != second or len(units) != 1 or sum(of_men) != 1:
        return None
    limits = [(first, Decimal(match[key])) for key in ("n", "m")]
    men, women = limits if of_men[0] else reversed(limits)
    unit = _shown(units.pop())
    return Score(match["name"].strip(), (men,), whole=False, measured_in=unit, for_women=women)


def _shown(unit: str | None) -> str:
    return "" if unit is None else _UNITS[unit]


_BEHIND = re.compile(
    r"(?<!< )(?<!> )(?<!≥ )(?<!≤ )(?<!<)(?<!>)(?<!≥)(?<!≤)(?<!than )(?<!least )(?<!most )(?<!to )"
    r"(?<![\d.-])(?:of )?(?P<n>\d+(?:\.\d+)?(?: ?[a-z%µ/0-9-]{1,10})?) or (?:(?P<more>more|higher|"
    r"greater|above|over)|less|lower|below|fewer)\b(?! than| or equal)"
)


def _with_sign_first(plain: str) -> str:
    """Return a text with the comparison in front of its number: “a score of 10 or more”."""
    return _BEHIND.sub(lambda match: f"{'≥' if match['more'] else '≤'} {match['n']}", plain)


def _is_measure(match: re.Match[str]) -> bool:
    """Whether a name is that of a score, or of what is measured in the unit behind it."""
    name = match["name"].strip()
    known = any(token.kind in "NUYMF" for token in tokens(name))
    if known or _NO_MEASURE.search(name):
        return False
    return bool(_MEASURE.search(name) or (match["unit"] and not _NO_QUANTITY.search(name)))


_NO_QUANTITY = re.compile(
    r"\b(?:use|used|using|treat\w*|therap\w*|receipt|receiv\w*|taking|takes|dos\w+|"
    r"(?<!smoking )histor\w+|persistent|stable|sustained|chronic|recent|confirmed|"
    r"medicat\w*|administ\w+|with|who|diagnos\w+|previous|prior|known|current\w*|uncontrolled|"
    r"abnormal\w*|elevated|donat\w*|lost|lesions?|tumou?rs?|disease|defined|by|decline|drop|fall|"
    r"variab\w+|ratio|as|during|after|before|from|weekly|to|need\w*|requir\w*|has|have|is)\b|[()]"
)
"""What is no plain quantity: what is done, what changed, and what has a condition."""


_OUT_OF = re.compile(r"\s*\((?:based on|of|out of)(?: an?| the)? \d{2}[^()]*\)")
"""Of how many they are counted: “(based on 66 joint counts)”."""


def _counted(plain: str) -> Score | None:
    plain = re.sub(rf"(?<=[a-z]){_AT}", "", _OUT_OF.sub("", plain))
    plain, tail = _without_window(_OR_MORE.sub(r"\1at least \2 ", plain))
    match = _FROM_TO.match(plain)
    if match is not None and _is_counted(match["noun"]):
        ends = [
            int(each) if each.isdigit() else number_word(each) or 0
            for each in match.group("n", "m")
        ]
        name = f"{match['noun'].strip()} {tail}".strip()
        between = (("≥", Decimal(ends[0])), ("≤", Decimal(ends[1])))
        return Score(name, between, whole=True) if ends[0] < ends[1] else None
    match = _COUNT.match(plain)
    if match is None or not _is_counted(match["noun"]):
        return None
    limit = int(match["n"]) if match["n"].isdigit() else number_word(match["n"])
    sign = _SIGNS[match["sign"]]
    if limit is None or (limit, sign) in ((0, ">"), (1, "≥"), (1, "<"), (0, "≤")):
        return None
    name = f"{match['noun'].strip()} {tail}".strip()
    return Score(name, ((sign, Decimal(limit)),), whole=True)


def _is_counted(noun: str) -> bool:
    """Whether a noun is of what can be counted, and nothing else is said of it."""
    return not _NO_COUNT.search(noun) and not any(each.kind in "NUY" for each in tokens(noun))


_OR_MORE = re.compile(
    r"^((?:had |has had |have had |received |patients with |history of )?)"
    rf"(\d{{1,2}}|{NUMBER_WORDS}) or more "
)


def _without_window(plain: str) -> tuple[str, str]:
    """Return a text without the one window at its end, and that window."""
    found = list(WINDOW.finditer(plain))
    rest = plain[found[0].end() :].strip(" .") if len(found) == 1 else "."
    if rest and not _KIND.match(rest):
        return plain, ""
    return f"{plain[: found[0].start()].strip()} {rest}".strip(), found[0][0]


_KIND = re.compile(
    r"^(?:requiring|needing|treated with|that required|which required|leading to|resulting in)\b"
    r"[^\d<>≤≥;:,.]*$"
)
"""What is said of the events that are counted, behind the time in which they were."""
