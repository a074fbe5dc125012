"""What a report only plays through: alternatives that it does not take, and sentences of what would be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor import patterns as re
from auditor.claims import Block, Document, Kind
from auditor.facts.words import items
from auditor.rulebook.vocabulary import Vocabulary
from auditor.span import Span
from auditor.text import says_any

_SENTENCE = re.compile(r"[.!?](?=\s|$)|[。！？]|(?m:^.{0,59})\n")
"""Where a sentence ends; a long line goes on in the next one."""
_MARKER = re.compile(
    r"\b(?:would(?:n['’]t)?|(?:it|that|they|we)['’]d|could have|were to|what if|suppose|imagine|hypothetically"
    r"|(?:do not|don['’]t|never) use|(?<!to )avoid"
    r"|(?:is|are|was) (?:not an option|out of the question)|also (?:works?|runs?|fits?)|why not|alternatively"
    r"|(?:an|the|another|one) alternative|another option"
    r"|(?:in|the) (?:draft|version|revision) \d|the first (?:draft|version|attempt|try)"
    r"(?= (?:of [\w -]{1,40}? )?(?:\w+ed|had|was|took|gave|ran|put) )"
    r"|we had|used to|formerly|(?:for|by|in) comparison)\b"
    r"|也可以|也行|也能|cũng (?:chạy|dùng|đặt) được|假如|假设|倘若|作为对比|相比之下|giả sử|để so sánh|bị loại",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\W{0,16}(?:(?:if|had|were|nếu)\b|如果|若"
    r"|(?:do not|don['’]t|never)(?= (?:run|enable|set|deploy|choose|start|try|go|put|split)\b))",
    re.IGNORECASE,
)
"""What a sentence of what would be, or of what is not to be done, begins with."""
_PLAYED_THROUGH = re.compile(
    r"\b(?:what if|suppose|imagine)\b|假设|giả sử"
    r"|(?:\A\W{0,16}|[.!?]\W{1,4})(?:rejected|discarded|ruled out|dismissed|not chosen|not taken)\b[^.:\n]{0,40}:",
    re.IGNORECASE,
)
"""Words after which the whole rest of a paragraph is what would be."""
_RULED_OUT = re.compile(
    r"\W{0,2}(?:\b(?:attention|alone)\b\W?)?(?:(?:is|are|was|['’]s|then)\s)?\s?"
    r"(?:out\b(?![ -]of)|not (?:possible|feasible|an option|allowed|viable|valid|usable|divisible)\b|impossible\b"
    r"|infeasible\b|ruled out\b|excluded\b|no[ -]go\b|invalid\b|(?:can|could|is|are|would|will|do|does|did)"
    r"(?: ?not|n?['’]t) (?:be used|work|divide|fit|split|go|possible|an option)\b|makes? no sense\b"
    r"|(?:is |are )?n(?:ot|['’]t) (?:possible|an option)\b|fails\b"
    r"|不行|不可|不能|无法|不整除|除不尽|不适用|被排除|行不通"
    r"|không (?:được|thể|khả thi|chia|dùng|phù hợp)|bị loại|[✗❌✘])",
    re.IGNORECASE,
)
"""What rules out the layout that it stands behind: "TP8 is out: 28 / 8 = 3.5 heads", "TP8 不行"."""
_NOT_TAKEN = re.compile(
    r"(?:\b(?:no|why not|(?:can|could|do|does)(?: ?not|n?['’]t) (?:use|do|run)|cannot (?:use|do|run)|rules? out)\b"
    r"|(?:\bnot|n['’]t) (?:evenly )?(?:divide|divisible|split) (?:evenly )?(?:by|over|into|across|among)\b"
    r"|排除|不能用|无法用|không dùng)\W{0,2}(?:[^\W\d_]{2,3}|tensor parallel(?:ism)?|张量并行)?\W?$",
    re.IGNORECASE,
)
"""What does so before it: "No TP8, since 28 heads do not divide"."""
_HINTS = (
    "if", "had", "were", "nếu", "如果", "若", "suppose", "imagin", "假设", "giả sử", "rejected", "discarded",
    "ruled out", "dismissed", "not chosen", "not taken", "would", "'d", "’d", "could have", "hypothetical", " use",
    "used to", "avoid",
    "not an option", "out of the question", "do not", "don't", "don’t", "never", "also work",
    "alternative", "another option", "attempt", "draft", "version", "revision", "formerly", "comparison",
    "why not", "也可以", "也行", "也能", "cũng", "假如", "倘若", "作为对比", "相比之下", "để so sánh", "bị loại",
)  # fmt: skip
"""One of these stands in whatever these three are found in; to look for them costs a fraction of the searches."""
CROSSES = frozenset("❌✗✘")
"""Marks of what is wrong, or not taken."""
_QUOTATION = re.compile(r"[\"“][^\"“”\n]{20,400}[\"”]")
_ASKS = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|will|would|should|how|what|which|when|where|who|has|have|fits?)\b",
    re.IGNORECASE,
)
_WOULD = re.compile(r"\bwould\b|\bwhat if\b", re.IGNORECASE)
"""What a heading says of a section that is played through: "What FP8 would change"."""
_RISKS = re.compile(
    r"\W*(?:(?:key |main |top )?risks?|failure(?: mode| scenario)?s?|what if|if|风险|故障|rủi ro|sự cố|risiko)\W*",
    re.IGNORECASE,
)
"""The head of a column that lists what may happen: its rows tell what would be then."""
_LEAD = 100
"""Characters of a line that leads in to a list, at the most."""


def supposed(document: Document, vocabulary: Vocabulary) -> frozenset[int]:
    """Indices of the blocks under headings that name alternatives: "Alternatives considered", "DP attention?"; and of
    the items below a line that does: "Alternatives which were dropped:"; and of the cells of a table of risks."""
    asides = {
        block.index for block in document.blocks if block.kind is Kind.HEADING and _is_aside(block.text, vocabulary)
    }
    under = (
        block.index for block in document.blocks if asides and not asides.isdisjoint((*block.headings, block.index))
    )
    return frozenset((*under, *_led_in(document, vocabulary), *_of_risks(document)))


def _of_risks(document: Document) -> Iterator[int]:
    """The cells of tables whose rows are what may happen: "| Risk | Effect |"."""
    tables: set[int] = set()
    for block in document.blocks:
        cell = block.cell
        if cell is None:
            continue
        if not cell.row and not cell.column and _RISKS.fullmatch(block.text):
            tables.add(cell.table)
        if cell.table in tables:
            yield block.index


def _led_in(document: Document, vocabulary: Vocabulary) -> Iterator[int]:
    """The items of lists that a line of their own leads in to as alternatives."""
    leads = False
    for block in document.blocks:
        if block.item is None:
            text = block.text.rstrip()
            leads = block.kind is Kind.PARAGRAPH and text.endswith((":", "：")) and len(text) < _LEAD
            leads = leads and _is_aside(text, vocabulary)
        elif leads:
            yield block.index


def _is_aside(heading: str, vocabulary: Vocabulary) -> bool:
    if heading.rstrip().endswith(("?", "？")) and not _ASKS.search(heading):
        return True
    if _WOULD.search(heading):
        return True
    return any(item.term is not None and item.term.stance == "supposed" for item in items(heading, vocabulary))


def is_ruled_out(text: str, start: int, end: int) -> bool:
    """Whether the words right by a layout say that it cannot be: "TP8 is out: 28 / 8 = 3.5 heads"."""
    return _RULED_OUT.match(text, end) is not None or _NOT_TAKEN.search(text, max(start - _LEAD, 0), start) is not None


def hypotheses(block: Block) -> tuple[Span, ...]:
    """The sentences of a block that say what would be: "Micro-batch 2 would push the bubble to 9%"."""
    text = block.text
    if block.code is not None:
        return ()
    if text.lstrip()[:1] in CROSSES:
        # ❌ "It has 40 heads, so ...": a mistake that is quoted.
        return tuple(Span(*found.span()) for found in _QUOTATION.finditer(text))
    if not says_any(text, _HINTS):
        return ()
    asked = _PLAYED_THROUGH.search(text)
    if not (asked or _MARKER.search(text) or _CONDITION.search(text)):
        return ()
    ends = [0, *(found.end() for found in _SENTENCE.finditer(text)), len(text)]
    if asked:
        return (Span(max(end for end in ends if end <= asked.end()), len(text)),)
    return tuple(
        Span(start, end)
        for start, end in pairwise(ends)
        if _MARKER.search(text, start, end) or _CONDITION.match(text, start, end)
    )
