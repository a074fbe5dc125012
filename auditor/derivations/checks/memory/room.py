"""What a sentence says that there is, "2 GPUs of 80 GB each", and the proof that something does not fit into it."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import patterns as re
from auditor.derivations.citing import input_of
from auditor.derivations.derivation import Basis, Derivation, Step
from auditor.facts import Fact
from auditor.frozen import dataclass
from auditor.interval import Interval

_ALL = re.compile(r"\s*(?:of \w+ )?(?:together|combined|in total|in all|altogether|total)\b", re.IGNORECASE)
_PRODUCT = re.compile(r"\(\d+ ?[×x*] ?[\d.]+ ?[GT]i?B ?[=≈] ?\Z")
"""What stands before all of a pair: "two cards (2 × 48 GB = 96 GB)"."""
_FAR = 32
_EACH = re.compile(r"\s*(?:of \w+ )?each\b", re.IGNORECASE)
_BYTES = (("byte", 1),)
_GPUS = (("gpu", 1),)


@dataclass(frozen=True, slots=True)
class Room:
    """An amount of memory, and on how many GPUs there is as much."""

    amount: Fact
    count: Fact | None = None

    @property
    def value(self) -> Interval:
        """All of it, in bytes."""
        own = self.amount.quantity.hull
        return own if self.count is None else own * self.count.quantity.hull


def room_of(amount: Fact, beside: Sequence[Fact], text: str) -> Room | None:
    """What a number says that there is: an amount of all, or that of each times the one number of GPUs beside it."""
    if _is_of_all(amount, text):
        return Room(amount)
    if any(_is_of_all(other, text) for other in beside):
        return None
    counts = counts_in(beside)
    amounts = [other for other in beside if other.quantity.readings[0].unit.dimensions == _BYTES]
    if len(amounts) != 1 or len(counts) > 1:
        return None
    if not counts:
        return None if _EACH.match(text, amount.claim.end) else Room(amount)
    return Room(amount, counts[0])


def _is_of_all(amount: Fact, text: str) -> bool:
    claim = amount.claim
    before = _PRODUCT.search(text, max(claim.start - _FAR, 0), claim.start)
    return before is not None or _ALL.match(text, claim.end) is not None


def counts_in(beside: Sequence[Fact]) -> list[Fact]:
    """The numbers of GPUs among some facts."""
    return [other for other in beside if other.quantity.unit.dimensions == _GPUS and other.quantity.whole]


def is_short(room: Room, need: Interval) -> bool:
    """Whether the least that is needed is more than all that there is."""
    most, least = room.value.high, need.low
    return most is not None and least is not None and least > most


def too_small(room: Room, need: Fact, step: Step, expected: str, rule: str, *, assumed: str = "") -> Derivation:
    """The derivation against a room by the last step of what has to fit into it."""
    used = [each for each in (room.count, room.amount) if each is not None]
    given = tuple(input_of(each) for each in reversed(used))
    working = " × ".join(each.claim.text for each in used)
    program = " ".join(each.name for each in given) + (" *" if room.count is not None else "")
    unit = room.amount.quantity.readings[0].unit
    return Derivation(
        rule=rule,
        head=room.amount.claim.index,
        premises=(need.claim.index, *(each.claim.index for each in used[:-1])),
        holds=False,
        stated=working,
        expected=expected,
        interval=step.result,
        relation="≥",
        basis=Basis.COMPARISON,
        steps=(step,),
        compared=Step(working, working, room.value, unit.symbol, program, given),
        assumptions=(assumed,) if assumed else (),
    )
