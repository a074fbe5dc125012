"""A product over all of some things that is called that of each: "8 experts × 50M = 400M per expert"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.values import operands
from auditor.facts import Claim, Equation, Facts, Operand, Operation

_NOUNS = "expert|layer|head|GPU|device|rank|stage|node|sequence|matrix|block"
_EACH = re.compile(rf"\s*(?:per|/|for each|for every)\s*(?P<noun>{_NOUNS})\b(?=\s*(?:[).,;:=≈×*\n]|\Z))", re.IGNORECASE)
"""What has to stand right behind what the product comes to."""
_COUNTS = re.compile(rf"\s*(?:\w+ ){{0,1}}(?P<noun>{_NOUNS})(?:e?s|trices)\b(?!\s*(?:per|/|of|in|on)\b)", re.IGNORECASE)
"""What has to stand right behind a factor that counts things."""
_FEWEST = 2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each product that holds how many there are, and is said to be what one of them has."""
    for equation in facts.claims.equations:
        found = _found(equation, facts)
        if found is not None and is_own_statement(facts, found[1].index):
            yield _derivation(*found, facts, rule)


def _found(equation: Equation, facts: Facts) -> tuple[Operation, Claim, Claim] | None:
    """The product, what it comes to, and the factor that counts what the result is said to be of one of."""
    if len(equation.sides) != _FEWEST or equation.relations[0] not in "=≈":
        return None
    product, side = equation.sides
    if not isinstance(product, Operation) or product.operator != "*" or not isinstance(side, Operand):
        return None
    if not all(isinstance(part, Operand) for part in product.operands):
        return None
    text, result = facts.claims.document.blocks[equation.block].text, facts.claims.all[side.claim]
    noun = _noun(_EACH.match(text, _behind(result, text)) or _EACH.match(result.text, len(result.text)))
    counting = [
        factor
        for factor in (facts.claims.all[index] for index in operands(product))
        if _is_several(factor) and noun and _counted(factor, text) == noun
    ]
    return (product, result, counting[0]) if len(counting) == 1 else None


def _behind(claim: Claim, text: str) -> int:
    """Where the number itself ends, before what it is counted per."""
    found = re.search(r"\s*(?:per|/)\s*[A-Za-z]+\Z", text[claim.start : claim.end])
    return claim.start + found.start() if found is not None else claim.end


def _noun(found: re.Match[str] | None) -> str:
    return "" if found is None else found["noun"].lower()


def _counted(factor: Claim, text: str) -> str:
    """The noun, singular, of the things that a factor counts."""
    digits = re.match(r"[\d,.]+", text[factor.start : factor.end])
    return "" if digits is None else _noun(_COUNTS.match(text, factor.start + digits.end()))


def _is_several(factor: Claim) -> bool:
    quantity = factor.quantity
    return quantity is not None and quantity.whole and (quantity.value or 0) >= _FEWEST


def _derivation(product: Operation, result: Claim, counting: Claim, facts: Facts, rule: str) -> Derivation:
    others = [facts.claims.all[index] for index in operands(product) if index != counting.index]
    parts = [(each, each.quantity.hull) for each in others if each.quantity is not None]
    quantity = result.quantity
    assert quantity is not None
    unit = quantity.readings[0].unit
    step = chained("×", parts, "without the count", unit.symbol)
    return one_step(
        result,
        step,
        rule,
        expected=show.interval(step.result, unit),
        holds=False,
        basis=Basis.ARITHMETIC,
        near_miss=f"it counts all {counting.text}",
    )
