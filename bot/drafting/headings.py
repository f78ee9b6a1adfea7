"""Which lines of a registry text are headings, and what kind of line is no criterion."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Side = Literal["inclusion", "exclusion"]

_PLAIN = (
    r"(?:key|main|major|general|specific|basic|primary|core|common|additional|"
    r"other|further|study|trial|"
    r"patient|patients|subject|subjects|participant|participants|clinical|"
    r"eligibility|the|of|and|full|"
    r"complete|protocol|important|principal|selected|list|healthy|volunteer|"
    r"volunteers|cohort|part|group|arm|[a-d]|\d|[-–/,()])"
)
_NAMED = r"non[- ]?inclusion|inclusion|exclusion|ineligibility"
_CRITERIA = r"crit\w{0,3}r\w{0,2}[ao]n?s?"
_SIDE = rf"(?P<side>{_NAMED}|inclusive|exclusive)"
_NUMBERED = r"(?:\d{1,2}[a-z]?|[a-z]|i{1,3}|iv)\b"
_SOME = (
    rf"(?:cohorts?|parts?|groups?|arms?|phases?|stages?|stud(?:y|ies))\s+{_NUMBERED}"
    rf"(?:\s*(?:,|/|&|-|and|or)\s*(?:(?:cohort|part|group|arm|phase|stage)\s+)?{_NUMBERED})*"
)
_NOTHING_MORE = r"\((?:key|main|abbreviated|summary|summari[sz]ed|brief|selected)\)|includes?|are"
_OF_A_SIDE = re.compile(
    rf"^(?P<some>(?:{_SOME}\s*[-–:,(]*\s*)?)(?P<before>(?:{_PLAIN}\s*)*)"
    rf"(?:{_SIDE}\s+{_CRITERIA}|(?:{_CRITERIA}|reasons?)\s+(?:for|of)\s+(?P<side2>{_NAMED}))"
    rf"\s*(?:{_NOTHING_MORE})?"
    r"(?P<after>(?:\s*[-–]?\s*(?:for|in|of)\s[^:.;]{1,100}|\s*\([^)]{1,80}\)|"
    rf"\s+(?:cohort|part|group|arm|phase)\s[^:.;]{{1,60}}|\s*[-–:]\s*{_SOME}(?=\W*$))?)"
    r"\s*(?:[*_]*[:\uff1a.;\-–][*_]*\s*(?P<rest>.*)|)$",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"^[#*_\s]*(?:(?:[A-Z]|[IVX]{1,4}|\d{1,2})[.)]\s+)?(?=[A-Z])|(?<=[\w:)])[*_]+$"
)
"""What decorates a heading: stars, a hash, a number."""
_BARE = re.compile(
    r"^(?P<side>inclusion|exclusion|included|excluded)s?\s*(?:[:\uff1a]\s*(?P<rest>.*)|)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(rf"\b(?P<side>{_NAMED}) {_CRITERIA}\b[^:]*[:\uff1a]$", re.IGNORECASE)
_NAMING = re.compile(
    rf"^(?!.*\b(?:meet|fulfil|satisf|violat|fail|not|no|any|lack|above|these|per)\w*\b)"
    rf".*\b(?P<side>{_NAMED}) {_CRITERIA}\b",
    re.IGNORECASE,
)
_LEAVING = re.compile(
    r"^(?:main |key )?(?:(?:early )?(?:withdrawal|drop-?\s?out|discontinuation|elimination|"
    r"termination)s?|(?:trial|study) exit)\s+criteria\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:excluded|ineligible|not (?:be )?(?:eligible|included|enrolled))\b[^:]*[:\uff1a]$",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(r"^(?:eligibility|selection|entry) criteria\s*[:\uff1a]?$", re.IGNORECASE)
_PEOPLE = r"(?:participants?|patients?|subjects?|volunteers?|controls?)"
_GROUP = re.compile(
    rf"\b(?:for|in|with|without)\b.*\b(?:{_PEOPLE}|cohorts?|groups?|arms?|parts?|women|men|"
    rf"females?|males?"
    r"|children|adults?|adolescents?|phases?)\b"
    rf"|^(?:(?:matched|healthy)\s+)+{_PEOPLE}|^{_PEOPLE}\s+(?:with|without|aged|who)\b"
    r"|^(?:women|men|males?|females?)\b(?:\W*only)?\W*$"
    r"|^(?:cohorts?|parts?|groups?|arms?|phases?)\s+(?:\d+|[a-z]|i+)\b"
    r"|\b(?:cohorts?|groups?|arms?|parts?|phases?)\b[\s\]):\uff1a]*(?:only\W*)?$"
    rf"|\b(?:cohorts?|groups?|arms?|parts?|phases?|stages?) {_NUMBERED}(?! disease)",
    re.IGNORECASE,
)
_COHORT = re.compile(
    rf"^{_SOME}(?:\s+(?:only|participants?|patients?|subjects?))*"
    r"(?:\s*[-–(\uff08:,][^<>≤≥=;.]*)?$",
    re.IGNORECASE,
)
"""A heading that numbers whom it is for: “Cohort 1 (adults)”."""
_EVERYBODY = re.compile(
    rf"^(?:for |in )?(?:all|both|every|each) (?:{_PEOPLE}|cohorts?|groups?|arms?|parts?"
    r"|phases?)\W*$",
    re.IGNORECASE,
)
_NO_GROUP = re.compile(
    r"\b(?:all|any|both|every|following|excluded|criteria (?:are|must))\b", re.IGNORECASE
)
_LINK = re.compile(r"^\W*(?:and/or|and|or)\W*$", re.IGNORECASE)
_BREAKS_OFF = re.compile(
    r"(?:\b(?:than|the|an?|in|of|to|or|and|above|below|with|for|at|within|by|from|least|most|over"
    r"|under|between|last|past)|[<>≤≥,])$",
)
_VERB = re.compile(
    r"\b(?:who|must|will|shall|should|can|could|may|has|have|had|is|are|was|"
    r"were|been|agrees?|able|willing|"
    r"received|diagnosed|history(?= of\b)|known|using|taking|treated|planned|pregnant|"
    r"unable)\b|[<>≤≥=;]|(?<![A-Za-z])\d",
    re.IGNORECASE,
)
_LONGEST_TOPIC = 9
_LONGEST_SENTENCE = 30

_FURTHER = re.compile(
    r"^\W*(?:(?:any |and |various )?(?:further|additional|other|more|some)\b[^.]{0,60}?"
    r"\b(?:criteri(?:a|on)|exclusions|inclusions)\b(?! (?:of|for)\b)[^.]{0,90}\W*"
    r"|(?:there (?:are|may be|can be)|(?:the|this) (?:study|trial) has)\b[^.]{0,30}"
    r"\b(?:further|additional|other|more) [^.]{0,30}\bcriteria\b.*"
    r"|(?:(?:the|this) )?(?:above |foregoing )?(?:information|list|listing|criteria)\b[^.]{0,30}"
    r"\b(?:is|are) not (?:intended|meant|exhaustive|complete|all[- ]inclusive|a complete)\b.*"
    r"|this is (?:not a (?:complete|full|comprehensive)|only a partial|a partial) list\b.*"
    r"|(?:for )?(?:a |the )?(?:full|complete|further|more|detailed)\b[^.]{0,40}"
    r"\b(?:criteria|details|information|list)\b[^.]{0,40}\b(?:protocol|site|investigator|"
    r"study team|sponsor|contact)\b.*"
    r"|(?:inclusion|exclusion|protocol-?\s?(?:defined|specified)) criteria (?:not [^.]{3,20} )?"
    r"(?:may|will|can|could) (?:also )?apply\W*|etc\W*"
    r"|(?:please )?(?:contact|see|refer to|consult) (?:the )?(?:site|study|"
    r"protocol|investigator|sponsor)\b.*)$",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(
    r"^(?:\*+(?=\s*[A-Z(])|†|‡|§|¹|²|³|\[\d\]|note\b\s*(?:\d\s*)?[:\uff1a.\-–]|"
    r"notes[:\uff1a]|n\.?b\.?[:\uff1a]?\s|abbreviations?[:\uff1a]|"
    r"definitions?[:\uff1a]|footnotes?[:\uff1a]|\(?re-?screening\b"
    r"|(?:\w+ ){1,2}(?:who [^.;]{3,60} )?(?:may|can|will) be re-?screened\b)",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"^(?:the |all |each |local |participating )*(?:(?:principal|treating|"
    r"study|site|local|research|clinical|enrolling|screening) )*"
    r"(?:investigators?|sites?|staff|team|personnel|nurses?|coordinators?|"
    r"sponsors?|physicians?|clinicians?|monitors?|pharmacists?)\b"
    r"[^.]{0,30}?\b(?:must|should|will|shall|may|(?:is|are) (?:to|required "
    r"to|responsible for|encouraged to|asked to|advised to)|needs? to|ha"
    r"(?:s|ve) to)\b"
    r"\s+(?:\w+ ){0,2}?(?:record|document|review|ensure|obtain|contact|complete|"
    r"report|consult|collect|notify|"
    r"discuss|register|enter|inform|follow|keep|store|send|call|use|check|verify|explain|"
    r"schedule|monitor|calculate|counsel|offer|instruct|advise|remind|be (?:contacted|"
    r"notified|informed|consulted|trained)|recording|documenting|ensuring|obtaining|"
    r"informing)\b"
    r"|^(?:the |all |any )*(?:reasons?|data|deviations?|exceptions?|screen(?:ing)? failures?|"
    r"information)\b[^.]{0,60}?\b(?:must|should|will|shall|(?:is|are|has|have) to) be "
    r"(?:documented|recorded|entered|noted|reported|collected|kept|archived|sent|discussed)\b"
    r"|^(?:the |all |any |written |informed )*(?:consent|eligibility|(?:inclusion|exclusion|"
    r"eligibility) criteria)\b[^.]{0,40}?\b(?:must|should|will|shall|(?:is|are|has|have) to) be "
    r"(?:obtained|confirmed|verified|checked|reviewed|assessed|documented) by (?:an? |the )?"
    r"(?:(?:second|study|site|medical|principal|trained|research|qualified) )*(?:investigators?|"
    r"nurses?|staff|physicians?|monitors?|team|personnel|coordinators?)\b"
    r"|^(?:the |all )?(?:(?:screening|laboratory|blood|study|eligibility) )*(?:tests?|assessments?|"
    r"evaluations?|procedures?|samples?|values|measurements?) (?:(?:may|can|could) be repeated|"
    r"will be (?:taken|drawn|collected|done|performed|repeated))\b"
    r"|^(?:all |the )?(?:patients?|participants?|subjects?) will be (?:followed|contacted|asked|"
    r"invited|randomi[sz]ed|monitored|informed|called|scheduled|assessed|evaluated)\b"
    r"|^(?:the |a )?(?:pharmacists?|nurses?|investigators?|coordinators?|study team|staff) (?:will|"
    r"shall) (?!be able|judge|determine|decide|assess|consider|deem|confirm)\w+",
    re.IGNORECASE,
)
_WRAPPER = re.compile(
    r"\b(?:following|below|these)\b|\b(?:eligible|excluded|ineligible|included|"
    r"enrol?led)\b.*\bif\b|\bcriteri(?:a|on)\b",
    re.IGNORECASE,
)
_ONLY_WRAPS = re.compile(
    r"^(?:[\W\d]|\b(?:an?|the|all|any|both|either|each|every|one|or|more|of|if|in|for|"
    r"to|from|into|be|is|are|only|will|would|must|"
    r"shall|should|may|least|minimum|two|three|can|cannot|not|has|have|who|with|and|also|at|by|"
    r"this|"
    r"these|those|they|their|meets?|meeting|"
    r"met|fulfil\w*|satisf\w*|following|below|listed|criteri\w+|conditions?"
    r"|requirements?|reasons?|apply|applies|"
    r"present|true|patients?|subjects?|participants?|individuals?|persons?"
    r"|candidates?|volunteers?|women|men|adults?|"
    r"eligible|eligibility|ineligible|excluded?|exclusion|included?|inclusion|"
    r"enrol\w*|entry|enter|participat\w*|consider\w*|"
    r"study|trial|clinical|research|protocol|order|additionally|qualify|disqualif\w*|"
    r"as|follows|when|there|it|do|does|part))+$",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(
    r"\b(?:either|(?:at least|any|only|minimum of|or more|more than)\s+(?:one|"
    r"two|three|four|\d)\b|one or more|one of|any (?:one )?of|\d of)\b|\bany\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|[2-9])\b(?: \(\d\))?(?: or more)? of\b|\bmore than one of\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\ball\b|\bboth\b|\bevery\b|\bcombination\b", re.IGNORECASE)


class Heading(NamedTuple):
    """A line that heads a list: its side if it names one, and whether it is for some only."""

    side: Side | None
    title: str
    """What it says beyond naming the side; empty where that is nothing."""
    rest: str = ""
    """A criterion that follows it on the same line."""


def of_a_side(text: str, *, alone: bool = True) -> Heading | None:
    """Return the heading of the inclusion or of the exclusion list; None if it is no such line.

    A line that does not stand alone is one only if it is nothing but a heading.
    """
    text = _ORNAMENT.sub("", text)
    if is_further(text):
        return None
    match = _OF_A_SIDE.match(text) or _BARE.match(text)
    if match:
        named = match.groupdict()
        side = named.get("side") or named.get("side2") or ""
        rest = named.get("rest") or ""
        title = text if rest == "" else text[: len(text) - len(rest)].strip()
        says_more = bool(named.get("after") or named.get("some"))
        if not alone and says_more and not _stands_out(text, rest):
            return None
        return Heading(_side(side), title if says_more else "", rest.strip())
    if text.endswith((":", "\uff1a")) and alone and len(text.split()) <= _LONGEST_SENTENCE:
        match = _SENTENCE.search(text)
        if match:
            return Heading(_side(match["side"]), text)
        if _EXCLUDED.search(text):
            return Heading("exclusion", text)
    match = _NAMING.search(text) if alone and is_topic(text) else None
    return Heading(_side(match["side"]), text) if match else None


def _stands_out(text: str, rest: str) -> bool:
    """Whether a line without a blank one above it is a heading all the same."""
    whole = not rest and text[:1].isupper() and text.endswith((":", "\uff1a"))
    return whole and len(text.split()) <= _LONGEST_TOPIC


def _side(word: str) -> Side:
    return "exclusion" if word.lower().startswith(("exclu", "non", "inel")) else "inclusion"


def begins_one(text: str) -> bool:
    """Whether words in front of “exclusion criteria” belong to that heading: “Part A:”."""
    match = _OF_A_SIDE.match(f"{_ORNAMENT.sub('', text.strip())} exclusion criteria")
    return bool(match and match["rest"] is None)


def is_leaving(text: str) -> bool:
    """Whether a line heads what makes somebody leave the trial later."""
    return bool(_LEAVING.match(_ORNAMENT.sub("", text).rstrip(":")))


def is_neutral(text: str) -> bool:
    """Whether a line heads both lists."""
    return bool(_NEUTRAL.match(text))


def is_topic(text: str) -> bool:
    """Whether a line without mark and colon reads as a heading and not as a criterion."""
    short = len(text.split()) <= _LONGEST_TOPIC
    if short and _COHORT.match(text):
        return True
    return short and not text.endswith((".", ";", ",")) and not _VERB.search(text)


def is_for_a_group(title: str) -> bool:
    """Whether what is below a heading is asked of some candidates only."""
    some = _GROUP.search(title) or _PEOPLE_ALONE.match(title)
    return bool(some) and not _NO_GROUP.search(title)


_PEOPLE_ALONE = re.compile(
    r"^(?:(?:adult|paediatric|pediatric|healthy|eligible|study|the|family|informal) )*"
    r"(?:patients?|participants?|subjects?|caregivers?|carers?|controls?|parents?|volunteers?|"
    r"donors?|cases?|clinicians?|providers?|dyads?|members?|spouses?|partners?|children|infants?|"
    r"mothers?)(?: (?:group|cohort|arm|participants?))?\W*$",
    re.IGNORECASE,
)


def is_cohort(text: str) -> bool:
    """Whether a line numbers whom it is for: “Cohort 1 (adults)”."""
    return bool(_COHORT.match(text.strip(" :\uff1a")))


def heads_people(text: str) -> bool:
    """Whether a point names only those whom the points below it are for: “Caregivers”."""
    return is_cohort(text) or bool(_PEOPLE_ALONE.match(text))


def is_link(text: str) -> bool:
    """Whether a line is only an “and” or an “or” between two others."""
    return bool(_LINK.match(text))


def breaks_off(text: str) -> bool:
    """Whether a line ends where no sentence does, so that it goes on below."""
    return bool(_BREAKS_OFF.search(text))


def is_or(text: str) -> bool:
    """Whether a line is only an “or”."""
    return is_link(text) and "or" in text.lower()


def is_further(text: str) -> bool:
    """Whether a line only says that there are more criteria than it lists."""
    return bool(_FURTHER.match(text))


def is_footnote(text: str) -> bool:
    """Whether a line explains another one."""
    return bool(_FOOTNOTE.match(text))


def is_duty(text: str) -> bool:
    """Whether a line says what the staff has to do."""
    return bool(_STAFF.match(text))


def only_wraps(text: str) -> bool:
    """Whether a line says no more than that the lines below it are the criteria."""
    return bool(_WRAPPER.search(text)) and bool(_ONLY_WRAPS.match(text))


_ELIGIBLE = re.compile(
    r"\beligible\b|\b(?:is|are|be) (?:included|enrol?led)\b"
    r"|\b(?:can|may) (?:participate|enrol?l?)\b",
    re.IGNORECASE,
)
_NOT_ELIGIBLE = re.compile(
    r"\b(?:excluded|ineligible|an exclusion)\b|\bnot (?:be )?(?:eligible|included|enrol?led)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:not|cannot|no|none|never|exclu\w+|unless)\b", re.IGNORECASE)


def is_contrary(text: str, side: Side) -> bool:
    """Whether a line that introduces a list says that it is the list of the other side."""
    if side == "inclusion":
        return bool(_NOT_ELIGIBLE.search(text)) and not re.search(
            r"\bunless\b", text, re.IGNORECASE
        )
    return bool(_ELIGIBLE.search(text)) and not _NEGATED.search(text)


def joins(text: str, side: Side) -> bool:
    """Whether the lines below one decide together, so that none of them is a criterion alone."""
    if _EVERYBODY.match(text):
        return False
    if _SEVERAL.search(text):
        return True
    if side == "inclusion":
        return bool(_ALTERNATIVES.search(text))
    return bool(_TOGETHER.search(text)) and not re.search(r"\bany\b", text, re.IGNORECASE)
