"""What a criterion's text says without numbers: pregnancy, consent, whom it is for, plain facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.drafting.headings import breaks_off

_PEOPLE = (
    r"(?:patients?|subjects?|participants?|individuals?|volunteers?|persons?|women|woman|females?)"
)
_POTENTIAL = (
    r"(?:of (?:child[- ]?bearing|reproductive) (?:potential|age|capacity)|who "
    r"(?:are able to|can|could) become pregnant)"
)
_STUDY = (
    r"(?:\s*(?:during|in|while in|within|throughout|for|at|over|prior to)(?: the)"
    r"?(?: course of)?(?: the)? ?(?:study|trial|screening|baseline|duration of "
    r"(?:the )?(?:study|trial)|treatment)(?: (?:period|visit|participation|treatment|"
    r"duration))?)?"
)
_PIECES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "uncontrolled",
            (
                rf"(?:who )?(?:is |are )?(?:a )?(?:women |woman |females? )?{_POTENTIAL} "
                rf"(?:and |who )?(?:is |are )?(?:not (?:using|willing to use|practi[sc]ing)"
                rf"|unwilling to use) (?:an? )?(?:highly effective|adequate|effective|"
                rf"reliable|acceptable)(?: (?:form|method|means)s? of)?(?: birth control|"
                rf" contracepti(?:ve|on))(?: (?:methods?|measures?|precautions?))?"
            ),
        ),
        (
            "planning",
            (
                rf"(?:intends?|intending|plans?|planning|wish(?:es|ing)?|tr(?:y|ies|"
                rf"ying)|desir(?:es?|ing)|hop(?:es?|ing)) (?:to (?:become|get|be) pregnant|"
                rf"to conceive|(?:on )?becoming pregnant|(?:a |of |for )?pregnancy)"
                rf"{_STUDY}"
            ),
        ),
        (
            "breastfeeding",
            (
                rf"(?:breast[- ]?feed(?:ing|s)?|lactating|lactation|nursing)(?: (?:a|"
                rf"her) (?:child|infant|baby))?{_STUDY}"
            ),
        ),
        (
            "pregnant",
            (
                rf"(?:possibly |potentially |suspected to be |known to be |known |confirmed "
                rf")?(?:pregnant|pregnancy){_STUDY}"
            ),
        ),
    )
)
_AROUND_PREGNANCY = re.compile(
    rf"\b(?:{_PEOPLE}|who|that|which|are|is|be|or|and|and/or|nor|the|currently|"
    rf"current|any|in|of|a|an|either|known|if|female|to|have|has|been|with)"
    rf"\b|[\W_]",
)
_NEGATED = re.compile(
    r"^(?:[\w ]{0,40}\b)?(?:must not be|not be|not|neither|is not|are not|"
    r"must be neither|non)\b[\s-]*"
)

_CONSENT = re.compile(
    r"\b(?:written|signed|sign|signing|dated|informed|consents?|form|icf|provide|"
    r"provides|provided|providing|give|gives|given|giving|"
    r"able|ability|willing|willingness|voluntary|voluntarily|obtained|obtain|"
    r"and|or|to|the|a|an|of|be|has|have|who|is|are|been|must|their|own|"
    r"patients?|subjects?|participants?|can|capable|capacity|understand|understands|"
    r"personally|by|from|legally|authori[sz]ed|representatives?|"
    r"before|prior|any|study|trial|procedures?|related|specific|activities|"
    r"participation|participate|in|this|for|at|assent|parents?|guardians?|"
    r"document|documents|screening|initiation|clinical|research|performed|"
    r"performance|conducted|enrol?lment|entry|as|required|ethics|local|legal)"
    r"\b|[\W_]"
)
_HAS_CONSENT = re.compile(r"\bconsent\b", re.IGNORECASE)

_FOR = re.compile(
    rf"^(?:for\s+)?(?:all\s+)?(?P<sex>females?|women|woman|males?|men)\b(?:\s+(?"
    rf":patients?|subjects?|participants?|volunteers?))?"
    rf"(?P<potential>\s+{_POTENTIAL}(?:\s*\(\w+\))?)?\s*(?P<link>,|must\b|should\b|"
    rf"will\b|shall\b|agrees?\b|have to\b|need to\b|are required to\b|is required "
    rf"to\b)",
    re.IGNORECASE,
)
_WOCBP = re.compile(r"^(?:for\s+)?(?:a\s+)?wocbp\b\s*(?:,|must\b|should\b|agree)", re.IGNORECASE)
_BOTH = {
    "female": re.compile(r"\b(?:males?|men|man|partners?)\b", re.IGNORECASE),
    "male": re.compile(r"(?!)"),
}

_ONE_SEX = re.compile(r"\b(?:females?|wom[ae]n|males?|m[ae]n|wocbp)\b", re.IGNORECASE)
_FEMALE = re.compile(r"f|wo", re.IGNORECASE)
_DUTY = re.compile(
    r"\b(?:must|should|shall|will|agree\w*|willing\w*|required|needs? to|ha(?:s|ve) to"
    r"|use|using)\b",
    re.IGNORECASE,
)

_INVESTIGATOR = re.compile(r"\binvestigators?\b", re.IGNORECASE)
_JUDGED = re.compile(
    r"\b(?:investigator(?:'s|’s|s)?|sub-?investigator|physician(?:'s|’s)?|"
    r"clinician(?:'s|’s)?|doctor(?:'s|’s)?|sponsor(?:'s|’s)?|medical monitor)"
    r"\b.*\b(?:opinion|judge?ment|discretion|judged?|deem(?:ed|s)?|consider(?"
    r":ed|s)?|believes?|assess\w*|decid\w+|determin\w+)\b"
    r"|\b(?:opinion|judge?ment|discretion|deemed|judged|considered|determined|"
    r"assessed|evaluated)\b.*\b(?:investigators?|physicians?|clinicians?|doctors?"
    r"|sponsors?)\b"
    r"|\bclinically (?:significant|relevant|meaningful)\b|\bas (?:defined|"
    r"specified|described) (?:by|in) the (?:study )?protocol\b"
    r"|\b(?:would|could|may|might) (?:interfere|compromise|jeopardi[sz]e|affect|"
    r"impair|prevent|preclude|put|confound)|\blife expectancy\b"
    r"|\b(?:inability|unable|able|ability|willing(?:ness)?|unwilling(?:ness)"
    r"?) to (?:comply|cooperate|adhere|understand|follow)\b"
    r"|\bsuspi(?:cion|cious)\b|\bother (?:serious|severe|significant)\b|\binappropriate\b"
    r"|\bunsuitable\b",
    re.IGNORECASE,
)
_NOT_PLAIN = re.compile(
    r"\b(?:unless|except|exception|excluding|other than|however|allowed|permitted|"
    r"acceptable|provided|if|when|whichever|defined|"
    r"following|within|prior|before|since|until|least|more|less|than|weeks?"
    r"|days?|months?|years?|either|both|and/or|e\.g|i\.e|such as|prohibited|"
    r"certain)\b"
    r"|[<>≤≥=;:]|\d|\. ",
    re.IGNORECASE,
)
_LONGEST_FACT = 14
_NEGATIVE = re.compile(r"\b(?:no|none|not|non|without|absence|never|free of)\b", re.IGNORECASE)
"""What is asked with a no in it is answered the wrong way round."""


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """Which of pregnancy, breastfeeding, plans and missing contraception a text names."""

    named: tuple[str, ...]
    negated: bool


def read_pregnancy(text: str) -> Pregnancy | None:
    """Read a text that is about pregnancy and nothing else."""
    plain = text.lower().replace("’", "'").strip(" .;")
    negation = _NEGATED.match(plain)
    rest = plain[negation.end() :] if negation else plain
    if negation and re.sub(
        rf"\b(?:{_PEOPLE}|must|be|is|are|who|not|neither|non)\b|\W", "", negation[0]
    ):
        return None
    named = []
    for name, pattern in _PIECES:
        if pattern.search(rest):
            named.append(name)
            rest = pattern.sub(" ", rest)
    if not named or _AROUND_PREGNANCY.sub("", rest) or ("not" in rest.split()):
        return None
    if negation and "uncontrolled" in named:
        return None
    return Pregnancy(tuple(reversed(named)), bool(negation))


_NOT_EXPECTING = re.compile(
    r"\b(?:(?:a )?males?,? (?:or|and) (?:an? )?)?(?:non-?\s?(?:pregnant|lactating|"
    r"breast-?feeding|nursing)(?:\s*(?:,|and|/|or|nor|, and))*\s*){1,3}(?:females?"
    r"|women|woman)\b",
    re.IGNORECASE,
)


def without_expecting(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Take “male or non-pregnant, non-lactating female” out of a text.

    Return the rest, and what it named.
    """
    match = _NOT_EXPECTING.search(text)
    if match is None:
        return None
    named = ["pregnant"] if re.search("pregnant", match[0], re.IGNORECASE) else []
    if re.search("lactating|feeding|nursing", match[0], re.IGNORECASE):
        named.append("breastfeeding")
    both = bool(re.match(r"(?:a )?male", match[0], re.IGNORECASE))
    people = "males or females" if both else "females"
    return f"{text[: match.start()]}{people}{text[match.end() :]}", tuple(named)


def is_consent(text: str) -> bool:
    """Whether a text asks for informed consent and nothing else."""
    return (
        bool(_HAS_CONSENT.search(text))
        and not _CONSENT.sub("", text.lower())
        and "not" not in text.lower().split()
    )


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a criterion is for."""

    sex: str
    child_bearing: bool


def concerned(text: str) -> Concerned | None:
    """Read whom a text is for, where it says that and then what they have to do."""
    if _WOCBP.match(text):
        return Concerned("female", child_bearing=True)
    match = _FOR.match(text)
    if match is None or (match["link"] == "," and not text.lower().startswith("for ")):
        return None
    sex = "male" if match["sex"].lower().startswith("m") else "female"
    other = re.compile(
        r"\b(?:males?|men|man)\b"
        if sex == "female"
        else r"\b(?:(?:female|women) (?:patients|subjects|participants))\b",
        re.IGNORECASE,
    )
    if other.search(text[match.end() :]) and "partner" not in text.lower():
        return None
    if other.search(text[: match.end()].replace(match["sex"], "", 1)):
        return None
    return Concerned(sex, child_bearing=bool(match["potential"]))


def is_duty_of_one_sex(text: str) -> bool:
    """Whether a text says what women, or men, have to do: it asks nothing of the others."""
    named = {bool(_FEMALE.match(word)) for word in _ONE_SEX.findall(text)}
    return len(named) == 1 and bool(_DUTY.search(text))


def is_judgement(text: str) -> bool:
    """Whether a text leaves it to somebody's opinion."""
    return bool(_JUDGED.search(text))


def is_the_investigators(text: str) -> bool:
    """Whether a text names the investigator, whose judgement it then is."""
    return bool(_INVESTIGATOR.search(text))


def is_plain(text: str) -> bool:
    """Whether a text is one short fact that can be asked in its own words."""
    if _NEGATIVE.search(text) or breaks_off(text.strip(" .")):
        return False
    return len(text.split()) <= _LONGEST_FACT and not _NOT_PLAIN.search(text.strip(" ."))
