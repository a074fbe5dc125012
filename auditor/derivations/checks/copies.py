"""A model's weights divided in writing by all GPUs, copies and all: "40B ÷ 256" where the 256 hold four replicas."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from itertools import islice, product
from math import prod

from auditor.derivations.checks.equation import is_asserted
from auditor.derivations.checks.quotients import Quotient, quotients
from auditor.derivations.concepts import is_of_a_part
from auditor.derivations.derivation import Basis, Derivation, Input, Step
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
        return prod((_value(fact) for fact in self.dividing), start=Fraction(1))

    @property
    def gpus(self) -> Fraction:
        """How many GPUs hold the parts and their copies."""
        return self.parts * (_value(self.copies) if self.copies is not None else 1)


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
        whole, divisor = quotient.whole.quantity, quotient.divisor.quantity
        if whole is None or divisor is None or whole.nominal() not in sizes or divisor.value not in gpus:
            continue
        made = _judge(quotient, divisor.value, _near(quotient, plans, facts), rule)
        if made is not None and (made.holds or is_asserted(facts, made.head)):
            yield made


def _plans(facts: Facts) -> Iterator[_Plan]:
    """The degrees of each situation, in every way that they can be combined."""
    stated: dict[tuple[str, ...], dict[str, dict[Fraction, Fact]]] = defaultdict(lambda: defaultdict(dict))
    for fact in facts.all:
        told = fact.stance is Stance.ASSERTED and fact.quantity.whole and fact.quantity.hull.is_point
        if told and fact.concept in (*_DIVIDING, _COPYING) and not is_of_a_part(fact) and fact.quantity.value:
            stated[fact.scenario][fact.concept].setdefault(_value(fact), fact)
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
    return copies if copies is not None and _value(copies) > 1 else None


def _sizes(facts: Facts) -> frozenset[Interval]:
    """What the whole model is said to take: its parameters, and the bytes of them."""
    whole = (
        fact
        for fact in facts.all
        if (fact.concept == "parameters" and fact.scope in ("", "total"))
        or (fact.concept == "weight_memory" and fact.scope == "total")
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
    return _derivation(quotient, meant[0], rule, holds=bool(right))


def _derivation(quotient: Quotient, plan: _Plan, rule: str, *, holds: bool) -> Derivation:
    degrees, copies = plan.dividing, plan.copies
    given = tuple(Input(f"c{fact.claim.index}", fact.quantity.hull, fact.claim.index) for fact in degrees)
    formula = " × ".join(_NAMES[fact.concept] for fact in degrees)
    working = " × ".join(number(_value(fact)) for fact in degrees)
    program = reduce(lambda done, each: f"{done} {each.name} *", given[1:], given[0].name)
    parts = Interval.point(plan.parts)
    said = f"the {number(_value(copies))} copies of data parallelism are counted as parts" if copies is not None else ""
    return Derivation(
        rule=rule,
        head=quotient.divisor.index,
        premises=(quotient.whole.index, *(fact.claim.index for fact in degrees)),
        holds=holds,
        stated=f"{quotient.whole.text} ÷ {quotient.divisor.text}",
        expected=f"{quotient.whole.text} ÷ {number(plan.parts)}",
        interval=parts,
        basis=Basis.DERIVATION,
        steps=(_divided(quotient.whole), Step(formula, working, parts, "", program, given)),
        near_miss="" if holds else said,
        power=0.1 if holds else None,
    )


def _divided(whole: Claim) -> Step:
    hull = whole.quantity.hull if whole.quantity is not None else Interval.point(0)
    symbol, name = whole.quantity.unit.symbol if whole.quantity is not None else "", f"c{whole.index}"
    return Step("what is divided", whole.text, hull, symbol, name, (Input(name, hull, whole.index),))


def _value(fact: Fact) -> Fraction:
    return fact.quantity.value or Fraction(1)
