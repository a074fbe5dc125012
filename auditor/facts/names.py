"""Names without a number of their own: storage formats (FP16), models and accelerators of the catalogues."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditor import patterns as re
from auditor.claims import Block, Claim, Claims, Form, Kind
from auditor.facts.fact import Implied, Named
from auditor.facts.senses import Senses
from auditor.rulebook.vocabulary import NAME, Vocabulary, compact
from auditor.span import Span

_OPTION = "option"
_REACH = 40
"""Characters to either side of a numeral in which its name is looked for."""
_OF = (" of ", " in ", " as ")
_SHORT = re.compile(r"[a-z]\d")
_SIBLINGS = 2
_WIDEST = 4
"""Words of the longest name."""
_OF_ANOTHER = re.compile(
    r"[ -]?(?:caches?\b|accumulat|master|logits|grad|softmax|router|gating|entries|moments|states|reductions?\b"
    r"|compute\b|math\b|matmuls?\b|arithmetic\b)",
    re.IGNORECASE,
)
_COMPUTED = re.compile(r"[ -]?(?:compute|math|matmuls?|arithmetic)\b", re.IGNORECASE)
"""What a format behind which it stands is not the weights' for: "FP32 accumulation", "FP32 cache entries"."""
_STORED = frozenset({"kv_cache", "activation_memory", "optimizer_memory", "gradient_memory"})


def names(claims: Claims, vocabulary: Vocabulary, senses: Senses) -> tuple[tuple[Implied, ...], tuple[Named, ...]]:
    """The storage formats and the catalogued names of a document, in source order.

    Nearly every such name holds a digit: the places to look at are the numerals which state nothing, or stand in a word
    ("8x H100 GPUs").
    """
    implied: list[Implied] = []
    named: list[Named] = []
    starts = [block.span.start for block in claims.document.blocks]
    source, end = claims.document.source, 0
    for numeral in claims.ledger:
        glued = source[max(numeral.span.start - 1, 0) : numeral.span.start].isalpha()
        if not (glued or numeral.role == "other") or numeral.span.start < end or not starts:
            continue
        block = max(bisect_right(starts, numeral.span.start) - 1, 0)
        for span, spelled in _windows(source, numeral.span, vocabulary):
            entry = vocabulary.catalogue.get(spelled)
            storage = vocabulary.formats.get(spelled) if entry is None else None
            if entry is not None and not _is_label(spelled, source):
                named.append(Named(entry[0], tuple(entry[1:]), source[span.start : span.end], span, block))
            elif storage is not None:
                implied.append(_implied(storage, span, block, claims, vocabulary, senses))
            else:
                continue
            end = span.end
            break
    return tuple(implied), tuple(named)


def _is_label(spelled: str, source: str) -> bool:
    """Whether a name of a letter and a digit is one of several labels: "L4" beside "L3" and "L5"."""
    if _SHORT.fullmatch(spelled) is None:
        return False
    return len(_labels(spelled[0], source) - {spelled}) >= _SIBLINGS


@lru_cache(maxsize=4)
def _labels(letter: str, source: str) -> frozenset[str]:
    """The words of a letter and a digit in a text, but for caches of a processor."""
    return frozenset(found.lower() for found in re.findall(rf"\b{letter}\d\b(?! cache)", source, re.IGNORECASE))


def _windows(source: str, numeral: Span, vocabulary: Vocabulary) -> Iterator[tuple[Span, str]]:
    """Stretches of whole words around a numeral in compact form, the longest first, of equal ones the leftmost."""
    start = max(numeral.start - _REACH, 0)
    found = [m.span() for m in NAME.finditer(source, start, numeral.end + _REACH)]
    place = next((i for i, (_, stop) in enumerate(found) if stop > numeral.start), None)
    if place is None or found[place][0] > numeral.start:
        return
    words = {i: compact(source[a:b]) for i, (a, b) in enumerate(found) if abs(i - place) < _WIDEST}
    if words[place] not in vocabulary.digits:
        return
    for width in range(_WIDEST, 0, -1):
        for first in range(max(place - width + 1, 0), min(place, len(found) - width) + 1):
            last = first + width - 1
            yield Span(found[first][0], found[last][1]), "".join(words[i] for i in range(first, last + 1))


def _implied(storage: str, span: Span, block: int, claims: Claims, vocabulary: Vocabulary, senses: Senses) -> Implied:
    line = claims.document.source
    before = line[max(span.start - _REACH, 0) : span.start].rsplit("\n", 1)[-1]
    after = line[span.end : span.end + _REACH].split("\n", 1)[0]
    mentions = [*senses.after(after).mentions, *senses.before(before).mentions]
    stored = (concept for term in mentions for concept in term.concepts)
    of = next((concept for concept in stored if concept in _STORED or concept == "weight_memory"), "")
    if (not of or _COMPUTED.match(after)) and _OF_ANOTHER.match(after):
        of = "activation_memory"
    concept = "bytes_per_element" if of in _STORED else "bytes_per_parameter"
    # The row of a table is the name of what stands in the next cell.
    said = [*mentions, *senses.before(before.rstrip().removesuffix("|")).mentions]
    declared = any("bytes_per_parameter" in term.concepts for term in said)
    beside = _beside(span, claims.all, line)
    option = _option(claims.document.blocks, block, senses)
    return Implied(concept, of, storage, vocabulary.precisions[storage], span, block, beside, option, declared)


def _option(blocks: Sequence[Block], block: int, senses: Senses) -> tuple[str, ...]:
    """The one of several options that a format stands under: "Option D: 8 × H100, INT4 weights"."""
    own = (block,) if blocks[block].kind is Kind.HEADING else ()
    for heading in (*own, *reversed(blocks[block].headings)):
        found = [name for axis, name in senses.label(blocks[heading].text).scenarios if axis == _OPTION]
        if found:
            return (found[0],)
    return ()


def _beside(span: Span, claims: Sequence[Claim], source: str) -> int | None:
    """The quantity that ends right before a storage format, with a space, a bracket or "of" between."""
    place = bisect_right(claims, span.start, key=lambda claim: claim.span.end) - 1
    if place < 0:
        return None
    claim = claims[place]
    between = source[claim.span.end : span.start]
    return claim.index if claim.form is Form.QUANTITY and (len(between) <= 2 or between in _OF) else None
