"""The four checks of questionnaires and responses that the usual validators leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = dict[str, Any]

_VALUES = {
    "choice": ("valueCoding",),
    "quantity": ("valueQuantity",),
    "date": ("valueDate", "_valueDate"),
}


def items(resource: Json) -> Iterator[Json]:
    """Return every item, also those under others and under answers."""
    for item in resource.get("item", ()):
        yield item
        yield from items(item)
        for answer in item.get("answer", ()):
            yield from items(answer)


def conditions(questionnaire: Json) -> Iterator[str]:
    """Name conditions on items that there are not, and several without how they go together."""
    known = {item["linkId"] for item in items(questionnaire)}
    for item in items(questionnaire):
        found = item.get("enableWhen", ())
        for condition in found:
            if condition["question"] not in known:
                yield f"{item['linkId']}: asks for {condition['question']}, which is not there"
        if len(found) > 1 and "enableBehavior" not in item:
            yield f"{item['linkId']}: several conditions without enableBehavior"


def answers(response: Json, questionnaire: Json) -> Iterator[str]:
    """Name answers to items that there are not, and answers of another type or code."""
    known = {item["linkId"]: item for item in items(questionnaire)}
    for item in items(response):
        asked = known.get(item["linkId"])
        if asked is None:
            yield f"{item['linkId']}: no such item"
            continue
        if asked["type"] == "group":
            continue
        for answer in item["answer"]:
            values = [key for key in answer if key.removeprefix("_").startswith("value")]
            if len(values) != 1 or values[0] not in _VALUES[asked["type"]]:
                yield f"{item['linkId']}: {values} where {asked['type']} is asked for"
            elif asked["type"] == "choice" and not _listed(answer["valueCoding"], asked):
                yield f"{item['linkId']}: {answer['valueCoding']} is no option"


def _listed(coding: Json, asked: Json) -> bool:
    options = [option["valueCoding"] for option in asked["answerOption"]]
    return any(
        all(option[key] == coding[key] for key in ("system", "code", "display"))
        for option in options
    )
