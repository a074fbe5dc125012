"""Peaks that lines and rows are named after: "Peak per GPU", "Cluster peak: 2 EFLOPS"."""

from __future__ import annotations

from auditor import patterns as re
from auditor.facts.draft import Draft
from auditor.facts.units import fits

_RATE = (("flop", 1), ("second", -1))
_PEAK = re.compile(
    r"\W*(?:(?:cluster|aggregate|total|fleet|system|combined) )?(?:\w+ )?peak(?: \w+)?(?: per GPU)?\W*", re.IGNORECASE
)


def is_named_peak(draft: Draft) -> bool:
    """Whether the name of a line or row is that of a peak, of one accelerator or of all of them, and nothing else."""
    named = draft.scope in ("gpu", "total") and any(fit.dimensions == _RATE for fit in fits(draft.quantity))
    return named and _PEAK.fullmatch(draft.claim.label.key or draft.claim.label.row) is not None
