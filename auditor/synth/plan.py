"""Consistent deployments, drawn from the catalogues of models and accelerators by the formulas of the field."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from auditor.synth.catalogue import Accelerator, Model, accelerators, models
from auditor.synth.figures import rounded

FULL = Fraction(9, 10)
"""How much of the memory a plan may fill."""


@dataclass(frozen=True, slots=True)
class Setup:
    """A model on a number of GPUs; every figure is what a report would print, so that sums of printed ones come out."""

    model: Model
    gpu: Accelerator
    tp: int
    pp: int
    dp: int
    context: int
    """Tokens of a sequence."""

    @property
    def replica(self) -> int:
        """GPUs that hold one copy."""
        return self.tp * self.pp

    @property
    def gpus(self) -> int:
        """All GPUs."""
        return self.replica * self.dp

    @property
    def ep(self) -> int:
        """Over how many GPUs of the tensor-parallel group whole experts are spread; 1 where each is sliced."""
        return self.tp if self.model.experts and self.model.experts % self.tp == 0 else 1


@dataclass(frozen=True, slots=True)
class Plan(Setup):
    """A deployment that serves requests."""

    precision: str
    """Of the weights."""
    width: int
    """Bytes of a weight."""
    batch: int
    """Sequences that a replica works on at once."""
    weights: Fraction
    """GB of one copy."""
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
    streamed: int
    """GB/s that each GPU reads from its memory in decode."""
    price: Fraction
    """Dollars for an hour of a GPU."""

    @property
    def used(self) -> Fraction:
        """GB of each GPU, the sum of the printed parts."""
        parts = (self.weights / self.replica, self.cache / self.replica, self.overhead)
        return sum((rounded(part, 1) for part in parts), Fraction(0))


def draw(chance: Random) -> Plan:
    """A plan that fits and that its hardware can keep."""
    while True:
        plan = _attempt(chance)
        if plan is not None and plan.used <= plan.gpu.memory * FULL:
            return plan


def degrees(model: Model, chance: Random) -> tuple[int, int]:
    """Tensor and pipeline parallelism that divide a model evenly."""
    tp = chance.choice([degree for degree in (1, 2, 4, 8) if model.kv_heads % degree == 0])
    return tp, chance.choice([degree for degree in (1, 2, 4, 8) if model.layers % degree == 0])


def _attempt(chance: Random) -> Plan | None:
    model, gpu = chance.choice(models()), chance.choice(accelerators())
    tp, pp = degrees(model, chance)
    precision, width = chance.choice((("BF16", 2), ("FP16", 2), ("FP8", 1)))
    context, batch = chance.choice((2048, 4096, 8192, 16384)), chance.choice((4, 8, 16, 32, 64))
    weights = rounded(model.parameters * width, 1)
    cache = rounded(Fraction(model.cache_of_a_token * context * batch, 10**9), 1)
    if (weights + cache) / (tp * pp) > gpu.memory or weights / (tp * pp) < 2 or cache / (tp * pp) < 1:
        return None
    # Every weight and the whole cache pass the memory bus once a step, stage after stage: the step cannot be faster.
    step = (weights + cache) / (tp * gpu.bandwidth) * 1000
    slower = Fraction(chance.randint(140, 320), 100)
    tpot = rounded(step * slower, 1)
    if tpot < 4:
        return None
    compute = int(gpu.peak * Fraction(chance.randint(35, 50), 100))
    prefill = Fraction(2 * context) * model.parameters * 10**9 / (tp * compute * 10**12) * 1000
    return Plan(
        model, gpu, tp, pp, chance.choice((1, 2, 4, 8, 16)), context, precision, width, batch, weights, cache,
        overhead=rounded(Fraction(chance.randint(10, 45), 10), 1),
        rate=max(int(batch * 1000 / tpot / (tp * pp)), 1),
        ttft=int(prefill * chance.randint(115, 190) / 100) + 20,
        tpot=tpot, output=chance.choice((128, 256, 400, 512, 1024)), compute=compute,
        streamed=int(gpu.bandwidth / slower / pp), price=Fraction(chance.randint(110, 690), 100),
    )  # fmt: skip
