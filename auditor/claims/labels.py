"""The words by which each number is known: key, clause around it, row and column, headings above."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from auditor.claims.by_place import by_place
from auditor.claims.claim import Label
from auditor.claims.lexicon import lexicon
from auditor.claims.token import Token
from auditor.document import Block, Cell, Document
from auditor.frozen import dataclass

_KEY = re.compile(r"([^:：\n]{1,120}?)[ \t]*(?:：|:(?=\s|$)|(?<=[一-鿿]):)")
_CODE_KEY = re.compile(r"""([^:=\n]{1,80}?)["'`]?[ \t]*(?::|=(?!=))""")
_ALIGNED_KEY = re.compile(
    r"[ \t]*([^\W\d](?:(?! {2})[^:=\n]){0,50} (?:per |/ ?)(?:GPU|device|card|rank|node|stage|replica|layer))"
    r" {2,}(?=[~≈$(]*\d)",
    re.I,
)
"""The words before the column in which the lines of a code block begin their workings: what these come to is per GPU,
not what they begin with."""
_PLACE_KEY = re.compile(
    r"\W{0,4}((?:stage|rank|node|GPU|device|group|replica|server|阶段|节点)s? ?\d{1,4})[ \t]*(?:→|->|⇒|=>|–|—)(?=\s)",
    re.IGNORECASE,
)
"""A place with an arrow or a dash to what it has: "Stage 1 → GPUs 8-15, 40 layers"."""
_WORKED_KEY = re.compile(
    r"([^\W\d_][^\d:=,;.!?()\n]{2,60}?)[ \t]*=(?!=)(?=[^,;=\n]{0,80}\d[^,;=\n]{0,40}[×*/÷+−·][^;=\n]{1,80}=[ \t~≈$]*\d)"
)
"""A name whose value is worked out behind it: "Weights per GPU = 140 GB / 8 = 17.5 GB"."""
_QUOTED = re.compile(r"""["']([^"'\n]{1,80})["']\s*:""")
_SENTENCE = re.compile(r"[.;!?。；！？](?=\s|$)|;(?=[一-鿿])|[。；！？]")
_PER_ONE = re.compile(r"\b(?:per|each|every) \w+\Z")
_NEXT = re.compile(r"[.!?][ \t]+(?=[A-Z])")
_VALUE = re.compile(r"[\s~≈<>≤≥$]*\d")
_STOP = re.compile(r"[.;!?](?=\s|$)|,(?=\s)|[,;](?=[一-鿿])|[。；！？，、]")
_EDGE = " \t\n:：=*-–—,;|\"'`[]{}/+×→<>≤≥~≈•├└│─✅✓✔❌✗⚠️"
_WORD = re.compile(r"\b[a-z]+\b")
_NAMES = re.compile(r"[^\W\d_]{2,}")
_DEGREES = ("degree", "degrees")
"""Ends of the head of a column that counts in how many parts things are split."""
_NAMES_ITS_NUMBER = re.compile(r"\W*[^\W\d_]{3}[^\d\n]*\d")
"""A head with a word before its number."""
_NUMBERS = frozenset({"#", "no", "nr", "№", "序号", "编号", "stt"})
"""Heads of a first column that only counts the rows."""
_REMARK = re.compile(r"(?<=\w) \(([^()\d]{1,24}|[A-Za-z]{1,4}\d{1,3})\)(?=[\W_]*\Z)")
"""A short remark in brackets at the end of a name."""
_LETTER = re.compile(r"(?<=[^\W\d_]{4}) (?<!\btop )(?<!\bwith )(?<!\bwhere )(?<!\bwhen )[A-Za-z]\s*=\s*\Z")
"""The letter that stands for what is named before it: "Pipeline stages p = 8"."""
_WORDS_IN_KEY = 12
_WORDS_IN_VALUE = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a block."""

    start: int
    end: int
    keys: tuple[tuple[int, str], ...]
    """Where each key with its colon ends, and the key."""


class Labels:
    """The labels of a document's numbers."""

    __slots__ = ("_cells", "_headings")

    def __init__(self, document: Document) -> None:
        blocks = document.blocks
        self._cells = {
            (block.cell.table, block.cell.row, block.cell.column): block.text for block in blocks if block.cell
        }
        self._headings = {block.index: block.text for block in blocks if block.level}

    def of_block(self, block: Block, tokens: Sequence[Token], around: Label) -> Iterator[tuple[Token, Label]]:
        """Each number of a block with its label, in order; `around` is what the whole block stands under."""
        numbers = [token for token in tokens if token.number is not None]
        return by_place(block.text, [*self._of_block(block, numbers, around)]) if numbers else iter(())

    def _of_block(self, block: Block, numbers: Sequence[Token], around: Label) -> Iterator[tuple[Token, Label]]:
        lines = _lines(block)
        at, previous = 0, 0
        for place, token in enumerate(numbers):
            number = token.number
            assert number is not None
            while lines[at].end <= number.start and at + 1 < len(lines):
                at += 1
            line = lines[at]
            key_end, key = _key(line, number.start)
            following = numbers[place + 1].number if place + 1 < len(numbers) else None
            limit = min(line.end, following.start if following is not None else line.end)
            before = _before(block.text, max(key_end, previous, line.start), number.start)
            after = _after(block.text, number.end, max(number.end, limit))
            yield token, Label(key, around.row, around.column, before, after, around.headings)
            previous = token.end

    def of_mark(self, block: Block) -> Label:
        """What a whole block stands under: row, column and headings."""
        headings = tuple(self._headings[index] for index in block.headings)
        return Label(row=self._row(block), column=self._column(block), headings=headings)

    def _row(self, block: Block) -> str:
        cell = block.cell
        if cell is None or not cell.column or (not cell.row and _NAMES_ITS_NUMBER.match(block.text)):
            # A head in words is no value of the first one: "| TP | FFN 28,672 |", but "| TP | 4 | 8 |".
            return ""
        first = self._cells.get((cell.table, cell.row, 0), "")
        if self._column(block).lower().endswith(_DEGREES) and (method := self._method(cell)):
            return method
        head = self._cells.get((cell.table, 0, 0), "").strip(" .:").lower()
        if head in _NUMBERS and first.strip(" .)#").isdecimal() and cell.column > 1:
            # "| 3 | Memory | ≤ 60% |": what numbers the rows names nothing.
            return self._cells.get((cell.table, cell.row, 1), "")
        return first

    def _method(self, cell: Cell) -> str:
        """Which parallelism a degree of a row is of, by a cell before it: "| Experts | EP | 16 |"."""
        letters = lexicon().degree_letters
        before = (self._cells.get((cell.table, cell.row, column), "") for column in range(1, cell.column))
        return next((text for text in before if (words := _NAMES.findall(text)) and letters.issuperset(words)), "")

    def _column(self, block: Block) -> str:
        cell = block.cell
        return self._cells.get((cell.table, 0, cell.column), "") if cell is not None and cell.row else ""


def _lines(block: Block) -> list[_Line]:
    found, start = [], 0
    for line in block.text.split("\n"):
        end = start + len(line)
        found.append(_Line(start, end, tuple(_keys(block, start, end))))
        start = end + 1
    return found


def _keys(block: Block, start: int, end: int) -> Iterator[tuple[int, str]]:
    text = block.text
    if block.code is not None and (quoted := [*_QUOTED.finditer(text, start, end)]):
        for found in quoted:
            yield found.end(), found[1]
        return
    key = _KEY.match(text, start, end)
    if key is None and block.code is not None:
        key = _ALIGNED_KEY.match(text, start, end) or _CODE_KEY.match(text, start, end)
    elif key is None:
        key = _WORKED_KEY.match(text, start, end) or _PLACE_KEY.match(text, start, end)
    if key is None or not _is_key(key[1]):
        return
    # Of "run.py --num_gpus=16" the flag is the key.
    yield key.end(), key[1].rpartition("--")[2].strip(_EDGE)
    sentences = [*_NEXT.finditer(text, key.end(), end)] if block.code is None else []
    if not sentences or _VALUE.match(text, key.end()) is None:
        # The key of "Decode: batch of 8 ..." is a topic.
        return
    # That of "Cache: 9 GB." ends with its value; that of "Rate per GPU: 9 tokens/ms, which is ..." with the next key.
    ends = len(_WORD.findall(text, key.end(), sentences[0].start())) <= _WORDS_IN_VALUE
    for sentence in sentences if ends or _PER_ONE.search(key[1]) else ():
        own = _KEY.match(text, sentence.end(), end)
        if own is not None and _is_key(own[1]):
            yield own.end(), own[1].strip(_EDGE)
        elif ends:
            yield sentence.end(), ""


def _is_key(text: str) -> bool:
    return len(text.split()) <= _WORDS_IN_KEY and not _SENTENCE.search(text)


def _key(line: _Line, position: int) -> tuple[int, str]:
    """The last key that ends before a position."""
    at = bisect_right(line.keys, position, key=lambda key: key[0])
    return line.keys[at - 1] if at else (0, "")


def _before(text: str, start: int, end: int) -> str:
    for found in _SENTENCE.finditer(text, start, end):
        start = found.end()
    words = text[start:end] if start < end else ""
    opened = words.rfind("(")
    if opened > words.rfind(")"):
        words = words[opened + 1 :]
    # "TTFT (p95) ≤ 0.5 s": what the bracket says belongs to the name.
    words = _REMARK.sub(r" \1", _LETTER.sub("", words))
    return words.strip(_EDGE + ")([{]}")


def _after(text: str, start: int, end: int) -> str:
    found = _STOP.search(text, start, end)
    words = text[start : found.start() if found else end]
    if words.count("(") > words.count(")"):
        words = words[: words.rfind("(")]
    closing = words.find(")")
    if closing >= 0 and "(" not in words[:closing]:
        words = words[:closing]
    words = words.strip(_EDGE)
    return words[1:-1].strip(_EDGE) if words.startswith("(") and words.find(")") == len(words) - 1 else words
