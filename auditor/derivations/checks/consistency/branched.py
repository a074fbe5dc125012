"""Settings that code chooses by the size of an input, "if sequence_length <= 2048: batch_size = 64", against the table
or the range that states them in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.by_block import by_block
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.quantity import Modality
from auditor.show import number

_BRANCH = re.compile(r"\s*(?:if|elif|else if)\b[^:{]*[:{]\s*(?:#.*|//.*)?\Z")
_REST = re.compile(r"\s*\}?\s*else\s*[:{]")
_BOUNDS = (Modality.AT_MOST, Modality.LESS_THAN)
_DEPENDS = re.compile(
    r"\W{0,3}(?:based on|depending on|depends on|according to|by|with|adapt\w* to|for)\b", re.IGNORECASE
)
_FEWEST = 2
"""Rows that agree, by which a table is known to state the same settings."""


@dataclass(frozen=True, slots=True)
class _Branch:
    """What holds up to a size of the input; with no bound for all that is left."""

    bound: Fact | None
    settings: Mapping[str, Fact]

    def admits(self, size: Fraction) -> bool:
        if self.bound is None:
            return True
        most = self.bound.quantity.value or Fraction(0)
        return size < most or (size == most and self.bound.quantity.modality is Modality.AT_MOST)


@dataclass(frozen=True, slots=True)
class _Chain:
    """The branches of one choice, in their order."""

    concept: str
    """What is compared."""
    branches: tuple[_Branch, ...]

    def chosen(self, size: Fraction, setting: str) -> Fact | None:
        branch = next((each for each in self.branches if each.admits(size)), None)
        return None if branch is None else branch.settings.get(setting)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each setting that another place states for the same size, or leaves out of its range."""
    chains = list(_chains(facts))
    if len(chains) != 1:
        return
    chain = chains[0]
    for setting in sorted({name for branch in chain.branches for name in branch.settings} - {chain.concept}):
        yield from _by_rows(chain, setting, facts, rule)
        yield from _by_range(chain, setting, facts, rule)


def _chains(facts: Facts) -> Iterator[_Chain]:
    """Each choice with two bounds or more on one quantity, each above the last, that sets something in every branch."""
    found: list[_Branch] = []
    fence, settings, bound, opened = -1, dict[str, Fact](), None, False
    for block in (*facts.claims.document.blocks, None):
        here = -1 if block is None or block.code is None else block.code.fence
        if here != fence or block is None:
            yield from _whole([*found, _Branch(bound, settings)] if opened else found)
            found, settings, bound, opened, fence = [], {}, None, False, here
        if block is None or here < 0:
            continue
        own = by_block(facts).get(block.index, ())
        if (begins := bool(_BRANCH.match(block.text))) or _REST.match(block.text):
            if opened:
                found.append(_Branch(bound, settings))
            bound, settings, opened = (own[0] if begins and len(own) == 1 else None), {}, True
        elif opened:
            settings.update({fact.concept: fact for fact in own if fact.known and fact.quantity.whole})


def _whole(branches: Sequence[_Branch]) -> Iterator[_Chain]:
    bounds = [each.bound for each in branches if each.bound is not None]
    ends = [bound.quantity.value or Fraction(0) for bound in bounds]
    plain = all(bound.quantity.modality in _BOUNDS and bound.known for bound in bounds)
    last = [each.bound is None for each in branches]
    if len(bounds) < _FEWEST or not plain or len({bound.concept for bound in bounds}) > 1 or any(last[:-1]):
        return
    if ends == sorted(set(ends)) and all(each.settings for each in branches):
        yield _Chain(bounds[0].concept, tuple(branches))


def _by_rows(chain: _Chain, setting: str, facts: Facts, rule: str) -> Iterator[Derivation]:
    """The rows of the one table that gives the setting for sizes, where most of them agree."""
    rows: dict[tuple[int, int], dict[str, Fact]] = defaultdict(dict)
    for fact in facts.all:
        cell = facts.claims.document.blocks[fact.claim.block].cell
        if cell is not None and cell.row and fact.concept in (chain.concept, setting) and _is_plain(fact):
            rows[cell.table, cell.row].setdefault(fact.concept, fact)
    told = [(row[chain.concept], row[setting]) for row in rows.values() if len(row) == 2]
    if len({table for (table, _), row in rows.items() if len(row) == 2}) != 1:
        return
    pairs = [(size, stated, chain.chosen(size.quantity.value or Fraction(0), setting)) for size, stated in told]
    apart = [(size, stated, own) for size, stated, own in pairs if own is not None and not _is_same(own, stated)]
    agree = len(pairs) - len(apart)
    if apart and agree >= max(_FEWEST, 2 * len(apart)):
        yield from (_derivation(own, stated, f"at {size.claim.text}", rule) for size, stated, own in apart)


def _is_plain(fact: Fact) -> bool:
    exact = fact.quantity.whole and fact.quantity.modality is Modality.EXACT
    return exact and fact.stance is Stance.ASSERTED and bool(fact.quantity.value)


def _is_same(one: Fact, other: Fact) -> bool:
    return one.quantity.value == other.quantity.value


def _by_range(chain: _Chain, setting: str, facts: Facts, rule: str) -> Iterator[Derivation]:
    """A range that is said to hold by the size, and does not hold what the code sets."""
    values = [each.settings[setting] for each in chain.branches if setting in each.settings]
    name = chain.concept.replace("_", " ")
    for fact in facts.all:
        ranged = fact.quantity.modality is Modality.RANGE and fact.stance is Stance.ASSERTED
        after = fact.claim.label.after
        if not ranged or fact.concept != setting or name not in after.lower() or not _DEPENDS.match(after):
            continue
        out = [each for each in values if not each.quantity.hull.meets(fact.quantity.hull)]
        if out and len(out) < len(values):
            yield _derivation(fact, out[0], "in the code", rule)


def _derivation(head: Fact, other: Fact, where: str, rule: str) -> Derivation:
    value = other.quantity.hull
    return one_step(
        head.claim,
        claim_step(other.claim, value, where),
        rule,
        expected=number(other.quantity.value or Fraction(0)),
        holds=False,
        basis=Basis.RESTATEMENT,
        message=f"{head.concept.replace('_', ' ')}: {head.claim.text} here, {other.claim.text} elsewhere {where}.",
    )
