"""The ways in which a rule's symbols can be filled from what is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice, product
from operator import attrgetter

from auditor.derivations.candidate import Candidate, Cells, Key
from auditor.derivations.concepts import HELD
from auditor.derivations.plan import Plan, Slot
from auditor.facts import Premise
from auditor.interval import Interval

_FORKS = 12
_is_loose = attrgetter("loose")


class Fork:
    """One filling of a convention's symbols."""

    __slots__ = ("_values", "picked", "plan")

    def __init__(self, plan: Plan, picked: tuple[Candidate, ...]) -> None:
        self.plan = plan
        self.picked = picked
        """The candidates taken, in the order of the plan's symbols."""
        self._values: dict[str, Interval] | None = None

    @property
    def values(self) -> Mapping[str, Interval]:
        """The values taken, by symbol."""
        values = self._values
        if values is None:
            values = self._values = dict(zip(self.plan.symbols, [each.interval for each in self.picked], strict=True))
        return values

    @property
    def filled(self) -> Mapping[str, Candidate]:
        """The candidates taken, by symbol."""
        return dict(zip(self.plan.symbols, self.picked, strict=True))

    @property
    def is_nominal(self) -> bool:
        """Whether the printed numbers admit nothing beside themselves."""
        return all(candidate.nominal is None for candidate in self.picked)

    @property
    def nominal(self) -> Mapping[str, Interval]:
        """The values by the printed numbers alone."""
        return {symbol: candidate.nominal or candidate.interval for symbol, candidate in self.filled.items()}

    @property
    def claims(self) -> frozenset[int]:
        """Every claim behind the values."""
        return frozenset().union(*(candidate.claims for candidate in self.picked))

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the rule and the values take for granted."""
        taken = (assumption for candidate in self.picked for assumption in candidate.assumptions)
        return tuple(dict.fromkeys([*self.plan.rule.assumes, *taken]))

    @property
    def typical(self) -> bool:
        """Whether a usual estimate has a part in it."""
        return any(candidate.typical for candidate in self.picked)

    @property
    def loose(self) -> bool:
        """Whether a scope is read into some value, or what may be used is taken for what is."""
        return any(map(_is_loose, self.picked)) or any(self.picked[place].role in HELD for place in self.plan.used)

    @property
    def outside(self) -> tuple[Premise, ...]:
        """What the values rest on of the documents beside the report."""
        return tuple(dict.fromkeys(premise for candidate in self.picked for premise in candidate.outside))

    @property
    def stated(self) -> bool:
        """Whether anything that is stated or named stands behind the values, and not rules and defaults alone."""
        return any(map(_is_stated, self.picked))


def _is_stated(candidate: Candidate) -> bool:
    return bool(candidate.claims or candidate.outside or candidate.text)


def excluded(plan: Plan, cells: Cells) -> bool:
    """Whether the convention says of itself that it is not meant here: what it needs is not stated, or what must be
    absent is."""
    for cell in plan.needs:
        if not cells.states(cell):
            return True
    return any(map(cells.states, plan.absent)) if plan.absent else False


def is_fillable(plan: Plan, cells: Cells) -> bool:
    """Whether something is known, whatever it rests on, for each symbol of a convention that is meant here."""
    if not plan.needed <= cells.known:
        return False
    for slot in plan.slots:
        if slot.otherwise is None and slot.cell not in cells and slot.unscoped not in cells:
            return False
    return not excluded(plan, cells)


Choices = Callable[[Slot], list[Candidate]]
"""What may fill a slot."""


def forks(plan: Plan, cells: Cells, choices: Choices) -> list[Fork]:
    """The fillings of a plan; empty if one symbol cannot be filled."""
    found: list[list[Candidate]] = []
    for slot in plan.slots:
        several = choices(slot)
        if not several:
            return []
        found.append(several)
    if excluded(plan, cells):
        return []
    return [Fork(plan, picked) for picked in islice(product(*found), _FORKS)]


def choices(slot: Slot, cells: Cells, without: frozenset[int]) -> list[Candidate]:
    """What may fill a slot and rests on no claim in `without`."""
    if slot.constant:
        return [slot.otherwise] if slot.otherwise is not None else []
    there = cells.at(slot.cell)
    known = [each for each in there if each.claims.isdisjoint(without) or each.implied] if without else there
    if known:
        # Amounts of memory are stated with and without "per GPU" in one report; counts of things are not.
        unscoped = _unscoped(slot.unscoped, cells, without) if slot.memory else []
        return [*_distinct(known), *unscoped]
    if there and cells.states(slot.cell):
        return []
    if slot.unscoped is not None and cells.at(slot.unscoped):
        return _unscoped(slot.unscoped, cells, without)
    if slot.otherwise is None or slot.cell[0] in cells.told:
        return []
    return [slot.otherwise]


def _distinct(known: list[Candidate]) -> list[Candidate]:
    """Of candidates with one value the first, at the place of the last."""
    if len(known) == 1:
        return known
    return [*{candidate.interval: candidate for candidate in reversed(known)}.values()][::-1]


def _unscoped(cell: Key | None, cells: Cells, without: frozenset[int]) -> list[Candidate]:
    """What is stated without a scope, and may be meant in the symbol's: it can support, and refutes nothing."""
    stated = [] if cell is None else cells.at(cell)
    return [candidate.loosened() for candidate in stated if candidate.claims.isdisjoint(without)]
