"""Consistent deployments, drawn from the catalogues of models and accelerators by the formulas of the field."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from auditor.synth.figures import rounded

_FULL = Fraction(9, 10)
"""How much of the memory a plan may fill."""


@dataclass(frozen=True, slots=True)
class Model:
    """What a plan needs of a model."""

    name: str
    parameters: Fraction
    """In billions, as printed."""
    layers: int
    heads: int
    kv_heads: int
    head_dim: int


@dataclass(frozen=True, slots=True)
class Accelerator:
    """What a plan needs of a GPU."""

    name: str
    memory: int
    """In GB."""
    bandwidth: int
    """In GB/s."""
    peak: Fraction
    """Dense 16-bit rate in TFLOP/s, as printed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One deployment; every figure is what a report would print, so that sums of printed figures come out."""

    model: Model
    gpu: Accelerator
    tp: int
    pp: int
    dp: int
    context: int
    """Tokens of a sequence."""
    batch: int
    """Sequences that a replica works on at once."""
    weights: Fraction
    """GB of one copy at 16 bits."""
    cache: Fraction
    """GB of one replica."""
    overhead: Fraction
    """GB of each GPU."""
    rate: int
    """Output tokens a second of each GPU."""
    ttft: int
    """Milliseconds."""
    tpot: Fraction
    """Milliseconds."""
    output: int
    """Tokens of an answer."""
    compute: int
    """TFLOP/s that each GPU sustains in prefill."""
    price: Fraction
    """Dollars for an hour of a GPU."""

    @property
    def replica(self) -> int:
        """GPUs that hold one copy."""
        return self.tp * self.pp

    @property
    def gpus(self) -> int:
        """All GPUs."""
        return self.replica * self.dp

    @property
    def used(self) -> Fraction:
        """GB of each GPU, the sum of the printed parts."""
        parts = (self.weights / self.replica, self.cache / self.replica, self.overhead)
        return sum((rounded(part, 1) for part in parts), Fraction(0))

    @property
    def cache_of_a_token(self) -> int:
        """Bytes over all layers at 16 bits: keys and values, a vector for each key/value head and layer."""
        return 2 * self.model.layers * self.model.kv_heads * self.model.head_dim * 2


def draw(chance: Random) -> Plan:
    """A plan that fits and that its hardware can keep."""
    while True:
        plan = _attempt(chance)
        if plan is not None and plan.used <= plan.gpu.memory * _FULL:
            return plan


def _attempt(chance: Random) -> Plan | None:
    model, gpu = chance.choice(_models()), chance.choice(_accelerators())
    tp = chance.choice([degree for degree in (1, 2, 4, 8) if model.kv_heads % degree == 0])
    pp = chance.choice([degree for degree in (1, 2, 4, 8) if model.layers % degree == 0])
    context, batch = chance.choice((2048, 4096, 8192, 16384)), chance.choice((4, 8, 16, 32, 64))
    weights = rounded(model.parameters * 2, 1)
    cache_of_a_token = 2 * model.layers * model.kv_heads * model.head_dim * 2
    cache = rounded(Fraction(cache_of_a_token * context * batch, 10**9), 1)
    if (weights + cache) / (tp * pp) > gpu.memory or weights / (tp * pp) < 2 or cache / (tp * pp) < 1:
        return None
    # Every weight and the whole cache pass the memory bus once a step, stage after stage: the step cannot be faster.
    step = (weights + cache) / (tp * gpu.bandwidth) * 1000
    tpot = rounded(step * chance.randint(140, 320) / 100, 1)
    if tpot < 4:
        return None
    share = Fraction(chance.randint(35, 50), 100)
    compute = int(gpu.peak * share)
    prefill = Fraction(2 * context) * model.parameters * 10**9 / (tp * compute * 10**12) * 1000
    return Plan(
        model, gpu, tp, pp, chance.choice((1, 2, 4, 8, 16)), context, batch, weights, cache,
        overhead=rounded(Fraction(chance.randint(10, 45), 10), 1),
        rate=int(batch * 1000 / tpot / (tp * pp)),
        ttft=int(prefill * chance.randint(115, 190) / 100) + 20,
        tpot=tpot, output=chance.choice((128, 256, 400, 512, 1024)), compute=compute,
        price=Fraction(chance.randint(110, 690), 100),
    )  # fmt: skip


@lru_cache(maxsize=1)
def _models() -> tuple[Model, ...]:
    table: dict[str, Any] = _catalogue("models")["model"]
    return tuple(
        Model(
            row["names"][0], rounded(Fraction(row["parameters"], 10**9), 1), row["layers"], row["attention_heads"],
            row["kv_heads"], row["head_dim"],
        )
        for _, row in sorted(table.items())
        # Mixtures of experts and compressed caches follow other formulas than those written here.
        if "kv_heads" in row and "experts" not in row and "note" not in row
    )  # fmt: skip


@lru_cache(maxsize=1)
def _accelerators() -> tuple[Accelerator, ...]:
    table: dict[str, Any] = _catalogue("hardware")["accelerator"]
    found = []
    for _, row in sorted(table.items()):
        needed = [row.get(name, "") for name in ("gpu_memory", "memory_bandwidth", "peak_bf16")]
        numbers = [Fraction(text.split()[0]) for text in needed if text]
        if len(numbers) == 3 and row["confidence"] == "A" and "also" not in row and numbers[0] >= 40:
            found.append(Accelerator(row["names"][-1], int(numbers[0]), int(numbers[1]), rounded(numbers[2], 1)))
    return tuple(found)


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    from auditor.rulebook import load

    return load().tables("catalogue")


def _catalogue(name: str) -> dict[str, Any]:
    return _tables()[name]
