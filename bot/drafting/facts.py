"""What a criterion's text says without numbers: pregnancy, consent, whom it is for, plain facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.drafting.headings import breaks_off
from bot.drafting.lexicon import number_word

PEOPLE = (
    r"(?:patients?|subjects?|participants?|individuals?|volunteers?|persons?|women|woman|females?)"
)

POTENTIAL = (
    r"(?:of (?:child[- ]?bearing|reproductive) (?:potential|age|capacity)|who "
    r"(?:are able to|can|could) become pregnant)"
)

_STUDY = (
    r"(?:\s*(?:during|in|while in|within|throughout|for|at|over|prior to)(?: the)"
    r"?(?: course of)?(?: the)? ?(?:study|trial|screening|baseline|duration of "
    r"(?:the )?(?:study|trial)|treatment)(?: (?:period|visit|participation|treatment|duration))?)?"
    r"(?:,? or (?:with)?in (?:the next )?\d+ (?:days?|weeks?|months?)(?: (?:after|of|"
    r"following) (?:the )?"
    r"(?:last|final) (?:dose|administration|treatment|visit)(?: of (?:the )?(?:study|trial|"
    r"investigational) (?:drug|product|treatment|medication|intervention))?)?"
    r"|(?: (?:with)?in (?:the )?(?:next )?\d+ (?:days?|weeks?|months?)))?"
)

_AS_ASKED = (
    r"(?: \((?:e\.g\.?|for example|such as|adequate contraceptive measures as required by)[^()]*"
    r"(?:\([^()]*\)[^()]*)?\))?(?: (?:throughout|during|for the duration of) the (?:trial|"
    r"study)(?: period)?(?:,? including the [\w-]+ follow-up period)?)?"
)

_PIECES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        (
            "uncontrolled",
            (
                rf"(?:who )?(?:is |are )?(?:a )?(?:women |woman |females? )?{POTENTIAL} "
                rf"(?:and |who )?(?:is |are |do |does )?(?:not (?:using|use|willing to use|able "
                rf"to use|"
                rf"practi[sc](?:e|ing)|agree(?:ing)? to use)|(?:unwilling|unable|refus(?:e|es|ing))"
                rf"(?: or (?:unwilling|unable))? to use|without(?: using| use of)?)(?: an?)?"
                rf"(?: highly effective| medically (?:accepted|acceptable)| adequate| effective|"
                rf" reliable| acceptable)?(?: (?:form|method|means)s? of)?(?: birth control|"
                rf" contracepti(?:ve|on))(?: (?:methods?|measures?|precautions?))?{_AS_ASKED}"
            ),
        ),
        (
            "planning",
            (
                rf"(?:intends?|intending|plans?|planning|wish(?:es|ing)?|tr(?:y|ies|"
                rf"ying)|desir(?:es?|ing)|hop(?:es?|ing)) (?:to (?:become|get|be) pregnant|"
                rf"to conceive|(?:on )?becoming pregnant|(?:a |of |for )?pregnancy){_STUDY}"
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
    rf"\b(?:{PEOPLE}|who|that|which|are|is|be|or|and|and/or|nor|the|currently|"
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
    r"provision|copy|investigation|whom|freely|witnessed|fully|sufficiently|"
    r"document|documents|screening|initiation|clinical|research|performed|"
    r"performance|conducted|enrol?lment|entry|as|required|ethics|local|legal)\b|[\W_]"
)

_HAS_CONSENT = re.compile(r"\bconsent\b", re.IGNORECASE)

_INVESTIGATOR = re.compile(r"\binvestigators?\b", re.IGNORECASE)

_JUDGED = re.compile(
    r"\b(?:investigator(?:'s|’s|s)?|sub-?investigator|physician(?:'s|’s)?|"
    r"clinician(?:'s|’s)?|doctor(?:'s|’s)?|sponsor(?:'s|’s)?|medical monitor)"
    r"\b.*\b(?:opinion|judge?ment|discretion|judged?|deem(?:ed|s)?|consider"
    r"(?:ed|s)?|believes?|assess\w*|decid\w+|determin\w+)\b"
    r"|\b(?:opinion|judge?ment|discretion|deemed|judged|considered|determined|"
    r"assessed|evaluated)\b.*\b(?:investigators?|physicians?|clinicians?|doctors?|sponsors?)\b"
    r"|\bclinically (?:significant|relevant|meaningful)\b|\bas (?:defined|"
    r"specified|described) (?:by|in) the (?:study )?protocol\b"
    r"|\b(?:would|could|may|might) (?:interfere|compromise|jeopardi[sz]e|affect|"
    r"impair|prevent|preclude|put|confound)|\blife expectancy\b"
    r"|\b(?:inability|unable|able|ability|willing(?:ness)?|unwilling(?:ness)"
    r"?) to (?:comply|cooperate|adhere|understand|follow)\b"
    r"|\babnormal (?:liver|hepatic|renal|kidney|laboratory|blood|clinical) (?:tests?|values?|"
    r"function|"
    r"results?|findings?)\b|\bsuspi(?:cion|cious)\b|\bother (?:serious|severe|significant)\b|"
    r"\binappropriate\b"
    r"|\bunsuitable\b",
    re.IGNORECASE,
)

_NOT_PLAIN = re.compile(
    r"\b(?:unless|except|exception|excluding|other than|however|allowed|permitted|"
    r"acceptable|provided|if|when|whichever|defined|"
    r"following|within|before|since|until|least|more|less|than|above|below|limits?|weeks?"
    r"|days?|months?|years?|hours?|both|e\.g|i\.e|such as|prohibited|"
    r"certain|likely|any further|gestation|reproductive age|child-?bearing|as described)\b"
    r"|\b(?<!^)prior(?= to\b)|[<>≤≥=;:]|\. ",
    re.IGNORECASE,
)

_EXAMPLES = re.compile(
    r"\s*\((?:e\.?g\.?,?|for example,?|such as|including|i\.?e\.?,?|defined as) "
    r"(?:(?!\b(?:no|not|but|except|excluding|unless|other than|within|if)\b)[^();<>≤≥=])*\)",
    re.IGNORECASE,
)

"""Examples in brackets: the question names them too, and they change nothing."""

_NAMED_SO = re.compile(
    r"\b(?:types?|groups?|stages?|class|classes|levels?|cohorts?)(?: (?:\d[ab]?|"
    r"[iv]+)\b(?:,? (?:or|and)"
    r"|,|/|-)?)+|\b(?:ckd|kidney disease)\)? grades?(?: \d(?:,? (?:or|and)|,)?)+|\bvisits? \d+\b|"
    r"\b(?:recist|ctcae|dsm|icd|irecist)[ -]?(?:criteria )?(?:version |"
    r"v\.? ?)?\d(?:\.\d)?|\b[a-zα-ω]+-?\d+[a-z]{0,3}\d*(?:/\d+)?\b|\b\d+-[a-z]",
    re.IGNORECASE,
)

"""A number that belongs to a name: “type 2”, “SGLT-2”, “CYP3A4”, “6-mercaptopurine”."""

_GRADE = re.compile(
    r"(?:[≥>≤<] ?|\b(?:at least|greater than|more than|"
    r"worse than) )?\b(?:ctcae )?grades? ?[≥>≤<]? ?"
    r"(?:\d|[iv]+)\b(?:(?: ?- ?| to | or | and )(?:\d|[iv]+|higher|greater|more|above|worse)\b)?",
    re.IGNORECASE,
)
"""A grade with its comparison: the question names it."""

_ONE_OR_MORE = re.compile(
    r"(?:\bat least|≥) ?(?:one|1)(?: \(1\))?(?= (?!(?:days?|weeks?|months?|years?|hours?|minutes?|"
    r"points?|times?|mmol|copies|grams?)\b)[a-z]{4})",
    re.IGNORECASE,
)

"""That there is one is a fact."""

_LONGEST_FACT = 25

_MOST_LETTERS = 158

_NEGATIVE = re.compile(r"\b(?:no|none|not|non|without|absence|never|free of)\b", re.IGNORECASE)

"""What is asked with a no in it is answered the wrong way round."""


@dataclass(frozen=True, slots=True)
class Pregnancy:
    """Which of pregnancy, breastfeeding, plans and missing contraception a text names."""

    named: tuple[str, ...]
    negated: bool


_THAT_IS = re.compile(r"\s*\((?:i\.?e\.?,?|defined as|meaning) [^()]*\)")


def read_pregnancy(text: str) -> Pregnancy | None:
    """Read a text that is about pregnancy and nothing else."""
    plain = _THAT_IS.sub("", text.lower().replace("’", "'")).strip(" .;")
    negation = _NEGATED.match(plain)
    rest = plain[negation.end() :] if negation else plain
    if negation and re.sub(
        rf"\b(?:{PEOPLE}|must|be|is|are|who|not|neither|non)\b|\W", "", negation[0]
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


_MEANT = re.compile(
    r"(?<=\.)\s+(?:study|trial)-related activities are any procedures? that (?:are|"
    r"is) carried out as "
    r"part of the (?:study|trial),? including activities to determine suitability for the "
    r"(?:study|trial)\.?$"
    r"|(?<=consent),? which includes compliance with the requirements and restrictions listed in "
    r"the "
    r"(?:informed consent form(?: \(icf\))?|icf)(?: and in (?:this|the) protocol)?\.?$"
    r"|(?<=\.)\s+participation is defined as (?:having )?(?:signed|given|giving|signing) informed "
    r"consent\.?$",
    re.IGNORECASE,
)


def without_meaning(text: str) -> str:
    """Return a text without the sentence that only says what its words mean."""
    return _MEANT.sub("", text)


def is_consent(text: str) -> bool:
    """Whether a text asks for informed consent and nothing else."""
    return (
        bool(_HAS_CONSENT.search(text))
        and not _CONSENT.sub("", text.lower())
        and "not" not in text.lower().split()
    )


_BOTH_SEXES = re.compile(
    r"^(?:(?:either|both|patients?|subjects?|participants?|adults?|sex|gender|of|is|are|must be|"
    r"be|a|an|the|"
    r"any|and|or|males?|females?|man|men|woman|women)\b|[\W_])+$",
    re.IGNORECASE,
)


def is_either_sex(text: str) -> bool:
    """Whether a text says no more than that both sexes are eligible: “Male or female”."""
    words = text.lower()
    both = re.search(r"\b(?:males?|man|men)\b", words) and re.search(r"\b(?:fem|wom)", words)
    return bool(both and _BOTH_SEXES.match(text))


_OF_ONE_SEX = re.compile(
    r"^(?:(?:healthy|adult|young|elderly|obese|overweight|non-?smoking|post-?menopausal|"
    r"pre-?menopausal)[ ,]+)*(?:(?P<male>males?|men|man)|females?|women|woman)\b"
    rf"(?: (?:{PEOPLE}|adults?))?(?: (?:with|who have) (?!partners?\b).*)?$",
    re.IGNORECASE,
)


def sex_of(text: str) -> str:
    """Return the sex of those whom a text is about, where it names one: “Healthy men”."""
    match = _OF_ONE_SEX.match(text.strip())
    if match is None or len(re.findall(r"\b(?:fe)?males?\b|\b(?:wo)?m[ae]n\b", text.lower())) > 1:
        return ""
    return "male" if match["male"] else "female"


@dataclass(frozen=True, slots=True)
class Expectancy:
    """How long somebody is expected to live, at least or less: an opinion, in plain words."""

    longer: bool
    words: str


_EXPECTANCY = re.compile(
    r"^(?:(?:patients?|subjects?|participants?|the|with|who|must|has|have|having|an?|estimated|"
    r"expected|predicted|anticipated|projected|minimum)\s+)*"
    r"(?:life[- ]expectancy|(?<=expected )survival(?: time| period)?|survival expectancy)"
    r"\s*(?:is|of|at|,|"
    r":)?\s*(?:for\s+)?(?:a\s+)?(?P<sign>≥|>=|>|<|≤|<=|at least|a minimum of|minimum of|"
    r"greater than or equal "
    r"to|greater than|more than|longer than|exceeding|of more than|of at least|less than|shorter "
    r"than|not less than|below)\s*(?P<n>\d{1,3}|[a-z]+)(?:\s?\(\d+\))?\s(?P<unit>days?|weeks?|"
    r"months?|"
    r"years?)(?P<who>,?\s+(?:in the (?:opinion|judge?ment) of|as (?:judged|assessed|estimated|"
    r"determined) "
    r"by|as per|per|according to)(?: the)? (?:treating |principal )?(?:investigators?|physicians?)"
    r"(?:'s)?(?: (?:judge?ment|opinion|assessment))?)?\W*$",
    re.IGNORECASE,
)

_OR_MORE = re.compile(
    r"(?<=expectancy )(?:of |is )?((?:\d{1,3}|[a-z]+) (?:days?|weeks?|months?|years?)) or "
    r"(?:more|longer|greater)\b",
    re.IGNORECASE,
)


def read_expectancy(text: str) -> Expectancy | None:
    """Read a text that is about how long somebody is expected to live, and nothing else."""
    plain = text.replace("’", "'")
    match = _EXPECTANCY.match(_OR_MORE.sub(r"at least \1", plain))
    if match is None or not (match["n"].isdigit() or number_word(match["n"])):
        return None
    sign = match["sign"].lower()
    short = sign in ("<", "≤", "<=", "less than", "shorter than", "below")
    length = f"{match['sign']} {match['n']} {match['unit']}"
    return Expectancy(not short, f"Life expectancy {length}")


def is_judgement(text: str) -> bool:
    """Whether a text leaves it to somebody's opinion."""
    return bool(_JUDGED.search(text))


def is_the_investigators(text: str) -> bool:
    """Whether a text names the investigator, whose judgement it then is."""
    return bool(_INVESTIGATOR.search(text))


def without_names(text: str) -> str:
    """Return a text without the names that have a number in them: “type 2”, “SGLT-2”."""
    return _NAMED_SO.sub(" ", text)


def is_plain(text: str) -> bool:
    """Whether a text is one short fact that can be asked in its own words."""
    if _NEGATIVE.search(text) or breaks_off(text.strip(" .")):
        return False
    plain = _ONE_OR_MORE.sub(" ", _GRADE.sub(" ", _EXAMPLES.sub("", text.strip(" ."))))
    if len(text) > _MOST_LETTERS or len(plain.split()) > _LONGEST_FACT:
        return False
    return not _NOT_PLAIN.search(plain) and not re.search(r"\d", _NAMED_SO.sub("", plain))
