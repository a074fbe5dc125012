"""The size of the one model that a report is about, said once as another: "a 70B model" above parameters of 7.2B."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.once import once
from auditor.derivations.said_again import said_again
from auditor.derivations.values import widen
from auditor.facts import Claim, Facts, Form
from auditor.interval import Interval

_IS_MODEL = re.compile(
    r"(?:[ -](?:parameters?|dense|sparse|MoE|mixture-of-experts|language|decoder-only|transformer|base|chat)){0,3}"
    r"[ -](?:model|LLM|transformer)\b(?! family| zoo)|[ -]parameters?\b(?! (?:are|is|of|in|for|per|each|from)\b)",
    re.IGNORECASE,
)
"""What stands behind the size of a model."""
_SEVERAL = re.compile(
    r"\b(?:draft\w*|teacher|student|distil\w*|versus|vs|than|instead|baseline|reference|reward|critic|judge|embed\w*"
    r"|vision|adapters?|LoRA|like|such as|similar|activ\w+|experts?|other|another|if|were|would|could|range|both|sizes?"
    r"|family|small\w*|larg\w*|bigger|up to|at least|earlier|previous\w*|published|paper|literature)\b|[–→~]",
    re.IGNORECASE,
)
"""Words by which a sentence may speak of another model, or of a part of one."""
_SENTENCE = re.compile(r"[.!?;]\s|[。！？；|\n]")
_REACH = 100
_CHANCE = 0.1
_BILLIONS = re.compile(r"\d+(?:\.\d+)?B", re.ASCII)
_BILLION = 10**9
_APART = Fraction(3, 2)
"""How many times another size of a model its name may be."""
_NEARLY = Fraction(1, 20)
_TENS = (Fraction(10), Fraction(1, 10))
_PREFIXES = (Fraction(1000), Fraction(1024), Fraction(1, 1000), Fraction(1, 1024))
_SIZES = frozenset({"parameters", "active_parameters", "expert_parameters", "attention_parameters"})


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for a size that stands once, where all other sizes agree and figures of the report prove them."""
    sizes = {claim.index: value for claim in facts.claims.all if (value := _size(claim, facts)) is not None}
    if len({figure.of for figure in facts.figures if figure.concept == "parameters"}) > 1 or len(sizes) < 2:
        return
    proven = {
        derivation.head
        for derivation in found
        if derivation.holds and derivation.basis is Basis.DERIVATION and derivation.power is None
    }
    shown = next((index for index in sizes if index in proven), -1)
    told = [index for index in sizes if index != shown and _is_told(facts.claims.all[index], facts)]
    for index in told if shown in sizes else ():
        same, lone = sizes[index].meets(sizes[shown]), _is_lone(index, sizes, proven, facts)
        if same or lone:
            other = facts.claims.all[shown]
            yield said_again(facts.claims.all[index], other, sizes[shown], rule, holds=same, power=_CHANCE)


def _size(claim: Claim, facts: Facts) -> Interval | None:
    """How many parameters a number says that some model, or a part of one, has; None for a number of something else."""
    fact, quantity = facts.by_claim[claim.index], claim.quantity
    if claim.form is not Form.QUANTITY or quantity is None:
        return None
    if _BILLIONS.fullmatch(claim.text) and _is_called(claim, facts):
        # Read alone, the letter may be the bytes of a large number.
        return quantity.interval.scale(_BILLION) if quantity.unit.symbol == "B" else quantity.hull
    return quantity.hull if fact is not None and fact.concept in _SIZES else None


def _is_called(claim: Claim, facts: Facts) -> bool:
    counted = claim.quantity is not None and claim.quantity.unit.symbol == "parameter"
    return counted or _IS_MODEL.match(facts.claims.document.blocks[claim.block].text, claim.end) is not None


def _is_lone(index: int, sizes: Mapping[int, Interval], proven: set[int], facts: Facts) -> bool:
    """Whether nothing proves a size, which is a prefix away from all others, or ten times as much or little at the head
    of the report: of two models both of which it speaks of, it says so where it begins."""
    others = [size for each, size in sizes.items() if each != index]
    most, least = max(_ends(each)[1] for each in others), min(_ends(each)[0] for each in others)
    factors = (*_PREFIXES, *(_TENS if _is_at_head(facts.claims.all[index], facts) else ()))
    moved = any(size.meets(widen(sizes[index].scale(factor), _NEARLY)) for factor in factors for size in others)
    return index not in proven and most <= _APART * least and moved


def _is_at_head(claim: Claim, facts: Facts) -> bool:
    """Whether it stands in the title of a document, or in what comes before the second heading below it."""
    own = facts.claims.document.blocks[claim.block]
    return claim.block in _first_headings(facts) or own.headings == _first_headings(facts)[: len(own.headings)]


@once
def _first_headings(facts: Facts) -> tuple[int, ...]:
    """The first two headings of a document."""
    return tuple(sorted({heading for block in facts.claims.document.blocks for heading in block.headings})[:2])


def _ends(size: Interval) -> tuple[Fraction, Fraction]:
    return size.low or Fraction(0), size.high or Fraction(0)


def _is_told(claim: Claim, facts: Facts) -> bool:
    """Whether the text calls it the size of the model, in a sentence that names nothing else."""
    text = facts.claims.document.blocks[claim.block].text
    before = _SENTENCE.split(text[max(claim.start - _REACH, 0) : claim.start])[-1]
    behind = _SENTENCE.split(text[claim.end : claim.end + _REACH])[0]
    return _is_called(claim, facts) and _SEVERAL.search(f"{before} {behind}") is None
