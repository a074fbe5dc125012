"""What the words around a number are about: topics and roles, either of which may be the cue for a concept."""

from __future__ import annotations

from collections.abc import Iterable

from auditor import patterns as re
from auditor.claims import Claim
from auditor.facts.sense import LONGEST, Sense

_OF_NODE = re.compile(r"(?:per|each)[ _](?:node|server)|/node|/server")
_ON_SERVERS = frozenset({"gpu", "token"})
"""What is counted per node where nodes are servers."""
_OF_SERVERS = frozenset({"node", "gpu"})
"""What is multiplied there."""


def servers(claims: Iterable[Claim], products: Iterable[frozenset[str]]) -> frozenset[str]:
    """The topic of a document whose nodes are servers, and not those of a graph; empty if nothing shows it.

    `products`: the units of the counts in each product: "8 nodes × 8 GPUs" shows it too.
    """
    counted = any(map(_counts_servers, claims)) or any(units >= _OF_SERVERS for units in products)
    return frozenset({"servers"} if counted else ())


def _counts_servers(claim: Claim) -> bool:
    """Whether a number counts GPUs or tokens per node."""
    if claim.quantity is not None:
        dimensions = claim.quantity.unit.dimensions
        if ("node", -1) in dimensions and any((name, 1) in dimensions for name in _ON_SERVERS):
            return True
    label = claim.label
    return any(_is_per_node(text[:LONGEST].lower()) for text in (label.key, label.row, label.column) if text)


def _is_per_node(text: str) -> bool:
    return ("node" in text or "server" in text) and _OF_NODE.search(text) is not None


def topics_above(senses: tuple[Sense, ...]) -> frozenset[str]:
    """Topics of the lines above; a heading that checks something is about no hardware, nor is what memory takes."""
    found: set[str] = set()
    for sense in senses:
        found |= sense.topics if "checked" not in sense.topics else set()
        if "memory" in sense.topics and "hardware" not in sense.topics:
            break
    return frozenset(found)


def topics(own: tuple[Sense, ...], above: frozenset[str]) -> frozenset[str]:
    """Topics and roles: either may be the cue for a concept."""
    found = above
    for sense in own:
        if sense.topics:
            found |= sense.topics
        if sense.role:
            found |= {sense.role}
    return found
