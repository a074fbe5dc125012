"""What is known or derived of one quantity in one situation, with everything that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import attrgetter

from auditor.derivations.derivation import Step
from auditor.facts import Premise
from auditor.frozen import dataclass
from auditor.interval import Interval

_RULES = attrgetter("rules")

Key = tuple[str, str]
"""A concept and a scope: what a cell is found by."""


def at_time(cell: Key, time: str) -> Key:
    """Where the value of a cell before or after a change is kept."""
    return (cell[0], f"{time} {cell[1]}")


MOST = 4
"""How many alternatives a cell keeps; the simplest first."""


@dataclass(slots=True, eq=False)
class Candidate:
    """One value of a cell; not to be changed (but not frozen either, which would take thrice as long to make)."""

    interval: Interval
    """In base units."""
    claims: frozenset[int]
    """The claims that it rests on."""
    nominal: Interval | None = None
    """The value by the printed numbers alone; None if it is the interval itself."""
    assumptions: tuple[str, ...] = ()
    """What it takes for granted: catalogue values, defaults, a rule's own assumptions."""
    steps: Sequence[Step] = ()
    """The working, premises first; empty for a stated value."""
    rules: tuple[str, ...] = ()
    """Ids of the rules that led here."""
    typical: bool = False
    """Whether a usual estimate had a part in it, so that it may warn at most."""
    role: str = ""
    """For a stated value, the fact's role; a required rate and a reached one are two things."""
    loose: bool = False
    """Whether its scope is read into it: then it may support, and refutes nothing."""
    outside: tuple[Premise, ...] = ()
    """What it rests on of the documents beside the report."""
    text: str = ""
    """For a figure of a catalogue, as it is printed there; for what follows from such figures, the first of them."""
    widths: frozenset[Fraction] = frozenset()
    """The bytes of storage formats that it rests on: of several formats in a report each is a reading of its own."""

    @property
    def implied(self) -> bool:
        """Whether the report's own words give it, though no single number states it."""
        return self.steps != () and not self.rules and not self.outside

    def loosened(self) -> Candidate:
        """The same value with its scope read into it."""
        made = Candidate(
            self.interval, self.claims, self.nominal, self.assumptions, self.steps, self.rules, self.typical
        )
        made.role, made.loose, made.outside, made.text = self.role, True, self.outside, self.text
        made.widths = self.widths
        return made

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """How much it rests on: assumptions first, then rules, then documents beside the report, then claims."""
        return (len(self.assumptions), len(self.rules), len(self.outside), len(self.claims))

    def serves_as(self, other: Candidate) -> bool:
        """Whether this one makes `other` superfluous: as narrow, and resting on nothing more."""
        return (
            self.claims <= other.claims
            and self.widths <= other.widths
            and self.role == other.role
            and self.typical <= other.typical
            and self.loose <= other.loose
            and (not self.assumptions or set(self.assumptions) <= set(other.assumptions))
            and (not self.outside or set(self.outside) <= set(other.outside))
            and self.interval.within(other.interval)
        )


class Cells:
    """The values of one situation, by cell."""

    __slots__ = ("_values", "known", "told")

    def __init__(self) -> None:
        self._values: dict[Key, list[Candidate]] = {}
        self.known: set[str] = set()
        """Every concept of which something is known."""
        self.told: set[str] = set()
        """Every concept of which something is stated, in whatever scope."""

    def __contains__(self, cell: Key | None) -> bool:
        return cell in self._values

    def at(self, cell: Key) -> list[Candidate]:
        """The alternatives of a cell, the simplest first; empty if nothing is known of it."""
        return self._values.get(cell, _NOTHING)

    def stated(self) -> Iterator[tuple[Key, Candidate]]:
        """Every value that is stated, and does not follow from rules."""
        return ((cell, each) for cell, known in self._values.items() for each in known if not each.rules)

    def states(self, cell: Key) -> bool:
        """Whether some value of a cell is stated, and does not follow from rules."""
        return not all(map(_RULES, self._values.get(cell, _NOTHING)))

    def add(self, cell: Key, candidate: Candidate) -> bool:
        """Keeps a candidate unless one that is there serves as well; whether it was kept."""
        known = self._values.get(cell)
        if not candidate.rules:
            self.told.add(cell[0])
        if known is None:
            self._values[cell] = [candidate]
            self.known.add(cell[0])
            return True
        if any(other.serves_as(candidate) for other in known):
            return False
        kept = [other for other in known if not candidate.serves_as(other)]
        kept.append(candidate)
        kept.sort(key=lambda c: (*c.weight, sorted(c.claims)))
        self._values[cell] = kept[:MOST]
        return any(other is candidate for other in kept[:MOST])

    def replace(self, cell: Key, candidates: list[Candidate]) -> None:
        """Puts candidates, at least one, in the place of all that a cell holds."""
        self._values.pop(cell, None)
        for candidate in candidates:
            self.add(cell, candidate)


_NOTHING: list[Candidate] = []
