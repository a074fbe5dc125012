"""Forward chaining: every value that the rules give from what is stated, to a fixpoint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from auditor import patterns as re
from auditor import show
from auditor.derivations.candidate import Candidate, Cells
from auditor.derivations.derivation import Input, Later, Step
from auditor.derivations.forks import Fork, choices, forks
from auditor.derivations.plan import Plan, Slot, plans
from auditor.derivations.situations import Situation, Traits
from auditor.facts import Fact
from auditor.interval import Interval
from auditor.rulebook import Form, Rule, Rulebook
from auditor.units import NUMBER

_ROUNDS = 4
"""How long a chain of rules may get: working that no reader can follow convinces nobody."""
_POSITIVE = Interval.at_least(0)
_SIDES = {">=": ("≥",), "<=": ("≤",)}
_NAME = re.compile(r"[A-Za-z_]\w*")


def saturate(situation: Situation, rulebook: Rulebook, concepts: Iterable[str]) -> None:
    """Adds to the situation's cells what follows and can come into a judgement of `concepts`, each value with all that
    it rests on."""
    cells, book = situation.cells, plans(rulebook)
    leading, chaining, fresh = book.leading_to(concepts), _Chaining(cells), set(cells.known)
    for _ in range(_ROUNDS):
        changed: set[str] = set()
        for lead in book.starting_from(fresh, leading):
            if lead.needed <= cells.known and applies(lead.rule, situation) and chaining.fire(lead.plan):
                changed.add(lead.gives)
        if not changed:
            return
        fresh = changed


def applies(rule: Rule, situation: Situation) -> bool:
    """Whether the situation has every trait that the rule asks for, and none that it excludes is even mentioned."""
    if rule.applies and not all(_has(situation.traits, *wanted) for wanted in rule.applies):
        return False
    return not (rule.unless and any(_has(situation.mentioned, *excluded) for excluded in rule.unless))


def _has(traits: Traits, dimension: str, values: tuple[str, ...]) -> bool:
    return not traits.get(dimension, _NONE).isdisjoint(values)


_NONE: frozenset[str] = frozenset()
_NOTHING: frozenset[int] = frozenset()


class _Chaining:
    """The values of one situation while rules add to them; each filling is worked out once."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._tried: set[tuple[object, ...]] = set()
        self._choices: dict[str, dict[Slot, list[Candidate]]] = {}
        """By concept, as long as no value of it is added."""

    def fire(self, plan: Plan) -> bool:
        """Adds what a plan gives to a cell that no claim states; whether anything was new."""
        form = plan.form
        if form is None or self._cells.states(plan.cell):
            return False
        changed = False
        for fork in forks(plan, self._cells, self._filling):
            filling = (plan, *fork.picked)
            if filling in self._tried or fork.loose:
                continue
            self._tried.add(filling)
            value = _useful(plan, fork, form)
            if value is None:
                continue
            useful, clipped = value
            candidate = _candidate(plan, fork, useful, clipped=clipped)
            if self._cells.add(plan.cell, candidate):
                # Most candidates say what is known already: the value by the printed numbers is for those kept.
                candidate.nominal = None if fork.is_nominal and not clipped else form(fork.nominal)
                self._choices.pop(plan.cell[0], None)
                changed = True
        return changed

    def _filling(self, slot: Slot) -> list[Candidate]:
        known = self._choices.setdefault(slot.cell[0], {})
        found = known.get(slot)
        if found is None:
            found = known[slot] = choices(slot, self._cells, _NOTHING)
        return found


def _useful(plan: Plan, fork: Fork, form: Form) -> tuple[Interval, bool] | None:
    """What a form gives from zero up, and whether it gives less too; None where that says nothing, or is circular."""
    rule = plan.rule.id
    if not fork.stated or any(rule in candidate.rules for candidate in fork.picked):
        return None
    value = form(fork.values)
    clipped = value.low_over < 0
    useful = value.intersect(_POSITIVE) if clipped else value
    return None if useful is None or useful == _POSITIVE else (useful, clipped)


def _candidate(plan: Plan, fork: Fork, useful: Interval, *, clipped: bool) -> Candidate:
    return Candidate(
        useful,
        fork.claims,
        None,
        fork.assumptions,
        Later(partial(steps, plan, fork, useful, clipped=clipped)),
        tuple(dict.fromkeys([*(r for c in fork.picked for r in c.rules), plan.rule.id])),
        fork.typical or plan.rule.bound == "typical",
        outside=fork.outside,
        text=next((candidate.text for candidate in fork.picked if candidate.text), ""),
        widths=frozenset().union(*(candidate.widths for candidate in fork.picked)),
    )


def steps(plan: Plan, fork: Fork, result: Interval, *, clipped: bool = False) -> tuple[Step, ...]:
    """The working: what led to each value that a convention starts from, and its own step with the numbers put in."""
    earlier, last = _joined(fork)
    form, text = plan.form, plan.convention.relation.text
    assert form is not None
    filled = fork.filled
    given = tuple(_input(name, filled[name], last) for name in form.inputs)
    program = [*map(str, form.steps), *_SIDES.get(form.direction, ()), *(("0", "max") if clipped else ())]
    own = Step(text, _put_in(text, fork.nominal), result, plan.variable.unit, " ".join(program), given)
    return (*earlier, own)


def remainder_steps(plan: Plan, fork: Fork, fact: Fact, result: Interval) -> tuple[Step, ...]:
    """The working of a relation that is not solved for a stated value: left side minus right, the value put in."""
    earlier, last = _joined(fork)
    relation, symbol = plan.convention.relation, plan.variable.symbol
    nominal = {**fork.nominal, symbol: fact.quantity.nominal()}
    stated = Input(symbol, fact.quantity.hull, claim=fact.claim.index)
    filled = fork.filled
    given = (_input(name, filled[name], last) if name in filled else stated for name in relation.symbols)
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
    if candidate.steps != ():
        return Input(name, candidate.interval, step=last[name])
    if len(candidate.claims) == 1:
        return Input(name, candidate.interval, claim=next(iter(candidate.claims)))
    return Input(name, candidate.interval, assumed="; ".join(candidate.assumptions) or "by definition")
