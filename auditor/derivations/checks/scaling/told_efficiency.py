"""A scaling efficiency that a line tells with the speed-up and the GPUs: "6.4× speedup on 8 GPUs (80% efficiency)"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from auditor import patterns as re
from auditor.derivations.checks.paired import width
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.in_line import facts_of_line
from auditor.derivations.of_two import of_two
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.text import short_line_at

_EFFICIENCY = re.compile(
    r"(?:scaling |parallel )efficiency|^\W*efficiency\W*:|\d ?%\W{0,3} (?:scaling |parallel )?efficien"
    r"|(?:扩展|并行|加速)效率|hiệu suất (?:mở rộng|song song)",
    re.I,
)
_OTHERWISE = re.compile(
    r"\b(?:from|vs|versus|than|compared|relative|instead|each|per|nodes?|weak|cost|energy|memory|bandwidth|compute"
    r"|expected|target|pipeline|bubble|utili[sz]ation)\b",
    re.IGNORECASE,
)
"""Words of a line in which the speed-up is not that over one GPU, or the efficiency another one."""
_NUMBERS = 3


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage of efficiency beside one multiplier and one number of GPUs."""
    inner = worked_with(facts)
    for fact in facts.all:
        if fact.quantity.unit.symbol == "%" and fact.claim.index not in inner and _is_plain(fact):
            found = _of_line(fact, facts)
            if found is not None and not _is_over_more(fact, *found):
                yield _derivation(fact, found, rule, facts)


def _is_plain(fact: Fact) -> bool:
    return fact.quantity.is_plain and fact.stance is Stance.ASSERTED and bool(fact.quantity.value)


def _of_line(fact: Fact, facts: Facts) -> tuple[Fact, Fact] | None:
    """The speed-up and the GPUs of a line that has no other number, but for the one GPU that it is over."""
    block = facts.claims.document.blocks[fact.claim.block]
    line = short_line_at(block.text, fact.claim.start, fact.claim.end)
    if block.cell is not None or not _EFFICIENCY.search(line) or _OTHERWISE.search(line):
        return None
    own = [each for each in facts_of_line(fact, facts) if each.quantity.value != 1]
    gains = [each for each in own if each.quantity.unit.symbol == "×" and _is_plain(each)]
    gpus = [each for each in own if each.quantity.readings[0].unit.dimensions == (("gpu", 1),)]
    return (gains[0], gpus[0]) if len(own) == _NUMBERS and len(gains) == len(gpus) == 1 else None


def _is_over_more(fact: Fact, gain: Fact, gpus: Fact) -> bool:
    """Whether the speed-up can be that over two or more GPUs: of 1.8× on 16 GPUs, 90 % are over 8 of them."""
    base = fact.quantity.hull * gpus.quantity.hull / gain.quantity.hull
    if base.low is None or base.high is None:
        return True
    return ceil(max(Fraction(base.low), Fraction(2))) <= base.high


def _derivation(fact: Fact, pair: tuple[Fact, Fact], rule: str, facts: Facts) -> Derivation:
    result = pair[0].quantity.hull / pair[1].quantity.hull
    holds = result.meets(fact.quantity.hull) or not is_own_statement(facts, fact.claim.index)
    power = round(max(width(fact.quantity), 0.001), 3)
    return of_two(fact, pair, "÷", rule, words="efficiency", holds=holds, power=power, basis=Basis.DERIVATION)
