"""Totals at the end of a block of code whose lines build on one another: the results that no later line works on,
and what lines between them state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from operator import itemgetter

from auditor.derivations.checks.additive import is_total
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.checks.paired import chance
from auditor.derivations.derivation import Derivation
from auditor.derivations.summed import summed
from auditor.derivations.values import operands
from auditor.facts import Claim, Facts, Operand, Operation
from auditor.quantity import Quantity
from auditor.units import Dimensions

_PARAMETERS: Dimensions = (("parameter", 1),)
_FEWEST, _MOST = 2, 12


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each total that works nothing out itself and that the loose ends above it add up to."""
    blocks = facts.claims.document.blocks
    worked: dict[int, list[tuple[frozenset[Fraction | None], int]]] = defaultdict(list)
    for equation in facts.claims.equations:
        code, last = blocks[equation.block].code, equation.sides[-1]
        if code is not None and isinstance(equation.sides[0], Operation) and isinstance(last, Operand):
            used = frozenset(_value(facts, claim) for claim in operands(equation.sides[0]))
            worked[code.fence].append((used, last.claim))
    for claim, _ in lone_quantities(facts) if worked else ():
        code = blocks[claim.block].code
        if code is not None and code.fence in worked and claim.label.key and not is_total(claim.label.key):
            worked[code.fence].append((frozenset(), claim.index))
    for total, quantity in _totals(facts, worked):
        code = blocks[total.block].code
        lines = [] if code is None else sorted((o for o in worked[code.fence] if o[1] < total.index), key=itemgetter(1))
        made = _judge(total, quantity, _ends(facts, lines, quantity), rule)
        if made is not None:
            yield made


def _value(facts: Facts, claim: int) -> Fraction | None:
    quantity = facts.claims.all[claim].quantity
    return None if quantity is None else quantity.value


def _totals(facts: Facts, worked: Mapping[int, object]) -> Iterator[tuple[Claim, Quantity]]:
    """The first number of each line of code that is called a total and has no calculation of its own."""
    blocks = facts.claims.document.blocks
    own = {equation.block for equation in facts.claims.equations if isinstance(equation.sides[0], Operation)}
    seen: set[int] = set()
    for claim in facts.claims.all:
        code = blocks[claim.block].code
        if claim.quantity is None or claim.block in seen or code is None or code.fence not in worked:
            continue
        seen.add(claim.block)
        if claim.block not in own and is_total(claim.label.key):
            yield claim, claim.quantity


def _ends(
    facts: Facts, lines: Sequence[tuple[frozenset[Fraction | None], int]], total: Quantity
) -> list[tuple[Claim, Quantity]]:
    """The results of the total's kind that no later line multiplies or adds to."""
    found: list[tuple[Claim, Quantity]] = []
    for at, (_, result) in enumerate(lines):
        claim, value = facts.claims.all[result], _value(facts, result)
        later = any(value in used for used, _ in lines[at + 1 :])
        if claim.quantity is not None and not later and _kind(claim.quantity) == _kind(total):
            found.append((claim, claim.quantity))
    return found


def _kind(quantity: Quantity) -> Dimensions:
    """The unit; parameters are often counted without a noun."""
    dimensions = quantity.readings[0].unit.dimensions
    return () if dimensions == _PARAMETERS else dimensions


def _judge(total: Claim, quantity: Quantity, parts: Sequence[tuple[Claim, Quantity]], rule: str) -> Derivation | None:
    if not _FEWEST <= len(parts) <= _MOST:
        return None
    whole, *listed = ((claim, each, each.readings[0].interval) for claim, each in ((total, quantity), *parts))
    power = chance(quantity)
    made = summed(whole, listed, rule, words="sum of the last results", holds=True, power=power)
    return made if made.interval.meets(quantity.readings[0].interval) else None
