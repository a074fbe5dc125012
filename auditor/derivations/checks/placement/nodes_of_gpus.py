"""Nodes that follow from GPUs, "40 GPUs", "8 GPUs per node → 10 nodes": as many as hold them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.degrees import count
from auditor.derivations.checks.passages import is_whole, sections, sentence, worked
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.text import sentence_at

_HENCE = re.compile(
    r"[ ,;:)]*(?:→|⇒|=>|=|\b(?:so|hence|thus|therefore|i\.e\.|makes?|gives?|that is))[ ,:~≈]*", re.IGNORECASE
)
_NODES = frozenset({"node", "server", "host", "machine"})
_OTHERWISE = re.compile(
    r"\b(?:spares?|standby|extra|headroom|redundan\w*|plus|incl\w*|reserv\w*|fail\w*|prefill|decode|first|second|other"
    r"|another|available|up to|or|if|half|only|shared?|old|previous\w*|idle|limit\w*)\b|\+",
    re.IGNORECASE,
)
"""Words by which the nodes may be more or fewer than hold the GPUs."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of nodes that follows on the GPUs of one, where the section has one number of
    GPUs before it."""
    blocks = facts.claims.document.blocks
    for some in sections(facts):
        for each, nodes in pairwise(some):
            led = each.concept == "gpus_per_node" and is_whole(each) and _is_nodes(nodes)
            led = led and each.claim.block == nodes.claim.block
            if not led or not _HENCE.fullmatch(blocks[each.claim.block].text, each.claim.end, nodes.claim.start):
                continue
            total = _total(some, each)
            if (
                total is None
                or _is_counted_on(total, each, facts)
                or any(_OTHERWISE.search(sentence(fact, facts)) for fact in (total, nodes))
            ):
                continue
            if not count(total) % count(each):
                yield worked(nodes, ([total], [each]), "GPUs ÷ GPUs of a node", rule)


def _is_counted_on(total: Fact, each: Fact, facts: Facts) -> bool:
    """Whether more is counted right behind the GPUs: "40 GPUs for serving, 8 for training"."""
    text = facts.claims.document.blocks[total.claim.block].text
    same = total.claim.block == each.claim.block
    end = each.claim.start if same else sentence_at(text, total.claim.start)[1]
    return re.search(r"\d", text[total.claim.end : end]) is not None


def _is_nodes(fact: Fact) -> bool:
    return is_whole(fact) and (fact.concept == "nodes" or fact.quantity.unit.symbol in _NODES)


def _total(some: Sequence[Fact], each: Fact) -> Fact | None:
    """The GPUs that the section counts before a number, if it is one count."""
    found = [fact for fact in some if fact.concept == "gpus" and fact.scope in OF_ALL and is_whole(fact)]
    before = [fact for fact in found if fact.index < each.index]
    return before[-1] if before and len({fact.quantity.value for fact in found}) == 1 else None
