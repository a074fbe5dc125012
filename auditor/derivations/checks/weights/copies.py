"""A model's weights divided in writing by all GPUs, copies and all: "40B ÷ 256" where the 256 hold four replicas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import islice, product
from math import prod

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.degrees import count
from auditor.derivations.checks.quotients import Quotient, quotients
from auditor.derivations.cited import is_own_statement
from auditor.derivations.citing import claim_step, input_of
from auditor.derivations.concepts import MEMORY, OF_ALL, is_of_a_part
from auditor.derivations.derivation import Basis, Derivation, Step, one_step
from auditor.facts import Claim, Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.show import number

_DIVIDING = ("tensor_parallel", "pipeline_parallel", "expert_parallel")
_COPYING = "data_parallel"
_NAMES = {"tensor_parallel": "TP", "pipeline_parallel": "PP", "expert_parallel": "EP"}
_SHARDED = re.compile(r"ZeRO|FSDP|(?i:fully[- ]sharded|offload|shard\w* (?:the )?(?:parameter|weight)|parameter shard)")
"""Techniques with which the replicas share the weights too."""
_ACCELERATORS = frozenset({"gpus", "gpus_of_part"})
_COUNTED = frozenset({"experts", "layers", "attention_heads", "batch_size", "sequence_length", "hidden_size"})
"""What else a model's size may be divided by."""
_OF_WEIGHTS = frozenset({(), (("parameter", 1),), (("byte", 1),)})
_WHOLE_MODEL = re.compile(r"(?:(?:total|model|all) )*(?:parameters?|weights?)(?: memory| size)?", re.IGNORECASE)
"""What a line is called by whose dividend no other line names."""
_BILLION = 10**9
_OTHERS = MEMORY - {"weight_memory", "memory_used"}
_OTHER = re.compile(
    r"\b(?:KV|cache|activations?|optimi[sz]er|gradients?|tokens?|batch(?:es)?|requests?|states?)\b", re.IGNORECASE
)
"""What a division of the same size may be of: replicas do share it."""
_MOST_PLANS = 64


@dataclass(frozen=True, slots=True)
class _Plan:
    """Degrees that hold together."""

    dividing: tuple[Fact, ...]
    """Those of one and more; at least one."""
    copies: Fact | None

    @property
    def parts(self) -> Fraction:
        """Into how many parts the weights are divided."""
        return prod((count(fact) for fact in self.dividing), start=Fraction(1))

    @property
    def gpus(self) -> Fraction:
        """How many GPUs hold the parts and their copies."""
        return self.parts * (count(self.copies) if self.copies is not None else 1)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each quotient of the weights by as many GPUs as some plan has, or by as many parts."""
    plans = list(_plans(facts))
    if any(plan.copies is not None for plan in plans):
        found = list(_found(facts, plans, rule))
        if found and not _SHARDED.search(facts.claims.document.source):
            yield from found


def _found(facts: Facts, plans: Sequence[_Plan], rule: str) -> Iterator[Derivation]:
    sizes, gpus = _sizes(facts), _gpus(facts)
    for quotient in quotients(facts):
        whole, parts = quotient.whole.quantity, quotient.parts
        if whole is None or not (whole.nominal() in sizes or _is_model(quotient)):
            continue
        if len(quotient.divisors) == 1 and parts not in gpus:
            continue
        if whole.readings[0].unit.dimensions not in _OF_WEIGHTS or _is_of_another(quotient, facts):
            continue
        made = _judge(quotient, parts, _near(quotient, plans, facts), rule)
        if made is not None and (made.holds or is_own_statement(facts, made.head)):
            yield made


def _is_model(quotient: Quotient) -> bool:
    """Whether the line that divides billions of something is called the model's weights: "Parameters: 40B ÷ 256"."""
    value = quotient.whole.quantity.value if quotient.whole.quantity is not None else None
    return value is not None and value >= _BILLION and _WHOLE_MODEL.fullmatch(quotient.whole.label.key) is not None


def _is_of_another(quotient: Quotient, facts: Facts) -> bool:
    """Whether the words beside a division, or what its result is called, tell of something else than weights."""
    label = quotient.whole.label
    ends = (quotient.whole, *(() if quotient.result is None else (quotient.result,)))
    named = any(fact is not None and fact.concept in _OTHERS for fact in (facts.by_claim[each.index] for each in ends))
    return named or _OTHER.search(" ".join((label.key, label.row, label.column, label.before, label.after))) is not None


def _plans(facts: Facts) -> Iterator[_Plan]:
    """The degrees of each situation, in every way that they can be combined."""
    stated: dict[tuple[str, ...], dict[str, dict[Fraction, Fact]]] = defaultdict(lambda: defaultdict(dict))
    for fact in facts.all:
        told = fact.stance is Stance.ASSERTED and fact.quantity.whole and fact.quantity.hull.is_point
        if told and fact.concept in (*_DIVIDING, _COPYING) and not is_of_a_part(fact) and fact.quantity.value:
            stated[fact.scenario][fact.concept].setdefault(count(fact), fact)
    for degrees in stated.values():
        yield from islice(_combined(degrees), _MOST_PLANS)


def _combined(degrees: Mapping[str, Mapping[Fraction, Fact]]) -> Iterator[_Plan]:
    dividing = [tuple(degrees[concept].values()) for concept in _DIVIDING if concept in degrees]
    copying: Sequence[Fact | None] = tuple(degrees[_COPYING].values()) if _COPYING in degrees else (None,)
    # One flat product: it makes its combinations one by one, and only the first of them are asked for.
    for *chosen, copies in product(*dividing, copying):
        if chosen:
            yield _Plan(tuple(each for each in chosen if each is not None), _several(copies))


def _several(copies: Fact | None) -> Fact | None:
    return copies if copies is not None and count(copies) > 1 else None


def _sizes(facts: Facts) -> frozenset[Interval]:
    """What the whole model is said to take: its parameters, and the bytes of them."""
    whole = (
        fact
        for fact in facts.all
        if (fact.concept == "parameters" and fact.scope in OF_ALL)
        or (fact.concept == "weight_memory" and fact.scope in OF_ALL)
    )
    return frozenset(fact.quantity.nominal() for fact in whole)


def _gpus(facts: Facts) -> frozenset[Fraction | None]:
    """The numbers of GPUs that count nothing else in the report."""
    gpus = {fact.quantity.value for fact in facts.all if fact.concept in _ACCELERATORS}
    return frozenset(gpus) - {fact.quantity.value for fact in facts.all if fact.concept in _COUNTED}


def _near(quotient: Quotient, plans: Sequence[_Plan], facts: Facts) -> Sequence[_Plan]:
    """The plans of the situation that a quotient stands in, if it has any."""
    fact = facts.by_claim[quotient.divisor.index]
    own = set(fact.scenario) if fact is not None else set[str]()
    return [plan for plan in plans if own and own <= set(plan.dividing[0].scenario)] or plans


def _judge(quotient: Quotient, divisor: Fraction | None, plans: Sequence[_Plan], rule: str) -> Derivation | None:
    """None where the divisor is that of no plan, or a plan's GPUs and another one's parts."""
    meant = [plan for plan in plans if divisor in (plan.parts, plan.gpus)]
    right = [plan for plan in meant if plan.parts == divisor]
    if not meant or (right and len(right) < len(meant)):
        return None
    if len(quotient.divisors) == 1:
        return _derivation(quotient, meant[0], rule, holds=bool(right))
    return None if right or quotient.result is None else _of_product(quotient, quotient.result, meant[0], rule)


def _derivation(quotient: Quotient, plan: _Plan, rule: str, *, holds: bool) -> Derivation:
    """The number that divides held against the parts of a replica."""
    parts, told = _multiplied(plan), f"{quotient.whole.text} ÷ {quotient.divisor.text}"
    return Derivation(
        rule=rule,
        head=quotient.divisor.index,
        premises=_premises(quotient, plan),
        holds=holds,
        stated=told,
        expected=f"{quotient.whole.text} ÷ {number(plan.parts)}",
        interval=parts.result,
        basis=Basis.DERIVATION,
        steps=(_divided(quotient.whole), parts),
        message="" if holds else f"{told} divides the weights over all GPUs; a replica has {parts.values} parts.",
        near_miss="" if holds else _said(plan),
        power=0.1 if holds else None,
    )


def _of_product(quotient: Quotient, share: Claim, plan: _Plan, rule: str) -> Derivation | None:
    """What a GPU is said to hold, of weights divided by a product of all degrees, held against that of a replica's."""
    whole, parts, quantity = _divided(quotient.whole), _multiplied(plan), share.quantity
    result = whole.result / parts.result
    if quantity is None or quantity.hull.meets(result):
        return None
    unit, working = quantity.readings[0].unit, f"{quotient.whole.text} ÷ {number(plan.parts)}"
    nominal = quotient.whole.quantity.nominal() if quotient.whole.quantity is not None else whole.result
    program, inputs = f"{whole.expression} {parts.expression} /", (*whole.inputs, *parts.inputs)
    step = Step(f"weights ÷ ({parts.formula})", working, result, unit.symbol, program, inputs)
    return one_step(
        share, step, rule, expected=show.interval(nominal / parts.result, unit), holds=False, near_miss=_said(plan)
    )


def _premises(quotient: Quotient, plan: _Plan) -> tuple[int, ...]:
    return (quotient.whole.index, *(fact.claim.index for fact in plan.dividing))


def _said(plan: _Plan) -> str:
    copies = plan.copies
    return f"the {number(count(copies))} copies of data parallelism are counted as parts" if copies is not None else ""


def _multiplied(plan: _Plan) -> Step:
    """Into how many parts a plan divides the weights."""
    given = tuple(input_of(fact) for fact in plan.dividing)
    formula = " × ".join(_NAMES[fact.concept] for fact in plan.dividing)
    working = " × ".join(number(count(fact)) for fact in plan.dividing)
    program = reduce(lambda done, each: f"{done} {each.name} *", given[1:], given[0].name)
    return Step(formula, working, Interval.point(plan.parts), "", program, given)


def _divided(whole: Claim) -> Step:
    hull = whole.quantity.hull if whole.quantity is not None else Interval.point(0)
    symbol = whole.quantity.unit.symbol if whole.quantity is not None else ""
    return claim_step(whole, hull, "what is divided", symbol)
