"""What a GPU holds, counted over all layers of the model although pipeline stages divide them.

"Every GPU handles 64 experts (4 experts × 16 layers)", where each of 4 stages has 4 layers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.degrees import count, one_situation, stated
from auditor.derivations.derivation import Bound, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.show import number
from auditor.units import NUMBER

_OF_GPU = re.compile(r"\b(?:per|each|every|one|a|single)[ -]+(?:GPU|device|rank|card)\b(?! (?:group|pair))", re.I)
_PRODUCT = re.compile(r"\s*(?:[^\W\d]+(?:[ /-][^\W\d]+){0,3})?\s*[×x*·]\s*", re.I)
_ACROSS = re.compile(r"\W*(?:[^\W\d]+ ){0,3}(?:across|over|in) (?:all )?", re.I)
_BACK = 3
"""Numbers before the layers among which those are that they are multiplied with."""
_FEWEST = 2
_TOLD = 8
"""Statements of the number of stages that are asked whether they hold where a number stands."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count of a GPU that is one of a layer times all layers."""
    known = stated(facts, "layers", "layers_per_stage")
    divided = _stages(known)
    if divided is None:
        return
    told, stages = divided
    places: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        places[_place(fact, facts)].append(fact)
    for here in places.values():
        for at, layers in enumerate(here):
            dividing = _dividing(stages, told, layers)
            found = None if dividing is None else _found(at, here, facts)
            if found is not None and dividing is not None:
                yield _derivation(found[1], found[0], layers, dividing, rule)


def _place(fact: Fact, facts: Facts) -> object:
    """What a number is read with: its block, of a table its row."""
    cell = facts.claims.document.blocks[fact.claim.block].cell
    return fact.claim.block if cell is None else ("row", cell.table, cell.row)


def _stages(known: Mapping[str, Sequence[Fact]]) -> tuple[tuple[Fact, Fact], Sequence[Fact]] | None:
    """The layers of the model where they are first and last told, and where the stages are told that divide them; None
    where the report is of two minds about either."""
    layers, degrees = known.get("layers", ()), known.get("pipeline_parallel", ())
    single = all(len({count(each) for each in one}) == 1 for one in (layers, degrees))
    if not single or count(degrees[0]) < _FEWEST:
        return None
    whole = count(layers[0])
    parts = {count(each) for each in known.get("layers_per_stage", ())}
    return ((layers[0], layers[-1]), degrees[:_TOLD]) if whole not in parts and whole % count(degrees[0]) == 0 else None


def _dividing(stages: Sequence[Fact], told: tuple[Fact, Fact], layers: Fact) -> Fact | None:
    """The stages of a number's situation, if it is that of all layers, which another line tells."""
    asserted = layers.quantity.unit.symbol == "layer" and layers.stance is Stance.ASSERTED
    elsewhere = any(whole.claim.block != layers.claim.block for whole in told)
    if not (asserted and elsewhere and layers.quantity.value == told[0].quantity.value):
        return None
    return next((each for each in stages if one_situation(layers, each)), None)


def _found(at: int, here: Sequence[Fact], facts: Facts) -> tuple[Fact, Fact] | None:
    """The count of one layer, and the number that it comes to over all of them; None where none is of a GPU."""
    layers, text = here[at], facts.claims.document.blocks[here[at].claim.block].text
    label = layers.claim.label
    if not _OF_GPU.search(" ".join((text, label.row, label.key))):
        return None
    for each in reversed(here[max(at - _BACK, 0) : at]):
        if each.claim.block != layers.claim.block or each.stance is not Stance.ASSERTED or not each.quantity.value:
            continue
        between = text[each.claim.end : layers.claim.start]
        if _PRODUCT.fullmatch(between):
            whole = next((other for other in here if other is not each and _comes_to(other, each, layers)), None)
            return None if whole is None else (each, whole)
        if _ACROSS.fullmatch(between):
            part = next((o for o in here[:at] if o is not each and count(o) * count(layers) == count(each)), None)
            return None if part is None else (part, each)
    return None


def _comes_to(whole: Fact, each: Fact, layers: Fact) -> bool:
    """Whether a number is what each layer's comes to over the layers: a count exactly, bytes within their rounding."""
    if _is_mass(each) and _is_mass(whole):
        low = whole.quantity.hull.low
        return low is not None and low > 0 and whole.quantity.hull.meets(each.quantity.hull.scale(count(layers)))
    return whole.quantity.value == count(each) * count(layers)


def _is_mass(fact: Fact) -> bool:
    return dict(fact.quantity.readings[0].unit.dimensions).get("byte") == 1


def _derivation(whole: Fact, each: Fact, layers: Fact, stages: Fact, rule: str) -> Derivation:
    used, share = (each, layers, stages), count(layers) / count(stages)
    mass = _is_mass(each) and _is_mass(whole)
    part = each.quantity.hull if mass else Interval.point(count(each))
    ends = (part, Interval.point(count(layers)), Interval.point(count(stages)))
    given = tuple(Input(one.claim.name, end, one.claim.index) for one, end in zip(used, ends, strict=True))
    result, first, second, third = part.scale(share), *(one.name for one in given)
    unit = whole.quantity.readings[0].unit if mass else NUMBER
    expected = show.interval(each.quantity.nominal().scale(share), unit) if mass else number(count(each) * share)
    working = f"{each.claim.text} × {layers.claim.text} ÷ {stages.claim.text}"
    step = Step("of the layers of a stage", working, result, unit.symbol, f"{first} {second} * {third} /", given)
    return one_step(whole.claim, step, rule, expected=expected, holds=False, relation="≤", bound=Bound.UPPER)
