from __future__ import annotations

import pytest

from auditor.rulebook.grammar import GrammarError, read_relation, read_term
from auditor.rulebook.term import show


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gpus = tp*pp", "gpus = tp * pp"),
        ("a ** 2 >= b", "a ^ 2 >= b"),
        ("x = (a + b) * c", "x = (a + b) * c"),
        ("x = a - (b - c)", "x = a - (b - c)"),
        ("x = a / (b / c)", "x = a / (b / c)"),
        ("x = -a ^ 2", "x = -a ^ 2"),
        ("x ≤ max(a, b, c)", "x <= max(max(a, b), c)"),
        ("x = 2 × a ÷ 3", "x = 2 * a / 3"),
        ("x = 1e3 + 0.5", "x = 1000 + (1/2)"),
        ("x = ceil(a/b) + floor(sqrt(c)) + mod(a, b)", "x = ceil(a / b) + floor(sqrt(c)) + mod(a, b)"),
    ],
)
def test_a_relation_is_read_and_shown_again(text: str, shown: str) -> None:
    relation = read_relation(text)
    assert f"{show(relation.left)} {relation.operator} {show(relation.right)}" == shown


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a + b", "expected one of = <= >="),
        ("a = b = c", "nothing may follow 'b'"),
        ("a = b c", "nothing may follow 'b'"),
        ("a = (b", "expected ')'"),
        ("a = ", "found 'the end'"),
        ("a = b +* c", "expected a number, a name or '('"),
        ("a = Sum", "no name"),
        ("a = __import__", "no name"),
        ("a = f(x)", "nothing may follow 'f'"),
        ("a = min(b)", "min takes 2 operands, found 1"),
        ("a = b.c", "nothing may follow 'b'"),
        ("a = 'b'", "expected a number"),
        ("a = b ^ 0.5", "whole number"),
        ("a = b ^ c ^ d", "parentheses"),
        ("a = b ^ 1000", "exponent"),
        ("a = " + "9" * 100, "too many digits"),
        ("a = 1e999999999999", "too many digits"),
        ("a = (((b ^ 60) ^ 60) ^ 60)", "numbers too large"),
        ("a = " + "(" * 99 + "b" + ")" * 99, "nested deeper"),
        ("a = " + "b+" * 900 + "b", "more than 400"),
        ("a = " + "b" * 5000, "longer than"),
        ("a = " + "-" * 300, "expected a number"),
        ("a = ２", "expected a number"),
    ],
)
def test_what_is_no_relation_says_why(text: str, says: str) -> None:
    with pytest.raises(GrammarError, match=says.replace("(", r"\(").replace(")", r"\)").replace("*", r"\*")):
        read_relation(text)


def test_a_term_has_no_comparison() -> None:
    assert show(read_term("a * b")) == "a * b"
    with pytest.raises(GrammarError, match="nothing may follow"):
        read_term("a = b")
