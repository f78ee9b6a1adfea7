"""How the truth of a criterion follows from the truth of its items.

A criterion's rule is a small tree, written in the trial file as nested tables:

- ``"I10.hb"``: the item's own rule on its value;
- ``{all = [...]}``, ``{any = [...]}``, ``{not = ...}``: Kleene;
- ``{first = [...]}``: the first part that is decided (an answer, else what is derived);
- ``{settles = ...}``: yes if the part is yes, else unknown (it can support, never fail);
- ``{when = ..., then = ...}``: a gate: unknown unless ``when`` is yes;
- ``{at_least_of = {n = 2, of = [...]}}``, ``{at_most_of = ...}``: how many of the parts hold;
- ``{chosen = "I3.ecog", among = [...]}``: whether it was one of these; unknown without an answer;
- ``{answered = "I3.ecog", among = [...]}``: certain, whether this was the answer given;
- ``{test = {rule}, item = "..."}``: another rule on an item's value;
- ``{possible = ...}``: yes unless the part is no; for warnings, never for a criterion;
- ``{always = true}``: yes;
- ``{criterion = "I9"}``: the rule of another criterion.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator  # noqa: TC003 - pydantic needs it at run time
from operator import methodcaller
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag

from criteria.known.frozen import Frozen
from criteria.known.truth import Truth, all_of, any_of, certain
from criteria.rules.leaves import Always, Answered, AnsweredAmong, Item, OtherCriterion, Test
from criteria.rules.rules import Chosen, reads


class _Many(Frozen):
    """A node with several parts; its open items are those of the undecided parts."""

    def parts(self) -> tuple[Expression, ...]:
        """Return the parts."""
        raise NotImplementedError

    def truth(self, facts: Answered) -> Truth:
        """Judge the whole."""
        raise NotImplementedError

    def open_items(self, facts: Answered) -> Iterator[str]:
        """Return the items whose answers could still decide this, in order."""
        if self.truth(facts) is Truth.UNKNOWN:
            for part in self.parts():
                yield from part.open_items(facts)


class All(_Many):
    """Every part must be true."""

    all: tuple[Expression, ...] = Field(min_length=1)

    def parts(self) -> tuple[Expression, ...]:
        """Return the parts."""
        return self.all

    def truth(self, facts: Answered) -> Truth:
        """Kleene's and."""
        return all_of(map(methodcaller("truth", facts), self.all))


class Any_(_Many):  # noqa: N801 - `Any` is taken, and the key in the file is `any`
    """One part must be true."""

    any: tuple[Expression, ...] = Field(min_length=1)

    def parts(self) -> tuple[Expression, ...]:
        """Return the parts."""
        return self.any

    def truth(self, facts: Answered) -> Truth:
        """Kleene's or."""
        return any_of(map(methodcaller("truth", facts), self.any))


class First(_Many):
    """The first part that is decided counts; the later ones stand in for it."""

    first: tuple[Expression, ...] = Field(min_length=2)

    def parts(self) -> tuple[Expression, ...]:
        """Return the parts."""
        return self.first

    def truth(self, facts: Answered) -> Truth:
        """Return the first decided truth, else unknown."""
        for part in self.first:
            truth = part.truth(facts)
            if truth is not Truth.UNKNOWN:
                return truth
        return Truth.UNKNOWN


class Settles(_Many):
    """Support: yes if the part is yes, never no."""

    settles: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Return the part."""
        return (self.settles,)

    def truth(self, facts: Answered) -> Truth:
        """Return yes or unknown."""
        return Truth.YES if self.settles.truth(facts) is Truth.YES else Truth.UNKNOWN


class Not(_Many):
    """The part must be false."""

    not_: Expression = Field(alias="not")

    def parts(self) -> tuple[Expression, ...]:
        """Return the part."""
        return (self.not_,)

    def truth(self, facts: Answered) -> Truth:
        """Kleene's not."""
        return ~self.not_.truth(facts)


class Gate(_Many):
    """``then`` counts only where ``when`` is yes; else it stays unknown, never failed."""

    when: Expression
    then: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Return the gate, then what is behind it."""
        return (self.when, self.then)

    def truth(self, facts: Answered) -> Truth:
        """Return ``then`` behind an open gate."""
        return self.then.truth(facts) if self.when.truth(facts) is Truth.YES else Truth.UNKNOWN


class Possible(_Many):
    """Yes unless the part is known to be false."""

    possible: Expression

    def parts(self) -> tuple[Expression, ...]:
        """Return the part."""
        return (self.possible,)

    def truth(self, facts: Answered) -> Truth:
        """Return yes or no."""
        return certain(self.possible.truth(facts) is not Truth.NO)


class Number(Frozen):
    """How many of which parts."""

    n: Annotated[int, Field(gt=0)]
    of: tuple[Expression, ...] = Field(min_length=2)

    def counted(self, facts: Answered) -> tuple[int, int]:
        """Return how many parts hold for certain, and how many may hold."""
        truths = [part.truth(facts) for part in self.of]
        return truths.count(Truth.YES), len(truths) - truths.count(Truth.NO)


class AtLeastOf(_Many):
    """So many of the parts hold, or more."""

    at_least_of: Number

    def parts(self) -> tuple[Expression, ...]:
        """Return the parts."""
        return self.at_least_of.of

    def truth(self, facts: Answered) -> Truth:
        """Return yes where enough hold, no where too few can."""
        least, most = self.at_least_of.counted(facts)
        if least >= self.at_least_of.n:
            return Truth.YES
        return Truth.NO if most < self.at_least_of.n else Truth.UNKNOWN


class AtMostOf(_Many):
    """No more than so many of the parts hold."""

    at_most_of: Number

    def parts(self) -> tuple[Expression, ...]:
        """Return the parts."""
        return self.at_most_of.of

    def truth(self, facts: Answered) -> Truth:
        """Return no where too many hold, yes where no more can."""
        least, most = self.at_most_of.counted(facts)
        if least > self.at_most_of.n:
            return Truth.NO
        return Truth.YES if most <= self.at_most_of.n else Truth.UNKNOWN


def _shape(written: Any) -> str:  # noqa: ANN401 - whatever the file says, pydantic judges it
    """Tell by its keys which node was written, so that an error names that node alone."""
    keys: Iterable[object] = written if isinstance(written, dict) else ()
    if isinstance(written, Frozen):
        keys = {field.alias or name for name, field in type(written).model_fields.items()}
    return next((key for key in _SHAPES if key in keys), "item")


def _leaf(written: Any) -> Any:  # noqa: ANN401 - as above
    """Let a bare string stand for an item."""
    return {"name": written} if isinstance(written, str) else written


_SHAPES = (
    *("all", "any", "first", "settles", "not", "when", "answered", "test", "criterion"),
    *("possible", "always", "at_least_of", "at_most_of", "chosen"),
)

Expression = Annotated[
    Annotated[Item, BeforeValidator(_leaf), Tag("item")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[First, Tag("first")]
    | Annotated[Settles, Tag("settles")]
    | Annotated[Not, Tag("not")]
    | Annotated[Gate, Tag("when")]
    | Annotated[AnsweredAmong, Tag("answered")]
    | Annotated[Test, Tag("test")]
    | Annotated[OtherCriterion, Tag("criterion")]
    | Annotated[Possible, Tag("possible")]
    | Annotated[Always, Tag("always")]
    | Annotated[AtLeastOf, Tag("at_least_of")]
    | Annotated[AtMostOf, Tag("at_most_of")]
    | Annotated[Chosen, Tag("chosen")],
    Discriminator(_shape),
]

for _node in (All, Any_, First, Settles, Not, Gate, Possible, Number, AtLeastOf, AtMostOf):
    _node.model_rebuild()


def gates(expression: Expression) -> Iterator[AnsweredAmong]:
    """Return the answers that open a gate anywhere in an expression."""
    if isinstance(expression, Gate) and isinstance(expression.when, AnsweredAmong):
        yield expression.when
    if isinstance(expression, _Many):
        for part in expression.parts():
            yield from gates(part)


def is_shut_off(item: str, expression: Expression, facts: Answered) -> bool:
    """Whether an item stands behind a gate that an answer has closed."""
    if isinstance(expression, Gate) and item in mentioned(expression.then):
        answered = {name: facts.code(name) for name in mentioned(expression.when)}
        known = all(code not in (None, "unknown") for code in answered.values())
        if known and expression.when.truth(facts) is Truth.NO:
            return True
    parts = expression.parts() if isinstance(expression, _Many) else ()
    return any(is_shut_off(item, part, facts) for part in parts)


def others(expression: Expression) -> Iterator[str]:
    """Return every other criterion that an expression leans on."""
    if isinstance(expression, OtherCriterion):
        yield expression.criterion
    if isinstance(expression, _Many):
        for part in expression.parts():
            yield from others(part)


def mentioned(expression: Expression) -> Iterator[str]:
    """Return every item that an expression names."""
    if isinstance(expression, Item):
        yield expression.name
    elif isinstance(expression, AnsweredAmong):
        yield expression.answered
    elif isinstance(expression, Chosen):
        yield expression.chosen
    elif isinstance(expression, Test):
        yield from (expression.item, *reads(expression.test))
    elif isinstance(expression, _Many):
        for part in expression.parts():
            yield from mentioned(part)


def nodes(expression: Expression) -> Iterator[Expression]:
    """Return an expression and every part of it."""
    yield expression
    if isinstance(expression, _Many):
        for part in expression.parts():
            yield from nodes(part)
