"""Forward chaining: every value that the rules give from what is stated, to a fixpoint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from auditor import show
from auditor.derivations.candidate import Candidate, Cells
from auditor.derivations.derivation import Input, Step
from auditor.derivations.forks import Fork, forks
from auditor.derivations.situations import Situation
from auditor.facts import Fact
from auditor.interval import WHOLE, Interval
from auditor.rulebook import Convention, Form, Rule, Rulebook, Variable
from auditor.units import NUMBER

_ROUNDS = 4
"""How long a chain of rules may get: working that no reader can follow convinces nobody."""
_GIVEN = frozenset({"gpu_memory", "peak_flops", "memory_bandwidth", "interconnect_bandwidth", "gpus_per_node"})
"""What hardware is: stated or looked up, never inferred from what is said to run on it."""
_CAUSES = frozenset({"flops_per_token"})
"""What follows from a model alone: a rate and a utilisation that a report hopes for say nothing of it."""
_POSITIVE = Interval.at_least(0)
_SIDES = {">=": ("≥",), "<=": ("≤",)}
_NAME = re.compile(r"[A-Za-z_]\w*")


def saturate(situation: Situation, rulebook: Rulebook) -> None:
    """Adds to the situation's cells whatever follows, each value with all that it rests on."""
    fresh = situation.cells.concepts()
    for _ in range(_ROUNDS):
        changed: set[str] = set()
        for rule in (rulebook.rules[id] for id in rulebook.about(fresh)):
            if applies(rule, situation):
                changed.update(_fire(rule, situation.cells))
        if not changed:
            return
        fresh = changed


def applies(rule: Rule, situation: Situation) -> bool:
    """Whether the situation has every trait that the rule asks for, and none that it excludes is even mentioned."""
    traits, mentioned = situation.traits, situation.mentioned
    wanted = all(traits.get(dimension, frozenset()) & set(values) for dimension, values in rule.applies)
    return wanted and not any(mentioned.get(dimension, frozenset()) & set(values) for dimension, values in rule.unless)


def _fire(rule: Rule, cells: Cells) -> set[str]:
    """Adds what the rule gives for each cell that no claim states; the concepts that changed."""
    if len(rule.conventions) > 1 or rule.bound == "typical" or (rule.kind == "infeasible" and rule.bound == "upper"):
        return set()
    changed: set[str] = set()
    convention = rule.conventions[0]
    for symbol, form in convention.relation.forms.items():
        variable = rule.variables[symbol]
        own = symbol == rule.subject
        if not own and (rule.bound != "exact" or convention.relation.operator != "=" or variable.concept in _CAUSES):
            continue
        if variable.concept in _GIVEN or not variable.concept or _stated(cells.at((variable.concept, variable.scope))):
            continue
        for fork in forks(rule, convention, cells, symbol, frozenset()):
            candidate = _candidate(rule, convention, variable, form, fork)
            if candidate is not None and cells.add((variable.concept, variable.scope), candidate):
                changed.add(variable.concept)
    return changed


def _stated(candidates: list[Candidate]) -> bool:
    return any(not candidate.rules for candidate in candidates)


def _candidate(rule: Rule, convention: Convention, variable: Variable, form: Form, fork: Fork) -> Candidate | None:
    value = form(fork.values)
    useful = value.intersect(_POSITIVE)
    if useful is None or value == WHOLE or useful == _POSITIVE:
        return None
    if fork.loose or not fork.stated or any(rule.id in candidate.rules for candidate in fork.filled.values()):
        return None
    return Candidate(
        useful,
        fork.claims,
        form(fork.nominal),
        fork.assumptions,
        steps(convention, fork, variable, useful, clipped=useful != value),
        tuple(dict.fromkeys([*(r for c in fork.filled.values() for r in c.rules), rule.id])),
        fork.typical or rule.bound == "typical",
        outside=fork.outside,
    )


def steps(
    convention: Convention, fork: Fork, variable: Variable, result: Interval, *, clipped: bool = False
) -> tuple[Step, ...]:
    """The working: what led to each value that a convention starts from, and its own step with the numbers put in."""
    earlier, last = _joined(fork)
    form = convention.relation.forms[variable.symbol]
    text = convention.relation.text
    given = tuple(_input(name, fork.filled[name], last) for name in form.inputs)
    program = [*map(str, form.steps), *_SIDES.get(form.direction, ()), *(("0", "max") if clipped else ())]
    own = Step(text, _put_in(text, fork.nominal), result, variable.unit, " ".join(program), given)
    return (*earlier, own)


def remainder_steps(
    convention: Convention, fork: Fork, variable: Variable, fact: Fact, result: Interval
) -> tuple[Step, ...]:
    """The working of a relation that is not solved for a stated value: left side minus right, the value put in."""
    earlier, last = _joined(fork)
    relation = convention.relation
    nominal = {**fork.nominal, variable.symbol: fact.quantity.nominal()}
    stated = Input(variable.symbol, fact.quantity.hull, claim=fact.claim.index)
    given = (_input(name, fork.filled[name], last) if name in fork.filled else stated for name in relation.symbols)
    program = " ".join(map(str, (*relation.left, *relation.right, "-")))
    return (*earlier, Step(relation.text, _put_in(relation.text, nominal), result, "", program, tuple(given)))


def _put_in(text: str, values: Mapping[str, Interval]) -> str:
    """A relation with the numbers in the place of its symbols."""

    def number(name: re.Match[str]) -> str:
        value = values.get(name.group())
        return name.group() if value is None else show.interval(value, NUMBER)

    return _NAME.sub(number, text)


def _joined(fork: Fork) -> tuple[list[Step], dict[str, int]]:
    """The steps of all candidates, each once, and the place of each candidate's last."""
    joined: list[Step] = []
    last: dict[str, int] = {}
    for symbol, candidate in fork.filled.items():
        places: list[int] = []
        for step in candidate.steps:
            given = tuple(i if i.step is None else replace(i, step=places[i.step]) for i in step.inputs)
            moved = replace(step, inputs=given)
            if moved not in joined:
                joined.append(moved)
            places.append(joined.index(moved))
        if places:
            last[symbol] = places[-1]
    return joined, last


def _input(name: str, candidate: Candidate, last: Mapping[str, int]) -> Input:
    if candidate.steps:
        return Input(name, candidate.interval, step=last[name])
    if len(candidate.claims) == 1:
        return Input(name, candidate.interval, claim=next(iter(candidate.claims)))
    return Input(name, candidate.interval, assumed="; ".join(candidate.assumptions) or "by definition")
