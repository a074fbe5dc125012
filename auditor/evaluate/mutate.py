"""Supported claims made wrong on purpose, and what the audit says then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from auditor.audit import judge
from auditor.errors import AuditorError
from auditor.evaluate.gold import Gold
from auditor.evaluate.slips import Slip, slips
from auditor.evaluate.truth import OPPOSITE, holds, loosened, speaks_of_numbers_alone
from auditor.findings import Finding, Findings, Severity, Verdict
from auditor.rulebook import Rulebook, load
from auditor.span import Span

_FLIPPED = {"<": ">", "≤": "≥", ">": "<", "≥": "≤"}


@dataclass(frozen=True, slots=True)
class Trial:
    """One slip and what came of it."""

    report: str
    line: int
    kind: str
    rule: str
    """The rule that supported the claim."""
    before: str
    after: str
    """The claim, before and after; the mark or sign for slips beside it."""
    outcome: str
    """`true`: the claim still holds, so that the slip does not count; `caught`; `doubted`: no longer supported, but no
    finding; `missed`: supported all the same."""
    elsewhere: tuple[str, ...]
    """New findings that do not rest on the changed claim."""
    weak: bool = False
    """Whether the audit says itself, by the power of the check, that it only confirms: another value would not have
    been held against the report."""


def mutate_all(
    reports: Sequence[Gold], count: int, *, seed: int = 0, rules: Sequence[Path] = (), workers: int = 1
) -> tuple[Trial, ...]:
    """The trials of many reports, in their order, however many processes share the work."""
    one = partial(_one, folders=tuple(rules), count=count, seed=seed)
    if workers <= 1:
        return tuple(trial for report in reports for trial in one(report))
    with ProcessPoolExecutor(workers) as pool:
        return tuple(trial for trials in pool.map(one, reports) for trial in trials)


def _one(report: Gold, folders: tuple[Path, ...], count: int, seed: int) -> tuple[Trial, ...]:
    return mutate(report, _rulebook(folders), count, seed)


@cache
def _rulebook(folders: tuple[Path, ...]) -> Rulebook:
    return load(folders)


def mutate(gold: Gold, rulebook: Rulebook, count: int, seed: int) -> tuple[Trial, ...]:
    """`count` slips in each supported claim of a report, one at a time."""
    before = judge(gold.text, rulebook)
    supported = [i for i, judgement in enumerate(before.judgements) if judgement.verdict is Verdict.SUPPORTED]
    return tuple(
        _trial(gold, before, slip, judge(slip.applied(gold.text), rulebook))
        for claim in supported
        for slip in slips(before, claim, count, f"{seed}:{gold.name}")
    )


def _trial(gold: Gold, before: Findings, slip: Slip, after: Findings) -> Trial:
    claims = before.derivations.facts.claims
    claim, derivation = claims.all[slip.claim], before.judgements[slip.claim].derivation
    if derivation is None:
        raise AuditorError(f"{claim.text!r} is supported without a proof")
    touched = _touched(slip, claim.span, after)
    new = list(_new(before, slip, after))
    line, _ = claims.document.lines.position(slip.span.start)
    return Trial(
        report=gold.name,
        line=line,
        kind=slip.kind,
        rule=derivation.rule,
        before=gold.text[slip.span.start : slip.span.end],
        after=slip.text,
        outcome=_outcome(before, slip, after, touched, new),
        elsewhere=tuple(f"{each.code}: {each.message}" for each in _elsewhere(before, slip, after, new, touched)),
        weak=derivation.power is not None,
    )


def _touched(slip: Slip, claim: Span, after: Findings) -> frozenset[int]:
    """The claims of the changed document that the slip made, and the one that was supported before."""
    own = Span(slip.moved(claim.start), max(slip.moved(claim.end), slip.moved(claim.start) + 1))
    region = Span(slip.span.start, slip.span.start + max(len(slip.text), 1))
    claims = after.derivations.facts.claims.all
    return frozenset(c.index for c in claims if c.span.overlaps(region) or c.span.overlaps(own))


def _new(before: Findings, slip: Slip, after: Findings) -> Iterator[Finding]:
    """The errors and warnings that were not there before."""
    old = {(finding.code, slip.moved(_start(finding, before))) for finding in before.all if finding.claims}
    for finding in after.all:
        if (
            finding.claims
            and finding.severity is not Severity.NOTE
            and (finding.code, _start(finding, after)) not in old
        ):
            yield finding


def _elsewhere(
    before: Findings, slip: Slip, after: Findings, new: list[Finding], touched: frozenset[int]
) -> Iterator[Finding]:
    """Those that do not rest on the slip, and accuse a number that nothing was wrong with before.

    What was listed under another finding stands for itself where the slip has taken that one's place.
    """
    accused = (claim for each in before.all if each.severity is not Severity.NOTE for claim in _accused(each))
    wrong = {slip.moved(_begins(before, claim)) for claim in accused}
    yield from (each for each in new if not _rests(each, touched) and _start(each, after) not in wrong)


def _accused(finding: Finding) -> tuple[int, ...]:
    """The claims that a finding calls wrong."""
    return (*finding.claims[:1], *finding.consequences)


def _start(finding: Finding, findings: Findings) -> int:
    return _begins(findings, finding.claims[0])


def _rests(finding: Finding, touched: frozenset[int]) -> bool:
    return not touched.isdisjoint((*finding.claims, *finding.consequences, *finding.overturns))


def _outcome(before: Findings, slip: Slip, after: Findings, touched: frozenset[int], new: list[Finding]) -> str:
    if _still_true(before, slip, after, touched):
        return "true"
    if any(_rests(finding, touched) for finding in new):
        return "caught"
    own = before.derivations.facts.claims.all[slip.claim].span
    heads = [after.judgements[index] for index in touched if _begins(after, index) == slip.moved(own.start)]
    return "missed" if any(judgement.verdict is Verdict.SUPPORTED for judgement in heads) else "doubted"


def _begins(findings: Findings, claim: int) -> int:
    return findings.derivations.facts.claims.all[claim].span.start


def _still_true(before: Findings, slip: Slip, after: Findings, touched: frozenset[int]) -> bool:
    """Whether the proof of the claim stands with what the slip made of it.

    One that starts from bare numbers says nothing of the unit of its result, and admits that they were rounded.
    """
    old = before.derivations.facts.claims.all
    claim, derivation = old[slip.claim], before.judgements[slip.claim].derivation
    if derivation is None or claim.quantity is None:
        return False
    if slip.kind == "unit" and speaks_of_numbers_alone(derivation, old):
        return True
    derivation = loosened(derivation, old)
    if slip.kind == "tick":
        return derivation.relation in OPPOSITE and holds(
            derivation, claim.quantity, None, OPPOSITE[derivation.relation]
        )
    if not claim.span.covers(slip.span):
        return holds(derivation, claim.quantity, None, _FLIPPED.get(derivation.relation))
    start = slip.moved(claim.span.start)
    claims = after.derivations.facts.claims.all
    made = [claims[index] for index in sorted(touched) if claims[index].quantity is not None]
    same = [c for c in made if c.span.start == start] or made[:1]
    return bool(same) and holds(derivation, claim.quantity, same[0].quantity)
