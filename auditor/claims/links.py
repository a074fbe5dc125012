"""Numbers that stand together without an equals sign: "23.7% (15.2GB of 64GB)", "16 layers into 4 stages"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditor.claims import compared, pairs, remarks, shares, splits, worked
from auditor.claims.beside import Pair, Wanted, key_words, result, words_beside
from auditor.claims.claim import Link
from auditor.claims.clause import Level, is_ratio, levels, operand, span_of
from auditor.claims.passage import Leaf
from auditor.claims.sides import Passage

_FORMS: tuple[Callable[[Pair], str], ...] = (splits.form, pairs.form)
"""Asked in turn how two neighbouring numbers are tied; the first answer counts."""


def links(read: Sequence[Passage]) -> tuple[Link, ...]:
    """The pairs of a document, in source order; where the words leave a doubt there is none."""
    found = [link for passage in read for link in _links(passage)]
    return tuple(sorted(found, key=lambda link: (link.span.start, link.span.end, link.form)))


def _links(passage: Passage) -> Iterator[Link]:
    """The links of one passage and of the brackets in it."""
    for level in levels(passage.items):
        yield from _pairs(level)
        yield from shares.shares(level)
        yield from remarks.remarks(level)
        yield from compared.compared(level)
    yield from worked.worked(passage.cuts)


def _pairs(level: Level) -> Iterator[Link]:
    for at, clause in enumerate(level.clauses):
        taken = 0
        for first in range(len(clause.numbers) - 1):
            pair = Pair(level, at, first)
            form = "" if first < taken else _form(pair)
            if form:
                taken = first + 2
                yield _link(form, pair)


def _form(pair: Pair) -> str:
    if pair.level.operand:
        return ""
    return next((form for read in _FORMS if (form := read(pair))), "")


def _link(form: str, pair: Pair) -> Link:
    first, second = pair.numbers
    beside, words = result(pair, _wanted(form, first, second))
    said = (*key_words(pair), *words_beside(pair), *words)
    leaves = (first, second) if beside is None else (first, second, beside)
    return Link(
        form,
        operand(first),
        operand(second),
        beside.claim if beside is not None else None,
        " ".join(dict.fromkeys(said)),
        span_of(*leaves),
        first.block.index,
    )


def _wanted(form: str, first: Leaf, second: Leaf) -> Wanted:
    """Which numbers can be the result of a pair."""
    if form == "split":
        return lambda leaf, words: splits.divides(first, second, leaf, words)
    if form in ("each", "match", "instead", "ratio"):
        return lambda leaf, words: False
    return lambda leaf, words: is_ratio(leaf)
