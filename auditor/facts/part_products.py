"""Parameters worked out as a product, those of a matrix or of some layers: "2 × 5120 × 32768 = 336M params more"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.claims import Claims, Operand, Operation
from auditor.facts.draft import Draft

_WHOLE = "parameters"
_PART = 4
"""A product that the largest figure is more than so many times of, is that of a part."""


def part_products(drafts: Iterable[Draft], claims: Claims) -> Iterator[Draft]:
    """The results of products that are far less than the parameters of the model, and said to be neither's total."""
    told = [draft for draft in drafts if draft.concept is not None and draft.concept.id == _WHOLE and not draft.scope]
    most = max((draft.quantity.value or 0 for draft in told), default=0)
    products = set(_products(claims)) if len(told) > 1 else set()
    for draft in told if products else ():
        value = draft.quantity.value
        sums = any(sense.sums for sense in draft.around.own)
        if draft.claim.index in products and value is not None and value * _PART < most and not sums:
            yield draft


def _products(claims: Claims) -> Iterator[int]:
    for equation in claims.equations:
        for left, right in zip(equation.sides, equation.sides[1:], strict=False):
            if isinstance(left, Operation) and left.operator == "*" and isinstance(right, Operand):
                yield right.claim
