"""The cache in two formats, "BF16: 352 KiB per token", "FP8: 176 KiB per token": as their bytes are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.columns import first_heads
from auditor.derivations.checks.paired import chance
from auditor.derivations.checks.passages import CACHE_WORD, is_plain, sections, subject
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.once import once
from auditor.derivations.values import first_reading
from auditor.facts import Block, Fact, Facts
from auditor.interval import Interval
from auditor.text import sentence_at

_WIDTHS: Mapping[str, Fraction] = {
    **dict.fromkeys(("FP32", "FLOAT32"), Fraction(4)),
    **dict.fromkeys(("BF16", "FP16", "BFLOAT16", "FLOAT16"), Fraction(2)),
    **dict.fromkeys(("FP8", "INT8", "E4M3", "E5M2"), Fraction(1)),
}
"""Bytes of a value; narrower formats keep scales that count."""
_FORMAT = re.compile(
    r"(?<![A-Za-z\d])(FP32|float32|BF16|FP16|bfloat16|float16|FP8|INT8|E4M3|E5M2|INT4|FP4|NF4|MXFP4|NVFP4|INT2)"
    r"(?![A-Za-z\d])",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf" \(?(?:in|with|at|for|under|as) {_FORMAT.pattern}", re.IGNORECASE)
"""What says right behind an amount which format it is in."""
_PER = re.compile(
    r"\b(?:per|a|each|one|every) (?:[\w(),-]+ ){0,3}(?:token|sequence|request|context|user)\b", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"剩|余|可用|权重|còn|trọng số|"
    r"\b(?:weights?|activations?|total|free|left|remain\w*|budget|available|scales?|overhead|model|saved?|savings?|mixed"
    r"|GPU memory|VRAM|headroom|used)\b",
    re.IGNORECASE,
)
"""Words by which an amount is more than the cache, or not of it."""
_WEIGHTS = re.compile(r"\bweights?\b|\bmodel\b|\bparam|权重|模型|trọng số", re.IGNORECASE)
_ROOM = Interval(Fraction(23, 25), Fraction(27, 25))
_BYTES = ("byte", 1)
_SIDES = 2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount of a narrower format that stands beside the same of a wider one."""
    for some in sections(facts):
        told: dict[tuple[object, ...], list[tuple[Fact, str]]] = defaultdict(list)
        for fact in some:
            place, name = _place(fact, facts)
            if name and _is_cache(fact, facts):
                told[(*place, fact.quantity.readings[0].unit.dimensions)].append((fact, name))
        for pair in told.values():
            if len(pair) == _SIDES and all(name in _WIDTHS for _, name in pair):
                made = _judge(*sorted(pair, key=lambda each: -_WIDTHS[each[1]]), rule=rule)
                if made is not None:
                    yield made


def _place(fact: Fact, facts: Facts) -> tuple[tuple[object, ...], str]:
    """What an amount is told of beside its format, and the format; an empty one where none or several are named."""
    block = facts.claims.document.blocks[fact.claim.block]
    label = fact.claim.label
    if block.cell is not None:
        if _is_of_weights(block.cell.table, facts):
            return (), ""
        heads = label.row, label.column
        names = [_format(head) for head in heads]
        other = block.cell.column if names[0] else block.cell.row
        place: tuple[object, ...] = ("table", block.cell.table, other, bool(names[0]))
        return place, "".join(names) if not all(names) else ""
    text = block.text
    behind = _BEHIND.match(text, fact.claim.end)
    if behind is not None:
        return ("sentence", block.index, sentence_at(text, fact.claim.start)), behind[1].upper()
    if block.item is None or not _is_alone(fact, block, facts):
        return (), ""
    words = _FORMAT.sub("", block.text[: fact.claim.start]) + block.text[fact.claim.end :]
    return ("list", block.item.list, re.sub(r"\W+", " ", words).strip().lower()), _format(block.text)


@once
def _heads(facts: Facts) -> Mapping[int, str]:
    """By table the heads of its columns and rows."""
    found: dict[int, list[str]] = defaultdict(list)
    for block in facts.claims.document.blocks:
        if block.cell is not None and not (block.cell.row and block.cell.column):
            found[block.cell.table].append(block.text)
    return {table: " ".join(heads) for table, heads in found.items()}


def _is_of_weights(table: int, facts: Facts) -> bool:
    """Whether the formats of a table may be those of the weights."""
    return _WEIGHTS.search(_heads(facts).get(table, "")) is not None and not CACHE_WORD.search(
        first_heads(facts).get(table, "")
    )


def _is_alone(fact: Fact, block: Block, facts: Facts) -> bool:
    near = facts.all[max(fact.index - 1, 0) : fact.index + 2]
    return all(each is fact or each.claim.block != block.index for each in near)


def _format(text: str) -> str:
    """The one format that a text names; empty if it names none or several."""
    names = {found[1].upper() for found in _FORMAT.finditer(text)}
    return names.pop() if len(names) == 1 else ""


def _is_cache(fact: Fact, facts: Facts) -> bool:
    """Whether a number is an amount of the cache alone."""
    block = facts.claims.document.blocks[fact.claim.block]
    label = fact.claim.label
    said = f"{label.row} {label.column}" if block.cell is not None else block.text
    above = subject(fact, facts)
    named = CACHE_WORD.search(said) or (CACHE_WORD.search(above) and _PER.search(f"{said} {above}"))
    amount = _BYTES in fact.quantity.readings[0].unit.dimensions
    return amount and is_plain(fact) and bool(named) and not _OTHERWISE.search(said)


def _judge(wide: tuple[Fact, str], narrow: tuple[Fact, str], *, rule: str) -> Derivation | None:
    """The narrower amount by the wider one; None where scales or rounding may be the difference."""
    ratio = _WIDTHS[narrow[1]] / _WIDTHS[wide[1]]
    base, head = wide[0], narrow[0]
    if (head.quantity.value or 0) >= (base.quantity.value or 0):
        # What is left beside the cache is more in a narrower format; as much is it where weights alone are narrower.
        return None
    given = Input(base.claim.name, first_reading(base), base.claim.index)
    words = f"{narrow[1]} takes {show.number(ratio)} of the bytes of {wide[1]}"
    share = Input("share", Interval.point(ratio), assumed=words)
    result, stated = given.interval * share.interval, first_reading(head)
    holds, alike = result.meets(stated), base.quantity.unit.symbol == head.quantity.unit.symbol
    if ratio == 1 or not alike or (not holds and (result * _ROOM).meets(stated)):
        return None
    working = f"{base.claim.text} × {show.number(ratio)}"
    return one_step(
        head.claim,
        Step("amount × share", working, result, "", f"{given.name} share *", (given, share)),
        rule,
        expected=show.interval(base.quantity.nominal() * share.interval, head.quantity.readings[0].unit),
        holds=holds,
        compared=claim_step(head.claim, stated, "stated"),
        assumptions=(words,),
        power=chance(head.quantity),
    )
