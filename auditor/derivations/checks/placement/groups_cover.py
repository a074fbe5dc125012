"""Groups of two degrees that are laid out side by side and take different numbers of GPUs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.citing import stated
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Fact, Facts, Stance

_GROUPS = re.compile(
    r"\b(?P<degree>TP|EP|DP|CP|SP|tensor|expert|data|context|sequence)(?:[- ]?parallel\w*)?[- ]groups?\s+"
    r"\d+\s*(?:-|–|to|through|\.\.)\s*\d+\s*[:(,]\s*(?P<gpus>\d+)\s*(?:GPUs|ranks|devices|cards)\b",
    re.IGNORECASE,
)
"""A range of groups with the GPUs that they take."""
_NOUN = 16
"""Characters behind a number of GPUs in which their noun ends."""
_LONGEST = 120
"""Characters of such a range that are looked back over."""
_Laid = tuple[str, Fact]
"""The degree of a range of groups, and its GPUs."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each pair of neighbouring lines that differ; the same pair again is the same slip, copied."""
    told: set[tuple[Fraction | None, ...]] = set()
    for (degree, one), (other_degree, other) in pairwise(_laid_out(facts)):
        near = other.claim.block - one.claim.block <= 1
        few, many = sorted((one, other), key=_value)
        if near and degree != other_degree and _value(few) < _value(many) and (_value(few), _value(many)) not in told:
            told.add((_value(few), _value(many)))
            yield _derivation(few, many, rule)


def _value(fact: Fact) -> Fraction:
    return fact.quantity.value or Fraction(0)


def _laid_out(facts: Facts) -> list[_Laid]:
    return [
        (degree, fact)
        for fact in facts.all
        if fact.quantity.unit.symbol == "GPU" and fact.stance is Stance.ASSERTED
        if (degree := _degree(fact.claim, facts))
    ]


def _degree(claim: Claim, facts: Facts) -> str:
    """The degree whose groups take a number of GPUs; empty for another number."""
    text = facts.claims.document.blocks[claim.block].text
    first = max(claim.start - _LONGEST, 0)
    near = _GROUPS.finditer(text, text.rfind("\n", first, claim.start) + 1 or first, claim.end + _NOUN)
    own = (found for found in near if found.start("gpus") == claim.start)
    return next((found["degree"].upper()[:1] for found in own), "")


def _derivation(few: Fact, many: Fact, rule: str) -> Derivation:
    step = stated("groups of the same GPUs", many)
    return one_step(few.claim, step, rule, expected=many.claim.text, holds=False, basis=Basis.COMPARISON)
