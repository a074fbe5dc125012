"""How many bytes a value takes at least, by the storage formats that a report names."""

from __future__ import annotations

from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.once import once
from auditor.facts import Facts

_STORED = frozenset({"bytes_per_parameter", "bytes_per_element", "bytes_per_expert_parameter"})
_NARROW = re.compile(
    r"\b(?:FP8|E4M3|E5M2|U?INT8|INT4|FP4|NVFP4|MXFP\d|NF4|[48][- ]bits?|quanti[sz]\w+|AWQ|GPTQ|GGUF|W8A8|W4A16)\b",
    re.IGNORECASE,
)
"""Formats in which a value takes a byte or less."""


@once
def least_width(facts: Facts) -> Fraction | None:
    """The least bytes of a value, where the report names formats and none in which it takes a byte or less."""
    named = {each.value for each in facts.implied}
    stated = {fact.quantity.value for fact in facts.all if fact.concept in _STORED and fact.known}
    width = min(named, default=Fraction(0))
    if width <= 1 or not stated <= named or _NARROW.search(facts.claims.document.source):
        return None
    return width
