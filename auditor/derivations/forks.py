"""The ways in which a rule's symbols can be filled from what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product

from auditor.derivations.candidate import Candidate, Cells
from auditor.derivations.concepts import MEMORY
from auditor.facts import Premise
from auditor.interval import Interval
from auditor.rulebook import Convention, Rule, Variable

_FORKS = 12
_ASSUMED = "{concept} taken as {value}, which is not stated"


@dataclass(frozen=True, slots=True)
class Fork:
    """One filling of a convention's symbols."""

    values: Mapping[str, Interval]
    nominal: Mapping[str, Interval]
    """The same by the printed numbers alone."""
    claims: frozenset[int]
    """Every claim behind the values."""
    filled: Mapping[str, Candidate]
    """The candidates taken, by symbol; constants, defaults and free symbols left out."""
    assumptions: tuple[str, ...]
    typical: bool
    loose: bool
    outside: tuple[Premise, ...]
    """What the values rest on of the documents beside the report."""

    @property
    def stated(self) -> bool:
        """Whether anything that is stated stands behind the values, and not rules and defaults alone."""
        return bool(self.claims or self.outside)


def excluded(rule: Rule, convention: Convention, cells: Cells) -> bool:
    """Whether the convention says of itself that it is not meant here: something it needs is not stated."""
    return not _stated(rule, convention, cells)


def forks(rule: Rule, convention: Convention, cells: Cells, wanted: str, without: frozenset[int]) -> list[Fork]:
    """The fillings of all symbols but `wanted` that rest on no claim in `without`; empty if one cannot be filled."""
    if any(variable.scenario for variable in rule.variables.values()):
        return []
    choices: list[tuple[str, list[Candidate]]] = []
    for symbol in convention.relation.symbols:
        if symbol == wanted:
            continue
        found = _choices(rule.variables[symbol], cells, without)
        if not found:
            return []
        choices.append((symbol, found))
    if not _stated(rule, convention, cells):
        return []
    return list(islice(_fillings(rule, choices), _FORKS))


def _stated(rule: Rule, convention: Convention, cells: Cells) -> bool:
    """Whether what the convention needs is there, and what must be absent is not."""

    def known(symbol: str) -> bool:
        return any(not candidate.rules for candidate in cells.at(_cell(rule.variables[symbol])))

    return all(known(symbol) for symbol in convention.needs) and not any(known(symbol) for symbol in convention.absent)


def _cell(variable: Variable) -> tuple[str, str]:
    return (variable.concept, variable.scope)


def _choices(variable: Variable, cells: Cells, without: frozenset[int]) -> list[Candidate]:
    if variable.value is not None:
        return [Candidate(Interval.point(variable.value), frozenset())]
    known = [
        candidate for candidate in cells.at(_cell(variable)) if candidate.implied or not candidate.claims & without
    ]
    if known:
        # Amounts of memory are stated with and without "per GPU" in one report; counts of things are not.
        unscoped = _unscoped(variable, cells, without) if variable.concept in MEMORY else []
        return [*{candidate.interval: candidate for candidate in reversed(known)}.values()][::-1] + unscoped
    if cells.at(_cell(variable)):
        return []
    if cells.at((variable.concept, "")) and variable.scope:
        return _unscoped(variable, cells, without)
    if variable.default is not None:
        text = _ASSUMED.format(concept=variable.concept.replace("_", " "), value=variable.default)
        return [Candidate(Interval.point(variable.default), frozenset(), assumptions=() if variable.tacit else (text,))]
    if variable.free:
        return [Candidate(Interval.at_least(1), frozenset())]
    return []


def _unscoped(variable: Variable, cells: Cells, without: frozenset[int]) -> list[Candidate]:
    """What is stated without a scope, and may be meant in the variable's: it can support, and refutes nothing."""
    stated = cells.at((variable.concept, "")) if variable.scope else []
    return [replace(candidate, loose=True) for candidate in stated if not candidate.claims & without]


def _fillings(rule: Rule, choices: list[tuple[str, list[Candidate]]]) -> Iterator[Fork]:
    for picked in product(*(candidates for _, candidates in choices)):
        filled = {symbol: candidate for (symbol, _), candidate in zip(choices, picked, strict=True)}
        yield Fork(
            values={symbol: candidate.interval for symbol, candidate in filled.items()},
            nominal={symbol: candidate.nominal or candidate.interval for symbol, candidate in filled.items()},
            claims=frozenset().union(*(candidate.claims for candidate in picked)),
            filled=filled,
            assumptions=tuple(dict.fromkeys([*rule.assumes, *(a for c in picked for a in c.assumptions)])),
            typical=any(candidate.typical for candidate in picked),
            loose=any(candidate.loose for candidate in picked),
            outside=tuple(dict.fromkeys(premise for candidate in picked for premise in candidate.outside)),
        )
