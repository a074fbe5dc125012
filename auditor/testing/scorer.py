"""A scorer for Inspect AI: the share of the checkable claims of a model's report that its own numbers do not refute.

from auditor.testing.scorer import consistency

Task(dataset=dataset, solver=generate(), scorer=consistency())
"""

from __future__ import annotations

from auditor.testing.measure import measure
from auditor.text import visible

try:
    from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
    from inspect_ai.solver import TaskState
except ImportError as error:
    told = "auditor.testing.scorer needs inspect-ai: install it with pip install 'claim-auditor[inspect]'"
    raise ImportError(told) from error


@scorer(metrics=[mean(), stderr()])
def consistency(brief: str = "brief") -> Scorer:
    """Scores a report from 0 to 1; one in which nothing can be checked stays unscored, and out of the mean.

    `brief` names the entry of a sample's metadata that holds the configuration (a text or a mapping), if it has one.
    Comments in the report silence nothing.
    """

    async def score(state: TaskState, target: Target) -> Score:
        text = state.output.completion
        if not text.strip():
            return Score.unscored(explanation="The answer is empty.", reason="no_response")
        found = measure(text, brief=(state.metadata or {}).get(brief))
        if found.score is None:
            return Score.unscored(explanation="No number of the report can be checked.")
        told = f"{found.contradicted} of {found.checked} checked claims are refuted."
        return Score(
            value=found.score,
            explanation="\n".join([told, *map(visible, found.messages)]),
            metadata={"checked": found.checked, "contradicted": found.contradicted},
        )

    return score
