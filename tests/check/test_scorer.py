"""The scorer for Inspect AI, in an evaluation of its own with a model that always says the same."""

from __future__ import annotations

import gc
import warnings
from concurrent.futures import ThreadPoolExecutor
from math import isnan

import pytest
from inspect_ai import Task
from inspect_ai import eval as evaluate
from inspect_ai.dataset import Sample
from inspect_ai.log import EvalLog
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import Score
from inspect_ai.solver import Generate, Solver, TaskState, solver

from auditor.testing import measure
from auditor.testing.scorer import consistency

HALF = "- **Total GPUs**: 2 × 4 = 9 GPUs\n- **Batch**: 3 × 5 = 15 <!-- auditor-disable-file arithmetic -- so -->\n"
BRIEFED = "- **Layers**: 40\n- **Attention heads**: 40\n"
EMPTY = "Everything was verified with great care."


@solver
def repeat() -> Solver:
    """Answers with the question: a model would need its tokenizer from the network."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        state.output = ModelOutput.from_content("none", state.input_text)
        return state

    return solve


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> EvalLog:
    """An evaluation of three answers: partly wrong, not checkable, and right but for its brief."""
    brief = {"layers": 48, "attention_heads": 40}
    briefed = Sample(input=BRIEFED, metadata={"brief": brief})
    task = Task(dataset=[Sample(input=HALF), Sample(input=EMPTY), briefed], solver=repeat(), scorer=consistency())
    folder = str(tmp_path_factory.mktemp("logs"))
    with warnings.catch_warnings(), ThreadPoolExecutor(1) as thread:
        # The framework leaves streams open, and its libraries use what is deprecated.
        warnings.simplefilter("ignore")
        # In a thread of its own: the tests in a browser leave a loop running in this one.
        made = thread.submit(evaluate, task, model=None, log_dir=folder, display="none", max_samples=1)
        (found,) = made.result()
        gc.collect()
    return found


def scores(log: EvalLog) -> list[Score]:
    return [sample.scores["consistency"] for sample in log.samples or [] if sample.scores]


def test_the_evaluation_ends_well(log: EvalLog) -> None:
    assert log.status == "success", log.error


def test_refuted_claims_lower_the_score_and_suppressions_do_not_count(log: EvalLog) -> None:
    half, _, brief = scores(log)
    assert half.as_float() == 1 - 1 / measure(HALF).checked
    assert half.explanation
    assert "2 × 4 is 8 GPUs" in half.explanation
    assert brief.as_float() == 0.5


def test_where_nothing_is_checkable_there_is_no_score_and_the_mean_leaves_it_out(log: EvalLog) -> None:
    half, empty, brief = scores(log)
    assert isinstance(empty.value, float)
    assert isnan(empty.value)
    assert log.results
    assert log.results.scores[0].metrics["mean"].value == pytest.approx((half.as_float() + brief.as_float()) / 2)
    assert measure(EMPTY).score is None
