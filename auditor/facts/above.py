"""The lines that stand above a block and speak of it: parent items, lines that lead in, headings."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import patterns as re
from auditor.claims import Block, Document, Kind

_DEEPEST = 4
"""Lead-in lines further out than this are not read."""
_KEY = 80
"""Longest text before a colon that is taken for the key of an item."""

_PER = re.compile(r"\W{0,4}(?:(?:on |in )?(?:per|each|every|one)\b|每|mỗi\b)", re.IGNORECASE)
_STATES = re.compile(r"\W{0,4}[~≈]?\d[\d.,]* ?(?:[KMGT]?i?B|[µm]?s|tokens?|[KMGTP]?FLOPS?)\b")
"""How a line begins that states a number, and so heads no column: "128 KiB per token:"."""
_OPTION = re.compile(
    r"\W{0,4}(?:option|plan|variant|layout|setup|case|strategy|scenario|方案|phương án) ?(?:[A-H]|\d{1,2})\b",
    re.IGNORECASE,
)
"""How the bold words begin that a paragraph on one of several options sets out with."""
_SECTION = re.compile(
    r"\A\s*(?:\d+(?:\.\d+)+[.):]?|\d+[.):]|[A-Z][.)]|[IVX]+[.)]"
    r"|(?:item|section|part|point|topic|area|aspect|criterion|category|chapter|check|task|question"
    r"|lesson|exercise|result|remark|observation|finding|experiment) \d{1,3} ?[:.)–—-])"
    r"\s+",
    re.IGNORECASE,
)
"""The number of a heading."""


def above(document: Document) -> tuple[tuple[str, ...], ...]:
    """For each block the lines that lead in to it, innermost first; headings are not among them."""
    reader = _Reader(document)
    for block in document.blocks:
        reader.leads.append(reader.of(block))
    return tuple(reader.leads)


def title(document: Document) -> int | None:
    """Index of the one heading that stands above all others; None if there is none."""
    tops = [block.index for block in document.blocks if block.kind is Kind.HEADING and not block.headings]
    return tops[0] if len(tops) == 1 else None


def unnumbered(heading: str) -> str:
    """A heading without its number: "Item 3: KV cache" is one on the cache."""
    return _SECTION.sub("", heading)


class _Reader:
    """One pass over the blocks, holding the line that leads in to what comes."""

    def __init__(self, document: Document) -> None:
        self.blocks: Sequence[Block] = document.blocks
        self.leads: list[tuple[str, ...]] = []
        self._opener: tuple[str, ...] = ()
        self._passing = False
        """Whether the line leads in to one list alone: a sentence with a colon, and no bold title."""
        self._listed = False
        """Whether an item of a list has followed it."""
        self._stack: list[tuple[int, str]] = []
        self._corner: tuple[str, ...] = ()
        self._fence: int | None = None
        self._line = -1

    def of(self, block: Block) -> tuple[str, ...]:
        if block.kind is Kind.HEADING:
            self._opener = ()
            return ()
        if block.item is not None:
            return self._of_item(block)
        if block.code is not None:
            return self._of_code(block)
        if block.cell is not None:
            return (*self._of_corner(block), *(line for line in self._opener if not _STATES.match(line)))
        if block.kind is not Kind.PARAGRAPH:
            return self._opener
        found, self._opener = self._opener, _opener(block)
        if self._passing and self._listed:
            found = ()
        self._passing, self._listed = bool(self._opener) and not block.strong, False
        return found if not self._opener and found else ()

    def _of_corner(self, block: Block) -> tuple[str, ...]:
        """The head of a table's first column, where it says what every row counts per: "Per GPU | Parameters | GB"."""
        assert block.cell is not None
        if block.cell.row == block.cell.column == 0:
            self._corner = (block.text,) if _PER.match(block.text) else ()
        return self._corner if block.cell.column else ()

    def _of_item(self, block: Block) -> tuple[str, ...]:
        assert block.item is not None
        self._listed = True
        parent = block.item.parent
        if parent is None:
            return self._opener
        return (_key(self.blocks[parent].text), *self.leads[parent])[:_DEEPEST]

    def _of_code(self, block: Block) -> tuple[str, ...]:
        """Lines above with less indent; a line that ends in a colon leads in to its neighbours up to a blank line."""
        code = block.code
        assert code is not None
        if code.fence != self._fence:
            self._fence, self._stack = code.fence, []
        elif code.line > self._line + 1:
            self._stack = [entry for entry in self._stack if entry[0] % 2 == 0 and entry[0] < 2 * code.indent]
        self._line = code.line
        own = 2 * code.indent
        leads = block.text.rstrip().endswith((":", "："))
        while self._stack and self._stack[-1][0] >= (own - 1 if leads else own):
            self._stack.pop()
        found = tuple(text for _, text in reversed(self._stack[-_DEEPEST:])) + self._opener
        # An odd level stands just above its own indent: lines beside a lead-in line are below it.
        self._stack.append((own - 1 if leads else own, _key(block.text)))
        return found[:_DEEPEST]


def _opener(block: Block) -> tuple[str, ...]:
    """The paragraph as a lead-in line: it ends with a colon, or is bold from end to end; of several lines the last."""
    text = block.text.strip()
    if text.endswith((":", "：")):
        text = text.rpartition("\n")[2]
    first = block.strong[0] if block.strong else None
    if first is not None and first.start <= 2 and _OPTION.match(block.text[first.start : first.end]):
        return (block.text[first.start : first.end],)
    bold = bool(block.strong) and sum(span.end - span.start for span in block.strong) >= len(text) - 1
    if not text or len(text) > 4 * _KEY or not (bold or text.endswith((":", "："))):
        return ()
    return (text,)


def _key(text: str) -> str:
    """The key of an item, or its whole text where it is short."""
    key, colon, _ = text.partition(":")
    if colon and len(key) <= _KEY:
        return key
    return text if len(text) <= 2 * _KEY else ""
