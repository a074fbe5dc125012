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
from auditor.findings import Findings
from auditor.report import View
from auditor.rulebook import Rulebook

Sieve = Callable[[Checked], Checked]
"""Silences findings, drops them, or adds to them."""


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks documents in one way."""

    book: Rulebook
    cache: Cache | None = None
    sieves: tuple[Sieve, ...] = ()

    def check(self, path: str, source: str, first: Sequence[Sieve] = (), last: Sequence[Sieve] = ()) -> Checked:
        """One document, sifted by those of all between its own first and last sieves."""
        checked = self._audited(path, source)
        for sieve in (*first, *self.sieves, *last):
            checked = sieve(checked)
        return checked

    def _audited(self, path: str, source: str) -> Checked:
        known = self.cache.get(path, source) if self.cache else None
        if known is not None:
            return known
        checked = flat(View(self._judge(source), path=path, rules=self.book.digest, book=self.book), self._judge)
        if self.cache:
            self.cache.put(checked)
        return checked

    def _judge(self, text: str) -> Findings:
        return judge(text, self.book)


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
