"""A gain in throughput that is claimed, against the only two throughputs of the report: "up to 40% higher throughput"
where 10,000 tokens/s became 12,000."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_BEHIND = re.compile(
    r" (?:(?:higher|better|more|faster|overall|system|greater) )*(?:throughput|TPS|tokens per second|tokens/s)\b"
    r"(?: (?:improvement|increase|gain|boost|uplift))?(?= over| compared| versus| vs| than|[\s.,;)]*\Z)",
    re.IGNORECASE,
)
"""What stands right behind a gain in throughput that is claimed of the whole."""
_OTHER = re.compile(
    r"\b(?:per|each|on|at|for|with|when|expected|target|goal|potential|theoretical|future|could|may)\b", re.I
)
"""Words of a line that make it a gain under another condition."""
_BOTH = 2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such gain that is more than what the larger throughput has over the smaller."""
    told: dict[Fraction, Fact] = {}
    for fact in facts.all:
        value = fact.quantity.value
        if fact.concept == "throughput" and value and value > 0:
            told.setdefault(value * fact.quantity.unit.factor, fact)
    if len(told) != _BOTH or any(each.quantity.modality is not Modality.EXACT for each in told.values()):
        return
    low, high = (told[value] for value in sorted(told))
    gain = high.quantity.hull / low.quantity.hull - Interval.point(1)
    for fact in facts.all:
        least = fact.quantity.value
        block = facts.claims.document.blocks[fact.claim.block]
        claimed = fact.quantity.unit.symbol == "%" and fact.stance is Stance.ASSERTED and least is not None
        if not claimed or block.cell is not None or fact.claim.block in (low.claim.block, high.claim.block):
            continue
        if _BEHIND.match(block.text, fact.claim.end) and not _OTHER.search(block.text):
            stated = fact.quantity.nominal() if fact.quantity.modality is Modality.EXACT else _at(fact)
            if gain.high is not None and stated.low is not None and stated.low > gain.high + _slack(fact):
                yield _derivation(fact, low, high, gain, stated, rule)


def _at(fact: Fact) -> Interval:
    """The number that a gain reaches up to."""
    return Interval.point((fact.quantity.value or Fraction(0)) * fact.quantity.unit.factor)


def _slack(fact: Fact) -> Fraction:
    """What rounding to whole percents may add."""
    return fact.quantity.unit.factor * Fraction(1)


def _derivation(fact: Fact, low: Fact, high: Fact, gain: Interval, stated: Interval, rule: str) -> Derivation:
    name = f"c{fact.claim.index}"
    ends = (high, low)
    given = tuple(Input(f"c{each.claim.index}", each.quantity.hull, each.claim.index) for each in ends)
    unit = fact.quantity.readings[0].unit
    nominal = high.quantity.nominal() / low.quantity.nominal() - Interval.point(1)
    working = f"{high.claim.text} ÷ {low.claim.text} − 1"
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=tuple(each.claim.index for each in ends),
        holds=False,
        stated=fact.claim.text,
        expected=f"at most {show.interval(nominal, unit)}",
        interval=gain.downwards(),
        relation="≤",
        bound=Bound.UPPER,
        basis=Basis.COMPARISON,
        steps=(Step("gain", working, gain.downwards(), "%", f"{given[0].name} {given[1].name} / 1 - ≤", given),),
        compared=Step(fact.claim.text, fact.claim.text, stated, "%", name, (Input(name, stated, fact.claim.index),)),
    )
