"""One finding for one defect, however many rules see it and however much follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from auditor.derivations import Facts
from auditor.findings.defects import Defects, condemns
from auditor.findings.finding import Finding
from auditor.findings.order import Order

_Heads = Mapping[int, Sequence[Finding]]
"""By refuted claim the findings on it, the strongest first."""


def merge(candidates: Sequence[Finding], facts: Facts) -> list[Finding]:
    """The strongest finding of each claim; one resting on what a stronger error refutes is that error's consequence.

    A number that is stated again and again is one defect: the first statement carries the finding, the others follow.
    """
    ordered = sorted(candidates, key=Order(facts))
    heads, defects = _by_head(ordered), Defects(facts, ordered)
    for root in _roots_first(heads):
        for finding in heads[root]:
            defects.take(finding)
    return defects.findings()


def _by_head(ordered: Sequence[Finding]) -> _Heads:
    heads: dict[int, list[Finding]] = {}
    for finding in ordered:
        own = heads.setdefault(finding.claims[0], [])
        # A second finding of a claim is worth a look only if it rests on other numbers.
        if all(set(finding.claims[1:]).isdisjoint(other.claims[1:]) for other in own):
            own.append(finding)
    return heads


def _roots_first(heads: _Heads) -> Iterator[int]:
    """The claims in order, each behind those that it rests on and that are refuted without it."""
    done: set[int] = set()
    for head in heads:
        waiting = {head: iter(heads[head][0].claims[1:])}
        while waiting and head not in done:
            current, premises = next(reversed(waiting.items()))
            new = (claim for claim in premises if claim not in done and claim not in waiting)
            root = next((claim for claim in new if _is_refuted_without(claim, current, heads)), None)
            if root is not None:
                waiting[root] = iter(heads[root][0].claims[1:])
                continue
            done.add(current)
            del waiting[current]
            yield current


def _is_refuted_without(claim: int, other: int, heads: _Heads) -> bool:
    return claim in heads and condemns(heads[claim][0]) and other not in heads[claim][0].claims
