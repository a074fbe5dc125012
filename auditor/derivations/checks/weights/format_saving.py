"""More than one storage format can save over another, or far less of the weights: "INT8 is 4× smaller than FP16"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.weights.format_ratio import formats_of_lines
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Implied, Stance
from auditor.interval import Interval

_AGAINST = re.compile(
    r"\b(?:than|against|versus|vs|compared (?:to|with)|over|instead of|in place of|relative to|from)\b|→|->"
    r"|到|至|相比|相对|较|比",
    re.I,
)
_LESS = re.compile(
    r"\breduc|\bcuts?\b|\bsmaller|\bless memory|\bsav(?:es?|ings?|ing)\b|\bcompress|\bshrink|\blower memory|\bhalv"
    r"|降低|减少|节省|缩小|压缩|减小",
    re.I,
)
_WEIGHTS = re.compile(
    r"\bweights?\b|\bmodel(?: size| memory)?\b|\bcheckpoint\b|\bparameters?\b|权重|模型|参数", re.IGNORECASE
)
_OTHER = re.compile(
    r"scal|overhead|mixed|partial|embedding|spars|prun|distil|\bGQA\b|\bMLA\b|group|\blayers\b|activ|\bup to\b|fewer"
    r"|\bonly\b|through|bandwidth|speed|faster|latency|FLOP|compute|tokens?\b|heads|\bplus\b|combin|together|energy|cost"
    r"|power|accuracy|quality|perplex|error|loss|batch|traffic|communicat|\bnot\b|n't|GPUs?\b|rank|LoRA|optimi|gradient"
    r"|激活|精度损失|吞吐|延迟|带宽|通信|算力|速度|加速|嵌入|部分|混合|缩放|卡|词元",
    re.IGNORECASE,
)
"""Words of a line in which something else may save too, or something else is saved."""
_TO = re.compile(r"[ *]*(?:(?:\(\w+\)|(?:in|at) \w{2,5}\b) ?)?(?:down )?(?:to|→|->)[ *]*(?:about |around |roughly |~)?")
_LONGEST = 160
_BYTES = (("byte", 1),)
_USUAL = frozenset({Fraction(2), Fraction(4), Fraction(8), Fraction(16)})
_ROOM = Fraction(3, 2)
"""How far weights with their scales may lie above the ratio of the formats."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such saving, and for each amount behind a larger one that the formats cannot give."""
    formats = formats_of_lines(facts)
    blocks = facts.claims.document.blocks
    for fact in facts.all if formats else ():
        pair = formats.get(fact.claim.block)
        if pair is None or fact.stance not in (Stance.ASSERTED, Stance.PROPOSED) or not fact.quantity.is_plain:
            continue
        text = blocks[fact.claim.block].text
        if len(text) > _LONGEST or not _AGAINST.search(text) or not _LESS.search(text) or _OTHER.search(text):
            continue
        found = _of_factor(fact, pair, text, rule) or _of_amounts(fact, pair, text, facts, rule)
        if found is not None:
            yield found


def _of_factor(fact: Fact, pair: tuple[Implied, Implied], text: str, rule: str) -> Derivation | None:
    """What a percentage or multiplier must be, where it is another usual one."""
    symbol, value = fact.quantity.unit.symbol, fact.quantity.nominal().low
    if symbol not in ("%", "×") or value is None or value <= 0:
        return None
    narrow, wide = pair
    ratio = wide.value / narrow.value
    factor = value if symbol == "×" else (1 / (1 - value) if value < 1 else None)
    if factor is None or factor == ratio or factor not in _USUAL:
        return None
    if factor < ratio and not _WEIGHTS.search(text):
        return None
    result = Interval.point(ratio if symbol == "×" else 1 - 1 / ratio)
    program = "wide narrow /" if symbol == "×" else "1 narrow wide / -"
    working = f"{wide.format} ÷ {narrow.format}" if symbol == "×" else f"1 − {narrow.format} ÷ {wide.format}"
    step = Step("bytes of the two formats", working, result, symbol, program, _given(pair))
    return _derivation(fact, result, step, (), rule)


def _of_amounts(fact: Fact, pair: tuple[Implied, Implied], text: str, facts: Facts, rule: str) -> Derivation | None:
    """What the narrower format leaves of an amount right before: "from 140 GB to 70 GB"."""
    before = facts.all[fact.index - 1] if fact.index else None
    if before is None or before.claim.block != fact.claim.block or not _WEIGHTS.search(text):
        return None
    if any(each.quantity.readings[0].unit.dimensions != _BYTES for each in (before, fact)):
        return None
    if not _TO.fullmatch(text, before.claim.end, fact.claim.start):
        return None
    narrow, wide = pair
    whole, left = before.quantity.hull, fact.quantity.hull
    share = narrow.value / wide.value
    result = whole.scale(share)
    if left.high is None or result.high is None or whole.low is None or left.high >= whole.low:
        return None
    allowed = Interval(result.low, result.high * _ROOM)
    if allowed.meets(left):
        return None
    name = before.claim.name
    given = (Input(name, whole, before.claim.index), *_given(pair))
    working = f"{before.claim.text} × {narrow.format} ÷ {wide.format}"
    step = Step(
        "bytes of the two formats", working, result, fact.quantity.unit.symbol, f"{name} narrow * wide /", given
    )
    return _derivation(fact, result, step, (before.claim.index,), rule)


def _given(pair: tuple[Implied, Implied]) -> tuple[Input, ...]:
    return tuple(
        Input(name, Interval.point(each.value), assumed=f"{each.format} takes {float(each.value):g} B for each value")
        for name, each in zip(("narrow", "wide"), pair, strict=True)
    )


def _derivation(fact: Fact, result: Interval, step: Step, premises: tuple[int, ...], rule: str) -> Derivation:
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=premises,
        holds=False,
        stated=fact.claim.text,
        expected=show.interval(result, fact.quantity.readings[0].unit),
        interval=result,
        basis=Basis.DERIVATION,
        steps=(step,),
        assumptions=tuple(each.assumed for each in step.inputs if each.assumed),
    )
