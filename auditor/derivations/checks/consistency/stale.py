"""A number that the report has taken back, "32, not 64", stated again with a tick as if it still held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.ticks import Ticks
from auditor.facts import Claim, Fact, Facts, Operand, Stance
from auditor.frozen import dataclass

_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST = 8
"""Corrections of one value that are looked at."""
_Place = tuple[int, int]
_EARLIER = frozenset({"original", "previous", "baseline", "naive", "industry", "alternative"})
"""Situations in which what was taken back may still hold."""


@dataclass(frozen=True, slots=True)
class _Correction:
    """What a number was, and what the report puts in its place."""

    old: Claim
    new: Fact


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each ticked value that an earlier line replaces by another one."""
    corrections = _corrections(facts)
    if not corrections:
        return
    ticks, places = Ticks(facts), _places(facts)
    for fact in facts.all:
        found = corrections.get(fact.quantity.value, ())[:_MOST]
        made = next((each for each in found if _is_stale(fact, each)), None)
        mark = None if made is None else ticks.favourable(fact.claim.index)
        # "64 → 32" tells of the correction itself.
        if made is not None and mark is not None and (_place(fact, facts), made.new.quantity.value) not in places:
            yield _derivation(fact, made, mark, rule)


def _corrections(facts: Facts) -> Mapping[Fraction | None, list[_Correction]]:
    """By old value what is taken back: "32 (not 64)"; what is had instead of something may be a variant's."""
    found: dict[Fraction | None, list[_Correction]] = defaultdict(list)
    for link in facts.claims.links:
        if link.form != "instead" or not (isinstance(link.first, Operand) and isinstance(link.second, Operand)):
            continue
        new, old = facts.by_claim[link.first.claim], facts.claims.all[link.second.claim]
        own = new is not None and new.stance is Stance.ASSERTED and _EARLIER.isdisjoint(new.scenario)
        if "not" not in link.words.split() or new is None or not own or old.quantity is None:
            continue
        if old.quantity.value is not None and not old.quantity.hull.meets(new.quantity.hull):
            found[old.quantity.value].append(_Correction(old, new))
    return found


def _is_stale(fact: Fact, made: _Correction) -> bool:
    """Whether a later line states of the plan, in words of a correction, what this has replaced."""
    new = made.new
    later = fact.claim.block > made.old.block and fact.stance is Stance.ASSERTED and _EARLIER.isdisjoint(fact.scenario)
    units = fact.quantity.readings[0].unit.dimensions == new.quantity.readings[0].unit.dimensions
    plain = fact.role not in GOALS and fact.scope == new.scope
    if not (later and units and plain) or (fact.known and new.known and fact.concept != new.concept):
        return False
    own = _words(fact)
    return bool(own) and own <= _words(new)


def _words(fact: Fact) -> frozenset[str]:
    """The words that name a number, but for those of a table's head."""
    label = fact.claim.label
    return frozenset(_WORD.findall(" ".join((label.key, label.row, label.before, label.after)).lower()))


def _places(facts: Facts) -> frozenset[tuple[_Place, Fraction | None]]:
    """Each number with the block or table row that it stands in."""
    return frozenset((_place(fact, facts), fact.quantity.value) for fact in facts.all)


def _place(fact: Fact, facts: Facts) -> _Place:
    cell = facts.claims.document.blocks[fact.claim.block].cell
    return (fact.claim.block, -1) if cell is None else (cell.table, cell.row)


def _derivation(fact: Fact, made: _Correction, mark: Claim, rule: str) -> Derivation:
    new = made.new
    value = new.quantity.hull
    return one_step(
        fact.claim,
        claim_step(new.claim, value, "stated instead", new.quantity.unit.symbol),
        rule,
        expected=new.claim.text,
        holds=False,
        beside=(mark.index,),
        basis=Basis.RESTATEMENT,
    )
