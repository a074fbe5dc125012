"""Bytes beside the storage format that takes them: "BF16 (2 bytes per parameter)"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Implied, Stance
from auditor.interval import Interval
from auditor.units import Unit

_WIDTHS = frozenset({"bytes_per_parameter", "bytes_per_element", "bytes_per_expert_parameter"})
_JOINED = re.compile(
    r"[ \t]*(?:[*_`]{0,2}[:=,(（，：–—-][*_`]{0,2})[ \t]*(?:每个?参数[ \t]*)?|[*_`\"]*: ?[*_`]*[ \t]*"
    r"|[\"'`]?[ \t]*\n[ \t]*(?:[-*][ \t])?[*_`]{0,2}bytes[ _]per[ _](?:param(?:eter)?|weight)"
    r"[*_`]{0,2}[ \t]*[:=][ \t]*",
    re.IGNORECASE,
)
"""What may stand between a format and its bytes."""
_CLOSED = re.compile(r"[)）]?[ \t.*|]*(?:\n|$)|[)）],? (?:so|which|and|thus|hence|on|over)\b|[)）][.;,，。；]")
_SEVERAL = re.compile(
    r"grad|optim|master|moment|state|total|both|activ|cache|scale|copies|训练|梯度|优化器|缓存|激活|合计", re.IGNORECASE
)
"""Words of a line in which the bytes may count more than the weights."""
_WHOLE = frozenset({Fraction(1, 2), Fraction(1), Fraction(2), Fraction(4), Fraction(8)})
"""Bytes that a format has; others are a mean of several, or count scales or optimizer states in."""
_WEIGHTS = frozenset({"", "weight_memory"})
_CHANCE = 0.25
"""A report might take one of four widths."""
_VALUE = Unit("B", Fraction(1), ())


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of bytes that stands right beside the name of one format."""
    starts = [each.span.start for each in facts.implied]
    for fact in facts.all if starts else ():
        told = fact.concept in _WIDTHS or fact.quantity.unit.symbol == "bit"
        if told and fact.quantity.value and fact.stance is Stance.ASSERTED:
            format = _beside(fact, facts, bisect_left(starts, fact.claim.span.start))
            if format is not None and fact.quantity.nominal() == Interval.point(format.value):
                yield _derivation(fact, format, True, rule)
            elif format is not None and fact.concept in _WIDTHS and _is_wrong(fact, format, facts):
                yield _derivation(fact, format, False, rule)


def _beside(fact: Fact, facts: Facts, place: int) -> Implied | None:
    """The format right before a number of bytes, else the one right behind it."""
    source, span = facts.claims.document.source, fact.claim.span
    for one in facts.implied[max(place - 1, 0) : place]:
        if _JOINED.fullmatch(source, one.span.end, span.start):
            return one
    for one in facts.implied[place : place + 1]:
        if _JOINED.fullmatch(source, span.end, one.span.start):
            return one
    return None


def _is_wrong(fact: Fact, format: Implied, facts: Facts) -> bool:
    """Whether a line declares the one format of all weights and gives it the bytes of another.

    Several values may be counted in one line of a list ("FP16: 4 bytes, for weights and gradients").
    """
    document = facts.claims.document
    rest = _CLOSED.match(document.source, fact.claim.span.end) is not None
    alone = sum(each.block == format.block for each in facts.implied) == 1
    text = document.blocks[format.block].text
    said = format.declared or (format.of == "weight_memory" and _SEVERAL.search(text) is None)
    named = said and format.of in _WEIGHTS and format.span.start < fact.claim.span.start
    return named and alone and rest and fact.quantity.value in _WHOLE


def _derivation(fact: Fact, format: Implied, holds: bool, rule: str) -> Derivation:
    width = Interval.point(format.value)
    assumed = f"{format.format} takes {show.interval(width, _VALUE)} for each value"
    given = Input("width", width, assumed=assumed)
    return one_step(
        fact.claim,
        Step(f"bytes of {format.format}", format.format, width, "B", "width", (given,)),
        rule,
        expected=show.interval(width, _VALUE),
        holds=holds,
        basis=Basis.COMPARISON,
        assumptions=(assumed,),
        power=_CHANCE,
        message="" if holds else f"{fact.claim.text} is stated; {assumed}.",
    )
