"""A criterion's text as signs: names, comparisons, numbers, units; what says nothing is dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from bot.drafting.lexicon import NUMBER_WORDS, beside, lexicon, names, number_word


@dataclass(frozen=True, slots=True)
class Token:
    """One sign of a text.

    ``N`` a name, ``C`` a comparison, ``P`` one behind its number, ``D`` a number, ``U`` a unit,
    ``Y`` years, ``m`` months, ``L`` and ``l`` a limit of normal, ``V`` where there are liver
    metastases, ``B`` where there is Gilbert's syndrome, ``g`` but for Gilbert's syndrome, ``r`` to,
    ``b`` between, ``o`` outside, ``M`` and ``F`` for men and women, ``S`` between two pressures,
    ``G`` a Roman numeral, ``?`` any other word; ``&``, ``|`` for or, and ``/``, ``,``, ``(``, ``)``
    as they are.
    """

    kind: str
    value: str = ""


_CLEAN: tuple[tuple[str, str], ...] = (
    ("[\u02c2\u2039]", "<"),
    ("[\u02c3\u203a]", ">"),
    ("[⩽≦]|=\\s?<|<\\s?=|</\\s?=|<\\s?/\\s?=", "≤"),
    ("[⩾≧]|>\\s?=|=\\s?>|>\\s?/\\s?=", "≥"),
    ("[×✕✖\u2217]", "x"),
    ("[−–—\u2010-\u2012]", "-"),
    ("[µμ]", "µ"),
    ("’", "'"),
    ("[²]", "2"),
    ("[³]", "3"),
    ("[⁹]", "9"),
    ("℃", "°C"),
    ("\\s+", " "),
)
_SPELT: tuple[tuple[str, str], ...] = (
    (r"\bmilli\s?lit(?:er|re)s?\b", "ml"),
    (r"\bdeci\s?lit(?:er|re)s?\b", "dl"),
    (r"\b(?<!\d )lit(?:er|re)s?\b", "l"),
    (r"\bmillimoles?\b", "mmol"),
    (r"\bmicromol(?:es?)?\b", "µmol"),
    (r"\bmilligrams?\b", "mg"),
    (r"\bkilograms?\b", "kg"),
    (r"\bmillisec(?:ond)?s?\b", "msec"),
    (r"\bminutes?\b", "min"),
    (r"\bbeats ?(?:per|/) ?min\b", "bpm"),
    (
        (r"\b(?:square met(?:er|re)s?|met(?:er|re)s? squared?|met(?:er|re)s? square)\b"),
        "m2",
    ),
    (r"(?<=1\.73)\s?met(?:er|re)s?\b", " m"),
    (r"\bgrams?\b", "g"),
    (r"\bpercent\b", "%"),
    (r"\btwice\b(?= (?:the )?(?:i?uln|upper|institutional|local))", "2 x"),
    (r"(?<=\d)\s?(?:x\s?)?n\b(?! ?[=(])", " x uln"),
    *(
        (rf"\b{disorder}(?= ?(?:[<≤]|less than|below|under|lower than))", name)
        for disorder, name in (
            ("neutropenia", "neutrophils"),
            ("thrombo(?:cyto)?penia", "platelets"),
            ("leuk?cop[ae]?enia|leukopenia", "leukocytes"),
            ("lymphopenia", "lymphocytes"),
            ("an[ae]{1,2}mia", "hemoglobin"),
            ("hypoalbumin[ae]{1,2}mia", "albumin"),
            ("hypokal[ae]{1,2}mia", "potassium"),
            ("hyponatr[ae]{1,2}mia", "sodium"),
        )
    ),
    *(
        (rf"\b{disorder}(?= ?(?:[>≥]|more than|above|over|greater than|higher than))", name)
        for disorder, name in (
            ("hyperkal[ae]{1,2}mia", "potassium"),
            ("hypernatr[ae]{1,2}mia", "sodium"),
            ("hyperbilirubin[ae]{1,2}mia", "bilirubin"),
            ("hypertriglycerid[ae]{1,2}mia", "triglycerides"),
        )
    ),
    (r"(?<=[a-z])\s?per\s(?=(?:ml|min|l|dl|mm|µl|ul|g|kg|m2|1\.73)\b)", "/"),
    (r"(?<=mmol)\s?per\s(?=mole?\b)mole?", "/mol"),
    (r"(?<![a-z])(%|msec|ms|mg|g|kg|ml|l|min|mmol|mmol/mol|m|m2|>|<|≥|≤) ?[(\[]\1[)\]]", r"\1"),
    (r"m \(m\) ?\^ ?2", "m2"),
    (r"m ?\^ ?2", "m2"),
    (r"\s*/\s*(?=[a-zµ1])", "/"),
    (r"(?<=\d)\s?[x*]\s?(?=i?[ul]ln\b|(?:the )?(?:institutional )?(?:upper|lower) limit)", " x "),
    (r"1\.73\s+m2", "1.73m2"),
    (r"1\.73m2", "1.73m2"),
)

_SIGNS: tuple[tuple[str, str], ...] = (
    (
        (
            r"(?:greater|more|higher|older) than(?: to)?(?: or|, or)?(?: \(?or\)?)"
            r"? ?equal(?: to)?|greater than to or equal(?: to)?|≥|(?:of )?at least|"
            r"not less than|(?:of )?no less than|not lower than|not below|"
            r"(?:a )?minimum(?: of)?(?= \d)|no(?:t)? younger than|from(?= \d+ years (?:and|or))"
        ),
        "≥",
    ),
    (
        (
            r"(?:less|lesser|lower|fewer) than or equal(?: to)?|≤|(?:of )?at most|"
            r"not more than|no more than|not greater than|no greater than|not exceeding|"
            r"not? higher than|not above|"
            r"not exceed|(?:a )?maximum(?: of)?(?= \d)|up to(?: and including)?|not "
            r"older than|no older than"
        ),
        "≤",
    ),
    (r">|(?:greater|more|higher|older) than|above|over(?= \d)|exceed(?:s|ing)?|in excess of", ">"),
    (r"<|(?:less|lesser|lower|fewer|younger) than|below|under(?= \d)", "<"),
)
_POST: tuple[tuple[str, str], ...] = (
    (r"(?:and|or) better", "better"),
    (r"(?:and|or) worse", "worse"),
    (
        (
            r"(?:and|or) (?:more|above|older|over|higher|greater|up|upwards)"
            r"(?! than| or equal|\s?\d)|\+(?= |$)"
        ),
        "≥",
    ),
    (r"(?:and|or) (?:less|below|younger|under|lower|fewer)(?! than| or equal|\s?\d)", "≤"),
)
_UNIT = (
    r"%\s?(?:of )?(?:the )?predicted(?: normal)?(?: values?)?|"
    r"(?:x|\*)?\s?10\s?[\^*e]?\s?\(?(?:9|12|3|6)\)?\s?(?:cells)?\s?/\s?(?:l|µl|"
    r"ul|mm\^?3|mcl)\b|giga/l\b|k/(?:µl|ul)\b|/nl\b|°\s?c\b|degrees? celsius|"
    r"/\s?mm\s?\^?3|/\s?(?:µl|ul|mcl|cumm|microlit(?:er|re)"
    r")\b|(?:cells)\s?/\s?(?:mm\s?\^?3|µl|ul|mcl)|"
    r"ml/min/1\.73\s?m2|ml/min/1\.73\s?m\^2|ml/min\b|ml/s(?:ec)?\b|mm\s?hg\b|"
    r"kg/m2|kg/m\^2|mmol/mol\b|mmol/l\b|µmol/l\b|umol/l\b|mg/dl\b|g/dl\b|gm/dl\b|g/l\b|mg/l\b|"
    r"meq/l\b|iu/l\b|u/l\b|pg/ml\b|ng/ml\b|ng/l\b|pmol/l\b|µg/l\b|ug/l\b|mcg/l\b|"
    r"mg/g(?:[. ]?cr(?:eatinine)?\.?)?|g/g\b|mg/mmol\b|msecs?\b|ms\b|bpm\b|beats/min(?:ute)?\b|"
    r"µkat/l\b|nmol/l\b|miu/l\b|mu/l\b|kg\b|cm\b|%|seconds\b|secs?\b|mm/h(?:r|our)?\b"
)
_YEARS = r"(?:years?|yrs?|y)(?: |-)?(?:of age|old|olds)\b|yoa\b|y/o\b|y\.o\.|yo\b|years?\b|yrs?\b"
_MONTHS = r"months?(?: |-)(?:of age|old)\b|months\b"
_LIMIT = (
    r"(?:institutional |local |laboratory |the )*(?:upper limits?(?: of (?:the "
    r")?(?:normal|laboratory normal|reference)(?: range| value| limits?)?)?|i?uln)\b"
)
_LOW = (
    r"(?:institutional |local |laboratory |the )*(?:lower limits? of (?:the )?"
    r"normal(?: range| value)?|i?lln)\b"
)


@cache
def _scanner() -> tuple[tuple[str, re.Pattern[str], str | None], ...]:
    """Return what is looked for at each place, in this order."""
    filler = lexicon()["filler"]
    defined = "|".join(lexicon()["defined"]["phrases"])
    rows: list[tuple[str, str, str | None]] = [
        (
            "",
            (
                rf"(?:presence of |evidence of |patients with |subjects with )?(?:{defined})"
                rf"(?:\s?,?\s?(?:as )?(?:defined|determined|shown|indicated|documented|"
                rf"evidenced) (?:by|as)|\s?[:,]| with| \((?=[a-z]+))(?: an?\b| the\b)?"
            ),
            None,
        ),
        *(("", phrase, None) for phrase in sorted(filler["phrases"], key=len, reverse=True)),
        *(("P", pattern, sign) for pattern, sign in _POST),
        *(("C", pattern, sign) for pattern, sign in _SIGNS),
        ("l", _LOW, "lower"),
        ("L", _LIMIT, "upper"),
        (
            "V",
            (
                r"\(?\s?(?:if|for|in|with|when)(?: (?:the|a|case|cases|presence|of|"
                r"there|are|is|documented|demonstrable|known|patients?|subjects?|participants?"
                r"|with|who|have|has|subject))*(?: (?:any|active))? (?:liver|hepatic)"
                r" metast(?:as[ei]s|atic disease)(?: (?:is|are|were))?(?: present|"
                r" documented)?\s?\)?"
            ),
            None,
        ),
        (
            "B",
            (
                r"\(?\s?(?:if|for|in|with|when)(?: (?:the|a|case|of|there|documented|known|"
                r"confirmed|"
                r"patients?|subjects?|participants?|those|with|who|have|has))* gilbert(?:'?s)?(?: "
                r"(?:syndrome|disease))?\s?\)?"
            ),
            None,
        ),
        (
            "g",
            (
                r"[,(]?\s?(?:except|unless|excluding|other than)(?: (?:for|in|the|"
                r"patients?|subjects?|participants?|those|who|with|have|has|a|documented|"
                r"known|confirmed|case|cases|of|presence))* gilbert(?:'s)?(?: (?:syndrome|"
                r"disease))?\s?\)?"
            ),
            None,
        ),
        (
            "*",
            (
                r"(?:x|\*|times)(?=\s?(?:the |institutional |i?uln|upper|lower|lln|"
                r"local|laboratory))"
            ),
            None,
        ),
        ("U", _UNIT, None),
        ("Y", _YEARS, None),
        ("m", _MONTHS, None),
        ("D", r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?(?![\d,]*\d)", None),
        ("W", rf"(?:{NUMBER_WORDS})\b(?! of)", None),
        ("G", r"(?:iv|iii|ii|i)\b", None),
        (
            "o",
            (
                r"(?:outside(?: of)?|not (?:with)?in)(?: the)? range(?: of| from)?"
                r"|outside(?: of)?(?= \d)"
            ),
            None,
        ),
        (
            "b",
            (
                r"between|ranging from|(?:in|within) the range(?: of| from)?|range"
                r"(?: of| from|:)|ranges? from|from(?= \d)"
            ),
            None,
        ),
        ("S", r"/(?=\d{2,3}\b(?!\.\d))", None),
        ("r", r"-|to\b|through\b", None),
        ("&", r"and\b(?!/)|&|but\b|as well as\b|plus\b", None),
        ("|", r"and/or\b|or\b", None),
        ("/", r"/(?=[a-z ])", None),
        (",", r"[,;]", None),
        ("(", r"[(\[]", None),
        (")", r"[)\]]", None),
        (
            "",
            (
                r"both inclusive|inclusive of both values|\(inclusive\)|both limits "
                r"included|range inclusive"
            ),
            None,
        ),
        ("F", r"(?:females?|women|woman)\b", None),
        ("M", r"(?:males?|men|man)\b", None),
        (
            "",
            r"(?:"
            + "|".join(sorted(map(re.escape, filler["words"]), key=len, reverse=True))
            + r")\b",
            None,
        ),
        ("", r"[.:]+", None),
    ]
    return tuple((kind, re.compile(pattern), value) for kind, pattern, value in rows)


def cleaned(text: str) -> str:
    """Return a text in lower case with one spelling of each sign and unit."""
    for pattern, plain in _CLEAN:
        text = re.sub(pattern, plain, text)
    text = text.lower()
    for pattern, plain in _SPELT:
        text = re.sub(pattern, plain, text)
    return text.strip()


def tokens(text: str) -> list[Token]:
    """Return the signs of a text."""
    plain = cleaned(text)
    found: list[Token] = []
    place = 0
    while place < len(plain):
        if plain[place] == " ":
            place += 1
            continue
        token, place = _next(plain, place, found)
        if token is not None:
            found.append(token)
    return _tidy(found)


def _next(plain: str, place: int, before: list[Token]) -> tuple[Token | None, int]:
    fresh = place == 0 or not plain[place - 1].isalnum() or not plain[place].isalnum()
    if not fresh and not (plain[place - 1].isdigit() and plain[place].isalpha()):
        return _word(plain, place)
    if fresh:
        named = _name(plain, place, before)
        if named is not None:
            return named
    for kind, pattern, value in _scanner():
        match = pattern.match(plain, place)
        if match and match.end() > place and (kind in ("U", "Y", "m") or fresh):
            if kind in ("", "*"):
                return None, match.end()
            return Token("D" if kind == "W" else kind, _value(kind, match[0], value)), match.end()
    return _word(plain, place)


def _name(plain: str, place: int, before: list[Token]) -> tuple[Token | None, int] | None:
    """Return the name at a place; a second name beside it says nothing more."""
    last = before[-1] if before else None
    for name, key in names():
        end = place + len(name)
        if plain.startswith(name, place) and not plain[end : end + 1].isalnum():
            return Token("N", key), end
    keys = {token.value for token in before if token.kind == "N"}
    if last is not None:
        for key in keys:
            for name in beside(key):
                end = place + len(name)
                if plain.startswith(name, place) and not plain[end : end + 1].isalnum():
                    return None, end
    return None


def _value(kind: str, written: str, value: str | None) -> str:
    if kind == "D":
        return written.replace(",", "")
    if kind == "W":
        return str(number_word(written))
    return written if value is None else value


def _word(plain: str, place: int) -> tuple[Token, int]:
    match = re.compile(r"[^\W_]+|.").match(plain, place)
    return Token("?", match[0] if match else ""), place + len(match[0] if match else "x")


def _tidy(found: list[Token]) -> list[Token]:
    """Drop what is said twice, brackets around nothing, and what is left at the ends."""
    kept: list[Token] = []
    for token in found:
        last = kept[-1] if kept else None
        if last and token.kind == ")" and last.kind == "(":
            kept.pop()
            continue
        twice = last is not None and last == token and token.kind in "NCUYLl,"
        if twice:
            continue
        if token.kind == ")" and len(kept) > 1 and kept[-2].kind == "(" and _repeats(kept):
            kept[-2:] = []
            continue
        kept.append(token)
    return _stripped(kept)


def _repeats(kept: list[Token]) -> bool:
    """Whether a bracket holds only what precedes it."""
    before = kept[-3] if len(kept) >= len("N(N") else None
    return before is not None and before == kept[-1]


def _stripped(kept: list[Token]) -> list[Token]:
    while kept and kept[-1].kind in ",&":
        kept.pop()
    while kept and kept[0].kind in ",&":
        kept.pop(0)
    return kept


def number(token: Token) -> Decimal:
    """Return the number of a token."""
    return Decimal(token.value)
