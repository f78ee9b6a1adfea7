"""Items that are asked for what a criterion says, and the words that they are asked in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.drafting.building import LONGEST, shortened, slug
from bot.drafting.facts import is_judgement, is_the_investigators

if TYPE_CHECKING:
    from bot.drafting.building import Expression, Made, Table
    from bot.drafting.headings import Side
    from bot.drafting.scores import Score
    from bot.drafting.spans import Span
    from bot.drafting.splitting import Found


class Asker:
    """Makes the items of one criterion."""

    def __init__(self, made: Made, name: str, side: Side) -> None:
        """Make items of a criterion, to be added to what was made."""
        self._made = made
        self._name = name
        self._side = side

    def scored(self, score: Score, text: str) -> Expression:
        """Return the question for a score or a count."""
        table: Table = {
            "kind": "number",
            "name": shortened(score.name, 120),
            "units": {score.unit: "1"},
            "unit_in_question": True,
            "hard": score.hard,
            "rule": self._by_sex(score),
            "proposed": text,
        }
        if score.whole:
            table["whole"] = True
        question = (
            f"{score.name[:1].upper()}{score.name[1:]}: how much?"
            if not score.whole
            else f"How many: {score.name}?"
        )
        return self._made.add(
            f"{self._name}.{slug(score.name)}", table, label=score.name, question=question
        )

    def _by_sex(self, score: Score) -> Table:
        """Return the rule of a score, with a case for men where women have another limit."""
        rule, women = score.rule(self._side), score.rule_for_women(self._side)
        if women is None:
            return rule
        men = {"chosen": self._made.sex(), "among": ["male"]}
        return {"kind": "depends", "cases": [{"when": [men], "rule": rule}, {"rule": women}]}

    def dated(self, span: Span, text: str, *, absent: bool = False) -> Expression:
        """Return a question whether it happened, and one for when it last did.

        ``absent`` where an inclusion asks that it was not in that time.
        """
        far = {"within": "longer_ago_than", "less_than_ago": "at_least_ago"}
        kind = far[span.kind] if absent or self._side == "exclusion" else span.kind
        rule: Table = {"kind": kind, span.unit: span.length}
        base = slug(span.what)[:11]
        what = _event(span.what)
        ever = self._happened(span, base, text)
        leaning = (
            absent
            or self._side == "exclusion"
            or kind in ("within", "less_than_ago")
            or span.since_last
        )
        table: Table = {
            "kind": "date",
            "name": f"Date: {shortened(what, 100)}",
            "proposed": text,
        }
        if leaning:
            rule["ever"] = ever
        else:
            table["asked"] = {"not": {"answered": ever, "among": ["no"]}}
        if span.half_lives:
            rule |= self._half_lives(span, text)
        table["rule"] = rule
        when = self._made.add(
            f"{self._name}.{base}_date",
            table,
            label=f"Date: {what}",
            question=_when(span).format(what=shortened(what, 110)),
            help=f"Counted from the reference date. The registry says: {text}",
        )
        return when if leaning else {"all": [ever, when]}

    def _half_lives(self, span: Span, text: str) -> Table:
        """Return what is added to a window that half-lives may make longer."""
        table: Table = {
            "kind": "number",
            "name": "Half-life of the drug",
            "units": {"days": "1", "hours": "1/24"},
            "hard": {
                "low": "0",
                "high": "2000",
                "source": "proposed, wide: the entry names no drug",
            },
            "proposed": text,
        }
        item = self._made.add(
            f"{self._name}.half_life",
            table,
            label="Half-life of the drug",
            question="Half-life of the drug that was taken last?",
        )
        which = {"whichever": "shorter"} if span.whichever == "shorter" else {}
        return {"half_lives": str(span.half_lives), "half_life": item, **which}

    def _happened(self, span: Span, base: str, text: str) -> str:
        what = _event(span.what)
        table: Table = {"name": shortened(what, 120), "proposed": text}
        if self._side == "exclusion" or span.kind in ("within", "less_than_ago") or span.since_last:
            table |= {"scored": False, "rule": "none"}
        if is_judgement(span.what):
            table["judgement"] = True
        question = f"Ever: {what}?" if span.kind != "stable_for" else f"Is this so now: {what}?"
        return self._made.add(
            f"{self._name}.{base}", table, label=what, question=question, help=text
        )

    def expecting(self, name: str, text: str) -> str:
        """Return the question for one of pregnancy, breastfeeding, plans and contraception."""
        label, question = _PREGNANCY[name]
        carried = self._made.meaning(name) if name in _SHARED else {}
        table: Table = {
            "name": label,
            **carried,
            "rule": {"kind": "choice", "yes": ["no"], "no": ["yes"]},
            "proposed": text,
        }
        return self._made.add(
            f"{self._name}.{name}", table, label=label, question=question, help=text
        )

    def question(self, text: str, base: str, lead: str = "") -> str:
        """Return a question that has still to be worded: whether what the text says is so."""
        table: Table = {"name": shortened(text, 120), "to_word": True}
        if is_judgement(text):
            table["judgement"] = True
            table |= {"judge": "investigator"} if is_the_investigators(text) else {}
        whole = f"{lead.rstrip(' :')}: {text}" if lead else text
        question = (
            _whether(whole) if len(_whether(whole)) <= LONGEST["question"] else _whether(text)
        )
        return self._made.add(
            f"{self._name}.{base}", table, label=text, question=question, help=whole
        )

    def consent(self, text: str) -> str:
        """Return the question for informed consent."""
        carried = self._made.meaning("informed_consent")
        table: Table = {"name": "Informed consent", **carried, "proposed": text}
        return self._made.add(
            f"{self._name}.consent",
            table,
            label="Informed consent",
            question="Is there informed consent, as the criterion asks for it?",
            help=text,
        )

    def expectancy(self, words: str, text: str) -> str:
        """Return the question for how long somebody is expected to live, which is an opinion."""
        table: Table = {"name": words, "judgement": True, "proposed": text}
        table |= {"judge": "investigator"} if is_the_investigators(text) else {}
        return self._made.add(
            f"{self._name}.expectancy", table, label=words, question=f"{words}?", help=text
        )

    def duty(self, name: str, text: str) -> str:
        """Return the question whether somebody does, or agrees to do, what a criterion asks for."""
        label, question = _DUTIES[name]
        table: Table = {"name": label, "proposed": text}
        return self._made.add(
            f"{self._name}.{name}", table, label=label, question=question, help=text
        )

    def fact(self, text: str, question: str = "") -> str:
        """Return the question for a short fact, in the registry's own words where none is given."""
        plain = text.strip(" .;")
        table: Table = {"name": shortened(plain, 120), "proposed": text}
        return self._made.add(
            f"{self._name}.{slug(text)}",
            table,
            label=plain,
            question=question or f"{plain}?",
            help=text,
        )


def _event(what: str) -> str:
    """Return what happened, without the words that it ever did: the question says them."""
    plain = _WHO.sub("", what)
    return _HISTORY.sub("", plain) or what


_WHO = re.compile(
    r"^(?:(?:adults?|adolescents?|and|or|patients?|participants?|subjects?|male|female) )+"
    r"(?:with|who have|who has|having) (?:an? )?(?=\w)",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"^(?:an? )?(?:(?:any|known|documented|medical|prior|previous|past|patients? with) )*"
    r"(?:history|episode|occurrence) of (?:an? |any )?",
    re.IGNORECASE,
)


def _whether(text: str) -> str:
    return f"Is this so: {text.rstrip(' .;:')}?"


_OF_A_SIDE = re.compile(
    r"^(?:(?:specific|additional|other|key|main) )*(?:non[- ]?inclusion|inclusion|exclusion) "
    r"criteria"
    r"(?:\s*(?:\b(?:for|in|of)\b|[-–:(]))?\s*(?:the )?"
    r"|[\s:,–-]*\b(?:(?:key|main) )?(?:non[- ]?inclusion|inclusion|exclusion) criteria\s*:?$",
    re.IGNORECASE,
)
"""The words of a heading that only name its side."""


def group(made: Made, found: Found) -> Expression | None:
    """Return the condition that a criterion is for those whom its heading names."""
    if not found.for_a_group:
        return None
    title = _OF_A_SIDE.sub("", found.heading).strip(" :-–")
    title = title if title.count("(") == title.count(")") else title.strip("()")
    key = f"group {title.lower()}"
    if key not in made.shared:
        table = {
            "name": shortened(title, 120),
            "scored": False,
            "rule": "none",
            "proposed": found.heading,
        }
        made.shared[key] = made.add(
            "CTX.group",
            table,
            label=title,
            question=f"Is the candidate one of these: {title}?",
            help=f"The registry puts criteria under the heading “{found.heading}”: "
            f"they are for these candidates only.",
        )
    return {"chosen": made.shared[key], "among": ["yes"]}


_WHEN = {
    "within": "When was the last time: {what}?",
    "less_than_ago": "When was the last time: {what}?",
    "at_least_ago": "When was this: {what}?",
    "longer_ago_than": "When was this: {what}?",
    "stable_for": "Unchanged since when: {what}?",
}
_ONCE = re.compile(r"^(?:an? )?(?:first|initial|onset|new(?:ly)?|diagnos\w+)\b", re.IGNORECASE)


def _when(span: Span) -> str:
    """Return how the day is asked for: the last one, unless there is only one."""
    this = span.kind != "stable_for" and (span.since_last or _ONCE.match(span.what))
    return _WHEN["at_least_ago" if this else span.kind]


_SHARED = ("pregnant", "breastfeeding")
"""What means the same in every trial, and is asked under one concept."""
_PREGNANCY = {
    "pregnant": ("Pregnant", "Is the candidate pregnant?"),
    "breastfeeding": ("Breastfeeding", "Is the candidate breastfeeding?"),
    "planning": (
        "Plans to become pregnant",
        "Does the candidate plan to become pregnant in the time that the criterion names?",
    ),
    "uncontrolled": (
        "No contraception",
        (
            "Could the candidate become pregnant, without the contraception that "
            "the criterion asks for?"
        ),
    ),
}
_DUTIES = {
    "contraception": (
        "Contraception",
        (
            "Is there the contraception that the criterion asks for, or agreement to it? "
            "Yes, too, where it asks nothing of this candidate."
        ),
    ),
    "pregnancy_test": (
        "Negative pregnancy test",
        "Is there a negative pregnancy test, as the criterion asks for it?",
    ),
    "not_nursing": (
        "No breastfeeding later",
        "Is it agreed not to breastfeed, for as long as the criterion says?",
    ),
    "donation": (
        "No donation",
        "Is it agreed not to donate what the criterion names, for as long as it says?",
    ),
}
