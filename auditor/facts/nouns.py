"""The nouns of numbers: what stands behind the digits and says what they count."""

from __future__ import annotations

from auditor import patterns as re
from auditor.claims import Claim

_NUMERAL = re.compile(r"[0-9.,~≈<>≤≥+\-−–×x() ]*(?:[KMBTkmbt](?![^\W\d_]))?(?:(?:thousand|[mbtr]+illion)\b)?\s*")
"""Digits and signs at the beginning of a number, with its magnitude: what is left is its noun."""
_SIZE = re.compile(r"[0-9.]+[BT](?:[ -]param(?:eter)?s?)?")
_MODEL = re.compile(
    r"(?:[ -](?:MoE|mixture[ -]of[ -]experts|dense|sparse|transformer|language|large|base|chat|instruct))*[ -]?"
    r"(?:models?\b|LLMs?\b|模型)"
    r"|(?:[ -](?:MoE|mixture[ -]of[ -]experts|dense|sparse))+(?=\s*(?:[,;.(]|with\b|\Z))",
    re.IGNORECASE,
)
_KEYED = re.compile(r"(?:\A|\n)\W{0,4}(?:Model|模型|Mô hình)\W{0,4}[:：]\W{0,3}\Z", re.IGNORECASE)
"""What stands right before the size of a model: "**Model**: 70B, FP8"."""
_REACH = 20


def noun(text: str) -> str:
    """What stands behind the digits of a printed number: "active parameters" of "13B active parameters"."""
    return _NUMERAL.sub("", text, count=1)


def is_of_model(text: str, claim: Claim) -> bool:
    """Whether a number says how large a model is, as models are called: "7B model", "30B parameter MoE"."""
    if not _SIZE.fullmatch(claim.text):
        return False
    return bool(_MODEL.match(text, claim.end) or _KEYED.search(text[max(claim.start - _REACH, 0) : claim.start]))
