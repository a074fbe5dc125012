"""What a rule gives and from which cells, worked out once for a rulebook, so that a document touches what can fire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from auditor.derivations.candidate import Candidate, Cell, at_time
from auditor.derivations.concepts import MEMORY
from auditor.interval import Interval
from auditor.rulebook import Convention, Form, Rule, Rulebook, Variable

_GIVEN = frozenset({"gpu_memory", "peak_flops", "memory_bandwidth", "interconnect_bandwidth", "gpus_per_node"})
"""What hardware is: stated or looked up, never inferred from what is said to run on it."""
_CAUSES = frozenset({"flops_per_token"})
"""What follows from a model alone: a rate and a utilisation that a report hopes for say nothing of it."""
_ASSUMED = "{concept} taken as {value}, which is not stated"
_BOOKS = 8


@dataclass(frozen=True, slots=True)
class Slot:
    """A symbol that has to be filled."""

    symbol: str
    cell: Cell
    unscoped: Cell | None
    """The cell of what is stated without a scope and may be meant in this one."""
    memory: bool
    """Whether it is an amount of memory, which reports state with and without "per GPU"."""
    constant: bool
    otherwise: Candidate | None
    """A constant's value, or what is taken where nothing is stated."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One convention of a rule, and what has to be filled to work out one of its symbols; equal to itself alone."""

    order: tuple[str, int]
    """By which plans are sorted: the rule's id, and the place among its own."""
    rule: Rule
    convention: Convention
    variable: Variable
    """The symbol that is worked out."""
    cell: Cell
    slots: tuple[Slot, ...]
    """All other symbols, in the order of the relation."""
    concepts: frozenset[str]
    """Theirs, constants left out."""
    needed: frozenset[str]
    """Those of which something must be known."""
    solved: bool
    """Whether the relation is solved for the symbol."""
    needs: tuple[Cell, ...]
    """Cells of which something must be stated."""
    absent: tuple[Cell, ...]
    """Cells of which nothing may be stated."""

    @property
    def form(self) -> Form | None:
        """The relation solved for the symbol; None where it cannot be."""
        return self.convention.relation.forms.get(self.variable.symbol)

    @property
    def about(self) -> bool:
        """Whether the symbol is the one that the rule judges."""
        return self.variable.symbol == self.rule.subject


class Plans:
    """The plans of a rulebook's rules, each made when it is first asked for."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._chained: dict[str, tuple[Plan, ...]] = {}
        self._judged: dict[str, tuple[tuple[Plan, ...], ...]] = {}
        self._gives: dict[str, tuple[Plan, ...]] = {}

    def chained(self, rule_id: str) -> tuple[Plan, ...]:
        """The symbols for which a rule adds values to what is stated."""
        found = self._chained.get(rule_id)
        if found is None:
            found = self._chained[rule_id] = tuple(_chained(self._rulebook.rules[rule_id]))
        return found

    def judged(self, concept: str) -> tuple[tuple[Plan, ...], ...]:
        """For each symbol by which a rule can speak of statements of a concept, its conventions, rule by rule."""
        found = self._judged.get(concept)
        if found is None:
            rules = (self._rulebook.rules[rule_id] for rule_id in self._rulebook.about((concept,)))
            found = self._judged[concept] = tuple(plans for rule in rules for plans in _judged(rule, concept))
        return found

    def leading_to(self, concepts: Iterable[str]) -> list[Plan]:
        """The plans whose values can come into a judgement of these, directly or through others, rule by rule."""
        wanted: set[str] = set()
        for concept in concepts:
            wanted.update(*(plan.concepts for rule in self.judged(concept) for plan in rule))
        found: dict[tuple[str, int], Plan] = {}
        open_ones = list(wanted)
        while open_ones:
            for plan in self._giving(open_ones.pop()):
                found[plan.order] = plan
                open_ones += plan.concepts - wanted
                wanted |= plan.concepts
        return [found[order] for order in sorted(found)]

    def _giving(self, concept: str) -> tuple[Plan, ...]:
        """The plans that work out a value of a concept."""
        found = self._gives.get(concept)
        if found is None:
            chained = (plan for rule_id in self._rulebook.about((concept,)) for plan in self.chained(rule_id))
            found = self._gives[concept] = tuple(plan for plan in chained if plan.cell[0] == concept)
        return found


@lru_cache(maxsize=_BOOKS)
def plans(rulebook: Rulebook) -> Plans:
    """The plans of a rulebook, kept from one document to the next."""
    return Plans(rulebook)


def _judged(rule: Rule, concept: str) -> Iterator[tuple[Plan, ...]]:
    for symbol, variable in rule.variables.items():
        # A symbol that the rule is not about can be supported by an identity, and by nothing else.
        judges = symbol == rule.subject or (rule.bound == "exact" and rule.subject)
        if variable.concept == concept and judges and not variable.scenario:
            yield tuple(_plan(rule, place, convention, symbol) for place, convention in enumerate(rule.conventions))


def _chained(rule: Rule) -> Iterator[Plan]:
    if len(rule.conventions) != 1 or rule.bound == "typical":
        return
    if _spans_situations(rule):
        return
    convention = rule.conventions[0]
    identity = rule.bound == "exact" and convention.relation.operator == "="
    for place, (symbol, form) in enumerate(convention.relation.forms.items()):
        if rule.kind == "infeasible" and form.direction == "<=":
            # That something must fit is no evidence that it does.
            continue
        concept = rule.variables[symbol].concept
        inferred = symbol == rule.subject or (identity and concept not in _CAUSES)
        if inferred and concept and concept not in _GIVEN:
            yield _plan(rule, place, convention, symbol)


def _spans_situations(rule: Rule) -> bool:
    return any(variable.scenario for variable in rule.variables.values())


def _plan(rule: Rule, place: int, convention: Convention, symbol: str) -> Plan:
    variable = rule.variables[symbol]
    slots = tuple(_slot(rule.variables[other]) for other in convention.relation.symbols if other != symbol)

    def cells(symbols: tuple[str, ...]) -> tuple[Cell, ...]:
        return tuple(_cell(rule.variables[each]) for each in symbols)

    return Plan(
        (rule.id, place),
        rule,
        convention,
        variable,
        _cell(variable),
        slots,
        concepts=frozenset(slot.cell[0] for slot in slots if not slot.constant),
        needed=frozenset(slot.cell[0] for slot in slots if slot.otherwise is None),
        solved=symbol in convention.relation.forms,
        needs=cells(convention.needs),
        absent=cells(convention.absent),
    )


def _slot(variable: Variable) -> Slot:
    bare = (variable.concept, "") if variable.scope and not variable.scenario else None
    constant = variable.value is not None
    return Slot(variable.symbol, _cell(variable), bare, variable.concept in MEMORY, constant, _otherwise(variable))


def _cell(variable: Variable) -> Cell:
    cell = (variable.concept, variable.scope)
    return at_time(cell, variable.scenario) if variable.scenario else cell


def _otherwise(variable: Variable) -> Candidate | None:
    """What a symbol is taken for where nothing is stated."""
    if variable.value is not None:
        return Candidate(Interval.point(variable.value), frozenset())
    if variable.default is not None:
        text = _ASSUMED.format(concept=variable.concept.replace("_", " "), value=variable.default)
        return Candidate(Interval.point(variable.default), frozenset(), assumptions=() if variable.tacit else (text,))
    return Candidate(Interval.at_least(1), frozenset()) if variable.free else None
