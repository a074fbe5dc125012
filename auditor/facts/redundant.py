"""Spare copies of experts that stand behind a plus: "256 + 8 redundant", "256 个专家加 8 个冗余专家"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.fact import Fact

_ADDED = re.compile(r"(?:\+|\bplus|\band|\bwith|加上?|另加|外加|和|cộng|và)\s?\Z", re.IGNORECASE)
_SPARE = re.compile(
    r"(?:\s|[个個]\s?)?(?:(?:redundant|spare|replicated|duplicated)\b(?: (?:experts?|ones|copies|slots|replicas))?"
    r"|冗余|备份专家|(?:chuyên gia )?dự phòng)",
    re.IGNORECASE,
)
_IN_IT = re.compile(r"(?:redundant|spare|replicated|duplicated)\b|冗余", re.IGNORECASE)
_EXPERTS = re.compile(r"\b(?:experts?|EP)\b|专家|chuyên gia", re.IGNORECASE)
_COUNTS = frozenset({"", "expert"})
_NEAR = 8


def redundant(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, with such copies under their name."""
    return tuple(_named(fact) if _is_spare(fact, blocks[fact.claim.block].text) else fact for fact in facts)


def _named(fact: Fact) -> Fact:
    return replace(fact, concept="redundant_experts", known=True, scope="")


def _is_spare(fact: Fact, text: str) -> bool:
    claim = fact.claim
    if not fact.quantity.whole or fact.quantity.unit.symbol not in _COUNTS or fact.concept == "redundant_experts":
        return False
    label = claim.label
    near = " ".join((label.key, label.row, label.column, text))
    told = _IN_IT.search(claim.text) or _SPARE.match(text, claim.end)
    return bool(told and _ADDED.search(text, max(claim.start - _NEAR, 0), claim.start) and _EXPERTS.search(near))
