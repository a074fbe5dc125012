"""Ways to join numbers that their words forbid, whatever comes out: "8 NICs" times the rate of one, "per NIC"."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import patterns as re
from auditor.facts import Fact

_EACH = re.compile(r"\s*(?:per|for each|of each|each) ([^\W\d]{3,})", re.IGNORECASE)
_PUE = "power_usage_effectiveness"


def is_misjoined(fact: Fact, sign: str, parts: Sequence[Fact]) -> bool:
    """Whether what is of each one is multiplied with how many there are, or power is divided by a PUE."""
    if sign == "/" and len(parts) > 1 and parts[1].concept == _PUE:
        return not fact.concept.startswith("it_")
    each = _EACH.match(fact.claim.label.after) if sign == "*" else None
    return each is not None and any(part.claim.label.after.lower().startswith(each[1].lower()) for part in parts)
