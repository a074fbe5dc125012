"""What is to be said of a comparison, in every form: each change in one item, safe to print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from auditor.compare.comparison import Change, Comparison
from auditor.compare.weaker import Kept, Vaguer
from auditor.report.view import tally as findings_of
from auditor.text import counted, visible


@dataclass(frozen=True, slots=True)
class Item:
    """One change."""

    group: str
    """solved, new, remaining, vanished, vaguer or tick kept."""
    place: str
    """Its lines: "line 6", "line 6 → 8"."""
    text: str
    outcome: str = ""


def headline(comparison: Comparison) -> str:
    """Both names and verdicts."""
    old, new = comparison.old, comparison.new
    before = f"{old.path}: {old.verdict} ({findings_of(old.findings)})"
    return visible(f"{before} → {new.path}: {new.verdict} ({findings_of(new.findings)})")


def tally(comparison: Comparison) -> str:
    """The counts: "1 solved, 0 new, 2 remaining; weaker: 1 claim vanished"."""
    weaker = comparison.weaker
    kept = len(weaker.kept)
    parts = [
        f"{counted(len(weaker.vanished), 'claim')} vanished" if weaker.vanished else "",
        f"{counted(len(weaker.vaguer), 'number')} got vaguer" if weaker.vaguer else "",
        f"{counted(kept, 'tick')} kept while the numbers changed" if kept else "",
    ]
    counts = f"{len(comparison.solved)} solved, {len(comparison.fresh)} new, {len(comparison.remaining)} remaining"
    shown = ", ".join(part for part in parts if part)
    return f"{counts}; weaker: {shown}" if shown else f"{counts}; nothing got weaker"


def items(comparison: Comparison) -> Iterator[Item]:
    """Every change: findings first, then what got weaker."""
    for group, changes in (
        ("new", comparison.fresh),
        ("remaining", comparison.remaining),
        ("solved", comparison.solved),
    ):
        yield from (_finding(group, change) for change in changes)
    weaker = comparison.weaker
    yield from _vanished(comparison)
    yield from (_vaguer(comparison, pair) for pair in weaker.vaguer)
    yield from (_kept(comparison, pair) for pair in weaker.kept)


def _finding(group: str, change: Change) -> Item:
    finding = change.finding
    text = f"{finding.severity.value} {finding.code}: {finding.message}"
    return Item(group, _place(change.old_line, change.new_line), visible(text), visible(change.outcome))


def _vanished(comparison: Comparison) -> Iterator[Item]:
    """What vanished, an item for each line of the old version."""
    old = comparison.old
    by_claim = old.findings.derivations.facts.by_claim
    for line, claims in groupby(comparison.weaker.vanished, key=old.line):
        named = {claim: by_claim[claim] for claim in claims}
        texts = [f"{fact.concept.replace('_', ' ') if fact else ''} {old.text(claim)}" for claim, fact in named.items()]
        yield Item("vanished", _place(line, None), visible(", ".join(texts)))


def _vaguer(comparison: Comparison, pair: Vaguer) -> Item:
    old, new = comparison.old, comparison.new
    text = visible(f"{old.text(pair.old)} → {new.text(pair.new)}")
    return Item("vaguer", _place(old.line(pair.old), new.line(pair.new)), text)


def _kept(comparison: Comparison, pair: Kept) -> Item:
    old, new = comparison.old, comparison.new
    numbers = f"{old.text(pair.number_before)} → {new.text(pair.number_after)}"
    text = visible(f"{new.text(pair.new)} although {numbers}")
    return Item("tick kept", _place(old.line(pair.old), new.line(pair.new)), text)


def _place(old: int | None, new: int | None) -> str:
    if old is None or new is None or old == new:
        return f"line {old if new is None else new}" if (old or new) else "whole document"
    return f"line {old} → {new}"
