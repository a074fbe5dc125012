"""Rates of arithmetic that are known by their unit and the way they are meant: "a peak of 300 TFLOPS per GPU"."""

from __future__ import annotations

from auditor.facts.draft import Draft
from auditor.facts.units import fits

_RATE = (("flop", 1), ("second", -1))
_PEAKS = frozenset({"available", "maximum", "theoretical"})


def plain_rate(draft: Draft) -> str:
    """The concept of a rate of arithmetic that is there or reached, where no word names another; empty for none."""
    senses = draft.around.own
    if draft.around.operand or any(sense.mentions or sense.parts or sense.changes for sense in senses):
        return ""
    if not any(fit.dimensions == _RATE for fit in fits(draft.quantity)):
        return ""
    near = next((sense for sense in senses if sense.role or "effective" in sense.topics), None)
    if near is None:
        return ""
    if "effective" in near.topics or near.role == "achieved":
        return "effective_flops"
    return "peak_flops" if near.role in _PEAKS else ""
