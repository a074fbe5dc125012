"""Dimensions in the shape of a tensor, "[batch=64, heads=2, dim=64]": what one rank holds, as it is divided there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.companions import unnamed
from auditor.facts.fact import Fact

_SHAPE = re.compile(r"\[\s*\w{1,40}\s*=[^\[\]\n]{1,200},\s*\w{1,40}\s*=[^\[\]\n]{1,200}\]")
_LONGEST = 512
"""Characters of a shape."""
_DIVIDED = frozenset({"attention_heads", "kv_heads"})
"""What tensor parallelism divides, so that a shape does not tell the model's own."""


def tensors(facts: Iterable[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, where a tensor's shape names nothing of the whole model that ranks divide among them."""
    return tuple(unnamed(fact) if fact.concept in _DIVIDED and _is_in_shape(fact, blocks) else fact for fact in facts)


def _is_in_shape(fact: Fact, blocks: Sequence[Block]) -> bool:
    text, start = blocks[fact.claim.block].text, fact.claim.start
    opened = text.rfind("[", max(start - _LONGEST, 0), start)
    shape = _SHAPE.match(text, opened) if opened >= 0 else None
    return shape is not None and start < shape.end()
