"""The records of a rule, as an audit uses it and as a reader sees it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction

from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.rulebook.corner import InexactError, compute, single_values
from auditor.rulebook.form import Form
from auditor.rulebook.program import Program, evaluate

_ALLOWED = {"=": Interval.point(0), ">=": Interval.at_least(0), "<=": Interval.at_most(0)}
"""By operator, what the left side may have more than the right one."""

Conditions = tuple[tuple[str, tuple[str, ...]], ...]
"""Traits by dimension: (("phase", ("prefill", "decode")), ("model", ("moe",))); all dimensions, any value of each."""


@dataclass(frozen=True, slots=True)
class Variable:
    """What a symbol of a relation stands for."""

    symbol: str
    concept: str
    """A concept of the vocabulary; empty for a constant."""
    scope: str = ""
    """What it is counted per: "gpu", "layer", "token", "total" ...; empty if the concept leaves no choice."""
    role: str = ""
    """"required", "available", "achieved" ...; empty if any."""
    scenario: str = ""
    """Which of two situations it belongs to where a relation spans two: "before", "after"; else empty."""
    unit: str = ""
    """Base unit of its values in the relation ("byte", "FLOP/second"); empty for a plain count or ratio."""
    value: Fraction | None = None
    """For a constant."""
    default: Fraction | None = None
    """What it is taken for where the report does not state it; using it is an assumption, unless it is tacit."""
    free: bool = False
    """Where the report does not state it, it may be any whole number from 1 up."""
    whole: bool = False
    """Whether its values are whole numbers."""
    minimum: Fraction = Fraction(0)
    """The least value that makes sense; negative ones never do."""
    says: str = ""
    """A few words on it, where the concept alone does not say enough."""
    tacit: bool = False
    """Whether the default goes without saying: a degree of parallelism that nobody uses is mentioned by nobody."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One comparison, compiled."""

    text: str
    """As the rule writes it."""
    operator: str
    """`=`, `>=` or `<=`."""
    left: Program
    right: Program
    symbols: tuple[str, ...]
    """Its symbols, constants left out, in order of appearance."""
    forms: Mapping[str, Form]
    """The comparison solved for each symbol for which it can be."""

    def difference(self, values: Mapping[str, Interval]) -> Interval:
        """Left side minus right side."""
        single = single_values(self.symbols, values)
        if single is not None:
            with suppress(InexactError):
                (over, below), (less, parts) = compute(self.left, single), compute(self.right, single)
                rest = (over * parts - less * below, below * parts)
                return Interval.between(rest, rest)
        return evaluate(self.left, values) - evaluate(self.right, values)

    def admits(self, values: Mapping[str, Interval]) -> bool:
        """Whether some choice of the values satisfies the comparison; wider than the truth, never narrower."""
        return self.allows(self.difference(values))

    def allows(self, rest: Interval) -> bool:
        """Whether the comparison can be true where one side exceeds the other by this much."""
        return rest.meets(_ALLOWED[self.operator])


@dataclass(frozen=True, slots=True)
class Convention:
    """One of the alternatives among which a rule must hold; where there is only one, it has no name."""

    name: str
    says: str
    relation: Relation
    when: tuple[Relation, ...] = ()
    """Further comparisons that must hold for it; those whose symbols are not all known are passed over."""
    needs: tuple[str, ...] = ()
    """Symbols that the report must state for it."""
    absent: tuple[str, ...] = ()
    """Symbols that the report must not state for it."""
    tier: int = 1
    """1: usual; 2 and 3: a value that only this alternative explains is a warning, not confirmed."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the field, as the engine uses it."""

    id: str
    """Its path under the folder of rules, without suffix: `kv-cache/per-token`."""
    kind: str
    severity: str
    bound: str
    """`exact`, `lower`, `upper` or `typical`: what verdict it may carry."""
    message: str
    """Template of the sentence. With a check it may name `{stated}`, `{expected}` and `{working}`, the numbers of the
    first step; with relations also symbols, and the `{convention}` with its `{formula}`. There, a template that names
    `{working}`, or a symbol that the convention does without, gives way to a sentence with the convention's numbers.
    """
    check: str
    """Name of the function of the derivations stage that carries the rule out; empty for one with relations."""
    subject: str
    """The symbol whose claim is judged: the one alone on the left, or the one that the rule names; empty if none is.
    A relation that is not solved for it, such as a divisibility, is judged by `Relation.admits`."""
    variables: Mapping[str, Variable]
    """By symbol, in the order of the file."""
    conventions: tuple[Convention, ...]
    """Empty for a check."""
    applies: Conditions = ()
    """Traits that the situation must have."""
    unless: Conditions = ()
    """Traits with which the rule says nothing."""
    assumes: tuple[str, ...] = ()
    """What the relation takes for granted, in sentences, shown with every verdict that rests on it."""
    mentions: tuple[str, ...] = ()
    """For a check: in lower case, what a report has to mention one of for it to say anything; empty if nothing."""
    slips_only: bool = False
    """Whether a mismatch alone says nothing, and only one of the near misses that gives the number is worth a word."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A usual slip and what it gives."""

    says: str
    relation: Relation


@dataclass(frozen=True, slots=True)
class MustFind:
    """An excerpt in which the rule finds something."""

    text: str
    quote: str
    expected: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class MustConfirm:
    """An excerpt with which the rule agrees."""

    text: str
    quote: str
    because: str
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What a reader sees of a rule, and what only a finding needs."""

    says: str
    why: str
    source: str
    near_misses: tuple[NearMiss, ...]
    must_find: tuple[MustFind, ...]
    must_confirm: tuple[MustConfirm, ...]
