"""The examples that stand in the rule files whose checks are functions: each is found or confirmed as it says."""

from __future__ import annotations

import pytest

from auditor.audit import own_rules
from auditor.examples import outcomes

RULES = own_rules()
CHECKS = [rule.id for rule in RULES.checks()]


@pytest.mark.parametrize("rule", CHECKS)
def test_every_example_of_a_check_comes_out(rule: str) -> None:
    examples = list(outcomes(RULES, [rule]))
    assert examples
    assert [outcome.complaint for outcome in examples if outcome.complaint] == []
