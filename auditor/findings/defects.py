"""What a finding follows from: another defect of the report, or the same one said again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from auditor.derivations import Facts
from auditor.findings.finding import Finding, Severity
from auditor.findings.same_slip import is_like, is_same, repeats, size, slip_of, statement

_BESIDE = 4
"""How far apart in a line the numbers of one calculation stand."""
_COMMON = 2
"""Premises that two findings of a line have in common if they are of one slip."""
_PRINTED = frozenset({"arithmetic/total"})
"""Rules on sums as they are printed."""
_COMPARED = 64
"""With how many different statements of one thing a number is compared, so that the cost stays linear."""
_INFEASIBLE = "infeasible"


class Defects:
    """The defects of a document, as its findings are gone through: the finding that carries each, and what follows."""

    def __init__(self, facts: Facts, ordered: Sequence[Finding]) -> None:
        self._facts = facts
        self._kept: dict[int, Finding] = {}
        self._causes: dict[int, int] = {}
        """By refuted claim the head of the finding that it follows from."""
        self._broken: list[Finding] = []
        """Those kept on what cannot be, for the bounds that they break."""
        self._statements: dict[object, list[int]] = defaultdict(list)
        self._copies: dict[object, list[int]] = defaultdict(list)
        self._slips: dict[object, list[int]] = defaultdict(list)
        self._first = {frozenset(finding.claims): finding.claims[0] for finding in reversed(ordered)}
        """By all claims of a finding the head of the first one on them."""

    def take(self, finding: Finding) -> None:
        """The next finding: a defect of its own, or something that follows from one."""
        head = finding.claims[0]
        # A note on what already follows from another defect tells nothing further.
        if head in self._kept or (head in self._causes and finding.severity is Severity.NOTE):
            return
        cause = next((cause for way in _WAYS if (cause := way(self, finding)) is not None), None)
        if cause is not None:
            self._causes[head] = cause
            return
        self._kept[head] = finding
        self._causes.pop(head, None)
        for same in self._alike(finding):
            same.append(head)
        if finding.kind == _INFEASIBLE and len(self._broken) < _COMPARED:
            self._broken.append(finding)

    def findings(self) -> list[Finding]:
        """One finding for each defect, with what follows from it."""
        follows: dict[int, list[int]] = defaultdict(list)
        for head, cause in self._causes.items():
            # Among its claims it is the other side of the same conflict.
            if head not in self._kept[cause].claims:
                follows[cause].append(head)
        return [replace(found, consequences=tuple(sorted(follows.get(head, ())))) for head, found in self._kept.items()]

    def _alike(self, finding: Finding) -> tuple[list[int], list[int], list[int]]:
        """The heads of the findings kept of the same slip, of the same number of another thing, and of the same one."""
        of_size = (finding.code, finding.claims[1:], *size(finding.claims[0], self._facts))
        slips = self._slips[slip_of(finding, self._facts)]
        return slips, self._copies[of_size], self._statements[statement(finding, self._facts)]

    def _rests_on(self, finding: Finding) -> int | None:
        """The refuted claim that a finding rests on, unless something that leaves it out speaks against it too.

        Numbers that do not add up as they are printed do not, whether each of them is right or not.
        """
        if finding.code in _PRINTED and finding.severity is Severity.ERROR:
            return None
        refuted = {claim for claim in finding.claims[1:] if condemns(self._kept.get(claim))}
        others = finding.derivation.alternatives if finding.derivation else ()
        if not refuted or any(not any(condemns(self._kept.get(claim)) for claim in some) for some in others):
            return None
        return min(refuted, key=finding.claims.index)

    def _behind_words(self, finding: Finding) -> int | None:
        """The refuted number that one of those behind a verdict in words restates, unless it rests on none at all."""
        if self._facts.by_claim[finding.claims[0]] is not None:
            return None
        if finding.derivation is not None and frozenset() in finding.derivation.alternatives:
            return None
        for head, other in islice(self._kept.items(), _COMPARED):
            fact = self._facts.by_claim[head]
            if fact is None or not fact.known or not condemns(other):
                continue
            for claim in finding.claims[1:]:
                behind = self._facts.by_claim[claim]
                if behind is not None and behind.concept == fact.concept and repeats(claim, head, self._facts):
                    return head
        return None

    def _on_the_same_claims(self, finding: Finding) -> int | None:
        """The other side of the same conflict, or what that one follows from."""
        first = self._first[frozenset(finding.claims)]
        if first == finding.claims[0]:
            return None
        return self._causes.get(first, first if first in self._kept else None)

    def _same_bound(self, finding: Finding) -> int | None:
        """The head of a finding that breaks the same bound by a like amount.

        A report that ignores a bound does so wherever it names a rate; one of all GPUs adds their number to the
        premises. The same number that breaks the bound of the same rule again is one statement, whichever statements
        bound it there.
        """
        if finding.kind != _INFEASIBLE:
            return None
        head, premises = finding.claims[0], set(finding.claims[1:])
        for other in self._broken:
            alike = other.claims[1:] and premises.issuperset(other.claims[1:])
            if alike and is_like(head, other.claims[0], self._facts):
                return other.claims[0]
            if finding.code == other.code and is_same(head, other.claims[0], self._facts):
                return other.claims[0]
        return None

    def _in_line(self, finding: Finding) -> int | None:
        """The head of a finding of the same line that rests on the same numbers: "312.5 MB (80 GB ÷ 256)" is one
        slip."""
        if finding.severity is Severity.ERROR:
            return None
        claims = self._facts.claims.all
        head = claims[finding.claims[0]]
        for near in range(max(head.index - _BESIDE, 0), min(head.index + _BESIDE + 1, len(claims))):
            other = self._kept.get(near)
            beside = other is not None and claims[near].block == head.block
            if beside and other and len(set(finding.claims[1:]).intersection(other.claims[1:])) >= _COMMON:
                return near
        return None

    def _again(self, finding: Finding) -> int | None:
        """The head of the first finding of the same slip, or of a number that this one repeats.

        The same number of each of several things of a section, refuted by the same premises, is one slip copied.
        """
        slips, copies, statements = self._alike(finding)
        if slips:
            return slips[0]
        head = finding.claims[0]
        same = (first for first in islice((*copies, *statements), _COMPARED) if repeats(head, first, self._facts))
        return next(same, None)


_WAYS: tuple[Callable[[Defects, Finding], int | None], ...] = (
    Defects._rests_on,
    Defects._behind_words,
    Defects._on_the_same_claims,
    Defects._same_bound,
    Defects._in_line,
    Defects._again,
)
"""How a finding may follow from one that is kept, the plainest first."""


def condemns(finding: Finding | None) -> bool:
    """Whether nothing may rest on its claim: it is wrong, or a power of a thousand beside what is usual."""
    return finding is not None and (finding.severity is Severity.ERROR or finding.kind == "unit")
