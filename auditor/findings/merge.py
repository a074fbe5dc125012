"""One finding for one defect, however many rules see it and however much follows from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from auditor.derivations import COUNTED, STRENGTH, Basis, Bound, Fact, Facts, Stance, is_configuration
from auditor.findings.finding import RANK, Finding, Severity
from auditor.interval import Interval

_ALIKE = 4
"""How many times one rate may be another one that breaks the same bound; further apart, something else went wrong."""
_BESIDE = 4
"""How far apart in a line the numbers of one calculation stand."""
_COMMON = 2
"""Premises that two findings of a line have in common if they are of one slip."""
_COPIED = frozenset({"arithmetic/magnitude", "flops/bytes-for-operations"})
"""Rules on the unit of a result, which one slip gets wrong in all lines of a list; a chain has one for each step."""
_PRINTED = frozenset({"arithmetic/total"})
"""Rules on sums as they are printed."""
_COMPARED = 64
"""With how many different statements of one thing a number is compared, so that the cost stays linear."""

Place = tuple[Sequence[str], str, Interval]
"""Headings, and what is stated under them."""


def merge(candidates: list[Finding], facts: Facts) -> list[Finding]:
    """The strongest finding of each claim; one resting on what a stronger error refutes is that error's consequence.

    A number that is stated again and again is one defect: the first statement carries the finding, the others follow.
    """
    stated = cache(lambda: Counter((fact.concept, fact.quantity.hull) for fact in facts.all))
    places = cache(lambda: frozenset((f.claim.label.headings, f.concept, f.quantity.hull) for f in facts.all))
    ordered = sorted(candidates, key=lambda finding: _order(finding, facts, stated, places))
    heads: dict[int, list[Finding]] = {}
    for finding in ordered:
        own = heads.setdefault(finding.claims[0], [])
        # A second finding of a claim is worth a look only if it rests on other numbers.
        if all(set(finding.claims[1:]).isdisjoint(other.claims[1:]) for other in own):
            own.append(finding)
    kept: dict[int, Finding] = {}
    causes: dict[int, int] = {}
    broken: list[Finding] = []
    alike: dict[tuple[object, ...], list[int]] = {}
    numbers = {frozenset(finding.claims): finding.claims[0] for finding in reversed(ordered)}
    for head, finding in ((root, finding) for root in _roots_first(heads) for finding in heads[root]):
        # A note on what already follows from another defect tells nothing further.
        if head in kept or (head in causes and finding.severity is Severity.NOTE):
            continue
        before = alike.setdefault(_statement(finding, facts), [])
        # The same number of each of several things of a section, refuted by the same premises, is one slip copied.
        copies = alike.setdefault((finding.code, finding.claims[1:], *_size(head, facts)), [])
        slips = alike.setdefault(_slip(finding, facts), [])
        cause = _cause(finding, kept)
        if cause is None and facts.by_claim[head] is None:
            cause = _restated(finding, kept, facts)
        if cause is None:
            first = numbers[frozenset(finding.claims)]
            cause = None if first == head else causes.get(first, first if first in kept else None)
        if cause is None:
            cause = _same_bound(finding, broken, facts)
        if cause is None:
            cause = _one_slip(finding, kept, facts)
        if cause is None:
            cause = next(iter(slips), None)
        if cause is None:
            same = (first for first in islice((*copies, *before), _COMPARED) if _repeats(head, first, facts))
            cause = next(same, None)
        if cause is None:
            before.append(head)
            copies.append(head)
            slips.append(head)
            kept[head] = finding
            causes.pop(head, None)
            if finding.kind == "infeasible" and len(broken) < _COMPARED:
                broken.append(finding)
        else:
            causes[head] = cause
    follows: dict[int, list[int]] = {}
    for head, cause in causes.items():
        if head in kept[cause].claims:
            # The other side of the same conflict.
            continue
        follows.setdefault(cause, []).append(head)
    return [replace(finding, consequences=tuple(sorted(follows.get(head, ())))) for head, finding in kept.items()]


def _roots_first(heads: dict[int, list[Finding]]) -> Iterator[int]:
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


def _is_refuted_without(claim: int, other: int, heads: dict[int, list[Finding]]) -> bool:
    return claim in heads and _condemns(heads[claim][0]) and other not in heads[claim][0].claims


def _cause(finding: Finding, kept: dict[int, Finding]) -> int | None:
    """The refuted claim that a finding rests on, unless something that leaves it out speaks against it too.

    Numbers that do not add up as they are printed do not, whether each of them is right or not.
    """
    if finding.code in _PRINTED and finding.severity is Severity.ERROR:
        return None
    refuted = {claim for claim in finding.claims[1:] if _condemns(kept.get(claim))}
    others = finding.derivation.alternatives if finding.derivation else ()
    if not refuted or any(not any(_condemns(kept.get(claim)) for claim in some) for some in others):
        return None
    return min(refuted, key=finding.claims.index)


def _restated(finding: Finding, kept: dict[int, Finding], facts: Facts) -> int | None:
    """The refuted number that one of those behind a verdict in words restates, unless it rests on no number at all."""
    if finding.derivation is not None and frozenset() in finding.derivation.alternatives:
        return None
    for head, other in islice(kept.items(), _COMPARED):
        fact = facts.by_claim[head]
        if fact is None or not fact.known or not _condemns(other):
            continue
        for claim in finding.claims[1:]:
            behind = facts.by_claim[claim]
            if behind is not None and behind.concept == fact.concept and _repeats(claim, head, facts):
                return head
    return None


def _same_bound(finding: Finding, broken: list[Finding], facts: Facts) -> int | None:
    """The head of a finding that breaks the same bound by a like amount.

    A report that ignores a bound does so wherever it names a rate; one of all GPUs adds their number to the premises.
    The same number that breaks the bound of the same rule again is one statement, whichever statements bound it there.
    """
    if finding.kind != "infeasible":
        return None
    premises = set(finding.claims[1:])
    for other in broken:
        alike = other.claims[1:] and premises.issuperset(other.claims[1:])
        if alike and _is_like(finding.claims[0], other.claims[0], facts):
            return other.claims[0]
        if finding.code == other.code and _is_same(finding.claims[0], other.claims[0], facts):
            return other.claims[0]
    return None


def _one_slip(finding: Finding, kept: dict[int, Finding], facts: Facts) -> int | None:
    """The head of a finding of the same line that rests on the same numbers: "312.5 MB (80 GB ÷ 256)" is one slip."""
    if finding.severity is Severity.ERROR:
        return None
    head = facts.claims.all[finding.claims[0]]
    for near in range(max(head.index - _BESIDE, 0), min(head.index + _BESIDE + 1, len(facts.claims.all))):
        other = kept.get(near)
        beside = other is not None and facts.claims.all[near].block == head.block
        if beside and other and len(set(finding.claims[1:]).intersection(other.claims[1:])) >= _COMMON:
            return near
    return None


def _is_like(claim: int, first: int, facts: Facts) -> bool:
    """Whether two rates are of one order, or one of all GPUs and the other of one."""
    a, b = facts.by_claim[claim], facts.by_claim[first]
    if a is None or b is None or a.concept != b.concept:
        return False
    sizes = [fact.quantity.hull.low or fact.quantity.hull.high or 1 for fact in (a, b)]
    return a.scope != b.scope or max(sizes) <= _ALIKE * min(sizes)


def _is_same(claim: int, first: int, facts: Facts) -> bool:
    """Whether two numbers are one, printed twice of the same thing."""
    a, b = facts.by_claim[claim], facts.by_claim[first]
    if a is None or b is None or not a.known:
        return False
    return (a.concept, a.scope, a.quantity.hull) == (b.concept, b.scope, b.quantity.hull)


def _statement(finding: Finding, facts: Facts) -> tuple[object, ...]:
    """What a finding's claim is about: the same for every repetition of it."""
    fact = facts.by_claim[finding.claims[0]]
    if fact is None:
        return (finding.code, *finding.claims[1:])
    if not fact.known:
        return (finding.claims[0],)
    return (finding.code, fact.concept, fact.scope, fact.scenario)


def _slip(finding: Finding, facts: Facts) -> tuple[object, ...]:
    """What a finding sees: a wrong unit, the same for every line of a list that prints it for the same one; or a number
    that another one of the report does not divide, wherever the two stand."""
    claim = facts.claims.all[finding.claims[0]]
    if finding.kind == "divisibility":
        return _undivided(finding, facts)
    slip = finding.derivation.near_miss or finding.derivation.reservation if finding.derivation else ""
    if finding.code not in _COPIED or not slip or claim.quantity is None:
        return finding.claims[0], finding.code
    return finding.code, slip, claim.quantity.unit.symbol.partition("/")[0], claim.label.headings


def _undivided(finding: Finding, facts: Facts) -> tuple[object, ...]:
    """The numbers of a remainder and what the largest counts; one alone, beside an assumed one, tells too little."""
    known = [fact for fact in map(facts.by_claim.__getitem__, finding.claims) if fact is not None]
    sizes = {fact.quantity.hull for fact in known}
    if len(sizes) < 2:
        return finding.claims[0], finding.code
    divided = max(known, key=lambda fact: fact.quantity.hull.high or 0)
    things = "".join(COUNTED.get(name, name) for name, _ in divided.quantity.unit.dimensions)
    return finding.kind, things or divided.concept, frozenset(sizes)


def _size(claim: int, facts: Facts) -> tuple[object, ...]:
    """How much of what a number states below which headings; of one that is not known there are no copies."""
    fact = facts.by_claim[claim]
    if fact is None or not fact.known:
        return (claim,)
    return fact.concept, fact.quantity.hull, fact.claim.label.headings


def _repeats(claim: int, first: int, facts: Facts) -> bool:
    """Whether a number states what an earlier one does, "~10B" after "10B", or a verdict rests on what another does."""
    a, b = facts.by_claim[claim], facts.by_claim[first]
    if a is None and b is None:
        return True
    return a is not None and b is not None and a.quantity.hull.meets(b.quantity.hull)


def _condemns(finding: Finding | None) -> bool:
    """Whether nothing may rest on its claim: it is wrong, or a power of a thousand beside what is usual."""
    return finding is not None and (finding.severity is Severity.ERROR or finding.kind == "unit")


def _order(
    finding: Finding,
    facts: Facts,
    stated: Callable[[], Counter[tuple[str, Interval]]],
    places: Callable[[], frozenset[Place]],
) -> tuple[object, ...]:
    """`stated`: how often the report states each value; `places`: under which headings."""
    derivation = finding.derivation
    basis = derivation.basis if derivation else Basis.ARITHMETIC
    # What only a document beside the report speaks against follows from nothing else in the report.
    follows = not (derivation and derivation.outside and not finding.claims[1:])
    # What a report takes as its configuration is less likely wrong than what it makes of it, and says for itself.
    head = facts.by_claim[finding.claims[0]] if finding.claims else None
    given = head is not None and is_configuration(head)
    aside = head is not None and head.stance is not Stance.ASSERTED
    # What it says again and again is what it means to say: of a configuration, what it says less often is the slip.
    infeasible = finding.kind == "infeasible"
    often = stated()[head.concept, head.quantity.hull] if head is not None and (infeasible or given) else 0
    bounded = derivation is not None and derivation.bound is not Bound.EXACT
    # A verdict in words follows from the numbers that it rests on.
    # A title names in passing what the text below it states.
    titled = head is not None and bool(facts.claims.document.blocks[head.claim.block].level)
    # Where a size that breaks a bound is stated again among what bounds it, the reader sees both at once.
    apart = given and bounded and head is not None and not _is_among_premises(head, finding, facts, places())
    ranks = (RANK[finding.severity], head is None, follows, STRENGTH[basis], given, aside)
    return (*ranks, often if given else -often, titled, apart, bounded, finding.claims, finding.code)


def _is_among_premises(head: Fact, finding: Finding, facts: Facts, places: frozenset[Place]) -> bool:
    """Whether all premises stand under the headings that the number stands under; what a model is, or is said again."""
    own, sized = head.claim.label.headings, finding.kind != "infeasible"
    for claim in finding.claims[1:]:
        premise = facts.by_claim[claim]
        again = premise is not None and (own, premise.concept, premise.quantity.hull) in places
        if not (again and sized) and facts.claims.all[claim].label.headings != own:
            return False
    return True
