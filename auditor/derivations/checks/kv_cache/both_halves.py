"""A token's cache multiplied out without the 2 of keys and values: "64 layers × 8 heads × 128 × 2 bytes = 128 KiB"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.cited import is_own_statement
from auditor.derivations.counts import whole_values
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Block, Claim, Equation, Facts, Operand, Operation
from auditor.interval import Interval

_BOTH = re.compile(
    r"(?<![^\W_])KV(?![^\W_])|\bK/V\b|\b(?:K|keys?)(?:\*\*)? (?:and|&|\+) (?:\*\*)?(?:V|values?)\b|键值", re.IGNORECASE
)
_TOKEN = re.compile(r"(?<![^\W_])(?:per|each|one|every|a)[ _]token|/ ?token|/tok\b|每(?:个)? ?token", re.IGNORECASE)
_HALF = re.compile(
    r"\b(?:only|just|alone|either|each of|half)\b"
    r"|\b(?:K|keys?|V|values?)[ -](?:cache|only|part|side|vectors?|tensors?|per|of|for|in)\b"
    r"|(?:\A|[|*\s])(?:K|V|keys?|values?)\s*[:：=(|]|\bper (?:key|value|K|V)\b",
    re.IGNORECASE,
)
"""Words by which one of the two may be meant."""
_DOUBLED = re.compile(r"[×x*] ?2\b|\b2 ?[×x*]|\btwice\b|\bdoubl|\bboth\b|\btwo\b", re.IGNORECASE)
"""What may take the other one in behind the product."""
_LATENT = re.compile(r"\bMLA\b|\blatent\b|\bshared? K(?:ey)?[-/ ]?V(?:alue)?\b", re.IGNORECASE)
_WIDTHS = frozenset({Fraction(1, 2), Fraction(1), Fraction(2), Fraction(4)})
_SHAPES = ("layers", "kv_heads", "attention_heads", "head_dim", "hidden_size")
_TWO = 2

_Shapes = Mapping[str, frozenset[Fraction]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such product whose other factors are what the report says of its model."""
    shapes = {name: whole_values(facts, name) for name in _SHAPES}
    if not (shapes["head_dim"] or shapes["hidden_size"]) or _LATENT.search(facts.claims.document.source):
        return
    for equation in facts.claims.equations:
        first, result = equation.sides[0], equation.sides[-1]
        if not (isinstance(first, Operation) and first.operator == "*" and isinstance(result, Operand)):
            continue
        factors = [facts.claims.all[each.claim] for each in first.operands if isinstance(each, Operand)]
        told = len(factors) == len(first.operands) and is_own_statement(facts, result.claim)
        if told and _is_of_a_half(factors, shapes) and _is_of_both(equation, facts):
            yield _derivation(equation, factors, facts, rule)


def _is_of_a_half(factors: Sequence[Claim], shapes: _Shapes) -> bool:
    """Whether the factors are the sizes of keys alone, KV heads and their width, layers too, and a value's bytes."""
    known = [each.quantity.value for each in factors if each.quantity is not None]
    values = [value for value in known if value is not None]
    width = factors[-1].quantity
    if len(values) < len(factors) or width is None or values[-1] not in _WIDTHS:
        return False
    if (("byte", 1)) not in width.readings[0].unit.dimensions:
        return False
    heads = shapes["kv_heads"] or shapes["attention_heads"]
    widths = shapes["head_dim"] | {h / a for h in shapes["hidden_size"] for a in shapes["attention_heads"] if a}
    match values[:-1]:
        case [one, other]:
            return one in heads and other in widths
        case [layers, one, other]:
            return layers in shapes["layers"] and one in heads and other in widths
    return False


def _is_of_both(equation: Equation, facts: Facts) -> bool:
    """Whether the lines say that it is the cache of a token, and nothing that it is the keys' or the values' alone."""
    blocks = facts.claims.document.blocks
    block = blocks[equation.block]
    said = [each.text for each in _around(block, blocks)]
    own, after = block.text, blocks[block.index + 1].text if block.index + 1 < len(blocks) else ""
    headings = " ".join(blocks[index].text for index in block.headings)
    told = _BOTH.search(" ".join((*said, headings))) and _TOKEN.search(" ".join(said))
    line = _line(own, facts.claims.all[_last(equation)].end)
    doubled = _DOUBLED.search(line) or _DOUBLED.match(after.lstrip("-*• "))
    return bool(told) and not _HALF.search(_BOTH.sub(" ", " ".join(said))) and not doubled


def _around(block: Block, blocks: Sequence[Block]) -> list[Block]:
    """The block and what stands right before it below the same headings."""
    before = blocks[block.index - 1] if block.index else block
    return [before, block] if before.headings == block.headings and before is not block else [block]


def _line(text: str, end: int) -> str:
    stop = text.find("\n", end)
    return text[end : stop if stop >= 0 else len(text)]


def _last(equation: Equation) -> int:
    result = equation.sides[-1]
    assert isinstance(result, Operand)
    return result.claim


def _derivation(equation: Equation, factors: Sequence[Claim], facts: Facts, rule: str) -> Derivation:
    results = [side.claim for side in equation.sides[1:] if isinstance(side, Operand)]
    head = facts.claims.all[results[0]]
    assert head.quantity is not None
    value, given = Interval.point(_TWO), []
    for each in factors:
        assert each.quantity is not None
        own = each.quantity.hull
        value *= own
        given.append(Input(each.name, own, each.index))
    unit = head.quantity.readings[0].unit
    program = " ".join((str(_TWO), *(f"{each.name} *" for each in given)))
    working = " × ".join((str(_TWO), *(each.text for each in factors)))
    return one_step(
        head,
        Step("keys and values of a token", working, value, unit.symbol, program, tuple(given)),
        rule,
        expected=show.interval(value, unit),
        holds=False,
        also=tuple(results[1:]),
        near_miss="keys or values alone are counted",
    )
