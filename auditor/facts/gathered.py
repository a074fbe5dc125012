"""What the words of a stretch say together: parts, changes, roles, topics, scope, stance."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.facts.double import both
from auditor.facts.words import Item, Part
from auditor.rulebook.vocabulary import Term

_OBLIGING = frozenset({"must", "shall"})
"""Words before what has to be."""
_SPREADING = frozenset({"across", "over", "among", "each"})
_WITHIN = frozenset({"in", "on"})
PARTING = frozenset({"for", "vs", "versus", "than", "and", "or", "but", "while", "plus"})
"""Words that part what stands before them from the number behind them."""


class Gathered:
    """The terms of a stretch by what they say, those that come first first."""

    __slots__ = (
        "changes",
        "parts",
        "roles",
        "scope",
        "spreads",
        "stance",
        "sums",
        "topics",
        "unknown",
        "variant",
        "whole",
    )

    def __init__(self, found: Iterable[Item], *, tied: bool = False) -> None:
        """`tied`: whether the first stands right by the number, where an "at" only ties it: "capped at 90%"."""
        self.parts: list[Term] = []
        self.changes: list[Term] = []
        self.roles: list[str] = []
        self.topics: set[str] = set()
        self.scope = self.stance = ""
        self.unknown = self.variant = self.spreads = self.whole = self.sums = False
        parted, before = False, ""
        for place, item in enumerate(found):
            tie = place == 0 and tied and item.text == "at"
            parted = parted or item.text in PARTING or (item.has("condition") and not tie)
            # What is in each of its layers is not spread over them.
            self.spreads = self.spreads or (item.text in _SPREADING and before not in _WITHIN)
            before = item.text
            self.whole = self.whole or item.text == "all"
            if item.part is Part.UNKNOWN or item.has("title"):
                self.unknown = True
            if item.text in _OBLIGING and not parted:
                # "Must achieve": it is not achieved yet.
                self.roles.insert(0, "required")
            if item.term is not None and not item.term.plain:
                self._add(item.term, parted=parted)

    def _add(self, term: Term, *, parted: bool) -> None:
        self.topics.update(term.topics)
        if "part" in term.flags:
            self.parts.append(term)
        if "change" in term.flags and not parted:
            self.changes.append(term)
        self.variant = self.variant or "variant" in term.flags
        if term.role and not parted:
            self.roles.append(term.role)
        self.stance = self.stance or term.stance
        self.sums = self.sums or term.scope == "sum"
        # A bare "total" gives way to any other scope.
        if term.scope and self.scope in ("", "sum"):
            self.scope = term.scope if term.scope != "sum" else self.scope or "sum"
        elif term.scope:
            self.scope = both(self.scope, term.scope)

    def role(self, found: str) -> str:
        """A role; a requirement that is said to be met is one no more: the number is what meets it."""
        return "" if found == "required" and "passed" in self.topics else found
