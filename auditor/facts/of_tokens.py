"""Bytes of many tokens where a line speaks of those of one: "160 KiB per token; 0.67 GB for 4,096 tokens"."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.companions import unnamed
from auditor.facts.fact import Fact

_BYTES = (("byte", 1),)
_MOST = 64_000_000
"""Bytes that no model keeps of a token."""
_SHARE = "active_parameter_share"
_OF_THESE = re.compile(
    r" *(?:in|on|from|for|are|is|at|with|by|more|less|fewer|saved|of (?!(?:the )?(?:total|all|parameters|model|\d)))"
)
_LENGTH = re.compile(r"\W{0,2}(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{2,7}|[1-9]\d{0,3} ?[KkM])(?:[ -]tokens?)?\W{0,2}")
"""A row that is called by how many tokens there are."""
_MANY = re.compile(
    r"[ *`]*(?:\([^()\n]{0,30}\) ?)?(?:of (?:KV )?cache )?(?:for|at|over|with|across) "
    r"(?:an? |one |each |the |all |every )?(?:full |whole |single )?"
    r"(?:\d[\d,.]* ?(?:K|M|thousand|million)?[- ]?(?:token|context|request|sequence|user)s?"
    r"|sequence|request|context|prompt|batch)\b",
    re.IGNORECASE,
)


def of_tokens(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, where what the words right behind an amount count is no single token's."""
    return tuple(
        unnamed(fact) if _is_of_many(fact, facts, blocks) or _is_of_another(fact, blocks) else fact for fact in facts
    )


def _is_of_another(fact: Fact, blocks: Sequence[Block]) -> bool:
    """Whether a share behind the active parameters is one of them: "3B active (50% in attention)"."""
    return fact.concept == _SHARE and _OF_THESE.match(blocks[fact.claim.block].text, fact.claim.end) is not None


def _is_of_many(fact: Fact, facts: Sequence[Fact], blocks: Sequence[Block]) -> bool:
    if fact.scope != "token" or not fact.known or fact.quantity.unit.dimensions != _BYTES:
        return False
    low, before = fact.quantity.hull.low, facts[fact.index - 1] if fact.index else fact
    if fact.claim.label.column and _LENGTH.fullmatch(fact.claim.label.row) and not fact.claim.label.key:
        # A row of a table on contexts: "| 4,096 | 0.54 GB |".
        return True
    if low is not None and low > _MOST and before.claim.block == fact.claim.block and before is not fact:
        # "Per token 61 × 576 × 2 bytes; 22.0 GB hold 313,000 of them."
        return True
    return _MANY.match(blocks[fact.claim.block].text, fact.claim.end) is not None
