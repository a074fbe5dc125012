"""Modules of which each GPU is said to hold a fraction, and all the same, although not even their shards divide."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.show import number

_EVEN = re.compile(
    r"\b(?:100 ?% (?:even|balanced|equal|uniform)"
    r"|perfect(?:ly)? (?:even|equal|uniform|balanced?|load[- ]balanc\w+|distribut\w+)"
    r"|(?:zero|0 ?%) (?:load )?(?:variance|imbalance)|exactly (?:even|equal|uniform|the same))",
    re.IGNORECASE,
)
"""Words by which every GPU holds the same."""
_DEGREE = "tensor_parallel"


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the last fraction of modules in each section that calls its distribution perfect.

    Tensor parallelism cuts a module into as many shards, which are whole.
    """
    blocks = facts.claims.document.blocks
    degrees = [fact for fact in facts.all if fact.concept == _DEGREE and fact.quantity.whole]
    held = [fact for fact in facts.all if fact.concept == "modules_per_gpu" and _is_fraction(fact)]
    if not held or len({fact.quantity.value for fact in degrees}) > 1:
        return
    perfect = {block.headings for block in blocks if _EVEN.search(block.text)}
    last: dict[tuple[int, ...], Fact] = {}
    for fact in held:
        headings = blocks[fact.claim.block].headings
        if headings in perfect:
            last[headings] = fact
    for fact in last.values():
        degree = degrees[0] if degrees else None
        shards = (fact.quantity.value or 0) * ((degree.quantity.value if degree is not None else None) or 1)
        if shards.denominator != 1:
            yield _derivation(fact, degree, shards, rule)


def _is_fraction(fact: Fact) -> bool:
    """Whether a plain decimal is printed that is not whole, and is no rounded one."""
    value = fact.quantity.value
    plain = fact.quantity.modality is Modality.EXACT and fact.stance is Stance.ASSERTED
    return plain and value is not None and value.denominator in (2, 4, 5, 8, 10, 16, 20, 32, 40, 64)


def _derivation(fact: Fact, degree: Fact | None, shards: Fraction | int, rule: str) -> Derivation:
    used = [(each, Interval.point(each.quantity.value or 0)) for each in (fact, degree) if each is not None]
    why = "a module is held whole or not at all" if degree is None else f"{number(shards)} shards are not whole"
    return one_step(
        fact.claim,
        chained("×", [(each.claim, value) for each, value in used], "shards of a GPU"),
        rule,
        expected="a whole number of modules or of their shards",
        holds=False,
        relation="whole",
        basis=Basis.ARITHMETIC,
        kind="divisibility",
        message=f"{fact.claim.text} for each GPU cannot be the same for all: {why}.",
    )
