"""What one storage format saves over another that its line names too: "with FP8 in place of BF16 weights take half".

Scales and other tensors may count in, so that it is only confirmed; what they cannot explain is another check's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Implied, Stance
from auditor.interval import Interval

_MEMORY = re.compile(
    r"memor|storage|footprint|size|bytes|VRAM|bandwidth|traffic|volume|payload|compress|weights?|cache"
    r"|显存|内存|存储|权重|缓存|通信量|bộ nhớ|trọng số|dung lượng",
    re.I,
)
_LESS = re.compile(
    r"reduc|less|sav|small|lower|halv|shrink|cut|compress|decreas|fewer|降低|减少|节省|缩小|压缩|giảm|tiết kiệm", re.I
)
_SPEED = re.compile(r"speed|faster|throughput|FLOP|comput", re.I)
_CHANCE = 0.2


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that the bytes of the two formats of its line or row give."""
    formats = formats_of_lines(facts)
    blocks = facts.claims.document.blocks
    heads = {
        (block.cell.table, block.cell.row): index
        for index, block in enumerate(blocks)
        if index in formats and block.cell is not None and not block.cell.column
    }
    for fact in facts.all if formats else ():
        told = fact.stance in (Stance.ASSERTED, Stance.PROPOSED) and fact.quantity.is_plain
        block = blocks[fact.claim.block]
        head = -1 if block.cell is None else heads.get((block.cell.table, block.cell.row), -1)
        pair = formats.get(fact.claim.block) or formats.get(head)
        if pair is None or not told or fact.quantity.unit.symbol not in ("%", "×"):
            continue
        text = " ".join((fact.claim.label.row, fact.claim.label.column, block.text))
        if len(text) > _LONGEST or not _MEMORY.search(text) or _SPEED.search(text):
            continue
        found = _judge(fact, *pair, text, rule)
        if found is not None:
            yield found


_LONGEST = 200
"""Characters of a line that speaks of the two formats alone."""


def formats_of_lines(facts: Facts) -> Mapping[int, tuple[Implied, Implied]]:
    """By block its two formats of different widths, the narrower first; none where it names others too."""
    named: dict[int, dict[Fraction, Implied]] = defaultdict(dict)
    for each in facts.implied:
        named[each.block].setdefault(each.value, each)
    pairs = {block: sorted(each.items()) for block, each in named.items() if len(each) == 2}
    return {block: (each[0][1], each[1][1]) for block, each in pairs.items()}


def _judge(fact: Fact, narrow: Implied, wide: Implied, text: str, rule: str) -> Derivation | None:
    share = fact.quantity.unit.symbol == "%"
    if share and not _LESS.search(text):
        return None
    ratio = narrow.value / wide.value
    value = Interval.point(1 - ratio if share else 1 / ratio)
    if not value.meets(fact.quantity.nominal()):
        return None
    given = tuple(
        Input(name, Interval.point(each.value), assumed=f"{each.format} takes {float(each.value):g} B for each value")
        for name, each in (("narrow", narrow), ("wide", wide))
    )
    working = f"1 − {narrow.format} ÷ {wide.format}" if share else f"{wide.format} ÷ {narrow.format}"
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(),
        holds=True,
        stated=fact.claim.text,
        expected=show.interval(value, fact.quantity.readings[0].unit),
        interval=value,
        basis=Basis.DERIVATION,
        steps=(
            Step(
                "bytes of the two formats",
                working,
                value,
                fact.quantity.unit.symbol,
                "1 narrow wide / -" if share else "wide narrow /",
                given,
            ),
        ),
        assumptions=tuple(each.assumed for each in given),
        power=_CHANCE,
    )
