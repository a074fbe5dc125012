"""A number of GPUs over a list of degrees, or beside them, where the report multiplies the same degrees to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.checks.degrees import count
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.values import operands
from auditor.facts import Equation, Fact, Facts, Operand, Operation, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_OPENS = re.compile(
    r"[^\d\n]{0,40}(?:organi[sz]ed|arranged|configured|split|divided|laid out|distributed|structured|grouped|deployed"
    r"|with|using|as follows)\b[^\d\n]{0,40}:\W*\Z",
    re.IGNORECASE,
)
"""What stands between a number of GPUs and the list of their degrees."""
_PART = re.compile(
    r"\b(?:per|each|every|replicas?|stages?|nodes?|groups?|minim\w+|at least|up to|available|baseline|previous|original"
    r"|instances?|pools?|prefill|decode|small\w*|start\w*|initial\w*|alternative\w*|option\w*)\b",
    re.IGNORECASE,
)
"""Words of a line that may make it one of another plan, or of a part of it."""
_FEWEST = 3

_Values = tuple[Fraction, ...]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such number, against the first product of exactly the degrees below it."""
    products = dict(_products(facts))
    for fact, degrees in _over_lists(facts) if products else ():
        factors, gpus = products.get(tuple(sorted(map(count, degrees))), ((), None))
        if gpus is not None and gpus.quantity.value != fact.quantity.value:
            yield _derivation(fact, gpus, factors, facts, rule)


def _products(facts: Facts) -> Iterator[tuple[_Values, tuple[Sequence[int], Fact]]]:
    """Each product of whole numbers that is right and gives a number of GPUs, by its factors."""
    for equation in reversed(facts.claims.equations):
        factors, gpus = _factors(equation), _result(equation, facts)
        quantities = [facts.claims.all[index].quantity for index in factors]
        values = [each.value for each in quantities if each is not None and each.whole and each.value]
        if gpus is None or len(values) < max(len(factors), _FEWEST):
            continue
        worked = Fraction(1)
        for value in values:
            worked *= value or 1
        if worked == gpus.quantity.value:
            yield tuple(sorted(value or Fraction(1) for value in values)), (factors, gpus)


def _factors(equation: Equation) -> list[int]:
    side = equation.sides[0]
    return list(operands(side)) if isinstance(side, Operation) and side.operator == "*" else []


def _result(equation: Equation, facts: Facts) -> Fact | None:
    side = equation.sides[1] if equation.relations[:1] == ("=",) else None
    fact = facts.by_claim[side.claim] if isinstance(side, Operand) else None
    return fact if fact is not None and fact.concept == "gpus" and fact.stance is Stance.ASSERTED else None


def _over_lists(facts: Facts) -> Iterator[tuple[Fact, Sequence[Fact]]]:
    """Each number of GPUs whose line ends in a colon, with the degrees that the list behind it names, one an item."""
    blocks = facts.claims.document.blocks
    by_block: dict[int, list[Fact]] = {}
    for fact in facts.all:
        by_block.setdefault(fact.claim.block, []).append(fact)
    for fact in facts.all:
        text = blocks[fact.claim.block].text
        whole = fact.concept == "gpus" and fact.quantity.whole and fact.quantity.modality is Modality.EXACT
        plain = whole and fact.stance is Stance.ASSERTED and len(by_block[fact.claim.block]) == 1
        if plain and _OPENS.fullmatch(text, fact.claim.end) and not _PART.search(text):
            degrees = _listed(fact, by_block, facts)
            if len(degrees) >= _FEWEST:
                yield fact, degrees


def _listed(fact: Fact, by_block: Mapping[int, Sequence[Fact]], facts: Facts) -> list[Fact]:
    """The degrees of the list right behind a block; none if one stands there twice, or anything else does."""
    blocks, found = facts.claims.document.blocks, list[Fact]()
    at = fact.claim.block + 1
    first = blocks[at].item if at < len(blocks) else None
    while at < len(blocks) and first is not None and (item := blocks[at].item) is not None and item.list == first.list:
        degrees = [each for each in by_block.get(at, ()) if each.concept in DEGREES]
        if len(degrees) != 1 or degrees[0].concept in {each.concept for each in found}:
            return []
        found += degrees
        at += 1
    return found


def _derivation(fact: Fact, gpus: Fact, factors: Sequence[int], facts: Facts, rule: str) -> Derivation:
    claims = [facts.claims.all[index] for index in factors]
    values = (Interval.point((each.quantity.value if each.quantity else None) or 1) for each in claims)
    step = chained("×", list(zip(claims, values, strict=True)), "the report's own product of these degrees")
    return one_step(fact.claim, step, rule, expected=gpus.claim.text, holds=False, basis=Basis.RESTATEMENT)
