"""Results that have the name of what was taken off, or put on: "## Weights ... leaves 21.6 − 16.1 = 5.5 GB"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor import patterns as re
from auditor.claims import Block, Claim, Claims, Operand, Operation
from auditor.facts.draft import Draft

_BYTES = (("byte", 1),)
_JOINED = re.compile(r"(?:\b(?:minus|less|plus|trừ|cộng)|[−–+-]|减去?|加上?)\s*[~≈]?\Z", re.IGNORECASE)
_GIVES = re.compile(r"(?:[^\W\d_]{1,6}\d{1,2}(?!\d)|[^\d=≈;.,]){0,40}[=≈]?\s*[~≈]?")


def left_over(drafts: Iterable[Draft], claims: Claims) -> Iterator[Draft]:
    """The amounts of memory that are left of others and named by a heading, or that the last operand's words name."""
    results = {
        side.claim
        for equation in claims.equations
        if any(map(_subtracts, equation.sides))
        for side in equation.sides[1:]
        if isinstance(side, Operand)
    }
    for draft in drafts:
        if draft.concept is None or draft.named is None or draft.quantity.unit.dimensions != _BYTES:
            continue
        if draft.named.sense is draft.around.before:
            taken = _is_behind(draft.claim, claims.all, claims.document.blocks)
        else:
            taken = draft.claim.index in results and any(draft.named.sense is sense for sense in draft.around.above)
        if taken:
            yield draft


def _subtracts(side: object) -> bool:
    return isinstance(side, Operation) and side.operator == "-" and len(side.operands) > 1


def _is_behind(claim: Claim, claims: Sequence[Claim], blocks: Sequence[Block]) -> bool:
    """Whether a number is the result behind the last operand: "minus 1.4 GB of activations = 4.1 GB"."""
    earlier = claims[claim.index - 1] if claim.index else claim
    if earlier is claim or earlier.block != claim.block:
        return False
    text = blocks[claim.block].text
    if not _GIVES.fullmatch(text, earlier.end, claim.start):
        return False
    return _JOINED.search(text, max(earlier.start - 16, 0), earlier.start) is not None
