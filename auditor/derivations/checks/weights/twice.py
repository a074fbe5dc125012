"""Weights of another width than the stated one: "Model memory (FP16): 120 GB" of 30B parameters."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_BYTES = "bytes_per_parameter"
_MORE = re.compile(
    r"\+|&|\band\b|\bwith\b|\bincl|grad|optimi|\bKV\b|cache|activ"
    r"|\btotal(?![ _](?:model[ _])?(?:weights?\b|parameter[ _]memory))"
    r"|overhead|\btrain|cop(?:y|ies)|replic|\bDP\b|both"
    r"|master|FP32|float32|32-bit|buffer|\ball\b|cluster|peak|budget|reserve|\bwould\b|\bif\b|\bbefore\b|two|double|host|load"
    r"|state|runtime|workspace|\bmax",
    re.IGNORECASE,
)
"""Words of a line in which more than the weights of one model may be counted."""
_OTHERWISE = re.compile(
    r"\bFP32\b|float32|mixed[- ]precision|full precision|quanti[sz]|\bINT\d|\b[48]-bit|\bdata[- ]parallel|\bDP ?[=:]?"
    r" ?(?:[2-9]|\d\d)|draft|option [AB12]|alternativ|\bLoRA\b|baseline",
    re.IGNORECASE,
)
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_FACTORS = (2, 4)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such amount of a report that names one model in one format."""
    weights = [fact for fact in facts.all if fact.concept == "weight_memory" and _is_plain(fact)]
    size, width = (_size(facts), _width(facts)) if weights else (None, None)
    if size is None or width is None or _OTHERWISE.search(facts.claims.document.source):
        return
    for fact in weights:
        text = facts.claims.document.blocks[fact.claim.block].text
        words = " ".join((fact.claim.label.row, fact.claim.label.column, text))
        if fact.scope in ("", "total") and not _MORE.search(words):
            need = size.quantity.hull * width.interval
            if any(need.scale(Fraction(by)).meets(fact.quantity.hull) for by in _FACTORS):
                yield _derivation(fact, size, width, need, rule)


def _is_plain(fact: Fact) -> bool:
    return fact.stance is Stance.ASSERTED and fact.quantity.modality in _PLAIN and not fact.scenario


def _size(facts: Facts) -> Fact | None:
    """The parameters of the one model."""
    found = [fact for fact in facts.all if fact.concept == "parameters" and fact.scope in ("", "total")]
    alike = len({each.quantity.nominal() for each in found}) == 1 and all(map(_is_plain, found))
    return found[0] if found and alike else None


def _width(facts: Facts) -> Input | None:
    """The bytes of a parameter, where all that is said of them is one thing."""
    told = [fact for fact in facts.all if fact.concept == _BYTES and fact.known]
    values = {fact.quantity.value for fact in told} | {each.value for each in facts.implied}
    value = next(iter(values), None)
    if len(values) != 1 or value is None:
        return None
    if told:
        return Input(f"c{told[0].claim.index}", told[0].quantity.hull, told[0].claim.index)
    named = facts.implied[0].format
    return Input("width", Interval.point(value), assumed=f"{named} takes {float(value):g} bytes for each parameter")


def _derivation(fact: Fact, size: Fact, width: Input, need: Interval, rule: str) -> Derivation:
    name, unit = f"c{size.claim.index}", fact.quantity.readings[0].unit
    given = (Input(name, size.quantity.hull, size.claim.index), width)
    shown = size.quantity.nominal() * width.interval
    working = f"{size.claim.text} × {show.number(width.interval.low or Fraction(0))} bytes"
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=tuple(each.claim for each in given if each.claim is not None),
        holds=False,
        stated=fact.claim.text,
        expected=show.interval(shown, unit),
        interval=need,
        basis=Basis.DERIVATION,
        steps=(Step("parameters × bytes", working, need, unit.symbol, f"{name} {width.name} *", given),),
        assumptions=(width.assumed,) if width.assumed else (),
    )
