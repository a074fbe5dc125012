"""A stated value tried under the conventions of a rule, with every filling of its other symbols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from auditor.derivations.candidate import Candidate, Cells, Key
from auditor.derivations.chain import applies
from auditor.derivations.forks import Choices, Fork, choices, forks, is_fillable
from auditor.derivations.plan import Judging, Plan, Plans, Slot
from auditor.derivations.situations import Situation
from auditor.facts import Fact
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.rulebook import Convention, Relation

_PLAIN = frozenset({"", "achieved", "available", "average", "estimated"})
"""Roles of what a deployment has or does; a plain number may be any of them."""
_Circumstances = Sequence[Mapping[str, Interval]]
_NOTHING_FURTHER: _Circumstances = ({},)
_CIRCUMSTANCES = 256
"""Beyond so many no condition on them is asked: some of them would meet any."""


@dataclass(slots=True, eq=False)
class Trial:
    """One convention with one filling, and whether the stated value can agree with it; not to be changed."""

    plan: Plan
    fork: Fork
    result: Interval
    """What the symbol must be; for a relation that is not solved for it, left side minus right."""
    agrees: bool
    """Whether the stated value fits the result."""
    stated: Interval
    circumstances: _Circumstances
    """What the symbols can be that only the conditions of the convention name: in one of these they have to be met."""
    _meant: bool | None = None

    @property
    def holds(self) -> bool:
        """Whether the stated value can agree with the convention, and its conditions are met."""
        return self.agrees and self.meant

    @property
    def meant(self) -> bool:
        """Whether the conditions of the convention are met."""
        if self._meant is None:
            self._meant = any(self._outcomes())
        return self._meant

    @property
    def certainly_meant(self) -> bool:
        """Whether they are met whichever of their values the symbols have that only the conditions name."""
        return all(self._outcomes())

    def _outcomes(self) -> Iterator[bool]:
        conditions = self.convention.when
        own = {**self.fork.values, self.plan.variable.symbol: self.stated} if conditions else {}
        return (not conditions or _met(conditions, {**each, **own}) for each in self.circumstances)

    @property
    def convention(self) -> Convention:
        """The convention that was tried."""
        return self.plan.convention

    @property
    def solved(self) -> bool:
        """Whether the relation is solved for the symbol."""
        return self.plan.solved


class Speaker(NamedTuple):
    """A symbol of a rule, by which it speaks of statements of a concept."""

    all: tuple[Plan, ...]
    """Its conventions."""
    ready: tuple[Plan, ...]
    """Those of which all that they need is known."""
    asked: tuple[Plan, ...]
    """Those that can have a say; at least one."""


class Tries:
    """The trials of one fact under some plans, made again whenever they are gone through: most are never looked at."""

    __slots__ = ("_fact", "_plans", "_trials")

    def __init__(self, trials: Trials, fact: Fact, plans: tuple[Plan, ...]) -> None:
        self._trials, self._fact, self._plans = trials, fact, plans

    def __iter__(self) -> Iterator[Trial]:
        return self._trials.of(self._fact, self._plans)


class Trials:
    """The trials of one situation; a quantity that is stated ten times is worked out once."""

    def __init__(self, situation: Situation, marked: frozenset[int]) -> None:
        self.situation = situation
        self.marked = marked
        """The claims that a tick or verdict word speaks of."""
        self._speaking: dict[str, list[Speaker]] = {}
        self._choices: dict[Key, _Chosen] = {}
        self._filled: dict[Key, dict[Plan, tuple[list[tuple[Fork, Interval | None]], _Circumstances]]] = {}

    def forget(self) -> None:
        """Lets go of what was worked out, when the situation is judged; whoever looks at a proof works it out again."""
        self._speaking, self._choices, self._filled = {}, {}, {}

    def speaking(self, concept: str, book: Plans) -> list[Speaker]:
        """The symbols by which rules speak of a concept here, where at least one convention can be worked out."""
        found = self._speaking.get(concept)
        if found is None:
            found = self._speaking[concept] = list(self._speakers(book.judged(concept)))
        return found

    def _speakers(self, judged: Iterable[Judging]) -> Iterator[Speaker]:
        cells = self.situation.cells
        for own, deciding, needed in judged:
            asked = [plan for plan in deciding if is_fillable(plan, cells)] if needed <= cells.known else []
            if asked and applies(own[0].rule, self.situation):
                ready = (plan for plan in own if plan in asked or (plan.occurs and is_fillable(plan, cells)))
                yield Speaker(own, tuple(ready), tuple(asked))

    def of(self, fact: Fact, plans: Iterable[Plan]) -> Iterator[Trial]:
        """Every way to work out what the plans' symbol must be, the fact's quantity left aside, and whether the fact
        agrees."""
        cell = fact.concept, fact.scope
        filled = self._filled.setdefault(cell, {})
        for plan in plans:
            found = filled.get(plan)
            if found is None:
                found = filled[plan] = list(self._fill(plan, cell)), self._circumstances(plan, cell)
            for fork, result in found[0]:
                if not plan.akin or plan.variable.role or _same_role(fact, fork):
                    yield _trial(plan, fork, result, fact, found[1])

    def _fill(self, plan: Plan, cell: Key) -> Iterator[tuple[Fork, Interval | None]]:
        """The fillings, each with what the plan's form gives; None where there is no form."""
        form, absolute = plan.form, not plan.slots
        for fork in forks(plan, self.situation.cells, self._choosing(cell)):
            if not (absolute or fork.stated):
                continue
            result = None if form is None else form(fork.values)
            if result is None or not result.is_whole_line:
                yield fork, result

    def _circumstances(self, plan: Plan, cell: Key) -> _Circumstances:
        """What the symbols can be that only the conditions of a convention name; left out are those that nothing
        fills."""
        if not plan.conditional:
            return _NOTHING_FURTHER
        found = {symbol: self._choosing(cell)(slot) for symbol, slot in plan.conditional}
        filled = {symbol: [each.interval for each in several] for symbol, several in found.items() if several}
        if prod(map(len, filled.values())) > _CIRCUMSTANCES:
            return _NOTHING_FURTHER
        return [dict(zip(filled, picked, strict=True)) for picked in product(*filled.values())]

    def _choosing(self, cell: Key) -> Choices:
        """What fills a slot without what states a cell."""
        found = self._choices.get(cell)
        if found is None:
            found = self._choices[cell] = _Chosen(self.situation.cells, self.situation.stating[cell])
        return found.__getitem__


class _Chosen(dict[Slot, list[Candidate]]):
    """What fills a slot, worked out once: many rules ask for the same."""

    def __init__(self, cells: Cells, without: frozenset[int]) -> None:
        super().__init__()
        self._cells, self._without = cells, without

    def __missing__(self, slot: Slot) -> list[Candidate]:
        found = self[slot] = choices(slot, self._cells, self._without)
        return found


def _trial(plan: Plan, fork: Fork, result: Interval | None, fact: Fact, circumstances: _Circumstances) -> Trial:
    stated, relation = fact.quantity.hull, plan.convention.relation
    if result is not None:
        return Trial(plan, fork, result, result.meets(stated), stated, circumstances)
    rest = relation.difference({**fork.values, plan.variable.symbol: stated})
    return Trial(plan, fork, rest, relation.allows(rest), stated, circumstances)


def _met(conditions: Iterable[Relation], known: Mapping[str, Interval]) -> bool:
    """Whether those hold whose symbols are all known."""
    return all(when.admits(known) for when in conditions if known.keys() >= set(when.symbols))


def _same_role(fact: Fact, fork: Fork) -> bool:
    """Whether values of the fact's own concept in another scope are meant alike: reached, theoretical, required ..."""
    akin = (fork.picked[place] for place in fork.plan.akin)
    return all(candidate.rules or _alike(candidate.role, fact.role) for candidate in akin)


def _alike(a: str, b: str) -> bool:
    return a == b or (not (a and b) and {a, b} <= _PLAIN)
