"""The records of what follows from a document's facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from enum import StrEnum
from typing import Protocol, TypedDict, Unpack, overload

from auditor.facts import Claim, Facts, Premise
from auditor.frozen import dataclass
from auditor.interval import Interval


class Bound(StrEnum):
    """What a relation may prove (which verdict it may carry)."""

    EXACT = "exact"
    """An identity: any mismatch beyond print refutes."""
    LOWER = "lower"
    """The derived value is the least that physics allows: only a stated value below it is refuted."""
    UPPER = "upper"
    """The derived value is the most that physics allows: only a stated value above it is refuted."""
    TYPICAL = "typical"
    """A usual estimate: a mismatch warns at most, a match supports weakly."""


class Basis(StrEnum):
    """What kind of proof a derivation is, strongest first."""

    ARITHMETIC = "arithmetic"
    DERIVATION = "derivation"
    COMPARISON = "comparison"
    RESTATEMENT = "restatement"


STRENGTH: Mapping[Basis, int] = {basis: rank for rank, basis in enumerate(Basis)}
"""How strong each basis is, the strongest 0."""


@dataclass(frozen=True, slots=True)
class Input:
    """A number that a step starts from."""

    name: str
    """As the step's expression calls it."""
    interval: Interval
    claim: int | None = None
    """Index of the claim that states it."""
    step: int | None = None
    """Position of the earlier step that gives it."""
    assumed: str = ""
    """Why it is taken, where neither a claim nor a step gives it."""
    outside: Premise | None = None
    """The statement of a document beside the report that gives it; `assumed` cites it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of working, for people and, as an expression over named inputs, for a checker."""

    formula: str
    """In names: "gpus = tensor_parallel * pipeline_parallel"."""
    values: str
    """The same with the numbers put in: "2 * 4"."""
    result: Interval
    """In base units."""
    unit: str
    """The unit to show the result in."""
    expression: str = ""
    """The result's program in postfix order over the inputs' names: "tp pp * 2 /"; empty for a step that only cites.

    Beside operators and functions: `≥` and `≤` for all from, or up to, a value; `about` for a tenth more or less;
    `cut` for what may be cut or rounded to a whole number; `count` for how many there are
    from the first of a range to its last.
    """
    inputs: tuple[Input, ...] = ()
    """Each name of the expression once."""


class Later(Sequence[Step]):
    """One step or more, worked out when they are first looked at."""

    __slots__ = ("_steps", "_work_out")

    def __init__(self, work_out: Callable[[], tuple[Step, ...]]) -> None:
        self._work_out = work_out
        self._steps: tuple[Step, ...] | None = None

    def _all(self) -> tuple[Step, ...]:
        if self._steps is None:
            self._steps = self._work_out()
        return self._steps

    def __len__(self) -> int:
        return len(self._all())

    def __bool__(self) -> bool:
        return True

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Step, ...]: ...
    def __getitem__(self, index: int | slice) -> Step | tuple[Step, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[Step]:
        return iter(self._all())


@dataclass(frozen=True, slots=True)
class Tried:
    """One convention or reading, and what it gives."""

    name: str
    result: Interval
    holds: bool


@dataclass(frozen=True, slots=True)
class Cure:
    """A premise whose change alone would restore consistency."""

    claim: int
    """Index of the claim."""
    interval: Interval
    """What it would have to be, in base units."""


VOID = 1.0
"""The power of a check that any value, or nearly any, would have passed, such as a bound or a requirement far away: it
supports nothing by itself."""
ONE_SIDE = 0.5
"""The power of a comparison that nobody vouches for: whatever lies on the right side of the limit would pass."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """One claim re-derived, and whether it stands."""

    rule: str
    """Id of the rule: its path, "arithmetic/equation"."""
    head: int
    """Index of the claim that is judged."""
    premises: tuple[int, ...]
    """Indices of the claims it rests on, in the order of the working; without the head."""
    holds: bool
    """Whether stated and expected can agree under some admissible reading."""
    stated: str
    """What the document says, for people."""
    expected: str
    """What follows, for people."""
    interval: Interval
    """What follows, in base units; the hull over readings and conventions tried."""
    relation: str = "="
    """How the head must stand to the interval: `=`, or `<`, `≤`, `>`, `≥` for one held against a limit; `whole`: the
    interval must hold a whole number."""
    bound: Bound = Bound.EXACT
    basis: Basis = Basis.DERIVATION
    severity: str = ""
    """Overrides the rule's severity when this case is milder ("warning", "note"); empty to keep it."""
    kind: str = ""
    """Overrides the rule's kind ("unit" for a power-of-ten slip in arithmetic); empty to keep it."""
    steps: Sequence[Step] = ()
    """The working; most of it is never shown, and so written only when it is looked at."""
    tried: tuple[Tried, ...] = ()
    assumptions: tuple[str, ...] = ()
    near_miss: str = ""
    """The simplest slip that gives the stated number, as a clause; empty if none is found."""
    cures: tuple[Cure, ...] = ()
    power: float | None = None
    """For one that holds: the share of random plausible values that would have passed too (0 strong, 1 void)."""
    message: str = ""
    """One sentence on what is wrong; empty to take the rule's."""
    outside: tuple[Premise, ...] = ()
    """What it rests on of the documents beside the report."""
    compared: Step | None = None
    """The stated side as it was held against the interval, where that is not simply the head in all its readings."""
    reservation: str = ""
    """Why it does not hold although the values agree: "only an unusual convention gives it"; empty if they do not."""
    alternatives: tuple[frozenset[int], ...] = ()
    """For one that fails: each set of claims that speaks against it by itself, an empty one where the words alone
    do; empty if the premises are the only one.
    What some of them leave out does not decide alone."""
    also: tuple[int, ...] = ()
    """Further claims behind what it says: those of the usual conventions, where an unusual one gives the number."""


class _Told(TypedDict, total=False):
    """What else may be said of a derivation, by its fields."""

    relation: str
    bound: Bound
    basis: Basis
    severity: str
    kind: str
    assumptions: tuple[str, ...]
    near_miss: str
    power: float | None
    message: str
    compared: Step | None
    reservation: str
    alternatives: tuple[frozenset[int], ...]
    also: tuple[int, ...]


def one_step(
    head: Claim,
    step: Step,
    rule: str,
    *,
    expected: str,
    holds: bool,
    stated: str = "",
    beside: tuple[int, ...] = (),
    **told: Unpack[_Told],
) -> Derivation:
    """A claim held against what one step gives, resting on the claims that the step starts from, and those `beside`."""
    claims = (*(each.claim for each in step.inputs if each.claim is not None), *beside)
    told["power"] = told.get("power") if holds else None
    return Derivation(
        rule=rule,
        head=head.index,
        premises=tuple(claim for claim in claims if claim != head.index),
        holds=holds,
        stated=stated or head.text,
        expected=expected,
        interval=step.result,
        steps=(step,),
        **told,
    )


class Proof(Protocol):
    """What a derivation that holds is told from."""

    def fields(self) -> Mapping[str, object]:
        """The fields of `TOLD`."""

    def steps(self) -> tuple[Step, ...]:
        """The working."""


class Supporting(Derivation):
    """A derivation that holds, told when its proof is first looked at: most claims have several, and one is shown."""

    __slots__ = ("_proof",)
    _proof: Proof

    def __init__(self, proof: Proof, **known: object) -> None:
        """`known` are fields at hand, the proof gives the `TOLD` ones and the steps; all others have their defaults."""
        _set(self, "_proof", proof)
        for name, value in known.items():
            _set(self, name, value)

    def __getattr__(self, name: str) -> object:
        """A field that is not set yet."""
        if name == "steps":
            _set(self, name, Later(self._proof.steps))
        elif name in TOLD:
            for field, value in self._proof.fields().items():
                _set(self, field, value)
        elif name in _DEFAULTS:
            return _DEFAULTS[name]
        else:
            raise AttributeError(name)
        return _get(self, name)


_set, _get = object.__setattr__, object.__getattribute__
ROUNDED = "the printed numbers are equal, so that only their rounding could leave a margin"
"""Reservation of a comparison that says less or more of what is the same."""
TOLD = frozenset({"expected", "tried", "assumptions", "severity", "outside"})
"""What only a reader of the proof sees, or who has to decide on its severity."""
PLAIN: Mapping[str, object] = {"tried": (), "assumptions": (), "severity": "", "outside": ()}
"""The same of a derivation that needs no convention, assumption or document beside the report."""
_DEFAULTS = {each.name: each.default for each in fields(Derivation) if each.name not in TOLD}


@dataclass(frozen=True, slots=True)
class Derivations:
    """All that was re-derived."""

    facts: Facts
    all: tuple[Derivation, ...]
    """In a stable order: by head, then rule."""
    missing: tuple[tuple[int, str], ...] = ()
    """For claims that no derivation reaches: claim index, and which premise would decide it."""
