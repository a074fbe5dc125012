"""Numbers that the report itself explains otherwise than a rule does, or corrects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from auditor import patterns as re
from auditor.derivations.derivation import Bound, Derivation
from auditor.facts import Claim, Fact, Facts, Stance
from auditor.interval import Interval
from auditor.text import line_at

_GPUS = (("gpu", 1),)
_UNEQUAL = ("≠", "!=", "≢", "\\neq", "\\ne")
_SIGN = 6
_NEXT = 3
_LEAST = 2
"""Parts that make a sum."""
_KEEPS = re.compile(
    r"[\s,;，；(（]{0,3}(?:(?:well|far|still|safely|comfortably|and|so|is|stays) ){0,3}"
    r"(?:below|under|within|less than|<|≤|低于|小于)[^.;\n]{0,24}\d",
    re.IGNORECASE,
)
"""What holds an amount to a limit of its own."""
_UNEVEN = re.compile(
    r"(?:\b(?:not|no|never|cannot|neither|nor|without)\b|n[’']t\b)[^.;|\n]{0,40}"
    r"\b(?:divi\w+|even(?:ly)?|multiples?|integers?|whole|splits?)\b"
    r"|\b(?:indivisible|uneven(?:ly)?|remainder|refuse[sd]?|leaves? over|leaving over|mod)\b|\d ?% ?\d"
    r"|(?:不能|无法|不可|除不尽).{0,8}|không (?:chia hết|chia đều)",
    re.IGNORECASE,
)
"""What says that a number does not divide another one."""
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|both) (?:[\w-]+ ){0,3}?"
    r"(?:replicas?|copies|instances?|deployments?|nodes|servers|pods|islands|clusters|sites|regions|pools)\b",
    re.IGNORECASE,
)
"""How many of what the degrees describe there are, in words."""


class Explained:
    """What the lines of a document say about numbers that a rule would refute."""

    def __init__(self, facts: Facts) -> None:
        self._in_block: dict[int, list[Fact]] = defaultdict(list)
        self._denied: dict[Fraction, list[int]] = defaultdict(list)
        self._degrees: dict[int, set[Interval]] = defaultdict(set)
        blocks = facts.claims.document.blocks
        for fact in facts.all:
            self._in_block[fact.claim.block].append(fact)
            if _is_denied(fact, blocks[fact.claim.block].text) and fact.quantity.value is not None:
                self._denied[fact.quantity.value].append(fact.claim.block)
            if fact.concept == "expert_parallel":
                self._degrees[fact.claim.block].add(fact.quantity.hull)
        self._required = [fact for fact in facts.all if fact.concept == "gpus" and fact.role == "required"]
        self._requiring = frozenset(fact.claim.block for fact in self._required)
        self._sums = frozenset(_sums(facts, self._in_block))
        self._claims = facts.claims

    def is_of_a_degree(self, fact: Fact) -> bool:
        """Whether its own line says that a number of GPUs is what EP comes to: "12 devices, as EP asks"."""
        block = fact.claim.block
        if fact.concept != "gpus" or fact.scope or (fact.role == "available" and block in self._requiring):
            return False
        return fact.quantity.hull in self._degrees.get(block, ())

    def by_the_report(self, fact: Fact, derivation: Derivation) -> bool:
        """Whether the report corrects the number itself, or says where it comes from."""
        if self._is_corrected(fact, derivation):
            return True
        if fact.concept == "memory_used" and not fact.scope:
            return self._has_another_limit(fact, derivation)
        if fact.concept == "data_parallel" and derivation.bound is Bound.UPPER:
            return self._has_gpus_of_its_own(fact, derivation)
        if fact.concept != "gpus":
            return False
        several = _SEVERAL.search(self._line(fact.claim)) is not None
        return several or fact.quantity.value in self._sums or self._is_what_there_is(fact, derivation)

    def is_called_uneven(self, derivation: Derivation) -> bool:
        """Whether a line says of one of the two numbers that it does not divide, or is not divided: "40 heads, not
        divisible by TP=16"."""
        claims = (self._claims.all[index] for index in (derivation.head, *derivation.premises))
        return any(_UNEVEN.search(self._line(claim)) for claim in claims)

    def _line(self, claim: Claim) -> str:
        return line_at(self._claims.document.source, claim.span.start, claim.span.end)

    def _has_another_limit(self, fact: Fact, derivation: Derivation) -> bool:
        """Whether the limit right behind an amount is more than a rule allows: what "252 GB, below 402 GB" is of is no
        GPU.
        """
        following = self._claims.all[fact.claim.index + 1 : fact.claim.index + 2]
        limit = next((each.quantity for each in following if each.block == fact.claim.block), None)
        kept = _KEEPS.match(self._claims.document.blocks[fact.claim.block].text, fact.claim.end)
        high, most = derivation.interval.high, limit.hull.high if limit is not None else None
        return kept is not None and high is not None and most is not None and most > high

    def _has_gpus_of_its_own(self, fact: Fact, derivation: Derivation) -> bool:
        """Whether the lines right behind a degree tell more GPUs than it is held against, so that the plan is
        scaled out: "With DP3: 3 × 16 = 48 GPUs"."""
        block = fact.claim.block
        there = (other for near in range(block, block + _NEXT) for other in self._in_block.get(near, ()))
        counts = [other for other in there if other.concept == "gpus" and other.index > fact.index]
        held = [self._claims.all[premise].quantity for premise in derivation.premises]
        most = max((each.value for each in held if each is not None and each.value is not None), default=None)
        return any(_is_more(other.quantity.value, most) for other in counts)

    def _is_corrected(self, fact: Fact, derivation: Derivation) -> bool:
        """Whether a line denies the number and gives what the rule gives, "8 × 4 × 16 is 512, not 256", or works with
        what the rule starts from."""
        value = fact.quantity.value
        given = [derivation.interval, *(each.result for each in derivation.tried)]
        return any(
            self._starts_from(block, derivation)
            or any(
                other.quantity.value != value and any(map(other.quantity.hull.meets, given))
                for other in self._in_block[block]
            )
            for block in (self._denied.get(value, ()) if value is not None else ())
        )

    def _starts_from(self, block: int, derivation: Derivation) -> bool:
        """Whether a line has all numbers that a derivation of several starts from."""
        used = [self._claims.all[index].quantity for index in derivation.premises]
        there = {fact.quantity.value for fact in self._in_block[block]}
        return len(used) > 1 and all(quantity is not None and quantity.value in there for quantity in used)

    def _is_what_there_is(self, fact: Fact, derivation: Derivation) -> bool:
        """Whether the GPUs are more than those that the report says are required, which the rule gives."""
        return any(
            other.stance is Stance.ASSERTED
            and other.quantity.hull.meets(derivation.interval)
            and _is_more(fact.quantity.value, other.quantity.value)
            for other in self._required
        )


def _is_denied(fact: Fact, text: str) -> bool:
    """Whether a line says that it is not the number, or only cites it."""
    unequal = text[max(fact.claim.start - _SIGN, 0) : fact.claim.start].rstrip().endswith(_UNEQUAL)
    return fact.stance in (Stance.DISPUTED, Stance.QUOTED) or unequal


def _is_more(value: Fraction | None, other: Fraction | None) -> bool:
    return value is not None and other is not None and value > other


def _sums(facts: Facts, in_block: dict[int, list[Fact]]) -> Iterator[Fraction]:
    """What the GPUs of the items of each list come to, where every item states its own: a layout of unequal parts."""
    items = [block for block in facts.claims.document.blocks if block.item is not None]
    for _, listed in groupby(items, key=lambda block: block.item.list if block.item is not None else -1):
        counts = [
            [fact for fact in in_block.get(block.index, ()) if fact.quantity.unit.dimensions == _GPUS]
            for block in listed
        ]
        values = [found[0].quantity.value for found in counts if len(found) == 1]
        known = [value for value in values if value is not None]
        if len(known) == len(counts) >= _LEAST:
            yield sum(known, Fraction(0))
