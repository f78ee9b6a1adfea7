"""Evaluate FHIRPath expressions with fhirpathpy; run by the Python of an environment that has it.

Standard input is JSON Lines: first {"expressions": {name: expression}}, then one resource a line.
Standard output is for each resource a line {name: result}, the result a list. An expression that
fails is {"error": …}.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from fhirpathpy import compile as compiled
from fhirpathpy.models import models

if TYPE_CHECKING:
    from collections.abc import Callable


def result_of(evaluate: Callable[..., Any], resource: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the result for a resource, or what went wrong."""
    try:
        return evaluate(resource, {"resource": resource})
    except Exception as error:  # noqa: BLE001 - of whatever kind, it is the engine's answer
        return {"error": f"{type(error).__name__}: {error}"}


def main() -> None:
    """Answer line by line."""
    expressions = json.loads(sys.stdin.readline())["expressions"]
    evaluators = {name: compiled(text, models["r4"]) for name, text in expressions.items()}
    for line in sys.stdin:
        resource = json.loads(line)
        found = {name: result_of(each, resource) for name, each in evaluators.items()}
        sys.stdout.write(json.dumps(found, default=str) + "\n")


if __name__ == "__main__":
    main()
