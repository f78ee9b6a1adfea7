"""What a criterion's text says of time: that something was within so many days, or so long ago."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.drafting.lexicon import NUMBER_WORDS, number_word

_N = rf"(?P<n>\d{{1,3}}|{NUMBER_WORDS})(?:\s?\((?:\d{{1,3}}|{NUMBER_WORDS})\))?"
_UNIT = (
    r"(?:calendar |prior |previous |preceding )?(?P<unit>days?|weeks?|months?|years?)"
    r"(?:\s?\((?:approximately )?(?P<n2>\d{1,3}) (?P<unit2>days?|weeks?|months?|years?)\))?"
)
"""A length, and the same again in another unit: “26 weeks (6 months)”."""
_STEPS = (
    r"(?:the |obtaining |planned |scheduled |expected |initial |start of |"
    r"starting |beginning |receiving |receipt of |date of |time of |day of |signing |signature of |"
    r"giving |first |day |initiation of |providing |administration of |commencing "
    r"|entering |this |being )*"
)
_STUDY_DAY = (
    r"(?:dose administration|screening(?: visit| period)?|enrol?lment|enrol?led (?:to|in|into|"
    r"on) the (?:study|trial|project)|randomi[sz]ation|baseline"
    r"(?: visit)?|study entry|trial entry|entry|inclusion|registration|"
    r"(?:treatment|therapy) (?:start|initiation)|"
    r"(?:dose|administration|infusion|injection)(?: of (?:the )?(?:current "
    r")?(?:study|investigational|trial)(?: (?:drugs?|treatment|medication|intervention|"
    r"product|therapy|agent|vaccine))?)?|"
    r"(?:study|protocol|trial|investigational) (?:drugs?|treatment|medication|"
    r"intervention|product|therapy|entry|start|enrol?lment|vaccine)(?: administration|"
    r" intervention administration)?|"
    r"(?:the )?(?:written )?(?:informed )?consent(?: form)?(?: \(icf\))?"
    r"(?: signature| signed)?|dosing(?: day)?|visit \d|day -?1|cycle 1,? day 1|c1d1|study|trial|"
    r"index date)"
)
_NOTED = (
    r"(?: visit)?(?: \((?:day|visit|week) -?\d+(?: to (?:day|visit|week) -?\d+)?\))?"
    r"(?: (?:study|treatment))?"
)
_HALF = (
    rf"(?:\s*,?\s*\(?or (?P<h>\d{{1,2}}|{NUMBER_WORDS}) (?:times the )?(?:(?:elimination|"
    rf"pharmacokinetic|"
    rf"terminal|plasma|biological) )?half[- ]?li(?:ves|fe)(?: of (?:the )?(?:study |"
    rf"investigational )?"
    rf"(?:drug|agent|product|medication|compound|treatment))?"
    r"\s*\)?,?\s*\(?whichever (?:is |was )?(?:the )?(?P<which>longer|longest|shorter)\)?,?)?"
)
_BACK = (
    rf"(?:(?:prior to|before|preceding|prior)\s+{_STEPS}(?:{_STUDY_DAY}|treatment|therapy|"
    rf"vaccination|surgery){_NOTED}|(?:of|from)\s+{_STEPS}{_STUDY_DAY}{_NOTED})"
)
"""The day that is counted back from; “of surgery” may be that of an earlier one."""
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
            rf"\s*,?\s*(?:<|less than|fewer than) ?{_N}[\s-]{_UNIT}{_HALF}\s+"
            rf"(?:ago|{_BACK}){_END}"
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
            rf"\s*,?\s*(?:>|more than|greater than|over|longer than) ?{_N}[\s-]{_UNIT}\s+"
            rf"(?:ago|{_BACK}){_END}"
        ),
        "longer_ago_than",
    ),
)
WINDOW = re.compile(
    rf"(?:(?:with)?in|during|over) (?:the )?(?:past |last |previous |preceding |"
    rf"prior )?{_N}[\s-]{_UNIT}"
    rf"(?:\s+{_BACK})?",
    re.IGNORECASE,
)
"""A window of time, wherever it stands."""
_SINCE = re.compile(
    rf"^(?P<sign>≥|>=|at least|>|more than|<|less than|fewer than) ?{_N}[\s-]{_UNIT}{_HALF}\s+(?:"
    rf"(?:have|has|must have) (?:passed|elapsed) )?since (?P<what>(?:the |their |any )?"
    rf"(?:last|most recent|prior|previous|completion of|end of)\b[^.;]{{3,120}}?)(?:\s+(?:to|"
    rf"and|until) (?:the )?(?:day of )?(?:scheduled |planned )?(?:screening|"
    rf"enrol?lment|randomi[sz]ation|treatment|bnct|study entry|first dose)\b[^.;]{{0,30}}"
    rf")?{_END}",
    re.IGNORECASE,
)
_STABLE = re.compile(
    rf"^(?P<what>[^.;]*\bstable\b[^.;]*?)\s*(?:for|over) (?:at least|≥|>=|a "
    rf"minimum of|no less than|not less than)(?: the)?(?: last| past)? "
    rf"?{_N}[\s-]{_UNIT}(?:\s+(?:{_BACK})"
    rf")?{_END}",
    re.IGNORECASE,
)
_TREATED = re.compile(
    rf"^(?P<what>(?:currently |been |being |have been |patients? |participants? |subjects? |who |"
    rf"has |have |is |are )*(?:treated with|receiving|taking|undergoing|symptomatic|on (?:[\w-]+ "
    rf")?(?:dialysis|oxygen)|"
    rf"(?:on )?treatment with)\b[^.;]*?)\s*for (?:at least|≥|>="
    rf"|a minimum of)(?: the)?(?: last| past)? ?{_N}[\s-]{_UNIT}(?:\s+(?:{_BACK}))?{_END}",
    re.IGNORECASE,
)
_LASTING = re.compile(
    rf"^(?P<what>(?:(?:(?:patients?|participants?|subjects?|is|are|with|who|has|have|been|a|an|"
    rf"documented|known|confirmed|clinical|established|physician|adults?|adolescents?|and|the) )*"
    rf"(?:diagnosis of|diagnosed with|"
    rf"history of|meets? (?:the )?(?:diagnostic )?criteria for)\b[^.;]*?"
    rf"|[^.,;:]{{4,80}} (?:diagnosed|documented|established))),?\s*for "
    rf"(?P<sign>at least|≥|>=|>|more than|longer than|a minimum of|no less than|not less than)"
    rf"(?: the)?(?: last|"
    rf" past)? ?{_N}[\s-]"
    rf"{_UNIT}(?:\s+(?:{_BACK}))?{_END}",
    re.IGNORECASE,
)
_OTHERWISE = (
    r"unless|except|exception|excepted|excluding|other than|however|allowed|permitted|"
    r"acceptable|eligible|provided|if|when|whichever|half-li\w+|planned?|planning|will|"
    r"expected|anticipated|ongoing|now|more than|less than|at least|stable|"
    r"family|personal|opinion|judg\w+|no|not|without|failed|who|whose|never|last|newly|since|"
    r"until|after|following|between|within|days?|weeks?|months?|years?|per|hours?|defined|e\.g|"
    r"i\.e|approximately|about|scheduled|resolved|recovered|stopped|discontinu\w+|"
    r"twice|times?|intend\w*|willing\w*|diagnos\w+|likely|risk|life|surviv\w+|death|die|"
    r"candidates?|relocat\w+|move|upcoming|future|impending"
)
_STATE = (
    r"currently|current|concurrent(?:ly)?|requir\w+|need\w*|unstable|uncontrolled|known|active|"
    r"chronic|persistent|recurrent|recent|either|decrease|increase|change|initiat\w+|start\w*|"
    r"symptomatic|severe|completed?|clinically"
)
"""Of what must not have been, the last day on which it was so can be asked for."""
_TOO_MUCH = re.compile(rf"\b(?:{_OTHERWISE}|{_STATE})\b|[<>≤≥=;:.]|\band/or\b", re.IGNORECASE)
_TOO_MUCH_ABSENT = re.compile(
    rf"\b(?:{_OTHERWISE})\b|[<>≤≥=;:.]|\b(?:current|concurrent)(?:ly)?\b(?!.*\bor\b)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\bor (?:a |any )?(?:history|prior|previous|presence)\b|\b(?:history|evidence|presence) or\b"
    r"|\brecover|\bexcept|\bdiscretion\b|\bin the past\b|\bpresence\b",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\s*\((?:other than|except(?: for)?|excluding|not including|with the exception of) "
    r"[^()\d<>≤≥;:]*\)"
    r"|\s*\((?:not )?approved in [^()\d;:]*\)",
    re.IGNORECASE,
)
"""What is named in brackets as no such event: the question names it too."""
_NUMBER = re.compile(r"(?<![A-Za-z0-9-])\d(?!\d*-?[A-Za-z])")
"""A number that belongs to no name."""
_AT_A_VISIT = re.compile(
    r"^at (?:the )?(?:[\w-]+ ){0,4}(?:screening|baseline|enrol?lment|visit|randomi[sz]ation),? ",
    re.IGNORECASE,
)
_TYPE = re.compile(r"\btype (?:1|2|i|ii)\b(?: or (?:type )?(?:2|ii)\b)?", re.IGNORECASE)
_PEOPLE = re.compile(
    r"^(?:the |any |all )?(?:subjects?|patients?|participants?|individuals?|persons?)(?: who)?"
    r"(?= (?:currently )?(?:is|are|was|were|has|have|had)\b) ",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"\s*\(\s*(?P<now>currently or )?(?P<span>(?:with)?in [^()]*)\)\s*(?P<end>[.;]?)$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r",|;|\b(?:or|and)\b|/", re.IGNORECASE)
_KIND_OF_STUDY = re.compile(
    r"\b(?:drug|device|medicinal product) or (?:drug|device)\b", re.IGNORECASE
)
_DIAGNOSED = re.compile(
    r"^(?:(?:has|have|having|been|was|were|patients?|subjects?|participants?|who|a|an|with|"
    r"documented|confirmed|established|clinical|physician) )*"
    r"(?:(?:diagnosed with|diagnosis of|onset of) "
    r"|(?:received|undergone|had) (?:an? )(?=[^,]*\btransplant(?:ation)?\b(?: \(\w+\))?$))",
    re.IGNORECASE,
)
_FOUND_OUT = re.compile(
    r"(?<=[\w)]),? (?:(?:that|which|and) )?(?:was |were )?(?:first |initially |clinically )"
    r"?diagnosed"
    r"(?: by an? [a-z][\w ]{3,30})?$",
    re.IGNORECASE,
)
"""“Type 2 diabetes diagnosed …”."""
_DOSE = re.compile(
    r"(?: that (?:is|was))?(?: of)? ?(?:[>≥<≤]=?|more than|greater than|at least) ?\d{1,2} ?"
    r"(?:gray \(gy\)|gray|gy)\b",
    re.IGNORECASE,
)
"""How much radiation: the question names it."""
_VOLUME = re.compile(
    r"(?: of)?\s*\(?(?:of )?(?:(?:[≥>]=?|more than|at least|over|in excess of|greater than) ?)?"
    r"\d{2,4} ?ml\b(?: or more)?(?: of)?(?: (?:whole )?blood)?\)?",
    re.IGNORECASE,
)
"""How much blood: the question names it."""
_AT_LEAST_ONE = re.compile(
    r"^(?P<had>(?:(?:history of|ha(?:s|ve|d)|experienced) )*)(?:at least|≥|>=) ?(?:one|1)(?: "
    r"\(1\))? "
    r"(?!of\b)|^(?:one|1) or more ",
    re.IGNORECASE,
)
_OF_SIGN = {
    ">": "longer_ago_than",
    "more than": "longer_ago_than",
    "longer than": "longer_ago_than",
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
_LONGEST = 320
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


def read_span(text: str, *, excludes: bool = False) -> Span | None:
    """Read a whole text that names one thing and its distance; None unless all is understood.

    What excludes may be a state: the last day on which it was so can be asked for.
    """
    plain = re.sub(r"\bi\.v\.", "iv", " ".join(text.split()), flags=re.IGNORECASE)
    plain = _ONE.sub(r"\1 1 \2", _without_brackets(plain))
    plain = _NOW_OR.sub(r"\2 \1", _OF_THESE.sub("", plain)) if excludes else plain
    if len(plain) > _LONGEST:
        return None
    if excludes:
        plain = _window_last(plain)
    lasting = _since(plain) or _lasting(plain, excludes=excludes)
    if lasting is not None:
        return lasting
    plain = _with_exception(plain) if excludes else plain
    for pattern, kind in (*_WITHIN, *_DISTANT):
        match = re.search(pattern, plain, re.IGNORECASE)
        if match:
            what = _PEOPLE.sub("", _AT_A_VISIT.sub("", plain[: match.start()].strip(" ,")))
            what = _AT_LEAST_ONE.sub("", what) if kind == "within" else what
            last = kind in _FAR and _LAST.match(what) is not None
            named = _LAST.sub("", what) if last else what
            if not _is_one_thing(named, "within" if last else kind, excludes=excludes):
                return None
            return _span(kind, match, what, since_last=last)
    return None


_OF_THESE = re.compile(r"^(?:any|one or more|either) of the following: (?=[^:;]+$)", re.IGNORECASE)
_NOW_OR = re.compile(
    r"^current(?:ly)? \(or ((?:with)?in (?:the )?(?:last |past )?\d+ \w+)\) ([^.;]+)\.?$",
    re.IGNORECASE,
)
"""“Current (or within 90 days) dialysis”."""
_IN_FRONT = re.compile(
    r"^(?:(?:a |any )?(?:history|occurrence) of )?(?:any (?:one )?of the following )?$",
    re.IGNORECASE,
)


def _window_last(plain: str) -> str:
    """Return a text that begins with its window with it at the end: “In the past month, gout”."""
    match = WINDOW.search(plain)
    if match is None or not _IN_FRONT.match(plain[: match.start()]):
        return plain
    rest = re.match(r"\s*[,:]\s*(?P<what>[^:;]+?)\.?$", plain[match.end() :])
    return plain if rest is None else f"{rest['what']} {match[0]}"


def _since(plain: str) -> Span | None:
    """Read how long it has been since the last time."""
    match = _SINCE.match(plain)
    if match is None or _is_conditional(match["what"]) or _A_LENGTH.search(match["what"]):
        return None
    kind = _OF_SIGN.get(match["sign"].lower(), "at_least_ago")
    return _span(kind, match, match["what"], since_last=True)


_A_LENGTH = re.compile(r"\b(?:days?|weeks?|months?|years?|since|whichever)\b", re.IGNORECASE)


def _lasting(plain: str, *, excludes: bool) -> Span | None:
    """Read how long something has been so: known, treated, unchanged."""
    plain = _BY_GUIDELINES.sub("", plain)
    match = None if excludes else _LASTING.match(plain)
    if match and not _is_conditional(match["what"]):
        return _span(_OF_SIGN.get(match["sign"].lower(), "at_least_ago"), match, match["what"])
    match = _STABLE.match(plain)
    if match and _OR.search(match["what"]):
        return None
    match = match or (None if excludes else _TREATED.match(plain))
    if match and not _is_conditional(match["what"]):
        return _span("stable_for", match, match["what"])
    return None


_NOT_SO = re.compile(
    r"^(?:(?:patients?|participants?|subjects?|individuals?) )?(?:(?:who|must|should) )*"
    r"(?:(?:have|has) not (?:been |had |received |taken |undergone |used )?(?:any )?|"
    r"no (?:known )?|"
    r"absence of )(?!more than|less than|fewer|longer|later|change in .* (?:or|and) )",
    re.IGNORECASE,
)


def read_absence(text: str) -> Span | None:
    """Read a whole text that says what must not have been for so long: “No stroke within …”."""
    plain = " ".join(text.split())
    match = _NOT_SO.match(plain)
    if match is None:
        return None
    span = read_span(plain[match.end() :], excludes=True)
    if span is None or span.kind not in ("within", "less_than_ago") or not span.what:
        return None
    return span


_ONE = re.compile(
    r"\b((?:with)?in the (?:last|past|previous|preceding)|(?:during|over) the (?:last|past|"
    r"previous))"
    r" (year|month|week)\b",
    re.IGNORECASE,
)
_BUT = (
    r"(?:except(?: for)?|excluding|other than|with the exception of|exceptions? (?:are|is|"
    r"includes?)) "
    r"(?:(?!\b(?:if|unless|when|"
    r"(?:that|which|who) (?!(?:has|have|was|were|is|are) )|allowed|permitted|provided|within|"
    r"not|no)\b)[^\d;:.<>≤≥()])+?"
)
_EXCEPTED = re.compile(
    r"^(?P<rest>[^,;.()]+(?:,[^,;.()]+)*?(?:days?|weeks?|months?|years?|screening|enrol?lment|"
    rf"randomi[sz]ation|baseline|study drug|consent)),? (?P<open>\()?(?P<but>{_BUT})"
    r"(?(open)\))\.?$",
    re.IGNORECASE,
)
_EXCEPTED_BEFORE = re.compile(
    rf"^(?P<what>[^,;.()]+?),? (?P<but>{_BUT}),? (?P<window>(?:with)?in (?:the )?(?:last |past |"
    r"previous |preceding )?\d+ [^,;.()]+)\.?$",
    re.IGNORECASE,
)


def _with_exception(plain: str) -> str:
    """Return a text with what it excepts at its end beside the event, where it is asked with it."""
    inside = _EXCEPTED_BEFORE.match(plain)
    if inside:
        return f"{inside['what']} ({inside['but']}) {inside['window']}"
    match = _EXCEPTED.match(plain)
    found = match and [*WINDOW.finditer(match["rest"])]
    if not match or not found or len(found) > 1 or found[0].end() < len(match["rest"]):
        return plain
    start = found[0].start()
    return f"{plain[:start].rstrip(' ,')} ({match['but']}) {found[0][0]}"


def _is_conditional(what: str) -> bool:
    """Whether words say of what lasts that it need not, or name a number."""
    named = _TYPE.sub("", _EXAMPLES.sub("", _BY_CRITERIA.sub("", what)))
    return bool(_CONDITIONAL.search(named) or re.search(r"[<>≤≥:]", named) or _NUMBER.search(named))


_BY_GUIDELINES = re.compile(
    r",? (?:based on|according to|as defined by|as per|per|in accordance with) (?:the )"
    r"?[^,;.<>]{3,80}"
    r"(?:guidelines?|criteria|classification)(?: \(?(?:19|20)\d\d\)?)?\W*$",
    re.IGNORECASE,
)
_BY_CRITERIA = re.compile(
    r"\s*\((?:(?:as )?(?:defined|classified) by |according to |by |per )?(?:the )?(?:\d{4} )?"
    r"(?:[A-Z][\w-]*[A-Z0-9][\w-]*|[/,+ ]|and|revised|criteria|classification|guidelines?|"
    r"(?:19|20)\d\d)+\)"
)
"""By whose criteria a diagnosis was made: “(ACR/EULAR 2010)”."""
_CONDITIONAL = re.compile(
    r"\b(?:unless|except|if|no|not|allowed|permitted|without)\b(?! applicable)", re.IGNORECASE
)
_OR = re.compile(r"\bor\b", re.IGNORECASE)


def _without_brackets(plain: str) -> str:
    """Return a text whose span in brackets is that of the one thing it names."""
    match = _IN_BRACKETS.search(plain)
    if match is None or _SEVERAL.search(_KIND_OF_STUDY.sub("", plain[: match.start()])):
        return plain
    return f"{plain[: match.start()]} {match['span']}{match['end']}"


def _is_one_thing(what: str, kind: str, *, excludes: bool = False) -> bool:
    """Whether words name one event; of what must be long ago, only that it was found out."""
    what = _TYPE.sub("", _EXAMPLES.sub("", what))
    what = _DOSE.sub("", what)
    what = _VOLUME.sub(" ", what) if _BLOOD.search(what) else what
    named = _FOUND_OUT.sub("", _DIAGNOSED.sub("", what))
    if kind in _FAR and named == what:
        return False
    absent = excludes and kind in ("within", "less_than_ago")
    what = _WITHOUT.sub("", named) if absent else named
    pattern = _TOO_MUCH_ABSENT if absent else _TOO_MUCH
    blocked = pattern.search(what) or _ASIDE.search(what) or _NUMBER.search(what)
    if _COUNTED.search(what) or (absent and _TWO_KINDS.match(what)):
        return False
    return bool(what.split()) and not blocked


_BLOOD = re.compile(r"\bblood\b|\bplasma\b", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:two|three|four|five|six|several|multiple(?! (?:sclerosis|myeloma|system|endocrine))|"
    r"repeated|frequent|many|numerous)\b|(?<!\bone )\bor more\b",
    re.IGNORECASE,
)
"""Of what has to have been several times, the last day says nothing."""
_TWO_KINDS = re.compile(r"^(?!(?:is |are )?currently\b)[^,]*, (?:and/)?or [^,]*$", re.IGNORECASE)
"""“Prior X, or Y”: what follows may be said of Y alone."""
_FINER = ("days", "weeks", "months", "years")
_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.2}


def _length(match: re.Match[str]) -> tuple[int, str] | None:
    """Return a length and its unit; of two, the finer one, where they mean about the same."""
    length = int(match["n"]) if match["n"].isdigit() else number_word(match["n"])
    unit = match["unit"].lower().rstrip("s") + "s"
    if not length or match["n2"] is None:
        return (length, unit) if length else None
    second, other = int(match["n2"]), match["unit2"].lower().rstrip("s") + "s"
    apart = abs(length * _DAYS[unit] - second * _DAYS[other])
    if apart > length * _DAYS[unit] / 20:
        return None
    return min((length, unit), (second, other), key=lambda each: _FINER.index(each[1]))


def _span(kind: str, match: re.Match[str], what: str, *, since_last: bool = False) -> Span | None:
    length = _length(match)
    if length is None:
        return None
    named = match.groupdict()
    half = named.get("h")
    lives = None if half is None else int(half) if half.isdigit() else number_word(half)
    which = "shorter" if named.get("which") == "shorter" else "longer"
    return Span(kind, what.strip(), *length, lives, which, since_last)  # type: ignore[arg-type]
