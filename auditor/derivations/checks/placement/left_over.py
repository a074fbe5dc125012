"""GPUs that are left of some, all three in one sentence: "needs 96 of the 128 GPUs, leaving 48 idle"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.checks.degrees import count
from auditor.derivations.checks.sentences import sentences
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.workings import written
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.show import number

_LEFT = re.compile(
    r"\b(?:(?P<firm>leav(?:es|ing)|remain\w*|left(?: over)?|the other)|(?P<loose>idle|unused))\b[^,.;\d]{0,24}\Z",
    re.IGNORECASE,
)
"""What stands before the number of what is left."""
_BEHIND = re.compile(
    r"\s*(?:GPUs?\s+)?(?:(?:are|is|will be|stay|sit)\s+)?(?:(?P<firm>left\b|remain\w*)|(?P<loose>idle|unused|spare)\b)",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:or|if|per|each|every|nodes?|fail\w*|instead|than|not|would|could|should|another|also|plus|minus|replicas?"
    r"|at least|at most|up to|about|original\w*|previous\w*|keep\w*|experts?|layers?|heads?)\b|->|→|[%+−÷×]",
    re.IGNORECASE,
)
"""Words by which more than the three numbers count."""
_KEYED = re.compile(
    r"(?:total |available |used |idle |unused |remaining )GPUs|GPUs (?:in (?:the )?cluster|available|used|in use|total"
    r"|idle|unused|remaining|left)",
    re.IGNORECASE,
)
"""Keys of the numbers of a list that tells what there is, what is in use and what is left."""
_KEYED_LEFT = re.compile(r"\b(?:(?P<firm>remaining|left)|(?P<loose>idle|unused))\b", re.IGNORECASE)
_NUMBERS = 3


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of GPUs that are left, beside those that there are and those in use."""
    worked = written(facts)
    for some, text in (*sentences(facts), *_listed(facts)):
        told = _told(some, facts) if len(some) == _NUMBERS else None
        if told is None or {fact.claim.index for fact in some} & worked:
            continue
        whole, used, left, firm = told
        holds = count(whole) - count(used) == count(left)
        if holds or not _OTHERWISE.search(text):
            made = _derivation(whole, used, left, rule)
            yield made if holds or firm else replace(made, severity="warning")


def _listed(facts: Facts) -> Iterator[tuple[list[Fact], str]]:
    """The numbers of a list or of a table's rows that are keyed as all GPUs, those in use and those that are left."""
    places: dict[object, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        block = facts.claims.document.blocks[fact.claim.block]
        name = fact.claim.label.key or fact.claim.label.row
        plain = fact.quantity.whole and fact.stance is Stance.ASSERTED and not fact.claim.label.before
        if plain and _KEYED.fullmatch(name.strip()) and fact.quantity.unit.symbol in ("", "GPU"):
            place: object = ("list", block.item.list) if block.item is not None else None
            place = ("table", block.cell.table, block.cell.column) if block.cell is not None else place
            if place is not None:
                places[place].append(fact)
    yield from ((some, "") for some in places.values())


def _told(some: Sequence[Fact], facts: Facts) -> tuple[Fact, Fact, Fact, bool] | None:
    """All GPUs, those in use, and those that are left; and whether the rest is meant, not a part of it."""
    if not any(_is_of_gpus(fact) for fact in some) or any(
        fact.quantity.unit.symbol not in ("", "GPU") for fact in some
    ):
        return None
    found = [(fact, firm) for fact in some if (firm := _is_left(fact, facts)) is not None]
    if len(found) != 1:
        return None
    left, firm = found[0]
    used, whole = sorted((fact for fact in some if fact is not left), key=count)
    label = used.claim.label
    told = "used" in f"{label.before} {label.key} {label.row}".lower()
    sound = count(used) < count(whole) and (used.role != "available" or told)
    return (whole, used, left, firm) if sound else None


def _is_of_gpus(fact: Fact) -> bool:
    return fact.concept in ("gpus", "spare_gpus") or fact.quantity.unit.symbol == "GPU"


def _is_left(fact: Fact, facts: Facts) -> bool | None:
    """Whether a number is that of what is left, and said to be all that is; None if it is not of that."""
    text, claim = facts.claims.document.blocks[fact.claim.block].text, fact.claim
    digits = re.match(r"\d(?:[\d,]*\d)?", text[claim.start :])
    end = claim.start + digits.end() if digits is not None else claim.end
    found = _LEFT.search(text[max(0, claim.start - 48) : claim.start]) or _BEHIND.match(text, end)
    found = found or (_KEYED_LEFT.search(f"{claim.label.key} {claim.label.row}") if not claim.label.before else None)
    return None if found is None else found["firm"] is not None


def _derivation(whole: Fact, used: Fact, left: Fact, rule: str) -> Derivation:
    rest = Interval.point(count(whole) - count(used))
    given = tuple(Input(fact.claim.name, Interval.point(count(fact)), fact.claim.index) for fact in (whole, used))
    working = f"{whole.claim.text} − {used.claim.text}"
    return Derivation(
        rule=rule,
        head=left.claim.index,
        premises=(whole.claim.index, used.claim.index),
        holds=rest.low == count(left),
        stated=left.claim.text,
        expected=f"{number(rest.low or 0)} GPUs",
        interval=rest,
        basis=Basis.ARITHMETIC,
        steps=(Step("all − in use", working, rest, "", f"{given[0].name} {given[1].name} -", given),),
        message=f"{left.claim.text} are said to be left; {working} is {number(rest.low or 0)}.",
    )
