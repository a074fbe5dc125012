"""What a new version says less firmly than an earlier one: numbers deleted or blurred are no correction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from auditor.audit import judge
from auditor.check.flat import mark
from auditor.check.hit import Checked, Hit, Mark
from auditor.compare import compare
from auditor.report import View
from auditor.rulebook import Rulebook
from auditor.text import counted

_NAMED = 5
"""How many vanished numbers a message names."""


def no_weaker(checked: Checked, before: str, book: Rulebook) -> Checked:
    """The document with findings on what an earlier text said more firmly."""
    if before == checked.source:
        return checked
    old, new = (View(judge(text, book), path=checked.path) for text in (before, checked.source))
    weaker = compare(old, new).weaker
    hits = [
        *_vanished(old, weaker.vanished),
        *(_vaguer(old, new, pair.old, pair.new) for pair in weaker.vaguer),
        *(_kept(old, new, kept.new, kept.number_before, kept.number_after) for kept in weaker.kept),
    ]
    return replace(checked, hits=(*checked.hits, *hits))


def _vanished(old: View, claims: tuple[int, ...]) -> Iterator[Hit]:
    if claims:
        named = ", ".join(f"{old.text(claim)} (line {old.line(claim)} before)" for claim in claims[:_NAMED])
        more = f" and {len(claims) - _NAMED} more" if len(claims) > _NAMED else ""
        verb = "has" if len(claims) == 1 else "have"
        told = f"{counted(len(claims), 'number')} of the earlier version {verb} vanished: {named}{more}."
        yield _hit("vanished", told, None)


def _vaguer(old: View, new: View, before: int, after: int) -> Hit:
    told = f"{new.text(after)} says less than {old.text(before)} did in the earlier version."
    return _hit("vaguer", told, mark(new, new.span(after)))


def _kept(old: View, new: View, sign: int, before: int, after: int) -> Hit:
    told = f"{new.text(sign)} stayed although {old.text(before)} beside it became {new.text(after)}."
    return _hit("mark-kept", told, mark(new, new.span(sign)))


def _hit(name: str, message: str, place: Mark | None) -> Hit:
    code = f"weaker/{name}"
    # A tick that stayed may be right again; what vanished or was blurred can no longer be checked.
    severity = "warning" if name == "mark-kept" else "error"
    fingerprint = sha256(f"{code}\0{message}".encode()).hexdigest()[:16]
    return Hit(code, "document", severity, message, place, (), place.text if place else "", "", (), fingerprint)
