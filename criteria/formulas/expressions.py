"""The arithmetic that formulas are written in: read once, worked out on enclosures.

``+ - * / **``, ``min``, ``max``, ``ln``, ``exp``, ``sqrt``, ``cbrt``, ``nearest`` (whole number),
``pick(sex, female = …, male = …)`` by a choice, ``points(x, a, b)`` (1 below a, 2 to b, 3 above)
and ``completed_years(birth, today)``. Nothing else is read.
"""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import floor, inf, isinf
from typing import TYPE_CHECKING

from criteria.formulas.enclosures import Enclosure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from criteria.formulas.enclosures import End

Given = Enclosure | str
"""What goes into a formula: a number as far as it is known, or the code of a choice."""


class ExpressionError(ValueError):
    """An expression that is not written in this arithmetic."""


@lru_cache(maxsize=256)
def parsed(text: str) -> ast.expr:
    """Read an expression.

    Raises:
        ExpressionError: it is no arithmetic.
    """
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(text) from error
    for node in ast.walk(tree):
        called = getattr(node.func, "id", "") if isinstance(node, ast.Call) else "pick"
        if not isinstance(node, _READ) or called not in (*_FUNCTIONS, "pick"):
            raise ExpressionError(f"{text}: {ast.unparse(node)}")
    return tree


_READ = (
    *(ast.BinOp, ast.UnaryOp, ast.Call, ast.Name, ast.Constant, ast.keyword, ast.Load),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub),
)


def names(text: str) -> frozenset[str]:
    """Return what an expression goes by."""
    tree = parsed(text)
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return frozenset(node.id for node in found if id(node) not in called)


def worked_out(text: str, given: Mapping[str, Given]) -> Enclosure:
    """Return every number that an expression may be, of all that goes in."""
    return _value(parsed(text), given)


def _value(node: ast.expr, given: Mapping[str, Given]) -> Enclosure:
    match node:
        case ast.Constant():
            return Enclosure.exactly(Fraction(str(node.value)))
        case ast.Name(id=name):
            return _number(given[name])
        case ast.UnaryOp(operand=inner):
            return -_value(inner, given)
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](_value(left, given), _value(right, given))
        case ast.Call(func=ast.Name(id="pick"), args=[ast.Name(id=name)], keywords=cases):
            code = given[name]
            return next(_value(case.value, given) for case in cases if case.arg == code)
        case ast.Call(func=ast.Name(id=function), args=arguments):
            return _FUNCTIONS[function](*(_value(each, given) for each in arguments))
        case _:
            raise ExpressionError(ast.unparse(node))


def _number(given: Given) -> Enclosure:
    if isinstance(given, str):
        raise ExpressionError(f"{given} is no number")
    return given


_OPERATORS: dict[type[ast.operator], Callable[[Enclosure, Enclosure], Enclosure]] = {
    ast.Add: Enclosure.__add__,
    ast.Sub: Enclosure.__sub__,
    ast.Mult: Enclosure.__mul__,
    ast.Div: Enclosure.__truediv__,
    ast.Pow: Enclosure.power,
}


def _nearest(number: End) -> End:
    return number if isinf(number) else Fraction(floor(number + Fraction(1, 2)))


def _points(number: Enclosure, low: Enclosure, high: Enclosure) -> Enclosure:
    def step(end: End) -> End:
        return Fraction(1 + (end >= low.low) + (end > high.low))

    return number.rising(step)


def _completed_years(birth: Enclosure, today: Enclosure) -> Enclosure:
    return Enclosure(_years(birth.high, today.low), _years(birth.low, today.high))


def _years(birth: End, today: End) -> Fraction:
    """Return the completed years between two days, given as their numbers."""
    born, now = date.fromordinal(int(birth)), date.fromordinal(int(today))
    return Fraction(now.year - born.year - ((now.month, now.day) < (born.month, born.day)))


_FUNCTIONS: dict[str, Callable[..., Enclosure]] = {
    "min": Enclosure.least,
    "max": Enclosure.most,
    "ln": Enclosure.logarithm,
    "exp": Enclosure.exponential,
    "sqrt": lambda number: number.root(2),
    "cbrt": lambda number: number.root(3),
    "nearest": lambda number: number.rising(_nearest),
    "points": _points,
    "completed_years": _completed_years,
}

EVERYTHING = Enclosure(-inf, inf)
"""A number that nothing is known of."""
