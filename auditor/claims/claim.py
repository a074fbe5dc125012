"""The records of what a document says: claims, written arithmetic, and numbers that stand together."""

from __future__ import annotations

from enum import StrEnum

from auditor.document import Document
from auditor.frozen import dataclass
from auditor.quantity import Quantity
from auditor.span import Span

_SWAPPED = frozenset(".,")


class Form(StrEnum):
    """What kind of statement a claim is."""

    QUANTITY = "quantity"
    MARK = "mark"
    VERDICT = "verdict"


class Polarity(StrEnum):
    """Which way a mark or verdict word points."""

    GOOD = "good"
    BAD = "bad"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Label:
    """The words by which a number is known; all as printed, markup removed."""

    key: str = ""
    """Bullet key or `key: value` key before the number ("GPU Count")."""
    row: str = ""
    """First cell of the number's table row."""
    column: str = ""
    """Header of the number's table column."""
    before: str = ""
    """Words of the clause before the number, back to the key or the previous number."""
    after: str = ""
    """Words of the clause after the number and its unit, up to the next number."""
    headings: tuple[str, ...] = ()
    """Heading path, outermost first."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One number, mark or verdict word of the document."""

    index: int
    """Position in `Claims.all`; `name` is made of it."""
    form: Form
    span: Span
    """Number with its bound words and unit ("<6 seconds", "850+ tokens/ms"), in the source."""
    text: str
    """`document.source[span.start:span.end]`."""
    block: int
    """Index of its block."""
    start: int
    """Offset in the block's text."""
    end: int
    label: Label
    quantity: Quantity | None = None
    """For a quantity; else None."""
    degree: str = ""
    """The parallel degree that the number itself is written as: "TP", "EP", "PP", "DP", "SP", "CP" ...; else empty."""
    qualifier: str = ""
    """How the number is tied to its neighbours: "", "max", "limit", "a+b", "a:b", "product", "range"; "indices" for a
    range that tells which, not how many; "words" for a number in words."""
    polarity: Polarity | None = None
    """For a mark or verdict word."""

    @property
    def name(self) -> str:
        """The name by which a proof's program calls it, and its id in the JSON."""
        return f"c{self.index}"


@dataclass(frozen=True, slots=True)
class Operand:
    """A number inside written arithmetic."""

    claim: int
    """Index of the claim."""
    label: str = ""
    """Words that stand with the operand inside the expression ("model" in "20GB model + ...")."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator over two or more operands; `^` and `-` take two, unary `-` one."""

    operator: str
    """One of `+ - * / ^`."""
    operands: tuple[Expression, ...]
    span: Span


Expression = Operand | Operation


@dataclass(frozen=True, slots=True)
class Equation:
    """Written arithmetic: `sides[0] relations[0] sides[1] relations[1] ...`; a lone side equals nothing ("4×64GB")."""

    sides: tuple[Expression, ...]
    relations: tuple[str, ...]
    """Each of `= ≈ → < > ≤ ≥`; one fewer than the sides."""
    span: Span
    block: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two or three numbers that the text ties together without an equals sign."""

    form: str
    """`of` ("17.7GB of 64GB", "24/32 GPUs"), `versus` ("<6s vs 10s"), `change` ("from 128 to 64", "128 → 64"),
    `instead` ("10 instead of 100", "24 (not 40)"), `split` ("16 layers into 4 stages"), `each` ("4 groups of 6 GPUs"),
    `share` ("4 layers per stage (16 layers)": the share, then the whole), `match` ("64 parts for 64 GPUs"), `ratio`
    ("3:1"), `by` ("8 parts (2×2×2)": the working, then what it comes to), `against` ("15.2GB (limit: 64GB)": what is
    reached, then its limit), `than` ("2.1 s, 30% less than the 3.0 s before": what differs, then from what)."""
    first: Expression
    second: Expression
    result: int | None
    """Claim index of the percentage, multiplier, share or product that the text puts beside the two; None without."""
    words: str
    """The words of the clause that say what the result is ("utilization", "50% reduction", "headroom"), lower case."""
    span: Span
    block: int


@dataclass(frozen=True, slots=True)
class Indices:
    """A range of numbers that tell which of several things are meant: "GPUs 0-7 (8 GPUs)"."""

    claim: int
    """Index of its claim."""
    noun: str
    """What is numbered, singular: "gpu", "layer"."""
    low: int
    high: int
    beside: int | None
    """Claim index of the count that stands in brackets behind it."""
    whole: int | None
    """How many things it and its neighbours come to that follow one another from the first; None for a lone one."""
    part: bool = False
    """Whether a member of a series stands before it in its block, as the part that it belongs to ("Stage 2")."""

    @property
    def name(self) -> str:
        """The name of its claim in a proof's program."""
        return f"c{self.claim}"

    @property
    def length(self) -> int:
        """How many things are meant."""
        return self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class Worded:
    """A number in words: "one expert per GPU"."""

    claim: int
    """Index of its claim."""
    thing: str
    """What is counted, singular: "expert"."""
    holder: str
    """What has so many of them: "gpu" or "stage"."""


class Extent(StrEnum):
    """How far a mark reaches."""

    LINE = "line"
    ROW = "row"
    LIST = "list"
    SECTION = "section"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Ground:
    """Numbers that marks and verdict words speak of."""

    extent: Extent
    marks: tuple[Claim, ...]
    """Those that speak of the same numbers, in source order; at least one."""
    numbers: tuple[int, ...]
    """Claim indices, in source order; empty where nothing is counted."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """One maximal match of digits in the source, accounted for."""

    span: Span
    role: str
    """`claim`, `operand` or `other`."""
    why: str
    """What it is, in words: "throughput", "list number", "part of a name"."""
    claim: int | None
    """Index of the claim that it belongs to."""


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything that a document says in numbers."""

    document: Document
    all: tuple[Claim, ...]
    """In source order."""
    equations: tuple[Equation, ...]
    links: tuple[Link, ...]
    ledger: tuple[Numeral, ...]
    """Each numeral of the source once, in source order."""
    declared: int | None = None
    """Index of the verdict claim that is the report's own overall verdict; None if it declares none."""
    grounds: tuple[Ground, ...] = ()
    """What the marks and verdict words speak of: each stands in one of them."""
    indices: tuple[Indices, ...] = ()
    """Ranges that cut a row of things into parts, or have their count beside them, in source order."""
    worded: tuple[Worded, ...] = ()
    """Numbers in words, in source order."""
    likely: tuple[Equation, ...] = ()
    """Arithmetic of which words around it leave open where it begins or ends: right if it comes out right."""

    def plain(self, index: int) -> str:
        """A claim's text as a reader sees it: without the markup inside, and in one line."""
        claim, source = self.all[index], self.document.source
        block = self.document.blocks[claim.block]
        text = block.text[claim.start : claim.end]
        if text != claim.text and ("." in text or "," in text):
            # Where decimals are written with a comma, the block has points for commas and commas for points.
            there = [source[block.offsets[at]] for at in range(claim.start, claim.end)]
            text = "".join(own if {read, own} <= _SWAPPED else read for read, own in zip(text, there, strict=True))
        return text.replace("\n", " ")
