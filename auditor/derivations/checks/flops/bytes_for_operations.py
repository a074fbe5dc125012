"""An amount of memory in the place of operations: "Attention FLOPs: 2 TB per layer"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.checks.passages import stands_behind
from auditor.derivations.derivation import Derivation
from auditor.derivations.out_of_place import out_of_place
from auditor.derivations.values import physical
from auditor.facts import Claim, Facts

_KEY = re.compile(
    r"(?:\A|\s)(?:T|G|P)?FLOPs?(?: (?:per|of|for) (?:an? |the |each )?(?!bytes?\b)[a-z]+)?\Z", re.IGNORECASE
)
"""What the key of operations ends with."""
_STORED = re.compile(r"memory|bytes?|size|traffic|weights?|cache|storage|volume|I/O", re.IGNORECASE)
"""Words of a column that holds amounts of bytes in every row."""
_BYTES = (("byte", 1),)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number right behind a key of operations that is an amount of bytes."""
    for claim in facts.claims.all:
        key, row = claim.label.key.strip(" *_"), claim.label.row.strip(" *_")
        if claim.quantity is None or not (key or row) or physical(claim.quantity) != _BYTES:
            continue
        told = _KEY.search(key) and stands_behind(claim, key, facts)
        if told or (not key and _KEY.search(row) and not _STORED.search(claim.label.column)):
            yield _derivation(claim, rule)


def _derivation(claim: Claim, rule: str) -> Derivation:
    reservation = "it is an amount of bytes, and its key names operations"
    return out_of_place(claim, "bytes", "operations: FLOP, not bytes", rule, reservation=reservation)
