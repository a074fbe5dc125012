"""Lists that may hold only some of the parts of the total below them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from fractions import Fraction
from functools import cached_property
from math import ceil

from auditor import patterns as re
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Derivation
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.text import line_at
from auditor.units import Dimensions

_MORE = re.compile(
    r"\b(?:incl|includ\w*|with|plus|overheads?|margin|round\w*|buffers?|reserved?|others?|misc\w*|framework|headroom"
    r"|at least|fragmentation|workspace|more)\b|含|另|bao gồm",
    re.IGNORECASE,
)
"""Words behind a total by which it holds more than what is listed."""
_NO_PART = re.compile(
    r"\b(?:disk|storage|SSD|NVMe|checkpoints?|data ?sets?|host|CPU|timeout|heartbeat|interval|deadline|limit|capacity"
    r"|available|free|left|budget|target|SLA|SLO|required|requirement|at most|saved|savings?|bandwidth)\b",
    re.IGNORECASE,
)
"""Words beside a number that is no part of what a device holds or a step takes."""
_AS_LARGE = re.compile(r":\W{0,3}(?:the )?(?:same|as (?:large|much)|equal|ditto|likewise)\b", re.IGNORECASE)
"""An item that gives its amount in words alone."""
_CLOSE = Fraction(1, 100)
_MOST = 40
"""Numbers of one value that are looked at."""


def _kind(claim: Claim) -> Dimensions | None:
    return claim.quantity.unit.dimensions if claim.quantity is not None else None


class Partial:
    """Looks for parts that a total has beside those of its list."""

    def __init__(self, facts: Facts) -> None:
        self._facts, self._claims = facts, facts.claims

    def has_other_parts(self, derivation: Derivation) -> bool:
        """Whether a sum that misses its total may miss a part: one that a line amends, or that stands elsewhere."""
        if not self._amended.isdisjoint(derivation.premises) or self._has_part_above(derivation):
            return True
        if self._has_part_below(derivation):
            return True
        return self._holds_more(derivation) or self._has_part_elsewhere(derivation)

    def _holds_more(self, derivation: Derivation) -> bool:
        """Whether a total is larger than the sum, and its line says what else is in it, "30 GB (with overhead)", or it
        is that of many GPUs or layers."""
        total = self._claims.all[derivation.head]
        stated = derivation.compared.result if derivation.compared else None
        if (
            stated is None
            or stated.low is None
            or derivation.interval.high is None
            or stated.low <= derivation.interval.high
        ):
            return False
        if self._is_of_many(derivation, stated / derivation.interval):
            return True
        text = self._claims.document.blocks[total.block].text
        return _MORE.search(line_at(text, total.start, total.end).replace(total.text, "", 1)) is not None

    def _is_of_many(self, derivation: Derivation, times: Interval) -> bool:
        """Whether the total is as many times the sum as the document counts of something, or the parts are those of one
        GPU, stage or layer, and it can be that of two or more."""
        printed = self._printed(derivation)
        if any(abs(printed / count - 1) < _CLOSE for count in self._counts):
            return True
        scopes = [fact.scope if (fact := self._facts.by_claim[index]) else "" for index in derivation.premises]
        total = self._facts.by_claim[derivation.head]
        if not any(scopes) or (total is not None and total.scope in scopes) or times.low is None or times.high is None:
            return False
        return ceil(max(Fraction(times.low), Fraction(2))) <= times.high

    def _has_part_above(self, derivation: Derivation) -> bool:
        """Whether the line of code above the parts has less indent and an amount of their kind, and may be a part."""
        claims, blocks = self._claims.all, self._claims.document.blocks
        first = claims[derivation.premises[0]]
        above = claims[first.index - 1] if first.index else None
        while above is not None and above.block == first.block:
            above = claims[above.index - 1] if above.index else None
        code = blocks[first.block].code
        if code is None or above is None or above.quantity is None or first.quantity is None:
            return False
        own = blocks[above.block].code
        same = above.quantity.unit.dimensions == first.quantity.unit.dimensions
        return own is not None and own.fence == code.fence and own.indent < code.indent and same

    def _has_part_below(self, derivation: Derivation) -> bool:
        """Whether a total is larger than the sum, and an item of its list heads amounts, or tells its own in words."""
        claims, blocks, stated = self._claims.all, self._claims.document.blocks, derivation.compared
        total, low = claims[derivation.head], stated.result.low if stated else None
        own = blocks[total.block].item
        if own is None or total.quantity is None or low is None or low <= (derivation.interval.high or low):
            return False
        counted, kind = {claims[index].block for index in derivation.premises}, total.quantity.unit.dimensions
        alike = (each for each in claims[min(derivation.premises) : derivation.head] if _kind(each) == kind)
        below = ((each.block, item.parent) for each in alike if (item := blocks[each.block].item) is not None)
        heads = (parent for block, parent in below if parent is not None and counted.isdisjoint((block, parent)))
        silent = (each.index for each in blocks[min(counted) : total.block] if _AS_LARGE.search(each.text))
        return any((item := blocks[head].item) is not None and item.list == own.list for head in (*heads, *silent))

    def _has_part_elsewhere(self, derivation: Derivation) -> bool:
        """Whether what the parts lack of the total is stated in another place: "Weights" under a heading of its own."""
        total = self._claims.all[derivation.head].quantity
        if total is None:
            return False
        stated = derivation.compared.result if derivation.compared else total.readings[0].interval
        rest = stated - derivation.interval
        if rest.low is None or rest.high is None or rest.low <= 0:
            return False
        values, own = self._values[total.readings[0].unit.dimensions], {derivation.head, *derivation.premises}
        at = bisect_left(values, (rest.low, -1))
        near = (claim for value, claim in values[at : at + _MOST] if value <= rest.high and claim not in own)
        return any(self._may_be_part(claim, derivation) for claim in near)

    def _may_be_part(self, claim: int, derivation: Derivation) -> bool:
        """Whether a number that stands elsewhere can be one more part: none of those listed, said again, and no limit
        or amount of another kind of memory or time."""
        fact, total = self._facts.by_claim[claim], self._facts.by_claim[derivation.head]
        if fact is None or total is None:
            return fact is not None
        label = fact.claim.label
        if fact.role in GOALS or _NO_PART.search(f"{label.key} {label.row} {label.before} {label.after}"):
            return False
        listed = {part.concept for index in derivation.premises if (part := self._facts.by_claim[index]) and part.known}
        return fact.concept not in listed

    def _printed(self, derivation: Derivation) -> Fraction:
        """How many times the sum of the printed parts the printed total is."""
        quantities = [self._claims.all[index].quantity for index in (derivation.head, *derivation.premises)]
        values = [quantity.nominal().low or Fraction(0) for quantity in quantities if quantity is not None]
        return values[0] / sum(values[1:]) if sum(values[1:]) else Fraction(0)

    @cached_property
    def _counts(self) -> frozenset[Fraction]:
        """The whole numbers above one that the document states."""
        whole = (
            claim.quantity.value for claim in self._claims.all if claim.quantity is not None and claim.quantity.whole
        )
        return frozenset(value for value in whole if value is not None and value > 1)

    @cached_property
    def _amended(self) -> frozenset[int]:
        """Claims behind which their own line names another amount of the kind: "2 MB (halved by TP to 1 MB)"."""
        last: dict[tuple[int, int, Dimensions], int] = {}
        amended: set[int] = set()
        for claim in self._claims.all:
            if claim.quantity is not None:
                line = self._claims.document.blocks[claim.block].text.count("\n", 0, claim.start)
                place = claim.block, line, claim.quantity.readings[0].unit.dimensions
                amended |= {last[place]} if place in last else set()
                last[place] = claim.index
        return frozenset(amended)

    @cached_property
    def _values(self) -> dict[Dimensions, list[tuple[Fraction, int]]]:
        """The values of each kind that the document states with their claims, from small to large."""
        found: dict[Dimensions, list[tuple[Fraction, int]]] = defaultdict(list)
        for claim in self._claims.all:
            if claim.quantity is not None and (value := claim.quantity.nominal().low) is not None:
                found[claim.quantity.readings[0].unit.dimensions].append((value, claim.index))
        return {kind: sorted(values) for kind, values in found.items()}
