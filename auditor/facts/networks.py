"""Numbers that stand in a form of their own: the widths of a network, "expert MLP (1024 → 4096 → 1024)" or "an MLP with
hidden size 4096", and a batch as a product, "32 sequences × 2048 tokens"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.fact import Fact
from auditor.quantity import Modality
from auditor.text import line_start

_ARROW = r"\s?(?:→|⇒|->|-->|=>)\s?"
_CHAIN = re.compile(rf"{_ARROW}(\d[\d,]{{2,7}}){_ARROW}(\d[\d,]{{2,7}})(?![\d.,]*\d|\s?[→⇒%×]|\s?-+>|\s?[A-Za-z]+/)")
_NETWORK = re.compile(r"\b(?:MLPs?|FFNs?|feed-?forward|experts?)\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:rout\w+|gat(?:e|ing)|adapters?|LoRA|project(?:or|ion)s?|vision|shared|latent|draft|head)\b", re.IGNORECASE
)
"""Networks beside those of the layers, of widths of their own."""
_EXPERT = re.compile(r"\b(?:experts?|MoE)\b", re.IGNORECASE)
_DIVIDED = re.compile(
    r"\b(?:per|each|every) (?:\w+ )?(?:GPU|rank|device|shard)|\b(?:TP|tensor|parallel|split|shard\w*|slice\w*)\b",
    re.IGNORECASE,
)
"""Words by which the inner width may be a rank's own part."""
_INNER = re.compile(
    r"\b(?:(?:expert )?(?:MLPs?|FFNs?|feed-?forward networks?)|(?:each|every|one|an) expert)\b"
    r" (?:each )?(?:with|ha(?:s|ve|ving)|of)(?: an?| the)? (?:hidden|inner|intermediate) (?:size|dim(?:ension)?|width)"
    r"(?:s? of|:| =)? ?\Z",
    re.IGNORECASE,
)
"""What stands before the inner width of a network."""
_TIMES = re.compile(r"\s?[×x*·]\s?|\s(?:of|with)\s|\s?@\s?")
_BATCH = re.compile(r"\bbatch", re.IGNORECASE)
_OF_A_PART = re.compile(r"micro|mini|per|each|local|global|decode|output|generat", re.IGNORECASE)
_HEADS = frozenset({"attention_heads", "kv_heads"})
_NAMES_HEADS = re.compile(r"heads?\b", re.IGNORECASE)
_BY = re.compile(r"\s?[×x*]\s?")
_THINGS = re.compile(r"\s?-?[A-Za-z]")
_NARROWEST, _WIDEST, _STEP = 32, 576, 8
"""Widths that heads have."""
_TOKENS = "batch_tokens"
_REACH = 80


def networks(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, with the widths of networks and the factors of batches under their names."""
    found = list(facts)
    for place, fact in enumerate(facts):
        text = blocks[fact.claim.block].text
        if place + 2 < len(facts) and _is_chain(facts[place : place + 3], text):
            found[place : place + 3] = _widths(facts[place : place + 3], text)
        elif _is_inner(fact, text):
            found[place] = _called(fact, "expert_hidden" if _EXPERT.search(_before(fact, text)) else "ffn_hidden")
        elif place + 1 < len(facts) and _is_batch(fact, facts[place + 1], text):
            found[place] = _called(fact, "batch_size")
            found[place + 1] = _called(facts[place + 1], "sequence_length")
        elif place + 1 < len(facts) and _is_of_heads(fact, facts[place + 1], text):
            found[place + 1] = _called(facts[place + 1], "head_dim")
        elif place + 1 < len(facts) and _is_of_each(fact, facts[place + 1], text):
            found[place + 1] = _unnamed(facts[place + 1], "tokens of each")
    return tuple(found)


def _is_chain(facts: Sequence[Fact], text: str) -> bool:
    """Whether three bare whole numbers of a network lead back to the first: its input, its inner width, its output."""
    first, inner, last = facts
    if len({fact.claim.block for fact in facts}) > 1 or first.quantity.hull != last.quantity.hull:
        return False
    if any(fact.quantity.unit.symbol or not fact.quantity.whole for fact in facts):
        return False
    said = _before(first, text)
    named = _NETWORK.search(said) is not None and _OTHER.search(said) is None
    chain = _CHAIN.fullmatch(text, first.claim.end, last.claim.end)
    return named and chain is not None and first.quantity.hull != inner.quantity.hull


def _before(fact: Fact, text: str) -> str:
    """What stands before a number in its line, as far as it can be about it."""
    start = line_start(text, fact.claim.start)
    return text[max(start, fact.claim.start - _REACH) : fact.claim.start]


def _widths(facts: Sequence[Fact], text: str) -> list[Fact]:
    first, inner, last = facts
    said = _before(first, text)
    width = "expert_hidden" if _EXPERT.search(said) else "ffn_hidden"
    kept = _unnamed(inner, "inner width") if _DIVIDED.search(said) else _called(inner, width)
    named = (_called(first, "hidden_size"), kept, _called(last, "hidden_size"))
    return [replace(each, scenario=last.scenario) for each in named]


def _is_inner(fact: Fact, text: str) -> bool:
    """Whether a bare number is the width inside a network: "an MLP of width 4096 inside"."""
    bare = fact.quantity.whole and not fact.quantity.unit.symbol and fact.scope not in ("gpu", "total")
    said = _before(fact, text)
    return bare and _INNER.search(said) is not None and _DIVIDED.search(said) is None


def _is_batch(first: Fact, second: Fact, text: str) -> bool:
    """Whether so many sequences of so many tokens each are said to be the batch."""
    if first.known and second.known and second.concept != _TOKENS:
        return False
    if not _are_multiplied(first, second, text) or first.quantity.modality is not Modality.EXACT:
        return False
    said = f"{first.claim.label.key} {first.claim.label.row} {first.claim.label.column} {_before(first, text)}"
    return _BATCH.search(said) is not None and _OF_A_PART.search(said + second.claim.text) is None


def _are_multiplied(first: Fact, second: Fact, text: str) -> bool:
    """Whether so many sequences stand before so many tokens as the factors of a product do."""
    units = [fact.quantity.unit.dimensions for fact in (first, second)]
    if first.claim.block != second.claim.block or units != [(("sequence", 1),), (("token", 1),)]:
        return False
    return _TIMES.fullmatch(text, first.claim.end, second.claim.start) is not None


def _is_of_each(first: Fact, second: Fact, text: str) -> bool:
    """Whether what a label would call the tokens of a batch are those of each of its sequences."""
    return second.concept == _TOKENS and _are_multiplied(first, second, text)


def _is_of_heads(first: Fact, second: Fact, text: str) -> bool:
    """Whether a number without a unit is the width of so many heads: "32 heads × 128"."""
    if first.concept not in _HEADS or first.claim.block != second.claim.block or second.known:
        return False
    quantity, width = second.quantity, second.quantity.value
    plain = quantity.whole and not quantity.unit.symbol and quantity.modality is Modality.EXACT
    if not plain or width is None or not _NARROWEST <= width <= _WIDEST or width % _STEP:
        return False
    named = _NAMES_HEADS.search(first.claim.text) is not None
    return (
        named
        and _BY.fullmatch(text, first.claim.end, second.claim.start) is not None
        and not _THINGS.match(text, second.claim.end)
    )


def _called(fact: Fact, concept: str) -> Fact:
    return replace(fact, concept=concept, known=True, scope="")


def _unnamed(fact: Fact, words: str) -> Fact:
    return replace(fact, concept=words, known=False, scope="")
