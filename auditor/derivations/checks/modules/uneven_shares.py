"""Shares that are written out one after another, as even as they can be: "29 heads over 8 GPUs (4,4,4,4,4,3,3,3)".

Together they are the whole that is stated; each is confirmed by the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, confirmed, count
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts, Stance

_NEXT = re.compile(r",\s?")
_WHOLES = frozenset({"layers", "experts", "attention_heads", "kv_heads"})
_FEWEST, _MOST = 3, 64
"""How many shares are added up."""
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each share of a list that comes to a stated count."""
    wholes = {count(fact): fact for fact in reversed(exact_counts(facts)) if _is_whole(fact)}
    for shares in _lists(facts) if wholes else ():
        values = [count(share) for share in shares]
        whole = wholes.get(sum(values, start=values[0] - values[0]))
        if whole is None or max(values) - min(values) != 1 or whole in shares:
            continue
        for share in shares:
            yield confirmed(share, _rest(share, whole, shares), rule, _CHANCE)


def _is_whole(fact: Fact) -> bool:
    return fact.known and fact.concept in _WHOLES and fact.stance is Stance.ASSERTED and count(fact) > 1


def _lists(facts: Facts) -> Iterator[Sequence[Fact]]:
    """The bare counts of a line that follow one another with nothing but commas between."""
    blocks = facts.claims.document.blocks
    bare = [fact for fact in exact_counts(facts) if not fact.quantity.unit.symbol and fact.quantity.value]
    for index, group in groupby(bare, key=lambda fact: fact.claim.block):
        run: list[Fact] = []
        for fact in group:
            if run and not _NEXT.fullmatch(blocks[index].text, run[-1].claim.end, fact.claim.start):
                yield from _told(run)
                run = []
            run.append(fact)
        yield from _told(run)


def _told(run: list[Fact]) -> Iterator[Sequence[Fact]]:
    if _FEWEST <= len(run) <= _MOST:
        yield run


def _rest(share: Fact, whole: Fact, shares: Sequence[Fact]) -> Reading:
    """What the other shares leave of the whole."""
    others = [other for other in shares if other is not share]
    program = whole.claim.name + "".join(f" {each.claim.name} -" for each in others)
    working = " − ".join(each.claim.text for each in (whole, *others))
    return Reading("what the others leave", count(share), program, working, (whole, *others))
