"""Weights in a clause that a part of the model begins, "Weights: ...; everything else 6B / 4 = 1.5 GB": not all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.companions import unnamed
from auditor.facts.fact import Fact

_OF_THE_MODEL = frozenset({"weight_memory", "parameters"})
_PART = re.compile(
    r"(?:^|[:;,(：；，、（]|\band\b|\+)\s*(?:the |for )*(?:"
    r"(?:everything|all) else|rest|remainder|(?:remaining|other) (?:weights|parameters)|non-experts?|"
    r"(?:routed |shared |dense )?experts?|attention|embeddings?|FFN|MLP|router|norms?|lm_head|"
    r"其余|其他权重|专家|注意力|嵌入|phần còn lại|chuyên gia|chú ý|nhúng)(?![^\W\d_])[^\d.;；。\n]{0,24}\d",
    re.IGNORECASE,
)
"""A part that begins a clause, with its figure."""
_END = re.compile(r"[;；。\n]|\.(?!\d)")
_OWN = re.compile(
    r"\b(?:weights?|param\w*|together|totals?|sum|overall|all|trọng số|tham số|tổng|cộng)\b|权重|参数|合计|总|共",
    re.IGNORECASE,
)
"""Words by which an amount further on in the clause is named itself."""


def remainders(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, where the weights of a clause that begins with a part have no name."""
    concerned = {fact.claim.block for fact in facts if fact.concept in _OF_THE_MODEL}
    clauses = {block: tuple(_clauses(blocks[block].text)) for block in concerned}
    return tuple(unnamed(fact) if _is_of_part(fact, clauses, blocks) else fact for fact in facts)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Where the figures of parts begin and where their clauses end."""
    place = 0
    while (part := _PART.search(text, place)) is not None:
        end = _END.search(text, part.end())
        place = len(text) if end is None else end.start()
        yield part.end() - 1, place


def _is_of_part(fact: Fact, clauses: dict[int, tuple[tuple[int, int], ...]], blocks: Sequence[Block]) -> bool:
    if fact.concept not in _OF_THE_MODEL:
        return False
    start, text = fact.claim.start, blocks[fact.claim.block].text
    opened = next((begin for begin, end in clauses[fact.claim.block] if begin <= start < end), None)
    return opened is not None and _OWN.search(text, opened, fact.claim.end) is None
