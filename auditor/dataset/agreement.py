"""How far two raters agree beyond chance.

Cohen, "A coefficient of agreement for nominal scales" (1960); Gwet, "Computing inter-rater reliability and its variance
in the presence of high agreement" (2008), whose AC1 does not collapse where one label is rare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two raters' labels of the same units."""

    units: int
    agreed: int
    kappa: float | None
    """Cohen's kappa; None where chance alone explains everything (one label in use, or no unit)."""
    ac1: float | None
    """Gwet's AC1; None without units."""

    @property
    def observed(self) -> float | None:
        """The share of units with the same label."""
        return self.agreed / self.units if self.units else None


def agreement(pairs: Iterable[tuple[Hashable, Hashable]], categories: int) -> Agreement:
    """The agreement of labels given in pairs, out of so many categories that could have been used (two at least)."""
    counts = Counter(pairs)
    units = counts.total()
    if not units:
        return Agreement(0, 0, None, None)
    agreed = sum(count for (a, b), count in counts.items() if a == b)
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (a, b), count in counts.items():
        first[a] += count
        second[b] += count
    labels = first.keys() | second.keys()
    by_chance = sum(first[label] * second[label] for label in labels) / units**2
    shares = [(first[label] + second[label]) / (2 * units) for label in labels]
    by_guess = sum(share * (1 - share) for share in shares) / (categories - 1)
    observed = agreed / units
    kappa = None if by_chance == 1 else (observed - by_chance) / (1 - by_chance)
    return Agreement(units, agreed, kappa, (observed - by_guess) / (1 - by_guess))
