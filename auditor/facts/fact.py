"""The records of what a document means."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import field
from enum import IntEnum, StrEnum
from fractions import Fraction

from auditor.claims import Claim, Claims
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.span import Span


class Stance(StrEnum):
    """What the report does with a number."""

    ASSERTED = "asserted"
    QUOTED = "quoted"
    DISPUTED = "disputed"
    REJECTED = "rejected"
    PROPOSED = "proposed"
    SUPPOSED = "supposed"
    """Played through: an alternative that is not taken, or what would be."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One number under its meaning."""

    index: int
    """Position in `Facts.all`."""
    concept: str
    """A concept of the vocabulary ("tensor_parallel"); where `known` is false the report's own label, lower case."""
    known: bool
    """Whether the vocabulary has the concept."""
    scope: str
    """What it is counted per: "gpu", "stage", "layer", "expert", "token", "sequence", "node", "replica", "total"; empty
    if the text leaves it open, and where the concept leaves no choice (layers of the model, experts per GPU)."""
    role: str
    """"required", "available", "achieved", "theoretical", "maximum" ...; empty if plain."""
    scenario: tuple[str, ...]
    """The situation it holds in, sorted words ("corrected", "prefill", "option 2"); () is the document's own."""
    stance: Stance
    quantity: Quantity
    claim: Claim
    """The claim that states it."""


@dataclass(frozen=True, slots=True)
class Implied:
    """What a storage format says without a number: FP16 is two bytes for each value."""

    concept: str
    """bytes_per_parameter, or bytes_per_element where the format is another thing's than the weights'."""
    of: str
    """The memory that is stored so ("kv_cache", "optimizer_memory"); empty where the text does not say."""
    format: str
    """FP16, BF16, INT8 ..."""
    value: Fraction
    """Bytes."""
    span: Span
    block: int
    """Index of its block."""
    beside: int | None
    """Index of the claim that it qualifies ("60GB FP16"); None where it stands for itself."""
    scenario: tuple[str, ...]
    """As `Fact.scenario`."""
    declared: bool = False
    """Whether the words beside it say that it is the precision: "Precision: FP16", not "2 for FP16"."""


@dataclass(frozen=True, slots=True)
class Named:
    """A model or accelerator of the catalogues that the text names."""

    kind: str
    """`accelerator` or `model`."""
    entries: tuple[str, ...]
    """Ids in the catalogue, sorted: several where the name is a family's ("H100")."""
    text: str
    """As printed."""
    span: Span
    block: int
    """Index of its block."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a catalogue says of the model or accelerator that a document is about."""

    concept: str
    scope: str
    values: tuple[Interval, ...]
    """Each that one of its variants has, in base units, under every reading."""
    text: str
    """As the catalogue prints them: "80 GB"."""
    of: str
    """What it is a figure of, as the document calls it."""

    @property
    def hull(self) -> Interval:
        """From the least to the most."""
        return functools.reduce(Interval.hull, self.values)


class Rank(IntEnum):
    """How much a document beside the report has to say."""

    BRIEF = 0
    """The configuration that holds."""
    PLAN = 1
    """What the report verifies: the report has to restate it rightly, but it may itself be wrong."""


@dataclass(frozen=True, slots=True, eq=False)
class Premise:
    """One number that a document beside the report states; equal only to itself."""

    fact: Fact
    """Under its meaning; its claim is one of that document, not of the report."""
    rank: Rank
    source: str
    """What the document is called ("brief.md")."""
    line: int
    """Where it stands there, from 1."""
    text: str
    """As printed there ("400 TFlops")."""

    @property
    def place(self) -> str:
        """The document and the line: "brief.md:12"."""
        return f"{self.source}:{self.line}"

    @property
    def cited(self) -> str:
        """Place and text: "brief.md:12: 400 TFlops"."""
        return f"{self.place}: {self.text}"


@dataclass(frozen=True, slots=True)
class Outside:
    """A document beside the report, and what it states."""

    name: str
    rank: Rank
    sha256: str
    """Of its text in UTF-8."""
    premises: tuple[Premise, ...]
    """What it asserts under concepts of the vocabulary, in its own order."""
    unread: tuple[tuple[int, str], ...] = ()
    """Its other quantities, which nothing is held against: line and text of each."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a document states, under its meaning."""

    claims: Claims
    all: tuple[Fact, ...]
    """In source order; one for each quantity claim."""
    by_claim: tuple[Fact | None, ...]
    """The fact of each claim index; None for marks and verdict words."""
    implied: tuple[Implied, ...] = ()
    """Storage formats, in source order."""
    named: tuple[Named, ...] = ()
    """Models and accelerators, in source order."""
    figures: tuple[Figure, ...] = ()
    """What the catalogues say of the one model and the one accelerator that are named; none where there are several."""
    of_others: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)
    """By situation what the catalogues say of another model than the one that the document is about."""
    of_names: Mapping[tuple[str, ...], tuple[Figure, ...]] = field(default_factory=dict)
    """By the entries of each model or accelerator that is named, what the catalogues say of all of them."""
    outside: tuple[Outside, ...] = ()
    """The documents beside the report: the brief first, then the plans as given."""
    kept: dict[object, object] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What later stages have worked out of it and ask for again."""
