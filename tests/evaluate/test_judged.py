"""Reports in many manners of writing: what is right in them is not called wrong, and most of it is confirmed."""

from __future__ import annotations

from pathlib import Path

from auditor.evaluate import evaluate

JUDGED = Path(__file__).parents[1] / "judged"


def test_nothing_that_is_right_is_called_wrong_and_most_of_it_is_confirmed() -> None:
    scores = evaluate([JUDGED])
    assert len(scores) == len(list(JUDGED.glob("*.gold.yaml")))
    assert {score.name: score.false for score in scores if score.false} == {}
    assert {score.name: score.wronged for score in scores if score.wronged} == {}
    confirmed, gaps = (sum(len(getattr(score, kind)) for score in scores) for kind in ("confirmed", "gaps"))
    assert confirmed > 0.65 * (confirmed + gaps)
