"""Counts of experts that are not those of a layer: of a group or GPU alone, or of all layers together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims import Claims, Expression, Operand
from auditor.facts.companions import unnamed
from auditor.facts.fact import Fact

_EXPERTS = "experts"
_WHOLE = frozenset({"", "total", "layer"})
"""Scopes of the experts of the model."""
_PER_LAYER = "per layer"


def portions(facts: Sequence[Fact], claims: Claims) -> tuple[Fact, ...]:
    """The facts, where a factor of a group's experts is no count of the model's, and a product with its layers a total.

    "Each group holds 144 experts (12 layers × 12 per layer)"; "1536 experts" of 12 layers with 128 experts per layer.
    """
    found = list(facts)
    for factor in _factors(facts, claims):
        found[factor] = unnamed(found[factor])
    counts = [fact for fact in found if fact.quantity.whole]
    experts = [fact for fact in counts if fact.concept == _EXPERTS and fact.scope in ("", "layer")]
    layers = {fact.quantity.value for fact in counts if fact.concept == "layers"}
    each = {fact.quantity.value for fact in experts if _is_per_layer(fact)}
    totals = {a * b for a in each for b in layers if a and b and b > 1}
    for fact in experts:
        if fact.quantity.value in totals and not fact.scope and not _is_per_layer(fact):
            found[fact.index] = replace(fact, scope="total")
    return tuple(found)


def _is_per_layer(fact: Fact) -> bool:
    label = fact.claim.label
    return _PER_LAYER in " ".join((fact.claim.text, label.key, label.row, label.column, label.after)).lower()


def _factors(facts: Sequence[Fact], claims: Claims) -> Iterator[int]:
    """Counts of experts in the bracket behind the experts of a part."""
    at = {fact.claim.index: fact.index for fact in facts}
    for link in claims.links:
        whole = at.get(-1 if link.result is None else link.result) if link.form == "by" else None
        if whole is None or facts[whole].concept != _EXPERTS or facts[whole].scope in _WHOLE:
            continue
        for claim in _operands(link.first):
            factor = at.get(claim)
            if factor is not None and facts[factor].concept == _EXPERTS:
                yield factor


def _operands(expression: Expression) -> Iterator[int]:
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, Operand):
            yield node.claim
        else:
            stack.extend(node.operands)
