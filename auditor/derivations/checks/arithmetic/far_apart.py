"""Written results that are so far from their sum, for no slip that is known, that the line hardly means this sum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from auditor import patterns as re
from auditor.derivations.agreement import Outcome, distance
from auditor.derivations.converted import MONEY
from auditor.derivations.decided import EQUAL, Decided
from auditor.derivations.derivation import Derivation
from auditor.derivations.miswritten import miswriting
from auditor.derivations.usual_slips import FAR, is_by_factor
from auditor.derivations.values import evaluate, operands
from auditor.facts import Claim, Facts, Operand, Operation
from auditor.interval import Interval

_BYTES = (Fraction(4), Fraction(8))
"""Factors by which formats and bits are mistaken."""
_CLOCK = tuple(Fraction(each) for each in (24, 60, 1440, 3600, 86400))
"""What times differ by where one unit of the clock is taken for another."""
_TIME = (("second", 1),)
_SLIPS = tuple(Fraction(base) ** power for base in (10, 1024) for power in range(1, 10))
_MOST_TERMS = 12
_PAIR = 2
_LINE = 80
"""Characters of a line before a calculation, and behind it, that are read."""
_NAME = re.compile(r"\W*(?:[^\d:=]{2,40}[:=]\W*)?")
"""What may stand before a calculation that is alone on its line."""
_SCALED = (Fraction(1000), Fraction(1024), Fraction(1, 1000), Fraction(1, 1024))


def doubted(derivation: Derivation, found: Decided, facts: Facts) -> Derivation:
    """Only noted where amounts are far apart, and no prefix, forgotten operand or slip of the hand explains it.

    A calculation that is alone on its line leaves nothing to misread: it stays what it is.
    """
    claims = facts.claims.all
    if found.holds or found.relation not in EQUAL or derivation.near_miss or _is_alone(found, facts):
        return derivation
    timed = all(_is_time(claims[index]) for index in (derivation.head, *derivation.premises))
    slips = [*_SLIPS, *_BYTES, *(_CLOCK if timed else ()), *_operand_values(found, claims)]
    near = any(_is_near(*pair, slips) for pair in _compared(found, claims))
    if near or found.comparison.outcome is Outcome.SLIPS:
        return derivation
    head = claims[derivation.head].quantity
    miswritten = head is not None and miswriting(head, derivation.interval, anywhere=True, fewest=2)
    if miswritten or _has_scaled_term(found, claims):
        return derivation
    return replace(derivation, severity="note", reservation="so far apart, they hardly belong to one sum")


def _is_time(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.unit.dimensions == _TIME


def _is_alone(found: Decided, facts: Facts) -> bool:
    """Whether a line holds nothing but a name, a product or quotient of two, and an amount of the kind that it gives.

    A sum may leave out terms; a price is told of other things than it is worked out of.
    """
    done, stated = (evaluate(side, facts.claims.all, found.world) for side in (found.done, found.stated))
    if not isinstance(found.done, Operation) or not isinstance(found.stated, Operand) or done is None or stated is None:
        return False
    kinds = {name for name, _ in done.physical}
    if (
        found.done.operator not in "*/"
        or len(found.done.operands) > _PAIR
        or done.physical != stated.physical
        or kinds & MONEY
    ):
        return False
    spans, source = [facts.claims.all[index].span for index in operands(found.done)], facts.claims.document.source
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    head = facts.claims.all[found.head].span
    before = source[max(first - _LINE, 0) : first].rpartition("\n")[2]
    behind = source[head.end : head.end + _LINE].partition("\n")[0]
    alone = _NAME.fullmatch(before) is not None and not any(map(str.isdigit, behind))
    return alone and source[last : head.start].strip() == "="


def _compared(found: Decided, claims: tuple[Claim, ...]) -> Iterator[tuple[Interval, Interval]]:
    """Both sides, as compared and as printed."""
    yield found.comparison.left, found.comparison.right
    done, stated = (evaluate(side, claims, found.world) for side in (found.done, found.stated))
    if done is not None and stated is not None:
        yield done.printed, stated.printed


def _is_near(left: Interval, right: Interval, slips: Iterable[Fraction]) -> bool:
    """Whether one side is no more than a mistake apart, or about so many times the other, or a sign is all that is
    known of it."""
    if not all(side.low is not None and side.low > 0 for side in (left, right)) or distance(left, right) < FAR:
        return True
    return is_by_factor(left, right, (slip for slip in slips if slip > 0))


def _operand_values(found: Decided, claims: tuple[Claim, ...]) -> Iterator[Fraction]:
    """What a result misses its sum by where one operand is forgotten."""
    quantities = (claims[index].quantity for index in operands(found.done))
    yield from (quantity.value for quantity in quantities if quantity is not None and quantity.value)


def _has_scaled_term(found: Decided, claims: tuple[Claim, ...]) -> bool:
    """Whether a sum comes out right once one of its terms is taken in another prefix."""
    whole, stated = found.done, evaluate(found.stated, claims, found.world)
    if not isinstance(whole, Operation) or whole.operator not in "+-" or stated is None:
        return False
    terms = [evaluate(term, claims, found.world) for term in whole.operands]
    known = [term for term in terms if term is not None]
    if len(known) < len(terms) or len(known) > _MOST_TERMS or any(term.physical != stated.physical for term in known):
        return False
    values = [term.base for term in known]
    for at, slip in product(range(len(values)), _SCALED):
        first, *others = (value.scale(slip) if place == at else value for place, value in enumerate(values))
        made = sum(others[1:], others[0]).scale(-1 if whole.operator == "-" else 1) + first
        if made.meets(stated.base):
            return True
    return False
