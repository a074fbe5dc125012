"""A rule pack of a user with a bomb in it is refused in a sentence, and never runs."""

from __future__ import annotations

import pytest

from auditor.rulebook.grammar import GrammarError, read_relation

BOMBS = {
    "parentheses": "a = " + "(" * 500 + "b" + ")" * 500,
    "calls": "a = " + "max(b, " * 200 + "b" + ")" * 200,
    "minus signs": "a = " + "-" * 1900 + "b",
    "exponent": "a = b ^ 1000000",
    "negative exponent": "a = b ^ -1000000",
    "tower": "a = b ^ 64 ^ 64 ^ 64",
    "tower in parentheses": "a = ((((b ^ 64) ^ 64) ^ 64) ^ 64)",
    "tower of numbers": "a = ((9 ^ 64) ^ 64) ^ 64",
    "computed tower": "a = 9 ^ (9 ^ (9 ^ 9))",
    "digits": "a = " + "9" * 1900,
    "exponent of a number": "a = 1e999999999",
    "length": "a = " + "b + " * 5000 + "b",
    "dunder": "a = __import__('os').system('true')",
    "attribute": "a = b.__class__",
    "lambda": "a = (lambda: 0)()",
    "string": "a = 'b'",
    "subscript": "a = b[0]",
    "walrus": "a = (b := 9)",
    "another function": "a = eval(b)",
    "capital": "a = Symbol",
    "newline": "a = b\nimport os",
    "NUL": "a = b\0",
    "other digits": "a = ٣",
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_relation_that_is_no_relation_is_refused(bomb: str) -> None:
    with pytest.raises(GrammarError) as refused:
        read_relation(bomb)
    assert len(str(refused.value)) < 400
