"""Numbers as their own labels give them, before what they stand with is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.claims import Block, Claim
from auditor.facts.around import Around, Naming
from auditor.facts.pairs import Pair
from auditor.facts.sense import NOTHING
from auditor.facts.units import fits
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.rulebook.vocabulary import Concept

USED_OR_CAPACITY = frozenset({"memory_used", "gpu_memory"})
"""What is taken and what there is: of a pair each may be one of them."""
STORES = frozenset({"weight_memory", "kv_cache", "activation_memory", "optimizer_memory", "gradient_memory"})
"""What it is taken by."""
OF_THE_MODEL = frozenset({"layers", "experts", "attention_heads"})
"""Counts of a model, of which texts speak in part too."""
_THERE = re.compile(r"\W{0,3}(?:[^\W\d][^()\d\n]{0,40} )?available\b", re.IGNORECASE)
_BARE = re.compile(r"\S+ heads?")
_AN = re.compile(r"\b(?:an?|any|another|some|một)\s\Z|一个\s?\Z", re.IGNORECASE)
_MODEL = re.compile(
    r"[ -]?(?:parameters?[ -])?(?:(?:dense|MoE|language) )?(?:models?|LLMs?|模型|mô hình)\b", re.IGNORECASE
)
_CALLED = re.compile(r"\b(?:mô hình|models? (?:of|with))\s\Z|模型\s?\Z", re.IGNORECASE)
_NEARLY = Interval(Fraction(4, 5), Fraction(5, 4))
_ROUGHLY = Interval(Fraction(1, 4), Fraction(4))
"""How far a size may be off that is still meant as that of the model which is named."""
_CLOSE = 10
_USE = frozenset({"utilization", "utilisation", "usage", "use"})


@dataclass(frozen=True, slots=True)
class Draft:
    """A number as its own label gives it, before what it stands with is asked."""

    claim: Claim
    quantity: Quantity
    around: Around
    named: Naming | None
    concept: Concept | None
    scope: str


def of_parts(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Counts that their unit alone names, where labels give the thing other numbers only: "3 layers" of 61."""
    labelled: dict[str, set[Interval]] = {}
    cached: set[tuple[int, Interval]] = set()
    everywhere: set[Interval] = set()
    routed: set[Interval] = set()
    for draft in drafts:
        if draft.concept is not None and draft.concept.id == "experts_per_token":
            routed.add(draft.quantity.interval)
        if draft.concept is not None and draft.concept.id == "kv_heads":
            cached.add((draft.claim.block, draft.quantity.interval))
            everywhere.add(draft.quantity.interval)
        if draft.concept is not None and draft.named is not None and draft.named.sense is not NOTHING:
            labelled.setdefault(draft.concept.id, set()).add(draft.quantity.interval)
    for draft in drafts:
        concept, named = draft.concept, draft.named
        if concept is None or named is None or concept.id not in OF_THE_MODEL:
            continue
        alone = named.sense is NOTHING
        known = labelled.get(concept.id) if alone else None
        # "4 of the 8 KV heads ... 8 heads on 16 ranks"; bare heads may be those of a table elsewhere, too.
        count, bare = draft.quantity.interval, alone or named.sense is draft.around.text
        there = (draft.claim.block, count) in cached or (count in everywhere and _BARE.fullmatch(draft.claim.text))
        # "top-8 ... FP8 dispatch to 8 experts": those that a token is sent to.
        sent = bare and concept.id == "experts" and count in routed
        if sent or (concept.id == "attention_heads" and bare and there) or (known and count not in known):
            yield draft


def of_column(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    """Parameters that only the head of their column names, where its rows differ and tell no model and no total: those
    of a model's matrices."""
    columns: dict[tuple[int, int], list[Draft]] = {}
    for draft in drafts:
        cell = blocks[draft.claim.block].cell
        if cell is not None and cell.row:
            columns.setdefault((cell.table, cell.column), []).append(draft)
    for column in columns.values():
        if len({draft.quantity.interval for draft in column}) > 1:
            summed = any(draft.around.row.sums for draft in column)
            yield from (draft for draft in column if _is_by_column(draft, summed=summed))


def _is_by_column(draft: Draft, *, summed: bool) -> bool:
    """Whether a column alone names the parameters, and the row is neither a variant, a size nor a total.

    Beside a row of the total every other one is a part: "All 80 layers".
    """
    named, row = draft.named, draft.around.row
    if named is None or named.concept.id != "parameters" or named.sense is not draft.around.column:
        return False
    if summed and not row.sums:
        return not draft.around.variant
    return not (draft.around.variant or row.sums or row.numbers or row.mentions or row.bare)


def of_another_size(drafts: Iterable[Draft], sizes: Sequence[Interval], blocks: Sequence[Block]) -> Iterator[Draft]:
    """The parameters of some model that is not the one that the document names: "tuning an 8B model" beside 405B."""
    for draft in drafts:
        if draft.concept is None or draft.concept.id != "parameters" or not sizes:
            continue
        text, claim = blocks[draft.claim.block].text, draft.claim
        before = max(claim.start - _CLOSE, 0)
        of_model = _MODEL.match(text, claim.end) or _CALLED.search(text, before, claim.start)
        told = _AN.search(text, before, claim.start) and _MODEL.match(text, claim.end)
        reach = _NEARLY if told else _ROUGHLY
        if of_model and not any(draft.quantity.hull.meets(size * reach) for size in sizes):
            yield draft


def unnamed(draft: Draft) -> Draft:
    """The same number without a name."""
    return replace(draft, named=None, concept=None)


def is_what_there_is(draft: Draft) -> bool:
    """Whether an amount under a part's name is what there is: the 64 GB of "Weights: 17 GB < 64 GB available"."""
    said = {draft.around.after.role, draft.around.before.role}
    bytes_only = draft.quantity.readings[0].unit.dimensions == (("byte", 1),)
    near = any(sense.mentions for sense in draft.around.near)
    part = draft.concept is not None and draft.concept.id not in USED_OR_CAPACITY
    return bytes_only and part and bool(said & {"available", "limit"}) and not near


def is_pool(draft: Draft) -> bool:
    """Whether a number of GPUs is said to be what there is: "GPUs: 24 (more racks available)"."""
    return draft.concept is not None and draft.concept.id == "gpus" and bool(_THERE.match(draft.claim.label.after))


def is_fraction(quantity: Quantity) -> bool:
    """Whether it is no whole number, and so no count of whole things, though its unit is one."""
    value = quantity.value
    written = bool(quantity.unit.dimensions) or "/" in quantity.text
    return value is not None and value.denominator != 1 and written


def are_of_part(draft: Draft, situation: tuple[str, ...]) -> bool:
    """Whether a number of GPUs stands right behind the one part that its key numbers: "Stage 0: 16 GPUs"."""
    key = " ".join(draft.claim.label.key.lower().split())
    numbered = not draft.claim.label.before and key in situation and draft.around.key.numbers
    return numbered and draft.quantity.unit.dimensions == (("gpu", 1),)


def is_in_budget(draft: Draft) -> bool:
    """Whether it is a part or the total of a memory budget above, which is no limit of either."""
    concept = draft.concept
    if concept is None or concept.units[0] != (("byte", 1),):
        return False
    whole = concept.id in USED_OR_CAPACITY and any(sense.sums for sense in draft.around.own)
    return whole or concept.id not in USED_OR_CAPACITY


def memory_of_pair(draft: Draft, pair: Pair) -> str:
    """What an amount of "X of Y" is, X what is used and Y what there is, where only a heading names it or nothing."""
    if pair.form != "of":
        return ""
    if pair.place == 2 and _has_name_of_heading(draft):
        return "gpu_memory"
    if draft.concept is not None or not _is_amount_of_memory(draft):
        return ""
    return "memory_used" if pair.place == 1 else "gpu_memory"


def _has_name_of_heading(draft: Draft) -> bool:
    """Whether an amount that something is a share of has only a heading's name: the 80 GB of "61% of 80 GB"."""
    named = draft.named
    bytes_only = draft.quantity.readings[0].unit.dimensions == (("byte", 1),)
    return bytes_only and named is not None and any(named.sense is sense for sense in draft.around.above)


def _is_amount_of_memory(draft: Draft) -> bool:
    """Whether an unnamed amount of bytes stands where memory is spoken of, and no part of it."""
    around = draft.around
    bytes_only = all(fit.dimensions == (("byte", 1),) for fit in fits(draft.quantity) if not fit.scope)
    parts = any(sense.parts or sense.mentions for sense in around.own)
    return bytes_only and not parts and "memory" in around.topics


def ties_share(between: str) -> bool:
    """Whether the words between a percentage and an amount say that it is a share of that: "of", "usage of"."""
    words = between.lower().split()
    return words[-1:] == ["of"] and len(words) <= 2 and {*words[:-1]} <= _USE
