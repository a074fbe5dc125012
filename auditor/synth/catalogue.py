"""What the generator needs of the catalogues of models and accelerators."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from auditor.synth.figures import rounded


@dataclass(frozen=True, slots=True)
class Model:
    """A model with grouped or full attention, dense or a mixture of experts in every layer."""

    name: str
    parameters: Fraction
    """In billions, as printed."""
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    experts: int = 0
    """Of a layer; 0 for a dense model."""
    experts_per_token: int = 0
    active: Fraction = Fraction(0)
    """Billions of parameters that a token passes, as printed."""

    @property
    def working(self) -> Fraction:
        """Billions of parameters that a token passes, dense or not."""
        return self.active or self.parameters

    @property
    def cache_of_a_token(self) -> int:
        """Bytes over all layers at 16 bits: keys and values, a vector for each key/value head and layer."""
        return 2 * self.layers * self.kv_heads * self.head_dim * 2


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


@lru_cache(maxsize=1)
def models() -> tuple[Model, ...]:
    """Models whose cache and weights follow the plain formulas."""
    table: dict[str, Any] = _catalogue("models")["model"]
    return tuple(_model(row) for _, row in sorted(table.items()) if _plain(row))


def _plain(row: dict[str, Any]) -> bool:
    if "kv_heads" not in row or "note" in row or "shared_experts" in row:
        return False
    return "experts" not in row or (row["moe_layers"] == row["layers"] and "active_parameters" in row)


def _model(row: dict[str, Any]) -> Model:
    return Model(
        row["names"][0], rounded(Fraction(row["parameters"], 10**9), 1), row["layers"], row["hidden_size"],
        row["attention_heads"], row["kv_heads"], row["head_dim"], row.get("experts", 0),
        row.get("experts_per_token", 0), rounded(Fraction(row.get("active_parameters", 0), 10**9), 1),
    )  # fmt: skip


@lru_cache(maxsize=1)
def accelerators() -> tuple[Accelerator, ...]:
    """GPUs of 40 GB and more whose data sheet is known."""
    table: dict[str, Any] = _catalogue("hardware")["accelerator"]
    found = []
    for _, row in sorted(table.items()):
        needed = [row.get(name, "") for name in ("gpu_memory", "memory_bandwidth", "peak_bf16")]
        numbers = [Fraction(text.split()[0]) for text in needed if text]
        if len(numbers) == 3 and row["confidence"] == "A" and "also" not in row and numbers[0] >= 40:
            found.append(Accelerator(row["names"][-1], int(numbers[0]), int(numbers[1]), rounded(numbers[2], 1)))
    return tuple(found)


def _catalogue(name: str) -> dict[str, Any]:
    return _tables()[name]


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    from auditor.rulebook import load

    return load().tables("catalogue")
