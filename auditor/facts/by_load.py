"""Weights in the rows of a table that differ by the load alone: what a step reads of them, not what is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from auditor.claims import Block
from auditor.facts.draft import Draft

_WEIGHTS = "weight_memory"
_LOADS = frozenset(
    {
        "batch_size",
        "concurrency",
        "sequences_per_gpu",
        "sequence_length",
        "input_length",
        "output_length",
        "request_rate",
    }
)
_LETTERS = frozenset({"b", "$b$", "n", "$n$", "batch", "batch $b$", "tokens", "sequences", "users", "requests"})


def by_load(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    """The weights of each column that only its head names, where its rows differ and are told by batch or requests."""
    columns: dict[tuple[int, int], list[Draft]] = defaultdict(list)
    loads: dict[tuple[int, int], Draft] = {}
    for draft in drafts:
        cell = blocks[draft.claim.block].cell
        if cell is None or not cell.row:
            continue
        if cell.column == 0:
            loads[cell.table, cell.row] = draft
        elif draft.concept is not None and draft.concept.id == _WEIGHTS:
            columns[cell.table, cell.column].append(draft)
    for (table, _), column in columns.items():
        told = [loads.get((table, row.row)) for draft in column if (row := blocks[draft.claim.block].cell) is not None]
        if len({draft.quantity.interval for draft in column}) > 1 and all(map(_is_load, told)):
            yield from column


def _is_load(head: Draft | None) -> bool:
    if head is None:
        return False
    named = head.concept.id if head.concept is not None else ""
    return named in _LOADS or (not named and head.claim.label.column.strip().lower() in _LETTERS)
