"""Which marks and verdict words do not stand once a number is refuted."""

from __future__ import annotations

from auditor.derivations import Derivations, Form, Polarity


def overturned(claim: int, derivations: Derivations) -> tuple[int, ...]:
    """The favourable marks and verdict words of the claim's own line or table row, in source order."""
    claims = derivations.facts.claims
    blocks = claims.document.blocks
    home = blocks[claims.all[claim].block]
    return tuple(
        other.index
        for other in claims.all
        if other.form is not Form.QUANTITY
        and other.polarity is Polarity.GOOD
        and (other.block == home.index or _same_row(home.index, other.block, derivations))
    )


def _same_row(first: int, second: int, derivations: Derivations) -> bool:
    blocks = derivations.facts.claims.document.blocks
    a, b = blocks[first].cell, blocks[second].cell
    return a is not None and b is not None and (a.table, a.row) == (b.table, b.row)
