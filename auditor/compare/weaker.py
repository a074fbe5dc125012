"""What a new version no longer says, says less exactly, or still ticks although the numbers are others."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from auditor.findings import Fact, Polarity, Stance, Verdict
from auditor.quantity import Modality
from auditor.report import View


@dataclass(frozen=True, slots=True)
class Vaguer:
    """A number that admits more than it did."""

    old: int
    new: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A favourable mark that stands as before beside a number that changed."""

    old: int
    new: int
    number_before: int
    number_after: int


@dataclass(frozen=True, slots=True)
class Weaker:
    """Claims, by their indices in the two versions."""

    vanished: tuple[int, ...]
    """Of the old version: asserted numbers that the new one states nowhere."""
    vaguer: tuple[Vaguer, ...]
    kept: tuple[Kept, ...]

    def __bool__(self) -> bool:
        return bool(self.vanished or self.vaguer or self.kept)


def weaker(old: View, new: View, same: Mapping[int, int]) -> Weaker:
    """What got weaker, each list in source order."""
    return Weaker(tuple(_vanished(old, new, same)), tuple(_vaguer(old, new, same)), tuple(_kept(old, new, same)))


def _vanished(old: View, new: View, same: Mapping[int, int]) -> Iterator[int]:
    stated = {_value(fact) for fact in new.findings.derivations.facts.all}
    for fact in old.findings.derivations.facts.all:
        if fact.claim.index not in same and fact.stance is Stance.ASSERTED and _value(fact) not in stated:
            yield fact.claim.index


def _value(fact: Fact) -> Hashable:
    """What is stated, wherever and however: a number that moved has not vanished."""
    reading = fact.quantity.readings[0]
    return fact.concept, reading.unit.dimensions, fact.quantity.value, reading.unit.factor


def _vaguer(old: View, new: View, same: Mapping[int, int]) -> Iterator[Vaguer]:
    for before, after in sorted(same.items()):
        first, second = _fact(old, before), _fact(new, after)
        if first and second and _looser(first, second):
            yield Vaguer(before, after)


def _looser(first: Fact, second: Fact) -> bool:
    """Whether the second may be the first, hedged or with fewer digits: `15.2` and `~15`, `64` and `up to 64`."""
    old, new = first.quantity, second.quantity
    if old.unit != new.unit or not old.interval.meets(new.interval):
        return False
    if new.modality is not old.modality:
        return old.modality is Modality.EXACT
    return old.interval != new.interval and old.interval.within(new.interval)


def _kept(old: View, new: View, same: Mapping[int, int]) -> Iterator[Kept]:
    changed = _changed(old, new, same)
    for before, after in sorted(same.items()):
        if not (_favourable(old, before) and _favourable(new, after)):
            continue
        for place in _places(old, before):
            if place in changed:
                yield Kept(before, after, *changed[place])
                break


def _changed(old: View, new: View, same: Mapping[int, int]) -> dict[Hashable, tuple[int, int]]:
    """By line or table row of the old version, the first number of it that is another now; a mended one is none."""
    found: dict[Hashable, tuple[int, int]] = {}
    for before, after in sorted(same.items()):
        first, second = _fact(old, before), _fact(new, after)
        mended = _verdict(old, before) is Verdict.REFUTED and _verdict(new, after) is Verdict.SUPPORTED
        if first and second and not mended and not first.quantity.hull.meets(second.quantity.hull):
            for place in _places(old, before):
                found.setdefault(place, (before, after))
    return found


def _places(view: View, claim: int) -> Iterator[Hashable]:
    """The block of a claim, and its table row if it has one."""
    claims = view.findings.derivations.facts.claims
    block = claims.all[claim].block
    yield block
    cell = claims.document.blocks[block].cell if block < len(claims.document.blocks) else None
    if cell is not None:
        yield cell.table, cell.row


def _favourable(view: View, claim: int) -> bool:
    return view.findings.derivations.facts.claims.all[claim].polarity is Polarity.GOOD


def _verdict(view: View, claim: int) -> Verdict:
    return view.findings.judgements[claim].verdict


def _fact(view: View, claim: int) -> Fact | None:
    return view.findings.derivations.facts.by_claim[claim]
