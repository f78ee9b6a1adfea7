"""What a criterion's text says of time: that something was within so many days, or so long ago."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.drafting.lexicon import NUMBER_WORDS, number_word

_N = rf"(?P<n>\d{{1,3}}|{NUMBER_WORDS})(?:\s?\((?:\d{{1,3}}|{NUMBER_WORDS})\))?"
_UNIT = r"(?:calendar )?(?P<unit>days?|weeks?|months?|years?)"
_DAY = (
    r"(?:the |obtaining |planned |scheduled |expected |initial |start of |"
    r"starting |beginning |receiving |receipt of |date of |time of |day of "
    r"|signing |signature of |"
    r"giving |first |day |initiation of |providing |administration of |commencing "
    r"|entering |this )*"
    r"(?:screening(?: visit| period)?|enrol?lment|randomi[sz]ation|baseline(?"
    r": visit)?|study entry|trial entry|entry|inclusion|registration|"
    r"(?:dose|administration|infusion|injection)(?: of (?:the )?(?:current "
    r")?(?:study|investigational|trial)(?: (?:drugs?|treatment|medication|intervention|"
    r"product|therapy|agent|vaccine))?)?|"
    r"(?:study|protocol|trial|investigational) (?:drugs?|treatment|medication|"
    r"intervention|product|therapy|entry|start|enrol?lment|vaccine)(?: administration|"
    r" intervention administration)?|"
    r"(?:the )?(?:written )?(?:informed )?consent(?: form)?(?: \(icf\))?(?"
    r": signature| signed)?|visit \d|day -?1|cycle 1,? day 1|c1d1|treatment|"
    r"dosing|therapy|surgery|study|trial|index date)"
    r"(?: visit)?(?: \((?:day|visit|week) -?\d+\))?(?: (?:study|treatment))?"
)
_HALF = (
    rf"(?:\s*,?\s*\(?or (?P<h>\d{{1,2}}|{NUMBER_WORDS}) (?:times the )?(?:elimination "
    rf")?half[- ]?li(?:ves|fe)(?: of (?:the )?(?:study |investigational )?(?"
    rf":drug|agent|product|medication|compound|treatment))?"
    r"\s*\)?,?\s*\(?whichever (?:is |was )?(?:the )?(?P<which>longer|longest|shorter)\)?,?)?"
)
_BACK = rf"(?:prior to|before|preceding|of|from|prior)\s+{_DAY}"
_END = r"\s*[.;]?$"
_WITHIN = (
    (
        (
            rf"\s*,?\s*(?:with)?in (?:the )?(?:past |last |previous |preceding |prior "
            rf")?{_N}[\s-]{_UNIT}{_HALF}(?:\s+{_BACK})?{_END}"
        ),
        "within",
    ),
    (
        (
            rf"\s*,?\s*(?:during|over) the (?:past |last |previous |preceding |prior "
            rf")?{_N}[\s-]{_UNIT}{_HALF}(?:\s+{_BACK})?{_END}"
        ),
        "within",
    ),
    (
        rf"\s*,?\s*(?:≤|<=|no more than|at most|up to) ?{_N}[\s-]{_UNIT}{_HALF}\s+{_BACK}{_END}",
        "within",
    ),
    (
        (
            rf"\s*,?\s*(?:<|less than|fewer than) ?{_N}[\s-]{_UNIT}\s+(?:ago|{_BACK})"
            rf"{_END}"
        ),
        "less_than_ago",
    ),
)
_DISTANT = (
    (
        (
            rf"\s*,?\s*(?:≥|>=|at least|(?:greater|more) than or equal to|for at least|"
            rf"not less than) ?{_N}[\s-]{_UNIT}\s+(?:ago|{_BACK}){_END}"
        ),
        "at_least_ago",
    ),
    (
        (
            rf"\s*,?\s*(?:>|more than|greater than|over|longer than) ?{_N}[\s-]{_UNIT}\s+(?"
            rf":ago|{_BACK}){_END}"
        ),
        "longer_ago_than",
    ),
)
_SINCE = re.compile(
    rf"^(?P<sign>≥|>=|at least|>|more than|<|less than|fewer than) ?{_N}[\s-]{_UNIT}\s+(?:(?:have|"
    rf"has|must have) (?:passed|elapsed) )?since (?P<what>(?:the |their )?(?"
    rf":last|most recent|completion of|end of)\b[^.;]{{3,120}}?)(?:\s+(?:to|"
    rf"and|until) (?:the )?(?:day of )?(?:scheduled |planned )?(?:screening|"
    rf"enrol?lment|randomi[sz]ation|treatment|bnct|study entry|first dose)\b[^.;]{{0,30}}"
    rf")?{_END}",
    re.IGNORECASE,
)
_STABLE = re.compile(
    rf"^(?P<what>[^.;]*\bstable\b[^.;]*?)\s*(?:for|over) (?:at least|≥|>=|a "
    rf"minimum of)(?: the)?(?: last| past)? ?{_N}[\s-]{_UNIT}(?:\s+(?:{_BACK})"
    rf")?{_END}",
    re.IGNORECASE,
)
_TOO_MUCH = re.compile(
    r"\b(?:unless|except|exception|excluding|other than|however|allowed|permitted|"
    r"acceptable|eligible|provided|if|when|whichever|"
    r"half-li\w+|planned?|planning|will|expected|anticipated|currently|current|"
    r"concurrent(?:ly)?|ongoing|now|requir\w+|need\w*|more than|less than|"
    r"at least|"
    r"stable|unstable|uncontrolled|known|active|chronic|persistent|recurrent|"
    r"family|personal|opinion|judg\w+|no|not|without|failed|who|whose|never|"
    r"last|recent|newly|since|until|after|following|between|within|days?|weeks?"
    r"|months?|years?|per|hours?|defined|e\.g|i\.e|approximately|about|either|"
    r"decrease|increase|change|scheduled|resolved|recovered|stopped|discontinu\w+|"
    r"initiat\w+|start\w*|completed?|twice|times?|symptomatic|severe|intend\w*|"
    r"willing\w*|diagnos\w+)\b|[<>≤≥=;:.]|\band/or\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\bor (?:a |any )?(?:history|prior|previous|presence)\b|\b(?:history|evidence|presence) or\b"
    r"|\brecover"
    r"|\bexcept|\bdiscretion\b|\bin the past\b|\bclinically\b|\bpresence\b",
    re.IGNORECASE,
)
_DIAGNOSED = re.compile(
    r"^(?:(?:has|have|having|been|was|were|patients?|subjects?|participants?|who|a|an) )*"
    r"(?:diagnosed with|diagnosis of|onset of) ",
    re.IGNORECASE,
)
_OF_SIGN = {
    ">": "longer_ago_than",
    "more than": "longer_ago_than",
    "<": "less_than_ago",
    "less than": "less_than_ago",
    "fewer than": "less_than_ago",
}
_EXAMPLES = re.compile(
    r"\s*\((?:e\.?g\.?,?|for example,?|such as|including) "
    r"(?:(?!\b(?:no|not|but|except|excluding|unless|other|within)\b)[^();])*\)",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"^(?:the )?(?:last|most recent) (?=(?:dose|treatment|therap|chemo|radio|immuno|irradiation|"
    r"administration|injection|infusion|transfusion|intake|use|surgery|vaccin|cycle|systemic)\w*)",
    re.IGNORECASE,
)
"""The last time of a treatment: who never had it is as far from it as anybody."""
_LONGEST = 200


_FAR = ("at_least_ago", "longer_ago_than")


@dataclass(frozen=True, slots=True)
class Span:
    """Something, and how long ago it was."""

    kind: Literal["within", "less_than_ago", "at_least_ago", "longer_ago_than", "stable_for"]
    what: str
    length: int
    unit: Literal["days", "weeks", "months", "years"]
    half_lives: int | None = None
    whichever: Literal["longer", "shorter"] = "longer"
    since_last: bool = False
    """It is counted from the last time, so that never is long enough ago."""


def read_span(text: str) -> Span | None:
    """Read a whole text that names one thing and its distance; None unless all is understood."""
    plain = " ".join(text.split())
    if len(plain) > _LONGEST:
        return None
    match = _SINCE.match(plain)
    if match:
        kind = _OF_SIGN.get(match["sign"].lower(), "at_least_ago")
        return _span(kind, match, match["what"], since_last=True)
    match = _STABLE.match(plain)
    if match and not re.search(
        r"\b(?:unless|except|if|no|not|or)\b(?! applicable)|\d|[<>≤≥:]", match["what"].lower()
    ):
        return _span("stable_for", match, match["what"])
    for pattern, kind in (*_WITHIN, *_DISTANT):
        match = re.search(pattern, plain, re.IGNORECASE)
        if match:
            what = plain[: match.start()].strip(" ,")
            last = kind in _FAR and _LAST.match(what) is not None
            named = _LAST.sub("", what) if last else what
            if not _is_one_thing(named, "within" if last else kind):
                return None
            return _span(kind, match, what, since_last=last)
    return None


def _is_one_thing(what: str, kind: str) -> bool:
    """Whether words name one event; of what must be long ago, only that it was found out."""
    what = _EXAMPLES.sub("", what)
    named = _DIAGNOSED.sub("", what)
    if kind in _FAR and named == what:
        return False
    what = named
    blocked = _TOO_MUCH.search(what) or _ASIDE.search(what)
    return bool(what.split()) and not blocked and not re.search(r"(?<![A-Za-z])\d", what)


def _span(kind: str, match: re.Match[str], what: str, *, since_last: bool = False) -> Span | None:
    length = int(match["n"]) if match["n"].isdigit() else number_word(match["n"])
    unit = match["unit"].lower().rstrip("s") + "s"
    if not length:
        return None
    named = match.groupdict()
    half = named.get("h")
    lives = None if half is None else int(half) if half.isdigit() else number_word(half)
    which = "shorter" if named.get("which") == "shorter" else "longer"
    return Span(kind, what.strip(), length, unit, lives, which, since_last)  # type: ignore[arg-type]
