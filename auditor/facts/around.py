"""What stands around a number, as the later questions need it, and the concept that was found in it."""

from __future__ import annotations

from dataclasses import field

from auditor.facts.sense import NOTHING, Sense
from auditor.frozen import dataclass
from auditor.rulebook.vocabulary import Concept


@dataclass(frozen=True, slots=True)
class Naming:
    """What a number is: the concept found for it, and where."""

    concept: Concept
    fit: str
    """The scope that the unit itself gives."""
    sense: Sense
    """The stretch of the label that names it."""


@dataclass(frozen=True, slots=True)
class Around:
    """Everything that stands around a number, read."""

    before: Sense = NOTHING
    after: Sense = NOTHING
    key: Sense = NOTHING
    row: Sense = NOTHING
    column: Sense = NOTHING
    text: Sense = NOTHING
    """The number with its unit itself: "4B active parameters"."""
    line: Sense = NOTHING
    """The heading that the number itself stands in."""
    above: tuple[Sense, ...] = ()
    """The lines that lead in and the headings, innermost first."""
    lead: str = ""
    """The scope that a line begins with before an earlier number: "Per replica 8,192 tokens, 16 GB"."""
    operand: bool = False
    """Whether it is a part of written arithmetic: its key then names the result, not the number."""
    spread: bool = False
    """Whether the number counts the places that something else is spread over."""
    foreign: bool = False
    """Whether it is a bare number whose unit stands in the head of its row or column."""
    loose: bool = False
    """Whether it is a bare number further behind its key, which names the first number only."""
    further: bool = False
    """Whether another number stands between it and its key."""
    amount: str = ""
    """`value` for no more bytes than one stored value takes, `mass` for far more; empty for what lies between."""
    compared: bool = False
    """Whether it is one of two values that are compared: then it is no difference itself."""
    elided: bool = False
    """Whether its unit is printed with another number."""
    device: bool = False
    """Whether it stands right behind a count of GPUs, as a figure of each: "8 GPUs (80GB each)", "4 × 64GB"."""
    part: str | None = None
    """For an operand that is the key's quantity in another scope ("20GB ÷ 16 GPUs"), that scope; None for others."""
    running: bool = False
    """Whether it stands in running text, where a heading names nothing."""
    shared: frozenset[str] = frozenset()
    """The units of the counts that it is multiplied by, and so may be a share of."""
    summed: str = ""
    """For a result, the scope whose amounts it adds up: "layer" behind "16 layers × 2 GB"."""
    variant: str = ""
    """The situation of its table row, where a number heads it."""
    topics: frozenset[str] = field(default_factory=frozenset)
    """Topics of the whole label, headings included."""

    @property
    def own(self) -> tuple[Sense, ...]:
        """The label's stretches that are the number's own, nearest first."""
        return self.near if self.operand else (*self.near, self.key, self.row, self.column)

    @property
    def near(self) -> tuple[Sense, ...]:
        """What stands right beside the number."""
        return (self.after, self.before)


def is_worked_out(key: Sense) -> bool:
    """Whether a key names what reports like to give as a product: "Hidden size: 32 × 128 = 4096", "Total GPUs: 8 × 2
    = 16"; of other keys ("Experts: 16 × 4 = 64") a factor may be what they name."""
    named = {concept for term in key.mentions for concept in term.concepts}
    return named == {"hidden_size"} or (named == {"gpus"} and key.sums)
