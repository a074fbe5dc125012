"""Operations of a token that are added up from the shapes of one layer, and called those of the whole model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Fact, Facts, Stance

_WHOLE = re.compile(r"\b(?:total|overall|all|whole|entire)\b|总|tổng", re.IGNORECASE)
_LAYER = re.compile(r"\blayers?\b|\bblocks?\b|层|\blớp\b", re.IGNORECASE)
"""Words by which the working speaks of one layer, or of all."""
_MIXING = re.compile(r"\b(?:attention|QK\w*|projections?|softmax)\b|注意力", re.IGNORECASE)
_FEEDING = re.compile(r"\b(?:FFN|MLP|MoE|experts?|feed-?forward|rout(?:er|ing)|gat(?:e|ing))\b|专家", re.IGNORECASE)
"""The two halves of a transformer's layer."""
_MOST = 64
_PARAMETERS = 10**7
"""From here on a factor is no shape, but a number of parameters: "2 × 1.7 B" is of all layers."""


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each total that is worked out without the number of layers."""
    layers = _layers(facts)
    totals = [fact for fact in facts.all if _is_total(fact)] if layers is not None else []
    if not totals or layers is None:
        return
    proofs = {each.head: each.premises for each in found if each.holds and each.basis is Basis.ARITHMETIC}
    for total in totals:
        used = _used(total.claim.index, proofs)
        if _is_of_a_layer(used, proofs, layers, facts) and not _is_multiplied(total, layers, facts):
            yield _derivation(total, layers, rule)


def _layers(facts: Facts) -> Fact | None:
    """The layers of the model, where the report gives them one number."""
    told = [fact for fact in facts.all if fact.concept == "layers" and fact.known and not fact.scope]
    told = [fact for fact in told if fact.stance is Stance.ASSERTED and fact.quantity.whole]
    one = len({fact.quantity.value for fact in told}) == 1
    return told[0] if one and (told[0].quantity.value or 0) > 1 else None


def _is_total(fact: Fact) -> bool:
    label = fact.claim.label
    whole = _WHOLE.search(" ".join((label.key, label.row, label.before))) is not None
    return whole and fact.concept == "flops_per_token" and not fact.scope and fact.stance is not Stance.QUOTED


def _used(head: int, proofs: Mapping[int, Sequence[int]]) -> list[int]:
    """The claims that a number is worked out from, and those that they are worked out from."""
    used: dict[int, None] = {}
    ahead = list(proofs.get(head, ()))
    while ahead and len(used) < _MOST:
        index = ahead.pop()
        if index not in used:
            used[index] = None
            ahead += proofs.get(index, ())
    return list(used)


def _is_of_a_layer(used: Sequence[int], proofs: Mapping[int, Sequence[int]], layers: Fact, facts: Facts) -> bool:
    """Whether a working from shapes has both halves of a layer, and most of its products no number of layers."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    touched = sorted({claims[index].block for index in used})
    if not touched or touched[-1] - touched[0] > _MOST:
        return False
    near = range(max(touched[0] - 1, 0), min(touched[-1] + 2, len(blocks)))
    texts = [blocks[index].text for index in near if index != layers.claim.block]
    texts += [blocks[heading].text for index in touched for heading in blocks[index].headings]
    if any(_LAYER.search(text) for text in texts) or not all(
        any(half.search(text) for text in texts) for half in (_MIXING, _FEEDING)
    ):
        return False
    count = layers.quantity.value
    products = [proofs[index] for index in used if index in proofs]
    multiplied = [product for product in products if any(_value(index, facts) == count for index in product)]
    factors = [_value(index, facts) for index in used if index not in proofs]
    return 2 * len(multiplied) <= len(products) and all(value is None or value < _PARAMETERS for value in factors)


def _value(index: int, facts: Facts) -> Fraction | None:
    quantity = facts.claims.all[index].quantity
    return quantity.value if quantity is not None else None


def _is_multiplied(total: Fact, layers: Fact, facts: Facts) -> bool:
    """Whether the report has that of all layers elsewhere."""
    whole, same = total.quantity.hull * layers.quantity.hull, total.quantity.unit.dimensions
    return any(fact.quantity.unit.dimensions == same and fact.quantity.hull.meets(whole) for fact in facts.all)


def _derivation(total: Fact, layers: Fact, rule: str) -> Derivation:
    unit = total.quantity.readings[0].unit
    parts = [(each.claim, each.quantity.hull) for each in (total, layers)]
    step = chained("×", parts, "one layer × layers", unit.symbol)
    expected = show.interval(step.result, unit)
    return one_step(total.claim, step, rule, expected=expected, holds=False, near_miss="the layers are left out")
