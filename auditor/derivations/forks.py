"""The ways in which a rule's symbols can be filled from what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, product

from auditor.derivations.candidate import Candidate, Cell, Cells
from auditor.derivations.plan import Plan, Slot
from auditor.facts import Premise
from auditor.interval import Interval
from auditor.rulebook import Rule

_FORKS = 12


@dataclass(slots=True, eq=False)
class Fork:
    """One filling of a convention's symbols."""

    rule: Rule
    filled: Mapping[str, Candidate]
    """The candidates taken, by symbol."""
    values: Mapping[str, Interval] = field(init=False)

    def __post_init__(self) -> None:
        self.values = {symbol: candidate.interval for symbol, candidate in self.filled.items()}

    @property
    def is_nominal(self) -> bool:
        """Whether the printed numbers admit nothing beside themselves."""
        return all(candidate.nominal is None for candidate in self.filled.values())

    @property
    def nominal(self) -> Mapping[str, Interval]:
        """The values by the printed numbers alone."""
        return {symbol: candidate.nominal or candidate.interval for symbol, candidate in self.filled.items()}

    @property
    def claims(self) -> frozenset[int]:
        """Every claim behind the values."""
        return frozenset().union(*(candidate.claims for candidate in self.filled.values()))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the rule and the values take for granted."""
        taken = (assumption for candidate in self.filled.values() for assumption in candidate.assumptions)
        return tuple(dict.fromkeys([*self.rule.assumes, *taken]))

    @property
    def typical(self) -> bool:
        """Whether a usual estimate has a part in it."""
        return any(candidate.typical for candidate in self.filled.values())

    @property
    def loose(self) -> bool:
        """Whether a scope is read into some value."""
        return any(candidate.loose for candidate in self.filled.values())

    @property
    def outside(self) -> tuple[Premise, ...]:
        """What the values rest on of the documents beside the report."""
        return tuple(dict.fromkeys(premise for candidate in self.filled.values() for premise in candidate.outside))

    @property
    def stated(self) -> bool:
        """Whether anything that is stated stands behind the values, and not rules and defaults alone."""
        return any(candidate.claims or candidate.outside for candidate in self.filled.values())


def excluded(plan: Plan, cells: Cells) -> bool:
    """Whether the convention says of itself that it is not meant here: what it needs is not stated, or what must be
    absent is."""
    return bool(plan.needs or plan.absent) and not (
        all(cells.states(cell) for cell in plan.needs) and not any(cells.states(cell) for cell in plan.absent)
    )


def forks(plan: Plan, cells: Cells, without: frozenset[int]) -> list[Fork]:
    """The fillings of a plan that rest on no claim in `without`; empty if one symbol cannot be filled."""
    if not plan.needed <= cells.known:
        return []
    choices: list[list[Candidate]] = []
    for slot in plan.slots:
        found = _choices(slot, cells, without)
        if not found:
            return []
        choices.append(found)
    if excluded(plan, cells):
        return []
    return list(islice(_fillings(plan, choices), _FORKS))


def _fillings(plan: Plan, choices: list[list[Candidate]]) -> Iterator[Fork]:
    symbols = [slot.symbol for slot in plan.slots]
    for picked in product(*choices):
        yield Fork(plan.rule, dict(zip(symbols, picked, strict=True)))


def _choices(slot: Slot, cells: Cells, without: frozenset[int]) -> list[Candidate]:
    there = [] if slot.constant else cells.at(slot.cell)
    known = [each for each in there if each.implied or each.claims.isdisjoint(without)] if without else there
    if known:
        # Amounts of memory are stated with and without "per GPU" in one report; counts of things are not.
        unscoped = _unscoped(slot.unscoped, cells, without) if slot.memory else []
        return [*_distinct(known), *unscoped]
    if there and cells.states(slot.cell):
        return []
    if slot.unscoped is not None and cells.at(slot.unscoped):
        return _unscoped(slot.unscoped, cells, without)
    if slot.otherwise is None or (not slot.constant and slot.cell[0] in cells.told):
        return []
    return [slot.otherwise]


def _distinct(known: list[Candidate]) -> list[Candidate]:
    """Of candidates with one value the first, at the place of the last."""
    if len(known) == 1:
        return known
    return [*{candidate.interval: candidate for candidate in reversed(known)}.values()][::-1]


def _unscoped(cell: Cell | None, cells: Cells, without: frozenset[int]) -> list[Candidate]:
    """What is stated without a scope, and may be meant in the symbol's: it can support, and refutes nothing."""
    stated = [] if cell is None else cells.at(cell)
    return [replace(candidate, loose=True) for candidate in stated if candidate.claims.isdisjoint(without)]
