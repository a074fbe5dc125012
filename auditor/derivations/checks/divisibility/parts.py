"""Parts and wholes without a result beside them: "6 stages × 5 layers each", "5 layers a stage (30 in all)", "8+8"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod

from auditor.derivations.chained import chained
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Expression, Facts, Link, Operand
from auditor.interval import Interval
from auditor.show import number

_CHANCE = 0.1
_LEAST = 8
"""A product below this meets too many counts."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such pair whose product or quotient is a count that the document states."""
    counts: dict[Fraction, list[Claim]] = {}
    for fact in facts.all:
        value = fact.quantity.value
        if fact.known and fact.quantity.whole and value is not None and value > 1:
            counts.setdefault(value, []).append(fact.claim)
    for link in facts.claims.links:
        if link.form in ("each", "share") and link.result is None:
            derivation = _judge(facts, link, counts, rule)
            if derivation is not None:
                yield derivation
    yield from _sums(facts, counts, rule)
    for equation in facts.claims.equations:
        used = list(dict.fromkeys(_factors(equation.sides[0]))) if not equation.relations else []
        if len(used) > 1 and (found := _product(facts, used, counts, rule)) is not None:
            yield found


def _sums(facts: Facts, counts: dict[Fraction, list[Claim]], rule: str) -> Iterator[Derivation]:
    """Sums without a result, "split as 8+8 layers", whose value is a count that the document states."""
    run: list[Claim] = []
    for claim in (*facts.claims.all, None):
        if claim is not None and claim.qualifier == "a+b" and (not run or run[-1].block == claim.block):
            run.append(claim)
            continue
        found = _sum(run, counts, rule) if len(run) > 1 else None
        if found is not None:
            yield found
        run = [claim] if claim is not None and claim.qualifier == "a+b" else []


def _sum(run: list[Claim], counts: dict[Fraction, list[Claim]], rule: str) -> Derivation | None:
    values = [count for claim in run if (count := _count(claim)) is not None]
    result = sum(values, Fraction())
    if len(values) < len(run) or result not in counts or result < _LEAST:
        return None
    return _combined(run, values, "+", counts[result][0], rule)


def _factors(expression: Expression) -> list[int]:
    """The claims of a product of single numbers; none for anything else."""
    if isinstance(expression, Operand) or expression.operator != "*":
        return []
    return [each.claim for each in expression.operands if isinstance(each, Operand)]


def _product(facts: Facts, used: list[int], counts: dict[Fraction, list[Claim]], rule: str) -> Derivation | None:
    """A product without a result, "16 nodes × 8 GPUs", whose value is a count that the document states elsewhere."""
    factors = [facts.claims.all[index] for index in used]
    values = [count for claim in factors if (count := _count(claim)) is not None and count > 1]
    result = Fraction(prod(values))
    if len(values) < max(len(used), 2) or result < _LEAST:
        return None
    stated = next((claim for claim in counts.get(result, ()) if claim.block != factors[0].block), None)
    return _combined(factors, values, "×", stated, rule) if stated is not None else None


def _combined(used: list[Claim], values: list[Fraction], sign: str, stated: Claim, rule: str) -> Derivation:
    """That a product or sum of counts comes to a stated one."""
    result = Fraction(prod(values)) if sign == "×" else sum(values, Fraction())
    step = chained(sign, [(claim, Interval.point(value)) for claim, value in zip(used, values, strict=True)])
    return one_step(
        used[0],
        step,
        rule,
        expected=f"{number(result)}, as {stated.text}",
        holds=True,
        stated=step.values,
        beside=(stated.index,),
        basis=Basis.ARITHMETIC,
        compared=claim_step(stated, Interval.point(result), stated.text),
        power=_CHANCE,
    )


def _judge(facts: Facts, link: Link, counts: dict[Fraction, list[Claim]], rule: str) -> Derivation | None:
    if not (isinstance(link.first, Operand) and isinstance(link.second, Operand)):
        return None
    first, second = facts.claims.all[link.first.claim], facts.claims.all[link.second.claim]
    a, b = _count(first), _count(second)
    if a is None or b is None or a == 0:
        return None
    result, sign = (a * b, "×") if link.form == "each" else (b / a, "÷")
    asked = (first.index, second.index)
    stated = next((claim for claim in counts.get(result, ()) if claim.index not in asked), None)
    if stated is None:
        return None
    order = ((first, a), (second, b)) if sign == "×" else ((second, b), (first, a))
    return one_step(
        first,
        chained(sign, [(claim, Interval.point(value)) for claim, value in order]),
        rule,
        expected=f"{number(result)}, as {stated.text}",
        holds=True,
        stated=f"{first.text}, {second.text}",
        beside=(stated.index,),
        basis=Basis.ARITHMETIC,
        compared=claim_step(stated, Interval.point(result), stated.text),
        power=_CHANCE,
    )


def _count(claim: Claim) -> Fraction | None:
    quantity = claim.quantity
    return quantity.value if quantity is not None and quantity.whole else None
