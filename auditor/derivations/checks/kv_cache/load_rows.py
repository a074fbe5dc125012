"""Tables of the cache by batch and context: every row is as many tokens times the same bytes of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from auditor import patterns as re
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.checks.paired import width
from auditor.derivations.checks.passages import BY_HAND, CACHE_WORD, is_plain, subject, worked
from auditor.derivations.derivation import Derivation
from auditor.derivations.once import once
from auditor.derivations.values import first_reading
from auditor.facts import Fact, Facts, Stance

_COUNT = re.compile(
    r"(?:max(?:imum)? |avg |total )?(?:batch(?: ?size)?|concurren\w*(?: \w+)?|sequences?|requests?|users?|sessions?"
    r"|seqs|context(?: ?(?:length|len|window|size))?|(?:sequence|seq|prompt) ?(?:length|len)|tokens?(?: per \w+)?"
    r"|seq_len|ctx)"
    r"(?: ?\((?:tokens?|B|S|L)\))?",
    re.IGNORECASE,
)
"""Heads of columns of which the cache is a multiple."""
_OTHER = re.compile(
    r"\bweights?\b|\bmodel\b|\bactivation|\bfree\b|\bleft\b|\bremain|\bbudget\b|\bavail|\bused\b|\ball\b|\bsav",
    re.IGNORECASE,
)
_PER = re.compile(r"\b(?:per|/) ?(?:token|GPU|device|card|sequence|seq|request|user|layer)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"sliding|window|hybrid|mamba|linear attention|local|compress|evict|sparse|offload|chunk|prefix|shared|paged|block",
    re.IGNORECASE,
)
_FEWEST = 3
_MOST = 24


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each row of a table whose other rows are multiples of one another."""
    if _OTHERWISE.search(facts.claims.document.source):
        return
    texts = _texts(facts)
    for table, by_place in columns(facts).items():
        counts = {at: column for at, column in by_place.items() if _COUNT.fullmatch(_head(column))}
        caches = {at: column for at, column in by_place.items() if at not in counts and _is_cache(column, facts)}
        rest = [
            texts[table, at]
            for at in by_place
            if at not in counts and at not in caches and not _is_memory(by_place[at])
        ]
        words = [said for (of, at), said in texts.items() if of == table and at not in by_place]
        if len(caches) == 1 and counts and all(len(said) == 1 for said in (*rest, *words)):
            yield from _judged(next(iter(caches.values())), list(counts.values()), facts, rule)


@once
def _texts(facts: Facts) -> Mapping[tuple[int, int], frozenset[str]]:
    """By table and column what its cells say, the head left out."""
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for block in facts.claims.document.blocks:
        if block.cell is not None and block.cell.row:
            found[block.cell.table, block.cell.column].add(block.text.strip())
    return {place: frozenset(said) for place, said in found.items()}


def _head(column: Column) -> str:
    return next(iter(column.values())).label.column.strip()


def _is_memory(column: Column) -> bool:
    first = next(iter(column.values())).quantity
    return first is not None and ("byte", 1) in first.readings[0].unit.dimensions


def _is_cache(column: Column, facts: Facts) -> bool:
    """Whether a column is what the cache takes in all, and in one unit."""
    found = [facts.by_claim[claim.index] for claim in column.values()]
    told = [fact for fact in found if fact is not None]
    head = _head(column)
    named = CACHE_WORD.search(head) or (not _OTHER.search(head) and CACHE_WORD.search(subject(told[0], facts)))
    plain = all(is_plain(fact) and fact.stance is Stance.ASSERTED and fact.quantity.value for fact in told)
    alike = len({fact.quantity.readings[0].unit.dimensions for fact in told}) == 1
    return bool(named) and plain and alike and _is_memory(column) and not _PER.search(head)


def _judged(cache: Column, counts: Sequence[Column], facts: Facts, rule: str) -> Iterator[Derivation]:
    """Each row against one that most others go with; none where the others do not agree."""
    rows: list[tuple[Fact, list[Fact]]] = []
    for row, claim in cache.items():
        found = [facts.by_claim[each[row].index] for each in counts if row in each]
        factors = [fact for fact in found if fact is not None and fact.quantity.value]
        head = facts.by_claim[claim.index]
        if head is None or len(factors) < len(counts):
            return
        rows.append((head, factors))
    if not _FEWEST <= len(rows) <= _MOST:
        return
    of_one = [reduce(lambda a, b: a / b, map(first_reading, factors), first_reading(head)) for head, factors in rows]
    exact = sorted(range(len(rows)), key=lambda n: width(rows[n][0].quantity))
    for n, (head, factors) in enumerate(rows):
        base = next(m for m in exact if m != n)
        others = [m for m in range(len(rows)) if m not in (n, base)]
        alike = all(of_one[m].meets(of_one[base]) for m in others)
        varied = len({rows[m][0].quantity.value for m in (*others, base)}) > 1
        if alike and varied and (of_one[n].meets(of_one[base]) or not (of_one[base] * BY_HAND).meets(of_one[n])):
            yield _made(head, factors, rows[base], rule)


def _made(head: Fact, factors: Sequence[Fact], base: tuple[Fact, Sequence[Fact]], rule: str) -> Derivation:
    """What a row must be by another one; counts that both have alike are left out."""
    changed = [(a, b) for a, b in zip(factors, base[1], strict=True) if a.quantity.value != b.quantity.value]
    working = [base[0], *(a for a, _ in changed)], [b for _, b in changed]
    return worked(head, working, "cache of another row × tokens ÷ its tokens", rule, alike=True)
