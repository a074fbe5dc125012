"""Numbers that are counted per two things at once: "per token per layer"."""

from __future__ import annotations

_PARTS = frozenset({"layer", "layer_of_gpu", "head", "expert"})
"""Parts of a model, of which every piece of work meets many."""
_WORK = frozenset({"token", "sequence", "request", "batch", "micro-batch", "step"})
"""What goes through a model."""


def both(first: str, second: str) -> str:
    """What is counted per a piece of work and a part of the model, in whatever order; of other pairs the first."""
    pair = {first, second}
    if (pair & _PARTS and pair & _WORK) or pair == {"head", "layer"}:
        return " ".join(sorted(pair))
    return first
