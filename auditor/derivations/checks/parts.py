"""Parts and wholes without a result beside them: "6 stages × 5 layers each", "5 layers a stage (30 in all)"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Facts, Link, Operand
from auditor.interval import Interval
from auditor.show import number

_CHANCE = 0.1


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


def _judge(facts: Facts, link: Link, counts: dict[Fraction, list[Claim]], rule: str) -> Derivation | None:
    if not (isinstance(link.first, Operand) and isinstance(link.second, Operand)):
        return None
    first, second = facts.claims.all[link.first.claim], facts.claims.all[link.second.claim]
    a, b = _count(first), _count(second)
    if a is None or b is None or a == 0:
        return None
    result, sign = (a * b, "*") if link.form == "each" else (b / a, "/")
    stated = [claim for claim in counts.get(result, ()) if claim.index not in (first.index, second.index)]
    if not stated:
        return None
    order = (first, second) if sign == "*" else (second, first)
    names = tuple(f"c{claim.index}" for claim in order)
    given = tuple(
        Input(name, Interval.point(_count(claim) or 0), claim.index) for name, claim in zip(names, order, strict=True)
    )
    working = f"{order[0].text} {'×' if sign == '*' else '÷'} {order[1].text}"
    return Derivation(
        rule=rule,
        head=first.index,
        premises=(second.index, stated[0].index),
        holds=True,
        stated=f"{first.text}, {second.text}",
        expected=f"{number(result)}, as {stated[0].text}",
        interval=Interval.point(result),
        basis=Basis.ARITHMETIC,
        steps=(Step(working, working, Interval.point(result), "", f"{names[0]} {names[1]} {sign}", given),),
        compared=_cited(stated[0], result),
        power=_CHANCE,
    )


def _cited(claim: Claim, value: Fraction) -> Step:
    name, point = f"c{claim.index}", Interval.point(value)
    return Step(claim.text, claim.text, point, "", name, (Input(name, point, claim.index),))


def _count(claim: Claim) -> Fraction | None:
    quantity = claim.quantity
    return quantity.value if quantity is not None and quantity.whole else None
