"""What storage formats that a report names imply of its parameters where no number says it."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.derivations.candidate import Candidate, Cells, Key
from auditor.derivations.derivation import Step
from auditor.facts import Facts, Implied
from auditor.frozen import dataclass
from auditor.interval import Interval

_BYTES = "bytes_per_parameter"
_OF_WEIGHTS = frozenset(
    {
        *("weight_memory", "parameters", "layers", "hidden_size", "ffn_hidden", "expert_hidden", "experts"),
        *("attention_heads", "kv_heads", "head_dim", "vocabulary"),
    }
)
"""What a format beside it is that of all weights: "140 GB (FP16)", "70B parameters, FP16", "hidden size 4096, BF16"."""


@dataclass(frozen=True, slots=True)
class Width:
    """What a storage format implies of a situation ("FP16": 2 bytes a parameter)."""

    cell: Key
    scenario: tuple[str, ...]
    candidate: Candidate
    declared: bool

    @property
    def rank(self) -> tuple[int, bool]:
        """How much it says of a situation: more of its words say more, and what is called the precision does."""
        return len(self.scenario), self.declared


def widths(facts: Facts) -> list[Width]:
    """What the storage formats of a document imply, each once.

    One that qualifies an amount ("weights: 140 GB (FP16)") holds for the model where no other format is named; of
    several each is an amount's own, so that they support only.
    """
    several = len({each.value for each in facts.implied if each.concept == _BYTES}) > 1
    found: dict[tuple[object, ...], Width] = {}
    for implied in sorted(facts.implied, key=lambda each: (-len(each.scenario), not each.declared)):
        meant = implied.beside is None or _is_of_weights(implied.beside, facts)
        loose = implied.beside is not None and several
        if meant and implied.of in ("", "weight_memory") and (not loose or implied.concept == _BYTES):
            kind = implied.concept, implied.format, implied.value, implied.scenario, loose
            found.setdefault(
                kind, Width((implied.concept, ""), implied.scenario, _width(implied, loose=loose), implied.declared)
            )
    return list(found.values())


def imply(cells: Cells, widths: Sequence[Width], scenario: tuple[str, ...]) -> None:
    """Adds what storage formats imply where no number says it: all that are named alike, of which none is preferred."""
    stated = (_BYTES, "") in cells
    preferred: dict[Key, tuple[int, bool]] = {}
    for width in widths:
        if not set(width.scenario) <= set(scenario):
            continue
        if width.candidate.loose:
            fits = not stated
        else:
            fits = width.cell not in cells or preferred.get(width.cell) == width.rank
            preferred.setdefault(width.cell, width.rank)
        if fits:
            cells.add(width.cell, width.candidate)


def _width(implied: Implied, *, loose: bool) -> Candidate:
    value = Interval.point(implied.value)
    step = Step(f"{implied.format} takes {implied.value} bytes", "", value, "byte", str(implied.value))
    return Candidate(value, frozenset(), steps=(step,), loose=loose, widths=frozenset({implied.value}))


def _is_of_weights(claim: int, facts: Facts) -> bool:
    fact = facts.by_claim[claim]
    return fact is not None and fact.concept in _OF_WEIGHTS
