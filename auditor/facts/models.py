"""Which model or accelerator a number is of, in a document that speaks of several."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.claims import Block, Claim, Claims
from auditor.facts.above import above
from auditor.facts.fact import Named
from auditor.facts.unlisted import by_size, with_unlisted
from auditor.span import Span

OTHER_MODEL = "model "
"""Beginning of the situation of a number that is another model's than the document's subject."""
OTHER_ACCELERATOR = "accelerator "
"""Beginning of that of another accelerator."""
_COMPARISON = r"than|against|versus|vs\.?|unlike|compared (?:with|to)|relative to|hơn(?: cả)?|so với"
_COMPARED = re.compile(rf"(?:\b(?:{_COMPARISON})\W{{1,3}}(?:the )?|[比较]\s?)\Z", re.I)
"""Words before a name that only is compared with: "94 layers, 7 % less than Llama-3-70B"."""
_ASIDE = re.compile(rf"\b(?:{_COMPARISON}|like|as (?:for|in|with|of)|similar to|instead of)\W{{1,3}}(?:the )?\Z", re.I)
"""Words before a name that is no subject."""
_NEAR = 24
_BREAKS = ("\n", ". ", "; ", "。", "；")
"""What ends the stretch of text that a name speaks for."""


def other_accelerators(named: Sequence[Named], claims: Claims) -> Mapping[int, str]:
    """By claim the situation of each number in running text that is another accelerator's; tables have their own."""
    found = _others([name for name in named if name.kind == "accelerator"], claims)
    cells = claims.document.blocks
    return {at: OTHER_ACCELERATOR + entry for at, entry in found.items() if cells[claims.all[at].block].cell is None}


def other_models(named: Sequence[Named], claims: Claims) -> Mapping[int, str]:
    """By claim the situation of each number that its line, a line above or a heading gives to another model.

    Empty for a document that names one model only. The subject is the model named most often, of equals the first.
    """
    models = with_unlisted([name for name in named if name.kind == "model"], claims.document)
    found = _others(models, claims, by_size(models, claims.document))
    return {index: OTHER_MODEL + entry for index, entry in found.items()}


def of_subject(named: Sequence[Named], claims: Claims) -> Sequence[Named]:
    """The names without the models where the document is about one that no catalogue has, "Falcon-40B", or names them
    only for comparison: "8 KV heads as for Llama-2-70B"."""
    models = with_unlisted([name for name in named if name.kind == "model"], claims.document)
    source = claims.document.source
    if models and all(_ASIDE.search(source, max(n.span.start - _NEAR, 0), n.span.start) for n in models):
        return [name for name in named if name.kind != "model"]
    known = {entry for name in named for entry in name.entries}
    listed = not models or _subject(models) in known
    return named if listed else [name for name in named if name.kind != "model"]


def _subject(models: Sequence[Named]) -> str:
    return Counter(name.entries[0] for name in models).most_common(1)[0][0]


def _others(names: Sequence[Named], claims: Claims, sized: Sequence[Named] = ()) -> Mapping[int, str]:
    """By claim the entry that is not the subject; `sized` name one of them again, by its size."""
    alone = names and set(names[0].entries).intersection(*(name.entries for name in names))
    if not names or (alone and all(name.entries[0] in names[0].entries for name in sized)):
        return {}
    reader = _Reader(_as_subject(names), claims, sized)
    found = {claim.index: reader.of(claim) for claim in claims.all if claim.quantity is not None}
    return {index: entry for index, entry in found.items() if entry not in ("", reader.subject)}


def _as_subject(names: Sequence[Named]) -> list[Named]:
    """The names with those that may be the subject's called as it is: "H100 80GB" beside "H100"."""
    subject = _subject(names)
    its = {entry for name in names if name.entries[0] == subject for entry in name.entries}
    return [name if its.isdisjoint(name.entries) else replace(name, entries=(subject,)) for name in names]


class _Reader:
    """The names of a document by place, and the lines that lead in to each block."""

    def __init__(self, models: Sequence[Named], claims: Claims, sized: Sequence[Named]) -> None:
        self._blocks: Sequence[Block] = claims.document.blocks
        self._source = claims.document.source
        self._leads = above(claims.document)
        self._by_block: dict[int, list[Named]] = defaultdict(list)
        self._lines: dict[tuple[int, bool, int], set[str]] = defaultdict(set)
        """By table the models that head its columns (True) and rows."""
        for name in sorted((*models, *sized), key=lambda name: name.span.start) if sized else models:
            self._by_block[name.block].append(name)
            cell = self._blocks[name.block].cell
            if cell is not None and (cell.row == 0) != (cell.column == 0):
                self._lines[cell.table, cell.row == 0, cell.column or cell.row].add(name.entries[0])
        self._read: dict[str, tuple[str, ...]] = {}
        self._entries = {name.text: name.entries[0] for name in models}
        self.subject = _subject(models)

    def of(self, claim: Claim) -> str:
        """The entry of the nearest name; empty where none, or none alone, is in reach."""
        block = self._blocks[claim.block]
        beside = [] if block.cell is not None else self._by_block.get(claim.block, [])
        named = self._beside(claim.span, beside)
        if named is not None:
            return named
        if block.cell is not None:
            table, row, column = block.cell.table, block.cell.row, block.cell.column
            for heads in (self._lines.get((table, False, row)), self._lines.get((table, True, column))):
                if heads:
                    return next(iter(heads)) if len(heads) == 1 else ""
        headings = (self._blocks[index].text for index in reversed(block.headings))
        for line in (*self._leads[claim.block], *headings):
            if said := self._said(line):
                return said[0]
        return ""

    def _said(self, line: str) -> tuple[str, ...]:
        """The entry that a line names, an empty one for several; nothing where it names none."""
        found = self._read.get(line)
        if found is None:
            entries = {entry for text, entry in self._entries.items() if text in line}
            found = self._read[line] = tuple(entries) if len(entries) < 2 else ("",)
        return found

    def _beside(self, number: Span, names: Sequence[Named]) -> str | None:
        """The last name before a number in its sentence, or the only one of the sentence; None where the lines above
        have to say, as no sentence up to the number names any.
        """
        place = bisect_right(names, number.start, key=lambda name: name.span.end)
        if place < len(names) and names[place].span.overlaps(number):
            return names[place].entries[0]
        if place and self._is_joined(names[place - 1].span, number):
            return names[place - 1].entries[0]
        behind = [name for name in names[place : place + 2] if self._is_joined(name.span, number)]
        spoken = [name for name in behind if not self._is_compared(name)]
        if not spoken and not place:
            return None
        return spoken[0].entries[0] if len(spoken) == 1 else ""

    def _is_compared(self, name: Named) -> bool:
        start = name.span.start
        return _COMPARED.search(self._source, max(start - _NEAR, 0), start) is not None

    def _is_joined(self, name: Span, number: Span) -> bool:
        between = self._source[min(name.end, number.end) : max(name.start, number.start)]
        return not any(mark in between for mark in _BREAKS)
