"""Formulas as MathML."""

from __future__ import annotations

import re

import pytest
from markupsafe import Markup

from auditor.report.html.formula import mathml, name, relation, words

NAMES = {letter: name(letter) for letter in "abcd"}


def plain(markup: Markup | None) -> str:
    return "none" if markup is None else re.sub(r"<[^>]+>", "", markup)


@pytest.mark.parametrize(
    ("program", "shown"),
    [
        ("a b * c *", "a×b×c"),
        ("a b c + *", "a×(b+c)"),
        ("a b + c *", "(a+b)×c"),
        ("a b - c -", "a−b−c"),
        ("a b c - -", "a−(b−c)"),
        ("a neg b *", "(−a)×b"),
        ("a b min c +", "min(a,b)+c"),
        ("a ceil b floor *", "⌈a⌉×⌊b⌋"),
        ("a log2", "log2(a)"),
        ("2000 a *", "2,000×a"),
    ],
)
def test_parentheses_stand_where_they_are_needed(program: str, shown: str) -> None:
    assert plain(mathml(program, NAMES)) == shown


def test_a_quotient_is_a_fraction() -> None:
    assert mathml("a b + c /", NAMES) == (
        "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mrow><mi>c</mi></mrow></mfrac>"
    )


def test_powers_roots_and_constants_have_their_own_form() -> None:
    assert mathml("a b + 2 ^", NAMES) == (
        "<msup><mrow><mo>(</mo><mi>a</mi><mo>+</mo><mi>b</mi><mo>)</mo></mrow><mrow><mn>2</mn></mrow></msup>"
    )
    assert mathml("a sqrt", NAMES) == "<msqrt><mi>a</mi></msqrt>"
    assert mathml("1/8 a *", NAMES) == "<mfrac><mn>1</mn><mn>8</mn></mfrac><mo>×</mo><mi>a</mi>"


@pytest.mark.parametrize("program", ["", "a +", "a b", "+", "a " * 40 + "+ " * 39])
def test_what_is_no_formula_or_too_long_gives_none(program: str) -> None:
    assert mathml(program, NAMES) is None


def test_words_of_a_document_are_escaped() -> None:
    shown = relation(words("<b>8</b>"), "=", "8 & 8\x1b")
    assert "<mtext>&lt;b&gt;8&lt;/b&gt;</mtext><mo>=</mo><mtext>8 &amp; 8\\x1b</mtext>" in shown
