"""Written arithmetic, side by side, and the proof of two of its sides."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import show
from auditor.derivations.agreement import ABOUT, Outcome
from auditor.derivations.decided import EQUAL, MIRRORED, Decided, decide
from auditor.derivations.derivation import Basis, Derivation, Step
from auditor.derivations.near_miss import left_out
from auditor.derivations.values import evaluate, head_unit, operands, widen, words, worked
from auditor.facts import Claim, Expression, Facts, Operand


def pairs(facts: Facts) -> Iterator[tuple[Expression, str, Expression]]:
    """Each two neighbouring sides of written arithmetic, and the relation between them."""
    for equation in facts.claims.equations:
        for index, relation in enumerate(equation.relations):
            yield equation.sides[index], relation, equation.sides[index + 1]
    for link in facts.claims.links:
        if link.form == "by" and link.result is not None:
            yield link.first, "=", Operand(link.result)


def judge_pair(claims: tuple[Claim, ...], left: Expression, right: Expression, rule: str) -> Derivation | None:
    """The proof that `left = right` holds in some reading, or in none; None where the units decide nothing."""
    found = decide(claims, left, "=", right)
    return None if found is None else derivation(claims, found, rule)


def derivation(claims: tuple[Claim, ...], found: Decided, rule: str) -> Derivation:
    """The proof of a comparison of two sides."""
    done, relation, stated, world = found.done, found.relation, found.stated, found.world
    comparison, head = found.comparison, found.head
    expected = comparison.left
    unit = head_unit(claims[head], world, printed=comparison.printed)
    shown = evaluate(done, claims, world, nominal=True)
    plain = expected if shown is None else shown.printed if comparison.printed else shown.base
    used = dict.fromkeys([*operands(done), *operands(stated)])
    text, working = words(done, claims), worked(done, claims, world, expected)
    said = MIRRORED.get(relation, "=")
    return Derivation(
        rule=rule,
        head=head,
        premises=tuple(claim for claim in used if claim != head),
        holds=found.holds,
        stated=words(stated, claims),
        expected=("" if said == "=" else f"{said} ")
        + show.interval(plain.scale_down(found.factor), unit, show.digits(claims[head].text)),
        interval=expected,
        relation=said,
        basis=Basis.ARITHMETIC if relation in EQUAL else Basis.COMPARISON,
        kind="unit" if comparison.outcome is Outcome.SLIPS and unit.symbol else "",
        steps=(Step(text, text, expected, unit.symbol, working.program, working.inputs),),
        near_miss="" if found.holds or relation not in EQUAL else left_out(claims, done, stated, world),
        compared=_compared(claims, found),
    )


def _compared(claims: tuple[Claim, ...], found: Decided) -> Step:
    """The stated side as it was compared: cut to a whole number, a hundredfold percentage, the reach of `≈`."""
    stated, comparison, factor = found.stated, found.comparison, found.factor
    about = found.relation in ("≈", "→")
    value, held = evaluate(stated, claims, found.world), comparison.right.scale(Fraction(1, factor))
    cut = value is not None and held not in (value.base, value.printed)
    if value is not None and cut:
        held = value.printed if comparison.printed else value.base
    side = worked(stated, claims, found.world, held)
    steps = [side.program, *(["cut"] if cut else []), *([f"{factor} *"] if factor != 1 else [])]
    steps += ["about"] if about else []
    result = widen(comparison.right, ABOUT) if about else comparison.right
    text = words(stated, claims)
    return Step(text, text, result, "", " ".join(steps), side.inputs)
