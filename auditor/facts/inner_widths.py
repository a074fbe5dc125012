"""Hidden sizes beside a token dimension of another value, "Token dimension: 768, hidden size: 3072": inner widths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.fact import Fact, Stance

_WIDTH, _EXPERTS = "hidden_size", "experts"
_STREAM = re.compile(
    r"\b(?:(?:token|embedding|embed|model)(?: embedding)?[ _](?:dim(?:ension)?|size|width)|d_model)\W*\Z", re.IGNORECASE
)
_HIDDEN = re.compile(r"\bhidden[ _](?:size|dim(?:ension)?|width)\W*\Z", re.IGNORECASE)
_REACH = 40


def inner_widths(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, where what a list calls hidden beside the width of a token is what its networks have inside."""
    sections: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.concept == _WIDTH and fact.known and fact.stance is Stance.ASSERTED and fact.quantity.whole:
            sections[tuple(fact.claim.label.headings)].append(fact)
    inner = {fact.index for section in sections.values() for fact in _inner(section, blocks)}
    if not inner:
        return tuple(facts)
    concept = "expert_hidden" if any(fact.concept == _EXPERTS for fact in facts) else "ffn_hidden"
    return tuple(replace(fact, concept=concept, scope="") if fact.index in inner else fact for fact in facts)


def _inner(section: Sequence[Fact], blocks: Sequence[Block]) -> list[Fact]:
    """The hidden sizes of a section that names the one width of a token otherwise, and never hidden."""
    stream = _values(section, blocks, _STREAM)
    hidden = [fact for fact in section if _is_called(fact, blocks, _HIDDEN)]
    if len(stream) != 1 or stream & _values(section, blocks, _HIDDEN):
        return []
    return hidden


def _values(section: Sequence[Fact], blocks: Sequence[Block], name: re.Pattern[str]) -> set[Fraction | None]:
    return {fact.quantity.value for fact in section if _is_called(fact, blocks, name)}


def _is_called(fact: Fact, blocks: Sequence[Block], name: re.Pattern[str]) -> bool:
    """Whether a name stands right before a number, or heads its row."""
    before = blocks[fact.claim.block].text[max(0, fact.claim.start - _REACH) : fact.claim.start]
    return name.search(fact.claim.label.row or before) is not None
