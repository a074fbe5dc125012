"""Written arithmetic: an equation in the text, worked out again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

from auditor import patterns as re
from auditor.derivations.agreement import ABOUT
from auditor.derivations.checks.arithmetic.arrow_totals import is_led_on
from auditor.derivations.checks.arithmetic.complete import is_complete, is_of_several
from auditor.derivations.checks.arithmetic.far_apart import doubted
from auditor.derivations.checks.arithmetic.redone import is_redone, sums
from auditor.derivations.checks.arithmetic.share_before import is_of_something, of_number_before
from auditor.derivations.checks.arithmetic.undecided import is_undecided
from auditor.derivations.checks.arithmetic.with_units import off_by_unit
from auditor.derivations.checks.written import derivation, pairs
from auditor.derivations.cited import is_cited, is_own_statement
from auditor.derivations.decided import EQUAL, Decided, decide
from auditor.derivations.derivation import ROUNDED, Derivation
from auditor.derivations.once import once
from auditor.derivations.unstated import of_quotients
from auditor.derivations.values import evaluate, operands, widen, worlds
from auditor.facts import Claim, Expression, Facts, Operand, Operation, Stance
from auditor.quantity import Modality

_Sum = tuple[tuple[Fraction | None, ...], Fraction | None]
"""The numbers of a side, and what it is said to give."""
_WIDE = Fraction(5, 4)
"""What one end of a worked out range is of the other where too many results lie between them to confirm one."""
_OF = re.compile(r"(?<=%) of ")
_FEWEST_FACTORS = 3
"""Fewer and what is behind the "of" is no product."""
_STRICT = frozenset("<>")
_WORDS = {"<": "less", ">": "more"}


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each pair of neighbouring sides of written arithmetic that can be decided."""
    claims, corrected = facts.claims.all, _corrected(facts)
    quotients, known = cache(lambda: _quotients(facts)), cache(lambda: sums(facts))
    for left, relation, right in pairs(facts):
        slips = off_by_unit(facts, left, relation, right)
        found = slips or decide(claims, left, relation, right)
        if found is None:
            continue
        if slips is None and not found.holds and relation in EQUAL:
            found = _begun(claims, left, right) or found
            if not found.holds:
                parts = _of_part(facts, left, right) or of_number_before(facts, left, right)
                found = _of_quotient(claims, left, right, quotients()) or parts or found
            if (
                not found.holds
                and not _is_passed_over(facts, left, right)
                and (
                    is_undecided(facts, left, relation, right)
                    or (found.done == left and is_of_something(facts, left))
                    or is_redone(facts, left, known())
                    or is_of_several(facts, found, left)
                    or is_led_on(facts, relation, found)
                )
            ):
                continue
        if found.holds and relation in EQUAL and _is_loose(claims, found):
            continue
        told = is_own_statement(facts, found.head) and not is_cited(facts, operands(left))
        told = told and (_values(claims, left), _value(claims, right)) not in corrected
        even = found.holds and relation in _STRICT and _is_even(claims, left, right)
        if told or (found.holds and not even):
            made = derivation(claims, found, rule)
            yield _unequal(made) if even else doubted(made, found, facts)
    for equation in facts.claims.likely:
        found = decide(claims, equation.sides[0], equation.relations[0], equation.sides[1])
        if found is None or _is_loose(claims, found):
            continue
        if found.holds or is_complete(facts, found, equation):
            yield derivation(claims, found, rule)


def _is_passed_over(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether what follows behind a result is what the working before it gives: "2 × 8 × 128 B = 1,024 B = 2 KiB"."""
    behind = _sides_behind(facts).get(right.claim) if isinstance(right, Operand) else None
    if behind is None or not isinstance(left, Operation):
        return False
    units = [facts.claims.all[side.claim].quantity for side in (right, behind) if isinstance(side, Operand)]
    found = decide(facts.claims.all, left, "=", behind)
    return found is not None and found.holds and all(each is not None and each.unit.symbol for each in units)


@once
def _sides_behind(facts: Facts) -> Mapping[int, Operand]:
    """By claim of a number between two signs of equality the number behind it."""
    return {
        middle.claim: last
        for equation in facts.claims.equations
        for middle, relation, last in zip(equation.sides[1:-1], equation.relations[1:], equation.sides[2:], strict=True)
        if relation == "=" and isinstance(middle, Operand) and isinstance(last, Operand)
    }


def _is_even(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether two sides come to the same as they are printed: "60 GB < 75% of 80 GB"."""
    used = [claims[claim].quantity for claim in (*operands(left), *operands(right))]
    quantities = [quantity for quantity in used if quantity is not None]
    if any(quantity.modality is not Modality.EXACT for quantity in quantities):
        return False
    sides = [[evaluate(side, claims, world, nominal=True) for side in (left, right)] for world in worlds(quantities)]
    return all(a is not None and b is not None and a.physical == b.physical and a.base == b.base for a, b in sides)


def _is_loose(claims: tuple[Claim, ...], found: Decided) -> bool:
    """Whether only a wide rounding of its factors gives a result that the numbers as printed do not give."""
    worked_out, stated = found.comparison.left, found.comparison.right
    if worked_out.high is None or worked_out.low is None or not 0 < worked_out.low * _WIDE < worked_out.high:
        return False
    value = evaluate(found.done, claims, found.world, nominal=True)
    plain = None if value is None else value.printed if found.comparison.printed else value.base
    return plain is not None and not plain.meets(widen(stated, ABOUT) if found.relation in ("≈", "→") else stated)


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


def _begun(claims: tuple[Claim, ...], left: Expression, right: Expression) -> Decided | None:
    """That the right side only goes on with what the left one gives: "12 GB ÷ 4 = 3 GB × 2 for both copies"."""
    if not isinstance(left, Operation) or not isinstance(right, Operation):
        return None
    first: Expression = right
    while isinstance(first, Operation) and len(first.operands) > 1 and first.operator != "^":
        first = first.operands[0]
    begun = decide(claims, left, "=", first) if isinstance(first, Operand) else None
    return begun if begun is not None and begun.holds else None


def _of_part(facts: Facts, left: Expression, right: Expression) -> Decided | None:
    """That the right side gives a part of the left one, and the text says so by its words or by going on."""
    return _of_whole(facts, left, right) or _on_the_way(facts.claims.all, left, right)


def _on_the_way(claims: tuple[Claim, ...], left: Expression, right: Expression) -> Decided | None:
    """That it gives the last term of a sum, whose own result follows: "141 GB + 0.83 × 16 = 13.3 GB, 154.5 GB"."""
    if not isinstance(left, Operation) or left.operator != "+" or not isinstance(right, Operand):
        return None
    last = left.operands[-1]
    found = decide(claims, last, "=", right) if isinstance(last, Operation) else None
    if found is None or not found.holds or right.claim + 1 >= len(claims):
        return None
    follower = claims[right.claim + 1]
    if follower.block != claims[right.claim].block or follower.quantity is None:
        return None
    total = decide(claims, left, "=", Operand(follower.index))
    return found if total is not None and total.holds else None


def _of_whole(facts: Facts, left: Expression, right: Expression) -> Decided | None:
    """That the right side gives the whole that a share in running text is taken of: "at 45% of 8 × 989 = 7,912"."""
    if not isinstance(left, Operation) or left.operator != "*" or len(left.operands) < _FEWEST_FACTORS:
        return None
    share, *rest = left.operands
    if not isinstance(share, Operand) or not _is_share_behind_words(facts, facts.claims.all[share.claim]):
        return None
    found = decide(facts.claims.all, Operation("*", tuple(rest), left.span), "=", right)
    return found if found is not None and found.holds else None


def _is_share_behind_words(facts: Facts, claim: Claim) -> bool:
    """Whether a percentage with "of" behind it stands in a sentence, or behind what it is a share of the rest of, and
    begins no calculation of its own."""
    text = facts.claims.document.blocks[claim.block].text
    behind = bool(claim.label.before) or text[: claim.start].rstrip(" (~≈").endswith(",")
    return behind and _OF.match(text, claim.end) is not None


def _quotients(facts: Facts) -> frozenset[Fraction | None]:
    """What the report gives as results of divisions."""
    return frozenset(
        _value(facts.claims.all, result)
        for side, _, result in pairs(facts)
        if isinstance(side, Operation) and side.operator == "/" and isinstance(result, Operand)
    )


def _of_quotient(
    claims: tuple[Claim, ...], left: Expression, right: Expression, quotients: frozenset[Fraction | None]
) -> Decided | None:
    """That a product comes out right if a factor is what the report rounded a quotient to, elsewhere."""
    loose = of_quotients(claims, left, right, quotients)
    found = decide(claims, loose, "=", right) if loose is not None else None
    return found if found is not None and found.holds else None
