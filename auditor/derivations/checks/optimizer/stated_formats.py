"""States of training whose format is named and not counted: "FP32 master weights: 2.4 GB" of 1.2B parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.text import line_at

_BYTES = ((("byte", 1),), (("byte", 1), ("gpu", -1)))
_FP32 = re.compile(r"\bFP32\b|\bfloat32\b|\b32[- ]bit\b", re.IGNORECASE)
_NARROW = re.compile(r"\b(?:BF16|FP16|FP8|INT8|(?:8|16)[- ]bit|half precision)\b", re.IGNORECASE)
_MASTER = re.compile(r"\bmaster\b|\b(?:FP32|float32|32-bit) cop(?:y|ies)\b", re.IGNORECASE)
_FIRST = re.compile(
    r"\bmomentum\b|\bfirst (?:(?:and|\+|&) second )?moments?\b|\b(?:m|exp_avg)\b(?= *(?:,|and|\+|&))", re.IGNORECASE
)
_SECOND = re.compile(r"\bvariances?\b|\bsecond moments?\b|(?:and|\+|&|,) *\b(?:v|exp_avg_sq)\b", re.IGNORECASE)
_ADAM = re.compile(r"\bAdamW?\b", re.IGNORECASE)
_SPREAD = re.compile(
    r"\bZeRO\b|\bFSDP\b|shard|distributed optimi[sz]er|offload|\b8-bit Adam|Adafactor|\b(?:SGD|Lion|Muon)\b|LoRA|freez",
    re.IGNORECASE,
)
"""What leaves a rank less of the states than all, or keeps others."""
_OWN = ("training", "with adam")
"""Situations that all states are of."""
_NEAR = 6
_SLIPS = (1, 2, 4, 8)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such amount that narrower values of the same parameters give."""
    source = facts.claims.document.source
    if not _FP32.search(source) or _SPREAD.search(source):
        return
    sizes = [fact for fact in facts.all if fact.concept == "parameters" and _is_plain(fact)]
    for fact in facts.all if sizes else ():
        if not _is_plain(fact) or not _is_bytes(fact) or not _is_alone(fact, facts):
            continue
        widths = _widths(_words(fact, facts), fact)
        if widths:
            near = [each for each in sizes if _is_of_same(each, fact)]
            derivation = _judge(fact, near, widths, rule) if near else None
            if derivation is not None:
                yield derivation


def _is_plain(fact: Fact) -> bool:
    row = " ".join(fact.claim.label.row.lower().split())
    own = all(tag.startswith(_OWN) or tag == row for tag in fact.scenario)
    return fact.stance is Stance.ASSERTED and fact.quantity.is_plain and own


def _is_bytes(fact: Fact) -> bool:
    return fact.quantity.readings[0].unit.dimensions in _BYTES


def _is_alone(fact: Fact, facts: Facts) -> bool:
    """Whether it is the only amount of its block, so that all words there are about it."""
    beside = facts.all[max(fact.index - _NEAR, 0) : fact.index + _NEAR]
    amounts = [other for other in beside if _is_bytes(other) and other.quantity.unit.symbol != "bit"]
    return not any(other.claim.block == fact.claim.block for other in amounts if other is not fact)


def _words(fact: Fact, facts: Facts) -> str:
    """What the line says of the amount."""
    label, text = fact.claim.label, facts.claims.document.blocks[fact.claim.block].text
    return f"{label.row} {line_at(text, fact.claim.start, fact.claim.end)}"


def _widths(words: str, fact: Fact) -> tuple[int, ...]:
    """The bytes that are kept for each parameter, by what the line lists in 32 bits."""
    if not _FP32.search(words) or _NARROW.search(words):
        return ()
    master, first, second = (bool(each.search(words)) for each in (_MASTER, _FIRST, _SECOND))
    if master and not first and not second and fact.concept != "optimizer_memory":
        return (4,)
    if first and second:
        return (12,) if master else (8, 12)
    if fact.concept == "optimizer_memory" and _ADAM.search(words) and not (first or second):
        return (12,) if master else (8, 12)
    return (4,) if (first or second) and not master else ()


def _is_of_same(size: Fact, fact: Fact) -> bool:
    """Whether an amount is stated of the parameters that a count is of: in the same scope, one near the other."""
    if size.scope == "gpu" or fact.scope == "gpu":
        return size.scope == "gpu" and abs(size.claim.block - fact.claim.block) <= _NEAR
    return size.scope in OF_ALL and fact.scope in OF_ALL


def _judge(fact: Fact, sizes: Sequence[Fact], widths: tuple[int, ...], rule: str) -> Derivation | None:
    stated = fact.quantity.hull
    if any(size.quantity.hull.scale(Fraction(width)).meets(stated) for size in sizes for width in widths):
        return None
    for size in sizes:
        slip = next((each for each in _SLIPS if size.quantity.hull.scale(Fraction(each)).meets(stated)), None)
        if slip is not None and slip < min(widths):
            return _derivation(fact, size, widths[0], slip, rule)
    return None


def _derivation(fact: Fact, size: Fact, width: int, slip: int, rule: str) -> Derivation:
    result = size.quantity.hull.scale(Fraction(width))
    name, unit = size.claim.name, fact.quantity.readings[0].unit
    given = Input(name, size.quantity.hull, size.claim.index)
    working = f"{size.claim.text} × {width} bytes"
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(size.claim.index,),
        holds=False,
        stated=fact.claim.text,
        expected=show.interval(size.quantity.nominal().scale(Fraction(width)), unit),
        interval=result,
        basis=Basis.DERIVATION,
        steps=(Step("what is kept in 32 bits", working, result, unit.symbol, f"{name} {width} *", (given,)),),
        near_miss=f"{slip} byte{'s' if slip > 1 else ''} for each parameter would give it",
    )
