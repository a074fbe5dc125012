"""Bytes that are divided by bits a second: "a 100 Gb/s NIC takes 1.2 s for 120 GB", which takes it 9.6 s."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.values import first_reading
from auditor.facts import Equation, Expression, Fact, Facts, Operand, Operation, Stance
from auditor.frozen import dataclass
from auditor.units import Dimensions

_BITS = "bit/s"
_BYTES: Dimensions = (("byte", 1),)
_TIME: Dimensions = (("second", 1),)
_EIGHT = Fraction(8)
_MANY = re.compile(
    r"\b(?:each|every|per (?:GPU|node|rank|device|port)|NICs|links|rails|ports|HCAs|adapters|parallel|eight|multi\w*"
    r"|bond\w*|aggregat\w*|together)\b|\b8 ?[x×]|[x×] ?8\b|并行|每",
    re.IGNORECASE,
)
"""Words beside a rate that may make it the rate of one of several links."""
_ONE_EACH = re.compile(
    r"\b(?:one|a|an|a single|1) (?:[\w/.-]+ ){0,3}(?:NIC|port|link|HCA|adapter) per (?:GPU|rank|node|device)|"
    r"\b(?:sent|received|moved|bytes|GB|MB) per (?:GPU|rank|node|device)",
    re.IGNORECASE,
)
"""Words that leave each rank one link."""
_DIGITS = 2
_MOST = 6
"""Amounts of a passage that are tried."""
_NEAR = 3
"""Blocks before a calculation in which the rate that it divides by is looked for."""


@dataclass(frozen=True, slots=True)
class _Transfer:
    """So much over a link, and the time that is said to take."""

    amount: Fact
    rate: Fact
    time: Fact


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each time that comes out only if the bits of the one link near by are taken for bytes."""
    blocks: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.stance is Stance.ASSERTED and fact.quantity.is_plain and (fact.quantity.value or 0) > 0:
            blocks[fact.claim.block].append(fact)
    if not any(map(_is_in_bits, facts.all)):
        return
    found = [*_told(blocks, facts), *_worked(blocks, facts)]
    for transfer in {each.time.claim.index: each for each in found}.values():
        yield _derivation(transfer, rule)


def _told(blocks: Mapping[int, Sequence[Fact]], facts: Facts) -> Iterator[_Transfer]:
    """What one paragraph or one list tells."""
    for stated, text in _passages(blocks, facts):
        rates = sorted((fact for fact in stated if _is_rate(fact)), key=_is_in_bits, reverse=True)
        if not rates or not _is_in_bits(rates[0]) or _MANY.search(_ONE_EACH.sub(" ", text)):
            continue
        if any(not rate.quantity.hull.meets(rates[0].quantity.hull) for rate in rates):
            continue
        amounts = [fact for fact in stated if _is_of(fact, _BYTES)][:_MOST]
        for time in (fact for fact in stated if _is_of(fact, _TIME) and _digits(fact) >= _DIGITS):
            wrong = [each for each in amounts if _takes(each, rates[0], time, _EIGHT)]
            if wrong and not any(_takes(each, rates[0], time, Fraction(1)) for each in amounts):
                yield _Transfer(wrong[0], rates[0], time)


def _passages(blocks: Mapping[int, Sequence[Fact]], facts: Facts) -> Iterator[tuple[Sequence[Fact], str]]:
    """Each paragraph, and the items of each list, with their text."""
    lists: dict[int, list[int]] = defaultdict(list)
    for block, stated in blocks.items():
        text, item = facts.claims.document.blocks[block].text, facts.claims.document.blocks[block].item
        yield stated, text
        if item is not None:
            lists[item.list].append(block)
    for items in lists.values():
        if 1 < len(items) <= _MOST:
            text = "\n".join(facts.claims.document.blocks[block].text for block in items)
            yield [fact for block in items for fact in blocks[block]], text


def _worked(blocks: Mapping[int, Sequence[Fact]], facts: Facts) -> Iterator[_Transfer]:
    """What a calculation without units divides: "8.6 / 200 = 0.043 s" below "over a 200 Gb/s link"."""
    amounts = [fact for stated in blocks.values() for fact in stated if _is_of(fact, _BYTES)]
    for equation in facts.claims.equations:
        parts = _quotient(equation, facts)
        if parts is None:
            continue
        near = range(max(0, equation.block - _NEAR), equation.block + 1)
        around = [fact for block in near if block in blocks for fact in blocks[block]]
        rates = [fact for fact in around if _is_rate(fact)]
        text = " ".join(facts.claims.document.blocks[block].text for block in near)
        if len({rate.quantity.text for rate in rates}) != 1 or not _is_in_bits(rates[0]) or _MANY.search(text):
            continue
        amount = next((each for each in amounts if each.quantity.value == parts[0].quantity.value), None)
        same = rates[0].quantity.value == parts[1].quantity.value
        if same and amount is not None and _takes(amount, rates[0], parts[2], _EIGHT):
            yield _Transfer(amount, rates[0], parts[2])


def _quotient(equation: Equation, facts: Facts) -> tuple[Fact, Fact, Fact] | None:
    """Two bare numbers of which one is divided by the other, and the time that this comes to."""
    work = equation.sides[0]
    if len(equation.sides) < 2 or not isinstance(work, Operation) or work.operator != "/" or len(work.operands) != 2:
        return None
    found = [_fact(side, facts) for side in (*work.operands, equation.sides[1])]
    first, second, time = found
    if first is None or second is None or time is None or first.quantity.unit.symbol or second.quantity.unit.symbol:
        return None
    return (first, second, time) if _is_of(time, _TIME) and time.stance is Stance.ASSERTED else None


def _fact(side: Expression, facts: Facts) -> Fact | None:
    return facts.by_claim[side.claim] if isinstance(side, Operand) else None


def _is_of(fact: Fact, dimensions: Dimensions) -> bool:
    return fact.quantity.readings[0].unit.dimensions == dimensions


def _is_rate(fact: Fact) -> bool:
    return _is_of(fact, (("byte", 1), ("second", -1)))


def _is_in_bits(fact: Fact) -> bool:
    return _is_rate(fact) and fact.quantity.readings[0].unit.symbol.endswith(_BITS)


def _digits(fact: Fact) -> int:
    return len("".join(filter(str.isdigit, fact.claim.text)).lstrip("0"))


def _takes(amount: Fact, rate: Fact, time: Fact, times: Fraction) -> bool:
    """Whether the time is that of an amount over so many times the rate, in some reading of its unit."""
    speed = rate.quantity.hull.scale(times)
    return any((reading.interval / speed).meets(time.quantity.hull) for reading in amount.quantity.readings)


def _derivation(transfer: _Transfer, rule: str) -> Derivation:
    amount, rate, time = transfer.amount, transfer.rate, transfer.time
    unit = time.quantity.readings[0].unit
    shown = amount.quantity.nominal() / rate.quantity.nominal()
    step = chained("÷", [(each.claim, first_reading(each)) for each in (amount, rate)], "amount ÷ rate", unit.symbol)
    return one_step(
        time.claim, step, rule, expected=show.interval(shown, unit), holds=False, basis=Basis.ARITHMETIC, kind="unit"
    )
