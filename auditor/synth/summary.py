"""The closing section: some figures once more, and the whole memory in two units."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from auditor.synth.entry import Entry, Judgement, Section
from auditor.synth.figures import digits, with_unit
from auditor.synth.plan import Plan

REPEATED = {
    "gpus": ("GPUs in this deployment", "Deployment size"),
    "layers": ("Depth of the model", "Model depth"),
    "capacity": ("Capacity of one GPU", "Memory of one GPU"),
    "context": ("Longest sequence", "Maximum sequence length"),
}
"""What a summary may repeat, with the words for it."""


def summary(plan: Plan, chance: Random) -> Section:
    """Two of the figures above once more, and the memory of all GPUs."""
    keys = sorted(chance.sample(sorted(REPEATED), 2))
    return Section(
        ("Summary", "In short", "Closing summary"), (*(repeated(plan, key) for key in keys), everything(plan))
    )


def repeated(plan: Plan, key: str, factor: Fraction = Fraction(1)) -> Entry:
    """A figure that stands above already; another one if a factor is given."""
    stated, unit = {
        "gpus": (plan.gpus, "GPUs"),
        "layers": (plan.model.layers, "layers"),
        "capacity": (plan.gpu.memory, "GB"),
        "context": (plan.context, "tokens"),
    }[key]
    value = with_unit(int(stated * factor), unit)
    said = Judgement("must_confirm", f"stated above as {with_unit(stated, unit)}", rests_on=(key,))
    if factor != 1:
        said = Judgement(
            "must_find",
            f"stated above as {with_unit(stated, unit)}",
            "restatement",
            "error",
            with_unit(stated, unit),
            (key,),
        )
    return Entry(f"{key}_again", REPEATED[key], value, judgement=said)


def everything(plan: Plan, slip: int = 1) -> Entry:
    """The memory of all GPUs in GB and TB; the second wrong by a power of ten if a slip is given."""
    whole = plan.gpus * plan.gpu.memory
    right = f"{digits(Fraction(whole, 1000), 2)} TB"
    value = f"{digits(whole)} GB ({digits(Fraction(whole * slip, 1000), 2)} TB)"
    said = Judgement("must_confirm", f"{digits(whole)} GB = {right}", rests_on=("gpus", "capacity"))
    if slip != 1:
        said = Judgement("must_find", f"{digits(whole)} GB = {right}", "unit", "error", right, ("gpus", "capacity"))
    return Entry("everything_in_tb", ("Memory of all GPUs", "Total GPU memory"), value, judgement=said)
