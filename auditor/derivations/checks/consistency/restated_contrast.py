"""Two numbers that are set against each other in one sentence, and again in another: "`batch=48` but should be
`batch=24`" in the findings, "change `batch=48` to `batch=24`" among the repairs. They are only confirmed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.consistency.reprinted import digits
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.facts import Fact, Facts
from auditor.quantity import Modality

_AGAINST = re.compile(
    r"[^.;|\n→]{0,60}\b(?:but|not|only|instead|should|rather|however|while|to|from|than|vs)\b[^.;|\n→]{0,40}",
    re.IGNORECASE,
)
"""What stands between two numbers of which the one is right, and the other not."""
_DIGITS = 3
"""Digits that the two must have together to be hardly set against each other twice by chance."""
_LEAST = 2
_MOST = 24
"""Places of one pair that are looked at."""
_CHANCE = 0.15

Pair = tuple[Fact, Fact]
Places = Mapping[frozenset[Fraction], Sequence[Pair]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of such a sentence."""
    places: dict[frozenset[Fraction], list[Pair]] = defaultdict(list)
    for pair in _pairs(facts):
        places[frozenset(fact.quantity.value or Fraction(0) for fact in pair)].append(pair)
    told: set[int] = set()
    chance = round(min(_CHANCE, max(0.001, len(places) / max(_values(facts), 1) ** 2)), 3)
    for group in places.values():
        for pair in group:
            other = next((each for each in group[:_MOST] if _is_again(pair, each)), None)
            for fact, again in zip(pair, _ordered(pair, other), strict=True) if other is not None else ():
                if fact.index not in told:
                    told.add(fact.index)
                    yield said_again(fact.claim, again.claim, again.quantity.hull, rule, power=chance)


def _values(facts: Facts) -> int:
    return len({fact.quantity.value for fact in facts.all})


def _pairs(facts: Facts) -> Iterator[Pair]:
    blocks = facts.claims.document.blocks
    for first, second in pairwise(facts.all):
        if first.claim.block != second.claim.block or not (_is_plain(first) and _is_plain(second)):
            continue
        apart = first.quantity.value != second.quantity.value and digits(first) + digits(second) >= _DIGITS
        text = blocks[first.claim.block].text
        if apart and _AGAINST.fullmatch(text, first.claim.end, second.claim.start):
            yield first, second


def _is_plain(fact: Fact) -> bool:
    value = fact.quantity.value
    return fact.quantity.modality is Modality.EXACT and value is not None and value >= _LEAST


def _is_again(pair: Pair, other: Pair) -> bool:
    """Whether the same two stand in another place, in the same units where both have one."""
    if other[0].claim.block == pair[0].claim.block:
        return False
    return all(_is_alike(one, again) for one, again in zip(pair, _ordered(pair, other), strict=True))


def _ordered(pair: Pair, other: Pair) -> Pair:
    return other if pair[0].quantity.value == other[0].quantity.value else (other[1], other[0])


def _is_alike(fact: Fact, other: Fact) -> bool:
    if fact.known and other.known and fact.concept != other.concept:
        return False
    units = fact.quantity.unit.dimensions, other.quantity.unit.dimensions
    return not all(units) or units[0] == units[1]
