"""A trial in a version as a FHIR R4 Questionnaire: every item, by screen, in every language.

What is possible is said with each item; no threshold of the protocol limits an answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.exports.fhir import fhirpath
from bot.exports.fhir.enable_when import enabled_when
from bot.exports.fhir.terminology import (
    DATE,
    HELP,
    HIGH,
    LANGUAGE,
    LOW,
    METHOD,
    REFERENCE,
    REFERENCE_DATE,
    TRANSLATION,
    Json,
    beneath,
    codes,
    coding,
    group_id,
    groups,
    kind,
    questionnaire_url,
    unit,
)
from bot.texts import texts_in
from criteria.rules.tree import Any_
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.texts.files import QuestionnaireWords
    from criteria.known.ranges import Range
    from criteria.rules.tree import Expression
    from criteria.trial.trial import Trial
    from criteria.trial.wording import Words

_HL7 = "http://hl7.org/fhir/StructureDefinition"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition"
_LOINC = re.compile(r"[0-9]+-[0-9]")


def questionnaire(trial: Trial) -> Json:
    """Return the questionnaire of a trial in its version."""
    return Questionnaire(trial).resource()


class Questionnaire:
    """Makes the questionnaire of a trial."""

    def __init__(self, trial: Trial) -> None:
        """Make it in the first language there is, with the others as translations."""
        self.trial = trial
        self.words = trial.words_in(LANGUAGE)

    def resource(self) -> Json:
        """Return the whole."""
        protocol = self.trial.protocol
        name = re.sub(r"\W", "_", f"{protocol.id}_{protocol.version}").capitalize()
        return {
            "resourceType": "Questionnaire",
            "language": self.words.language,
            "url": questionnaire_url(self.trial),
            "version": protocol.version,
            "name": name,
            **self._text("title", lambda words: words.title),
            "status": "active" if protocol.status == "released" else "draft",
            "subjectType": ["Patient"],
            "date": protocol.dated.isoformat(),
            **self._text("description", lambda words: words.about),
            **self._text("purpose", self._purpose),
            "item": [
                *self._reference_date(),
                *(self._group(screen, items) for screen, items in groups(self.trial)),
            ],
        }

    def _purpose(self, words: Words) -> str:
        """Return where the criteria come from, and whose words they are if they are retold."""
        protocol = self.trial.protocol
        said = texts_in(words.language, LANGUAGE).registry.say("retold", id=protocol.registry.id)
        return f"{words.provenance} {said}" if protocol.retold else words.provenance

    def _reference_date(self) -> Iterator[Json]:
        """Return an item for the day that is counted from, where the trial has none."""
        if "reference_date" not in self.trial.protocol.roles:
            text = self._text("text", lambda words: _say(words).reference_date)
            yield {"linkId": REFERENCE_DATE, **text, "type": "date"}

    def _text(self, key: str, say: Callable[[Words], str | None]) -> Json:
        """Return a text with its translations beside it."""
        text = say(self.words)
        if not text:
            return {}
        others = [words for words in self.trial.words.values() if words is not self.words]
        said = [(words.language, say(words)) for words in others]
        translated = [_translation(language, words) for language, words in said if words]
        beside: Json = {f"_{key}": {"extension": translated}} if translated else {}
        return {key: text, **beside}

    def _group(self, screen: str, items: tuple[str, ...]) -> Json:
        def title(words: Words) -> str:
            return words.screens[screen] if screen else _say(words).loose

        made: Json = {"linkId": group_id(screen)}
        asked = self._any_asked(items)
        extensions = [*self._expression(asked)]
        if extensions:
            made["extension"] = extensions
        made |= {**self._text("text", title), "type": "group", **enabled_when(self.trial, asked)}
        return {**made, "item": [self._item(item) for item in items]}

    def _any_asked(self, items: tuple[str, ...]) -> Expression | None:
        """Return when a group has anything to ask, so that its title is not left alone."""
        found = [self.trial.items[item].asked for item in items]
        asked = tuple(each for each in found if each is not None)
        return Any_(any=asked) if len(asked) == len(found) else None

    def _expression(self, asked: Expression | None) -> Iterator[Json]:
        """Return when something is shown, where the flat list of conditions cannot say it."""
        if asked is None or enabled_when(self.trial, asked):
            return
        expression = fhirpath.shown(self.trial, asked)
        yield {
            "url": f"{_SDC}/sdc-questionnaire-enableWhenExpression",
            "valueExpression": {"language": "text/fhirpath", "expression": expression},
        }

    def _item(self, item: str) -> Json:
        known = self.trial.items[item]
        number = self.trial.criteria.get(known.criterion)
        made: Json = {"linkId": item}
        extensions = [*self._extensions(item)]
        if extensions:
            made["extension"] = extensions
        if isinstance(known, NumberItem):
            found = [code for code in known.codes if _LOINC.fullmatch(code)]
            if found:
                made["code"] = [{"system": "http://loinc.org", "code": code} for code in found]
        if number is not None:
            made["prefix"] = number.id
        made |= self._text("text", lambda words: words.items[item].question)
        made |= {"type": kind(known), **enabled_when(self.trial, known.asked), "repeats": True}
        if isinstance(known, DateItem):
            made["repeats"] = not known.whole_day
        if isinstance(known, ChoiceItem):
            options = (self._coding(item, code) for code in codes(known))
            made["answerOption"] = [{"valueCoding": option} for option in options]
        return {**made, "item": list(self._under(item))}

    def _coding(self, item: str, code: str) -> Json:
        display = self._text("display", lambda words: words.choice(item, code))
        return {**coding(self.trial, item, code), **display}

    def _extensions(self, item: str) -> Iterator[Json]:
        """Return what an item is besides: its units, what is possible, when it is shown."""
        known = self.trial.items[item]
        if isinstance(known, NumberItem):
            yield from _units(_unit_names(self.trial, known))
            yield from _limits(known.hard, known.canonical)
        if isinstance(known, DateItem):
            yield {"url": f"{_HL7}/minValue", "valueDate": known.earliest.isoformat()}
            if known.latest is not None:
                yield {"url": f"{_HL7}/maxValue", "valueDate": known.latest.isoformat()}
        yield from self._expression(known.asked)

    def _under(self, item: str) -> Iterator[Json]:
        """Return the items under an item: its help, and what can come with a result."""
        known = self.trial.items[item]
        if self.words.items[item].help:
            yield self._help(item)
        if not isinstance(known, DateItem):
            yield self._part(item, DATE, {"type": "date"})
        if not isinstance(known, NumberItem):
            return
        if known.method is not None:
            method = self.trial.items[known.method]
            if isinstance(method, ChoiceItem):
                options = [self._coding(known.method, code) for code in method.choices]
                listed = [{"valueCoding": option} for option in options]
                yield self._part(item, METHOD, {"type": "choice", "answerOption": listed})
        if item in self.trial.upper_limits:
            limit = self.trial.upper_limits[item]
            yield self._quantity(item, REFERENCE, _unit_names(self.trial, limit))
        for part in (LOW, HIGH):
            yield self._quantity(item, part, [known.canonical])

    def _quantity(self, item: str, part: str, names: list[str]) -> Json:
        return self._part(item, part, {"extension": [*_units(names)], "type": "quantity"})

    def _part(self, item: str, part: str, rest: Json) -> Json:
        text = self._text("text", lambda words: _say(words).say(part))
        return {"linkId": beneath(item, part), **text, **rest}

    def _help(self, item: str) -> Json:
        system = "http://hl7.org/fhir/questionnaire-item-control"
        control = {"coding": [{"system": system, "code": "help"}]}
        return {
            "linkId": beneath(item, HELP),
            "extension": [
                {"url": f"{_HL7}/questionnaire-itemControl", "valueCodeableConcept": control}
            ],
            **self._text("text", lambda words: words.items[item].help),
            "type": "display",
        }


def _say(words: Words) -> QuestionnaireWords:
    """Return Bedside's own words in the language of a trial's."""
    return texts_in(words.language, LANGUAGE).questionnaire


def _translation(language: str, text: str) -> Json:
    parts = [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": text}]
    return {"url": TRANSLATION, "extension": parts}


def _unit_names(trial: Trial, item: NumberItem) -> list[str]:
    """Name every unit that an answer can have, percentages of another result among them."""
    names = [*item.units]
    if item.percent_of in trial.items and "%" not in names:
        names.append("%")
    if item.body_surface_unit is not None:
        names.append(item.body_surface_unit)
    return names


def _units(names: list[str]) -> Iterator[Json]:
    for name in names:
        parts = unit(name)
        del parts["unit"]
        coded = {**parts, "display": name}
        yield {"url": f"{_HL7}/questionnaire-unitOption", "valueCoding": coded}


def _limits(hard: Range, canonical: str) -> Iterator[Json]:
    """Return what is possible, in the canonical unit."""
    for name, number in (("min", hard.low), ("max", hard.high)):
        value = int(number) if number == int(number) else float(number)
        quantity = {"value": value, **unit(canonical)}
        yield {"url": f"{_SDC}/sdc-questionnaire-{name}Quantity", "valueQuantity": quantity}
