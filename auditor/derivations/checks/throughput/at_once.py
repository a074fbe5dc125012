"""A throughput beside a time per output token: their product is how many sequences decode at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from fractions import Fraction
from itertools import product

from auditor import show
from auditor.derivations.aggregate import is_of_all, is_time, sequences, so_many
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval

_SLIPS = (10**3, 10**6)
"""How many sequences it takes if the reciprocal of a throughput is printed in too large a unit."""
_BATCHES = frozenset({"batch_size", "global_batch_size", "micro_batch_size", "sequences_per_gpu", "concurrency"})
_COPIES = (DEGREES - {"tensor_parallel", "sequence_parallel"}) | {"gpus", "nodes", "replicas", "micro_batches"}
"""What a batch may be one of several of: tensor parallelism decodes the same one."""
_COUNTED = frozenset({(("sequence", 1),), (("request", 1),), (("user", 1),), (("batch", 1),), (("sample", 1),)})
_CHANCE = 0.05
_FEW = 2
_DIGITS = 3
"""Digits of a time, last zeros left out, from which on one pair of numbers is enough."""
_SHARP = Fraction(1, 60)
"""How much of a power of ten the rounding of the two may make out."""
_UNDERFILLED = Interval(Fraction(19, 20), Fraction(5, 4))
"""A batch that is nearly full, or counted a little short."""

Pair = tuple[Fact, Fact]
"""A throughput and the time of a token."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each time that is one over the throughput beside it, or would be but for its unit."""
    pairs = list({(rate.index, time.index): (rate, time) for rate, time in _pairs(facts)}.values())
    for rate, time in pairs:
        if so_many(rate, time, 1):
            yield _derivation(rate, time, rule)
    several = len({time.quantity.hull for _, time in pairs}) >= _FEW
    for slip in _SLIPS if pairs else ():
        sure = several or all(_is_sharp(rate, time, slip) for rate, time in pairs)
        if sure and all(so_many(rate, time, slip) for rate, time in pairs) and not _are_there(facts, pairs):
            # What is said again of the same two is no further slip.
            told = {(time.quantity.nominal(), rate.quantity.nominal()): (rate, time) for rate, time in reversed(pairs)}
            yield from (_derivation(rate, time, rule, slip) for rate, time in reversed(told.values()))


def _pairs(facts: Facts) -> Iterator[Pair]:
    """What stands in one row or column, in one block or list: as many throughputs as times, in their order."""
    rates: dict[Hashable, list[Fact]] = defaultdict(list)
    times: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        kept = rates if is_of_all(fact) else times if is_time(fact) else None
        if kept is not None and fact.stance is Stance.ASSERTED:
            for place in _places(fact, facts):
                kept[place].append(fact)
    for place, found in times.items():
        if len(rates[place]) == len(found):
            yield from zip(rates[place], found, strict=True)


def _places(fact: Fact, facts: Facts) -> Iterator[Hashable]:
    block = facts.claims.document.blocks[fact.claim.block]
    if block.cell is not None:
        yield from (("row", block.cell.table, block.cell.row), ("column", block.cell.table, block.cell.column))
        return
    yield "block", fact.claim.block
    if block.item is not None:
        yield "list", block.item.list


def _is_sharp(rate: Fact, time: Fact, slip: int) -> bool:
    """Whether the numbers are printed to so many digits that their product hardly comes to a power of ten by chance."""
    product, digits = sequences(rate, time), "".join(filter(str.isdigit, show.number(time.quantity.value or 0)))
    if product.low is None or product.high is None or len(digits.strip("0")) < _DIGITS:
        return False
    return product.high - product.low <= slip * _SHARP


def _are_there(facts: Facts, pairs: Sequence[Pair]) -> bool:
    """Whether the report states so many sequences, of one batch or of all its copies."""
    own = {fact.claim.index for pair in pairs for fact in pair}
    told = [fact for fact in facts.all if fact.claim.index not in own]
    batches = {fact.quantity.hull for fact in told if fact.concept in _BATCHES}
    copies = {fact.quantity.hull for fact in told if fact.concept in _COPIES}
    counts = {fact.quantity.hull for fact in told if _may_be_sequences(fact)}
    several = {batch * copy for batch, copy in product(batches, copies)}
    return any(_is_of_each(count, pairs) for count in batches | counts | several)


def _may_be_sequences(fact: Fact) -> bool:
    dimensions = fact.quantity.readings[0].unit.dimensions
    return dimensions in _COUNTED if dimensions else not (fact.known or fact.quantity.unit.symbol)


def _is_of_each(count: Interval, pairs: Sequence[Pair]) -> bool:
    """Whether with so many every throughput comes out, or nearly all of it."""
    return all((sequences(rate, time) * _UNDERFILLED).meets(count) for rate, time in pairs)


def _derivation(rate: Fact, time: Fact, rule: str, slip: int = 1) -> Derivation:
    name, value, unit = rate.claim.name, rate.quantity.hull, time.quantity.readings[0].unit
    one, holds = Interval.point(1), slip == 1
    result = one / value
    given = (Input(name, value, rate.claim.index),)
    return one_step(
        time.claim,
        Step("1 ÷ throughput", f"1 ÷ {rate.claim.text}", result, unit.symbol, f"1 {name} /", given),
        rule,
        expected=show.interval(one / rate.quantity.nominal(), unit),
        holds=holds,
        kind="unit",
        message="" if holds else _message(rate, time, slip),
        power=_CHANCE,
    )


def _message(rate: Fact, time: Fact, slip: int) -> str:
    beside = f"{time.claim.text} a token at {rate.claim.text} would take {slip:,} sequences decoding at once"
    expected = show.interval(Interval.point(1) / rate.quantity.nominal(), time.quantity.readings[0].unit)
    return f"{beside}, which nothing in the report states; 1 ÷ throughput is {expected}."
