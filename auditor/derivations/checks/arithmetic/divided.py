"""What is divided into parts of a size: "a batch of 128 is split into 8 micro-batches of 16", "64 GPUs in 8 groups of
8"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.of_two import of_two
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.quantity import Modality

_INTO = re.compile(
    r",? ?(?:[a-z-]+ ){0,2}?(?:(?:is|are|gets?|was|were) )?(?:evenly |equally )?"
    r"(?:split|divided|partitioned|grouped|arranged|organi[sz]ed|broken|chunked|cut|processed|run|sliced)"
    r"(?: evenly| equally| up| down)?(?: into| in| as)(?: the| its)? ?",
    re.IGNORECASE,
)
_OF = re.compile(r",? ?\(?(?:of|with|of size|of a size of|holding|containing|×|x|@)(?: exactly)? ?")
_ENDS = re.compile(r" ?(?:each|apiece|[a-z-]+s?(?: each)?|per [a-z-]+)?\)?\W*(?:\Z|[.;,)\n])", re.IGNORECASE)
"""The end of a statement behind the size."""
_UNEVEN = re.compile(
    r"\b(?:up to|about|at most|at least|remain\w*|rest|last|first|plus|replicat\w*|overlap\w*|shared|redundan\w*|copies"
    r"|cop(?:y|ied)|respectively|or|twice|padd\w*)\b|[~≈]",
    re.IGNORECASE,
)
"""Words of a line by which the parts need not be all of it, or hold some of it twice."""
_EXPERT, _BATCHES = "expert", frozenset({"batch_size", "global_batch_size"})
_ALIKE = frozenset({"sequence", "sample", "request", "prompt"})
_CHANCE = 0.02


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each whole that its parts, so many of one size, make up or do not."""
    inner = worked_with(facts)
    for whole, parts, size in zip(facts.all, facts.all[1:], facts.all[2:], strict=False):
        if not whole.claim.block == parts.claim.block == size.claim.block or whole.claim.index in inner:
            continue
        if all(map(_is_count, (whole, parts, size))) and _is_told(whole, parts, size, facts):
            made = _judge(whole, parts, size, facts, rule)
            if made is not None:
                yield made


def _is_count(fact: Fact) -> bool:
    quantity = fact.quantity
    return quantity.modality is Modality.EXACT and quantity.whole and quantity.value is not None and quantity.value > 1


def _is_told(whole: Fact, parts: Fact, size: Fact, facts: Facts) -> bool:
    text = facts.claims.document.blocks[whole.claim.block].text
    between, of = text[whole.claim.end : parts.claim.start], text[parts.claim.end : size.claim.start]
    if not _INTO.fullmatch(between) or not _OF.fullmatch(of) or not _ENDS.match(text, size.claim.end):
        return False
    counted, thing = _thing(whole), _thing(size, parts)
    return bool(_thing(parts)) and _thing(parts) != counted and (thing == counted or not thing)


def _thing(fact: Fact, parts: Fact | None = None) -> str:
    """What a number counts, what it is counted per left out; requests and samples are sequences."""
    names = [name for name, power in fact.quantity.readings[0].unit.dimensions if power > 0]
    name = names[0] if len(names) == 1 else ""
    batch = fact.concept in _BATCHES or "batch" in fact.claim.label.before.lower().split()
    if parts is None and not name and batch:
        name = "sequence"
    return "sequence" if name in _ALIKE else name


def _judge(whole: Fact, parts: Fact, size: Fact, facts: Facts, rule: str) -> Derivation | None:
    values = [fact.quantity.value or Fraction(1) for fact in (whole, parts, size)]
    times = values[0] / (values[1] * values[2])
    holds = times == 1
    if not holds and (_may_be_right(whole, size, times, facts) or not is_own_statement(facts, size.claim.index)):
        return None
    return of_two(
        size,
        (whole, parts),
        "÷",
        rule,
        words="each part",
        holds=holds,
        power=_CHANCE,
        basis=Basis.ARITHMETIC,
        severity="warning" if _thing(whole) == _EXPERT else "",
    )


def _may_be_right(whole: Fact, size: Fact, times: Fraction, facts: Facts) -> bool:
    """Whether the parts may differ in size, or each replica has its own."""
    text = facts.claims.document.blocks[whole.claim.block].text
    start = max(text.rfind(". ", 0, whole.claim.start), text.rfind("\n", 0, whole.claim.start)) + 1
    stop = min((at for sign in (". ", "\n") if (at := text.find(sign, size.claim.end)) >= 0), default=len(text))
    if _UNEVEN.search(text[start:stop]):
        return True
    even = times * (size.quantity.value or 0)
    if abs(even - (size.quantity.value or 0)) < 1:
        return True
    return times.denominator == 1 and _thing(whole) == "sequence"
