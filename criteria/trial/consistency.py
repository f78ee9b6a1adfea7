"""Whether the parts of a trial fit together: references, rules, ranges, screens and wording.

The files have their shape already (`trial`); what is looked for here is what only shows when
they are laid beside each other. `completeness` looks at the wording, `plausibility` at numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.formulas.formulas import formulas
from criteria.rules.leaves import AnsweredAmong, Item, OtherCriterion, Test
from criteria.rules.rules import (
    Between,
    Chosen,
    Depends,
    Limit,
    MonthsBefore,
    OfNormal,
    OlderThan,
    OneOf,
    Tested,
    Window,
)
from criteria.rules.tree import mentioned, nodes, others
from criteria.trial import completeness, plausibility
from criteria.trial.problems import PROTOCOL, Problem, listed, strangers, twice
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.formulas.formulas import Input
    from criteria.rules.rules import Rule
    from criteria.rules.tree import Expression
    from criteria.trial.protocol import Criterion
    from criteria.trial.trial import Trial

__all__ = ["Problem", "problems"]

_TWO = 2
_LONGEST_BUTTON = 64
"""Bytes of data that a button may carry."""


def problems(trial: Trial) -> list[Problem]:
    """Return everything that does not fit, in the order of the files.

    Numbers come first and alone: what is too long to be one is not worked with.
    """
    found = list(plausibility.unusable_numbers(trial))
    if found:
        return found
    for check in (
        _unfinished,
        _repeated,
        _items,
        _derived,
        _criteria,
        _advisories,
        _at_odds,
        _screens,
        _roles,
        _concepts,
        _judges,
    ):
        found.extend(check(trial))
    found.extend(plausibility.misplaced(trial))
    found.extend(plausibility.confused(trial))
    found.extend(completeness.gaps(trial))
    return found


def _unfinished(trial: Trial) -> Iterator[Problem]:
    """Nothing of a draft that was made of a registry entry is left in what is released."""
    protocol = trial.protocol
    if protocol.status != "released":
        return
    if protocol.drafting is not None:
        wanted = 'status = "draft", or finish it and take the table away'
        yield Problem(PROTOCOL, "drafting", "a draft that is not finished", wanted)
    for key, parts in (("criteria", protocol.criteria), ("items", protocol.items)):
        for part in parts:
            if part.proposed is not None or getattr(part, "to_word", False):
                wanted = 'status = "draft", or finish it and take proposed and to_word away'
                yield Problem(PROTOCOL, f"{key}[{part.id}]", "what was only proposed", wanted)


def _repeated(trial: Trial) -> Iterator[Problem]:
    """Ids stand for one thing each."""
    protocol = trial.protocol
    yield from twice(PROTOCOL, "criteria", (criterion.id for criterion in protocol.criteria))
    yield from twice(PROTOCOL, "items", (item.id for item in protocol.items))
    yield from twice(PROTOCOL, "screens", (screen.id for screen in protocol.screens))
    yield from twice(PROTOCOL, "advisories", (advisory.id for advisory in protocol.advisories))
    yield from twice(PROTOCOL, "at_odds", (entry.id for entry in protocol.at_odds))


def _items(trial: Trial) -> Iterator[Problem]:
    """What an item says of others and of itself."""
    used = set(_every_item(trial))
    for item in trial.protocol.items:
        key = f"items[{item.id}]"
        yield from strangers(PROTOCOL, f"{key}.criterion", (item.criterion,), _homes(trial))
        yield from strangers(PROTOCOL, f"{key}.sources", item.sources, trial.protocol.sources)
        if item.asked is not None:
            yield from _expression(trial, item.asked, f"{key}.asked", ruled=False)
        if item.rule is not None:
            yield from _rule(trial, item.id, item.rule, f"{key}.rule")
            if item.id not in used:
                wanted = "it in the rule of a criterion, or no rule"
                yield Problem(PROTOCOL, f"{key}.rule", "a rule that nothing uses", wanted)
        if isinstance(item, ChoiceItem):
            yield from _choices(item, key)
        elif isinstance(item, NumberItem):
            yield from _number(trial, item, key)


def _homes(trial: Trial) -> tuple[str, ...]:
    return (*trial.criteria, "CTX")


def _every_item(trial: Trial) -> Iterator[str]:
    """Return the items that count somewhere."""
    for criterion in trial.protocol.criteria:
        yield from mentioned(criterion.rule)
        if criterion.applies is not None:
            yield from mentioned(criterion.applies)
    for advisory in trial.protocol.advisories:
        yield from mentioned(advisory.when)
    for entry in trial.protocol.at_odds:
        yield from mentioned(entry.when)
    for others_ in trial.leaning.values():
        yield from others_


def _choices(item: ChoiceItem, key: str) -> Iterator[Problem]:
    """Codes are distinct, short enough for a button, and never `unknown`, which is implied."""
    yield from twice(PROTOCOL, f"{key}.choices", item.choices)
    yield from strangers(PROTOCOL, f"{key}.todo", item.todo, item.choices)
    if "unknown" in item.choices:
        yield Problem(PROTOCOL, f"{key}.choices", '"unknown"', "the others: it is always offered")
    for code in item.choices:
        if len(f"a:12345678:{item.id}:{code}".encode()) > _LONGEST_BUTTON:
            wanted = "a shorter code: with its item it must fit on a button"
            yield Problem(PROTOCOL, f"{key}.choices", f'"{code}"', wanted)


def _number(trial: Trial, item: NumberItem, key: str) -> Iterator[Problem]:
    """What a number refers to: a whole, a method, the value that it is the limit of."""
    numbers = [other.id for other in trial.protocol.items if isinstance(other, NumberItem)]
    bound = () if item.not_above is None else (item.not_above.item,)
    parts = {
        "percent_of": item.percent_of,
        "upper_limit_of": item.upper_limit_of,
        "lower_limit_of": item.lower_limit_of,
    }
    for name, other in parts.items():
        found = () if other is None else (other,)
        yield from strangers(PROTOCOL, f"{key}.{name}", found, numbers)
    yield from strangers(PROTOCOL, f"{key}.not_above.item", bound, numbers)
    methods = trial.items.get(item.method or "")
    codes = methods.choices if isinstance(methods, ChoiceItem) else ()
    if item.method is not None and not codes:
        yield Problem(PROTOCOL, f"{key}.method", f'"{item.method}"', "a choice item")
    yield from strangers(PROTOCOL, f"{key}.method_names", item.method_names, codes)
    value = trial.items.get(item.limit_of or "")
    if isinstance(value, NumberItem) and list(value.units.items()) != list(item.units.items()):
        wanted = f"the units of {value.id}, in the same order: {listed(value.units)}"
        yield Problem(PROTOCOL, f"{key}.units", listed(item.units), wanted)


def _derived(trial: Trial) -> Iterator[Problem]:
    """A formula exists, and what goes in has its kind and its unit."""
    for item in trial.derived.values():
        key = f"items[{item.id}].derived"
        derived = item.derived
        yield from strangers(PROTOCOL, f"{key}.by", (derived.by,) if derived else (), formulas())
        formula = formulas().get(derived.by) if derived else None
        if derived is None or formula is None:
            continue
        yield from strangers(PROTOCOL, f"{key}.from", derived.from_, formula.inputs)
        if formula.unit not in item.units:
            wanted = f'the formula\'s unit "{formula.unit}" among them'
            yield Problem(PROTOCOL, f"items[{item.id}].units", listed(item.units), wanted)
        for name, known in formula.inputs.items():
            yield from _input(trial, known, derived.from_.get(name), f"{key}.from.{name}")
        if item.id in _made_of(trial, item.id):
            found = "a quantity that is made of itself"
            yield Problem(PROTOCOL, f"{key}.from", found, "items without a circle")


def _made_of(trial: Trial, item: str) -> set[str]:
    """Return every item that one is worked out of, however far round."""
    found: set[str] = set()
    waiting = [item]
    while waiting:
        known = trial.derived.get(waiting.pop())
        parts = set() if known is None or known.derived is None else {*known.derived.from_.values()}
        waiting += parts - found
        found |= parts
    return found


def _input(trial: Trial, known: Input, source: str | None, key: str) -> Iterator[Problem]:
    """What goes into a formula is there, of the right kind, in a unit that it knows."""
    if source is None:
        if not known.optional:
            yield Problem(PROTOCOL, key, "nothing", f"the {known.kind} item that goes in")
        return
    item = trial.items.get(source)
    if item is None or item.kind != known.kind:
        yield Problem(PROTOCOL, key, f'"{source}"', f"a {known.kind} item")
    elif isinstance(item, NumberItem):
        yield from strangers(PROTOCOL, f"{key}: units of {source}", (known.unit,), item.units)
    elif isinstance(item, ChoiceItem) and not {*known.codes} & {*item.choices}:
        yield Problem(PROTOCOL, key, listed(item.choices), f"choices among {listed(known.codes)}")


def _criteria(trial: Trial) -> Iterator[Problem]:
    """Rules name what exists, and no rule leans on itself."""
    for criterion in trial.protocol.criteria:
        key = f"criteria[{criterion.id}]"
        yield from _expression(trial, criterion.rule, f"{key}.rule", ruled=True)
        if criterion.applies is not None:
            yield from _expression(trial, criterion.applies, f"{key}.applies", ruled=True)
        if criterion.id in _leaning_on(trial, criterion.id):
            found = "a rule that leans on itself"
            yield Problem(PROTOCOL, f"{key}.rule", found, "a rule without a circle")


def _leaning_on(trial: Trial, criterion: str) -> set[str]:
    """Return every criterion that one leans on, however far round."""
    found: set[str] = set()
    waiting = [criterion]
    while waiting:
        current = trial.criteria.get(waiting.pop())
        new = set() if current is None else set(others(current.rule)) - found
        found |= new
        waiting += new
    return found


def _advisories(trial: Trial) -> Iterator[Problem]:
    for advisory in trial.protocol.advisories:
        key = f"advisories[{advisory.id}]"
        yield from _expression(trial, advisory.when, f"{key}.when", ruled=True)
        yield from strangers(PROTOCOL, f"{key}.sources", advisory.sources, trial.protocol.sources)


def _at_odds(trial: Trial) -> Iterator[Problem]:
    """What counts as unknown has a part in the criteria that are concerned."""
    for entry in trial.protocol.at_odds:
        key = f"at_odds[{entry.id}]"
        yield from strangers(PROTOCOL, f"{key}.criteria", entry.criteria, trial.criteria)
        yield from _expression(trial, entry.when, f"{key}.when", ruled=True)
        yield from strangers(PROTOCOL, f"{key}.sources", entry.sources, trial.protocol.sources)
        yield from twice(PROTOCOL, f"{key}.unknown", entry.unknown)
        concerned = [trial.criteria[name] for name in entry.criteria if name in trial.criteria]
        parts = list(dict.fromkeys(part for one in concerned for part in _parts(one)))
        yield from strangers(PROTOCOL, f"{key}.unknown", entry.unknown, parts)
        if len(set(mentioned(entry.when)) | set(others(entry.when))) < _TWO:
            wanted = "a condition on two answers, which do not go together"
            yield Problem(PROTOCOL, f"{key}.when", "a condition on one answer", wanted)


def _parts(criterion: Criterion) -> Iterator[str]:
    """Return the items and the other criteria that a criterion goes by."""
    yield from mentioned(criterion.rule)
    yield from others(criterion.rule)
    if criterion.applies is not None:
        yield from mentioned(criterion.applies)
        yield from others(criterion.applies)


def _expression(
    trial: Trial, expression: Expression, key: str, *, ruled: bool
) -> Iterator[Problem]:
    """Check every node of a rule; a bare item needs a rule of its own."""
    yield from strangers(PROTOCOL, key, mentioned(expression), trial.items)
    for node in nodes(expression):
        if isinstance(node, OtherCriterion):
            yield from strangers(PROTOCOL, key, (node.criterion,), trial.criteria)
        elif isinstance(node, Test) and node.item in trial.items:
            yield from _rule(trial, node.item, node.test, f"{key}: {node.item}")
        elif isinstance(node, Item) and node.name in trial.items and ruled:
            if trial.items[node.name].rule is None:
                found = f'"{node.name}", which has no rule'
                yield Problem(PROTOCOL, key, found, "an item with a rule, or a test")
        elif isinstance(node, AnsweredAmong) and node.answered in trial.items:
            item = trial.items[node.answered]
            codes = (*item.choices, "unknown") if isinstance(item, ChoiceItem) else ("unknown",)
            yield from strangers(PROTOCOL, f"{key}: {node.answered}", node.among, codes)
        elif isinstance(node, Chosen):
            yield from _chosen(trial, node, key)


def _rule(trial: Trial, name: str, rule: Rule, key: str) -> Iterator[Problem]:
    """A rule fits the kind of its item, and names what exists."""
    item = trial.items[name]
    if not _fits(rule, item):
        found = f'kind = "{rule.kind}" on a {item.kind}'
        yield Problem(PROTOCOL, key, found, "a rule for this kind of item")
        return
    if isinstance(rule, OneOf) and isinstance(item, ChoiceItem):
        yield from strangers(PROTOCOL, key, (*rule.yes, *rule.no), item.choices)
        yield from twice(PROTOCOL, key, (*rule.yes, *rule.no))
    if isinstance(rule, OfNormal):
        yield from _of_normal(trial, name, rule, key)
    elif isinstance(rule, Limit | Between) and isinstance(item, NumberItem) and rule.unit:
        yield from strangers(PROTOCOL, f"{key}.unit", (rule.unit,), item.units)
    elif isinstance(rule, Window):
        yield from _window(trial, rule, key)
    elif isinstance(rule, Depends):
        yield from _depends(trial, name, rule, key)


def _of_normal(trial: Trial, name: str, rule: OfNormal, key: str) -> Iterator[Problem]:
    """A limit of normal has an item, and the rule names no other one."""
    limit = trial.limits(rule.side).get(name)
    if limit is None or rule.named not in (None, limit.id):
        found = "no such item" if rule.named is None else f'"{rule.named}"'
        wanted = f'an item with {rule.side}_limit_of = "{name}"'
        yield Problem(PROTOCOL, f"{key}.{rule.side}_limit", found, wanted)


def _window(trial: Trial, rule: Window, key: str) -> Iterator[Problem]:
    """A window counts from a date, with a half-life in days, behind a yes or no."""
    dates = [item.id for item in trial.items.values() if isinstance(item, DateItem)]
    yield from strangers(PROTOCOL, f"{key}.from", filter(None, (rule.from_,)), dates)
    in_days = [
        item.id
        for item in trial.items.values()
        if isinstance(item, NumberItem) and "days" in item.units
    ]
    yield from strangers(PROTOCOL, f"{key}.half_life", filter(None, (rule.half_life,)), in_days)
    ever = [
        item.id
        for item in trial.items.values()
        if isinstance(item, ChoiceItem) and "no" in item.choices
    ]
    yield from strangers(PROTOCOL, f"{key}.ever", filter(None, (rule.ever,)), ever)


def _depends(trial: Trial, name: str, rule: Depends, key: str) -> Iterator[Problem]:
    """Every case fits the item, and its conditions name what exists; none comes behind the rest."""
    for place, case in enumerate(rule.cases, 1):
        within = f"{key}.cases[{place}]"
        yield from _rule(trial, name, case.rule, f"{within}.rule")
        for condition in case.when:
            yield from _condition(trial, condition, f"{within}.when")
        if not case.when and place < len(rule.cases):
            wanted = "the case without conditions last"
            yield Problem(PROTOCOL, f"{within}.when", "no condition before other cases", wanted)


def _condition(trial: Trial, condition: Chosen | Tested, key: str) -> Iterator[Problem]:
    if isinstance(condition, Chosen):
        yield from _chosen(trial, condition, key)
        return
    yield from strangers(PROTOCOL, key, (condition.item,), trial.items)
    if condition.item in trial.items:
        yield from _rule(trial, condition.item, condition.test, f"{key}: {condition.item}")


def _chosen(trial: Trial, node: Chosen, key: str) -> Iterator[Problem]:
    """A choice item, and codes that it has."""
    choices = {
        item.id: item.choices for item in trial.items.values() if isinstance(item, ChoiceItem)
    }
    yield from strangers(PROTOCOL, key, (node.chosen,), choices)
    if node.chosen in choices:
        codes = (*choices[node.chosen], "not_applicable")
        yield from strangers(PROTOCOL, f"{key}: {node.chosen}", node.among, codes)


def _fits(rule: Rule, item: ChoiceItem | NumberItem | DateItem) -> bool:
    """Whether a rule can judge this kind of item; any of them may have come with a date."""
    if isinstance(rule, OlderThan | Window | Depends):
        return True
    kinds = {OneOf: "choice", MonthsBefore: "date"}
    return item.kind == kinds.get(type(rule), "number")


def _screens(trial: Trial) -> Iterator[Problem]:
    """Every item is asked on one screen, or only taken when it is volunteered."""
    yield from strangers(PROTOCOL, "screens", trial.order, trial.items)
    yield from twice(PROTOCOL, "screens", trial.order)
    for item in trial.protocol.items:
        if item.id not in trial.order and not item.volunteered:
            wanted = f'"{item.id}" on a screen, or volunteered = true'
            yield Problem(PROTOCOL, "screens", f"no screen with {item.id}", wanted)
    for screen in trial.protocol.screens:
        yield from strangers(
            PROTOCOL, f"screens[{screen.id}].sources", screen.sources, trial.protocol.sources
        )
        if (screen.cost is not None or screen.fails is not None) and not screen.sources:
            wanted = "where the figures come from: one or more of the sources"
            yield Problem(PROTOCOL, f"screens[{screen.id}].sources", "no source", wanted)
        items = [trial.items[name] for name in screen.items if name in trial.items]
        key = f"screens[{screen.id}].style"
        if screen.style == "panel" and not all(isinstance(item, NumberItem) for item in items):
            yield Problem(PROTOCOL, key, '"panel" with other items', "numbers only, or no panel")
        lines = [i for i in items if isinstance(i, ChoiceItem) and set(i.choices) == {"yes", "no"}]
        if screen.style == "checklist" and not lines:
            wanted = "at least one item with the choices yes and no"
            yield Problem(PROTOCOL, key, '"checklist" without lines', wanted)


def _roles(trial: Trial) -> Iterator[Problem]:
    for role, name in trial.protocol.roles.items():
        kind = DateItem if role == "reference_date" else ChoiceItem
        if not isinstance(trial.items.get(name), kind):
            wanted = "a date item" if kind is DateItem else "a choice item"
            yield Problem(PROTOCOL, f"roles.{role}", f'"{name}"', wanted)


def _concepts(trial: Trial) -> Iterator[Problem]:
    """A concept has one item: an answer to it would else answer two questions."""
    carriers: dict[str, str] = {}
    for concept, item in trial.concept_pairs():
        other = carriers.setdefault(concept, item)
        if other != item:
            found = f"{other} and {item}"
            yield Problem(PROTOCOL, f"concept {concept}", found, "one item that carries it")


def _judges(trial: Trial) -> Iterator[Problem]:
    """Whoever alone may judge an item, there is a judgement to be made."""
    for item in trial.items.values():
        if (item.judge or item.id in trial.named_judges) and not item.judgement:
            yield Problem(PROTOCOL, f"items {item.id}: judge", "no judgement", "judgement = true")
