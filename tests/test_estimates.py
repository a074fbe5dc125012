"""What a report only expects of itself: to say it twice is no confirmation."""

from __future__ import annotations

import auditor

REPORT = """
# Evaluation

- Estimated throughput: 150 tokens/ms
- Memory per GPU: 12.5 GB

## Result

- Throughput: 150 tokens/ms (achievable)
- Memory per GPU: 12.5 GB
"""


def test_an_estimate_is_not_confirmed_by_being_said_again() -> None:
    verdicts = [(claim.text, claim.verdict) for claim in auditor.audit(REPORT).claims]
    assert verdicts[0] == ("150 tokens/ms", "not_enough_info")
    assert verdicts[1] == ("12.5 GB", "supported")
