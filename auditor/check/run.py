"""One document through a check: audited or taken from the cache, then sifted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from auditor.audit import judge
from auditor.check.cache import Cache
from auditor.check.flat import flat
from auditor.check.hit import Checked, Hit
from auditor.check.suppress import suppressed
from auditor.facts import Outside
from auditor.limits import USUAL, Limits
from auditor.report import View
from auditor.rulebook import Rulebook

Sieve = Callable[[Checked], Checked]
"""Silences findings, drops them, or adds to them."""


@dataclass(frozen=True, slots=True)
class Own:
    """What holds for one document alone."""

    outside: tuple[Outside, ...] = ()
    """The documents beside it: its brief, the plans that it verifies."""
    first: tuple[Sieve, ...] = ()
    """Come before the sieves of all documents."""
    last: tuple[Sieve, ...] = ()
    """Come behind them."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks documents in one way."""

    book: Rulebook
    cache: Cache | None = None
    sieves: tuple[Sieve, ...] = ()
    limits: Limits = USUAL

    def check(self, path: str, source: str, own: Own | None = None) -> Checked:
        """One document, audited and sifted."""
        own = own or Own()
        beside = f"{self.limits.numerals} " + "".join(
            f"{each.rank.value} {each.name}\0{each.sha256}\0" for each in own.outside
        )
        checked = self.cache.get(path, source, beside) if self.cache else None
        if checked is None:
            checked = self.flat(self.view(path, source, own.outside))
            if self.cache and not self.limits.seconds:
                self.cache.put(checked, beside)
        return self.sift(checked, own)

    def view(self, path: str, source: str, outside: Sequence[Outside] = ()) -> View:
        """One document, judged."""
        found = judge(source, self.book, outside, self.limits)
        return View(found, path=path, rules=self.book.digest, book=self.book)

    def flat(self, view: View) -> Checked:
        """A judged document as flat records, nothing sifted."""
        outside = view.findings.derivations.facts.outside
        return flat(view, lambda text: judge(text, self.book, outside, self.limits))

    def sift(self, checked: Checked, own: Own) -> Checked:
        """The document through its own sieves and those of all."""
        for sieve in (*own.first, *self.sieves, *own.last):
            checked = sieve(checked)
        return checked


def suppressions(book: Rulebook) -> Sieve:
    """Applies the suppressions of the document itself."""
    return lambda checked: suppressed(checked, book)


def only(selected: Callable[[Hit], bool]) -> Sieve:
    """Drops the findings that are not selected."""
    return lambda checked: replace(checked, hits=tuple(hit for hit in checked.hits if selected(hit)))


def at_least(coverage: float) -> Sieve:
    """Adds a finding if less of a document's claims is decided, in per cent; one without claims passes."""

    def sieve(checked: Checked) -> Checked:
        if checked.coverage >= coverage:
            return checked
        decided = checked.supported + checked.refuted
        stated = f"{decided} of {checked.claims} claims are decided ({checked.coverage:.0f}%)"
        message = f"{stated}; at least {coverage:g}% should be."
        mark = sha256(b"document/coverage").hexdigest()[:16]
        hit = Hit("document/coverage", "document", "error", message, None, (), stated, "", (), mark)
        return replace(checked, hits=(*checked.hits, hit))

    return sieve
