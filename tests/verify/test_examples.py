"""Every proof that the examples of the rules bring about stands before the program that checks proofs."""

from __future__ import annotations

import json

import pytest

from auditor.audit import judge, own_rules
from auditor.report import View, as_json
from auditor.verify import verify

RULES = own_rules()


@pytest.mark.parametrize("rule", RULES.rules)
def test_the_proofs_of_a_rule_stand(rule: str) -> None:
    page = RULES.page(rule)
    texts = dict.fromkeys(each.text for each in (*page.must_find, *page.must_confirm) if not each.brief)
    for text in texts:
        audit = json.loads(json.dumps(as_json(View(judge(text, RULES)))))
        assert verify(audit, text).problems == (), text
