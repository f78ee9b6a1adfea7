"""Lists inside a criterion: their points, and how many of these count."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.drafting import headings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.drafting.headings import Side
    from bot.drafting.outline import Point

_AT_LEAST = re.compile(
    r"\b(?:at least|minimum of|≥|>=) ?(?P<n>two|three|four|five|2|3|4|5)\b"
    r"(?: \(\d\))?(?: or more)?(?: of)?",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    r"\b(?:any )?(?P<n>two|three|four|five|2|3|4|5)(?: \(\d\))?(?: or more)?"
    r" of (?:the |these )?(?:\w+ ){0,2}following\b(?! \d| two| three| four| five)",
    re.IGNORECASE,
)
_ODD = re.compile(
    r"\b(?:more than|fewer than|less than|exactly|at most|up to|only)\b", re.IGNORECASE
)
_OTHER_NUMBER = re.compile(r"\b(?:two|three|four|five)\b|\b[2-9] of\b", re.IGNORECASE)
"""How many of a list count, in a way that is not understood."""
_EVERY = re.compile(r"\b(?:all|both|each|every)\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_INLINE = (
    re.compile(r"(?:^|(?<=[\s:;,.]))\(?([a-h])\)\s*"),
    re.compile(r"(?:^|(?<=[\s:;,]))\(?(i|ii|iii|iv|v|vi)\)\s*"),
    re.compile(r"(?:(?<=[.:;,] )|(?<=and )|(?<=or ))([a-h])\. (?=[A-Z≥≤<>]|[a-z]{1,2}[A-Z])"),
    re.compile(r"(?:^|(?<=[\s:;,]))\(?([1-9])\)\s+"),
)
_TWO = 2
_ORDERS = ("abcdefgh", ("i", "ii", "iii", "iv", "v", "vi"), "abcdefgh", "123456789")
_EXCEPTED = re.compile(
    r"\b(?:unless|except|exception|not|if|when|provided|other than|no|none|neither|without|"
    r"absence|absent|"
    r"free of|lack\w*|fail\w*|outside|never|allowed|permitted|acceptable|may|intoleran\w+)\b",
    re.IGNORECASE,
)
_BELOW = r"(?=[^.]{0,60}\b(?:following|below|these|criteria|conditions)\b|(?:\s+of)?\W*$)"
_HOW_MANY: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "any",
        re.compile(rf"\b(?:any|either|at least one|one or more|one){_BELOW}", re.IGNORECASE),
        "",
    ),
    ("all", re.compile(rf"\b(?:all|both|each|every){_BELOW}", re.IGNORECASE), ""),
    ("any", re.compile(r"\bfollowing\b", re.IGNORECASE), "exclusion"),
    (
        "all",
        re.compile(
            r"\bfunction\b|\blaboratory (?:values|criteria|parameters|tests)\b"
            r"|\bdefined (?:as|by|below)\b|\bas follows\b|\bfollowing criteria\b",
            re.IGNORECASE,
        ),
        "inclusion",
    ),
)
_ENDS = re.compile(r"\b(and|or)\W*$", re.IGNORECASE)


def how_many(lead: str, side: Side) -> str | int | None:
    """Say how many of the points of a list count; None where the text above them leaves it open."""
    lead = _about_the_list(lead)
    if _EXCEPTED.search(lead) or headings.is_contrary(lead, side):
        return None
    if _ODD.search(lead):
        return None
    number = _AT_LEAST.search(lead) or _SO_MANY.search(lead)
    if number and "following" in lead.lower():
        return _NUMBERS.get(number["n"].lower()) or int(number["n"])
    if _OTHER_NUMBER.search(lead) and not _EVERY.search(lead):
        return None
    for how, pattern, only in _HOW_MANY:
        if only in ("", side) and pattern.search(lead):
            return how
    return None


def _about_the_list(lead: str) -> str:
    """Return the sentence about the list: the last one, or the one that names it if it is plain."""
    sentences = re.split(r"(?<=[a-z)])\. ", lead.strip())
    naming = [each for each in sentences if re.search(r"\bfollowing\b", each, re.IGNORECASE)]
    if len(naming) == 1 and not any(_EXCEPTED.search(each) for each in sentences):
        return naming[0]
    return sentences[-1]


_ALL_OF_THEM = re.compile(
    r"\bthe following (?P<n>two|three|four|five|[2-5])\b(?! of\b)", re.IGNORECASE
)
_SHOWN_BY = re.compile(
    r"\b(?:defined|evidenced|indicated|shown|demonstrated|documented|manifested) (?:by|as)\W*$",
    re.IGNORECASE,
)


def counted(lead: str, side: Side, parts: list[str], point: Point) -> str | int | None:
    """Say how many of the points of a list count, with what is between them."""
    named = _ALL_OF_THEM.search(lead)
    every = named and side == "inclusion" and not _ODD.search(lead) and not _EXCEPTED.search(lead)
    if named and every:
        many = _NUMBERS.get(named["n"].lower()) or int(named["n"])
        return linked("all", point) if many == len(parts) else None
    ends = {match[1].lower() for below in point.below if (match := _ENDS.search(below.own))}
    if side == "exclusion" and ends == {"or"} and _SHOWN_BY.search(lead):
        return None if _EXCEPTED.search(lead) else "any"
    return linked(how_many(lead, side), point)


_FOR_SOME = re.compile(
    r"^(?:for|in|if|among|those)\b|\bwho(?:se)?\b|\bwhen\b|\bplus\b|\bwith (?:\w+ )+and\b"
    r"|\band (?:any|one|at least|either|ha(?:s|ve|d)|the following)\b"
    r"|[^\s,:(] with (?:any|one|two|three|at least|either|all|both|the following|\d)\b",
    re.IGNORECASE,
)


def is_for_some(lead: str) -> bool:
    """Whether words above a list say for whom it is, so that its points alone exclude nobody."""
    return bool(_FOR_SOME.search(lead))


_DEFINED_BELOW = re.compile(
    r"^(?:(?:patients?|subjects?|participants?|must|should|have|has|with|demonstrates?|an?|the) )*"
    r"(?:(?:adequate|acceptable|normal|sufficient)\b[^.;]{0,90}\bfunctions?\b"
    r"|(?:any|all|both|either|one|each) of\b"
    r"|(?!.*\b(?:and|or|with|who|plus)\b)[^.;:\d]{3,50} defined (?:as|by) (?:(?:any|at least|all|"
    r"both|either|one|two|or|more|of) )*the following\b"
    r"|(?:required |baseline |screening |initial |clinical )*laborator(?:y|ies)(?: (?:values|"
    r"criteria|parameters|tests|results))?)(?:[\s,:]|\b(?:as|is|are|defined|evidenced|indicated|"
    r"demonstrated|by|the|"
    r"following|follows|below|laboratory|tests?|values|parameters|criteria|results|meeting|all|of|"
    r"these|and)\b)*$",
    re.IGNORECASE,
)


def is_defined_below(lead: str) -> bool:
    """Whether words above a list name what the list defines: “Adequate organ function:”."""
    return bool(_DEFINED_BELOW.match(lead.strip()))


_MEETS = re.compile(
    r"^(?:(?:patients?|participants?|subjects?|must|should|have to) )*(?:meets?|meeting|fulfils?|"
    r"fulfill?(?:s|ing)?|satisf(?:y|ies|ying)) (?:(?:all|both|any|either|one|each|at least|two|"
    r"three|"
    r"or|more|of) )*the following(?: [a-z-]+){0,3} (?:criteria|conditions|requirements)\W*$",
    re.IGNORECASE,
)


def only_meets(lead: str) -> bool:
    """Whether words above a list ask for no more than that it is met."""
    return bool(_MEETS.match(lead.strip()))


def goes_on(part: str) -> bool:
    """Whether a point goes on with the one above it: “OR clearance ≥ 60 mL/min”."""
    return bool(
        re.match(r"\W*(?:or|and|and/or|but|otherwise|unless|except)\b", part, re.IGNORECASE)
    )


_WHO_MEET = re.compile(
    r",?\s+(?:(?:who|that|which|with|and|having|plus) )*(?:(?:must )?(?:meets?|fulfils?|fulfill|"
    r"have|has|"
    r"satisf(?:y|ies)|met) )?(?:(?:at least (?:one|two|three|four|\d)|one or more|any|all|both|"
    r"either|one) (?:\(\d\) )?of )?the following(?: (?:criteria|conditions|factors|characteristics|"
    r"features))?\W*$",
    re.IGNORECASE,
)


def apart_from_list(lead: str) -> str:
    """Return what stands above a list without the words that only introduce it."""
    return _WHO_MEET.sub("", lead)


def linked(how: str | int | None, point: Point) -> str | int | None:
    """Compare how many count with an “and” or “or” between the points; None where they clash."""
    ends = {match[1].lower() for below in point.below if (match := _ENDS.search(below.own))}
    wanted = {"all": {"and"}, "any": {"or"}}.get(str(how), set())
    return how if ends <= wanted else None


_OR = re.compile(r"(?:\s*[,;]\s*|\s+)(?:and/or|or)\s+|[;,]\s+", re.IGNORECASE)
_AND = re.compile(r"(?:and|but|with)\b", re.IGNORECASE)
_OF_ITS_OWN = re.compile(
    r"^(?:an? |any )?(?:(?:known |prior |past |previous |documented |personal |"
    r"family )*histor(?:y|ies) of"
    r"|(?:previous|prior|past) (?!or\b)\w+|intent(?:ion)? (?:to|of)|intend|"
    r"(?:their |its )?planned|plans?|planning|scheduled|current(?:ly)?|ongoing|presence of|"
    r"anticipat(?:ed|ion)|expected|"
    r"evidence of|known|"
    r"concurrent(?:ly)?|is |are |has |have |requir\w+|one is|any other)\b",
    re.IGNORECASE,
)
_REFERS = re.compile(
    r"^(?:one|is|are|has|have|will|(?:their |its )?(?:planned|scheduled) (?:initiation|use|start|"
    r"treatment|administration|"
    r"participation|to|for|during)|(?:anticipated|expected) (?:to|during|for)|"
    r"(?:plans?|planning) to)\b",
    re.IGNORECASE,
)


def alternatives(text: str) -> Iterator[tuple[str, str, bool]]:
    """Return the two halves of a text at each “or” and comma of it, and whether it is an “or”."""
    for match in _OR.finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        whole = left.count("(") == left.count(")")
        if whole and right and not _AND.match(right):
            yield left, right, match[0].strip() not in ",;"


_WIDER = re.compile(
    r"^(?P<first>[^()]+?)\s*[,;]?\s*(?:\(\s*(?:or |and )?|(?:or|and)\s+)"
    r"(?P<second>[^()]*?\d[^()]*?)"
    r"\s+(?:for|in|if|with)\s+(?:(?:the |case of |presence of )*(?:those|patients?|subjects?|"
    r"participants?|individuals?|there is|there are)?\s*(?:with |who have |have )?)"
    r"(?P<whom>(?:[^\W\d][\w'’-]*)(?: [\w'’-]+){0,6})\)?\s*\.?$",
    re.IGNORECASE,
)
_NO_GROUP = re.compile(
    r"^(?:(?:all|any|other|the|an?|both|last|past|screening|baseline) ?)*$"
    r"|\b(?:males?|females?|wom[ae]n|m[ae]n|gilbert\S*|past|last|previous|weeks?|days?|months?|"
    r"years?|visit|screening|baseline)\b",
    re.IGNORECASE,
)


def wider(text: str) -> Iterator[tuple[str, str, str]]:
    """Return a text's limit, another one, and for whom that is: “… (≤ 5 for those with …)”."""
    match = _WIDER.match(text.strip())
    if match and not _NO_GROUP.search(match["whom"]):
        yield match["first"], match["second"], match["whom"]


_AN_AGE = re.compile(
    r"^(?P<first>.*?(?:\byears?\b|\byrs?\b|\bage\b|\bold\b|\bolder\b|\bover\b|\babove\b|\baged? "
    r"[^a-z]*"
    r"\d+|\))),?\s+(?P<rest>(?:with|undergoing|who|scheduled|having|diagnosed|requiring|presenting|"
    r"admitted|hospitali[sz]ed|receiving|suffering)\b.{3,})$",
    re.IGNORECASE,
)


def aged(text: str) -> Iterator[tuple[str, str]]:
    """Return what a text says of an age, and what follows it."""
    match = _AN_AGE.match(text)
    if match and match["first"].count("(") == match["first"].count(")"):
        yield match["first"], _HAVING.sub("", match["rest"])


_HAVING = re.compile(r"^(?:with|having|who (?:have|has)) (?:an? )?", re.IGNORECASE)
_MORE = re.compile(
    r",?\s+(?:(?:and|who|that|which) )?(?:with|have|has|having|as defined by|defined as|"
    r"defined by|and)"
    r"(?: an?)?\s+|,?\s+(?=aged? \w)|,\s+(?=\d+ ?(?:-|to) ?\d+ years)",
    re.IGNORECASE,
)
_FOR_THOSE = re.compile(
    r"^(?:for|in|if|among|those)\b|\b(?:must|should|or|either|"
    r"parents?|mothers?|fathers?|caregivers?|guardians?|relatives?|siblings?|offspring|spouses?|"
    r"partners?|donors?|family|families|index)\b",
    re.IGNORECASE,
)


def with_more(text: str) -> Iterator[tuple[str, str]]:
    """Return a text's two halves at each word that adds something: “… with …”, “… and …”."""
    for match in _MORE.finditer(text):
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if left.count("(") == left.count(")") and not _FOR_THOSE.search(left):
            yield left, right


def stands_alone(text: str) -> bool:
    """Whether what follows an “or” begins anew, so that what stands in front says nothing of it."""
    return bool(_OF_ITS_OWN.match(text))


def refers(text: str) -> bool:
    """Whether what follows an “or” is about the thing that precedes it."""
    return bool(_REFERS.match(text))


_TOPIC = re.compile(
    r"^(?:(?:adequate|normal|and|or|the|other|serum) )*(?:(?:bone|marrow|h[ae]+matolog\w*|"
    r"hepatic|liver|renal|"
    r"kidney|cardiac|cardiovascular|coagulation|pulmonary|respiratory|metabolic|laboratory|blood|"
    r"biochem\w*|chemistry|electrolytes?|endocrine|cardiopulmonary)(?:\s*(?:,|/|and|or)\s*|\s+|$))+"
    r"(?:function|functions|system|tests?|reserve|values|parameters|counts?)?\s*$",
    re.IGNORECASE,
)
"""What part of a list is about: “Hepatic”, “Bone marrow function”."""


_PLAIN_SIGNS = str.maketrans(
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5E)}
    | {0xFF5E: "-", 0x3001: ",", 0x3002: ".", 0x2103: "°C"}
    | {0x2160 + place: roman for place, roman in enumerate(("I", "II", "III", "IV", "V"))}
)
"""Signs of full width, and others that have a plain spelling."""


def with_plain_signs(point: Point) -> Point:
    """Return a point with plain signs where those of full width stand."""
    if point.text.translate(_PLAIN_SIGNS) == point.text:
        return point
    plain = [_spaced(paragraph.translate(_PLAIN_SIGNS)) for paragraph in point.paragraphs]
    below = [with_plain_signs(each) for each in point.below]
    late = [_spaced(paragraph.translate(_PLAIN_SIGNS)) for paragraph in point.late]
    return replace(point, paragraphs=plain, below=below, late=late)


def _spaced(text: str) -> str:
    """Return a text with a space around its brackets and behind its signs."""
    text = re.sub(r"(?<=\w)\((?=[^)]*\w{2})", " (", text)
    return re.sub(r"(?<=[a-z\d)])([;,:])(?=[A-Za-z(])", r"\1 ", text).strip(" ;,")


def without_topics(point: Point) -> Point:
    """Return a point whose list has no headings that only say what a part of it is about."""
    if _AT_LEAST.search(point.own) or _SO_MANY.search(point.own) or _ALL_OF_THEM.search(point.own):
        return point
    below: list[Point] = []
    for each in point.below:
        topic = len(each.paragraphs) == 1 and not each.late and _TOPIC.match(each.own.strip(" :"))
        below += each.below if topic and each.below else [each]
    return replace(point, below=below)


def flat(point: Point) -> str:
    """Return the words of a point in a list; with a list below it they are read by nobody."""
    if point.below:
        return point.text
    plain = re.sub(r"[;,]?\s*(?:\band\b|\bor\b)?\s*[;,]?$", "", point.own.strip())
    topic, colon, rest = plain.partition(": ")
    return rest if colon and _TOPIC.match(topic.strip()) else plain


def enumerated(text: str) -> tuple[str, list[str]] | None:
    """Return a text's lead and its points, where these stand in one line: “a) … b) …”."""
    for pattern, order in zip(_INLINE, _ORDERS, strict=True):
        marks = list(pattern.finditer(text))
        labels = [mark[1] for mark in marks]
        if len(labels) < _TWO or labels != list(order[: len(labels)]) or marks[0].start() == 0:
            continue
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        parts = [
            text[mark.end() : end].strip(" ;,.") for mark, end in zip(marks, ends, strict=True)
        ]
        parts = [re.sub(r"[;,]?\s*\b(?:and|or)$", "", part) for part in parts]
        return text[: marks[0].start()].strip(), parts
    return _by_semicolons(text)


_SEMICOLONS = re.compile(
    r"^(?P<lead>[^:;]*\bfollowing\b[^:;]*:)\s*(?P<rest>[^:]+;[^:]+)$", re.IGNORECASE
)


def _by_semicolons(text: str) -> tuple[str, list[str]] | None:
    """Return a lead and its points where these are apart by semicolons: “the following: …; …”."""
    match = _SEMICOLONS.match(text.strip())
    if match is None:
        return None
    link = "and" if _EVERY.search(match["lead"]) else "or"
    parts = [part.strip(" .,") for part in match["rest"].split(";")]
    plain = [re.sub(rf"^{link}\s+", "", part, flags=re.IGNORECASE) for part in parts if part]
    return (match["lead"], plain) if len(plain) >= _TWO else None
