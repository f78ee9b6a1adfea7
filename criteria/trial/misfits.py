"""Turn a validation error into problems that say what was found and what to write.

Nothing else lives here: `files` reads the files, `consistency` compares their parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from criteria.trial.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_WRITE = {
    "missing": "this key: it is needed",
    "extra_forbidden": "nothing here: there is no such key (is it spelt right?)",
    "literal_error": "one of {expected}",
    "union_tag_invalid": "one of {expected_tags}",
    "union_tag_not_found": "the key {discriminator} as well",
    "string_type": "text in quotation marks",
    "string_pattern_mismatch": "text of the form {pattern}",
    "string_too_short": "at least {min_length} characters",
    "string_too_long": "at most {max_length} characters",
    "too_short": "at least {min_length} of them",
    "tuple_type": "a list in square brackets",
    "dict_type": "a table",
    "model_type": "a table, or an item's id in place of a rule",
    "model_attributes_type": "a table",
    "bool_type": "true or false",
    "int_type": "a whole number without quotation marks",
    "int_from_float": "a whole number without a decimal point",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than_equal": "a number of at most {le}",
    "decimal_max_digits": "a number of at most {max_digits} digits",
    "decimal_max_places": "at most {decimal_places} decimals",
    "decimal_type": 'a number as text: "90" or "1.5"',
    "decimal_parsing": 'a number as text, with a decimal point: "90" or "1.5"',
    "date_from_datetime_inexact": "a date without a time: 2026-11-23",
    "date_from_datetime_parsing": "a date without quotation marks: 2026-11-23",
    "date_type": "a date without quotation marks: 2026-11-23",
    "date_parsing": "a date without quotation marks: 2026-11-23",
    "finite_number": "a finite number",
}


def explained(file: str, data: dict[str, Any], error: ValidationError) -> Iterator[Problem]:
    """Return a problem for every error, with the key as somebody would look for it in the file."""
    for detail in error.errors(include_url=False):
        key, place = _where(data, detail["loc"], missing=detail["type"] == "missing")
        if detail["type"] == "union_tag_invalid" and isinstance(place, dict):
            tag = detail["ctx"]["discriminator"].strip("'")
            key, place = f"{key}.{tag}", place.get(tag)
        if not _is_long_enough(detail, place):
            yield Problem(file, key or "(file)", _found(detail, place), _wanted(detail))


def _is_long_enough(detail: ErrorDetails, place: object) -> bool:
    """Whether a list is called too short only because its entries were found wrong already."""
    least = detail.get("ctx", {}).get("min_length")
    return detail["type"] == "too_short" and isinstance(place, list) and len(place) >= (least or 0)


def _where(data: object, location: tuple[int | str, ...], *, missing: bool) -> tuple[str, object]:
    """Follow a location through the data, without the names of shapes that pydantic adds.

    Only a key that is missing may be named though nobody wrote it.

    A list's entry goes by its id where it has one: ``items[AGE.years].hard.low``.
    """
    key, place = "", data
    for step in location:
        if isinstance(place, dict) and step in place:
            key += f".{step}" if key else str(step)
            place = place[step]
        elif isinstance(place, list) and isinstance(step, int) and step < len(place):
            place = place[step]
            name = place.get("id", step + 1) if isinstance(place, dict) else step + 1
            key += f"[{name}]"
        elif missing and isinstance(place, dict) and step is location[-1]:
            key += f".{step}" if key else str(step)
            place = None
    return key, place


def _found(detail: ErrorDetails, place: object) -> str:
    """Say what the file has at that place."""
    if detail["type"] == "missing":
        return "nothing"
    if isinstance(place, dict):
        return "a table with the keys " + (", ".join(map(str, place)) or "(none)")
    if isinstance(place, list):
        return f"a list of {len(place)}"
    if isinstance(place, bool):
        return str(place).lower()
    text = str(detail["input"] if place is None else place)
    return f'"{text[:60]}"' if isinstance(place, str) else text[:60]


def _wanted(detail: ErrorDetails) -> str:
    """Say what to write instead."""
    if detail["type"] == "value_error":
        return detail["msg"].removeprefix("Value error, ").removeprefix("write ")
    pattern = _WRITE.get(detail["type"])
    if pattern is None:
        return f"something else ({detail['msg']})"
    return pattern.format_map(detail.get("ctx") or {})
