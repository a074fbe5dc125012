"""Numbers that cannot be what their labels name, whatever the report says."""

from __future__ import annotations

from fractions import Fraction

from auditor.derivations.concepts import DEGREES
from auditor.facts import Fact

_LEAST = {
    "gpu_memory": Fraction(8 * 10**9),
    "weight_memory": Fraction(10**4),
    "end_to_end_latency": Fraction(1, 1000),
    "attention_heads": Fraction(2),
    "experts": Fraction(2),
}
"""Bytes, seconds, heads and experts below which a GPU's memory, the time of a request and what a model has are a part
of it, or another thing's; and weights are a number of billions."""
_MOST = {
    "experts": Fraction(10**5),
    "layers": Fraction(10**4),
    "output_length": Fraction(2 * 10**5),
    "input_length": Fraction(2 * 10**6),
    "bytes_per_parameter": Fraction(4),
    "flops_per_token": Fraction(10**15),
}
"""Counts above which a number of a model's parts is one of parameters, tokens are those that a price is for, and bytes
are those of training states: no format of weights is wider than FP32."""
_MOST_OF_A_TOKEN = 10**8
"""Bytes of cache that no model keeps of a token: gigabytes are those of a context."""
_MOST_RANKS = 10**6
_BEYOND_ONE = Fraction(3 * 10**16)
"""Operations a second that no single accelerator does."""


def is_impossible(fact: Fact) -> bool:
    """Whether a figure cannot be what its label names: a part of a GPU's memory, the parameters of all experts."""
    low, high = fact.quantity.hull.low, fact.quantity.hull.high
    least, most = _LEAST.get(fact.concept), _MOST.get(fact.concept)
    if low is not None and most is not None and low > most:
        return True
    if fact.concept == "kv_cache" and fact.scope == "token" and low is not None and low > _MOST_OF_A_TOKEN:
        return True
    if fact.concept in DEGREES and ((high is not None and high < 1) or (low is not None and low > _MOST_RANKS)):
        return True
    return high is not None and least is not None and high < least


def is_of_many(fact: Fact) -> bool:
    """Whether a rate of arithmetic is beyond any single accelerator."""
    low = fact.quantity.hull.low
    return fact.concept in ("peak_flops", "effective_flops") and low is not None and low > _BEYOND_ONE
