"""Consistent training runs: memory of mixed precision with Adam, compute of six operations a parameter and token."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from auditor.synth.catalogue import accelerators, models
from auditor.synth.figures import rounded
from auditor.synth.plan import FULL, Setup, degrees

PARTS = (2, 2, 12)
"""Bytes a parameter: 16-bit weights and gradients, 32-bit copy and two moments of the optimizer."""


@dataclass(frozen=True, slots=True)
class Training(Setup):
    """A training run."""

    tokens: int
    """Billions, of the whole run."""
    micro: int
    """Sequences of a micro-batch."""
    accumulation: int
    """Micro-batches of a replica before each step."""
    activations: Fraction
    """GB of each GPU."""
    compute: int
    """TFLOP/s that each GPU sustains."""
    price: Fraction
    """Dollars for an hour of a GPU."""

    @property
    def parts(self) -> tuple[Fraction, ...]:
        """GB of each GPU for weights, gradients and optimizer states, as printed."""
        return tuple(rounded(self.model.parameters * part / self.replica, 1) for part in PARTS)

    @property
    def used(self) -> Fraction:
        """GB of each GPU, the sum of the printed parts."""
        return sum(self.parts, self.activations)


def draw_training(chance: Random) -> Training:
    """A run that fits and ends within a year."""
    while True:
        run = _attempt(chance)
        days = 6 * run.model.working * run.tokens * 10**6 / (run.gpus * run.compute) / 86_400
        if run.used <= run.gpu.memory * FULL and min(run.parts) >= 1 and 1 <= days <= 365:
            return run


def _attempt(chance: Random) -> Training:
    model, gpu = chance.choice(models()), chance.choice(accelerators())
    tp, pp = degrees(model, chance)
    return Training(
        model, gpu, tp, pp, chance.choice((4, 8, 16, 32, 64)), chance.choice((2048, 4096, 8192)),
        tokens=chance.choice((50, 100, 300, 500, 1000, 2000)),
        micro=chance.choice((1, 2, 4)),
        accumulation=chance.choice((4, 8, 16, 32)),
        activations=rounded(Fraction(chance.randint(30, 180), 10), 1),
        compute=int(gpu.peak * Fraction(chance.randint(33, 50), 100)),
        price=Fraction(chance.randint(110, 690), 100),
    )  # fmt: skip
