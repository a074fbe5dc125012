"""What a derivation says, as its page is read: "254,760 bytes" where "254{,}760 \\text{ bytes}" stands."""

from __future__ import annotations

from dataclasses import fields, replace

from auditor.derivations import Derivation, Facts, Step


def unmarked(derivation: Derivation, facts: Facts) -> Derivation:
    """The derivation with its claims quoted without markup; itself where none of them holds any."""
    claims = facts.claims
    named = {claims.all[claim].text: claims.plain(claim) for claim in _named(derivation)}
    marked = [(text, plain) for text, plain in named.items() if text != plain]
    if not marked:
        return derivation
    # The longest first: one may be a part of another.
    marked.sort(key=lambda each: -len(each[0]))

    def read(words: str) -> str:
        for text, plain in marked:
            words = words.replace(text, plain)
        return words

    def reread(step: Step) -> Step:
        return replace(step, formula=read(step.formula), values=read(step.values))

    # A supporting derivation is told from its proof, and cannot be made from its fields.
    said = {field.name: getattr(derivation, field.name) for field in fields(Derivation)}
    said |= {name: read(said[name]) for name in ("stated", "expected", "near_miss", "message")}
    said["steps"] = tuple(map(reread, derivation.steps))
    said["compared"] = derivation.compared and reread(derivation.compared)
    return Derivation(**said)


def _named(derivation: Derivation) -> tuple[int, ...]:
    return (derivation.head, *derivation.premises, *derivation.also)
