"""Percentages that tell how far something stays from a limit: "60 GB, 25% below the 80 GB limit" is no utilisation."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.companions import unnamed
from auditor.facts.fact import Fact

_AWAY = re.compile(
    r"\s*(?:below|beneath|short of|under|above|over) (?:the |its |our |an? )?[~≈<>≤≥]?"
    r"(?:\d|(?:[\w-]+ ){0,3}(?:limit|capacity|target|requirement|budget|threshold|SL[AO])\b)",
    re.IGNORECASE,
)


def margins(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, where such percentages have no name."""
    return tuple(unnamed(fact) if _is_margin(fact, blocks) else fact for fact in facts)


def _is_margin(fact: Fact, blocks: Sequence[Block]) -> bool:
    if not fact.known or fact.quantity.unit.symbol != "%":
        return False
    return _AWAY.match(blocks[fact.claim.block].text, fact.claim.end) is not None
