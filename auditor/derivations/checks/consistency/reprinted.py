"""Percentages, multipliers and amounts printed again: with a word in common, or so many digits that no chance would
repeat them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.checks.consistency.comparable import is_taken_back
from auditor.derivations.cited import TOLD
from auditor.derivations.same import Sameness
from auditor.derivations.values import PHYSICAL
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_DIGITS = re.compile(r"\d+", re.ASCII)
_RATIOS = ("%", "×")
_MOST = 40
"""Places of one figure that are compared with each other."""
_TELLING = 3
"""Digits of a figure that is hardly printed twice by chance."""
_FEW = 2
_RANGE = 4
"""The same of a range, both of whose ends are printed again."""
_LONG, _ODD = 5, 4
"""Digits of a bare number that is no common size: a shorter one of which two alone makes none is a width too."""
_SAID = TOLD | {Stance.PROPOSED}
_ENDS = {
    Modality.AT_LEAST: "minimum",
    Modality.MORE_THAN: "minimum",
    Modality.AT_MOST: "maximum",
    Modality.LESS_THAN: "maximum",
}
_TIMES = frozenset({"step_time", "end_to_end_latency", "forward_time"})
"""What reports that serve one batch at a time call its latency."""
_COUNTED = frozenset(
    {"GPU", "gpu", "node", "layer", "expert", "token", "sequence", "stage", "head", "group", "parameter"}
)
"""What plans count, many things as many."""
_SPREAD = ("varian", "deviat", "imbalance", "方差", "phương sai")
"""What is nothing where all parts are alike; any other 0 % says nothing."""
_OPPOSED = (("intra-", "inter-"), ("prefill", "decod"), ("input", "output"))
"""What is said of two things, of which the one is never the other."""
_MEASURES = ("comput", "memor", "communic", "latenc", "time", "bandwidth")
"""What a spread is of; two of different ones are two spreads."""


def printed_again(facts: Facts, sameness: Sameness) -> Iterator[tuple[Fact, Fact, int]]:
    """Each such figure with another place of it, and how many different ones the document has."""
    alike_ones: dict[tuple[object, Interval], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        kind = _figure(fact) if fact.stance in _SAID and not sameness.is_operand(fact) else ""
        if kind == "number" and sameness.is_argument(fact):
            continue
        if kind and (fact.quantity.value or _is_range(fact) or _is_spread(fact)):
            alike_ones[kind, _number(fact)].append(fact)
    for group in alike_ones.values():
        for fact in group if 1 < len(group) <= _MOST else ():
            other = next((other for other in group if _is_again(fact, other, sameness)), None)
            if other is not None:
                yield fact, other, len(alike_ones)


def _number(fact: Fact) -> Interval:
    """What is compared: of a multiplier, and of a limit with telling digits, the number whatever bounds it."""
    value, unit = fact.quantity.value, fact.quantity.readings[0].unit
    telling = digits(fact) >= _TELLING or _end(fact) != ""
    bounded = unit.symbol == "×" or (telling and bool(unit.symbol))
    return fact.quantity.nominal() if value is None or not bounded else Interval.point(value * unit.factor)


def _end(fact: Fact) -> str:
    """Which end of what is meant a bound is, or what is called the minimum or maximum; empty for any other number."""
    return _ENDS.get(fact.quantity.modality, fact.role if fact.role in _ENDS.values() else "")


def _is_range(fact: Fact) -> bool:
    return fact.quantity.modality is Modality.RANGE


def _is_spread(fact: Fact) -> bool:
    words = _words(fact)
    return fact.quantity.value == 0 and any(stem in words for stem in _SPREAD)


def _words(fact: Fact) -> str:
    label = fact.claim.label
    return f"{label.key} {label.row} {label.before} {label.after}".lower()


def _are_apart(fact: Fact, other: Fact) -> bool:
    """Whether two figures of few digits are hardly one: spreads of two measures, or one that is not simply stated."""
    if fact.quantity.value == 0:
        mine, its = ({stem for stem in _MEASURES if stem in _words(each)} for each in (fact, other))
        return bool(mine and its) and mine != its
    if _are_opposed(_words(fact), _words(other)):
        return True
    plain = fact.stance is other.stance is Stance.ASSERTED
    return not plain and digits(fact) < _FEW and "." not in fact.claim.text


def _are_opposed(mine: str, its: str) -> bool:
    """Whether one speaks of the inside of nodes, say, and the other of what is between them."""
    told = (((one in mine, other in mine), (one in its, other in its)) for one, other in _OPPOSED)
    return any({own, others} == {(True, False), (False, True)} for own, others in told)


def _figure(fact: Fact) -> object:
    """What a ratio, an amount of a physical unit, or a bare number of many digits is of; empty for a count."""
    unit = fact.quantity.unit
    if _is_range(fact) and unit.symbol not in _RATIOS and not fact.claim.degree:
        return "range", tuple(each for each in fact.quantity.readings[0].unit.dimensions if each[0] in PHYSICAL)
    if unit.symbol in _RATIOS:
        return unit.symbol
    physical = tuple(each for each in fact.quantity.readings[0].unit.dimensions if each[0] in PHYSICAL)
    if physical and (digits(fact) > 1 or sum(map(str.isdigit, fact.claim.text)) >= _FEW or unit.symbol == "bit"):
        return physical
    if fact.quantity.value is not None and fact.quantity.value.denominator > 1 and len(unit.dimensions) > 1:
        # "2.5 modules per GPU"
        return unit.dimensions
    if fact.quantity.whole and not fact.known and unit.symbol and unit.dimensions[0][0] not in _COUNTED:
        # "100 iterations", "8-bit": what nothing else in a plan is counted in.
        return unit.dimensions
    long = sum(map(str.isdigit, fact.claim.text)) >= _LONG or _is_odd_size(fact)
    return "number" if long and not unit.symbol and not fact.claim.degree else ""


def _is_odd_size(fact: Fact) -> bool:
    """Whether a number is like 5376: no round one, and no power of two, which much in a plan comes to."""
    value = fact.quantity.value
    if value is None or value.denominator != 1 or digits(fact) < _ODD:
        return False
    return value.numerator & (value.numerator - 1) != 0


def _is_again(fact: Fact, other: Fact, sameness: Sameness) -> bool:
    if other.claim.block == fact.claim.block or other.stance not in TOLD or _are_apart(fact, other):
        return False
    if is_taken_back(fact, other, sameness.facts):
        return False
    ratio = fact.quantity.unit.symbol in _RATIOS
    one_sided = fact.quantity.modality is not other.quantity.modality and fact.quantity.unit.symbol != "×"
    if one_sided and digits(fact) < _TELLING and _end(fact) != _end(other):
        # "Up to 20 GB" is no statement of the 20 GB that something takes.
        return False
    telling = bool(fact.quantity.unit.symbol) and not ratio and digits(fact) >= _TELLING
    one = fact.concept == other.concept or {fact.concept, other.concept} <= _TIMES
    if fact.known and other.known and not (one and (ratio or telling)):
        # Of two names for two things nothing is repeated; what has one name is compared under it.
        return False
    if _is_range(fact):
        return digits(fact) >= _RANGE or sameness.share_a_word(fact, other)
    average = not ratio and not any(name in PHYSICAL for name, _ in fact.quantity.unit.dimensions)
    return telling or (average and bool(fact.quantity.unit.symbol)) or sameness.share_a_word(fact, other)


def digits(fact: Fact) -> int:
    """How many digits of a number say something: zeros at its ends only place the others."""
    return len("".join(_DIGITS.findall(fact.claim.text)).strip("0"))
