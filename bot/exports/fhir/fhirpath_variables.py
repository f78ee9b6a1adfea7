"""FHIRPath's variables: what an expression would say twice is named before it.

``defineVariable('a', …).select(%a + %a)``: names hold to the end of the expression, those that are
made for each element of a list (`each`) to the end of that element's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Variables:
    """The variables that an expression has defined so far, the innermost scope last."""

    def __init__(self) -> None:
        """Begin with none."""
        self._scopes: list[dict[str, str]] = [{}]
        self._count = 0

    def called(self, name: str, expression: str) -> str:
        """Name an expression; the same name is always the same thing."""
        if not any(name in scope for scope in self._scopes):
            self._scopes[-1][name] = expression
        return f"%{name}"

    def new(self, expression: str) -> str:
        """Name an expression by a number, unless it is a name or a word already."""
        if expression.lstrip("%").replace("_", "").isalnum():
            return expression
        for scope in self._scopes:
            for name, known in scope.items():
                if known == expression:
                    return f"%{name}"
        self._count += 1
        return self.called(f"t{self._count}", expression)

    def each(self, items: str, write: Callable[[], str]) -> str:
        """Return what an expression is for each element; in it, $this is the element."""
        self._scopes.append({})
        inner = self._with_variables(write(), self._scopes.pop())
        return f"{items}.select({inner})"

    def whole(self, expression: str) -> str:
        """Write an expression with all that it names before it."""
        return self._with_variables(expression, self._scopes[0])

    @staticmethod
    def _with_variables(expression: str, scope: dict[str, str]) -> str:
        given = [f"defineVariable('{name}', {what})." for name, what in scope.items()]
        return "".join(given) + (f"select({expression})" if given else expression)
