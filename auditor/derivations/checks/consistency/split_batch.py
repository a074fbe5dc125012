"""A batch that a report splits over its replicas and multiplies by them too: "128 / 4 = 32 sequences for each
replica", then "128 × 4 = 512 sequences"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.quotients import Quotient, quotients
from auditor.derivations.checks.written import pairs
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Expression, Facts, Operand, Operation, Stance
from auditor.interval import Interval
from auditor.units import NUMBER

_REPLICAS = re.compile(r"\b(?:DP|replicas?|data[- ]parallel\w*)\b", re.IGNORECASE)
_SEQUENCES = frozenset(((name, 1),) for name in ("sequence", "request", "sample"))
_REQUESTS = re.compile(r"\b(?:sequences?|requests?|prompts?|batch(?:es)?|samples?)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:micro\w*|accumulat\w*|steps?|chunks?|stages?|waves?|rounds?|turns?|pairs?|parts?)\b|micro-", re.IGNORECASE
)
"""What a replica splits its own batch into."""
_FACTORS = 2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each product of sequences and replicas of which another line takes the quotient."""
    products = list(_products(facts))
    splits = [split for split in quotients(facts) if _is_split(split, facts)] if products else []
    for batch, replicas, result in products:
        for split in splits:
            same = _value(split.whole) == _value(batch) and split.parts == _value(replicas)
            if same and split.whole.block != batch.block:
                yield _derivation(split, batch, replicas, result, rule)
                break


def _products(facts: Facts) -> Iterator[tuple[Claim, Claim, Claim]]:
    """Products of sequences and replicas with what they come to."""
    claims = facts.claims.all
    for left, relation, right in pairs(facts):
        if relation != "=" or not isinstance(right, Operand) or not _speaks(right, facts):
            continue
        for batch, replicas in _factors(left, facts):
            of_replicas = _REPLICAS.search(_text(replicas, facts)) is not None
            if _is_of_sequences(batch) and of_replicas and _value(replicas) not in (None, 1):
                yield batch, replicas, claims[right.claim]


def _factors(side: Expression, facts: Facts) -> Iterator[tuple[Claim, Claim]]:
    if not isinstance(side, Operation) or side.operator != "*" or len(side.operands) != _FACTORS:
        return
    first, second = side.operands
    if isinstance(first, Operand) and isinstance(second, Operand):
        one, other = facts.claims.all[first.claim], facts.claims.all[second.claim]
        yield one, other
        yield other, one


def _speaks(result: Operand, facts: Facts) -> bool:
    """Whether the report stands by what the product comes to."""
    fact = facts.by_claim[result.claim]
    return fact is not None and fact.stance is Stance.ASSERTED


def _is_split(split: Quotient, facts: Facts) -> bool:
    """Whether sequences are divided over replicas, each of which has what comes out."""
    line = _told(split.whole, facts)
    if split.result is None or len(split.divisors) != 1 or not _REPLICAS.search(line) or _OTHERWISE.search(line):
        return False
    counted = split.result.quantity is not None and split.result.quantity.unit.dimensions in _SEQUENCES
    return counted or _REQUESTS.search(line) is not None


def _line(claim: Claim, facts: Facts) -> str:
    return facts.claims.document.blocks[claim.block].text


def _told(claim: Claim, facts: Facts) -> str:
    """The line of a number, under the name of its row."""
    return f"{claim.label.row} {_line(claim, facts)}"


def _text(claim: Claim, facts: Facts) -> str:
    """A number with the word behind it."""
    return _line(claim, facts)[claim.start : claim.end + 20].partition("=")[0]


def _is_of_sequences(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.unit.dimensions in _SEQUENCES


def _value(claim: Claim) -> Fraction | None:
    return claim.quantity.value if claim.quantity is not None else None


def _derivation(split: Quotient, batch: Claim, replicas: Claim, result: Claim, rule: str) -> Derivation:
    whole, product = Interval.point(_value(split.whole) or 0), (_value(batch) or 0) * (_value(replicas) or 0)
    own = f"{batch.name} {replicas.name} *"
    held = tuple(Input(each.name, Interval.point(_value(each) or 0), each.index) for each in (batch, replicas))
    working = f"{batch.text} × {replicas.text}"
    return one_step(
        result,
        claim_step(split.whole, whole, "all sequences"),
        rule,
        expected=show.interval(whole, batch.quantity.unit if batch.quantity else NUMBER),
        holds=False,
        beside=(batch.index, replicas.index),
        basis=Basis.COMPARISON,
        compared=Step("sequences of all replicas", working, Interval.point(product), "", own, held),
    )
