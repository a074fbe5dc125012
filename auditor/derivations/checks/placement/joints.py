"""Ranges that hand a row of things on from part to part, where one is left out or held twice: "layers 0-15, 15-31"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from auditor.derivations.checks.placement.unequal_part import places
from auditor.derivations.cited import TOLD
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import COUNTED, OF_ALL
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Indices
from auditor.interval import Interval

_FEWEST = 2
_HELD = frozenset({"layer", "block", "gpu", "device", "expert"})
"""What is handed on; ranges of stages or groups may overlap as they like."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each range that begins where the one before it ends, or leaves one thing out, and for each
    last one that stops one short of a stated count, or goes one beyond it."""
    if len(facts.claims.indices) < _FEWEST:
        return
    for run in places(facts):
        if run[0].noun not in _HELD or run[0].low not in (0, 1) or len(run) < _FEWEST or not _rises(run):
            continue
        whole, stages = only(facts, COUNTED[run[0].noun]), only(facts, "pipeline_parallel")
        steps = [behind.low - before.high - 1 for before, behind in pairwise(run)]
        odd = [at for at, step in enumerate(steps) if step]
        last = run[-1].high - run[0].low + 1
        if len(odd) == 1 and _is_slip(steps[odd[0]], odd[0], run) and _is_of_all(run, whole, last):
            yield _at_joint(run[odd[0]], run[odd[0] + 1], facts, rule)
        elif not odd and whole is not None and _is_next_to(last, whole) and _are_all(run, stages):
            yield _other_count(run, whole, facts, rule)


def _is_next_to(last: int, whole: Fact) -> bool:
    """Whether a count is one less or one more than what is stated of all."""
    return abs(last - (whole.quantity.value or 0)) == 1


def _rises(run: Sequence[Indices]) -> bool:
    return all(before.low < behind.low and before.high < behind.high for before, behind in pairwise(run))


def _is_slip(step: int, at: int, run: Sequence[Indices]) -> bool:
    """Whether a joint is off by one, and not because the range before it alone has another length than all others."""
    lengths = Counter(one.length for one in run)
    usual = lengths.most_common(1)[0][0]
    alone = len(run) > _FEWEST and lengths[run[at].length] == 1 < lengths[usual]
    return abs(step) == 1 and not (alone and run[at + 1].low == run[at].low + usual)


def _is_of_all(run: Sequence[Indices], whole: Fact | None, last: int) -> bool:
    """Whether ranges go from the first thing to the last; where nobody says how many there are, two that share an end
    may leave out what they end at."""
    return last == whole.quantity.value if whole is not None else len(run) > _FEWEST


def _are_all(run: Sequence[Indices], stages: Fact | None) -> bool:
    """Whether each stage has its range."""
    told = all(one.part for one in run) if stages is None else stages.quantity.value == len(run)
    return told and min(one.length for one in run) > 1


def only(facts: Facts, concept: str) -> Fact | None:
    """The one number that a document states of something, if it states one."""
    found = [fact for fact in facts.all if fact.known and fact.concept == concept and fact.stance in TOLD]
    found = [fact for fact in found if fact.scope in OF_ALL and fact.quantity.whole]
    values = Counter(fact.quantity.value for fact in found)
    return found[0] if len(values) == 1 and found[0].quantity.value else None


def _at_joint(before: Indices, behind: Indices, facts: Facts, rule: str) -> Derivation:
    shared = behind.low <= before.high
    number = before.high if shared else before.high + 1
    said = "stands in two ranges" if shared else "stands in no range"
    claim, other = facts.claims.all[behind.claim], facts.claims.all[before.claim]
    ends = Interval.point(before.high + 1)
    given = (Input(other.name, Interval(Fraction(before.low), Fraction(before.high)), other.index),)
    low = Input("low", Interval.point(before.low), assumed="the first of the range before")
    step = Step(
        "behind the last of the range before",
        f"{before.low} + {before.length}",
        ends,
        "",
        f"low {given[0].name} count +",
        (low, *given),
    )
    first = Interval.point(behind.low)
    own = (Input("first", first, assumed="the first of the range"),)
    return one_step(
        claim,
        step,
        rule,
        expected=f"from {before.high + 1}",
        holds=False,
        basis=Basis.ARITHMETIC,
        compared=Step("the first of the range", str(behind.low), first, "", "first", own),
        message=f"{claim.text} follows {other.text}: {behind.noun} {number} {said}.",
    )


def _other_count(run: Sequence[Indices], whole: Fact, facts: Facts, rule: str) -> Derivation:
    claim, total, last = facts.claims.all[run[-1].claim], whole.quantity.value or Fraction(), run[-1].high
    covered = Interval.point(last - run[0].low + 1)
    left_out = last - run[0].low + 1 < total
    end, said = (
        (last + 1, f"{run[0].noun} {last + 1} is in none of them") if left_out else (last - 1, "there is one too many")
    )
    value = Interval.point(whole.quantity.value or Fraction())
    given = tuple(Input(r.name, Interval(Fraction(r.low), Fraction(r.high)), r.claim) for r in run)
    program = f"{given[0].name} count" + "".join(f" {each.name} count +" for each in given[1:])
    working = " + ".join(str(one.length) for one in run)
    return one_step(
        claim,
        claim_step(whole.claim, value, "stated"),
        rule,
        expected=f"{run[-1].low}-{end}",
        holds=False,
        beside=tuple(one.claim for one in run[:-1]),
        basis=Basis.ARITHMETIC,
        compared=Step("all ranges", working, covered, "", program, given),
        message=f"The ranges up to {claim.text} cover {covered.low} of {total}: {said}.",
    )
