"""Written arithmetic: an equation in the text, worked out again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

from auditor import show
from auditor.derivations.agreement import ABOUT, Comparison, Outcome, best, compare
from auditor.derivations.checks.undecided import is_undecided
from auditor.derivations.converted import by_hand
from auditor.derivations.derivation import ROUNDED, Basis, Derivation, Step
from auditor.derivations.near_miss import left_out
from auditor.derivations.unstated import of_many, of_quotients, rounded, says_other
from auditor.derivations.values import Value, World, evaluate, head_unit, operands, widen, words, worked, worlds
from auditor.facts import Claim, Expression, Facts, Operand, Operation, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_EQUAL = ("=", "≈", "→")
_Sum = tuple[tuple[Fraction | None, ...], Fraction | None]
"""The numbers of a side, and what it is said to give."""
_STRICT = frozenset("<>")
_WORDS = {"<": "less", ">": "more"}
_MIRRORED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each pair of neighbouring sides of written arithmetic that can be decided."""
    claims, corrected = facts.claims.all, _corrected(facts)
    quotients = cache(lambda: _quotients(facts))
    for left, relation, right in pairs(facts):
        derivation = judge_pair(claims, left, relation, right, rule)
        if derivation is None:
            continue
        if not derivation.holds and relation in _EQUAL:
            derivation = _begun(claims, left, right, rule) or derivation
            if not derivation.holds:
                derivation = _of_quotient(claims, left, right, quotients(), rule) or derivation
            if not derivation.holds and is_undecided(facts, left, relation, right):
                continue
        if derivation.holds and relation in _STRICT and _is_even(claims, left, right):
            derivation = _unequal(derivation)
        told = is_asserted(facts, derivation.head) and (_values(claims, left), _value(claims, right)) not in corrected
        if derivation.holds or told:
            yield derivation
    for equation in facts.claims.likely:
        derivation = judge_pair(claims, equation.sides[0], equation.relations[0], equation.sides[1], rule)
        if derivation is not None and derivation.holds:
            yield derivation


def _is_even(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether two sides come to the same as they are printed: "60 GB < 75% of 80 GB"."""
    used = [claims[claim].quantity for claim in (*operands(left), *operands(right))]
    quantities = [quantity for quantity in used if quantity is not None]
    if any(quantity.modality is not Modality.EXACT for quantity in quantities):
        return False
    sides = [[evaluate(side, claims, world, nominal=True) for side in (left, right)] for world in worlds(quantities)]
    return all(a is not None and b is not None and a.physical == b.physical and a.base == b.base for a, b in sides)


def _unequal(derivation: Derivation) -> Derivation:
    """What is said to be less, or more, and is the same as printed."""
    working, word = derivation.steps[0].formula, _WORDS[derivation.relation]
    return replace(
        derivation,
        holds=False,
        severity="warning",
        message=f"{derivation.stated} is said to be {word} than {working}: as printed they are equal.",
        reservation=ROUNDED,
    )


def _corrected(facts: Facts) -> frozenset[_Sum]:
    """Sums with a result that the report itself calls wrong when it works them out again: "2 × 3 = 6, not 5"."""
    denied = defaultdict(list)
    for fact in facts.all:
        if fact.stance is Stance.DISPUTED:
            denied[fact.claim.block].append(fact.quantity.value)
    return frozenset(
        (_values(facts.claims.all, side), value)
        for equation in facts.claims.equations
        for side in (equation.sides if equation.block in denied else ())
        if isinstance(side, Operation)
        for value in denied[equation.block]
    )


def _values(claims: tuple[Claim, ...], side: Expression) -> tuple[Fraction | None, ...]:
    """The numbers of a side, in no particular order."""
    found = (_value(claims, Operand(claim)) for claim in operands(side))
    return tuple(sorted(found, key=lambda value: (value is None, value or 0)))


def _value(claims: tuple[Claim, ...], side: Expression) -> Fraction | None:
    quantity = claims[side.claim].quantity if isinstance(side, Operand) else None
    return None if quantity is None else quantity.value


def _begun(claims: tuple[Claim, ...], left: Expression, right: Expression, rule: str) -> Derivation | None:
    """That the right side only goes on with what the left one gives: "12 GB ÷ 4 = 3 GB × 2 for both copies"."""
    if not isinstance(left, Operation) or not isinstance(right, Operation):
        return None
    first: Expression = right
    while isinstance(first, Operation) and len(first.operands) > 1 and first.operator != "^":
        first = first.operands[0]
    begun = judge_pair(claims, left, "=", first, rule) if isinstance(first, Operand) else None
    return begun if begun is not None and begun.holds else None


def _quotients(facts: Facts) -> frozenset[Fraction | None]:
    """What the report gives as results of divisions."""
    return frozenset(
        _value(facts.claims.all, result)
        for side, _, result in pairs(facts)
        if isinstance(side, Operation) and side.operator == "/" and isinstance(result, Operand)
    )


def _of_quotient(
    claims: tuple[Claim, ...], left: Expression, right: Expression, quotients: frozenset[Fraction | None], rule: str
) -> Derivation | None:
    """That a product comes out right if a factor is what the report rounded a quotient to, elsewhere."""
    loose = of_quotients(claims, left, right, quotients)
    found = judge_pair(claims, loose, "=", right, rule) if loose is not None else None
    return found if found is not None and found.holds else None


def pairs(facts: Facts) -> Iterator[tuple[Expression, str, Expression]]:
    """Each two neighbouring sides of written arithmetic, and the relation between them."""
    for equation in facts.claims.equations:
        for index, relation in enumerate(equation.relations):
            yield equation.sides[index], relation, equation.sides[index + 1]
    for link in facts.claims.links:
        if link.form == "by" and link.result is not None:
            yield link.first, "=", Operand(link.result)


def judge_pair(
    claims: tuple[Claim, ...], left: Expression, relation: str, right: Expression, rule: str
) -> Derivation | None:
    """Whether `left relation right` holds in some reading; None where the units decide nothing."""
    if isinstance(left, Operand) and isinstance(right, Operation):
        left, relation, right = right, _MIRRORED.get(relation, relation), left
    single = isinstance(left, Operand) and isinstance(right, Operand)
    if single and relation == "→":
        return None
    used = list(dict.fromkeys([*operands(left), *operands(right)]))
    quantities = [quantity for claim in used if (quantity := claims[claim].quantity) is not None]
    sides = left, relation, right
    results = [(world, *one) for world in worlds(quantities) for one in _tried(claims, sides, world)]
    chosen = best(comparison for _, comparison, _ in results)
    if chosen is None:
        return None
    if chosen.outcome is not Outcome.HOLDS and relation in _EQUAL and (loose := rounded(claims, left, right)):
        kinder = judge_pair(claims, loose, relation, right, rule)
        if kinder is not None and kinder.holds:
            return kinder
    world, factor = next((world, factor) for world, comparison, factor in results if comparison is chosen)
    return derivation(claims, sides, chosen, world, factor, rule)


def _tried(
    claims: tuple[Claim, ...], sides: tuple[Expression, str, Expression], world: World
) -> Iterator[tuple[Comparison, int]]:
    """The comparisons of two sides in one world, and by what the stated one was multiplied for each."""
    left, relation, right = sides
    a, b = evaluate(left, claims, world), evaluate(right, claims, world)
    if a is None or b is None:
        return
    plain = compare(a, _cut(claims, left, a, right, b), relation)
    if isinstance(left, Operand) and isinstance(right, Operand) and (a.physical != b.physical or not a.physical):
        if a.physical == b.physical and relation not in ("≈", "→") and plain.outcome is Outcome.HOLDS:
            # Where it fails, one of two bare numbers may be in thousands.
            yield plain, 1
        return
    if plain.outcome is not Outcome.FAILS or relation not in _EQUAL or not says_other(claims, left, a, b, relation):
        yield plain, 1
    for known in (by_hand(claims, left, b, relation, world), of_many(claims, left, a, right, b, relation)):
        if known is not None:
            yield known, 1
    if _is_percentage(claims, right):
        hundredfold = Value(b.base.scale(100), b.printed.scale(100), (), b.bare)
        yield compare(a, hundredfold, relation), 100


def _cut(claims: tuple[Claim, ...], left: Expression, worked: Value, right: Expression, stated: Value) -> Value:
    """The stated side, allowed to be the whole number next to a result that is none: "168,321 / 8,192 = 20"."""
    quantity = claims[right.claim].quantity if isinstance(right, Operand) else None
    exact = worked.printed.low is not None and worked.printed.is_point and worked.printed.low.denominator == 1
    if quantity is None or not quantity.whole or exact or isinstance(left, Operand):
        return stated
    around = Interval(Fraction(-1), Fraction(1), low_open=True, high_open=True)
    return Value(stated.base + around, stated.printed + around, stated.physical, stated.bare)


def is_asserted(facts: Facts, claim: int) -> bool:
    """Whether the report itself does the sum, if only on the way to rejecting it, and does not cite somebody else's."""
    fact = facts.by_claim[claim]
    return fact is None or fact.stance not in (Stance.QUOTED, Stance.DISPUTED)


def _is_percentage(claims: tuple[Claim, ...], side: Expression) -> bool:
    """Whether the side is one percentage: texts write "× 100 = 20%" for what is 0.2."""
    quantity = claims[side.claim].quantity if isinstance(side, Operand) else None
    return quantity is not None and quantity.unit.symbol == "%"


def derivation(
    claims: tuple[Claim, ...],
    sides: tuple[Expression, str, Expression],
    comparison: Comparison,
    world: World,
    factor: int,
    rule: str,
) -> Derivation:
    """The proof of a comparison of two sides in one world; `factor` is what the stated side was multiplied by."""
    done, relation, stated = sides
    expected = comparison.left
    head = next(operands(stated))
    unit = head_unit(claims[head], world, printed=comparison.printed)
    shown = evaluate(done, claims, world, nominal=True)
    plain = expected if shown is None else shown.printed if comparison.printed else shown.base
    holds = comparison.outcome is Outcome.HOLDS
    used = dict.fromkeys([*operands(done), *operands(stated)])
    text, working = words(done, claims), worked(done, claims, world, expected)
    said = _MIRRORED.get(relation, "=")
    return Derivation(
        rule=rule,
        head=head,
        premises=tuple(claim for claim in used if claim != head),
        holds=holds,
        stated=words(stated, claims),
        expected=("" if said == "=" else f"{said} ") + show.interval(plain, unit),
        interval=expected,
        relation=said,
        basis=Basis.ARITHMETIC if relation in _EQUAL else Basis.COMPARISON,
        kind="unit" if comparison.outcome is Outcome.SLIPS and unit.symbol else "",
        steps=(Step(text, text, expected, unit.symbol, working.program, working.inputs),),
        near_miss="" if holds or relation not in _EQUAL else left_out(claims, done, stated, world),
        compared=_compared(claims, sides, comparison, world, factor),
    )


def _compared(
    claims: tuple[Claim, ...],
    sides: tuple[Expression, str, Expression],
    comparison: Comparison,
    world: World,
    factor: int,
) -> Step:
    """The stated side as it was compared: cut to a whole number, a hundredfold percentage, the reach of `≈`."""
    _, relation, stated = sides
    about = relation in ("≈", "→")
    value, held = evaluate(stated, claims, world), comparison.right.scale(Fraction(1, factor))
    cut = value is not None and held not in (value.base, value.printed)
    if value is not None and cut:
        held = value.printed if comparison.printed else value.base
    side = worked(stated, claims, world, held)
    steps = [side.program, *(["cut"] if cut else []), *([f"{factor} *"] if factor != 1 else [])]
    steps += ["about"] if about else []
    result = widen(comparison.right, ABOUT) if about else comparison.right
    text = words(stated, claims)
    return Step(text, text, result, "", " ".join(steps), side.inputs)
