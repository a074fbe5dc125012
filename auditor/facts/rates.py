"""Rates of arithmetic that are known by their unit and the way they are meant: "a peak of 300 TFLOPS per GPU"."""

from __future__ import annotations

from auditor.facts.draft import Draft
from auditor.facts.units import fits

_RATE = (("flop", 1), ("second", -1))
_WORK = (("flop", 1),)
_BESIDE = frozenset({"gpus", "cost"})
"""What words beside may name: a GPU has a peak, and a token costs operations."""
_PEAKS = frozenset({"available", "maximum", "theoretical"})


def plain_rate(draft: Draft) -> str:
    """The concept of arithmetic that is there, reached, or done for a token, where no word names another; or none."""
    senses = draft.around.own
    named = [concept for sense in senses for term in sense.mentions for concept in (*term.concepts, *term.cued)]
    if draft.around.operand or set(named) - _BESIDE or any(sense.parts or sense.changes for sense in senses):
        return ""
    if draft.scope == "token" and any(fit.dimensions == _WORK for fit in fits(draft.quantity)):
        return "flops_per_token"
    if not any(fit.dimensions == _RATE for fit in fits(draft.quantity)):
        return ""
    near = next((sense for sense in senses if sense.role or "effective" in sense.topics), None)
    if near is None:
        return ""
    if "effective" in near.topics or near.role == "achieved":
        return "effective_flops"
    return "peak_flops" if near.role in _PEAKS else ""
