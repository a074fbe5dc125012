"""Nodes that a range of GPUs is said to take: "GPUs 0-15 (2 nodes)", where each node has a stated number of GPUs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import show
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Block, Fact, Facts, Indices, Stance
from auditor.interval import Interval

_NODES = frozenset({"nodes", "nodes_of_part"})
_OF_NODES = (("node", 1),)
_NEAR = 3
"""Numbers behind a range among which its nodes are looked for."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each range of GPUs with a number of nodes behind it."""
    size = _of_node(facts)
    if size is None or not size.quantity.value:
        return
    wrong: set[tuple[int, Fraction | None]] = set()
    for found in facts.claims.indices:
        nodes = _nodes(found, facts) if found.noun == "gpu" and _is_whole(found, size) else None
        if nodes is None:
            continue
        made, kind = _derivation(found, nodes, size, facts, rule), (found.high - found.low, nodes.quantity.value)
        if made.holds or kind not in wrong:
            # The same of each of several groups is one slip copied.
            yield made
        if not made.holds:
            wrong.add(kind)


def _of_node(facts: Facts) -> Fact | None:
    """The one number of GPUs that a node has."""
    stated: dict[Fraction | None, Fact] = {}
    for fact in facts.all:
        if fact.concept == "gpus_per_node" and fact.stance is Stance.ASSERTED:
            stated.setdefault(fact.quantity.value, fact)
    return next(iter(stated.values())) if len(stated) == 1 else None


def _is_whole(found: Indices, size: Fact) -> bool:
    """Whether a range begins and ends with a node, if nodes are numbered one after another."""
    each = size.quantity.value or 1
    return found.low % each == 0 and (found.high + 1) % each == 0


def _nodes(found: Indices, facts: Facts) -> Fact | None:
    """The number of nodes behind a range in its line or its row."""
    blocks = facts.claims.document.blocks
    own = blocks[facts.claims.all[found.claim].block]
    for fact in facts.by_claim[found.claim + 1 : found.claim + 1 + _NEAR]:
        if fact is None or not _together(own, blocks[fact.claim.block]):
            continue
        counts = fact.concept in _NODES or (not fact.known and fact.quantity.unit.dimensions == _OF_NODES)
        if counts and fact.quantity.whole:
            return fact if fact.stance is Stance.ASSERTED else None
    return None


def _together(one: Block, other: Block) -> bool:
    a, b = one.cell, other.cell
    return one is other or (a is not None and b is not None and (a.table, a.row) == (b.table, b.row))


def _derivation(found: Indices, nodes: Fact, size: Fact, facts: Facts, rule: str) -> Derivation:
    each, claim = size.quantity.value or Fraction(1), facts.claims.all[found.claim]
    taken = Interval.point(found.length / each)
    names = (found.name, size.claim.name)
    given = (
        Input(names[0], Interval(Fraction(found.low), Fraction(found.high)), found.claim),
        Input(names[1], Interval.point(each), size.claim.index),
    )
    holds = taken.meets(nodes.quantity.hull)
    working = f"{found.length} GPUs ÷ {size.claim.text}"
    return one_step(
        nodes.claim,
        Step("GPUs of the range ÷ GPUs of a node", working, taken, "", f"{names[0]} count {names[1]} /", given),
        rule,
        expected=show.interval(taken, nodes.quantity.readings[0].unit),
        holds=holds,
        stated=f"{nodes.claim.text} for GPUs {claim.text}",
        power=0.1,
    )
