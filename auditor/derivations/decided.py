"""Two sides of written arithmetic, held against each other in every way that a text could mean them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from auditor.derivations.agreement import Comparison, Outcome, best, compare
from auditor.derivations.converted import at_price, by_hand, over_time
from auditor.derivations.named_scale import named_scales, own_scale
from auditor.derivations.unstated import of_many, rounded, says_other
from auditor.derivations.values import Value, World, evaluate, operands, worlds
from auditor.facts import Claim, Expression, Operand, Operation
from auditor.frozen import dataclass
from auditor.interval import Interval

EQUAL = ("=", "≈", "→")
"""Relations of what is the same, exactly or about."""
_SHARES = {"%": 100, "pp": 100, "‰": 1000, "ppm": 10**6}
"""Units of shares, and how many of each the whole is."""
_BYTES = (("byte", 1),)
_SHAPE = 4
"""Factors from which on a product is that of a shape, each of them a count."""
_AROUND = Interval(Fraction(-1), Fraction(1), low_open=True, high_open=True)
"""How far a whole number may lie from what was rounded to it."""
MIRRORED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}


@dataclass(frozen=True, slots=True)
class Decided:
    """The kindest comparison of two sides."""

    done: Expression
    """The side that is worked out."""
    relation: str
    stated: Expression
    comparison: Comparison
    world: World
    factor: int
    """What the stated side was multiplied by."""

    @property
    def holds(self) -> bool:
        """Whether it can be true."""
        return self.comparison.outcome is Outcome.HOLDS

    @property
    def head(self) -> int:
        """Index of the claim that is judged: the first of the stated side."""
        return next(operands(self.stated))


def decide(claims: tuple[Claim, ...], left: Expression, relation: str, right: Expression) -> Decided | None:
    """Whether `left relation right` holds in some reading; None where the units decide nothing."""
    if isinstance(left, Operand) and isinstance(right, Operation):
        left, relation, right = right, MIRRORED.get(relation, relation), left
    single = isinstance(left, Operand) and isinstance(right, Operand)
    if single and relation == "→":
        return None
    used = dict.fromkeys([*operands(left), *operands(right)])
    quantities = [quantity for claim in used if (quantity := claims[claim].quantity) is not None]
    results: list[tuple[World, Comparison, int]] = []
    for world in worlds(quantities):
        for comparison, factor in _tried(claims, left, relation, right, world):
            if comparison.outcome is Outcome.HOLDS:
                return Decided(left, relation, right, comparison, world, factor)
            results.append((world, comparison, factor))
    chosen = best(comparison for _, comparison, _ in results)
    if chosen is None:
        return None
    if relation in EQUAL and (loose := rounded(claims, left, right)):
        kinder = decide(claims, loose, relation, right)
        if kinder is not None and kinder.holds:
            return kinder
    world, factor = next((world, factor) for world, comparison, factor in results if comparison is chosen)
    return Decided(left, relation, right, chosen, world, factor)


def _tried(
    claims: tuple[Claim, ...], left: Expression, relation: str, right: Expression, world: World
) -> Iterator[tuple[Comparison, int]]:
    """The comparisons of two sides in one world, and by what the stated one was multiplied for each."""
    a, b = evaluate(left, claims, world), evaluate(right, claims, world)
    if a is None or b is None:
        return
    plain = compare(a, _cut(claims, left, a, right, b), relation)
    if plain.outcome is Outcome.UNKNOWN and _is_shape_in_bytes(claims, left, right):
        plain = replace(plain, outcome=Outcome.SLIPS)
    if isinstance(left, Operand) and isinstance(right, Operand) and (a.physical != b.physical or not a.physical):
        if a.physical == b.physical and relation not in ("≈", "→") and plain.outcome is Outcome.HOLDS:
            # Where it fails, one of two bare numbers may be in thousands.
            yield plain, 1
        return
    if plain.outcome is not Outcome.HOLDS and relation in EQUAL:
        converted = by_hand(claims, left, a, right, b, relation, world) or over_time(claims, left, a, right, b)
        converted = converted or at_price(claims, left, a, right, b)
        if converted is not None:
            yield converted, 1
            return
    if (
        plain.outcome is not Outcome.FAILS
        or relation not in EQUAL
        or not says_other(claims, left, a, right, b, relation)
    ):
        yield plain, 1
    if (many := of_many(claims, left, a, right, b, relation)) is not None:
        yield many, 1
    if plain.outcome is not Outcome.HOLDS and not a.physical and isinstance(right, Operand):
        yield from _scaled(claims, a, right, b, relation)
        yield from _in_own_scale(claims, left, a, right, b, relation)
    if (parts := _parts(claims, right)) is not None:
        yield compare(a, Value(b.base.scale(parts), b.printed.scale(parts), (), b.bare), relation), parts


def _is_shape_in_bytes(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether many bare whole numbers give plain bytes: none of "2 × 80 × 8 × 128 × 2" is one of KiB."""
    if not isinstance(left, Operation) or left.operator != "*" or len(left.operands) < _SHAPE:
        return False
    parts = [claims[index].quantity for index in operands(left)]
    bare = all(part is not None and part.whole and not part.unit.symbol for part in parts)
    stated = claims[right.claim].quantity if isinstance(right, Operand) else None
    return bare and stated is not None and stated.unit.factor == 1 and stated.unit.dimensions[:1] == _BYTES


def _scaled(
    claims: tuple[Claim, ...], worked: Value, right: Operand, stated: Value, relation: str
) -> Iterator[tuple[Comparison, int]]:
    """The stated number in each scale that its heads name; a whole one may have been rounded in it."""
    claim = claims[right.claim]
    around = _AROUND if claim.quantity is not None and claim.quantity.whole else Interval.point(Fraction(0))
    for scale in named_scales(claim):
        told = (stated.printed + around).scale(scale)
        yield compare(worked, Value(told, told, (), stated.bare), relation), scale


def _in_own_scale(
    claims: tuple[Claim, ...], left: Expression, worked: Value, right: Operand, stated: Value, relation: str
) -> Iterator[tuple[Comparison, int]]:
    """A sum or difference that only its result calls one of billions: "132 − 126.8 = 5.2B"; nothing if it fails."""
    own = own_scale(claims[right.claim])
    if own is None or not worked.bare or not isinstance(left, Operation) or left.operator not in "+-":
        return
    printed = stated.printed.scale(Fraction(1, own))
    plain = compare(worked, Value(printed, printed, (), stated.bare), relation)
    if plain.outcome is Outcome.HOLDS:
        yield plain, 1


def _cut(claims: tuple[Claim, ...], left: Expression, worked: Value, right: Expression, stated: Value) -> Value:
    """The stated side, allowed to be the whole number next to a result that is none: "168,321 / 8,192 = 20"."""
    quantity = claims[right.claim].quantity if isinstance(right, Operand) else None
    exact = worked.printed.low is not None and worked.printed.is_point and worked.printed.low.denominator == 1
    if quantity is None or not quantity.whole or exact or isinstance(left, Operand):
        return stated
    return Value(stated.base + _AROUND, stated.printed + _AROUND, stated.physical, stated.bare)


def _parts(claims: tuple[Claim, ...], side: Expression) -> int | None:
    """How many parts the side is told in, if it is one share: texts write "× 100 = 20%" for what is 0.2, and points as
    the difference of points, "81.2 − 79.0 = 2.2 pp"."""
    quantity = claims[side.claim].quantity if isinstance(side, Operand) else None
    return _SHARES.get(quantity.unit.symbol) if quantity is not None else None
