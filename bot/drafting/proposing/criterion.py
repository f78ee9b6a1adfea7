"""One criterion as a table: its rule where that is stated plainly, else questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.drafting import headings
from bot.drafting.building import by_subgroup, limits, slug, together
from bot.drafting.clauses import Normal, Numeric, Sex, read
from bot.drafting.facts import (
    is_consent,
    is_either_sex,
    is_judgement,
    is_plain,
    read_expectancy,
    read_pregnancy,
    sex_of,
    without_expecting,
    without_meaning,
    without_names,
)
from bot.drafting.fields import field_reading
from bot.drafting.lexicon import name_of
from bot.drafting.proposing.asking import Asker, group
from bot.drafting.proposing.duties import concerned, duties, is_of_one_sex, reordered
from bot.drafting.proposing.leads import names_a_time, with_span
from bot.drafting.proposing.lists import (
    aged,
    alternatives,
    apart_from_list,
    counted,
    enumerated,
    flat,
    goes_on,
    is_defined_below,
    is_for_some,
    only_meets,
    refers,
    stands_alone,
    wider,
    with_more,
    with_plain_signs,
    without_topics,
)
from bot.drafting.scores import read_score
from bot.drafting.spans import read_absence, read_span
from bot.drafting.splitting import reads_turned
from bot.drafting.tokens import tokens

if TYPE_CHECKING:
    from bot.drafting.building import Expression, Made, Table
    from bot.drafting.clauses import Reading
    from bot.drafting.headings import Side
    from bot.drafting.outline import Point
    from bot.drafting.splitting import Found

_TWO = 2
_QUESTION = 158
_LONGEST = 800
"""Of a longer text not every word is understood."""
_FOR_ONE_SEX = re.compile(
    r"\b(?:women|woman|females?|males?|men|wocbp|pregnan\w+)\b", re.IGNORECASE
)
_NO_FACT = re.compile(r"\b(?:and|see|better|worse|equal|both|other|similar)\b", re.IGNORECASE)


def criterion(made: Made, name: str, found: Found) -> Table:
    """Return a criterion's table; its items are added to what was made."""
    table: Table = {"id": name, "text": found.text}
    if found.heading:
        table["heading"] = found.heading
    proposer = _Proposer(made, name, found.side)
    point = with_plain_signs(found.point)
    text = "" if point.below else point.own
    if not found.point.line:
        rule = proposer.of_field(text)
    else:
        rule = None if reads_turned(found) else proposer.whole(text, point)
    applies = proposer.applies
    if rule is None:
        rule = proposer.ask.question(found.text, slug(text))
    table["rule"] = rule
    parts = [applies, group(made, found)]
    applied = together(parts, "all")
    if applied is not None:
        table["applies"] = applied
    if proposer.at_criterion(rule) or applies is not None:
        table["proposed"] = found.text
    return table


class _Proposer:
    """Reads one criterion with each reader in turn."""

    def __init__(self, made: Made, name: str, side: Side) -> None:
        self._made = made
        self.ask = Asker(made, name, side)
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
        inline = enumerated(point.own) if not point.below else None
        if text and inline is None:
            return self.plain(text, alone=True)
        whole = without_topics(point)
        lead, parts = inline or (point.own, [flat(below) for below in whole.below])
        return self._listed(lead, parts, whole)

    def of_field(self, text: str) -> Expression | None:
        """Return the rule of a criterion that was made of a field of the entry."""
        reading = field_reading(text)
        return None if reading is None else self._limited(reading, text)

    def plain(self, text: str, *, alone: bool) -> Expression | None:
        """Return the rule of a text that is read as a whole."""
        if "\n" in text or len(text) > _LONGEST:
            return None
        self._alone = alone
        text = without_meaning(text)
        whole = (
            self._either_sex,
            self._limits,
            self._score,
            self._span,
            self._pregnancy,
            self._consent,
            self._expectancy,
            self._not_expecting,
            self._both,
        )
        by_itself = (
            self._wider_for_some,
            self._of_an_age,
            self._for_some,
            self._two,
            self._either,
            self._fact_with_limit,
            self._fact,
        )
        for reader in (*whole, *by_itself) if alone else whole:
            rule = reader(text)
            if rule is not None:
                return rule
        return None

    def _wider_for_some(self, text: str) -> Expression | None:
        """“QTc > 450 ms, or > 480 ms for those with bundle branch block”."""
        for first, second, whom in wider(text):
            plain = read(first)
            key = None if plain is None else _measured_key(plain)
            other = (read(second) or read(f"{name_of(key)} {second}")) if key else None
            if plain is None or other is None or not is_plain(whom) or is_judgement(whom):
                continue
            found = by_subgroup(self._made, self._name, (plain, other), whom, self._side, text)
            if found is not None:
                return found
        return None

    def _both(self, text: str) -> Expression | None:
        """Return the rule of two scores that an “and” joins, or of a score and a limit."""
        if self._side != "inclusion" or _FOR_ONE_SEX.search(text):
            return None
        for match in _AND.finditer(text):
            before = self._made.kept()
            left, right = text[: match.start()].strip(" ,"), text[match.end() :].strip()
            if read_score(left) is None and read_score(right) is None:
                continue
            first = self._stated(left)
            second = first and self._stated(right)
            if first and second:
                return {"all": [*_parts(first), *_parts(second)]}
            self._made.back(before)
        return None

    def _of_an_age(self, text: str) -> Expression | None:
        """“Adults (18 years of age and over) undergoing elective surgery”."""
        for first, rest in aged(text) if self._side == "inclusion" else ():
            reading = read(first)
            if reading is None or not _is_an_age(reading) or read(rest) is not None:
                continue
            if not is_plain(rest) or is_judgement(rest) or is_of_one_sex(rest):
                continue
            before = self._made.kept()
            rule = self._limited(reading, first)
            if rule is not None:
                return {"all": [*_parts(rule), self.ask.fact(rest)]}
            self._made.back(before)
        return None

    def _stated(self, text: str) -> Expression | None:
        return self._limits(text) or self._score(text)

    def _two(self, text: str) -> Expression | None:
        """Return the rule of a limit or a plain fact: “dialysis, or eGFR < 15” excludes."""
        if self._side != "exclusion":
            return None
        parts = re.split(r";\s+|,?\s+(?:and/or|or)\s+(?:an?\s+)?", text.strip(" ."))
        parts = [_without_half_a_bracket(part) for part in parts]
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

    def _either(self, text: str) -> Expression | None:
        """Return the rule of windows and limits of which any excludes, each of which says all."""
        if self._side != "exclusion":
            return None
        for left, right, by_or in alternatives(text):
            before = self._made.kept()
            first = self._span(left) or self._limits(left)
            second = first and (self._one(right) or self._either(right))
            if first and not second and by_or and stands_alone(right):
                second = self._other_fact(left, right)
            if first and second:
                return {"all": [*_parts(first), *_parts(second)]}
            self._made.back(before)
        return None

    def _one(self, text: str) -> Expression | None:
        return self._span(text) or self._limits(text) or self._score(text)

    def _other_fact(self, left: str, right: str) -> Expression | None:
        """Return the question for a fact behind an “or”, with the thing it is about."""
        if is_judgement(right):
            return None
        if not refers(right):
            return self._fact(right)
        span = read_span(left, excludes=True)
        return None if span is None else self._fact(f"{span.what}: {right}", about=right)

    def _limits(self, text: str) -> Expression | None:
        reading = read(text)
        return None if reading is None else self._limited(reading, text)

    def _limited(self, reading: Reading, text: str) -> Expression | None:
        return limits(self._made, self._name, reading, self._side, text)

    def _score(self, text: str) -> Expression | None:
        score = read_score(text)
        if score is None or (self._side == "exclusion" and len(score.ends) > 1):
            return None
        return self.ask.scored(score, text)

    def _span(self, text: str) -> Expression | None:
        absence = read_absence(text) if self._side == "inclusion" else None
        if absence is not None:
            return self.ask.dated(absence, text, absent=True)
        span = read_span(text, excludes=self._side == "exclusion")
        if span is None or (self._side == "inclusion" and _FOR_ONE_SEX.search(text)):
            return None
        if self._side == "exclusion" and span.kind not in ("within", "less_than_ago"):
            return None
        if self._side == "inclusion" and span.kind == "less_than_ago" and span.since_last:
            return None
        return self.ask.dated(span, text)

    def _pregnancy(self, text: str) -> Expression | None:
        found = read_pregnancy(text)
        if found is None or found.negated != (self._side == "inclusion"):
            return None
        facts = together([self.ask.expecting(name, text) for name in found.named])
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
        facts = together([self.ask.expecting(name, text) for name in named])
        return {"all": [rule, {"any": [self._made.whom("male"), facts]}]}

    def _consent(self, text: str) -> Expression | None:
        if self._side != "inclusion" or not is_consent(text):
            return None
        return self.ask.consent(text)

    def _either_sex(self, text: str) -> Expression | None:
        """“Male or female”."""
        if self._side != "inclusion" or not is_either_sex(text):
            return None
        return self.ask.fact(text, question="Is the recorded sex male or female?")

    def _expectancy(self, text: str) -> Expression | None:
        found = read_expectancy(text)
        if found is None or found.longer != (self._side == "inclusion"):
            return None
        return self.ask.expectancy(found.words, text)

    def _for_some(self, text: str) -> Expression | None:
        """Return the question of a criterion that is for one sex only."""
        ordered = reordered(text)
        whom = concerned(ordered) if self._side == "inclusion" else None
        if whom is None:
            return None
        self.applies = self._made.whom(whom.sex, child_bearing=whom.child_bearing)
        named = duties(ordered)
        asked = together([self._duty(name, text) for name in named])
        return asked or self.ask.question(text, slug(text))

    def _duty(self, name: str, text: str) -> str:
        return (
            self.ask.expecting(name, text) if name == "breastfeeding" else self.ask.duty(name, text)
        )

    def _fact_with_limit(self, text: str) -> Expression | None:
        """Return the rule of a fact and a limit besides: “Type 2 diabetes with HbA1c ≥ 7 %”."""
        if self._side != "inclusion":
            return None
        for left, right in with_more(text):
            kinds = {token.kind for token in tokens(without_names(left))}
            if "?" not in kinds or kinds & set("NCDUP"):
                continue
            if not is_plain(left) or is_judgement(left):
                continue
            before = self._made.kept()
            limit = self._limits(right)
            if limit is not None and _is_measured(read(right)):
                sex = sex_of(left)
                whom = [{"chosen": self._made.sex(), "among": [sex]}] if sex else []
                return {"all": [*whom, self.ask.fact(left), *_parts(limit)]}
            self._made.back(before)
        return None

    def _fact(self, text: str, *, about: str = "") -> Expression | None:
        """Return the question for a short fact, in the registry's own words."""
        if not is_plain(about or text) or is_judgement(text):
            return None
        if self._side == "inclusion" and is_of_one_sex(text):
            return None
        return self.ask.fact(text)

    def _listed(self, lead: str, parts: list[str], point: Point) -> Expression | None:
        """Return the rule of a criterion with a list, where it says how much of it counts."""
        if point.late or len(point.paragraphs) > 1 or len(parts) < _TWO:
            return None
        if any(headings.is_link(part) or goes_on(part) for part in parts):
            return None
        if self._side == "exclusion" and not headings.only_wraps(lead) and is_for_some(lead):
            return None
        how = counted(lead, self._side, parts, point)
        if how is None or (isinstance(how, int) and how > len(parts)):
            return None
        before = self._made.kept()
        rules = [self._point(lead, part, how) for part in parts]
        if not any(rules) and how == "all":
            self._made.back(before)
            return None
        asked = [
            rule or self.ask.question(part, slug(part), lead)
            for rule, part in zip(rules, parts, strict=True)
        ]
        return self._counted(how, asked, lead)

    def _point(self, lead: str, part: str, how: str | int) -> Expression | None:
        """Return the rule of a point of a list: with the span above it, by itself, or as a fact."""
        spanned = with_span(lead, part)
        if spanned is not None:
            return self._span(spanned) if how == "any" else None
        if names_a_time(lead) and not headings.only_wraps(lead):
            return self.plain(part, alone=False)
        return self.plain(part, alone=False) or self._named(lead, part)

    def _named(self, lead: str, part: str) -> Expression | None:
        """Return the question for a fact in a list, under the words above it."""
        text = part if headings.only_wraps(lead) else f"{lead.rstrip(' :')}: {part}"
        if len(text) > _QUESTION or _NO_FACT.search(part) or not is_plain(part):
            return None
        if self._side == "inclusion" and is_of_one_sex(part):
            return None
        return None if is_judgement(text) else self.ask.fact(text)

    def _counted(self, how: str | int, asked: list[Expression], lead: str) -> Expression:
        """Return how the parts of a list decide together with what stands above them."""
        if self._side == "exclusion":
            if isinstance(how, int):
                return {"at_least_of": {"n": len(asked) - how + 1, "of": asked}}
            return {"all" if how == "any" else "any": asked}
        rule: Expression = (
            {"at_least_of": {"n": how, "of": asked}} if isinstance(how, int) else {how: asked}
        )
        if headings.only_wraps(lead) or with_span(lead, lead) is not None:
            return rule
        if (is_defined_below(lead) or only_meets(lead)) and not names_a_time(lead):
            return rule
        above = self._above(lead)
        if how == "all":
            return {"all": [*asked, above]}
        return {"all": [rule, above]}

    def _above(self, lead: str) -> Expression:
        """Return the question for what stands above a list and is asked for besides."""
        rest = apart_from_list(lead)
        plain = rest != lead and is_plain(rest) and not is_judgement(lead)
        return self.ask.fact(rest) if plain else self.ask.question(lead, "rest")


def _measured_key(reading: Reading) -> str:
    """Return the one quantity that a text is about; nothing where it is about more."""
    keys = {clause.key for clause in reading.clauses if isinstance(clause, Numeric | Normal)}
    return keys.pop() if len(keys) == len(reading.clauses) == 1 else ""


_AND = re.compile(r",?\s+and\s+(?:an?\s+)?", re.IGNORECASE)


def _is_an_age(reading: Reading) -> bool:
    """Whether a text is about an age, or an age and a sex."""
    ages = [each for each in reading.clauses if isinstance(each, Numeric) and each.key == "age"]
    others = [each for each in reading.clauses if each not in ages]
    return len(ages) == 1 and all(isinstance(each, Sex) for each in others)


def _is_measured(reading: Reading | None) -> bool:
    """Whether a text is about quantities and nothing else."""
    return reading is not None and all(
        isinstance(clause, Numeric | Normal) for clause in reading.clauses
    )


def _parts(rule: Expression) -> list[Expression]:
    """Return the parts of a rule that all have to hold."""
    return rule["all"] if isinstance(rule, dict) and set(rule) == {"all"} else [rule]


def _without_half_a_bracket(part: str) -> str:
    """Return a part without the bracket at its end that another part opens."""
    return part.removesuffix(")") if part.count(")") > part.count("(") else part


def _only_items(rule: Expression, own: str) -> bool:
    """Whether a rule is made of a criterion's own items and nothing else."""
    if isinstance(rule, str):
        return rule.startswith(own)
    return all(
        isinstance(part, list) and all(_only_items(each, own) for each in part)
        for key, part in rule.items()
        if key in ("all", "any")
    ) and set(rule) <= {"all", "any"}
