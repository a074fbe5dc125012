"""Shapes of tensors whose dimensions are stated elsewhere: "[64, 2048, 1024]" with batch, sequence and width over TP.

Sizes of models are round, so that a shape is only confirmed, and only where all of its dimensions are explained."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from auditor import patterns as re
from auditor.derivations.checks.degrees import (
    Reading,
    Stated,
    confirmed,
    count,
    itself,
    one_situation,
    product,
    quotient,
    stated,
)
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.quantity import Modality

_BATCHES = ("batch_size", "global_batch_size", "micro_batch_size")
_TOKENS = (*_BATCHES, "sequence_length")
_WIDTHS = ("hidden_size", "ffn_hidden", "expert_hidden", "head_dim", "attention_heads", "kv_heads", "vocabulary")
_DIVIDED = ("hidden_size", "ffn_hidden", "expert_hidden", "attention_heads", "kv_heads", "vocabulary")
"""What tensor parallelism divides."""
_OPEN = re.compile(r"[\[(]\s*(?:[A-Za-z_]{1,16}\s?[=:]\s?)?\Z")
_COMMA = re.compile(r"\s*,\s*(?:[A-Za-z_]{1,16}\s?[=:]\s?)?")
_TIMES = re.compile(r"\s?[×x*]\s?")
_CLOSE = re.compile(r"\s*[\])]")
_MOST = 8
_STATED = 24
"""Sizes that are taken for settings; where more are stated, any shape would come out."""
_SIZES = 100
"""Round numbers that a dimension may be: powers of two and small multiples of them."""
_CHANCE = 0.2
_RESTATED = 0.02

Shape = tuple[Fact, ...]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each dimension of a shape that the report explains, or prints in another place too."""
    shapes = list(_shapes(facts))
    if not shapes:
        return
    inside = {fact.index for shape in shapes for fact in shape}
    known = stated(facts, *_TOKENS, *_WIDTHS, "experts")
    known = {concept: [each for each in some if each.index not in inside] for concept, some in known.items()}
    alike: dict[tuple[Fraction, ...], list[Shape]] = defaultdict(list)
    for shape in shapes:
        alike[tuple(map(count, shape))].append(shape)
    for shape in shapes:
        explained = _explained(shape, known)
        again = next((each for each in alike[tuple(map(count, shape))] if _is_elsewhere(shape, each)), None)
        if explained is not None:
            readings, chance = explained
            yield from (confirmed(fact, each, rule, chance) for fact, each in zip(shape, readings, strict=True))
        elif again is not None and len(set(map(count, shape))) > 2:
            for fact, other in zip(shape, again, strict=True):
                yield confirmed(fact, itself(other, "the same shape"), rule, _RESTATED)


def _is_elsewhere(shape: Shape, other: Shape) -> bool:
    return other[0].claim.block != shape[0].claim.block and one_situation(shape[0], other[0])


def _shapes(facts: Facts) -> Iterator[Shape]:
    """The numbers in brackets that nothing but commas, signs of multiplication and names of dimensions set apart."""
    place = 0
    while place < len(facts.all):
        shape = _shape(facts.all, place, facts)
        if len(shape) > 1:
            yield shape
        place += max(len(shape), 1)


def _shape(all_facts: Sequence[Fact], place: int, facts: Facts) -> Shape:
    first = all_facts[place]
    text = facts.claims.document.blocks[first.claim.block].text
    if not _is_size(first) or _OPEN.search(text[max(0, first.claim.start - 24) : first.claim.start]) is None:
        return ()
    found, commas = [first], 0
    for fact in all_facts[place + 1 : place + _MOST]:
        if fact.claim.block != first.claim.block or not _is_size(fact):
            break
        between = text[found[-1].claim.end : fact.claim.start]
        if not (_COMMA.fullmatch(between) or _TIMES.fullmatch(between)):
            break
        commas += "," in between
        found.append(fact)
    closed = _CLOSE.match(text, found[-1].claim.end) is not None
    return tuple(found) if closed and (commas or len(found) > 2) else ()


def _is_size(fact: Fact) -> bool:
    quantity = fact.quantity
    plain = quantity.whole and quantity.modality is Modality.EXACT and not fact.claim.degree
    return plain and not quantity.unit.symbol and count(fact) >= 1


def _explained(shape: Shape, known: Stated) -> tuple[list[Reading], float] | None:
    """What each dimension is, and the chance that round numbers would all be something; None where one is nothing."""
    sizes = _sizes(shape[0], known)
    readings = [sizes.get(count(fact)) for fact in shape]
    found = [each for each in readings if each is not None]
    if not sizes or len(found) < len(shape) or len(set(map(count, shape))) < 2 or _has_batch_twice(found):
        return None
    chance = min(1.0, len(sizes) / _SIZES) ** len(set(map(count, shape)))
    return (found, round(max(chance, 0.001), 3)) if chance <= _CHANCE else None


def _has_batch_twice(readings: Sequence[Reading]) -> bool:
    """Whether two dimensions count the sequences, of which a tensor has one: scores are of tokens by tokens."""
    return sum(any(each.concept in _BATCHES for each in reading.given) for reading in readings) > 1


def _sizes(fact: Fact, known: Stated) -> Mapping[Fraction, Reading]:
    """The sizes that a dimension may have where a shape stands, by value."""
    here = {concept: _each_once(fact, some) for concept, some in known.items()}
    if sum(map(len, here.values())) > _STATED:
        return {}
    tokens = [each for concept in _TOKENS for each in here.get(concept, ())]
    widths = [each for concept in (*_WIDTHS, "experts") for each in here.get(concept, ())]
    found = [itself(each, "as stated") for each in (*tokens, *widths)]
    for parts in here.get("tensor_parallel", ()):
        divided = (each for concept in _DIVIDED for each in here.get(concept, ()))
        found += [quotient(each, parts, "each rank's share") for each in divided]
    found += [
        product(one, other, "all tokens") for one, other in combinations(tokens, 2) if one.concept != other.concept
    ]
    sizes: dict[Fraction, Reading] = {}
    for each in found:
        if each.value.denominator == 1:
            sizes.setdefault(each.value, each)
    return sizes


def _each_once(fact: Fact, others: Sequence[Fact]) -> list[Fact]:
    found: dict[Fraction, Fact] = {}
    for other in others:
        if one_situation(fact, other) and other.claim.block != fact.claim.block:
            found.setdefault(count(other), other)
    return list(found.values())
