"""Numbers that stand with a count of GPUs: what is spread over them, and the figures of each."""

from __future__ import annotations

from auditor import patterns as re
from auditor.claims import Claim
from auditor.facts.sense import LONGEST, Sense

COUNTED = frozenset({((name, 1),) for name in ("expert", "head", "layer", "sequence", "token")})
"""Units of things that are spread over devices."""
_MACHINES = frozenset({((name, 1),) for name in ("node", "server", "host")})
_GPUS = (("gpu", 1),)
_FIGURES = frozenset({(("byte", 1),), (("byte", 1), ("gpu", -1)), (("gpu", -1), ("byte", 1))})
_BRACKETS = frozenset("(（")
_EACH = ("each", "apiece")
_JOINTS = frozenset({"(", "（", "×", "x", "*", "with", "of", "× "})
_NAMED = re.compile(
    r"\b(?:RTX|[ABHLV]\d{2,3}[A-Z]?|MI\d{3}[A-Z]?|GH200|GB[23]00|T4|Gaudi\d?|Ascend)\b[^\W\n]{0,8}[-\w .]{0,20}[(（]$"
)
_NAME = 48
_LARGEST_VALUE = 16
"""Bytes of the widest stored value, with the optimizer's states of it."""
_LEAST_MASS = 1000


def is_spread(text: str, claim: Claim, other: Claim | None, before: Sense) -> bool:
    """Whether a number counts what something is spread over, or a group's: "16 experts across 8 GPUs", "8 nodes of 8".

    `other` is the number before it in its block, `before` what stands between.
    """
    if other is None:
        ahead = text[max(claim.start - LONGEST, 0) : claim.start]
        return ahead.rstrip(" (（")[-1:].isdigit() or (ahead[-1:] in _BRACKETS and not before.bare)
    unit = other.quantity.unit if other.quantity is not None else None
    if unit is not None and unit.dimensions in _MACHINES and text[other.end : claim.start].strip() == "of":
        return True
    counted = unit is not None and unit.dimensions in COUNTED
    return counted and not before.mentions and before.spreads


def is_of_devices(text: str, claim: Claim, other: Claim | None) -> bool:
    """Whether an amount of bytes is what each GPU has that is counted or named before it: "8 GPUs (80GB each)"."""
    if claim.quantity is None or claim.quantity.unit.dimensions not in _FIGURES:
        return False
    closed = text[claim.end : claim.end + 1] in (")", "）")
    if closed and _NAMED.search(text[max(claim.start - _NAME, 0) : claim.start]):
        return True
    if other is None or other.quantity is None or other.quantity.unit.dimensions != _GPUS:
        return False
    between = text[other.end : claim.start].strip()
    return between in _JOINTS or (between == "," and claim.text.endswith(_EACH))


def amount(claim: Claim) -> str:
    """`value` for so few bytes that they are those of one stored value, `mass` for so many that they cannot be."""
    quantity = claim.quantity
    if quantity is None or quantity.unit.dimensions != (("byte", 1),):
        return ""
    low, high = quantity.hull.low, quantity.hull.high
    if high is not None and high <= _LARGEST_VALUE:
        return "value"
    return "mass" if low is not None and low > _LEAST_MASS else ""


def counts_things(claim: Claim) -> bool:
    """Whether the number counts things that it names: "attention and 16 experts" speaks of two things."""
    return claim.quantity is not None and claim.quantity.unit.dimensions in COUNTED
