"""Numbers that a report states and does not stand by: designs that it gives up, and what it only plays through."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import takewhile

from auditor import patterns as re
from auditor.claims import Block, Claim, Document
from auditor.facts.fact import Stance
from auditor.facts.mistakes import mistakes
from auditor.facts.rejected import rejected
from auditor.facts.supposed import CROSSES, hypotheses, is_ruled_out, supposed
from auditor.rulebook.vocabulary import Vocabulary
from auditor.span import Span

_CITED = re.compile(r"\s*(?:[^\s\d\"“«][^\"“«:]{0,40}: ?|[(\[][^()\[\]\d\"“«]{1,40}[)\]] ?)?[\"“«][^\"“«]*[\"”»]\W*")

_DIFFS = frozenset({"diff", "patch"})
_INTRODUCED = re.compile(
    r"\b(?:original|old|earlier|previous|first|said|says|stated?|reads?|had|claim\w*|wrote|quot\w+|draft|version)\b"
    r"[^.!?\n]*:\s*\Z",
    re.IGNORECASE,
)
"""The end of what stands before words of somebody else."""


class Asides:
    """The asides of a document."""

    def __init__(self, document: Document, vocabulary: Vocabulary) -> None:
        self._blocks = document.blocks
        self._rejected = rejected(document, vocabulary)
        self._supposed = supposed(document, vocabulary)
        self._mistakes = mistakes(document)
        self._told: dict[int, tuple[Sequence[Span], Sequence[Span]]] = {}
        """By block what is struck through in it, and the sentences of what would be."""

    def stance(self, claim: Claim, *, apart: bool) -> Stance | None:
        """What the report does with a number that stands in an aside; None for one that stands in none.

        `apart`: whether it has a situation of its own already, as each of several configurations has.
        """
        struck, sentences = self._told.get(claim.block) or self._read(self._blocks[claim.block])
        if claim.block in self._rejected or _covers(struck, claim.start, claim.end):
            return Stance.REJECTED
        block = self._blocks[claim.block]
        if _covers(self._mistakes.get(claim.block, ()), claim.start, claim.end) or self._is_cited(block):
            return Stance.QUOTED
        told = _covers(sentences, claim.start, claim.start + 1)
        if claim.degree and self._is_ruled_out(claim):
            return Stance.SUPPOSED
        return Stance.SUPPOSED if told or (not apart and claim.block in self._supposed) else None

    def _is_cited(self, block: Block) -> bool:
        """Whether a block quote holds only words between quotation marks, and whose they are, or is introduced so; or a
        line of a diff takes out what stood there."""
        if block.code is not None and block.code.language in _DIFFS:
            return block.text.lstrip().startswith("-")
        if not block.quoted:
            return False
        before = self._blocks[block.index - 1].text if block.index and not self._blocks[block.index - 1].quoted else ""
        return _CITED.fullmatch(block.text) is not None or _INTRODUCED.search(before) is not None

    def _is_ruled_out(self, claim: Claim) -> bool:
        """Whether words right by a layout, or a cross in its row, say that it cannot be."""
        block = self._blocks[claim.block]
        if is_ruled_out(block.text, claim.start, claim.end):
            return True
        row = takewhile(lambda each: _is_of_row(each, block), self._blocks[block.index + 1 :])
        return block.cell is not None and any(each.text.strip() in CROSSES for each in row if each.text.strip())

    def _read(self, block: Block) -> tuple[Sequence[Span], Sequence[Span]]:
        found = self._told[block.index] = _outermost(block.struck), hypotheses(block)
        return found


def _is_of_row(block: Block, first: Block) -> bool:
    here, there = block.cell, first.cell
    return here is not None and there is not None and (here.table, here.row) == (there.table, there.row)


def _outermost(spans: Iterable[Span]) -> list[Span]:
    """Of stretches in order, those that lie in no other one."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.end > kept[-1].end:
            kept.append(span)
    return kept


def _covers(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of some stretches, in order and none within another, holds a whole other one."""
    at = bisect_right(spans, start, key=lambda span: span.start) if spans else 0
    return at > 0 and spans[at - 1].end >= end
