"""Tables: what a row and a column say of a cell's number, and which situation the row is."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile

from auditor import patterns as re
from auditor.claims import Cell, Claim, Document
from auditor.facts.brackets import naming
from auditor.facts.sense import NOTHING, Sense
from auditor.facts.senses import Senses
from auditor.facts.variants import KNOBS
from auditor.rulebook.vocabulary import Term
from auditor.unit_table import alternatives

_NUMERAL = re.compile(r"[~≈<>≤≥+±−-]?\s*\d[\d.,]*\s*(?:[KkMGB]?\b|[×x%倍])(?:\s*\w+)?\s*$")
"""A cell that is a number, with a unit or without: "1024", "2×", "+50%"."""
_SPAN = re.compile(r"\s*\d{1,2}(?::\d\d)?\s*(?:[-–—~至]|to)\s*\d{1,2}(?::\d\d)?(?: ?h)?\s*$")
"""A cell that is a span of hours, or of whatever else is numbered."""
_UNIT = re.compile(r"[(\[（]([^()\[\]（）]{1,24})[)\]）]\s*$")
_QUANTITIES = frozenset({"metric", "parameter", "quantity", "property", "item", "setting", "attribute", "measure"})
"""Last words of a head over names of quantities: the rows of "Model parameter" are no models."""
_BYTES = re.compile(r"\s*([KMGTP]i?B)(?:\s*(?:/|per)\s*\w+)?\s*$")
"""A head that is a unit and nothing else: "GB", "GB per GPU"."""
_LONGEST = 80
"""Characters of a situation's name."""
_COLUMNS = 3
"""Columns that a situation is named by."""
_PARTS = {
    "stage": "stage", "pp stage": "stage", "pipeline stage": "stage", "pp rank": "stage", "阶段": "stage",
    "gpu": "gpu", "rank": "gpu", "gpu id": "gpu", "device": "gpu", "node": "node", "节点": "node", "group": "group",
    "replica": "replica", "giai đoạn": "stage", "nút": "node",
}  # fmt: skip
"""Heads of a first column that numbers what the rows are of, and the scope of the other cells."""
_INDEX = re.compile(r"[*_`]{0,2}(?:[^\W\d]{1,12} ?)?(\d{1,4})[*_`]{0,2}\s*\Z")
_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}")
_SORTS = frozenset(
    {"static", "dynamic", "fixed", "variable", "default", "standard", "basic", "simple", "normal", "main", "uniform"}
)
"""Heads that tell variants apart where two of them stand side by side, and qualify a number elsewhere."""
_SETUP = frozenset({"gpus", "tensor_parallel", "pipeline_parallel", "expert_parallel", "data_parallel"})
"""What a deployment is made of."""
_LETTERS = frozenset("ABCDEFGH")
"""Heads of the columns of options that go by letters."""
_NOW = ("version", "current")
_MOVED = re.compile(r"\b(?:reads?|written|streamed|loaded|moved|traffic|transfer\w*|per step)\b|读|đọc", re.IGNORECASE)
"""What says of a row that bytes are moved, and not held."""
_USED = "memory_used"
_HELD = frozenset({"weight_memory"})
_BESIDE = frozenset({"kv_cache", "activation_memory"})
"""What stands in memory beside the weights: a total of both is what is used."""


class Tables:
    """The tables of a document."""

    def __init__(self, document: Document, senses: Senses) -> None:
        self._senses = senses
        self._blocks = document.blocks
        cells = [(block.cell, block.text) for block in document.blocks if block.cell is not None]
        self._cells = {(cell.table, cell.row, cell.column): text for cell, text in cells}
        self._heads: dict[int, list[tuple[int, str]]] = {}
        self._firsts: dict[int, list[str]] = {}
        for cell, text in cells:
            if cell.row == 0:
                self._heads.setdefault(cell.table, []).append((cell.column, text))
            elif cell.column == 0:
                self._firsts.setdefault(cell.table, []).append(text)
        self._varying: dict[int, tuple[int, ...]] = {}
        self._budgets: dict[int, bool] = {}
        self._parts: dict[int, str] = {}

    def row(self, claim: Claim) -> Sense:
        """The row's label; under a head such as "Method" it tells variants apart and names nothing."""
        if not naming(claim, claim.label.row):
            return NOTHING
        row = self.column(claim.label.row)
        if row.numbers and all("architecture" in part.topics for part in row.parts):
            # "MoE-47B" is the name of a model.
            row = replace(row, parts=())
        cell = self._blocks[claim.block].cell
        if row.sums and row.bare and cell is not None and self._is_budget(cell.table):
            row = replace(row, mentions=(Term(concepts=(_USED,)),), bare=False)
        head = self.column(self._cells.get((cell.table, 0, 0), "")) if cell is not None else NOTHING
        if head.scope == "gpu" and head.bare and not row.scope:
            # "| Per GPU | Value |": what the first column lists is counted per that.
            row = replace(row, scope=head.scope)
        named = row.mentions or row.parts
        row = _unnamed(row) if cell is not None and named and 0 in self._variants(cell.table) else row
        amount = claim.quantity is not None and not claim.quantity.whole
        part = self._part(cell.table) if cell is not None and amount and not row.scope else ""
        return replace(row, scope=part) if part else row

    def _part(self, table: int) -> str:
        """What its rows number, one after the other: "stage" where the first column is "Stage" with 0, 1, 2; or ""."""
        found = self._parts.get(table)
        if found is None:
            head = _PARTS.get(self._cells.get((table, 0, 0), "").strip(" *_").lower(), "")
            first = [_INDEX.match(text) for text in self._firsts.get(table, ())] if head else []
            numbers = [int(each[1]) for each in first if each is not None]
            follow = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
            found = self._parts[table] = head if follow and numbers[0] <= 1 else ""
        return found

    def _is_budget(self, table: int) -> bool:
        """Whether its rows are the parts of the memory in use: the weights, and what stands beside them."""
        found = self._budgets.get(table)
        if found is None:
            terms = [term for text in self._firsts.get(table, ()) for term in self._senses.label(text).mentions]
            parts = {concept for term in terms for concept in term.concepts}
            moved = any(_MOVED.search(text) for text in self._firsts.get(table, ()))
            found = self._budgets[table] = bool(parts & _HELD and parts & _BESIDE) and not moved
        return found

    def head(self, claim: Claim, text: str) -> Sense:
        """The column's label; of "Static" beside "Dynamic" each is a variant, a total beside "Per GPU" is of all."""
        sense, cell = self.column(text), self._blocks[claim.block].cell
        if cell is None:
            return sense
        if not cell.column and sense.mentions and _WORDS.search(self._blocks[claim.block].text, claim.end):
            # "Stage" above "399 further tokens at 21 ms" is the name of what the rows are, and of no number in them.
            return replace(sense, mentions=(), bare=False, clean=False)
        whole = sense.scope == "sum" or self.column(text.partition("(")[0]).scope == "sum"
        if whole and any(self.column(head).scope == "gpu" for _, head in self._heads.get(cell.table, ())):
            return replace(sense, scope="total")
        if sense.role == "required" and sense.bare and not sense.scenarios and self._is_of_move(claim, cell.table):
            return replace(sense, role="", scenarios=(("version", _tag(text)),))
        letters = [head.strip(" *_") for _, head in self._heads.get(cell.table, ())]
        if (letter := text.strip(" *_")) in _LETTERS and "A" in letters and "B" in letters:
            return replace(sense, scenarios=(("option", f"option {letter.lower()}"),))
        if text.strip(" *_").lower() not in _SORTS:
            return sense
        sorts = [head for _, head in self._heads.get(cell.table, ()) if head.strip(" *_").lower() in _SORTS]
        return replace(sense, mentions=(), bare=False, clean=False) if len(sorts) > 1 else sense

    def _is_of_move(self, claim: Claim, table: int) -> bool:
        """Whether a row says what a deployment is made of, and a column what it is now: "GPUs", "Current"."""
        row = self._senses.label(claim.label.row)
        if not (row.variant or any(concept in _SETUP for term in row.mentions for concept in term.concepts)):
            return False
        return any(_NOW in self.column(head).scenarios for _, head in self._heads.get(table, ()))

    def column(self, text: str) -> Sense:
        """A row's or column's label; one with a number in it ("TP=8") is a variant's and names nothing."""
        unit = _BYTES.match(text)
        sense = self._senses.label(text[unit.end(1) :] if unit is not None else text)
        return _unnamed(sense) if sense.numbers and sense.mentions else sense

    def situation(self, claim: Claim) -> str:
        """The situation of a row: what its columns of variants say, or the number that heads it; empty if none."""
        block = self._blocks[claim.block]
        cell = block.cell
        if cell is None:
            return ""
        if cell.row == 0:
            return _tag(block.text)
        variants = [self._cell(cell, column) for column in self._variants(cell.table)]
        return _tag(" / ".join(variants)) if variants else self._by_number(cell)

    def _by_number(self, cell: Cell) -> str:
        """The number in the first column, with what it is a number of: "sequence length 1024", "hours 0–8"."""
        head = self._cell(cell, 0)
        header = self._cells.get((cell.table, 0, 0), "")
        span = _SPAN.match(head) is not None
        if not (span or _NUMERAL.match(head)):
            return ""
        knobs = [concept for term in self._senses.label(header).mentions for concept in term.concepts]
        if span and knobs:
            # "| Layers | GPU |", "| 0–19 | 0 |": the things themselves are numbered.
            return ""
        knob = next((concept for concept in knobs if concept in KNOBS), "")
        return _tag(f"{knob.replace('_', ' ') or header[:_LONGEST]} {head}")

    def _cell(self, cell: Cell, column: int) -> str:
        return self._cells.get((cell.table, cell.row, column), "")[:_LONGEST]

    def _variants(self, table: int) -> tuple[int, ...]:
        """The first columns of a table, as far as they tell variants apart: "Model", "Method"."""
        found = self._varying.get(table)
        if found is None:
            heads = self._heads.get(table, ())
            named = any(self._senses.label(head).mentions for _, head in heads[1:_LONGEST])
            leading = takewhile(lambda head: self._varies(head[1]), heads if named else ())
            found = self._varying[table] = tuple(column for column, _ in islice(leading, _COLUMNS))
        return found

    def _varies(self, head: str) -> bool:
        """Whether a head names what varies; one that names a situation itself ("Optimized Plan") holds its figures."""
        sense = self._senses.label(head)
        return sense.variant and not sense.scenarios and sense.last not in _QUANTITIES


@lru_cache(maxsize=1024)
def has_unit(text: str) -> bool:
    """Whether a row's or column's label ends with a unit in brackets: "Memory (GB)"."""
    found = _UNIT.search(text[-_LONGEST:])
    if found is None:
        return False
    try:
        alternatives(found[1].strip())
    except ValueError:
        return False
    return True


def _unnamed(sense: Sense) -> Sense:
    return replace(sense, mentions=(), parts=(), scope="", clean=False, bare=False)


def _tag(text: str) -> str:
    return " ".join(text[: 4 * _LONGEST].lower().split())[:_LONGEST]
