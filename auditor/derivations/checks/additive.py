"""Whether a total that its parts do not sum to is wrong: amounts that add up, and nothing that may be left out."""

from __future__ import annotations

from itertools import pairwise

from auditor import patterns as re
from auditor.facts import Claim
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.units import Dimensions

TOTAL = (
    "total", "grand total", "sum", "overall", "合计", "小计", "总计", "总和", "总共", "tổng", "tổng cộng", "gesamt",
    "summe", "suma",
)  # fmt: skip
_BEGINS_TOTAL = re.compile(rf"(?:{'|'.join(TOTAL)})(?!(?<=[a-z])[a-rt-z]|(?<=[a-z])s[a-z])")
"""A name that begins so, and not with a longer word: "summarization" is no sum."""
_ADDITIVE = frozenset({"byte", "flop", "parameter", "dollar", "watt", "token", "gpu"})
_THINGS = frozenset({"gpu", "token", "parameter", "expert", "layer", "head", "request", "sequence", "node", "step"})
"""What is counted, and never rounded."""
_LARGE = 1000
_COUNTED = frozenset({"tokens", "parameters", "params", "samples", "documents", "gpus"})
"""Heads of columns of bare numbers that add up."""
_STORED = (("byte", 1), ("parameter", -1))
"""What several states take of the same parameter adds up, as no other rate does."""
_SHARES = ("%", "‰", "×")
_TIME = (("second", 1),)
_OVERLAPPING = ("of which", "├", "└", "- ", "↳", "incl")
_MOST_PARTS = 12
_FEWEST_ALIKE = 3
_NEAR = 5
"""A total that is off by less than one in so many is no mean and no largest value of three parts or more."""
_OVER_ALL = re.compile(r" (?:over|across|of|for) (?:all|the|all the)(?: [a-z]+)?\Z| (?:over|across) [a-z]+\Z")
_PER = re.compile(r" (?:per|/) ?\w+\Z")
"""What a total is counted per names no thing that it is the total of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of a column or list, under the words that name it."""

    name: str
    claim: Claim
    quantity: Quantity


def dimensions(entry: Entry) -> Dimensions:
    """Of its unit; "Total: 40 GB per GPU" sums up what its list gives in GB."""
    return tuple(each for each in entry.quantity.readings[0].unit.dimensions if each != ("gpu", -1))


def admitted(entry: Entry, index: int) -> Interval:
    """What an entry admits in base units, in one of the readings of its unit."""
    readings = entry.quantity.readings
    return readings[min(index, len(readings) - 1)].interval


def may_have_others(total: Entry) -> bool:
    """Whether it is the total of something that it names ("Total memory"), of which the list may leave parts out."""
    return not is_plain_total(total) and len(_PER.sub("", total.name.strip("*_ :")).split()) > 1


def is_additive(total: Entry, parts: list[Entry]) -> bool:
    """Whether a wrong sum is wrong for sure: amounts that add up, and no row that is part of another row."""
    powers = [name for name, power in dimensions(total) if power == 1]
    rate = any(power < 0 for _, power in dimensions(total)) and dimensions(total) != _STORED
    if rate or total.quantity.unit.symbol in _SHARES or may_be_rounded(total, parts):
        return False
    if any(part.name.lower().lstrip().startswith(_OVERLAPPING) for part in parts):
        return False
    bare = not total.quantity.unit.symbol and total.claim.label.column.lower().strip("*_ ") in _COUNTED
    return bare or any(name in _ADDITIVE for name in powers) or _is_nearly_sum(total, parts)


def may_be_rounded(total: Entry, parts: list[Entry]) -> bool:
    """Whether large whole numbers miss their total by no more than their own rounding, and do not count things."""
    quantities = [each.quantity for each in (total, *parts)]
    values = [quantity.value for quantity in quantities if quantity.whole and quantity.value is not None]
    counts = not _THINGS.isdisjoint(name for name, _ in dimensions(total))
    counts = counts or total.claim.label.column.lower().strip("*_ ") in _COUNTED
    if counts or len(values) < len(quantities) or values[0] < _LARGE:
        return False
    return 2 * abs(values[0] - sum(values[1:])) <= len(quantities)


def _is_nearly_sum(total: Entry, parts: list[Entry]) -> bool:
    """Whether a plain "Total" of whatever kind is so near to the sum, and above every part, that it is meant as it.

    Less time than that of all parts may be one in which some of them overlap, and twice as much that of all stages.
    """
    if not is_plain_total(total) or len(parts) < _FEWEST_ALIKE or not _is_in_one_piece(parts, total):
        return False
    stated, values = total.quantity.value, [part.quantity.value for part in parts]
    known = [value for value in values if value is not None and value > 0]
    if stated is None or len(known) < len(values) or stated <= max(known):
        return False
    if total.quantity.unit.dimensions == _TIME:
        return sum(known) <= stated < 2 * sum(known)
    return abs(stated - sum(known)) * _NEAR < sum(known)


def is_far(total: Entry, parts: list[Entry]) -> bool:
    """Whether so much is missing of a time that something else may be in it that is not listed."""
    known = sum(part.quantity.value or 0 for part in parts)
    return total.quantity.unit.dimensions == _TIME and (total.quantity.value or 0) * _NEAR >= known * (_NEAR + 1)


def _is_in_one_piece(parts: list[Entry], total: Entry) -> bool:
    """Whether the parts are rows of a table, or lines that follow each other."""
    blocks = [part.claim.block for part in (*parts, total)]
    return bool(total.claim.label.row) or all(later - earlier in (0, 1) for earlier, later in pairwise(blocks))


def some_subset(total: Entry, parts: list[Entry]) -> bool:
    """Whether some of the parts give the total, so that the others may be no parts of it."""
    if len(parts) > _MOST_PARTS:
        return True
    return any(_subset_gives(parts, admitted(total, n), n) for n in range(len(total.quantity.readings)))


def is_total(name: str) -> bool:
    """Whether a row or key is named as a total."""
    words = name.lower().strip("*_ :")
    return _BEGINS_TOTAL.match(words) is not None or words.endswith(TOTAL)


def is_plain_total(total: Entry) -> bool:
    """Whether a row or key says "total", and nothing of what but that it is over all of them."""
    return _OVER_ALL.sub("", total.name.lower().strip("*_ :")) in TOTAL


def one_left_out(total: Entry, parts: list[Entry]) -> bool:
    """Whether the total leaves out just one row, which is no sum of others and not most of what there is."""
    if not 3 < len(parts) <= _MOST_PARTS:
        return False
    stated = admitted(total, 0)
    for left in parts:
        rest, own = [part for part in parts if part is not left], admitted(left, 0)
        if sum_in(rest, 0).meets(stated) and own.high is not None and stated.low is not None:
            return own.high * 2 < stated.low and not _subset_gives(rest, own, 0, fewest=2)
    return False


def _subset_gives(parts: list[Entry], stated: Interval, reading: int, *, fewest: int = 1) -> bool:
    """Whether some of the parts, but not all, sum to what is stated; each sum is made once, from a smaller one."""
    sums: list[tuple[Interval, int]] = []
    for part in (admitted(part, reading) for part in parts):
        sums += [(part, 1), *((summed + part, count + 1) for summed, count in sums)]
    return any(fewest <= count < len(parts) and summed.meets(stated) for summed, count in sums)


def sum_in(parts: list[Entry], index: int) -> Interval:
    """The sum of the parts in base units, in one of the readings of their unit."""
    summed = admitted(parts[0], index)
    for part in parts[1:]:
        summed = summed + admitted(part, index)
    return summed


def exceed(parts: list[Entry], total: Entry) -> bool:
    """Whether the parts alone come to more than the total, in each reading of their unit."""
    pairs = ((sum_in(parts, n).low, admitted(total, n).high) for n in range(len(total.quantity.readings)))
    return all(low is not None and high is not None and low > high for low, high in pairs)


def more_than(summed: Interval, total: Entry) -> bool:
    """Whether the parts alone come to more than the total."""
    high = total.quantity.hull.high
    return high is not None and summed.low is not None and summed.low > high
