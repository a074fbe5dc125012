"""Rules that only confirm: what they confirm they do not confirm with another number in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import auditor
from auditor.audit import own_rules

_RULES = (
    "arithmetic/equal-ratios",
    "arithmetic/list-total",
    "arithmetic/offset-column",
    "arithmetic/only-two",
    "arithmetic/share-of-amount",
    "consistency/link-rate",
    "consistency/listed-count",
    "consistency/named-figure",
    "consistency/renamed",
    "consistency/symbols",
    "modules/batches",
    "parameters/usual-expert",
    "parameters/usual-feed-forward",
    "placement/worded-degree",
    "weights/of-attention",
    "weights/of-experts",
)
_DIGIT = re.compile(r"\d")


def _slips() -> Iterator[tuple[str, str, int]]:
    """Each example of these rules with the first digit of its number changed, and where that stands."""
    for name in _RULES:
        for example in own_rules().page(name).must_confirm:
            start = example.text.index(example.quote)
            digit = _DIGIT.search(example.text, start)
            assert digit is not None
            at = digit.start()
            other = str(int(digit[0]) % 8 + 2)
            yield name, example.text[:at] + other + example.text[at + 1 :], at


@pytest.mark.parametrize(("rule", "text", "at"), list(_slips()))
def test_another_number_is_not_confirmed(rule: str, text: str, at: int) -> None:
    claims = [claim for claim in auditor.audit(text).claims if claim.span.start <= at < claim.span.end]
    assert claims
    for claim in claims:
        assert claim.verdict != "supported" or claim.certificate is None or claim.certificate.rule != rule
