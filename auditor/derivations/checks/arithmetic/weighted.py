"""A score of weighted marks: "0.4 × 7 + 0.3 × 6 + 0.3 × 4 = 5.8". Weights that add up to one are exact, as whole marks
are, so that the rounding of either explains nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import show
from auditor.derivations.checks.written import pairs
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.values import operands, program, words
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.interval import Interval
from auditor.quantity import Quantity

_WEIGHTS, _POINTS = ("", "%"), ("", "point")


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each sum of products whose weights are told apart by adding up to one."""
    claims = facts.claims.all
    for left, relation, right in pairs(facts):
        if relation != "=" or not isinstance(left, Operation) or not isinstance(right, Operand):
            continue
        terms = _terms(left, claims)
        stated = claims[right.claim].quantity
        if (
            terms is not None
            and stated is not None
            and stated.unit.symbol in _POINTS
            and is_own_statement(facts, right.claim)
        ):
            yield _derivation(left, terms, facts, claims[right.claim], stated, rule)


def _terms(left: Operation, claims: tuple[Claim, ...]) -> dict[int, Interval] | None:
    """What each weight and mark is, by claim; None for what is no weighted sum."""
    if left.operator != "+" or len(left.operands) < 2:
        return None
    products = [_product(each, claims) for each in left.operands]
    found = [each for each in products if each is not None]
    if len(found) < len(products):
        return None
    for first in (True, False):
        weights = [pair[0] if first else pair[1] for pair in found]
        marks = [pair[1] if first else pair[0] for pair in found]
        values = [_quantity(each).nominal().low or Fraction(0) for each in weights]
        whole = any(_quantity(each).unit.symbol for each in marks)
        if sum(values) == 1 and all(0 < value < 1 for value in values) and not whole:
            exact = {each.index: _quantity(each).nominal() for each in weights}
            return exact | {each.index: _mark(_quantity(each)) for each in marks}
    return None


def _product(term: Expression, claims: tuple[Claim, ...]) -> tuple[Claim, Claim] | None:
    """The two factors of a product of plain numbers."""
    if not isinstance(term, Operation) or term.operator != "*" or len(term.operands) != 2:
        return None
    first, second = (claims[each.claim] if isinstance(each, Operand) else None for each in term.operands)
    if first is None or second is None or not (_is_plain(first) and _is_plain(second)):
        return None
    return first, second


def _is_plain(claim: Claim) -> bool:
    quantity = claim.quantity
    told = quantity is not None and quantity.value is not None and quantity.is_plain
    return told and quantity is not None and quantity.unit.symbol in _WEIGHTS and len(quantity.readings) == 1


def _quantity(claim: Claim) -> Quantity:
    assert claim.quantity is not None
    return claim.quantity


def _mark(quantity: Quantity) -> Interval:
    """A mark: exact if it is whole, else with its rounding."""
    value = quantity.value
    return quantity.nominal() if value is not None and value.denominator == 1 else quantity.readings[0].interval


def _derivation(
    left: Operation, terms: Mapping[int, Interval], facts: Facts, head: Claim, stated: Quantity, rule: str
) -> Derivation:
    claims, used = facts.claims.all, tuple(dict.fromkeys(operands(left)))
    result = shown = Interval.point(0)
    for term in left.operands:
        first, second = operands(term)
        result = result + terms[first] * terms[second]
        shown = shown + _quantity(claims[first]).nominal() * _quantity(claims[second]).nominal()
    text = words(left, claims)
    given = tuple(Input(f"c{index}", terms[index], index) for index in used)
    return one_step(
        head,
        Step(text, text, result, "", program(left), given),
        rule,
        expected=show.interval(shown, stated.readings[0].unit),
        holds=result.meets(stated.hull),
        basis=Basis.ARITHMETIC,
    )
