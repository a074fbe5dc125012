"""A whole divided into parts: "16 layers into 4 stages", "63 experts over 3 GPUs (21 each)"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.written import judge_pair
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts, Link, Operand, Operation
from auditor.interval import Interval
from auditor.show import number, with_unit

_THEN_EVEN = re.compile(
    r"[\s:;,.–—-]{0,4}(?:(?:so|which|that|these|they|the|are|is|all|layers|experts|heads) ){0,4}"
    r"(?:divided|split|spread|distributed|partitioned) (?:perfectly |exactly |completely )?evenly\b",
    re.IGNORECASE,
)
"""What may follow the parts: "46 heads over 8 GPUs, so the heads are spread evenly"."""
_IN_WORDS = re.compile(
    r" (?P<noun>layers|experts|heads|blocks) (?:still |also |both |then |all )?(?:can be |are |is |get )?"
    r"(?:split|divide|divided|distribute|distributed|spread|partitioned) (?:perfectly |exactly |completely )?evenly "
    r"(?:over|across|among|into|between|onto) (?:the |all |its )?(?P<parts>[a-z]+) "
    r"(?:pipeline |PP |TP |EP )?(?:stages|GPUs|ranks|devices|nodes|groups|cards)\b"
)
"""What follows a count whose parts are counted in words: " heads are spread evenly over eight GPUs"."""
_WORDS = {word: n for n, word in enumerate(("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 2)}
_EVEN = re.compile(
    r"(?<![\w-])(?:even|evenly|equal|equally|perfect|perfectly|balanced|exactly|uniform|uniformly|đều)\b|均|平分|等分|恰好|正好"
)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each division: its stated share worked out, or whether it comes out even."""
    claims = facts.claims.all
    fractions = fractions_of(claims)
    for link in facts.claims.links:
        if link.form != "split" or not (isinstance(link.first, Operand) and isinstance(link.second, Operand)):
            continue
        if link.result is not None:
            quotient = Operation("/", (link.first, link.second), link.span)
            derivation = judge_pair(claims, quotient, Operand(link.result), rule)
        else:
            first, second = claims[link.first.claim], claims[link.second.claim]
            text = facts.claims.document.blocks[second.block].text
            derivation = _even(text, link, first, second, rule)
        if derivation is not None and not derivation.holds and _is_no_split(link, claims):
            continue
        if derivation is None or (derivation.interval.low in fractions and not derivation.holds):
            # A report that states the 2.5 of each part calls equal parts even.
            continue
        if derivation.holds or is_own_statement(facts, derivation.head):
            yield derivation
        if derivation.holds and link.result is None:
            # What comes out even vouches for the number of the parts, too.
            yield replace(derivation, head=link.second.claim, premises=(link.first.claim,))
    yield from _in_words(facts, fractions, rule)


def _is_no_split(link: Link, claims: tuple[Claim, ...]) -> bool:
    """Whether fewer things stand before more of others, "16 GPUs → 48 exchanges (24 each)", or the bracket holds a
    degree."""
    ends = [each.claim for each in (link.first, link.second) if isinstance(each, Operand)]
    values = [quantity.value or 0 for end in ends if (quantity := claims[end].quantity) is not None]
    fewer = len(values) == len(ends) and values[0] < values[-1]
    return fewer or (link.result is not None and bool(claims[link.result].degree))


def _in_words(facts: Facts, fractions: frozenset[Fraction], rule: str) -> Iterator[Derivation]:
    """Counts that do not divide over parts counted in words, though they are said to."""
    for claim in facts.claims.all:
        said = _IN_WORDS.match(facts.claims.document.blocks[claim.block].text, claim.start + len(_digits(claim)))
        count = _WORDS.get(said["parts"]) if said is not None else None
        total = whole_count(claim)
        if count is None or total is None or (total / count).denominator == 1 or total / count in fractions:
            continue
        if is_own_statement(facts, claim.index):
            yield _uneven(claim, count, rule)


def _digits(claim: Claim) -> str:
    return claim.text.split(" ", 1)[0]


def _uneven(whole: Claim, count: int, rule: str) -> Derivation:
    total, name = whole_count(whole) or Fraction(0), whole.name
    share = number(total / count)
    point = Interval.point(total / count)
    given = (
        Input(name, Interval.point(total), whole.index),
        Input("parts", Interval.point(count), assumed="counted in words"),
    )
    return one_step(
        whole,
        Step("whole ÷ parts", f"{whole.text} ÷ {count}", point, "", f"{name} parts /", given),
        rule,
        expected=with_unit(share, "") + " each",
        holds=False,
        stated=f"{whole.text} over {count}",
        relation="whole",
        basis=Basis.ARITHMETIC,
        kind="divisibility",
        message=f"{whole.text} cannot be divided evenly over {count}: {share} each.",
    )


def _even(text: str, link: Link, whole: Claim, parts: Claim, rule: str) -> Derivation | None:
    total, count = whole_count(whole), whole_count(parts)
    if total is None or count is None or count == 0:
        return None
    holds = (total / count).denominator == 1
    asserted = bool(_EVEN.search(link.words) or _THEN_EVEN.match(text, parts.end))
    if not holds and not asserted:
        return None
    return replace(divided(whole, parts, total, count, asserted=asserted), rule=rule)


def divided(whole: Claim, parts: Claim, total: Fraction, count: Fraction, *, asserted: bool) -> Derivation:
    """Whether a count comes out even over its parts; `asserted`: the text says that it does."""
    holds = (total / count).denominator == 1
    share = number(total / count)
    return one_step(
        whole,
        _quotient(whole, parts, total, count),
        "",
        expected=with_unit(share, "") + " each",
        holds=holds,
        stated=f"{whole.text} over {parts.text}",
        relation="whole",
        basis=Basis.ARITHMETIC,
        kind="divisibility",
        power=None if asserted else round(1 / float(count), 3),
        message="" if holds else f"{whole.text} cannot be divided evenly over {parts.text}: {share} each.",
    )


def fractions_of(claims: tuple[Claim, ...]) -> frozenset[Fraction]:
    """The numbers of a document that are not whole."""
    values = (claim.quantity.value for claim in claims if claim.quantity is not None)
    return frozenset(value for value in values if value is not None and value.denominator != 1)


def _quotient(whole: Claim, parts: Claim, total: Fraction, count: Fraction) -> Step:
    names = (whole.name, parts.name)
    return Step(
        "whole ÷ parts",
        f"{whole.text} ÷ {parts.text}",
        Interval.point(total / count),
        "",
        f"{names[0]} {names[1]} /",
        (Input(names[0], Interval.point(total), whole.index), Input(names[1], Interval.point(count), parts.index)),
    )


def whole_count(claim: Claim) -> Fraction | None:
    """The value of a count; None for anything else."""
    quantity = claim.quantity
    if quantity is None or not quantity.whole or quantity.value is None or quantity.value.denominator != 1:
        return None
    return quantity.value
