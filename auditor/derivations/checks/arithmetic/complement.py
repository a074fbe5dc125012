"""Counts of what is missing or left of a whole: "59 missing nodes" of 64 where 5 are there, "2/13" beside "11/13"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from auditor import patterns as re
from auditor.derivations.chained import chained
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Facts, Operand
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.units import Dimensions

_REST = re.compile(
    r"\b(?:missing|remaining|rest|only|left|unused|idle|spare|short|shortfall|additional|more|lacking|absent)\b"
    r"|剩|缺|空闲|其余|còn lại|\b(?:übrig|fehlend|verbleibend|frei)",
    re.I,
)
"""Words for a part that another part makes whole."""
_MOST = 8
"""Different counts of one thing that are looked at."""
_PARTS = 4
"""Fractions that make up a whole, at most."""
_CHANCE = 0.2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count that a word calls a part and that two other counts of the thing differ by, and for
    each of the fractions of a whole that make it up."""
    counts = _counts(facts)
    values: dict[Dimensions, list[Fraction]] = defaultdict(list)
    for kind, value in counts:
        values[kind].append(value)
    for (kind, value), claims in counts.items():
        pair = _rest(value, values[kind])
        for claim in claims if pair is not None else ():
            if pair is not None and _REST.search(_words(claim)):
                found = [counts[kind, each][0] for each in pair]
                yield _derivation(claim, found[0], found[1:], claim.text, rule)
    yield from _fractions(facts, rule)


def _counts(facts: Facts) -> dict[tuple[Dimensions, Fraction], list[Claim]]:
    """The claims of each whole count of things, by thing and value."""
    found: dict[tuple[Dimensions, Fraction], list[Claim]] = defaultdict(list)
    for fact in facts.all:
        dimensions, value = fact.quantity.unit.dimensions, _whole(fact.claim)
        if value is not None and len(dimensions) == 1 and dimensions[0][1] == 1:
            found[dimensions, value].append(fact.claim)
    return found


def _whole(claim: Claim) -> Fraction | None:
    quantity = claim.quantity
    exact = quantity is not None and quantity.whole and quantity.modality is Modality.EXACT
    return quantity.value if quantity is not None and exact and quantity.value else None


def _words(claim: Claim) -> str:
    label = claim.label
    return f"{label.key} {label.before} {claim.text} {label.after[:16]}"


def _rest(value: Fraction, counted: Sequence[Fraction]) -> tuple[Fraction, Fraction] | None:
    """A whole and another part that leave a number; None where any number could be found so."""
    others = sorted(other for other in counted if other != value) if len(counted) <= _MOST else []
    pairs = list(combinations(others, 2))
    if not pairs or len(pairs) > _CHANCE * float(others[-1]):
        return None
    return next(((whole, part) for part, whole in pairs if whole - part == value), None)


def _fractions(facts: Facts, rule: str) -> Iterator[Derivation]:
    """ "11/13" and "2/13"."""
    claims = facts.claims.all
    wholes: dict[Fraction, dict[Fraction, tuple[Claim, Claim]]] = defaultdict(dict)
    for link in facts.claims.links:
        if link.form != "of" or not isinstance(link.first, Operand) or not isinstance(link.second, Operand):
            continue
        part, whole = claims[link.first.claim], claims[link.second.claim]
        a, b = _whole(part), _whole(whole)
        if a is not None and b is not None and a < b:
            wholes[b].setdefault(a, (part, whole))
    for total, parts in wholes.items():
        if 2 <= len(parts) <= _PARTS and sum(parts) == total:
            for part, whole in parts.values():
                others = [other for other, _ in parts.values() if other is not part]
                yield _derivation(part, whole, others, f"{part.text}/{whole.text}", rule)


def _derivation(claim: Claim, whole: Claim, parts: Sequence[Claim], stated: str, rule: str) -> Derivation:
    used = (whole, *parts)
    step = chained("−", [(each, Interval.point(_whole(each) or 0)) for each in used], "whole − other parts")
    return one_step(
        claim, step, rule, expected=step.values, holds=True, stated=stated, basis=Basis.ARITHMETIC, power=_CHANCE
    )
