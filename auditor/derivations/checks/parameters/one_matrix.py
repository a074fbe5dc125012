"""One matrix in the place of a whole expert: "memory for one expert: 8192 × 32768 × 2 bytes"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.products import Product, hull_of, products
from auditor.derivations.counts import whole_values
from auditor.derivations.derivation import Bound, Derivation, Input, Step, one_step
from auditor.facts import Facts, Stance
from auditor.interval import Interval
from auditor.units import NUMBER

_EXPERT = re.compile(r"\bexperts?\b|专家", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:memory|weights?|parameters?|params|size|storage|footprint|holds?|stores?|takes?|needs?|requires?)\b|参数|显存"
    r"|\A\W*(?:one|each|single|an?|per)[ -]experts?\b[^:=.]{0,20}[:=]",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\bmatri|project|linear|\bup\b|\bdown\b|\bgat(?:e|ing)\b|rout|\bW[_\d]|\bFC ?\d|first|second|\bw[123]\b|layer 1"
    r"|tensor|shape|dim|\bfrom\b|→|->|activ|buffer|token|input|output|\bFLOP|comput|lora|adapter|rank|half|shard|column"
    r"|\brow|\beach of\b|per layer \(|gradient|optimi|communic|矩阵|投影",
    re.IGNORECASE,
)
"""Words by which one matrix may be meant, or something else than an expert's weights."""
_COUNTED = re.compile(
    r"\b(?:two|three|both|2|3)\b[^.\n]{0,20}\b(?:matri|projection|linear|layers?|weight)|[×x*] ?[23]\b|\b[23] ?[×x*]"
    r"|\btwice\b|\bdoubl|\btripl|\btimes (?:two|three|2|3)\b|\bup\b|\bdown\b|\bgate\b|\bmatri",
    re.IGNORECASE,
)
"""Words of a neighbour that counts the matrices itself."""
_NEAR = 3


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each product of the two widths of an expert, and bytes, that is said to be all of it."""
    hidden = whole_values(facts, "hidden_size")
    inner = whole_values(facts, "expert_hidden") or whole_values(facts, "ffn_hidden")
    if len(hidden) != 1 or len(inner) != 1 or hidden == inner:
        return
    for product in products(facts):
        if sorted(product.values) == sorted((*hidden, *inner)) and _is_of_an_expert(product, facts):
            yield _derivation(product, rule)


def _is_of_an_expert(product: Product, facts: Facts) -> bool:
    """Whether the line speaks of a whole expert, and neither it nor its neighbours count matrices."""
    blocks, block = facts.claims.document.blocks, product.block
    fact = facts.by_claim[product.factors[-1].index]
    if fact is not None and fact.stance is not Stance.ASSERTED:
        return False
    at = product.counts[0].start
    start = max(block.text.rfind("\n", 0, at), block.text.rfind(". ", 0, at)) + 1
    stop = block.text.find("\n", product.factors[-1].end)
    line = block.text[start : stop if stop >= 0 else len(block.text)]
    end = product.factors[-1].end if product.result is None else max(product.factors[-1].end, product.result.end)
    words = line.replace("_", " ")
    if not (_EXPERT.search(words) and _WHOLE.search(words)) or _PART.search(line) or _COUNTED.search(block.text[end:]):
        return False
    near = blocks[max(block.index - _NEAR, 0) : block.index + _NEAR + 1]
    others = [each for each in near if each.headings == block.headings and each is not block]
    return not any(_COUNTED.search(each.text) for each in others)


def _derivation(product: Product, rule: str) -> Derivation:
    given = tuple(Input(each.name, hull_of(each), each.index) for each in product.factors)
    value = Interval.point(1)
    for each in given:
        value *= each.interval
    least = value.scale(Fraction(2)).upwards()
    text = " × ".join(each.text for each in product.factors)
    head = product.result or product.factors[-1]
    product_of = " ".join((given[0].name, *(f"{each.name} *" for each in given[1:])))
    quantity = head.quantity if product.result is not None else (product.width or head).quantity
    unit = quantity.readings[0].unit if quantity is not None and (product.result or product.width) else NUMBER
    shown = show.interval(value.scale(Fraction(2)), unit)
    return one_step(
        head,
        Step("two matrices", f"2 × {text}", least, unit.symbol, f"2 {product_of} * ≥", given),
        rule,
        expected=f"at least {shown}",
        holds=False,
        stated=text if product.result is None else head.text,
        relation="≥",
        bound=Bound.LOWER,
        compared=Step(text, text, value, unit.symbol, product_of, given),
        message=f"{text} is one matrix; an expert has two of them, or three: at least {shown}.",
    )
