"""One criterion as a table: its rule where that is stated plainly, else questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.drafting import headings
from bot.drafting.building import limits, shortened, slug, together
from bot.drafting.clauses import read
from bot.drafting.facts import (
    concerned,
    is_consent,
    is_judgement,
    is_plain,
    is_the_investigators,
    read_pregnancy,
    without_expecting,
)
from bot.drafting.fields import field_reading
from bot.drafting.scores import read_score
from bot.drafting.spans import read_span
from bot.drafting.splitting import reads_turned
from bot.drafting.tokens import tokens

if TYPE_CHECKING:
    from bot.drafting.building import Expression, Made, Table
    from bot.drafting.clauses import Reading
    from bot.drafting.headings import Side
    from bot.drafting.outline import Point
    from bot.drafting.scores import Score
    from bot.drafting.spans import Span
    from bot.drafting.splitting import Found

_AT_LEAST = re.compile(
    r"\b(?:at least|minimum of|≥|>=) ?(?P<n>two|three|four|five|2|3|4|5)\b(?"
    r": \(\d\))?(?: or more)?(?: of)?",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_INLINE = (
    re.compile(r"(?:^|(?<=[\s:;,.]))\(?([a-h])\)\s*"),
    re.compile(r"(?:^|(?<=[\s:;,]))\(?(i|ii|iii|iv|v|vi)\)\s*"),
    re.compile(r"(?<=[.:;] )([a-h])\. (?=[A-Z≥≤<>])"),
    re.compile(r"(?:^|(?<=[\s:;,]))\(?([1-9])\)\s+"),
)
_TWO = 2
_FOR_ONE_SEX = re.compile(
    r"\b(?:women|woman|females?|males?|men|wocbp|pregnan\w+)\b", re.IGNORECASE
)
_NO_FACT = re.compile(r"\b(?:and|see|better|worse|equal|both|other|similar)\b", re.IGNORECASE)
_ORDERS = ("abcdefgh", ("i", "ii", "iii", "iv", "v", "vi"), "abcdefgh", "123456789")


def criterion(made: Made, name: str, found: Found) -> Table:
    """Return a criterion's table; its items are added to what was made."""
    table: Table = {"id": name, "text": found.text}
    if found.heading:
        table["heading"] = found.heading
    proposer = _Proposer(made, name, found.side)
    text = _one_line(found)
    if not found.point.line:
        rule = proposer.of_field(text)
    else:
        rule = None if reads_turned(found) else proposer.whole(text, found.point)
    applies = proposer.applies
    if rule is None:
        rule = proposer.question(found.text, slug(text))
    table["rule"] = rule
    parts = [applies, _group(made, found)]
    applied = together(parts, "all")
    if applied is not None:
        table["applies"] = applied
    if proposer.at_criterion(rule) or applies is not None:
        table["proposed"] = found.text
    return table


def _one_line(found: Found) -> str:
    return found.point.own if not found.point.below else ""


def _group(made: Made, found: Found) -> Expression | None:
    """Return the condition that a criterion is for those whom its heading names."""
    if not found.for_a_group:
        return None
    title = re.sub(
        r"^(?:specific |additional |other |key )?(?:inclusion|exclusion) criteria "
        r"(?:for|in|of) (?:the )?",
        "",
        found.heading,
        flags=re.IGNORECASE,
    )
    title = title.strip(" :")
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


class _Proposer:
    """Reads one criterion with each reader in turn."""

    def __init__(self, made: Made, name: str, side: Side) -> None:
        self._made = made
        self._name = name
        self._side = side
        self._alone = True
        self.applies: Expression | None = None

    def at_criterion(self, rule: Expression) -> bool:
        """Whether a rule says something that no item of the criterion says."""
        own = f"{self._name}."
        return not isinstance(rule, str) and not _only_items(rule, own)

    def whole(self, text: str, point: Point) -> Expression | None:
        """Return the rule of a criterion; None where nothing of it is plain."""
        inline = _enumerated(point.own) if not point.below else None
        if text and inline is None:
            return self.plain(text, alone=True)
        lead, parts = inline or (point.own, [_flat(below) for below in point.below])
        return self._listed(lead, parts, point)

    def of_field(self, text: str) -> Expression | None:
        """Return the rule of a criterion that was made of a field of the entry."""
        reading = field_reading(text)
        return None if reading is None else self._limited(reading, text)

    def plain(self, text: str, *, alone: bool) -> Expression | None:
        """Return the rule of a text that is read as a whole."""
        if "\n" in text:
            return None
        self._alone = alone
        readers = (
            self._limits,
            self._score,
            self._span,
            self._pregnancy,
            self._consent,
            self._not_expecting,
        )
        for reader in readers:
            rule = reader(text)
            if rule is not None:
                return rule
        if alone:
            return self._for_some(text) or self._two(text) or self._fact(text)
        return None

    def _two(self, text: str) -> Expression | None:
        """Return the rule of a limit or a plain fact: “dialysis, or eGFR < 15” excludes."""
        if self._side != "exclusion":
            return None
        parts = re.split(r";\s+|,?\s+(?:and/or|or)\s+(?:an?\s+)?", text.strip(" ."))
        if len(parts) != _TWO or not all(parts):
            return None
        readings = [read(part) for part in parts]
        if sum(reading is not None for reading in readings) != 1:
            return None
        fact = parts[0] if readings[0] is None else parts[1]
        kinds = {token.kind for token in tokens(fact)}
        if kinds & set("NCDUPGMF(") or _NO_FACT.search(fact):
            return None
        before = self._made.kept()
        rules = [
            self._limits(part) if reading else self._fact(part)
            for part, reading in zip(parts, readings, strict=True)
        ]
        if None in rules:
            self._made.back(before)
            return None
        return {"all": rules}

    # ---- readers ----

    def _limits(self, text: str) -> Expression | None:
        reading = read(text)
        return None if reading is None else self._limited(reading, text)

    def _limited(self, reading: Reading, text: str) -> Expression | None:
        return limits(self._made, self._name, reading, self._side, text)

    def _score(self, text: str) -> Expression | None:
        score = read_score(text)
        if score is None or (self._side == "exclusion" and len(score.ends) > 1):
            return None
        return self._scored(score, text)

    def _scored(self, score: Score, text: str) -> Expression:
        table: Table = {
            "kind": "number",
            "name": shortened(score.name, 120),
            "units": {score.unit: "1"},
            "unit_in_question": True,
            "hard": score.hard,
            "rule": score.rule(self._side),
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

    def _span(self, text: str) -> Expression | None:
        span = read_span(text)
        if span is None or (self._side == "inclusion" and _FOR_ONE_SEX.search(text)):
            return None
        if self._side == "exclusion" and span.kind not in ("within", "less_than_ago"):
            return None
        if self._side == "inclusion" and span.kind == "less_than_ago" and span.since_last:
            return None
        return self._dated(span, text)

    def _dated(self, span: Span, text: str) -> Expression:
        """Return a question whether it happened, and one for when it last did."""
        absent = {"within": "longer_ago_than", "less_than_ago": "at_least_ago"}
        kind = absent[span.kind] if self._side == "exclusion" else span.kind
        rule: Table = {"kind": kind, span.unit: span.length}
        base = slug(span.what)[:11]
        ever = self._happened(span, base, text)
        leaning = (
            self._side == "exclusion" or kind in ("within", "less_than_ago") or span.since_last
        )
        table: Table = {
            "kind": "date",
            "name": f"Date: {shortened(span.what, 100)}",
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
            label=f"Date: {span.what}",
            question=_WHEN[span.kind].format(what=shortened(span.what, 110)),
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
        table: Table = {"name": shortened(span.what, 120), "proposed": text}
        if self._side == "exclusion" or span.kind in ("within", "less_than_ago") or span.since_last:
            table |= {"scored": False, "rule": "none"}
        question = (
            f"Ever: {span.what}?" if span.kind != "stable_for" else f"Is this so now: {span.what}?"
        )
        return self._made.add(
            f"{self._name}.{base}", table, label=span.what, question=question, help=text
        )

    def _pregnancy(self, text: str) -> Expression | None:
        found = read_pregnancy(text)
        if found is None or found.negated != (self._side == "inclusion"):
            return None
        facts = together([self._expecting(name, text) for name in found.named])
        if not self._alone:
            return {"any": [self._made.whom("male"), facts]}
        self.applies = self._made.whom("female")
        return facts

    def _not_expecting(self, text: str) -> Expression | None:
        """“Male or non-pregnant, non-lactating female aged 18 to 65”."""
        taken = without_expecting(text) if self._side == "inclusion" else None
        if taken is None:
            return None
        rest, named = taken
        reading = read(rest)
        rule = None if reading is None else self._limited(reading, text)
        if rule is None:
            return None
        facts = together([self._expecting(name, text) for name in named])
        return {"all": [rule, {"any": [self._made.whom("male"), facts]}]}

    def _expecting(self, name: str, text: str) -> str:
        label, question = _PREGNANCY[name]
        table: Table = {
            "name": label,
            "rule": {"kind": "choice", "yes": ["no"], "no": ["yes"]},
            "proposed": text,
        }
        return self._made.add(
            f"{self._name}.{name}", table, label=label, question=question, help=text
        )

    def _consent(self, text: str) -> Expression | None:
        if self._side != "inclusion" or not is_consent(text):
            return None
        table: Table = {"name": "Informed consent", "proposed": text}
        return self._made.add(
            f"{self._name}.consent",
            table,
            label="Informed consent",
            question="Is there informed consent, as the criterion asks for it?",
            help=text,
        )

    def _for_some(self, text: str) -> Expression | None:
        """Return the question of a criterion that is for one sex only."""
        whom = concerned(text) if self._side == "inclusion" else None
        if whom is None:
            return None
        self.applies = self._made.whom(whom.sex, child_bearing=whom.child_bearing)
        return self.question(text, slug(text))

    def _fact(self, text: str) -> Expression | None:
        """Return the question for a short fact, in the registry's own words."""
        if not is_plain(text) or is_judgement(text):
            return None
        plain = text.strip(" .;")
        table: Table = {"name": shortened(plain, 120), "proposed": text}
        return self._made.add(
            f"{self._name}.{slug(text)}", table, label=plain, question=f"{plain}?", help=text
        )

    def question(self, text: str, base: str, lead: str = "") -> str:
        """Return a question that has still to be worded: whether what the text says is so."""
        table: Table = {"name": shortened(text, 120), "to_word": True}
        if is_judgement(text):
            table["judgement"] = True
            table |= {"judge": "investigator"} if is_the_investigators(text) else {}
        asked = f"{lead.rstrip(' :')}: {text}" if lead else text
        return self._made.add(
            f"{self._name}.{base}",
            table,
            label=text,
            question=f"Is this so: {asked.rstrip(' .;:')}?",
            help=asked,
        )

    # ---- lists ----

    def _listed(self, lead: str, parts: list[str], point: Point) -> Expression | None:
        """Return the rule of a criterion with a list, where it says how much of it counts."""
        if point.late or len(point.paragraphs) > 1 or len(parts) < _TWO:
            return None
        how = _linked(_how(lead, self._side), point)
        if how is None or (isinstance(how, int) and how > len(parts)):
            return None
        before = self._made.kept()
        rules = [self.plain(part, alone=False) for part in parts]
        if not any(rules) and how == "all":
            self._made.back(before)
            return None
        asked = [
            rule or self.question(part, slug(part), lead)
            for rule, part in zip(rules, parts, strict=True)
        ]
        return self._counted(how, asked, lead)

    def _counted(self, how: str | int, asked: list[Expression], lead: str) -> Expression:
        """Return how the parts of a list decide together with what stands above them."""
        if self._side == "exclusion":
            if isinstance(how, int):
                return {"at_least_of": {"n": len(asked) - how + 1, "of": asked}}
            return {"all" if how == "any" else "any": asked}
        rule: Expression = (
            {"at_least_of": {"n": how, "of": asked}} if isinstance(how, int) else {how: asked}
        )
        if headings.only_wraps(lead):
            return rule
        above = self.question(lead, "rest")
        if how == "all":
            return {"all": [*asked, above]}
        return {"all": [rule, above]}


_WHEN = {
    "within": "When was the last time: {what}?",
    "less_than_ago": "When was the last time: {what}?",
    "at_least_ago": "When was this: {what}?",
    "longer_ago_than": "When was this: {what}?",
    "stable_for": "Unchanged since when: {what}?",
}
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


_EXCEPTED = re.compile(
    r"\b(?:unless|except|exception|not|if|when|provided|other than|no)\b", re.IGNORECASE
)
_BELOW = r"(?=[^.]{0,60}\b(?:following|below|these|criteria|conditions)\b|\W*$)"
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


def _how(lead: str, side: Side) -> str | int | None:
    """Say how many of the points of a list count; None where the text above them leaves it open."""
    lead = re.split(r"(?<=[a-z)])\. ", lead.strip())[-1] if lead.strip() else lead
    if _EXCEPTED.search(lead):
        return None
    number = _AT_LEAST.search(lead)
    if number and "following" in lead.lower():
        return _NUMBERS.get(number["n"].lower()) or int(number["n"])
    for how, pattern, only in _HOW_MANY:
        if only in ("", side) and pattern.search(lead):
            return how
    return None


def _linked(how: str | int | None, point: Point) -> str | int | None:
    """Compare how many count with an “and” or “or” between the points; None where they clash."""
    ends = {match[1].lower() for below in point.below if (match := _ENDS.search(below.own))}
    wanted = {"all": {"and"}, "any": {"or"}}.get(str(how), set())
    return how if ends <= wanted else None


def _flat(point: Point) -> str:
    """Return the words of a point in a list; with a list below it they are read by nobody."""
    return (
        re.sub(r"[;,]?\s*(?:\band\b|\bor\b)?\s*[;,]?$", "", point.own.strip())
        if not point.below
        else point.text
    )


def _enumerated(text: str) -> tuple[str, list[str]] | None:
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
    return None


def _only_items(rule: Expression, own: str) -> bool:
    """Whether a rule is made of a criterion's own items and nothing else."""
    if isinstance(rule, str):
        return rule.startswith(own)
    return all(
        isinstance(part, list) and all(_only_items(each, own) for each in part)
        for key, part in rule.items()
        if key in ("all", "any")
    ) and set(rule) <= {"all", "any"}
