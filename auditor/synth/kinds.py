"""The kinds of reports: which sections each has, and how it begins and ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from auditor.synth.entry import Section
from auditor.synth.plan import Plan, Setup, draw
from auditor.synth.sections import learning, memory, serving, setup, tables
from auditor.synth.sections.summary import summary
from auditor.synth.training import draw_training

Content = Callable[[Random], tuple[Setup, list[Section]]]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of report."""

    content: Content
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    """Sentences under the title; a report takes one or none."""
    verdicts: tuple[str, ...]
    """How it ends; {tick} is the report's own."""
    layouts: tuple[str, ...] = ()
    """The ways it lays out its sections; any if empty."""


_BASIC = [
    "bullets", "plain", "numbered", "nested", "table", "wide_table", "prose", "paragraph", "block", "brackets",
]  # fmt: skip


def _serving(chance: Random) -> tuple[Plan, list[Section]]:
    plan = draw(chance)
    optional = [serving.throughput, serving.latency, serving.batching, serving.cost]
    chosen = sorted(chance.sample(range(len(optional)), chance.randint(2, len(optional))))
    parts = [
        setup.configuration(plan, chance), setup.parallelism(plan, chance), memory.serving_memory(plan, chance),
        *(optional[index](plan, chance) for index in chosen),
    ]  # fmt: skip
    return plan, _closed(plan, parts, chance)


def _tutorial(chance: Random) -> tuple[Plan, list[Section]]:
    plan = draw(chance)
    return plan, _closed(plan, [setup.model_section(plan, chance), memory.cache(plan, chance)], chance)


def _experiment(chance: Random) -> tuple[Plan, list[Section]]:
    plan = draw(chance)
    measured = tables.results(plan, chance)
    parts = [setup.configuration(plan, chance), setup.parallelism(plan, chance), measured, tables.gains(measured)]
    return plan, _closed(plan, parts, chance)


def _capacity(chance: Random) -> tuple[Plan, list[Section]]:
    plan = draw(chance)
    parts = [
        tables.capacity(chance), setup.configuration(plan, chance), setup.parallelism(plan, chance),
        memory.serving_memory(plan, chance),
    ]  # fmt: skip
    return plan, _closed(plan, parts, chance)


def _training(chance: Random) -> tuple[Setup, list[Section]]:
    run = draw_training(chance)
    parts = [
        setup.configuration(run, chance), setup.parallelism(run, chance), memory.training_memory(run, chance),
        learning.global_batch(run, chance), learning.training_time(run, chance),
    ]  # fmt: skip
    if chance.random() < 0.5:
        parts.append(learning.training_cost(run, chance))
    return run, _closed(run, parts, chance)


def _closed(plan: Setup, parts: list[Section], chance: Random) -> list[Section]:
    stated = {entry.key for part in parts for entry in part.entries}
    closing = summary(plan, stated, chance)
    return [*parts, closing] if closing.entries else parts


KINDS_OF_REPORTS = {
    "verification": Kind(
        _serving,
        ("Deployment check", "Verification of the serving plan", "Plan validation", "Deployment Verification Report"),
        ("This report verifies the parallel deployment plan against the requirements.",
         "Every figure of the plan was calculated anew."),
        ("The plan is **CORRECT**.", "**Result**: all checks PASSED", "Overall verdict: deployment is valid {tick}"),
        ("bullets", "plain", "numbered", "nested", "table", "wide_table", "prose", "brackets", "ticks"),
    ),
    "issues": Kind(
        _serving,
        ("Issues found in the deployment plan", "Review of the parallel layout", "Problem List"),
        ("The issues below were found in the previous version and have been resolved.",),
        ("All issues are resolved; the plan is **CORRECT**.", "Status: all issues fixed {tick}"),
        ("issues", "bullets", "table", "plain"),
    ),
    "corrections": Kind(
        _serving,
        ("Summary of corrections", "Corrections to the serving plan", "Change Summary"),
        ("Values of the previous version are given beside the corrected ones.",),
        ("After these corrections the plan is **CORRECT**.", "**Result**: corrected plan PASSED"),
        ("before_after", "bullets", "table", "plain"),
    ),
    "deployment": Kind(
        _serving,
        ("Parallel Strategy Deployment Plan", "Deployment plan", "Deployment Method"),
        ("The plan maps the model onto the cluster and calculates what each GPU holds.",),
        ("The plan is ready for deployment {tick}", "Plan status: VALID"),
        ("block", "equations", "steps", "bullets"),
    ),
    "experiment": Kind(
        _experiment,
        ("Experiment report", "Evaluation of the serving plan", "Benchmark Results"),
        ("We compare the plan with a baseline on the same hardware.",),
        ("The results support the plan {tick}", "Conclusion: the goals were reached."),
        ("bullets", "prose", "paragraph", "table"),
    ),
    "tutorial": Kind(
        _tutorial,
        ("How large is the KV cache?", "KV cache sizing, step by step", "KV Cache Tutorial"),
        ("This guide works through one example from the bytes of a token to those of a batch.",),
        ("With these figures the memory for the cache can be planned.", "That is all that the cache needs."),
        ("steps", "equations", "numbered", "bullets", "prose"),
    ),
    "capacity": Kind(
        _capacity,
        ("Capacity planning guide", "GPU Memory Capacity Guide", "Sizing guide for LLM serving"),
        ("Start from the weights, add cache and runtime, and keep a reserve.",),
        ("The example fits {tick}", "Conclusion: the example deployment is valid."),
    ),
    "training": Kind(
        _training,
        ("Training plan", "Pre-training plan", "Distributed Training Plan"),
        ("The plan covers memory, batch schedule and duration of the run.",),
        ("The training plan is **VALID**.", "All checks passed {tick}"),
    ),
}  # fmt: skip
"""Every kind by its name."""


def layouts_of(kind: Kind) -> list[str]:
    """The ways a kind may lay out a section."""
    return sorted(kind.layouts) or _BASIC
