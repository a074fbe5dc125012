"""What a rule gives and from which cells, worked out once for a rulebook, so that a document touches what can fire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from auditor.derivations.candidate import Candidate, Key, at_time
from auditor.derivations.concepts import DEVICE, FILLED, HELD, MEMORY, spoken
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.rulebook import Convention, Form, Rule, Rulebook, Variable

_CAUSES = frozenset({"flops_per_token"})
"""What follows from a model alone: a rate and a utilisation that a report hopes for say nothing of it."""
_ASSUMED = "{concept} taken as {value}, which is not stated"
_BOOKS = 8
_MOST_SYMBOLS = 1000
_ORDER = attrgetter("order")


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """What has to be filled for a symbol; equal to itself alone, and shared by all symbols that are filled alike."""

    cell: Key
    unscoped: Key | None
    """The cell of what is stated without a scope and may be meant in this one."""
    memory: bool
    """Whether it is an amount of memory, which reports state with and without "per GPU"."""
    constant: bool
    otherwise: Candidate | None
    """A constant's value, or what is taken where nothing is stated."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One convention of a rule, and what has to be filled to work out one of its symbols; equal to itself alone."""

    order: int
    """By which plans are sorted: by rule, and the place among its own."""
    rule: Rule
    convention: Convention
    variable: Variable
    """The symbol that is worked out."""
    cell: Key
    symbols: tuple[str, ...]
    """All other symbols, in the order of the relation."""
    slots: tuple[Slot, ...]
    """What fills each of them."""
    akin: tuple[int, ...]
    """Places of those that stand for the same concept as the one that is worked out, in another scope."""
    used: tuple[int, ...]
    """Places of those that stand for what is in use, where a report may state what may be used."""
    concepts: frozenset[str]
    """Theirs, constants left out."""
    needed: frozenset[str]
    """Those of which something must be known."""
    occurs: bool
    """Whether the convention's relation names the symbol at all."""
    solved: bool
    """Whether it is solved for the symbol."""
    about: bool
    """Whether the symbol is the one that the rule judges."""
    needs: tuple[Key, ...]
    """Cells of which something must be stated."""
    absent: tuple[Key, ...]
    """Cells of which nothing may be stated."""
    conditional: tuple[tuple[str, Slot], ...]
    """What fills each symbol that only the convention's conditions name."""

    @property
    def decides(self) -> bool:
        """Whether it can have a say: beside the symbol that a rule is about, only what gives its value as usual."""
        return self.occurs and (self.about or (self.solved and self.convention.tier == 1))

    @property
    def form(self) -> Form | None:
        """The relation solved for the symbol; None where it cannot be."""
        return self.convention.relation.forms[self.variable.symbol] if self.solved else None


class Lead:
    """A symbol for which a rule adds values to what is stated; its plan is made when it is first followed."""

    __slots__ = ("_plan", "concepts", "convention", "gives", "needed", "order", "rule", "symbol")

    def __init__(self, rule: Rule, order: int, convention: Convention, symbol: str) -> None:
        self.rule, self.order, self.convention, self.symbol = rule, order, convention, symbol
        others = _others(rule, convention, symbol)
        self.gives = rule.variables[symbol].concept
        self.concepts = frozenset(other.concept for other in others if other.value is None)
        """As those of the plan."""
        self.needed = frozenset(other.concept for other in others if not _has_otherwise(other))
        self._plan: Plan | None = None

    @property
    def plan(self) -> Plan:
        """What has to be filled for a value."""
        if self._plan is None:
            self._plan = _plan(self.rule, self.order, self.convention, self.symbol)
        return self._plan


class Judging(NamedTuple):
    """A symbol by which a rule can speak of statements of a concept."""

    all: tuple[Plan, ...]
    """Its conventions."""
    deciding: tuple[Plan, ...]
    """Those that can have a say; at least one."""
    needed: frozenset[str]
    """Of what something must be known for any of these."""


class Plans:
    """The plans of a rulebook's rules, each made when it is first asked for."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook
        self._places = {rule_id: place for place, rule_id in enumerate(rulebook.rules)}
        self._chained: dict[str, tuple[Lead, ...]] = {}
        self._judged: dict[str, tuple[Judging, ...]] = {}
        self._gives: dict[str, tuple[Lead, ...]] = {}
        self._behind: dict[str, frozenset[Lead]] = {}

    def chained(self, rule_id: str) -> tuple[Lead, ...]:
        """The symbols for which a rule adds values to what is stated."""
        found = self._chained.get(rule_id)
        if found is None:
            first = self._places[rule_id] * _MOST_SYMBOLS
            found = self._chained[rule_id] = tuple(_chained(self._rulebook.rules[rule_id], first))
        return found

    def judged(self, concept: str) -> tuple[Judging, ...]:
        """Each symbol by which a rule can speak of statements of a concept, rule by rule."""
        found = self._judged.get(concept)
        if found is None:
            rules = (self._rulebook.rules[rule_id] for rule_id in self._rulebook.about((concept,)))
            found = self._judged[concept] = tuple(plans for rule in rules for plans in _judged(rule, concept))
        return found

    def leading_to(self, concepts: Iterable[str]) -> frozenset[Lead]:
        """The leads whose values can come into a judgement of these, directly or through others."""
        return frozenset().union(*(self._leading_to(concept) for concept in concepts))

    @staticmethod
    def starting_from(concepts: Iterable[str], among: frozenset[Lead]) -> list[Lead]:
        """Those of some leads that rest on a value of one of these, rule by rule."""
        return sorted((lead for lead in among if not lead.concepts.isdisjoint(concepts)), key=_ORDER)

    def _leading_to(self, concept: str) -> frozenset[Lead]:
        found = self._behind.get(concept)
        if found is None:
            found = self._behind[concept] = frozenset(self._closure(concept))
        return found

    def _closure(self, concept: str) -> set[Lead]:
        wanted = {each for judging in self.judged(concept) for plan in judging.all for each in plan.concepts}
        found: set[Lead] = set()
        open_ones = list(wanted)
        while open_ones:
            for lead in self._giving(open_ones.pop()):
                found.add(lead)
                open_ones += lead.concepts - wanted
                wanted |= lead.concepts
        return found

    def _giving(self, concept: str) -> tuple[Lead, ...]:
        """The leads to a value of a concept."""
        found = self._gives.get(concept)
        if found is None:
            chained = (lead for rule_id in self._rulebook.about((concept,)) for lead in self.chained(rule_id))
            found = self._gives[concept] = tuple(lead for lead in chained if lead.gives == concept)
        return found


@lru_cache(maxsize=_BOOKS)
def plans(rulebook: Rulebook) -> Plans:
    """The plans of a rulebook, kept from one document to the next."""
    return Plans(rulebook)


def _judged(rule: Rule, concept: str) -> Iterator[Judging]:
    for symbol, variable in rule.variables.items():
        # A symbol that the rule is not about can be supported by an identity, and by nothing else.
        judges = symbol == rule.subject or (rule.subject and _is_identity(rule))
        if variable.concept == concept and judges and not variable.scenario:
            own = tuple(_plan(rule, place, convention, symbol) for place, convention in enumerate(rule.conventions))
            if deciding := tuple(plan for plan in own if plan.decides):
                yield Judging(own, deciding, frozenset.intersection(*(plan.needed for plan in deciding)))


def _is_identity(rule: Rule) -> bool:
    """Whether each side says what the other is; what usually holds of counts says so as well."""
    if rule.bound != "typical" or len(rule.conventions) != 1:
        return rule.bound == "exact"
    counts = all(variable.whole for variable in rule.variables.values())
    return counts and rule.conventions[0].relation.operator == "="


def _chained(rule: Rule, first: int) -> Iterator[Lead]:
    if len(rule.conventions) != 1 or rule.bound == "typical" or rule.conventions[0].when:
        return
    if _spans_situations(rule):
        return
    convention = rule.conventions[0]
    identity = rule.bound == "exact" and convention.relation.operator == "="
    for place, (symbol, form) in enumerate(convention.relation.forms.items()):
        if rule.kind == "infeasible" and form.direction == "<=":
            # That something must fit is no evidence that it does.
            continue
        concept, role = rule.variables[symbol].concept, rule.variables[symbol].role
        inferred = symbol == rule.subject or (identity and concept not in _CAUSES)
        # What hardware is is stated or looked up, never inferred from what is said to run on it, and what could be
        # reached says nothing of what is.
        if inferred and concept and concept not in DEVICE and role != "theoretical":
            yield Lead(rule, first + place, convention, symbol)


def _spans_situations(rule: Rule) -> bool:
    return any(variable.scenario for variable in rule.variables.values())


def _others(rule: Rule, convention: Convention, symbol: str) -> list[Variable]:
    return [rule.variables[other] for other in convention.relation.symbols if other != symbol]


def _has_otherwise(variable: Variable) -> bool:
    """Whether something is taken for a symbol where nothing is stated."""
    return variable.value is not None or variable.default is not None or variable.free


def _plan(rule: Rule, order: int, convention: Convention, symbol: str) -> Plan:
    variable = rule.variables[symbol]
    others = _others(rule, convention, symbol)
    slots = tuple(_slot(other) for other in others)
    named = {symbol, *convention.relation.symbols}
    further = dict.fromkeys(each for when in convention.when for each in when.symbols if each not in named)

    def cells(symbols: tuple[str, ...]) -> tuple[Key, ...]:
        return tuple(_cell(rule.variables[each]) for each in symbols)

    return Plan(
        order,
        rule,
        convention,
        variable,
        _cell(variable),
        tuple(other.symbol for other in others),
        slots,
        akin=tuple(place for place, other in enumerate(others) if other.concept == variable.concept),
        used=tuple(place for place, other in enumerate(others) if other.concept in FILLED and other.role not in HELD),
        concepts=frozenset(slot.cell[0] for slot in slots if not slot.constant),
        needed=frozenset(slot.cell[0] for slot in slots if slot.otherwise is None),
        occurs=symbol in convention.relation.symbols,
        solved=symbol in convention.relation.forms,
        about=symbol == rule.subject,
        needs=cells(convention.needs),
        absent=cells(convention.absent),
        conditional=tuple((each, _slot(rule.variables[each])) for each in further),
    )


def _cell(variable: Variable) -> Key:
    cell = (variable.concept, variable.scope)
    return at_time(cell, variable.scenario) if variable.scenario else cell


def _slot(variable: Variable) -> Slot:
    bare = (variable.concept, "") if variable.scope and not variable.scenario else None
    return _shared(_cell(variable), bare, variable.value, variable.default, variable.tacit, variable.free)


@lru_cache(maxsize=4096)
def _shared(
    cell: Key, bare: Key | None, value: Fraction | None, default: Fraction | None, tacit: bool, free: bool
) -> Slot:
    concept = cell[0]
    otherwise = None
    if value is not None:
        otherwise = Candidate(Interval.point(value), frozenset())
    elif default is not None:
        text = _ASSUMED.format(concept=spoken(concept), value=default)
        otherwise = Candidate(Interval.point(default), frozenset(), assumptions=() if tacit else (text,))
    elif free:
        otherwise = Candidate(Interval.at_least(1), frozenset())
    return Slot(cell, bare, concept in MEMORY, value is not None, otherwise)
