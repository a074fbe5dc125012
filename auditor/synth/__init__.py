"""Synthetic reports with known answers: for load tests, for regression, and as a training set. No one wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.synth.entry import KINDS, Finding, Judgement, Report
from auditor.synth.gold import as_json, as_yaml
from auditor.synth.write import NOTICE, write

__all__ = ["KINDS", "NOTICE", "Finding", "Judgement", "Report", "as_json", "as_yaml", "synthesise", "write"]


def synthesise(count: int, seed: int, defects: Sequence[str] | None = None) -> Iterator[Report]:
    """So many reports; the first ones of a larger count are the same. `defects` as in `write`."""
    return (write(seed, number, defects) for number in range(count))
