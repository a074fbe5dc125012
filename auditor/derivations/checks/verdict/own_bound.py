"""Values with a bound behind them that they are said to keep: "72 GB (well within 64 GB)", "9 s, safely under 8 s"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.ticked import readings
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import ONE_SIDE, Basis, Derivation, one_step
from auditor.derivations.outside import without_gpu
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.text import line_start

_UP_TO = frozenset({Modality.AT_MOST, Modality.LESS_THAN})
_FROM = frozenset({Modality.AT_LEAST, Modality.MORE_THAN})
_SAID = re.compile(r"(?:within|under|below|beneath|less than|above|over|beyond|more than)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"(?: per (?:GPU|device|card))?\s*(?:[,(–—;✅✓✔]|-\s)?\s*"
    r"(?:(?:which|that|and|so|thus|is|are|stays|remains|still) )*"
    r"(?P<sure>(?:well|comfortably|safely|easily|far|clearly|much|significantly|substantially) )?",
    re.IGNORECASE,
)
"""What stands between a value and the bound that it is said to keep."""
_STANDARD = re.compile(
    r"\W{0,3}(?:(?:GPU|memory|VRAM|HBM|TTFT|latency|SLA|per GPU|available) ){0,2}"
    r"(?:limits?|targets?|requirements?|budgets?|capacity|thresholds?|SLAs?|SLOs?|available|goal|ceiling|cap"
    r"|windows?|deadline|tolerance)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:was|were|previous\w*|original\w*|before|old|not|no longer|instead|unless|if|would|should|must|needs? to"
    r"|claim\w*|per (?:layer|token|stage|node)|each|total|after|with|when|p\d\d|average|mean|for)\b",
    re.IGNORECASE,
)
"""Words of a line that make the bound one on something else, or no statement of the report."""


_MEASURED = re.compile(
    r"(?: (?:limit|target|requirement|SLA|SLO|budget))?\s*[,(–—;]\s*(?:which is |now |currently )?"
    r"(?:measured|actual|achieved|estimated|projected|observed|calculated)\W{0,2}(?:at |as |value |to be )?[~≈]?",
    re.IGNORECASE,
)
"""What stands between a bound and the value that was found: "stays under 1 second (measured: 1.3 s)"."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such bound: kept or not."""
    used = worked_with(facts)
    for first, second in pairwise(facts.all):
        value, bound = (second, first) if _SAID.match(first.claim.text) else (first, second)
        if value.claim.block != bound.claim.block or not _SAID.match(bound.claim.text) or not _are_alike(value, bound):
            continue
        text = facts.claims.document.blocks[bound.claim.block].text
        if value is second:
            sure: object = _MEASURED.fullmatch(text, bound.claim.end, value.claim.start)
        else:
            between = _BETWEEN.fullmatch(text, value.claim.end, bound.claim.start)
            sure = between is not None and (between["sure"] or _STANDARD.match(text, bound.claim.end))
        if not sure or bound.claim.index in used or value.claim.index in used:
            continue
        holds, *sides = _compared(value, bound)
        if holds or not _OTHER.search(_line(text, value, bound)):
            yield _derivation(value, bound, (sides[0], sides[1]), rule, holds=holds)


def _are_alike(value: Fact, bound: Fact) -> bool:
    """Whether a plain value and a bound of one kind are told of one thing."""
    kinds = [without_gpu(each.quantity.readings[0].unit.dimensions) for each in (value, bound)]
    told = value.stance is Stance.ASSERTED and bound.stance is Stance.ASSERTED and value.role not in GOALS
    scopes = value.scope == bound.scope or not bound.scope
    plain = value.quantity.is_plain and bound.quantity.modality in _UP_TO | _FROM
    percent = [each.quantity.unit.symbol == "%" for each in (value, bound)]
    return told and plain and scopes and kinds[0] == kinds[1] and (bool(kinds[0]) or all(percent))


def _compared(value: Fact, bound: Fact) -> tuple[bool, Interval, Interval]:
    """Whether the value can keep the bound, and both in a reading in which it does; of one unit both are read alike."""
    pairs = readings(value.quantity, bound.quantity)
    kept = next((pair for pair in pairs if pair[0].meets(pair[1])), None)
    return kept is not None, *(kept or pairs[0])


def _line(text: str, value: Fact, bound: Fact) -> str:
    """The line of both, without them."""
    first, second = sorted((value.claim, bound.claim), key=lambda claim: claim.start)
    start, end = line_start(text, first.start), text.find("\n", second.end)
    rest = text[second.end : end if end >= 0 else None]
    return f"{text[start : first.start]} {text[first.end : second.start]} {rest}"


def _derivation(value: Fact, bound: Fact, sides: tuple[Interval, Interval], rule: str, *, holds: bool) -> Derivation:
    hull, limit = sides
    unit = value.quantity.unit.symbol
    return one_step(
        bound.claim,
        claim_step(value.claim, hull, "value", unit),
        rule,
        expected=value.claim.text,
        holds=holds,
        basis=Basis.COMPARISON,
        compared=claim_step(bound.claim, limit, "bound", unit),
        power=ONE_SIDE,
    )
