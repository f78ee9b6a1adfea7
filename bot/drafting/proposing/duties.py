"""Whom a criterion is for, and what they have to do: contraception, tests, not to donate."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.drafting.facts import POTENTIAL

_FOR = re.compile(
    rf"^(?:for\s+)?(?:all\s+|an?\s+)?(?P<sex>females?|women|woman|males?|men)\b(?:\s+"
    rf"(?:patients?|subjects?|participants?|volunteers?))?"
    rf"(?: and (?:his|her|their) (?:male |female )?(?:spouses?/partners?|partners?|spouses?)"
    rf"(?: (?:who are )?{POTENTIAL})?)?"
    rf"(?:\s+with (?:an? )?(?:female |male |pregnant |fertile )?(?:sexual )?partner(?:s|\(s\))?"
    rf"(?: (?:who are )?{POTENTIAL})?)?"
    rf"(?P<potential>\s+{POTENTIAL}(?:\s*\(\w+\))?)?\s*(?P<link>,|:|must\b|should\b|"
    rf"will\b|shall\b|may enroll,? but must\b|agrees?\b|have to\b|need to\b|are required to\b|"
    rf"is required "
    rf"to\b)",
    re.IGNORECASE,
)

_WOCBP = re.compile(r"^(?:for\s+)?(?:a\s+)?wocbp\b\s*(?:,|must\b|should\b|agree)", re.IGNORECASE)

_ONE_SEX = re.compile(r"\b(?:females?|wom[ae]n|males?|m[ae]n|wocbp)\b", re.IGNORECASE)

_FEMALE = re.compile(r"f|wo", re.IGNORECASE)

_DUTY = re.compile(
    r"\b(?:must|should|shall|will|agree\w*|willing\w*|required|needs? to|ha(?:s|ve) to"
    r"|use|using)\b",
    re.IGNORECASE,
)

_CONTRACEPTION = re.compile(
    r"\bcontracept\w+|\bbirth[- ]control\b|\bcondoms?\b|\babstain\b|\babstinen\w+|\bbarrier method",
    re.IGNORECASE,
)

_DONATION = re.compile(
    r"^(?:(?:must|should|shall|will|has to|have to|agrees?(?: to)?|also|and) )*(?:not donat\w+|"
    r"refrain "
    r"from (?:donat\w+)|not to donat\w+) (?:sperm|semen|ova|eggs?|oocytes?)\b",
    re.IGNORECASE,
)

_TEST = re.compile(
    r"\b(?:have|has|with|provide|show)? ?an? (?:confirmed |documented )?negative "
    r"(?:(?:highly sensitive|high[- ]sensitivity|serum|urine|blood|beta|β|-|or|and|/|hcg|"
    r"\(β?-?hcg\)) ?)*"
    r"pregnancy test\b(?: result)?",
    re.IGNORECASE,
)

_FOR_THEM = re.compile(
    rf"^(?P<test>(?:an? )?negative [^,;.]{{0,40}}pregnancy test(?: result)?"
    rf"(?: (?:at|within|during|before|prior to) [^,;.()]{{3,60}}?)?),? (?:for|in) "
    rf"(?P<whom>(?:all )?(?:female|women|woman)[\w ]{{0,20}} {POTENTIAL})"
    rf"(?P<when>(?: (?:at|within|during|before|prior to) [^,;.()]{{3,60}})?)\s*[.;]?$",
    re.IGNORECASE,
)

"""“Negative pregnancy test for women of childbearing potential”."""

_IF_SHE = re.compile(
    r"^if (?:the |an? )?(?:(?:patient|subject|participant) is )?(?:an? )?((?:female|woman|male|"
    r"man)\b)",
    re.IGNORECASE,
)
_ONLY_THEM = re.compile(
    rf"\s*\((?:for |in )?((?:all )?(?:female|women|woman)[\w ]{{0,20}} {POTENTIAL})(?: only)?\)"
    rf"\s*\.?$",
    re.IGNORECASE,
)
_OTHER_DUTY = re.compile(
    r"\bpregnancy|\bnegative\b|\bdonat\w+|\bbreast|\blactat|\bunless\b|\bexcept|\bif\b|\bwhere\b"
    r"|\bhowever\b|\bnot\b|\bexempt|\bsurgically steril|\bpost-?menopaus|\bfollowing\b|\. ",
    re.IGNORECASE,
)

_ALSO_DONATION = re.compile(
    r",? and (?:(?:also|must|should|will|agree(?:s|ment)?(?: to)?|to) )*(?:refrain from donating|"
    r"not donat(?:e|ing)) (?:sperm|semen|ova|eggs?|oocytes?)\b",
    re.IGNORECASE,
)
_NURSING = re.compile(
    r"^(?:must|should|shall|may) not (?:be )?(?:breast-?\s?feed(?:ing)?|nursing|lactating)\b"
    r"(?:[\s,]|\b(?:at|or|and|for|during|throughout|after|the|study|trial|screening|baseline|"
    r"period|"
    r"treatment|final|last|dose|of|drug|administration|product|\d+|days?|weeks?|months?)\b)*\.?$",
    re.IGNORECASE,
)

_CONDITION = re.compile(r"\bunless\b|\bexcept|\bif\b|\. |contracep", re.IGNORECASE)


def duties(text: str) -> tuple[str, ...]:
    """Say what those have to do whom a text is for, where it is one of these and nothing else.

    ``contraception``, ``donation`` (not to donate), ``pregnancy_test`` (that it is negative).
    """
    match = _FOR.match(text) or _WOCBP.match(text)
    if match is None:
        return ()
    start = match.start("link") if "link" in match.groupdict() else match.end()
    rest = text[start:].strip(" ,:")
    if _NURSING.match(rest):
        return ("breastfeeding", "not_nursing")
    if _DONATION.match(rest) and not _CONDITION.search(rest):
        return ("donation",)
    without, donations = _ALSO_DONATION.subn("", rest)
    asked, tests = _TEST.subn("", without)
    if _OTHER_DUTY.search(asked):
        return ()
    found = ["contraception"] if _CONTRACEPTION.search(asked) and _DUTY.search(rest) else []
    if tests and (found or not _MORE_THAN_WHEN.search(asked)):
        found.append("pregnancy_test")
    if donations and not found:
        return ()
    return (*found, "donation") if donations else tuple(found)


_MORE_THAN_WHEN = re.compile(r"\b(?:and|or|use|agree\w*)\b", re.IGNORECASE)


_TEST_ALONE = re.compile(
    rf"^{_TEST.pattern}(?: (?:at|within|prior to|before|during) [^,;.()]+)?\.?$", re.IGNORECASE
)


def reordered(text: str) -> str:
    """Return a text with those whom it is for in front: “Women … must have a negative test”."""
    if _TEST_ALONE.match(f"a {text}"):
        return f"Women must have a {text}"
    text = _IF_SHE.sub(r"For \1", text)
    text = _ONLY_THEM.sub(r" for \1", text)
    match = _FOR_THEM.match(text)
    if match is None:
        return text
    test = re.sub("^(?:an? )?", "a ", match["test"], flags=re.IGNORECASE)
    return f"{match['whom']} must have {test}{match['when']}"


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a criterion is for."""

    sex: str
    child_bearing: bool


_BESIDE = {
    "female": re.compile(r"\b(?:males?|men|man)\b", re.IGNORECASE),
    "male": re.compile(r"\b(?:female|women) (?:patients|subjects|participants)\b", re.IGNORECASE),
}
_IN_TURN = {
    sex: re.compile(
        rf"(?:\b(?:and|for|in|while|whereas)|[;.,:])\s+(?:all\s+)?(?:{others})\b(?!\s+partners?\b)",
        re.IGNORECASE,
    )
    for sex, others in (("female", "men|males?"), ("male", "women|females?"))
}
"""That the other sex has its turn after the first one."""


def concerned(text: str) -> Concerned | None:
    """Read whom a text is for, where it says that and then what they have to do."""
    if _WOCBP.match(text):
        return Concerned("female", child_bearing=True)
    match = _FOR.match(text)
    if match is None or (match["link"] in ",:" and not text.lower().startswith("for ")):
        return None
    sex = "male" if match["sex"].lower().startswith("m") else "female"
    rest = text[match.end() :]
    if _IN_TURN[sex].search(rest) or (_BESIDE[sex].search(rest) and "partner" not in text.lower()):
        return None
    if _BESIDE[sex].search(text[: match.end()].replace(match["sex"], "", 1)):
        return None
    return Concerned(sex, child_bearing=bool(match["potential"]))


def is_of_one_sex(text: str) -> bool:
    """Whether a text says what women, or men, have to do: it asks nothing of the others."""
    if re.search(r"\bpregnan|\bmenopaus|\bpostmenopaus", text, re.IGNORECASE):
        return True
    named = {bool(_FEMALE.match(word)) for word in _ONE_SEX.findall(text)}
    return len(named) == 1 and bool(_DUTY.search(text))
