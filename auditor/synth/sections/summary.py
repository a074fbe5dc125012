"""The closing section: some figures once more, and the whole memory in two units."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from random import Random

from auditor.synth.entry import Entry, Judgement, Section
from auditor.synth.figures import digits, with_unit
from auditor.synth.plan import Setup

REPEATED = {
    "gpus": ("GPUs in this deployment", "Total GPUs", "GPUs used"),
    "layers": ("Transformer layers", "Model depth", "Layers in the model"),
    "capacity": ("GPU memory capacity", "Memory capacity per GPU"),
    "context": ("Maximum sequence length", "Sequence length", "Context window"),
}
"""What a summary may repeat, with the words for it."""


def summary(plan: Setup, stated: Collection[str], chance: Random) -> Section:
    """Up to two of the figures above once more, and the memory of all GPUs if they were counted."""
    known = sorted(REPEATED.keys() & set(stated))
    keys = sorted(chance.sample(known, min(2, len(known))))
    all_gpus = (everything(plan),) if {"gpus", "capacity"} <= set(stated) else ()
    return Section(
        ("Summary", "In short", "Key Figures", "Deployment Summary"),
        (*(repeated(plan, key) for key in keys), *all_gpus),
    )


def repeated(plan: Setup, key: str, factor: Fraction = Fraction(1)) -> Entry:
    """A figure that stands above already; another one if a factor is given."""
    stated, unit = {
        "gpus": (plan.gpus, "GPUs"),
        "layers": (plan.model.layers, "layers"),
        "capacity": (plan.gpu.memory, "GB"),
        "context": (plan.context, "tokens"),
    }[key]
    right = with_unit(stated, unit)
    said = Judgement("must_confirm", f"stated above as {right}", rests_on=(key,))
    if factor != 1:
        said = Judgement("must_find", f"stated above as {right}", "restatement", "error", right, (key,))
    return Entry(f"{key}_again", REPEATED[key], with_unit(int(stated * factor), unit), judgement=said)


def everything(plan: Setup, slip: int = 1) -> Entry:
    """The memory of all GPUs in GB and TB; the second wrong by a power of ten if a slip is given."""
    whole = plan.gpus * plan.gpu.memory
    right = f"{digits(Fraction(whole, 1000), 2)} TB"
    value = f"{digits(whole)} GB ({digits(Fraction(whole * slip, 1000), 2)} TB)"
    why = f"{digits(whole)} GB = {right}"
    said = Judgement("must_confirm", why, rests_on=("gpus", "capacity"))
    if slip != 1:
        said = Judgement("must_find", why, "unit", "error", right, ("gpus", "capacity"))
    return Entry(
        "everything_in_tb",
        ("Total GPU memory capacity", "Aggregate GPU memory", "Total HBM capacity"),
        value,
        judgement=said,
    )
