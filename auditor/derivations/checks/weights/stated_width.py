"""Weights multiplied out with another number of bytes than their format takes: "2048 × 8192 × 4 bytes" in FP8."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.products import Product, products, value_of
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.text import sentence_at

_BYTES = "bytes_per_parameter"
_WIDTHS = frozenset({"hidden_size", "ffn_hidden", "expert_hidden", "vocabulary"})
_SIZES = _WIDTHS | {"layers", "experts", "attention_heads", "kv_heads", "head_dim", "tensor_parallel"}
_MOST_MATRICES = 4
_WEIGHTS = re.compile(
    r"\b(?:weights?|parameters?|params|experts?|embeddings?|matri(?:x|ces)|projections?)\b|权重|参数量", re.I
)
_OTHER = re.compile(
    r"activ|LoRA|adapter|dequant|scratch|\bKV\b|cache|optimi[sz]er|\bAdam|gradient|\bstates?\b|master|momentum|varianc|buffer|tokens?\b|communic"
    r"|all[- ]?reduce|all[- ]?to[- ]?all|transfer|messag|logit|accumul|score|batch|sequence|input|output|hidden state"
    r"|\bbefore\b|\bunquanti|\bfull precision|float32|FP32|BF16|FP16|INT8|INT4|FP8|\bwould\b|\bif\b"
    r"|激活|优化器|梯度|缓存|通信|传输|词元|批|序列|输入|输出|若|如果",
    re.IGNORECASE,
)
"""Words of a line that speaks of what need not be stored as the weights are, or names a format of its own."""
_MIXED = re.compile(
    r"\bFP32\b|float32|mixed[- ]precision|full precision|optimi[sz]er|gradient|quanti[sz]|\bscales?\b", re.I
)
_PART = re.compile(r"(?:gpu|rank|stage|phase|node|group|ep|tp|pp|dp)\b")
"""Situations that are one part of a deployment."""
_KEPT = re.compile(r"embed|\bLM head|output head|unembed|rout|\bnorm|\bgate\b|vocab", re.IGNORECASE)
_WIDER = 2
_NEAR = 3


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such product, where the report states one width for all its weights."""
    stated = _stated(facts)
    if stated is None:
        return
    width, given = stated
    sizes = _sizes(facts)
    for product in products(facts):
        used = product.width
        if used is None or value_of(used) == width or not _is_of_sizes(product, sizes):
            continue
        fact = facts.by_claim[used.index]
        asserted = fact is None or (fact.stance is Stance.ASSERTED and all(map(_PART.match, fact.scenario)))
        if value_of(used) == _WIDER and _KEPT.search(product.block.text):
            # Quantised models keep these at 16 bits.
            continue
        if asserted and _is_of_weights(product, facts):
            yield _derivation(product, width, given, rule)


def _stated(facts: Facts) -> tuple[Fraction, Input] | None:
    """The bytes of a weight, where the report says them once for all and names no other format."""
    told = [fact for fact in facts.all if fact.concept == _BYTES and fact.known and fact.stance is Stance.ASSERTED]
    formats = {each.value for each in facts.implied}
    values = {fact.quantity.value for fact in told} | formats
    width = next(iter(values), None)
    if len(values) != 1 or width is None or _MIXED.search(facts.claims.document.source):
        return None
    if told:
        claim = told[0].claim
        return width, Input(claim.name, told[0].quantity.hull, claim.index)
    named = facts.implied[0].format
    return width, Input("width", Interval.point(width), assumed=f"{named} takes {float(width):g} bytes for each value")


def _sizes(facts: Facts) -> dict[Fraction, set[str]]:
    """The sizes of the model, and what tensor parallelism leaves of its widths, by value."""
    found: dict[Fraction, set[str]] = {}
    plain = [fact for fact in facts.all if fact.concept in _SIZES and fact.quantity.whole and fact.quantity.value]
    degrees = {_value(fact) for fact in plain if fact.concept == "tensor_parallel"}
    for fact in plain:
        cuts = degrees | {Fraction(1)} if fact.concept in _WIDTHS else {Fraction(1)}
        for cut in cuts:
            found.setdefault(_value(fact) / cut, set()).add(fact.concept)
    return found


def _value(fact: Fact) -> Fraction:
    assert fact.quantity.value is not None
    return fact.quantity.value


def _is_of_sizes(product: Product, sizes: dict[Fraction, set[str]]) -> bool:
    """Whether all that is multiplied are sizes of the model, two of its widths among them, and few matrices."""
    large = [each for each in product.values if each > _MOST_MATRICES]
    wide = [each for each in large if not _WIDTHS.isdisjoint(sizes.get(each, ()))]
    return len(wide) >= 2 and all(each in sizes for each in large)


def _is_of_weights(product: Product, facts: Facts) -> bool:
    blocks = facts.claims.document.blocks
    block = product.block
    line = block.text[slice(*sentence_at(block.text, product.counts[0].start))]
    if _OTHER.search(line):
        return False
    first = block.index - (_NEAR if block.cell is None else block.cell.column)
    near = [each for each in blocks[max(first, 0) : block.index] if each.headings == block.headings]
    if _WEIGHTS.search(line):
        return True
    said = " ".join(each.text for each in near)
    return bool(_WEIGHTS.search(said)) and not _OTHER.search(said)


def _derivation(product: Product, width: Fraction, given: Input, rule: str) -> Derivation:
    used = product.width
    assert used is not None
    assert used.quantity is not None
    value = Interval.point(width)
    shown = show.interval(value, used.quantity.readings[0].unit)
    text = " × ".join(each.text for each in product.factors)
    return one_step(
        used,
        Step("bytes of a weight", given.assumed or shown, value, "B", given.name, (given,)),
        rule,
        expected=shown,
        holds=False,
        basis=Basis.COMPARISON,
        assumptions=(given.assumed,) if given.assumed else (),
        message=f"{text} takes {used.text} for each weight; the stated precision takes {shown}.",
    )
