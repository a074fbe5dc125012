"""Arrows that lead from what one of several takes to what all take: "Each loses 3 h + 0.5 h → 70 h", of 20 failures."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.checks.arithmetic.complete import may_be_of_several
from auditor.derivations.decided import Decided
from auditor.derivations.once import once
from auditor.facts import Facts
from auditor.interval import Interval

_IN_WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty|thirty|both|all|each|every|per|mỗi)\b"
    r"|[两二三四五六七八九十每各共]",
    re.IGNORECASE,
)


def is_led_on(facts: Facts, relation: str, found: Decided) -> bool:
    """Whether an arrow's result is a whole number of times what stands before it, and the text speaks of so many."""
    if relation != "→":
        return False
    worked_out, stated = found.comparison.left, found.comparison.right
    missing = [stated / worked_out, worked_out / stated]
    if any(count.meets(each) for count in _counts(facts) for each in missing):
        return True
    text = facts.claims.document.blocks[facts.claims.all[found.head].block].text
    return may_be_of_several(found) and _IN_WORDS.search(text) is not None


@once
def _counts(facts: Facts) -> frozenset[Interval]:
    """The whole numbers that the text states."""
    plain = (fact.quantity for fact in facts.all if fact.quantity.whole and fact.quantity.hull.is_point)
    return frozenset(quantity.hull for quantity in plain if quantity.value is not None and quantity.value > 1)
