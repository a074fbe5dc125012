"""The examples that stand in the rule files: each is found or confirmed as it says."""

from __future__ import annotations

import pytest

from auditor.audit import own_rules
from auditor.examples import outcomes

RULES = own_rules()


@pytest.mark.parametrize("rule", RULES.rules)
def test_every_example_of_a_rule_comes_out(rule: str) -> None:
    examples = list(outcomes(RULES, [rule]))
    assert {example.kind for example in examples} >= {"must_confirm"}
    assert [example.complaint for example in examples if example.complaint] == []
