"""A brief or a plan as premises: each number that it asserts under its meaning, with the line where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

from auditor import claims, document, facts
from auditor.claims import Claim, Form, Label
from auditor.facts import Fact, Facts, Implied, Outside, Premise, Rank, Stance
from auditor.interval import Interval
from auditor.premises.data import flat
from auditor.premises.source import Source
from auditor.quantity import Modality, Quantity, Reading
from auditor.rulebook.vocabulary import Vocabulary
from auditor.units import Unit

_DEVICE = frozenset({"gpu_memory", "peak_flops", "memory_bandwidth"})
_PLAIN = frozenset({"", "available", "maximum", "theoretical"})
_ASKED = frozenset({"throughput", "request_rate", "ttft", "tpot", "end_to_end_latency"})
_OF_DEVICES = {(("byte", 1),): "gpu_memory", (("flop", 1), ("second", -1)): "peak_flops"}
"""What an accelerator has, by its dimensions."""
_DEVICES = frozenset(
    {
        "gpu", "gpus", "card", "cards", "accelerator", "accelerators", "device", "devices",
        "per", "each", "of", "with", "x", "a", "an", "and",
    }
)  # fmt: skip
_NUMBER = re.compile(r"\W*\d|(?:at|up|under|over|within|below|above|about|less|more) ")
_WORD = re.compile(r"[^\W\d_]+")
_BYTE = Unit("byte", Fraction(1), (("byte", 1),))

_Place = Callable[[Claim, Facts], tuple[int, str]]
"""The line of a claim in the source, and the text to quote from there."""


def read(source: Source, rank: Rank, vocabulary: Vocabulary) -> Outside:
    """What a document beside the report asserts. Raises InputError for text that is not in its notation."""
    if source.notation == "markdown":
        return _outside(source, rank, source.text, vocabulary, _in_markdown)
    entries = flat(source)

    def place(claim: Claim, meant: Facts) -> tuple[int, str]:
        line, _ = meant.claims.document.lines.position(claim.span.start)
        return entries.lines[line - 1], entries.quotes[line - 1]

    return _outside(source, rank, entries.text, vocabulary, place)


def _in_markdown(claim: Claim, meant: Facts) -> tuple[int, str]:
    return meant.claims.document.lines.position(claim.span.start)[0], claim.text


def _outside(source: Source, rank: Rank, text: str, vocabulary: Vocabulary, place: _Place) -> Outside:
    meant = facts.resolve(claims.extract(document.read(text)), vocabulary)
    told = [_of_hardware(fact) for fact in meant.all] if rank is Rank.BRIEF else meant.all
    stated = [fact for fact in told if _counts(fact)]
    if rank is Rank.BRIEF:
        stated = [_as_configured(fact) for fact in stated]
    stated = [_of_a_device(fact) for fact in stated]
    stated += [_as_fact(implied, meant) for implied in meant.implied if implied.beside is None]
    stated.sort(key=lambda fact: fact.claim.span)
    placed = ((fact, place(fact.claim, meant)) for fact in stated)
    # What stands on no line of the source is a number in a key above, and states nothing.
    premises = tuple(Premise(fact, rank, source.name, *where) for fact, where in placed if where[0])
    others = (_named(fact.claim, place(fact.claim, meant)) for fact in told if not _counts(fact))
    unread = tuple(dict.fromkeys(other for other in others if other[0] and _says_a_number(other[1])))
    return Outside(source.name, rank, sha256(source.text.encode()).hexdigest(), premises, unread)


def _says_a_number(text: str) -> bool:
    """Whether what stands behind a key begins with a number: a name with a digit ("plan 9") is no quantity."""
    return _NUMBER.match(text.rpartition(": ")[2]) is not None


def _counts(fact: Fact) -> bool:
    """Whether a number asserts a quantity of the vocabulary."""
    return fact.known and fact.stance is Stance.ASSERTED


def _named(claim: Claim, place: tuple[int, str]) -> tuple[int, str]:
    """A place with the words by which its number is known, where its text has none."""
    line, text = place
    name = claim.label.key or claim.label.row
    return line, f"{name}: {text}" if name and text == claim.text else text


def _as_configured(fact: Fact) -> Fact:
    """A configuration has reached and used nothing yet: it says what shall be reached, and what memory there is."""
    if fact.concept in _ASKED and fact.role in _PLAIN:
        return replace(fact, role="required")
    if fact.concept == "memory_used" and fact.scope in ("", "gpu") and fact.role in _PLAIN:
        return replace(fact, concept="gpu_memory")
    return fact


def _of_hardware(fact: Fact) -> Fact:
    """An amount that a configuration names by nothing but the devices is what these have: "8 GPUs of 80 GB"."""
    label, unit = fact.claim.label, fact.quantity.readings[0].unit.dimensions
    concept = _OF_DEVICES.get(tuple(entry for entry in unit if entry[0] != "gpu"))
    if fact.known or concept is None or label.key or label.row:
        return fact
    said = set(_WORD.findall(f"{label.before} {label.after}".lower()))
    return replace(fact, concept=concept, known=True) if said <= _DEVICES else fact


def _of_a_device(fact: Fact) -> Fact:
    """What a device has is meant of one device, unless the text says otherwise, and is its maximum."""
    if fact.concept not in _DEVICE:
        return fact
    return replace(fact, scope=fact.scope or "gpu", role="" if fact.role in _PLAIN else fact.role)


def _as_fact(implied: Implied, meant: Facts) -> Fact:
    """A storage format as the number of bytes that it stands for."""
    text = meant.claims.document.source[implied.span.start : implied.span.end]
    interval = Interval.point(implied.value)
    quantity = Quantity(
        text, implied.value, interval, _BYTE, Modality.EXACT, whole=True, readings=(Reading("", _BYTE, interval),)
    )
    claim = Claim(-1, Form.QUANTITY, implied.span, text, implied.block, 0, 0, Label(), quantity)
    return Fact(-1, implied.concept, True, "", "", implied.scenario, Stance.ASSERTED, quantity, claim)
