"""The facts that stand in one block of a document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from auditor.derivations.once import once
from auditor.facts import Fact, Facts


@once
def by_block(facts: Facts) -> Mapping[int, Sequence[Fact]]:
    """By block the facts in it, in source order."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        found[fact.claim.block].append(fact)
    return found
