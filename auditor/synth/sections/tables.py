"""Sections that are one table: experiments, and what models take at several precisions."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from auditor.synth.catalogue import Model, models
from auditor.synth.entry import Entry, Section, follows, given
from auditor.synth.figures import digits, rounded, with_unit
from auditor.synth.plan import Plan

_BASELINES = "Baseline|Baseline (static batching)|Eager mode"
_PROPOSED = "Proposed|Proposed method|Optimized"


def results(plan: Plan, chance: Random) -> Section:
    """A baseline and the plan, side by side."""
    rows: list[Entry] = []
    for key, names, figures in zip(("old", "new"), (_BASELINES, _PROPOSED), _measured(plan, chance), strict=True):
        rate, step = figures
        rows += [
            given(f"{key}_name", names, chance.choice(names.split("|"))),
            given(f"{key}_gpus", "GPUs", str(plan.gpus)),
            given(f"{key}_rate", "Throughput", digits(rate)),
            given(f"{key}_step", "TPOT", digits(step, 1)),
        ]
    return Section(
        ("Results", "Experimental Results", "Measurements"),
        tuple(rows),
        ("Each row is the mean of five runs.", "Both run the same requests on the same GPUs."),
        (("Method", "Configuration"), ("GPUs",), ("Throughput (tokens/s)", "Tokens/s"), ("TPOT (ms)",)),
    )


def gains(measured: Section) -> Section:
    """What the second row gains over the first."""
    values = {entry.key: Fraction(entry.value.replace(",", "")) for entry in measured.entries if _is_figure(entry)}
    old, new = digits(values["old_rate"]), digits(values["new_rate"])
    slow, fast = digits(values["old_step"], 1), digits(values["new_step"], 1)
    more, less = values["new_rate"] / values["old_rate"] - 1, 1 - values["new_step"] / values["old_step"]
    return Section(
        ("Improvement", "Analysis", "Comparison with the baseline"),
        (
            follows(
                "gain",
                "Throughput improvement|Throughput increase",
                with_unit(more * 100, "%", 1),
                f"({new} - {old}) / {old}",
                "old_rate",
                "new_rate",
            ),
            follows(
                "reduction",
                "TPOT reduction|Reduction in TPOT",
                with_unit(less * 100, "%", 1),
                f"({slow} - {fast}) / {slow}",
                "old_step",
                "new_step",
            ),
        ),
        ("The gain comes from keeping the decode batch full.", "Quality of the answers is unchanged."),
    )


def capacity(chance: Random) -> Section:
    """Models and what their weights take at 16, 8 and 4 bits."""
    rows: list[Entry] = []
    for model in chance.sample(models(), 4):
        name = model.name
        rows += [
            given(f"{name}_name", "Model", name),
            given(f"{name}_parameters", "Parameters", f"{digits(model.parameters, 1)}B"),
            *(
                _weights(model, width, form)
                for width, form in ((Fraction(2), "FP16"), (Fraction(1), "INT8"), (Fraction(1, 2), "INT4"))
            ),
        ]
    return Section(
        ("Weight memory by precision", "Model Size Reference", "How much memory do the weights take?"),
        tuple(rows),
        (
            "Multiply parameters by bytes per parameter: 2 for FP16, 1 for INT8, 0.5 for INT4.",
            "Scales of the quantized formats are left out.",
        ),
        (("Model",), ("Parameters",), ("FP16 weights", "FP16"), ("INT8 weights", "INT8"), ("INT4 weights", "INT4")),
    )


def _weights(model: Model, width: Fraction, form: str) -> Entry:
    value = f"{digits(rounded(model.parameters * width, 1), 1)} GB"
    times = digits(width, 1) if width < 1 else digits(width)
    return follows(
        f"{model.name}_{form}",
        f"{form} weights",
        value,
        f"{digits(model.parameters, 1)}B × {times} bytes",
        f"{model.name}_parameters",
    )


def _measured(plan: Plan, chance: Random) -> tuple[tuple[int, Fraction], tuple[int, Fraction]]:
    slower = Fraction(chance.randint(115, 190), 100)
    step = rounded(plan.tpot * slower, 1)
    rate = int(plan.batch * 1000 / step / plan.replica) * plan.gpus
    return (max(rate, 1), step), (plan.rate * plan.gpus, plan.tpot)


def _is_figure(entry: Entry) -> bool:
    return entry.key.endswith(("_rate", "_step"))
