"""Commas that part the words before them from the number behind them, and those that do not."""

from __future__ import annotations

from auditor.claims import Claim
from auditor.facts.sense import LONGEST
from auditor.facts.senses import Senses

COMMAS = frozenset(",;，；、")
"""Signs that part words."""
_ENDS = frozenset({"", ";", ".", "；", "。"})
"""What stands before the beginning of a clause."""


def is_parted(claim: Claim, text: str, senses: Senses) -> bool:
    """Whether a comma right before a number says that the words before it belong to another, as it does but where a
    clause begins with what the number is counted per ("; for the node, 395 GB"). `text` is that of its block."""
    said = claim.label.before
    before = text[max(claim.start - LONGEST, 0) : claim.start].rstrip()
    if before[-1:] not in COMMAS:
        return False
    sense = senses.before(said)
    begins = before[:-1].endswith(said) and before[: -1 - len(said)].rstrip()[-1:] in _ENDS
    return not (begins and sense.scope and not sense.mentions)
