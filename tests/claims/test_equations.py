"""Written arithmetic, read as a person reads it or not at all."""

from __future__ import annotations

import ast
import operator
from fractions import Fraction

import pytest
from claims.cases import Case, cases, equation
from hypothesis import given
from hypothesis import strategies as st

from auditor.claims import Claims, Equation, Expression, Operand, Operation, extract
from auditor.derivations.values import words
from auditor.document import read

OPERATORS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}


def equations(text: str) -> list[str]:
    claims = extract(read(text))
    return [equation(found, claims.all) for found in claims.equations]


def value(node: Expression, claims: Claims) -> Fraction:
    if isinstance(node, Operand):
        quantity = claims.all[node.claim].quantity
        assert quantity is not None
        assert quantity.value is not None
        return quantity.value
    first, *others = (value(part, claims) for part in node.operands)
    for other in others:
        first = OPERATORS[node.operator](first, other)
    return first


def by_python(node: ast.expr) -> Fraction:
    """The value of an expression as Python's own parser reads it."""
    if isinstance(node, ast.Constant):
        assert isinstance(node.value, int)
        return Fraction(node.value)
    assert isinstance(node, ast.BinOp)
    signs = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
    return OPERATORS[signs[type(node.op)]](by_python(node.left), by_python(node.right))


@pytest.mark.parametrize("case", cases("equations.md"), ids=str)
def test_an_excerpt_is_read_as_the_fixture_says(case: Case) -> None:
    assert equations(case.excerpt) == case.expected


def test_an_operand_knows_the_words_that_name_it() -> None:
    claims = extract(read("Total: 26GB model weights + 14GB KV cache = 40GB"))
    first = claims.equations[0].sides[0]
    assert isinstance(first, Operation)
    assert [part.label for part in first.operands if isinstance(part, Operand)] == ["model weights", "KV cache"]


def test_the_span_reaches_from_the_first_operand_to_the_last() -> None:
    text = "- **GPUs**: TP(2) × PP(4) = 8 GPUs ✓"
    found = extract(read(text)).equations[0]
    assert text[found.span.start : found.span.end] == "(2) × PP(4) = 8 GPUs"


def expressions(depth: int = 3) -> st.SearchStrategy[str]:
    numbers = st.integers(1, 999).map(str)
    if not depth:
        return numbers
    inner = expressions(depth - 1)
    signs = st.sampled_from(["+", "−", "×", "÷"])
    chains = st.tuples(inner, st.lists(st.tuples(signs, inner), min_size=1, max_size=3)).map(
        lambda chain: chain[0] + "".join(f" {sign} {part}" for sign, part in chain[1])
    )
    return st.one_of(numbers, chains.map(lambda chain: f"({chain})"))


@given(expressions())
def test_precedence_is_that_of_mathematics(text: str) -> None:
    python = text.translate(str.maketrans("−×÷", "-*/"))
    try:
        expected = by_python(ast.parse(python, mode="eval").body)
    except ZeroDivisionError:
        return
    claims = extract(read(f"Sum: 0 + {text} = 7"))
    sides = [found.sides for found in claims.equations if found.relations]
    assert [value(side[0], claims) for side in sides] == [expected]


@given(
    st.lists(
        st.sampled_from(["2 ", "40GB", "( ", ") ", "× ", "+ ", "= ", "- ", "a ", "60% ", "of ", "\n", ":", ", "]),
        max_size=60,
    )
)
def test_no_text_breaks_the_reader_and_each_operand_is_a_number(parts: list[str]) -> None:
    claims = extract(read("".join(parts)))
    for found in claims.equations:
        assert_whole(found, claims)


def assert_whole(found: Equation, claims: Claims) -> None:
    assert len(found.sides) == len(found.relations) + 1
    stack = list(found.sides)
    while stack:
        node = stack.pop()
        if isinstance(node, Operand):
            assert claims.all[node.claim].quantity is not None
            assert found.span.overlaps(claims.all[node.claim].span)
        else:
            assert len(node.operands) >= (1 if node.operator == "-" else 2)
            stack.extend(node.operands)


def test_an_endless_sum_is_not_read() -> None:
    assert equations("Sum: " + "1 + " * 500 + "1 = 501") == []


def test_brackets_beyond_all_depth_equal_nothing() -> None:
    assert equations("Sum: " + "(" * 500 + "1 + 1" + ")" * 500 + " = 2") == ["1 + 1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("For batch 8 each of them moves 8 × 4096 × 2 B = 64 KiB.", ["8 × 4096 × 2 B = 64 KiB"]),
        ("Then 12.5 + 3.1 = 15.6 GB instead of 9 × 12.5 = 112.5 GB", ["12.5 + 3.1 = 15.6 GB", "9 × 12.5 = 112.5 GB"]),
        ("It takes 24 GB / 12 ms = 2 TB/s of 3.35", ["24 GB ÷ 12 ms = 2 TB/s"]),
        ("4 × 2 = 8 GPUs", []),
        ("| Part | A | B |\n|---|---|---|\n| Experts, 96.4 / 8 | 12.1 | 2 |", ["96.4 ÷ 8 = 12.1"]),
        ("12 GB × 4 > 40 of them", []),
    ],
)
def test_arithmetic_between_words_is_likely(text: str, expected: list[str]) -> None:
    claims = extract(read(text))
    sides = [[words(side, claims.all) for side in found.sides] for found in claims.likely]
    assert [" = ".join(each) for each in sides] == expected


def test_a_bracket_behind_a_sentence_begins_an_expression() -> None:
    assert equations("4 GPUs (4 × 3 = 12 TB/s) and all of it takes (100 + 140) / 12 = 20 ms")[1].endswith("20 ms")


def test_the_unit_of_a_sum_is_not_that_of_the_product_before_it() -> None:
    claims = extract(read("Score: 35% × 80 + 65% × 60 = 67"))
    assert [claim.quantity.unit.symbol for claim in claims.all if claim.quantity is not None] == ["%", "", "%", "", ""]
