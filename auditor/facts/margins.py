"""Numbers that tell how far something stays from a limit: "60 GB, 25% below the 80 GB limit" is no utilisation, and
"weights: 1.9 GB under the ceiling" need not be what they take."""

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
_UNDER = re.compile(
    r"\s(?:below|beneath|short of|under|above|over) (?:the |its |our |this |that )(?:[a-z-]+ ){0,2}"
    r"(?:limit|ceiling|capacity|target|requirement|budget|cap|threshold|SL[AO])\b(?! of [~≈]?\d)",
    re.IGNORECASE,
)
"""The same without the limit itself, so that an amount before it may be what is left up to it."""


def margins(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, where such numbers have no name."""
    return tuple(unnamed(fact) if _is_margin(fact, blocks) else fact for fact in facts)


def _is_margin(fact: Fact, blocks: Sequence[Block]) -> bool:
    away = _AWAY if fact.quantity.unit.symbol == "%" else _UNDER
    return fact.known and away.match(blocks[fact.claim.block].text, fact.claim.end) is not None
