"""The numbers that a report works out, of which another statement may be a slip."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.derivations.derivation import Basis, Bound, Derivation

_WORKED = (Basis.ARITHMETIC, Basis.DERIVATION)
_CHANCE = 0.01


def worked_out(found: Sequence[Derivation]) -> set[int]:
    """The claims that a calculation comes out at which would hardly have given another number."""
    return {each.head for each in found if _is_proof(each)}


def _is_proof(derivation: Derivation) -> bool:
    exact = derivation.basis in _WORKED and derivation.bound is Bound.EXACT
    return derivation.holds and exact and (derivation.power or 0) <= _CHANCE
